//! Aligned pairs as the next scan finds them: with each later article, each under a key of all that its alignment depends on. So an
//! article whose pairs are those that it had needs none of its candidates, and one that has a pair more need not align the others
//! again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{Aligned, AlignedPair};
use crate::error::Result;
use crate::ledger::{self, pack_chunk};
use crate::matching::PairShape;
use crate::pipeline::held::{self, HeldArticles, Renumbering};
use crate::scratch::{Piece, Scratch};

/// A pair that was aligned, whether it shares anything or not.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptPair<'a> {
    /// Rank of the earlier article, in the scan that kept it.
    pub(super) earlier: u32,
    pub(super) rarest: u32,
    pub(super) key: u128,
    #[serde(borrow)]
    pub(super) shared: Option<Shared<'a>>,
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
    /// Of an alignment; `pair` is what is held of it where they share anything.
    pub(super) fn of(earlier: u32, rarest: u32, key: u128, pair: Option<&'a AlignedPair>) -> Self {
        Self {
            earlier,
            rarest,
            key,
            shared: pair.map(|pair| Shared {
                shape: pair.shape,
                set_phrases: pair.set_phrases.to_vec(),
                stretches: &pair.stretches,
            }),
        }
    }

    /// The pair as it is held, where the two share anything.
    pub(super) fn pair(&self) -> Option<AlignedPair> {
        self.shared.as_ref().map(|shared| AlignedPair {
            earlier: self.earlier,
            stretches: shared.stretches.into(),
            set_phrases: shared.set_phrases.as_slice().into(),
            shape: shared.shape,
            rarest: self.rarest,
            frame: false,
        })
    }

    /// The same, as it was aligned.
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

    /// The pairs that an article had as the later one when the last scan aligned them, under the ranks of then.
    pub(super) fn of(&self, article: u32) -> Vec<KeptPair<'h>> {
        let before = self.renumbering.before.get(article as usize).copied().flatten();
        let kept = before.and_then(|rank| self.held.kept(rank));
        kept.filter(|kept| !kept.is_empty())
            .and_then(|kept| postcard::from_bytes(kept).ok())
            .unwrap_or_default()
    }

    /// The same of an article that has the same pairs now, under the ranks of now.
    pub(super) fn renumbered(&self, article: u32) -> Vec<KeptPair<'h>> {
        let renumbered = |pair: KeptPair<'h>| {
            let earlier = self.renumbering.rank_of.get(pair.earlier as usize).copied()??;
            Some(KeptPair { earlier, ..pair })
        };
        self.of(article).into_iter().filter_map(renumbered).collect()
    }

    /// Keeps the packed pairs of articles that follow each other: (mark, pairs), from rank `first` on.
    pub(super) fn keep(&self, first: u32, articles: &[(u128, Vec<u8>)]) -> Result<()> {
        let mut plain = Vec::with_capacity(held::length(articles.iter().map(|(_, pairs)| pairs.len())));
        for (mark, pairs) in articles {
            held::append(*mark, pairs, &mut plain);
        }
        let piece = self.scratch.keep(pack_chunk(&plain))?;
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

/// Writes the chunks into the store.
///
/// # Errors
/// When they cannot be written.
pub fn write(chunks: Vec<Piece>, fingerprint: u64, scan: &mut ledger::Scan, scratch: &Scratch) -> Result<()> {
    scan.write_pairs(fingerprint, chunks.into_iter().map(|piece| scratch.take(piece)))
}
