//! The pages of a WARC file as lines of JSONL. In: a WARC file that was scanned, and a plan. Out: a line for each page that
//! stays and has a text; the raw bytes of all WARC records go to the sidecar, so that the file can be put back.
//!
//! The texts come out of the store: they are those that the plan's spans refer to, and extracting them is the costly part
//! of a scan. Memory is bounded by [`BATCH`] bytes and the largest record.

use std::io::BufRead;
use std::path::Path;

use serde::Serialize;
use serde_json::value::RawValue;

use super::cleaned_file::CleanedFile;
use super::copying::Copying;
use super::sidecar::io;
use super::text_field::without;
use crate::document::{Facts, Record};
use crate::error::Result;
use crate::events::Step;
use crate::read::{self, Source, Splitter, Stop};

/// Raw bytes that wait at most before they are written.
const BATCH: usize = 8 << 20;
/// Bytes that are taken out at one place at most.
const PLACE: usize = 1 << 20;

/// A page that is written.
#[derive(Clone, Copy, Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suyuan: Option<&'a RawValue>,
}

/// Bytes that wait.
enum Waiting {
    /// They go.
    Gone(Vec<u8>),
    /// A record that stays, by its number.
    Page(u32, Vec<u8>),
}

/// What waits to be written, in order.
struct Queue<'a, 's> {
    copying: &'a Copying<'a>,
    file: &'a mut CleanedFile<'s>,
    waiting: Vec<Waiting>,
    bytes: usize,
}

impl Copying<'_> {
    /// A WARC file. `record` is the number of its first record; returns the number after its last.
    pub(super) fn warc(
        &self,
        source: &Source,
        mut record: u32,
        stream: &mut dyn BufRead,
        file: &mut CleanedFile<'_>,
    ) -> Result<u32> {
        let path = source.path().unwrap_or(Path::new(source.name()));
        let mut splitter = Splitter::new(stream, self.read.max_record);
        let mut queue = Queue {
            copying: self,
            file,
            waiting: Vec::new(),
            bytes: 0,
        };
        loop {
            match splitter.unit_and_rest(&mut |bytes: &[u8]| queue.gone(bytes)) {
                Ok(None) => break,
                Ok(Some(unit)) => {
                    let number = unit.number;
                    if let Some(bytes) = unit.bytes() {
                        self.check(source, number, record, read::content_hash(&bytes))?;
                        queue.page(record, bytes)?;
                        self.progress.advance(Step::Copy, 1);
                    }
                    record += 1;
                }
                // The scan has noted the fault as a record; what stands before it is kept.
                Err(Stop::Read(fault)) if self.is_noted(record) => {
                    drop(fault);
                    record += 1;
                    queue.write()?;
                    queue.file.keep_damaged(self.out, path)?;
                    break;
                }
                Err(Stop::Read(fault)) => return Err(io(path, "read", fault)),
                Err(Stop::Passed(fault)) => return Err(fault),
            }
        }
        queue.write()?;
        Ok(record)
    }
}

impl Queue<'_, '_> {
    fn gone(&mut self, bytes: &[u8]) -> Result<()> {
        match self.waiting.last_mut() {
            Some(Waiting::Gone(last)) if last.len() + bytes.len() <= PLACE => last.extend_from_slice(bytes),
            _ => self.waiting.push(Waiting::Gone(bytes.to_vec())),
        }
        self.grow(bytes.len())
    }

    fn page(&mut self, record: u32, bytes: Vec<u8>) -> Result<()> {
        if !self.copying.plan.stays(record) {
            return self.gone(&bytes);
        }
        let length = bytes.len();
        self.waiting.push(Waiting::Page(record, bytes));
        self.grow(length)
    }

    fn grow(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes;
        if self.bytes < BATCH {
            return Ok(());
        }
        self.write()
    }

    fn write(&mut self) -> Result<()> {
        self.bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let pages: Vec<u32> = waiting
            .iter()
            .filter_map(|waiting| match waiting {
                Waiting::Page(record, _) => Some(*record),
                Waiting::Gone(_) => None,
            })
            .collect();
        let facts = self.copying.store.facts_of(&pages)?;
        let mut facts = facts.iter();
        for waiting in &waiting {
            match waiting {
                Waiting::Gone(bytes) => self.file.replace(bytes, &[])?,
                Waiting::Page(record, bytes) => {
                    let line = match facts.next() {
                        Some(facts) => self.line(*record, facts)?,
                        None => Vec::new(),
                    };
                    self.file.replace(bytes, &line)?;
                }
            }
        }
        Ok(())
    }

    /// The line of a record; empty when nothing is left of its text, or nothing was found.
    fn line(&self, record: u32, facts: &Facts) -> Result<Vec<u8>> {
        let Record {
            id, metadata, text, ..
        } = &facts.record;
        let split = self.copying.split_out(record, text)?;
        let text = without(text, self.copying.plan.cuts(record), self.copying.mask);
        if text.trim().is_empty() && split.is_empty() {
            return Ok(Vec::new());
        }
        let provenance = match &self.copying.provenance {
            Some(provenance) => RawValue::from_string(provenance.of(record)?).ok(),
            None => None,
        };
        let line = Line {
            id,
            url: metadata.url.as_deref(),
            title: metadata.title.as_deref(),
            outlet: metadata.outlet.as_deref(),
            source: metadata.source.as_deref(),
            author: metadata.author.as_deref(),
            published_at: metadata.published_at.as_deref(),
            text: &text,
            suyuan: provenance.as_deref(),
        };
        let mut bytes = Vec::with_capacity(text.len() + 512);
        // Strings always are JSON, and a vector takes all bytes.
        if super::sidecar::line(&mut bytes, &line).is_err() {
            bytes.clear();
        }
        for article in &split {
            let suyuan = match &self.copying.provenance {
                Some(provenance) => RawValue::from_string(provenance.of_split(article.article)?).ok(),
                None => None,
            };
            let own = Line {
                id: &article.id,
                title: article.title.as_deref(),
                source: article.source.as_deref(),
                text: &article.text,
                suyuan: suyuan.as_deref(),
                ..line
            };
            if super::sidecar::line(&mut bytes, &own).is_err() {
                break;
            }
        }
        Ok(bytes)
    }
}
