//! Words that stand for somebody or something named before: 他, 双方, 会议, 《通知》, 该负责人. In go the mentions of a
//! record in order of the text, out they come with the full name where one candidate stands within two paragraphs.

use crate::document::SourceKind;

use super::body::Body;
use super::mention::Mention;
use super::names::is_personal_name;
use super::reading::{is_boundary, leading_time};
use super::words::{Anaphor, words};

/// How many paragraphs back an antecedent may stand.
const REACH: usize = 2;
/// How many mentions back, in paragraphs that never end.
const MENTIONS: usize = 200;
/// How many bytes back, in paragraphs that never end: some 5,000 Chinese characters.
const BYTES: usize = 15_000;

/// Fills in the names that anaphors stand for; drops those that stand for nothing and say nothing by themselves.
pub(super) fn resolve(body: &Body<'_>, mentions: &mut Vec<Mention>) {
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
        let before = before.get(before.len() - reach..).unwrap_or(&[]);
        let near = |other: &&Mention| other.article == mention.article;
        let name = |other: &Mention| other.source.clone().unwrap_or_else(|| other.source_name.clone());
        let found = match anaphor {
            Anaphor::Person | Anaphor::Office => {
                let person = |other: &&Mention| {
                    other.kind == SourceKind::Person
                        && other
                            .chain_name()
                            .is_some_and(|name| fits(&mention.source_name, name))
                };
                before
                    .iter()
                    .rev()
                    .filter(near)
                    .find(person)
                    .filter(|other| !joint(other))
                    .map(name)
            }
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
            Anaphor::Meeting => introduced(
                body,
                mention,
                &[
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
                ],
            ),
            Anaphor::Document => document(body, mention),
            Anaphor::Article => before
                .iter()
                .rev()
                .filter(near)
                .find(|other| other.level == 0 && other.anaphor.is_none())
                .map(name),
        };
        // Another person was named on the way: who is meant is open.
        let found = found.filter(|found| {
            let last = before
                .iter()
                .rev()
                .find(|other| other.source_name == *found || other.source.as_ref() == Some(found));
            anaphor != Anaphor::Person
                || last.is_none_or(|last| {
                    let between = body.slice(last.span.end as usize, mention.span.start as usize);
                    !names_another(between, found)
                })
        });
        if found.is_none() {
            mention.confidence = 0.5;
        }
        mention.source = found;
    }
    // 报道称 without an outlet before it names nobody.
    mentions.retain(|mention| mention.anaphor != Some(Anaphor::Article) || mention.source.is_some());
}

/// False when a form of address contradicts the pronoun: 她 is not 钱先生.
fn fits(pronoun: &str, name: &str) -> bool {
    let ends = |forms: &[&str]| forms.iter().any(|form| name.ends_with(form));
    match pronoun {
        "他" => !ends(&["女士", "小姐", "大妈", "阿姨", "阿婆"]),
        "她" => !ends(&["先生", "大爷"]),
        _ => true,
    }
}

/// True when `text` names a person behind an office who is not `name`.
fn names_another(text: &str, name: &str) -> bool {
    let words = words();
    words.titles.find_iter(text).any(|office| {
        let rest = text.get(office.end..).unwrap_or("");
        let head = |count: usize| {
            rest.char_indices()
                .nth(count)
                .map_or(rest, |(at, _)| rest.get(..at).unwrap_or(""))
        };
        let surname = rest.chars().next().is_some_and(|first| words.is_surname(first));
        surname
            && is_personal_name(head(3), true)
            && is_personal_name(head(2), true)
            && !name.starts_with(head(2))
    })
}

/// True for speakers that speak jointly.
fn joint(mention: &Mention) -> bool {
    mention.source_name.contains('、') || mention.source.as_ref().is_some_and(|name| name.contains('、'))
}

/// The text of the article before a mention, as far back as antecedents may stand.
fn text_before<'body>(body: &'body Body<'_>, mention: &Mention) -> &'body str {
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

/// The document that 《通知》 or 通报 means: the last longer title in 《》 that ends with the word.
fn document(body: &Body<'_>, mention: &Mention) -> Option<String> {
    let text = text_before(body, mention);
    let word = mention.source_name.as_str();
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
