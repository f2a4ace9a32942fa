//! Cuts a source into undecoded units. In: a [`Source`]. Out: one [`RawRecord`] per line, row or file, read as they are
//! asked for; a file of any size is never held whole, a record only up to the largest size allowed.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;

use xxhash_rust::xxh3::Xxh3;

use super::columns::Columns;
use super::format::{self, Compression};
use super::parquet::{self, RowRecords};
use super::pieces::{Piece, Pieces, without_end};
use super::walk::{Place, Source};
use super::warc::{Splitter, Unit};
use crate::config::ReadParameters;
use crate::document::{Format, Status};

/// Bytes that are looked at to tell a format. A record's fields before its text fit into it many times over.
pub(super) const HEAD: usize = 1 << 16;

/// One unit of input before decoding: the bytes of a whole file, of a line or of a row, or why there are none.
#[derive(Clone, Debug)]
pub struct RawRecord {
    /// Name of its source.
    pub(super) name: Arc<str>,
    /// Line, counted from 1, where the source holds several records.
    pub(super) line: Option<u64>,
    /// What the container is.
    pub(super) format: Format,
    /// The header of the table that it is a row of.
    pub(super) columns: Option<Arc<Columns>>,
    /// The bytes, or what kept them from being read.
    pub(super) content: Result<Vec<u8>, Problem>,
}

impl RawRecord {
    /// Path with `#line` where the source holds several records.
    pub fn uri(&self) -> String {
        self.line
            .map_or_else(|| self.name.to_string(), |line| format!("{}#{line}", self.name))
    }

    /// What its record is decoded from, as a hash: its bytes, their place, their format, and the header that gives its fields
    /// their names, with the `way` of reading. 0 where it could not be read.
    pub fn reading(&self, way: &str) -> u128 {
        let Ok(content) = &self.content else { return 0 };
        let mut hash = Xxh3::new();
        // Each part behind its length, so that no two sets of parts run together to the same bytes.
        let mut put = |part: &[u8]| {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        put(content);
        put(self.uri().as_bytes());
        put(self.format.name().as_bytes());
        put(way.as_bytes());
        if let Some(columns) = &self.columns {
            put(format!("{columns:?}").as_bytes());
        }
        hash.digest128()
    }

    /// Bytes that it holds in memory.
    pub fn held_bytes(&self) -> usize {
        self.content.as_ref().map_or(0, Vec::len)
    }
}

/// What kept a record from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// [`Status::Unreadable`] or [`Status::Oversize`].
    pub(super) status: Status,
    /// The reason, to be read after the record's place.
    pub(super) reason: String,
}

impl Problem {
    pub(super) fn unreadable(reason: impl Into<String>) -> Self {
        Self {
            status: Status::Unreadable,
            reason: reason.into(),
        }
    }

    pub(super) fn oversize(maximum: usize) -> Self {
        let reason = format!("larger than the largest record allowed ({maximum} bytes, see --max-record)");
        Self {
            status: Status::Oversize,
            reason,
        }
    }
}

/// The units of one source, in order.
pub struct Records {
    name: Arc<str>,
    format: Format,
    columns: Option<Arc<Columns>>,
    maximum: usize,
    /// Shown with faults of the stream.
    compression: Compression,
    state: State,
}

enum State {
    /// Nothing is read yet but the problem that kept us from it.
    Refused(Problem),
    /// A file that is one record.
    Whole(Stream),
    /// A file of lines or rows of text, and how many records it has given.
    Pieces(Pieces, u64),
    /// A Parquet file.
    Rows(Box<RowRecords>),
    /// A WARC file.
    Warc(Box<Splitter<Stream>>),
    /// All is given.
    Ended,
}

type Stream = BufReader<Box<dyn Read + Send>>;

