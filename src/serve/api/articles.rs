//! `/api/articles` and `/api/article/{id}`: lists in the order of time, and one article with all that is known of it.

use serde::Serialize;

use super::Asked;
use super::findings::Row;
use crate::error::Result;
use crate::ledger::{ClaimView, ClusterView, FindingQuery, Sheet, Utterance};
use crate::serve::answer::Answer;
use crate::trace::{PageTrace, trace_article};

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    traced: PageTrace,
    /// The text of its record: what all places count in.
    text: String,
    cluster: Option<ClusterView>,
    claims: Vec<ClaimView>,
    quotes: Vec<Utterance>,
    findings: Vec<Row<'a>>,
}

pub(super) fn list(asked: &Asked<'_>) -> Result<Answer> {
    let after = asked.query.number("after", u32::MAX)?;
    let store = &asked.reader()?.store;
    Ok(Answer::json(&store.article_list(
        &asked.query.filter()?,
        after,
        asked.limit()?,
    )?))
}

pub(super) fn one(asked: &Asked<'_>) -> Result<Answer> {
    let store = &asked.reader()?.store;
    let Some(article) = store.article(&asked.id)? else {
        return Ok(asked.nothing("article"));
    };
    let number = article.number;
    let own = FindingQuery {
        article: Some(number),
        ..FindingQuery::default()
    };
    let findings = store.finding_rows(
        &own,
        Sheet {
            number: 0,
            rows: super::MOST,
        },
    )?;
    Ok(Answer::json(&Whole {
        traced: trace_article(store, &asked.id)?,
        text: store.page(article)?.facts.record.text,
        cluster: store.cluster_of(number)?,
        claims: store.claims_of(number)?,
        quotes: store.quotes_of(number)?,
        findings: Row::all(store, &findings)?,
    }))
}
