//! Cuts a JSON document into the elements of its arrays of records. In: unpacked bytes. Out: the bytes of one element after
//! the other; and for whoever writes the document again, all bytes between them. Put together in order, they are the stream.
//! Memory is bounded: of an element that is larger than a record may be, no more than that is held.
//!
//! ```text
//! [ {…}, {…} ]                          an array of records
//! { "total": 2, "data": [ {…}, {…} ] }  an object with arrays of records: those whose first element is one
//! {…} {…}                               one record behind the other, or one alone
//! ```
//!
//! Elements are told by brackets and quotation marks alone, so that one which is no JSON costs no other: what is wrong inside
//! of it is said when it is parsed. Where brackets are missing, the next element is found by what cannot stand in an object.

use std::io::{self, BufRead};

use super::json_document::Document;
use super::nesting::{Nesting, Step, is_space};
use super::raw_record::Problem;

/// How often, in sizes of the largest record, bytes are looked at a second time for the end of an element.
const SECOND_LOOKS: usize = 16;

/// Where an element begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Start {
    /// Line, counted from 1.
    pub line: u64,
    /// Byte, counted from 0.
    pub byte: u64,
}

/// An element of an array of records, or a fault.
#[derive(Debug)]
pub struct Element {
    /// Its number in the document, counted from 1; `None` for what is said of the whole document.
    pub number: Option<u64>,
    /// Where it begins.
    pub start: Start,
    /// Its bytes, or why there are none.
    pub(super) content: Result<Vec<u8>, Problem>,
}

impl Element {
    /// Its bytes; `None` where they were passed over.
    pub fn bytes(self) -> Option<Vec<u8>> {
        self.content.ok()
    }
}

/// Bytes that are of no element that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed<'a> {
    /// Between elements: commas, white space, and what is around arrays of records.
    Between(&'a [u8]),
    /// Of an element that is too large, or has no end.
    Oversize(&'a [u8]),
}

/// What stops the cutting.
#[derive(Debug)]
pub enum Halt<E> {
    /// The stream broke.
    Read(io::Error),
    /// Whoever takes the bytes that are passed over.
    Passed(E),
}

impl<E> From<io::Error> for Halt<E> {
    fn from(fault: io::Error) -> Self {
        Self::Read(fault)
    }
}

/// Where in a document the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Outside of everything.
    Outside,
    /// In an object, outside of arrays of records.
    Around,
    /// Behind the opening of an array in such an object.
    Opened,
    /// In an array of records, outside of elements.
    Between,
    /// In an element.
    Within,
    /// Behind something that is no JSON.
    Lost,
}

/// A document that is being cut.
pub struct Elements {
    stream: Box<dyn BufRead + Send>,
    document: Document,
    maximum: usize,
    /// Bytes that were read and come once more before the stream; the first `used` are done with.
    again: Vec<u8>,
    used: usize,
    at: At,
    /// Where the element that was begun last stands.
    home: At,
    /// Brackets around the array of records, where it stands in an object.
    around: Option<Nesting>,
    within: Nesting,
    /// The element is the first of an array in an object.
    first: bool,
    element: Vec<u8>,
    oversize: bool,
    start: Start,
    offset: u64,
    line: u64,
    number: u64,
    /// Bytes that may still be looked at a second time.
    second_looks: usize,
}

impl Elements {
    /// Begins; an element of more than `maximum` bytes is not held.
    pub fn new(stream: Box<dyn BufRead + Send>, maximum: usize, document: &Document) -> Self {
        Self {
            stream,
            document: document.clone(),
            maximum,
            again: Vec::new(),
            used: 0,
            at: At::Outside,
            home: At::Outside,
            around: None,
            within: Nesting::new(document.double),
            first: false,
            element: Vec::new(),
            oversize: false,
            start: Start { line: 1, byte: 0 },
            offset: 0,
            line: 1,
            number: 0,
            second_looks: maximum.saturating_mul(SECOND_LOOKS),
        }
    }

