//! A scan being written: packed records go to a new segment at once, rows all together when it commits.

use std::path::{Path, PathBuf};

use super::database::{self, Standing};
use super::frame::{self, Extent};
use super::lock::Lock;
use super::seeds::{SeedLayout, SeedWriter};
use super::segment::SegmentWriter;
use super::store::{RECORDS, SEEDS};
use super::{relations, rows};
use crate::document::{Corpus, Facts};
use crate::error::{Error, Result};

/// A file that a scan reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// The dataset that its records belong to.
    pub dataset: String,
    /// Path below the scanned folder.
    pub name: String,
    /// Size as it is stored, where the system tells.
    pub bytes: Option<u64>,
}

/// A scan being written. Nothing of the store that stood there before changes until [`Scan::commit`]; a scan that
/// is dropped before that removes what it wrote.
pub struct Scan {
    store: PathBuf,
    segment: SegmentWriter,
    seeds: Option<SeedWriter>,
    sources: Vec<SourceEntry>,
    /// Segments of the store that this scan replaces.
    replaced: Vec<String>,
    /// The directory was made for this scan.
    new_directory: bool,
    /// No ledger stood there before.
    new_ledger: bool,
    committed: bool,
    lock: Lock,
}

impl Scan {
    /// Makes the store's directory if needed, takes the writer's lock and opens a new segment.
    ///
    /// # Errors
    /// [`Error::Store`] when the path is a file, holds something else, is a store of another version or is being
    /// written by another process; then nothing was written. [`Error::Io`] when it cannot be written.
    pub fn begin(store: &Path) -> Result<Self> {
        let new_directory = database::inspect(store)? == Standing::Missing;
        if new_directory {
            create(store)?;
        }
        let lock = Lock::take(store)?;
        match Self::open_segment(store) {
            Ok((segment, replaced, new_ledger)) => Ok(Self {
                store: store.to_owned(),
                segment,
                seeds: None,
                sources: Vec::new(),
                replaced,
                new_directory,
                new_ledger,
                committed: false,
                lock,
            }),
            Err(error) => {
                if new_directory {
                    lock.remove();
                    remove_directories(store);
                }
                Err(error)
            }
        }
    }

    /// The part of [`Self::begin`] that needs the lock: a new segment, the names of those that it will replace, and
    /// whether no ledger stands there yet.
    fn open_segment(store: &Path) -> Result<(SegmentWriter, Vec<String>, bool)> {
        let segments = database::segments_path(store);
        let standing = database::inspect(store)?;
        create(&segments)?;
        let replaced = if standing == Standing::Store {
            let connection = database::open_to_read(store)?;
            database::listed_segments(&connection).map_err(database::failed(store))?
        } else {
            Vec::new()
        };
        remove_strays(&segments, &replaced)?;
        let segment = SegmentWriter::create(segments.join(next_name(&replaced)))?;
        Ok((segment, replaced, standing != Standing::Store))
    }

    /// Packs one record's facts, see [`super::pack`].
    pub fn pack(facts: &Facts) -> Vec<u8> {
        frame::pack(facts)
    }

    /// Notes the files that the scan reads, in the order of reading.
    pub fn list_sources(&mut self, sources: Vec<SourceEntry>) {
        self.sources = sources;
    }

    /// Appends packed records in order of reading; returns the number of the first.
    ///
    /// # Errors
    /// When the segment cannot be written (a full disk), or a record could not be packed.
    pub fn append(&mut self, packed: &[Vec<u8>]) -> Result<u32> {
        self.segment.append(packed)
    }

    /// Reads a record back without its sentences, by its number in the order of reading. May be called from many threads.
    ///
    /// # Errors
    /// When there is no such record, or its bytes are not those that were written.
    pub fn read(&self, record: u32) -> Result<Facts> {
        self.segment.read(record, Extent::BeforeSentences)
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
        let name = self.segment.name().replace(".segment", ".seeds");
        let path = database::segments_path(&self.store).join(name);
        self.seeds = Some(SeedWriter::write(path, layout, parts)?);
        Ok(())
    }

