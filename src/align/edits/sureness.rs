//! How sure a text is of what it says: hedges of numbers, guesses, denials. In: both sides of an exchange. Out: whether one of these was exchanged.

use super::english;
use super::exchange::Exchange;
use super::tokens::Meaning;
use crate::document::EditKind;

/// Words that deny what follows them, the longer ones first.
const DENIALS: [&str; 31] = [
    "拒绝", "尚未", "并未", "从未", "仍未", "未能", "未曾", "没有", "并不", "不再", "不得", "不能", "不会",
    "不要", "不可", "不是", "不曾", "不予", "不准", "不许", "无法", "并非", "禁止", "严禁", "否认", "不",
    "未", "没", "无", "非", "勿",
];
/// Words that hold such a character and deny nothing or are no adverbs.
const NO_DENIALS: [&str; 46] = [
    "不过",
    "不仅",
    "不但",
    "不断",
    "不少",
    "不久",
    "不幸",
    "不同",
    "不等",
    "不论",
    "不管",
    "不禁",
    "不妨",
    "不料",
    "不愧",
    "不由",
    "不时",
    "不惜",
    "不止",
    "不乏",
    "不日",
    "不足",
    "不到",
    "不锈",
    "不动产",
    "不得不",
    "无论",
    "无锡",
    "无线",
    "无期",
    "无人机",
    "无疑",
    "无数",
    "无偿",
    "未来",
    "未成年",
    "未婚",
    "没收",
    "非常",
    "非洲",
    "非法",
    "除非",
    "莫非",
    "是非",
    "南非",
    "非遗",
];
/// Words before what is not proved or not done yet.
const DOUBTS: [&str; 3] = ["疑似", "涉嫌", "拟"];
/// Words that say how sure the writer is.
const GUESSES: [&str; 22] = [
    "可能",
    "或许",
    "似乎",
    "也许",
    "兴许",
    "大概",
    "估计",
    "预计",
    "预期",
    "有望",
    "或",
    "恐",
    "恐怕",
    "恐将",
    "或将",
    "或可",
    "很可能",
    "看来",
    "据估计",
    "据信",
    "料",
    "料将",
];
/// Words in the place of a guess that are sure.
const SURE: [&str; 10] = [
    "", "将", "已", "已经", "会", "将会", "必将", "必然", "肯定", "确定",
];
/// What 或 stands before when it means perhaps and not or.
const BEHIND_PERHAPS: &str = "将可致成达现遭因为能会需";
/// Denials of which a single character can be exchanged: 否认 and 承认.
const DENYING: [&str; 8] = ["否认", "否定", "否决", "未能", "无法", "无罪", "无关", "拒绝"];
/// Adverbs that stand beside a denial or a doubt and change nothing.
const BESIDE_DOUBT: [char; 8] = ['很', '极', '也', '都', '均', '有', '会', '就'];

/// How a number is hedged; 时 and 点 of a time say nothing.
#[derive(Clone, Copy, PartialEq)]
enum Hedge {
    Plain,
    Over,
    About,
    Under,
    Bound,
}

const HEDGES: [(&str, Hedge); 32] = [
    ("", Hedge::Plain),
    ("达", Hedge::Plain),
    ("达到", Hedge::Plain),
    ("为", Hedge::Plain),
    ("有", Hedge::Plain),
    ("共", Hedge::Plain),
    ("余", Hedge::Over),
    ("多", Hedge::Over),
    ("超", Hedge::Over),
    ("超过", Hedge::Over),
    ("逾", Hedge::Over),
    ("以上", Hedge::Over),
    ("约", Hedge::About),
    ("约为", Hedge::About),
    ("大约", Hedge::About),
    ("大概", Hedge::About),
    ("左右", Hedge::About),
    ("上下", Hedge::About),
    ("许", Hedge::About),
    ("来", Hedge::About),
    ("近", Hedge::Under),
    ("将近", Hedge::Under),
    ("接近", Hedge::Under),
    ("不到", Hedge::Under),
    ("不足", Hedge::Under),
    ("以下", Hedge::Under),
    ("至少", Hedge::Bound),
    ("起码", Hedge::Bound),
    ("最多", Hedge::Bound),
    ("至多", Hedge::Bound),
    // How large the writer finds it; the value stays.
    ("多达", Hedge::Plain),
    ("高达", Hedge::Plain),
];

