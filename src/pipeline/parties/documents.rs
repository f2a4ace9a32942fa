//! Parts of a page that another wrote or another day filled: documents that are given word for word, and lists that bear a later day than the page. In: a
//! record's facts. Out: spans.

use jiff::civil::Date;
use memchr::memmem;

use super::paragraphs;
use crate::document::{Article, Facts, Span};

/// What a document is called where it is given in full.
const DOCUMENTS: [&str; 18] = [
    "全文",
    "原文",
    "内容",
    "声明",
    "通报",
    "公告",
    "通告",
    "通知",
    "公开信",
    "致歉信",
    "来信",
    "说明",
    "回应",
    "微博",
    "简历",
    "履历",
    "条文",
    "条款",
];
/// Characters of a line that leads to a document, and of one that signs it with a day.
const LEADING: usize = 60;

/// A document that an article gives word for word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// The line that leads to it: 全文如下：.
    pub lead: Span,
    /// All of it.
    pub span: Span,
    /// Who signed it, where a day stands below the name.
    pub signatory: Option<Span>,
}

/// The document that an article gives word for word: what stands below a line that leads to one (全文如下：), up to the day that it is signed with.
pub fn document(facts: &Facts, article: &Article) -> Option<Document> {
    let text = facts.record.text.as_str();
    let lines: Vec<Span> = paragraphs(facts, article).collect();
    let lead = lines.iter().position(|line| leads_to_document(line.of(text)))?;
    let given = lines.get(lead + 1..)?;
    let first = given.first()?;
    // A day at the head of a document is none that signs it.
    let signed = given
        .iter()
        .position(|line| is_day(line.of(text)))
        .filter(|at| *at > 0);
    let last = signed.map_or(given.last(), |at| given.get(at))?;
    let lines_above = signed.and_then(|at| given.get(at.checked_sub(1)?..=at));
    let mut names = lines_above.into_iter().flatten().rev();
    Some(Document {
        lead: *lines.get(lead)?,
        span: Span {
            start: first.start,
            end: last.end,
        },
        signatory: names.find_map(|line| signatory(text, *line)),
    })
}

/// How the names of those end who sign notices.
const SIGNATORIES: [&str; 23] = [
    "院",
    "局",
    "部",
    "委",
    "会",
    "厅",
    "府",
    "队",
    "处",
    "所",
    "站",
    "公司",
    "中心",
    "学校",
    "大学",
    "中学",
    "小学",
    "银行",
    "集团",
    "办公室",
    "团队",
    "幼儿园",
    "酒店",
];

/// The name of a body that is all of a line but for a day behind it.
fn signatory(text: &str, line: Span) -> Option<Span> {
    let words = line.of(text);
    let of_name = |sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign) && sign != '二';
    let start = words.len() - words.trim_start().len();
    let name = words.get(start..)?;
    let name = name.split(|sign: char| !of_name(sign)).next()?;
    let rest = words.get(start + name.len()..)?.trim();
    let fits = (SIGNED.0..=SIGNED.1).contains(&name.chars().count())
        && SIGNATORIES.iter().any(|end| name.ends_with(end))
        && (rest.is_empty() || is_day(rest));
    let start = line.start as usize + start;
    fits.then(|| Span::new(start, start + name.len()))
}

/// Characters of the name of a body, at least and at most.
const SIGNED: (usize, usize) = (4, 30);

/// What a body calls itself in its notices: 我局依法予以立案调查.
const OWN_BODIES: [&str; 12] = [
    "我局",
    "我厅",
    "我院",
    "我校",
    "我司",
    "我公司",
    "我分局",
    "我支队",
    "我大队",
    "我集团",
    "我中心",
    "我部门",
];

/// Notices that are printed as they are: paragraphs in which a body speaks of itself outside of quotation marks, and all of the text where it
/// does so in the first of them and again further down.
pub fn in_its_own_person(facts: &Facts, article: &Article) -> Vec<Span> {
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let quoted = |place: Span| segmentation.quotes.iter().any(|quote| quote.span.contains(place));
    let says = |line: Span| {
        let words = line.of(text);
        memmem::find_iter(words.as_bytes(), "我").any(|at| {
            let rest = words.get(at..).unwrap_or("");
            let body = OWN_BODIES.iter().find(|body| rest.starts_with(**body));
            // 我院子里, 我校对的: the sign begins another word.
            let whole = body.is_some_and(|body| {
                let behind = rest.get(body.len()..).unwrap_or("");
                !behind.starts_with(['子', '落', '对', '机', '长'])
            });
            let start = line.start as usize + at;
            whole && !quoted(Span::new(start, start + "我".len()))
        })
    };
    let lines: Vec<Span> = paragraphs(facts, article).collect();
    let spoken: Vec<Span> = lines.iter().copied().filter(|line| says(*line)).collect();
    match (lines.first(), lines.last(), spoken.as_slice()) {
        (Some(first), Some(last), [begins, _, ..]) if begins == first => vec![Span {
            start: first.start,
            end: last.end,
        }],
        _ => spoken,
    }
}

