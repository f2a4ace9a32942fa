//! Families for lists, and one family from near: the steps of its lineage, and the words of each carrier with what was
//! changed in them.

use rusqlite::{OptionalExtension, Row, params};
use serde::Deserialize;

use super::Sheet;
use crate::document::Span;
use crate::error::Result;
use crate::ledger::carried::{FAMILY_HEAD, FamilyHead, LinkView, PlaceView, family_head};
use crate::ledger::database::{self, unsigned};
use crate::ledger::frame::Extent;
use crate::ledger::segment::Place;
use crate::ledger::store::Store;

/// A family in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyRow {
    /// The family.
    pub head: FamilyHead,
    /// The first words of the first holder's span, as written.
    pub opening: String,
    /// Name of the first holder: its publisher, or its record's id.
    pub first_name: String,
    /// Id of the first holder.
    pub first_id: String,
    /// RFC 3339.
    pub first_at: Option<String>,
    /// `second`, `minute`, `day`, `none`.
    pub precision: String,
    /// Outlets that carry it.
    pub outlets: u64,
    /// Links of decided direction.
    pub resolved: u64,
    /// Links whose direction is not decided.
    pub unresolved: u64,
    /// Who speaks, for a quote.
    pub speaker: Option<String>,
}

/// An article that carries a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierRow {
    /// Its number in this store.
    pub number: u32,
    /// Its id.
    pub id: String,
    /// Its publisher, or its record's id.
    pub name: String,
    /// The publisher alone.
    pub publisher: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What its page says it is from.
    pub declared: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// Seconds since 1970.
    pub seconds: Option<i64>,
    /// `second`, `minute`, `day`, `none`.
    pub precision: String,
    /// Where the family stands in its record.
    pub span: Span,
}

/// A link of a family, by numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyStep {
    /// The giver; `None` for a ghost.
    pub from: Option<u32>,
    /// The ghost's name.
    pub ghost: Option<String>,
    /// The receiver.
    pub to: u32,
    /// The word of the relation.
    pub relation: String,
    /// Whether the direction is decided.
    pub resolved: bool,
    /// 0 to 1.
    pub confidence: f64,
}

/// An edit with its places, in bytes of both records.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PlacedEdit {
    /// The word of its kind.
    pub kind: String,
    /// The carrier's words.
    pub a_text: String,
    /// The words of the other.
    pub b_text: String,
    /// Where they stand in the carrier.
    #[serde(default)]
    pub a_start: u32,
    /// One past their last byte.
    #[serde(default)]
    pub a_end: u32,
    /// Where they stand in the other.
    #[serde(default)]
    pub b_start: u32,
    /// One past their last byte.
    #[serde(default)]
    pub b_end: u32,
}

/// What a carrier has of a family, beside the text that it was compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriedText {
    /// Number of the article that it was compared with.
    pub other: u32,
    /// Where it stands in the carrier.
    pub a: PlaceView,
    /// Where it stands in the other.
    pub b: PlaceView,
    /// 0 to 1.
    pub identity: f64,
    /// What differs.
    pub edits: Vec<PlacedEdit>,
}

/// Characters of an opening.
const OPENING: usize = 90;

/// Families of quotes that somebody may have spoken.
const SPOKEN: &str =
    "EXISTS (SELECT 1 FROM quotes q WHERE q.family = f.family AND q.kind IN ('speech', 'unclear'))";

