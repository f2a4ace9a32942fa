//! What a store holds, at a glance: the figures and lists that a summary shows.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};
use serde::Serialize;

use super::database;
use super::frame::Extent;
use super::segment::Place;
use super::store::Store;
use crate::document::Span;
use crate::error::Result;

/// Problems that are named; the rest is counted.
const FIRST_PROBLEMS: u32 = 5;
/// Characters of a family's text that are shown.
const FIRST_CHARS: usize = 40;

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Overview {
    /// Input units.
    pub records: RecordCounts,
    /// What could not be used.
    pub problems: Problems,
    /// Datasets by name.
    pub datasets: Vec<DatasetCount>,
    /// Identities (dataset, record id) that had more than one text in the scan.
    pub identities_with_several_texts: u64,
    /// Reports.
    pub articles: ArticleCounts,
    /// Bytes of decoded text of all records.
    pub text_bytes: u64,
    /// Bytes of text that the store leaves out (`scan --no-keep-text`); `None` where it keeps its texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_bytes_left_out: Option<u64>,
    /// Clusters of near copies.
    pub clusters: u64,
    /// Members of clusters beside the representatives.
    pub copies: Copies,
    /// Families of passages.
    pub families: Families,
    /// Aligned pairs of spans.
    pub passages: u64,
    /// Statements of who carried what from whom.
    pub links: Links,
    /// What pages say about sources.
    pub claims: u64,
    /// Text between quotation marks.
    pub quotes: QuoteCounts,
    /// The families of running text with the most carriers.
    pub top_families: Vec<FamilyView>,
    /// The quotes with the most carriers: speech and what may be speech, no titles and terms.
    pub top_quotes: Vec<QuoteView>,
}

/// Records by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordCounts {
    /// All, older versions among them.
    pub total: u64,
    /// Read, with an article.
    pub ok: u64,
    /// Read, without an article.
    pub no_article: u64,
    /// Not readable.
    pub unreadable: u64,
    /// Too large.
    pub oversize: u64,
}

/// Records that could not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// How many.
    pub total: u64,
    /// The first by uri.
    pub first: Vec<Problem>,
}

/// One record that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Path, with `#line`.
    pub uri: String,
    /// Why.
    pub reason: String,
}

/// A dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatasetCount {
    /// Its name.
    pub name: String,
    /// Its records.
    pub records: u64,
}

/// Articles by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ArticleCounts {
    /// On pages of their own.
    pub host: u64,
    /// Inside other pages.
    pub embedded: u64,
}

/// Copies by likeness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Copies {
    /// With the representative's matching form.
    pub exact: u64,
    /// With edits.
    pub near: u64,
}

/// Families by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Families {
    /// All.
    pub total: u64,
    /// By the word of the kind.
    pub by_kind: BTreeMap<String, u64>,
}

/// Links by direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The evidence decides.
    pub resolved: u64,
    /// It does not.
    pub unresolved: u64,
}

/// Quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuoteCounts {
    /// All.
    pub total: u64,
    /// Those that stand in other articles too.
    pub shared: u64,
}

/// An article as a link of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carrier {
    /// The article; `None` for a ghost.
    pub article_id: Option<String>,
    /// The publisher, or the record's id where none is known; for a ghost the source that was named.
    pub name: String,
    /// What its page says it is from.
    pub declared_source: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// A named source whose own text is not held.
    pub ghost: bool,
}

/// One step of a lineage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Branch {
    /// Where it came from.
    pub from: Carrier,
    /// Where it went.
    pub to: Carrier,
    /// The word of the relation.
    pub relation: String,
    /// `resolved` or `unresolved`.
    pub direction: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// A family of passages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FamilyView {
    /// Its id.
    pub family_id: String,
    /// The word of its kind.
    pub kind: String,
    /// Characters of the first holder's span.
    pub characters: u64,
    /// Articles that carry it, the first holder among them.
    pub carriers: u64,
    /// The first 40 characters, on one line.
    pub text: String,
    /// The earliest article here that holds it.
    pub first_holder: Carrier,
    /// Its lineage: by the rank of the receiver.
    pub tree: Vec<Branch>,
}

/// A quote that stands in several articles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuoteView {
    /// Its family.
    pub family_id: String,
    /// The whole quote as its first holder has it, on one line.
    pub text: String,
    /// Who speaks, after the earliest article that tells.
    pub speaker: Option<String>,
    /// Articles that carry it.
    pub carriers: u64,
    /// The earliest article here that holds it.
    pub first_holder: Carrier,
    /// Its lineage.
    pub tree: Vec<Branch>,
}

/// A family as the ledger has it.
struct FamilyRow {
    number: u32,
    id: String,
    kind: String,
    first_article: u32,
    span: Span,
    characters: u64,
    carriers: u64,
}

