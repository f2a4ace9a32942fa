//! Who a phrase names: a person behind titles, a body, an outlet, somebody unnamed, or a word that stands for somebody
//! named before. In goes a noun phrase of the reading form, out comes where the name stands in it and what it is.
//! Strict on purpose: a phrase that fits no pattern names nobody, since a wrong source is worse than a missed one.

use std::sync::LazyLock;

use crate::document::SourceKind;

use super::behind_kinds::{behind_its_kind, latin_behind_its_kind};
use super::bodies::body_named;
use super::edges::Edges;
use super::finder::Finder;
use super::firms::firm;
use super::joint::{JOINS, jointly, listed_outlets};
use super::leads::lead_length;
use super::outlets::OutletTable;
use super::people::described;
use super::persons::{between_offices, is_personal_name, name_after_house, name_after_title, without_office};
use super::reading::trimmed;
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
    let title = body.trim_start_matches('《').trim_end_matches('》');
    // The longest of them has five characters, or seven with its marks.
    let stands_for = if body.len() > 7 * "某".len() {
        None
    } else {
        words.anaphors.get(title).or_else(|| words.anaphors.get(body))
    };
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
    if let Some(kind) = firm(body) {
        return Some(Named { kind, ..plain });
    }
    // 外媒华尔街日报: what it is stands before an outlet of the table.
    if let Some(name) = MEDIA.cut(body)
        && let Some(outlet) = outlets.resolve(name)
        && matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
    {
        return Some(Named {
            start: end - name.len(),
            canonical: Some(outlet.canonical),
            kind: outlet.kind,
            ..plain
        });
    }
    // One look for the marks and joins that few phrases have: 《》, “” and 、.
    let marked = body.bytes().any(|byte| matches!(byte, 0xE2 | 0xE3));
    // 台湾《工商晚报》: where a paper is at home is said of it, where the table has no paper of that place.
    if marked
        && let Some((place, title)) = body.split_once('《')
        && title.ends_with('》')
        && (words.countries.contains(place) || REGIONS.contains(&place))
    {
        return Some(Named {
            start: start + place.len(),
            kind: SourceKind::Outlet,
            ..plain
        });
    }
    // 美国《纽约时报》网站: the pages of a paper of the table.
    if marked
        && let Some(titled) = PAGES.cut(body).and_then(|titled| titled.strip_suffix('》'))
        && let Some((place, title)) = titled.split_once('《')
        && (place.is_empty() || words.countries.contains(place) || REGIONS.contains(&place))
        && let Some(outlet) = outlets.resolve(title)
        && matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
    {
        let from = start + place.len();
        return Some(Named {
            start: from,
            end: from + titled.len() - place.len() + '》'.len_utf8(),
            canonical: Some(outlet.canonical),
            kind: outlet.kind,
            ..plain
        });
    }
    // 台湾“某某社”: an outlet of the table between marks.
    if marked
        && let Some((place, title)) = body.split_once('“')
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
    // 某部印发的《…通知》, 这份《…说明》: what is said of a document stands before its title.
    if body.ends_with('》')
        && let Some(at) = body.find('《').filter(|&at| at > 0)
        && !body.get(at + '《'.len_utf8()..)?.contains('《')
        && body.get(..at).is_some_and(describes_a_document)
    {
        return Some(Named {
            start: start + at,
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
    if let Some((from, to)) = between_offices(words, body)
        && !is_acted_on(body.get(..from).unwrap_or(""))
    {
        return Some(Named {
            start: start + from,
            end: start + to,
            kind: SourceKind::Person,
            ..plain
        });
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
    // 现任首席运营官的她: somebody named before.
    if let Some((said, pronoun @ ("他" | "她"))) = said
        && said.chars().count() >= 3
        && !said.starts_with(['对', '和', '与', '跟', '向', '在', '给'])
    {
        return Some(Named {
            start: end - pronoun.len(),
            kind: SourceKind::Person,
            anaphor: Some(Anaphor::Person),
            ..plain
        });
    }
    if let Some((said, name)) = said {
        let titled = name_after_title(words, name);
        // 负责公共事务的卡勒: what somebody is in charge of is an office.
        let charged = ["负责", "分管", "主管", "主持", "担任", "身为"]
            .iter()
            .any(|charge| said.contains(charge))
            && is_personal_name(name, true)
            && !words.people.has(name);
        if titled.is_some() || charged || is_personal_name(name, false) && !words.people.has(name) {
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
    if let Some(named) = latin_behind_its_kind(body, &plain) {
        return Some(named);
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
    body_named(body, &plain, outlets)
}

/// What a paper publishes on beside paper.
static PAGES: LazyLock<Edges> =
    LazyLock::new(|| Edges::at_end(["网站", "网络版", "官网", "中文网", "网页版", "电子版"]));

/// Kinds of media that stand before the name of one.
static MEDIA: LazyLock<Edges> = LazyLock::new(|| {
    Edges::at_start([
        "外媒",
        "美媒",
        "英媒",
        "法媒",
        "德媒",
        "日媒",
        "俄媒",
        "韩媒",
        "台媒",
        "港媒",
        "印媒",
        "澳媒",
        "加媒",
        "官媒",
        "党媒",
        "媒体",
        "外国媒体",
        "国外媒体",
        "境外媒体",
        "海外媒体",
        "美国媒体",
        "英国媒体",
        "日本媒体",
        "韩国媒体",
        "香港媒体",
        "台湾媒体",
        "当地媒体",
        "财经媒体",
        "知名媒体",
    ])
});

/// True for words before the title of a document that belong to it: 某部印发的, 这份, 新修订的.
fn describes_a_document(before: &str) -> bool {
    const LONGEST: usize = 24;
    let pointed = [
        "这份", "该份", "一份", "这篇", "该篇", "一篇", "这部", "这本", "该书", "这封", "一封", "这则",
        "一则", "我国",
    ]
    .iter()
    .any(|pointer| before.ends_with(pointer));
    // 由某某导演的《…》 is a film.
    let issued = [
        "发布的",
        "印发的",
        "公布的",
        "出台的",
        "实施的",
        "施行的",
        "颁布的",
        "制定的",
        "修订的",
        "撰写的",
        "发表的",
        "刊发的",
        "出具的",
        "提交的",
        "下发的",
        "签署的",
        "起草的",
        "推出的",
        "生效的",
    ]
    .iter()
    .any(|act| before.ends_with(act));
    let said = issued && before.chars().count() <= LONGEST;
    (pointed || said) && !before.starts_with(['据', '按', '根', '依', '对', '在', '从', '以'])
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
        person("某省政协副主任赵大川代表", "赵大川");
        person("白杨大学院长欧阳明日委员", "欧阳明日");
        person("赵大川总领事", "赵大川");
        person("赵大川副局长", "赵大川");
    }

    #[test]
    fn bodies_and_nobody() {
        assert_eq!(name("白杨县公安局").unwrap().1, SourceKind::Government);
        assert_eq!(
            name("3月5日的白杨县防汛工作新闻发布会").unwrap().1,
            SourceKind::PressConference
        );
        assert_eq!(name("知情人士").unwrap().1, SourceKind::Anonymous);
        assert_eq!(name("亚马逊").unwrap().1, SourceKind::Unlisted);
        assert_eq!(name("这一做法"), None);
        assert_ne!(
            name("某校学生代表").map(|found| found.1),
            Some(SourceKind::Person)
        );
        assert_ne!(name("副主任委员").map(|found| found.1), Some(SourceKind::Person));
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
