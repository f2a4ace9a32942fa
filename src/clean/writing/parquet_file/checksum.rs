//! What the rows of a Parquet file are known by. In: batches. Out: a hash of each row, and one of many.
//!
//! A file that was cut into other pages, packed otherwise or written by another program holds the same rows, so the hash is
//! of the values: of their form in Arrow's row format, in which two rows are equal when all of their columns are.

use arrow_array::RecordBatch;
use arrow_row::{RowConverter, SortField};
use arrow_schema::{ArrowError, Schema};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

/// Hashes rows of one schema.
pub struct RowHasher(RowConverter);

impl RowHasher {
    /// For rows of this schema.
    ///
    /// # Errors
    /// For a type of column that no Parquet file has.
    pub fn new(schema: &Schema) -> Result<Self, ArrowError> {
        let fields = schema.fields().iter();
        let fields = fields.map(|field| SortField::new(field.data_type().clone()));
        Ok(Self(RowConverter::new(fields.collect())?))
    }

    /// A hash for each row. Columns after those of the schema do not count.
    ///
    /// # Errors
    /// For a batch of another schema.
    pub fn hashes(&self, batch: &RecordBatch, columns: usize) -> Result<Vec<u64>, ArrowError> {
        let columns = batch.columns().get(..columns).unwrap_or(batch.columns());
        let rows = self.0.convert_columns(columns)?;
        Ok(rows.iter().map(|row| xxh3_64(row.data())).collect())
    }
}

/// The checksum of rows: of their hashes.
#[derive(Default)]
pub struct Checksum(Xxh3Default);

impl Checksum {
    /// Takes a row in.
    pub fn add(&mut self, row: u64) {
        self.0.update(&row.to_le_bytes());
    }

    /// That of the rows so far.
    pub fn digest(&self) -> u64 {
        self.0.digest()
    }
}
