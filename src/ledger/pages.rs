//! Articles looked up one by one: what the ledger says of them, and their record with its text.

use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use super::database;
use super::frame::Extent;
use super::segment::Place;
use super::store::Store;
use crate::document::{BlockKind, Facts};
use crate::error::Result;

/// An article as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleView {
    /// Its id.
    pub article_id: String,
    /// Its record's id.
    pub record_id: String,
    /// Path, with `#line`.
    pub uri: String,
    /// 0 for the host of the page.
    pub ordinal: u32,
    /// Place in the order of time: the smaller rank is the earlier article.
    pub rank: u32,
    /// The title as the page gives it.
    pub title: Option<String>,
    /// On whose page it stands.
    pub publisher: Option<String>,
    /// What the page says it is from.
    pub declared_source: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// Characters of its body.
    pub body_chars: u64,
    /// Its number in this store.
    #[serde(skip)]
    pub number: u32,
    #[serde(skip)]
    pub(super) record: u32,
    #[serde(skip)]
    pub(super) segment: u32,
    #[serde(skip)]
    pub(super) place: Place,
    #[serde(skip)]
    pub(super) exact_hash: String,
}

impl ArticleView {
    /// The publisher, or the record's id where none is known.
    pub fn name(&self) -> &str {
        self.publisher.as_deref().unwrap_or(&self.record_id)
    }
}

/// An article with its record.
#[derive(Debug)]
pub struct StoredPage {
    /// What the ledger says.
    pub article: ArticleView,
    /// The record, whole.
    pub facts: Facts,
    /// The blocks of its record that make up its body, by index: what is compared.
    pub body: Vec<u32>,
    /// Its blocks that many pages of the host share, by index.
    pub boilerplate: Vec<u32>,
}

pub(super) const COLUMNS: &str =
    "a.article_id, r.record_id, r.uri, a.ordinal, a.rank, a.title, a.publisher, a.declared_source,
     a.published_at, a.body_chars, a.article, a.record, r.segment, r.offset, r.length, a.exact_hash
     FROM articles a JOIN records r USING (record)";

pub(super) fn view(row: &Row<'_>) -> rusqlite::Result<ArticleView> {
    Ok(ArticleView {
        article_id: row.get(0)?,
        record_id: row.get(1)?,
        uri: row.get(2)?,
        ordinal: row.get(3)?,
        rank: row.get(4)?,
        title: row.get(5)?,
        publisher: row.get(6)?,
        declared_source: row.get(7)?,
        published_at: row.get(8)?,
        body_chars: database::unsigned(row, 9)?,
        number: row.get(10)?,
        record: row.get(11)?,
        segment: row.get(12)?,
        place: Place {
            offset: database::unsigned(row, 13)?,
            length: row.get(14)?,
        },
        exact_hash: row.get(15)?,
    })
}

impl Store {
    /// The article with this id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<ArticleView>> {
        self.one_article("a.article_id = ?", id)
    }

    /// The article of this rank.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn article_of_rank(&self, rank: u32) -> Result<Option<ArticleView>> {
        self.one_article("a.rank = ?", rank)
    }

    /// The article with this number in the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn article_numbered(&self, number: u32) -> Result<Option<ArticleView>> {
        self.one_article("a.article = ?", number)
    }

    fn one_article(&self, condition: &str, value: impl rusqlite::ToSql) -> Result<Option<ArticleView>> {
        let found = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} WHERE {condition}"))
            .and_then(|mut statement| statement.query_row([value], view).optional());
        found.map_err(database::failed(&self.path))
    }

    /// Numbers of the articles whose matching form equals that of `article`, by rank; without itself.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn equal_articles(&self, article: &ArticleView) -> Result<Vec<u32>> {
        let found = self.connection.prepare_cached(
            "SELECT o.article FROM clusters c JOIN clusters d ON d.cluster_id = c.cluster_id
             JOIN articles o ON o.article = d.article
             WHERE c.article = ?1 AND o.article <> ?1 AND o.exact_hash = ?2 ORDER BY o.rank",
        );
        let found = found.and_then(|mut statement| {
            statement
                .query_map((article.number, &article.exact_hash), |row| row.get(0))?
                .collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// The ids of the other articles in the record of an article, by ordinal.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn same_page(&self, article: &ArticleView) -> Result<Vec<String>> {
        let found = self.connection.prepare_cached(
            "SELECT article_id FROM articles WHERE record = ? AND article <> ? ORDER BY ordinal",
        );
        let found = found.and_then(|mut statement| {
            statement
                .query_map((article.record, article.number), |row| row.get(0))?
                .collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// Reads the record of an article.
    ///
    /// # Errors
    /// When the ledger or the record cannot be read.
    pub fn page(&self, article: ArticleView) -> Result<StoredPage> {
        let facts = self
            .segments
            .read(&self.path, article.segment, article.place, Extent::Whole)?;
        let of_record = self
            .connection
            .prepare_cached("SELECT block FROM boilerplate WHERE record = ? ORDER BY block")
            .and_then(|mut statement| {
                statement
                    .query_map([article.record], |row| row.get::<_, u32>(0))?
                    .collect::<rusqlite::Result<Vec<u32>>>()
            })
            .map_err(database::failed(&self.path))?;
        let (mut body, mut boilerplate) = (Vec::new(), Vec::new());
        for (index, block) in (0..).zip(&facts.attributed.segmentation.blocks) {
            if block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph {
                let shared = of_record.binary_search(&index).is_ok();
                let into = if shared { &mut boilerplate } else { &mut body };
                into.push(index);
            }
        }
        Ok(StoredPage {
            article,
            facts,
            body,
            boilerplate,
        })
    }
}
