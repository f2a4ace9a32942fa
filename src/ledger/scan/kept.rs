//! The files beside the records: what the last scan left for lookups and for the next scan, and what this one leaves. Each is
//! written anew as a whole.

use std::path::PathBuf;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Scan;
use crate::error::Result;
use crate::ledger::answers::HeldAnswers;
use crate::ledger::batches::ListedFile;
use crate::ledger::chunks::{self, Chunks};
use crate::ledger::database;
use crate::ledger::postings::HeldPostings;
use crate::ledger::seeds::{self, SeedLayout};
use crate::ledger::store::{ANSWERS, PAIRS, POSTINGS, SEEDS};

/// The fingerprint of a file of chunks: no file can stand in the place of one of another kind.
fn of_kind(kind: &str, fingerprint: u64) -> u64 {
    xxh3_64_with_seed(kind.as_bytes(), fingerprint)
}

impl Scan {
    /// The path of the next file of this kind.
    fn next_path(&mut self, kind: &str) -> PathBuf {
        let path = database::segments_path(&self.store).join(format!("{:08}.{kind}", self.next_name));
        self.next_name += 1;
        path
    }

    /// A file that stood there, and its path.
    fn held(&self, kind: &str) -> Option<(&ListedFile, PathBuf)> {
        let file = self.held_others.iter().find(|file| file.kind == kind)?;
        Some((file, database::segments_path(&self.store).join(&file.name)))
    }

    /// Writes the index of seeds: the parts that [`SeedLayout::pack`] made, in order.
    ///
    /// # Errors
    /// When it cannot be written, or a part cannot be had.
    pub fn write_seeds(
        &mut self,
        layout: SeedLayout,
        parts: impl Iterator<Item = Result<Vec<u8>>>,
    ) -> Result<()> {
        let path = self.next_path(SEEDS);
        let file = seeds::write(path, layout, parts, &self.numbering.ranks)?;
        self.others.push((SEEDS, file));
        Ok(())
    }

    /// Writes where these seeds stand: the parts that [`crate::ledger::pack_postings`] made, in order; `fingerprint` is that of what
    /// they depend on beside the articles.
    ///
    /// # Errors
    /// Like [`Self::write_seeds`].
    pub fn write_postings(
        &mut self,
        fingerprint: u64,
        parts: impl Iterator<Item = Result<Vec<u8>>>,
    ) -> Result<()> {
        self.write_chunks(POSTINGS, fingerprint, parts)
    }

    /// Writes what was aligned, in chunks.
    ///
    /// # Errors
    /// Like [`Self::write_seeds`].
    pub fn write_pairs(
        &mut self,
        fingerprint: u64,
        chunks: impl Iterator<Item = Result<Vec<u8>>>,
    ) -> Result<()> {
        self.write_chunks(PAIRS, fingerprint, chunks)
    }

    fn write_chunks(
        &mut self,
        kind: &'static str,
        fingerprint: u64,
        chunks: impl Iterator<Item = Result<Vec<u8>>>,
    ) -> Result<()> {
        let path = self.next_path(kind);
        let file = chunks::write(path, of_kind(kind, fingerprint), chunks)?;
        self.others.push((kind, file));
        Ok(())
    }

    /// The seeds that the last scan left with their places, if they were made by what has this fingerprint.
    pub fn postings(&self, fingerprint: u64) -> Option<HeldPostings> {
        let (index, index_path) = self.held(SEEDS)?;
        let (_, path) = self.held(POSTINGS)?;
        HeldPostings::open(&index_path, index.bytes, &path, of_kind(POSTINGS, fingerprint))
    }

    /// What the last scan aligned, chunk by chunk; nothing where it is not as it was written, or was made by something else.
    pub fn pairs(&self, fingerprint: u64) -> Option<Vec<Vec<u8>>> {
        let (_, path) = self.held(PAIRS)?;
        Chunks::open(&path, of_kind(PAIRS, fingerprint))?.all()
    }

    /// The answers that the last scan left, if what gives them has this fingerprint.
    pub fn answers(&self, fingerprint: u64) -> HeldAnswers {
        let held = self.held(ANSWERS);
        held.map_or_else(HeldAnswers::default, |(_, path)| {
            HeldAnswers::read(&path, fingerprint)
        })
    }

    /// Writes the answers that were asked for, of those that were `held` and of those that this scan gave, which `given`
    /// gives for each part of the keys, as [`crate::ledger::append_answer`] wrote them.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write_answers(
        &mut self,
        held: &HeldAnswers,
        fingerprint: u64,
        given: impl Fn(usize) -> Result<Vec<u8>>,
    ) -> Result<()> {
        let path = self.next_path(ANSWERS);
        self.others.push((ANSWERS, held.write(path, fingerprint, given)?));
        Ok(())
    }
}
