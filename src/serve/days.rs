//! Days, months and years as they are typed -> seconds. Pages print local times; +08:00 is assumed, as a scan does.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// The stretch of days that is meant: the first, and the one behind the last.
fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut next = || match parts.next() {
        Some(part) => part.parse::<i8>().ok().map(Some),
        None => Some(None),
    };
    let (month, day) = (next()?, next()?);
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let length = match (month, day) {
        (None, _) => 1.year(),
        (Some(_), None) => 1.month(),
        _ => 1.day(),
    };
    Some((first, first.checked_add(length).ok()?))
}

fn second(date: Date) -> Option<i64> {
    let zone = TimeZone::fixed(Offset::constant(8));
    Some(zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_second())
}

/// The first second of a day, month or year.
pub(super) fn start(text: &str) -> Option<i64> {
    second(days(text)?.0)
}

/// The first second behind it.
pub(super) fn end(text: &str) -> Option<i64> {
    second(days(text)?.1)
}

#[cfg(test)]
mod tests {
    use super::{end, start};

    #[test]
    fn days_months_and_years() {
        assert_eq!(start("2022-01-12"), Some(1_641_916_800));
        assert_eq!(end("2022-01-12"), start("2022-01-13"));
        assert_eq!(end("2022-02"), start("2022-03-01"));
        assert_eq!(end("2022"), start("2023"));
        assert_eq!(end("2022-12-31"), start("2023-1-1"));
        for wrong in [
            "",
            "22",
            "2022-00",
            "2022-02-30",
            "2022-1-1-1",
            "9999",
            "-2022",
            "二〇二二",
        ] {
            assert!(end(wrong).is_none(), "{wrong}");
        }
    }
}
