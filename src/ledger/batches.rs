//! Record files: pairs of a segment and its digests. Those that stand in a store, and the one that a scan writes.
//!
//! A scan closes a file after so many records and begins the next one. A closed file that the ledger does not list was
//! left by a scan that was killed: its records are offered to the next scan, which takes those that it meets.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::digests::{self, Entry, Head};
use super::frame::{Extent, Unpacked};
use super::seal;
use super::segment::{self, Place, Segment, SegmentWriter, damaged};
use crate::error::{Error, Result};

/// Records of the first file that a scan writes; each has twice as many as the one before,
const FIRST: usize = 1 << 10;
/// up to so many: little work is lost by a kill, and there are few files.
const MOST: usize = 1 << 16;

/// Where a record's frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FramePlace {
    /// Index among the record files of the scan.
    pub(super) file: u32,
    pub(super) place: Place,
}

/// A record file that is closed.
#[derive(Debug)]
pub(super) struct RecordFile {
    /// File name of the segment.
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) records: u64,
    /// xxh3-64 of the segment, as 16 hexadecimal digits.
    pub(super) checksum: String,
    /// Number in the ledger that stood there before the scan.
    pub(super) listed: Option<u32>,
    segment: Segment,
}

impl RecordFile {
    /// Opens a file that the ledger lists.
    pub(super) fn listed(folder: &Path, row: ListedFile) -> Result<Self> {
        let segment = Segment::open(folder.join(&row.name), row.bytes)?;
        Ok(Self {
            name: row.name,
            bytes: row.bytes,
            records: row.records,
            checksum: row.checksum,
            listed: Some(row.segment),
            segment,
        })
    }

    /// Opens a file that a killed scan closed and did not list; `None` where it is not whole, or was made by other
    /// rules, or has no texts: it was on the way into a commit, and the file that it was made from stands beside it.
    pub(super) fn offered(folder: &Path, name: &str, rules: u64) -> Option<Self> {
        let path = folder.join(name);
        let digests = digests::read(&digests_path(&path)).ok()?;
        let head = digests::head(&digests)?;
        if head.rules != rules || seal::file_sum(&path).ok()? != (head.bytes, head.checksum) {
            return None;
        }
        unpacked(&digests, head.records)?;
        let segment = Segment::open(path, head.bytes).ok()?;
        segment.has_texts().then(|| Self {
            name: name.to_owned(),
            bytes: head.bytes,
            records: head.records,
            checksum: format!("{:016x}", head.checksum),
            listed: None,
            segment,
        })
    }

    /// False where the texts of its records are left out.
    pub(super) fn has_texts(&self) -> bool {
        self.segment.has_texts()
    }

    /// Reads one record. Where its text is left out, `texts::complete` puts it in.
    pub(super) fn read(&self, place: Place, extent: Extent) -> Result<Unpacked> {
        self.segment.read(place, extent)
    }

    /// Bytes before the first frame.
    pub(super) fn head(&self) -> u64 {
        segment::HEAD
    }

    /// The bytes of one record's frame.
    pub(super) fn frame(&self, place: Place) -> Result<Vec<u8>> {
        self.segment.frame(place)
    }

    /// The bytes of one record's frame without its text.
    pub(super) fn frame_without_text(&self, place: Place) -> Result<Vec<u8>> {
        self.segment.frame_without_text(place)
    }

    /// The digests of all its records, in order. With `rules` nothing where its facts were made by others.
    pub(super) fn digests(&self, folder: &Path, rules: Option<u64>) -> Result<Option<Vec<Entry>>> {
        let path = digests_path(&folder.join(&self.name));
        let bytes = digests::read(&path)?;
        let head = self.head_of(&path, &bytes)?;
        if rules.is_some_and(|rules| rules != head.rules) {
            return Ok(None);
        }
        let entries = unpacked(&bytes, self.records);
        let entries = entries.ok_or_else(|| damaged(&path, "these digests fail their checksum"))?;
        Ok(Some(entries))
    }

    /// The rules by which its facts were made.
    pub(super) fn rules(&self, folder: &Path) -> Result<u64> {
        let path = digests_path(&folder.join(&self.name));
        Ok(self.head_of(&path, &digests::read(&path)?)?.rules)
    }

