//! What the stage works on before it knows the whole page: the lines of a record, their shape, and the pieces
//! they are cut into with their named parts.

use crate::document::{BlockKind, PartKind, Span};

use super::names::is_han;

/// True for what may stand around a block without being part of it: white space of every script, and the
/// invisible marks (BOM, zero-width space) that pages leave at line ends.
#[inline]
pub(super) fn is_blank(character: char) -> bool {
    if matches!(character, '!'..='~' | '\u{3001}'..='\u{9fff}') {
        return false;
    }
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}')
}

/// The trimmed part of `text[start..end]` as a span; `None` when nothing is left.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let slice = text.get(start..end)?;
    let rest = slice.trim_start_matches(is_blank);
    let start = end - rest.len();
    let rest = rest.trim_end_matches(is_blank);
    (!rest.is_empty()).then(|| Span::new(start, start + rest.len()))
}

/// Spans of the lines that carry text, trimmed. `\n`, `\r`, and the line and paragraph separators end a line.
pub(super) fn lines(text: &str) -> Vec<Span> {
    let mut found = Vec::with_capacity(32);
    let mut start = 0;
    let has_rare = holds_rare_line_end(text.as_bytes());
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let line = text.get(start..end).unwrap_or("");
        if has_rare && line.contains(['\r', '\u{2028}', '\u{2029}']) {
            let mut from = start;
            for piece in line.split(['\r', '\u{2028}', '\u{2029}']) {
                found.extend(trimmed(text, from, from + piece.len()));
                from += piece.len();
                from += text
                    .get(from..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(0, char::len_utf8);
            }
        } else {
            found.extend(trimmed(text, start, end));
        }
        start = end + 1;
    }
    found
}

/// True when a line may end with something else than `\n`.
fn holds_rare_line_end(text: &[u8]) -> bool {
    memchr::memchr(b'\r', text).is_some()
        // Both separators: E2 80 A8 and E2 80 A9, whose last bytes are rarer than the first.
        || memchr::memchr2_iter(0xA8, 0xA9, text)
            .any(|last| text.get(last.saturating_sub(2)..last).is_some_and(|lead| lead == b"\xE2\x80"))
}

/// How a line looks, as far as that tells body text from headings and the furniture of a page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Characters; exact up to [`Shape::LONG`], a larger number beyond.
    pub chars: usize,
    /// A mark that ends sentences stands in it.
    pub stop: bool,
    /// It ends with such a mark, closing quotation marks and brackets behind it left aside.
    pub ends_with_stop: bool,
    /// It ends with a comma, colon or the like: something goes on.
    pub open_ended: bool,
    /// A comma of a clause stands in it.
    pub clause: bool,
    /// It has digits and signs only.
    pub digits_only: bool,
    /// Most of its letters are Latin.
    pub latin: bool,
}

impl Shape {
    /// Lines of more bytes than this are not looked at: they are text.
    pub const LONG: usize = 360;

    /// Looks at a line.
    pub fn of(line: &str) -> Self {
        if line.len() > Self::LONG {
            let latin = line.bytes().take(120).filter(u8::is_ascii).count() > 90;
            return Self {
                chars: line.len() / if latin { 1 } else { 3 },
                stop: true,
                ends_with_stop: true,
                latin,
                ..Self::default()
            };
        }
        let mut shape = Self {
            digits_only: true,
            ..Self::default()
        };
        let (mut latin, mut other) = (0usize, 0usize);
        let mut previous = ' ';
        for character in line.chars() {
            shape.chars += 1;
            if is_han(character) {
                other += 1;
                previous = character;
                continue;
            }
            match character {
                '。' | '！' | '？' | '｡' => shape.stop = true,
                '，' | '；' => shape.clause = true,
                '“' | '”' | '、' | '：' | '《' | '》' | '（' | '）' => {}
                _ if character.is_ascii() => {
                    match character {
                        ' ' if matches!(previous, '.' | '!' | '?') => shape.stop = true,
                        ',' | ';' => shape.clause = true,
                        _ => {}
                    }
                    if character.is_ascii_alphabetic() {
                        latin += 1;
                        shape.digits_only = false;
                    }
                }
                _ if character.is_alphabetic() => {
                    other += 1;
                    shape.digits_only = false;
                }
                _ => {}
            }
            previous = character;
        }
        shape.digits_only &= other == 0;
        shape.latin = latin > 3 * other;
        let end = line
            .trim_end_matches(['”', '’', '」', '』', '"', '\'', '）', ')', '】', ']', ' '])
            .chars()
            .next_back();
        shape.ends_with_stop = match end {
            Some('。' | '！' | '？' | '…' | '!' | '?' | '；' | ';' | '｡') => true,
            Some('.') => shape.latin || shape.chars > 6,
            _ => false,
        };
        shape.stop |= matches!(end, Some('。' | '！' | '？' | '!' | '?'));
        shape.open_ended = matches!(
            line.chars().next_back(),
            Some('，' | ',' | '：' | ':' | '、' | '—' | '-')
        );
        shape
    }

