//! Printed times: where one stands in a line, how precise it is, which counter is glued to it, and the instant.
//!
//! The glued counter: seconds are exactly two digits, so in `17:24:190` the `0` is a counter of the page; minutes
//! are always two digits too, so `17:240` is 17:24 and a counter.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::document::{Precision, Timestamp};

use super::dates::{self, Cursor, Date, digit};

/// A time found in a text, in bytes from where the search began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printed {
    /// Length of the time.
    pub length: usize,
    /// Digits glued behind it.
    pub counter: usize,
    date: Date,
    /// Hour, minute, second.
    clock: Option<(i8, i8, Option<i8>)>,
    /// Written offset from UTC in seconds.
    offset: Option<i32>,
}

impl Printed {
    /// A date that takes `length` bytes, without a clock.
    fn day(date: Date, length: usize) -> Self {
        Self {
            length,
            counter: 0,
            date,
            clock: None,
            offset: None,
        }
    }

    /// True when a clock time stands behind the date.
    pub fn has_clock(&self) -> bool {
        self.clock.is_some()
    }

    /// True when the year is written.
    pub fn has_year(&self) -> bool {
        self.date.0.is_some()
    }

    /// The instant; `None` without a year or for a date that does not exist.
    pub fn timestamp(&self) -> Option<Timestamp> {
        let (hour, minute, second) = self.clock.unwrap_or((0, 0, None));
        let precision = match self.clock {
            // Midnight to the second is what programs print for a date alone.
            None | Some((0, 0, None | Some(0))) => Precision::Day,
            Some((_, _, None)) => Precision::Minute,
            Some((_, _, Some(_))) => Precision::Second,
        };
        let (year, month, day) = self.date;
        let civil = DateTime::new(year?, month, day, hour, minute, second.unwrap_or(0), 0).ok()?;
        timestamp(civil, self.offset, precision)
    }
}

/// Days by which a date without a year may lie behind the date of its record.
const AHEAD: i64 = 4;

/// The instant of a time on a page; without a year, that of the nearest year to the `reference` which does not put it
/// more than some days behind.
pub(super) fn resolved(time: Printed, reference: Option<&Timestamp>) -> Option<Timestamp> {
    if time.has_year() {
        return time.timestamp();
    }
    let reference = reference?;
    let year: i16 = reference.rfc3339.get(..4)?.parse().ok()?;
    let latest = reference.epoch_seconds + AHEAD * 24 * 3600;
    [year - 1, year, year + 1]
        .into_iter()
        .filter_map(|year| {
            let (_, month, day) = time.date;
            Printed {
                date: (Some(year), month, day),
                ..time
            }
            .timestamp()
        })
        .filter(|found| found.epoch_seconds <= latest)
        .min_by_key(|found| found.epoch_seconds.abs_diff(reference.epoch_seconds))
}

/// A day without a year and without a clock: `9月26日`, the day of the week behind it. It is one only where nothing else
/// stands on the line.
pub(super) fn bare_day(text: &str) -> Option<Printed> {
    let mut cursor = Cursor { text, at: 0 };
    let date = dates::numeric_date(&mut cursor).filter(|date| date.0.is_none())?;
    dates::weekday(&mut cursor);
    let fits = text.contains('月') && (1..=12).contains(&date.1) && (1..=31).contains(&date.2);
    fits.then_some(Printed::day(date, cursor.at))
}

/// `20190926` as a whole line or with a clock behind it.
pub(super) fn compact(text: &str) -> Option<Printed> {
    let mut cursor = Cursor { text, at: 0 };
    let date = dates::compact_date(&mut cursor)?;
    let mut found = Printed::day(date, cursor.at);
    if cursor.at < text.len() {
        read_clock(&mut cursor, &mut found);
        found.clock?;
        found.length = cursor.at;
    }
    let whole = found.length == text.len();
    (whole && found.timestamp().is_some()).then_some(found)
}

/// The day in the address of a page.
pub(super) fn of_address(address: &str) -> Option<Timestamp> {
    Printed::day(dates::of_address(address)?, 0).timestamp()
}