impl Store {
    /// Counts everything and describes the `top` largest families and quotes: most carriers first, then the longest,
    /// then by id.
    ///
    /// # Errors
    /// When the ledger or a packed record cannot be read.
    pub fn overview(&self, top: usize) -> Result<Overview> {
        let failed = database::failed(&self.path);
        let mut overview = counts(&self.connection).map_err(&failed)?;
        overview.text_bytes_left_out = self.text_bytes_left_out()?;
        let top = u32::try_from(top).unwrap_or(u32::MAX);
        let families =
            top_families(&self.connection, top, "kind IN ('body', 'headline_fragment')").map_err(&failed)?;
        for family in families {
            let text = self.text_of(&family)?;
            overview.top_families.push(FamilyView {
                text: text.chars().take(FIRST_CHARS).collect(),
                first_holder: self.carrier(family.first_article).map_err(&failed)?,
                tree: self.tree(family.number).map_err(&failed)?,
                family_id: family.id,
                kind: family.kind,
                characters: family.characters,
                carriers: family.carriers,
            });
        }
        let quotes = top_families(
            &self.connection,
            top,
            "EXISTS (SELECT 1 FROM quotes q WHERE q.family = families.family AND q.kind IN ('speech', 'unclear'))",
        )
        .map_err(&failed)?;
        for family in quotes {
            overview.top_quotes.push(QuoteView {
                text: self.text_of(&family)?,
                speaker: self.speaker(family.number).map_err(&failed)?,
                carriers: family.carriers,
                first_holder: self.carrier(family.first_article).map_err(&failed)?,
                tree: self.tree(family.number).map_err(&failed)?,
                family_id: family.id,
            });
        }
        Ok(overview)
    }

    /// Bytes of text that the store leaves out; `None` where it keeps its texts.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn text_bytes_left_out(&self) -> Result<Option<u64>> {
        if self.keeps_texts()? {
            return Ok(None);
        }
        let bytes = single(&self.connection, "SELECT sum(text_bytes) FROM records");
        bytes.map(Some).map_err(database::failed(&self.path))
    }

    /// What the ledger has of the words of a family: the quote of the first holder, else the title that it stands below.
    fn words_in_rows(&self, family: &FamilyRow) -> rusqlite::Result<String> {
        self.connection.query_row(
            "SELECT coalesce((SELECT text FROM quotes WHERE article = ?1 AND family = ?2 ORDER BY ordinal LIMIT 1),
                             '《' || title || '》', '')
             FROM articles WHERE article = ?1",
            (family.first_article, family.number),
            |row| row.get(0),
        )
    }

    /// The first holder's text, white space made single spaces. Of a store without texts what the ledger has of it.
    fn text_of(&self, family: &FamilyRow) -> Result<String> {
        if !self.has_texts()? {
            let words = self.words_in_rows(family).map_err(database::failed(&self.path))?;
            return Ok(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let (segment, place) = self
            .connection
            .query_row(
                "SELECT r.segment, r.offset, r.length FROM articles a JOIN records r USING (record) WHERE a.article = ?",
                [family.first_article],
                |row| {
                    let offset: i64 = row.get(1)?;
                    let place = Place { offset: u64::try_from(offset).unwrap_or_default(), length: row.get(2)? };
                    Ok((row.get(0)?, place))
                },
            )
            .map_err(database::failed(&self.path))?;
        let facts = self
            .segments
            .read(&self.path, segment, place, Extent::BeforeSentences)?;
        let words: Vec<&str> = family.span.of(&facts.record.text).split_whitespace().collect();
        Ok(words.join(" "))
    }

    pub(super) fn carrier(&self, article: u32) -> rusqlite::Result<Carrier> {
        self.connection
            .prepare_cached(
                "SELECT a.article_id, coalesce(a.publisher, r.record_id), a.declared_source, a.published_at
                 FROM articles a JOIN records r USING (record) WHERE a.article = ?",
            )?
            .query_row([article], |row| {
                Ok(Carrier {
                    article_id: row.get(0)?,
                    name: row.get(1)?,
                    declared_source: row.get(2)?,
                    published_at: row.get(3)?,
                    ghost: false,
                })
            })
    }

    fn tree(&self, family: u32) -> rusqlite::Result<Vec<Branch>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.from_article, l.from_source, l.to_article, l.relation, l.direction, l.confidence
             FROM links l JOIN articles t ON t.article = l.to_article
             WHERE l.family = ? ORDER BY t.rank, l.to_end - l.to_start DESC, l.link_id",
        )?;
        let mut rows = statement.query([family])?;
        let mut tree = Vec::new();
        while let Some(row) = rows.next()? {
            let from = match row.get::<_, Option<u32>>(0)? {
                Some(article) => self.carrier(article)?,
                None => ghost(row)?,
            };
            tree.push(Branch {
                from,
                to: self.carrier(row.get(2)?)?,
                relation: row.get(3)?,
                direction: row.get(4)?,
                confidence: row.get(5)?,
            });
        }
        Ok(tree)
    }

    fn speaker(&self, family: u32) -> rusqlite::Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT q.speaker FROM quotes q JOIN articles a USING (article)
             WHERE q.family = ? AND q.speaker IS NOT NULL ORDER BY a.rank, q.ordinal LIMIT 1",
        )?;
        let mut rows = statement.query([family])?;
        rows.next()?.map(|row| row.get(0)).transpose()
    }
}

