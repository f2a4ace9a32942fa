//! The word, number or date that an end of a passage stands in: none is cut in two.

use super::{Cut, form_bytes, is_digit, is_letter, is_point};

/// Letters of a word in Latin script, or digits of a number, up to which a passage that ends inside is cut back.
const WORD: usize = 20;

/// What of a passage goes when the `word` at its end does, and the marks beside it; `None` when nothing else is left.
fn without_word(word: &str, rest: impl Iterator<Item = char>) -> Option<Cut> {
    let letters = word.chars().filter(|character| is_letter(*character)).count();
    let mut rest = rest.peekable();
    let mut marks = 0;
    while let Some(mark) = rest.next_if(|character| !is_letter(*character)) {
        marks += mark.len_utf8();
    }
    let fits = (1..=WORD).contains(&letters) && rest.peek().is_some();
    fits.then(|| Cut {
        form: word.chars().map(form_bytes).sum(),
        at: (word.len() + marks) as u32,
        letters,
        sentence: false,
    })
}

/// True for a sign inside of a number. A comma of full width parts clauses more often than thousands.
fn joins(character: char) -> bool {
    is_point(character) && character != '，'
}

/// The Latin word, number or beginning of a date (2015年, 2015年12月) that a passage ends in, and whether it goes on behind the end.
pub fn word_of_tail(inside: &str, after: &str) -> (Option<Cut>, bool) {
    let mut next = after.chars();
    let (first, second) = (next.next(), next.next());
    let goes_on_as_number =
        first.is_some_and(is_digit) || first.is_some_and(joins) && second.is_some_and(is_digit);
    let broken = goes_on_as_number || first.is_some_and(|next| next.is_ascii_alphanumeric());
    let of_word = |character: char| character.is_ascii_alphanumeric() || is_digit(character);
    let mut word = inside.trim_end_matches(of_word).len();
    if inside.get(word..).is_some_and(|word| word.chars().all(is_digit)) {
        let of_date = |character: char| is_digit(character) || matches!(character, '年' | '月');
        // A day that ends in 年 or 月 is one only where a number follows.
        let ends_in_unit = word == inside.len();
        if !ends_in_unit || first.is_some_and(is_digit) {
            let date = inside.trim_end_matches(|character| of_date(character) || joins(character));
            let words = inside.get(date.len()..).unwrap_or("");
            let leading = words.len() - words.trim_start_matches(|character| !is_digit(character)).len();
            word = date.len() + leading;
        }
    }
    let (rest, word) = inside.split_at_checked(word).unwrap_or((inside, ""));
    (without_word(word, rest.chars().rev()), broken)
}

/// What counts what the number before it says, in one sign.
const UNITS: [char; 16] = [
    '年', '月', '日', '天', '号', '时', '人', '名', '个', '例', '岁', '只', '辆', '起', '次', '件',
];
/// Words for numbers that are written out or not known: 十几名, 多个.
const NUMERALS: [char; 17] = [
    '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '几', '多', '余',
];
/// What makes a day or a year of the unit behind it: 去年, 昨日, 近日.
const RELATIVE: [char; 11] = ['今', '昨', '前', '去', '本', '当', '次', '同', '近', '明', '翌'];

/// The Latin word, number or unit that a passage begins with, and whether it began ahead of it: 12⟦日, 去⟦年.
pub fn word_of_head(inside: &str, before: &str) -> (Option<Cut>, bool) {
    let mut behind = before.chars().rev();
    let (last, second) = (behind.next(), behind.next());
    let of_number = last.is_some_and(is_digit) || last.is_some_and(joins) && second.is_some_and(is_digit);
    let of_word = |character: char| character.is_ascii_alphanumeric() || is_digit(character);
    let after = inside.trim_start_matches(of_word);
    let mut length = inside.len() - after.len();
    let unit = after.chars().next().filter(|unit| UNITS.contains(unit));
    let counts = length > 0 && inside.starts_with(is_digit);
    let broken = if length > 0 {
        of_number || last.is_some_and(|last| last.is_ascii_alphanumeric())
    } else {
        let relative = unit.is_some_and(|unit| matches!(unit, '年' | '月' | '日' | '天'))
            && last.is_some_and(|last| RELATIVE.contains(&last));
        last.is_some_and(|last| is_digit(last) || NUMERALS.contains(&last)) || relative
    };
    if length == 0 || counts && of_number {
        length += unit.map_or(0, char::len_utf8);
    }
    let (word, rest) = inside.split_at_checked(length).unwrap_or(("", inside));
    (without_word(word, rest.chars()), broken)
}
