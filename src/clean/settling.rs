//! Where the text that stays for a cut stands in the end. In: all removals. Out: the same, each with a keeper that still
//! holds its span when every cut is made.
//!
//! An article that is preferred to another may itself lose the passage to one that is preferred still, and lines of the
//! page are cut in all of them. So a keeper is followed to the one that keeps the text, or its span is narrowed to what
//! is left of it; where nothing is left anywhere, the cut is not made.

use super::plan::Plan;
use super::removal::{Keeper, Removal, Rule};
use crate::document::Span;

/// A place: bytes, characters.
type Place = (Span, Span);

/// Settles the keepers of a plan whose removals are sorted by record and place.
pub fn settle(plan: &mut Plan) {
    let settled: Vec<Option<Removal>> = plan
        .removals
        .iter()
        .map(|removal| match (removal.place, removal.keeper) {
            (Some(_), Some(keeper)) => last(plan, keeper).map(|keeper| Removal {
                keeper: Some(keeper),
                ..*removal
            }),
            _ => Some(*removal),
        })
        .collect();
    plan.removals = settled.into_iter().flatten().collect();
}

/// The keeper that is left with the text. Each step leads to a preferred record, so that it ends.
fn last(plan: &Plan, mut keeper: Keeper) -> Option<Keeper> {
    while let Some(place) = keeper.place {
        let cuts = plan.cuts(keeper.record);
        let rest = largest_rest(place, cuts);
        if rest.is_some_and(|rest| rest.0.len() * 2 >= place.0.len()) {
            return Some(Keeper {
                place: rest,
                ..keeper
            });
        }
        let shared = |cut: &&Removal| cut.place.map_or(0, |(span, _)| span.overlap(place.0));
        let next = cuts.iter().filter(|cut| cut.keeper.is_some()).max_by_key(shared);
        match next.and_then(|cut| cut.keeper.filter(|_| shared(&cut) > 0)) {
            Some(next) => {
                let mut contained = next.contained;
                contained.identity = contained.identity.min(keeper.contained.identity);
                keeper = Keeper { contained, ..next };
            }
            None => {
                return rest.map(|rest| Keeper {
                    place: Some(rest),
                    ..keeper
                });
            }
        }
    }
    Some(keeper)
}

/// The largest part of a place that none of the cuts, which are sorted, touches.
fn largest_rest(place: Place, cuts: &[Removal]) -> Option<Place> {
    let (mut largest, mut reached): (Option<Place>, _) = (None, (place.0.start, place.1.start));
    let mut offer = |start: (u32, u32), end: (u32, u32)| {
        let span = |start, end| Span { start, end };
        if end.0 > start.0 && largest.is_none_or(|(held, _)| ((end.0 - start.0) as usize) > held.len()) {
            largest = Some((span(start.0, end.0), span(start.1, end.1)));
        }
    };
    // What was split out stands in a record of its own.
    let cuts = cuts.iter().filter(|cut| cut.rule != Rule::SplitOut);
    let touching = cuts.filter_map(|cut| cut.place);
    for (bytes, chars) in touching.filter(|(bytes, _)| bytes.overlap(place.0) > 0) {
        offer(reached, (bytes.start, chars.start));
        reached = (bytes.end, chars.end);
    }
    offer(reached, (place.0.end, place.1.end));
    largest
}

#[cfg(test)]
mod tests {
    use super::{Plan, settle};
    use crate::clean::removal::{Keeper, Removal, Rule};
    use crate::document::Span;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// A cut of `place` out of `record`, for a place in another record.
    fn cut(record: u32, place: (u32, u32), keeper: Option<(u32, (u32, u32))>) -> Removal {
        let of = |(start, end): (u32, u32)| Some((span(3 * start, 3 * end), span(start, end)));
        Removal {
            rule: Rule::CarriedPassage,
            record,
            article: Some(record),
            place: of(place),
            keeper: keeper.map(|(record, place)| Keeper {
                record,
                article: Some(record),
                place: of(place),
                contained: Default::default(),
            }),
            passage: None,
        }
    }

    fn settled(removals: Vec<Removal>) -> Vec<(u32, Option<(u32, Span)>)> {
        let mut plan = Plan {
            removals,
            ..Plan::default()
        };
        settle(&mut plan);
        let there = |removal: &Removal| {
            let keeper = removal.keeper?;
            Some((keeper.record, keeper.place?.1))
        };
        plan.removals
            .iter()
            .map(|removal| (removal.record, there(removal)))
            .collect()
    }

    #[test]
    fn a_keeper_is_followed_to_the_one_that_keeps_the_text() {
        let found = settled(vec![
            cut(1, (0, 60), Some((0, (5, 65)))),
            cut(2, (10, 70), Some((1, (0, 60)))),
        ]);
        assert_eq!(found, [(1, Some((0, span(5, 65)))), (2, Some((0, span(5, 65))))]);
    }

    #[test]
    fn a_keeper_that_loses_a_little_is_named_with_what_is_left() {
        let found = settled(vec![
            cut(1, (0, 20), Some((0, (5, 25)))),
            cut(2, (10, 80), Some((1, (10, 80)))),
        ]);
        assert_eq!(found.last(), Some(&(2, Some((1, span(20, 80))))));
    }

    #[test]
    fn what_is_left_nowhere_is_not_cut() {
        let found = settled(vec![cut(1, (0, 60), None), cut(2, (10, 70), Some((1, (0, 60))))]);
        assert_eq!(found, [(1, None)]);
    }
}