/// 以下为声明全文：, 原文如下：
fn leads_to_document(line: &str) -> bool {
    let sentence = line.trim_end().rsplit(['。', '！', '？']).next().unwrap_or(line);
    let Some(words) = sentence.strip_suffix(['：', ':']) else {
        return false;
    };
    let named = |words: &str| DOCUMENTS.iter().any(|name| words.ends_with(name));
    let below = words
        .strip_suffix("如下")
        .map(|words| words.trim_end_matches(['，', ',']));
    let leads = below.is_some_and(named)
        || named(words) && (words.contains("以下") || words.contains("下面") || words.starts_with('附'));
    leads && words.chars().count() <= LEADING
}

/// 2018年7月9日: a line that ends in a day and has no sentence.
fn is_day(line: &str) -> bool {
    let line = line.trim();
    line.ends_with('日')
        && line.contains('年')
        && line.chars().count() <= LEADING / 2
        && !line.contains(['，', '。', '：'])
}

/// Where the paragraphs bear a day and an hour after `stamp` (seconds since the Unix epoch): `2018-07-15 15:24`. Lists of other reports and pictures are
/// filled when the page is called up, whatever its stamp says.
pub fn later_text(facts: &Facts, article: &Article, stamp: i64) -> Vec<Span> {
    let text = facts.record.text.as_str();
    paragraphs(facts, article)
        .filter(|span| bears_a_later_day(span.of(text), stamp))
        .collect()
}

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Days after its stamp from which on what a text tells shows that the page was filled again: announcements reach less far ahead.
const AHEAD: i64 = 30;

/// True when one of the first paragraphs opens with a day, with its year, that lies more than a month after `stamp`, as with one that is past: the page is
/// that of an old report and shows the latest one of its matter.
pub fn was_filled_later(facts: &Facts, article: &Article, stamp: i64) -> bool {
    const FIRST: usize = 3;
    let text = facts.record.text.as_str();
    paragraphs(facts, article)
        .take(FIRST)
        .any(|span| tells_of_a_past_day_after(span.of(text), stamp + AHEAD * DAY))
}

/// Bytes of a paragraph within which the year of the day stands that it opens with.
const OPENING: usize = 34;

/// True for `2018年6月4日下午，…`, where the day begins after `seconds` and no word around it says that it is to come.
fn tells_of_a_past_day_after(words: &str, seconds: i64) -> bool {
    const STOPS: [char; 4] = ['。', '；', '！', '？'];
    const TO_COME: [&str; 9] = ["将", "拟", "定于", "预计", "截至", "至", "到", "前", "届时"];
    let opening = words.get(..words.floor_char_boundary(OPENING)).unwrap_or(words);
    memmem::find_iter(opening.as_bytes(), "年").any(|at| {
        let (before, behind) = (
            words.get(..at).unwrap_or(""),
            words.get(at + "年".len()..).unwrap_or(""),
        );
        let year = before
            .get(before.len().saturating_sub(4)..)
            .and_then(|year| year.parse::<i16>().ok());
        let Some((month, rest)) = behind.split_once('月') else {
            return false;
        };
        let Some((day, rest)) = rest.split_once('日') else {
            return false;
        };
        let day = year.zip(month.parse().ok()).zip(day.parse().ok());
        let day = day.and_then(|((year, month), day)| Date::new(year, month, day).ok());
        let later = day.is_some_and(|day| day.duration_since(Date::constant(1970, 1, 1)).as_secs() > seconds);
        let ahead = before.rsplit(STOPS).next().unwrap_or("");
        let after = rest.split(STOPS).next().unwrap_or("");
        later
            && !TO_COME
                .iter()
                .any(|word| ahead.contains(word) || after.contains(word))
    })
}

