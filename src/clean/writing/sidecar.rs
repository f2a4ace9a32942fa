//! What was taken out, kept beside the cleaned files so that it can be put back.
//!
//! ```text
//! removed/files.jsonl        a line for each file of the input: its name, how it is packed, both checksums
//! removed/places.jsonl.zst   a line for each place where cleaned and original differ, by file, then place
//! removed/damaged/NAME       a packed file that breaks off, as it was found
//! removed/bytes.zst          the original bytes of these places, one after the other
//! removed/rows/NAME          of the Parquet file NAME the original rows of these places, one after the other
//! ```
//!
//! A place says: at `at` (bytes of the cleaned file, unpacked) stand `put` bytes; the original has the next `bytes` bytes of
//! `bytes.zst` instead. Everything else is the same in both.
//!
//! A Parquet file is a table, and what is put back are its rows, in its row groups, under its schema; pages and indexes are
//! written anew. Of a file that has `rows` a place says: after `at` rows of the cleaned file stand `put` rows; the original
//! has the next `rows` rows of `rows/NAME` instead. That file has the original's schema.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, Result};

/// Folder in the sidecar of packed files that are damaged, as they were found.
pub const DAMAGED: &str = "damaged";
/// Folder of the sidecar in the output.
pub const FOLDER: &str = "removed";
/// Its list of files.
pub const FILES: &str = "files.jsonl";
/// Its list of places.
pub const PLACES: &str = "places.jsonl.zst";
/// The bytes that were taken out.
pub const BYTES: &str = "bytes.zst";
/// Its folder of the rows that were taken out.
pub const ROWS: &str = "rows";

/// zstd's level for what is taken out. On 95 MB of news level 2 took 0.34 s and left 48 MB, level 3 0.53 s and 45 MB,
/// level 9 2.4 s and 36 MB: more than all the rest of the writing.
const LEVEL: i32 = 2;

/// A file of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name: path below the folder that was named.
    pub file: String,
    /// The cleaned file's name, where it is another: of a WARC file that became JSONL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleaned_file: Option<String>,
    /// False when no cleaned file was written: all of it was taken out.
    pub written: bool,
    /// How both are packed: `none`, `gzip`, `zstd`.
    pub compression: String,
    /// Bytes of the original, unpacked.
    pub bytes: u64,
    /// xxh3-64 of these bytes, 16 hexadecimal digits.
    pub checksum: String,
    /// Bytes of the cleaned file, unpacked.
    pub cleaned_bytes: u64,
    /// xxh3-64 of these bytes.
    pub cleaned_checksum: String,
    /// True for a packed file that breaks off or is damaged: what can be read of it was cleaned, and the whole file as it was
    /// found stands in `removed/damaged/` under its name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub damaged: bool,
    /// For a Parquet file: how its rows are put back. Then `bytes` and `cleaned_bytes` are the sizes of the files, and
    /// the checksums those of the rows, see [`RowsEntry`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowsEntry>,
}

/// The rows of a Parquet file.
///
/// A checksum of rows is the xxh3-64 of their own xxh3-64s, each of 8 bytes, little-endian. A row's is that of its values in
/// the row format of Arrow, of all columns of the original; so it does not depend on pages, dictionaries and compression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsEntry {
    /// Rows of each row group of the original.
    pub groups: Vec<u64>,
    /// Rows of the cleaned file.
    pub cleaned: u64,
    /// The column, the last one, that the original does not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<String>,
    /// True when `rows/NAME` was written.
    pub kept: bool,
}

/// A place where cleaned and original differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceEntry {
    /// Index of the file in the list of files.
    pub file: u64,
    /// Bytes of the cleaned file before it, unpacked.
    pub at: u64,
    /// Bytes of the cleaned file that stand in the place of the original ones.
    pub put: u64,
    /// Original bytes.
    pub bytes: u64,
    /// xxh3-64 of the original bytes, 16 hexadecimal digits.
    pub checksum: String,
    /// Original rows, of a Parquet file; then `at` and `put` are rows too, and there are no original bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// A checksum as it is written.
pub fn shown(checksum: u64) -> String {
    format!("{checksum:016x}")
}

/// The sidecar while it is written.
pub struct Sidecar {
    folder: PathBuf,
    files: BufWriter<File>,
    places: zstd::Encoder<'static, BufWriter<File>>,
    bytes: zstd::Encoder<'static, BufWriter<File>>,
}

impl Sidecar {
    /// Makes the folder in `out`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(out: &Path) -> Result<Self> {
        let folder = out.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(|source| io(&folder, "create", source))?;
        let open = |name: &str| {
            let path = folder.join(name);
            File::create(&path)
                .map(BufWriter::new)
                .map_err(|source| io(&path, "create", source))
        };
        let packed = |name: &str| {
            let encoder = zstd::Encoder::new(open(name)?, LEVEL);
            encoder.map_err(|source| io(&folder.join(name), "write", source))
        };
        Ok(Self {
            files: open(FILES)?,
            places: packed(PLACES)?,
            bytes: packed(BYTES)?,
            folder,
        })
    }

    /// Keeps the original bytes of a place.
    pub(super) fn place(&mut self, file: u64, at: u64, put: u64, original: &[u8]) -> Result<()> {
        let entry = PlaceEntry {
            file,
            at,
            put,
            bytes: original.len() as u64,
            checksum: shown(xxh3_64(original)),
            rows: None,
        };
        self.list(&entry)?;
        let written = self.bytes.write_all(original);
        written.map_err(|source| io(&self.folder.join(BYTES), "write", source))
    }

    /// Where the rows that are taken out of a Parquet file are kept.
    pub(super) fn rows(&self, name: &str) -> PathBuf {
        self.folder.join(ROWS).join(name)
    }

    /// Lists a place.
    pub(super) fn list(&mut self, entry: &PlaceEntry) -> Result<()> {
        line(&mut self.places, entry).map_err(|source| io(&self.folder.join(PLACES), "write", source))
    }

    /// Lists a file that is done.
    pub(super) fn file(&mut self, entry: &FileEntry) -> Result<()> {
        line(&mut self.files, entry).map_err(|source| io(&self.folder.join(FILES), "write", source))
    }

    /// Ends the files.
    pub(super) fn finish(mut self) -> Result<()> {
        self.files
            .flush()
            .map_err(|source| io(&self.folder.join(FILES), "write", source))?;
        for (encoder, name) in [(self.places, PLACES), (self.bytes, BYTES)] {
            let ended = encoder.finish().and_then(|mut file| file.flush());
            ended.map_err(|source| io(&self.folder.join(name), "write", source))?;
        }
        Ok(())
    }
}

/// Writes a value as a line of JSON.
pub(super) fn line(output: &mut impl Write, value: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *output, value)?;
    output.write_all(b"\n")
}

/// What to say of a file that the system refused.
pub fn io(path: &Path, action: &'static str, source: std::io::Error) -> Error {
    Error::Io {
        path: path.to_owned(),
        action,
        source,
    }
}
