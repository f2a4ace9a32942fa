//! What one article says: its claims about sources and its quotes, as rows.

use rusqlite::Row;
use serde::Serialize;

use super::carried::{ClaimView, claim_view};
use super::database;
use super::store::Store;
use crate::error::Result;

/// Text between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Utterance {
    /// Its id.
    pub quote_id: String,
    /// The word of its kind.
    pub kind: String,
    /// Who speaks.
    pub speaker: Option<String>,
    /// The words that name the speaker.
    pub cue: Option<String>,
    /// First byte, without the marks.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The words.
    pub text: String,
    /// The family, when it stands elsewhere too.
    pub family_id: Option<String>,
}

impl Store {
    /// What an article says about sources, in order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn claims_of(&self, article: u32) -> Result<Vec<ClaimView>> {
        self.rows_of(
            "SELECT claim_id, kind, source_name, source, cue, start, \"end\", confidence FROM claims
             WHERE article = ? ORDER BY ordinal",
            article,
            claim_view,
        )
    }

    /// The quotes of an article, in order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn quotes_of(&self, article: u32) -> Result<Vec<Utterance>> {
        let utterance = |row: &Row<'_>| {
            Ok(Utterance {
                quote_id: row.get(0)?,
                kind: row.get(1)?,
                speaker: row.get(2)?,
                cue: row.get(3)?,
                start: row.get(4)?,
                end: row.get(5)?,
                text: row.get(6)?,
                family_id: row.get(7)?,
            })
        };
        self.rows_of(
            "SELECT q.quote_id, q.kind, q.speaker, q.cue, q.start, q.\"end\", q.text, f.family_id
             FROM quotes q LEFT JOIN families f USING (family) WHERE q.article = ? ORDER BY q.ordinal",
            article,
            utterance,
        )
    }

    fn rows_of<T>(
        &self,
        sql: &str,
        article: u32,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([article], read)?.collect())
            .map_err(database::failed(&self.path))
    }
}
