//! The files of a corpus once more, without what a plan takes out. In: the sources in the order of the scan, a plan. Out:
//! the cleaned files and their sidecar. Memory is bounded by the largest record.

use std::io::BufRead;
use std::path::Path;

use super::cleaned_file::CleanedFile;
use super::provenance::Provenance;
use super::sidecar::{Sidecar, io};
use super::text_field::{with_field, with_text, without};
use crate::clean::plan::Plan;
use crate::config::ReadParameters;
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::ledger::Holdings;
use crate::read::{self, Shape, Source};

/// Bytes that are copied at once.
const CHUNK: usize = 1 << 16;

/// What the copying of all files has in common.
pub struct Copying<'a> {
    /// What the store holds.
    pub holdings: &'a Holdings,
    /// What goes.
    pub plan: &'a Plan,
    /// How the sources were read.
    pub read: &'a ReadParameters,
    /// Put in the place of passages.
    pub mask: Option<&'a str>,
    /// What every JSONL record is told about itself.
    pub provenance: Option<Provenance<'a>>,
    /// Where the files go.
    pub out: &'a Path,
    /// Hears how far it is.
    pub progress: &'a dyn Progress,
}

/// A line that is being read.
enum Line {
    /// The line with its end.
    Bytes,
    /// Longer than the largest record: it was copied as it is.
    Passed,
    End,
}

