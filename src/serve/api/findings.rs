//! `/api/findings`: what an auditor should see, what matters most first, without those that an auditor rejected.

use axum::http::StatusCode;
use serde::Serialize;

use super::Asked;
use crate::audit::describe;
use crate::document::{Exhibit, Severity};
use crate::error::Result;
use crate::ledger::{Excerpt, FindingQuery, FindingView, Page, Place, Store, Verdict};
use crate::serve::answer::Answer;
use crate::serve::query::wrong;

#[derive(Serialize)]
struct List<'a> {
    /// Findings that the filter admits.
    total: u64,
    findings: Vec<Row<'a>>,
    /// The number of the next page.
    next: Option<u32>,
}

/// A finding with the words at its places.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    finding_id: &'a str,
    rule: &'static str,
    severity: &'static str,
    confidence: f64,
    message: &'a str,
    here: Side<'a>,
    there: Option<Side<'a>>,
    evidence: &'a [Exhibit],
    refuted_by: &'static str,
    verdict: Option<&'a Verdict>,
}

#[derive(Serialize)]
struct Side<'a> {
    #[serde(flatten)]
    page: &'a Page,
    start: u32,
    end: u32,
    #[serde(flatten)]
    excerpt: Excerpt,
}

impl<'a> Row<'a> {
    /// Reads the words of these findings.
    pub(super) fn all(store: &Store, findings: &'a [FindingView]) -> Result<Vec<Self>> {
        let side = |place: &'a Place, excerpt| Side {
            page: &place.page,
            start: place.span.start,
            end: place.span.end,
            excerpt,
        };
        let quoted = store.quoted(findings)?.into_iter();
        Ok(quoted
            .map(|quoted| {
                let finding = quoted.finding;
                Self {
                    finding_id: &finding.finding_id,
                    rule: finding.rule.name(),
                    severity: finding.severity.name(),
                    confidence: finding.confidence,
                    message: &finding.message,
                    here: side(&finding.here, quoted.here),
                    there: finding
                        .there
                        .as_ref()
                        .zip(quoted.there)
                        .map(|(place, excerpt)| side(place, excerpt)),
                    evidence: &finding.evidence,
                    refuted_by: describe(finding.rule).refuted_by,
                    verdict: finding.verdict.as_ref(),
                }
            })
            .collect())
    }
}

pub(super) fn list(asked: &Asked<'_>) -> Result<Answer> {
    let query = asked.query;
    let severity = match query.get("severity") {
        None => None,
        Some(name) => Some(
            Severity::from_name(name)
                .ok_or_else(|| wrong("severity", name, "info, minor or major is needed"))?,
        ),
    };
    let store = &asked.reader()?.store;
    let article = match query.get("article") {
        None => None,
        Some(id) => match store.article(id)? {
            Some(article) => Some(article.number),
            None => {
                return Ok(Answer::fault(
                    StatusCode::NOT_FOUND,
                    &format!("the store has no article {id}"),
                ));
            }
        },
    };
    let wanted = FindingQuery {
        rule: query.rule()?,
        severity,
        outlet: query.get("outlet").map(str::to_owned),
        article,
    };
    let sheet = asked.sheet()?;
    let found = store.finding_rows(&wanted, sheet)?;
    Ok(Answer::json(&List {
        total: store.finding_count(&wanted)?,
        next: asked.next(sheet, found.len()),
        findings: Row::all(store, &found)?,
    }))
}
