//! Noun phrases that tell of somebody, of a body or of hearsay without a name: 一名值班护士, 死者的母亲, 被告, 园方, 该公司,
//! 有消息. In goes a phrase of the reading form, out comes what it is.
//!
//! News names what it can and describes the rest, so what stands before a verb of speech is as often a description as a
//! name. The last word tells what it is: lists hold offices, trades, kin and parties, and a phrase is one when nothing in
//! it is a verb or a function word that would make it a clause.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::edges::Edges;
use super::finder::Finder;
use super::hearsay;
use super::words::{Anaphor, Words};

/// What a description tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Described {
    /// Where the description begins: 有 before 网友 does not belong to it.
    pub start: usize,
    /// Somebody unnamed, an office that speaks for its body, or a body.
    pub kind: SourceKind,
    /// Set when it points back: 该医生, 这位负责人, 该公司.
    pub anaphor: Option<Anaphor>,
}

/// The most characters of a description. Longer ones are clauses.
const LONGEST: usize = 26;

/// Words that make a phrase a clause.
static CLAUSE: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "了", "是", "将", "把", "被", "使", "让", "就", "都", "并", "等", "没", "着", "我", "你", "还", "也",
        "所", "此", "给", "请", "不", "如果", "因为", "但", "按照", "根据", "依据", "贯彻", "落实", "以及",
        "向", "表示", "认为", "称", "说",
    ])
});

/// The same words where they stand inside a noun: 被告, 不愿透露姓名的, 派出所, 说明.
static NOUNS: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "被告",
        "被害",
        "被上诉",
        "被申请",
        "不愿",
        "不具名",
        "不便",
        "不少",
        "派出所",
        "事务所",
        "研究所",
        "看守所",
        "拘留所",
        "管理所",
        "诊所",
        "住所",
        "会所",
        "场所",
        "厕所",
        "寓所",
        "哨所",
        "律所",
        "慰安所",
        "检查所",
        "卫生所",
        "收费所",
        "公所",
        "此案",
        "此次",
        "总是",
        "请愿",
        "受理",
        "成都",
        "首都",
        "还款",
        "我国",
        "也门",
        "不动产",
        "所在",
        "所属",
        "上将",
        "中将",
        "少将",
        "大将",
        "名将",
        "小将",
        "老将",
        "没收",
        "并购",
        "说唱",
        "名称",
        "职称",
        "向导",
        "都市",
        "就业",
        "等级",
        "等地",
        "着装",
    ])
});

/// Measures behind a number: 一名, 两位, 多个, 300户.
const MEASURES: &[char] = &['名', '位', '个', '户', '家', '群', '批', '些', '对'];

/// What counts or points to people without a number.
const QUANTIFIERS: &[&str] = &[
    "有",
    "多名",
    "多位",
    "不少",
    "许多",
    "部分",
    "有关",
    "数位",
    "数名",
    "几位",
    "几名",
    "海外",
    "众多",
    "很多",
    "个别",
    "大多数",
    "绝大多数",
    "另一",
    "另有",
    "某",
];

/// What points back to somebody or something named before.
static POINTERS: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_start([
        "该", "这份", "该份", "这位", "那位", "这名", "那名", "这个", "上述", "前述", "此位", "这家", "那家",
        "这项", "该项", "此项", "这则", "该则", "这条", "该条", "这篇", "该篇",
    ])
});

/// What the phrase describes; `None` when it is no description. `phrase` has no white space at its ends.
pub(super) fn described(words: &Words, phrase: &str) -> Option<Described> {
    let count = phrase.chars().count();
    if !(2..=LONGEST).contains(&count) {
        return None;
    }
    if let Some(unnamed) = hearsay::described(words, phrase) {
        return Some(unnamed);
    }
    let (pointer, rest) = POINTERS.cut(phrase).map_or((false, phrase), |rest| (true, rest));
    if let Some(people) = people(words, phrase, rest, pointer) {
        return Some(people);
    }
    // 反对此事的人, 熟悉内情的人: nothing but what they think or know.
    if !pointer
        && rest.ends_with("的人")
        && (5..=12).contains(&rest.chars().count())
        && is_plain(rest)
        && !rest.contains(['他', '她', '们', '这', '那'])
        && !rest.starts_with(['在', '从', '最', '所'])
    {
        return Some(Described {
            start: opening(phrase),
            kind: SourceKind::Anonymous,
            anaphor: None,
        });
    }
    if !pointer {
        return None;
    }
    let kind = *words.organisation_kinds.get(words.organisations.number(rest)?)?;
    if !is_plain(rest) {
        return None;
    }
    let document = kind == SourceKind::Document;
    Some(Described {
        start: 0,
        kind,
        anaphor: Some(if document {
            Anaphor::Document
        } else {
            Anaphor::Body
        }),
    })
}

