//! Printed times: where one stands in a line, how precise it is, which counter is glued to it, and the instant.
//!
//! The glued counter: seconds are exactly two digits, so in `17:24:190` the `0` is a counter of the page; minutes
//! are always two digits too, so `17:240` is 17:24 and a counter.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::document::{Precision, Timestamp};

/// A time found in a text, in bytes from where the search began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printed {
    /// Length of the time.
    pub length: usize,
    /// Digits glued behind it.
    pub counter: usize,
    /// Year, month, day; the year is missing in `09-30 22:46`.
    date: (Option<i16>, i8, i8),
    /// Hour, minute, second.
    clock: Option<(i8, i8, Option<i8>)>,
    /// Written offset from UTC in seconds.
    offset: Option<i32>,
}

impl Printed {
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
            None => Precision::Day,
            Some((_, _, None)) => Precision::Minute,
            Some((_, _, Some(_))) => Precision::Second,
        };
        let (year, month, day) = self.date;
        let civil = DateTime::new(year?, month, day, hour, minute, second.unwrap_or(0), 0).ok()?;
        timestamp(civil, self.offset, precision)
    }
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

/// A reader of one time: the text and how far it has been read.
struct Cursor<'text> {
    text: &'text str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|&next| accept(next))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn blanks(&mut self) {
        while self.take(super::draft::is_blank).is_some() {}
    }

    /// A number of `least` to `most` digits, half or full width.
    fn number(&mut self, least: usize, most: usize) -> Option<i32> {
        let begin = self.at;
        let (mut value, mut digits) = (0i32, 0);
        while digits < most {
            let Some(digit) = self.peek().and_then(digit) else {
                break;
            };
            self.take(|_| true);
            value = value * 10 + digit;
            digits += 1;
        }
        if digits < least {
            self.at = begin;
            return None;
        }
        Some(value)
    }
}

/// The value of a half- or full-width digit.
fn digit(character: char) -> Option<i32> {
    match character {
        '0'..='9' => Some(character as i32 - '0' as i32),
        '０'..='９' => Some(character as i32 - '０' as i32),
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The month that an English word names (`Jan`, `Jan.`, `January`), with the bytes it takes.
fn month(text: &str) -> Option<(i8, usize)> {
    let word = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = text.get(..word)?.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| name.starts_with(month))?;
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word != 3 && name != "sept" && full.get(place) != Some(&name.as_str()) {
        return None;
    }
    let dot = usize::from(text.as_bytes().get(word) == Some(&b'.'));
    Some((i8::try_from(place + 1).ok()?, word + dot))
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
        numeric_date(&mut cursor).or_else(|| {
            cursor.at = 0;
            english_date(&mut cursor)
        })?
    } else if first.is_ascii_uppercase() {
        english_date(&mut cursor)?
    } else {
        return None;
    };
    if !(1..=12).contains(&date.1) || !(1..=31).contains(&date.2) {
        return None;
    }
    let mut found = Printed {
        length: cursor.at,
        counter: 0,
        date,
        clock: None,
        offset: None,
    };
    let written_in_digits_only = text.get(..cursor.at).is_some_and(|date| !date.ends_with('日'));
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
    if !text.chars().take(3).any(|next| matches!(next, ':' | '：')) {
        return None;
    }
    let mut cursor = Cursor { text, at: 0 };
    let mut found = Printed {
        length: 0,
        counter: 0,
        date: (None, 0, 0),
        clock: None,
        offset: None,
    };
    read_clock(&mut cursor, &mut found);
    found.clock?;
    read_zone(&mut cursor, &mut found);
    cursor.take(|next| matches!(next, ',' | '，'));
    cursor.blanks();
    let begin = cursor.at;
    found.date = numeric_date(&mut cursor).or_else(|| {
        cursor.at = begin;
        english_date(&mut cursor)
    })?;
    found.length = cursor.at;
    let (year, month, day) = found.date;
    let goes_on = cursor
        .peek()
        .is_some_and(|next| digit(next).is_some() || next == ':');
    (year.is_some() && (1..=12).contains(&month) && (1..=31).contains(&day) && !goes_on).then_some(found)
}

