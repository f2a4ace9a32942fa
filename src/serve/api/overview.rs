//! `/api/overview`: what the store holds, at a glance.

use serde::Serialize;

use super::Asked;
use crate::error::Result;
use crate::ledger::Overview;
use crate::search::Standing;
use crate::serve::answer::Answer;

#[derive(Serialize)]
struct Shown<'a> {
    /// The name of the store.
    store: &'a str,
    /// Changes when a scan does.
    content: &'a str,
    /// What the search index is worth.
    search_index: Standing,
    #[serde(flatten)]
    overview: &'a Overview,
}

pub(super) fn overview(asked: &Asked<'_>) -> Result<Answer> {
    Ok(Answer::json(&Shown {
        store: &asked.app.name,
        content: &asked.lent.generation.content,
        search_index: asked.lent.generation.search,
        overview: asked.lent.overview()?,
    }))
}
