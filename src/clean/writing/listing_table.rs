//! The list of removals as a Parquet file. In: its rows, some thousand at a time. Out: a table with the same columns.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::types::{ArrowPrimitiveType, Float64Type, UInt32Type};
use arrow_array::{ArrayRef, PrimitiveArray, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::listing::Row;
use super::sidecar::io;
use crate::error::{Error, Result};

/// The file while it is written.
pub struct ListingTable {
    path: PathBuf,
    writer: ArrowWriter<File>,
}

impl ListingTable {
    /// Begins it.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).map_err(|source| io(path, "create", source))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let schema = batch(&[])
            .map_err(|fault| unwritten(path, fault.into()))?
            .schema();
        let writer = ArrowWriter::try_new(file, schema, Some(properties));
        Ok(Self {
            writer: writer.map_err(|fault| unwritten(path, fault))?,
            path: path.to_owned(),
        })
    }

    /// Adds rows.
    pub(super) fn write(&mut self, rows: &[Row]) -> Result<()> {
        let written = batch(rows).map_err(ParquetError::from);
        let written = written.and_then(|batch| self.writer.write(&batch));
        written.map_err(|fault| unwritten(&self.path, fault))
    }

    /// Ends the file.
    pub(super) fn finish(self) -> Result<()> {
        let closed = self.writer.close();
        closed.map(drop).map_err(|fault| unwritten(&self.path, fault))
    }
}

/// Rows as columns.
fn batch(rows: &[Row]) -> std::result::Result<RecordBatch, ArrowError> {
    let columns = [
        ("level", text(rows, |row| Some(row.level))),
        ("rule", text(rows, |row| Some(row.rule))),
        ("record_id", text(rows, |row| Some(row.record_id.as_str()))),
        ("article_id", text(rows, |row| row.article_id.as_deref())),
        ("uri", text(rows, |row| Some(row.uri.as_str()))),
        ("title", text(rows, |row| row.title.as_deref())),
        ("outlet", text(rows, |row| row.outlet.as_deref())),
        ("published_at", text(rows, |row| row.published_at.as_deref())),
        ("start", numbers::<UInt32Type>(rows, |row| row.start)),
        ("end", numbers::<UInt32Type>(rows, |row| row.end)),
        ("start_char", numbers::<UInt32Type>(rows, |row| row.start_char)),
        ("end_char", numbers::<UInt32Type>(rows, |row| row.end_char)),
        (
            "keeper_record_id",
            text(rows, |row| row.keeper_record_id.as_deref()),
        ),
        (
            "keeper_article_id",
            text(rows, |row| row.keeper_article_id.as_deref()),
        ),
        ("keeper_uri", text(rows, |row| row.keeper_uri.as_deref())),
        ("keeper_outlet", text(rows, |row| row.keeper_outlet.as_deref())),
        (
            "keeper_start",
            numbers::<UInt32Type>(rows, |row| row.keeper_start),
        ),
        ("keeper_end", numbers::<UInt32Type>(rows, |row| row.keeper_end)),
        (
            "keeper_start_char",
            numbers::<UInt32Type>(rows, |row| row.keeper_start_char),
        ),
        (
            "keeper_end_char",
            numbers::<UInt32Type>(rows, |row| row.keeper_end_char),
        ),
        ("identity", numbers::<Float64Type>(rows, |row| row.identity)),
        ("containment", numbers::<Float64Type>(rows, |row| row.containment)),
        (
            "keeper_containment",
            numbers::<Float64Type>(rows, |row| row.keeper_containment),
        ),
        ("cluster_id", text(rows, |row| row.cluster_id.as_deref())),
        ("family_id", text(rows, |row| row.family_id.as_deref())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
}

fn text(rows: &[Row], of: impl Fn(&Row) -> Option<&str>) -> ArrayRef {
    Arc::new(StringArray::from_iter(rows.iter().map(of)))
}

fn numbers<T: ArrowPrimitiveType>(rows: &[Row], of: impl Fn(&Row) -> Option<T::Native>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::from_iter(rows.iter().map(of)))
}

fn unwritten(path: &Path, fault: ParquetError) -> Error {
    io(path, "write", std::io::Error::other(fault))
}
