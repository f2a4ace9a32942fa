//! What the last scan left of its articles, and which articles of this one they are.
//!
//! An article is known here by its *mark*, a hash of all that its seeds are made from: the matching forms of its body and of its quotes. An
//! article that has one and has not changed its place among the others stays: its seeds are those that were kept, under the
//! rank of now.

use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::body::Body;
use crate::ledger::{self, HeldPostings};

/// Bytes before what is kept of an article: its mark, and the length.
const HEAD: usize = 20;

/// The mark of an article that takes no part.
pub const NO_MARK: u128 = 0;

/// The marks of articles by rank; those that equal an earlier one take no part.
pub fn marks(bodies: &[Body], equal_to: &[u32]) -> Vec<u128> {
    let mut hash = Xxh3::new();
    let mut mark = |body: &Body| {
        hash.reset();
        hash.update(&body.fingerprint.0.to_le_bytes());
        for (_, form) in &body.quotes {
            hash.update(&(form.len() as u64).to_le_bytes());
            hash.update(form);
        }
        hash.digest128().max(NO_MARK + 1)
    };
    (0..)
        .zip(bodies)
        .map(|(rank, body)| match equal_to.get(rank as usize) {
            Some(&first) if first == rank => mark(body),
            _ => NO_MARK,
        })
        .collect()
}

/// Fingerprint of seeds that are kept for articles of these marks, by something of this fingerprint.
pub fn of_marks(marks: &[u128], fingerprint: u64) -> u64 {
    let bytes: Vec<u8> = marks.iter().flat_map(|mark| mark.to_le_bytes()).collect();
    xxh3_64_with_seed(&bytes, fingerprint)
}

/// Appends what is kept of an article.
pub fn append(mark: u128, kept: &[u8], into: &mut Vec<u8>) {
    into.extend_from_slice(&mark.to_le_bytes());
    into.extend_from_slice(&(kept.len() as u32).to_le_bytes());
    into.extend_from_slice(kept);
}

/// Bytes of what is kept of articles, of these lengths.
pub fn length(kept: impl Iterator<Item = usize>) -> usize {
    kept.map(|length| HEAD + length).sum()
}

/// What the last scan left.
#[derive(Debug, Default)]
pub struct HeldArticles {
    chunks: Vec<Vec<u8>>,
    /// Chunk, first byte and end of what was kept of each article, by its rank of then.
    places: Vec<(usize, usize, usize)>,
    marks: Vec<u128>,
    /// The seeds.
    pub postings: Option<HeldPostings>,
}

impl HeldArticles {
    /// What the store of `scan` holds that something of this fingerprint left; nothing where a byte of it is another.
    pub fn recall(scan: &ledger::Scan, fingerprint: u64) -> Self {
        let chunks = scan.pairs(fingerprint).unwrap_or_default();
        let Some(mut held) = Self::of(chunks) else {
            return Self::default();
        };
        held.postings = scan.postings(of_marks(&held.marks, fingerprint));
        held
    }

    fn of(chunks: Vec<Vec<u8>>) -> Option<Self> {
        let mut held = Self::default();
        for (number, chunk) in chunks.iter().enumerate() {
            let mut at = 0;
            while at < chunk.len() {
                let (mark, length) = chunk.get(at..at + HEAD)?.split_at_checked(16)?;
                let start = at + HEAD;
                at = start + u32::from_le_bytes(length.try_into().ok()?) as usize;
                held.marks.push(u128::from_le_bytes(mark.try_into().ok()?));
                held.places.push((number, start, at));
            }
            (at == chunk.len()).then_some(())?;
        }
        held.chunks = chunks;
        Some(held)
    }

    /// What was kept of an article, by its rank of then.
    pub fn kept(&self, rank: u32) -> Option<&[u8]> {
        let &(chunk, start, end) = self.places.get(rank as usize)?;
        self.chunks.get(chunk)?.get(start..end)
    }
}

/// Which articles of the last scan those of this one are.
#[derive(Debug)]
pub struct Renumbering {
    /// For each rank of then the rank of now, ascending; nothing for one that has gone, or stands in another order to those
    /// that stay.
    pub rank_of: Vec<Option<u32>>,
    /// For each rank of now one of then with the same mark.
    pub before: Vec<Option<u32>>,
    /// The articles that take part and do not stay, by rank.
    pub new: Vec<u32>,
    /// How many of those that took part do not stay.
    gone: usize,
}

