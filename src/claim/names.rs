//! Who a phrase names: a person behind titles, a body, an outlet, somebody unnamed, or a word that stands for somebody
//! named before. In goes a noun phrase of the reading form, out comes where the name stands in it and what it is.
//! Strict on purpose: a phrase that fits no pattern names nobody, since a wrong source is worse than a missed one.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::finder::Finder;
use super::joint::{JOINS, jointly, listed_outlets};
use super::outlets::OutletTable;
use super::people::{described, described_body};
use super::persons::{is_personal_name, name_after_house, name_after_title, without_office};
use super::reading::{is_han, leading_time, trimmed};
use super::words::{Anaphor, words};

/// A source that a phrase names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    /// Where the whole phrase begins (bytes in the phrase given).
    pub phrase_start: usize,
    /// Where the name begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Canonical name, where the table knows it.
    pub canonical: Option<String>,
    /// What it is.
    pub kind: SourceKind,
    /// Set when the phrase stands for something named before.
    pub anaphor: Option<Anaphor>,
    /// Further names that speak jointly: bytes in the phrase given.
    pub joint: Vec<(usize, usize)>,
}

impl Named {
    /// An unlisted source that is written at `start..end`.
    pub fn plain(start: usize, end: usize) -> Self {
        Self {
            phrase_start: start,
            start,
            end,
            canonical: None,
            kind: SourceKind::Unlisted,
            anaphor: None,
            joint: Vec::new(),
        }
    }

    /// The same in a phrase that begins `by` bytes earlier.
    pub fn moved(mut self, by: usize) -> Self {
        self.phrase_start += by;
        self.start += by;
        self.end += by;
        for place in &mut self.joint {
            *place = (place.0 + by, place.1 + by);
        }
        self
    }
}

/// Words that cannot stand inside the name of a body.
const NOT_IN_A_NAME: &[&str] = &[
    "的", "了", "是", "将", "把", "被", "使", "让", "按照", "根据", "依据", "贯彻", "落实", "以及", "如果",
    "因为", "但", "这", "那", "有", "就", "都", "并", "会见", "等", "不", "没", "着", "我", "你", "对", "向",
    "还", "也", "所", "此", "给", "请", "在", "从", "接到", "收到", "通过", "接受", "已经", "注意", "看到",
    "表示", "认为", "希望", "要求", "宣布", "进行",
];

/// Words that hold one of them and stand inside names: 有限公司, 国有资产.
const IN_A_NAME: &[&str] = &[
    "有限",
    "国有",
    "有色",
    "所有制",
    "等离子",
    "有机",
    "公有",
    "自有",
    "通过率",
    "进行的",
    "不动产",
    "不锈钢",
    "还珠",
    "对外",
    "对接",
    "就业",
    "创就",
    "向阳",
    "向日",
    "有线",
    "我国",
    "首都",
    "都市",
    "成都",
    "都江堰",
    "昌都",
    "我爱",
    "使馆",
    "大使",
    "所在",
    "看守所",
    "派出所",
    "研究所",
    "事务所",
    "拘留所",
    "管理所",
    "交易所",
    "诊所",
    "戒毒所",
    "检查所",
    "检测所",
    "监测所",
    "设计所",
    "律所",
    "证券所",
    "收容所",
    "托管所",
    "供电所",
    "交所",
    "卫生所",
    "税务所",
];

/// Finds both, and tells which of them are outside.
static OUTSIDE_NAMES: LazyLock<Finder> =
    LazyLock::new(|| Finder::new(NOT_IN_A_NAME.iter().chain(IN_A_NAME).copied()));

/// The first word in `text` that no name of a body holds.
pub(super) fn outside_name(text: &str) -> Option<super::finder::Found> {
    OUTSIDE_NAMES
        .find_iter(text)
        .find(|word| word.word < NOT_IN_A_NAME.len())
}

/// Regions that papers are named after beside countries.
const REGIONS: &[&str] = &[
    "台湾",
    "香港",
    "澳门",
    "西班牙",
    "港",
    "台",
    "美",
    "英",
    "法",
    "德",
    "俄",
    "日",
    "韩",
];

