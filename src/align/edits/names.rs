//! Is what was exchanged a name? Told by how news introduces names, never by a list of names.
//!
//! A person: a title before or a verb of speech, an honorific or an age behind, a surname and one or two characters between two boundaries. A foreign
//! name: characters of transliteration, often with a middle dot. A place or body: its suffix, below another place.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::english;
use crate::word_list::{Characters, Endings, lines};

/// Where an exchange stands on one side: bytes `start..end` of `text`.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

impl<'a> Side<'a> {
    pub fn ahead(self) -> &'a str {
        self.text.get(..self.start).unwrap_or("")
    }

    pub fn words(self) -> &'a str {
        self.text.get(self.start..self.end).unwrap_or("")
    }

    pub fn behind(self) -> &'a str {
        self.text.get(self.end..).unwrap_or("")
    }

    /// With `back` letters before and `forth` letters behind taken in.
    fn widened(self, back: usize, forth: usize) -> Option<Self> {
        let start = self.start - last(self.ahead(), back)?.len();
        let end = self.end + first(self.behind(), forth)?.len();
        Some(Self { start, end, ..self })
    }
}

/// The lists of surnames, of titles and of transliteration are those by which claims are read.
const SURNAMES: &str = include_str!("../../claim/data/surnames.txt");
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
static TITLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../../claim/data/titles.txt")).collect());
static TRANSLITERATION: LazyLock<Characters> = LazyLock::new(|| {
    let list = lines(include_str!("../../claim/data/transliteration.txt"));
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
const BOUNDARIES: [char; 26] = [
    '和', '与', '及', '由', '对', '向', '被', '让', '是', '为', '据', '在', '于', '的', '等', '将', '从',
    '已', '也', '又', '因', '以', '给', '同', '把', '了',
];
/// Honorifics and the signs of a withheld name, which stand in the place of a given name.
const WITHHELD: [&str; 6] = ["某某", "某", "女士", "先生", "小姐", "某某某"];
/// Ends of the names of places.
const PLACES: [&str; 10] = ["省", "市", "县", "区", "州", "旗", "镇", "乡", "村", "街道"];
/// Ends of the names of bodies.
const BODIES: [&str; 18] = [
    "人民法院",
    "人民检察院",
    "法院",
    "检察院",
    "公安局",
    "公安分局",
    "派出所",
    "管理局",
    "委员会",
    "医院",
    "大学",
    "学院",
    "中学",
    "小学",
    "幼儿园",
    "银行",
    "集团",
    "公司",
];
/// Ends of the names of what stands or lies in a place: quarters, roads, waters, works.
const SITES: [&str; 60] = [
    "社区",
    "小区",
    "花园",
    "花苑",
    "家园",
    "公寓",
    "公园",
    "广场",
    "新城",
    "新区",
    "新村",
    "古镇",
    "古城",
    "老街",
    "大街",
    "大道",
    "大桥",
    "路口",
    "立交",
    "隧道",
    "高速",
    "工业园",
    "产业园",
    "科技园",
    "园区",
    "开发区",
    "高新区",
    "水库",
    "水电站",
    "电站",
    "电厂",
    "码头",
    "渡口",
    "河口",
    "港口",
    "机场",
    "火车站",
    "车站",
    "地铁站",
    "收费站",
    "林场",
    "农场",
    "牧场",
    "渔场",
    "煤矿",
    "矿区",
    "大厦",
    "市场",
    "商场",
    "酒店",
    "宾馆",
    "剧院",
    "景区",
    "风景区",
    "湿地",
    "保护区",
    "体育场",
    "体育馆",
    "博物馆",
    "图书馆",
];
/// Ends of the names of housing estates, of which one is easily written for another.
const ESTATES: [&str; 12] = [
    "花园", "花苑", "家园", "佳园", "佳苑", "嘉园", "嘉苑", "雅园", "雅苑", "名苑", "新苑", "新园",
];
static ENDS_OF_SITES: LazyLock<Endings> = LazyLock::new(|| Endings::new(SITES.into_iter().chain(ESTATES)));
static ENDS_OF_PLACES: LazyLock<Endings> = LazyLock::new(|| Endings::new(PLACES));
static ENDS_OF_PLACES_AND_SITES: LazyLock<Endings> =
    LazyLock::new(|| Endings::new(PLACES.into_iter().chain(SITES)));
static ENDS_OF_BODIES: LazyLock<Endings> = LazyLock::new(|| Endings::new(BODIES));
/// Words of two characters before 公园, 广场, 大桥 … that tell a kind and no name.
const KINDS_OF_SITES: [&str; 34] = [
    "城市", "生态", "湿地", "森林", "主题", "口袋", "郊野", "国家", "国际", "跨海", "跨江", "工业", "产业",
    "科技", "高新", "经济", "农贸", "批发", "综合", "社区", "中心", "现代", "自然", "火车", "汽车", "高铁",
    "地铁", "小型", "大型", "中型", "周边", "附近", "当地", "一期",
];
/// Characters before 市, 区, 县 … and words before 公司, 医院 … that make no name: 城市, 本市, 社区; 上市公司, 三甲医院.
const NO_STEMS: &str =
    "城郊都老新全本该各我农山社园校景小地街灾疫超门夜股楼上这那此某一两几多其当有同大级辖外内整";
const KINDS_OF_BODIES: [&str; 34] = [
    "上市", "子", "分", "母", "总", "科技", "网络", "保险", "物业", "民营", "国有", "外资", "公立", "私立",
    "三甲", "儿童", "部队", "当地", "附近", "其他", "相关", "有关", "涉事", "控股", "股份", "有限", "商业",
    "中央", "中级", "高级", "最高", "基层", "县级", "贫困",
];

/// Both sides with the whole name, when both hold a name in the place of the exchange, and not the same.
pub fn names<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let (now, before) = (at_house(now), at_house(before));
    let plain = |words: &str| {
        let letters = words.chars().count();
        (1..=10).contains(&letters)
            && words
                .chars()
                .all(|character| character.is_alphabetic() && !character.is_ascii() || is_dot(character))
    };
    if let Some(names) = english::names(now, before) {
        return Some(names);
    }
    if !plain(now.words()) || !plain(before.words()) {
        return None;
    }
    persons(now, before)
        .or_else(|| transliterations(now, before))
        .or_else(|| places(now, before))
        .or_else(|| sites(now, before))
        .or_else(|| listed(now, before))
        .or_else(|| bodies(now, before))
}

/// Both sides with the whole name, where the exchange would be one of names if it were the same at every place: a word that is changed here
/// and there is not. What stands beside a name need say less then.
pub fn repeated_names<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let han = |side: Side<'_>| {
        let count = side.words().chars().count();
        (1..=2).contains(&count)
            && side
                .words()
                .chars()
                .all(|letter| letter.is_alphabetic() && !letter.is_ascii() && !is_function_word(letter))
    };
    if !han(now) || !han(before) || now.words().chars().count() != before.words().chars().count() {
        return None;
    }
    let stem = |side: Side<'a>| ENDS_OF_PLACES_AND_SITES.strip(side.words());
    let bounded = |side: &Side<'_>| edge_ahead(side.ahead()) != Edge::None;
    let of_place = |sides: &[Side<'a>; 2]| {
        sides.iter().zip([now, before]).all(|(side, exchanged)| {
            let stem = stem(*side).unwrap_or("");
            (2..=4).contains(&stem.chars().count())
                && exchanged.end <= side.start + stem.len()
                && !stem.contains(is_function_word)
                && !KINDS_OF_SITES
                    .iter()
                    .chain(&KINDS_OF_BODIES)
                    .any(|kind| stem.contains(kind))
        })
    };
    let of_person = |sides: &[Side<'a>; 2]| {
        sides.iter().all(|side| {
            let given = surname(side.words()).and_then(|at| side.words().get(at..));
            given.is_some_and(|given| given.chars().count() == 2)
                && bounded(side)
                && edge_behind(side.behind()) != Edge::None
        })
    };
    let person = pairs(now, before, 2, 2).find(of_person);
    let person = person.filter(|_| now.words().chars().count() == 1);
    person.or_else(|| pairs(now, before, 2, 5).find(of_place))
}

