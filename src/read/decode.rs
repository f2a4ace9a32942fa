//! A unit to a record. In: a [`RawRecord`]. Out: the [`Record`] with its text and metadata, or with the status and the
//! problem that stand for it. Pure, and it never fails.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::columns::Columns;
use super::elements::Start;
use super::encoding::{self, Decoded};
use super::fields::Line;
use super::html;
use super::jsonl::{self, LineFault};
use super::markdown;
use super::raw_record::{Problem, RawRecord};
use super::warc_page;
use crate::config::ReadParameters;
use crate::document::{Format, Record, Status};

/// Decodes a unit.
pub fn decode(raw: RawRecord, parameters: &ReadParameters) -> Record {
    let RawRecord {
        name,
        line,
        format,
        columns,
        start,
        content,
    } = raw;
    let uri = line.map_or_else(|| name.to_string(), |line| format!("{name}#{line}"));
    let mut record = Record {
        id: uri.clone(),
        dataset: parameters.dataset.clone(),
        uri,
        format,
        content_hash: content.as_deref().map_or(0, content_hash),
        ..Record::default()
    };
    let filled = content.and_then(|bytes| match format {
        Format::Text => fill_text(&mut record, bytes, None, parameters),
        Format::Html => fill_html(&mut record, bytes, None, parameters),
        Format::Markdown => fill_markdown(&mut record, bytes, parameters),
        Format::Warc => warc_page::fill(&mut record, &bytes, parameters),
        Format::Jsonl | Format::Json | Format::Parquet => fill_line(&mut record, &bytes, parameters),
        Format::Csv => fill_row(&mut record, &bytes, columns.as_deref(), parameters),
    });
    let filled = filled.and_then(|()| {
        if record.text.len() > parameters.max_record {
            Err(Problem::oversize(parameters.max_record))
        } else {
            Ok(())
        }
    });
    if let Err(Problem { status, reason, .. }) = filled {
        let place = match (line, start) {
            (_, Some(Start { line, byte })) => format!("{}: line {line}, byte {byte}", record.uri),
            (Some(line), _) if format != Format::Warc => format!("{name}:{line}"),
            _ => record.uri.clone(),
        };
        record.status = status;
        record.problem = Some(format!("{place}: {reason}"));
        if status != Status::NoArticle {
            record.text = String::new();
        }
    }
    record
}

/// What the bytes of a unit are known by, so that it can be told whether they have changed since.
pub fn content_hash(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// The text of a line or row, whatever it is encoded in.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(encoding::decode_fragment(bytes, None).text),
    }
}

/// Decodes the bytes of a whole file.
fn decoded_file(
    record: &mut Record,
    bytes: Vec<u8>,
    declared: Option<&str>,
    parameters: &ReadParameters,
) -> Result<String, Problem> {
    if bytes.is_empty() {
        return Err(Problem::unreadable("empty file"));
    }
    let set = parameters.encoding.as_deref();
    let decoded = set.and_then(|label| encoding::decode_as(&bytes, label));
    match decoded.unwrap_or_else(|| encoding::decode(bytes, declared)) {
        Err(fault) => Err(Problem::unreadable(format!(
            "{}, first at byte {}",
            fault.reason, fault.offset
        ))),
        Ok(Decoded {
            text,
            encoding,
            replacements,
        }) => {
            record.encoding = encoding.to_owned();
            record.replacements = replacements;
            if text.trim().is_empty() {
                Err(Problem::unreadable("empty file: only white space"))
            } else {
                Ok(text)
            }
        }
    }
}

/// A plain text; `declared` is the encoding that its container names.
pub(super) fn fill_text(
    record: &mut Record,
    bytes: Vec<u8>,
    declared: Option<String>,
    parameters: &ReadParameters,
) -> Result<(), Problem> {
    record.text = decoded_file(record, bytes, declared.as_deref(), parameters)?;
    Ok(())
}

