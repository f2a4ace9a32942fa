//! Verdicts: what auditors decided about findings and links. Written one by one beside what scans write, and kept by them.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::database::{self, Standing};
use super::lock::Lock;
use super::seal::{self, Sealed};
use super::store::Store;
use crate::document::Judgement;
use crate::error::{Error, Result};
use crate::nearest::{nearest, suggestion};

/// Ids that a message names when one does not exist.
const SUGGESTED: usize = 3;

/// All verdicts, by what they are about. The columns are those of the export.
pub(super) const VERDICTS: &str = "
    SELECT v.subject, v.verdict, v.note, v.decided_by, v.decided_at, v.about,
           EXISTS (SELECT 1 FROM findings x WHERE x.finding_id = v.subject)
           OR EXISTS (SELECT 1 FROM links l WHERE l.link_id = v.subject) AS stands
    FROM verdicts v ORDER BY v.subject";

/// What an auditor decided about a finding or a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The finding's or the link's id.
    pub subject: String,
    /// The decision.
    pub verdict: Judgement,
    /// Why.
    pub note: String,
    /// Who decided, where it was said.
    pub decided_by: Option<String>,
    /// When: RFC 3339, by the clock of the machine.
    pub decided_at: String,
    /// The finding or link in one line, as it stood then.
    pub about: String,
    /// True when the store still has the finding or link.
    pub stands: bool,
}

/// A decision to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The finding's or the link's id.
    pub subject: String,
    /// `None` withdraws an earlier verdict.
    pub judgement: Option<Judgement>,
    /// Why.
    pub note: String,
    /// Who decides.
    pub by: Option<String>,
    /// RFC 3339.
    pub at: String,
}

impl Decision {
    /// Writes the decision into the store at `path`, in the place of an earlier one on the same subject. Returns the verdict,
    /// or the one that was withdrawn.
    ///
    /// # Errors
    /// [`Error::Usage`] when the store has no such finding or link, or no verdict to withdraw; [`Error::Store`] when there is no
    /// store or another process is writing to it.
    pub fn write(&self, path: &Path) -> Result<Verdict> {
        match database::inspect(path)? {
            Standing::Store => {}
            Standing::Older => return Err(database::older(path)),
            Standing::Missing | Standing::Empty => return Err(database::nothing(path)),
        }
        let failed = database::failed(path);
        let lock = Lock::take(path)?;
        let connection = database::open_to_write(path)?;
        if seal::check(path, &connection)? == Sealed::Broken {
            return Err(seal::broken(path));
        }
        connection.execute_batch("BEGIN IMMEDIATE").map_err(&failed)?;
        database::make_verdicts(&connection).map_err(&failed)?;
        let verdict = match self.judgement {
            Some(judgement) => self.judge(&connection, judgement, path)?,
            None => self.withdraw(&connection, path)?,
        };
        seal::count(&connection).map_err(&failed)?;
        connection.execute_batch("COMMIT").map_err(&failed)?;
        // The verdict is written by now: a ledger that cannot be sealed is one that is not sealed.
        let _ = seal::close(path, &connection);
        drop(lock);
        Ok(verdict)
    }

    fn judge(&self, connection: &Connection, judgement: Judgement, path: &Path) -> Result<Verdict> {
        let failed = database::failed(path);
        let Some(about) = about(connection, &self.subject).map_err(&failed)? else {
            let near = near_subjects(connection, &self.subject).map_err(&failed)?;
            return Err(Error::Usage(format!(
                "no finding or link has the id {}{}: `suyuan audit` shows the ids of findings, the table `links` those of links",
                self.subject,
                suggestion(&near)
            )));
        };
        let verdict = Verdict {
            subject: self.subject.clone(),
            verdict: judgement,
            note: self.note.clone(),
            decided_by: self.by.clone(),
            decided_at: self.at.clone(),
            about,
            stands: true,
        };
        connection
            .execute(
                "INSERT OR REPLACE INTO verdicts (subject, verdict, note, decided_by, decided_at, about)
                 VALUES (?, ?, ?, ?, ?, ?)",
                params![
                    verdict.subject,
                    judgement.name(),
                    verdict.note,
                    verdict.decided_by,
                    verdict.decided_at,
                    verdict.about
                ],
            )
            .map_err(&failed)?;
        Ok(verdict)
    }

