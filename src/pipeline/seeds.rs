//! Sorted seeds of all articles -> the parts of the store's seed index, which wait in memory or on disk until it is written.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::body::Body;
use super::reuse::seed_hashes;
use crate::config::FingerprintParameters;
use crate::error::Result;
use crate::ledger::{self, SeedLayout};
use crate::matching::{KEPT_HASH_BITS, SeedKeeper};
use crate::scratch::{Piece, Scratch};

/// The parts of the index.
#[derive(Debug)]
pub struct SeedParts<'s> {
    bodies: &'s [Body],
    scratch: &'s Scratch,
    quote_spread: usize,
    /// Seeds that are expected in all.
    expected: usize,
    /// Bits that number the parts; known with the first of them.
    bits: AtomicU32,
    parts: Mutex<BTreeMap<usize, Piece>>,
}

impl<'s> SeedParts<'s> {
    /// For the seeds of `bodies`, which are by rank.
    pub fn new(bodies: &'s [Body], parameters: &FingerprintParameters, scratch: &'s Scratch) -> Self {
        let bytes = bodies.iter().map(|body| body.form.len as usize).sum();
        Self {
            bodies,
            scratch,
            quote_spread: parameters.quote_spread,
            expected: parameters.expected_seeds(bytes),
            bits: AtomicU32::new(0),
            parts: Mutex::default(),
        }
    }

    /// Writes the index into the store.
    ///
    /// # Errors
    /// When it cannot be written, or a part cannot be read back.
    pub fn write(self, scan: &mut ledger::Scan) -> Result<()> {
        let layout = SeedLayout::new(self.bits.into_inner(), self.expected);
        let parts = self.parts.into_inner().unwrap_or_else(PoisonError::into_inner);
        scan.write_seeds(layout, parts.into_values().map(|part| self.scratch.take(part)))
    }
}

impl SeedKeeper for SeedParts<'_> {
    fn append_more(&self, article: u32, into: &mut Vec<u64>) {
        let quotes = self
            .bodies
            .get(article as usize)
            .map_or(&[][..], |body| &body.quotes);
        for (_, form) in quotes {
            seed_hashes(form, self.quote_spread, into);
        }
    }

    fn keep(&self, part: usize, bits: u32, seeds: &[(u64, u32)]) -> Result<()> {
        self.bits.store(bits, Ordering::Relaxed);
        let packed = SeedLayout::new(bits, self.expected).pack(part, KEPT_HASH_BITS, seeds);
        let kept = self.scratch.keep(packed)?;
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(part, kept);
        Ok(())
    }
}
