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
use super::learned::opening_label;
use super::mention::{Mention, Reach};
use super::outlets::OutletTable;
use super::reading::reading_form;
use super::still_speaking::follows;

/// Sets the scope of every mention.
pub(super) fn close(body: &Body<'_>, mentions: &mut [Mention], outlets: &OutletTable) {
    let people = people(mentions);
    let mut interview: Option<(u32, bool)> = None;
    for index in 0..mentions.len() {
        let Some(mention) = mentions.get(index) else {
            continue;
        };
        let Some(paragraph) = body.paragraphs.get(mention.paragraph) else {
            continue;
        };
        let scope = match mention.reach {
            _ if mention.rule == "interview-label" => {
                let asked = match interview {
                    Some((article, asked)) if article == mention.article => asked,
                    _ => is_interview(body, mention.article),
                };
                interview = Some((mention.article, asked));
                answer(body, mention, paragraph, if asked { ANSWER } else { 0 })
            }
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

/// Questions behind labels that make an interview.
const QUESTIONS: usize = 2;

/// True where labels open questions, or two paragraphs in three of an article. Elsewhere they stand before what was recorded of
/// somebody, and the report goes on below: the text of a broadcast.
fn is_interview(body: &Body<'_>, article: u32) -> bool {
    let own = body.of_article(article);
    let labelled: Vec<&Paragraph> = own
        .iter()
        .filter(|&&index| opening_label(body, index).is_some())
        .filter_map(|&index| body.paragraphs.get(index))
        .collect();
    let asks = |paragraph: &&&Paragraph| {
        let span = paragraph.span;
        body.slice(span.start as usize, span.end as usize)
            .trim_end()
            .ends_with(['？', '?'])
    };
    labelled.iter().filter(asks).count() >= QUESTIONS || labelled.len() * 3 >= own.len() * 2
}

/// The answer behind the label of an interview: to the next paragraph that opens with a label, over `most` paragraphs.
fn answer(body: &Body<'_>, mention: &Mention, paragraph: &Paragraph, most: usize) -> Span {
    let mut end = paragraph.span.end;
    for at in (mention.paragraph + 1..).take(most) {
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
    let words = body.slice(mention.span.start as usize, mention.content);
    for sentence in sentences.get(after..).unwrap_or(&[]) {
        if sentence.start >= limit {
            break;
        }
        let text = body.slice(sentence.start as usize, sentence.end as usize);
        let governed = body.slice(mention.content, end as usize);
        let follows = follows(text, (words, governed), mention, outlets, people);
        if !follows {
            break;
        }
        end = sentence.end.min(limit);
    }
    if end < limit {
        end = end.max(closed(body, end, limit));
    }
    end
}

/// Where a scope ends that would end between marks, as in 某某说，他喊“快跑！快跑！”: behind the closing mark. The marks of a
/// scraped page may be out of order: the words of the next speaker are never taken in.
fn closed(body: &Body<'_>, end: u32, limit: u32) -> u32 {
    if !body.in_marks(end as usize) {
        return end;
    }
    let after = body.marked.partition_point(|span| span.start <= end);
    let open = body.marked.get(after.saturating_sub(3)..after).unwrap_or(&[]);
    let closing = open
        .iter()
        .filter(|span| span.end > end)
        .map(|span| (span.end, body.with_marks(*span).end))
        .find(|(inside, closing)| closing > inside && *closing <= limit);
    closing.map_or(end, |(_, closing)| closing)
}
