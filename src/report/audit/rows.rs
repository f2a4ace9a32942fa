//! Findings as rows: the objects of the JSON and the lines of the spreadsheet.

use serde::Serialize;

use super::{Audit, Counts, Entry, Standing};
use crate::audit::describe;
use crate::document::Exhibit;
use crate::error::Result;
use crate::ledger::{Excerpt, Page, Quoted, Store, Verdict};
use crate::report::spreadsheet::spreadsheet;

/// What the JSON of an audit holds.
#[derive(Debug, Serialize)]
pub struct Rows<'audit> {
    summary: Counts,
    /// Findings that count.
    findings: Vec<Row<'audit>>,
    /// Findings that somebody lets pass.
    allowed: Vec<Row<'audit>>,
    /// Findings that an auditor rejected, when they were asked for.
    rejected: Vec<Row<'audit>>,
}

#[derive(Debug, Serialize)]
struct Row<'audit> {
    finding_id: &'audit str,
    rule: &'static str,
    severity: &'static str,
    confidence: f64,
    standing: &'static str,
    allowed_because: Option<&'audit str>,
    message: &'audit str,
    here: PlaceRow<'audit>,
    there: Option<PlaceRow<'audit>>,
    evidence: &'audit [Exhibit],
    refuted_by: &'static str,
    verdict: Option<&'audit Verdict>,
}

#[derive(Debug, Serialize)]
struct PlaceRow<'audit> {
    #[serde(flatten)]
    page: &'audit Page,
    start: u32,
    end: u32,
    #[serde(flatten)]
    excerpt: Excerpt,
}

/// An entry with its words.
type Worded<'audit> = (&'audit Entry, Quoted<'audit>);

impl<'audit> Rows<'audit> {
    /// The findings of `audit` with their words, those that were rejected only when they are asked for.
    ///
    /// # Errors
    /// When a record cannot be read from the store.
    pub fn of(audit: &'audit Audit, store: &Store, rejected: bool) -> Result<Self> {
        let mut rows = Self {
            summary: audit.counts(),
            findings: Vec::new(),
            allowed: Vec::new(),
            rejected: Vec::new(),
        };
        for (entry, quoted) in worded(audit, store, rejected)? {
            let row = row(entry, quoted);
            match entry.standing {
                Standing::Open => rows.findings.push(row),
                Standing::Allowed(_) => rows.allowed.push(row),
                Standing::Rejected => rows.rejected.push(row),
            }
        }
        Ok(rows)
    }
}

fn worded<'audit>(audit: &'audit Audit, store: &Store, rejected: bool) -> Result<Vec<Worded<'audit>>> {
    let entries: Vec<&Entry> = audit
        .entries
        .iter()
        .filter(|entry| rejected || entry.standing != Standing::Rejected)
        .collect();
    let quoted = store.quoted(entries.iter().map(|entry| &entry.finding))?;
    Ok(entries.into_iter().zip(quoted).collect())
}

fn row<'audit>(entry: &'audit Entry, quoted: Quoted<'audit>) -> Row<'audit> {
    let finding = &entry.finding;
    let place = |place: &'audit crate::ledger::Place, excerpt| PlaceRow {
        page: &place.page,
        start: place.span.start,
        end: place.span.end,
        excerpt,
    };
    Row {
        finding_id: &finding.finding_id,
        rule: finding.rule.name(),
        severity: finding.severity.name(),
        confidence: finding.confidence,
        standing: entry.standing.name(),
        allowed_because: allowed_because(entry),
        message: &finding.message,
        here: place(&finding.here, quoted.here),
        there: finding
            .there
            .as_ref()
            .zip(quoted.there)
            .map(|(there, excerpt)| place(there, excerpt)),
        evidence: &finding.evidence,
        refuted_by: describe(finding.rule).refuted_by,
        verdict: finding.verdict.as_ref(),
    }
}

fn allowed_because(entry: &Entry) -> Option<&str> {
    match &entry.standing {
        Standing::Allowed(reason) => Some(reason),
        _ => None,
    }
}

/// The columns of the spreadsheet.
const HEADER: [&str; 26] = [
    "finding_id",
    "severity",
    "rule",
    "confidence",
    "standing",
    "allowed_because",
    "verdict",
    "verdict_note",
    "verdict_by",
    "verdict_at",
    "message",
    "publisher",
    "title",
    "published_at",
    "uri",
    "article_id",
    "start_char",
    "end_char",
    "sentence",
    "other_publisher",
    "other_title",
    "other_published_at",
    "other_uri",
    "other_article",
    "other_sentence",
    "evidence",
];

/// The findings as a spreadsheet (CSV), one a line, in the order of the audit.
///
/// # Errors
/// When a record cannot be read from the store.
pub fn table(audit: &Audit, store: &Store, rejected: bool) -> Result<Vec<u8>> {
    let worded = worded(audit, store, rejected)?;
    let rows = worded.into_iter().map(|(entry, quoted)| {
        let finding = &entry.finding;
        let verdict = |field: fn(&Verdict) -> Option<&str>| {
            finding.verdict.as_ref().and_then(field).unwrap_or_default()
        };
        let (here, there) = (
            &finding.here.page,
            finding.there.as_ref().map(|there| &there.page),
        );
        let of_other =
            |field: fn(&Page) -> Option<&str>| there.and_then(field).unwrap_or_default().to_owned();
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let region = quoted.here.region;
        let other_sentence = quoted.there.map(|there| there.text).unwrap_or_default();
        vec![
            finding.finding_id.clone(),
            finding.severity.name().to_owned(),
            finding.rule.name().to_owned(),
            finding.confidence.to_string(),
            entry.standing.name().to_owned(),
            allowed_because(entry).unwrap_or_default().to_owned(),
            verdict(|verdict| Some(verdict.verdict.name())).to_owned(),
            verdict(|verdict| Some(&verdict.note)).to_owned(),
            verdict(|verdict| verdict.decided_by.as_deref()).to_owned(),
            verdict(|verdict| Some(&verdict.decided_at)).to_owned(),
            finding.message.clone(),
            optional(&here.publisher),
            optional(&here.title),
            optional(&here.published_at),
            here.uri.clone(),
            here.article_id.clone(),
            region.start_char.to_string(),
            region.end_char.to_string(),
            quoted.here.text,
            of_other(|page| page.publisher.as_deref()),
            of_other(|page| page.title.as_deref()),
            of_other(|page| page.published_at.as_deref()),
            of_other(|page| Some(&page.uri)),
            of_other(|page| Some(&page.article_id)),
            other_sentence,
            exhibits(&finding.evidence),
        ]
    });
    Ok(spreadsheet(&HEADER, rows))
}

/// One exhibit a line.
fn exhibits(evidence: &[Exhibit]) -> String {
    let lines: Vec<String> = evidence
        .iter()
        .map(|exhibit| {
            let words: Vec<&str> = [exhibit.here.as_str(), exhibit.there.as_str()]
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect();
            match words.as_slice() {
                [] => exhibit.note.clone(),
                words => format!("{}: {}", exhibit.note, words.join(" | ")),
            }
        })
        .collect();
    lines.join("\n")
}
