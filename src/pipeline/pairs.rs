//! Candidate pairs -> aligned pairs, kept by the later article.

mod kept;

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::answers::{Answers, Question};
use crate::align::{Scratch, align, align_closely};
use crate::config::{AlignParameters, MatchParameters};
use crate::document::Stretch;
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::matching::{
    self, Candidate, Candidates, PART_ARTICLES, PairShape, Seen, is_near_copy, pair_shape, set_phrases,
};
use kept::{KeptPair, packed};
pub use kept::{KeptPairs, write};

/// An aligned pair, kept with the later article.
#[derive(Clone, Debug)]
pub struct AlignedPair {
    pub earlier: u32,
    /// Packed: there are several for each article, and they are asked for twice.
    stretches: Box<[u8]>,
    set_phrases: Box<[u32]>,
    shape: PairShape,
    rarest: u32,
    frame: bool,
}

/// What two forms share: an answer that is kept.
#[derive(Default, Serialize, Deserialize)]
struct Aligned {
    stretches: Vec<Stretch>,
    /// Which of them are set phrases.
    set_phrases: Vec<u32>,
    /// Nothing where they share nothing.
    shape: Option<PairShape>,
}

impl Aligned {
    fn new(x: &[u8], y: &[u8], stretches: Vec<Stretch>, parameters: &MatchParameters) -> Self {
        let shape = (!stretches.is_empty()).then(|| pair_shape(x, y, &stretches));
        Self {
            set_phrases: set_phrases(x, &stretches, parameters),
            stretches,
            shape,
        }
    }

    fn pair(self, earlier: u32, rarest: u32) -> AlignedPair {
        AlignedPair {
            earlier,
            shape: self.shape.unwrap_or_default(),
            stretches: postcard::to_stdvec(&self.stretches)
                .unwrap_or_default()
                .into_boxed_slice(),
            set_phrases: self.set_phrases.into_boxed_slice(),
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
    /// What was asked before.
    pub answers: &'a Answers<'a>,
    /// What was aligned before, and is kept of what is aligned now.
    pub kept: &'a KeptPairs<'a>,
    /// The mark of each article.
    pub marks: &'a [u128],
}

/// Articles whose pairs are kept together.
const TOGETHER: usize = 256;

/// The pairs of some articles, by the later one.
type OfArticles = Vec<(u32, Vec<AlignedPair>)>;

/// The candidates of some articles, by the later one.
type Asked = HashMap<u32, Vec<Candidate>>;

/// The pairs of one article, and the same as they are kept.
struct OfArticle {
    pairs: Vec<AlignedPair>,
    /// Nothing where they cannot be kept.
    kept: Option<Vec<u8>>,
}

impl AlignedPair {
    /// What the two articles share, by start in the later one.
    pub fn stretches(&self) -> Vec<Stretch> {
        postcard::from_bytes(&self.stretches).unwrap_or_default()
    }

    /// Bytes of the later article that stand in what the two share.
    pub fn covered(&self) -> u32 {
        self.shape.covered_x
    }

    /// The pair as selection sees it.
    fn seen<'a>(&'a self, stretches: &'a [Stretch]) -> Seen<'a> {
        Seen {
            earlier: self.earlier,
            stretches,
            set_phrases: &self.set_phrases,
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
    /// Aligns all candidates; the articles that are not `renewed` have the pairs that they had. `alike` tells whether two may be
    /// copies.
    ///
    /// # Errors
    /// When candidates that wait on disk cannot be read, or what is kept cannot be written.
    pub fn align<B: AsRef<[u8]>>(
        candidates: &Candidates<'_>,
        renewed: impl Fn(u32) -> bool + Sync,
        compared: &Compared<'_, impl Fn(u32) -> B + Sync, impl Fn(u32) -> u128 + Sync>,
        alike: impl Fn(u32, u32) -> bool + Sync,
        (align, matching): (&AlignParameters, &MatchParameters),
        progress: &dyn Progress,
    ) -> Result<Self> {
        let anew = |scratch: &mut Scratch, later: u32, candidates: Vec<Candidate>| {
            let held = compared.kept.of(later);
            let mut found = Vec::new();
            for Candidate {
                earlier,
                anchors,
                rarest,
            } in candidates
            {
                let closer = alike(later, earlier);
                let asked = ([later, earlier].map(&compared.hash), closer, &anchors);
                let key = postcard::to_stdvec(&asked).map_or(0, |asked| xxh3_64(&asked));
                let held = held.iter().find(|pair| pair.is_of(key) && key != 0);
                let aligned = held.and_then(KeptPair::aligned).unwrap_or_else(|| {
                    let (x, y) = ((compared.form)(later), (compared.form)(earlier));
                    let (x, y) = (x.as_ref(), y.as_ref());
                    let stretches = self::align(x, y, &anchors, closer, align, scratch);
                    Aligned::new(x, y, stretches, matching)
                });
                let pair = (!aligned.stretches.is_empty()).then(|| aligned.pair(earlier, rarest));
                found.push((earlier, rarest, key, pair));
            }
            let earlier: Vec<u32> = found.iter().map(|(earlier, ..)| *earlier).collect();
            let kept = found
                .iter()
                .map(|(_, rarest, key, pair)| KeptPair::of(*rarest, *key, pair.as_ref()));
            OfArticle {
                kept: packed(&earlier, &kept.collect::<Vec<_>>()),
                pairs: found.into_iter().filter_map(|(.., pair)| pair).collect(),
            }
        };
        let as_before = |later: u32| {
            let (pairs, kept) = compared.kept.renumbered(later);
            OfArticle {
                pairs,
                kept: Some(kept),
            }
        };
        let together = |scratch: &mut Scratch, first: u32, marks: &[u128], mut asked: Asked| {
            let (mut found, mut kept) = (Vec::new(), Vec::with_capacity(marks.len()));
            for (later, &mark) in (first..).zip(marks) {
                let of_article = if renewed(later) {
                    anew(scratch, later, asked.remove(&later).unwrap_or_default())
                } else {
                    as_before(later)
                };
                kept.push((mark, of_article.kept));
                if !of_article.pairs.is_empty() {
                    found.push((later, of_article.pairs));
                }
            }
            progress.advance(Step::Align, marks.len() as u64);
            compared.kept.keep(first, &kept)?;
            Ok(found)
        };
        let marks = compared.marks.par_chunks(PART_ARTICLES).enumerate();
        let parts: Vec<Vec<OfArticles>> = marks
            .map(|(part, marks)| {
                let mut asked: Vec<Asked> = vec![HashMap::new(); PART_ARTICLES / TOGETHER];
                for (later, candidates) in candidates.take(part)? {
                    if let Some(asked) = asked.get_mut(later as usize % PART_ARTICLES / TOGETHER) {
                        asked.insert(later, candidates);
                    }
                }
                let marks = marks.par_chunks(TOGETHER).zip(asked).enumerate();
                marks
                    .map_init(Scratch::default, |scratch, (number, (marks, asked))| {
                        let first = part * PART_ARTICLES + number * TOGETHER;
                        together(scratch, first as u32, marks, asked)
                    })
                    .collect()
            })
            .collect::<Result<_>>()?;
        let mut pairs = Self {
            by_later: parts.into_iter().flatten().flatten().collect(),
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
                    let stretches = align_closely(x, y, align, scratch);
                    Ok::<_, Infallible>(Aligned::new(x, y, stretches, parameters))
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
