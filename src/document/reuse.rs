//! What matching and lineage find between articles: clusters, passages with their edits, links with evidence.
//!
//! Inside a run an article is a dense `u32`: its rank (by time, then exact hash, then id), so that the smaller
//! number is the earlier article. The ledger turns ranks into the stable ids of the export.

use serde::{Deserialize, Serialize};

use super::{Direction, EditKind, EvidenceKind, PassageKind, Relation, Span};

/// One side of an aligned pair: a span of an article's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Side {
    /// Rank of the article.
    pub article: u32,
    /// Where the passage stands in the text of the article's record.
    pub span: Span,
}

/// A near-duplicate cluster: a star around its first article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// Rank of the representative, which every member was verified against.
    pub centre: u32,
    /// All members but the centre, by rank.
    pub members: Vec<ClusterMember>,
}

/// A member of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClusterMember {
    /// Rank of the article.
    pub article: u32,
    /// True when the matching forms are equal.
    pub exact: bool,
    /// Share of the member's matching form that is aligned with the centre, 0 to 1.
    pub share_of_member: f32,
    /// Share of the centre's matching form that is aligned with the member, 0 to 1.
    pub share_of_centre: f32,
}

/// A difference inside an aligned passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What changed.
    pub kind: EditKind,
    /// The words on the side of `a`, as written; empty when `b` added them.
    pub a_text: String,
    /// The words on the side of `b`, as written.
    pub b_text: String,
    /// Where `a_text` stands in the record of `a`; where it would stand, with no bytes, when `a` lacks it.
    pub a_span: Span,
    /// The same on the side of `b`.
    pub b_span: Span,
}

/// The differences of a passage, packed: they are the most of what a scan finds, and seldom asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edits(Box<[u8]>);

impl Edits {
    /// Takes differences in order of the text.
    pub fn pack(edits: &[Edit]) -> Self {
        Self(postcard::to_stdvec(edits).unwrap_or_default().into_boxed_slice())
    }

    /// The bytes that stand for them.
    pub fn packed(&self) -> &[u8] {
        &self.0
    }

    /// Gives them back.
    pub fn unpack(&self) -> Vec<Edit> {
        postcard::from_bytes(&self.0).unwrap_or_default()
    }
}

/// An aligned pair of spans. `a` is the carrier, `b` the first holder or the one it was carried from.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Index of its family in the run.
    pub family: u32,
    /// What the passage is; boilerplate, formulae and templates are kept but make no links.
    pub kind: PassageKind,
    /// The carrier.
    pub a: Side,
    /// The first holder, or the one it was carried from.
    pub b: Side,
    /// Matched characters over the longer side's characters, 0 to 1.
    pub identity: f32,
    /// Differences, in order of the text.
    pub edits: Edits,
}

/// One piece of evidence for a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What kind of evidence.
    pub kind: EvidenceKind,
    /// Natural logarithm of the odds that it speaks for this direction; negative speaks against it.
    pub log_odds: f32,
    /// Where it stands in the text of the receiving article's record.
    pub span: Option<Span>,
    /// One sentence for a reader.
    pub note: String,
}

/// A directed, evidenced statement: this passage was carried from that one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Index of its family in the run.
    pub family: u32,
    /// Where it came from; `None` for a ghost.
    pub from: Option<Side>,
    /// Name of the source behind `from`; for a ghost the named source whose text is not held.
    pub from_source: Option<String>,
    /// Where it went.
    pub to: Side,
    /// How it was carried.
    pub relation: Relation,
    /// Whether the evidence decides the direction.
    pub direction: Direction,
    /// Probability that the link and its direction are right, 0 to 1.
    pub confidence: f32,
    /// Every item that was weighed.
    pub evidence: Vec<Evidence>,
}
