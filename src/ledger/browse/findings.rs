//! Findings sheet by sheet: what a filter lets through, chosen and ordered by SQLite, so that only what a page shows is read.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

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

impl FindingQuery {
    /// The conditions that are asked for, with their values: only those, so that SQLite can use an index for them. A rejected
    /// finding is silent.
    fn conditions(&self) -> (String, Vec<Value>) {
        let mut conditions =
            "x.finding_id NOT IN (SELECT subject FROM verdicts WHERE verdict = 'rejected')".to_owned();
        let mut values = Vec::new();
        let asked = [
            (
                "x.rule",
                self.rule.map(|rule| Value::from(rule.name().to_owned())),
            ),
            (
                "x.severity",
                self.severity
                    .map(|severity| Value::from(severity.name().to_owned())),
            ),
            ("a.publisher", self.outlet.clone().map(Value::from)),
            ("x.article", self.article.map(Value::from)),
        ];
        for (column, value) in asked {
            if let Some(value) = value {
                conditions.push_str(&format!(" AND {column} = ?"));
                values.push(value);
            }
        }
        (conditions, values)
    }
}

impl Store {
    /// The findings that are wanted: what matters most first, then what is surest, then by place.
    ///
    /// # Errors
    /// When the ledger cannot be read, or a newer program wrote a rule that this one does not know.
    pub fn finding_rows(&self, query: &FindingQuery, sheet: Sheet) -> Result<Vec<FindingView>> {
        let (wanted, mut values) = query.conditions();
        let sql = format!(
            "SELECT x.finding FROM findings x JOIN articles a USING (article) WHERE {wanted}
             ORDER BY x.severity = 'major' DESC, x.severity = 'minor' DESC, x.confidence DESC, a.article_id, x.start, x.\"end\",
                      x.finding_id LIMIT ? OFFSET ?"
        );
        values.extend([Value::from(i64::from(sheet.rows)), Value::from(sheet.offset())]);
        let numbers: Vec<i64> = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(values), |row| row.get(0))?
                    .collect()
            })
            .map_err(database::failed(&self.path))?;
        self.findings_numbered(&numbers)
    }

    /// How many findings are wanted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn finding_count(&self, query: &FindingQuery) -> Result<u64> {
        let (wanted, values) = query.conditions();
        self.connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM findings x JOIN articles a USING (article) WHERE {wanted}"
            ))
            .and_then(|mut statement| {
                statement.query_row(params_from_iter(values), |row| row.get::<_, i64>(0))
            })
            .map(|count| u64::try_from(count).unwrap_or_default())
            .map_err(database::failed(&self.path))
    }
}
