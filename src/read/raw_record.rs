//! What a source is cut into: one unit before decoding, or what kept it from being read. By its bytes and their place a scan
//! knows again what its store holds.

use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::columns::Columns;
use super::elements::Start;
use crate::document::{Format, Status};

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
    /// Where the element of a JSON document begins.
    pub(super) start: Option<Start>,
    /// The bytes, or what kept them from being read.
    pub(super) content: Result<Vec<u8>, Problem>,
}

impl RawRecord {
    /// What stands for a file that cannot be read.
    pub(super) fn refused(name: Arc<str>, problem: Problem) -> Self {
        Self {
            name,
            line: None,
            format: Format::default(),
            columns: None,
            start: None,
            content: Err(problem),
        }
    }

    /// Path with `#line` where the source holds several records.
    pub fn uri(&self) -> String {
        self.line
            .map_or_else(|| self.name.to_string(), |line| format!("{}#{line}", self.name))
    }

    /// What its record is decoded from, as a hash: its bytes, their place, their format, and the header that gives its fields
    /// their names, with the `way` of reading. 0 where it could not be read and it is not known what stands there.
    pub fn reading(&self, way: &str) -> u128 {
        let content = match &self.content {
            Ok(content) => content.as_slice(),
            Err(problem) if problem.settled => problem.reason.as_bytes(),
            Err(_) => return 0,
        };
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
        // What is wrong with an element is said with its place.
        if let Some(start) = &self.start {
            put(format!("{start:?}").as_bytes());
        }
        if self.content.is_err() {
            put(b"refused");
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
    /// The bytes are all there and no other reading of them would help: the file did not break off here.
    pub(super) settled: bool,
}

impl Problem {
    pub(super) fn unreadable(reason: impl Into<String>) -> Self {
        Self {
            status: Status::Unreadable,
            reason: reason.into(),
            settled: false,
        }
    }

    /// Of what is sound, and not read.
    pub(super) fn settled(reason: impl Into<String>) -> Self {
        Self {
            settled: true,
            ..Self::unreadable(reason)
        }
    }

    pub(super) fn oversize(maximum: usize) -> Self {
        let reason = format!("larger than the largest record allowed ({maximum} bytes, see --max-record)");
        Self {
            status: Status::Oversize,
            reason,
            settled: true,
        }
    }
}
