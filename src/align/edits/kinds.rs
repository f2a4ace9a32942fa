//! What an exchange of words changes, told from the words and what stands beside them.

use std::sync::LazyLock;

use super::super::numerals;
use super::Change;
use super::english;
use super::names::{Side, names};
use super::tokens::{Meaning, Token, contradict};
use crate::document::EditKind;
use crate::word_list::Endings;

/// Tokens of an exchange up to which it can be a negation or a name; longer ones are other clauses.
const SHORT: usize = 6;
/// Letters beside a number up to which an exchange is still that number: 约合人民币.
const BESIDE_NUMBER: usize = 5;
/// Letters up to which words with a cue name a source.
const ATTRIBUTING: usize = 25;

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
    ("多达", Hedge::Bound),
    ("高达", Hedge::Bound),
];
/// What stands in the place of a number that is not told.
const UNTOLD_NUMBERS: [&str; 4] = ["多", "数", "几", "若干"];

/// Verbs and nouns with which a source or speaker is named, and that say nothing more.
const PLAIN_CUES: [&str; 17] = [
    "表示",
    "指出",
    "介绍",
    "强调",
    "认为",
    "谈到",
    "提到",
    "告诉",
    "回应",
    "报道",
    "消息",
    "写道",
    "介绍说",
    "称",
    "说",
    "道",
    "获悉",
];
/// Those that say how sure or willing the speaker was.
const WEIGHED_CUES: [&str; 12] = [
    "透露",
    "证实",
    "承认",
    "坦言",
    "爆料",
    "声称",
    "宣称",
    "坚称",
    "披露",
    "直言",
    "了解到",
    "据悉",
];
static CUES: LazyLock<Endings> = LazyLock::new(|| Endings::new(PLAIN_CUES.into_iter().chain(WEIGHED_CUES)));
/// Words that end as a cue does and name no speaker.
const NO_CUES: [&str; 25] = [
    "的消息",
    "小说",
    "传说",
    "学说",
    "再说",
    "难说",
    "胡说",
    "来说",
    "名称",
    "简称",
    "职称",
    "昵称",
    "统称",
    "堪称",
    "号称",
    "对称",
    "全称",
    "俗称",
    "人称",
    "别称",
    "的报道",
    "好消息",
    "坏消息",
    "知道",
    "自我介绍",
];
/// What 表示 is followed by when it shows a feeling and reports no words.
const FEELINGS: [&str; 32] = [
    "否认", "认同", "赞同", "认可", "关注", "抗议", "惋惜", "谴责", "由衷", "衷心", "深切", "诚挚", "诚恳",
    "强烈", "歉意", "道歉", "感谢", "祝贺", "欢迎", "支持", "反对", "理解", "同情", "遗憾", "哀悼", "慰问",
    "关切", "满意", "不满", "怀疑", "担忧", "愤怒",
];
/// What may stand beside a cue that is exchanged for another.
const BESIDE_CUE: [&str; 10] = ["对此", "则", "还", "也", "并", "曾", "均", "都", "中", "的"];

/// One side of an exchange: its tokens, of which `from..to` are exchanged, and the words that they were read from.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    pub text: &'a str,
    /// All tokens that are not marks.
    pub tokens: &'a [Token],
    pub from: usize,
    pub to: usize,
}

