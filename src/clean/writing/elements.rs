//! JSON documents once more. In: the unpacked bytes and a plan. Out: the document with the elements that stay, each as it is
//! or with another text in it, and the commas between them that make it one; and the sidecar's bytes.
//!
//! What stands between two elements goes with the one behind it, or, where none before it in its array stays, with those that
//! went. Brackets and what is around arrays stay.

use std::io::BufRead;
use std::path::Path;

use super::cleaned_file::CleanedFile;
use super::copying::Copying;
use super::pieces::Kind;
use super::sidecar::io;
use crate::error::{Error, Result};
use crate::events::Step;
use crate::read::{self, Document, Halt, Passed, Source};

/// Bytes around arrays that wait at most.
const WAITING: usize = 1 << 20;

/// A JSON document.
pub struct Elements {
    /// Where its records stand.
    pub document: Document,
    /// Something of it is left.
    pub written: bool,
}

/// What stands between elements, while it is not known whether it stays.
struct Between<'f, 's> {
    file: &'f mut CleanedFile<'s>,
    written: bool,
    waiting: Vec<u8>,
    /// An element of this array stays.
    stays: bool,
    /// Nothing was written yet.
    first: bool,
}

impl Copying<'_> {
    /// Copies a document; `record` is the number of its first record. Returns the number after its last.
    pub(super) fn elements(
        &self,
        source: &Source,
        mut record: u32,
        stream: Box<dyn BufRead + Send>,
        document: &Elements,
        file: &mut CleanedFile<'_>,
    ) -> Result<u32> {
        let path = source.path().unwrap_or(Path::new(source.name()));
        let mut elements = read::Elements::new(stream, self.read.max_record, &document.document);
        let separator = if document.document.is_bare() { "\n" } else { ",\n" };
        let kind = Kind::Elements(separator);
        let mut between = Between {
            file,
            written: document.written,
            waiting: Vec::new(),
            stays: false,
            first: true,
        };
        loop {
            let element = match elements.next(&mut |passed| between.take(passed)) {
                Ok(Some(element)) => element,
                Ok(None) => break,
                Err(Halt::Passed(fault)) => return Err(fault),
                // The scan has noted the fault as a record; what stands before it is copied.
                Err(Halt::Read(_)) if self.is_noted(record) => {
                    between.end()?;
                    between.file.keep_damaged(self.out, path)?;
                    return Ok(record + 1);
                }
                Err(Halt::Read(fault)) => return Err(io(path, "read", fault)),
            };
            let number = element.number;
            match element.bytes() {
                Some(bytes) => {
                    self.check(source, number, record, read::content_hash(&bytes))?;
                    between.settle(self.plan.stays(record))?;
                    let number = number.unwrap_or_default();
                    self.piece(source, number, record, &bytes, &kind, between.file)?;
                    self.progress.advance(Step::Copy, 1);
                }
                None if !self.is_noted(record) => {
                    return Err(Error::Usage(format!(
                        "{}: does not hold what was scanned, or was read with another --max-record: scan again with \
                         --rescan",
                        source.name()
                    )));
                }
                None => {}
            }
            record += 1;
        }
        between.end()?;
        Ok(record)
    }
}

impl Between<'_, '_> {
    fn take(&mut self, passed: Passed<'_>) -> Result<()> {
        match passed {
            Passed::Between(bytes) => {
                self.waiting.extend_from_slice(bytes);
                if self.waiting.len() > WAITING && self.is_around() {
                    self.settle(true)?;
                    self.stays = false;
                }
                Ok(())
            }
            // What was not read always stays.
            Passed::Oversize(bytes) => {
                self.settle(true)?;
                self.file.keep(bytes)
            }
        }
    }

    /// More than commas and white space: an array begins or ends.
    fn is_around(&self) -> bool {
        let separates = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        !self.waiting.iter().all(separates)
    }

    /// Writes what waits, or not, before an element that stays or goes.
    fn settle(&mut self, stays: bool) -> Result<()> {
        let is_around = self.is_around();
        if is_around {
            self.stays = false;
        }
        let is_kept = std::mem::take(&mut self.first) || is_around || self.stays && stays;
        self.stays |= stays;
        let waiting = std::mem::take(&mut self.waiting);
        self.write(&waiting, is_kept)
    }

    fn end(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.write(&waiting, true)
    }

    fn write(&mut self, bytes: &[u8], is_kept: bool) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if is_kept && self.written {
            self.file.keep(bytes)
        } else {
            self.file.replace(bytes, &[])
        }
    }
}
