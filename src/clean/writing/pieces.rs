//! Files of lines and of rows once more: each piece that stays goes through as it is, or with another text in it, or with
//! one field more. In: the unpacked bytes and a plan. Out: the bytes of the cleaned file, and the sidecar's.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::cleaned_file::CleanedFile;
use super::copying::Copying;
use super::provenance::FIELD;
use super::sidecar::io;
use super::text_field::{ascii, has_field, with_field, with_text, without};
use crate::document::Status;
use crate::error::{Error, Result};
use crate::events::Step;
use crate::read::{self, Columns, Piece, Pieces, Source};

/// What the pieces of a file are.
pub enum Kind {
    /// Lines of JSONL.
    Lines,
    /// Rows of a table.
    Rows(Arc<Columns>),
    /// Elements of a JSON document, with this between them.
    Elements(&'static str),
}

impl Copying<'_> {
    /// Copies a file of pieces; `record` is the number of its first record. Returns the number after its last.
    pub(super) fn pieces(
        &self,
        source: &Source,
        mut record: u32,
        stream: Box<dyn BufRead + Send>,
        kind: &Kind,
        file: &mut CleanedFile<'_>,
    ) -> Result<u32> {
        let path = source.path().unwrap_or(Path::new(source.name()));
        let most = self.read.max_record;
        let mut pieces = match kind {
            Kind::Lines | Kind::Elements(_) => Pieces::lines(stream, most),
            Kind::Rows(columns) => Pieces::rows(stream, most, columns.delimiter()),
        };
        let first = record;
        let mut piece = Vec::new();
        let mut header = matches!(kind, Kind::Rows(_));
        loop {
            let found = match pieces.next(&mut piece) {
                Ok(found) => found,
                // The scan has noted the fault as a record; what stands before it is copied.
                Err(_) if self.is_noted(record) => {
                    file.keep(&piece)?;
                    file.keep_damaged(self.out, path)?;
                    return Ok(record + 1);
                }
                Err(fault) => return Err(io(path, "read", fault)),
            };
            match found {
                Piece::End => break,
                Piece::Part => file.keep(&piece)?,
                Piece::Whole | Piece::LastPart if std::mem::take(&mut header) => {
                    self.header(source, kind, &piece, file)?;
                }
                Piece::LastPart => {
                    if !self.is_noted(record) {
                        return Err(Error::Usage(format!(
                            "{}:{}: is longer than --max-record allows, and was read by the scan: name the same \
                             --max-record, or scan again with --rescan",
                            source.name(),
                            pieces.line()
                        )));
                    }
                    file.keep(&piece)?;
                    record += 1;
                }
                Piece::Whole => {
                    let line = pieces.line();
                    let content = pieces.content(&piece);
                    if content.trim_ascii().is_empty() {
                        file.keep(&piece)?;
                        continue;
                    }
                    self.check(source, Some(line), record, read::content_hash(content))?;
                    self.piece(source, line, record, &piece, kind, file)?;
                    record += 1;
                    self.progress.advance(Step::Copy, 1);
                }
            }
        }
        // A file without pieces is a record that says so.
        Ok(if record == first { record + 1 } else { record })
    }

    /// The first row of a table; it gets a column more where every record does.
    fn header(&self, source: &Source, kind: &Kind, row: &[u8], file: &mut CleanedFile<'_>) -> Result<()> {
        let Kind::Rows(columns) = kind else {
            return file.keep(row);
        };
        if self.provenance.is_none() {
            return file.keep(row);
        }
        if columns.names().iter().any(|name| name == FIELD) {
            return Err(already(&format!("{}:1", source.name()), "column"));
        }
        file.replace(row, &columns.with_field(row, FIELD))
    }