impl<'a> Exchange<'a> {
    fn exchanged(self) -> &'a [Token] {
        self.tokens.get(self.from..self.to).unwrap_or(&[])
    }

    /// Where the exchanged words stand, in bytes of the text.
    pub fn range(self) -> std::ops::Range<usize> {
        match self.exchanged() {
            [] => {
                let end = self
                    .tokens
                    .get(..self.from)
                    .and_then(<[Token]>::last)
                    .map_or(0, |token| token.end);
                end..end
            }
            [only] => only.start..only.end,
            [first, .., last] => first.start..last.end,
        }
    }

    fn words(self) -> &'a str {
        self.text.get(self.range()).unwrap_or("")
    }

    /// The words without the marks in them.
    fn letters(self) -> String {
        self.exchanged()
            .iter()
            .filter_map(|token| self.text.get(token.start..token.end))
            .collect()
    }

    fn values(self) -> Vec<Meaning> {
        self.exchanged()
            .iter()
            .filter(|token| token.is_value())
            .map(|token| token.meaning)
            .collect()
    }

    fn has_lone_numeral(self) -> bool {
        let words = self
            .exchanged()
            .iter()
            .filter_map(|token| self.text.get(token.start..token.end));
        words.into_iter().any(|word| {
            word.chars().count() == 1
                && word
                    .chars()
                    .any(|numeral| numerals::digit(numeral).is_some() && !numeral.is_ascii())
        })
    }

    fn rest(self) -> usize {
        self.exchanged().iter().filter(|token| !token.is_value()).count()
    }

    fn before(self) -> Option<Token> {
        self.from
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .copied()
    }

    fn after(self) -> Option<Token> {
        self.tokens.get(self.to).copied()
    }

    /// The word or letter behind it.
    fn after_word(self) -> &'a str {
        let token = self.after();
        token
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or("")
    }

    fn is_short(self) -> bool {
        self.exchanged().len() <= SHORT
    }

    fn beside_value(self) -> bool {
        [self.before(), self.after()]
            .into_iter()
            .flatten()
            .any(|token| token.is_value())
    }

    fn side(self) -> Side<'a> {
        let range = self.range();
        Side {
            text: self.text,
            start: range.start,
            end: range.end,
        }
    }
}

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

/// A hedge of a number exchanged for another or for none: `Some(None)` when both hedge alike.
fn hedge(now: Exchange<'_>, before: Exchange<'_>) -> Option<Option<EditKind>> {
    if !now.beside_value() || !before.beside_value() {
        return None;
    }
    let of = |side: Exchange<'_>| {
        HEDGES
            .iter()
            .find(|(word, _)| *word == side.letters())
            .map(|(_, hedge)| *hedge)
            .or_else(|| english_hedge(&side.letters()))
    };
    let (one, other) = (of(now)?, of(before)?);
    let of_time = |side: Exchange<'_>| {
        side.before()
            .is_some_and(|token| matches!(token.meaning, Meaning::Time { .. }))
    };
    let vague = |hedge: Hedge| matches!(hedge, Hedge::Over | Hedge::About);
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
fn guesses(now: Exchange<'_>, now_letters: &str, before: Exchange<'_>, before_letters: &str) -> bool {
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
fn denies(side: Exchange<'_>, letters: &str) -> bool {
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

/// True when one side names a source or a speaker, or says how sure it was, and the other does not or differs in it.
fn attributes(now: Exchange<'_>, now_letters: &str, before: Exchange<'_>, before_letters: &str) -> bool {
    let (one, other) = (cue(now, now_letters), cue(before, before_letters));
    if one.is_none() && other.is_none() {
        return false;
    }
    // 说 for 称 says the same.
    let plain = |letters: &str| {
        let core = BESIDE_CUE
            .iter()
            .fold(letters, |core, word| core.strip_prefix(word).unwrap_or(core));
        PLAIN_CUES.contains(&core)
    };
    !(plain(now_letters) && plain(before_letters))
}

/// The cue that the words end with, or 据… that they begin with.
fn cue(side: Exchange<'_>, letters: &str) -> Option<&'static str> {
    let found = CUES.of(letters)?;
    if letters.chars().count() > ATTRIBUTING || NO_CUES.iter().any(|word| letters.ends_with(word)) {
        return None;
    }
    let behind = side
        .text
        .get(side.range().end..)
        .unwrap_or("")
        .trim_start_matches(|character: char| !character.is_alphanumeric());
    // A lone 道 or 说 is a cue only behind a name or before words; 介绍 and 报道 alone take an object.
    let feeling = found == "表示" && FEELINGS.iter().any(|word| behind.starts_with(word));
    let lone = letters == "道";
    (!feeling && !lone).then_some(found)
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
