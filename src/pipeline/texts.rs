//! The texts that a store does not keep, read from the input again: for a reader of the store, and for a scan that adds to it.
//!
//! The input is read in the ways in which it was scanned, which the store has noted, so that each record has the same text
//! again. A text is known by its hash and its length, wherever it stands now.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::{SCRATCH_PART, batches};
use crate::config::ReadParameters;
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::ledger::{Scan, Store, StoredRecord, TextKey, Texts};
use crate::read::{self, Source};
use crate::scratch::{Scratch, half_of_the_memory};

/// The texts of a store that keeps none, from `sources`, as far as they are there; nothing for a store that keeps its texts,
/// and where no source is named. What does not fit in memory waits in an unnamed file in the system's folder for such files.
///
/// # Errors
/// When the ledger cannot be read, or that file not be written.
pub fn texts(store: &Store, sources: &[Source], progress: &dyn Progress) -> Result<Option<Arc<Texts>>> {
    if sources.is_empty() || store.keeps_texts()? {
        return Ok(None);
    }
    let scratch = Scratch::new(&std::env::temp_dir(), half_of_the_memory() / SCRATCH_PART);
    let texts = Texts::wanted(store.text_keys()?, scratch);
    progress.begin(Step::Read, None);
    gather(&texts, sources, &store.ways()?, progress)?;
    Ok(Some(Arc::new(texts)))
}

/// Reads sources in each way until nothing is wanted any more.
fn gather(texts: &Texts, sources: &[Source], ways: &[ReadParameters], progress: &dyn Progress) -> Result<()> {
    let default = [ReadParameters::default()];
    let ways = if ways.is_empty() { &default } else { ways };
    for way in ways {
        batches::each(sources, way, |batch| {
            let units = batch.len() as u64;
            batch
                .into_par_iter()
                .try_for_each(|(_, raw)| texts.offer(&read::decode(raw, way).text))?;
            progress.advance(Step::Read, units);
            Ok(!texts.is_complete())
        })?;
    }
    Ok(())
}

/// Where a scan looks for texts that its store does not keep.
#[derive(Debug)]
pub struct Input<'i> {
    store: &'i Path,
    sources: Vec<Source>,
    memory: u64,
}

impl<'i> Input<'i> {
    /// `scanned` are the files of the scan, `named` those that were named for their texts alone. The standard input is
    /// read once, by the scan.
    ///
    /// # Errors
    /// A path that does not exist.
    pub fn of<'s>(
        store: &'i Path,
        scanned: impl Iterator<Item = &'s Source>,
        named: &[PathBuf],
        memory: u64,
    ) -> Result<Self> {
        let mut sources: Vec<Source> = scanned.cloned().collect();
        sources.extend(read::sources(named, &ReadParameters::default())?);
        sources.retain(|source| source.path().is_some());
        Ok(Self {
            store,
            sources,
            memory,
        })
    }

    /// Gives a scan the texts that its store leaves out of `records`, which are of all that it needs.
    ///
    /// # Errors
    /// When some are not in the input: how many, and which is the first.
    pub fn provide<'r>(
        &self,
        scan: &Scan,
        records: impl Iterator<Item = &'r StoredRecord>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let left_out = scan.left_out(records)?;
        if left_out.is_empty() {
            return Ok(());
        }
        if scan.texts().is_none() {
            let scratch = Scratch::new(self.store, self.memory / SCRATCH_PART / 2);
            let texts = Texts::wanted(left_out.iter().map(|(key, _)| *key), scratch);
            gather(&texts, &self.sources, scan.ways(), progress)?;
            scan.set_texts(texts);
        }
        let has = |key: TextKey| scan.texts().is_some_and(|texts| texts.has(key));
        let mut missing = left_out.iter().filter(|(key, _)| !has(*key));
        let Some((_, first)) = missing.next() else {
            return Ok(());
        };
        let (count, all) = (1 + missing.count(), left_out.len());
        Err(Error::Store {
            path: self.store.to_owned(),
            reason: format!(
                "keeps no texts (it was made with --no-keep-text), and a scan that finds something new needs those of all \
                 records that it holds, older versions among them: {count} of {all} are not in the named input, first that of \
                 {first}; name their files too, as PATH or with --input PATH, drop records that are in no file any more with \
                 --prune, or scan all of it again with --rebuild"
            ),
        })
    }
}