impl Copying<'_> {
    /// Copies a source, the `number`-th. `record` is the number of its first record; returns the number after its last.
    ///
    /// # Errors
    /// When the source cannot be read or is not what was scanned, or the file cannot be written.
    pub fn copy(&self, source: &Source, number: u64, record: u32, sidecar: &mut Sidecar) -> Result<u32> {
        let path = source.path().unwrap_or(Path::new(source.name()));
        let unpacked = read::unpacked(source, self.read).map_err(|fault| io(path, "read", fault))?;
        let written = unpacked.shape == Shape::Lines || self.plan.stays(record);
        let compression = unpacked.compression;
        let mut file = CleanedFile::create(self.out, source.name(), number, compression, written, sidecar)?;
        let mut stream = unpacked.stream;
        let next = match unpacked.shape {
            Shape::Lines => self.lines(source, record, &mut stream, &mut file)?,
            Shape::Whole => {
                self.whole(source, record, &mut stream, &mut file)?;
                record + 1
            }
            Shape::Foreign => {
                pass(path, &mut stream, &mut file)?;
                record + 1
            }
        };
        file.finish()?;
        Ok(next)
    }

    /// A file of lines.
    fn lines(
        &self,
        source: &Source,
        mut record: u32,
        stream: &mut dyn BufRead,
        file: &mut CleanedFile<'_>,
    ) -> Result<u32> {
        let path = source.path().unwrap_or(Path::new(source.name()));
        let first = record;
        let mut line = Vec::new();
        let mut number = 0;
        loop {
            line.clear();
            number += 1;
            match next_line(stream, &mut line, self.read.max_record, file) {
                Ok(Line::End) => break,
                Ok(Line::Passed) => record += 1,
                Ok(Line::Bytes) => {
                    let content = content(&line, number == 1);
                    if content.trim_ascii().is_empty() {
                        file.keep(&line)?;
                        continue;
                    }
                    self.check(source, Some(number), record, read::content_hash(content))?;
                    self.line(source, number, record, &line, file)?;
                    record += 1;
                    self.progress.advance(Step::Copy, 1);
                }
                // The scan has noted the fault as a record; what stands before it is copied.
                Err(Fault::Read(fault)) if self.is_noted(record) => {
                    drop(fault);
                    record += 1;
                    return Ok(record);
                }
                Err(Fault::Read(fault)) => return Err(io(path, "read", fault)),
                Err(Fault::Write(fault)) => return Err(fault),
            }
        }
        // An empty file is a record that says so.
        Ok(if record == first { record + 1 } else { record })
    }

    /// One line of JSONL, with its end.
    fn line(
        &self,
        source: &Source,
        number: u64,
        record: u32,
        line: &[u8],
        file: &mut CleanedFile<'_>,
    ) -> Result<()> {
        if !self.plan.stays(record) {
            return file.replace(line, &[]);
        }
        let cuts = self.plan.cuts(record);
        if cuts.is_empty() && self.provenance.is_none() {
            return file.keep(line);
        }
        let place = || format!("{}:{number}", source.name());
        let Ok(text) = std::str::from_utf8(line) else {
            return file.keep(line);
        };
        let mut changed = None;
        if !cuts.is_empty() {
            let hash = self
                .holdings
                .records
                .get(record as usize)
                .map_or(0, |held| held.text_hash);
            // A byte order mark is no part of the object.
            let (mark, object) = text
                .strip_prefix('\u{FEFF}')
                .map_or(("", text), |rest| ("\u{FEFF}", rest));
            let cut = with_text(object, hash, |text| without(text, cuts, self.mask));
            let cut = cut.ok_or_else(|| {
                Error::Usage(format!(
                    "{}: the text is not that of the scan: name the same fields (--text-field) as for the scan, or \
                     --rescan",
                    place()
                ))
            })?;
            changed = Some(format!("{mark}{cut}"));
        }
        if let Some(provenance) = &self.provenance {
            let (mark, object) = {
                let text = changed.as_deref().unwrap_or(text);
                text.strip_prefix('\u{FEFF}')
                    .map_or(("", text), |rest| ("\u{FEFF}", rest))
            };
            let value = provenance.of(record)?;
            match with_field(object, super::provenance::FIELD, &value) {
                Some(with) => changed = Some(format!("{mark}{with}")),
                // What is no object is no record with a text either.
                None if serde_json::from_str::<serde::de::IgnoredAny>(object).is_err() => {}
                None => {
                    return Err(Error::Usage(format!(
                        "{}: has a field `{}` already: --provenance would have to overwrite it",
                        place(),
                        super::provenance::FIELD
                    )));
                }
            }
        }
        match changed {
            Some(changed) => file.replace(line, changed.as_bytes()),
            None => file.keep(line),
        }
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
                Err(_) if self.is_noted(record) => return Ok(()),
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
            } else {
                file.replace(&bytes, &[])?;
            }
        }
        self.progress.advance(Step::Copy, 1);
        Ok(())
    }

    /// The record is one that the scan could not read.
    fn is_noted(&self, record: u32) -> bool {
        let held = self.holdings.records.get(record as usize);
        held.is_some_and(|held| held.content_hash == 0)
    }

    /// The bytes are those that were scanned.
    fn check(&self, source: &Source, line: Option<u64>, record: u32, hash: u64) -> Result<()> {
        match self.holdings.records.get(record as usize) {
            Some(held) if held.content_hash == hash || held.content_hash == 0 => Ok(()),
            _ => {
                let line = line.map_or(String::new(), |line| format!(":{line}"));
                Err(Error::Usage(format!(
                    "{}{line}: has changed since it was scanned: scan again with --rescan",
                    source.name()
                )))
            }
        }
    }
}

/// What stops the copying of a line.
enum Fault {
    Read(std::io::Error),
    Write(Error),
}

/// A line without its end and without a byte order mark: what a scan took for the record.
fn content(line: &[u8], first: bool) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match line.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) if first => rest,
        _ => line,
    }
}

/// Reads a line with its end; one that is longer than `most` is copied at once and not held.
fn next_line(
    stream: &mut dyn BufRead,
    line: &mut Vec<u8>,
    most: usize,
    file: &mut CleanedFile<'_>,
) -> std::result::Result<Line, Fault> {
    let mut passed = false;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(fault) => {
                if !line.is_empty() {
                    file.keep(line).map_err(Fault::Write)?;
                }
                return Err(Fault::Read(fault));
            }
        };
        let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
        let length = end.unwrap_or(buffer.len());
        let done = end.is_some() || length == 0;
        line.extend_from_slice(buffer.get(..length).unwrap_or_default());
        stream.consume(length);
        // A line end of two bytes does not count.
        if passed || line.len() > most.saturating_add(2) {
            passed = true;
            file.keep(line).map_err(Fault::Write)?;
            line.clear();
        }
        if done {
            return Ok(match (passed, line.is_empty()) {
                (true, _) => Line::Passed,
                (false, true) => Line::End,
                (false, false) => Line::Bytes,
            });
        }
    }
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
