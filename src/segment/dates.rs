//! Dates as pages print them, without the clock: digits with marks (`2022-01-12`, `2022年1月12日`), English (`January 12, 2022`,
//! `Thu 12 Jan 2022`), Chinese numerals (`二〇二二年一月十二日`), the years of the Republic (`民國111年1月12日`), and the day of the week
//! that stands behind or before. In: a cursor on a text. Out: year, month and day, the cursor moved behind them.

use super::draft::is_blank;

/// Year, month, day; the year is missing in `09-30 22:46`.
pub(super) type Date = (Option<i16>, i8, i8);

/// A reader of one time: the text and how far it has been read.
pub(super) struct Cursor<'text> {
    pub text: &'text str,
    pub at: usize,
}

impl Cursor<'_> {
    pub fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    pub fn take(&mut self, accept: impl Fn(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|&next| accept(next))?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub fn blanks(&mut self) {
        while self.take(is_blank).is_some() {}
    }

    /// A number of `least` to `most` digits, half or full width.
    pub fn number(&mut self, least: usize, most: usize) -> Option<i32> {
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
pub(super) fn digit(character: char) -> Option<i32> {
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

/// `2022-01-12`, `2022年1月12日`, `2022/1/12`, `22-01-12` (with a clock only), `01-12` (with a clock only).
pub(super) fn numeric_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    let begin = cursor.at;
    let first = cursor.number(1, 4)?;
    let digits = cursor.text.get(begin..cursor.at)?.chars().count();
    // 2019 年 9 月 26 日: blanks between digits and signs.
    let spaced = digits == 4 && cursor.text.get(cursor.at..)?.starts_with(" 年");
    let blank = |cursor: &mut Cursor<'_>| {
        if spaced {
            cursor.take(|next| next == ' ');
        }
    };
    blank(cursor);
    let mark = cursor.take(|next| matches!(next, '-' | '/' | '.' | '年' | '月' | '－'))?;
    // 2019. 9. 26.: blanks behind the dots of a year.
    if digits == 4 && mark == '.' {
        cursor.take(|next| next == ' ');
    }
    blank(cursor);
    let second = cursor
        .number(1, 2)
        .or_else(|| (mark == '年').then(|| han_number(cursor)).flatten())?;
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
    blank(cursor);
    cursor.take(|next| {
        if mark == '年' {
            next == '月'
        } else {
            next == mark
        }
    })?;
    if digits == 4 && mark == '.' {
        cursor.take(|next| next == ' ');
    }
    blank(cursor);
    let third = cursor
        .number(1, 2)
        .or_else(|| (mark == '年').then(|| han_number(cursor)).flatten())?;
    blank(cursor);
    cursor.take(|next| matches!(next, '日' | '号') || mark == '.' && next == '.');
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
pub(super) fn english_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    english_weekday(cursor);
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

/// The value of a Chinese numeral for one digit.
fn han_digit(character: char) -> Option<i32> {
    Some(match character {
        '〇' | '○' | '零' | 'Ｏ' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// A Chinese number up to 99: 九, 十二, 二十六, 卅一.
fn han_number(cursor: &mut Cursor<'_>) -> Option<i32> {
    let begin = cursor.at;
    let tens = match cursor.peek()? {
        '廿' => Some(2),
        '卅' => Some(3),
        _ => None,
    };
    if let Some(tens) = tens {
        cursor.take(|_| true);
        let ones = cursor.peek().and_then(han_digit);
        if ones.is_some() {
            cursor.take(|_| true);
        }
        return Some(tens * 10 + ones.unwrap_or(0));
    }
    let first = cursor.peek().and_then(han_digit);
    if first.is_some() {
        cursor.take(|_| true);
    }
    if cursor.take(|next| next == '十').is_none() {
        if first.is_none() {
            cursor.at = begin;
        }
        return first;
    }
    let ones = cursor.peek().and_then(han_digit);
    if ones.is_some() {
        cursor.take(|_| true);
    }
    Some(first.unwrap_or(1) * 10 + ones.unwrap_or(0))
}

/// `二〇一九年九月二十六日`.
pub(super) fn han_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    let mut year = 0;
    for _ in 0..4 {
        year = year * 10 + cursor.peek().and_then(han_digit)?;
        cursor.take(|_| true);
    }
    cursor.take(|next| next == '年')?;
    let month = han_number(cursor)?;
    cursor.take(|next| next == '月')?;
    let day = han_number(cursor)?;
    cursor.take(|next| matches!(next, '日' | '号'))?;
    let known = (1900..2100).contains(&year);
    known.then_some(())?;
    Some((
        Some(i16::try_from(year).ok()?),
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    ))
}

/// `民國108年9月26日`: years since 1911.
pub(super) fn republican_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    for wanted in ['中', '華', '民', '國'] {
        let other = match wanted {
            '華' => '华',
            '國' => '国',
            same => same,
        };
        let found = cursor.take(|next| next == wanted || next == other);
        if found.is_none() && matches!(wanted, '民' | '國') {
            return None;
        }
    }
    let year = cursor.number(2, 3).or_else(|| han_number(cursor))?;
    cursor.take(|next| next == '年')?;
    let month = cursor.number(1, 2).or_else(|| han_number(cursor))?;
    cursor.take(|next| next == '月')?;
    let day = cursor.number(1, 2).or_else(|| han_number(cursor))?;
    cursor.take(|next| next == '日')?;
    Some((
        Some(i16::try_from(1911 + year).ok()?),
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    ))
}

/// `20190926`, with nothing but a clock behind it.
pub(super) fn compact_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    let year = cursor.number(4, 4).filter(|year| (1980..2100).contains(year))?;
    let month = cursor.number(2, 2)?;
    let day = cursor.number(2, 2)?;
    Some((
        Some(i16::try_from(year).ok()?),
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    ))
}

/// Goes over the day of the week behind a date: `星期四`, `（周四）`; says whether one stood there.
pub(super) fn weekday(cursor: &mut Cursor<'_>) -> bool {
    let begin = cursor.at;
    cursor.blanks();
    cursor.take(|next| matches!(next, '（' | '('));
    let rest = cursor.text.get(cursor.at..).unwrap_or("");
    let name = ["星期", "礼拜", "禮拜", "周", "週"]
        .iter()
        .find(|name| rest.starts_with(**name));
    if let Some(name) = name {
        cursor.at += name.len();
        if cursor
            .take(|next| matches!(next, '一' | '二' | '三' | '四' | '五' | '六' | '日' | '天'))
            .is_some()
        {
            cursor.take(|next| matches!(next, '）' | ')'));
            return true;
        }
    }
    cursor.at = begin;
    false
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Goes over the day of the week before an English date: `Thursday, `, `Thu `.
fn english_weekday(cursor: &mut Cursor<'_>) {
    let begin = cursor.at;
    let rest = cursor.text.get(cursor.at..).unwrap_or("");
    if !WEEKDAYS.iter().any(|day| rest.starts_with(day)) {
        return;
    }
    let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    cursor.at += word;
    cursor.take(|next| next == '.');
    cursor.take(|next| next == ',');
    if word > 9 || cursor.take(|next| next == ' ').is_none() {
        cursor.at = begin;
    }
}

/// The date that stands in an address between marks: `/2019-03-04/`, `/20190304/`, `/2019/03/04/`, `/2019/0304/`.
pub(super) fn of_address(address: &str) -> Option<Date> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    for (at, _) in path.match_indices(['/', '_', '-']) {
        let rest = path.get(at + 1..)?;
        if !rest.starts_with(['1', '2']) {
            continue;
        }
        let mut cursor = Cursor { text: rest, at: 0 };
        let Some(year) = cursor.number(4, 4).filter(|year| (1990..2100).contains(year)) else {
            continue;
        };
        let mark = cursor.take(|next| matches!(next, '/' | '-' | '_'));
        let Some(month) = cursor.number(2, 2).filter(|month| (1..=12).contains(month)) else {
            continue;
        };
        if mark.is_some() {
            cursor.take(|next| Some(next) == mark);
        }
        let Some(day) = cursor.number(2, 2).filter(|day| (1..=31).contains(day)) else {
            continue;
        };
        // A longer number is none: /201903041234567.html has an id.
        if cursor.peek().is_some_and(|next| next.is_ascii_alphanumeric()) {
            continue;
        }
        let small = |value: i32| i8::try_from(value).ok();
        return Some((Some(i16::try_from(year).ok()?), small(month)?, small(day)?));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Cursor, han_date, numeric_date, of_address, republican_date};

    #[test]
    fn dates_in_other_numerals() {
        let han = |text: &str| han_date(&mut Cursor { text, at: 0 });
        assert_eq!(han("二〇二一年三月四日"), Some((Some(2021), 3, 4)));
        assert_eq!(han("二○二一年十二月三十一日"), Some((Some(2021), 12, 31)));
        assert_eq!(han("二零二一年十月廿六日"), Some((Some(2021), 10, 26)));
        assert_eq!(han("二〇二一年的春天"), None);
        let republic = |text: &str| republican_date(&mut Cursor { text, at: 0 });
        assert_eq!(republic("民國110年3月4日"), Some((Some(2021), 3, 4)));
        assert_eq!(republic("民国史"), None);
    }

    #[test]
    fn dates_in_addresses() {
        for address in [
            "http://news.example.com/2021-03-04/1.html",
            "http://news.example.com/a/20210304/1.html",
            "http://news.example.com/2021/03/04/1.html",
            "https://news.example.com/2021/0304/c1-2.html",
        ] {
            assert_eq!(of_address(address), Some((Some(2021), 3, 4)), "{address}");
        }
        assert_eq!(of_address("http://example.com/2021030412345.html"), None);
        assert_eq!(of_address("http://example.com/2021/99/99/"), None);
    }

    #[test]
    fn issue_6_blanks_between_digits_and_signs() {
        let date = |text: &str| numeric_date(&mut Cursor { text, at: 0 });
        assert_eq!(date("2024 年 10 月 18 日"), Some((Some(2024), 10, 18)));
        assert_eq!(date("2024年10月18日"), Some((Some(2024), 10, 18)));
        assert_eq!(date("2024 年来"), None);
    }
}
