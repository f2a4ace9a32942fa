//! Lists of articles in the order of time, a page at a time, of one outlet, of some days, or with findings of one rule.
//!
//! A page begins behind a rank, not behind a count of rows: the last page costs what the first one does. Ranks follow
//! time, so days are a range of ranks.

use std::collections::HashSet;
use std::ops::Range;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};
use serde::Serialize;

use super::database;
use super::pages::{self, ArticleView};
use super::store::Store;
use crate::document::Rule;
use crate::error::Result;

/// Which articles are wanted; the default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleFilter {
    /// Only those on pages of this publisher.
    pub outlet: Option<String>,
    /// Only those published at this second (since 1970) or later.
    pub from: Option<i64>,
    /// Only those published before this second.
    pub before: Option<i64>,
    /// Only those with a finding of this rule.
    pub rule: Option<Rule>,
    /// Only those whose title holds this, in any case of ASCII letters.
    pub title: Option<String>,
}

/// A page of a list of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ArticleList {
    /// By rank.
    pub articles: Vec<ArticleView>,
    /// The rank behind which the next page begins; `None` on the last one.
    pub next: Option<u32>,
}

impl Store {
    /// The articles that the filter admits, by rank, at most `limit`, behind the rank `after`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn article_list(
        &self,
        filter: &ArticleFilter,
        after: Option<u32>,
        limit: usize,
    ) -> Result<ArticleList> {
        let ranks = self.rank_range(filter)?;
        let first = after.map_or(ranks.start, |after| ranks.start.max(after.saturating_add(1)));
        let mut conditions = vec!["a.rank >= ? AND a.rank < ?"];
        let mut values: Vec<Value> = vec![first.into(), ranks.end.into()];
        if let Some(outlet) = &filter.outlet {
            conditions.push("a.publisher = ?");
            values.push(outlet.clone().into());
        }
        if let Some(rule) = filter.rule {
            conditions.push("a.article IN (SELECT article FROM findings WHERE rule = ?)");
            values.push(rule.name().to_owned().into());
        }
        if let Some(title) = &filter.title {
            // All titles are read in the order in which they lie, then the few articles are looked up by rank.
            conditions.push("a.rank IN (SELECT rank FROM articles WHERE title LIKE ? ESCAPE '\\')");
            values.push(contains(title).into());
        }
        values.push(i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX).into());
        let (columns, conditions) = (pages::COLUMNS, conditions.join(" AND "));
        let mut articles: Vec<ArticleView> = self
            .connection
            .prepare_cached(&format!(
                "SELECT {columns} WHERE {conditions} ORDER BY a.rank LIMIT ?"
            ))
            .and_then(|mut statement| {
                let articles = statement.query_map(params_from_iter(values), pages::view)?;
                articles.collect()
            })
            .map_err(database::failed(&self.path))?;
        let more = articles.len() > limit;
        articles.truncate(limit);
        let next = articles.last().filter(|_| more).map(|article| article.rank);
        Ok(ArticleList { articles, next })
    }

    /// The ranks among which the articles of the filter's days are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn rank_range(&self, filter: &ArticleFilter) -> Result<Range<u32>> {
        let first_from = |second: i64| -> rusqlite::Result<Option<u32>> {
            self.connection
                .prepare_cached(
                    "SELECT rank FROM articles WHERE published_epoch >= ? ORDER BY published_epoch, rank LIMIT 1",
                )?
                .query_row([second], |row| row.get(0))
                .optional()
        };
        // Those without a time come last of all.
        let first_without = || -> rusqlite::Result<Option<u32>> {
            self.connection
                .prepare_cached(
                    "SELECT rank FROM articles WHERE published_epoch IS NULL ORDER BY rank LIMIT 1",
                )?
                .query_row([], |row| row.get(0))
                .optional()
        };
        let range = || -> rusqlite::Result<Range<u32>> {
            let end = if filter.from.is_some() || filter.before.is_some() {
                first_without()?.unwrap_or(u32::MAX)
            } else {
                u32::MAX
            };
            let start = match filter.from {
                Some(second) => first_from(second)?.unwrap_or(end),
                None => 0,
            };
            let end = match filter.before {
                Some(second) => first_from(second)?.unwrap_or(end),
                None => end,
            };
            Ok(start..end)
        };
        range().map_err(database::failed(&self.path))
    }

    /// The ranks of the articles of the filter's outlet that have findings of its rule; `None` when it names neither.
    /// Days and titles are not looked at.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ranks_of(&self, filter: &ArticleFilter) -> Result<Option<HashSet<u32>>> {
        let (sql, values): (&str, Vec<&str>) = match (&filter.outlet, filter.rule) {
            (None, None) => return Ok(None),
            (Some(outlet), None) => ("SELECT rank FROM articles WHERE publisher = ?", vec![outlet]),
            (None, Some(rule)) => (
                "SELECT a.rank FROM findings f JOIN articles a USING (article) WHERE f.rule = ?",
                vec![rule.name()],
            ),
            (Some(outlet), Some(rule)) => (
                "SELECT a.rank FROM findings f JOIN articles a USING (article) WHERE f.rule = ? AND a.publisher = ?",
                vec![rule.name(), outlet],
            ),
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let ranks = statement.query_map(params_from_iter(values), |row| row.get(0))?;
                ranks.collect()
            })
            .map(Some)
            .map_err(database::failed(&self.path))
    }
}

/// A pattern of LIKE for what holds `text`.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn signs_of_patterns_are_looked_for_as_they_are() {
        assert_eq!(contains("50%_\\"), "%50\\%\\_\\\\%");
    }
}
