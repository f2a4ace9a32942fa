//! A record: one input unit with its decoded text and what its container says about it.

use serde::{Deserialize, Serialize};

use super::{BlockKind, Format, Span, Status};

/// One input unit: a file, a JSONL line, an HTML page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// The record's own id where the input has one, else its path below the scanned root with `#line` for files
    /// of several records. Unique within a dataset.
    pub id: String,
    /// Name of the dataset (`--dataset`).
    pub dataset: String,
    /// Path with `#line` where the file holds several records, as the user would type it.
    pub uri: String,
    /// What the container was.
    pub format: Format,
    /// Name of the encoding that the bytes were decoded from, e.g. `UTF-8`, `GBK`.
    pub encoding: String,
    /// How many characters could not be decoded and were replaced by U+FFFD.
    pub replacements: u32,
    /// The decoded text that all spans refer to: the whole file for text, the text field for JSONL, the extracted
    /// text for HTML, the text without its marks for Markdown. Empty unless `status` is [`Status::Ok`] or
    /// [`Status::NoArticle`].
    #[serde(with = "text_bytes")]
    pub text: String,
    /// xxh3-64 of the bytes that the record was decoded from: of the file, the line, the row. 0 where there are none.
    pub content_hash: u64,
    /// What the container says beside the text.
    pub metadata: Metadata,
    /// Whether the record could be used.
    pub status: Status,
    /// Why not: the reason with its place (line, byte offset), in one clear sentence.
    pub problem: Option<String>,
}

/// Long texts go as bytes, in binary formats the same as a string, so that they are checked as fast as memory can be read: the library's own
/// check is a third of what reading a record from a store costs.
mod text_bytes {
    use std::fmt;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(text.as_bytes())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_bytes(Text)
    }

    struct Text;

    impl Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("bytes of UTF-8")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
            simdutf8::basic::from_utf8(bytes)
                .map(str::to_owned)
                .map_err(E::custom)
        }
    }
}

/// What a record's container says about it beside the text: fields of a JSONL line, `<meta>` and JSON-LD of a page.
/// All values are as written, untrimmed of nothing but white space at the ends; empty values are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Address of the page.
    pub url: Option<String>,
    /// `<link rel=canonical>` or `og:url` where it differs from nothing.
    pub canonical: Option<String>,
    /// Title field or `og:title`.
    pub title: Option<String>,
    /// Publisher: JSONL `outlet|site|publisher|media`, `og:site_name`.
    pub outlet: Option<String>,
    /// What the container says the text is from: JSONL `source|来源`, `<meta name=source|mediaid>`. A claim, not the publisher.
    pub source: Option<String>,
    /// Author as written.
    pub author: Option<String>,
    /// Publication time as written.
    pub published_at: Option<String>,
    /// Update time as written.
    pub updated_at: Option<String>,
    /// Links to an original (原文链接, `rel=original-source`).
    pub source_link: Option<String>,
    /// Names and addresses by which a page tells whose it is where it does not say so outright, likeliest first: the end
    /// of its `<title>`, its copyright line, its links. Only what the table of outlets knows among them counts. Kept
    /// behind the facts of a record, as is what follows, so that older frames stay readable.
    #[serde(skip)]
    pub outlet_hints: Vec<String>,
    /// What a page's markup says of lines of the text that the words alone do not tell: captions, short paragraphs.
    /// Sorted, without overlaps.
    #[serde(skip)]
    pub layout: Vec<(Span, BlockKind)>,
}
