//! Cuts a stream into the pieces that are records: lines of JSONL, rows of CSV. In: unpacked bytes. Out: the bytes of one
//! piece after the other, with their ends, so that all pieces together are the stream. A scan and a copying cut with the
//! same code and so count alike. Memory is bounded: what is longer than the largest record comes in stretches.

use std::io::{self, BufRead};

/// What a call to [`Pieces::next`] has given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A whole piece, with its end.
    Whole,
    /// A stretch of a piece that is longer than allowed; more of it follows.
    Part,
    /// The last stretch of such a piece.
    LastPart,
    /// Nothing: the stream has ended.
    End,
}

/// A stream that is being cut.
pub struct Pieces {
    stream: Box<dyn BufRead + Send>,
    /// For rows, whose quoted fields may hold line ends.
    quoting: Option<Quoting>,
    maximum: usize,
    /// Within a piece that is longer than allowed.
    oversize: bool,
    /// Line ends passed.
    ends: u64,
    /// Line on which the piece given last begins, counted from 1.
    line: u64,
}

impl Pieces {
    /// Cuts into lines; `maximum` is the number of bytes that a piece may have without its end.
    pub fn lines(stream: Box<dyn BufRead + Send>, maximum: usize) -> Self {
        Self {
            stream,
            quoting: None,
            maximum,
            oversize: false,
            ends: 0,
            line: 1,
        }
    }

    /// Cuts into rows whose fields are parted by `delimiter`.
    pub fn rows(stream: Box<dyn BufRead + Send>, maximum: usize, delimiter: u8) -> Self {
        Self {
            quoting: Some(Quoting::new(delimiter)),
            ..Self::lines(stream, maximum)
        }
    }

    /// Line on which the piece given last begins, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// True when the stream ended inside of a quoted field.
    pub fn is_open(&self) -> bool {
        self.quoting.as_ref().is_some_and(|quoting| quoting.is_open())
    }

    /// What is read of the piece given last: not its end, and no byte order mark. Files of lines that were put one behind the
    /// other have a mark in their middle.
    pub fn content<'p>(&self, piece: &'p [u8]) -> &'p [u8] {
        let content = without_end(piece);
        match content.strip_prefix(MARK) {
            Some(rest) if self.line == 1 || self.quoting.is_none() => rest,
            _ => content,
        }
    }

    /// Puts the next piece, or a stretch of it, into `piece`.
    ///
    /// # Errors
    /// What the stream says; `piece` then holds what came before.
    pub fn next(&mut self, piece: &mut Vec<u8>) -> io::Result<Piece> {
        piece.clear();
        if !self.oversize {
            self.line = self.ends + 1;
        }
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
                Err(fault) => return Err(fault),
            };
            let length = match &mut self.quoting {
                None => memchr::memchr(b'\n', buffer).map(|at| at + 1),
                Some(quoting) => quoting.row_end(buffer),
            };
            let ended = buffer.is_empty() || length.is_some();
            let taken = buffer.get(..length.unwrap_or(buffer.len())).unwrap_or(buffer);
            piece.extend_from_slice(taken);
            self.ends += match self.quoting {
                None => u64::from(length.is_some()),
                Some(_) => memchr::memchr_iter(b'\n', taken).count() as u64,
            };
            let used = taken.len();
            self.stream.consume(used);
            if ended {
                let long = without_end(piece).len() > self.maximum;
                return Ok(match std::mem::take(&mut self.oversize) || long {
                    true => Piece::LastPart,
                    false if piece.is_empty() => Piece::End,
                    false => Piece::Whole,
                });
            }
            // A line end of two bytes does not count.
            if self.oversize || piece.len() > self.maximum.saturating_add(2) {
                self.oversize = true;
                return Ok(Piece::Part);
            }
        }
    }
}

/// The byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A piece without its line end.
pub fn without_end(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}

/// Where in a row of CSV a byte stands: a quotation mark opens a field only at its beginning, and inside of it two of
/// them are one that is meant (RFC 4180).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    FieldStart,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted field: the end of it, or the first of two.
    MarkInQuoted,
}

/// Finds the ends of rows and fields, over any number of buffers.
#[derive(Clone, Debug)]
pub(super) struct Quoting {
    delimiter: u8,
    within: Within,
}

