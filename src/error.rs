//! What can stop a run. A record that cannot be read never does: it becomes a row of the ledger.

use std::path::PathBuf;

/// Why a command failed. Every message names the place and, where there is one, the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that was named does not exist.
    #[error("{path}: no such file or directory")]
    MissingPath {
        /// As the user wrote it.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("{path}: cannot {action}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// `read`, `write`, `create` …
        action: &'static str,
        /// What the system says.
        source: std::io::Error,
    },
    /// The directory is no store, or one that this version cannot use.
    #[error("{path}: {reason}")]
    Store {
        /// The store.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The database inside the store failed.
    #[error("{path}: the ledger failed: {source}")]
    Database {
        /// The store.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A user's file (outlet table, configuration) has a fault.
    #[error("{path}:{line}: {reason}")]
    UserFile {
        /// The file.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// What is wrong and what to do.
        reason: String,
    },
    /// An option has a value that cannot be used.
    #[error("{0}")]
    Usage(String),
}

/// The result of fallible library calls.
pub type Result<T> = std::result::Result<T, Error>;
