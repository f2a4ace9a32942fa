//! A batch of rows without those that go, and with other texts in some. In: the batch, the rows that stay, the texts. Out:
//! the batch that is written.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::interleave::interleave;
use arrow_select::take::take;
use xxhash_rust::xxh3::xxh3_64;

use crate::read::{plain, text_at};

/// A text that takes the place of another.
pub struct NewText {
    column: usize,
    row: usize,
    text: String,
}

/// Changes a row: what stands in each column whose value has this hash. False when no column has it.
pub fn change(
    batch: &RecordBatch,
    row: usize,
    text_hash: u64,
    texts: &mut Vec<NewText>,
    change: impl Fn(&str) -> String,
) -> Result<bool, ArrowError> {
    let before = texts.len();
    for (column, array) in batch.columns().iter().enumerate() {
        // One row of it: a dictionary is looked up for no other.
        let array = plain(&array.slice(row, 1)).map_err(ArrowError::ComputeError)?;
        if let Some(text) = text_at(&array, 0)
            && xxh3_64(text.as_bytes()) == text_hash
        {
            let text = change(text);
            texts.push(NewText { column, row, text });
        }
    }
    Ok(texts.len() > before)
}

/// The rows that stay, in order, with the new texts.
pub fn staying(batch: &RecordBatch, rows: &[usize], texts: &[NewText]) -> Result<RecordBatch, ArrowError> {
    if rows.len() == batch.num_rows() && texts.is_empty() {
        return Ok(batch.clone());
    }
    let indices = UInt64Array::from_iter_values(rows.iter().map(|&row| row as u64));
    let mut columns = Vec::with_capacity(batch.num_columns());
    for (number, column) in batch.columns().iter().enumerate() {
        let new: Vec<&NewText> = texts.iter().filter(|text| text.column == number).collect();
        columns.push(if new.is_empty() {
            take(column, &indices, None)?
        } else {
            with_texts(column, rows, &new)?
        });
    }
    RecordBatch::try_new(batch.schema(), columns)
}

/// A column of the rows that stay; the texts are sorted by row.
fn with_texts(column: &ArrayRef, rows: &[usize], texts: &[&NewText]) -> Result<ArrayRef, ArrowError> {
    let strings: ArrayRef = Arc::new(StringArray::from_iter_values(texts.iter().map(|new| &new.text)));
    // As the column has them: long strings, views, bytes, a dictionary.
    let strings = arrow_cast::cast(&strings, column.data_type())?;
    let places: Vec<(usize, usize)> = rows
        .iter()
        .map(|&row| match texts.binary_search_by_key(&row, |new| new.row) {
            Ok(at) => (1, at),
            Err(_) => (0, row),
        })
        .collect();
    interleave(&[column, &strings], &places)
}

/// The batch with a column of strings more.
pub fn with_column(
    batch: &RecordBatch,
    schema: &SchemaRef,
    strings: Vec<String>,
) -> Result<RecordBatch, ArrowError> {
    let mut columns = batch.columns().to_vec();
    columns.push(Arc::new(StringArray::from(strings)));
    RecordBatch::try_new(Arc::clone(schema), columns)
}
