//! How much of one article stands in another. In: the holdings of a store, and the store itself for pairs that a scan
//! did not need to compare. Out: [`Contained`], both shares of a pair.
//!
//! A scan compares every article with the first holders of what it holds, not with every other carrier; where another
//! one is to be kept, the two texts are aligned here, with the functions of a scan.

use std::collections::HashMap;

use crate::document::Span;
use crate::error::Result;
use crate::ledger::{Holdings, Overlap, Store, are_other_figures};
use crate::trace;

/// Both shares of a pair of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Contained {
    /// Share of the one that stands in the other, 0 to 1.
    pub share: f32,
    /// Share of the other that stands in the one.
    pub of_other: f32,
    /// How alike the shared text is, 0 to 1.
    pub identity: f32,
    /// The shared text has other figures in either, as far as a scan has seen it.
    pub other_figures: bool,
}

impl Contained {
    /// The pair seen from the other side.
    fn turned(self) -> Self {
        Self {
            share: self.of_other,
            of_other: self.share,
            ..self
        }
    }
}

/// What is known of pairs.
pub struct Containment<'s> {
    store: &'s Store,
    /// By (one, other), sorted; each pair stands here both ways.
    known: Vec<(u32, u32, Contained)>,
    /// Pairs that were aligned here: (smaller number, larger number).
    aligned: HashMap<(u32, u32), Contained>,
}

impl<'s> Containment<'s> {
    /// Takes what a scan found.
    pub fn new(store: &'s Store, holdings: &Holdings) -> Self {
        let mut known = Vec::new();
        let chars = |article: u32| {
            let held = holdings.articles.get(article as usize);
            held.map_or(1, |held| held.chars.max(1)) as f32
        };
        for pair in holdings
            .overlaps
            .chunk_by(|one, other| (one.a, one.b) == (other.a, other.b))
        {
            let Some(first) = pair.first() else { continue };
            let mut of_a: Vec<Span> = pair.iter().map(|overlap| overlap.a_chars).collect();
            let mut of_b: Vec<Span> = pair.iter().map(|overlap| overlap.b_chars).collect();
            let weight: f32 = pair.iter().map(|overlap| overlap.a_chars.len() as f32).sum();
            let alike: f32 = pair
                .iter()
                .map(|overlap| overlap.identity * overlap.a_chars.len() as f32)
                .sum();
            let count = |of: fn(&Overlap) -> u32| pair.iter().map(of).sum::<u32>();
            let (figures, edits) = (count(|overlap| overlap.figures), count(|overlap| overlap.edits));
            let found = Contained {
                other_figures: are_other_figures(figures, edits),
                share: (covered(&mut of_a) as f32 / chars(first.a)).min(1.0),
                of_other: (covered(&mut of_b) as f32 / chars(first.b)).min(1.0),
                identity: alike / weight.max(1.0),
            };
            known.push((first.a, first.b, found));
            known.push((first.b, first.a, found.turned()));
        }
        for copy in &holdings.copies {
            let equal = body(holdings, copy.article) == body(holdings, copy.centre);
            let found = Contained {
                share: copy.of_member,
                of_other: copy.of_centre,
                // The passages say how alike, where there are any.
                identity: if equal { 1.0 } else { 0.0 },
                other_figures: false,
            };
            known.push((copy.article, copy.centre, found));
            known.push((copy.centre, copy.article, found.turned()));
        }
        known.sort_by_key(|&(one, other, _)| (one, other));
        known.dedup_by(|later, earlier| {
            let same = (later.0, later.1) == (earlier.0, earlier.1);
            if same {
                let (kept, other) = (&mut earlier.2, later.2);
                kept.share = kept.share.max(other.share);
                kept.of_other = kept.of_other.max(other.of_other);
                kept.identity = kept.identity.max(other.identity);
                kept.other_figures |= other.other_figures;
            }
            same
        });
        Self {
            store,
            known,
            aligned: HashMap::new(),
        }
    }

    /// The articles that a scan compared `article` with, by number.
    pub fn compared(&self, article: u32) -> &[(u32, u32, Contained)] {
        let start = self.known.partition_point(|pair| pair.0 < article);
        let rest = self.known.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|pair| pair.0 == article))
            .unwrap_or_default()
    }

    /// How much of `one` stands in `other`; aligns them where that is not known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(&mut self, one: u32, other: u32) -> Result<Contained> {
        let compared = self.compared(one);
        if let Ok(place) = compared.binary_search_by_key(&other, |pair| pair.1)
            && let Some(&(_, _, found)) = compared.get(place)
        {
            return Ok(found);
        }
        let key = (one.min(other), one.max(other));
        let found = match self.aligned.get(&key) {
            Some(&found) => found,
            None => {
                let found = self.align(key.0, key.1)?;
                self.aligned.insert(key, found);
                found
            }
        };
        Ok(if one <= other { found } else { found.turned() })
    }

    fn align(&self, one: u32, other: u32) -> Result<Contained> {
        let (Some(one), Some(other)) = (
            self.store.article_numbered(one)?,
            self.store.article_numbered(other)?,
        ) else {
            return Ok(Contained::default());
        };
        let (one, other) = (self.store.page(one)?, self.store.page(other)?);
        let shares = trace::shares(&one, &other);
        Ok(Contained {
            share: shares.of_a as f32,
            of_other: shares.of_b as f32,
            identity: shares.identity as f32,
            other_figures: false,
        })
    }
}

/// What the body of an article is known by.
fn body(holdings: &Holdings, article: u32) -> Option<u64> {
    holdings.articles.get(article as usize).map(|held| held.body_hash)
}

/// How much a list of spans covers, each place counted once. Sorts them.
pub fn covered(spans: &mut [Span]) -> u32 {
    spans.sort_unstable();
    let (mut sum, mut reached) = (0, 0);
    for span in spans {
        let start = span.start.max(reached);
        sum += span.end.saturating_sub(start);
        reached = reached.max(span.end);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::covered;
    use crate::document::Span;

    #[test]
    fn overlapping_spans_count_once() {
        let span = |start, end| Span { start, end };
        assert_eq!(covered(&mut [span(5, 9), span(0, 4), span(3, 6)]), 9);
        assert_eq!(covered(&mut []), 0);
    }
}
