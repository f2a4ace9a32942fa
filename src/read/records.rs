//! Cuts a source into undecoded units. In: a [`Source`]. Out: one [`RawRecord`] per line, row or file, read as they are
//! asked for; a file of any size is never held whole, a record only up to the largest size allowed.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use super::archive::{Members, Walk};
use super::columns::Columns;
use super::elements::{Element, Elements, Halt, Passed};
use super::format::{self, Compression};
use super::json_document::Document;
use super::parquet::{self, RowRecords};
use super::pieces::{Piece, Pieces, without_end};
use super::raw_record::{Problem, RawRecord};
use super::tar::{self, TarMembers};
use super::unpacking::{HEAD, Layer, Meter, Opened, Told, Worded};
use super::walk::{Place, Source};
use super::warc::{Splitter, Unit};
use super::zip::{self, ZipMembers};
use crate::config::ReadParameters;
use crate::document::Format;

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
    /// A JSON document.
    Elements(Box<Elements>),
    /// An archive.
    Archive(Box<Members>),
    /// All is given.
    Ended,
}

type Stream = BufReader<Box<dyn Read + Send>>;

/// Where bytes come from.
#[derive(Clone, Copy, Debug)]
enum Origin<'a> {
    /// A file that can be opened once more.
    File(&'a std::path::Path),
    /// The standard input.
    Stdin,
    /// An archive.
    Archive,
}

/// Opens a source and tells its format. What fails becomes the only record.
pub fn open(source: &Source, parameters: &ReadParameters) -> Records {
    let mut records = Records::new(&source.name, parameters);
    let meter = Meter::new(parameters);
    let (bytes, origin): (io::Result<Box<dyn Read + Send>>, _) = match &source.place {
        Place::File(path) => (
            File::open(path).map(|file| Box::new(meter.counted(file)) as _),
            Origin::File(path),
        ),
        Place::Stdin => (Ok(Box::new(meter.counted(io::stdin()))), Origin::Stdin),
        Place::Refused(path, reason) => (Err(io::Error::other(reason.clone())), Origin::File(path)),
    };
    records.state = match bytes {
        Ok(bytes) => records.begin(bytes, origin, parameters, &meter, &meter.layer()),
        Err(fault) => State::Refused(records.broken(&fault)),
    };
    records
}

impl Records {
    fn new(name: &Arc<str>, parameters: &ReadParameters) -> Self {
        Self {
            name: Arc::clone(name),
            format: parameters.format.unwrap_or_default(),
            columns: None,
            maximum: parameters.max_record,
            compression: Compression::None,
            state: State::Ended,
        }
    }

    /// The records of a member of an archive.
    pub(super) fn of_member(
        name: Arc<str>,
        content: Box<dyn Read + Send>,
        parameters: &ReadParameters,
        meter: &Meter,
        layer: &Layer,
    ) -> Self {
        let mut records = Self::new(&name, parameters);
        records.state = records.begin(content, Origin::Archive, parameters, meter, layer);
        records
    }

    /// Looks at the packed bytes, unpacks them, and tells what they are.
    fn begin(
        &mut self,
        bytes: Box<dyn Read + Send>,
        origin: Origin<'_>,
        parameters: &ReadParameters,
        meter: &Meter,
        layer: &Layer,
    ) -> State {
        let packed = Opened::new(bytes, 4);
        self.compression = Compression::of(&packed.head);
        let opened = match packed.unpacked(self.compression, layer) {
            Ok(opened) => opened,
            Err(fault) => return State::Refused(Problem::unreadable(format!("cannot be read: {fault}"))),
        };
        let is_plain = self.compression == Compression::None;
        if is_plain && parquet::begins(&opened.head) {
            return self.rows(origin, parameters);
        }
        let walk = match (tar::begins(&opened.head) || zip::begins(&opened.head), origin) {
            (false, _) => return self.text(opened, origin, parameters),
            (true, Origin::Archive) => {
                return State::Refused(Problem::settled("an archive inside an archive: unpack it first"));
            }
            _ if tar::begins(&opened.head) => {
                let stream = Worded::new(opened.stream, words(self.compression));
                Ok(Walk::Tar(TarMembers::new(Box::new(stream))))
            }
            (true, Origin::File(path)) if is_plain => ZipMembers::open(path, meter).map(Walk::Zip),
            (true, Origin::File(_)) => Err(Problem::settled(
                "a ZIP archive inside a compressed file: unpack it first",
            )),
            (true, Origin::Stdin) => Err(Problem::unreadable(
                "a ZIP archive cannot be read from a stream: name the file",
            )),
        };
        match walk {
            Ok(walk) => State::Archive(Box::new(Members::new(
                Arc::clone(&self.name),
                walk,
                parameters,
                meter,
            ))),
            Err(problem) => State::Refused(problem),
        }
    }