impl Renumbering {
    /// For articles of these marks.
    pub fn of(held: &HeldArticles, marks: &[u128]) -> Self {
        let sorted = |marks: &[u128]| {
            let ranks = (0..).zip(marks).filter(|(_, mark)| **mark != NO_MARK);
            let mut sorted: Vec<(u128, u32)> = ranks.map(|(rank, &mark)| (mark, rank)).collect();
            sorted.sort_unstable();
            sorted
        };
        let mut before = vec![None; marks.len()];
        let mut found: Vec<(u32, u32)> = Vec::new();
        let then = sorted(&held.marks);
        let mut then = then.into_iter().peekable();
        for (mark, rank) in sorted(marks) {
            while then.next_if(|(other, _)| *other < mark).is_some() {}
            if let Some((_, old)) = then.next_if(|(other, _)| *other == mark) {
                found.push((old, rank));
                if let Some(before) = before.get_mut(rank as usize) {
                    *before = Some(old);
                }
            }
        }
        found.sort_unstable();
        let took_part = held.marks.iter().filter(|mark| **mark != NO_MARK).count();
        let mut rank_of = vec![None; held.marks.len()];
        let mut stays = vec![false; marks.len()];
        for (old, rank) in longest_ascending(&found) {
            if let (Some(of), Some(stays)) = (rank_of.get_mut(old as usize), stays.get_mut(rank as usize)) {
                (*of, *stays) = (Some(rank), true);
            }
        }
        let take_part = (0..).zip(marks).zip(stays);
        let new = take_part.filter(|((_, mark), stays)| **mark != NO_MARK && !stays);
        Self {
            new: new.map(|((rank, _), _)| rank).collect(),
            gone: took_part - rank_of.iter().flatten().count(),
            rank_of,
            before,
        }
    }

    /// True when so much stays that it is worth while to look at what does not.
    pub fn is_mostly_the_same(&self) -> bool {
        let stay = self.rank_of.iter().flatten().count();
        stay > 0 && self.new.len() + self.gone <= stay
    }
}

/// The most pairs of these, in their order, whose second numbers ascend (Schensted 1961).
fn longest_ascending(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // For each length the index of the pair that ends a sequence of that length with the least number.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let number = |at: &usize| pairs.get(*at).map(|pair| pair.1);
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| number(end) < Some(pair.1));
        before.push(
            length
                .checked_sub(1)
                .and_then(|shorter| ends.get(shorter).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.extend(pairs.get(at).copied());
        next = before.get(at).copied().flatten();
    }
    found.reverse();
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{HeldArticles, NO_MARK, Renumbering, append, longest_ascending};

    fn held(marks: &[u128]) -> HeldArticles {
        let mut chunk = Vec::new();
        for &mark in marks {
            append(mark, &mark.to_le_bytes()[..3], &mut chunk);
        }
        HeldArticles::of(vec![Vec::new(), chunk]).unwrap()
    }

    #[test]
    fn articles_that_keep_their_order_stay() {
        let held = held(&[5, 9, NO_MARK, 7, 7, 3, 8]);
        assert_eq!(held.kept(1), Some(&[9, 0, 0][..]));
        // 9 has moved behind all others, 4 is new, 3 has gone, one more has the mark 7.
        let found = Renumbering::of(&held, &[4, 5, 7, NO_MARK, 7, 7, 8, 9]);
        assert_eq!(
            found.rank_of,
            [Some(1), None, None, Some(2), Some(4), None, Some(6)]
        );
        assert_eq!(found.new, [0, 5, 7]);
        assert_eq!(
            found.before,
            [None, Some(0), Some(3), None, Some(4), None, Some(6), Some(1)]
        );
        assert_eq!(found.gone, 2);
        assert!(!found.is_mostly_the_same());
        assert!(Renumbering::of(&held, &[5, 9, 7, NO_MARK, 3, 2]).is_mostly_the_same());
    }

    #[test]
    fn the_longest_ascending_part_is_found() {
        let pairs: Vec<(u32, u32)> = (0..).zip([7, 1, 2, 9, 3, 0, 4]).collect();
        let numbers: Vec<u32> = longest_ascending(&pairs).iter().map(|pair| pair.1).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert!(longest_ascending(&[]).is_empty());
    }
}
