//! What an exchange of words changes, told from the words and what stands beside them.

use super::Change;
use super::attribution::attributes;
use super::english;
use super::exchange::Exchange;
use super::names::names;
use super::sureness::{denies, guesses, hedge};
use super::tokens::{Meaning, contradict};
use crate::document::EditKind;

/// Letters beside a number up to which an exchange is still that number: 约合人民币.
const BESIDE_NUMBER: usize = 5;
/// What stands in the place of a number that is not told.
const UNTOLD_NUMBERS: [&str; 4] = ["多", "数", "几", "若干"];

/// What an exchange changes; nothing when both sides say the same.
pub fn change(now: Exchange<'_>, before: Exchange<'_>) -> Option<Change> {
    let kind = kind(now, before)?;
    let [now, before] = match kind {
        // Names are shown whole.
        EditKind::Name => names(now.side(), before.side())?.map(|side| side.start..side.end),
        _ => [now.range(), before.range()],
    };
    Some(Change { kind, now, before })
}

fn kind(now: Exchange<'_>, before: Exchange<'_>) -> Option<EditKind> {
    let one_sided = || {
        if now.exchanged().is_empty() {
            EditKind::Omission
        } else {
            EditKind::Insertion
        }
    };
    let empty = now.exchanged().is_empty() || before.exchanged().is_empty();
    if let Some(hedge) = hedge(now, before) {
        return hedge;
    }
    if only_over(now, before) {
        return Some(EditKind::Hedge);
    }
    let value = value(now, before);
    if value.is_some() {
        return value;
    }
    if let Some(kind) = english::kind(now, before) {
        return Some(kind);
    }
    let (now_letters, before_letters) = (now.letters(), before.letters());
    if guesses(now, &now_letters, before, &before_letters) {
        return Some(EditKind::Hedge);
    }
    // 非独立 and 独立非: nothing came and nothing went.
    let sorted = |letters: &str| {
        let mut characters: Vec<char> = letters.chars().collect();
        characters.sort_unstable();
        characters
    };
    if denies(now, &now_letters) != denies(before, &before_letters)
        && now.is_short()
        && before.is_short()
        && sorted(&now_letters) != sorted(&before_letters)
    {
        return Some(EditKind::Negation);
    }
    if !empty && names(now.side(), before.side()).is_some() {
        return Some(EditKind::Name);
    }
    if attributes(now, &now_letters, before, &before_letters) {
        return Some(EditKind::Attribution);
    }
    if empty {
        return Some(one_sided());
    }
    Some(if turned_round(&now_letters, &before_letters) {
        EditKind::Order
    } else {
        EditKind::Wording
    })
}

/// 260余万 for 260万: one value, which one side has more of.
fn only_over(now: Exchange<'_>, before: Exchange<'_>) -> bool {
    let (one, other) = (now.values(), before.values());
    let (
        [Meaning::Number { value, percent, over }],
        [
            Meaning::Number {
                value: of,
                percent: share,
                over: more,
            },
        ],
    ) = (one.as_slice(), other.as_slice())
    else {
        return false;
    };
    now.rest() + before.rest() == 0 && (value, percent) == (of, share) && over != more
}