    /// One line or row, with its end, or one element.
    pub(super) fn piece(
        &self,
        source: &Source,
        line: u64,
        record: u32,
        piece: &[u8],
        kind: &Kind,
        file: &mut CleanedFile<'_>,
    ) -> Result<()> {
        if !self.plan.stays(record) {
            return file.replace(piece, &[]);
        }
        let place = || match kind {
            Kind::Elements(_) => format!("{}#{line}", source.name()),
            Kind::Lines | Kind::Rows(_) => format!("{}:{line}", source.name()),
        };
        let mut changed: Cow<'_, [u8]> = Cow::Borrowed(piece);
        let mut split = Vec::new();
        if !self.plan.cuts(record).is_empty() {
            let (cut, text) = self.cut_piece(record, piece, kind).ok_or_else(|| {
                Error::Usage(format!(
                    "{}: the text is not that of the scan: name the same fields (--text-field) as for the scan, or \
                     --rescan",
                    place()
                ))
            })?;
            changed = Cow::Owned(cut);
            split = self.splits_of(record, piece, &text, kind)?;
        }
        if let Some(provenance) = &self.provenance
            && self.is_read(record)
        {
            let value = provenance.of(record)?;
            // What is in no UTF-8 is in an encoding that holds ASCII as it is.
            let value = if std::str::from_utf8(piece).is_ok() {
                value
            } else {
                ascii(&value)
            };
            changed = Cow::Owned(match kind {
                Kind::Rows(columns) => columns.with_field(&changed, &value),
                Kind::Lines | Kind::Elements(_) if has_field(&read::decoded(piece), FIELD) => {
                    return Err(already(&place(), "field"));
                }
                Kind::Lines | Kind::Elements(_) => with_field(&changed, FIELD, &value),
            });
        }
        if !split.is_empty() {
            let changed = changed.to_mut();
            if !changed.ends_with(b"\n") && !matches!(kind, Kind::Elements(_)) {
                changed.push(b'\n');
            }
            changed.extend_from_slice(&split);
        }
        match changed {
            Cow::Borrowed(_) => file.keep(piece),
            Cow::Owned(changed) => file.replace(piece, &changed),
        }
    }

    /// The piece with the text that the plan leaves, and the text that it had; `None` when its text is not the one that was scanned.
    fn cut_piece(&self, record: u32, piece: &[u8], kind: &Kind) -> Option<(Vec<u8>, String)> {
        let cuts = self.plan.cuts(record);
        let hash = self.holdings.records.get(record as usize)?.text_hash;
        // Only UTF-8 is cut. A byte order mark is no part of the object.
        let piece = std::str::from_utf8(piece).ok()?;
        let is_text = |text: &str| xxh3_64(text.as_bytes()) == hash;
        let had = RefCell::new(String::new());
        let change = |text: &str| {
            text.clone_into(&mut had.borrow_mut());
            without(text, cuts, self.mask)
        };
        let changed = match kind {
            Kind::Rows(columns) => columns.with_text(piece, is_text, change)?,
            Kind::Lines | Kind::Elements(_) => match piece.strip_prefix('\u{FEFF}') {
                Some(object) => format!("\u{FEFF}{}", with_text(object, is_text, change)?),
                None => with_text(piece, is_text, change)?,
            },
        };
        Some((changed.into_bytes(), had.take()))
    }

    /// The pieces for what the plan splits out of one with this text.
    fn splits_of(&self, record: u32, piece: &[u8], text: &str, kind: &Kind) -> Result<Vec<u8>> {
        let split = self.split_out(record, text)?;
        match std::str::from_utf8(piece) {
            Ok(piece) if !split.is_empty() => self.split_pieces(piece, kind, |value| value == text, &split),
            _ => Ok(Vec::new()),
        }
    }

    /// The record was read: it has fields.
    fn is_read(&self, record: u32) -> bool {
        let held = self.holdings.records.get(record as usize);
        held.is_some_and(|held| matches!(held.status, Status::Ok | Status::NoArticle))
    }
}

/// What to say of a record that has a field of our name.
fn already(place: &str, what: &str) -> Error {
    Error::Usage(format!(
        "{place}: has a {what} `{FIELD}` already: --provenance would have to overwrite it"
    ))
}