    /// Makes this scan the content of the store: rows and the list of segments in one transaction. The segments
    /// that stood there before are removed after it.
    ///
    /// # Errors
    /// Any failure leaves the store as it was before the scan.
    pub fn commit(mut self, corpus: &Corpus) -> Result<()> {
        // The segment's sealing brings the names in the folder to the disk, so it comes last.
        if let Some(seeds) = &self.seeds {
            seeds.seal()?;
        }
        self.segment.seal()?;
        let store = self.store.clone();
        let failed = database::failed(&store);
        let connection = database::open_to_write(&store)?;
        connection.execute_batch("BEGIN IMMEDIATE").map_err(&failed)?;
        self.write(&connection, corpus)?;
        connection.execute_batch("COMMIT").map_err(&failed)?;
        self.segment.keep();
        if let Some(seeds) = &mut self.seeds {
            seeds.keep();
        }
        self.committed = true;
        // Readers of the old content may hold the log: nobody waits for them, the next to close the ledger folds it in.
        let _ = connection.busy_timeout(std::time::Duration::ZERO);
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        for name in &self.replaced {
            let _ = std::fs::remove_file(database::segments_path(&store).join(name));
        }
        Ok(())
    }

    fn write(&self, connection: &rusqlite::Connection, corpus: &Corpus) -> Result<()> {
        let failed = database::failed(&self.store);
        database::make_tables(connection).map_err(&failed)?;
        let mut list = connection
            .prepare(
                "INSERT INTO segments (segment, kind, name, bytes, records, checksum) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .map_err(&failed)?;
        let size = |bytes| i64::try_from(bytes).unwrap_or(i64::MAX);
        let segment = &self.segment;
        let (name, bytes) = (segment.name(), size(segment.bytes()));
        list.execute((1, RECORDS, name, bytes, segment.records(), segment.checksum()))
            .map_err(&failed)?;
        if let Some(seeds) = &self.seeds {
            list.execute((2, SEEDS, seeds.name(), size(seeds.bytes()), 0, seeds.checksum()))
                .map_err(&failed)?;
        }
        let mut source = connection
            .prepare("INSERT INTO sources (source, dataset, name, bytes) VALUES (?, ?, ?, ?)")
            .map_err(&failed)?;
        for (number, entry) in self.sources.iter().enumerate() {
            let bytes = entry.bytes.map(size);
            source
                .execute((size(number as u64), &entry.dataset, &entry.name, bytes))
                .map_err(&failed)?;
        }
        connection
            .execute(
                "INSERT INTO meta (key, value) VALUES ('written_by', ?)",
                [concat!("suyuan ", env!("CARGO_PKG_VERSION"))],
            )
            .map_err(&failed)?;
        let run = rows::write(connection, &self.store, &self.segment, corpus)?;
        relations::write(connection, corpus, &run).map_err(&failed)?;
        database::make_indexes(connection).map_err(&failed)
    }
}

impl Drop for Scan {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        if self.new_ledger {
            for suffix in ["", "-wal", "-shm"] {
                let mut path = database::ledger_path(&self.store).into_os_string();
                path.push(suffix);
                let _ = std::fs::remove_file(path);
            }
        }
        // Dropped before the folder it stands in is removed.
        self.seeds = None;
        if self.new_directory {
            self.segment.remove();
            self.lock.remove();
            remove_directories(&self.store);
        }
    }
}

/// Removes a store's directories where they are empty.
fn remove_directories(store: &Path) {
    let _ = std::fs::remove_dir(database::segments_path(store));
    let _ = std::fs::remove_dir(store);
}

fn create(directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory).map_err(|source| Error::Io {
        path: directory.to_owned(),
        action: "create",
        source,
    })
}

/// One more than the highest number in use.
fn next_name(listed: &[String]) -> String {
    let highest = listed
        .iter()
        .filter_map(|name| name.split('.').next()?.parse::<u64>().ok())
        .max()
        .unwrap_or(0);
    format!("{:08}.segment", highest + 1)
}

/// Removes what scans that were killed left behind: segments that the ledger does not list.
fn remove_strays(segments: &Path, listed: &[String]) -> Result<()> {
    let failed = |source| Error::Io {
        path: segments.to_owned(),
        action: "clean",
        source,
    };
    for entry in std::fs::read_dir(segments).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = [".segment", ".seeds", ".pending"]
            .iter()
            .any(|end| name.ends_with(end));
        if ours && !listed.contains(&name) {
            std::fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}
