//! An audit as SARIF 2.1.0, the exchange format of analysis tools (OASIS standard of 27 March 2020), for viewers and pipelines.
//!
//! One run with all rules. A finding on a text file has a region in lines, columns and characters; a record of a JSONL file has
//! the region of its line; in both the article's id is the logical location. Spans of HTML pages count in the extracted text and
//! those of compressed files in the text within, neither of which is the artifact: they have a logical location and no region.
//! Byte offsets are not given, because the store does not know whether a file began with a byte order mark; they stand in the
//! properties, counted in the record's text.

use serde_json::{Value, json};

use super::{Audit, Entry, Standing};
use crate::audit::{CATALOGUE, Description};
use crate::document::{Format, Judgement, Severity};
use crate::error::Result;
use crate::ledger::{Excerpt, Place, Store};

const SCHEMA: &str =
    "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json";

/// What relative addresses are relative to.
const BASE: &str = "CORPUS";

/// The audit as SARIF. Findings that are let pass and findings that an auditor rejected stand in it, suppressed.
///
/// # Errors
/// When a record cannot be read from the store.
pub fn sarif(audit: &Audit, store: &Store) -> Result<Value> {
    let quoted = store.quoted(audit.entries.iter().map(|entry| &entry.finding))?;
    let results: Vec<Value> = audit
        .entries
        .iter()
        .zip(quoted)
        .map(|(entry, quoted)| result(entry, &quoted.here, quoted.there.as_ref()))
        .collect();
    let notifications: Vec<Value> = audit
        .unused
        .iter()
        .map(|unused| json!({ "level": "warning", "message": { "text": unused } }))
        .collect();
    Ok(json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "suyuan",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
                "rules": CATALOGUE.iter().map(rule).collect::<Vec<_>>(),
            }},
            "invocations": [{ "executionSuccessful": true, "toolConfigurationNotifications": notifications }],
            "originalUriBaseIds": { BASE: { "description": { "text": "The folder that was scanned" } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(description: &Description) -> Value {
    let Description {
        rule,
        severity,
        says,
        example,
        counter_example,
        refuted_by,
    } = description;
    json!({
        "id": rule.name(),
        "shortDescription": { "text": says },
        "fullDescription": { "text": format!("{says} Example: {example}") },
        "help": { "text": format!("Speaks: {example}\n\nIs silent: {counter_example}\n\nWrong if: {refuted_by}") },
        "defaultConfiguration": { "level": level(*severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Info => "note",
    }
}

fn result(entry: &Entry, here: &Excerpt, there: Option<&Excerpt>) -> Value {
    let finding = &entry.finding;
    let related: Vec<Value> = finding
        .there
        .iter()
        .zip(there)
        .map(|(place, excerpt)| location(place, excerpt))
        .collect();
    let index = CATALOGUE
        .iter()
        .position(|description| description.rule == finding.rule);
    let mut properties = json!({
        "confidence": finding.confidence,
        "severity": finding.severity.name(),
        "standing": entry.standing.name(),
        "evidence": finding.evidence,
    });
    if let (Some(verdict), Some(properties)) = (&finding.verdict, properties.as_object_mut()) {
        properties.insert("verdict".to_owned(), json!(verdict));
    }
    json!({
        "ruleId": finding.rule.name(),
        "ruleIndex": index,
        "level": level(finding.severity),
        "kind": "fail",
        "message": { "text": finding.message },
        "locations": [location(&finding.here, here)],
        "relatedLocations": related,
        "partialFingerprints": { "findingId/v1": finding.finding_id },
        "rank": (finding.confidence * 1e4).round() / 1e2,
        "suppressions": suppressions(entry),
        "properties": properties,
    })
}

/// Accepted suppressions for what is let pass or was rejected. A confirmed finding has none: whatever stands here hides the
/// result in many viewers.
fn suppressions(entry: &Entry) -> Vec<Value> {
    let suppression =
        |status: &str, reason: &str| json!({ "kind": "external", "status": status, "justification": reason });
    let mut suppressions = Vec::new();
    if let Some(verdict) = &entry.finding.verdict
        && verdict.verdict == Judgement::Rejected
    {
        suppressions.push(suppression("accepted", &verdict.note));
    }
    if let Standing::Allowed(reason) = &entry.standing {
        suppressions.push(suppression("accepted", reason));
    }
    suppressions
}

fn location(place: &Place, excerpt: &Excerpt) -> Value {
    let page = &place.page;
    let (path, line) = artifact(&page.uri, page.format);
    // Of what is packed, or stands in an archive, no viewer finds a line.
    let compressed = [".gz", ".zst"].iter().any(|ending| path.ends_with(ending)) || path.contains("!/");
    let mut physical = json!({ "artifactLocation": artifact_location(path) });
    let region = match (page.format, line) {
        _ if compressed => None,
        (Format::Jsonl | Format::Csv, Some(line)) => Some(json!({ "startLine": line })),
        (Format::Text, _) => {
            let region = excerpt.region;
            Some(json!({
                "startLine": region.start_line,
                "startColumn": region.start_column,
                "endLine": region.end_line,
                "endColumn": region.end_column,
                "charOffset": region.start_char,
                "charLength": region.end_char.saturating_sub(region.start_char),
            }))
        }
        _ => None,
    };
    if let (Some(region), Some(physical)) = (region, physical.as_object_mut()) {
        physical.insert("region".to_owned(), region);
    }
    let title = page.title.as_deref().unwrap_or(&page.article_id);
    let message = match &page.publisher {
        Some(publisher) => format!("{publisher} 《{title}》: {}", excerpt.text),
        None => format!("《{title}》: {}", excerpt.text),
    };
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{ "name": page.article_id, "fullyQualifiedName": page.article_id, "kind": "article" }],
        "message": { "text": message },
        "properties": {
            "publisher": page.publisher,
            "publishedAt": page.published_at,
            "startByte": place.span.start,
            "endByte": place.span.end,
            "startChar": excerpt.region.start_char,
            "endChar": excerpt.region.end_char,
        },
    })
}

/// The file of a record, and its line or number in it, counted from 1.
fn artifact(uri: &str, format: Format) -> (&str, Option<u64>) {
    let line = uri
        .rsplit_once('#')
        .filter(|_| !matches!(format, Format::Text | Format::Html | Format::Markdown))
        .and_then(|(path, line)| Some((path, line.parse().ok().filter(|&line| line > 0)?)));
    match line {
        Some((path, line)) => (path, Some(line)),
        None => (uri, None),
    }
}

/// A path as an address: a `file:` URI where it begins at the root, else relative to the folder that was scanned.
fn artifact_location(path: &str) -> Value {
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", percent_encoded(path)) })
    } else {
        json!({ "uri": percent_encoded(path), "uriBaseId": BASE })
    }
}

fn percent_encoded(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{artifact, artifact_location};
    use crate::document::Format;

    #[test]
    fn paths_become_references() {
        let uri = |path: &str| artifact_location(path).get("uri").cloned();
        assert_eq!(uri("页/a b#1.txt"), Some("%E9%A1%B5/a%20b%231.txt".into()));
        assert_eq!(uri("/data/x.txt"), Some("file:///data/x.txt".into()));
        assert_eq!(uri("c:x"), Some("c%3Ax".into()));
        assert!(artifact_location("/x").get("uriBaseId").is_none());
    }

    #[test]
    fn lines_belong_to_files_of_several_records_only() {
        assert_eq!(
            artifact("crawl.jsonl#12", Format::Jsonl),
            ("crawl.jsonl", Some(12))
        );
        assert_eq!(artifact("a#b.jsonl#12", Format::Jsonl), ("a#b.jsonl", Some(12)));
        assert_eq!(artifact("a#12", Format::Text), ("a#12", None));
        assert_eq!(artifact("a#x", Format::Jsonl), ("a#x", None));
    }
}
