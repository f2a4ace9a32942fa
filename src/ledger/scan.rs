//! A scan being written: packed records go to record files at once, rows all together when it commits.
//!
//! ```text
//! begin            the writer's lock; the record files that stand there, listed or left by a scan that was killed
//! stored, digests  what they hold: rows of the ledger, and what is known of each record
//! append           facts of new records, in files of their own
//! number           which records the store shall hold, in their order; from here on they can be read
//! commit           rows, list of files and index of seeds in one transaction; what is not listed then goes
//! ```

mod amending;
mod committing;
mod compacting;
mod kept;
mod leaving_out;
mod opened;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::batches::{BatchWriter, FramePlace, ListedFile, RecordFile, digests_path};
use super::database::{self, Standing};
use super::digests::Entry;
use super::frame::{self, Extent};
use super::lock::Lock;
use super::numbering::Numbering;
use super::seal;
use super::segment::Place;
use super::texts::{self, Texts};
use super::whole_file::WholeFile;
use crate::config::ReadParameters;
use crate::document::{ArticleEntry, Corpus, Facts};
use crate::error::Result;
use opened::{Opened, create, remove, remove_directories, strays};

/// A file that a scan reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// The dataset that its records belong to.
    pub dataset: String,
    /// Path below the scanned folder.
    pub name: String,
    /// Size as it is stored, where the system tells.
    pub bytes: Option<u64>,
    /// Number of its first record in the store.
    pub first: u32,
    /// How many records it has; they are numbered in the order of reading.
    pub records: u32,
}

/// A record that the store shall hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its facts. Records that say the same share them.
    pub frame: FramePlace,
    /// Path, with `#line`.
    pub uri: String,
}

/// What a scan makes of what stands in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It stays, and new records are added.
    All,
    /// The same, in a store of an older version.
    OfOlder,
    /// Nothing but verdicts stays.
    Nothing,
}

/// The record files that stood in the store when the scan began: read from many threads.
#[derive(Debug, Default)]
pub struct StandingFrames {
    store: PathBuf,
    files: Vec<RecordFile>,
    /// The texts that they leave out, once somebody has them.
    texts: OnceLock<Texts>,
}

impl StandingFrames {
    /// Reads a record without its sentences.
    ///
    /// # Errors
    /// When its bytes are not those that were written.
    pub fn read(&self, frame: FramePlace) -> Result<Facts> {
        self.read_as_far_as(frame, Extent::BeforeSentences)
    }

    /// Reads the text of a record.
    ///
    /// # Errors
    /// Like [`Self::read`].
    pub fn text(&self, frame: FramePlace) -> Result<String> {
        Ok(self.read_as_far_as(frame, Extent::Record)?.record.text)
    }

    fn read_as_far_as(&self, frame: FramePlace, extent: Extent) -> Result<Facts> {
        match self.files.get(frame.file as usize) {
            Some(file) => texts::complete(&self.store, file.read(frame.place, extent)?, self.texts.get()),
            None => Err(database::fault(
                &self.store,
                "a record stands in no file of this store",
            )),
        }
    }
}

