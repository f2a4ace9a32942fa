//! Which quotes are a speaker's own words. In go a mention and what stands behind its verb, out it comes with the quotes right
//! behind the verb and right before the speaker, and with the stretch that they govern.

use crate::document::{Span, Voice};

use super::body::Body;
use super::context::Context;
use super::leads::lead_length;
use super::mention::{Mention, Reach};
use super::partial;
use super::reading::{is_han, is_opening_mark};
use super::speech::Behind;

/// Verbs whose object a question or a topic is.
const ASKED: [&str; 11] = [
    "问及", "问到", "问道", "追问", "提问", "询问", "质问", "谈及", "谈到", "对于", "针对",
];

/// Ties quotes to a mention: the one right behind the verb, the one right before the speaker, and for a verb at the end
/// of its sentence the last quote of the paragraph before it. Quotes up to `claimed` are the words of speakers before it.
pub(super) fn attach(
    context: &Context<'_>,
    mention: &mut Mention,
    behind: Behind,
    verb_end: usize,
    base: usize,
    claimed: Option<usize>,
) {
    let body = context.body;
    let mut spans: Vec<Span> = Vec::new();
    let before = context.form(context.start(), base);
    let trimmed_before = before.trim_end_matches([',', '，', ' ']);
    let adjacent = trimmed_before.ends_with(['”', '"', '」', '』', '＂']);
    let previous = body
        .quote_before(base)
        .filter(|&(index, span)| span.start as usize >= context.start() && Some(index) > claimed);
    let mut preceding = None;
    if let Some((index, span)) = previous {
        let gap = context.form(span.end as usize, base);
        let within = |most: usize| gap.len() <= 4 * most && gap.chars().count() <= most;
        let ended = ends_sentence(body, span);
        // “…案”受害者家属某某说: the quote is said of the noun behind it.
        let part = !ended && gap.chars().count() <= 1 && !partial::states(span.of(body.text));
        // “…”3月4日，某某表示: times and the like between both.
        let head = context.form(context.start(), body.with_marks(span).start as usize);
        let opening = (head.trim().is_empty() || head.ends_with(['）', ')', '】', '讯', '电']))
            && ended
            && within(40)
            && lead_in_only(gap);
        // 被问及“…？”时，某某表示: what was asked is not what he said.
        let asked = ASKED
            .iter()
            .any(|verb| head.trim_end_matches(['：', ':', '，', ',']).ends_with(verb));
        let near = (adjacent && within(3) && !part || opening) && !asked;
        // “…”。某某说到。: the stop stands behind the mark.
        let closed = long_enough(body, span) && gap.chars().nth(1) == Some('。');
        let far = behind == Behind::End && (ended || closed) && within(120) && !gap.contains('“');
        if (near && (behind != Behind::Words) && (long_enough(body, span) || ended)) || far {
            preceding = Some((index, span));
        }
    }
    if let Some((index, span)) = preceding {
        mention.quotes.push(index);
        spans.push(body.with_marks(span));
        // After the quote the claim's words begin with the name.
        mention.span.start = mention
            .span
            .start
            .max(Span::new(verb_end.min(name_start(context, mention, base)), 0).start);
    }
    let mut open_ended = behind == Behind::Pause;
    if let Behind::Quote { colon } = behind {
        if let Some((index, span)) = body
            .quote_from(verb_end)
            .filter(|(_, span)| (span.start as usize) <= verb_end + 12)
        {
            let after = context.form(span.end as usize, context.end());
            let next = after.chars().nth(1);
            let closes = next.is_none_or(|next| !is_han(next) && !next.is_alphanumeric());
            let ended = ends_sentence(body, span);
            let inside = span.of(body.text);
            // 提出“…”的口号, 表示，“…”是我们的宗旨: said of the noun behind it, or spoken of.
            let goes_on = next.is_some_and(is_han) && !partial::states(inside);
            let part = !ended && (matches!(next, Some('的' | '是' | '为')) || colon && goes_on);
            // 提出“…”: an act, unless the words state something.
            let act = mention.cue.ends_with("提出") && !colon && !ended && !partial::states(inside);
            if part || act {
                open_ended = true;
            } else if colon || long_enough(body, span) || ended || closes {
                mention.quotes.push(index);
                spans.push(body.with_marks(span));
                open_ended = !closes || matches!(next, Some('，' | ',' | '、')) && !ended;
            } else {
                open_ended = true;
            }
        } else {
            open_ended = true;
        }
    }
    let (Some(first), Some(last)) = (spans.first().copied(), spans.last().copied()) else {
        return;
    };
    mention.rule = if preceding.is_some() {
        "quote-verb"
    } else {
        "verb-quote"
    };
    mention.confidence = mention.confidence.max(0.9);
    mention.voice = Voice::DirectSpeech;
    let end = if open_ended {
        body.sentence_at(&context.paragraph, verb_end).end.max(last.end)
    } else {
        last.end
    };
    mention.reach = Reach::Exactly(Span {
        start: first.start,
        end,
    });
}

