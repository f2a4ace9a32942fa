//! Articles for lists, and what stands in the rows about one article: its passages, its quotes with their families, who took
//! text from it.

use rusqlite::{Row, params};

use super::Sheet;
use crate::document::Span;
use crate::error::Result;
use crate::ledger::database::{self, unsigned};
use crate::ledger::store::Store;

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// Its number in this store.
    pub number: u32,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// What its page says it is from.
    pub declared: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// `second`, `minute`, `day`, `none`.
    pub precision: String,
    /// Characters of its body.
    pub characters: u64,
    /// Links of decided direction that lead away from it.
    pub gave: u64,
    /// Links of decided direction that lead to it.
    pub took: u64,
}

/// A report with its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedRow {
    /// The article that all copies were compared with.
    pub article: ArticleRow,
    /// Copies word for word.
    pub exact: u64,
    /// Copies with edits.
    pub near: u64,
}

/// What the rows know of an article beside its page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleDetails {
    /// `second`, `minute`, `day`, `none`.
    pub precision: String,
    /// Its title in the original, where the page gives it.
    pub original_title: Option<String>,
    /// The dataset of its record.
    pub dataset: String,
    /// Its passages in families, by place.
    pub passages: Vec<SharedPassage>,
    /// Its quotes that stand elsewhere too, by place.
    pub quotes: Vec<HeldQuote>,
}

/// A passage of an article in a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPassage {
    /// Number of the family.
    pub family: u32,
    /// Its id.
    pub family_id: String,
    /// The word of its kind.
    pub kind: String,
    /// Articles that carry it.
    pub carriers: u64,
    /// Where it stands in the record.
    pub span: Span,
    /// Its length in characters.
    pub characters: u32,
    /// True when the article is the first holder.
    pub first: bool,
}

/// A quote that stands elsewhere too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldQuote {
    /// Where it stands.
    pub span: Span,
    /// The id of its family.
    pub family_id: String,
    /// Articles that carry it.
    pub carriers: u64,
}

const ROW: &str = "SELECT a.article, a.article_id, a.title, a.publisher, a.declared_source, a.published_at, a.time_precision,
     a.body_chars, (SELECT count(*) FROM links WHERE from_article = a.article AND direction = 'resolved') AS gave,
     (SELECT count(*) FROM links WHERE to_article = a.article AND direction = 'resolved')
     FROM articles a";

fn article(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    Ok(ArticleRow {
        number: row.get(0)?,
        id: row.get(1)?,
        title: row.get(2)?,
        publisher: row.get(3)?,
        declared: row.get(4)?,
        published_at: row.get(5)?,
        precision: row.get(6)?,
        characters: unsigned(row, 7)?,
        gave: unsigned(row, 8)?,
        took: unsigned(row, 9)?,
    })
}

impl Store {
    /// Articles as they stand in lists, in the order of `numbers`.
    ///
    /// # Errors
    /// When the ledger cannot be read, or has no such article.
    pub fn article_rows(&self, numbers: &[u32]) -> Result<Vec<ArticleRow>> {
        numbers.iter().map(|&number| self.article_row(number)).collect()
    }