/// Length of the words before a subject (lead-ins and times) that `phrase` starts with.
pub(super) fn lead_length(phrase: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = phrase.get(at..).unwrap_or("");
        // ①, ●, soft hyphens and the like before the first word.
        let odd = |character: char| {
            !is_han(character)
                && !character.is_alphanumeric()
                && !matches!(character, '《' | '“' | '「' | '(' | '（' | '@')
                || matches!(character, '①'..='⑳')
        };
        let rest = rest.trim_start_matches(odd);
        // 3、某某: the number of an item.
        let unnumbered = rest.trim_start_matches(|next: char| next.is_ascii_digit());
        let item = unnumbered
            .strip_prefix(['、', '．'])
            .filter(|_| at == 0 && (1..=2).contains(&(rest.len() - unnumbered.len())));
        let rest = item.unwrap_or(rest);
        at = phrase.len() - rest.len();
        let (space, rest) = trimmed(rest);
        let step = words()
            .lead_ins
            .of(rest)
            .map_or(0, str::len)
            .max(leading_time(rest));
        // 上周六（3月2日）: the date of the day before it.
        let dated = rest
            .strip_prefix(['（', '('])
            .filter(|inner| at > 0 && inner.starts_with(|first: char| first.is_ascii_digit()))
            .and_then(|inner| inner.find(['）', ')']))
            .map_or(0, |close| close + 2 * "（".len());
        let step = step.max(if dated > 0 && rest.is_char_boundary(dated.min(rest.len())) {
            dated
        } else {
            0
        });
        if step == 0 || step >= rest.len() {
            return at + space;
        }
        let mut next = at + space + step;
        // 1月11日的发布会: the date belongs to the phrase.
        if phrase.get(next..).is_some_and(|after| after.starts_with('的')) {
            next = at + space;
            return next;
        }
        at = next;
    }
}

/// Where the name stands in a phrase that is more than a name: how a reporter got a document is said of it (某报记者获取的起诉书), and who
/// answers a paper is not that paper (某公司回应某报). The place and the length in bytes.
fn inside_of_a_clause(body: &str, outlets: &OutletTable) -> Option<(usize, usize)> {
    const GOT: [&str; 10] = [
        "获取的",
        "获得的",
        "拿到的",
        "得到的",
        "看到的",
        "查到的",
        "查阅的",
        "收到的",
        "掌握的",
        "独家获悉的",
    ];
    const ANSWERS: [&str; 3] = ["回应", "回复", "答复"];
    // One pass for all of them: most phrases have none.
    static VERBS: LazyLock<Finder> = LazyLock::new(|| Finder::new(ANSWERS.into_iter().chain(["记者"])));
    VERBS.find(body)?;
    if let Some((reporter, rest)) = body.split_once("记者").filter(|(_, rest)| !rest.is_empty()) {
        let got = GOT.iter().find_map(|got| rest.strip_prefix(got))?;
        let named = got.chars().count() >= 2 && reporter.chars().count() <= 12;
        return named.then_some((body.len() - got.len(), got.len()));
    }
    ANSWERS.iter().find_map(|verb| {
        let (name, paper) = body.split_once(verb)?;
        let answers =
            name.chars().count() >= 2 && (outlets.resolve(paper).is_some() || paper.ends_with("记者"));
        answers.then_some((0, name.len()))
    })
}

