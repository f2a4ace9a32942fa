//! Puts a Parquet file back together. In: the cleaned file, the rows that were taken out, their places. Out: the original
//! rows, in the original's row groups, under its schema.

use std::collections::VecDeque;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;

use super::super::restoring::{damaged, inside, next_place};
use super::super::sidecar::{self, FileEntry, PlaceEntry, RowsEntry, io, shown};
use super::checksum::{Checksum, RowHasher};
use super::writer::{Packing, RowsWriter};
use crate::error::Result;
use crate::read::{RowBatches, RowFile};

/// Restores the listed file number `number` of `cleaned` into `out`. Gives its size and the number of places that were put
/// back.
///
/// # Errors
/// When what stands in `cleaned` is not what was written, or the file cannot be written.
pub fn restore(
    cleaned: &Path,
    out: &Path,
    entry: &FileEntry,
    rows: &RowsEntry,
    number: u64,
    places: &mut Peekable<impl Iterator<Item = Result<PlaceEntry>>>,
) -> Result<(u64, u64)> {
    let name = inside(cleaned, &entry.file)?;
    let from = RowStream::open(cleaned.join(name))?;
    let kept = cleaned.join(sidecar::FOLDER).join(sidecar::ROWS).join(name);
    let kept = rows.kept.then(|| RowStream::open(kept)).transpose()?;
    let model = kept.as_ref().unwrap_or(&from);
    let columns = model.file.schema().fields().len();
    let whole = rows.added.as_deref().map_or(0, |_| 1) + columns;
    let same = from
        .file
        .schema()
        .fields()
        .iter()
        .zip(model.file.schema().fields());
    if from.file.schema().fields().len() != whole || !same.into_iter().all(|(one, other)| one == other) {
        return Err(changed(&from.path));
    }
    // A file of which nothing was left does not say how its columns were packed.
    let packing = match from.file.metadata().num_row_groups() {
        0 => Packing::Zstd,
        _ => Packing::Like(&from.file),
    };
    let hasher = RowHasher::new(model.file.schema());
    let mut original = Original {
        hasher: hasher.map_err(|fault| damaged(&from.path, &fault.to_string()))?,
        writer: RowsWriter::create(&out.join(name), &model.file, packing, None)?,
        groups: rows.groups.iter().copied().filter(|&rows| rows > 0).collect(),
        columns,
        checksum: Checksum::default(),
    };
    let (mut from, mut kept, mut put_back) = (from, kept, 0);
    while let Some(place) = next_place(places, number)? {
        let before = place
            .at
            .checked_sub(from.read)
            .ok_or_else(|| changed(&from.path))?;
        from.pass(before, |batch| original.put(batch, &mut None))?;
        from.pass(place.put, |_| Ok(()))?;
        let mut checksum = Some(Checksum::default());
        match &mut kept {
            Some(kept) => kept.pass(place.rows.unwrap_or(0), |batch| {
                original.put(batch, &mut checksum)
            })?,
            None => return Err(damaged(&from.path, "has places, and no rows that were taken out")),
        }
        if checksum.is_some_and(|checksum| shown(checksum.digest()) != place.checksum) {
            let path = kept.as_ref().map_or(&from.path, |kept| &kept.path);
            return Err(damaged(path, "the rows are not those that were taken out"));
        }
        put_back += 1;
    }
    let rest = rows
        .cleaned
        .checked_sub(from.read)
        .ok_or_else(|| changed(&from.path))?;
    from.pass(rest, |batch| original.put(batch, &mut None))?;
    if from.take(1)?.is_some()
        || !original.groups.is_empty()
        || shown(original.checksum.digest()) != entry.checksum
    {
        return Err(changed(&from.path));
    }
    Ok((original.writer.finish()?, put_back))
}

fn changed(path: &Path) -> crate::error::Error {
    damaged(
        path,
        "has changed since it was cleaned, so that the original cannot be put back",
    )
}

/// The rows of a file, as many at once as are wanted.
struct RowStream {
    path: PathBuf,
    file: RowFile,
    /// The row group after the one that is being read.
    group: usize,
    batches: Option<RowBatches>,
    /// What is left of a batch.
    batch: Option<RecordBatch>,
    /// Rows that were given.
    read: u64,
}

impl RowStream {
    fn open(path: PathBuf) -> Result<Self> {
        let file = RowFile::open(&path);
        let file = file.map_err(|reason| io(&path, "read", std::io::Error::other(reason)))?;
        Ok(Self {
            path,
            file,
            group: 0,
            batches: None,
            batch: None,
            read: 0,
        })
    }

    /// The next rows, at most so many; `None` at the end.
    fn take(&mut self, most: u64) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(batch) = self.batch.take().filter(|batch| batch.num_rows() > 0) {
                let rows = usize::try_from(most).unwrap_or(usize::MAX).min(batch.num_rows());
                self.batch = Some(batch.slice(rows, batch.num_rows() - rows));
                self.read += rows as u64;
                return Ok(Some(batch.slice(0, rows)));
            }
            let refused = |reason: String| io(&self.path, "read", std::io::Error::other(reason));
            if let Some(batch) = self.batches.as_mut().and_then(Iterator::next) {
                self.batch = Some(batch.map_err(refused)?);
            } else if self.group < self.file.metadata().num_row_groups() {
                self.batches = Some(self.file.batches(self.group, None).map_err(refused)?);
                self.group += 1;
            } else {
                return Ok(None);
            }
        }
    }

    /// Hands over the next `rows` rows.
    fn pass(&mut self, mut rows: u64, mut hand: impl FnMut(&RecordBatch) -> Result<()>) -> Result<()> {
        while rows > 0 {
            let batch = self.take(rows)?.ok_or_else(|| changed(&self.path))?;
            rows -= batch.num_rows() as u64;
            hand(&batch)?;
        }
        Ok(())
    }
}

/// The file being put back.
struct Original {
    hasher: RowHasher,
    writer: RowsWriter,
    /// Rows that are still to come, by row group.
    groups: VecDeque<u64>,
    /// Columns that it has; a cleaned row may have one more.
    columns: usize,
    checksum: Checksum,
}

impl Original {
    /// Writes rows, and takes them into a checksum of their own.
    fn put(&mut self, batch: &RecordBatch, own: &mut Option<Checksum>) -> Result<()> {
        let refused = |reason: String| {
            crate::error::Error::Usage(format!("the original rows cannot be put back: {reason}"))
        };
        let columns = batch.columns().get(..self.columns).unwrap_or(batch.columns());
        let batch = RecordBatch::try_new(self.writer.schema().clone(), columns.to_vec());
        let batch = batch.map_err(|fault| refused(fault.to_string()))?;
        let hashes = self.hasher.hashes(&batch, self.columns);
        for hash in hashes.map_err(|fault| refused(fault.to_string()))? {
            self.checksum.add(hash);
            if let Some(own) = own {
                own.add(hash);
            }
        }
        let mut at = 0;
        while at < batch.num_rows() {
            let left = self.groups.front_mut();
            let left = left.ok_or_else(|| refused("there are more than the original has".to_owned()))?;
            let rows = usize::try_from(*left)
                .unwrap_or(usize::MAX)
                .min(batch.num_rows() - at);
            self.writer.write(&batch.slice(at, rows))?;
            *left -= rows as u64;
            at += rows;
            if *left == 0 {
                self.groups.pop_front();
                self.writer.end_group()?;
            }
        }
        Ok(())
    }
}
