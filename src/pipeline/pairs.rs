//! Candidate pairs -> aligned pairs, kept by the later article.

use std::collections::BTreeMap;
use std::convert::Infallible;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::answers::{Answers, Question};
use crate::align::{Scratch, align, align_closely};
use crate::config::{AlignParameters, MatchParameters};
use crate::document::Stretch;
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::matching::{self, Candidate, Candidates, PairShape, Seen, is_near_copy, pair_shape};

/// An aligned pair, kept with the later article.
#[derive(Clone, Debug)]
pub struct AlignedPair {
    pub earlier: u32,
    /// Packed: there are several for each article, and they are asked for twice.
    stretches: Box<[u8]>,
    shape: PairShape,
    rarest: u32,
    frame: bool,
}

/// What two forms share: an answer that is kept.
#[derive(Serialize, Deserialize)]
struct Aligned {
    stretches: Vec<Stretch>,
    /// Nothing where they share nothing.
    shape: Option<PairShape>,
}

impl Aligned {
    fn new(x: &[u8], y: &[u8], stretches: Vec<Stretch>) -> Self {
        let shape = (!stretches.is_empty()).then(|| pair_shape(x, y, &stretches));
        Self { stretches, shape }
    }

    fn pair(self, earlier: u32, rarest: u32) -> AlignedPair {
        AlignedPair {
            earlier,
            shape: self.shape.unwrap_or_default(),
            stretches: postcard::to_stdvec(&self.stretches)
                .unwrap_or_default()
                .into_boxed_slice(),
            rarest,
            frame: false,
        }
    }
}

/// The matching forms of articles, by rank.
pub struct Compared<'a, F, H> {
    /// The form.
    pub form: F,
    /// Its exact hash.
    pub hash: H,
    /// What was aligned before.
    pub answers: &'a Answers<'a>,
}

impl AlignedPair {
    /// What the two articles share, by start in the later one.
    pub fn stretches(&self) -> Vec<Stretch> {
        postcard::from_bytes(&self.stretches).unwrap_or_default()
    }

    /// The pair as selection sees it.
    fn seen<'a>(&'a self, stretches: &'a [Stretch]) -> Seen<'a> {
        Seen {
            earlier: self.earlier,
            stretches,
            shape: &self.shape,
            rarest: self.rarest,
            frame: self.frame,
        }
    }
}

/// All pairs that share anything. Articles are ranks.
#[derive(Debug, Default)]
pub struct Pairs {
    /// By the later article, then by the earlier.
    by_later: BTreeMap<u32, Vec<AlignedPair>>,
}

impl Pairs {
    /// Aligns all candidates. `form` gives the matching form of an article, `alike` whether two may be copies.
    ///
    /// # Errors
    /// When candidates that wait on disk cannot be read.
    pub fn align<B: AsRef<[u8]>>(
        candidates: &Candidates<'_>,
        compared: &Compared<'_, impl Fn(u32) -> B + Sync, impl Fn(u32) -> u128 + Sync>,
        alike: impl Fn(u32, u32) -> bool + Sync,
        parameters: &AlignParameters,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let of_article = |scratch: &mut Scratch, (later, pairs): (u32, Vec<Candidate>)| {
            progress.advance(Step::Align, 1);
            let mut found = Vec::new();
            for pair in pairs {
                let closer = alike(later, pair.earlier);
                let hashes = [later, pair.earlier].map(&compared.hash);
                let asked = (hashes, closer, &pair.anchors);
                let Ok(aligned) = compared.answers.of(Question::Align, &asked, || {
                    let (x, y) = ((compared.form)(later), (compared.form)(pair.earlier));
                    let (x, y) = (x.as_ref(), y.as_ref());
                    let stretches = align(x, y, &pair.anchors, closer, parameters, scratch);
                    Ok::<_, Infallible>(Aligned::new(x, y, stretches))
                });
                if !aligned.stretches.is_empty() {
                    found.push(aligned.pair(pair.earlier, pair.rarest));
                }
            }
            found.shrink_to_fit();
            (later, found)
        };
        let parts: Vec<Vec<(u32, Vec<AlignedPair>)>> = (0..candidates.parts())
            .into_par_iter()
            .map(|part| {
                let aligned = candidates
                    .take(part)?
                    .into_par_iter()
                    .map_init(Scratch::default, of_article)
                    .filter(|(_, pairs)| !pairs.is_empty());
                Ok(aligned.collect())
            })
            .collect::<Result<_>>()?;
        let mut pairs = Self {
            by_later: parts.into_iter().flatten().collect(),
        };
        pairs.mark_frames();
        Ok(pairs)
    }

