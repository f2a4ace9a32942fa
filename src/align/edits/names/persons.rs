//! Names of people among what was exchanged: a surname with one or two characters between two boundaries, one of them a title, a verb of speech, an
//! honorific; a foreign name by the characters that such names are written with. In: both sides of an exchange. Out: both with the whole name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Side, first, is_dot, pairs};
use crate::word_list::{Characters, lines};

/// The lists of surnames, of titles and of transliteration are those by which claims are read.
const SURNAMES: &str = include_str!("../../../claim/data/surnames.txt");
/// Surnames of one character.
static SHORT_SURNAMES: LazyLock<Characters> = LazyLock::new(|| {
    let short = lines(SURNAMES).filter(|line| !line.contains(' '));
    Characters::new(short.flat_map(str::chars))
});
/// Surnames of two.
static LONG_SURNAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let long = lines(SURNAMES).filter(|line| line.contains(' '));
    long.flat_map(str::split_whitespace).collect()
});
/// What those begin with.
static LONG_SURNAMES_BEGIN: LazyLock<Characters> =
    LazyLock::new(|| Characters::new(LONG_SURNAMES.iter().filter_map(|name| name.chars().next())));
static TITLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../../../claim/data/titles.txt")).collect());
static TRANSLITERATION: LazyLock<Characters> = LazyLock::new(|| {
    let list = lines(include_str!("../../../claim/data/transliteration.txt"));
    Characters::new(list.flat_map(str::chars))
});

/// Characters of the longest title or introduction.
static LONGEST_INTRODUCTION: LazyLock<usize> = LazyLock::new(|| {
    let words = TITLES.iter().chain(&INTRODUCTIONS);
    words.map(|word| word.chars().count()).max().unwrap_or(0)
});
/// Said before a name beside the titles: parties of a case, kin, trades.
const INTRODUCTIONS: [&str; 33] = [
    "记者",
    "通讯员",
    "被告人",
    "被告",
    "原告",
    "嫌疑人",
    "被害人",
    "受害人",
    "死者",
    "伤者",
    "男子",
    "女子",
    "民警",
    "村民",
    "律师",
    "医生",
    "教授",
    "导演",
    "演员",
    "丈夫",
    "妻子",
    "发言人",
    "负责人",
    "当事人",
    "工程师",
    "研究员",
    "护士",
    "教师",
    "司机",
    "队员",
    "居民",
    "市民",
    "传承人",
];
/// Said behind a name: speech, honorifics, what one does with others.
const FOLLOWINGS: [&str; 57] = [
    "表示", "介绍", "指出", "强调", "透露", "告诉", "回忆", "认为", "回应", "坦言", "说", "称", "先生",
    "女士", "小姐", "教授", "医生", "律师", "老师", "主任", "局长", "书记", "院士", "出席", "主持", "等人",
    "解释", "补充", "提醒", "呼吁", "直言", "感慨", "感叹", "建议", "提出", "谈到", "提到", "讲述", "证实",
    "否认", "承认", "宣布", "总结", "分析", "笑言", "答道", "问道", "带着", "带领", "率领", "陪同", "一行",
    "来到", "走进", "接受", "获悉", "当选",
];
/// The last character of words for those who do a thing for a living: 护桥人, 售票员.
const DOERS: [char; 5] = ['人', '员', '师', '匠', '长'];
/// Words and signs that can stand beside a name and belong to none.
pub const BOUNDARIES: [char; 26] = [
    '和', '与', '及', '由', '对', '向', '被', '让', '是', '为', '据', '在', '于', '的', '等', '将', '从',
    '已', '也', '又', '因', '以', '给', '同', '把', '了',
];
/// Honorifics and the signs of a withheld name, which stand in the place of a given name.
const WITHHELD: [&str; 6] = ["某某", "某", "女士", "先生", "小姐", "某某某"];
/// How sure the words beside a name show that it begins or ends there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    None,
    Boundary,
    Introduced,
}

pub fn edge_ahead(ahead: &str) -> Edge {
    let suffixes = ahead.char_indices().rev().take(*LONGEST_INTRODUCTION);
    if suffixes
        .map(|(at, _)| ahead.get(at..).unwrap_or(""))
        .any(|suffix| TITLES.contains(suffix) || INTRODUCTIONS.contains(&suffix))
    {
        return Edge::Introduced;
    }
    if ahead.ends_with(DOERS) {
        return Edge::Boundary;
    }
    edge(ahead.chars().next_back())
}

