//! Progress of long work, told to whoever wants to show it. The library never prints.

/// The steps of long work, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading, segmenting and claiming; counted in records.
    Read,
    /// Finding the lines that many pages of a host share.
    Boilerplate,
    /// Seeds and hashes; counted in articles.
    Fingerprint,
    /// Proposing candidate pairs.
    Match,
    /// Aligning them; counted in articles.
    Align,
    /// Directing the links; counted in families.
    Lineage,
    /// Holding credits against texts; counted in articles.
    Audit,
    /// Writing the store.
    Write,
    /// Deciding what a cleaned corpus is without.
    Decide,
    /// Writing a corpus, cleaned or put back; counted in records, or in files where they are put back.
    Copy,
    /// Making the pages of a report; counted in pages.
    Pages,
    /// Making the search index; counted in articles.
    Index,
}

impl Step {
    /// One word for a progress line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Boilerplate => "boilerplate",
            Self::Fingerprint => "fingerprints",
            Self::Match => "matching",
            Self::Align => "aligning",
            Self::Lineage => "lineage",
            Self::Audit => "audit",
            Self::Write => "writing",
            Self::Decide => "deciding",
            Self::Copy => "copying",
            Self::Pages => "pages",
            Self::Index => "indexing",
        }
    }
}

/// Hears how far the work is.
pub trait Progress: Sync {
    /// A step begins; `total` is in its unit, where it is known.
    fn begin(&self, step: Step, total: Option<u64>);
    /// `units` more are done.
    fn advance(&self, step: Step, units: u64);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: Step, _total: Option<u64>) {}
    fn advance(&self, _step: Step, _units: u64) {}
}
