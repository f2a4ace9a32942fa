//! A source for copying. In: a [`Source`]. Out: its unpacked bytes, and how they are packed and cut into records: whoever
//! writes a corpus again, without some of its records, goes over the same bytes in the same order as a scan.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use super::columns::Columns;
use super::format::{self, Compression};
use super::json_document::Document;
use super::parquet;
use super::tar;
use super::unpacking::{HEAD, Meter, Opened};
use super::walk::{Place, Source};
use super::zip;
use crate::config::ReadParameters;
use crate::document::Format;

/// How the bytes of a source make records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Every line that is not blank is a record.
    Lines,
    /// The first row is a header, and every other one that is not blank is a record.
    Table(Arc<Columns>),
    /// All of it is one record.
    Whole,
    /// Every row of a Parquet file is a record.
    Rows,
    /// It is a WARC file: its pages are records, see [`super::Splitter`].
    Warc,
    /// It is a JSON document: elements of it are records, see [`super::Elements`].
    Elements(Document),
    /// It is an archive: its members are files.
    Archive,
    /// It is nothing that is read; it counts as one record.
    Foreign,
}

/// A source with its bytes.
pub struct Unpacked {
    /// How it was packed.
    pub compression: Compression,
    /// How its bytes make records.
    pub shape: Shape,
    /// The unpacked bytes; of what is foreign the bytes as they are.
    pub stream: Box<dyn BufRead + Send>,
}

/// Opens a source for copying.
///
/// # Errors
/// What the system says; the standard input cannot be read a second time.
pub fn unpacked(source: &Source, parameters: &ReadParameters) -> io::Result<Unpacked> {
    let path = match &source.place {
        Place::File(path) => path,
        Place::Stdin => return Err(io::Error::other("standard input cannot be read a second time")),
        Place::Refused(_, reason) => return Err(io::Error::other(reason.clone())),
    };
    // As in a scan, so that a file which unpacks to too much ends at the same place.
    let meter = Meter::new(parameters);
    let packed = Opened::new(Box::new(meter.counted(File::open(path)?)), 4);
    let compression = Compression::of(&packed.head);
    let opened = packed.unpacked(compression, &meter.layer())?;
    if tar::begins(&opened.head) || zip::begins(&opened.head) {
        return Ok(Unpacked {
            compression,
            shape: Shape::Archive,
            stream: Box::new(BufReader::with_capacity(HEAD, opened.stream)),
        });
    }
    if compression == Compression::None && parquet::begins(&opened.head) {
        return Ok(Unpacked {
            compression,
            shape: match parquet::RowRecords::open(path, parameters) {
                Ok(_) => Shape::Rows,
                Err(_) => Shape::Foreign,
            },
            stream: Box::new(BufReader::with_capacity(HEAD, File::open(path)?)),
        });
    }
    let told = match (format::foreign(&opened.head), parameters.format) {
        (Some(_), _) => None,
        (None, Some(format)) => Some(format),
        (None, None) => format::format(&opened.head, opened.complete, &source.name, parameters).ok(),
    };
    let shape = match told {
        None | Some(Format::Parquet) => Shape::Foreign,
        Some(Format::Jsonl) => Shape::Lines,
        Some(Format::Warc) => Shape::Warc,
        Some(Format::Json) => Shape::Elements(Document::of(&opened.head, parameters)),
        Some(Format::Text | Format::Html | Format::Markdown) => Shape::Whole,
        Some(Format::Csv) => Columns::of(&opened.head, parameters, true)
            .filter(|columns| columns.fault(&parameters.fields).is_none())
            .map_or(Shape::Foreign, |columns| Shape::Table(Arc::new(columns))),
    };
    Ok(match shape {
        Shape::Foreign => Unpacked {
            compression: Compression::None,
            shape,
            stream: Box::new(BufReader::with_capacity(HEAD, File::open(path)?)),
        },
        _ => Unpacked {
            compression,
            shape,
            stream: Box::new(BufReader::with_capacity(HEAD, opened.stream)),
        },
    })
}

/// True for a file that is an archive, packed or not. What cannot be read is none.
pub fn is_archive(source: &Source, parameters: &ReadParameters) -> bool {
    let look = |path: &Path| -> io::Result<bool> {
        let meter = Meter::new(parameters);
        let packed = Opened::new(Box::new(File::open(path)?), 4);
        let compression = Compression::of(&packed.head);
        let opened = packed.unpacked_to(compression, &meter.layer(), tar::BLOCK)?;
        Ok(tar::begins(&opened.head) || zip::begins(&opened.head))
    };
    match &source.place {
        Place::File(path) => look(path).unwrap_or(false),
        Place::Stdin | Place::Refused(..) => false,
    }
}
