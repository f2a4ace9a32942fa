//! `/api/families` and `/api/family/{id}`: passages that stand in several articles, and the lineage of one of them.

use serde::Serialize;

use super::Asked;
use crate::error::Result;
use crate::ledger::{CarrierRow, FamilyHead, FamilyRow, LinkView, Sources};
use crate::serve::answer::Answer;
use crate::serve::query::wrong;

/// Kinds that a list may be asked for.
const KINDS: [&str; 6] = [
    "body",
    "headline_fragment",
    "quote",
    "formula",
    "template",
    "boilerplate",
];

#[derive(Serialize)]
struct List {
    families: Vec<Line>,
    /// The number of the next page.
    next: Option<u32>,
}

#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    head: FamilyHead,
    opening: String,
    outlets: u64,
    first_article_id: String,
    first_name: String,
    first_published_at: Option<String>,
    links_resolved: u64,
    links_unresolved: u64,
    speaker: Option<String>,
}

impl From<FamilyRow> for Line {
    fn from(row: FamilyRow) -> Self {
        Self {
            head: row.head,
            opening: row.opening,
            outlets: row.outlets,
            first_article_id: row.first_id,
            first_name: row.first_name,
            first_published_at: row.first_at,
            links_resolved: row.resolved,
            links_unresolved: row.unresolved,
            speaker: row.speaker,
        }
    }
}

#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    line: Line,
    /// By rank, at most as many as asked for.
    held_by: Vec<Holder>,
    /// The links that lead to those.
    links: Vec<LinkView>,
    sources: Sources,
}

#[derive(Serialize)]
struct Holder {
    article_id: String,
    name: String,
    title: Option<String>,
    declared_source: Option<String>,
    published_at: Option<String>,
}

impl From<CarrierRow> for Holder {
    fn from(row: CarrierRow) -> Self {
        Self {
            article_id: row.id,
            name: row.name,
            title: row.title,
            declared_source: row.declared,
            published_at: row.published_at,
        }
    }
}

pub(super) fn list(asked: &Asked<'_>) -> Result<Answer> {
    let kind = asked.query.get("kind");
    if let Some(kind) = kind.filter(|kind| !KINDS.contains(kind)) {
        return Err(wrong(
            "kind",
            kind,
            &format!("one of {} is needed", KINDS.join(", ")),
        ));
    }
    let sheet = asked.sheet()?;
    let rows = asked.reader()?.store.family_rows(kind, sheet)?;
    let next = asked.next(sheet, rows.len());
    let families = rows.into_iter().map(Line::from).collect();
    Ok(Answer::json(&List { families, next }))
}

pub(super) fn one(asked: &Asked<'_>) -> Result<Answer> {
    let store = &asked.reader()?.store;
    let Some(head) = store.family_called(&asked.id)? else {
        return Ok(asked.nothing("family"));
    };
    let (number, limit) = (head.number, asked.limit()?);
    let mut held_by = store.carrier_rows(number)?;
    held_by.truncate(limit);
    let mut links = Vec::new();
    for holder in &held_by {
        links.extend(store.links_in_family(holder.number, number)?);
    }
    Ok(Answer::json(&Whole {
        line: store.family_row(head)?.into(),
        held_by: held_by.into_iter().map(Holder::from).collect(),
        links,
        sources: store.sources(&asked.id)?,
    }))
}