/// Opens a source and tells its format. What fails becomes the only record.
pub fn open(source: &Source, parameters: &ReadParameters) -> Records {
    let mut records = Records {
        name: Arc::clone(&source.name),
        format: parameters.format.unwrap_or_default(),
        columns: None,
        maximum: parameters.max_record,
        compression: Compression::None,
        state: State::Ended,
    };
    let bytes: io::Result<Box<dyn Read + Send>> = match &source.place {
        Place::File(path) => File::open(path).map(|file| Box::new(file) as _),
        Place::Stdin => Ok(Box::new(io::stdin())),
        Place::Refused(_, reason) => Err(io::Error::other(reason.clone())),
    };
    let stdin = source.place == Place::Stdin;
    let prepared = bytes.and_then(|bytes| records.unpack(bytes));
    records.state = match prepared {
        Err(fault) => State::Refused(Problem::unreadable(format!("cannot be read: {fault}"))),
        Ok(opened) if records.compression == Compression::None && parquet::begins(&opened.head) => {
            records.rows(source, parameters)
        }
        Ok(head) => records.begin(head, stdin, parameters),
    };
    records
}

/// The first bytes of a stream, and the stream with them put back.
pub(super) struct Opened {
    pub(super) head: Vec<u8>,
    /// They are all there is.
    pub(super) complete: bool,
    pub(super) stream: Box<dyn Read + Send>,
}

impl Opened {
    /// Reads up to `length` bytes. A fault is put back too, to come after the bytes before it.
    pub(super) fn new(mut stream: Box<dyn Read + Send>, length: usize) -> Self {
        let mut head = Vec::new();
        let read = stream.by_ref().take(length as u64).read_to_end(&mut head);
        let complete = read.is_ok() && head.len() < length;
        let rest: Box<dyn Read + Send> = match read {
            Ok(_) => stream,
            Err(fault) => Box::new(Faulty(Some(fault))),
        };
        Self {
            stream: Box::new(Cursor::new(head.clone()).chain(rest)),
            head,
            complete,
        }
    }
}

impl Opened {
    /// The stream as it is when it is unpacked, with a head that tells its format.
    pub(super) fn unpacked(self, compression: Compression) -> io::Result<Self> {
        let stream: Box<dyn Read + Send> = match compression {
            Compression::None => self.stream,
            Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(HEAD, self.stream))),
            Compression::Zstd => Box::new(zstd::Decoder::new(self.stream)?),
        };
        Ok(Self::new(stream, HEAD))
    }
}

/// Gives a fault, then nothing.
struct Faulty(Option<io::Error>);

impl Read for Faulty {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Records {
    /// Looks at the packed bytes and unpacks them.
    fn unpack(&mut self, bytes: Box<dyn Read + Send>) -> io::Result<Opened> {
        let packed = Opened::new(bytes, 4);
        self.compression = Compression::of(&packed.head);
        packed.unpacked(self.compression)
    }

    /// Tells the format and gets ready to read.
    fn begin(&mut self, opened: Opened, stdin: bool, parameters: &ReadParameters) -> State {
        if let Some(what) = format::foreign(&opened.head) {
            return State::Refused(Problem::unreadable(format!("not a text but {what}")));
        }
        let told = match parameters.format {
            Some(format) => Ok(format),
            None if stdin => Ok(Format::Jsonl),
            None => format::format(&opened.head, opened.complete, &self.name, &parameters.fields),
        };
        let format = match told {
            Err(reason) => return State::Refused(Problem::unreadable(reason)),
            Ok(format) => format,
        };
        self.format = format;
        let stream = BufReader::with_capacity(HEAD, opened.stream);
        match format {
            Format::Parquet => State::Refused(Problem::unreadable("not a Parquet file")),
            Format::Text | Format::Html => State::Whole(stream),
            Format::Warc => State::Warc(Box::new(Splitter::new(stream, self.maximum))),
            Format::Jsonl => State::Pieces(Pieces::lines(Box::new(stream), self.maximum), 0),
            Format::Csv => match Columns::of(&opened.head, &parameters.fields, true) {
                None => State::Refused(Problem::unreadable("empty file: a table needs a header")),
                Some(columns) => match columns.fault(&parameters.fields) {
                    Some(fault) => State::Refused(Problem::unreadable(fault)),
                    None => self.table(Box::new(stream), columns),
                },
            },
        }
    }

    /// Passes over the header.
    fn table(&mut self, stream: Box<Stream>, columns: Columns) -> State {
        let mut rows = Pieces::rows(stream, self.maximum, columns.delimiter());
        self.columns = Some(Arc::new(columns));
        match rows.next(&mut Vec::new()) {
            Err(fault) => State::Refused(self.broken(&fault)),
            Ok(_) => State::Pieces(rows, 0),
        }
    }