fn is_dot(character: char) -> bool {
    matches!(character, '·' | '•' | '・')
}

/// The last `count` characters of `words`, all letters.
fn last(words: &str, count: usize) -> Option<&str> {
    let start = words.len() - words.chars().rev().take(count).map(char::len_utf8).sum::<usize>();
    words
        .get(start..)
        .filter(|tail| tail.chars().count() == count && tail.chars().all(is_letter))
}

/// The first `count` characters of `words`, all letters.
fn first(words: &str, count: usize) -> Option<&str> {
    let end = words.chars().take(count).map(char::len_utf8).sum::<usize>();
    words
        .get(..end)
        .filter(|head| head.chars().count() == count && head.chars().all(is_letter))
}

/// True for a letter of any script. Most are Han characters, for which the tables of Unicode need not be asked.
fn is_letter(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) || character.is_alphabetic()
}

/// How sure the words beside a name show that it begins or ends there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    None,
    Boundary,
    Introduced,
}

fn edge_ahead(ahead: &str) -> Edge {
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

fn edge(beside: Option<char>) -> Edge {
    match beside {
        None => Edge::None,
        Some(character) if is_dot(character) => Edge::None,
        Some(character) if !character.is_alphanumeric() || BOUNDARIES.contains(&character) => Edge::Boundary,
        Some(_) => Edge::None,
    }
}

/// The surname that `name` begins with: its length in bytes.
fn surname(name: &str) -> Option<usize> {
    if let Some(long) = first(name, 2).filter(|head| LONG_SURNAMES.contains(head)) {
        return Some(long.len());
    }
    let character = name.chars().next()?;
    SHORT_SURNAMES.has(character).then_some(character.len_utf8())
}

/// 记者王芳 and 记者汪芳, 莫小红 and 莫某红, 赵女士 and 赵某.
fn persons<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
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
    let is_name = |sides: [Side<'a>; 2], strict: bool| {
        let [Some(one), Some(other)] = sides.map(given) else {
            return false;
        };
        let withheld = is_withheld(one) || is_withheld(other);
        let whole = |given: &str| is_withheld(given) || (1..=2).contains(&given.chars().count());
        let sure = |side: Side<'_>| {
            let (ahead, behind) = (edge_ahead(side.ahead()), edge_behind(side.behind()));
            if withheld {
                ahead.max(behind) != Edge::None && (!strict || ahead.min(behind) != Edge::None)
            } else {
                ahead.min(behind) != Edge::None && ahead.max(behind) == Edge::Introduced
            }
        };
        whole(one) && whole(other) && sides.into_iter().all(sure)
    };
    // The name that ends at a boundary is the whole one.
    let find = |strict: bool| pairs(now, before, 2, 2).find(|&sides| is_name(sides, strict));
    find(true).or_else(|| find(false))
}

