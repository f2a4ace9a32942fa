//! Tells what a file is. In: its first bytes and its name. Out: how it is compressed, what format it has, or what it
//! is that cannot be read. Content is believed before the name.

use serde_json::error::Category;

use super::columns::Columns;
use super::encoding;
use super::json_document;
use super::jsonl::{self, LineFault};
use super::warc;
use crate::config::{FieldNames, ReadParameters};
use crate::document::Format;

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// They are not.
    None,
    /// gzip, any number of members.
    Gzip,
    /// Zstandard, any number of frames.
    Zstd,
}

impl Compression {
    /// Told from the first four bytes.
    pub(super) fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// First bytes of what people keep beside texts and we do not read.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office document"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\xFD7zXZ\0", "an xz archive; unpack it first"),
    (b"BZh91AY&SY", "a bzip2 archive; unpack it first"),
    // One that is not packed does not come here.
    (
        b"PAR1",
        "a Parquet file inside a compressed file; unpack it first",
    ),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7FELF", "a program"),
    (b"\x1F\x8B", "a gzip file inside a compressed file"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard file inside a compressed file"),
];

/// What the file is, if it is known to be nothing that we read.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    let magic = FOREIGN
        .iter()
        .find(|(magic, _)| head.starts_with(magic))
        .map(|(_, what)| *what);
    magic.or(match head {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("a WebP image"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W' | b'A', ..] => Some("a sound or film"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("a film"),
        _ => None,
    })
}

/// Tags that a page without doctype, or a piece of one, begins with.
const FIRST_TAGS: &[&str] = &[
    "a", "article", "b", "base", "body", "br", "center", "div", "font", "h1", "h2", "h3", "head", "header",
    "html", "img", "link", "main", "meta", "p", "script", "section", "span", "strong", "style", "table",
    "title", "ul",
];

/// The format of a file. `head` are its first unpacked bytes, `complete` says that they are all of it; `name` is its
/// file name.
pub(super) fn format(
    head: &[u8],
    complete: bool,
    name: &str,
    parameters: &ReadParameters,
) -> Result<Format, &'static str> {
    let fields = &parameters.fields;
    let is_marked = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let is_wide =
        is_marked || memchr::memchr(0, head).is_some() && encoding::utf16_without_mark(even(head)).is_some();
    let wide = if is_wide {
        encoding::decode(even(head).to_vec(), None).ok()
    } else {
        None
    };
    let bytes = wide.as_ref().map_or(head, |decoded| decoded.text.as_bytes());
    let bytes = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    if warc::begins(bytes) {
        return Ok(Format::Warc);
    }
    if begins_as_page(bytes) {
        return Ok(Format::Html);
    }
    let lower = name.to_ascii_lowercase();
    let plain = [".gz", ".zst", ".zstd"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))
        .unwrap_or(&lower);
    let ends_with = |ends: &[&str]| ends.iter().any(|end| plain.ends_with(end));
    let named_jsonl = ends_with(&[".jsonl", ".ndjson", ".jl"]);
    // An array of records in an object may stand on one line, of which no more than its beginning is seen.
    let json = !named_jsonl && json_document::begins(bytes, parameters);
    let jsonl =
        named_jsonl || begins_as_jsonl(bytes, complete, fields) && !(json && in_arrays(bytes, parameters));
    if (jsonl || json) && is_wide {
        Err("JSON in UTF-16; JSON is read in UTF-8, or in an encoding whose line ends are single bytes")
    } else if jsonl {
        Ok(Format::Jsonl)
    } else if json {
        Ok(Format::Json)
    } else if ends_with(&[".json"]) && matches!(bytes, [b'{' | b'[', ..]) {
        Err(NO_RECORDS)
    } else if ends_with(TABLES) && is_wide {
        Err("a table in UTF-16; CSV is read in UTF-8, or in an encoding whose line ends are single bytes")
    } else if ends_with(TABLES) || !is_wide && Columns::of(bytes, parameters, false).is_some() {
        Ok(Format::Csv)
    } else if ends_with(&[".html", ".htm", ".shtml", ".xhtml"]) && memchr::memchr(b'<', bytes).is_some() {
        Ok(Format::Html)
    } else if ends_with(&[".warc"]) {
        Ok(Format::Warc)
    } else if ends_with(&[".md", ".markdown"]) {
        Ok(Format::Markdown)
    } else {
        Ok(Format::Text)
    }
}

const NO_RECORDS: &str =
    "a JSON document without records: what is read are objects with a text field, in an array or alone";

/// True where the records of a JSON document stand in arrays.
fn in_arrays(bytes: &[u8], parameters: &ReadParameters) -> bool {
    !json_document::Document::of(bytes, parameters).objects
}

/// Ends of the names of tables as text.
const TABLES: &[&str] = &[".csv", ".tsv", ".tab"];

/// `bytes` without the last one, where they are odd in number.
fn even(bytes: &[u8]) -> &[u8] {
    bytes.get(..bytes.len() & !1).unwrap_or(bytes)
}

