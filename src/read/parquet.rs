//! Parquet files as records. In: the path of a file, and the names of the fields. Out: its rows as the lines of JSONL that
//! they would be, of the columns that are read; and for whoever writes the file again, all of its columns.
//!
//! A row group is read in batches of rows, and of each batch the pages that it needs: memory grows neither with the file nor
//! with its row groups. The batches of a file are the same whichever columns are asked for.

use std::cell::Cell;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use super::parquet_row::{RowContents, RowFields};
use super::raw_record::Problem;
use crate::config::ReadParameters;

/// Rows of a batch at most.
const BATCH_ROWS: u64 = 1024;
/// Bytes of a batch, about.
const BATCH_BYTES: u64 = 4 << 20;

/// True for a file that begins as Parquet does; with the second of its marks its table of contents is encrypted.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(b"PAR1") || head.starts_with(b"PARE")
}

/// A Parquet file whose table of contents was read.
pub(crate) struct RowFile {
    file: File,
    metadata: ArrowReaderMetadata,
}

impl RowFile {
    /// Opens a file; otherwise says why it cannot be read.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let refused = |fault: std::io::Error| format!("cannot be read: {fault}");
        // A pipe would not give its bytes a second time.
        if !std::fs::metadata(path).map_err(refused)?.is_file() {
            return Err("a Parquet file cannot be read from a stream: name the file".to_owned());
        }
        let file = File::open(path).map_err(refused)?;
        let metadata = guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()))
            .map_err(|fault| format!("the Parquet file cannot be opened: {fault}"))?;
        let roots = metadata.parquet_schema().root_schema().get_fields().len();
        if metadata.schema().fields().len() != roots {
            return Err("the Parquet file has columns that cannot be read".to_owned());
        }
        Ok(Self { file, metadata })
    }

    /// The columns as Arrow has them.
    pub(crate) fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// The table of contents.
    pub(crate) fn metadata(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    /// Rows of each row group.
    pub(crate) fn groups(&self) -> Vec<u64> {
        let groups = self.metadata().row_groups().iter();
        groups
            .map(|group| u64::try_from(group.num_rows()).unwrap_or(0))
            .collect()
    }

    /// The rows of a row group: these columns of them, by index, or all.
    pub(crate) fn batches(&self, group: usize, columns: Option<&[usize]>) -> Result<RowBatches, String> {
        let open = || -> Result<_, ParquetError> {
            let contents = self.metadata().row_groups().get(group);
            let contents = contents.ok_or_else(|| ParquetError::General("no such row group".to_owned()))?;
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
                self.file.try_clone()?,
                self.metadata.clone(),
            );
            let mask = match columns {
                Some(columns) => ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied()),
                None => ProjectionMask::all(),
            };
            let reader = builder
                .with_row_groups(vec![group])
                .with_batch_size(batch_rows(contents))
                .with_projection(mask)
                .build()?;
            Ok(RowBatches {
                reader,
                left: u64::try_from(contents.num_rows()).unwrap_or(0),
            })
        };
        guarded(open)
    }
}

/// Rows that a batch of this row group has.
fn batch_rows(group: &RowGroupMetaData) -> usize {
    let size = |bytes: i64| u64::try_from(bytes).unwrap_or(0);
    // A value that stands in a dictionary counts once in the size of the pages, and for each of its rows in memory.
    let bytes = group.columns().iter().fold(0u64, |sum, column| {
        let values = column.unencoded_byte_array_data_bytes().map_or(0, size);
        sum.saturating_add(size(column.uncompressed_size()).max(values))
    });
    let rows = size(group.num_rows()).saturating_mul(BATCH_BYTES) / bytes.max(1);
    usize::try_from(rows.clamp(1, BATCH_ROWS)).unwrap_or(1)
}

/// The rows of a row group, in batches.
pub(crate) struct RowBatches {
    reader: ParquetRecordBatchReader,
    /// Rows that are still to come.
    left: u64,
}

