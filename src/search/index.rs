//! The file of the index: what stands in it, and whether it belongs to what the store holds now.
//!
//! `search.sqlite` is an SQLite database with a table `postings` (which articles have three characters one after the other; neither
//! texts nor positions are kept), in parts of ascending ranks, a table `articles` with the ranks, and a table `about`, which names the content of the ledger
//! that it was made from.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde::Serialize;

use super::postings::{self, threes, unpack};
use crate::error::{Error, Result};
use crate::ledger::Store;

/// Number of the file's layout. Counts up with any change that would be misread, the folding of characters among them.
pub(super) const LAYOUT: &str = "2";

/// What the index of a store is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was made from what the store holds.
    Current,
    /// A scan has changed the store since.
    Stale,
    /// There is none.
    Missing,
}

/// The index of a store, open for reading.
#[derive(Debug)]
pub struct SearchIndex {
    connection: Connection,
    path: PathBuf,
    parts: u32,
    /// Ranks in the ledger, in their order: the index counts articles in it.
    ranks: Vec<u32>,
}

/// Where the index of a store lies.
pub(super) fn path_in(store: &Path) -> PathBuf {
    store.join("search.sqlite")
}

/// What the index of this store is worth.
///
/// # Errors
/// When the store or the index cannot be read.
pub fn standing(store: &Store) -> Result<Standing> {
    let path = path_in(store.path());
    if !path.exists() {
        return Ok(Standing::Missing);
    }
    Ok(match open(path)? {
        (_, Some(content)) if content == store.content()? => Standing::Current,
        _ => Standing::Stale,
    })
}

impl SearchIndex {
    /// Opens the index of a store; `None` where there is none, or one of other content.
    ///
    /// # Errors
    /// When the store or the index cannot be read.
    pub fn open(store: &Store) -> Result<Option<Self>> {
        let path = path_in(store.path());
        if !path.exists() {
            return Ok(None);
        }
        Ok(match open(path)? {
            (index, Some(content)) if content == store.content()? => Some(index),
            _ => None,
        })
    }

    /// The ranks of the articles that have the threes of a form, ascending: no fewer than hold it.
    pub(super) fn candidates(&self, form: &str) -> Result<Vec<u32>> {
        /// Threes that are looked up at most: those of a long run are so rare together that more of them tell nothing.
        const MOST: usize = 24;
        let threes = threes(form);
        let step = threes.len().div_ceil(MOST).max(1);
        let read = || -> rusqlite::Result<Vec<u32>> {
            let mut statement = self
                .connection
                .prepare_cached("SELECT places FROM postings WHERE part = ? AND three = ?")?;
            let mut found = Vec::new();
            for part in 0..self.parts {
                let mut common: Option<Vec<u32>> = None;
                for &three in threes.iter().step_by(step) {
                    let mut own = Vec::new();
                    let mut rows = statement.query((part, three))?;
                    if let Some(row) = rows.next()? {
                        unpack(row.get_ref(0)?.as_blob()?, &mut own);
                    }
                    let both = match common.take() {
                        Some(common) => postings::common(&common, &own),
                        None => own,
                    };
                    let none = both.is_empty();
                    common = Some(both);
                    if none {
                        break;
                    }
                }
                let ranks = common.unwrap_or_default().into_iter();
                found.extend(ranks.filter_map(|place| self.ranks.get(place as usize).copied()));
            }
            Ok(found)
        };
        read().map_err(failed(&self.path))
    }
}

/// What SQLite says of the index, as our error.
pub(super) fn failed(path: &Path) -> impl Fn(rusqlite::Error) -> Error + '_ {
    move |source| match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => Error::Store {
            path: path.to_owned(),
            reason: "is damaged or no search index: remove it, then run `suyuan store index-search` again"
                .to_owned(),
        },
        _ => Error::Database {
            path: path.to_owned(),
            source,
        },
    }
}

/// Opens the file, with the content that it was made from; `None` for a file of another layout.
fn open(path: PathBuf) -> Result<(SearchIndex, Option<String>)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<(SearchIndex, Option<String>)> {
        let connection = Connection::open_with_flags(&path, flags)?;
        let known: i64 = connection.query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('about', 'postings')",
            [],
            |row| row.get(0),
        )?;
        let mut index = SearchIndex {
            connection,
            path: path.clone(),
            parts: 0,
            ranks: Vec::new(),
        };
        if known < 2 {
            return Ok((index, None));
        }
        let connection = &index.connection;
        let value = |key: &str| -> rusqlite::Result<Option<String>> {
            connection
                .query_row("SELECT value FROM about WHERE key = ?", [key], |row| row.get(0))
                .optional()
        };
        let content = match value("layout")?.as_deref() {
            Some(LAYOUT) => value("content")?,
            _ => return Ok((index, None)),
        };
        let parts = value("parts")?.and_then(|parts| parts.parse().ok());
        let ranks: Vec<u8> = connection.query_row("SELECT ranks FROM articles", [], |row| row.get(0))?;
        let ranks = ranks.chunks_exact(4);
        let ranks = ranks.map(|bytes| bytes.try_into().map_or(0, u32::from_le_bytes));
        (index.parts, index.ranks) = (parts.unwrap_or_default(), ranks.collect());
        Ok((index, content))
    };
    open().map_err(failed(&path))
}
