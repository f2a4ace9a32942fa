//! Parameters of all stages: one struct a stage, and the one place where defaults are given with their reasons.

use crate::document::Format;

/// Parameters of `read`.
#[derive(Clone, Debug)]
pub struct ReadParameters {
    /// Name of the dataset that the records belong to.
    pub dataset: String,
    /// Take every file for this format instead of looking at its content.
    pub format: Option<Format>,
    /// Names of JSONL fields, where the user set them.
    pub fields: FieldNames,
    /// Largest record in bytes: of a file or JSONL line (unpacked) and of its decoded text.
    pub max_record: usize,
}

impl Default for ReadParameters {
    fn default() -> Self {
        Self {
            dataset: "default".to_owned(),
            format: None,
            fields: FieldNames::default(),
            // The longest news page seen is under 2 MB; what is larger is a dump or an archive, not an article.
            max_record: 32 << 20,
        }
    }
}

/// Names of JSONL fields that the user set; `None` means: guess.
#[derive(Clone, Debug, Default)]
pub struct FieldNames {
    /// Field of the id.
    pub id: Option<String>,
    /// Field of the text.
    pub text: Option<String>,
    /// Field of the title.
    pub title: Option<String>,
    /// Field of the address.
    pub url: Option<String>,
    /// Field of the publisher.
    pub outlet: Option<String>,
    /// Field of the declared source.
    pub source: Option<String>,
    /// Field of the publication time.
    pub published_at: Option<String>,
}
