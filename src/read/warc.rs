//! A WARC file to its records. In: the unpacked bytes of the file. Out: one after the other, the raw bytes of each WARC
//! record that is a page of text, and what is wrong where the file is no WARC; the bytes of everything else (requests,
//! redirects, images …) are handed to whoever wants them. Put together in order, they are the file again.
//!
//! ```text
//! WARC/1.0 CRLF                       header: lines until an empty one
//! WARC-Type: response CRLF
//! Content-Length: 1234 CRLF CRLF
//! HTTP/1.1 200 OK CRLF … CRLF CRLF    content: so many bytes
//! <html> …
//! CRLF CRLF                           end
//! ```
//!
//! The crate rust_warc does not serve here: it reserves whatever a header claims as length, reads header lines without
//! bound, gives no raw bytes and no offsets, and stops at the first fault. A crawl has faults, so after one of them
//! reading goes on at the next line that begins a WARC header.

use std::convert::Infallible;
use std::io::{self, BufRead};

use super::raw_record::Problem;
use super::warc_page;
use crate::document::Status;

/// Bytes that a header, of WARC or of HTTP, has at most.
const LONGEST_HEAD: usize = 1 << 16;
/// Bytes that are passed over at once.
const CHUNK: usize = 1 << 16;
/// Bytes after a record that are looked at to tell whether it ends there.
const AFTER: usize = 16;
/// Bytes that tell the beginning of a header.
const VERSION: usize = 8;

/// True for the beginning of a WARC header.
pub(super) fn begins(bytes: &[u8]) -> bool {
    ["WARC/1.", "WARC/0.17", "WARC/0.18"]
        .iter()
        .any(|version| bytes.starts_with(version.as_bytes()))
}

/// One WARC record that counts, or one fault.
#[derive(Debug)]
pub struct Unit {
    /// Its number among all WARC records of the file, counted from 1; `None` for what is said of the whole file.
    pub number: Option<u64>,
    /// Its raw bytes with their header and end, or why there are none.
    pub(super) content: Result<Vec<u8>, Problem>,
}

impl Unit {
    /// The raw bytes; `None` where they were passed over: of a fault, or of a record that is too large.
    pub fn bytes(self) -> Option<Vec<u8>> {
        self.content.ok()
    }
}

/// What stops the splitting.
#[derive(Debug)]
pub enum Stop<E> {
    /// The stream broke; what was read of it has been passed over.
    Read(io::Error),
    /// Whoever takes the bytes that are passed over.
    Passed(E),
}

impl<E> From<io::Error> for Stop<E> {
    fn from(fault: io::Error) -> Self {
        Self::Read(fault)
    }
}

/// Splits a stream into [`Unit`]s. It holds the largest record allowed, twice at most.
pub struct Splitter<R> {
    stream: R,
    /// Read from the stream; the first `used` bytes are done with.
    buffer: Vec<u8>,
    used: usize,
    ended: bool,
    /// Bytes of the stream that are done with.
    offset: u64,
    /// WARC records begun, and places where one should begin.
    number: u64,
    /// Units given.
    given: u64,
    maximum: usize,
}

