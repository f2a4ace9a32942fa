//! What each mention governs: the ordered rules that end a scope. In go the mentions of a record in order of the text,
//! out they come with their final scopes, cut at character boundaries inside the body of their article.
//!
//! 1. A quote is governed as it stands.
//! 2. The next mention of the same or a lower level ends a scope, at the start of its sentence where that sentence is a
//!    later one; mentions of a higher level nest.
//! 3. 据X消息 reaches to the end of its paragraph, words before it are never governed.
//! 4. Speech reaches over the following sentences as long as they have no subject of their own; an official's, a
//!    meeting's or a document's until something turns away from it.
//! 5. A report is carried into the next paragraph only when that paragraph refers back to it.

use crate::document::{SourceKind, Span};

use super::body::{Body, Paragraph};
use super::firms::firm;
use super::leads::lead_length;
use super::learned::opening_label;
use super::mention::{Mention, Reach};
use super::names::who;
use super::outlets::OutletTable;
use super::pronouns::titled_person;
use super::reading::{first_clause, is_opening_mark, leading_time, reading_form};
use super::words::words;

/// Sets the scope of every mention.
pub(super) fn close(body: &Body<'_>, mentions: &mut [Mention], outlets: &OutletTable) {
    let people = people(mentions);
    for index in 0..mentions.len() {
        let Some(mention) = mentions.get(index) else {
            continue;
        };
        let Some(paragraph) = body.paragraphs.get(mention.paragraph) else {
            continue;
        };
        let scope = match mention.reach {
            _ if mention.rule == "interview-label" => answer(body, mention, paragraph),
            Reach::Exactly(span) => span,
            Reach::Occasion => continue,
            Reach::Notice => {
                let sentence = body.sentence_at(paragraph, mention.span.start as usize);
                Span {
                    start: sentence.start,
                    end: stop(body, mentions, index, paragraph),
                }
            }
            Reach::Report => Span {
                start: Span::new(mention.content, 0).start,
                end: carried(body, mentions, index, paragraph),
            },
            Reach::Speech | Reach::Official => Span {
                start: Span::new(mention.content, 0).start,
                end: speech_end(body, mentions, index, paragraph, outlets, &people),
            },
        };
        if let Some(mention) = mentions.get_mut(index) {
            mention.scope = Span {
                start: scope.start,
                end: scope.end.max(scope.start),
            };
        }
    }
    occasions(body, mentions);
}

