//! Seeds of all articles -> the pairs that are worth aligning, with the places where their seeds agree.
//!
//! All seeds are sorted by hash, in partitions that fit in the cache; every holder of a seed is paired with the first holders (by rank) and with those
//! next before it, so that the number of pairs is linear in the number of holders however frequent a seed is.
//! Two bytes of context beside each seed cut most chance meetings before any text is touched: a common run of 24 Han
//! characters that holds a seed of 8 continues for at least 4 characters on one side.

use std::borrow::Cow;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::config::MatchParameters;
use crate::document::Anchor;
use crate::error::Result;
use crate::scratch::{Fixed, Partitions, Scratch};

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

    /// The partition out of `1 << bits`, by the first bits of the hash.
    fn partition(self, bits: u32) -> usize {
        part_of(self.key, bits)
    }
}

fn part_of(hash: u64, bits: u32) -> usize {
    hash.checked_shr(u64::BITS - bits).unwrap_or(0) as usize
}

impl Fixed for Posting {
    const BYTES: usize = 16;

    fn pack(self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.key.to_le_bytes());
        pack_numbers([self.article, self.position], into);
    }

    fn unpack(bytes: &[u8]) -> Self {
        let (key, rest) = bytes.split_at_checked(8).unwrap_or_default();
        let [article, position] = unpack_numbers(rest);
        Self {
            key: key.try_into().map_or(0, u64::from_le_bytes),
            article,
            position,
        }
    }
}

fn pack_numbers<const N: usize>(numbers: [u32; N], into: &mut Vec<u8>) {
    for number in numbers {
        into.extend_from_slice(&number.to_le_bytes());
    }
}

