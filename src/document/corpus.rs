//! What a scan hands to the store: the facts of each record, and what follows from all records together.

use serde::{Deserialize, Serialize};

use super::{Attributed, Cluster, Finding, Link, Passage, PassageKind, Record, Side};

/// Everything that is known of a record by itself. Depends on the record alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The record with its text.
    pub record: Record,
    /// Articles, blocks, quotes, claims, sentences.
    pub attributed: Attributed,
}

/// A record inside a run; records are numbered in the order in which they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordEntry {
    /// 1 for the first version of an identity (dataset, id), counted by published_at, then text hash.
    pub version: u32,
    /// True for the newest version: only that one has articles and rows in other tables.
    pub newest: bool,
    /// Hash of everything that the record is but its place: the facts of records with one hash are the same.
    pub content: u128,
}

/// An article inside a run; articles are numbered by rank, so that the smaller number is the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleEntry {
    /// Number of its record in the order of reading.
    pub record: u32,
    /// Its ordinal in the record.
    pub ordinal: u32,
    /// Hash of its dataset, its record's id and its ordinal: what it is known by in ids.
    pub key: u128,
    /// False where nobody knows when it was published; these are the last by rank.
    pub dated: bool,
    /// Characters (Unicode scalars) of its body paragraphs.
    pub body_chars: u32,
    /// xxh3-128 of the body's matching form.
    pub exact_hash: u128,
    /// 64-bit simhash of the body's matching form.
    pub simhash: u64,
}

/// A family of passages: a star around its first holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// What its passages are.
    pub kind: PassageKind,
    /// The first holder's span.
    pub first: Side,
}

/// What follows from all records together. Depends on the set of records, not on their order.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// By number of reading.
    pub records: Vec<RecordEntry>,
    /// By rank.
    pub articles: Vec<ArticleEntry>,
    /// Blocks found to be boilerplate: (record, index of the block). Sorted.
    pub boilerplate: Vec<(u32, u32)>,
    /// Sorted by centre.
    pub clusters: Vec<Cluster>,
    /// Passages and links refer to families by their index here. Sorted by first holder, span and kind.
    pub families: Vec<Family>,
    /// Sorted by family, then `a`, then `b`.
    pub passages: Vec<Passage>,
    /// The family of each quote that stands elsewhere too: (article's rank, index in the record's
    /// `segmentation.quotes`, family). Sorted.
    pub quote_families: Vec<(u32, u32, u32)>,
    /// Sorted by family, then `to`, then `from`.
    pub links: Vec<Link>,
    /// Sorted by place, then rule.
    pub findings: Vec<Finding>,
}
