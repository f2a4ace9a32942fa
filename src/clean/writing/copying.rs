//! The files of a corpus once more, without what a plan takes out. In: the sources in the order of the scan, a plan. Out:
//! the cleaned files and their sidecar. Memory is bounded by the largest record.

use std::collections::HashSet;
use std::io::BufRead;
use std::ops::Range;
use std::path::Path;

use super::cleaned_file::CleanedFile;
use super::elements::Elements;
use super::names::jsonl_name;
use super::pieces::Kind;
use super::provenance::Provenance;
use super::sidecar::{Sidecar, io};
use super::text_field::without;
use crate::clean::plan::Plan;
use crate::config::ReadParameters;
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::ledger::{Holdings, Store};
use crate::read::{self, Shape, Source};

/// Bytes that are copied at once.
const CHUNK: usize = 1 << 16;

/// What the copying of all files has in common.
pub struct Copying<'a> {
    /// The store of the corpus.
    pub store: &'a Store,
    /// What the store holds.
    pub holdings: &'a Holdings,
    /// What goes.
    pub plan: &'a Plan,
    /// How the sources were read.
    pub read: &'a ReadParameters,
    /// Put in the place of passages.
    pub mask: Option<&'a str>,
    /// What every record of JSONL or Parquet is told about itself.
    pub provenance: Option<Provenance<'a>>,
    /// The names of all files.
    pub names: &'a HashSet<String>,
    /// Where the files go.
    pub out: &'a Path,
    /// Hears how far it is.
    pub progress: &'a dyn Progress,
}

impl Copying<'_> {
    /// Copies a source, the `number`-th. `records` are the numbers of its records in the scan; returns the number after the
    /// last one that was found.
    ///
    /// # Errors
    /// When the source cannot be read or is not what was scanned, or the file cannot be written.
    pub fn copy(
        &self,
        source: &Source,
        number: u64,
        mut records: Range<u32>,
        sidecar: &mut Sidecar,
    ) -> Result<u32> {
        let record = records.start;
        let path = source.path().unwrap_or(Path::new(source.name()));
        let unpacked = match read::unpacked(source, self.read) {
            Ok(unpacked) => unpacked,
            // A link that leads nowhere, say: the scan has noted it, and there is nothing to copy.
            Err(_) if self.is_noted(record) && !path.is_file() => return Ok(record + 1),
            Err(fault) => return Err(io(path, "read", fault)),
        };
        if unpacked.shape == Shape::Rows {
            return self.rows(source, path, number, record, sidecar);
        }
        let written = match &unpacked.shape {
            Shape::Whole | Shape::Foreign => self.plan.stays(record),
            // Without an array around them nothing is left of a document that all records go from, not even a document.
            Shape::Elements(document) if document.is_bare() => {
                records.is_empty() || records.any(|record| self.plan.stays(record))
            }
            _ => true,
        };
        let compression = unpacked.compression;
        let mut file = {
            let jsonl = (unpacked.shape == Shape::Warc).then(|| jsonl_name(source.name()));
            CleanedFile::create(
                self.out,
                source.name(),
                jsonl,
                number,
                compression,
                written,
                sidecar,
            )?
        };
        let mut stream = unpacked.stream;
        let next = match unpacked.shape {
            Shape::Lines => self.pieces(source, record, stream, &Kind::Lines, &mut file)?,
            Shape::Table(columns) => self.pieces(source, record, stream, &Kind::Rows(columns), &mut file)?,
            Shape::Whole => {
                self.whole(source, record, &mut stream, &mut file)?;
                record + 1
            }
            Shape::Elements(document) => {
                let document = Elements { document, written };
                self.elements(source, record, stream, &document, &mut file)?
            }
            Shape::Archive => {
                return Err(Error::Usage(format!(
                    "{}: clean cannot rewrite archives: unpack it first, and name the folder",
                    source.name()
                )));
            }
            Shape::Warc => self.warc(source, record, &mut stream, &mut file)?,
            Shape::Foreign if !self.is_noted(record) => return Err(changed(source.name())),
            Shape::Foreign | Shape::Rows => {
                pass(path, &mut stream, &mut file)?;
                record + 1
            }
        };
        file.finish()?;
        Ok(next)
    }

    /// A file that is one record.
    fn whole(
        &self,
        source: &Source,
        record: u32,
        stream: &mut dyn BufRead,
        file: &mut CleanedFile<'_>,
    ) -> Result<()> {
        let path = source.path().unwrap_or(Path::new(source.name()));
        let cuts = self.plan.cuts(record);
        if self.plan.stays(record) && cuts.is_empty() {
            match pass(path, stream, file) {
                Err(_) if self.is_noted(record) => return file.keep_damaged(self.out, path),
                result => result?,
            }
            self.check(source, None, record, file.original_checksum())?;
        } else {
            let mut bytes = Vec::new();
            stream
                .read_to_end(&mut bytes)
                .map_err(|fault| io(path, "read", fault))?;
            self.check(source, None, record, read::content_hash(&bytes))?;
            if self.plan.stays(record) {
                // Only UTF-8 is cut; a byte order mark stays.
                let text = String::from_utf8_lossy(&bytes);
                let (mark, text) = text
                    .strip_prefix('\u{FEFF}')
                    .map_or(("", &*text), |rest| ("\u{FEFF}", rest));
                let cut = format!("{mark}{}", without(text, cuts, self.mask));
                file.replace(&bytes, cut.as_bytes())?;
                for article in self.split_out(record, text)? {
                    file.beside(self.out, &self.split_name(source.name(), &article), &article.text)?;
                }
            } else {
                file.replace(&bytes, &[])?;
            }
        }
        self.progress.advance(Step::Copy, 1);
        Ok(())
    }

    /// The record is one that the scan could not read.
    pub(super) fn is_noted(&self, record: u32) -> bool {
        let held = self.holdings.records.get(record as usize);
        held.is_some_and(|held| held.content_hash == 0)
    }

    /// The bytes are those that were scanned.
    pub(super) fn check(&self, source: &Source, line: Option<u64>, record: u32, hash: u64) -> Result<()> {
        match self.holdings.records.get(record as usize) {
            Some(held) if held.content_hash == hash || held.content_hash == 0 => Ok(()),
            _ => {
                let line = line.map_or(String::new(), |line| format!(":{line}"));
                Err(changed(&format!("{}{line}", source.name())))
            }
        }
    }
}

/// What to say of a place that does not hold what was scanned.
fn changed(place: &str) -> Error {
    Error::Usage(format!(
        "{place}: has changed since it was scanned, or is read in another way (--format, --text-field and their like): \
         scan again with --rescan"
    ))
}

/// Copies all that is left.
fn pass(path: &Path, stream: &mut dyn BufRead, file: &mut CleanedFile<'_>) -> Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(length) => file.keep(chunk.get(..length).unwrap_or_default())?,
            Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(io(path, "read", fault)),
        }
    }
}
