//! The candidates of a corpus most of which the last scan saw: seeds are made of new articles only, and pairs are proposed
//! for those articles only whose pairs can be others than before.
//!
//! **What the pairs of an article depend on.** They are the meetings in which it is the later one. A meeting is made
//! from the sorted postings of one seed: from those of the later article; from those of the first holders, by rank, and of the holders next before it; and
//! from the number of holders, up to a limit. Nothing else goes into it. So a seed that no article has more and none has less, of
//! articles that follow each other as before, makes the meetings that it made, under other ranks; and an article has the pairs that it had, with
//! the same anchors, unless some seed makes other meetings of it.
//!
//! Therefore the postings of all seeds are merged with those of new articles, and without those of articles that have gone (an article that
//! stands in another order to the others than before has gone, and is new). The meetings of each seed that was touched are made twice,
//! from the postings before and after, and every later article of a meeting that only one side has is *renewed*: all its
//! pairs are proposed anew. Of the others nothing is proposed; they have what they had.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::candidates::{
    Among, Candidates, Gathered, Meeting, SeedKeeper, has_several_holders, meet, no_meetings, sort,
};
use crate::config::MatchParameters;
use crate::document::Posting;
use crate::error::Result;
use crate::scratch::Scratch;

/// What the last scan left.
pub struct Before<'a, P> {
    /// Bits of the hash that number the parts.
    pub bits: u32,
    /// Replaces what a list holds by the seeds of a part, as a [`SeedKeeper`] took them; nothing where they cannot be had.
    pub part: P,
    /// For each rank of the last scan the rank of now, in the same order; nothing for an article that has gone.
    pub rank_of: &'a [Option<u32>],
}

/// Candidates of the articles whose pairs can be others than before.
#[derive(Debug)]
pub struct Amended<'s> {
    /// Their pairs.
    pub candidates: Candidates<'s>,
    /// For each article whether it is one of them.
    pub renewed: Vec<bool>,
}

/// Finds the candidate pairs of `new` articles and of those whose pairs they change; gives nothing where the last scan left
/// nothing that can be used. All seeds go to the keeper, which may have been given some when nothing comes of it.
///
/// # Errors
/// When what does not fit in memory cannot be written or read.
pub fn amend<'f, 's>(
    among: &Among<
        '_,
        impl Fn(u32) -> Cow<'f, [u8]> + Sync,
        impl Fn(&[u8], &mut Vec<(u64, u32)>) + Sync,
        impl SeedKeeper,
    >,
    new: &[u32],
    before: &Before<'_, impl Fn(usize, &mut Vec<Posting>) -> Option<()> + Sync>,
    parameters: &MatchParameters,
    scratch: &'s Scratch,
) -> Result<Option<Amended<'s>>> {
    let bits = among.bits();
    if before.bits != bits {
        return Ok(None);
    }
    let renewed: Vec<AtomicBool> = std::iter::repeat_with(AtomicBool::default)
        .take(among.articles)
        .collect();
    let renew = |article: u32| {
        if let Some(renewed) = renewed.get(article as usize) {
            renewed.store(true, Ordering::Relaxed);
        }
    };
    new.iter().copied().for_each(renew);
    let made = among.postings(new, scratch)?;
    let parts = || (0..made.count()).into_par_iter();
    let damaged = AtomicBool::new(false);
    // The new postings of a part, and those of before in `held`; nothing where they cannot be had.
    let both = |number: usize, held: &mut Vec<Posting>| -> Result<Option<Vec<Posting>>> {
        let mut own = made.take(number)?;
        sort(&mut own);
        let sound = !damaged.load(Ordering::Relaxed) && (before.part)(number, held).is_some();
        damaged.fetch_or(!sound, Ordering::Relaxed);
        Ok(sound.then_some(own))
    };
    let buffers = || (Vec::new(), Vec::new());
    parts().try_for_each_init(buffers, |(held, merged), number| {
        let Some(mut own) = both(number, held)? else {
            return Ok(());
        };
        let mut touched = Touched::new(before.rank_of, parameters);
        merge(held, before.rank_of, &own, merged, |of_seed, now| {
            touched.compare(of_seed, now, renew);
        });
        among.keeper.keep(number, bits, merged)?;
        made.append(number, &mut own)
    })?;
    let renewed: Vec<bool> = renewed.into_iter().map(AtomicBool::into_inner).collect();
    let wanted = |article: u32| renewed.get(article as usize) == Some(&true);
    let was_wanted: Vec<bool> = before
        .rank_of
        .iter()
        .map(|rank| rank.is_some_and(wanted))
        .collect();
    let meetings = no_meetings(among.articles, scratch);
    parts().try_for_each_init(buffers, |(held, now), number| {
        let Some(own) = both(number, held)? else {
            return Ok(());
        };
        let mut gathered = Gathered::new(&meetings);
        each_seed(held, &own, |of_seed, more| {
            let asked = |posting: &Posting| was_wanted.get(posting.article as usize) == Some(&true);
            if !more.is_empty() || has_several_holders(of_seed) && of_seed.iter().any(asked) {
                now.clear();
                merge_seed(of_seed, before.rank_of, more, now);
                gathered.take(now, wanted, parameters);
            }
        });
        gathered.spread()
    })?;
    if damaged.into_inner() {
        return Ok(None);
    }
    let candidates = Candidates { meetings };
    Ok(Some(Amended { candidates, renewed }))
}

