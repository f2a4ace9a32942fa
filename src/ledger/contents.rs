//! What a reader of all texts needs: the articles of the store in the order of time, read by many threads at
//! once, and a mark by which what was made from one content of the ledger is told from another.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use xxhash_rust::xxh3::Xxh3;

use super::database;
use super::frame::Extent;
use super::lock::Lock;
use super::segment::Place;
use super::store::Store;
use crate::document::Facts;
use crate::error::Result;

/// Articles that are read at once: enough for all threads, and some megabytes of text.
const BATCH: usize = 1024;

/// An article with the place of its record's frame.
struct Held {
    rank: u32,
    ordinal: u32,
    segment: u32,
    place: Place,
}

/// Keeps other writers out of a store until it is dropped.
#[derive(Debug)]
pub struct WriterLock {
    _lock: Lock,
}

impl Store {
    /// Where the store lies.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Takes the writer's lock of this store.
    ///
    /// # Errors
    /// [`crate::error::Error::Store`] when another process writes to it; says which.
    pub fn lock(&self) -> Result<WriterLock> {
        Ok(WriterLock {
            _lock: Lock::take(&self.path)?,
        })
    }

    /// 16 hexadecimal digits that change when a scan changes the records or the ranks of articles. Segments never
    /// change, so their list stands for what is in them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn content(&self) -> Result<String> {
        let read = || -> rusqlite::Result<u64> {
            let mut hash = Xxh3::new();
            let mut statement = self.connection.prepare_cached(
                "SELECT segment, kind, name, bytes, checksum FROM segments ORDER BY segment",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (segment, bytes): (i64, i64) = (row.get(0)?, row.get(3)?);
                hash.update(&segment.to_le_bytes());
                hash.update(&bytes.to_le_bytes());
                for column in [1, 2, 4] {
                    hash.update(row.get_ref(column)?.as_str()?.as_bytes());
                    hash.update(b"\0");
                }
            }
            let last: Option<i64> = self
                .connection
                .prepare_cached("SELECT max(rank) FROM articles")?
                .query_row([], |row| row.get(0))?;
            hash.update(&last.unwrap_or(-1).to_le_bytes());
            Ok(hash.digest())
        };
        let hash = read().map_err(database::failed(&self.path))?;
        Ok(format!("{hash:016x}"))
    }

    /// How many articles there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn article_count(&self) -> Result<u64> {
        self.connection
            .query_row("SELECT count(*) FROM articles", [], |row| row.get::<_, i64>(0))
            .map(|count| u64::try_from(count).unwrap_or_default())
            .map_err(database::failed(&self.path))
    }

    /// Hands every article to `make` in many threads, as the facts of its record without sentences and its ordinal, and
    /// what that gives to `take`, with the article's rank, by rank.
    ///
    /// # Errors
    /// When the store cannot be read, or what `take` gives.
    pub fn each_article<T: Send>(
        &self,
        make: impl Fn(&Facts, u32) -> T + Sync,
        mut take: impl FnMut(u32, T) -> Result<()>,
    ) -> Result<()> {
        let failed = database::failed(&self.path);
        let mut statement = self
            .connection
            .prepare(
                "SELECT a.rank, a.ordinal, r.segment, r.offset, r.length
                 FROM articles a JOIN records r USING (record) ORDER BY a.rank",
            )
            .map_err(&failed)?;
        let held = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Held> {
            let offset: i64 = row.get(3)?;
            Ok(Held {
                rank: row.get(0)?,
                ordinal: row.get(1)?,
                segment: row.get(2)?,
                place: Place {
                    offset: u64::try_from(offset).unwrap_or_default(),
                    length: row.get(4)?,
                },
            })
        };
        let mut rows = statement.query_map([], held).map_err(&failed)?;
        let (segments, path) = (&self.segments, self.path.as_path());
        loop {
            let batch: Vec<Held> = (&mut rows)
                .take(BATCH)
                .collect::<rusqlite::Result<_>>()
                .map_err(&failed)?;
            if batch.is_empty() {
                return Ok(());
            }
            let made: Vec<T> = batch
                .par_iter()
                .map(|held| {
                    let facts = segments.read(path, held.segment, held.place, Extent::BeforeSentences)?;
                    Ok(make(&facts, held.ordinal))
                })
                .collect::<Result<_>>()?;
            for (held, made) in batch.iter().zip(made) {
                take(held.rank, made)?;
            }
        }
    }
}