/// True when a term stands between marks right behind a verb and closes its clause: 提出“管辖权异议”，.
pub(super) fn names_act(context: &Context<'_>, behind: Behind, verb_end: usize) -> bool {
    if behind != (Behind::Quote { colon: false }) {
        return false;
    }
    let quote = context
        .body
        .quote_from(verb_end)
        .filter(|(_, span)| (span.start as usize) <= verb_end + '“'.len_utf8());
    quote.is_some_and(|(_, span)| {
        let after = context.form(span.end as usize, context.end());
        let closes = after
            .chars()
            .nth(1)
            .is_none_or(|next| matches!(next, '，' | ',' | '。' | '；' | '、'));
        closes
            && !ends_sentence(context.body, span)
            && !long_enough(context.body, span)
            && !partial::states(span.of(context.body.text))
    })
}

/// Ties to a mention what stands in the paragraph below its colon or its comma.
pub(super) fn below(context: &Context<'_>, mention: &mut Mention) -> Option<()> {
    let body = context.body;
    let next = body
        .paragraphs
        .get(context.index + 1)
        .filter(|next| next.article == context.paragraph.article)?;
    mention.reach = Reach::Exactly(next.span);
    mention.content = next.span.start as usize;
    let opens = body
        .slice(next.span.start as usize, next.span.end as usize)
        .starts_with(is_opening_mark);
    let quote = body
        .quote_from(next.span.start as usize)
        .filter(|(_, span)| opens && (span.start as usize) <= next.span.start as usize + 4);
    if let Some((index, span)) = quote {
        mention.quotes.push(index);
        mention.reach = Reach::Exactly(body.with_marks(span));
        mention.voice = Voice::DirectSpeech;
        mention.rule = "verb-quote";
    }
    Some(())
}

/// True when nothing but times and lead-ins stands between a quote and who said it.
fn lead_in_only(gap: &str) -> bool {
    let gap = gap.trim_start_matches(['”', '"', '」', '』', '，', ',', '。', ' ']);
    let gap = gap.trim_end_matches(['，', ',', ' ']);
    // A lead-in is one before something.
    !gap.is_empty() && lead_length(&format!("{gap}某")) == gap.len()
}

/// Where the name of a mention begins.
fn name_start(context: &Context<'_>, mention: &Mention, base: usize) -> usize {
    let written = context
        .body
        .text
        .get(base..mention.span.end as usize)
        .unwrap_or("");
    written
        .find(mention.source_name.as_str())
        .map_or(mention.span.start as usize, |at| base + at)
}

/// True when a quote ends with the mark of a sentence.
fn ends_sentence(body: &Body<'_>, span: Span) -> bool {
    span.of(body.text)
        .trim_end()
        .ends_with(['。', '！', '？', '…', '!', '?', '.', '，', ','])
}

/// True when a quote is long enough to be somebody's words.
fn long_enough(body: &Body<'_>, span: Span) -> bool {
    span.of(body.text).chars().count() >= 8
}