    /// Tells the format of what is no archive and gets ready to read.
    fn text(&mut self, opened: Opened, origin: Origin<'_>, parameters: &ReadParameters) -> State {
        if let Some(what) = format::foreign(&opened.head) {
            return State::Refused(match origin {
                Origin::Archive => Problem::settled(format!("not a text but {what}")),
                _ => Problem::unreadable(format!("not a text but {what}")),
            });
        }
        let told = match (parameters.format, origin) {
            (Some(format), _) => Ok(format),
            // A line of JSONL is no array.
            (None, Origin::Stdin) if opened.head.trim_ascii_start().starts_with(b"[") => Ok(Format::Json),
            (None, Origin::Stdin) => Ok(Format::Jsonl),
            (None, _) => format::format(&opened.head, opened.complete, &self.name, parameters),
        };
        let format = match told {
            Err(reason) => return State::Refused(Problem::unreadable(reason)),
            Ok(format) => format,
        };
        self.format = format;
        let stream = BufReader::with_capacity(HEAD, opened.stream);
        match format {
            Format::Parquet => State::Refused(Problem::unreadable("not a Parquet file")),
            Format::Text | Format::Html | Format::Markdown => State::Whole(stream),
            Format::Warc => State::Warc(Box::new(Splitter::new(stream, self.maximum))),
            Format::Jsonl => State::Pieces(Pieces::lines(Box::new(stream), self.maximum), 0),
            Format::Json => {
                let document = Document::of(&opened.head, parameters);
                State::Elements(Box::new(Elements::new(Box::new(stream), self.maximum, &document)))
            }
            Format::Csv => match Columns::of(&opened.head, parameters, true) {
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
    fn rows(&mut self, origin: Origin<'_>, parameters: &ReadParameters) -> State {
        self.format = Format::Parquet;
        let rows = match origin {
            Origin::File(path) => RowRecords::open(path, parameters).map_err(Problem::unreadable),
            Origin::Stdin => Err(Problem::unreadable(
                "a Parquet file cannot be read from a stream: name the file",
            )),
            Origin::Archive => Err(Problem::settled(
                "a Parquet file inside an archive: unpack it first",
            )),
        };
        match rows {
            Ok(rows) => State::Rows(Box::new(rows)),
            Err(problem) => State::Refused(problem),
        }
    }

    fn record(&self, line: Option<u64>, content: Result<Vec<u8>, Problem>) -> RawRecord {
        RawRecord {
            name: Arc::clone(&self.name),
            line,
            format: self.format,
            columns: self.columns.clone(),
            start: None,
            content,
        }
    }

    /// What to say of a stream that broke.
    fn broken(&self, fault: &io::Error) -> Problem {
        match Told::words(fault) {
            Some(told) => Problem::unreadable(told),
            None => Problem::unreadable(words(self.compression)(fault)),
        }
    }
}

/// The words for a stream that broke, by how it is packed.
fn words(compression: Compression) -> fn(&io::Error) -> String {
    match compression {
        Compression::None => |fault| format!("cannot be read: {fault}"),
        Compression::Gzip => |fault| broken_off("gzip", fault),
        Compression::Zstd => |fault| broken_off("zstd", fault),
    }
}

fn broken_off(what: &str, fault: &io::Error) -> String {
    if fault.kind() == io::ErrorKind::UnexpectedEof {
        format!("the {what} stream is cut off; what stands before this place was read")
    } else {
        format!("the {what} stream is damaged: {fault}; what stands before this place was read")
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
            State::Elements(mut elements) => {
                let found = match elements.next(&mut |_: Passed<'_>| Ok::<(), Infallible>(())) {
                    Ok(found) => found,
                    Err(Halt::Passed(never)) => match never {},
                    Err(Halt::Read(fault)) => {
                        let number = elements.number() + 1;
                        return Some(self.record(Some(number), Err(self.broken(&fault))));
                    }
                };
                let Element {
                    number,
                    start,
                    content,
                } = found?;
                self.state = State::Elements(elements);
                let mut raw = self.record(number, content);
                raw.start = number.map(|_| start);
                Some(raw)
            }
            State::Archive(mut members) => {
                let raw = members.next(|fault| self.broken(fault))?;
                self.state = State::Archive(members);
                Some(raw)
            }
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
                    let content = pieces.content(&bytes);
                    if content.trim_ascii().is_empty() {
                        continue;
                    }
                    let (length, end) = (content.len(), without_end(&bytes).len());
                    bytes.truncate(end);
                    bytes.drain(..end - length);
                    Ok(bytes)
                }
            };
            return Ok(Some((line, content)));
        }
    }
}
