//! Speakers of quotes: what a mention ties to its speaker becomes speech, whatever its length; a paragraph that is all
//! quote goes on with the speaker before it; a fragment in a title takes the speaker of the quote that it echoes.

use crate::document::{BlockKind, QuoteKind, Segmentation, Span};

use super::body::Body;
use super::mention::Mention;

/// Fills in speaker, cue and kind of the quotes.
pub(super) fn fill(body: &Body<'_>, segmentation: &mut Segmentation, mentions: &[Mention]) {
    for mention in mentions {
        for &index in &mention.quotes {
            let Some(quote) = segmentation.quotes.get_mut(index) else {
                continue;
            };
            quote.kind = QuoteKind::Speech;
            quote.speaker = mention.chain_name().map(str::to_owned);
            quote.cue = Some(mention.cue.clone());
        }
    }
    alone(body, segmentation);
    fragments(body, segmentation);
}

/// A paragraph that is nothing but a quote, behind a paragraph that ends with a quote of the same article.
fn alone(body: &Body<'_>, segmentation: &mut Segmentation) {
    for at in 1..body.quotes.len() {
        let (Some(&(before, previous)), Some(&(index, span))) =
            (body.quotes.get(at - 1), body.quotes.get(at))
        else {
            continue;
        };
        let speaker = segmentation
            .quotes
            .get(before)
            .filter(|quote| quote.kind == QuoteKind::Speech)
            .and_then(|quote| quote.speaker.clone());
        let Some(speaker) = speaker else { continue };
        let of = |place: u32| {
            let holding = body.paragraphs_in(Span {
                start: place,
                end: place + 1,
            });
            holding.into_iter().next()
        };
        let (Some(first), Some(second)) = (of(previous.start), of(span.start)) else {
            continue;
        };
        let whole = body
            .paragraphs
            .get(second)
            .is_some_and(|paragraph| body.with_marks(span) == paragraph.span);
        let ends = body
            .paragraphs
            .get(first)
            .is_some_and(|paragraph| body.with_marks(previous).end + 3 >= paragraph.span.end);
        if first + 1 != second || !whole || !ends {
            continue;
        }
        if let Some(quote) = segmentation.quotes.get_mut(index)
            && quote.speaker.is_none()
            && quote.kind != QuoteKind::Term
        {
            quote.kind = QuoteKind::Speech;
            quote.speaker = Some(speaker);
        }
    }
}

/// Fragments that are looked up in the body. A page has a few; the thousands of a dump would each be looked for in all of
/// its quotes.
const FRAGMENTS: usize = 200;

/// Fragments in titles and headers that recur in a quote of the body.
fn fragments(body: &Body<'_>, segmentation: &mut Segmentation) {
    let headings: Vec<_> = segmentation
        .blocks
        .iter()
        .filter(|block| {
            matches!(
                block.kind,
                BlockKind::Title | BlockKind::RelatedHeader | BlockKind::OriginalTitle | BlockKind::Heading
            )
        })
        .map(|block| block.span)
        .collect();
    let inside_heading = |span: Span| {
        let after = headings.partition_point(|heading| heading.end < span.end);
        headings.get(after).is_some_and(|heading| heading.contains(span))
    };
    let fragments: Vec<usize> = segmentation
        .quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| quote.kind != QuoteKind::Title && inside_heading(quote.span))
        .map(|(index, _)| index)
        .take(FRAGMENTS)
        .collect();
    for index in fragments {
        let Some(quote) = segmentation.quotes.get(index) else {
            continue;
        };
        let words = quote.span.of(body.text);
        if words.is_empty() {
            continue;
        }
        let echoed = segmentation
            .quotes
            .iter()
            .find(|other| {
                other.kind == QuoteKind::Speech
                    && other.speaker.is_some()
                    && other.span != quote.span
                    && other.span.of(body.text).contains(words)
            })
            .map(|other| (other.speaker.clone(), other.cue.clone()));
        if let (Some((speaker, cue)), Some(quote)) = (echoed, segmentation.quotes.get_mut(index)) {
            quote.kind = QuoteKind::HeadlineFragment;
            quote.speaker = speaker;
            quote.cue = cue;
        }
    }
}
