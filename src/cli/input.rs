//! `--input PATH`: the input once more, for the texts of a store that keeps none. One place for all commands that show texts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use suyuan::config::ReadParameters;
use suyuan::error::Error;
use suyuan::events::Progress;
use suyuan::ledger::{Store, Texts};
use suyuan::{pipeline, read};

/// The input of a store that keeps no texts.
#[derive(Clone, Debug, Default, Args)]
pub struct Input {
    /// For a store without texts (scan --no-keep-text): a file or folder that was scanned, to read its texts again. May be
    /// given several times
    #[arg(long, value_name = "PATH")]
    input: Vec<PathBuf>,
}

impl Input {
    /// Opens a store, with its texts where it keeps none and the input was named.
    ///
    /// # Errors
    /// When the store cannot be opened, or a path does not exist.
    pub fn open(&self, store: &Path, progress: &dyn Progress) -> Result<Store, Error> {
        let store = Store::open(store)?;
        let texts = self.texts(&store, progress)?;
        Ok(store.with_texts(texts))
    }

    /// The texts that a store does not keep, from the input that was named.
    ///
    /// # Errors
    /// When a path does not exist, or the store cannot be read.
    pub fn texts(&self, store: &Store, progress: &dyn Progress) -> Result<Option<Arc<Texts>>, Error> {
        let sources = read::sources(&self.input, &ReadParameters::default())?;
        pipeline::texts(store, &sources, progress)
    }
}
