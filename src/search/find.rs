//! A run of text -> the articles that hold it, by rank, a page at a time, each with the words around.

use serde::Serialize;

use super::form::Form;
use super::index::SearchIndex;
use super::postings::WIDTH;
use crate::document::{CharIndex, Span};
use crate::error::{Error, Result};
use crate::ledger::{ArticleFilter, ArticleView, PlaceView, Store};
use crate::normalise::Fold;

/// Letters and digits that a run needs.
pub const LEAST: usize = WIDTH;
/// Articles that are read for a page and turn out not to hold the run; beyond it the page ends early.
const MOST_MISSES: usize = 200;
/// Characters of an excerpt on either side.
const AROUND: usize = 40;
/// Characters of the run itself that an excerpt shows.
const LONGEST: usize = 200;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The run, as it was typed.
    pub run: String,
    /// Only in these articles; its title is not looked at.
    pub filter: ArticleFilter,
    /// Only behind this rank.
    pub after: Option<u32>,
    /// Hits at most.
    pub limit: usize,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// By rank: the earliest article first.
    pub hits: Vec<Hit>,
    /// The rank behind which the next page begins; `None` on the last one.
    pub next: Option<u32>,
    /// Articles of the whole store that may hold the run, whatever the filter: no fewer than do.
    pub candidates: u64,
}

/// An article that holds the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The article.
    pub article: ArticleView,
    /// How often its text holds the run.
    pub places: usize,
    /// Where it does first; `None` when the run stands in a title that the text does not have.
    pub place: Option<PlaceView>,
    /// The words there.
    pub excerpt: Excerpt,
}

/// Words with those around, on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// What stands before.
    pub before: String,
    /// The run as it stands there.
    pub words: String,
    /// What stands behind.
    pub after: String,
}

/// The matching form of a run.
///
/// # Errors
/// [`Error::Usage`] for a run of fewer than [`LEAST`] letters and digits.
pub(super) fn form_of(run: &str) -> Result<String> {
    let form = Fold::shared().form(run);
    if form.chars().count() < LEAST {
        return Err(Error::Usage(format!(
            "the text to search for is too short: at least {LEAST} letters or digits are needed"
        )));
    }
    Ok(form)
}

impl SearchIndex {
    /// The ranks of the first articles that may hold a run, at most `limit`, and whether there are more.
    ///
    /// # Errors
    /// [`Error::Usage`] for a run that is too short; otherwise when the index cannot be read.
    pub fn may_hold(&self, run: &str, limit: usize) -> Result<(Vec<u32>, bool)> {
        let form = form_of(run)?;
        let mut ranks = self.candidates(&form)?;
        let more = ranks.len() > limit;
        ranks.truncate(limit);
        Ok((ranks, more))
    }
}

/// Finds a run in the texts and titles of a store.
///
/// # Errors
/// [`Error::Usage`] for a run that is too short; otherwise when the store or the index cannot be read.
pub fn find(store: &Store, index: &SearchIndex, request: &Request) -> Result<Found> {
    let form = form_of(&request.run)?;
    let admitted = store.ranks_of(&request.filter)?;
    let mut ranks = store.rank_range(&request.filter)?;
    if let Some(after) = request.after {
        ranks.start = ranks.start.max(after.saturating_add(1));
    }
    let candidates = index.candidates(&form)?;
    let mut found = Found {
        candidates: candidates.len() as u64,
        ..Found::default()
    };
    let (mut last, mut misses) = (None, 0);
    let first = candidates.partition_point(|&rank| rank < ranks.start);
    for &rank in candidates
        .iter()
        .skip(first)
        .take_while(|&&rank| rank < ranks.end)
    {
        if admitted
            .as_ref()
            .is_some_and(|admitted| !admitted.contains(&rank))
        {
            continue;
        }
        if found.hits.len() >= request.limit || misses >= MOST_MISSES {
            found.next = last;
            break;
        }
        last = Some(rank);
        match hit(store, rank, &form)? {
            Some(hit) => found.hits.push(hit),
            None => misses += 1,
        }
    }
    Ok(found)
}

/// What the article of a rank has of the form; `None` when it does not hold it.
fn hit(store: &Store, rank: u32, form: &str) -> Result<Option<Hit>> {
    let Some(article) = store.article_of_rank(rank)? else {
        return Ok(None);
    };
    let page = store.page(article)?;
    let searched = Form::of(&page.facts, page.article.ordinal);
    let places = searched.places(&page.facts, form);
    let text = page.facts.record.text.as_str();
    let (place, excerpt) = match places.first() {
        Some(&first) => {
            let (start_char, end_char) = CharIndex::new(text).chars(first);
            let place = PlaceView {
                start: first.start,
                end: first.end,
                start_char,
                end_char,
            };
            (Some(place), excerpt(text, first))
        }
        None if searched.title.contains(form) => {
            let words = page.article.title.clone().unwrap_or_default();
            (
                None,
                Excerpt {
                    words,
                    ..Excerpt::default()
                },
            )
        }
        None => return Ok(None),
    };
    Ok(Some(Hit {
        article: page.article,
        places: places.len(),
        place,
        excerpt,
    }))
}

fn excerpt(text: &str, place: Span) -> Excerpt {
    let range = place.range();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let from = before
        .char_indices()
        .rev()
        .take(AROUND)
        .last()
        .map_or(before.len(), |(at, _)| at);
    let cut = |text: &str, most: usize| -> String { text.chars().take(most).collect() };
    Excerpt {
        before: on_one_line(before.get(from..).unwrap_or_default()),
        words: on_one_line(&cut(place.of(text), LONGEST)),
        after: on_one_line(&cut(after, AROUND)),
    }
}

fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_whitespace() || character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, excerpt, form_of};
    use crate::document::Span;

    #[test]
    fn marks_and_spaces_do_not_count() {
        assert!(form_of("“渡 口”").is_err());
        assert!(form_of("\" OR \"").is_err());
        assert_eq!(form_of("ＡＢ c").ok().as_deref(), Some("abc"));
    }

    #[test]
    fn an_excerpt_is_one_line() {
        let text = "昨天\n渡口恢复通航。\u{202e}首日";
        let start = text.find("恢复").unwrap_or_default();
        let found = excerpt(text, Span::new(start, start + "恢复通航".len()));
        let expected = Excerpt {
            before: "昨天 渡口".to_owned(),
            words: "恢复通航".to_owned(),
            after: "。\u{202e}首日".to_owned(),
        };
        assert_eq!(found, expected);
    }
}
