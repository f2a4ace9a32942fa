//! Sorted seeds of all articles -> the parts of the store's seed index, and of the file that says where the seeds stand. They wait in
//! memory or on disk until these are written.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::body::Body;
use super::reuse::seed_hashes;
use crate::config::FingerprintParameters;
use crate::document::Posting;
use crate::error::Result;
use crate::ledger::{self, SeedLayout, pack_postings};
use crate::matching::SeedKeeper;
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
    /// Of the index and of the places.
    parts: Mutex<BTreeMap<usize, (Piece, Piece)>>,
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

    /// Writes both into the store; `fingerprint` is that of the places.
    ///
    /// # Errors
    /// When they cannot be written, or a part cannot be read back.
    pub fn write(self, scan: &mut ledger::Scan, fingerprint: u64) -> Result<()> {
        let layout = SeedLayout::new(self.bits.into_inner(), self.expected);
        let parts = self.parts.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (index, places): (Vec<Piece>, Vec<Piece>) = parts.into_values().unzip();
        scan.write_seeds(layout, index.into_iter().map(|part| self.scratch.take(part)))?;
        scan.write_postings(
            fingerprint,
            places.into_iter().map(|part| self.scratch.take(part)),
        )
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

    fn keep(&self, part: usize, bits: u32, seeds: &[Posting]) -> Result<()> {
        self.bits.store(bits, Ordering::Relaxed);
        let layout = SeedLayout::new(bits, self.expected);
        let index = layout.pack(part, seeds);
        let places = pack_postings(layout, &index, seeds);
        let kept = (self.scratch.keep(index)?, self.scratch.keep(places)?);
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((index, places)) = parts.insert(part, kept) {
            // What was given first was of no use; its room is given back.
            self.scratch.take(index)?;
            self.scratch.take(places)?;
        }
        Ok(())
    }
}