/// True when the first tag, after declarations and comments, is one of HTML.
pub(super) fn begins_as_page(mut bytes: &[u8]) -> bool {
    loop {
        let skipped = if bytes.starts_with(b"<!--") {
            memchr::memmem::find(bytes, b"-->").map(|end| end + 3)
        } else if bytes.starts_with(b"<?") {
            memchr::memmem::find(bytes, b"?>").map(|end| end + 2)
        } else {
            None
        };
        match skipped.and_then(|end| bytes.get(end..)) {
            Some(rest) => bytes = rest.trim_ascii_start(),
            None => break,
        }
    }
    let Some(after) = bytes.strip_prefix(b"<") else {
        return false;
    };
    if after
        .get(..8)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"!doctype"))
    {
        return after.get(8..).is_some_and(|rest| {
            rest.trim_ascii_start()
                .get(..4)
                .is_some_and(|word| word.eq_ignore_ascii_case(b"html"))
        });
    }
    let length = after
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let (tag, rest) = after.split_at(length);
    let closed = rest
        .first()
        .is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    closed
        && FIRST_TAGS
            .iter()
            .any(|known| tag.eq_ignore_ascii_case(known.as_bytes()))
}

/// True when the first line is a JSON object with a text field, or the sound beginning of an object that is longer
/// than `bytes`.
fn begins_as_jsonl(bytes: &[u8], complete: bool, fields: &FieldNames) -> bool {
    if !bytes.starts_with(b"{") {
        return false;
    }
    let end = memchr::memchr(b'\n', bytes);
    let line = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or(bytes);
    let cut = end.is_none() && !complete;
    let line = match std::str::from_utf8(line) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(_) => std::borrow::Cow::Owned(encoding::decode_fragment(line, None).text),
    };
    match jsonl::parse(&line, fields) {
        Ok(_) => true,
        Err(LineFault::NotJson(fault)) => cut && fault.classify() == Category::Eof,
        Err(LineFault::Field(_)) => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Compression, foreign, format};
    use crate::config::ReadParameters;
    use crate::document::Format;

    fn told(head: &str, name: &str) -> Format {
        format(head.as_bytes(), true, name, &ReadParameters::default()).unwrap()
    }

    #[test]
    fn content_is_believed_before_the_name() {
        assert_eq!(told("\u{FEFF} <!DOCTYPE HTML><p>", "a.txt"), Format::Html);
        assert_eq!(
            told("<?xml version='1.0'?>\n<!-- x -->\n<html lang=zh>", "a"),
            Format::Html
        );
        assert_eq!(told("<div class=a>文</div>", "a.txt"), Format::Html);
        assert_eq!(told("<正文>海滨市", "a.txt"), Format::Text);
        assert_eq!(told("<pre-release> notes", "a.txt"), Format::Text);
        assert_eq!(told("\n{\"正文\": \"文\"}\n{", "a.txt"), Format::Jsonl);
        assert_eq!(told("{\"a\": 1}\n", "a.txt"), Format::Text);
        assert_eq!(told("\u{FEFF}标题,正文\n一,二\n", "a.txt"), Format::Csv);
        assert_eq!(told("text, or so they say\n", "a.txt"), Format::Text);
        assert_eq!(told("\u{FEFF}\n[ {\"a\": 1}]", "a.txt"), Format::Json);
        assert_eq!(told("{\n \"text\": \"文\"\n}", "a"), Format::Json);
        assert_eq!(
            told("{\"n\": 1, \"data\": [{\"text\": \"文\"}]}", "a"),
            Format::Json
        );
        assert_eq!(told("[1] 海滨市", "a.txt"), Format::Text);
    }

    #[test]
    fn the_name_decides_where_content_does_not() {
        assert_eq!(told("{\"a\": 1}\n", "a.jsonl.gz"), Format::Jsonl);
        assert_eq!(told("海滨<b>市</b>", "a.HTM"), Format::Html);
        assert_eq!(told("海滨市", "a.html"), Format::Text);
        assert_eq!(told("a,b\n", "a.csv.gz"), Format::Csv);
        assert_eq!(told("# 海滨市", "a.md.gz"), Format::Markdown);
        let parameters = ReadParameters::default();
        assert!(format(b"\xFF\xFEa\0,\0", true, "a.csv", &parameters).is_err());
        let wide: Vec<u8> = "{\"text\": \"一艘\"}\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for name in ["a.jsonl", "a"] {
            assert!(
                format(&wide, true, name, &parameters)
                    .unwrap_err()
                    .contains("JSON in UTF-16")
            );
        }
        assert!(format(b"{\n \"text\": 1}", true, "a.json", &parameters).is_err());
        assert!(format(b"[1, 2]", true, "a.json", &parameters).is_err());
    }

    #[test]
    fn a_first_line_longer_than_what_was_seen_is_still_jsonl() {
        let head = b"{\"id\": 1, \"x\": \"\xE6\xB5\xB7";
        let fields = ReadParameters::default();
        assert_eq!(format(head, false, "a", &fields), Ok(Format::Jsonl));
        assert_eq!(format(head, true, "a", &fields), Ok(Format::Text));
    }

    #[test]
    fn packed_and_foreign_files_are_known() {
        assert_eq!(Compression::of(&[0x1F, 0x8B, 8]), Compression::Gzip);
        assert_eq!(Compression::of(&[0x28, 0xB5, 0x2F, 0xFD]), Compression::Zstd);
        assert_eq!(Compression::of(b"(\xB5"), Compression::None);
        assert_eq!(foreign(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(foreign("海滨".as_bytes()), None);
    }
}
