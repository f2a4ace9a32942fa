//! Cuts a source into undecoded units. In: a [`Source`]. Out: one [`RawRecord`] per JSONL line or per file, read as
//! they are asked for; a file of any size is never held whole, a record only up to the largest size allowed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;

use super::format::{self, Compression};
use super::walk::{Place, Source};
use crate::config::ReadParameters;
use crate::document::{Format, Status};

/// Bytes that are looked at to tell a format. A record's fields before its text fit into it many times over.
pub(super) const HEAD: usize = 1 << 16;

/// One unit of input before decoding: the bytes of a whole file or of one JSONL line, or why there are none.
#[derive(Clone, Debug)]
pub struct RawRecord {
    /// Name of its source.
    pub(super) name: Arc<str>,
    /// Line, counted from 1, where the source holds several records.
    pub(super) line: Option<u64>,
    /// What the container is.
    pub(super) format: Format,
    /// The bytes, or what kept them from being read.
    pub(super) content: Result<Vec<u8>, Problem>,
}

impl RawRecord {
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
    /// A file of lines: the stream, lines read, records given.
    Lines(Stream, u64, u64),
    /// All is given.
    Ended,
}

type Stream = BufReader<Box<dyn Read + Send>>;

/// Opens a source and tells its format. What fails becomes the only record.
pub fn open(source: &Source, parameters: &ReadParameters) -> Records {
    let mut records = Records {
        name: Arc::clone(&source.name),
        format: parameters.format.unwrap_or_default(),
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
        let stream: Box<dyn Read + Send> = match self.compression {
            Compression::None => packed.stream,
            Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(HEAD, packed.stream))),
            Compression::Zstd => Box::new(zstd::Decoder::new(packed.stream)?),
        };
        Ok(Opened::new(stream, HEAD))
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
        let stream = BufReader::with_capacity(HEAD, opened.stream);
        match told {
            Err(reason) => State::Refused(Problem::unreadable(reason)),
            Ok(format) => {
                self.format = format;
                if format == Format::Jsonl {
                    State::Lines(stream, 0, 0)
                } else {
                    State::Whole(stream)
                }
            }
        }
    }

    fn record(&self, line: Option<u64>, content: Result<Vec<u8>, Problem>) -> RawRecord {
        RawRecord {
            name: Arc::clone(&self.name),
            line,
            format: self.format,
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
            State::Whole(stream) => {
                let mut bytes = Vec::new();
                let content = match stream.take(self.maximum as u64 + 1).read_to_end(&mut bytes) {
                    Err(fault) => Err(self.broken(&fault)),
                    Ok(length) if length > self.maximum => Err(Problem::oversize(self.maximum)),
                    Ok(_) => Ok(bytes),
                };
                Some(self.record(None, content))
            }
            State::Lines(mut stream, mut lines, given) => loop {
                lines += 1;
                let content = match read_line(&mut stream, self.maximum) {
                    Err(fault) => return Some(self.record(Some(lines), Err(self.broken(&fault)))),
                    Ok(Line::End) if given > 0 => return None,
                    Ok(Line::End) => {
                        return Some(self.record(
                            None,
                            Err(Problem::unreadable("empty file: no line holds anything")),
                        ));
                    }
                    Ok(Line::Oversize) => Err(Problem::oversize(self.maximum)),
                    Ok(Line::Bytes(mut bytes)) => {
                        if lines == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                            bytes.drain(..3);
                        }
                        if bytes.trim_ascii().is_empty() {
                            continue;
                        }
                        Ok(bytes)
                    }
                };
                self.state = State::Lines(stream, lines, given + 1);
                return Some(self.record(Some(lines), content));
            },
        }
    }
}

/// What stands between two line ends.
enum Line {
    Bytes(Vec<u8>),
    /// More than is allowed; it was passed over without being kept.
    Oversize,
    End,
}

/// Reads a line, without its end, of at most `maximum` bytes.
fn read_line(stream: &mut Stream, maximum: usize) -> io::Result<Line> {
    let mut line = Vec::new();
    let (mut oversize, mut read) = (false, false);
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
            Err(fault) => return Err(fault),
        };
        if buffer.is_empty() {
            break;
        }
        read = true;
        let end = memchr::memchr(b'\n', buffer);
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or(buffer);
        // A carriage return before the line end does not count.
        if line.len() + part.len() > maximum + 1 {
            oversize = true;
            line = Vec::new();
        } else if !oversize {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        stream.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match read {
        false => Line::End,
        true if oversize || line.len() > maximum => Line::Oversize,
        true => Line::Bytes(line),
    })
}
