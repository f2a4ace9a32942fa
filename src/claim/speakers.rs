//! Speakers of quotes: what a mention ties to its speaker becomes speech, whatever its length; what no mention is tied to
//! may go on with the speaker before it ([`super::carry`]); a fragment in a title takes the speaker of the quote that it
//! echoes.

use crate::document::{BlockKind, QuoteKind, Segmentation, Span};

use super::body::Body;
use super::carry::carry;
use super::mention::Mention;
use super::outlets::OutletTable;
use super::reading::{ends_as_sentence, is_han};

/// Fills in speaker, cue and kind of the quotes.
pub(super) fn fill(
    body: &Body<'_>,
    segmentation: &mut Segmentation,
    mentions: &mut [Mention],
    outlets: &OutletTable,
) {
    for mention in mentions.iter() {
        for &index in &mention.quotes {
            let Some(quote) = segmentation.quotes.get_mut(index) else {
                continue;
            };
            // 某某提出“…”的口号: what he calls for is not what he says.
            if quote.kind == QuoteKind::Slogan && !ends_as_sentence(quote.span.of(body.text)) {
                let end = body.with_marks(quote.span).end as usize;
                let behind = body.form.get(end..).unwrap_or("");
                if behind.starts_with(is_han) || mention.cue.ends_with("提出") {
                    continue;
                }
            }
            quote.kind = QuoteKind::Speech;
            quote.speaker = mention.chain_name().map(str::to_owned);
            quote.cue = Some(mention.cue.clone());
        }
    }
    for (index, quote) in carry(body, segmentation, mentions, outlets) {
        if let Some(mention) = mentions.get_mut(index) {
            reach_over(body, mention, quote);
        }
    }
    fragments(body, segmentation);
}

/// A quote that goes on with a mention, right behind what that governs, is governed by it as well.
fn reach_over(body: &Body<'_>, mention: &mut Mention, quote: Span) {
    let Span { start, end } = mention.scope;
    let behind = !mention.scope.is_empty() && end <= quote.start;
    let gap = body.slice(end as usize, quote.start as usize);
    if behind && !gap.contains(|next: char| next.is_alphanumeric()) {
        mention.scope = Span {
            start,
            end: quote.end,
        };
    }
}

/// Characters of the shortest fragment that is taken for the echo of a quote by its length.
const ECHO: usize = 5;

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
        .filter(|(_, quote)| quote.level == 0 && quote.kind != QuoteKind::Title && inside_heading(quote.span))
        .map(|(index, _)| index)
        .take(FRAGMENTS)
        .collect();
    for index in fragments {
        let Some(quote) = segmentation.quotes.get(index) else {
            continue;
        };
        let words = quote.span.of(body.text);
        // A term in a title stands in what many say.
        if words.chars().count() < ECHO && !words.contains(['，', '！', '？', '、']) {
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
