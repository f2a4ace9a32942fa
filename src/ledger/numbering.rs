//! The numbers of articles in the ledger. An article's number follows from its record's; its rank is told by a number
//! with room before and behind it, so that articles of a later scan fit in between and those that stand there keep theirs.

use std::ops::Range;

use crate::document::ArticleEntry;

/// Room for articles with a time. New ones are mostly later than all others, so that half of it is left open at its end.
const DATED: Range<u64> = 0..1 << 31;
/// Room for articles without one.
const UNDATED: Range<u64> = 1 << 31..1 << 32;
/// Distance between neighbours where there is room for it: a few thousand articles fit between any two, and numbers stay short.
const DISTANCE: u64 = 1 << 12;

/// Numbers by the article's place in the order of ranks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbering {
    /// Primary keys: by record, then ordinal.
    pub(super) articles: Vec<u32>,
    /// Ranks in the ledger, ascending.
    pub(super) ranks: Vec<u32>,
    /// Numbers of the articles whose rank in the ledger is another one, because others no longer fitted in between, and the new rank.
    pub(super) moved: Vec<(u32, u32)>,
}

impl Numbering {
    /// Numbers `articles`, which are in the order of their ranks. `held` are the ranks in the ledger as it stands, by the
    /// article's number.
    pub(super) fn of(articles: &[ArticleEntry], held: &[Option<u32>]) -> Self {
        let entry = |place: u32| articles.get(place as usize);
        let mut order: Vec<u32> = (0..).take(articles.len()).collect();
        order.sort_unstable_by_key(|&place| entry(place).map(|entry| (entry.record, entry.ordinal)));
        let mut numbers = vec![0; articles.len()];
        for (number, place) in (0..).zip(order) {
            if let Some(slot) = numbers.get_mut(place as usize) {
                *slot = number;
            }
        }
        let before = |&number: &u32| held.get(number as usize).copied().flatten();
        let before: Vec<Option<u32>> = numbers.iter().map(before).collect();
        let dated = articles.partition_point(|article| article.dated);
        let (first, last) = before.split_at_checked(dated).unwrap_or_default();
        let mut ranks = ranks(first, DATED);
        ranks.extend(self::ranks(last, UNDATED));
        let numbered = numbers.iter().zip(&before).zip(&ranks);
        let moved = numbered.filter(|((_, before), rank)| before.is_some_and(|before| before != **rank));
        Self {
            moved: moved.map(|((number, _), rank)| (*number, *rank)).collect(),
            articles: numbers,
            ranks,
        }
    }
}

/// Ascending ranks in `room`: those that are `held` where they ascend and the others fit in between, otherwise new ones.
fn ranks(held: &[Option<u32>], room: Range<u64>) -> Vec<u32> {
    let kept = between(held, &room).unwrap_or_else(|| {
        let half = (room.end - room.start) / 2;
        let step = (half / (held.len() as u64 + 1)).clamp(1, DISTANCE);
        (1..).take(held.len()).map(|at| room.start + at * step).collect()
    });
    kept.into_iter().map(|rank| rank as u32).collect()
}

/// The held ranks with new ones between them; none where there is no room.
fn between(held: &[Option<u32>], room: &Range<u64>) -> Option<Vec<u64>> {
    let mut ranks: Vec<u64> = Vec::with_capacity(held.len());
    // The last rank that stands, and how many new ones wait behind it.
    let (mut last, mut waiting) = (room.start, 0_u64);
    let fill = |ranks: &mut Vec<u64>, last: u64, waiting: u64, step: u64| {
        ranks.extend((1..=waiting).map(|at| last + at * step));
        (step > 0 || waiting == 0).then_some(())
    };
    for rank in held {
        match rank
            .map(u64::from)
            .filter(|rank| *rank > last && *rank < room.end)
        {
            Some(rank) => {
                fill(&mut ranks, last, waiting, (rank - last) / (waiting + 1))?;
                ranks.push(rank);
                (last, waiting) = (rank, 0);
            }
            None => waiting += 1,
        }
    }
    let step = ((room.end - last) / (waiting + 1)).min(DISTANCE);
    fill(&mut ranks, last, waiting, step)?;
    Some(ranks)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DATED, DISTANCE, Numbering, UNDATED, ranks};
    use crate::document::ArticleEntry;

    fn article(record: u32, ordinal: u32, dated: bool) -> ArticleEntry {
        ArticleEntry {
            record,
            ordinal,
            dated,
            key: 0,
            body_chars: 0,
            exact_hash: 0,
            simhash: 0,
        }
    }

    #[test]
    fn numbers_follow_records_and_ranks_the_order() {
        let articles = [article(2, 0, true), article(0, 1, true), article(0, 0, false)];
        let numbering = Numbering::of(&articles, &[]);
        assert_eq!(numbering.articles, [2, 1, 0]);
        let distance = DISTANCE as u32;
        let undated = UNDATED.start as u32 + distance;
        assert_eq!(numbering.ranks, [distance, 2 * distance, undated]);

        let held: Vec<Option<u32>> = [2, 1, 0]
            .iter()
            .map(|&at: &usize| numbering.ranks.get(at).copied())
            .collect();
        let later = [
            article(2, 0, true),
            article(3, 0, true),
            article(0, 1, true),
            article(4, 0, true),
            article(0, 0, false),
        ];
        let numbering = Numbering::of(&later, &held);
        assert_eq!(numbering.articles, [2, 3, 1, 4, 0]);
        assert_eq!(
            numbering.ranks,
            [distance, distance * 3 / 2, 2 * distance, 3 * distance, undated]
        );
        assert!(numbering.moved.is_empty());
        let crowded = Numbering::of(&later, &[Some(undated), Some(2), Some(1)]);
        assert_eq!(crowded.moved, [(2, distance), (1, 3 * distance)]);
    }

    proptest! {
        #[test]
        fn ranks_ascend_and_stay_where_they_can(
            held in prop::collection::vec(prop::option::of(0_u32..100_000), 0..60), sorted in any::<bool>(),
        ) {
            let mut held = held;
            if sorted {
                let mut known: Vec<u32> = held.iter().copied().flatten().collect();
                known.sort_unstable();
                known.dedup();
                let mut known = known.into_iter();
                held = held.iter().map(|rank| rank.and_then(|_| known.next())).collect();
            }
            let found = ranks(&held, DATED);
            prop_assert_eq!(found.len(), held.len());
            prop_assert!(found.is_sorted_by(|a, b| a < b));
            let room = held.iter().flatten().all(|rank| *rank > 60) && {
                let known: Vec<u32> = held.iter().copied().flatten().collect();
                known.windows(2).all(|pair| pair[1] > pair[0] + 60)
            };
            if room {
                prop_assert!(held.iter().zip(&found).all(|(held, found)| held.is_none_or(|held| held == *found)));
            }
        }
    }
}