    /// The earlier articles that `later` was aligned with.
    pub fn of(&self, later: u32) -> &[AlignedPair] {
        self.by_later.get(&later).map_or(&[], Vec::as_slice)
    }

    /// The pair of two articles.
    pub fn find(&self, later: u32, earlier: u32) -> Option<&AlignedPair> {
        let pairs = self.of(later);
        let at = pairs.binary_search_by_key(&earlier, |pair| pair.earlier).ok()?;
        pairs.get(at)
    }

    /// The pairs that are no two fillings of one frame, as (later, earlier, shape).
    pub fn shapes(&self) -> impl Iterator<Item = (u32, u32, &PairShape)> {
        let pairs = self.flat().filter(|(_, pair)| !pair.frame);
        pairs.map(|(later, pair)| (later, pair.earlier, &pair.shape))
    }

    fn flat(&self) -> impl Iterator<Item = (u32, &AlignedPair)> + Clone {
        let all = self.by_later.iter();
        all.flat_map(|(&later, pairs)| pairs.iter().map(move |pair| (later, pair)))
    }

    /// What `select` makes of each article that has pairs.
    pub fn select<T: Send>(&self, select: impl Fn(u32, &[Seen<'_>]) -> Vec<T> + Sync) -> Vec<T> {
        let of_article = |(&later, pairs): (&u32, &Vec<AlignedPair>)| {
            let stretches: Vec<Vec<Stretch>> = pairs.iter().map(AlignedPair::stretches).collect();
            let seen = pairs.iter().zip(&stretches);
            let seen: Vec<Seen<'_>> = seen.map(|(pair, stretches)| pair.seen(stretches)).collect();
            select(later, &seen)
        };
        self.by_later.par_iter().flat_map_iter(of_article).collect()
    }

    /// Aligns `wanted` pairs (later, earlier) closely, keeps those that turn out to be near copies, or that say more
    /// than what was known of them, and marks the frames anew.
    pub fn look_closer<B: AsRef<[u8]>>(
        &mut self,
        wanted: &[(u32, u32)],
        compared: &Compared<'_, impl Fn(u32) -> B + Sync, impl Fn(u32) -> u128 + Sync>,
        align: &AlignParameters,
        parameters: &MatchParameters,
    ) {
        let found: Vec<(u32, AlignedPair)> = wanted
            .par_iter()
            .map_init(Scratch::default, |scratch, &(later, earlier)| {
                let hashes = [later, earlier].map(&compared.hash);
                let Ok(aligned) = compared.answers.of(Question::AlignClosely, &hashes, || {
                    let (x, y) = ((compared.form)(later), (compared.form)(earlier));
                    let (x, y) = (x.as_ref(), y.as_ref());
                    Ok::<_, Infallible>(Aligned::new(x, y, align_closely(x, y, align, scratch)))
                });
                (later, aligned.pair(earlier, 1))
            })
            .collect();
        let share = |pair: &AlignedPair| pair.shape.lesser_share();
        for (later, pair) in found {
            let pairs = self.by_later.entry(later).or_default();
            match pairs.binary_search_by_key(&pair.earlier, |known| known.earlier) {
                Ok(at) => {
                    if let Some(known) = pairs.get_mut(at).filter(|known| share(known) < share(&pair)) {
                        *known = AlignedPair {
                            rarest: known.rarest,
                            ..pair
                        };
                    }
                }
                Err(at) if is_near_copy(&pair.shape, parameters) => pairs.insert(at, pair),
                Err(_) => {}
            }
        }
        self.by_later.retain(|_, pairs| !pairs.is_empty());
        self.mark_frames();
    }

    fn mark_frames(&mut self) {
        let flat = self
            .flat()
            .map(|(later, pair)| (later, pair.earlier, &pair.shape));
        let frames = matching::frame_articles(flat);
        for (pair, frame) in self.by_later.values_mut().flatten().zip(frames) {
            pair.frame = frame;
        }
    }
}