/// Gives each seed with its sorted postings of before and of those that are new.
fn each_seed(held: &[Posting], new: &[Posting], mut seed: impl FnMut(&[Posting], &[Posting])) {
    let hash = |of_seed: &[Posting]| of_seed.first().map(|posting| posting.hash());
    let mut new = new.chunk_by(|a, b| a.hash() == b.hash()).peekable();
    for of_seed in held.chunk_by(|a, b| a.hash() == b.hash()) {
        while let Some(earlier) = new.next_if(|new| hash(new) < hash(of_seed)) {
            seed(&[], earlier);
        }
        seed(
            of_seed,
            new.next_if(|new| hash(new) == hash(of_seed)).unwrap_or_default(),
        );
    }
    for rest in new {
        seed(&[], rest);
    }
}

/// Appends the postings of one seed in their order: those of before, under the ranks of now, with the new ones.
fn merge_seed(of_seed: &[Posting], rank_of: &[Option<u32>], more: &[Posting], now: &mut Vec<Posting>) {
    let first = now.len();
    for posting in of_seed {
        if let Some(&Some(article)) = rank_of.get(posting.article as usize) {
            now.push(Posting { article, ..*posting });
        }
    }
    if more.is_empty() {
        return;
    }
    now.extend_from_slice(more);
    if let Some(now) = now.get_mut(first..) {
        now.sort_unstable_by_key(|posting| posting.order());
    }
}

/// Makes `merged` of sorted postings of before, under the ranks of now, and the sorted `new` ones. Of each seed that has
/// more or less holders than before `touched` gets the postings of before, as they were, and those of now.
fn merge(
    held: &[Posting],
    rank_of: &[Option<u32>],
    new: &[Posting],
    merged: &mut Vec<Posting>,
    mut touched: impl FnMut(&[Posting], &[Posting]),
) {
    merged.clear();
    each_seed(held, new, |of_seed, more| {
        let first = merged.len();
        merge_seed(of_seed, rank_of, more, merged);
        let now = merged.get(first..).unwrap_or_default();
        if !of_seed.is_empty() && (!more.is_empty() || now.len() < of_seed.len()) {
            touched(of_seed, now);
        }
    });
}

/// Compares what touched seeds make of the articles that stay.
struct Touched<'a> {
    rank_of: &'a [Option<u32>],
    parameters: &'a MatchParameters,
    before: Vec<Meeting>,
    after: Vec<Meeting>,
}

