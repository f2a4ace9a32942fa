//! silent-revision: one address, two texts.

use super::draft::Draft;
use super::likeness::{Bigrams, plain};
use super::page::Page;
use crate::document::{Finding, Rule, Span};

/// Words by which a page says that it was changed.
const SAID: [&str; 14] = [
    "更正",
    "更新",
    "修订",
    "勘误",
    "致歉",
    "订正",
    "补充报道",
    "有更新",
    "Correction",
    "CORRECTION",
    "Updated",
    "UPDATED",
    "Update:",
    "Editor's note",
];
/// Likeness of two texts from which one is a revision of the other; less is another report at a reused address.
const REVISED: f64 = 0.3;

/// `page` has the address of `earlier` and another text. `earlier` may be an older version of the record, of which no
/// article is kept; then the finding has no other place.
pub fn finding(page: Page<'_>, earlier: Page<'_>, kept: bool) -> Option<Finding> {
    if SAID.iter().any(|word| page.text().contains(word)) {
        return None;
    }
    let sentences = |page: Page<'_>| -> Vec<(Span, String)> {
        let spans = page.sentences().into_iter();
        spans
            .map(|sentence| (sentence, plain(sentence.of(page.text()))))
            .collect()
    };
    let (now, before) = (sentences(page), sentences(earlier));
    let text = |list: &[(Span, String)]| list.iter().map(|(_, words)| words.as_str()).collect::<String>();
    let words = |page: Page<'_>, list: &[(Span, String)]| {
        let sentences = list.iter().map(|(span, _)| span.of(page.text()));
        Bigrams::of(&sentences.collect::<Vec<_>>().join("\n"))
    };
    if text(&now) == text(&before) || words(page, &now).likeness(&words(earlier, &before)) < REVISED {
        return None;
    }
    let new = now
        .iter()
        .find(|(_, words)| !words.is_empty() && !before.iter().any(|(_, other)| other == words));
    let old = before
        .iter()
        .find(|(_, words)| !words.is_empty() && !now.iter().any(|(_, other)| other == words));
    let (here, there) = (new.map(|(span, _)| *span), old.map(|(span, _)| *span));
    let place = here.or_else(|| page.head())?;
    let message = "the same address had another text before, and the page does not say so".to_owned();
    let mut draft = Draft::new(Rule::SilentRevision, page, place, message)
        .confidence(0.85)
        .exhibit(
            "the first sentence that differs",
            here.map_or("", |span| span.of(page.text())),
            there.map_or("", |span| span.of(earlier.text())),
        );
    if kept {
        draft = draft.beside(earlier, there.or_else(|| earlier.head())?);
    }
    draft.finish()
}
