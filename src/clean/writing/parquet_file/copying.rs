//! A Parquet file once more, without what a plan takes out. In: the file, the plan. Out: the cleaned file, and in the sidecar
//! the rows that were taken out or changed, with their places. A batch is held, and the packed pages of a row group.

use std::path::Path;

use arrow_array::{RecordBatch, UInt64Array};
use arrow_schema::ArrowError;
use arrow_select::take::take_record_batch;

use super::super::copying::Copying;
use super::super::provenance::FIELD;
use super::super::sidecar::{FileEntry, PlaceEntry, RowsEntry, Sidecar, io, shown};
use super::super::text_field::without;
use super::checksum::{Checksum, RowHasher};
use super::replacing::{self, NewText};
use super::writer::{Packing, RowsWriter};
use crate::error::{Error, Result};
use crate::events::Step;
use crate::read::{RowFields, RowFile, Source};

/// Bytes of a row group of the sidecar.
const KEPT_GROUP: usize = 16 << 20;

impl Copying<'_> {
    /// Copies the Parquet file at `path`, the `number`-th source. `record` is the number of its first row; returns the number
    /// after its last.
    ///
    /// # Errors
    /// When the file cannot be read or is not what was scanned, or the output cannot be written.
    pub(in super::super) fn rows(
        &self,
        source: &Source,
        path: &Path,
        number: u64,
        record: u32,
        sidecar: &mut Sidecar,
    ) -> Result<u32> {
        let unreadable = |reason: String| io(path, "read", std::io::Error::other(reason));
        let file = RowFile::open(path).map_err(unreadable)?;
        let fields = RowFields::find(file.schema(), &self.read.fields).map_err(unreadable)?;
        let added = self.provenance.as_ref().map(|_| FIELD);
        if added.is_some() && file.schema().fields().iter().any(|field| field.name() == FIELD) {
            return Err(Error::Usage(format!(
                "{}: has a column `{FIELD}` already: --provenance would have to overwrite it",
                source.name()
            )));
        }
        let mut cleaned = CleanedRows {
            hasher: RowHasher::new(file.schema()).map_err(|fault| unreadable(fault.to_string()))?,
            writer: RowsWriter::create(&self.out.join(source.name()), &file, Packing::Like(&file), added)?,
            kept: added.map(|_| kept(sidecar, source, &file)).transpose()?,
            file: &file,
            source,
            number,
            sidecar,
            read: 0,
            written: 0,
            place: None,
            original: Checksum::default(),
            cleaned: Checksum::default(),
        };
        let mut next = record;
        let mut groups = file.groups();
        for group in 0..groups.len() {
            let before = cleaned.read;
            let fault = match file.batches(group, None) {
                Ok(batches) => self.group(batches, &fields, &mut cleaned, &mut next)?,
                Err(fault) => Some(fault),
            };
            if let Some(fault) = fault {
                if !self.is_noted(next) {
                    return Err(unreadable(fault));
                }
                // The scan has noted the fault as a record; what stands before it is copied.
                next += 1;
                groups.truncate(group);
                groups.push(cleaned.read - before);
                break;
            }
            cleaned.writer.end_group()?;
        }
        // A file without rows is a record that says so.
        if next == record {
            next += 1;
        }
        cleaned.finish(path, groups, added)?;
        Ok(next)
    }

    /// Copies a row group; gives what kept the rest of it from being read.
    fn group(
        &self,
        batches: impl Iterator<Item = std::result::Result<RecordBatch, String>>,
        fields: &RowFields,
        cleaned: &mut CleanedRows<'_>,
        next: &mut u32,
    ) -> Result<Option<String>> {
        for batch in batches {
            let batch = match batch {
                Ok(batch) => batch,
                Err(fault) => return Ok(Some(fault)),
            };
            let contents = match fields.contents(&batch, true) {
                Ok(contents) => contents,
                Err(fault) => return Ok(Some(fault)),
            };
            let first = *next;
            for row in 0..contents.rows() {
                let line = cleaned.read + row as u64 + 1;
                let hash = contents.content_hash(row, self.read.max_record);
                self.check(cleaned.source, Some(line), *next, hash)?;
                *next += 1;
            }
            self.batch(&batch, first, cleaned)?;
            self.progress.advance(Step::Copy, batch.num_rows() as u64);
        }
        Ok(None)
    }

    /// Writes what stays of a batch; `first` is the record of its first row.
    fn batch(&self, batch: &RecordBatch, first: u32, cleaned: &mut CleanedRows<'_>) -> Result<()> {
        let refused = |fault: ArrowError| {
            Error::Usage(format!(
                "{}: rows cannot be written back: {fault}",
                cleaned.source.name()
            ))
        };
        let hashes = cleaned
            .hasher
            .hashes(batch, batch.num_columns())
            .map_err(refused)?;
        let (mut staying, mut taken, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut values = Vec::new();
        for (record, row) in (first..).zip(0..batch.num_rows()) {
            if !self.plan.stays(record) {
                taken.push(row);
                continue;
            }
            if !self.plan.cuts(record).is_empty() {
                self.cut(batch, row, record, cleaned, &mut texts)?;
                taken.push(row);
            }
            if let Some(provenance) = &self.provenance {
                values.push(provenance.of(record)?);
            }
            staying.push(row);
        }
        let mut written = replacing::staying(batch, &staying, &texts).map_err(refused)?;
        let written_hashes = if texts.is_empty() {
            staying
                .iter()
                .filter_map(|&row| hashes.get(row).copied())
                .collect()
        } else {
            cleaned
                .hasher
                .hashes(&written, batch.num_columns())
                .map_err(refused)?
        };
        if self.provenance.is_some() {
            written = replacing::with_column(&written, cleaned.writer.schema(), values).map_err(refused)?;
        }
        cleaned.writer.write(&written)?;
        for hash in written_hashes {
            cleaned.cleaned.add(hash);
        }
        if !taken.is_empty() {
            let rows = UInt64Array::from_iter_values(taken.iter().map(|&row| row as u64));
            let originals = take_record_batch(batch, &rows).map_err(refused)?;
            cleaned.keep(&originals)?;
        }
        let mut staying = staying.iter().peekable();
        let mut taken = taken.iter().peekable();
        for (row, &hash) in hashes.iter().enumerate() {
            let stays = staying.next_if_eq(&&row).is_some();
            let differs = taken.next_if_eq(&&row).is_some();
            cleaned.pass(hash, stays, differs)?;
        }
        Ok(())
    }

    /// Cuts the text of a row.
    fn cut(
        &self,
        batch: &RecordBatch,
        row: usize,
        record: u32,
        cleaned: &CleanedRows<'_>,
        texts: &mut Vec<NewText>,
    ) -> Result<()> {
        let held = self.holdings.records.get(record as usize);
        let hash = held.map_or(0, |held| held.text_hash);
        let cuts = self.plan.cuts(record);
        let place = || format!("{}:{}", cleaned.source.name(), cleaned.read + row as u64 + 1);
        match replacing::change(batch, row, hash, texts, |text| without(text, cuts, self.mask)) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Usage(format!(
                "{}: the text is not that of the scan: name the same fields (--text-field) as for the scan, or --rescan",
                place()
            ))),
            Err(fault) => Err(Error::Usage(format!(
                "{}: cannot be written back: {fault}",
                place()
            ))),
        }
    }
}

