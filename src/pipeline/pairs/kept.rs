//! Aligned pairs as the next scan finds them: with each later article, each under a key of all that its alignment depends on. So an
//! article whose pairs are those that it had needs none of its candidates, and one that has a pair more need not align the others
//! again.
//!
//! The ranks of the earlier articles come first, in the order of the pairs: they change from scan to scan, and what stands behind
//! them is copied as it is.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{Aligned, AlignedPair};
use crate::error::Result;
use crate::ledger;
use crate::matching::PairShape;
use crate::pipeline::held::{self, HeldArticles, Renumbering};
use crate::scratch::{Piece, Scratch};

/// A pair that was aligned, whether it shares anything or not.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptPair<'a> {
    rarest: u32,
    key: [u8; 8],
    #[serde(borrow)]
    shared: Option<Shared<'a>>,
}

/// What two forms share.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shared<'a> {
    shape: PairShape,
    set_phrases: Vec<u32>,
    /// Packed, as [`AlignedPair`] holds them.
    stretches: &'a [u8],
}

impl<'a> KeptPair<'a> {
    /// Of an alignment that is asked for by `key`; `pair` is what is held of it where they share anything.
    pub(super) fn of(rarest: u32, key: u64, pair: Option<&'a AlignedPair>) -> Self {
        Self {
            rarest,
            key: key.to_le_bytes(),
            shared: pair.map(|pair| Shared {
                shape: pair.shape,
                set_phrases: pair.set_phrases.to_vec(),
                stretches: &pair.stretches,
            }),
        }
    }

    /// True when it was asked for by this key.
    pub(super) fn is_of(&self, key: u64) -> bool {
        self.key == key.to_le_bytes()
    }

    /// The pair as it is held, where the two share anything.
    fn pair(&self, earlier: u32) -> Option<AlignedPair> {
        self.shared.as_ref().map(|shared| AlignedPair {
            earlier,
            stretches: shared.stretches.into(),
            set_phrases: shared.set_phrases.as_slice().into(),
            shape: shared.shape,
            rarest: self.rarest,
            frame: false,
        })
    }

    /// What the two share, as it was aligned.
    pub(super) fn aligned(&self) -> Option<Aligned> {
        let Some(shared) = &self.shared else {
            return Some(Aligned::default());
        };
        Some(Aligned {
            stretches: postcard::from_bytes(shared.stretches).ok()?,
            set_phrases: shared.set_phrases.clone(),
            shape: Some(shared.shape),
        })
    }
}

/// Takes the pairs of the last scan, and gives those of this one.
#[derive(Debug)]
pub struct KeptPairs<'h> {
    held: &'h HeldArticles,
    renumbering: &'h Renumbering,
    scratch: &'h Scratch,
    /// Packed, by the first article.
    chunks: Mutex<BTreeMap<u32, Piece>>,
}

impl<'h> KeptPairs<'h> {
    /// Those of `held`.
    pub fn new(held: &'h HeldArticles, renumbering: &'h Renumbering, scratch: &'h Scratch) -> Self {
        Self {
            held,
            renumbering,
            scratch,
            chunks: Mutex::default(),
        }
    }

    /// The pairs that an article had as the later one when the last scan aligned them.
    pub(super) fn of(&self, article: u32) -> Vec<KeptPair<'h>> {
        let before = self.before(article);
        before.map(|(_, _, pairs)| pairs).unwrap_or_default()
    }

    /// Its earlier articles by their ranks of then, what was kept behind these, and what that is.
    fn before(&self, article: u32) -> Option<(Vec<u32>, &'h [u8], Vec<KeptPair<'h>>)> {
        let rank = (*self.renumbering.before.get(article as usize)?)?;
        let kept = self.held.kept(rank).filter(|kept| !kept.is_empty())?;
        let (earlier, rest) = postcard::take_from_bytes(kept).ok()?;
        Some((earlier, rest, postcard::from_bytes(rest).ok()?))
    }

    /// The pairs of an article that has those that it had, and the same as they are kept, under the ranks of now.
    pub(super) fn renumbered(&self, article: u32) -> (Vec<AlignedPair>, Vec<u8>) {
        let renumbered = || {
            let (earlier, rest, pairs) = self.before(article)?;
            let rank = |earlier: u32| *self.renumbering.rank_of.get(earlier as usize)?;
            let earlier: Vec<u32> = earlier.into_iter().map(rank).collect::<Option<_>>()?;
            let mut kept = Vec::with_capacity(rest.len() + 4 * earlier.len());
            kept = postcard::to_extend(&earlier, kept).ok()?;
            kept.extend_from_slice(rest);
            let pairs = pairs.iter().zip(earlier);
            Some((
                pairs.filter_map(|(pair, earlier)| pair.pair(earlier)).collect(),
                kept,
            ))
        };
        renumbered().unwrap_or_default()
    }

    /// Keeps the packed pairs of articles that follow each other: (mark, pairs), from rank `first` on. An article whose pairs
    /// cannot be kept is new to the next scan.
    pub(super) fn keep(&self, first: u32, articles: &[(u128, Option<Vec<u8>>)]) -> Result<()> {
        let lengths = articles
            .iter()
            .map(|(_, pairs)| pairs.as_ref().map_or(0, Vec::len));
        let mut plain = Vec::with_capacity(held::length(lengths));
        for (mark, pairs) in articles {
            match pairs {
                Some(pairs) => held::append(*mark, pairs, &mut plain),
                None => held::append(held::NO_MARK, &[], &mut plain),
            }
        }
        let piece = self.scratch.keep(plain)?;
        let mut chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        chunks.insert(first, piece);
        Ok(())
    }

    /// The packed pairs of all articles, in order.
    pub fn into_chunks(self) -> Vec<Piece> {
        let chunks = self.chunks.into_inner().unwrap_or_else(PoisonError::into_inner);
        chunks.into_values().collect()
    }
}

/// The pairs of an article as they are kept, without a byte where it has none; nothing where they cannot be kept.
pub(super) fn packed(earlier: &[u32], pairs: &[KeptPair<'_>]) -> Option<Vec<u8>> {
    if pairs.is_empty() {
        return Some(Vec::new());
    }
    postcard::to_extend(pairs, postcard::to_stdvec(earlier).ok()?).ok()
}

/// Writes the chunks into the store.
///
/// # Errors
/// When they cannot be written.
pub fn write(chunks: Vec<Piece>, fingerprint: u64, scan: &mut ledger::Scan, scratch: &Scratch) -> Result<()> {
    scan.write_pairs(fingerprint, chunks.into_iter().map(|piece| scratch.take(piece)))
}
