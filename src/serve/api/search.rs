//! `/api/search`: any run of three and more letters and digits in titles and texts, by the search index; words of titles where
//! the run is shorter, or the store has no current index.

use serde::Serialize;

use super::Asked;
use crate::error::{Error, Result};
use crate::ledger::ArticleList;
use crate::search::{Found, Standing};
use crate::serve::answer::Answer;
use crate::serve::search::{self, Searched};

#[derive(Serialize)]
struct Shown<'a> {
    /// `texts` or `titles`.
    searched: &'static str,
    search_index: Standing,
    query: &'a str,
    #[serde(flatten)]
    found: Rows,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Rows {
    Texts(Found),
    Titles(ArticleList),
}

pub(super) fn search(asked: &Asked<'_>) -> Result<Answer> {
    let (searched, found) = match search::search(asked.lent, asked.query, asked.limit()?)? {
        Some(Searched::Texts(found)) => ("texts", Rows::Texts(found)),
        Some(Searched::Titles(list)) => ("titles", Rows::Titles(list)),
        None => {
            return Err(Error::Usage(
                "q=TEXT is needed: the text to search for".to_owned(),
            ));
        }
    };
    Ok(Answer::json(&Shown {
        searched,
        search_index: asked.lent.generation.search,
        query: asked.query.get("q").unwrap_or_default(),
        found,
    }))
}