/// Who `phrase` names. `None` when it fits no pattern.
pub(super) fn who(phrase: &str, outlets: &OutletTable) -> Option<Named> {
    let words = words();
    let lead = lead_length(phrase);
    // 今晚报 begins like a time and is a name.
    let lead = if lead > 0 && outlets.resolve(phrase).is_some() {
        0
    } else {
        lead
    };
    let rest = phrase.get(lead..)?;
    let (space, body) = trimmed(rest);
    let start = lead + space;
    let end = start + body.len();
    let count = body.chars().count();
    if count == 0 || count > 48 {
        return None;
    }
    if let Some((from, length)) = inside_of_a_clause(body, outlets) {
        let named = who(body.get(from..from + length)?, outlets)?;
        let shift = start + from;
        let joint = named
            .joint
            .iter()
            .map(|(begin, end)| (begin + shift, end + shift));
        return Some(Named {
            phrase_start: start,
            start: named.start + shift,
            end: named.end + shift,
            joint: joint.collect(),
            ..named
        });
    }
    let plain = Named::plain(start, end);
    let marked = body.trim_start_matches('《').trim_end_matches('》');
    let stands_for = words.anaphors.get(marked).or_else(|| words.anaphors.get(body));
    if let Some(&anaphor) = stands_for {
        let kind = match anaphor {
            Anaphor::Person | Anaphor::People | Anaphor::Office => SourceKind::Person,
            Anaphor::Meeting => SourceKind::Meeting,
            Anaphor::Conference => SourceKind::PressConference,
            Anaphor::Document | Anaphor::Article => SourceKind::Document,
            Anaphor::Body => SourceKind::Unlisted,
        };
        return Some(Named {
            kind,
            anaphor: Some(anaphor),
            ..plain
        });
    }
    if let Some(outlet) = outlets.resolve(body) {
        return Some(Named {
            canonical: Some(outlet.canonical),
            kind: outlet.kind,
            ..plain
        });
    }
    // 台湾《工商晚报》: where a paper is at home is said of it, where the table has no paper of that place.
    if let Some((place, title)) = body.split_once('《')
        && title.ends_with('》')
        && (words.countries.contains(place) || REGIONS.contains(&place))
    {
        return Some(Named {
            start: start + place.len(),
            kind: SourceKind::Outlet,
            ..plain
        });
    }
    // 台湾“某某社”: an outlet of the table between marks.
    if let Some((place, title)) = body.split_once('“')
        && let Some(name) = title.strip_suffix('”')
        && (place.is_empty() || words.countries.contains(place) || REGIONS.contains(&place))
        && let Some(outlet) = outlets.resolve(name)
        && matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
    {
        let from = start + place.len() + '“'.len_utf8();
        return Some(Named {
            start: from,
            end: from + name.len(),
            canonical: Some(outlet.canonical),
            kind: outlet.kind,
            ..plain
        });
    }
    if body.starts_with('《') && body.ends_with('》') {
        return Some(Named {
            kind: SourceKind::Document,
            ..plain
        });
    }
    let joins = body.contains(JOINS);
    if joins && let Some(listed) = listed_outlets(body, start, &plain, outlets) {
        return Some(listed);
    }
    if joins && let Some(joint) = jointly(words, body, start, &plain) {
        return Some(joint);
    }
    if let Some(at) = name_after_title(words, body) {
        let title = body.get(..at).unwrap_or("");
        if !is_acted_on(title) {
            return Some(Named {
                start: start + at,
                kind: SourceKind::Person,
                ..plain
            });
        }
    }
    if is_personal_name(body, false) && !words.people.has(body) {
        return Some(Named {
            kind: SourceKind::Person,
            end: start + without_office(body).unwrap_or(body).len(),
            ..plain
        });
    }
    if let Some(name) = without_office(body) {
        return Some(Named {
            kind: SourceKind::Person,
            end: start + name.len(),
            ..plain
        });
    }
    // 并未气馁的赵大川, 在外地供职的钱女士: a clause that is said of the name behind it.
    let said = body
        .rsplit_once('的')
        .filter(|(said, _)| said.chars().count() >= 2);
    if let Some((_, name)) = said {
        let titled = name_after_title(words, name);
        if titled.is_some() || is_personal_name(name, false) && !words.people.has(name) {
            return Some(Named {
                start: start + body.len() - name.len() + titled.unwrap_or(0),
                kind: SourceKind::Person,
                ..plain
            });
        }
    }
    if let Some(described) = described(words, body) {
        return Some(Named {
            start: start + described.start,
            kind: described.kind,
            anaphor: described.anaphor,
            ..plain
        });
    }
    // 被指营销此事的某公司经理: a clause that is said of somebody described.
    let counted = || {
        ["一名", "一位", "两名", "两位", "多名", "多位", "有"]
            .iter()
            .any(|number| body.starts_with(number))
    };
    if let Some((_, name)) = said {
        let described = described(words, name)
            .filter(|found| found.anaphor.is_none() && (name.chars().count() >= 4 || counted()));
        if let Some(described) = described {
            return Some(Named {
                start: start + body.len() - name.len() + described.start,
                kind: described.kind,
                ..plain
            });
        }
    }
    // 咨询公司Gray & Hill: what it is stands before a name in Latin letters.
    let latin = body.trim_end_matches(|next: char| {
        next.is_ascii_alphanumeric() || matches!(next, ' ' | '-' | '.' | '&' | '\'')
    });
    let what = [
        "公司",
        "机构",
        "企业",
        "平台",
        "网站",
        "集团",
        "品牌",
        "媒体",
        "智库",
        "银行",
        "厂商",
        "巨头",
        "制造商",
        "供应商",
        "运营商",
        "零售商",
        "开发商",
        "博客",
        "杂志",
        "组织",
    ];
    // 民主党人Mary Gray: somebody described before such a name.
    let person = words.people.of(latin.trim_end()).is_some() || latin.ends_with(['人', '员', '长']);
    if body.len() - latin.len() >= 2 && person && !latin.is_empty() && outside_name(latin).is_none() {
        let name = body.get(latin.len()..)?;
        let space = name.len() - name.trim_start().len();
        if name.trim().starts_with(|first: char| first.is_ascii_uppercase()) {
            return Some(Named {
                start: start + latin.len() + space,
                kind: SourceKind::Person,
                ..plain
            });
        }
    }
    if body.len() - latin.len() >= 2
        && what.iter().any(|what| latin.ends_with(what))
        && outside_name(latin).is_none()
    {
        let at = start + latin.len();
        let space = body
            .get(latin.len()..)
            .map_or(0, |name| name.len() - name.trim_start().len());
        return Some(Named {
            start: at + space,
            ..plain
        });
    }
    // 某某咨询赵川: where somebody works stands before the name, without an office.
    if let Some(at) = name_after_house(words, body) {
        return Some(Named {
            start: start + at,
            kind: SourceKind::Person,
            ..plain
        });
    }
    // 咨询机构某某, 科技媒体某某: what it is stands before a name of Han characters.
    if let Some(at) = behind_its_kind(body) {
        return Some(Named {
            start: start + at,
            ..plain
        });
    }
    let Some(kind) = words
        .organisations
        .number(body)
        .and_then(|number| words.organisation_kinds.get(number))
    else {
        return described_body(words, body).map(|kind| Named { kind, ..plain });
    };
    let head = body.strip_suffix("的").unwrap_or(body);
    let after_date = head
        .get(leading_time(head)..)
        .unwrap_or("")
        .trim_start_matches('的');
    // 某公司的年报: a document may have an owner.
    let owned = *kind == SourceKind::Document;
    // 某法院的陪审团: a part of a body.
    let part = || {
        let (owner, part) = after_date.rsplit_once('的')?;
        let public = who(owner, outlets).filter(|owner| {
            owner.anaphor.is_none() && matches!(owner.kind, SourceKind::Government | SourceKind::Unlisted)
        });
        (words.organisations.has(part) && public.is_some()).then_some(())
    };
    // 某某所属的某省律师协会: a clause that is said of the body behind it.
    if let Some((before, tail)) = after_date.rsplit_once('的')
        && matches!(kind, SourceKind::Unlisted | SourceKind::Government)
        && tail.chars().count() >= 5
        && before.chars().count() >= 3
        && !words.organisations.has(tail)
        && outside_name(tail).is_none()
        && tail
            .chars()
            .all(|next| is_han(next) || next.is_ascii_alphabetic() || matches!(next, '@' | '-'))
        && !tail.contains(['下', '去', '到', '来'])
        && !["家长", "家属", "家人"].iter().any(|kin| tail.starts_with(kin))
        && !before.contains(['被', '把', '让', '对', '给'])
    {
        return Some(Named {
            kind: *kind,
            start: end - tail.len(),
            ..plain
        });
    }
    let clean = OUTSIDE_NAMES
        .find_iter(after_date)
        .filter(|word| word.word < NOT_IN_A_NAME.len())
        .all(|word| owned && after_date.get(word.start..word.end) == Some("的"))
        || !owned && part().is_some();
    // 召开新闻发布会: what somebody did, not who.
    let held = [
        "召开",
        "举行",
        "举办",
        "出席",
        "参加",
        "主持",
        "发微博",
        "发微信",
        "发推",
        "发布",
        "发表",
        "进行",
        "开展",
        "展开",
        "提供",
        "包括",
        "利用",
        "推动",
        "推进",
        "收集",
        "查询",
        "整理",
        "使用",
        "给予",
        "作出",
        "做出",
    ]
    .iter()
    .any(|verb| head.starts_with(verb));
    // 连发多条微博: what somebody did who is not named here.
    let posts = ["发", "连发", "连续发", "又发", "再发", "更新", "转发", "再次发"]
        .iter()
        .any(|verb| head.starts_with(verb))
        && (head.ends_with("微博") || head.ends_with("微信"));
    let clean = clean && !held && !posts;
    // A bare ending stands for a body or a document named before (公司, 协议); 新闻 names nobody.
    let bare = words.organisations.has(head) && *kind != SourceKind::Government;
    // 数据显示: whose data is not said.
    if bare && NOBODYS.contains(&head) {
        return None;
    }
    let anaphor = match *kind {
        SourceKind::Unlisted if bare => Some(Anaphor::Body),
        SourceKind::Document if bare => Some(Anaphor::Document),
        _ => None,
    };
    // 某法院召开新闻发布会: who holds it speaks there.
    if *kind == SourceKind::PressConference
        && let Some(at) = ["召开", "举行", "举办"]
            .iter()
            .find_map(|verb| head.find(verb))
            .filter(|&at| at > 0)
    {
        let holder = who(head.get(..at)?, outlets)?;
        return Some(holder.moved(start));
    }
    let bare = bare && anaphor.is_none();
    let longest = match *kind {
        SourceKind::Outlet | SourceKind::Agency => 14,
        SourceKind::Document => 24,
        _ => 36,
    };
    (clean && !bare && (2..=longest).contains(&count)).then_some(Named {
        kind: *kind,
        anaphor,
        ..plain
    })
}

