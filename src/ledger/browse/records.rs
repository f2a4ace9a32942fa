//! Records for the page of what was read: their formats, and what could not be used.

use crate::error::Result;
use crate::ledger::database;
use crate::ledger::store::Store;

impl Store {
    /// Records by format: the most first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn format_counts(&self) -> Result<Vec<(String, u64)>> {
        self.connection
            .prepare_cached("SELECT format, count(*) FROM records GROUP BY 1 ORDER BY 2 DESC, 1")
            .and_then(|mut statement| {
                let counted = |row: &rusqlite::Row<'_>| {
                    Ok((
                        row.get(0)?,
                        u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
                    ))
                };
                statement.query_map([], counted)?.collect()
            })
            .map_err(database::failed(&self.path))
    }

    /// The first records that could not be used: place, status, reason.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn problem_rows(&self, most: u32) -> Result<Vec<(String, String, String)>> {
        self.connection
            .prepare_cached(
                "SELECT uri, status, problem FROM records WHERE problem IS NOT NULL ORDER BY uri, version LIMIT ?",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([most], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                    .collect()
            })
            .map_err(database::failed(&self.path))
    }
}
