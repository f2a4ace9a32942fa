//! Seeds of all articles -> the pairs that are worth aligning, with the places where their seeds agree.
//!
//! All seeds are sorted by hash; every holder of a seed is paired with the first holders (by rank) and with those
//! next before it, so that the number of pairs is linear in the number of holders however frequent a seed is.
//! Two bytes of context beside each seed cut most chance meetings before any text is touched: a common run of 24 Han
//! characters that holds a seed of 8 continues for at least 4 characters on one side.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::config::{FingerprintParameters, MatchParameters};
use crate::document::Anchor;

/// Bytes of the window of a seed.
const WINDOW: usize = 24;
/// Bytes on each side of a seed that go into its context: 4 Han characters.
const CONTEXT: usize = 12;
/// Bits of a posting's key that hold the context; the others hold the hash.
const CONTEXT_BITS: u32 = 16;
/// Places of one seed in one article that are kept: texts of one repeated phrase would otherwise meet everywhere.
const PLACES: usize = 4;

/// A seed of an article: hash (48 bits) and context before and after (8 bits each) in one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    key: u64,
    article: u32,
    position: u32,
}

impl Posting {
    fn hash(self) -> u64 {
        self.key >> CONTEXT_BITS
    }

    fn shares_context(self, other: Self) -> bool {
        let differing = self.key ^ other.key;
        differing & 0xFF == 0 || differing & 0xFF00 == 0
    }

    fn order(self) -> (u64, u32, u32) {
        (self.hash(), self.article, self.position)
    }
}

/// Agreement of one seed of `later` with one of `earlier`. Sorted by these fields in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Meeting {
    later: u32,
    earlier: u32,
    later_position: u32,
    earlier_position: u32,
    holders: u32,
}

/// A pair to align.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Rank of the earlier article.
    pub earlier: u32,
    /// Where their seeds agree (`x` is the later article).
    pub anchors: Vec<Anchor>,
    /// How many articles hold the rarest seed of the pair.
    pub rarest: u32,
}

/// All pairs, by the later article.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    meetings: Vec<Meeting>,
}

impl Candidates {
    /// The articles that have any pair, each with its pairs by rank of the earlier article.
    pub fn articles(&self) -> Vec<(u32, Vec<Candidate>)> {
        self.meetings
            .par_chunk_by(|a, b| a.later == b.later)
            .map(|of_article| {
                let later = of_article.first().map_or(0, |meeting| meeting.later);
                let pairs = of_article
                    .chunk_by(|a, b| a.earlier == b.earlier)
                    .filter_map(candidate)
                    .collect();
                (later, pairs)
            })
            .collect()
    }

    /// Number of agreements between seeds.
    pub fn len(&self) -> usize {
        self.meetings.len()
    }

    /// True when no seed stands in two articles.
    pub fn is_empty(&self) -> bool {
        self.meetings.is_empty()
    }
}

fn candidate(meetings: &[Meeting]) -> Option<Candidate> {
    let earlier = meetings.first()?.earlier;
    let rarest = meetings.iter().map(|meeting| meeting.holders).min()?;
    let anchors = meetings
        .iter()
        .map(|meeting| Anchor {
            x: meeting.later_position,
            y: meeting.earlier_position,
        })
        .collect();
    Some(Candidate {
        earlier,
        anchors,
        rarest,
    })
}

/// Finds the candidate pairs among `forms` (by rank; an empty form takes no part). `append_seeds` gives the windows
/// of a form as (hash, position).
pub fn candidates(
    forms: &[&[u8]],
    append_seeds: impl Fn(&[u8], &mut Vec<(u64, u32)>) + Sync,
    fingerprint: &FingerprintParameters,
    parameters: &MatchParameters,
) -> Candidates {
    let mut postings: Vec<Posting> = forms
        .par_iter()
        .enumerate()
        .fold(Vec::new, |mut postings: Vec<Posting>, (article, form)| {
            let mut seeds = Vec::with_capacity(form.len() / fingerprint.body_spread.max(1) * 2);
            append_seeds(form, &mut seeds);
            postings.extend(
                seeds
                    .iter()
                    .map(|&(hash, position)| posting(form, article as u32, hash, position)),
            );
            postings
        })
        .reduce(Vec::new, |mut all, mut part| {
            all.append(&mut part);
            all
        });
    postings.par_sort_unstable_by_key(|posting| posting.order());
    let mut meetings: Vec<Meeting> = postings
        .par_chunk_by(|a, b| a.hash() == b.hash())
        .filter(|group| {
            group.first().map(|posting| posting.article) != group.last().map(|posting| posting.article)
        })
        .fold(Vec::new, |mut meetings: Vec<Meeting>, group| {
            meet(group, parameters, &mut meetings);
            meetings
        })
        .reduce(Vec::new, |mut all, mut part| {
            all.append(&mut part);
            all
        });
    drop(postings);
    meetings.par_sort_unstable();
    Candidates { meetings }
}

