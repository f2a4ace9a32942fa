//! The findings of a store with the pages they are about and what auditors decided.

use std::collections::HashMap;

use rusqlite::Row;
use serde::Serialize;

use super::database;
use super::segment;
use super::store::Store;
use super::verdicts::Verdict;
use crate::document::{Exhibit, Format, Rule, Severity, Span};
use crate::error::{Error, Result};
use crate::nearest::{nearest, suggestion};

/// Names that a message gives when one does not exist.
const SUGGESTED: usize = 3;

/// The page that an article stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The article.
    pub article_id: String,
    /// Its record.
    pub record_id: String,
    /// The record's dataset.
    pub dataset: String,
    /// Path of the record, with `#line` in files of several.
    pub uri: String,
    /// What the record was read from.
    pub format: Format,
    /// On whose page it stands.
    pub publisher: Option<String>,
    /// What the page says it is from.
    pub declared_source: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
}

/// A place in an article.
#[derive(Clone, Debug)]
pub struct Place {
    /// The page.
    pub page: Page,
    /// In bytes of the record's text.
    pub span: Span,
    /// Number of the segment with the record's text.
    pub(super) segment: u32,
    /// Where the record stands in it.
    pub(super) frame: segment::Place,
}

/// A finding with the pages it is about.
#[derive(Clone, Debug)]
pub struct FindingView {
    /// Its id.
    pub finding_id: String,
    /// What it says.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// 0 to 1.
    pub confidence: f64,
    /// The place in the copy.
    pub here: Place,
    /// The place in what it is compared with.
    pub there: Option<Place>,
    /// One sentence for a reader.
    pub message: String,
    /// What was seen, item by item.
    pub evidence: Vec<Exhibit>,
    /// What an auditor decided.
    pub verdict: Option<Verdict>,
}

/// Which findings are wanted; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Only these rules; all when empty.
    pub rules: Vec<Rule>,
    /// This severity and above.
    pub least: Severity,
    /// Only on pages of this publisher.
    pub outlet: Option<String>,
    /// Only about this article.
    pub article: Option<String>,
}

impl FindingFilter {
    /// True for a finding that is wanted.
    pub fn admits(&self, finding: &FindingView) -> bool {
        let page = &finding.here.page;
        (self.rules.is_empty() || self.rules.contains(&finding.rule))
            && finding.severity >= self.least
            && self
                .outlet
                .as_ref()
                .is_none_or(|outlet| page.publisher.as_ref() == Some(outlet))
            && self
                .article
                .as_ref()
                .is_none_or(|article| page.article_id == *article)
    }
}

/// How many columns [`page_columns`] are.
const PAGE_COLUMNS: usize = 12;

/// The columns of a page and of the place of its text, from tables that stand under these names in a query.
fn page_columns(article: &str, record: &str) -> String {
    format!(
        "{record}.record_id, {record}.dataset, {record}.uri, {record}.format, {record}.segment, {record}.offset,
         {record}.length, {article}.article_id, {article}.publisher, {article}.declared_source, {article}.title,
         {article}.published_at"
    )
}

impl Store {
    /// All findings: what matters most first, then what is surest, then by place.
    ///
    /// # Errors
    /// [`Error::Store`] when a newer program wrote a rule that this one does not know.
    pub fn findings(&self) -> Result<Vec<FindingView>> {
        let mut findings = self.read_findings("", [], &mut self.verdicts_by_subject()?)?;
        findings.sort_by(|left, right| {
            (right.severity.cmp(&left.severity))
                .then(right.confidence.total_cmp(&left.confidence))
                .then_with(|| left.here.page.article_id.cmp(&right.here.page.article_id))
                .then(left.here.span.cmp(&right.here.span))
                .then_with(|| left.finding_id.cmp(&right.finding_id))
        });
        Ok(findings)
    }

    /// The findings of these numbers, in their order.
    ///
    /// # Errors
    /// [`Error::Store`] when a newer program wrote a rule that this one does not know.
    pub fn findings_numbered(&self, numbers: &[i64]) -> Result<Vec<FindingView>> {
        let mut verdicts = self.verdicts_by_subject()?;
        let mut findings = Vec::new();
        for number in numbers {
            findings.extend(self.read_findings("WHERE x.finding = ?", [*number], &mut verdicts)?);
        }
        Ok(findings)
    }

    fn verdicts_by_subject(&self) -> Result<HashMap<String, Verdict>> {
        let verdicts = self.verdicts()?.into_iter();
        Ok(verdicts
            .map(|verdict| (verdict.subject.clone(), verdict))
            .collect())
    }