fn ghost(row: &Row<'_>) -> rusqlite::Result<Carrier> {
    Ok(Carrier {
        article_id: None,
        name: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        declared_source: None,
        published_at: None,
        ghost: true,
    })
}

fn top_families(connection: &Connection, top: u32, condition: &str) -> rusqlite::Result<Vec<FamilyRow>> {
    let sql = format!(
        "SELECT family, family_id, kind, first_article, first_start, first_end, first_end_char - first_start_char,
                carriers
         FROM families WHERE {condition} ORDER BY carriers DESC, 7 DESC, family_id LIMIT ?"
    );
    connection
        .prepare(&sql)?
        .query_map([top], |row| {
            Ok(FamilyRow {
                number: row.get(0)?,
                id: row.get(1)?,
                kind: row.get(2)?,
                first_article: row.get(3)?,
                span: Span {
                    start: row.get(4)?,
                    end: row.get(5)?,
                },
                characters: count(row, 6)?,
                carriers: count(row, 7)?,
            })
        })?
        .collect()
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, Option<i64>>(column)?.unwrap_or_default()).unwrap_or_default())
}

/// Groups and their sizes, from a query of two columns.
fn grouped(connection: &Connection, sql: &str) -> rusqlite::Result<BTreeMap<String, u64>> {
    connection
        .prepare(sql)?
        .query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?
        .collect()
}

fn single(connection: &Connection, sql: &str) -> rusqlite::Result<u64> {
    connection.query_row(sql, [], |row| count(row, 0))
}

fn counts(connection: &Connection) -> rusqlite::Result<Overview> {
    let statuses = grouped(connection, "SELECT status, count(*) FROM records GROUP BY status")?;
    let status = |name: &str| statuses.get(name).copied().unwrap_or_default();
    let by_kind = grouped(connection, "SELECT kind, count(*) FROM families GROUP BY kind")?;
    let relations = grouped(
        connection,
        "SELECT relation, count(*) FROM clusters WHERE representative = 0 GROUP BY relation",
    )?;
    let directions = grouped(
        connection,
        "SELECT direction, count(*) FROM links GROUP BY direction",
    )?;
    let of = |groups: &BTreeMap<String, u64>, name: &str| groups.get(name).copied().unwrap_or_default();
    let first = connection
        .prepare("SELECT uri, problem FROM records WHERE problem IS NOT NULL ORDER BY uri, version LIMIT ?")?
        .query_map(params![FIRST_PROBLEMS], |row| {
            Ok(Problem {
                uri: row.get(0)?,
                reason: row.get(1)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let (host, embedded, claims, quotes) = connection.query_row(
        "SELECT sum(ordinal = 0), sum(ordinal > 0), sum(claim_count), sum(quote_count) FROM articles",
        [],
        |row| Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?, count(row, 3)?)),
    )?;
    Ok(Overview {
        records: RecordCounts {
            total: statuses.values().sum(),
            ok: status("ok"),
            no_article: status("no_article"),
            unreadable: status("unreadable"),
            oversize: status("oversize"),
        },
        problems: Problems {
            total: single(
                connection,
                "SELECT count(*) FROM records WHERE problem IS NOT NULL",
            )?,
            first,
        },
        datasets: grouped(
            connection,
            "SELECT dataset, count(*) FROM records GROUP BY dataset",
        )?
        .into_iter()
        .map(|(name, records)| DatasetCount { name, records })
        .collect(),
        identities_with_several_texts: single(
            connection,
            "SELECT count(*) FROM (SELECT 1 FROM records GROUP BY record_id, dataset HAVING count(*) > 1)",
        )?,
        articles: ArticleCounts { host, embedded },
        text_bytes: single(connection, "SELECT sum(text_bytes) FROM records")?,
        text_bytes_left_out: None,
        clusters: single(
            connection,
            "SELECT count(*) FROM clusters WHERE representative = 1",
        )?,
        copies: Copies {
            exact: of(&relations, "exact"),
            near: of(&relations, "near"),
        },
        families: Families {
            total: by_kind.values().sum(),
            by_kind,
        },
        passages: single(connection, "SELECT count(*) FROM passages")?,
        links: Links {
            resolved: of(&directions, "resolved"),
            unresolved: of(&directions, "unresolved"),
        },
        claims,
        quotes: QuoteCounts {
            total: quotes,
            shared: single(connection, "SELECT count(*) FROM quotes WHERE family IS NOT NULL")?,
        },
        top_families: Vec::new(),
        top_quotes: Vec::new(),
    })
}
