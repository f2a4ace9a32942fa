//! Words that stand for somebody or something named before: 他, 双方, 会议, 《通知》, 该负责人. In go the mentions of a
//! record in order of the text, out they come with the full name where one candidate stands within two paragraphs.

use crate::document::SourceKind;

use super::body::Body;
use super::leads::lead_length;
use super::learned::{ANSWER, opening_label};
use super::mention::Mention;
use super::names::who;
use super::outlets::OutletTable;
use super::pronouns::{somebody, speaking};
use super::reading::{is_boundary, leading_time};
use super::words::{Anaphor, words};

/// How many paragraphs back an antecedent may stand.
const REACH: usize = 2;

/// How many mentions back, in paragraphs that never end.
const MENTIONS: usize = 200;

/// How many bytes back, in paragraphs that never end: some 5,000 Chinese characters.
const BYTES: usize = 15_000;

/// Fills in the names that anaphors stand for; drops those that stand for nothing and say nothing by themselves.
pub(super) fn resolve(body: &Body<'_>, mentions: &mut Vec<Mention>, outlets: &OutletTable) {
    let people = if mentions
        .iter()
        .any(|mention| mention.anaphor == Some(Anaphor::Person))
    {
        speaking(mentions)
    } else {
        Vec::new()
    };
    for index in 0..mentions.len() {
        let Some((before, rest)) = mentions.split_at_mut_checked(index) else {
            continue;
        };
        let Some(mention) = rest.first_mut() else { continue };
        let Some(anaphor) = mention.anaphor else { continue };
        // Mentions come paragraph by paragraph: what stands near is a tail of what came before.
        let far = before
            .iter()
            .rev()
            .take(MENTIONS)
            .position(|other| other.paragraph + REACH < mention.paragraph);
        let reach = far.unwrap_or(before.len().min(MENTIONS));
        let (all, before) = (&*before, before.get(before.len() - reach..).unwrap_or(&[]));
        let near = |other: &&Mention| other.article == mention.article;
        let name = |other: &Mention| other.source.clone().unwrap_or_else(|| other.source_name.clone());
        let found = match anaphor {
            Anaphor::Person if mention.source_name == ANSWER => answers(body, all, mention),
            Anaphor::Person => somebody(body, before, mention, &people, outlets),
            Anaphor::Office => office(before, mention),
            Anaphor::People => before
                .iter()
                .rev()
                .filter(near)
                .find(|other| joint(other))
                .map(name),
            Anaphor::Conference => before
                .iter()
                .rev()
                .filter(near)
                .find(|other| other.kind == SourceKind::PressConference && other.anaphor.is_none())
                .map(name)
                .or_else(|| introduced(body, mention, &["发布会", "记者会"])),
            Anaphor::Meeting => introduced(body, mention, MEETINGS),
            Anaphor::Document => document(body, mention)
                .or_else(|| same_noun(before, mention))
                .or_else(|| issued(body, mention, outlets)),
            Anaphor::Body => same_noun(before, mention).or_else(|| named_body(body, mention, outlets)),
            Anaphor::Article if !pointed(&mention.source_name).contains("报") => titled(body, mention),
            Anaphor::Article => reported(all, mention).map(name),
        };
        if found.is_none() {
            mention.confidence = 0.5;
        }
        mention.source = found;
    }
    // 报道称 without an outlet before it names nobody; a text that is spoken of is one.
    mentions.retain(|mention| {
        mention.anaphor != Some(Anaphor::Article)
            || mention.source.is_some()
            || !pointed(&mention.source_name).contains("报")
    });
}

/// Who gives the answers of an interview whose turns are marked 问 and 答: the last person who speaks before the first question.
fn answers(body: &Body<'_>, before: &[Mention], mention: &Mention) -> Option<String> {
    let own = || before.iter().filter(|other| other.article == mention.article);
    if let Some(first) = own().find(|other| other.source_name == ANSWER) {
        return first.source.clone();
    }
    own()
        .rfind(|other| {
            other.kind == SourceKind::Person
                && other.anaphor.is_none()
                && !joint(other)
                && opening_label(body, other.paragraph).is_none()
        })
        .map(|other| other.source_name.clone())
}

