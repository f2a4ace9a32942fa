//! One outlet: what it named as its sources, and the families that it had first.

use rusqlite::params;

use super::Sheet;
use super::digest::Named;
use super::families::FamilyRow;
use crate::error::Result;
use crate::ledger::carried::{FAMILY_HEAD, FamilyHead, family_head};
use crate::ledger::database;
use crate::ledger::store::Store;

impl Store {
    /// The sources that the pages of an outlet name, by articles, at most `most`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn named_by(&self, publisher: &str, most: u32) -> Result<Vec<Named>> {
        self.connection
            .prepare_cached(
                "SELECT coalesce(c.source, c.source_name), min(c.source_kind), count(DISTINCT c.article)
                 FROM articles a JOIN claims c USING (article)
                 WHERE a.publisher = ?1 AND c.source_kind NOT IN ('person', 'void', 'anonymous')
                   AND c.kind NOT IN ('byline', 'editor', 'original_title', 'media_credit')
                   AND coalesce(c.source, c.source_name) <> ''
                 GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![publisher, most], |row| {
                        Ok(Named {
                            name: row.get(0)?,
                            kind: row.get(1)?,
                            articles: u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default(),
                        })
                    })?
                    .collect()
            })
            .map_err(database::failed(&self.path))
    }

    /// The families of running text that an outlet had first, by carriers.
    ///
    /// # Errors
    /// When the ledger or a record cannot be read.
    pub fn families_first_at(&self, publisher: &str, sheet: Sheet) -> Result<Vec<FamilyRow>> {
        let heads: Vec<FamilyHead> = self
            .connection
            .prepare_cached(&format!(
                "SELECT {FAMILY_HEAD} FROM families f JOIN articles a ON a.article = f.first_article
                 WHERE a.publisher = ?1 AND f.kind IN ('body', 'headline_fragment')
                 ORDER BY f.carriers DESC, 4 DESC, f.family_id LIMIT ?2 OFFSET ?3"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map(params![publisher, sheet.rows, sheet.offset()], family_head)?
                    .collect()
            })
            .map_err(database::failed(&self.path))?;
        heads.into_iter().map(|head| self.family_row(head)).collect()
    }
}