    /// Number of the element that was given last.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next element. `passed` is given, piece by piece and in order, all bytes before it that are not its own.
    ///
    /// # Errors
    /// When the stream breaks, or what `passed` says.
    pub fn next<E>(
        &mut self,
        passed: &mut impl FnMut(Passed<'_>) -> Result<(), E>,
    ) -> Result<Option<Element>, Halt<E>> {
        loop {
            let buffer = match self.again.get(self.used..) {
                Some(again) if !again.is_empty() => again,
                _ => match self.stream.fill_buf() {
                    Ok(buffer) => buffer,
                    Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
                    Err(fault) => return Err(fault.into()),
                },
            };
            if buffer.is_empty() {
                match self.end(passed)? {
                    End::Again => continue,
                    End::Element(element) => return Ok(Some(element)),
                    End::Done => return Ok(None),
                }
            }
            let was = self.at;
            let double = self.document.double;
            let (used, turn) = match was {
                At::Outside => outside(buffer, self.document.objects),
                At::Around => around(
                    buffer,
                    self.around.get_or_insert_with(|| Nesting::in_object(double)),
                ),
                At::Opened => opened(buffer),
                At::Between => between(buffer),
                At::Within => within(buffer, &mut self.within),
                At::Lost => (buffer.len(), Turn::None),
            };
            let piece = buffer.get(..used).unwrap_or(buffer);
            if was != At::Within {
                passed(Passed::Between(piece)).map_err(Halt::Passed)?;
            } else if self.oversize {
                passed(Passed::Oversize(piece)).map_err(Halt::Passed)?;
            } else {
                self.element.extend_from_slice(piece);
                self.oversize = self.element.len() > self.maximum;
            }
            self.offset += piece.len() as u64;
            self.line += memchr::memchr_iter(b'\n', piece).count() as u64;
            self.consume(used);
            if was == At::Within && !self.element.is_empty() {
                let has_ended = turn == Turn::ElementEnd;
                let is_doubtful = if has_ended {
                    self.within.is_over_lines()
                } else {
                    self.oversize
                };
                if is_doubtful && self.look_again(has_ended) {
                    continue;
                }
                if self.oversize {
                    passed(Passed::Oversize(&std::mem::take(&mut self.element))).map_err(Halt::Passed)?;
                }
            }
            if let Some(element) = self.turn(turn, passed)? {
                return Ok(Some(element));
            }
        }
    }

    fn consume(&mut self, bytes: usize) {
        if self.used >= self.again.len() {
            self.stream.consume(bytes);
            return;
        }
        self.used += bytes;
        if self.used >= self.again.len() {
            (self.again, self.used) = (Vec::new(), 0);
        }
    }

    /// Does what the bytes before ask for.
    fn turn<E>(
        &mut self,
        turn: Turn,
        passed: &mut impl FnMut(Passed<'_>) -> Result<(), E>,
    ) -> Result<Option<Element>, Halt<E>> {
        match turn {
            Turn::None => {}
            Turn::Object | Turn::OtherArray => self.at = At::Around,
            Turn::Opened => self.at = At::Opened,
            Turn::Array => {
                self.first = self.around.is_some();
                self.at = At::Between;
            }
            Turn::Element => {
                self.home = std::mem::replace(&mut self.at, At::Within);
                self.within = Nesting::new(self.document.double);
                self.element.clear();
                self.oversize = false;
                self.start = self.here();
            }
            Turn::ElementEnd => return self.finish(passed),
            Turn::ArrayEnd => {
                self.at = match &mut self.around {
                    Some(around) => {
                        around.close_array();
                        At::Around
                    }
                    None => At::Outside,
                };
            }
            Turn::ObjectEnd => {
                self.around = None;
                self.at = At::Outside;
            }
            Turn::NoJson => {
                self.at = At::Lost;
                let reason = "no array of records stands here; what follows is not read";
                return Ok(Some(self.fault(self.here(), reason)));
            }
        }
        Ok(None)
    }

    fn here(&self) -> Start {
        Start {
            line: self.line,
            byte: self.offset,
        }
    }

    /// A fault in the place of an element.
    fn fault(&mut self, start: Start, reason: &str) -> Element {
        self.number += 1;
        Element {
            number: Some(self.number),
            start,
            content: Err(Problem::unreadable(reason)),
        }
    }

    /// The element that has ended.
    fn finish<E>(
        &mut self,
        passed: &mut impl FnMut(Passed<'_>) -> Result<(), E>,
    ) -> Result<Option<Element>, Halt<E>> {
        self.at = self.home;
        let bytes = std::mem::take(&mut self.element);
        let is_first = std::mem::take(&mut self.first);
        let oversize = std::mem::take(&mut self.oversize);
        if is_first && !oversize && self.document.is_record(&bytes) == Some(false) {
            passed(Passed::Between(&bytes)).map_err(Halt::Passed)?;
            self.at = At::Around;
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(Element {
            number: Some(self.number),
            start: self.start,
            content: if oversize {
                Err(Problem::oversize(self.maximum))
            } else {
                Ok(bytes)
            },
        }))
    }

    /// Looks for an earlier end of an element that seems not to end, or only after a string went on over a line: a quotation
    /// mark may be missing. Then strings end with their lines. True when there is one, and the element ends there.
    fn look_again(&mut self, has_ended: bool) -> bool {
        // What has ended is looked at twice and no more, except for what is behind the earlier end.
        let cost = if has_ended { 0 } else { self.element.len() };
        let Some(left) = self.second_looks.checked_sub(cost) else {
            return false;
        };
        self.second_looks = left;
        let (end, turn) = within(&self.element, &mut Nesting::of_lines(self.document.double));
        let behind = self.element.len().saturating_sub(end);
        let left = self.second_looks.checked_sub(behind);
        let Some(left) = left.filter(|_| turn == Turn::ElementEnd && behind > 0) else {
            return false;
        };
        self.second_looks = left;
        let mut rest = self.element.split_off(end);
        self.offset -= rest.len() as u64;
        self.line -= memchr::memchr_iter(b'\n', &rest).count() as u64;
        rest.extend_from_slice(self.again.get(self.used..).unwrap_or_default());
        (self.again, self.used) = (rest, 0);
        self.oversize = false;
        // The next byte ends it.
        self.within = Nesting::ended();
        true
    }

    /// What is said at the end of the stream.
    fn end<E>(&mut self, passed: &mut impl FnMut(Passed<'_>) -> Result<(), E>) -> Result<End, Halt<E>> {
        Ok(match std::mem::replace(&mut self.at, At::Lost) {
            At::Within if self.within.is_scalar() && !self.oversize => {
                let element = self.finish(passed)?;
                element.map_or(End::Again, End::Element)
            }
            At::Within if !self.oversize && self.look_again(false) => {
                self.at = At::Within;
                End::Again
            }
            At::Within => {
                passed(Passed::Oversize(&std::mem::take(&mut self.element))).map_err(Halt::Passed)?;
                let reason = "the document is cut off in this element, or a bracket or quotation mark of it is missing";
                End::Element(self.fault(self.start, reason))
            }
            At::Between | At::Around | At::Opened => {
                let reason = "the document is cut off: the end of an array or object is missing; what stands before was read";
                End::Element(self.fault(self.here(), reason))
            }
            At::Outside if self.number == 0 => End::Element(Element {
                number: None,
                ..self.fault(self.here(), "a JSON document without records")
            }),
            At::Outside | At::Lost => End::Done,
        })
    }
}

enum End {
    Again,
    Element(Element),
    Done,
}

/// What a stretch of bytes leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    None,
    Object,
    Array,
    Opened,
    OtherArray,
    Element,
    ElementEnd,
    ArrayEnd,
    ObjectEnd,
    NoJson,
}

fn outside(buffer: &[u8], objects: bool) -> (usize, Turn) {
    // Bytes of the byte order mark, which may come one by one; and commas between objects around which an array is missing.
    let is_nothing =
        |byte: u8| is_space(byte) || matches!(byte, 0xEF | 0xBB | 0xBF) || objects && byte == b',';
    match buffer.iter().position(|&byte| !is_nothing(byte)) {
        None => (buffer.len(), Turn::None),
        Some(at) => match buffer.get(at) {
            Some(b'{') if objects => (at, Turn::Element),
            Some(b'[') => (at + 1, Turn::Array),
            Some(b'{') => (at + 1, Turn::Object),
            _ => (at, Turn::NoJson),
        },
    }
}

fn around(buffer: &[u8], nesting: &mut Nesting) -> (usize, Turn) {
    for (at, &byte) in buffer.iter().enumerate() {
        match nesting.step(byte) {
            Step::Closed => return (at + 1, Turn::ObjectEnd),
            Step::Opened if nesting.depth() == 2 && byte == b'[' => return (at + 1, Turn::Opened),
            _ => {}
        }
    }
    (buffer.len(), Turn::None)
}

fn opened(buffer: &[u8]) -> (usize, Turn) {
    match buffer.iter().position(|&byte| !is_space(byte)) {
        None => (buffer.len(), Turn::None),
        Some(at) if buffer.get(at) == Some(&b'{') => (at, Turn::Array),
        Some(at) => (at, Turn::OtherArray),
    }
}

fn between(buffer: &[u8]) -> (usize, Turn) {
    for (at, &byte) in buffer.iter().enumerate() {
        match byte {
            b']' => return (at + 1, Turn::ArrayEnd),
            // A bracket too many; commas too many or too few cost nothing either.
            b',' | b'}' => {}
            _ if is_space(byte) => {}
            _ => return (at, Turn::Element),
        }
    }
    (buffer.len(), Turn::None)
}

fn within(buffer: &[u8], nesting: &mut Nesting) -> (usize, Turn) {
    let mut at = 0;
    while let Some(&byte) = buffer.get(at) {
        match nesting.step(byte) {
            Step::Closed => return (at + 1, Turn::ElementEnd),
            Step::Before => return (at, Turn::ElementEnd),
            Step::Opened | Step::On => at += 1,
            // Most bytes stand in strings.
            Step::Text => {
                at += 1;
                at += nesting.text(buffer.get(at..).unwrap_or_default());
            }
        }
    }
    (buffer.len(), Turn::None)
}