/// Whose report 报道 is: the last outlet that the article has let report, however far above. A report that is told at length
/// names its outlet once, at its head.
fn reported<'a>(before: &'a [Mention], mention: &Mention) -> Option<&'a Mention> {
    before
        .iter()
        .rev()
        .take(MENTIONS)
        .take_while(|other| other.article == mention.article)
        .find(|other| {
            let media = other.kind == SourceKind::Anonymous && other.source_name.ends_with(['媒', '体']);
            (other.level == 0 || media) && other.anaphor.is_none()
        })
}

/// Endings of meetings that 会议 can mean.
const MEETINGS: &[&str] = &[
    "会议",
    "座谈会",
    "论坛",
    "调度会",
    "碰头会",
    "研讨会",
    "推进会",
    "大会",
    "全会",
    "例会",
];

/// What a pointing phrase points at: 该公司 -> 公司.
fn pointed(name: &str) -> &str {
    [
        "该", "上述", "前述", "这位", "那位", "这名", "那名", "这份", "该份", "这家", "那家", "这个",
    ]
    .iter()
    .find_map(|pointer| name.strip_prefix(pointer))
    .filter(|noun| !noun.is_empty())
    .unwrap_or(name)
}

/// The speaker that 该负责人, 这位医生 means: the last one whose words hold the office.
fn office(before: &[Mention], mention: &Mention) -> Option<String> {
    let noun = pointed(&mention.source_name);
    let holds = |other: &&Mention| {
        other.article == mention.article
            && matches!(other.kind, SourceKind::Person | SourceKind::Anonymous)
            && !joint(other)
            && other.anaphor.is_none()
            && (other.source_name.ends_with(noun) || other.titled.contains(noun))
    };
    let other = before.iter().rev().find(holds)?;
    Some(other.source.clone().unwrap_or_else(|| other.source_name.clone()))
}

/// The last mention whose name ends with the noun that points back: 该公司 -> 某某科技公司.
fn same_noun(before: &[Mention], mention: &Mention) -> Option<String> {
    let noun = pointed(&mention.source_name);
    let media = matches!(noun, "媒体" | "报纸" | "电视台" | "通讯社" | "网站");
    let other = before.iter().rev().find(|other| {
        other.article == mention.article
            && other.anaphor.is_none()
            && (other.source_name.len() > noun.len() && other.source_name.ends_with(noun)
                || media && other.level == 0)
    })?;
    Some(other.source.clone().unwrap_or_else(|| other.source_name.clone()))
}

/// The last longer name in the text that ends with the noun that points back, whoever it acts as there.
fn named_body(body: &Body<'_>, mention: &Mention, outlets: &OutletTable) -> Option<String> {
    /// Places of the noun that are looked at, and characters before each.
    const PLACES: usize = 6;
    const BEFORE: usize = 16;
    let text = text_before(body, mention);
    let noun = pointed(&mention.source_name);
    text.rmatch_indices(noun).take(PLACES).find_map(|(at, _)| {
        let end = at + noun.len();
        let before = text.get(..at)?;
        let clause = before.rsplit(is_boundary).next()?;
        let mut starts: Vec<usize> = clause.char_indices().map(|(place, _)| place).collect();
        let skipped = starts.len().saturating_sub(BEFORE);
        starts.drain(..skipped);
        let offset = at - clause.len();
        // 记者致电某公司: the name begins behind the act; 两家公司: a measure begins none.
        let act = ACTS
            .iter()
            .filter_map(|act| clause.rfind(act).map(|found| found + act.len()))
            .max()
            .unwrap_or(0);
        let counted = |start: usize| {
            let before = clause.get(..start).unwrap_or("");
            let measure = clause
                .get(start..)
                .is_some_and(|rest| rest.starts_with(['家', '个', '名', '位']));
            measure && before.ends_with(|last: char| "一两二三四五六七八九十几多这那".contains(last))
        };
        starts.retain(|&start| start >= act && !counted(start));
        starts.into_iter().find_map(|start| {
            let name = text.get(offset + start..end)?;
            let named = who(name, outlets)?;
            let whole =
                named.start == 0 && named.end == name.len() && named.anaphor.is_none() && !every(name);
            let body_kind = !matches!(
                named.kind,
                SourceKind::Person | SourceKind::Anonymous | SourceKind::Document
            );
            let base = mention.span.start as usize - text.len() + offset + start;
            (whole
                && body_kind
                && !name.starts_with('的')
                && !name.contains(['《', '“', '「', '（', '('])
                && name.chars().count() >= noun.chars().count() + 2)
                .then(|| body.text.get(base..base + name.len()).map(str::to_owned))
                .flatten()
        })
    })
}