impl<'a> Touched<'a> {
    fn new(rank_of: &'a [Option<u32>], parameters: &'a MatchParameters) -> Self {
        Self {
            rank_of,
            parameters,
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Tells `renew` of each later article of a meeting that one seed makes either before or now.
    fn compare(&mut self, before: &[Posting], now: &[Posting], renew: impl Fn(u32)) {
        let rank = |article: u32| self.rank_of.get(article as usize).copied().flatten();
        self.before.clear();
        let stays = |article: u32| rank(article).is_some();
        meet(before, stays, self.parameters, |meeting| {
            if let Some(later) = rank(meeting.later) {
                self.before.push(Meeting {
                    later,
                    // No article has this rank.
                    earlier: rank(meeting.earlier).unwrap_or(u32::MAX),
                    ..meeting
                });
            }
        });
        self.after.clear();
        meet(now, |_| true, self.parameters, |meeting| self.after.push(meeting));
        self.before.sort_unstable();
        self.after.sort_unstable();
        let (mut before, mut after) = (self.before.iter().peekable(), self.after.iter().peekable());
        loop {
            let only = match (before.peek(), after.peek()) {
                (None, None) => break,
                (Some(one), Some(other)) if one == other => {
                    before.next();
                    after.next();
                    continue;
                }
                (Some(one), Some(other)) if one < other => before.next(),
                (Some(_), None) => before.next(),
                _ => after.next(),
            };
            if let Some(meeting) = only {
                renew(meeting.later);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::borrow::Cow;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::super::candidates::{Among, Candidate, Candidates, SeedKeeper, candidates};
    use super::{Amended, Before, amend};
    use crate::config::MatchParameters;
    use crate::document::Posting;
    use crate::error::Result;
    use crate::scratch::Scratch;

    /// Keeps what it is given, and gives each article one seed more.
    #[derive(Default)]
    struct Kept<'a> {
        texts: &'a [String],
        parts: Mutex<BTreeMap<usize, Vec<Posting>>>,
    }

    impl SeedKeeper for Kept<'_> {
        fn append_more(&self, article: u32, into: &mut Vec<u64>) {
            let text = &self.texts[article as usize];
            into.push(xxhash_rust::xxh3::xxh3_64(&text.as_bytes()[..24]));
            into.push(xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
        }

        fn keep(&self, part: usize, _bits: u32, seeds: &[Posting]) -> Result<()> {
            self.parts.lock().unwrap().insert(part, seeds.to_vec());
            Ok(())
        }
    }

    fn windows(form: &[u8], seeds: &mut Vec<(u64, u32)>) {
        for (position, window) in form.windows(24).enumerate().step_by(3) {
            seeds.push((xxhash_rust::xxh3::xxh3_64(window), position as u32));
        }
    }

    type Windows = fn(&[u8], &mut Vec<(u64, u32)>);

    type Found = BTreeMap<u32, Vec<Candidate>>;

    fn taken(found: &Candidates<'_>) -> Found {
        let parts = 0..found.parts();
        parts.flat_map(|part| found.take(part).unwrap()).collect()
    }

    fn among<'a>(
        texts: &'a [String],
        expected: usize,
        keeper: &'a Kept<'a>,
    ) -> Among<'a, impl Fn(u32) -> Cow<'a, [u8]> + Sync, Windows, Kept<'a>> {
        Among {
            articles: texts.len(),
            expected,
            form: |article: u32| Cow::Borrowed(texts[article as usize].as_bytes()),
            append_seeds: windows as Windows,
            keeper,
        }
    }

    /// Texts made of few pieces, so that seeds are rare, frequent, and beyond every limit.
    fn text(pieces: &[u8]) -> String {
        let piece = |&number: &u8| {
            (0..9).filter_map(move |at| {
                char::from_u32(0x4E00 + (u32::from(number) * 7919 + at).wrapping_mul(2_654_435_761) % 20_000)
            })
        };
        pieces.iter().flat_map(piece).collect()
    }

    proptest! {
        /// The oracle is one look at everything.
        #[test]
        fn what_is_amended_is_what_is_found_anew(
            articles in prop::collection::vec((prop::collection::vec(0u8..14, 2..5), 0u8..8), 2..60),
            budget in prop::sample::select(vec![0u64, 20_000, 1 << 30]),
            parts in prop::sample::select(vec![1usize, 100_000, 300_000]),
        ) {
            // 0 comes, 1 goes, 2 goes and comes again elsewhere: it stands in another order. All others stay.
            let parameters = MatchParameters { formula_holders: 5, ..MatchParameters::default() };
            let mut old = Vec::new();
            let mut now = Vec::new();
            for (number, (_, fate)) in articles.iter().enumerate() {
                if *fate != 0 {
                    old.push(number);
                }
                if *fate != 1 {
                    now.push(number);
                }
            }
            let moved = |number: &usize| articles[*number].1 == 2;
            now.sort_by_key(|number| (moved(number) && number % 2 == 0, *number));
            let texts = |of: &[usize]| -> Vec<String> { of.iter().map(|&number| text(&articles[number].0)).collect() };
            let (old_texts, now_texts) = (texts(&old), texts(&now));
            let stays = |number: &usize| !moved(number);
            let rank_of: Vec<Option<u32>> = old
                .iter()
                .map(|number| {
                    let rank = now.iter().position(|other| other == number).filter(|_| stays(number));
                    rank.map(|rank| rank as u32)
                })
                .collect();
            let new: Vec<u32> = (0..now.len() as u32).filter(|rank| !rank_of.contains(&Some(*rank))).collect();

            let scratch = Scratch::new(&std::env::temp_dir(), budget);
            let before_kept = Kept { texts: &old_texts, ..Kept::default() };
            let before_found = taken(&candidates(&among(&old_texts, parts, &before_kept), &parameters, &scratch).unwrap());
            let kept = Kept { texts: &now_texts, ..Kept::default() };
            let expected = taken(&candidates(&among(&now_texts, parts, &kept), &parameters, &scratch).unwrap());

            let held = before_kept.parts.into_inner().unwrap();
            let amended_kept = Kept { texts: &now_texts, ..Kept::default() };
            let before = Before {
                bits: held.len().trailing_zeros(),
                part: |number: usize, into: &mut Vec<Posting>| {
                    into.clone_from(held.get(&number)?);
                    Some(())
                },
                rank_of: &rank_of,
            };
            let Amended { candidates, renewed } =
                amend(&among(&now_texts, parts, &amended_kept), &new, &before, &parameters, &scratch).unwrap().unwrap();
            prop_assert_eq!(amended_kept.parts.into_inner().unwrap(), kept.parts.into_inner().unwrap());
            let mut found = taken(&candidates);
            prop_assert!(found.keys().all(|later| renewed[*later as usize]));
            for (later, pairs) in before_found {
                let Some(later) = rank_of[later as usize].filter(|later| !renewed[*later as usize]) else { continue };
                let pair = |pair: Candidate| Candidate { earlier: rank_of[pair.earlier as usize].unwrap(), ..pair };
                found.insert(later, pairs.into_iter().map(pair).collect());
            }
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn an_addition_renews_few_and_damage_is_told() {
        let mut texts: Vec<String> = (0..40u8).map(|number| text(&[number, number + 60, 13])).collect();
        texts.push(text(&[20, 80, 13, 120]));
        let scratch = Scratch::new(&std::env::temp_dir(), 1 << 30);
        let parameters = MatchParameters::default();
        let (held_texts, rank_of) = (&texts[..40], (0..40).map(Some).collect::<Vec<_>>());
        let kept = Kept {
            texts: held_texts,
            ..Kept::default()
        };
        candidates(&among(held_texts, 1, &kept), &parameters, &scratch).unwrap();
        let held = kept.parts.into_inner().unwrap();
        let kept = Kept {
            texts: &texts,
            ..Kept::default()
        };
        let amended = |damaged: bool| {
            let part = |number: usize, into: &mut Vec<Posting>| {
                into.clone_from(held.get(&number).filter(|_| !damaged)?);
                Some(())
            };
            let before = Before {
                bits: 0,
                part,
                rank_of: &rank_of,
            };
            amend(&among(&texts, 1, &kept), &[40], &before, &parameters, &scratch).unwrap()
        };
        let renewed = amended(false).unwrap().renewed;
        assert_eq!(
            renewed.iter().filter(|renewed| **renewed).count(),
            1,
            "what all have is no news"
        );
        assert!(amended(true).is_none());
    }
}