/// Characters of adverbs and verbs that stand between a name and its verb, and are in no given name worth the doubt: 罗斯就说.
fn is_function_word(character: char) -> bool {
    "就所还也都又再曾则均才便并仍更已说讲称在的了是".contains(character)
}

/// The exchange on both sides with up to `back` letters before and `forth` behind it taken in.
fn pairs<'a>(
    now: Side<'a>,
    before: Side<'a>,
    back: usize,
    forth: usize,
) -> impl Iterator<Item = [Side<'a>; 2]> {
    let reaches = (0..=back).flat_map(move |back| (0..=forth).map(move |forth| (back, forth)));
    reaches.filter_map(move |(back, forth)| Some([now.widened(back, forth)?, before.widened(back, forth)?]))
}

/// 卡尔森 and 卡尔松: inside a run of characters that foreign names are written with, four and more or joined by a dot.
fn transliterations<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
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

/// True when `ahead` ends with the name of a place: 甘肃省, and not 全省 or 城市.
fn ends_with_place(ahead: &str) -> bool {
    let Some(stem) = ENDS_OF_PLACES.strip(ahead) else {
        return false;
    };
    last(stem, 2).is_some_and(|stem| !stem.chars().any(|character| NO_STEMS.contains(character)))
}

/// True when on both sides a character that `is_end` takes is in the words or among the next `reach` behind them.
fn near(now: Side<'_>, before: Side<'_>, reach: usize, is_end: impl Fn(char) -> bool) -> bool {
    let ends_near = |side: Side<'_>| {
        let behind = side.behind().chars().take(reach);
        side.words().chars().chain(behind).any(&is_end)
    };
    ends_near(now) && ends_near(before)
}