/// Begins the file of the rows that are taken out.
fn kept(sidecar: &Sidecar, source: &Source, file: &RowFile) -> Result<RowsWriter> {
    RowsWriter::create(&sidecar.rows(source.name()), file, Packing::Zstd, None)
}

/// A Parquet file of the output while it is written.
struct CleanedRows<'s> {
    file: &'s RowFile,
    source: &'s Source,
    number: u64,
    sidecar: &'s mut Sidecar,
    hasher: RowHasher,
    writer: RowsWriter,
    /// The rows that are taken out; begun with the first.
    kept: Option<RowsWriter>,
    /// Rows read and written.
    read: u64,
    written: u64,
    /// The place that the last row belongs to: its entry, and the checksum of its rows.
    place: Option<(PlaceEntry, Checksum)>,
    original: Checksum,
    cleaned: Checksum,
}

impl CleanedRows<'_> {
    /// Keeps original rows.
    fn keep(&mut self, originals: &RecordBatch) -> Result<()> {
        let kept = match &mut self.kept {
            Some(kept) => kept,
            None => self.kept.insert(kept(self.sidecar, self.source, self.file)?),
        };
        kept.write(originals)?;
        if kept.held() > KEPT_GROUP {
            kept.end_group()?;
        }
        Ok(())
    }

    /// Counts a row: whether it stays, and whether it is kept in the sidecar as it was.
    fn pass(&mut self, hash: u64, stays: bool, differs: bool) -> Result<()> {
        self.original.add(hash);
        self.read += 1;
        if differs {
            let (place, checksum) = self.place.get_or_insert_with(|| {
                let place = PlaceEntry {
                    file: self.number,
                    at: self.written,
                    put: 0,
                    bytes: 0,
                    checksum: String::new(),
                    rows: Some(0),
                };
                (place, Checksum::default())
            });
            checksum.add(hash);
            place.put += u64::from(stays);
            place.rows = place.rows.map(|rows| rows + 1);
        } else {
            self.end_place()?;
        }
        self.written += u64::from(stays);
        Ok(())
    }

    fn end_place(&mut self) -> Result<()> {
        match self.place.take() {
            Some((mut place, checksum)) => {
                place.checksum = shown(checksum.digest());
                self.sidecar.list(&place)
            }
            None => Ok(()),
        }
    }

    fn finish(mut self, path: &Path, groups: Vec<u64>, added: Option<&str>) -> Result<()> {
        self.end_place()?;
        let size = std::fs::metadata(path).map_err(|source| io(path, "read", source))?;
        let entry = FileEntry {
            cleaned_file: None,
            damaged: false,
            file: self.source.name().to_owned(),
            written: true,
            compression: "none".to_owned(),
            bytes: size.len(),
            checksum: shown(self.original.digest()),
            cleaned_bytes: self.writer.finish()?,
            cleaned_checksum: shown(self.cleaned.digest()),
            rows: Some(RowsEntry {
                groups,
                cleaned: self.written,
                added: added.map(str::to_owned),
                kept: self.kept.is_some(),
            }),
        };
        if let Some(kept) = self.kept {
            kept.finish()?;
        }
        self.sidecar.file(&entry)
    }
}