/// A Markdown file.
fn fill_markdown(record: &mut Record, bytes: Vec<u8>, parameters: &ReadParameters) -> Result<(), Problem> {
    let source = decoded_file(record, bytes, None, parameters)?;
    let rendered = markdown::render(&source, &parameters.fields);
    record.metadata = rendered.metadata;
    record.text = rendered.text;
    if record.text.is_empty() {
        return Err(Problem {
            status: Status::NoArticle,
            ..Problem::unreadable("no article: the Markdown file holds no text")
        });
    }
    Ok(())
}

/// A page; `declared` is the encoding that its container names, which is believed before the page.
pub(super) fn fill_html(
    record: &mut Record,
    bytes: Vec<u8>,
    declared: Option<String>,
    parameters: &ReadParameters,
) -> Result<(), Problem> {
    let declared = declared.or_else(|| html::declared_encoding(&bytes));
    let page = decoded_file(record, bytes, declared.as_deref(), parameters)?;
    let extracted = html::extract(&page);
    record.metadata = extracted.metadata;
    record.text = extracted.text;
    extracted.problem.map_or(Ok(()), |reason| {
        Err(Problem {
            status: Status::NoArticle,
            ..Problem::unreadable(reason)
        })
    })
}

fn fill_line(record: &mut Record, bytes: &[u8], parameters: &ReadParameters) -> Result<(), Problem> {
    let set = parameters.encoding.as_deref();
    // Parquet has one encoding.
    let set = set.filter(|_| record.format != Format::Parquet);
    let line = fragment(record, bytes, None, set);
    let line = jsonl::parse(&line, &parameters.fields).map_err(|fault| match fault {
        LineFault::Field(reason) => Problem::unreadable(reason),
        LineFault::NotJson(fault) if record.format == Format::Json => {
            Problem::unreadable(format!("not JSON: {fault} of the element"))
        }
        LineFault::NotJson(fault) => Problem::unreadable(format!("not JSON: {}", without_line(&fault))),
    })?;
    fill_fields(record, line)
}

fn fill_row(
    record: &mut Record,
    bytes: &[u8],
    columns: Option<&Columns>,
    parameters: &ReadParameters,
) -> Result<(), Problem> {
    let Some(columns) = columns else {
        return Err(Problem::unreadable("a row of a table without a header"));
    };
    let row = fragment(record, bytes, columns.encoding(), parameters.encoding.as_deref());
    let line = columns
        .line(&row, &parameters.fields)
        .map_err(Problem::unreadable)?;
    fill_fields(record, line)
}

/// Decodes a line or row, and notes its encoding; `set` is what the user says that it is.
fn fragment<'b>(
    record: &mut Record,
    bytes: &'b [u8],
    declared: Option<&str>,
    set: Option<&str>,
) -> Cow<'b, str> {
    let decoded = set.and_then(|label| encoding::decode_fragment_as(bytes, label));
    if decoded.is_none()
        && let Ok(text) = simdutf8::basic::from_utf8(bytes)
    {
        "UTF-8".clone_into(&mut record.encoding);
        return Cow::Borrowed(text);
    }
    let Decoded {
        text,
        encoding,
        replacements,
    } = decoded.unwrap_or_else(|| encoding::decode_fragment(bytes, declared));
    encoding.clone_into(&mut record.encoding);
    record.replacements = replacements;
    Cow::Owned(text)
}

fn fill_fields(record: &mut Record, line: Line) -> Result<(), Problem> {
    if let Some(id) = line.id {
        record.id = id;
    }
    record.metadata = line.metadata;
    record.text = line.text;
    if record.text.trim_start().is_empty() {
        return Err(Problem {
            status: Status::NoArticle,
            ..Problem::unreadable("the text field is empty")
        });
    }
    Ok(())
}

/// The parser's words, with the column alone: it counts lines inside the one line it was given.
fn without_line(fault: &serde_json::Error) -> String {
    let said = fault.to_string();
    let place = format!(" at line {} column {}", fault.line(), fault.column());
    match said.strip_suffix(&place) {
        Some(reason) => format!("{reason} at column {}", fault.column()),
        None => said,
    }
}