/// A description of people: their noun is the last word.
fn people(words: &Words, phrase: &str, rest: &str, pointer: bool) -> Option<Described> {
    let plural = rest.strip_suffix('们').filter(|one| one.chars().count() >= 2);
    let Some(noun) = words.people.of(plural.unwrap_or(rest)) else {
        return counted_person(phrase, rest);
    };
    let rest = plural.unwrap_or(rest);
    // 有媒体 is what the conventions call media that are not named.
    let start = if noun.ends_with("媒体") {
        phrase.rfind("有媒体").unwrap_or(0)
    } else {
        opening(phrase)
    };
    let rest = if start > 0 {
        phrase.get(start..)?.trim_end_matches('们')
    } else {
        rest
    };
    let before = rest.strip_suffix(noun)?;
    // 路透社记者: a reporter speaks for an outlet, which is another question.
    // 听队友说, 通过路人介绍: somebody else heard or asked them.
    let asked = [
        "据", "当", "即", "听", "令", "通过", "经", "由", "问", "找", "跟", "随", "见", "看", "叫", "请",
        "劝", "催", "引来", "引发", "导致", "造成", "吸引", "遇到", "代表", "替", "以便", "便于",
    ];
    // 这次回应招致网友质疑: whose answer it is stands before the verb, who speaks behind it.
    let brought = ["招致", "引来", "引发", "遭到", "引起"]
        .iter()
        .any(|verb| before.ends_with(verb));
    let placed = ["在场", "在校", "在职", "在读", "在押", "在任"];
    let inside = before.starts_with('在') && !placed.iter().any(|word| before.starts_with(word));
    // 他十分同情某某的家人: a clause about somebody, unless he is whose family it is.
    let clause = before.starts_with(['他', '她', '您', '我', '你'])
        && !before.starts_with("我国")
        && (before.chars().count() > 4 || before.contains(['对', '向', '跟']))
        && !before
            .get("他".len()..)
            .is_some_and(|rest| rest.starts_with('的'));
    // 小月对男子: the listener stands behind the preposition. 这令网友: a clause.
    let last = before.rsplit('的').next().unwrap_or(before);
    let spoken_to = TO_WHOM.find_iter(last).any(|word| word.word == 0)
        || before.starts_with("从") && !before.contains('的')
        || before.starts_with('这')
            && ["令", "让", "使", "往往"]
                .iter()
                .any(|verb| before.contains(verb));
    // 自己的孩子: whose child speaks is who tells of it.
    let own = before.starts_with("自己") || before.starts_with("自家");
    // 当地村民: a word of its own, no 当.
    let local = ["当地", "当事", "经济", "经营"]
        .iter()
        .any(|word| before.starts_with(word));
    let asks = own || !local && asked.iter().any(|verb| before.starts_with(verb));
    if noun.ends_with("记者")
        || !is_plain(before)
        || inside
        || clause
        || asks
        || brought
        || before.contains("通过")
        || spoken_to
        || acts(before)
    {
        return None;
    }
    let describes = |kind, anaphor| Some(Described { start, kind, anaphor });
    if pointer && before.chars().count() <= 4 {
        let media = noun.ends_with("媒体");
        return describes(
            if media {
                SourceKind::Unlisted
            } else {
                SourceKind::Person
            },
            Some(if media { Anaphor::Body } else { Anaphor::Office }),
        );
    }
    let counted = counts(phrase) || QUANTIFIERS.iter().any(|word| phrase.starts_with(word));
    // 许主任: named by the surname.
    let mut characters = before.chars();
    if characters.next().is_some_and(|first| words.is_surname(first)) && characters.next().is_none() {
        return describes(SourceKind::Person, None);
    }
    // 某局发言人 speaks for the body, and the body is known.
    if words.generic_titles.has(noun) && !counted && before.chars().count() >= 2 {
        return describes(SourceKind::Person, None);
    }
    describes(SourceKind::Anonymous, None)
}

/// Somebody whose trade no list has, behind a number with a measure: 一名该村的老联防员, 两位执勤的哨兵.
fn counted_person(phrase: &str, rest: &str) -> Option<Described> {
    const ENDS: &[char] = &[
        '员', '者', '人', '师', '工', '兵', '友', '户', '生', '商', '迷', '手', '匠',
    ];
    let number = phrase
        .char_indices()
        .zip(phrase.chars().skip(1))
        .find(|((_, number), measure)| {
            "一两三四五六七八九十几数多".contains(*number) && matches!(measure, '名' | '位')
        })
        .map(|((at, _), _)| at)
        .filter(|&at| at == 0)?;
    let person = rest.ends_with(ENDS) && rest.chars().count() >= 4 && is_plain(rest) && !acts(rest);
    person.then_some(Described {
        start: number,
        kind: SourceKind::Anonymous,
        anaphor: None,
    })
}