impl Store {
    /// The family with this id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn family_called(&self, id: &str) -> Result<Option<FamilyHead>> {
        self.connection
            .prepare_cached(&format!(
                "SELECT {FAMILY_HEAD} FROM families f WHERE f.family_id = ?"
            ))
            .and_then(|mut statement| statement.query_row([id], family_head).optional())
            .map_err(database::failed(&self.path))
    }

    /// The families of a kind, or those of running text: most carriers first, then the longest, then by id.
    ///
    /// # Errors
    /// When the ledger or a record cannot be read.
    pub fn family_rows(&self, kind: Option<&str>, sheet: Sheet) -> Result<Vec<FamilyRow>> {
        match kind {
            Some(kind) => self.listed("f.kind = ?1", kind, sheet),
            None => self.listed("f.kind IN ('body', 'headline_fragment', ?1)", "body", sheet),
        }
    }

    /// The quotes that stand in several articles, in the same order: speech and what may be speech, no titles and terms.
    ///
    /// # Errors
    /// When the ledger or a record cannot be read.
    pub fn quote_rows(&self, sheet: Sheet) -> Result<Vec<FamilyRow>> {
        self.listed(&format!("?1 = '' AND {SPOKEN}"), "", sheet)
    }

    /// How many there are of [`Self::quote_rows`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn quote_count(&self) -> Result<u64> {
        self.connection
            .query_row(
                &format!("SELECT count(*) FROM families f WHERE {SPOKEN}"),
                [],
                |row| unsigned(row, 0),
            )
            .map_err(database::failed(&self.path))
    }

    fn listed(&self, condition: &str, value: &str, sheet: Sheet) -> Result<Vec<FamilyRow>> {
        let failed = database::failed(&self.path);
        let heads: Vec<FamilyHead> = self
            .connection
            .prepare_cached(&format!(
                "SELECT {FAMILY_HEAD} FROM families f WHERE {condition}
                 ORDER BY f.carriers DESC, 4 DESC, f.family_id LIMIT ?2 OFFSET ?3"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map(params![value, sheet.rows, sheet.offset()], family_head)?
                    .collect()
            })
            .map_err(&failed)?;
        heads.into_iter().map(|head| self.family_row(head)).collect()
    }

    /// A family as it stands in lists.
    ///
    /// # Errors
    /// When the ledger or a record cannot be read.
    pub fn family_row(&self, head: FamilyHead) -> Result<FamilyRow> {
        let failed = database::failed(&self.path);
        let first = self.connection.prepare_cached(
            "SELECT coalesce(a.publisher, r.record_id), a.article_id, a.published_at, a.time_precision,
                    f.first_start, f.first_end, r.segment, r.offset, r.length
             FROM families f JOIN articles a ON a.article = f.first_article JOIN records r USING (record)
             WHERE f.family = ?",
        );
        let (mut row, span, segment, place) = first
            .and_then(|mut statement| {
                statement.query_row([head.number], |row| {
                    let offset: i64 = row.get(7)?;
                    let described = FamilyRow {
                        head: head.clone(),
                        opening: String::new(),
                        first_name: row.get(0)?,
                        first_id: row.get(1)?,
                        first_at: row.get(2)?,
                        precision: row.get(3)?,
                        outlets: 0,
                        resolved: 0,
                        unresolved: 0,
                        speaker: None,
                    };
                    let span = Span {
                        start: row.get(4)?,
                        end: row.get(5)?,
                    };
                    let place = Place {
                        offset: u64::try_from(offset).unwrap_or_default(),
                        length: row.get(8)?,
                    };
                    Ok((described, span, row.get(6)?, place))
                })
            })
            .map_err(&failed)?;
        let facts = self
            .segments
            .read(&self.path, segment, place, Extent::BeforeSentences)?;
        row.opening = span.of(&facts.record.text).chars().take(OPENING).collect();
        row.outlets = self
            .connection
            .prepare_cached(
                "SELECT count(DISTINCT publisher) FROM articles WHERE article IN (
                     SELECT a_article FROM passages WHERE family = ?1 UNION SELECT b_article FROM passages WHERE family = ?1)",
            )
            .and_then(|mut statement| statement.query_row([head.number], |row| unsigned(row, 0)))
            .map_err(&failed)?;
        (row.resolved, row.unresolved) = self
            .connection
            .prepare_cached(
                "SELECT coalesce(sum(direction = 'resolved'), 0), coalesce(sum(direction <> 'resolved'), 0)
                 FROM links WHERE family = ?",
            )
            .and_then(|mut statement| {
                statement.query_row([head.number], |row| Ok((unsigned(row, 0)?, unsigned(row, 1)?)))
            })
            .map_err(&failed)?;
        row.speaker = self
            .connection
            .prepare_cached(
                "SELECT q.speaker FROM quotes q JOIN articles a USING (article)
                 WHERE q.family = ? AND q.speaker IS NOT NULL ORDER BY a.rank, q.ordinal LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([head.number], |row| row.get(0)).optional())
            .map_err(&failed)?;
        Ok(row)
    }

    /// Articles that carry a family, by rank: of each the longest span.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn carrier_rows(&self, family: u32) -> Result<Vec<CarrierRow>> {
        let found = self.connection.prepare_cached(
            "WITH held(article, start, stop) AS (
                 SELECT a_article, a_start, a_end FROM passages WHERE family = ?1
                 UNION ALL SELECT b_article, b_start, b_end FROM passages WHERE family = ?1
                 UNION ALL SELECT first_article, first_start, first_end FROM families WHERE family = ?1)
             SELECT a.article, a.article_id, coalesce(a.publisher, r.record_id), a.publisher, a.title, a.declared_source,
                    a.published_at, a.published_epoch, a.time_precision, h.start, h.stop, max(h.stop - h.start)
             FROM held h JOIN articles a USING (article) JOIN records r USING (record)
             GROUP BY a.article ORDER BY a.rank",
        );
        found
            .and_then(|mut statement| {
                let row = |row: &Row<'_>| {
                    Ok(CarrierRow {
                        number: row.get(0)?,
                        id: row.get(1)?,
                        name: row.get(2)?,
                        publisher: row.get(3)?,
                        title: row.get(4)?,
                        declared: row.get(5)?,
                        published_at: row.get(6)?,
                        seconds: row.get(7)?,
                        precision: row.get(8)?,
                        span: Span {
                            start: row.get(9)?,
                            end: row.get(10)?,
                        },
                    })
                };
                statement.query_map([family], row)?.collect()
            })
            .map_err(database::failed(&self.path))
    }

    /// The links of a family: by rank of the receiver, then the most confident first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn family_steps(&self, family: u32) -> Result<Vec<FamilyStep>> {
        let found = self.connection.prepare_cached(
            "SELECT l.from_article, l.from_source, l.to_article, l.relation, l.direction = 'resolved', l.confidence
             FROM links l JOIN articles t ON t.article = l.to_article
             WHERE l.family = ? ORDER BY t.rank, l.confidence DESC, l.to_end - l.to_start DESC, l.link_id",
        );
        found
            .and_then(|mut statement| {
                let step = |row: &Row<'_>| {
                    Ok(FamilyStep {
                        from: row.get(0)?,
                        ghost: row.get(1)?,
                        to: row.get(2)?,
                        relation: row.get(3)?,
                        resolved: row.get(4)?,
                        confidence: row.get(5)?,
                    })
                };
                statement.query_map([family], step)?.collect()
            })
            .map_err(database::failed(&self.path))
    }

    /// What an article has of a family, beside the text of the articles that it was compared with, the first holder last.
    /// The words of the one that it was carried from come first where a link names it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn carried_texts(&self, article: u32, family: u32, from: Option<u32>) -> Result<Vec<CarriedText>> {
        let found = self.connection.prepare_cached(
            "SELECT b_article, a_start, a_end, a_start_char, a_end_char, b_start, b_end, b_start_char, b_end_char,
                    identity, edits
             FROM passages WHERE a_article = ?1 AND family = ?2
             ORDER BY b_article IS NOT ?3, a_end - a_start DESC, a_start, pair_id",
        );
        found
            .and_then(|mut statement| {
                let text = |row: &Row<'_>| {
                    let place = |first: usize| {
                        Ok::<_, rusqlite::Error>(PlaceView {
                            start: row.get(first)?,
                            end: row.get(first + 1)?,
                            start_char: row.get(first + 2)?,
                            end_char: row.get(first + 3)?,
                        })
                    };
                    Ok(CarriedText {
                        other: row.get(0)?,
                        a: place(1)?,
                        b: place(5)?,
                        identity: row.get(9)?,
                        edits: serde_json::from_str(&row.get::<_, String>(10)?).unwrap_or_default(),
                    })
                };
                statement
                    .query_map(params![article, family, from], text)?
                    .collect()
            })
            .map_err(database::failed(&self.path))
    }

    /// The links of a whole family with their evidence, at most `most`: by rank of the receiver.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn links_of_family(&self, family: u32, most: u32) -> Result<Vec<LinkView>> {
        self.links(
            "l.family = ?1 ORDER BY t.rank, l.confidence DESC, l.to_end - l.to_start DESC, l.link_id LIMIT ?2",
            [family, most],
        )
    }
}

impl Store {
    /// Who is said to have said the words of a family of quotes: names with the number of articles, the first that is named
    /// first, then the most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn speakers_of(&self, family: u32) -> Result<Vec<(String, u64)>> {
        let found = self.connection.prepare_cached(
            "SELECT q.speaker, count(DISTINCT q.article), min(a.rank) FROM quotes q JOIN articles a USING (article)
             WHERE q.family = ? AND q.speaker IS NOT NULL GROUP BY q.speaker ORDER BY 3, 2 DESC, 1 LIMIT 50",
        );
        found
            .and_then(|mut statement| {
                statement
                    .query_map([family], |row| Ok((row.get(0)?, unsigned(row, 1)?)))?
                    .collect()
            })
            .map_err(database::failed(&self.path))
    }
}