/// 青石市 and 青石区; below another place 甘泉省青石县 and 甘泉省白石县.
fn places<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let is_end = |character| {
        matches!(
            character,
            '省' | '市' | '县' | '区' | '州' | '旗' | '镇' | '乡' | '村' | '道'
        )
    };
    if !near(now, before, 3, is_end) {
        return None;
    }
    let is_level = |side: Side<'_>| PLACES.contains(&side.words());
    if is_level(now) && is_level(before) {
        let whole = [now.widened(2, 0)?, before.widened(2, 0)?];
        return whole
            .into_iter()
            .all(|side| ends_with_place(side.words()))
            .then_some(whole);
    }
    pairs(now, before, 2, 2).find(|sides| {
        sides.iter().all(|side| {
            let stem = ENDS_OF_PLACES.strip(side.words()).unwrap_or("");
            (1..=3).contains(&stem.chars().count())
                && !stem.chars().any(|character| NO_STEMS.contains(character))
                && !KINDS_OF_BODIES.contains(&stem)
                && ends_with_place(side.ahead())
        })
    })
}

/// 青石公园 and 青山公园; 青石花园 and 青石花苑.
fn sites<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let ends_site = |side: Side<'a>| ENDS_OF_SITES.strip(side.words());
    let of_name = |stem: &str| {
        (2..=4).contains(&stem.chars().count())
            && !stem.chars().any(|character| {
                NO_STEMS.contains(character)
                    || is_function_word(character)
                    || BOUNDARIES.contains(&character)
                    || "零一二三四五六七八九十百千万半每据到怕恐".contains(character)
            })
            && !KINDS_OF_SITES.iter().any(|kind| stem.ends_with(kind))
    };
    // The exchange lies in the stem: its own length says how far.
    let alike = now.words().chars().count() == before.words().chars().count();
    if !alike || now.words().chars().count() > 2 {
        return None;
    }
    let found = pairs(now, before, 2, 5).find(|sides| {
        let stems = sides.map(ends_site);
        let [Some(one), Some(other)] = stems else {
            return false;
        };
        let inside = sides.iter().zip([now, before]).all(|(side, exchanged)| {
            let stem = ends_site(*side).map_or(0, str::len);
            exchanged.end <= side.start + stem
        });
        one != other && inside && of_name(one) && of_name(other)
    });
    found.or_else(|| {
        let whole = [now.widened(1, 0)?, before.widened(1, 0)?];
        let estates = whole.iter().all(|side| ESTATES.contains(&side.words()));
        let stems = || {
            whole
                .iter()
                .all(|side| last(side.ahead(), 2).is_some_and(of_name))
        };
        let kinds = || {
            [now, before].iter().all(|side| {
                let kind = side.words();
                let housing = ESTATES.contains(&kind) || ["小区", "公寓", "新村", "山庄"].contains(&kind);
                // Only an address is sure to hold the name of an estate: 走进花园 and 走进小区.
                let house = side.behind().starts_with(|sign: char| sign.is_ascii_digit());
                housing && house && last(side.ahead(), 2).is_some_and(of_name)
            })
        };
        if estates && stems() {
            Some([now.widened(3, 0)?, before.widened(3, 0)?])
        } else {
            kinds().then_some(())?;
            Some([now.widened(2, 0)?, before.widened(2, 0)?])
        }
    })
}