fn unpack_numbers<const N: usize>(bytes: &[u8]) -> [u32; N] {
    let mut numbers = [0; N];
    for (number, bytes) in numbers.iter_mut().zip(bytes.chunks_exact(4)) {
        *number = bytes.try_into().map_or(0, u32::from_le_bytes);
    }
    numbers
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

impl Fixed for Meeting {
    const BYTES: usize = 20;

    fn pack(self, into: &mut Vec<u8>) {
        let Self {
            later,
            earlier,
            later_position,
            earlier_position,
            holders,
        } = self;
        pack_numbers([later, earlier, later_position, earlier_position, holders], into);
    }

    fn unpack(bytes: &[u8]) -> Self {
        let [later, earlier, later_position, earlier_position, holders] = unpack_numbers(bytes);
        Self {
            later,
            earlier,
            later_position,
            earlier_position,
            holders,
        }
    }
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

/// All pairs, in parts by ranges of the later article.
#[derive(Debug)]
pub struct Candidates<'s> {
    meetings: Partitions<'s, Meeting>,
}

impl Candidates<'_> {
    /// Number of parts.
    pub fn parts(&self) -> usize {
        self.meetings.count()
    }

    /// The articles of one part that have any pair, by rank, each with its pairs by rank of the earlier article. A
    /// part can be taken once.
    ///
    /// # Errors
    /// When it does not fit in memory and cannot be read back.
    pub fn take(&self, part: usize) -> Result<Vec<(u32, Vec<Candidate>)>> {
        let mut meetings = self.meetings.take(part)?;
        meetings.sort_unstable();
        let of_article = |of_article: &[Meeting]| {
            let later = of_article.first().map_or(0, |meeting| meeting.later);
            let pairs = of_article
                .chunk_by(|a, b| a.earlier == b.earlier)
                .filter_map(candidate)
                .collect();
            (later, pairs)
        };
        Ok(meetings
            .chunk_by(|a, b| a.later == b.later)
            .map(of_article)
            .collect())
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

/// Articles that are looked at together while seeds are made.
const BATCH: usize = 256;
/// Bytes of postings that one partition should have: sorted without leaving the cache.
const PARTITION_BYTES: usize = 1 << 20;
/// Articles whose meetings go into one part.
const PART_ARTICLES: usize = 1 << 12;
/// More partitions than this cost more than they save.
const MOST_PARTITIONS: usize = 1 << 11;

/// Bits of a seed's hash that a [`SeedKeeper`] is given.
pub const KEPT_HASH_BITS: u32 = u64::BITS - CONTEXT_BITS;

/// Who keeps the sorted seeds of all articles when candidates have been found: they are what a lookup of text needs.
pub trait SeedKeeper: Sync {
    /// Appends the hashes of seeds that an article has beside those of its body; not asked of one that takes no part.
    fn append_more(&self, article: u32, into: &mut Vec<u64>);

    /// Takes the seeds whose first `bits` bits of the hash are `part`, as (hash, article): [`KEPT_HASH_BITS`] bits of
    /// the hash, sorted, each once. Called once for each part, in any order.
    ///
    /// # Errors
    /// When they cannot be kept.
    fn keep(&self, part: usize, bits: u32, seeds: &[(u64, u32)]) -> Result<()>;
}

/// Keeps nothing.
impl SeedKeeper for () {
    fn append_more(&self, _article: u32, _into: &mut Vec<u64>) {}

    fn keep(&self, _part: usize, _bits: u32, _seeds: &[(u64, u32)]) -> Result<()> {
        Ok(())
    }
}

/// A seed that is kept and proposes no pair.
#[derive(Clone, Copy, Debug)]
struct More {
    hash: u64,
    article: u32,
}

impl Fixed for More {
    const BYTES: usize = 12;

    fn pack(self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.hash.to_le_bytes());
        pack_numbers([self.article], into);
    }

    fn unpack(bytes: &[u8]) -> Self {
        let (hash, rest) = bytes.split_at_checked(8).unwrap_or_default();
        let [article] = unpack_numbers(rest);
        Self {
            hash: hash.try_into().map_or(0, u64::from_le_bytes),
            article,
        }
    }
}

/// Finds the candidate pairs among `articles` forms, by rank: `form` gives the form of an article, empty for one that
/// takes no part. `append_seeds` gives the windows of a form as (hash, position), of which about `expected` are to come.
/// All seeds go to `keeper` as well. What does not fit in the budget of `scratch` waits on disk.
///
/// # Errors
/// When that cannot be written or read.
pub fn candidates<'f, 's>(
    articles: usize,
    expected: usize,
    form: impl Fn(u32) -> Cow<'f, [u8]> + Sync,
    append_seeds: impl Fn(&[u8], &mut Vec<(u64, u32)>) + Sync,
    keeper: &impl SeedKeeper,
    parameters: &MatchParameters,
    scratch: &'s Scratch,
) -> Result<Candidates<'s>> {
    let partitions = (expected * size_of::<Posting>() / PARTITION_BYTES)
        .next_power_of_two()
        .min(MOST_PARTITIONS);
    let bits = partitions.trailing_zeros();
    let postings: Partitions<'_, Posting> = Partitions::new(partitions, scratch);
    let more: Partitions<'_, More> = Partitions::new(partitions, scratch);
    let ranks: Vec<u32> = (0..).take(articles).collect();
    ranks.par_chunks(BATCH).try_for_each(|ranks| {
        let mut parts: Vec<Vec<Posting>> = vec![Vec::new(); partitions];
        let mut more_parts: Vec<Vec<More>> = vec![Vec::new(); partitions];
        let (mut seeds, mut hashes) = (Vec::new(), Vec::new());
        for &article in ranks {
            let form = form(article);
            if !form.is_empty() {
                keeper.append_more(article, &mut hashes);
            }
            for hash in hashes.drain(..) {
                let number = part_of(hash, bits);
                if let Some(part) = more_parts.get_mut(number) {
                    part.push(More { hash, article });
                }
            }
            seeds.clear();
            append_seeds(&form, &mut seeds);
            for &(hash, position) in &seeds {
                let posting = posting(&form, article, hash, position);
                if let Some(part) = parts.get_mut(posting.partition(bits)) {
                    part.push(posting);
                }
            }
        }
        spread(&more, &mut more_parts)?;
        spread(&postings, &mut parts)
    })?;

    let meetings: Partitions<'_, Meeting> = Partitions::new(articles.div_ceil(PART_ARTICLES), scratch);
    (0..partitions).into_par_iter().try_for_each(|partition| {
        let mut postings = postings.take(partition)?;
        postings.sort_unstable_by_key(|posting| posting.order());
        keeper.keep(partition, bits, &kept_seeds(&postings, more.take(partition)?))?;
        let mut parts: Vec<Vec<Meeting>> = vec![Vec::new(); meetings.count()];
        for group in postings.chunk_by(|a, b| a.hash() == b.hash()) {
            if group.first().map(|posting| posting.article) != group.last().map(|posting| posting.article) {
                meet(group, parameters, |meeting| {
                    if let Some(part) = parts.get_mut(meeting.later as usize / PART_ARTICLES) {
                        part.push(meeting);
                    }
                });
            }
        }
        spread(&meetings, &mut parts)
    })?;
    Ok(Candidates { meetings })
}

