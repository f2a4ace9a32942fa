//! A segment: an append-only file of frames, one for each record, written once and never changed.
//!
//! ```text
//! bytes 0..8    "SUYUAN" and the layout's number as two digits: 01, or 02 where the texts of the records are left out
//! bytes 8..     frames, in order of reading (see `frame`)
//! ```
//!
//! Where a frame stands is kept outside the file: in memory while a scan runs, in the ledger's `records` after it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use super::frame::{self, Extent, Unpacked};
use crate::error::{Error, Result};
use crate::scratch::read_exact_at;

const WITH_TEXTS: &[u8; 8] = b"SUYUAN01";
const WITHOUT_TEXTS: &[u8; 8] = b"SUYUAN02";
/// Bytes of frames that go to the file in one call.
const WRITTEN_AT_ONCE: usize = 1 << 18;
/// Bytes before the first frame.
pub(super) const HEAD: u64 = WITH_TEXTS.len() as u64;

/// A segment that is open for reading at any place.
#[derive(Debug)]
pub(super) struct Segment {
    path: PathBuf,
    file: File,
    has_texts: bool,
}

/// Where a frame stands in its segment, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) length: u32,
}

impl Segment {
    /// Opens a segment whose size the ledger knows. A file that is missing or of another size is a fault of the store.
    pub(super) fn open(path: PathBuf, bytes: u64) -> Result<Self> {
        let file = open_file(&path, bytes)?;
        let mut head = [0; HEAD as usize];
        let has_texts = match read_exact_at(&file, &mut head, 0).map(|()| &head) {
            Ok(WITH_TEXTS) => true,
            Ok(WITHOUT_TEXTS) => false,
            _ => return Err(damaged(&path, "this is no segment of a store")),
        };
        Ok(Self {
            path,
            file,
            has_texts,
        })
    }

    /// False where the texts of its records are left out.
    pub(super) fn has_texts(&self) -> bool {
        self.has_texts
    }

    /// The bytes of one record's frame, unchecked.
    pub(super) fn frame(&self, place: Place) -> Result<Vec<u8>> {
        let mut bytes = vec![0; place.length as usize];
        match read_exact_at(&self.file, &mut bytes, place.offset) {
            Ok(()) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(damaged(&self.path, "this segment ends too early"))
            }
            Err(source) => Err(Error::Io {
                path: self.path.clone(),
                action: "read",
                source,
            }),
        }
    }

    /// Reads and checks one record. Where its text is left out, `texts::complete` puts it in.
    pub(super) fn read(&self, place: Place, extent: Extent) -> Result<Unpacked> {
        frame::unpack(&self.frame(place)?, extent, self.has_texts).ok_or_else(|| self.broken(place))
    }

    /// The frame of one record without its text.
    pub(super) fn frame_without_text(&self, place: Place) -> Result<Vec<u8>> {
        let frame = self.frame(place)?;
        if !self.has_texts {
            return Ok(frame);
        }
        frame::without_text(&frame).ok_or_else(|| self.broken(place))
    }

    fn broken(&self, place: Place) -> Error {
        let what = format!("the record at byte {} fails its checksum", place.offset);
        damaged(&self.path, &what)
    }
}

/// Opens a file of the store for reading.
pub(super) fn open_file(path: &Path, bytes: u64) -> Result<File> {
    let failed = |source| Error::Io {
        path: path.to_owned(),
        action: "read",
        source,
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(damaged(path, "this segment of the store is missing"));
        }
        Err(source) => return Err(failed(source)),
    };
    match file.metadata().map_err(failed)?.len() {
        length if length == bytes => Ok(file),
        length => Err(damaged(
            path,
            &format!("this segment has {length} bytes and should have {bytes}"),
        )),
    }
}

/// An error of a file of the store.
pub(super) fn damaged(path: &Path, what: &str) -> Error {
    Error::Store {
        path: path.to_owned(),
        reason: format!("{what}: the store is damaged, scan again to rebuild it"),
    }
}