impl<R: BufRead> Splitter<R> {
    /// Begins; a record of more than `maximum` bytes is not held.
    pub fn new(stream: R, maximum: usize) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            used: 0,
            ended: false,
            offset: 0,
            number: 0,
            given: 0,
            maximum,
        }
    }

    /// The number of the record that was begun last.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next unit; what is no page is dropped.
    pub(super) fn unit(&mut self) -> io::Result<Option<Unit>> {
        self.unit_and_rest(&mut |_: &[u8]| Ok::<(), Infallible>(()))
            .map_err(|stop| match stop {
                Stop::Read(fault) => fault,
                Stop::Passed(never) => match never {},
            })
    }

    /// The next unit. `passed` is given, piece by piece and in order, all bytes before it that are not its own; those of
    /// a fault too.
    ///
    /// # Errors
    /// When the stream breaks, or what `passed` says.
    pub fn unit_and_rest<E>(
        &mut self,
        passed: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<Unit>, Stop<E>> {
        let unit = self.find(passed);
        if let Err(Stop::Read(_)) = unit {
            self.ended = true;
            self.given += 1;
            self.pass(self.ready().len() as u64, passed)?;
        }
        unit
    }

    fn find<E>(&mut self, passed: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<Option<Unit>, Stop<E>> {
        loop {
            self.number += 1;
            self.pass_line_ends(passed)?;
            if self.fill(1)?.is_empty() {
                self.number -= 1;
                return Ok(self.end());
            }
            if let Some(content) = self.record(passed)? {
                self.given += 1;
                let number = Some(self.number);
                return Ok(Some(Unit { number, content }));
            }
        }
    }

    /// What is said of a file in which nothing was found.
    fn end(&mut self) -> Option<Unit> {
        if self.given > 0 {
            return None;
        }
        self.given += 1;
        let content = Err(match self.number {
            0 => Problem::unreadable("empty file"),
            number => Problem {
                status: Status::NoArticle,
                ..Problem::unreadable(format!("no page of text is among its {number} WARC records"))
            },
        });
        Some(Unit {
            number: None,
            content,
        })
    }

    /// The record that begins here; `None` when it is no page.
    fn record<E>(
        &mut self,
        passed: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<Result<Vec<u8>, Problem>>, Stop<E>> {
        let start = self.offset;
        let fault = |reason: &str| Some(Err(Problem::unreadable(format!("byte {start}: {reason}"))));
        if !begins(self.fill(VERSION + 1)?) {
            self.resynchronise(passed)?;
            return Ok(fault("no WARC header where a record should begin"));
        }
        let Some(head) = self.head()? else {
            let cut = self.ended && self.ready().len() < LONGEST_HEAD;
            self.resynchronise(passed)?;
            return Ok(fault(if cut {
                "the file is cut off in a WARC header"
            } else {
                "a WARC header without an end"
            }));
        };
        let header = self.ready().get(..head).unwrap_or_default();
        let Some(length) = content_length(header) else {
            let reason = match field(header, "Content-Length") {
                None => "a WARC header without Content-Length".to_owned(),
                Some(wrong) => format!(
                    "the Content-Length of the WARC header is no number: {}",
                    wrong.chars().take(40).collect::<String>()
                ),
            };
            self.pass(head as u64, passed)?;
            self.resynchronise_here(passed)?;
            return Ok(fault(&reason));
        };
        let seen = usize::try_from(length).unwrap_or(LONGEST_HEAD).min(LONGEST_HEAD);
        let ready = self.fill(head + seen)?;
        let (header, content) = ready.split_at_checked(head).unwrap_or_default();
        let content = content.get(..seen).unwrap_or(content);
        let is_page = warc_page::is_page(header, content);
        let whole = length.saturating_add(head as u64);
        let held = usize::try_from(whole).ok().filter(|&whole| whole <= self.maximum);
        let Some(held) = held.filter(|_| is_page) else {
            let there = self.pass(whole, passed)?;
            if there < whole {
                return Ok(fault(&cut_off(length, whole - there)));
            }
            if end_of(self.fill(AFTER)?).is_none() {
                self.resynchronise(passed)?;
                return Ok(fault(&wrong_length(length)));
            }
            return Ok(is_page.then(|| Err(Problem::oversize(self.maximum))));
        };
        let ready = self.fill(held + AFTER)?;
        let problem = match ready.get(held..) {
            None => cut_off(length, whole - ready.len() as u64),
            Some(after) => match end_of(after) {
                None => wrong_length(length),
                Some(end) => {
                    let bytes = ready.get(..held + end).unwrap_or(ready).to_vec();
                    self.used += bytes.len();
                    self.offset += bytes.len() as u64;
                    return Ok(Some(Ok(bytes)));
                }
            },
        };
        // A length that is too long may have swallowed the records behind it.
        self.pass(head as u64, passed)?;
        self.resynchronise_here(passed)?;
        Ok(fault(&problem))
    }

    /// Length of the header that begins here; `None` when it does not end.
    fn head(&mut self) -> io::Result<Option<usize>> {
        let mut least = 1 << 10;
        loop {
            let ready = self.fill(least)?;
            let found = header_end(ready.get(..LONGEST_HEAD).unwrap_or(ready));
            // Without this a file of headers that do not end would be read once for each of them.
            let inner = ready.get(1..found.unwrap_or(LONGEST_HEAD)).unwrap_or(ready);
            if memchr::memmem::find(inner, b"\nWARC/")
                .is_some_and(|at| begins(inner.get(at + 1..).unwrap_or_default()))
            {
                return Ok(None);
            }
            if found.is_some() || ready.len() < least || least >= LONGEST_HEAD {
                return Ok(found);
            }
            least *= 4;
        }
    }

    /// The bytes that were read and not used.
    fn ready(&self) -> &[u8] {
        self.buffer.get(self.used..).unwrap_or_default()
    }

    /// Reads until `least` bytes are ready or there are no more; gives all that are.
    fn fill(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.ready().len() < least && !self.ended {
            // Moved only when that is less than what was used since: all moves together are no more than the file.
            if self.used >= self.ready().len() {
                self.buffer.drain(..self.used);
                self.used = 0;
            }
            match self.stream.fill_buf() {
                Ok([]) => self.ended = true,
                Ok(bytes) => {
                    let length = bytes.len();
                    self.buffer.extend_from_slice(bytes);
                    self.stream.consume(length);
                }
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(self.ready())
    }

    /// Passes over as many bytes, or all there are; gives how many.
    fn pass<E>(
        &mut self,
        bytes: u64,
        passed: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<u64, Stop<E>> {
        let mut done = 0;
        while done < bytes {
            let most = usize::try_from(bytes - done).unwrap_or(CHUNK).min(CHUNK);
            let ready = self.fill(1)?;
            let piece = ready.get(..most).unwrap_or(ready);
            let length = piece.len();
            if length == 0 {
                break;
            }
            passed(piece).map_err(Stop::Passed)?;
            self.used += length;
            self.offset += length as u64;
            done += length as u64;
        }
        Ok(done)
    }

    fn pass_line_ends<E>(&mut self, passed: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), Stop<E>> {
        loop {
            let length = line_ends(self.fill(1)?);
            if length == 0 {
                return Ok(());
            }
            self.pass(length as u64, passed)?;
        }
    }

    /// Passes over what stands before the next header, which may stand right here.
    fn resynchronise_here<E>(
        &mut self,
        passed: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        if begins(self.fill(VERSION + 1)?) {
            return Ok(());
        }
        self.resynchronise(passed)
    }

    /// Passes over this line and all that follow, up to one that begins a header.
    fn resynchronise<E>(&mut self, passed: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), Stop<E>> {
        loop {
            let ready = self.fill(CHUNK)?;
            let ready = ready.get(..CHUNK).unwrap_or(ready);
            let found = memchr::memmem::find_iter(ready, b"\nWARC/")
                .find(|&at| begins(ready.get(at + 1..).unwrap_or_default()));
            if let Some(at) = found {
                self.pass(at as u64 + 1, passed)?;
                return Ok(());
            }
            let length = ready.len() as u64;
            if length < CHUNK as u64 {
                self.pass(length, passed)?;
                return Ok(());
            }
            // A header may begin in the last bytes.
            self.pass(length - VERSION as u64 - 2, passed)?;
        }
    }
}

fn cut_off(length: u64, missing: u64) -> String {
    format!("cut off: {missing} of the {length} bytes that the WARC header announces are missing")
}

fn wrong_length(length: u64) -> String {
    format!("wrong Content-Length: the WARC record does not end after {length} bytes")
}

/// Length of the line ends that bytes begin with.
fn line_ends(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count()
}

/// How many of the bytes after a record's content are its end: two line ends, as far as they are there. `None` when
/// the content cannot have ended there.
fn end_of(after: &[u8]) -> Option<usize> {
    let rest = after.get(line_ends(after)..).unwrap_or_default();
    let sound = after.starts_with(b"\r\n\r\n") || rest.starts_with(b"WARC/") || b"WARC/".starts_with(rest);
    let mut end = 0;
    for _ in 0..2 {
        end += match after.get(end..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\n', ..]) => 1,
            _ => 0,
        };
    }
    sound.then_some(end)
}

/// Length of a header with the empty line that ends it.
pub(super) fn header_end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|end| match bytes.get(end + 1..) {
        Some([b'\r', b'\n', ..]) => Some(end + 3),
        Some([b'\n', ..]) => Some(end + 2),
        _ => None,
    })
}

/// The value of a field of a WARC header, trimmed; lines that continue it are joined by a space. `None` for an empty one.
pub(super) fn field(header: &[u8], name: &str) -> Option<String> {
    let mut lines = header.split(|&byte| byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        let Some(colon) = memchr::memchr(b':', line) else {
            continue;
        };
        let (said, value) = line.split_at_checked(colon)?;
        if !said.trim_ascii().eq_ignore_ascii_case(name.as_bytes()) {
            continue;
        }
        let mut whole = String::from_utf8_lossy(value.get(1..).unwrap_or_default().trim_ascii()).into_owned();
        while let Some(more) = lines.next_if(|line| matches!(line, [b' ' | b'\t', ..])) {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(&String::from_utf8_lossy(more.trim_ascii()));
        }
        return Some(whole).filter(|value| !value.is_empty());
    }
    None
}

/// Bytes of content that a header announces.
pub(super) fn content_length(header: &[u8]) -> Option<u64> {
    let value = field(header, "Content-Length")?;
    // `parse` alone would take a plus sign.
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| digits)
}