/// The seeds of one partition as a [`SeedKeeper`] takes them; `postings` come sorted.
fn kept_seeds(postings: &[Posting], more: Vec<More>) -> Vec<(u64, u32)> {
    let mut seeds: Vec<(u64, u32)> = Vec::with_capacity(postings.len() + more.len());
    seeds.extend(postings.iter().map(|posting| (posting.hash(), posting.article)));
    seeds.dedup();
    if !more.is_empty() {
        seeds.extend(more.iter().map(|seed| (seed.hash >> CONTEXT_BITS, seed.article)));
        // Two sorted runs at worst: the stable sort merges the first with what is sorted of the second.
        seeds.sort();
        seeds.dedup();
    }
    seeds
}

/// Appends each part to the partition of its number.
fn spread<T: Fixed>(partitions: &Partitions<'_, T>, parts: &mut [Vec<T>]) -> Result<()> {
    parts
        .iter_mut()
        .enumerate()
        .try_for_each(|(number, part)| partitions.append(number, part))
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
fn meet(group: &[Posting], parameters: &MatchParameters, mut found: impl FnMut(Meeting)) {
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
                    found(Meeting {
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
    use std::borrow::Cow;

    use super::{Candidate, candidates};
    use crate::config::MatchParameters;
    use crate::scratch::Scratch;

    fn windows(form: &[u8], seeds: &mut Vec<(u64, u32)>) {
        for (position, window) in form.windows(24).enumerate().step_by(3) {
            seeds.push((xxhash_rust::xxh3::xxh3_64(window), position as u32));
        }
    }

    fn find(texts: &[String]) -> Vec<(u32, Vec<Candidate>)> {
        let within = |budget| {
            let scratch = Scratch::new(&std::env::temp_dir(), budget);
            let found = candidates(
                texts.len(),
                texts.iter().map(String::len).sum::<usize>() / 3,
                |article| Cow::Borrowed(texts[article as usize].as_bytes()),
                windows,
                &(),
                &MatchParameters::default(),
                &scratch,
            )
            .unwrap();
            let parts = 0..found.parts();
            parts
                .flat_map(|part| found.take(part).unwrap())
                .collect::<Vec<_>>()
        };
        let found = within(1 << 30);
        assert_eq!(found, within(0), "what waits on disk is the same");
        found
    }

    fn text(seed: u32, length: u32) -> String {
        (0..length)
            .filter_map(|i| char::from_u32(0x4E00 + (seed * 7919 + i).wrapping_mul(2_654_435_761) % 20_000))
            .collect()
    }

    #[test]
    fn a_common_run_makes_a_pair_and_unrelated_texts_none() {
        let shared = text(1, 30);
        let articles = find(&[
            format!("{}{shared}", text(2, 50)),
            text(3, 80),
            format!("{shared}{}", text(4, 50)),
        ]);
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
        let pairs: usize = find(&texts).iter().map(|(_, pairs)| pairs.len()).sum();
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
