//! What of a store a picture of the lineage shows: everything, one family, or the families of one article.

use rusqlite::{Rows, Statement, params_from_iter};

use crate::error::Result;
use crate::ledger::store::Store;

/// What an export of the lineage is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The whole store.
    Everything,
    /// The family of this id: its carriers and the links between them.
    Family(String),
    /// The article of this id, with every family that it carries or was the first to hold.
    Article(String),
}

/// A selection as conditions of SQL over the numbers of families and articles; `?1` is [`Self::number`].
pub(super) struct Chosen {
    families: &'static str,
    articles: &'static str,
    number: Option<u32>,
}

const FAMILIES_OF_ARTICLE: &str = "
    SELECT family FROM passages WHERE a_article = ?1 UNION SELECT family FROM passages WHERE b_article = ?1
    UNION SELECT family FROM families WHERE first_article = ?1
    UNION SELECT family FROM links WHERE to_article = ?1 UNION SELECT family FROM links WHERE from_article = ?1";

const CARRIERS_OF_FAMILY: &str = "
    SELECT a_article FROM passages WHERE family = ?1 UNION SELECT b_article FROM passages WHERE family = ?1
    UNION SELECT first_article FROM families WHERE family = ?1
    UNION SELECT to_article FROM links WHERE family = ?1
    UNION SELECT from_article FROM links WHERE family = ?1 AND from_article IS NOT NULL";

/// The article and those that links join in its families.
const AROUND_ARTICLE: &str = "
    WITH around AS (SELECT family FROM passages WHERE a_article = ?1
        UNION SELECT family FROM passages WHERE b_article = ?1
        UNION SELECT family FROM families WHERE first_article = ?1
        UNION SELECT family FROM links WHERE to_article = ?1 UNION SELECT family FROM links WHERE from_article = ?1)
    SELECT ?1 UNION SELECT to_article FROM links JOIN around USING (family)
    UNION SELECT from_article FROM links JOIN around USING (family) WHERE from_article IS NOT NULL";

impl Chosen {
    pub(super) fn of(store: &Store, selection: &Selection) -> Result<Self> {
        match selection {
            Selection::Everything => Ok(Self {
                families: "",
                articles: "",
                number: None,
            }),
            Selection::Family(id) => match store.family_number(id)? {
                Some(number) => Ok(Self {
                    families: "SELECT ?1",
                    articles: CARRIERS_OF_FAMILY,
                    number: Some(number),
                }),
                None => Err(store.no_such_id("family", id)?),
            },
            Selection::Article(id) => match store.article_number(id)? {
                Some(number) => Ok(Self {
                    families: FAMILIES_OF_ARTICLE,
                    articles: AROUND_ARTICLE,
                    number: Some(number),
                }),
                None => Err(store.no_such_id("article", id)?),
            },
        }
    }

    /// True for the whole store.
    pub(super) fn is_everything(&self) -> bool {
        self.number.is_none()
    }

    /// That the family in `column` is chosen.
    pub(super) fn families(&self, column: &str) -> String {
        condition(column, self.families)
    }

    /// That the article in `column` is chosen.
    pub(super) fn articles(&self, column: &str) -> String {
        condition(column, self.articles)
    }

    /// Runs a query over the conditions of this selection.
    pub(super) fn query<'statement>(
        &self,
        statement: &'statement mut Statement<'_>,
    ) -> rusqlite::Result<Rows<'statement>> {
        // A query that tests nothing takes no parameter.
        let number = self.number.filter(|_| statement.parameter_count() > 0);
        statement.query(params_from_iter(number))
    }
}

fn condition(column: &str, chosen: &str) -> String {
    if chosen.is_empty() {
        format!("{column} IS NOT NULL")
    } else {
        format!("{column} IN ({chosen})")
    }
}
