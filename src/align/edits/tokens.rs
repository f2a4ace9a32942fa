//! Words of a record -> what they mean to a reader: numbers, dates and times by value, other words character by character.
//!
//! The words come folded in width and script, with their punctuation, so that 1.5 and 15 differ and ３３ is 33.

use super::super::numerals;
use super::english;

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meaning {
    /// A number with its 万, 亿 or million, in millionths; `over` where it says so in itself: 260余万.
    Number { value: u128, percent: bool, over: bool },
    /// A date, as far as it is written.
    Date {
        year: Option<u16>,
        month: Option<u8>,
        day: Option<u8>,
    },
    /// A time of day in minutes; `whole_day` when it is known which half of the day is meant.
    Time { minutes: u16, whole_day: bool },
    /// A word in Latin letters.
    Word,
    /// Any other letter.
    Letter(char),
    /// Punctuation, white space.
    Mark,
}

impl Meaning {
    /// Year, month and day of a date, as far as they are written.
    pub fn date(self) -> Option<[Option<u16>; 3]> {
        match self {
            Self::Date { year, month, day } => Some([year, month.map(u16::from), day.map(u16::from)]),
            _ => None,
        }
    }
}

/// A token and where it stands in the words, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub meaning: Meaning,
}

impl Token {
    /// True for numbers, dates and times.
    pub fn is_value(&self) -> bool {
        matches!(
            self.meaning,
            Meaning::Number { .. } | Meaning::Date { .. } | Meaning::Time { .. }
        )
    }
}

/// Words for a part of the day, the longer ones first, and whether they stand for its second half.
const PARTS_OF_DAY: [(&str, bool); 16] = [
    ("凌晨", false),
    ("清晨", false),
    ("早晨", false),
    ("早上", false),
    ("上午", false),
    ("中午", false),
    ("下午", true),
    ("午后", true),
    ("傍晚", true),
    ("晚上", true),
    ("晚间", true),
    ("当晚", true),
    ("深夜", true),
    ("夜里", true),
    ("早", false),
    ("晚", true),
];

/// True when both tokens say the same: equal words, or equal values in whatever form. A date that leaves out the year or the month is equal to one
/// that writes it, as long as nothing contradicts.
pub fn same(now: (&str, Token), before: (&str, Token)) -> bool {
    match (now.1.meaning, before.1.meaning) {
        (Meaning::Word, Meaning::Word) => written(now).eq_ignore_ascii_case(written(before)),
        (
            Meaning::Time { minutes, whole_day },
            Meaning::Time {
                minutes: other,
                whole_day: known,
            },
        ) => minutes == other || whole_day != known && minutes % 720 == other % 720,
        (now, before) => match (now.date(), before.date()) {
            (Some(one), Some(other)) => {
                // The finest part must stand on both sides: 3月 is not 3月5日.
                let finest = one.iter().rposition(Option::is_some) == other.iter().rposition(Option::is_some);
                finest && !contradict(one, other)
            }
            _ => now == before,
        },
    }
}

/// True when any part that both dates write is another.
pub fn contradict(one: [Option<u16>; 3], other: [Option<u16>; 3]) -> bool {
    let mut parts = one.into_iter().zip(other);
    parts.any(|(one, other)| one.is_some() && other.is_some() && one != other)
}

fn written((words, token): (&str, Token)) -> &str {
    words.get(token.start..token.end).unwrap_or("")
}

/// The tokens of folded words, in their order.
pub fn tokens(words: &str) -> Vec<Token> {
    let mut reading = Reading {
        words,
        tokens: Vec::with_capacity(words.len() / 3),
    };
    let mut at = 0;
    while let Some(character) = reading.at(at) {
        at = match character {
            _ if numerals::digit(character).is_some() || character == '十' => reading.value(at),
            _ if character.is_ascii_alphabetic() => reading.word(at),
            _ => {
                let meaning = if is_han(character) || character.is_alphanumeric() {
                    Meaning::Letter(character)
                } else {
                    Meaning::Mark
                };
                reading.push(at, at + character.len_utf8(), meaning)
            }
        };
    }
    reading.tokens
}

