//! Whether a store was changed by another process since it was looked at last.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::Connection;

use super::database;
use crate::error::Result;

/// Watches one store. It holds no snapshot and keeps no writer waiting.
#[derive(Debug)]
pub struct Changes {
    path: PathBuf,
    connection: Connection,
}

/// What a store looked like: unequal to what it looks like after any commit, and when its files were replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    version: i64,
    files: [Option<(SystemTime, u64)>; 2],
}

impl Changes {
    /// Begins to watch the store at `path`.
    ///
    /// # Errors
    /// When its ledger cannot be opened.
    pub fn watch(path: &Path) -> Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            connection: database::open_to_read(path)?,
        })
    }

    /// What it looks like now. Stamps of one `Changes` can be compared, those of two cannot.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn stamp(&self) -> Result<Stamp> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(database::failed(&self.path))?;
        let file = |name: &str| {
            let metadata = std::fs::metadata(self.path.join(name)).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        Ok(Stamp {
            version,
            files: [file("ledger.sqlite"), file("search.sqlite")],
        })
    }
}
