//! Claims: what a page says about its sources.

use serde::{Deserialize, Serialize};

use super::{ClaimKind, Segmentation, Sentence, SourceKind, Span};

/// What a page says about a source, with the words that say it and the text they govern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Ordinal of the article it is about.
    pub article: u32,
    /// How it is said.
    pub kind: ClaimKind,
    /// The name as written; joint speakers joined by `、`.
    pub source_name: String,
    /// Canonical name; for a pronoun, 会议 and the like the full name of the person or body meant.
    pub source: Option<String>,
    /// What the named source is.
    pub source_kind: SourceKind,
    /// The words that mark the claim: `来源:`, `据…消息`, `指出`.
    pub cue: String,
    /// The words of the claim; `None` when it stands only in metadata.
    pub span: Option<Span>,
    /// The text that the claim governs; `None` when it stands only in metadata.
    pub scope: Option<Span>,
    /// Id of the rule that found it.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// A record after the claim stage: the segmentation with publishers, declared sources and speakers filled in,
/// and what was found beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attributed {
    /// Articles, blocks, parts and quotes.
    pub segmentation: Segmentation,
    /// Sorted by article, then by place, then by kind; claims from metadata first.
    pub claims: Vec<Claim>,
    /// Sorted by place.
    pub sentences: Vec<Sentence>,
}