impl Iterator for RowBatches {
    type Item = Result<RecordBatch, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = &mut self.reader;
        match guarded(|| reader.next().transpose().map_err(ParquetError::from)) {
            Ok(Some(batch)) => {
                let rows = batch.num_rows() as u64;
                if rows > self.left {
                    return Some(Err("a row group holds more rows than it says".to_owned()));
                }
                self.left -= rows;
                Some(Ok(batch))
            }
            Ok(None) if self.left > 0 => {
                self.left = 0;
                Some(Err("a row group holds fewer rows than it says".to_owned()))
            }
            Ok(None) => None,
            Err(fault) => Some(Err(fault)),
        }
    }
}

thread_local! {
    /// What reads from a file is at work here.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does what reads from a file. The reader takes much of what it finds in one for granted: where that makes it panic, the
/// file is damaged, and nobody needs to see where in the reader that showed.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let say = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                say(panic);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(fault)) => Err(told(&fault)),
        Err(_) => Err("what it says of itself is contradictory".to_owned()),
    }
}

/// A fault without the name of its kind.
fn told(fault: &ParquetError) -> String {
    match fault {
        ParquetError::General(reason)
        | ParquetError::NYI(reason)
        | ParquetError::EOF(reason)
        | ParquetError::ArrowError(reason) => reason.clone(),
        ParquetError::External(reason) => reason.to_string(),
        other => other.to_string(),
    }
}

/// The rows of a file as records, in order.
pub(super) struct RowRecords {
    file: RowFile,
    fields: RowFields,
    maximum: usize,
    /// The row group after the one that is being read.
    group: usize,
    batches: Option<RowBatches>,
    /// The batch that is being read, and its next row.
    contents: Option<(RowContents, usize)>,
    /// Rows that were given.
    given: u64,
    ended: bool,
}

impl RowRecords {
    /// Opens a file; otherwise says why no row of it can be read.
    pub(super) fn open(path: &Path, parameters: &ReadParameters) -> Result<Self, String> {
        let file = RowFile::open(path)?;
        let fields = RowFields::find(file.schema(), &parameters.fields)?;
        Ok(Self {
            file,
            fields,
            maximum: parameters.max_record,
            group: 0,
            batches: None,
            contents: None,
            given: 0,
            ended: false,
        })
    }

    /// Reads the next batch; false at the end of the file.
    fn advance(&mut self) -> Result<bool, String> {
        loop {
            if let Some(batch) = self.batches.as_mut().and_then(Iterator::next) {
                self.contents = Some((self.fields.contents(&batch?, false)?, 0));
                return Ok(true);
            }
            if self.group >= self.file.metadata().num_row_groups() {
                return Ok(false);
            }
            self.batches = Some(self.file.batches(self.group, Some(self.fields.columns()))?);
            self.group += 1;
        }
    }
}

impl Iterator for RowRecords {
    /// The row, counted from 1, and what it holds.
    type Item = (Option<u64>, Result<Vec<u8>, Problem>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.ended {
                return None;
            }
            if let Some((contents, row)) = &mut self.contents
                && *row < contents.rows()
            {
                *row += 1;
                self.given += 1;
                return Some((Some(self.given), contents.content(*row - 1, self.maximum)));
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    let empty = Problem::unreadable("empty file: it has columns and no row");
                    return (self.given == 0).then_some((None, Err(empty)));
                }
                Err(fault) => {
                    self.ended = true;
                    let reason = format!(
                        "the Parquet file is damaged: {fault}; what stands before this place was read"
                    );
                    return Some((Some(self.given + 1), Err(Problem::unreadable(reason))));
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::basic::{Compression, ZstdLevel};
    use parquet::file::properties::WriterProperties;
    use proptest::prelude::{ProptestConfig, any, proptest};

    use crate::config::ReadParameters;
    use crate::document::{Format, Record, Status};
    use crate::read::{decode, open, sources};

    fn rows(rows: usize, group: usize, compression: Compression) -> Vec<u8> {
        let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows as i64));
        let texts = (0..rows).map(|row| format!("第{row}号渡轮今天上午从海滨码头准时开出。"));
        let texts: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
        let unread: ArrayRef = Arc::new(Int64Array::from(vec![0; rows]));
        let batch = RecordBatch::try_from_iter(vec![("n", unread), ("id", ids), ("content", texts)]).unwrap();
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .set_max_row_group_row_count(Some(group))
            .build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        bytes
    }