/// What a phrase is that ends with no word for a body: a country or a place that speaks through its office, a house, a side.
pub(super) fn described_body(words: &Words, phrase: &str) -> Option<SourceKind> {
    if words.countries.contains(phrase) {
        return Some(SourceKind::Government);
    }
    let count = phrase.chars().count();
    let last = phrase.chars().next_back()?;
    let place = matches!(last, '省' | '市' | '县' | '区' | '镇' | '乡')
        && (3..=9).contains(&count)
        && !NO_PLACES.iter().any(|word| phrase.ends_with(word))
        && is_plain(phrase)
        && !phrase.contains(['的', '在', '从', '有', '这', '那', '到', '全', '各', '多']);
    if place {
        return Some(SourceKind::Government);
    }
    // 达摩院, 某某实验小学 of lists that have no name of theirs: the last character is that of a house.
    let house = matches!(last, '院' | '馆' | '厂' | '署' | '委' | '局' | '社' | '队')
        && (3..=12).contains(&count)
        && !NO_HOUSES.iter().any(|word| phrase.ends_with(word))
        && is_plain(phrase)
        && !phrase.contains(['的', '在', '从', '有', '这', '那', '到', '和', '与', '、']);
    if house {
        let public = matches!(last, '局' | '署' | '委');
        return Some(if public {
            SourceKind::Government
        } else {
            SourceKind::Unlisted
        });
    }
    // 携程方, 公诉方: a side is named after whom it is.
    if last == '方'
        && (3..=6).contains(&count)
        && !phrase.starts_with(['经', '由', '据'])
        && !NO_SIDES.iter().any(|word| phrase.ends_with(word))
        && is_plain(phrase)
    {
        return (!phrase.contains([
            '的', '在', '从', '有', '这', '那', '到', '和', '与', '、', '多', '各',
        ]))
        .then_some(SourceKind::Unlisted);
    }
    // 赵女士一方, 家属方面.
    let side = phrase
        .strip_suffix("一方")
        .or_else(|| phrase.strip_suffix("方面"))?;
    let owner =
        side.chars().count() >= 2 && is_plain(side) && !side.ends_with(['这', '那', '另', '的', '各', '等']);
    if !owner || side.chars().count() > 14 {
        return None;
    }
    let of_body = words
        .organisations
        .number(side)
        .and_then(|number| words.organisation_kinds.get(number));
    let government = words.countries.contains(side) || of_body == Some(&SourceKind::Government);
    Some(if government {
        SourceKind::Government
    } else {
        SourceKind::Unlisted
    })
}

/// Words that end as sides do and are none.
const NO_SIDES: &[&str] = &[
    "地方", "对方", "双方", "官方", "北方", "南方", "东方", "西方", "前方", "后方", "远方", "下方", "上方",
    "立方", "平方", "处方", "配方", "药方", "秘方", "大方", "四方", "三方", "两方", "一方", "我方", "己方",
    "甲方", "乙方", "丙方", "何方", "侧方", "比方", "千方", "万方", "验方", "偏方", "土方", "开方", "单方",
    "复方", "彼方", "此方",
];

/// Words that end as houses do and are none.
const NO_HOUSES: &[&str] = &[
    "出院", "住院", "入院", "法院", "结局", "布局", "大局", "僵局", "全局", "残局", "饭局", "格局", "当局",
    "转院", "排队", "部队", "组队", "带队", "归队", "入社", "出馆", "到馆", "开馆", "闭馆", "进馆", "出厂",
    "进厂", "建厂",
];

/// Words that end as places do and are none.
const NO_PLACES: &[&str] = &[
    "地区", "小区", "社区", "园区", "景区", "灾区", "市区", "城区", "郊区", "山区", "片区", "库区", "辖区",
    "股市", "楼市", "上市", "车市", "汇市", "债市", "夜市", "超市", "门市", "都市", "城市", "区域", "战区",
    "选区", "校区", "厂区", "矿区", "院区", "疫区", "禁区", "误区", "乡镇", "城镇", "村镇", "城乡", "家乡",
    "老乡", "故乡", "外省", "本省", "全省", "本市", "全市", "各市", "该市", "我市", "我省", "我县", "我区",
];

