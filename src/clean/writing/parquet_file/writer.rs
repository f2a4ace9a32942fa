//! Writes a Parquet file like another one. In: a file to take after, and rows. Out: a file with the same columns, the same
//! metadata of its own and the same compression of each column, whose row groups end where its writer says. The packed pages
//! of one row group are held.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::arrow::{ARROW_SCHEMA_META_KEY, ArrowSchemaConverter};
use parquet::basic::{Compression, ConvertedType, Type as Physical, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};

use super::super::sidecar::io;
use crate::error::Result;
use crate::read::RowFile;

/// How the pages are packed.
#[derive(Clone, Copy)]
pub enum Packing<'a> {
    /// As those of this file.
    Like(&'a RowFile),
    /// For the sidecar.
    Zstd,
}

/// A Parquet file that is being written.
pub struct RowsWriter {
    path: PathBuf,
    schema: SchemaRef,
    writer: ArrowWriter<BufWriter<File>>,
}

impl RowsWriter {
    /// Creates a file, with the folders above it: the columns and metadata are those of `model`, and a last column of strings
    /// is `added`.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, model: &RowFile, packing: Packing<'_>, added: Option<&str>) -> Result<Self> {
        let created = || -> std::result::Result<Self, ParquetError> {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let file = BufWriter::with_capacity(1 << 16, File::create(path)?);
            let schema = schema(model, added);
            let mut options = ArrowWriterOptions::new().with_properties(properties(model, packing));
            let metadata = model.metadata().file_metadata().key_value_metadata();
            let described = metadata
                .is_some_and(|entries| entries.iter().any(|entry| entry.key == ARROW_SCHEMA_META_KEY));
            // The model's own description of its columns goes over with its metadata.
            options = options.with_skip_arrow_metadata(added.is_none() || !described);
            options = options.with_parquet_schema(descriptor(model, &schema)?);
            Ok(Self {
                path: path.to_owned(),
                writer: ArrowWriter::try_new_with_options(file, Arc::clone(&schema), options)?,
                schema,
            })
        };
        created().map_err(|fault| io(path, "create", system(fault)))
    }

    /// The columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Writes rows.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let written = self.writer.write(batch);
        written.map_err(|fault| io(&self.path, "write", system(fault)))
    }

    /// Bytes that are held until the row group ends.
    pub fn held(&self) -> usize {
        self.writer.in_progress_size()
    }

    /// Ends a row group; one without rows is not written.
    ///
    /// # Errors
    /// What the system says.
    pub fn end_group(&mut self) -> Result<()> {
        let written = self.writer.flush();
        written.map_err(|fault| io(&self.path, "write", system(fault)))
    }

    /// Ends the file, and gives its size.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> Result<u64> {
        let ended = self.writer.finish();
        ended.map_err(|fault| io(&self.path, "write", system(fault)))?;
        let size = std::fs::metadata(&self.path).map_err(|source| io(&self.path, "write", source))?;
        Ok(size.len())
    }
}

/// What the system said.
pub fn system(fault: ParquetError) -> std::io::Error {
    match fault {
        ParquetError::External(fault) => match fault.downcast::<std::io::Error>() {
            Ok(fault) => *fault,
            Err(fault) => std::io::Error::other(fault),
        },
        fault => std::io::Error::other(fault),
    }
}

/// The columns of the model, and the one that is added.
fn schema(model: &RowFile, added: Option<&str>) -> SchemaRef {
    let Some(added) = added else {
        return Arc::clone(model.schema());
    };
    let mut fields: Vec<_> = model.schema().fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new(added, DataType::Utf8, true)));
    Arc::new(Schema::new_with_metadata(
        fields,
        model.schema().metadata().clone(),
    ))
}

/// The columns as the model's file has them, down to the names inside of lists and the annotations; but as Arrow describes
/// them where it would store a value in another way than the model does: times in 96 bits, decimals of unusual width.
fn descriptor(model: &RowFile, schema: &Schema) -> std::result::Result<SchemaDescriptor, ParquetError> {
    let root = model.metadata().file_metadata().schema_descr().root_schema();
    let usual = ArrowSchemaConverter::new().convert(schema)?;
    let mut own = root.get_fields().iter();
    let mut fields = Vec::new();
    for usual in usual.root_schema().get_fields() {
        fields.push(match own.next() {
            Some(own) if is_stored_alike(&alone(own)?, &alone(usual)?) => Arc::clone(own),
            _ => Arc::clone(usual),
        });
    }
    let named = Type::group_type_builder(root.name()).with_fields(fields);
    Ok(SchemaDescriptor::new(Arc::new(named.build()?)))
}

/// The leaves of one column.
fn alone(column: &Arc<Type>) -> std::result::Result<SchemaDescriptor, ParquetError> {
    let root = Type::group_type_builder("root").with_fields(vec![Arc::clone(column)]);
    Ok(SchemaDescriptor::new(Arc::new(root.build()?)))
}

/// True when the values that Arrow would store as `usual` can be stored as `own`.
fn is_stored_alike(own: &SchemaDescriptor, usual: &SchemaDescriptor) -> bool {
    let levels = |column: &ColumnDescriptor| (column.max_def_level(), column.max_rep_level());
    let alike = |own: &ColumnDescriptor, usual: &ColumnDescriptor| {
        let stored = match own.physical_type() {
            Physical::INT96 => false,
            Physical::FIXED_LEN_BYTE_ARRAY if own.converted_type() == ConvertedType::DECIMAL => {
                let precision = u32::try_from(own.type_precision()).unwrap_or(0);
                usize::try_from(own.type_length()).ok() == decimal_bytes(precision)
            }
            Physical::FIXED_LEN_BYTE_ARRAY => {
                usual.physical_type() == Physical::FIXED_LEN_BYTE_ARRAY
                    && own.type_length() == usual.type_length()
            }
            physical => physical == usual.physical_type(),
        };
        stored && levels(own) == levels(usual)
    };
    own.num_columns() == usual.num_columns()
        && own
            .columns()
            .iter()
            .zip(usual.columns())
            .all(|(own, usual)| alike(own, usual))
}

/// Bytes that a decimal of so many digits needs, where it can be told.
fn decimal_bytes(digits: u32) -> Option<usize> {
    let largest = 10u128.checked_pow(digits)? - 1;
    (1..=16).find(|bytes| largest >> (8 * bytes - 1) == 0)
}

fn properties(model: &RowFile, packing: Packing<'_>) -> WriterProperties {
    let metadata = model.metadata();
    // Row groups end where the model's do, however large they are.
    let mut properties = WriterProperties::builder()
        .set_max_row_group_row_count(None)
        .set_max_row_group_bytes(None)
        .set_key_value_metadata(metadata.file_metadata().key_value_metadata().cloned());
    properties = match packing {
        Packing::Zstd => properties.set_compression(Compression::ZSTD(ZstdLevel::default())),
        Packing::Like(file) => packed_like(properties, file),
    };
    properties.build()
}

fn packed_like(mut properties: WriterPropertiesBuilder, file: &RowFile) -> WriterPropertiesBuilder {
    let columns = file.metadata().row_groups().first().map(|group| group.columns());
    for (number, column) in columns.into_iter().flatten().enumerate() {
        if number == 0 {
            properties = properties.set_compression(column.compression());
        }
        properties = properties.set_column_compression(column.column_path().clone(), column.compression());
    }
    properties
}
