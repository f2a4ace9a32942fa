//! A store opened for reading: one snapshot of the ledger, with the segments that belong to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use super::database::{self, Standing};
use super::frame::Extent;
use super::seeds::SeedIndex;
use super::segment::{Place, Segment};
use super::texts::{self, TextKey, Texts};
use crate::config::ReadParameters;
use crate::document::Facts;
use crate::error::{Error, Result};

/// The kind of a segment of packed records.
pub(super) const RECORDS: &str = "records";
/// The kind of the segment that is an index of seeds.
pub(super) const SEEDS: &str = "seeds";
/// Kind of the file of answers, which only scans read.
pub(super) const ANSWERS: &str = "answers";
/// Kind of the file that says where seeds stand, which only scans read.
pub(super) const POSTINGS: &str = "postings";
/// Kind of the file of aligned pairs, which only scans read.
pub(super) const PAIRS: &str = "pairs";

/// A store opened for reading. It shows the content at the time of opening, also when a scan commits meanwhile.
#[derive(Debug)]
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) segments: Segments,
    /// `None` in a store that was written without one.
    seeds: Option<SeedIndex>,
}

/// The open segments, by their numbers, and the texts that they leave out, where the input was named.
#[derive(Debug)]
pub(super) struct Segments {
    files: BTreeMap<u32, Segment>,
    texts: Option<Arc<Texts>>,
}

impl Segments {
    /// Reads one record's facts; may be called from many threads.
    pub(super) fn read(&self, store: &Path, segment: u32, place: Place, extent: Extent) -> Result<Facts> {
        match self.files.get(&segment) {
            Some(segment) => texts::complete(store, segment.read(place, extent)?, self.texts.as_deref()),
            None => Err(database::fault(
                store,
                format!(
                    "names a segment {segment} that it does not list: the store is damaged, scan again to rebuild it"
                ),
            )),
        }
    }
}

impl Store {
    /// Opens the store at `path`.
    ///
    /// # Errors
    /// [`Error::Store`] when nothing stands there, it is no store, of another version, or a segment is missing or cut.
    pub fn open(path: &Path) -> Result<Self> {
        // A scan that commits between our reading of the list and our opening of the files removes the old ones:
        // the second try sees the new list.
        match Self::try_open(path) {
            Err(Error::Store { .. }) => Self::try_open(path),
            other => other,
        }
    }

    fn try_open(path: &Path) -> Result<Self> {
        let nothing = || database::nothing(path);
        match database::inspect(path)? {
            Standing::Store => {}
            Standing::Older => return Err(database::older(path)),
            Standing::Missing | Standing::Empty => return Err(nothing()),
        }
        let failed = database::failed(path);
        let connection = database::open_to_read(path)?;
        // The snapshot begins with the first reading and lasts as long as the connection.
        connection.execute_batch("BEGIN").map_err(&failed)?;
        if database::standing_of(&connection, path)? != Standing::Store {
            return Err(nothing());
        }
        database::show_verdicts(&connection).map_err(&failed)?;
        let listed: Vec<(u32, String, String, i64)> = connection
            .prepare("SELECT segment, kind, name, bytes FROM segments ORDER BY segment")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                    .collect()
            })
            .map_err(&failed)?;
        let (mut segments, mut seeds) = (BTreeMap::new(), None);
        for (number, kind, name, bytes) in listed {
            let file = database::segments_path(path).join(name);
            let bytes = u64::try_from(bytes).unwrap_or_default();
            match kind.as_str() {
                SEEDS => seeds = Some(SeedIndex::open(file, bytes)?),
                RECORDS => {
                    segments.insert(number, Segment::open(file, bytes)?);
                }
                _ => {}
            }
        }
        Ok(Self {
            path: path.to_owned(),
            connection,
            segments: Segments {
                files: segments,
                texts: None,
            },
            seeds,
        })
    }

    /// The same store with the texts that it does not keep.
    #[must_use]
    pub fn with_texts(mut self, texts: Option<Arc<Texts>>) -> Self {
        self.segments.texts = texts;
        self
    }

    /// False for a store that keeps no texts (`scan --no-keep-text`).
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn keeps_texts(&self) -> Result<bool> {
        let left_out = database::leaves_texts_out(&self.connection);
        Ok(!left_out.map_err(database::failed(&self.path))?)
    }

    /// True where the texts of records can be had.
    pub(super) fn has_texts(&self) -> Result<bool> {
        Ok(self.segments.texts.is_some() || self.keeps_texts()?)
    }

    /// Fails for a store whose texts cannot be had: for who is to show many of them, before anything is written.
    ///
    /// # Errors
    /// [`Error::Store`] when it keeps none and has been given none; when the ledger cannot be read.
    pub fn must_have_texts(&self) -> Result<()> {
        match self.has_texts()? {
            true => Ok(()),
            false => Err(texts::no_input(&self.path)),
        }
    }

    /// What the texts of all its records are known by.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn text_keys(&self) -> Result<Vec<TextKey>> {
        self.rows("SELECT text_hash, text_bytes FROM records", |row| {
            Ok(TextKey {
                hash: row.get::<_, i64>(0)?.cast_unsigned(),
                bytes: database::unsigned(row, 1)?,
            })
        })
    }

    /// The ways in which its input was read; none where a program wrote it that did not note them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ways(&self) -> Result<Vec<ReadParameters>> {
        database::ways(&self.connection).map_err(database::failed(&self.path))
    }

    /// The ranks of the articles that hold a seed, ascending. Of a seed with more than 1,000 holders the earliest; of
    /// articles with equal matching forms the first. May name an article that does not hold it.
    ///
    /// # Errors
    /// When the index of seeds cannot be read or is damaged.
    pub fn holders(&self, hash: u64) -> Result<Vec<u32>> {
        match &self.seeds {
            Some(seeds) => seeds.holders(hash),
            None => Ok(Vec::new()),
        }
    }
}