/// A hedge of a number exchanged for another or for none: `Some(None)` when both hedge alike.
pub fn hedge(now: Exchange<'_>, before: Exchange<'_>) -> Option<Option<EditKind>> {
    if !now.beside_value() || !before.beside_value() {
        return None;
    }
    let of = |side: Exchange<'_>| {
        let letters = side.letters();
        HEDGES
            .iter()
            .find(|(word, _)| *word == letters)
            .map(|(_, hedge)| *hedge)
            .or_else(|| english_hedge(&letters))
    };
    let (one, other) = (of(now)?, of(before)?);
    let of_time = |side: Exchange<'_>| {
        side.before()
            .is_some_and(|token| matches!(token.meaning, Meaning::Time { .. }))
    };
    // 9时30分 and 9时30分许.
    let vague = |hedge: Hedge| matches!(hedge, Hedge::Plain | Hedge::Over | Hedge::About);
    if one == Hedge::Plain && other == Hedge::Plain {
        None
    } else if one == other || of_time(now) && of_time(before) && vague(one) && vague(other) {
        Some(None)
    } else {
        Some(Some(EditKind::Hedge))
    }
}

fn english_hedge(letters: &str) -> Option<Hedge> {
    let lower = letters.to_ascii_lowercase();
    let lists = [
        (&english::OVER[..], Hedge::Over),
        (&english::ABOUT[..], Hedge::About),
        (&english::UNDER[..], Hedge::Under),
        (&english::BOUND[..], Hedge::Bound),
    ];
    let mut found = lists
        .into_iter()
        .filter(|(list, _)| list.contains(&lower.as_str()));
    found.next().map(|(_, hedge)| hedge)
}

/// True when one side guesses what the other says for sure.
pub fn guesses(now: Exchange<'_>, now_letters: &str, before: Exchange<'_>, before_letters: &str) -> bool {
    let guess = |side: Exchange<'_>, letters: &str| {
        let core = letters.trim_matches(BESIDE_DOUBT);
        let next = side.after_word().chars().next();
        // 醉酒的可能 is a noun, 或 alone often means or.
        let noun = side
            .before()
            .is_some_and(|token| token.meaning == Meaning::Letter('的'));
        GUESSES.contains(&core)
            && !noun
            && (core != "或" || next.is_some_and(|next| BEHIND_PERHAPS.contains(next)))
    };
    guess(now, now_letters) && SURE.contains(&before_letters)
        || guess(before, before_letters) && SURE.contains(&now_letters)
}

/// True when the words deny or leave open what follows them.
pub fn denies(side: Exchange<'_>, letters: &str) -> bool {
    /// One of them is in every word of the lists.
    const SIGNS: [char; 13] = [
        '不', '未', '没', '无', '非', '勿', '禁', '否', '绝', '似', '嫌', '拟', '拒',
    ];
    if !letters.contains(SIGNS) || !side.is_short() {
        return false;
    }
    let with_next = format!("{letters}{}", side.after_word());
    if DENYING.contains(&with_next.as_str()) && letters.chars().count() == 1 {
        return true;
    }
    let core = letters.trim_matches(BESIDE_DOUBT);
    if DOUBTS.contains(&core) {
        // 醉酒的可能: a noun.
        let noun = side
            .before()
            .is_some_and(|token| token.meaning == Meaning::Letter('的'));
        return !noun;
    }
    if NO_DENIALS.iter().any(|word| with_next.contains(word)) {
        return false;
    }
    DENIALS.iter().any(|word| letters.ends_with(word))
}
