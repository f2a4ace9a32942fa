//! Findings sheet by sheet: what a filter lets through, chosen and ordered by SQLite, so that only what a page shows is read.

use rusqlite::params;

use super::Sheet;
use crate::document::{Rule, Severity};
use crate::error::Result;
use crate::ledger::database;
use crate::ledger::findings::FindingView;
use crate::ledger::store::Store;

/// Which findings are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingQuery {
    /// Of this rule.
    pub rule: Option<Rule>,
    /// Of exactly this severity.
    pub severity: Option<Severity>,
    /// On pages of this outlet.
    pub outlet: Option<String>,
    /// About the article of this number.
    pub article: Option<u32>,
}

/// Conditions with the values 1 to 4 of a query; a rejected finding is silent.
const WANTED: &str = "(?1 IS NULL OR x.rule = ?1) AND (?2 IS NULL OR x.severity = ?2) AND (?3 IS NULL OR a.publisher = ?3)
     AND (?4 IS NULL OR x.article = ?4)
     AND x.finding_id NOT IN (SELECT subject FROM verdicts WHERE verdict = 'rejected')";

impl Store {
    /// The findings that are wanted: what matters most first, then what is surest, then by place.
    ///
    /// # Errors
    /// When the ledger cannot be read, or a newer program wrote a rule that this one does not know.
    pub fn finding_rows(&self, query: &FindingQuery, sheet: Sheet) -> Result<Vec<FindingView>> {
        let sql = format!(
            "SELECT x.finding FROM findings x JOIN articles a USING (article) WHERE {WANTED}
             ORDER BY x.severity = 'major' DESC, x.severity = 'minor' DESC, x.confidence DESC, a.article_id, x.start, x.\"end\",
                      x.finding_id LIMIT ?5 OFFSET ?6"
        );
        let numbers: Vec<i64> = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                let values = params![
                    query.rule.map(Rule::name),
                    query.severity.map(Severity::name),
                    query.outlet,
                    query.article,
                    sheet.rows,
                    sheet.offset()
                ];
                statement.query_map(values, |row| row.get(0))?.collect()
            })
            .map_err(database::failed(&self.path))?;
        self.findings_numbered(&numbers)
    }

    /// How many findings are wanted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn finding_count(&self, query: &FindingQuery) -> Result<u64> {
        self.connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM findings x JOIN articles a USING (article) WHERE {WANTED}"
            ))
            .and_then(|mut statement| {
                let values = params![
                    query.rule.map(Rule::name),
                    query.severity.map(Severity::name),
                    query.outlet,
                    query.article
                ];
                statement.query_row(values, |row| row.get::<_, i64>(0))
            })
            .map(|count| u64::try_from(count).unwrap_or_default())
            .map_err(database::failed(&self.path))
    }
}