/// True for a time that counts from when the page was loaded: `3小时前`, `昨天 12:11`, `刚刚`.
pub(super) fn is_relative(line: &str) -> bool {
    const LONGEST: usize = 3 * 12;
    if line.len() > LONGEST {
        return false;
    }
    let bare = line.trim_start_matches(|next: char| next.is_ascii_digit());
    if bare.len() < line.len() {
        return [
            "秒前",
            "秒钟前",
            "分钟前",
            "分鐘前",
            "小时前",
            "小時前",
            "天前",
            "日前",
            "周前",
            "个月前",
        ]
        .contains(&bare.trim());
    }
    if bare == "刚刚" || bare == "剛剛" {
        return true;
    }
    let Some(rest) = ["今天", "昨天", "前天", "今日", "昨日"]
        .iter()
        .find_map(|day| bare.strip_prefix(day))
    else {
        return false;
    };
    let rest = rest.trim();
    rest.len() >= 4 && rest.contains(':') && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// Offset of Chinese time, in seconds.
const CHINA: i32 = 8 * 3600;

fn timestamp(civil: DateTime, offset: Option<i32>, precision: Precision) -> Option<Timestamp> {
    let seconds = offset.unwrap_or(CHINA);
    let instant = Offset::from_seconds(seconds).ok()?.to_timestamp(civil).ok()?;
    let (sign, distance) = if seconds < 0 {
        ('-', -seconds)
    } else {
        ('+', seconds)
    };
    let written = if offset == Some(0) {
        "Z".to_owned()
    } else {
        format!("{sign}{:02}:{:02}", distance / 3600, distance / 60 % 60)
    };
    Some(Timestamp {
        rfc3339: format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{written}",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        ),
        epoch_seconds: instant.as_second(),
        precision,
        zone_assumed: offset.is_none(),
    })
}

/// Reads the time that `text` begins with. Chinese, ISO and English shapes; half and full width.
pub(super) fn printed(text: &str) -> Option<Printed> {
    let first = text.chars().next()?;
    let mut cursor = Cursor { text, at: 0 };
    if digit(first).is_some()
        && let Some(found) = clock_first(text)
    {
        return Some(found);
    }
    let date = if digit(first).is_some() {
        dates::numeric_date(&mut cursor).or_else(|| {
            cursor.at = 0;
            dates::english_date(&mut cursor)
        })?
    } else if first.is_ascii_uppercase() {
        dates::english_date(&mut cursor)?
    } else if matches!(first, '二' | '一') {
        dates::han_date(&mut cursor)?
    } else if matches!(first, '民' | '中') {
        dates::republican_date(&mut cursor)?
    } else if matches!(first, '上' | '下' | '早' | '晚' | '凌' | '中') {
        return clock_first(text);
    } else {
        return None;
    };
    if !(1..=12).contains(&date.1) || !(1..=31).contains(&date.2) {
        return None;
    }
    let mut found = Printed::day(date, cursor.at);
    let written_in_digits_only = text.get(..cursor.at).is_some_and(|date| !date.ends_with('日'));
    if dates::weekday(&mut cursor) {
        found.length = cursor.at;
    }
    read_clock(&mut cursor, &mut found);
    if found.clock.is_none() {
        cursor.at = found.length;
        if date.0.is_none() || (written_in_digits_only && cursor.peek().and_then(digit).is_some()) {
            return None;
        }
        return Some(found);
    }
    found.length = cursor.at;
    let counter = text
        .get(cursor.at..)?
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if counter > 7 {
        return None;
    }
    found.counter = counter;
    if counter == 0 {
        read_zone(&mut cursor, &mut found);
        found.length = cursor.at;
    }
    Some(found)
}

/// `09:12 UTC+8, 2022-01-13`, `5:24 PM, January 13, 2022`: the clock stands before a whole date.
fn clock_first(text: &str) -> Option<Printed> {
    if !text.chars().take(5).any(|next| matches!(next, ':' | '：')) {
        return None;
    }
    let mut cursor = Cursor { text, at: 0 };
    let mut found = Printed::day((None, 0, 0), 0);
    read_clock(&mut cursor, &mut found);
    found.clock?;
    read_zone(&mut cursor, &mut found);
    cursor.take(|next| matches!(next, ',' | '，'));
    cursor.blanks();
    let begin = cursor.at;
    found.date = dates::numeric_date(&mut cursor).or_else(|| {
        cursor.at = begin;
        dates::english_date(&mut cursor)
    })?;
    found.length = cursor.at;
    let (year, month, day) = found.date;
    let goes_on = cursor
        .peek()
        .is_some_and(|next| digit(next).is_some() || next == ':');
    (year.is_some() && (1..=12).contains(&month) && (1..=31).contains(&day) && !goes_on).then_some(found)
}

/// What the word before a clock says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DayPart {
    Unsaid,
    Noon,
    Afternoon,
}