    fn read(path: &Path, parameters: &ReadParameters) -> Vec<Record> {
        let found = sources(&[path.to_owned()], parameters).unwrap();
        let records = found.iter().flat_map(|source| open(source, parameters));
        records.map(|raw| decode(raw, parameters)).collect()
    }

    fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Record> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        read(&folder.path().join(name), &ReadParameters::default())
    }

    fn reason(bytes: &[u8]) -> String {
        let records = read_bytes("a", bytes);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].status, Status::Unreadable);
        records[0].problem.clone().unwrap()
    }

    #[test]
    fn each_row_is_a_record() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(Default::default()),
            Compression::BROTLI(Default::default()),
            Compression::LZ4,
            Compression::LZ4_RAW,
            Compression::ZSTD(ZstdLevel::default()),
        ] {
            let records = read_bytes("a.parquet", &rows(2500, 1100, compression));
            assert_eq!(records.len(), 2500);
            for (row, record) in records.iter().enumerate() {
                assert_eq!((record.format, record.status), (Format::Parquet, Status::Ok));
                assert_eq!(
                    (record.uri.clone(), record.id.clone()),
                    (format!("a.parquet#{}", row + 1), row.to_string())
                );
                assert!(record.text.starts_with(&format!("第{row}号")));
            }
            assert_ne!(records[0].content_hash, records[1].content_hash);
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert_eq!(
            reason(&rows(0, 9, Compression::UNCOMPRESSED)),
            "a: empty file: it has columns and no row"
        );
        let whole = rows(50, 9, Compression::UNCOMPRESSED);
        let cut = reason(&whole[..whole.len() - 20]);
        assert!(cut.starts_with("a: the Parquet file cannot be opened: "), "{cut}");
        let mut encrypted = whole.clone();
        let end = encrypted.len() - 1;
        encrypted[end] = b'E';
        assert!(reason(&encrypted).contains("ncrypt"), "{}", reason(&encrypted));
        let packed = zstd::encode_all(&whole[..], 1).unwrap();
        assert_eq!(
            reason(&packed),
            "a: not a text but a Parquet file inside a compressed file; unpack it first"
        );
        let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
        let batch = RecordBatch::try_from_iter(vec![("id", ids)]).unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        assert_eq!(
            reason(&bytes),
            "a: no text column (text, content, body, 正文); columns seen: id"
        );
    }

    #[test]
    fn what_stands_before_the_damage_is_read() {
        let mut bytes = rows(3000, 1500, Compression::ZSTD(ZstdLevel::default()));
        let place = bytes.len() * 3 / 5;
        bytes[place..place + 400].fill(0xA5);
        let records = read_bytes("a", &bytes);
        let (last, before) = records.split_last().unwrap();
        assert_eq!(before.len(), 1500);
        assert!(before.iter().all(|record| record.status == Status::Ok));
        let problem = last.problem.as_deref().unwrap();
        assert!(
            problem.starts_with("a:1501: the Parquet file is damaged: "),
            "{problem}"
        );
    }

    #[test]
    fn a_format_that_was_set_is_expected() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "海滨").unwrap();
        let parameters = ReadParameters {
            format: Some(Format::Parquet),
            max_record: 30,
            ..ReadParameters::default()
        };
        assert_eq!(
            read(&path, &parameters)[0].problem.as_deref(),
            Some("a: not a Parquet file")
        );
        fs::write(&path, rows(3, 9, Compression::UNCOMPRESSED)).unwrap();
        let records = read(&path, &parameters);
        assert!(records.len() == 3 && records.iter().all(|record| record.status == Status::Oversize));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

        #[test]
        fn damage_is_no_panic(places in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6), end: bool) {
            let mut bytes = rows(40, 25, Compression::UNCOMPRESSED);
            let length = bytes.len();
            let from = if end { length - 700 } else { 4 };
            for (place, value) in places {
                bytes[from + place.index(length - from)] = value;
            }
            for record in read_bytes("a", &bytes) {
                assert_eq!(record.status == Status::Ok, record.problem.is_none());
            }
        }
    }
}
