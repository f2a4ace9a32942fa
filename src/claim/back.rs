//! Words that point back to a quote before them: “…”此前，某某曾如此评价; “…”这是某某的原话. In go the place of such words, out comes
//! a mention of who said the quote.
//!
//! A report that opens with somebody's words names him in the sentence behind them, often without a verb of speech.

use crate::document::Span;

use super::body::Body;
use super::context::{Context, claimed};
use super::mention::Mention;
use super::names::{Named, who};
use super::reading::ends_as_sentence;
use super::subjects::subject;

/// Characters between the quote and the words that point back to it.
const GAP: usize = 60;

/// Words behind 这是某某的.
const SAID: &[&str] = &[
    "承诺",
    "回忆",
    "原话",
    "感慨",
    "回答",
    "回复",
    "答复",
    "评价",
    "感受",
    "心声",
    "解释",
    "说法",
    "看法",
    "观点",
    "初衷",
    "心里话",
    "口头禅",
    "判断",
];

/// 如此评价, 说出这句话: who does so stands before it in the clause.
pub(super) fn pointing(
    context: &Context<'_>,
    start: usize,
    end: usize,
    taken: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    let clause = context.clause_before(start, taken);
    let named = subject(context, clause)?;
    let base = start - clause.len();
    said(context, &named, base, (start, end), earlier)
}

/// 这是某某的原话, right behind a quote.
pub(super) fn belonging(
    context: &Context<'_>,
    start: usize,
    end: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    let before = context.form(context.start(), start).trim_end();
    if !before
        .trim_end_matches(['，', '。', '—'])
        .ends_with(['”', '」', '"'])
    {
        return None;
    }
    let clause = context.form(end, context.end());
    let clause = clause.split(['，', '。', '；', '！']).next()?;
    let (owner, words) = clause.rsplit_once('的')?;
    if !SAID.iter().any(|word| words.starts_with(word)) {
        return None;
    }
    // 这是某某对自己的承诺.
    let phrase = owner.split(['对', '在', '给', '向', '当']).next()?;
    let named = who(phrase, context.outlets)?;
    said(
        context,
        &named,
        end,
        (end + phrase.len(), end + clause.len()),
        earlier,
    )
}

/// The mention of who said the last quote before `cue`.
fn said(
    context: &Context<'_>,
    named: &Named,
    base: usize,
    cue: (usize, usize),
    earlier: &[Mention],
) -> Option<Mention> {
    let body = context.body;
    let (index, span) = body.quote_before(base)?;
    let open = span.start as usize >= context.start() && Some(index) > claimed(earlier);
    let marks = body.with_marks(span);
    let gap = context.form(marks.end as usize, cue.0);
    if !open || gap.chars().count() > GAP || gap.contains(['“', '「']) || !ended(body, span) {
        return None;
    }
    let mut mention = context.quoting(named, base, "quote-verb", cue, (index, marks));
    mention.confidence = mention.confidence.max(0.8);
    Some(mention)
}

/// True for a quote that is a sentence of its own.
fn ended(body: &Body<'_>, span: Span) -> bool {
    let inside = span.of(body.text).trim_end();
    ends_as_sentence(inside) || inside.ends_with('，') || super::partial::states(inside)
}
