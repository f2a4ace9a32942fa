//! What cleaning asks of the ledger: every record, article and copy, and all text that stands twice, as plain arrays
//! that fit into memory. Out: [`Holdings`], in the numbers of the ledger.

use std::collections::HashMap;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use rusqlite::Row;

use super::database;
use super::frame::Extent;
use super::scan::SourceEntry;
use super::segment::Place;
use super::store::Store;
use crate::document::{Facts, PassageKind, Span, Status};
use crate::error::Result;

/// A record of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldRecord {
    /// Index of its dataset in [`Holdings::datasets`].
    pub dataset: u32,
    /// xxh3-64 of the bytes that it was decoded from; 0 where there are none.
    pub content_hash: u64,
    /// xxh3-64 of its text.
    pub text_hash: u64,
    /// Bytes of its text.
    pub text_bytes: u64,
    /// Whether it could be used.
    pub status: Status,
    /// False for an older version of an identity, of which the ledger has no articles.
    pub newest: bool,
}

/// An article of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldArticle {
    /// Number of its record.
    pub record: u32,
    /// 0 for the host.
    pub ordinal: u32,
    /// The smaller rank is the earlier article.
    pub rank: u32,
    /// Characters of its body.
    pub chars: u32,
    /// Seconds since 1970.
    pub seconds: Option<i64>,
    /// Index of its publisher in [`Holdings::outlets`].
    pub publisher: Option<u32>,
    /// First half of the hash of its matching form: equal bodies have equal hashes.
    pub body_hash: u64,
}

/// A member of a cluster beside its centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldCopy {
    /// The member.
    pub article: u32,
    /// The article that all members were compared with.
    pub centre: u32,
    /// Share of the member that stands in the centre, 0 to 1.
    pub of_member: f32,
    /// Share of the centre that stands in the member.
    pub of_centre: f32,
}

/// A piece of running text that stands in two articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Number of the passage.
    pub passage: u32,
    /// The carrier.
    pub a: u32,
    /// The first holder, or the article that it was carried from.
    pub b: u32,
    /// Where it stands in the record of `a`.
    pub a_span: Span,
    /// The same in characters.
    pub a_chars: Span,
    /// Where it stands in the record of `b`.
    pub b_span: Span,
    /// The same in characters.
    pub b_chars: Span,
    /// 0 to 1.
    pub identity: f32,
    /// Differences.
    pub edits: u32,
    /// Those of them that are other numbers or dates.
    pub figures: u32,
}

impl Overlap {
    /// See [`are_other_figures`].
    pub fn has_other_figures(&self) -> bool {
        are_other_figures(self.figures, self.edits)
    }
}

/// True where at least two numbers or dates differ, and nothing else as often: a bulletin with the day's figures, or a
/// table. Its wording was copied; what it says was not.
pub fn are_other_figures(figures: u32, edits: u32) -> bool {
    figures >= 2 && 2 * figures >= edits
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// By number, which is the order of reading.
    pub records: Vec<HeldRecord>,
    /// By number: by record, then ordinal.
    pub articles: Vec<HeldArticle>,
    /// Names of datasets.
    pub datasets: Vec<String>,
    /// Names of publishers, sorted.
    pub outlets: Vec<String>,
    /// By member.
    pub copies: Vec<HeldCopy>,
    /// By `a`, then `b`, then place and id.
    pub overlaps: Vec<Overlap>,
    /// Links whose direction is resolved: (carrier, where it carried it from, characters carried), sorted.
    pub carried: Vec<(u32, u32, u32)>,
    /// (record, block) of lines that many pages of one host share, sorted.
    pub boilerplate: Vec<(u32, u32)>,
}

/// What a list of removals says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its record's id.
    pub record_id: String,
    /// Its own.
    pub article_id: Option<String>,
    /// Path, with `#line`.
    pub uri: String,
    /// The title as the page gives it.
    pub title: Option<String>,
    /// On whose page it stands.
    pub outlet: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// What the page says it is from.
    pub declared_source: Option<String>,
    /// Its cluster of copies.
    pub cluster_id: Option<String>,
}