fn edge_behind(behind: &str) -> Edge {
    if FOLLOWINGS.iter().any(|word| behind.starts_with(word)) || behind.starts_with(['（', '(']) {
        return Edge::Introduced;
    }
    edge(behind.chars().next())
}

pub fn edge(beside: Option<char>) -> Edge {
    match beside {
        None => Edge::None,
        Some(character) if is_dot(character) => Edge::None,
        Some(character) if !character.is_alphanumeric() || BOUNDARIES.contains(&character) => Edge::Boundary,
        Some(_) => Edge::None,
    }
}

/// The surname that `name` begins with: its length in bytes.
fn surname(name: &str) -> Option<usize> {
    let character = name.chars().next()?;
    if LONG_SURNAMES_BEGIN.has(character)
        && let Some(long) = first(name, 2).filter(|head| LONG_SURNAMES.contains(head))
    {
        return Some(long.len());
    }
    SHORT_SURNAMES.has(character).then_some(character.len_utf8())
}

/// 记者王芳 and 记者汪芳, 莫小红 and 莫某红, 赵女士 and 赵某.
pub fn introduced<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let given = |side: Side<'a>| {
        let name = side.words();
        name.get(surname(name)?..)
    };
    let is_withheld =
        |given: &str| WITHHELD.contains(&given) || given.contains('某') && given.chars().count() <= 2;
    if [now, before]
        .iter()
        .any(|side| side.words().contains(is_function_word))
    {
        return None;
    }
    // What can be a surname with a given name on both sides, and whether one of them is withheld: most exchanges have none of it.
    let whole = |given: &str| is_withheld(given) || (1..=2).contains(&given.chars().count());
    let written = |sides: [Side<'a>; 2]| {
        let [Some(one), Some(other)] = sides.map(given) else {
            return None;
        };
        let withheld = is_withheld(one) || is_withheld(other);
        (whole(one) && whole(other)).then_some((sides, withheld))
    };
    let is_name = |sides: [Side<'a>; 2], withheld: bool, strict: bool| {
        let sure = |side: Side<'_>| {
            let (ahead, behind) = (edge_ahead(side.ahead()), edge_behind(side.behind()));
            if withheld {
                ahead.max(behind) != Edge::None && (!strict || ahead.min(behind) != Edge::None)
            } else {
                ahead.min(behind) != Edge::None && ahead.max(behind) == Edge::Introduced
            }
        };
        sides.into_iter().all(sure)
    };
    // The name that ends at a boundary is the whole one.
    let written: Vec<([Side<'a>; 2], bool)> = pairs(now, before, 2, 2).filter_map(written).collect();
    let find = |strict: bool| {
        let mut written = written.iter();
        written.find(|(sides, withheld)| is_name(*sides, *withheld, strict))
    };
    find(true).or_else(|| find(false)).map(|(sides, _)| *sides)
}

/// Characters of adverbs and verbs that stand between a name and its verb, and are in no given name worth the doubt: 罗斯就说.
pub fn is_function_word(character: char) -> bool {
    "就所还也都又再曾则均才便并仍更已说讲称在的了是".contains(character)
}

/// 卡尔森 and 卡尔松: inside a run of characters that foreign names are written with, four and more or joined by a dot.
pub fn transliterated<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let foreign = |character: &char| is_dot(*character) || TRANSLITERATION.has(*character);
    let name = |side: Side<'a>| {
        if !side.words().chars().all(|character| foreign(&character)) {
            return None;
        }
        let ahead: usize = side
            .ahead()
            .chars()
            .rev()
            .take_while(foreign)
            .map(char::len_utf8)
            .sum();
        let behind: usize = side
            .behind()
            .chars()
            .take_while(foreign)
            .map(char::len_utf8)
            .sum();
        let run = Side {
            start: side.start - ahead,
            end: side.end + behind,
            ..side
        };
        let letters = run.words().chars().count();
        (letters >= 4 || letters >= 3 && run.words().contains(is_dot)).then_some(run)
    };
    Some([name(now)?, name(before)?])
}

/// Two names of a surname and two characters each, between boundaries: what is exchanged everywhere need not be introduced.
pub fn repeated<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    pairs(now, before, 2, 2).find(|sides| {
        sides.iter().all(|side| {
            let given = surname(side.words()).and_then(|at| side.words().get(at..));
            given.is_some_and(|given| given.chars().count() == 2)
                && edge_ahead(side.ahead()) != Edge::None
                && edge_behind(side.behind()) != Edge::None
        })
    })
}
