//! Names of places, of what stands in them and of bodies among what was exchanged, told by their ends: 青石市, 青石公园, 青石县法院. In: both sides of an
//! exchange. Out: both with the whole name.

use std::sync::LazyLock;

use super::persons::{BOUNDARIES, Edge, edge, edge_ahead, is_function_word};
use super::{Side, last, pairs};
use crate::word_list::Endings;

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
pub fn levels<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
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
pub fn sites<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
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
pub fn at_house(side: Side<'_>) -> Side<'_> {
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
pub fn listed<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
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
pub fn bodies<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
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

/// Two places or sites whose stems were exchanged: what is exchanged everywhere need not stand below another place.
pub fn repeated<'a>(now: Side<'a>, before: Side<'a>) -> Option<[Side<'a>; 2]> {
    pairs(now, before, 2, 5).find(|sides| {
        sides.iter().zip([now, before]).all(|(side, exchanged)| {
            let stem = ENDS_OF_PLACES_AND_SITES.strip(side.words()).unwrap_or("");
            (2..=4).contains(&stem.chars().count())
                && exchanged.end <= side.start + stem.len()
                && !stem.contains(is_function_word)
                && !KINDS_OF_SITES
                    .iter()
                    .chain(&KINDS_OF_BODIES)
                    .any(|kind| stem.contains(kind))
        })
    })
}
