//! Places in a record's text: half-open byte ranges, and the way from bytes to characters.

use serde::{Deserialize, Serialize};

/// A half-open range `[start, end)` in UTF-8 bytes of the record's decoded text. Both ends lie on character
/// boundaries. Records are at most 4 GiB (the reader caps them far below that), hence `u32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets beyond `u32::MAX` are clamped; the reader never lets such a record in.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// True when the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The slice of `text`, or the empty string when the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// True when `other` lies inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Bytes that both spans share.
    pub fn overlap(self, other: Self) -> usize {
        self.common(other).map_or(0, Self::len)
    }

    /// What both spans share.
    pub fn common(self, other: Self) -> Option<Self> {
        let both = Self {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        };
        (!both.is_empty()).then_some(both)
    }

    /// Bytes of this span that lie in any of `others`, which may overlap.
    pub fn covered_by(self, others: impl Iterator<Item = Self>) -> usize {
        let mut others: Vec<Self> = others.filter(|other| other.overlap(self) > 0).collect();
        others.sort_unstable();
        let (mut reached, mut covered) = (self.start, 0);
        for other in others {
            let rest = Self {
                start: other.start.max(reached),
                end: other.end.min(self.end),
            };
            covered += rest.len();
            reached = reached.max(rest.end);
        }
        covered
    }
}

/// Turns byte offsets of one text into character offsets (Unicode scalars) in O(1) per 256 bytes.
#[derive(Clone, Debug)]
pub struct CharIndex<'text> {
    text: &'text str,
    /// Characters before byte `256 * i`.
    checkpoints: Vec<u32>,
}

const STEP: usize = 256;

/// True for the bytes that begin a character in UTF-8.
fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl<'text> CharIndex<'text> {
    /// Counts the characters of `text` once.
    pub fn new(text: &'text str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        let mut characters = 0u32;
        for chunk in text.as_bytes().chunks(STEP) {
            checkpoints.push(characters);
            characters += chunk.iter().filter(|&&byte| begins_character(byte)).count() as u32;
        }
        if checkpoints.is_empty() || text.len().is_multiple_of(STEP) {
            checkpoints.push(characters);
        }
        Self { text, checkpoints }
    }

    /// Characters before byte `offset`. An offset beyond the text counts all of it.
    pub fn char_offset(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let checkpoint = offset / STEP;
        let before = self.checkpoints.get(checkpoint).copied().unwrap_or(0);
        let bytes = self.text.as_bytes().get(checkpoint * STEP..offset).unwrap_or(&[]);
        before + bytes.iter().filter(|&&byte| begins_character(byte)).count() as u32
    }

    /// The span in characters: `(start_char, end_char)`.
    pub fn chars(&self, span: Span) -> (u32, u32) {
        (self.char_offset(span.start), self.char_offset(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::{CharIndex, Span};

    #[test]
    fn what_several_spans_cover_counts_once() {
        let span = Span::new(10, 100);
        let covered = |others: &[(usize, usize)]| {
            span.covered_by(others.iter().map(|&(start, end)| Span::new(start, end)))
        };
        assert_eq!(covered(&[(50, 70), (0, 20), (60, 80), (90, 300), (200, 300)]), 50);
        assert_eq!(covered(&[(0, 10), (100, 120), (40, 40)]), 0);
        // Oracle: byte by byte.
        let others = [(5, 30), (12, 18), (25, 60), (99, 101)];
        let by_byte = (10..100).filter(|at| others.iter().any(|&(start, end)| (start..end).contains(at)));
        assert_eq!(covered(&others), by_byte.count());
    }

    #[test]
    fn char_offsets_agree_with_counting() {
        let text = "溯源 trace 到源头。".repeat(60);
        let index = CharIndex::new(&text);
        for (characters, (bytes, _)) in text.char_indices().enumerate() {
            assert_eq!(index.char_offset(bytes as u32), characters as u32);
        }
        assert_eq!(index.char_offset(text.len() as u32), text.chars().count() as u32);
        assert_eq!(CharIndex::new("").char_offset(0), 0);
        let ascii = "a".repeat(512);
        assert_eq!(CharIndex::new(&ascii).char_offset(512), 512);
    }

    #[test]
    fn spans_compare_as_ranges() {
        let outer = Span::new(3, 9);
        assert!(outer.contains(Span::new(3, 9)));
        assert_eq!(outer.overlap(Span::new(8, 20)), 1);
        assert_eq!(outer.overlap(Span::new(9, 20)), 0);
        assert_eq!(Span::new(0, 3).of("源头"), "源");
        assert_eq!(Span::new(1, 3).of("源头"), "");
    }
}
