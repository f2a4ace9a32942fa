//! Printed times: kept with the offset that was written, with how precise they are, and comparable as instants.

use serde::{Deserialize, Serialize};

use super::Span;

/// How precise a printed time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// No time is known.
    #[default]
    None,
    /// A date only.
    Day,
    /// Hours and minutes.
    Minute,
    /// To the second.
    Second,
}

impl Precision {
    /// The word of the export.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// A time as a page or a record gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamp {
    /// RFC 3339 with the offset that was written, or `+08:00` where a Chinese page gives none.
    pub rfc3339: String,
    /// Seconds since the Unix epoch of the same instant; of midnight for a date only.
    pub epoch_seconds: i64,
    /// How precise the written form is.
    pub precision: Precision,
    /// True when the zone was not written and `+08:00` was assumed.
    pub zone_assumed: bool,
}

/// Who tells a time of an article, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The container, of the publication.
    MetadataPublished,
    /// The container, of a change.
    MetadataUpdated,
    /// The page, of the publication: a listing line, a source line, a by-line.
    Printed,
    /// The page, of a change: 更新.
    Updated,
    /// The page, of the paper's edition: `某报（2021年03月04日02版）`.
    PrintEdition,
    /// The address of the page.
    Address,
}

/// One of the times of an article. Clocks of different kinds differ by design and are never compared as if they were one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Who tells it.
    pub kind: ClockKind,
    /// What it says.
    pub time: Timestamp,
    /// Where it is printed; `None` for what does not stand in the text.
    pub span: Option<Span>,
}