    /// The head of the digests at `path`, which must be those of this segment.
    fn head_of(&self, path: &Path, bytes: &[u8]) -> Result<Head> {
        let head = digests::head(bytes).filter(|head| format!("{:016x}", head.checksum) == self.checksum);
        head.ok_or_else(|| damaged(path, "these digests are not those of the segment beside them"))
    }
}

/// The digests in the bytes of a file of `records`; `None` where they are not whole.
fn unpacked(bytes: &[u8], records: u64) -> Option<Vec<Entry>> {
    let chunks: Option<Vec<Vec<Entry>>> = digests::chunks(bytes)?
        .into_par_iter()
        .map(digests::unpack)
        .collect();
    Some(chunks?.concat()).filter(|entries| entries.len() as u64 == records)
}

/// A row of the ledger's list of segments.
#[derive(Clone, Debug)]
pub(super) struct ListedFile {
    pub(super) segment: u32,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) records: u64,
    pub(super) checksum: String,
}

/// The file of digests beside a segment.
pub(super) fn digests_path(segment: &Path) -> PathBuf {
    segment.with_extension("digests")
}

/// The record file that is being written.
pub(super) struct BatchWriter {
    segment: SegmentWriter,
    entries: Vec<Entry>,
    most: usize,
    rules: u64,
}

impl BatchWriter {
    /// The first file of a scan. `path` is that of its segment.
    pub(super) fn create(path: PathBuf, rules: u64) -> Result<Self> {
        Self::of_size(path, rules, FIRST)
    }

    /// The file after this one.
    pub(super) fn of_size(path: PathBuf, rules: u64, most: usize) -> Result<Self> {
        Ok(Self {
            segment: SegmentWriter::create(path, true)?,
            entries: Vec::new(),
            most: most.min(MOST),
            rules,
        })
    }

    /// A file for records of other files, with their texts or without.
    pub(super) fn of_moved(path: PathBuf, rules: u64, has_texts: bool) -> Result<Self> {
        Ok(Self {
            segment: SegmentWriter::create(path, has_texts)?,
            entries: Vec::new(),
            most: MOST,
            rules,
        })
    }

    /// Appends frames with their digests; gives their places.
    pub(super) fn append(&mut self, frames: &[Vec<u8>], digests: Vec<Vec<u8>>) -> Result<Vec<Place>> {
        let first = self.segment.append(frames)?;
        let places: Vec<Place> = (first..self.segment.records())
            .filter_map(|number| self.segment.place(number))
            .collect();
        let entries = places.iter().zip(digests);
        self.entries
            .extend(entries.map(|(&place, digest)| Entry::new(place, digest)));
        Ok(places)
    }

    /// True when it holds as many records as it should.
    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= self.most
    }

    /// Records that the file after this one may hold.
    pub(super) fn next_size(&self) -> usize {
        2 * self.most
    }

    /// Brings both files to the disk under their names. They are kept until somebody removes them.
    pub(super) fn close(mut self) -> Result<RecordFile> {
        let (bytes, checksum) = (self.segment.bytes(), self.segment.checksum());
        let head = Head {
            rules: self.rules,
            bytes,
            checksum: u64::from_str_radix(&checksum, 16).unwrap_or_default(),
            records: self.entries.len() as u64,
        };
        let path = self.segment.path().to_owned();
        let digests = digests_path(&path);
        let packed = digests::pack(head, &self.entries)
            .ok_or_else(|| damaged(&digests, "what is known of these records cannot be packed"))?;
        self.segment.seal()?;
        write_whole(&digests, &packed)?;
        self.segment.keep();
        Ok(RecordFile {
            name: self.segment.name(),
            bytes,
            records: head.records,
            checksum,
            listed: None,
            segment: Segment::open(path, bytes)?,
        })
    }
}

/// Writes a file under another name, brings it to the disk and gives it its name.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |source| Error::Io {
        path: path.to_owned(),
        action: "write",
        source,
    };
    let pending = path.with_extension("digests.pending");
    let written = File::create(&pending)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&pending, path));
    written.map_err(|source| {
        let _ = std::fs::remove_file(&pending);
        failed(source)
    })?;
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        folder.sync_all().map_err(failed)?;
    }
    Ok(())
}