/// One number or date exchanged for another, with few words beside it.
fn value(now: Exchange<'_>, before: Exchange<'_>) -> Option<EditKind> {
    let (one, other) = (now.values(), before.values());
    if now.rest().max(before.rest()) > BESIDE_NUMBER {
        return None;
    }
    if let ([Meaning::Number { .. }], []) | ([], [Meaning::Number { .. }]) =
        (one.as_slice(), other.as_slice())
    {
        let untold = |side: Exchange<'_>| UNTOLD_NUMBERS.contains(&side.words());
        let alone = |side: Exchange<'_>| side.rest() == 0;
        return (untold(now) && alone(before) || untold(before) && alone(now)).then_some(EditKind::Number);
    }
    let ([one], [other]) = (one.as_slice(), other.as_slice()) else {
        return None;
    };
    // 逐一 and 二审 are words; only where nothing else is exchanged a lone numeral is a number.
    if now.rest() + before.rest() > 0 && (now.has_lone_numeral() || before.has_lone_numeral()) {
        return None;
    }
    match (one, other) {
        // 董事7 and 监事4: other words with other numbers.
        (Meaning::Number { .. }, Meaning::Number { .. }) if now.rest().min(before.rest()) > 1 => None,
        (Meaning::Number { .. }, Meaning::Number { .. }) if of_week(now) && of_week(before) => {
            Some(EditKind::Date)
        }
        (Meaning::Number { .. }, Meaning::Number { .. }) if one != other => {
            (!numbers_a_point(now) && !numbers_a_point(before) && !in_code(now) && !in_code(before))
                .then_some(EditKind::Number)
        }
        (Meaning::Time { .. }, Meaning::Time { .. }) if one != other => Some(EditKind::Date),
        // 91日 and 25时 are slips of the pen.
        (Meaning::Number { .. }, Meaning::Date { .. } | Meaning::Time { .. }) => slip(now),
        (Meaning::Date { .. } | Meaning::Time { .. }, Meaning::Number { .. }) => slip(before),
        _ => contradict(one.date()?, other.date()?).then_some(EditKind::Date),
    }
}

/// True for the number of an item in a list: at the beginning of a line or sentence, with a mark behind it.
fn numbers_a_point(side: Exchange<'_>) -> bool {
    let range = side.range();
    let ahead = side
        .text
        .get(..range.start)
        .unwrap_or("")
        .trim_end_matches([' ', '\u{3000}', '（', '(']);
    let behind = side.text.get(range.end..).unwrap_or("");
    (ahead.is_empty() || ahead.ends_with(['\n', '。', '；', ';', '：', ':']))
        && behind.starts_with(['）', ')', '、', '.', '．'])
}

/// A number and the unit of a date or time, and nothing else.
fn slip(side: Exchange<'_>) -> Option<EditKind> {
    (side.rest() == 1 && side.words().ends_with(['年', '月', '日', '时', '点'])).then_some(EditKind::Date)
}

/// True for a day of the week: 星期二.
fn of_week(side: Exchange<'_>) -> bool {
    let ahead = side.text.get(..side.range().start).unwrap_or("");
    ["星期", "礼拜", "周"].iter().any(|week| ahead.ends_with(week))
}

/// True for a number that is part of a code or an address: beside Latin letters that are no unit of measure, or a stroke.
fn in_code(side: Exchange<'_>) -> bool {
    const UNITS: [&str; 12] = [
        "m", "km", "cm", "mm", "kg", "g", "t", "mw", "kw", "gb", "tb", "usd",
    ];
    let range = side.range();
    let ahead = side.text.get(..range.start).unwrap_or("");
    let behind = side.text.get(range.end..).unwrap_or("");
    let word: String = behind
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let stroke = ['/', '_'];
    ahead.ends_with(stroke)
        || behind.starts_with(stroke)
        || ahead.ends_with(|letter: char| letter.is_ascii_alphabetic())
        || !word.is_empty() && !UNITS.contains(&word.as_str())
}

/// True when the words are the same in another order: 上海、北京 for 北京、上海.
fn turned_round(now: &str, before: &str) -> bool {
    /// Bytes up to which words are looked at: 20 Han characters.
    const MOST: usize = 60;
    if now.len() != before.len() || now.len() > MOST || now.chars().count() < 4 {
        return false;
    }
    let cuts = now.char_indices().map(|(at, _)| at).skip(1);
    cuts.into_iter().any(|cut| {
        let (head, tail) = now.split_at(cut);
        // The two parts may have a word between them that stays: 和.
        let mut middles = tail.char_indices().map(|(at, _)| tail.split_at(at)).take(3);
        middles.any(|(middle, last)| {
            let turned = before.strip_prefix(last);
            let turned = turned.and_then(|rest| rest.strip_prefix(middle));
            turned == Some(head) && head.chars().count() >= 2 && last.chars().count() >= 2
        })
    })
}