/// Without the number of a house behind the name of an estate: 花苑3号院.
fn at_house(side: Side<'_>) -> Side<'_> {
    let words = side.words();
    let stem = words.trim_end_matches(['号', '楼', '栋', '幢', '座', '院']);
    let name = stem.trim_end_matches(|sign: char| sign.is_ascii_digit());
    if name.len() < stem.len() && stem.len() < words.len() && !name.is_empty() {
        Side {
            end: side.start + name.len(),
            ..side
        }
    } else {
        side
    }
}

/// Words for places that are counted behind their names: 连着青石和白沙两个村民小组.
const COUNTED_PLACES: [&str; 16] = [
    "村民小组",
    "居民小组",
    "自然村",
    "行政村",
    "社区",
    "小区",
    "街道",
    "乡镇",
    "村",
    "组",
    "屯",
    "寨",
    "镇",
    "乡",
    "县",
    "区",
];

/// 青石和白沙两个村 and 青石和白河两个村: names of a list that its count and what they are stand behind.
fn listed<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let counted = |side: &Side<'_>| {
        let rest = side.behind().strip_prefix('等').unwrap_or(side.behind());
        let behind = rest
            .trim_start_matches(|sign: char| sign.is_ascii_digit() || "两二三四五六七八九十".contains(sign));
        behind.len() < rest.len()
            && behind
                .strip_prefix('个')
                .is_some_and(|kind| COUNTED_PLACES.iter().any(|place| kind.starts_with(place)))
    };
    let bounded = |side: &Side<'_>| edge(side.ahead().chars().next_back()) == Edge::Boundary;
    let plain = |side: &Side<'_>| {
        (2..=4).contains(&side.words().chars().count())
            && !side.words().contains(is_function_word)
            && !side
                .words()
                .contains(|sign: char| "这那其他各另下".contains(sign))
    };
    pairs(now, before, 3, 1).find(|sides| {
        sides
            .iter()
            .all(|side| counted(side) && bounded(side) && plain(side))
    })
}

/// 青石县法院 and 青石县检察院: bodies of one place; 华盛公司 and 华晟公司 between two boundaries.
fn bodies<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    let is_end = |character| {
        matches!(
            character,
            '院' | '局' | '所' | '会' | '学' | '园' | '行' | '团' | '司'
        )
    };
    if !near(now, before, 3, is_end) {
        return None;
    }
    let stem = |side: Side<'a>| ENDS_OF_BODIES.strip(side.words());
    pairs(now, before, 3, 3).find(|&sides| {
        let [Some(one), Some(other)] = sides.map(stem) else {
            return false;
        };
        let of_a_place =
            || one.is_empty() && other.is_empty() && sides.iter().all(|side| ends_with_place(side.ahead()));
        let named = |stem: &str| {
            (2..=6).contains(&stem.chars().count())
                && !stem
                    .chars()
                    .any(|character| NO_STEMS.contains(character) || BOUNDARIES.contains(&character))
                && !KINDS_OF_BODIES.iter().any(|kind| stem.contains(kind))
        };
        let alone = || sides.iter().all(|side| edge_ahead(side.ahead()) != Edge::None);
        one != other && named(one) && named(other) && alone() || of_a_place()
    })
}

#[cfg(test)]
mod tests {
    use super::{Side, names};

    /// Both sides with the exchange in brackets.
    fn is_name(now: &str, before: &str) -> bool {
        let texts = [now, before].map(|text| text.replace(['[', ']'], ""));
        let side = |index: usize, text: &str| Side {
            text: texts.get(index).map_or("", String::as_str),
            start: text.find('[').unwrap_or(0),
            end: text.find(']').unwrap_or(1) - 1,
        };
        names(side(0, now), side(1, before)).is_some()
    }