/// Where a name of two to four Han characters begins behind what its bearer is.
fn behind_its_kind(body: &str) -> Option<usize> {
    const KINDS: [&str; 14] = [
        "咨询机构",
        "咨询公司",
        "研究机构",
        "评级机构",
        "调研机构",
        "调查机构",
        "市场研究公司",
        "研究公司",
        "分析机构",
        "投资银行",
        "会计师事务所",
        "科技媒体",
        "财经媒体",
        "新闻网站",
    ];
    let at = KINDS
        .iter()
        .filter_map(|kind| body.find(kind).map(|at| at + kind.len()))
        .max()?;
    let name = body.get(at..)?;
    let plain = (2..=4).contains(&name.chars().count())
        && name.chars().all(is_han)
        && outside_name(name).is_none()
        && !words().people.has(name)
        && words().people.of(name).is_none()
        && words().organisations.of(name).is_none();
    (plain && outside_name(body.get(..at)?).is_none()).then_some(at)
}

/// True where a title holds a word that makes a clause of it: 把局长, 被主任. Parties of a trial are named with 被: 被告人某某.
fn is_acted_on(title: &str) -> bool {
    const PARTIES: [&str; 4] = ["被告", "被害", "被上诉", "被申请"];
    title.contains(['让', '把'])
        || title.match_indices('被').any(|(at, _)| {
            let party = title.get(at..).unwrap_or("");
            !PARTIES.iter().any(|word| party.starts_with(word))
        })
}

