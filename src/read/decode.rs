//! A unit to a record. In: a [`RawRecord`]. Out: the [`Record`] with its text and metadata, or with the status and the
//! problem that stand for it. Pure, and it never fails.

use xxhash_rust::xxh3::xxh3_64;

use super::encoding::{self, Decoded};
use super::html;
use super::jsonl::{self, LineFault};
use super::records::{Problem, RawRecord};
use crate::config::ReadParameters;
use crate::document::{Format, Record, Status};

/// Decodes a unit.
pub fn decode(raw: RawRecord, parameters: &ReadParameters) -> Record {
    let RawRecord {
        name,
        line,
        format,
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
        Format::Text => fill_text(&mut record, bytes),
        Format::Html => fill_html(&mut record, bytes),
        Format::Jsonl => fill_line(&mut record, &bytes, parameters),
    });
    let filled = filled.and_then(|()| {
        if record.text.len() > parameters.max_record {
            Err(Problem::oversize(parameters.max_record))
        } else {
            Ok(())
        }
    });
    if let Err(Problem { status, reason }) = filled {
        let place = line.map_or_else(|| name.to_string(), |line| format!("{name}:{line}"));
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

/// Decodes the bytes of a whole file.
fn decoded(record: &mut Record, bytes: Vec<u8>, declared: Option<&str>) -> Result<String, Problem> {
    if bytes.is_empty() {
        return Err(Problem::unreadable("empty file"));
    }
    match encoding::decode(bytes, declared) {
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

fn fill_text(record: &mut Record, bytes: Vec<u8>) -> Result<(), Problem> {
    record.text = decoded(record, bytes, None)?;
    Ok(())
}

fn fill_html(record: &mut Record, bytes: Vec<u8>) -> Result<(), Problem> {
    let declared = html::declared_encoding(&bytes);
    let page = decoded(record, bytes, declared.as_deref())?;
    let extracted = html::extract(&page);
    record.metadata = extracted.metadata;
    record.text = extracted.text;
    extracted.problem.map_or(Ok(()), |reason| {
        Err(Problem {
            status: Status::NoArticle,
            reason,
        })
    })
}

fn fill_line(record: &mut Record, bytes: &[u8], parameters: &ReadParameters) -> Result<(), Problem> {
    let line = match std::str::from_utf8(bytes) {
        Ok(line) => {
            record.encoding = "UTF-8".to_owned();
            jsonl::parse(line, &parameters.fields)
        }
        Err(_) => {
            let Decoded {
                text,
                encoding,
                replacements,
            } = encoding::decode_fragment(bytes);
            record.encoding = encoding.to_owned();
            record.replacements = replacements;
            jsonl::parse(&text, &parameters.fields)
        }
    };
    let line = line.map_err(|fault| match fault {
        LineFault::Field(reason) => Problem::unreadable(reason),
        LineFault::NotJson(fault) => Problem::unreadable(format!("not JSON: {}", without_line(&fault))),
    })?;
    if let Some(id) = line.id {
        record.id = id;
    }
    record.metadata = line.metadata;
    record.text = line.text;
    if record.text.trim_start().is_empty() {
        return Err(Problem {
            status: Status::NoArticle,
            reason: "the text field is empty".to_owned(),
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