    #[test]
    fn persons_are_known_by_what_stands_beside_them() {
        assert!(is_name("据副市长陈建[国]介绍", "据副市长陈建[军]介绍"));
        assert!(is_name("，[王]小荷表示", "，[汪]小荷表示"));
        assert!(is_name("，莫[某]红（女", "，莫[小]红（女"));
        assert!(is_name("，赵[某]向警方", "，赵[女士]向警方"));
        assert!(is_name("副局长蔡[松]梅解释说", "副局长蔡[存]梅解释说"));
        assert!(is_name("护桥人江佩[岚]带着", "护桥人江佩[兰]带着"));
        // Issue 6: names of a list that is counted, and the kind of an estate before the number of a house.
        assert!(is_name(
            "连着青石和白[和]两个村民小组",
            "连着青石和白[河]两个村民小组"
        ));
        assert!(is_name("杨柳湾[花苑3号院]北侧", "杨柳湾[小区3号楼]北侧"));
        assert!(!is_name("有[十]两个村", "有[另]两个村"));
        assert!(!is_name("走进[花园]", "走进[小区]"));
        // 高 and 关 are surnames as well.
        assert!(!is_name("，记者高[度]关注此事", "，记者高[调]关注此事"));
        assert!(!is_name("，连[续]表示感谢", "，继[续]表示感谢"));
        assert!(!is_name("他[还]表示", "他[也]表示"));
        assert!(!is_name("部长罗小[就]说", "部长罗小[所]说"));
    }

    #[test]
    fn what_is_exchanged_everywhere_need_not_be_introduced() {
        let name = |now: &'static str, before: &'static str| {
            let texts = [now, before];
            let side = |text: &'static str| {
                let (start, end) = (text.find('[')?, text.find(']')?);
                let plain: &'static str = Box::leak(text.replace(['[', ']'], "").into_boxed_str());
                Some(Side {
                    text: plain,
                    start,
                    end: end - 1,
                })
            };
            let [Some(one), Some(other)] = texts.map(side) else {
                return None;
            };
            super::repeated_names(one, other).map(|[name, _]| name.words().to_owned())
        };
        assert_eq!(
            name("，桂[和]水库的人", "，桂[荫]水库的人").as_deref(),
            Some("桂和水库")
        );
        assert_eq!(
            name("。[溪]环村的展览", "。[石]环村的展览").as_deref(),
            Some("溪环村")
        );
        assert_eq!(
            name("。蒋[志]东与众人", "。蒋[丰]东与众人").as_deref(),
            Some("蒋志东")
        );
        assert_eq!(name("，孩[儿]都很高兴", "，孩[子]都很高兴"), None);
        assert_eq!(name("的[生态]公园", "的[湿地]公园"), None);
    }

    #[test]
    fn foreign_names_are_known_by_their_characters() {
        assert!(is_name("总理卡尔森·维[克]多", "总理卡尔森·维[特]多"));
        assert!(is_name("前锋罗德里[格]斯", "前锋罗德里[戈]斯"));
        assert!(!is_name("公司的[安]排", "公司的[编]排"));
        assert!(!is_name("同意[道]德", "同意[品]德"));
    }

    #[test]
    fn places_and_bodies_stand_below_places() {
        assert!(
            is_name("在甘泉省青[石]县", "在甘泉省青[山岭]县")
                || is_name("在甘泉省[青石]县", "在甘泉省[白沙]县")
        );
        assert!(is_name("青石[市]政府", "青石[县]政府"));
        assert!(is_name("青石县[法]院审理", "青石县[检察]院审理"));
        assert!(is_name("，[华盛]公司称", "，[华晟]公司称"));
        assert!(!is_name("全省[贫困]县", "全省[百强]县"));
        assert!(!is_name("青石市[贫困]县", "青石市[百强]县"));
        assert!(!is_name("在城[市]里", "在城[区]里"));
        assert!(!is_name("、李荷[为]公司总裁", "、李荷[将出任]公司总裁"));
        assert!(is_name("到长[翠]公园登记", "到长[金]公园登记"));
        assert!(is_name("住[槐]瑞花园小区", "住[乌]瑞花园小区"));
        assert!(is_name("在青石花[苑]", "在青石花[园]"));
        assert!(!is_name("在这[个]社区", "在这[座]社区"));
        assert!(!is_name("的[生态]公园", "的[湿地]公园"));
        assert!(!is_name("，[上市]公司称", "，[科技]公司称"));
        assert!(!is_name("全市[医]院", "全市[学]院"));
    }
}