/// A scan being written. Nothing of the store that stood there before changes until [`Scan::commit`]; a scan that
/// is dropped before that removes what it wrote.
pub struct Scan {
    store: PathBuf,
    rules: u64,
    standing: Arc<StandingFrames>,
    written: Vec<RecordFile>,
    open: Option<BatchWriter>,
    /// Records that the next file may hold.
    next_size: Option<usize>,
    /// Number in the name of the next file.
    next_name: u64,
    /// The records that the store shall hold, by number.
    records: Vec<StoredRecord>,
    /// Where they stand that are on the way into files without texts: by number, empty where nothing is left out.
    whole: Vec<FramePlace>,
    /// False where the store shall keep no texts.
    texts_stay: bool,
    /// The ways in which the input was read, now and before.
    ways: Vec<ReadParameters>,
    /// The same, before.
    held_ways: usize,
    numbering: Numbering,
    /// The files beside those of records, with their kinds.
    others: Vec<(&'static str, WholeFile)>,
    /// Those that stood there.
    held_others: Vec<ListedFile>,
    sources: Vec<SourceEntry>,
    /// The user's table of outlets.
    outlets: Option<String>,
    /// Files of the store that this scan may replace.
    replaced: Vec<String>,
    /// The directory was made for this scan.
    new_directory: bool,
    /// No ledger stood there before.
    new_ledger: bool,
    /// It is of an older version.
    older: bool,
    /// It is sealed, and as it was sealed.
    sealed: bool,
    keep: Keep,
    /// What a killed scan left was looked at.
    adopted: bool,
    /// Seconds that the stages after reading took.
    related: Option<f64>,
    committed: bool,
    lock: Lock,
}

impl Scan {
    /// Makes the store's directory if needed, takes the writer's lock and opens the record files that the ledger lists.
    ///
    /// # Errors
    /// [`crate::error::Error::Store`] when the path is a file, holds something else, is a store of another version or is being
    /// written by another process; then nothing was written. [`crate::error::Error::Io`] when it cannot be written.
    pub fn begin(store: &Path, keep: Keep) -> Result<Self> {
        let new_directory = database::inspect(store)? == Standing::Missing;
        if new_directory && keep == Keep::OfOlder {
            return Err(database::nothing(store));
        }
        if new_directory {
            create(store)?;
        }
        let lock = Lock::take(store)?;
        match Opened::of(store, keep) {
            Ok(opened) => Ok(Self {
                store: store.to_owned(),
                rules: 0,
                standing: Arc::new(StandingFrames {
                    store: store.to_owned(),
                    files: opened.files,
                    texts: OnceLock::new(),
                }),
                written: Vec::new(),
                open: None,
                next_size: None,
                next_name: opened.next_name,
                records: Vec::new(),
                whole: Vec::new(),
                texts_stay: !opened.leaves_texts_out,
                held_ways: opened.ways.len(),
                ways: opened.ways,
                numbering: Numbering::default(),
                others: Vec::new(),
                held_others: opened.others,
                sources: Vec::new(),
                outlets: opened.outlets,
                replaced: opened.listed,
                new_directory,
                new_ledger: opened.new_ledger,
                older: opened.older,
                sealed: opened.sealed,
                keep,
                adopted: false,
                related: None,
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

    /// True when no ledger stands there yet, or none of it shall stay.
    pub fn is_new(&self) -> bool {
        self.new_ledger || self.keep == Keep::Nothing
    }

    /// The rows of the user's table of outlets that the store was made with.
    pub fn outlets(&self) -> Option<&str> {
        self.outlets.as_deref()
    }

    /// Sets the user's table of outlets, and the fingerprint of the rules that make facts from records, that table
    /// among them. What a killed scan left is offered where it was made by the same rules, else removed.
    ///
    /// # Errors
    /// When what was left cannot be removed.
    pub fn set_rules(&mut self, outlets: Option<String>, rules: u64) -> Result<()> {
        self.outlets = outlets;
        self.rules = rules;
        self.adopted = true;
        let segments = database::segments_path(&self.store);
        let offered = strays(&segments, &self.replaced)?;
        let files: Vec<RecordFile> = offered
            .iter()
            .filter(|name| name.ends_with(".segment"))
            .filter_map(|name| RecordFile::offered(&segments, name, rules))
            .collect();
        for name in &offered {
            let of = |file: &RecordFile| {
                let digests = digests_path(Path::new(&file.name));
                *name == file.name || Path::new(name) == digests
            };
            if !files.iter().any(of) {
                remove(&segments.join(name))?;
            }
        }
        if let Some(standing) = Arc::get_mut(&mut self.standing) {
            standing.files.extend(files);
        }
        Ok(())
    }

    /// The record files that stood there, for reading from many threads.
    pub fn standing(&self) -> Arc<StandingFrames> {
        Arc::clone(&self.standing)
    }

    /// The digests of all files that stand there and were made by the rules of this scan, file by file.
    pub fn digests(&self) -> impl Iterator<Item = Result<Vec<(FramePlace, Vec<u8>)>>> + '_ {
        let folder = database::segments_path(&self.store);
        (0..).zip(&self.standing.files).filter_map(move |(number, file)| {
            if self.older {
                return None;
            }
            let digests = file.digests(&folder, Some(self.rules)).transpose()?;
            let placed = |entry: Entry| {
                let frame = FramePlace {
                    file: number,
                    place: entry.place(),
                };
                (frame, entry.digest)
            };
            Some(digests.map(|entries| entries.into_iter().map(placed).collect()))
        })
    }

    /// The records that the ledger holds, by number, and the files that they were read from.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn stored(&self) -> Result<(Vec<StoredRecord>, Vec<SourceEntry>)> {
        if self.is_new() {
            return Ok((Vec::new(), Vec::new()));
        }
        let connection = database::open_to_read(&self.store)?;
        let failed = database::failed(&self.store);
        let numbers: HashMap<u32, u32> = (0..)
            .zip(&self.standing.files)
            .filter_map(|(number, file)| Some((file.listed?, number)))
            .collect();
        let file = |segment: u32| numbers.get(&segment).copied().unwrap_or(u32::MAX);
        let mut records = connection
            .prepare("SELECT segment, offset, length, uri FROM records ORDER BY record")
            .map_err(&failed)?;
        let records = records.query_map([], |row| {
            let place = Place {
                offset: row.get::<_, i64>(1)?.cast_unsigned(),
                length: row.get(2)?,
            };
            Ok(StoredRecord {
                frame: FramePlace {
                    file: file(row.get(0)?),
                    place,
                },
                uri: row.get(3)?,
            })
        });
        let records = records.and_then(Iterator::collect).map_err(&failed)?;
        let sources = if self.older {
            database::listed_sources_of_old(&connection)
        } else {
            database::listed_sources(&connection)
        };
        Ok((records, sources.map_err(&failed)?))
    }

    /// Packs one record's facts, see [`super::pack`].
    pub fn pack(facts: &Facts) -> Vec<u8> {
        frame::pack(facts)
    }

    /// Appends packed records, each with what a later scan needs to know of it; gives their places.
    ///
    /// # Errors
    /// When they cannot be written (a full disk), or a record could not be packed.
    pub fn append(&mut self, packed: &[Vec<u8>], digests: Vec<Vec<u8>>) -> Result<Vec<FramePlace>> {
        if packed.is_empty() {
            return Ok(Vec::new());
        }
        let mut writer = match self.open.take() {
            Some(writer) => writer,
            None => self.next_file()?,
        };
        let file = (self.standing.files.len() + self.written.len()) as u32;
        let places = writer.append(packed, digests)?;
        let places = places
            .into_iter()
            .map(|place| FramePlace { file, place })
            .collect();
        self.next_size = Some(writer.next_size());
        self.open = Some(writer);
        if self.open.as_ref().is_some_and(BatchWriter::is_full) {
            self.close()?;
        }
        Ok(places)
    }

    fn next_file(&mut self) -> Result<BatchWriter> {
        let segments = database::segments_path(&self.store);
        let path = segments.join(format!("{:08}.segment", self.next_name));
        self.next_name += 1;
        match self.next_size {
            None => BatchWriter::create(path, self.rules),
            Some(records) => BatchWriter::of_size(path, self.rules, records),
        }
    }

    fn close(&mut self) -> Result<()> {
        if let Some(writer) = self.open.take() {
            self.written.push(writer.close()?);
        }
        Ok(())
    }

    /// Says which records the store shall hold, in the order of their numbers, and from which files they were read. From
    /// here on they can be read.
    ///
    /// # Errors
    /// When what was appended cannot be brought to the disk.
    pub fn number(&mut self, records: Vec<StoredRecord>, sources: Vec<SourceEntry>) -> Result<()> {
        self.close()?;
        self.records = records;
        self.sources = sources;
        Ok(())
    }

    /// Reads a record without its sentences, by its number. May be called from many threads.
    ///
    /// # Errors
    /// When there is no such record, or its bytes are not those that were written.
    pub fn read(&self, record: u32) -> Result<Facts> {
        let nothing = || database::fault(&self.store, format!("there is no record {record}"));
        let stored = self.records.get(record as usize).ok_or_else(nothing)?;
        let frame = self.whole.get(record as usize).unwrap_or(&stored.frame);
        let file = self.file(frame.file).ok_or_else(nothing)?;
        let unpacked = file.read(frame.place, Extent::BeforeSentences)?;
        texts::complete(&self.store, unpacked, self.standing.texts.get())
    }

    fn file(&self, number: u32) -> Option<&RecordFile> {
        let number = number as usize;
        let standing = self.standing.files.len();
        match number.checked_sub(standing) {
            None => self.standing.files.get(number),
            Some(written) => self.written.get(written),
        }
    }

    /// Numbers the articles that the store shall hold, which are in the order of their ranks. Called before seeds are written and once
    /// [`Self::number`] was called.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn number_articles(&mut self, articles: &[ArticleEntry]) -> Result<()> {
        let held = if self.is_new() || self.older {
            Vec::new()
        } else {
            let connection = database::open_to_read(&self.store)?;
            database::ranks(&connection).map_err(database::failed(&self.store))?
        };
        self.numbering = Numbering::of(articles, &held);
        Ok(())
    }

    /// Notes how long the stages after reading took, for who asks what a scan costs.
    pub fn note_duration(&mut self, related: std::time::Duration) {
        self.related = Some(related.as_secs_f64());
    }

    /// Makes this scan the content of the store: rows and the list of files in one transaction. Files that are not listed
    /// any more are removed after it.
    ///
    /// # Errors
    /// Any failure leaves the store as it was before the scan.
    pub fn commit(mut self, corpus: &Corpus) -> Result<()> {
        if self.numbering.articles.len() != corpus.articles.len() {
            self.number_articles(&corpus.articles)?;
        }
        self.compact(false)?;
        for (_, file) in &self.others {
            file.seal()?;
        }
        let store = self.store.clone();
        let failed = database::failed(&store);
        let connection = database::open_to_write(&store)?;
        connection.execute_batch("BEGIN IMMEDIATE").map_err(&failed)?;
        let listed = self.write(&connection, corpus)?;
        connection.execute_batch("COMMIT").map_err(&failed)?;
        self.committed = true;
        for (_, file) in &mut self.others {
            file.keep();
        }
        self.end(&connection, &listed);
        Ok(())
    }

    /// Ends a scan that found nothing new: the store stays as it is, only the list of files that were read is renewed, and
    /// texts that shall not stay are left out.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn commit_unchanged(mut self) -> Result<()> {
        if self.holds_unwanted_texts() {
            return self.leave_texts_out();
        }
        let store = self.store.clone();
        let failed = database::failed(&store);
        let connection = database::open_to_write(&store)?;
        let renewed = self.ways.len() > self.held_ways
            || database::listed_sources(&connection).map_err(&failed)? != self.sources;
        if renewed {
            connection
                .execute_batch("BEGIN IMMEDIATE; DELETE FROM sources")
                .map_err(&failed)?;
            self.write_sources(&connection).map_err(&failed)?;
            self.write_ways(&connection).map_err(&failed)?;
            seal::count(&connection).map_err(&failed)?;
            connection.execute_batch("COMMIT").map_err(&failed)?;
        }
        self.committed = true;
        if renewed || !self.sealed {
            let _ = seal::close(&self.store, &connection);
        }
        self.remove_strays(&self.replaced);
        Ok(())
    }

    /// After a commit: folds the log in, seals the ledger and removes the files that nobody lists. The store holds what it
    /// should by now, so that nothing that fails here is a failure of the scan.
    fn end(&self, connection: &rusqlite::Connection, listed: &[String]) {
        let _ = seal::close(&self.store, connection);
        self.remove_strays(listed);
    }

    /// Removes the files that are not `listed`, as far as they can be removed.
    fn remove_strays(&self, listed: &[String]) {
        let segments = database::segments_path(&self.store);
        for name in strays(&segments, listed).unwrap_or_default() {
            let _ = std::fs::remove_file(segments.join(name));
        }
    }
}

/// A number as SQLite keeps it.
fn size(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
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
        // Dropped before the folder that they stand in is removed.
        self.others.clear();
        self.open = None;
        // What a killed scan left stays when this one failed before it looked at it.
        if self.adopted {
            self.remove_strays(&self.replaced);
        }
        if self.new_directory {
            self.lock.remove();
            remove_directories(&self.store);
        }
    }
}