/// The block that nearly all of a Chinese text is written in; asked before the costlier tables.
fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}')
}

struct Reading<'a> {
    words: &'a str,
    tokens: Vec<Token>,
}

impl Reading<'_> {
    fn at(&self, at: usize) -> Option<char> {
        self.words.get(at..)?.chars().next()
    }

    fn rest(&self, at: usize) -> &str {
        self.words.get(at..).unwrap_or("")
    }

    fn push(&mut self, start: usize, end: usize, meaning: Meaning) -> usize {
        self.tokens.push(Token { start, end, meaning });
        end
    }

    fn word(&mut self, start: usize) -> usize {
        let length = self
            .rest(start)
            .bytes()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let end = start + length;
        let word = self.words.get(start..end).unwrap_or("");
        if let Some((date, end)) = english::month(word).and_then(|month| self.month_first(end, word, month)) {
            return self.push(start, end, date);
        }
        if let Some(value) = english::number(word) {
            // sixty-one: tens with the ones behind a hyphen.
            let ones = self.rest(end).strip_prefix('-').and_then(|behind| {
                let length = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
                let word = behind.get(..length)?;
                let ones = match word {
                    "one" => Some(1),
                    _ => english::number(word),
                };
                Some((ones.filter(|ones| *ones < 10)?, length + 1))
            });
            let (ones, length) = ones.filter(|_| value >= 20 && value % 10 == 0).unwrap_or((0, 0));
            return self.number(start, end + length, (value + ones) * 1_000_000, false);
        }
        self.push(start, end, Meaning::Word)
    }

    /// A day of a month at `at`, in digits, and where it ends: 13, 3rd.
    fn english_day(&self, at: usize) -> Option<(u8, usize)> {
        let digits = self.rest(at).bytes().take_while(u8::is_ascii_digit).count();
        let day: u8 = self.rest(at).get(..digits)?.parse().ok()?;
        let rest = self.rest(at + digits);
        let suffix = ["st", "nd", "rd", "th"]
            .iter()
            .any(|suffix| rest.starts_with(suffix));
        let end = at + digits + if suffix { 2 } else { 0 };
        // 3,000, 3.5 and 3:30 are no days.
        let mut behind = self.rest(end).bytes();
        let goes_on = match behind.next() {
            Some(b',' | b'.' | b':') => behind.next().is_some_and(|byte| byte.is_ascii_digit()),
            Some(byte) => byte.is_ascii_alphanumeric() || byte == b'%',
            None => false,
        };
        let counted = english::percent(self.rest(end)) > 0 || english::magnitude(self.rest(end)).is_some();
        ((1..=31).contains(&day) && digits <= 2 && !goes_on && !counted).then_some((day, end))
    }

    /// A year at `at`, behind a blank and perhaps a comma, and where it ends.
    fn english_year(&self, at: usize) -> Option<(u16, usize)> {
        let rest = self.rest(at);
        let year = rest.trim_start_matches([',', ' ']);
        let digits = year.bytes().take_while(u8::is_ascii_digit).count();
        let start = at + rest.len() - year.len();
        let value = year.get(..digits)?.parse().ok()?;
        (digits == 4 && start > at && (1000..=2999).contains(&value)).then_some((value, start + digits))
    }

    /// June 13, June 13, 2024, June 2024, June: the name of the month ends at `end`.
    fn month_first(&self, end: usize, word: &str, month: u8) -> Option<(Meaning, usize)> {
        let point = usize::from(self.rest(end).starts_with(". "));
        let behind = self.rest(end + point);
        let blank = behind.len() - behind.trim_start_matches(' ').len();
        let found = self.english_day(end + point + blank).filter(|_| blank > 0);
        let (day, at) = found.map_or((None, end), |(day, at)| (Some(day), at));
        let (year, at) = self
            .english_year(at)
            .map_or((None, at), |(year, at)| (Some(year), at));
        // May and March are words as well, and Jan and Mark are names.
        let sure = day.is_some() || year.is_some() || word.len() > 3 && word != "March";
        sure.then_some((
            Meaning::Date {
                year,
                month: Some(month),
                day,
            },
            at,
        ))
    }

    /// 13 June, 13th of June 2024: the day begins at `start`.
    fn day_first(&self, start: usize) -> Option<(Meaning, usize)> {
        let (day, end) = self.english_day(start)?;
        let rest = self.rest(end).strip_prefix(' ')?;
        let rest = rest.strip_prefix("of ").unwrap_or(rest);
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let month = english::month(rest.get(..length)?)?;
        let at = self.words.len() - rest.len() + length;
        let (year, at) = self
            .english_year(at)
            .map_or((None, at), |(year, at)| (Some(year), at));
        let date = Meaning::Date {
            year,
            month: Some(month),
            day: Some(day),
        };
        Some((date, at))
    }

    /// A number that is written up to `end`, with the million, billion or percent behind it.
    fn number(&mut self, start: usize, end: usize, value: u128, over: bool) -> usize {
        let (value, end) = match english::magnitude(self.rest(end)) {
            Some((times, length)) => (value.saturating_mul(times), end + length),
            None => (value, end),
        };
        let sign = match self.at(end) {
            Some(sign @ ('%' | '％')) => sign.len_utf8(),
            _ => english::percent(self.rest(end)),
        };
        let meaning = Meaning::Number {
            value,
            percent: sign > 0,
            over,
        };
        self.push(start, end + sign, meaning)
    }

    /// 260余万, 三十多亿: the value, and where it ends; the digits end at `end`.
    fn over(&self, start: usize, end: usize) -> Option<(u128, usize)> {
        let sign = self.at(end).filter(|sign| matches!(sign, '余' | '多'))?;
        let from = end + sign.len_utf8();
        let units = self
            .rest(from)
            .chars()
            .take_while(|unit| numerals::is_unit(*unit));
        let to = from + units.map(char::len_utf8).sum::<usize>();
        let written = format!("{}{}", self.words.get(start..end)?, self.words.get(from..to)?);
        (to > from).then_some((numerals::value(&written)?, to))
    }

    /// Where the digits, points, numerals and units that begin at `start` end.
    fn number_end(&self, start: usize) -> usize {
        let mut end = start;
        let ascii = self.at(start).is_some_and(|character| character.is_ascii_digit());
        while let Some(character) = self.at(end) {
            let next = end + character.len_utf8();
            let digits_behind = || self.rest(next).bytes().take_while(u8::is_ascii_digit).count();
            let goes_on = if character.is_ascii_digit() {
                // 2018二 would be two numbers.
                ascii || end == start
            } else if numerals::is_point(character) {
                ascii
                    && digits_behind() > 0
                    && !self
                        .rest(start)
                        .get(..end - start)
                        .is_some_and(|number| number.contains(numerals::is_point))
            } else if matches!(character, ',' | '，') {
                // Thousands: 1,580 but not 第5,300.
                ascii && digits_behind() == 3 && (1..=3).contains(&self.digits_before(start, end))
            } else {
                numerals::is_unit(character) || numerals::digit(character).is_some() && !ascii
            };
            if !goes_on {
                break;
            }
            end = next;
        }
        end
    }

    /// Digits that stand directly before `end`, not before `start`.
    fn digits_before(&self, start: usize, end: usize) -> usize {
        let number = self.words.get(start..end).unwrap_or("");
        number.bytes().rev().take_while(u8::is_ascii_digit).count()
    }

    fn value(&mut self, start: usize) -> usize {
        let end = self.number_end(start);
        let Some(value) = self.words.get(start..end).and_then(numerals::value) else {
            // Too long for a number: a code, taken word by word.
            return self.push(start, end.max(start + 1), Meaning::Word);
        };
        if let Some((date, end)) = self.day_first(start) {
            return self.push(start, end, date);
        }
        if let Some((value, end)) = self.over(start, end) {
            return self.number(start, end, value, true);
        }
        if value % 1_000_000 == 0
            && let Ok(whole) = u16::try_from(value / 1_000_000)
            && let Some(end) = self
                .date(start, end, whole)
                .or_else(|| self.time(start, end, whole))
        {
            return end;
        }
        self.number(start, end, value, false)
    }

    /// A number at `at` that is followed by one of `units`, in 1 to `most`: the number and where the unit ends.
    fn counted(&self, at: usize, units: &[char], most: u128) -> Option<(u8, usize)> {
        let end = self.number_end(at);
        let unit = self.at(end).filter(|unit| units.contains(unit))?;
        let value = numerals::value(self.words.get(at..end)?)? / 1_000_000;
        (1..=most)
            .contains(&value)
            .then_some((value as u8, end + unit.len_utf8()))
    }

    /// 2018年5月16日, 5月16日, 16日, 2018年5月, 2018年: the number before `end` is the first part.
    fn date(&mut self, start: usize, end: usize, first: u16) -> Option<usize> {
        let (mut year, mut month, mut day) = (None, None, None);
        let unit = self.at(end)?;
        let mut at = end + unit.len_utf8();
        match unit {
            // 28年 is a stretch of time. A slip of the pen (2081年, 13月) is a date all the same.
            '年' if (1000..=9999).contains(&first) => {
                year = Some(first);
                if let Some((number, end)) = self.counted(at, &['月'], 99) {
                    (month, at) = (Some(number), end);
                }
            }
            '月' if (1..=99).contains(&first) => month = Some(first as u8),
            // 3日内, 3日游: a stretch of time.
            '日' if (1..=31).contains(&first) && !self.rest(at).starts_with(['内', '间', '游', '龄']) => {
                day = Some(first as u8)
            }
            _ => return None,
        }
        if month.is_some() {
            if let Some((number, end)) = self.counted(at, &['日', '号'], 99) {
                (day, at) = (Some(number), end);
            } else if self.rest(at).starts_with('份') {
                at += '份'.len_utf8();
            }
        }
        Some(self.push(start, at, Meaning::Date { year, month, day }))
    }

    /// 9:05, 9时, 下午3点半: the number before `end` is the hour.
    fn time(&mut self, start: usize, end: usize, hour: u16) -> Option<usize> {
        if hour > 24 {
            return None;
        }
        let after_value = self
            .tokens
            .last()
            .is_some_and(|token| matches!(token.meaning, Meaning::Date { .. }) && token.end == start);
        let part = self.part_of_day(start);
        let unit = self.at(end)?;
        let mut at = end + unit.len_utf8();
        let mut minutes = 0;
        match unit {
            ':' | '：' => {
                let digits = self.rest(at).bytes().take_while(u8::is_ascii_digit).count();
                minutes = self
                    .rest(at)
                    .get(..digits)
                    .filter(|_| digits == 2)?
                    .parse()
                    .ok()?;
                at += digits;
            }
            '时' | '点' => {
                let rest = self.rest(at);
                if rest.starts_with('半') {
                    (minutes, at) = (30, at + '半'.len_utf8());
                } else if let Some((number, end)) = self.counted(at, &['分'], 59) {
                    (minutes, at) = (u16::from(number), end);
                } else if unit == '时' {
                    // 5时代 is no time; 小时 never comes here.
                    if rest.starts_with(['代', '期', '间', '段']) {
                        return None;
                    }
                } else {
                    // 涨12点 is an index.
                    let like_time = ["许", "左右", "钟", "多", "整", "到", "至"]
                        .iter()
                        .any(|word| rest.starts_with(word));
                    if !(like_time || after_value || part.is_some()) {
                        return None;
                    }
                }
            }
            _ => return None,
        }
        if minutes > 59 {
            return None;
        }
        let second_half = part.is_some_and(|(_, second)| second) && hour < 12;
        let meaning = Meaning::Time {
            minutes: (hour + if second_half { 12 } else { 0 }) * 60 + minutes,
            whole_day: part.is_some() || hour > 12,
        };
        let letters = part.map_or(0, |(letters, _)| letters);
        let start = self
            .tokens
            .iter()
            .rev()
            .nth(letters.saturating_sub(1))
            .filter(|_| letters > 0)
            .map_or(start, |token| token.start);
        self.tokens.truncate(self.tokens.len() - letters);
        Some(self.push(start, at, meaning))
    }

    /// The part of the day that is named directly before `start`: its letters, and whether it is the second half.
    fn part_of_day(&self, start: usize) -> Option<(usize, bool)> {
        let ahead = self.words.get(..start)?;
        let (word, second) = PARTS_OF_DAY.iter().find(|(word, _)| ahead.ends_with(word))?;
        let letters = word.chars().count();
        let all = self
            .tokens
            .iter()
            .rev()
            .take(letters)
            .filter(|token| matches!(token.meaning, Meaning::Letter(_)))
            .count();
        (all == letters).then_some((letters, *second))
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, same, tokens};

    fn values(words: &str) -> Vec<Meaning> {
        let found = tokens(words);
        found
            .into_iter()
            .filter(|token| token.is_value())
            .map(|token| token.meaning)
            .collect()
    }

    fn equal(a: &str, b: &str) -> bool {
        let (x, y) = (tokens(a), tokens(b));
        x.len() == y.len() && x.iter().zip(&y).all(|(x, y)| same((a, *x), (b, *y)))
    }

    #[test]
    fn dates_times_and_numbers_are_told_apart() {
        assert_eq!(
            values("2018年5月16日"),
            [Meaning::Date {
                year: Some(2018),
                month: Some(5),
                day: Some(16)
            }]
        );
        assert_eq!(
            values("下午3点半"),
            [Meaning::Time {
                minutes: 930,
                whole_day: true
            }]
        );
        assert_eq!(
            values("沪指涨12点"),
            [Meaning::Number {
                value: 12_000_000,
                percent: false,
                over: false
            }]
        );
        assert_eq!(
            values("28年后"),
            [Meaning::Number {
                value: 28_000_000,
                percent: false,
                over: false
            }]
        );
        assert_eq!(
            values("3日内"),
            [Meaning::Number {
                value: 3_000_000,
                percent: false,
                over: false
            }]
        );
        assert_eq!(
            values("1,580万"),
            [Meaning::Number {
                value: 15_800_000_000_000,
                percent: false,
                over: false
            }]
        );
    }

    #[test]
    fn equal_values_are_the_same_in_any_form() {
        for (a, b) in [
            ("33", "三十三"),
            ("2千万", "2000万"),
            ("1,580", "1580"),
            ("1月11日", "11日"),
            ("2019年2月份", "2月"),
            ("9点整", "9:00整"),
            ("晚8时", "20时"),
            ("当晚11点30分", "当晚23点30分"),
            ("22时9分", "晚22点09分"),
            ("260余万", "260多万"),
            ("on June 3", "on 3 June"),
            ("on 13 June", "on June 13, 2024"),
            ("twelve trains", "12 trains"),
            ("95.4 million", "95400000"),
            ("5 percent", "5%"),
        ] {
            assert!(equal(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("33", "34"),
            ("1.5", "15"),
            ("1月11日", "2月11日"),
            ("3月", "3月5日"),
            ("上午8时", "20时"),
            ("5%", "5"),
            ("2017年11月", "2016年11月"),
            ("4月19日", "4月91日"),
            ("260余万", "260万"),
            ("June 3", "June 13"),
            ("95.4 million", "95.4 billion"),
            ("you may 3", "you 3"),
        ] {
            assert!(!equal(a, b), "{a} {b}");
        }
    }
}