    fn withdraw(&self, connection: &Connection, path: &Path) -> Result<Verdict> {
        let failed = database::failed(path);
        let all = verdicts(connection).map_err(&failed)?;
        let Some(verdict) = all.iter().find(|verdict| verdict.subject == self.subject) else {
            let near = nearest(
                &self.subject,
                all.iter().map(|verdict| verdict.subject.as_str()),
                SUGGESTED,
            );
            return Err(Error::Usage(format!(
                "there is no verdict on {}{}: `suyuan audit --verdicts` lists them",
                self.subject,
                suggestion(&near)
            )));
        };
        connection
            .execute("DELETE FROM verdicts WHERE subject = ?", [&self.subject])
            .map_err(&failed)?;
        Ok(verdict.clone())
    }
}

impl Store {
    /// All verdicts, by the ids of what they are about; those whose finding or link the store no longer has among them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn verdicts(&self) -> Result<Vec<Verdict>> {
        verdicts(&self.connection).map_err(database::failed(&self.path))
    }
}

fn verdicts(connection: &Connection) -> rusqlite::Result<Vec<Verdict>> {
    connection.prepare(VERDICTS)?.query_map([], verdict)?.collect()
}

/// A verdict from the columns of [`VERDICTS`].
fn verdict(row: &Row<'_>) -> rusqlite::Result<Verdict> {
    Ok(Verdict {
        subject: row.get(0)?,
        verdict: Judgement::from_name(&row.get::<_, String>(1)?).unwrap_or_default(),
        note: row.get(2)?,
        decided_by: row.get(3)?,
        decided_at: row.get(4)?,
        about: row.get(5)?,
        stands: row.get(6)?,
    })
}

/// The finding or link of this id in one line; `None` when the store has none.
fn about(connection: &Connection, subject: &str) -> rusqlite::Result<Option<String>> {
    let finding = connection
        .query_row(
            "SELECT x.rule, a.article_id, a.publisher, x.message
             FROM findings x JOIN articles a USING (article) WHERE x.finding_id = ?",
            [subject],
            |row| {
                let (rule, message): (String, String) = (row.get(0)?, row.get(3)?);
                let page = named(row.get(1)?, row.get(2)?);
                Ok(format!("{rule} in {page}: {message}"))
            },
        )
        .optional()?;
    if finding.is_some() {
        return Ok(finding);
    }
    connection
        .query_row(
            "SELECT l.relation, o.article_id, coalesce(o.publisher, l.from_source), t.article_id, t.publisher
             FROM links l JOIN articles t ON t.article = l.to_article
             LEFT JOIN articles o ON o.article = l.from_article WHERE l.link_id = ?",
            [subject],
            |row| {
                let relation: String = row.get(0)?;
                let from = match row.get::<_, Option<String>>(1)? {
                    Some(article) => named(article, row.get(2)?),
                    None => format!(
                        "{} (not held)",
                        row.get::<_, Option<String>>(2)?.unwrap_or_default()
                    ),
                };
                let to = named(row.get(3)?, row.get(4)?);
                Ok(format!("{relation} from {from} to {to}"))
            },
        )
        .optional()
}

fn named(article_id: String, publisher: Option<String>) -> String {
    match publisher {
        Some(publisher) => format!("{article_id} ({publisher})"),
        None => article_id,
    }
}

fn near_subjects(connection: &Connection, subject: &str) -> rusqlite::Result<Vec<String>> {
    let ids: Vec<String> = connection
        .prepare("SELECT finding_id FROM findings UNION ALL SELECT link_id FROM links")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(nearest(subject, ids, SUGGESTED))
}