/// Acts before which or with which no name of a body stands: 选出某人出任公司, 记者致电某公司.
const ACTS: [&str; 34] = [
    "选举",
    "出任",
    "担任",
    "收购",
    "成为",
    "加入",
    "进入",
    "离开",
    "设立",
    "成立",
    "来到",
    "前往",
    "就读",
    "入职",
    "起诉",
    "制裁",
    "致电",
    "联系上",
    "联系",
    "登录",
    "收到",
    "进驻",
    "公开",
    "宣判",
    "打算",
    "采访",
    "咨询",
    "查询",
    "搜索",
    "走访",
    "赶到",
    "曾去",
    "访问",
    "来自",
];

/// True for what names no single body, and for a clause that ends with one: 任何学校, 选出某人出任公司.
fn every(name: &str) -> bool {
    let acts =
        ["相关", "有关"].iter().any(|word| name.contains(word)) || ACTS.iter().any(|act| name.contains(act));
    acts || [
        "任何", "所有", "其他", "其它", "各", "每", "多", "一些", "部分", "两", "三", "几", "哪", "什么",
        "全", "很多", "许多",
    ]
    .iter()
    .any(|word| name.starts_with(word))
}

/// The last title in 《》 that is no outlet's: what 文章 means.
fn titled(body: &Body<'_>, mention: &Mention) -> Option<String> {
    let text = text_before(body, mention);
    let close = text.rfind('》')?;
    let open = text.get(..close)?.rfind('《')? + "《".len();
    let base = mention.span.start as usize - text.len();
    let title = body.text.get(base + open..base + close)?;
    (title.chars().count() >= 6).then(|| title.to_owned())
}

/// True for speakers that speak jointly.
pub(super) fn joint(mention: &Mention) -> bool {
    mention.source_name.contains('、') || mention.source.as_ref().is_some_and(|name| name.contains('、'))
}

/// The text of the article before a mention, as far back as antecedents may stand.
pub(super) fn text_before<'body>(body: &'body Body<'_>, mention: &Mention) -> &'body str {
    let end = mention.span.start as usize;
    let first = mention.paragraph.saturating_sub(REACH);
    let start = body
        .paragraphs
        .get(first..=mention.paragraph)
        .unwrap_or(&[])
        .iter()
        .find(|paragraph| paragraph.article == mention.article)
        .map_or(end, |paragraph| paragraph.span.start as usize);
    let mut start = start.max(end.saturating_sub(BYTES));
    while !body.form.is_char_boundary(start) {
        start += 1;
    }
    body.slice(start, end)
}

/// The last meeting that was 召开 or 举行: `主持召开X会议`, `X会议在某地举行`.
fn introduced(body: &Body<'_>, mention: &Mention, endings: &[&str]) -> Option<String> {
    let text = text_before(body, mention);
    let mut best: Option<(usize, &str)> = None;
    for verb in ["召开", "举行", "出席", "参加", "召集"] {
        for (at, _) in text.rmatch_indices(verb).take(3) {
            let after = text
                .get(at + verb.len()..)
                .unwrap_or("")
                .trim_start_matches(['了', '的']);
            let after = after.split(is_boundary).next().unwrap_or("");
            let before = text
                .get(..at)
                .unwrap_or("")
                .rsplit(is_boundary)
                .next()
                .unwrap_or("");
            let name = ending_with(after, endings).or_else(|| ending_with(subject(before), endings));
            if let Some(name) = name.filter(|name| name.chars().count() > 3) {
                if best.is_none_or(|(place, _)| place < at) {
                    best = Some((at, name));
                }
                break;
            }
        }
    }
    // What was meant is written as in the text, not in the reading form.
    let (_, name) = best?;
    let at = name.as_ptr() as usize - body.form.as_ptr() as usize;
    body.text.get(at..at + name.len()).map(str::to_owned)
}