    /// Gets ready to read a Parquet file, whose table of contents stands at its end.
    fn rows(&mut self, source: &Source, parameters: &ReadParameters) -> State {
        self.format = Format::Parquet;
        let rows = match &source.place {
            Place::File(path) => RowRecords::open(path, parameters),
            _ => Err("a Parquet file cannot be read from a stream: name the file".to_owned()),
        };
        match rows {
            Ok(rows) => State::Rows(Box::new(rows)),
            Err(reason) => State::Refused(Problem::unreadable(reason)),
        }
    }

    fn record(&self, line: Option<u64>, content: Result<Vec<u8>, Problem>) -> RawRecord {
        RawRecord {
            name: Arc::clone(&self.name),
            line,
            format: self.format,
            columns: self.columns.clone(),
            content,
        }
    }

    /// What to say of a stream that broke.
    fn broken(&self, fault: &io::Error) -> Problem {
        let what = match self.compression {
            Compression::None => return Problem::unreadable(format!("cannot be read: {fault}")),
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
        };
        Problem::unreadable(if fault.kind() == io::ErrorKind::UnexpectedEof {
            format!("the {what} stream is cut off; what stands before this place was read")
        } else {
            format!("the {what} stream is damaged: {fault}; what stands before this place was read")
        })
    }
}

impl Iterator for Records {
    type Item = RawRecord;

    fn next(&mut self) -> Option<RawRecord> {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => None,
            State::Refused(problem) => Some(self.record(None, Err(problem))),
            State::Rows(mut rows) => {
                let (line, content) = rows.next()?;
                self.state = State::Rows(rows);
                Some(self.record(line, content))
            }
            State::Whole(stream) => {
                let mut bytes = Vec::new();
                let content = match stream.take(self.maximum as u64 + 1).read_to_end(&mut bytes) {
                    Err(fault) => Err(self.broken(&fault)),
                    Ok(length) if length > self.maximum => Err(Problem::oversize(self.maximum)),
                    Ok(_) => Ok(bytes),
                };
                Some(self.record(None, content))
            }
            State::Warc(mut splitter) => match splitter.unit() {
                Err(fault) => Some(self.record(Some(splitter.number()), Err(self.broken(&fault)))),
                Ok(None) => None,
                Ok(Some(Unit { number, content })) => {
                    self.state = State::Warc(splitter);
                    Some(self.record(number, content))
                }
            },
            State::Pieces(mut pieces, given) => {
                let (line, content) = match self.next_piece(&mut pieces) {
                    Ok(Some((line, content))) => (line, content),
                    Ok(None) if given > 0 => return None,
                    Ok(None) => {
                        let problem = Problem::unreadable(match self.columns {
                            None => "empty file: no line holds anything",
                            Some(_) => "a table without rows",
                        });
                        return Some(self.record(None, Err(problem)));
                    }
                    Err(fault) => {
                        return Some(self.record(Some(pieces.line()), Err(self.broken(&fault))));
                    }
                };
                self.state = State::Pieces(pieces, given + 1);
                Some(self.record(Some(line), content))
            }
        }
    }
}

/// A line or row, or what kept it from being read, with its number.
type NumberedPiece = (u64, Result<Vec<u8>, Problem>);

impl Records {
    /// The next line or row that holds something, with its number.
    fn next_piece(&self, pieces: &mut Pieces) -> io::Result<Option<NumberedPiece>> {
        let mut bytes = Vec::new();
        loop {
            let found = pieces.next(&mut bytes)?;
            let line = pieces.line();
            let content = match found {
                Piece::End => return Ok(None),
                Piece::Part => continue,
                _ if pieces.is_open() => Err(Problem::unreadable(
                    "a field of this row begins with a quotation mark that is never closed: all that follows was taken \
                     for a part of it",
                )),
                Piece::LastPart => Err(Problem::oversize(self.maximum)),
                Piece::Whole => {
                    bytes.truncate(without_end(&bytes).len());
                    if line == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                        bytes.drain(..3);
                    }
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    Ok(bytes)
                }
            };
            return Ok(Some((line, content)));
        }
    }
}