/// `上午`, `下午`, `晚上` before a clock.
fn day_part(cursor: &mut Cursor<'_>) -> DayPart {
    let rest = cursor.text.get(cursor.at..).unwrap_or("");
    let found = [
        ("下午", DayPart::Afternoon),
        ("晚上", DayPart::Afternoon),
        ("傍晚", DayPart::Afternoon),
        ("中午", DayPart::Noon),
        ("上午", DayPart::Unsaid),
        ("早上", DayPart::Unsaid),
        ("凌晨", DayPart::Unsaid),
    ]
    .into_iter()
    .find(|(word, _)| rest.starts_with(word));
    let Some((word, part)) = found else {
        return DayPart::Unsaid;
    };
    cursor.at += word.len();
    cursor.blanks();
    part
}

/// `17:24:19`, `17时24分`, `5:24 PM`, after blanks, a `T` or a comma.
fn read_clock(cursor: &mut Cursor<'_>, found: &mut Printed) {
    cursor.take(|next| matches!(next, 'T' | ',' | '，'));
    cursor.blanks();
    let part = day_part(cursor);
    let begin = cursor.at;
    // In `09-3022:46` the clock follows the day at once, so the hour has two digits there.
    let Some(hour) = cursor.number(1, 2).filter(|hour| *hour < 24) else {
        return;
    };
    let Some(mark) = cursor.take(|next| matches!(next, ':' | '：' | '时' | '時' | '点' | '點')) else {
        cursor.at = begin;
        return;
    };
    let spoken = !matches!(mark, ':' | '：');
    let Some(minute) = cursor
        .number(if spoken { 1 } else { 2 }, 2)
        .filter(|minute| *minute < 60)
    else {
        cursor.at = begin;
        return;
    };
    let mut second = None;
    let before = cursor.at;
    if spoken {
        cursor.take(|next| next == '分');
    } else if cursor.take(|next| matches!(next, ':' | '：')).is_some() {
        second = cursor.number(2, 2).filter(|second| *second < 60);
        if second.is_none() {
            cursor.at = before;
        } else if cursor.take(|next| next == '.').is_some() && cursor.number(1, 9).is_none() {
            cursor.at -= 1;
        }
    }
    let mut hour = hour;
    let behind = cursor.at;
    cursor.take(|next| next == ' ');
    match cursor
        .text
        .get(cursor.at..cursor.at + 2)
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("pm") if hour < 12 => {
            hour += 12;
            cursor.at += 2;
        }
        Some("am" | "pm") => cursor.at += 2,
        _ => cursor.at = behind,
    }
    if hour < 12 && (part == DayPart::Afternoon || part == DayPart::Noon && hour < 3) {
        hour += 12;
    }
    let narrow = |value: i32| i8::try_from(value).unwrap_or(0);
    found.clock = Some((narrow(hour), narrow(minute), second.map(narrow)));
}

