//! Passages of the articles that stay which also stand in an article that is preferred to theirs and stays too. In: the
//! holdings, the order of preference, the fates. Out: removals with their spans, by record and place, none over another.
//!
//! Of every passage that two articles share the preferred one keeps its text, unless it stands in one that is preferred
//! still; so each character that is cut stands where it is kept. A passage that came by way of a removed article is cut
//! only from those whose part of it another one holds.

use std::collections::BTreeMap;

use super::containment::{Contained, covered};
use super::duplicates::{Class, Fate, is_cut_out};
use super::removal::{Keeper, Removal, Rule};
use crate::config::CleanParameters;
use crate::document::Span;
use crate::ledger::{Holdings, Overlap};

/// Characters by which the part that a keeper holds may fall short of what is cut: ends of passages are not always cut
/// at the same character.
const FRINGE: u32 = 2;

/// What decides on passages.
pub struct Decided<'a> {
    /// What the store holds.
    pub holdings: &'a Holdings,
    /// Records in order of preference.
    pub visit: &'a [u32],
    /// By record.
    pub classes: &'a [Class],
    /// By record.
    pub fates: &'a [Fate],
    /// Embedded articles are cut out of the records that stay.
    pub embedded_go: bool,
    /// Those that are cut out because they stand elsewhere.
    pub embedded_copies: &'a BTreeMap<u32, Keeper>,
}

/// One side of a passage, and the other.
#[derive(Clone, Copy)]
struct Half {
    article: u32,
    place: (Span, Span),
    other: u32,
    other_place: (Span, Span),
    identity: f32,
    passage: u32,
    other_figures: bool,
}

impl Half {
    fn both(overlap: &Overlap) -> [Self; 2] {
        let (a, b) = (
            (overlap.a_span, overlap.a_chars),
            (overlap.b_span, overlap.b_chars),
        );
        let half = |article, place, other, other_place| Self {
            article,
            place,
            other,
            other_place,
            identity: overlap.identity,
            passage: overlap.passage,
            other_figures: overlap.has_other_figures(),
        };
        [half(overlap.a, a, overlap.b, b), half(overlap.b, b, overlap.a, a)]
    }
}

/// Finds the passages to cut.
pub fn passages(decided: &Decided<'_>, parameters: &CleanParameters) -> Vec<Removal> {
    let mut places = vec![u32::MAX; decided.fates.len()];
    for (place, &record) in (0..).zip(decided.visit) {
        if let Some(slot) = places.get_mut(record as usize) {
            *slot = place;
        }
    }
    let record = |article: u32| {
        let held = decided.holdings.articles.get(article as usize);
        held.map_or(u32::MAX, |held| held.record)
    };
    let goes_embedded = |article: u32| {
        let class = decided.classes.get(record(article) as usize).copied();
        let copy = decided.embedded_copies.contains_key(&article);
        copy || decided.embedded_go && is_cut_out(decided.holdings, article, class.unwrap_or(Class::Ordinary))
    };
    let stays = |article: u32| {
        decided.fates.get(record(article) as usize) == Some(&Fate::Kept) && !goes_embedded(article)
    };
    let preference = |article: u32| (places.get(record(article) as usize).copied(), article);
    let ordinary = |article: u32| decided.classes.get(record(article) as usize) == Some(&Class::Ordinary);
    // A keeper holds its text in its own record: the same page twice is a matter of the page.
    let apart = |one: u32, other: u32| record(one) != record(other);

    let mut halves: Vec<Half> = decided.holdings.overlaps.iter().flat_map(Half::both).collect();
    halves.retain(|half| stays(half.article) && apart(half.article, half.other));
    let mut cuts = Vec::new();
    let mut cut = |half: &Half, keeper: Keeper| {
        let alike = keeper.contained.identity >= parameters.least_identity && !half.other_figures;
        if alike && half.place.1.len() as u32 >= parameters.least_passage && ordinary(half.article) {
            cuts.push(Removal {
                rule: Rule::CarriedPassage,
                record: record(half.article),
                article: Some(half.article),
                place: Some(half.place),
                keeper: Some(keeper),
                passage: Some(half.passage),
            });
        }
    };
    let keeper = |article, place, identity| Keeper {
        record: record(article),
        article: Some(article),
        place: Some(place),
        contained: Contained {
            share: 1.0,
            of_other: 1.0,
            identity,
            other_figures: false,
        },
    };
    for half in &halves {
        if stays(half.other) && preference(half.other) < preference(half.article) {
            cut(half, keeper(half.other, half.other_place, half.identity));
        }
    }
    // A scan holds the carriers of a passage against the first holder alone. Where that one goes or is not preferred:
    // what of its text others hold that are preferred.
    halves.retain(|half| !(stays(half.other) && preference(half.other) < preference(half.article)));
    halves.sort_by_key(|half| {
        let place = half.other_place.0;
        (half.other, preference(half.article), place.start, place.end)
    });
    for carriers in halves.chunk_by(|one, other| one.other == other.other) {
        // Those that keep what no preferred one holds: few, however many carry it.
        let mut keeping: Vec<&Half> = Vec::new();
        for half in carriers {
            let wanted = half.other_place.1;
            let mut spans = Vec::new();
            let mut largest: Option<(usize, &Half)> = None;
            for other in keeping.iter().filter(|other| apart(other.article, half.article)) {
                let shared = other.other_place.1.overlap(wanted);
                if shared > 0 {
                    spans.push(Span {
                        start: other.other_place.1.start.max(wanted.start),
                        end: other.other_place.1.end.min(wanted.end),
                    });
                    if largest.is_none_or(|(most, _)| shared > most) {
                        largest = Some((shared, other));
                    }
                }
            }
            match largest {
                Some((_, other)) if covered(&mut spans) + 2 * FRINGE >= wanted.len() as u32 => {
                    let identity = half.identity.min(other.identity);
                    cut(half, keeper(other.article, other.place, identity));
                }
                _ => keeping.push(half),
            }
        }
    }
    without_overlaps(cuts, parameters.least_passage)
}

/// Sorts by record and place and takes from each what an earlier one takes already; what is left of it must still be
/// a passage, or be the end of one.
fn without_overlaps(mut cuts: Vec<Removal>, least: u32) -> Vec<Removal> {
    cuts.sort_by_key(|cut| {
        let span = cut.place.unwrap_or_default().0;
        let keeper = cut.keeper.map(|keeper| (keeper.record, keeper.article));
        (cut.record, span.start, std::cmp::Reverse(span.end), keeper)
    });
    let mut kept: Vec<Removal> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let before = kept.last().filter(|last| last.record == cut.record);
        let overlaps = match (before.and_then(|last| last.place), cut.place) {
            (Some((last, _)), Some((span, chars))) if span.start < last.end => {
                span.end <= last.end || (chars.len() as u32) < least
            }
            _ => false,
        };
        if !overlaps {
            kept.push(cut);
        }
    }
    kept
}