impl Store {
    /// Reads what cleaning needs to know of all records.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn holdings(&self) -> Result<Holdings> {
        let mut holdings = Holdings {
            datasets: self.rows("SELECT DISTINCT dataset FROM records ORDER BY dataset", |row| {
                row.get(0)
            })?,
            outlets: self.rows(
                "SELECT DISTINCT publisher FROM articles WHERE publisher IS NOT NULL ORDER BY publisher",
                |row| row.get(0),
            )?,
            ..Holdings::default()
        };
        let numbers = |names: &[String]| -> HashMap<String, u32> { names.iter().cloned().zip(0..).collect() };
        let (datasets, outlets) = (numbers(&holdings.datasets), numbers(&holdings.outlets));
        holdings.records = self.rows(
            "SELECT dataset, content_hash, text_hash, text_bytes, status, newest FROM records ORDER BY record",
            |row| {
                Ok(HeldRecord {
                    dataset: *datasets.get(row.get_ref(0)?.as_str()?).unwrap_or(&0),
                    content_hash: row.get::<_, i64>(1)?.cast_unsigned(),
                    text_hash: row.get::<_, i64>(2)?.cast_unsigned(),
                    text_bytes: row.get::<_, i64>(3)?.cast_unsigned(),
                    status: Status::from_name(row.get_ref(4)?.as_str()?).unwrap_or_default(),
                    newest: row.get(5)?,
                })
            },
        )?;
        holdings.articles = self.rows(
            "SELECT record, ordinal, rank, body_chars, published_epoch, publisher, exact_hash
             FROM articles ORDER BY article",
            |row| {
                let hash = row.get_ref(6)?.as_str()?;
                Ok(HeldArticle {
                    record: row.get(0)?,
                    ordinal: row.get(1)?,
                    rank: row.get(2)?,
                    chars: row.get(3)?,
                    seconds: row.get(4)?,
                    publisher: row
                        .get_ref(5)?
                        .as_str_or_null()?
                        .and_then(|name| outlets.get(name).copied()),
                    body_hash: hash
                        .get(..16)
                        .and_then(|half| u64::from_str_radix(half, 16).ok())
                        .unwrap_or_default(),
                })
            },
        )?;
        holdings.copies = self.rows(
            "SELECT m.article, k.article, m.frac_of_member, m.frac_of_representative
             FROM clusters m JOIN clusters k ON k.cluster_id = m.cluster_id AND k.representative = 1
             WHERE m.representative = 0 ORDER BY m.article",
            |row| {
                Ok(HeldCopy {
                    article: row.get(0)?,
                    centre: row.get(1)?,
                    of_member: row.get(2)?,
                    of_centre: row.get(3)?,
                })
            },
        )?;
        holdings.overlaps = self.rows(
            &format!(
                "SELECT passage, a_article, b_article, a_start, a_end, b_start, b_end, a_start_char, a_end_char,
                        b_start_char, b_end_char, identity, {}, {} + {}
                 FROM passages WHERE kind = '{}' AND a_article <> b_article
                 ORDER BY a_article, b_article, a_start, b_start, pair_id",
                occurrences(r#""kind":""#),
                occurrences(r#""kind":"number""#),
                occurrences(r#""kind":"date""#),
                PassageKind::Body.name()
            ),
            overlap,
        )?;
        holdings.carried = self.rows(
            "SELECT to_article, from_article, sum(to_end_char - to_start_char) FROM links
             WHERE from_article IS NOT NULL AND direction = 'resolved' GROUP BY to_article, from_article
             ORDER BY to_article, from_article",
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        holdings.boilerplate = self.rows(
            "SELECT record, block FROM boilerplate ORDER BY record, block",
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(holdings)
    }

    /// The files that were scanned, in the order of reading.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn listed_sources(&self) -> Result<Vec<SourceEntry>> {
        database::listed_sources(&self.connection).map_err(database::failed(&self.path))
    }

    /// How many records the store holds, older versions among them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record_count(&self) -> Result<u64> {
        let count = self.rows("SELECT count(*) FROM records", |row| row.get::<_, i64>(0))?;
        Ok(count.first().copied().unwrap_or_default().cast_unsigned())
    }

    /// What a list of removals says of an article, by its number in the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn named_article(&self, article: u32) -> Result<Named> {
        self.named(
            "SELECT r.record_id, a.article_id, r.uri, a.title, a.publisher, a.published_at, a.declared_source,
                    c.cluster_id
             FROM articles a JOIN records r USING (record) LEFT JOIN clusters c USING (article) WHERE a.article = ?",
            article,
        )
    }

    /// The same of a record, with what is known of its host.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn named_record(&self, record: u32) -> Result<Named> {
        self.named(
            "SELECT r.record_id, a.article_id, r.uri, a.title, a.publisher, a.published_at, a.declared_source,
                    c.cluster_id
             FROM records r LEFT JOIN articles a ON a.record = r.record AND a.ordinal = 0
                  LEFT JOIN clusters c USING (article) WHERE r.record = ?",
            record,
        )
    }

