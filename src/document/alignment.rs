//! What aligning two matching forms gives. Offsets here are bytes of the *matching forms*, not of the records.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes of a matching form; both ends on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FormSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl FormSpan {
    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// True when the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The bytes of `form` in this range; empty when it does not fit.
    pub fn of(self, form: &[u8]) -> &[u8] {
        form.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }

    /// Bytes that both ranges share.
    pub fn overlap(self, other: Self) -> u32 {
        self.end
            .min(other.end)
            .saturating_sub(self.start.max(other.start))
    }
}

/// A window that stands in both forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Anchor {
    /// Its first byte in the form of `x`.
    pub x: u32,
    /// Its first byte in the form of `y`.
    pub y: u32,
}

/// A place inside a stretch where the forms differ. One side may be empty, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The differing bytes of `x`.
    pub x: FormSpan,
    /// The differing bytes of `y`.
    pub y: FormSpan,
}

/// A stretch of `x` that stands, edited or not, in `y`. Begins and ends with equal characters, but for a date or a
/// word that was changed at its very edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Where it stands in `x`.
    pub x: FormSpan,
    /// Where it stands in `y`.
    pub y: FormSpan,
    /// Bytes that are equal on both sides.
    pub matched: u32,
    /// Longest run of equal bytes.
    pub longest: u32,
    /// The differences, in order of both sides.
    pub gaps: Vec<Gap>,
}

/// All stretches that two articles share. `y` is of lower rank (the earlier one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// Rank of the later article.
    pub x: u32,
    /// Rank of the earlier article.
    pub y: u32,
    /// By start in `x`.
    pub stretches: Vec<Stretch>,
}