/// The head of `text` up to the last of `endings` in it, when it is a name.
fn ending_with<'text>(text: &'text str, endings: &[&str]) -> Option<&'text str> {
    let end = endings
        .iter()
        .filter_map(|ending| text.find(ending).map(|at| at + ending.len()))
        .max()?;
    let name = text.get(..end)?;
    (name.chars().count() <= 40).then_some(name)
}

/// A clause without the time and the place (在北京) around its subject.
fn subject(clause: &str) -> &str {
    let clause = clause.trim();
    let clause = clause.get(leading_time(clause)..).unwrap_or(clause);
    clause
        .rfind('在')
        .filter(|&at| at > 0)
        .map_or(clause, |at| clause.get(..at).unwrap_or(clause))
}

/// Whose notice 公告, 通报 means, where no title tells: whoever issued the last one in the text. 某部昨日发布公告，…。公告称; 某局通报，….
fn issued(body: &Body<'_>, mention: &Mention, outlets: &OutletTable) -> Option<String> {
    /// Places of the noun that are looked at.
    const PLACES: usize = 4;
    const NOTICES: [&str; 5] = ["公告", "声明", "通报", "通告", "说明"];
    const ISSUES: [&str; 12] = [
        "发布", "发表", "公布", "发出", "出具", "作出", "做出", "印发", "下发", "张贴", "贴出", "刊登",
    ];
    let noun = pointed(&mention.source_name).trim_matches(['《', '》']);
    if !NOTICES.contains(&noun) {
        return None;
    }
    let text = text_before(body, mention);
    let clauses = text.rmatch_indices(noun).take(PLACES).filter_map(|(at, _)| {
        let clause = text.get(..at)?.rsplit(is_boundary).next()?;
        Some((at, clause))
    });
    // 由某人手书的声明: whose it is was said, and is no issuer.
    let mut clauses = clauses.take_while(|(_, clause)| !clause.ends_with('的'));
    clauses.find_map(|(at, clause)| {
        let act = ISSUES.iter().filter_map(|act| clause.find(act)).min();
        let acts = clause.get(..act.unwrap_or(clause.len()))?;
        let head = acts.get(lead_length(acts)..)?;
        let head = ["根据", "按照", "据"]
            .iter()
            .find_map(|by| head.strip_prefix(by))
            .unwrap_or(head);
        let lead = acts.len() - head.len();
        let marker = words()
            .markers
            .find_iter(head)
            .find(|marker| marker.word < words().first_hiding_marker && marker.start > 0)
            .map_or(head.len(), |marker| marker.start);
        let digit = head
            .find(|next: char| next.is_ascii_digit())
            .unwrap_or(head.len());
        let mut head = head.get(..marker.min(digit))?;
        while let Some(rest) = words().adverbs.cut(head) {
            head = rest.trim_end();
        }
        let named = who(head, outlets)?;
        let issuer = matches!(
            named.kind,
            SourceKind::Government
                | SourceKind::Unlisted
                | SourceKind::Outlet
                | SourceKind::Website
                | SourceKind::Platform
        );
        let whole = issuer && named.anaphor.is_none() && named.end == head.len();
        let base = mention.span.start as usize - text.len() + at - clause.len() + lead;
        let name = body.text.get(base + named.start..base + named.end)?;
        (whole && name.chars().count() >= 2).then(|| named.canonical.unwrap_or_else(|| name.to_owned()))
    })
}

/// The document that 《通知》 or 通报 means: the last longer title in 《》 that ends with the word.
fn document(body: &Body<'_>, mention: &Mention) -> Option<String> {
    let text = text_before(body, mention);
    let word = pointed(&mention.source_name);
    let mut end = text.len();
    while let Some(close) = text.get(..end)?.rfind('》') {
        let open = text.get(..close)?.rfind('《')?;
        let title = text.get(open + "《".len()..close)?;
        if title != word && title.ends_with(word) {
            let at = title.as_ptr() as usize - body.form.as_ptr() as usize;
            return body.text.get(at..at + title.len()).map(str::to_owned);
        }
        end = open;
    }
    None
}
