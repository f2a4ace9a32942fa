//! The nouns that every stage speaks of: what a record is, what an article, a block, a quote and a claim are,
//! and how a reused passage and a link between two articles are described.
//!
//! A stage may depend on this folder and on nothing of its neighbours. All spans are half-open byte ranges of
//! the record's decoded text (see [`Span`]).

mod alignment;
mod article;
mod claim;
mod corpus;
mod finding;
mod posting;
mod record;
mod reuse;
mod span;
mod time;
mod vocabulary;

pub use alignment::{Alignment, Anchor, FormSpan, Gap, Stretch};
pub use article::{Article, Block, Part, Quote, Segmentation, Sentence};
pub use claim::{Attributed, Claim};
pub use corpus::{ArticleEntry, Corpus, Facts, Family, RecordEntry};
pub use finding::{Exhibit, Finding};
pub use posting::Posting;
pub use record::{Metadata, Record};
pub use reuse::{Cluster, ClusterMember, Edit, Edits, Evidence, Link, Passage, Side};
pub use span::{CharIndex, Span};
pub use time::{Clock, ClockKind, Precision, Timestamp};
pub use vocabulary::{
    BlockKind, ClaimKind, Direction, EditKind, EvidenceKind, Format, Judgement, PartKind, PassageKind,
    QuoteKind, Relation, Rule, Severity, SourceKind, Status, Voice,
};