    /// The articles of a publisher, the latest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn articles_of(&self, publisher: &str, sheet: Sheet) -> Result<Vec<ArticleRow>> {
        self.connection
            .prepare_cached(&format!(
                "{ROW} WHERE a.article IN (SELECT article FROM articles WHERE publisher = ?1
                     ORDER BY rank DESC LIMIT ?2 OFFSET ?3) ORDER BY a.rank DESC"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map(params![publisher, sheet.rows, sheet.offset()], article)?
                    .collect()
            })
            .map_err(database::failed(&self.path))
    }

    /// The reports with copies, the most copies first; of each the article that all were compared with.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn copied_rows(&self, sheet: Sheet) -> Result<Vec<CopiedRow>> {
        let counted: Vec<(u32, u64, u64)> = self
            .connection
            .prepare_cached(
                "SELECT max(CASE WHEN representative THEN article END), sum(NOT representative AND relation = 'exact'),
                        sum(NOT representative AND relation <> 'exact')
                 FROM clusters GROUP BY cluster_id HAVING max(representative) = 1 ORDER BY count(*) DESC, cluster_id LIMIT ?1 OFFSET ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![sheet.rows, sheet.offset()], |row| {
                        Ok((row.get(0)?, unsigned(row, 1)?, unsigned(row, 2)?))
                    })?
                    .collect()
            })
            .map_err(database::failed(&self.path))?;
        let rows = counted.into_iter().map(|(article, exact, near)| {
            Ok(CopiedRow {
                article: self.article_row(article)?,
                exact,
                near,
            })
        });
        rows.collect()
    }

    /// An article as it stands in lists.
    ///
    /// # Errors
    /// When the ledger cannot be read, or has no such article.
    pub fn article_row(&self, number: u32) -> Result<ArticleRow> {
        self.connection
            .prepare_cached(&format!("{ROW} WHERE a.article = ?"))
            .and_then(|mut statement| statement.query_row([number], article))
            .map_err(database::failed(&self.path))
    }

    /// What the rows know of an article.
    ///
    /// # Errors
    /// When the ledger cannot be read, or has no such article.
    pub fn article_details(&self, number: u32) -> Result<ArticleDetails> {
        let failed = database::failed(&self.path);
        let mut details = self
            .connection
            .prepare_cached(
                "SELECT a.time_precision, a.original_title, r.dataset FROM articles a JOIN records r USING (record)
                 WHERE a.article = ?",
            )
            .and_then(|mut statement| {
                statement.query_row([number], |row| {
                    Ok(ArticleDetails {
                        precision: row.get(0)?,
                        original_title: row.get(1)?,
                        dataset: row.get(2)?,
                        ..ArticleDetails::default()
                    })
                })
            })
            .map_err(&failed)?;
        // A first holder of thousands has as many passages and few places: each place is read once.
        details.passages = self
            .connection
            .prepare_cached(
                "WITH held(family, start, stop) AS (
                     SELECT family, a_start, a_end FROM passages WHERE a_article = ?1
                     UNION SELECT family, b_start, b_end FROM passages WHERE b_article = ?1)
                 SELECT f.family, f.family_id, f.kind, f.carriers, h.start, h.stop,
                        f.first_end_char - f.first_start_char, f.first_article = ?1, max(h.stop - h.start)
                 FROM held h JOIN families f USING (family) GROUP BY f.family ORDER BY h.start, h.stop DESC, f.family_id",
            )
            .and_then(|mut statement| {
                let passage = |row: &Row<'_>| {
                    Ok(SharedPassage {
                        family: row.get(0)?,
                        family_id: row.get(1)?,
                        kind: row.get(2)?,
                        carriers: unsigned(row, 3)?,
                        span: Span {
                            start: row.get(4)?,
                            end: row.get(5)?,
                        },
                        characters: row.get(6)?,
                        first: row.get(7)?,
                    })
                };
                statement.query_map([number], passage)?.collect()
            })
            .map_err(&failed)?;
        details.quotes = self
            .connection
            .prepare_cached(
                "SELECT q.start, q.\"end\", f.family_id, f.carriers FROM quotes q JOIN families f USING (family)
                 WHERE q.article = ? ORDER BY q.start",
            )
            .and_then(|mut statement| {
                let quote = |row: &Row<'_>| {
                    Ok(HeldQuote {
                        span: Span {
                            start: row.get(0)?,
                            end: row.get(1)?,
                        },
                        family_id: row.get(2)?,
                        carriers: unsigned(row, 3)?,
                    })
                };
                statement.query_map([number], quote)?.collect()
            })
            .map_err(&failed)?;
        Ok(details)
    }

    /// Numbers of the articles that took most from an article, at most `most`, with how many there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn takers_of(&self, number: u32, most: u32) -> Result<Vec<u32>> {
        self.connection
            .prepare_cached(
                "SELECT to_article FROM links JOIN articles ON article = to_article WHERE from_article = ?1
                 GROUP BY to_article ORDER BY max(to_end_char - to_start_char) DESC, rank LIMIT ?2",
            )
            .and_then(|mut statement| statement.query_map([number, most], |row| row.get(0))?.collect())
            .map_err(database::failed(&self.path))
    }
}