/// Bytes of what stands before a description of people: 有 (也有, 另有), and a place before the number (在小区门口的一位保姆).
fn opening(phrase: &str) -> usize {
    let has = phrase
        .match_indices('有')
        .find(|&(at, _)| {
            let before = phrase.get(..at).unwrap_or("");
            before.is_empty()
                || before.ends_with(['也', '还', '另', '就', '更', '又', '曾', '早', '仍', '前'])
                || ["还是", "陆续", "很快", "随即", "随后", "接连", "后来"]
                    .iter()
                    .any(|adverb| before.ends_with(adverb))
        })
        .map(|(at, has)| at + has.len())
        .filter(|&at| {
            let rest = phrase.get(at..).unwrap_or("");
            // 有关专家, 有些学者: another word.
            !rest.starts_with(['关', '些', '的', '人', '意', '限', '效', '志']) && rest.chars().count() >= 2
        });
    if let Some(at) = has {
        return at;
    }
    if phrase.starts_with(['在', '从', '正'])
        && let Some(at) = phrase.rfind('的').map(|at| at + "的".len())
        && phrase.get(at..).is_some_and(counts)
    {
        return at;
    }
    0
}

/// True when somebody does something in the phrase: 找到, 出示. What is said of the noun behind it (走出的, 采访的) is none.
fn acts(phrase: &str) -> bool {
    ACTS.find_iter(phrase)
        .any(|act| !phrase.get(act.end..).is_some_and(|rest| rest.contains('的')))
}

/// Verbs of two characters that take somebody as their object.
static ACTS: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "提到", "找到", "出示", "联系", "采访", "获得", "成为", "进行", "前往", "来到", "同情", "看到",
        "发现", "得到", "收到", "拿到", "告诉", "要求", "通知", "起诉", "拒绝", "面对", "导致", "包括",
        "涉及", "展开", "截至", "自己", "时候", "接到", "回应", "答复", "遇到", "遇见", "碰到",
    ])
});

/// 对 before a listener, behind the words that hold it and are none.
static TO_WHOM: LazyLock<Finder> = LazyLock::new(|| {
    Finder::new([
        "对", "对方", "对外", "对口", "对手", "对象", "对策", "对接", "针对", "面对", "应对", "绝对", "反对",
        "相对", "核对", "派对", "一对", "两对", "对岸", "对面", "对门",
    ])
});

/// True when a number with a measure stands in the phrase: 小区里的两名业主.
fn counts(phrase: &str) -> bool {
    let number = |character: char| {
        character.is_ascii_digit() || "一二两三四五六七八九十百千几数多".contains(character)
    };
    let mut previous = ' ';
    phrase.chars().any(|character| {
        let counted = number(previous) && MEASURES.contains(&character);
        previous = character;
        counted
    })
}

/// True when nothing makes the phrase a clause: no verb or function word beside those inside nouns.
pub(super) fn is_plain(phrase: &str) -> bool {
    let nouns: Vec<_> = NOUNS.find_iter(phrase).collect();
    CLAUSE.find_iter(phrase).all(|word| {
        nouns
            .iter()
            .any(|noun| noun.start <= word.start && word.end <= noun.end)
    })
}

#[cfg(test)]
mod tests {
    use super::{Described, described, described_body};
    use crate::claim::words::{Anaphor, words};
    use crate::document::SourceKind;

    fn kind(phrase: &str) -> Option<SourceKind> {
        described(words(), phrase).map(|described| described.kind)
    }

    #[test]
    fn people_without_names() {
        for phrase in [
            "一名值班护士",
            "死者的母亲",
            "小区里的两名业主",
            "被告",
            "有网友",
            "接受采访的市民",
            "一位不愿透露姓名的工作人员",
            "水务局的一位官员",
            "辩护律师",
        ] {
            assert_eq!(kind(phrase), Some(SourceKind::Anonymous), "{phrase}");
        }
        assert_eq!(kind("县水务局发言人"), Some(SourceKind::Person));
    }

    #[test]
    fn bodies_places_and_hearsay() {
        assert_eq!(described_body(words(), "白杨县"), Some(SourceKind::Government));
        assert_eq!(described_body(words(), "巴西"), Some(SourceKind::Government));
        assert_eq!(described_body(words(), "钱女士一方"), Some(SourceKind::Unlisted));
        assert_eq!(kind("有消息"), Some(SourceKind::Anonymous));
        assert_eq!(kind("网上有说法"), Some(SourceKind::Anonymous));
        let pointing = |anaphor| move |found: Described| found.anaphor == Some(anaphor);
        assert!(described(words(), "该护士").is_some_and(pointing(Anaphor::Office)));
        assert!(described(words(), "该公司").is_some_and(pointing(Anaphor::Body)));
    }

    #[test]
    fn clauses_are_no_descriptions() {
        for phrase in [
            "他把律师",
            "这个小区",
            "学校还请了家长",
            "上市",
            "的确有",
            "采访中记者",
        ] {
            assert_eq!(kind(phrase), None, "{phrase}");
            assert_eq!(described_body(words(), phrase), None, "{phrase}");
        }
    }
}