fn bears_a_later_day(words: &str, stamp: i64) -> bool {
    memmem::find_iter(words.as_bytes(), "20").any(|at| {
        let day = words
            .get(at..at + "2018-07-15".len())
            .and_then(|day| day.parse::<Date>().ok());
        day.is_some_and(|day| {
            let day = day.duration_since(Date::constant(1970, 1, 1)).as_secs();
            day > stamp + DAY
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{
        bears_a_later_day, in_its_own_person, is_day, leads_to_document, signatory, tells_of_a_past_day_after,
    };
    use crate::document::{Article, Block, BlockKind, Facts, Span};

    #[test]
    fn issue_6_a_notice_in_a_bodys_own_person_is_a_document() {
        let of = |text: &str| {
            let mut facts = Facts::default();
            facts.record.text = text.to_owned();
            let line = |line: &str| {
                let start = text.find(line)?;
                Some(Block {
                    kind: BlockKind::Paragraph,
                    span: Span::new(start, start + line.len()),
                    article: Some(0),
                })
            };
            facts.attributed.segmentation.blocks = text.lines().filter_map(line).collect();
            let spans = in_its_own_person(&facts, &Article::default());
            spans
                .into_iter()
                .map(|span| span.of(text).to_owned())
                .collect::<Vec<_>>()
        };
        let notice = "昨日渡口停航，我局已派人到场。\n船只正在检修。\n我局将及时公布进展。";
        assert_eq!(of(notice), [notice]);
        let once = "我局已派人到场。\n船只正在检修。";
        assert_eq!(of(once), ["我局已派人到场。"]);
        assert!(of("他在我院子里种了花。\n船只正在检修。").is_empty());
    }

    #[test]
    fn issue_6_a_list_of_a_later_day_was_not_there_when_the_page_was_stamped() {
        // 2017-11-23.
        let stamp = 1_511_395_200;
        assert!(bears_a_later_day("渡口晨景。2018-07-1515:24:10", stamp));
        assert!(!bears_a_later_day("渡口晨景。2017-11-2315:24:10", stamp));
        assert!(!bears_a_later_day("将于2018年7月15日通航", stamp));
    }

    #[test]
    fn issue_6_a_document_is_led_to_and_signed() {
        for line in [
            "声明全文如下：",
            "江州渡口管理处昨晚发布公开信。原文如下：",
            "以下为公告内容：",
            "据江州发布消息，警方发布通报，如下：",
        ] {
            assert!(leads_to_document(line), "{line}");
        }
        for line in [
            "会议要点如下：",
            "他说：",
            "全文如下，共三页。",
            "以下为记者看到的：",
        ] {
            assert!(!leads_to_document(line), "{line}");
        }
        assert!(is_day("江州渡口管理处2024年5月9日"));
        assert!(!is_day(
            "2024年5月9日，渡口停航，船工没有得到通知，次日才知道停航的原因。"
        ));
    }

    #[test]
    fn issue_6_a_body_signs_a_document_above_its_day_or_beside_it() {
        let of = |text: &str| {
            let line = Span::new(0, text.len());
            signatory(text, line).map(|name| name.of(text).to_owned())
        };
        assert_eq!(of(" 江州渡口管理处 ").as_deref(), Some("江州渡口管理处"));
        assert_eq!(
            of("江州渡口管理处2024年5月9日").as_deref(),
            Some("江州渡口管理处")
        );
        assert_eq!(
            of("江州渡口管理处 二〇二四年五月九日").as_deref(),
            Some("江州渡口管理处")
        );
        assert_eq!(of("渡口停航，市民可以改乘公交车"), None);
        assert_eq!(of("江州渡口管理处昨晚发布通报，5月9日"), None);
    }

    #[test]
    fn issue_6_a_life_that_is_added_is_a_document() {
        assert!(leads_to_document("附江岚简历："));
        assert!(leads_to_document("公告提到，以下是与渡口有关的条文："));
        assert!(!leads_to_document("他的简历："));
    }

    #[test]
    fn issue_6_a_page_that_tells_of_a_much_later_day_was_filled_again() {
        let of = |words: &str| tells_of_a_past_day_after(words, 1_513_728_000);
        assert!(of("最新消息：2018年6月4日下午，渡口管理处宣布停航。"));
        assert!(!of("渡口将于2018年6月4日停航。"));
        assert!(!of("渡口自2018年6月4日起停航，管理处将另行公告。"));
        assert!(!of("2016年6月4日，渡口停航。"));
        assert!(!of("年初，渡口停航。"));
        assert!(!of("渡口的老周把船卖了，2018年6月4日搬到了镇上。"));
    }
}
