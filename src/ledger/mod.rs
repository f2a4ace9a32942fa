//! The store: everything that is known about a corpus, in one directory.
//!
//! ```text
//! STORE/
//!   ledger.sqlite           what people ask about, as rows: schema.sql says what they are
//!   segments/NNNNNNNN.segment   the facts of each record with its text, or without, packed, immutable, checksummed
//!   segments/NNNNNNNN.digests   what a later scan needs to know of these records; written last: both are a finished batch
//!   segments/NNNNNNNN.seeds     which articles hold a run of text: sorted seeds, immutable, checksummed
//!   segments/NNNNNNNN.postings  where these seeds stand in their articles, for the next scan; checksummed
//!   segments/NNNNNNNN.pairs     which articles were aligned by the last scan, and what they share; checksummed
//!   segments/NNNNNNNN.answers   what costly questions about articles were answered by the last scan; checksummed
//!   ledger.seal                 checksum of the ledger after its last commit
//!   lock                    held by the process that writes
//! ```
//!
//! A scan appends packed records to new segments ([`Scan::append`]) and, when all stages are done, commits rows
//! and the list of segments in one SQLite transaction ([`Scan::commit`]). Until then readers see what stood there
//! before. A scan that fails removes what it wrote; of one that is killed finished batches are left, which the next scan
//! need not make again. [`Store`] reads: the
//! summary ([`Store::overview`]), the findings ([`Store::findings`]), the independent sources of a family
//! ([`Store::sources`]) and the exports. Verdicts of auditors are written on their own ([`Decision::write`]) and outlive scans.

mod ahead;
mod answers;
mod article_ids;
mod article_lists;
mod batches;
mod bits;
mod browse;
mod carried;
mod changes;
mod chunks;
mod compaction;
mod contents;
mod database;
mod digests;
mod excerpts;
mod export;
mod family_rows;
mod findings;
mod fingerprints;
mod frame;
mod groups;
mod holdings;
mod ids;
#[cfg(test)]
mod left_out_tests;
mod link_ids;
mod lock;
mod named;
mod near_ids;
mod numbering;
mod overview;
mod pages;
mod places;
mod postings;
mod relations;
mod rows;
mod run;
mod scan;
mod seal;
mod seeds;
mod segment;
mod sources;
mod statements;
mod store;
#[cfg(test)]
mod tests;
mod texts;
mod upkeep;
#[cfg(test)]
mod verdict_tests;
mod verdicts;
mod whole_file;
mod words;

pub use answers::{ANSWER_PARTS, HeldAnswers, answer_part, append_answer};
pub use article_lists::{ArticleFilter, ArticleList};
pub use batches::FramePlace;
pub use browse::{
    ArticleDetails, ArticleRow, CarriedPair, CarriedText, CarrierRow, CopiedRow, Digest, FamilyRow,
    FamilyStep, FindingEntry, FindingQuery, HeldQuote, Named as NamedSource, OutletFigures, Period,
    PlacedEdit, SharedPassage, Sheet,
};
pub use carried::{
    ClaimView, ClusterView, EditView, EvidenceView, FamilyHead, HolderBehind, LinkView, PassageView,
    PlaceView,
};
pub use changes::{Changes, Stamp};
pub use contents::WriterLock;
pub use excerpts::{Excerpt, Quoted, Region};
pub use export::{Exported, ExportedFile, ExportedGraph, ExportedProv, GraphFormat, Selection, TABLES};
pub use findings::{FindingFilter, FindingView, Page, Place};
pub use frame::pack;
pub use holdings::{HeldArticle, HeldCopy, HeldRecord, Holdings, Named, Overlap, are_other_figures};
pub use ids::article_key;
pub use overview::{
    ArticleCounts, Branch, Carrier, Copies, DatasetCount, Families, FamilyView, Links, Overview, Problem,
    Problems, QuoteCounts, QuoteView, RecordCounts,
};
pub use pages::{ArticleView, StoredPage};
pub use postings::{HeldPostings, pack_postings};
pub use scan::{Keep, Scan, SourceEntry, StandingFrames, StoredRecord};
pub use seeds::SeedLayout;
pub use sources::{Root, Sources, Subject};
pub use statements::Utterance;
pub use store::Store;
pub use texts::{TextKey, Texts};
pub use upkeep::{Compacted, FileSize, Info, TableSize, Verified, compact, verify};
pub use verdicts::{Decision, Verdict};
