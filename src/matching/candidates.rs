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
use crate::document::{Anchor, Posting};
use crate::error::Result;
use crate::scratch::{Fixed, Partitions, Scratch};

/// Bytes of the window of a seed.
const WINDOW: usize = 24;
/// Bytes on each side of a seed that go into its context: 4 Han characters.
const CONTEXT: usize = 12;
/// Places of one seed in one article that are kept: texts of one repeated phrase would otherwise meet everywhere.
const PLACES: usize = 4;

/// The partition of a hash out of `1 << bits`, by its first bits.
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
pub(super) struct Meeting {
    pub(super) later: u32,
    pub(super) earlier: u32,
    pub(super) later_position: u32,
    pub(super) earlier_position: u32,
    /// How many articles hold the seed, at most [`MatchParameters::formula_holders`]: whether there are more is all that
    /// anybody asks.
    pub(super) holders: u32,
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
    /// How many articles hold the rarest seed of the pair, at most [`MatchParameters::formula_holders`].
    pub rarest: u32,
}

/// All pairs, in parts by ranges of the later article.
#[derive(Debug)]
pub struct Candidates<'s> {
    pub(super) meetings: Partitions<'s, Meeting>,
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
/// Articles whose pairs go into one part, by rank.
pub const PART_ARTICLES: usize = 1 << 12;
/// More partitions than this cost more than they save.
const MOST_PARTITIONS: usize = 1 << 11;

/// Who keeps the sorted seeds of all articles when candidates have been found: they are what a lookup of text needs, and the
/// next scan.
pub trait SeedKeeper: Sync {
    /// Appends the hashes of seeds that an article has beside those of its body; not asked of one that takes no part.
    fn append_more(&self, article: u32, into: &mut Vec<u64>);

    /// Takes the seeds whose first `bits` bits of the hash are `part`, in the order of [`Posting::order`]. A seed of an article
    /// that has no place stands there once, and only where it is not in the body. Called once for each part, in any order.
    ///
    /// # Errors
    /// When they cannot be kept.
    fn keep(&self, part: usize, bits: u32, seeds: &[Posting]) -> Result<()>;
}

/// Keeps nothing.
impl SeedKeeper for () {
    fn append_more(&self, _article: u32, _into: &mut Vec<u64>) {}

    fn keep(&self, _part: usize, _bits: u32, _seeds: &[Posting]) -> Result<()> {
        Ok(())
    }
}

/// What candidates are found among.
pub struct Among<'a, F, S, K> {
    /// How many articles there are.
    pub articles: usize,
    /// About how many seeds are to come.
    pub expected: usize,
    /// The form of an article by its rank, empty for one that takes no part.
    pub form: F,
    /// Appends the windows of a form as (hash, position).
    pub append_seeds: S,
    /// Who takes all seeds as well.
    pub keeper: &'a K,
}

impl<'f, F, S, K> Among<'_, F, S, K>
where
    F: Fn(u32) -> Cow<'f, [u8]> + Sync,
    S: Fn(&[u8], &mut Vec<(u64, u32)>) + Sync,
    K: SeedKeeper,
{
    /// Bits of the hash that number the partitions.
    pub(super) fn bits(&self) -> u32 {
        let partitions = (self.expected * size_of::<Posting>() / PARTITION_BYTES)
            .next_power_of_two()
            .min(MOST_PARTITIONS);
        partitions.trailing_zeros()
    }

    /// The seeds of these articles, unsorted.
    pub(super) fn postings<'s>(
        &self,
        ranks: &[u32],
        scratch: &'s Scratch,
    ) -> Result<Partitions<'s, Posting>> {
        let bits = self.bits();
        let postings: Partitions<'s, Posting> = Partitions::new(1 << bits, scratch);
        ranks.par_chunks(BATCH).try_for_each(|ranks| {
            let mut parts: Vec<Vec<Posting>> = vec![Vec::new(); postings.count()];
            let (mut seeds, mut hashes) = (Vec::new(), Vec::new());
            for &article in ranks {
                let form = (self.form)(article);
                if form.is_empty() {
                    continue;
                }
                seeds.clear();
                (self.append_seeds)(&form, &mut seeds);
                let own = seeds
                    .iter()
                    .map(|&(hash, position)| posting(&form, article, hash, position));
                self.keeper.append_more(article, &mut hashes);
                let more = hashes.drain(..).map(|hash| Posting::of_quote(hash, article));
                for posting in own.chain(more) {
                    if let Some(part) = parts.get_mut(part_of(posting.key, bits)) {
                        part.push(posting);
                    }
                }
            }
            spread(&postings, &mut parts)
        })?;
        Ok(postings)
    }
}