/// `Z`, `+08:00`, `+0800`, `GMT`, `UTC`, `UTC+8`, `GMT+08:00`.
fn read_zone(cursor: &mut Cursor<'_>, found: &mut Printed) {
    let begin = cursor.at;
    cursor.take(|next| next == ' ');
    let rest = cursor.text.get(cursor.at..).unwrap_or("");
    if rest.starts_with("GMT") || rest.starts_with("UTC") {
        cursor.at += 3;
        found.offset = Some(0);
        let named = cursor.at;
        if let Some(sign) = cursor.take(|next| matches!(next, '+' | '-')) {
            let hours = cursor.number(1, 2).filter(|hours| *hours <= 14);
            let colon = cursor.take(|next| next == ':').is_some();
            let minutes = if colon { cursor.number(2, 2) } else { Some(0) };
            if let (Some(hours), Some(minutes)) = (hours, minutes.filter(|minutes| *minutes < 60)) {
                let seconds = hours * 3600 + minutes * 60;
                found.offset = Some(if sign == '-' { -seconds } else { seconds });
            } else {
                cursor.at = named;
            }
        }
        return;
    }
    // CST is left out: in China it is the time of China.
    let zone = [
        ("EDT", -4),
        ("EST", -5),
        ("PDT", -7),
        ("PST", -8),
        ("BST", 1),
        ("JST", 9),
        ("HKT", 8),
        ("SGT", 8),
    ]
    .into_iter()
    .find(|(name, _)| rest.starts_with(name));
    if let Some((name, hours)) = zone {
        cursor.at += name.len();
        found.offset = Some(hours * 3600);
        return;
    }
    match cursor.take(|next| matches!(next, 'Z' | '+' | '-')) {
        Some('Z') => {
            found.offset = Some(0);
            return;
        }
        Some(sign) => {
            let hours = cursor.number(2, 2);
            cursor.take(|next| next == ':');
            let minutes = cursor.number(2, 2);
            if let (Some(hours @ 0..=14), Some(minutes @ 0..=59)) = (hours, minutes) {
                let seconds = hours * 3600 + minutes * 60;
                found.offset = Some(if sign == '-' { -seconds } else { seconds });
                return;
            }
        }
        None => {}
    }
    cursor.at = begin;
}

