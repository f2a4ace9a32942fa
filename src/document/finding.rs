//! Findings: what an auditor should see.

use serde::{Deserialize, Serialize};

use super::{Rule, Severity, Side};

/// Something about a page's credits, or about how it carried a text, that a reader should know. Never the last word: it
/// says what was seen, and the catalogue of rules says what would refute it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it says.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// Probability that a careful reader agrees, 0 to 1.
    pub confidence: f32,
    /// The place in the copy; for what is missing the sentence beside the gap. Never empty.
    pub at: Side,
    /// The place in what it is compared with.
    pub other: Option<Side>,
    /// One sentence for a reader.
    pub message: String,
    /// What was seen, item by item.
    pub evidence: Vec<Exhibit>,
    /// xxh3-64 of the words at both places: the finding is known by them, so that it keeps its id when the text before it
    /// grows.
    pub words: u64,
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// What it is, in one sentence.
    pub note: String,
    /// The words in the copy, as written; empty where there are none.
    pub here: String,
    /// The words in what it is compared with, as written; empty where there are none.
    pub there: String,
}