/// A segment that is being written under a pending name.
pub(super) struct SegmentWriter {
    pending: PathBuf,
    path: PathBuf,
    file: File,
    /// Where each frame begins.
    offsets: Vec<u64>,
    end: u64,
    checksum: Box<Xxh3>,
    keep: bool,
}

impl SegmentWriter {
    /// Creates `path` under a pending name, for frames with texts or without.
    pub(super) fn create(path: PathBuf, has_texts: bool) -> Result<Self> {
        let head = if has_texts { WITH_TEXTS } else { WITHOUT_TEXTS };
        let pending = path.with_extension("pending");
        let failed = |source| Error::Io {
            path: pending.clone(),
            action: "create",
            source,
        };
        let mut file = File::create(&pending).map_err(failed)?;
        file.write_all(head).map_err(failed)?;
        let mut checksum = Box::new(Xxh3::new());
        checksum.update(head);
        let end = HEAD;
        Ok(Self {
            pending,
            path,
            file,
            offsets: Vec::new(),
            end,
            checksum,
            keep: false,
        })
    }

    /// Appends frames and returns the number of the first.
    pub(super) fn append(&mut self, frames: &[Vec<u8>]) -> Result<u32> {
        let first = self.records();
        let room = u32::MAX as usize - self.offsets.len();
        if frames.len() > room || frames.iter().any(|frame| frame.len() <= frame::HEAD) {
            return Err(Error::Store {
                path: self.pending.clone(),
                reason: "a record is too large to be stored, or there are too many: scan in several stores"
                    .to_owned(),
            });
        }
        let failed = |source| Error::Io {
            path: self.pending.clone(),
            action: "write",
            source,
        };
        {
            // Whatever fails, the pending file is thrown away.
            let mut file = BufWriter::with_capacity(WRITTEN_AT_ONCE, &self.file);
            for frame in frames {
                file.write_all(frame).map_err(failed)?;
            }
            file.flush().map_err(failed)?;
        }
        for frame in frames {
            self.checksum.update(frame);
            self.offsets.push(self.end);
            self.end += frame.len() as u64;
        }
        Ok(first)
    }

    /// Where a record stands.
    pub(super) fn place(&self, record: u32) -> Option<Place> {
        let offset = *self.offsets.get(record as usize)?;
        let end = self.offsets.get(record as usize + 1).copied().unwrap_or(self.end);
        let length = u32::try_from(end - offset).ok()?;
        Some(Place { offset, length })
    }

    /// How many records it holds.
    pub(super) fn records(&self) -> u32 {
        u32::try_from(self.offsets.len()).unwrap_or(u32::MAX)
    }

    /// Its size.
    pub(super) fn bytes(&self) -> u64 {
        self.end
    }

    /// xxh3-64 of all its bytes, as 16 hexadecimal digits.
    pub(super) fn checksum(&self) -> String {
        format!("{:016x}", self.checksum.digest())
    }

    /// Its final path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Its final file name.
    pub(super) fn name(&self) -> String {
        self.path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Brings it to the disk and gives it its final name. It is still removed unless [`Self::keep`] follows.
    pub(super) fn seal(&self) -> Result<()> {
        let failed = |source| Error::Io {
            path: self.path.clone(),
            action: "write",
            source,
        };
        self.file.sync_all().map_err(failed)?;
        std::fs::rename(&self.pending, &self.path).map_err(failed)?;
        // The new name is durable only when the directory is; systems that cannot open one need no such step.
        if let Some(directory) = self
            .path
            .parent()
            .and_then(|directory| File::open(directory).ok())
        {
            directory.sync_all().map_err(failed)?;
        }
        Ok(())
    }

    /// The ledger lists it now: it stays.
    pub(super) fn keep(&mut self) {
        self.keep = true;
    }
}

impl SegmentWriter {
    /// Removes the file, under either name.
    pub(super) fn remove(&self) {
        let _ = std::fs::remove_file(&self.pending);
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Drop for SegmentWriter {
    fn drop(&mut self) {
        if !self.keep {
            self.remove();
        }
    }
}