/// The names of the people that are mentioned, in reading form.
pub(super) fn people(mentions: &[Mention]) -> Vec<String> {
    let mut people: Vec<String> = mentions
        .iter()
        .filter(|mention| mention.kind == SourceKind::Person && mention.anaphor.is_none())
        .map(|mention| reading_form(&mention.source_name).into_owned())
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Paragraphs that an answer may have.
const ANSWER: usize = 12;

/// The answer behind the label of an interview: to the next paragraph that opens with a label.
fn answer(body: &Body<'_>, mention: &Mention, paragraph: &Paragraph) -> Span {
    let mut end = paragraph.span.end;
    for at in (mention.paragraph + 1..).take(ANSWER) {
        let next = body
            .paragraphs
            .get(at)
            .filter(|next| next.article == mention.article);
        let Some(next) = next.filter(|_| opening_label(body, at).is_none()) else {
            break;
        };
        end = next.span.end;
    }
    Span {
        start: Span::new(mention.content, 0).start,
        end,
    }
}

/// An occasion governs what is said in its sentence; it goes where nobody speaks.
fn occasions(body: &Body<'_>, mentions: &mut [Mention]) {
    for index in 0..mentions.len() {
        let Some(mention) = mentions
            .get(index)
            .filter(|mention| mention.reach == Reach::Occasion)
        else {
            continue;
        };
        let Some(paragraph) = body.paragraphs.get(mention.paragraph) else {
            continue;
        };
        let sentence = body.sentence_at(paragraph, mention.span.start as usize);
        let speaker = mentions
            .get(index + 1..)
            .unwrap_or(&[])
            .iter()
            .find(|other| other.paragraph == mention.paragraph && other.reach != Reach::Occasion)
            .filter(|other| other.level == 2 && other.span.start < sentence.end);
        let scope = speaker.map_or(Span::default(), |other| other.scope);
        if let Some(mention) = mentions.get_mut(index) {
            mention.scope = scope;
        }
    }
}

/// Where the next mention of the same or a lower level ends the scope of mention `index`, at the latest with its
/// paragraph.
fn stop(body: &Body<'_>, mentions: &[Mention], index: usize, paragraph: &Paragraph) -> u32 {
    let Some(mention) = mentions.get(index) else {
        return paragraph.span.end;
    };
    let next = mentions
        .get(index + 1..)
        .unwrap_or(&[])
        .iter()
        .take_while(|other| other.paragraph == mention.paragraph)
        .filter(|other| !opens_content(body, mention, other))
        .find(|other| ends(mention, other));
    let Some(next) = next else {
        return paragraph.span.end;
    };
    let own = body.sentence_at(paragraph, mention.content);
    let at = earliest(next);
    let sentence = body.sentence_at(paragraph, at as usize);
    if sentence.start > own.start {
        sentence.start.min(at)
    } else {
        at
    }
}

/// True when what a mention says begins with the words of another: 她说，警方称…. The other one nests.
fn opens_content(body: &Body<'_>, mention: &Mention, other: &Mention) -> bool {
    let start = other.span.start as usize;
    start >= mention.content && body.slice(mention.content, start).chars().count() <= 6
}

/// Where a mention's own words begin: a quote before its speaker belongs to it.
fn earliest(mention: &Mention) -> u32 {
    match mention.reach {
        Reach::Exactly(span) => span.start.min(mention.span.start),
        _ => mention.span.start,
    }
}

/// True when `other` ends the scope of `mention`.
fn ends(mention: &Mention, other: &Mention) -> bool {
    if other.reach == Reach::Occasion {
        return mention.level == 2;
    }
    // Who is meant by an anaphor was named inside; it nests.
    if other.anaphor.is_some() && mention.level < 2 {
        return false;
    }
    other.level <= mention.level && other.rule != "relayed-from"
}

/// The end of a report: of its paragraph, and of the following ones that refer back to it.
fn carried(body: &Body<'_>, mentions: &[Mention], index: usize, paragraph: &Paragraph) -> u32 {
    let mut end = stop(body, mentions, index, paragraph);
    let Some(mention) = mentions.get(index) else {
        return end;
    };
    // 此外, 另外 turn to something else where the sentence names somebody else; that is a mention and was found above.
    if end < paragraph.span.end || mention.level > 1 {
        return end;
    }
    let mut at = mention.paragraph + 1;
    while let Some(next) = body.paragraphs.get(at) {
        if next.article != mention.article {
            break;
        }
        let governed = body.slice(mention.content, end as usize);
        let first = mentions
            .get(index + 1..)
            .unwrap_or(&[])
            .iter()
            .find(|other| other.paragraph == at);
        let Some(first) = first else { break };
        let sentences = body.sentences_of(next);
        let opening = sentences
            .get(1)
            .or(sentences.first())
            .copied()
            .unwrap_or(next.span);
        let early = first.span.start < opening.end && first.level == 2;
        let name = first.source.as_deref().unwrap_or(&first.source_name);
        let known = first.chain_name().is_some()
            && (governed.contains(name)
                || first.anaphor.is_some() && governed.contains(first.source_name.as_str()));
        let media = matches!(mention.kind, SourceKind::Anonymous);
        if !early || !known || media {
            break;
        }
        // It goes on until something of its own level comes.
        let stopped = mentions
            .get(index + 1..)
            .unwrap_or(&[])
            .iter()
            .filter(|other| other.paragraph == at)
            .find(|other| ends(mention, other));
        if let Some(other) = stopped {
            let sentence = body.sentence_at(next, earliest(other) as usize);
            end = sentence.start.max(next.span.start);
            break;
        }
        end = next.span.end;
        at += 1;
    }
    end
}

/// The end of indirect speech.
fn speech_end(
    body: &Body<'_>,
    mentions: &[Mention],
    index: usize,
    paragraph: &Paragraph,
    outlets: &OutletTable,
    people: &[String],
) -> u32 {
    let Some(mention) = mentions.get(index) else {
        return paragraph.span.end;
    };
    let limit = stop(body, mentions, index, paragraph);
    let sentences = body.sentences_of(paragraph);
    let own = body.sentence_at(paragraph, mention.content.min(mention.span.end as usize));
    let mut end = own.end.min(limit).max(
        Span::new(0, mention.content.min(paragraph.span.end as usize))
            .end
            .min(limit),
    );
    let after = sentences.partition_point(|sentence| sentence.start < own.end);
    for sentence in sentences.get(after..).unwrap_or(&[]) {
        if sentence.start >= limit {
            break;
        }
        let text = body.slice(sentence.start as usize, sentence.end as usize);
        let asks = text.ends_with(['？', '?']) && !text.starts_with(is_opening_mark);
        let follows = match mention.reach {
            _ if asks => false,
            Reach::Official => goes_on(text, true),
            _ => goes_on(text, false) || still_speaks(text, mention, outlets, people),
        };
        if !follows {
            break;
        }
        end = sentence.end.min(limit);
    }
    end
}

/// True when a sentence has nobody new in it who could act or speak, and does not tell of the speaker from outside: the
/// one who was speaking goes on. What a crowd or hearsay says ends with its sentence.
pub(super) fn still_speaks(
    sentence: &str,
    mention: &Mention,
    outlets: &OutletTable,
    people: &[String],
) -> bool {
    let words = words();
    // 一位马姓大夫, 该负责人 is one who goes on as anybody does who has a name.
    let one = ["一位", "一名", "另一位", "另一名", "这位", "这名", "该"]
        .iter()
        .any(|counted| mention.source_name.starts_with(counted));
    let crowd = mention.kind == SourceKind::Anonymous && mention.rule != "according-to" && !one;
    if crowd || words.breaks.of(sentence).is_some() || words.comments.of(sentence).is_some() {
        return false;
    }
    if sentence.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '（' | '(' | '他' | '她'))
    {
        return false;
    }
    // 那么后来怎样了呢？: the author asks. 这些消息都表明: the author concludes.
    let asks = sentence.ends_with(['？', '?']) && !sentence.starts_with(is_opening_mark);
    let concludes = sentence.starts_with('这')
        && ["表明", "意味着", "说明", "标志着", "使得", "让外界"]
            .iter()
            .any(|verb| first_clause(sentence, 30).contains(verb));
    if asks || concludes {
        return false;
    }
    // Nobody calls himself by his name.
    let own = mention.source.as_deref().unwrap_or(&mention.source_name);
    let named = mention.kind == SourceKind::Person || firm(own).is_some();
    if named && own.chars().count() >= 2 && sentence.contains(own) {
        return false;
    }
    if sentence.starts_with(is_opening_mark) {
        return true;
    }
    let clause = first_clause(sentence, 40);
    // 上午，某某到场: a time of its own, and who acts stands in the next clause.
    const TIMES: [&str; 18] = [
        "上午", "下午", "中午", "晚上", "晚间", "凌晨", "早上", "傍晚", "次日", "翌日", "随即", "之后",
        "事后", "当晚", "昨日", "昨天", "今日", "今天",
    ];
    let timed = TIMES.contains(&clause) || !clause.is_empty() && leading_time(clause) == clause.len();
    let clause = if timed {
        let rest = sentence.get(clause.len()..).unwrap_or("");
        first_clause(rest.trim_start_matches(['，', ',', ' ']), 40)
    } else {
        clause
    };
    let another = |(from, to): (usize, usize)| {
        let name = clause.get(from..to).unwrap_or("");
        !mention.source_name.contains(name)
    };
    if timed && titled_person(clause).is_some_and(another) {
        return false;
    }
    let clause = clause.get(lead_length(clause)..).unwrap_or(clause);
    if people.iter().any(|name| clause.starts_with(name.as_str())) {
        return false;
    }
    let heads = words
        .markers
        .find_iter(clause)
        .filter(|marker| marker.word < words.first_hiding_marker && marker.start > 0)
        .map(|marker| marker.start)
        .take(2)
        .chain(std::iter::once(clause.len()));
    let mut someone = heads
        .filter_map(|end| clause.get(..end))
        .filter_map(|head| Some((head, who(head, outlets)?)))
        .filter(|(head, named)| {
            let name = head.get(named.start..named.end).unwrap_or("");
            firm(name).is_some()
                || matches!(
                    named.kind,
                    SourceKind::Person
                        | SourceKind::Anonymous
                        | SourceKind::Outlet
                        | SourceKind::Agency
                        | SourceKind::Government
                )
        });
    someone.next().is_none()
}

/// True when a sentence goes on with the speech before it.
fn goes_on(sentence: &str, official: bool) -> bool {
    let words = words();
    if words.exhortations.of(sentence).is_some() {
        return true;
    }
    if !official || words.breaks.of(sentence).is_some() {
        return false;
    }
    if sentence.starts_with(['“', '"', '「', '（', '('])
        || sentence.starts_with(|first: char| first.is_ascii_digit())
    {
        return false;
    }
    let clause = first_clause(sentence, 40);
    !["他", "她", "本报", "笔者", "小编", "有网友", "而在", "但在"]
        .iter()
        .any(|word| clause.starts_with(word))
}