/// `2022-01-12`, `2022年1月12日`, `2022/1/12`, `22-01-12` (with a clock only), `01-12` (with a clock only).
fn numeric_date(cursor: &mut Cursor<'_>) -> Option<(Option<i16>, i8, i8)> {
    let begin = cursor.at;
    let first = cursor.number(1, 4)?;
    let digits = cursor.text.get(begin..cursor.at)?.chars().count();
    let mark = cursor.take(|next| matches!(next, '-' | '/' | '.' | '年' | '月' | '－'))?;
    let second = cursor.number(1, 2)?;
    let small = |value: i32| i8::try_from(value).ok();
    if mark == '月'
        || (digits <= 2
            && !cursor
                .peek()
                .is_some_and(|next| matches!(next, '-' | '/' | '.' | '月' | '－')))
    {
        if mark == '月' {
            cursor.take(|next| next == '日')?;
        }
        return Some((None, small(first)?, small(second)?));
    }
    cursor.take(|next| {
        if mark == '年' {
            next == '月'
        } else {
            next == mark
        }
    })?;
    let third = cursor.number(1, 2)?;
    cursor.take(|next| matches!(next, '日' | '号'));
    match digits {
        4 if (1900..2100).contains(&first) => {
            Some((Some(i16::try_from(first).ok()?), small(second)?, small(third)?))
        }
        2 if mark == '-' || mark == '/' => Some((
            Some(i16::try_from(2000 + first).ok()?),
            small(second)?,
            small(third)?,
        )),
        _ => None,
    }
}

/// `January 12, 2022`, `Jan. 12, 2022`, `12 January 2022`.
fn english_date(cursor: &mut Cursor<'_>) -> Option<(Option<i16>, i8, i8)> {
    let day_first = cursor.number(1, 2);
    if day_first.is_some() {
        cursor.take(|next| next == ' ')?;
    }
    let (month, length) = month(cursor.text.get(cursor.at..)?)?;
    cursor.at += length;
    cursor.take(|next| next == ' ')?;
    let day = match day_first {
        Some(day) => day,
        None => {
            let day = cursor.number(1, 2)?;
            cursor.take(|next| next == ',');
            cursor.take(|next| next == ' ')?;
            day
        }
    };
    let year = cursor.number(4, 4).filter(|year| (1900..2100).contains(year))?;
    Some((Some(i16::try_from(year).ok()?), month, i8::try_from(day).ok()?))
}

/// `17:24:19`, `17时24分`, `5:24 PM`, after blanks, a `T` or a comma.
fn read_clock(cursor: &mut Cursor<'_>, found: &mut Printed) {
    cursor.take(|next| matches!(next, 'T' | ',' | '，'));
    cursor.blanks();
    if let Some(rest) = cursor.text.get(cursor.at..) {
        // 星期三, （周三） and the like between date and clock.
        for (prefix, length) in [("星期", 9), ("周", 6)] {
            if rest.starts_with(prefix) && rest.is_char_boundary(length) {
                cursor.at += length;
                cursor.blanks();
            }
        }
    }
    let begin = cursor.at;
    // In `09-3022:46` the clock follows the day at once, so the hour has two digits there.
    let Some(hour) = cursor.number(1, 2).filter(|hour| *hour < 24) else {
        return;
    };
    let Some(mark) = cursor.take(|next| matches!(next, ':' | '：' | '时')) else {
        cursor.at = begin;
        return;
    };
    let Some(minute) = cursor.number(2, 2).filter(|minute| *minute < 60) else {
        cursor.at = begin;
        return;
    };
    let mut second = None;
    let before = cursor.at;
    if mark == '时' {
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
    use super::{metadata_time, printed};
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
        assert!(printed("3月4日").is_none());
        assert!(printed("2021-3").is_none());
        assert!(printed("03-04 05:06").unwrap().timestamp().is_none());
        assert_eq!(printed("2021-02-30").and_then(|found| found.timestamp()), None);
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
