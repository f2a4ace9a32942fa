//! quote-truncated where an utterance stands in two quotes that the speaker's name parts, and the copy has one of them.

use std::cell::LazyCell;

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::Page;
use super::pair::Pair;
use super::quotes::{ELISIONS, SAME_QUOTE, STILL_THERE, TERM_CHARS, is_said};
use crate::document::{Finding, Quote, Rule, Span};

/// Bytes of the words between the two quotes of one utterance: 30 Han characters.
const INTERRUPTION: usize = 90;

/// The utterances of a page: quotes of one speaker that his name and the verb part inside of one sentence (“甲，”某人说，“乙。”) are one.
fn utterances(page: Page<'_>) -> Vec<Vec<&Quote>> {
    let mut found: Vec<Vec<&Quote>> = Vec::new();
    for quote in page.quotes().filter(|quote| quote.level == 0 && is_said(quote)) {
        let goes_on = found.last().and_then(|parts| parts.last()).is_some_and(|before| {
            let between = Span {
                start: before.span.end,
                end: quote.span.start.max(before.span.end),
            };
            let words = before.span.of(page.text());
            quote.speaker.is_some()
                && quote.speaker == before.speaker
                && words.trim_end().ends_with(['，', ',', '、', '；', ';'])
                && between.len() <= INTERRUPTION
                && !between.of(page.text()).contains(['。', '！', '？', '\n'])
        });
        match found.last_mut() {
            Some(parts) if goes_on => parts.push(quote),
            _ => found.push(vec![quote]),
        }
    }
    found
}

/// Utterances of two quotes of which the copy has one, and the other nowhere.
pub fn half_utterances<'a>(page: Page<'a>, pair: &'a Pair<'a>) -> impl Iterator<Item = Finding> + 'a {
    let ours: Vec<(Vec<&Quote>, String)> = utterances(page)
        .into_iter()
        .map(|parts| {
            let words = parts
                .iter()
                .map(|quote| plain(quote.span.of(page.text())))
                .collect();
            (parts, words)
        })
        .collect();
    // Hardly a pair asks for it.
    let held = LazyCell::new(move || Bigrams::of(page.text()));
    let theirs = utterances(pair.from).into_iter().filter(|parts| parts.len() > 1);
    theirs.filter_map(move |parts| {
        let text = pair.from.text();
        let holder = |quote: &Quote| {
            let words = plain(quote.span.of(text));
            ours.iter()
                .find(|(_, ours)| words.chars().count() >= TERM_CHARS && ours.contains(&words))
        };
        let (kept, _) = parts.iter().find_map(|quote| holder(quote))?;
        let lost = parts.iter().find(|quote| {
            let words = quote.span.of(text);
            let changed = page
                .quotes()
                .any(|other| Bigrams::of(other.span.of(page.text())).hold(words) >= SAME_QUOTE);
            holder(quote).is_none()
                && !changed
                && plain(words).chars().count() >= TERM_CHARS
                && held.hold(words) < STILL_THERE
        })?;
        let now = kept.first()?;
        let elided = kept.iter().any(|quote| {
            ELISIONS
                .iter()
                .any(|mark| quote.span.of(page.text()).contains(mark))
        });
        if elided {
            return None;
        }
        let message = format!("the quote is shorter than in the text of {}", pair.from.name());
        Draft::new(Rule::QuoteTruncated, page, now.span, message)
            .beside(pair.from, lost.span)
            .sure(pair.is_certain())
            .exhibit("what is left out of the quote", "", lost.span.of(text))
            .finish()
    })
}