    /// True when the line can only be running text: a sentence, or longer than headlines are.
    pub fn is_sentence(self) -> bool {
        self.ends_with_stop
            || self.open_ended
            || self.chars > if self.latin { 110 } else { 40 }
            || (self.stop && self.clause)
    }
}

/// A named part of a line, before its block has a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub kind: PartKind,
    pub span: Span,
}

impl Named {
    /// A part of one kind for each of the spans.
    pub fn each(kind: PartKind, spans: impl IntoIterator<Item = Span>) -> impl Iterator<Item = Self> {
        spans.into_iter().map(move |span| Self { kind, span })
    }
}

/// What a header opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    /// Other reports: their text, or links to them.
    News,
    /// Links, as a rule.
    Links,
    /// A box that belongs to the same report.
    Background,
}

/// A piece of a line with its kind so far.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub kind: BlockKind,
    pub span: Span,
    pub shape: Shape,
    pub named: Vec<Named>,
    /// For related headers.
    pub opens: Option<Opens>,
    /// Ordinal of its article, once known.
    pub article: Option<u32>,
    /// The piece was cut off a paragraph's head or tail.
    pub glued: bool,
}

impl Draft {
    /// A piece without named parts.
    pub fn new(text: &str, kind: BlockKind, span: Span) -> Self {
        Self::shaped(kind, span, Shape::of(span.of(text)))
    }

    /// A piece whose shape is known.
    pub fn shaped(kind: BlockKind, span: Span, shape: Shape) -> Self {
        Self {
            kind,
            span,
            shape,
            named: Vec::new(),
            opens: None,
            article: None,
            glued: false,
        }
    }

    /// A piece with named parts.
    pub fn with(text: &str, kind: BlockKind, span: Span, named: Vec<Named>) -> Self {
        Self {
            named,
            ..Self::new(text, kind, span)
        }
    }

    /// The first part of a kind.
    pub fn part(&self, kind: PartKind) -> Option<Span> {
        self.named
            .iter()
            .find(|named| named.kind == kind)
            .map(|named| named.span)
    }

    /// Running text.
    pub fn is_body(&self) -> bool {
        self.kind == BlockKind::Paragraph && self.shape.is_sentence()
    }

    /// Text that may be a heading, a title, a piece of furniture, or a short paragraph.
    pub fn is_short(&self) -> bool {
        self.kind == BlockKind::Paragraph && !self.shape.is_sentence()
    }
}

/// What a piece that was read from `line` is made of, for tests: `byline agency=某报 person=某某`; nothing without a piece.
#[cfg(test)]
pub(super) fn shown(line: &str, draft: Option<Draft>) -> String {
    let Some(draft) = draft else {
        return String::new();
    };
    let named = draft.named.iter();
    let parts: Vec<_> = named
        .map(|part| format!("{}={}", part.kind.name(), part.span.of(line)))
        .collect();
    format!("{} {}", draft.kind.name(), parts.join(" "))
}

/// All of `line`, for tests.
#[cfg(test)]
pub(super) fn whole(line: &str) -> Span {
    Span::new(0, line.len())
}