impl Quoting {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            within: Within::FieldStart,
        }
    }

    /// True inside of a quoted field.
    fn is_open(&self) -> bool {
        self.within == Within::Quoted
    }

    /// One past the next line end that is no part of a field.
    fn row_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(end) = self.stop(bytes, at) {
            at = end + 1;
            if bytes.get(end) == Some(&b'\n') {
                return Some(at);
            }
        }
        None
    }

    /// The next delimiter or line end, from `at` on, that parts fields.
    pub(super) fn stop(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            match self.within {
                Within::Quoted => match memchr::memchr(b'"', rest) {
                    None => return None,
                    Some(mark) => {
                        self.within = Within::MarkInQuoted;
                        at += mark + 1;
                    }
                },
                Within::Plain => match memchr::memchr2(self.delimiter, b'\n', rest) {
                    None => return None,
                    Some(end) => {
                        self.within = Within::FieldStart;
                        return Some(at + end);
                    }
                },
                Within::FieldStart => {
                    self.within = if rest.first() == Some(&b'"') {
                        at += 1;
                        Within::Quoted
                    } else {
                        Within::Plain
                    };
                }
                Within::MarkInQuoted => {
                    self.within = if rest.first() == Some(&b'"') {
                        at += 1;
                        Within::Quoted
                    } else {
                        Within::Plain
                    };
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::{ProptestConfig, any, proptest};

    use super::{Piece, Pieces, without_end};

    fn all(mut pieces: Pieces) -> Vec<(Piece, String, u64)> {
        let (mut found, mut piece) = (Vec::new(), Vec::new());
        loop {
            let kind = pieces.next(&mut piece).unwrap();
            if kind == Piece::End {
                return found;
            }
            let text = String::from_utf8(piece.clone()).unwrap();
            found.push((kind, text, pieces.line()));
        }
    }

    fn stream(text: &str, buffer: usize) -> Box<BufReader<Cursor<Vec<u8>>>> {
        Box::new(BufReader::with_capacity(
            buffer,
            Cursor::new(text.as_bytes().to_vec()),
        ))
    }

    #[test]
    fn rows_go_on_over_line_ends_in_quoted_fields() {
        let text = "a,b\r\n\"1\n2\"\"\n\",x\"y\n3,\"4\"\n";
        for buffer in 1..9 {
            let rows = all(Pieces::rows(stream(text, buffer), 100, b','));
            let expected = [
                (Piece::Whole, "a,b\r\n".to_owned(), 1),
                (Piece::Whole, "\"1\n2\"\"\n\",x\"y\n".to_owned(), 2),
                (Piece::Whole, "3,\"4\"\n".to_owned(), 5),
            ];
            assert_eq!(rows, expected);
        }
    }

    #[test]
    fn what_is_too_long_comes_in_stretches() {
        let lines = all(Pieces::lines(stream("1234\r\n12345\r\n123456789\n1", 3), 4));
        let kinds: Vec<_> = lines
            .iter()
            .map(|(kind, text, line)| (*kind, text.as_str(), *line))
            .collect();
        assert_eq!(kinds.first(), Some(&(Piece::Whole, "1234\r\n", 1)));
        assert_eq!(kinds.last(), Some(&(Piece::Whole, "1", 4)));
        let ends = kinds.iter().filter(|piece| piece.0 == Piece::LastPart);
        assert_eq!(ends.map(|piece| piece.2).collect::<Vec<_>>(), [2, 3]);
        let joined: String = kinds.iter().map(|piece| piece.1).collect();
        assert_eq!(joined, "1234\r\n12345\r\n123456789\n1");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// The rows are those that the csv crate finds, and all of them together are the stream.
        #[test]
        fn rows_are_those_of_the_csv_crate(bytes in proptest::collection::vec(proptest::sample::select(b"a\",\n;".to_vec()), 0..60), buffer in 1_usize..9, tight in any::<bool>()) {
            let maximum = if tight { 5 } else { 1000 };
            let text = String::from_utf8(bytes).unwrap();
            let rows = all(Pieces::rows(stream(&text, buffer), maximum, b','));
            let joined: String = rows.iter().map(|row| row.1.as_str()).collect();
            assert_eq!(&joined, &text);
            if !tight {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .terminator(csv::Terminator::Any(b'\n'))
                    .from_reader(text.as_bytes());
                let theirs = reader.records().count();
                let ours = rows.iter().filter(|row| !without_end(row.1.as_bytes()).is_empty()).count();
                assert_eq!(ours, theirs);
            }
        }
    }
}