/// Brings postings into their order. Of those of one seed and article that have no place at most one is left, and none beside
/// one that has.
pub(super) fn sort(postings: &mut Vec<Posting>) {
    postings.sort_unstable_by_key(|posting| posting.order());
    postings.dedup_by(|next, before| {
        !next.is_placed() && next.hash() == before.hash() && next.article == before.article
    });
}

/// No meetings yet of so many articles.
pub(super) fn no_meetings(articles: usize, scratch: &Scratch) -> Partitions<'_, Meeting> {
    Partitions::new(articles.div_ceil(PART_ARTICLES), scratch)
}

/// Meetings on the way into their parts.
pub(super) struct Gathered<'m, 's> {
    meetings: &'m Partitions<'s, Meeting>,
    parts: Vec<Vec<Meeting>>,
}

impl<'m, 's> Gathered<'m, 's> {
    /// None yet.
    pub(super) fn new(meetings: &'m Partitions<'s, Meeting>) -> Self {
        Self {
            parts: vec![Vec::new(); meetings.count()],
            meetings,
        }
    }

    /// Takes the meetings of the sorted postings of one seed in which the later article is wanted.
    pub(super) fn take(
        &mut self,
        of_seed: &[Posting],
        wanted: impl Fn(u32) -> bool,
        parameters: &MatchParameters,
    ) {
        if !has_several_holders(of_seed) {
            return;
        }
        meet(of_seed, wanted, parameters, |meeting| {
            if let Some(part) = self.parts.get_mut(meeting.later as usize / PART_ARTICLES) {
                part.push(meeting);
            }
        });
    }

    /// Puts them there.
    pub(super) fn spread(mut self) -> Result<()> {
        spread(self.meetings, &mut self.parts)
    }
}

/// False where only one article holds a seed, of whose sorted postings these are.
pub(super) fn has_several_holders(of_seed: &[Posting]) -> bool {
    of_seed.first().map(|posting| posting.article) != of_seed.last().map(|posting| posting.article)
}

/// Finds the candidate pairs. All seeds go to the keeper as well. What does not fit in the budget of `scratch` waits on disk.
///
/// # Errors
/// When that cannot be written or read.
pub fn candidates<'f, 's>(
    among: &Among<
        '_,
        impl Fn(u32) -> Cow<'f, [u8]> + Sync,
        impl Fn(&[u8], &mut Vec<(u64, u32)>) + Sync,
        impl SeedKeeper,
    >,
    parameters: &MatchParameters,
    scratch: &'s Scratch,
) -> Result<Candidates<'s>> {
    let ranks: Vec<u32> = (0..).take(among.articles).collect();
    let postings = among.postings(&ranks, scratch)?;
    let meetings = no_meetings(among.articles, scratch);
    (0..postings.count()).into_par_iter().try_for_each(|partition| {
        let mut postings = postings.take(partition)?;
        sort(&mut postings);
        among.keeper.keep(partition, among.bits(), &postings)?;
        let mut gathered = Gathered::new(&meetings);
        for of_seed in postings.chunk_by(|a, b| a.hash() == b.hash()) {
            gathered.take(of_seed, |_| true, parameters);
        }
        gathered.spread()
    })?;
    Ok(Candidates { meetings })
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
    let key = hash >> Posting::CONTEXT_BITS << Posting::CONTEXT_BITS | before << 8 | after;
    Posting {
        key,
        article,
        position,
    }
}

/// Pairs the holders of one seed: each that is wanted with the first ones and with those next before it.
pub(super) fn meet(
    group: &[Posting],
    wanted: impl Fn(u32) -> bool,
    parameters: &MatchParameters,
    mut found: impl FnMut(Meeting),
) {
    let holders: Vec<&[Posting]> = group
        .chunk_by(|a, b| a.article == b.article)
        .filter(|places| places.first().is_some_and(|place| place.is_placed()))
        .map(|places| places.get(..PLACES.min(places.len())).unwrap_or(places))
        .collect();
    let count = (holders.len() as u32).min(parameters.formula_holders);
    for (index, later) in holders.iter().enumerate().skip(1) {
        if !later.first().is_some_and(|place| wanted(place.article)) {
            continue;
        }
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
                        holders: count,
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

    use super::{Among, Candidate, candidates};
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
            let among = Among {
                articles: texts.len(),
                expected: texts.iter().map(String::len).sum::<usize>() / 3,
                form: |article: u32| Cow::Borrowed(texts[article as usize].as_bytes()),
                append_seeds: windows,
                keeper: &(),
            };
            let found = candidates(&among, &MatchParameters::default(), &scratch).unwrap();
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
