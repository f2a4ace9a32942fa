//! A page to the text of its article. In: the decoded page. Out: title, header lines and body as plain text, one
//! block a line with an empty line between blocks, and what the page's metadata says.

use std::sync::LazyLock;

use dom_smoothie::{Config, Readability, TextMode};
use regex::bytes::Regex;

use crate::document::Metadata;

/// What a page holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Extracted {
    /// The article's text; empty when there is none.
    pub(super) text: String,
    /// What the page says of itself.
    pub(super) metadata: Metadata,
    /// Why there is no article.
    pub(super) problem: Option<String>,
}

/// The encoding that a page names in its first bytes.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    static CHARSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([a-z0-9_:.-]{2,30})"#).ok()
    });
    let head = bytes.get(..4096).unwrap_or(bytes);
    let label = CHARSET.as_ref()?.captures(head)?.get(1)?;
    String::from_utf8(label.as_bytes().to_vec()).ok()
}

/// Extracts the article.
pub(super) fn extract(page: &str) -> Extracted {
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let article = Readability::new(page, None, Some(config)).and_then(|mut reader| reader.parse());
    match article {
        Ok(article) => {
            let metadata = Metadata {
                title: Some(article.title),
                ..Metadata::default()
            };
            Extracted {
                text: article.text_content.to_string(),
                metadata,
                problem: None,
            }
        }
        Err(fault) => Extracted {
            problem: Some(fault.to_string()),
            ..Extracted::default()
        },
    }
}