/// Reads a time of metadata: any printed shape, RFC 2822, seconds or milliseconds since the epoch.
pub(super) fn metadata_time(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    if let Some(found) = printed(value) {
        return found.timestamp();
    }
    if value.len() >= 9 && value.len() <= 13 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = value.parse().ok()?;
        let seconds = if value.len() > 11 { number / 1000 } else { number };
        let civil = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
        return timestamp(civil, Some(0), Precision::Second);
    }
    if value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let civil = DateTime::new(
            value.get(..4)?.parse().ok()?,
            value.get(4..6)?.parse().ok()?,
            value.get(6..)?.parse().ok()?,
            0,
            0,
            0,
            0,
        )
        .ok()?;
        return timestamp(civil, None, Precision::Day);
    }
    let zoned = jiff::fmt::rfc2822::parse(value).ok()?;
    timestamp(
        zoned.datetime(),
        Some(zoned.offset().seconds()),
        Precision::Second,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{bare_day, compact, is_relative, metadata_time, printed, resolved};
    use crate::document::Precision;

    fn read(text: &str) -> (String, usize) {
        let found = printed(text).unwrap();
        (found.timestamp().unwrap().rfc3339, found.counter)
    }

    #[test]
    fn shapes_of_printed_times() {
        assert_eq!(
            read("2021-03-04 05:06:070"),
            ("2021-03-04T05:06:07+08:00".to_owned(), 1)
        );
        assert_eq!(
            read("2021-03-04 05:060"),
            ("2021-03-04T05:06:00+08:00".to_owned(), 1)
        );
        assert_eq!(read("09:12 UTC+8, March 4, 2021").0, "2021-03-04T09:12:00+08:00");
        assert_eq!(read("5:06 PM, 2021-03-04").0, "2021-03-04T17:06:00+08:00");
        assert_eq!(read("2021-03-04 05:06 GMT-05:30").0, "2021-03-04T05:06:00-05:30");
        assert_eq!(read("2021年3月4日 15时06分").0, "2021-03-04T15:06:00+08:00");
        assert_eq!(read("2021/3/4　来源").0, "2021-03-04T00:00:00+08:00");
        assert_eq!(
            read("２０２１年３月４日１５：０６").0,
            "2021-03-04T15:06:00+08:00"
        );
        assert_eq!(read("21-03-04 05:06 ").0, "2021-03-04T05:06:00+08:00");
        assert_eq!(read("2021-03-04T05:06:07Z").0, "2021-03-04T05:06:07Z");
        assert_eq!(
            read("2021-03-04T05:06:07.123-0330").0,
            "2021-03-04T05:06:07-03:30"
        );
        assert_eq!(read("March 4, 2021 5:06 PM GMT").0, "2021-03-04T17:06:00Z");
        assert_eq!(read("4 Mar 2021").0, "2021-03-04T00:00:00+08:00");
        assert_eq!(read("2021年3月4日下午3:11").0, "2021-03-04T15:11:00+08:00");
        assert_eq!(read("2021年3月4日 上午9时5分").0, "2021-03-04T09:05:00+08:00");
        assert_eq!(read("2021年3月4日 星期四 15:06").0, "2021-03-04T15:06:00+08:00");
        assert_eq!(read("2021. 3. 4. 15:06").0, "2021-03-04T15:06:00+08:00");
        assert_eq!(read("2021年三月4日").0, "2021-03-04T00:00:00+08:00");
        assert_eq!(read("二〇二一年三月四日").0, "2021-03-04T00:00:00+08:00");
        assert_eq!(read("民國110年3月4日").0, "2021-03-04T00:00:00+08:00");
        assert_eq!(read("Thursday, March 4, 2021").0, "2021-03-04T00:00:00+08:00");
        assert_eq!(read("Mar. 4, 2021 15:06").0, "2021-03-04T15:06:00+08:00");
        assert_eq!(
            read("3:06 PM EST, Thu March 4, 2021").0,
            "2021-03-04T15:06:00-05:00"
        );
        assert_eq!(printed("2021年3月4日星期四").map(|found| found.length), Some(24));
        assert!(printed("3月4日").is_none());
        assert!(printed("2021-3").is_none());
        assert!(printed("03-04 05:06").unwrap().timestamp().is_none());
        assert_eq!(printed("2021-02-30").and_then(|found| found.timestamp()), None);
    }

    #[test]
    fn a_date_without_a_year_is_the_nearest_one() {
        let reference = metadata_time("2021-01-02 10:00");
        let year = |text: &str| {
            let found = printed(text).or_else(|| bare_day(text)).unwrap();
            resolved(found, reference.as_ref()).unwrap().rfc3339
        };
        assert_eq!(year("12月30日"), "2020-12-30T00:00:00+08:00");
        assert_eq!(year("01-02 09:30"), "2021-01-02T09:30:00+08:00");
        // Nothing is printed before it happens.
        assert_eq!(year("2月1日 09:30"), "2020-02-01T09:30:00+08:00");
        assert!(resolved(bare_day("2月1日").unwrap(), None).is_none());
    }

    #[test]
    fn midnight_to_the_second_is_a_date() {
        for text in ["2021-03-04 00:00:00", "2021-03-04 00:00"] {
            assert_eq!(
                printed(text).unwrap().timestamp().unwrap().precision,
                Precision::Day
            );
        }
    }

    #[test]
    fn times_that_count_from_the_loading() {
        for line in ["3小时前", "15分钟前", "2天前", "昨天 12:11", "刚刚"] {
            assert!(is_relative(line), "{line}");
        }
        for line in ["昨天", "三年前", "今天的湿地", "2天前的事"] {
            assert!(!is_relative(line), "{line}");
        }
        assert!(compact("20210304").is_some());
        assert!(compact("20210304 05:06").is_some());
        assert!(compact("20219904").is_none());
    }

    #[test]
    fn times_of_metadata() {
        assert_eq!(
            metadata_time("Thu, 04 Mar 2021 05:06:07 GMT").unwrap().rfc3339,
            "2021-03-04T05:06:07Z"
        );
        assert_eq!(
            metadata_time("1614834367").unwrap().rfc3339,
            "2021-03-04T05:06:07Z"
        );
        assert_eq!(
            metadata_time("1614834367000").unwrap().epoch_seconds,
            1_614_834_367
        );
        let day = metadata_time("20210304").unwrap();
        assert_eq!((day.precision, day.zone_assumed), (Precision::Day, true));
        assert_eq!(metadata_time("yesterday"), None);
    }
}