    /// Reads the facts of records, by their numbers, in parallel; sentences are left out.
    ///
    /// # Errors
    /// When the ledger or a record cannot be read.
    pub fn facts_of(&self, records: &[u32]) -> Result<Vec<Facts>> {
        let mut places = Vec::with_capacity(records.len());
        let mut statement = self
            .connection
            .prepare_cached("SELECT segment, offset, length FROM records WHERE record = ?")
            .map_err(database::failed(&self.path))?;
        for record in records {
            let place = statement.query_row([record], |row| {
                let place = Place {
                    offset: row.get::<_, i64>(1)?.cast_unsigned(),
                    length: row.get(2)?,
                };
                Ok((row.get::<_, u32>(0)?, place))
            });
            places.push(place.map_err(database::failed(&self.path))?);
        }
        let (segments, path) = (&self.segments, self.path.as_path());
        places
            .into_par_iter()
            .map(|(segment, place)| segments.read(path, segment, place, Extent::BeforeSentences))
            .collect()
    }

    fn named(&self, query: &str, number: u32) -> Result<Named> {
        let found = self.connection.prepare_cached(query).and_then(|mut statement| {
            statement.query_row([number], |row| {
                Ok(Named {
                    record_id: row.get(0)?,
                    article_id: row.get(1)?,
                    uri: row.get(2)?,
                    title: row.get(3)?,
                    outlet: row.get(4)?,
                    published_at: row.get(5)?,
                    declared_source: row.get(6)?,
                    cluster_id: row.get(7)?,
                })
            })
        });
        found.map_err(database::failed(&self.path))
    }

    /// The names of those that the articles of a record carried text from: publishers, and named sources that are not
    /// held; sorted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sources_of_record(&self, record: u32) -> Result<Vec<String>> {
        let found = self.connection.prepare_cached(
            "SELECT DISTINCT coalesce(o.publisher, l.from_source) AS name
             FROM articles t JOIN links l ON l.to_article = t.article LEFT JOIN articles o ON o.article = l.from_article
             WHERE t.record = ? AND l.direction = 'resolved' AND coalesce(o.publisher, l.from_source) IS NOT NULL
             ORDER BY name",
        );
        found
            .and_then(|mut statement| statement.query_map([record], |row| row.get(0))?.collect())
            .map_err(database::failed(&self.path))
    }

    /// The family of a passage, by the passage's number.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn family_of_passage(&self, passage: u32) -> Result<String> {
        self.connection
            .prepare_cached(
                "SELECT f.family_id FROM passages p JOIN families f USING (family) WHERE p.passage = ?",
            )
            .and_then(|mut statement| statement.query_row([passage], |row| row.get(0)))
            .map_err(database::failed(&self.path))
    }

    pub(super) fn rows<T>(
        &self,
        query: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.connection
            .prepare(query)
            .and_then(|mut statement| statement.query_map([], read)?.collect())
            .map_err(database::failed(&self.path))
    }
}

/// SQL for how often `mark` stands in the edits of a passage. Parsing them as JSON would take an eighth of a cleaning; inside of
/// texts the marks of JSON are escaped, so that no text is counted.
fn occurrences(mark: &str) -> String {
    let length = mark.len();
    format!(
        "CASE edits WHEN '[]' THEN 0 ELSE (length(edits) - length(replace(edits, '{mark}', ''))) / {length} END"
    )
}

fn overlap(row: &Row<'_>) -> rusqlite::Result<Overlap> {
    let span = |at: usize| -> rusqlite::Result<Span> {
        Ok(Span {
            start: row.get(at)?,
            end: row.get(at + 1)?,
        })
    };
    Ok(Overlap {
        passage: row.get(0)?,
        a: row.get(1)?,
        b: row.get(2)?,
        a_span: span(3)?,
        b_span: span(5)?,
        a_chars: span(7)?,
        b_chars: span(9)?,
        identity: row.get(11)?,
        edits: row.get(12)?,
        figures: row.get(13)?,
    })
}