    fn read_findings<const N: usize>(
        &self,
        condition: &str,
        values: [i64; N],
        verdicts: &mut HashMap<String, Verdict>,
    ) -> Result<Vec<FindingView>> {
        let failed = database::failed(&self.path);
        let (here, there) = (page_columns("a", "r"), page_columns("o", "s"));
        let sql = format!(
            r#"SELECT x.finding_id, x.rule, x.severity, x.confidence, x.start, x."end", x.other_start, x.other_end, x.message,
                      x.evidence, {here}, {there}
               FROM findings x JOIN articles a USING (article) JOIN records r USING (record)
               LEFT JOIN articles o ON o.article = x.other_article LEFT JOIN records s ON s.record = o.record {condition}"#
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(&failed)?;
        let mut rows = statement
            .query(rusqlite::params_from_iter(values))
            .map_err(&failed)?;
        let mut findings = Vec::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let (rule, severity): (String, String) =
                (|| Ok((row.get(1)?, row.get(2)?)))().map_err(&failed)?;
            let known = Rule::from_name(&rule).zip(Severity::from_name(&severity));
            let Some((rule, severity)) = known else {
                return Err(database::fault(
                    &self.path,
                    format!(
                        "has a finding {rule} ({severity}), which this program does not know: use the program that \
                         wrote the store, or scan again"
                    ),
                ));
            };
            let mut finding = read(row, rule, severity).map_err(&failed)?;
            finding.verdict = verdicts.remove(&finding.finding_id);
            findings.push(finding);
        }
        Ok(findings)
    }

    /// Whether what the filter names exists.
    ///
    /// # Errors
    /// [`Error::Usage`] for an article or an outlet that the store does not have; says which are like it.
    pub fn check(&self, filter: &FindingFilter) -> Result<()> {
        if let Some(article) = &filter.article {
            self.check_name("article", "article_id", article)?;
        }
        if let Some(outlet) = &filter.outlet {
            self.check_name("page of an outlet", "publisher", outlet)?;
        }
        Ok(())
    }

    fn check_name(&self, what: &str, column: &str, name: &str) -> Result<()> {
        let failed = database::failed(&self.path);
        let known: bool = self
            .connection
            .query_row(
                &format!("SELECT EXISTS (SELECT 1 FROM articles WHERE {column} = ?)"),
                [name],
                |row| row.get(0),
            )
            .map_err(&failed)?;
        if known {
            return Ok(());
        }
        let names: Vec<String> = self
            .connection
            .prepare(&format!(
                "SELECT DISTINCT {column} FROM articles WHERE {column} IS NOT NULL"
            ))
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .map_err(&failed)?;
        let near = nearest(name, names, SUGGESTED);
        Err(Error::Usage(format!(
            "the store has no {what} {name}{}: the columns article_id and publisher of the table `articles` list all",
            suggestion(&near)
        )))
    }
}

fn read(row: &Row<'_>, rule: Rule, severity: Severity) -> rusqlite::Result<FindingView> {
    let evidence: String = row.get(9)?;
    let here = place(
        row,
        10,
        Span {
            start: row.get(4)?,
            end: row.get(5)?,
        },
    )?;
    let there = match (row.get(6)?, row.get(7)?) {
        (Some(start), Some(end)) => place(row, 10 + PAGE_COLUMNS, Span { start, end })?,
        _ => None,
    };
    let Some(here) = here else {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    };
    Ok(FindingView {
        finding_id: row.get(0)?,
        rule,
        severity,
        confidence: row.get(3)?,
        here,
        there,
        message: row.get(8)?,
        // Whoever wrote other JSON into the table loses the exhibits, not the finding.
        evidence: serde_json::from_str(&evidence).unwrap_or_default(),
        verdict: None,
    })
}

/// A place from the columns of [`page_columns`]; `None` when the article is not there.
fn place(row: &Row<'_>, first: usize, span: Span) -> rusqlite::Result<Option<Place>> {
    let Some(record_id) = row.get::<_, Option<String>>(first)? else {
        return Ok(None);
    };
    let format: String = row.get(first + 3)?;
    let offset: i64 = row.get(first + 5)?;
    Ok(Some(Place {
        span,
        segment: row.get(first + 4)?,
        frame: segment::Place {
            offset: u64::try_from(offset).unwrap_or_default(),
            length: row.get(first + 6)?,
        },
        page: Page {
            record_id,
            dataset: row.get(first + 1)?,
            uri: row.get(first + 2)?,
            format: Format::from_name(&format).unwrap_or_default(),
            article_id: row.get(first + 7)?,
            publisher: row.get(first + 8)?,
            declared_source: row.get(first + 9)?,
            title: row.get(first + 10)?,
            published_at: row.get(first + 11)?,
        },
    }))
}
