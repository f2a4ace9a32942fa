//! A search: in titles and texts by the index; in titles alone when the store has no current index, or the run is too short
//! for it.

use super::generation::Lent;
use super::query::Query;
use crate::error::Result;
use crate::ledger::{ArticleFilter, ArticleList};
use crate::search::{Found, LEAST, Request, find};

/// What a search found.
pub(super) enum Searched {
    Texts(Found),
    Titles(ArticleList),
}

/// Runs the search that `q` and the filters ask for; `None` when `q` is empty.
///
/// # Errors
/// [`crate::error::Error::Usage`] for filters that make no sense; otherwise when the store cannot be read.
pub(super) fn search(lent: &Lent, query: &Query, limit: usize) -> Result<Option<Searched>> {
    let (filter, after) = (query.filter()?, query.number("after", u32::MAX)?);
    let Some(run) = query.get("q") else {
        return Ok(None);
    };
    let reader = lent.reader()?;
    let letters = run
        .chars()
        .filter(|character| character.is_alphanumeric())
        .count();
    match &reader.index {
        Some(index) if letters >= LEAST => {
            let request = Request {
                run: run.to_owned(),
                filter,
                after,
                limit,
            };
            find(&reader.store, index, &request)
                .map(Searched::Texts)
                .map(Some)
        }
        _ => {
            let filter = ArticleFilter {
                title: Some(run.to_owned()),
                ..filter
            };
            let list = reader.store.article_list(&filter, after, limit)?;
            Ok(Some(Searched::Titles(list)))
        }
    }
}
