//! What a user names: a family or an article by its id, and what to say when nothing has this id.

use rusqlite::OptionalExtension;

use super::database;
use super::store::Store;
use crate::error::{Error, Result};

/// Ids that are suggested where the one that was named does not exist.
const SUGGESTIONS: u32 = 3;

impl Store {
    /// The number of a family in this store.
    pub(super) fn family_number(&self, id: &str) -> Result<Option<u32>> {
        self.number("SELECT family FROM families WHERE family_id = ?", id)
    }

    /// The number of an article in this store.
    pub(super) fn article_number(&self, id: &str) -> Result<Option<u32>> {
        self.number("SELECT article FROM articles WHERE article_id = ?", id)
    }

    fn number(&self, sql: &str, id: &str) -> Result<Option<u32>> {
        self.connection
            .query_row(sql, [id], |row| row.get(0))
            .optional()
            .map_err(database::failed(&self.path))
    }

    /// The error for an id that does not exist, with ids that hold its text or that it holds. `what` says what was
    /// looked for: `family`, `article`, `family and no article`.
    pub(super) fn no_such_id(&self, what: &str, id: &str) -> Result<Error> {
        let near: Vec<String> = self
            .connection
            .prepare(
                "WITH known(id) AS (SELECT article_id FROM articles WHERE ?2 <> 'family'
                     UNION ALL SELECT family_id FROM families WHERE ?2 <> 'article')
                 SELECT id FROM known
                 WHERE ?1 <> '' AND (instr(id, ?1) OR (length(id) > 2 AND instr(?1, id)))
                 ORDER BY abs(length(id) - length(?1)), id LIMIT ?3",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(rusqlite::params![id, what, SUGGESTIONS], |row| row.get(0))?
                    .collect()
            })
            .map_err(database::failed(&self.path))?;
        let hint = if near.is_empty() {
            "the ids stand in the files of `suyuan export jsonl`".to_owned()
        } else {
            format!("did you mean {}?", near.join(" or "))
        };
        Ok(Error::Usage(format!(
            "{}: no {what} of this store has the id `{id}`: {hint}",
            self.path.display()
        )))
    }
}
