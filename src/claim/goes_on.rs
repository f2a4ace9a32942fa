//! A further verb of somebody who has spoken before, without a subject of its own: 某某说“…”，还说“…”, 某某证实…，但称…. In go the
//! verb and the mentions before it, out comes another mention of the last speaker.

use crate::document::Span;

use super::context::{Context, after_punctuation};
use super::mention::{Mention, Reach};
use super::quoted::attach;
use super::speech::Behind;
use super::words::Verb;

/// The mention of a verb without a subject right behind a quote: whoever said the quote goes on.
pub(super) fn goes_on(
    context: &Context<'_>,
    (verb, start, end): (Verb, usize, usize),
    behind: Behind,
    base: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    let body = context.body;
    let last = earlier
        .last()
        .filter(|last| last.level == 2 && last.rule != "hearsay")?;
    let (index, span) = body.quote_before(base)?;
    let gap = context.form(body.with_marks(span).end as usize, base);
    let own = last.quotes.contains(&index) && matches!(last.rule, "verb-quote" | "colon-quote");
    let plain = matches!(verb, Verb::Plain | Verb::Official | Verb::Weak);
    if !own
        || !plain
        || !gap.trim_matches(['，', ',', '；', ' ']).is_empty()
        || !matches!(behind, Behind::Quote { .. })
    {
        return None;
    }
    let mention = again(context, last, (start, end), behind, base, Some(index));
    (!mention.quotes.is_empty()).then_some(mention)
}

/// The mention of a verb behind 但, 并 and the like in a sentence in which somebody has spoken before.
pub(super) fn says_more(
    context: &Context<'_>,
    (verb, start, end): (Verb, usize, usize),
    behind: Behind,
    base: usize,
    earlier: &[Mention],
) -> Option<Mention> {
    let joins = ["但", "并", "还", "同时", "不过", "又", "也"];
    let clause = context.form(base, start).trim_start();
    let last = earlier
        .last()
        .filter(|last| last.rule == "subject-verb" && last.quotes.is_empty() && last.level == 2)?;
    let sentence = context
        .body
        .sentence_at(&context.paragraph, base.min(context.end().saturating_sub(1)));
    // A sentence that opens with the conjunction goes on from the one before it.
    let opens = base <= sentence.start as usize && sentence.start as usize > context.start();
    let from = if opens {
        context
            .body
            .sentence_at(&context.paragraph, sentence.start as usize - 1)
            .start
    } else {
        sentence.start
    };
    let goes_on = matches!(
        context.form(start, end),
        "披露" | "宣布" | "否认" | "承认" | "证实" | "确认" | "重申" | "呼吁" | "提到"
    );
    let fits = (matches!(verb, Verb::Plain | Verb::Official) || goes_on && clause.starts_with(['并', '但']))
        && behind != Behind::End
        && joins.iter().any(|word| clause.starts_with(word))
        && last.span.start >= from
        && last.content < base;
    if !fits {
        return None;
    }
    Some(again(context, last, (start, end), behind, base, None))
}

/// Another mention of the speaker of `last`, at the verb `start..end`.
fn again(
    context: &Context<'_>,
    last: &Mention,
    (start, end): (usize, usize),
    behind: Behind,
    base: usize,
    claimed: Option<usize>,
) -> Mention {
    let mut mention = last.clone();
    mention.cue = context.written(start, end);
    mention.span = Span::new(start, end);
    mention.content = after_punctuation(context, end);
    mention.quotes.clear();
    mention.reach = Reach::Speech;
    attach(context, &mut mention, behind, end, base, claimed);
    mention
}