/// Documents that are somebody's only where it is said whose.
const NOBODYS: &[&str] = &[
    "信息",
    "视频",
    "判决",
    "调查",
    "邮件",
    "短信",
    "聊天记录",
    "名单",
    "公示",
    "榜单",
    "监测数据",
    "数据",
    "资料",
    "监控",
    "录像",
    "记录",
    "统计",
    "截图",
    "监控视频",
    "档案",
    "病历",
    "规划",
    "手册",
    "问卷",
    "论文",
    "调查结果",
    "鉴定结果",
    "检测结果",
    "检查结果",
    "排行榜",
    "证言",
    "案卷",
];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::who;
    use crate::claim::OutletTable;
    use crate::document::SourceKind;

    fn name(phrase: &str) -> Option<(String, SourceKind)> {
        let named = who(phrase, &OutletTable::builtin())?;
        Some((phrase[named.start..named.end].to_owned(), named.kind))
    }

    #[test]
    fn titles_are_stripped() {
        let person = |phrase: &str, expected: &str| {
            assert_eq!(
                name(phrase),
                Some((expected.to_owned(), SourceKind::Person)),
                "{phrase}"
            )
        };
        person("某省卫生健康委副主任、疾控局局长赵大川", "赵大川");
        person(
            "随后，某公司首席执行官约翰·史密斯".trim_start_matches("随后，"),
            "约翰·史密斯",
        );
        person("周女士", "周女士");
        person("孙某", "孙某");
        person("欧阳明日", "欧阳明日");
        person("白杨县人民法院审判长钱芳", "钱芳");
    }

    #[test]
    fn bodies_and_nobody() {
        assert_eq!(name("白杨县公安局").unwrap().1, SourceKind::Government);
        assert_eq!(
            name("3月5日的白杨县防汛工作新闻发布会").unwrap().1,
            SourceKind::PressConference
        );
        assert_eq!(name("知情人士").unwrap().1, SourceKind::Anonymous);
        assert_eq!(name("这一做法"), None);
        assert_eq!(name("严格按照指挥部"), None);
        assert_eq!(
            name("新闻"),
            Some(("新闻".to_owned(), SourceKind::Outlet)).filter(|_| false)
        );
    }

    #[test]
    fn issue_6_the_name_stands_in_a_clause() {
        let of = |phrase: &str| name(phrase).map(|(name, _)| name);
        assert_ne!(of("海风日报记者获取的起诉书").as_deref(), Some("海风日报"));
        assert_eq!(of("何明回应人民日报").as_deref(), Some("何明"));
        assert_eq!(of("人民日报").as_deref(), Some("人民日报"));
    }
}