fn posting(form: &[u8], article: u32, hash: u64, position: u32) -> Posting {
    let at = position as usize;
    let context = |bytes: Option<&[u8]>| xxh3_64(bytes.unwrap_or(&[])) & 0xFF;
    let before = context(form.get(at.saturating_sub(CONTEXT)..at));
    let end = at + WINDOW;
    let after = context(form.get(end..(end + CONTEXT).min(form.len())));
    let key = hash >> CONTEXT_BITS << CONTEXT_BITS | before << 8 | after;
    Posting {
        key,
        article,
        position,
    }
}

/// Pairs the holders of one seed: each with the first ones and with those next before it.
fn meet(group: &[Posting], parameters: &MatchParameters, meetings: &mut Vec<Meeting>) {
    let holders: Vec<&[Posting]> = group
        .chunk_by(|a, b| a.article == b.article)
        .map(|places| places.get(..PLACES.min(places.len())).unwrap_or(places))
        .collect();
    for (index, later) in holders.iter().enumerate().skip(1) {
        let first = holders.iter().take(parameters.holders.min(index));
        let nearest = index
            .saturating_sub(parameters.previous)
            .max(parameters.holders.min(index));
        for earlier in first.chain(holders.get(nearest..index).into_iter().flatten()) {
            for (a, b) in later.iter().flat_map(|a| earlier.iter().map(move |b| (a, b))) {
                if a.shares_context(*b) {
                    meetings.push(Meeting {
                        later: a.article,
                        earlier: b.article,
                        later_position: a.position,
                        earlier_position: b.position,
                        holders: holders.len() as u32,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Candidates, candidates};
    use crate::config::{FingerprintParameters, MatchParameters};

    fn windows(form: &[u8], seeds: &mut Vec<(u64, u32)>) {
        for (position, window) in form.windows(24).enumerate().step_by(3) {
            seeds.push((xxhash_rust::xxh3::xxh3_64(window), position as u32));
        }
    }

    fn find(texts: &[String]) -> Candidates {
        let forms: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        candidates(
            &forms,
            windows,
            &FingerprintParameters::default(),
            &MatchParameters::default(),
        )
    }

    fn text(seed: u32, length: u32) -> String {
        (0..length)
            .filter_map(|i| char::from_u32(0x4E00 + (seed * 7919 + i).wrapping_mul(2_654_435_761) % 20_000))
            .collect()
    }

    #[test]
    fn a_common_run_makes_a_pair_and_unrelated_texts_none() {
        let shared = text(1, 30);
        let found = find(&[
            format!("{}{shared}", text(2, 50)),
            text(3, 80),
            format!("{shared}{}", text(4, 50)),
        ]);
        let articles = found.articles();
        assert_eq!(articles.len(), 1);
        assert_eq!(articles[0].0, 2);
        assert_eq!(articles[0].1.len(), 1);
        assert_eq!(articles[0].1[0].earlier, 0);
        assert!(
            articles[0].1[0]
                .anchors
                .iter()
                .all(|anchor| anchor.y - anchor.x == 150)
        );
    }

    #[test]
    fn pairs_grow_linearly_with_the_holders() {
        let texts: Vec<String> = (0..400)
            .map(|i| format!("{}{}", text(1, 24), text(i + 10, 20)))
            .collect();
        let pairs: usize = find(&texts).articles().iter().map(|(_, pairs)| pairs.len()).sum();
        let parameters = MatchParameters::default();
        assert!(
            pairs <= 400 * (parameters.holders + parameters.previous),
            "{pairs}"
        );
    }

    #[test]
    fn the_same_word_in_other_surroundings_is_no_pair() {
        let name = text(1, 8);
        let found = find(&[
            format!("{}{name}{}", text(2, 30), text(3, 30)),
            format!("{}{name}{}", text(4, 30), text(5, 30)),
        ]);
        assert!(found.is_empty());
    }
}
