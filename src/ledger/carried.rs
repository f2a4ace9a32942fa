//! What is known of the passages of single articles: the families they belong to, who carries these, and the links.
//!
//! A family may have thousands of carriers and a first holder thousands of receivers, a carrier has few passages. So
//! rows are looked up by the receiver: a `+` before a column keeps SQLite from taking the index of that column.

use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use super::database;
use super::overview::Carrier;
use super::store::Store;
use crate::document::Span;
use crate::error::Result;

/// A family of passages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FamilyHead {
    /// Its id.
    pub family_id: String,
    /// The word of its kind.
    pub kind: String,
    /// Articles that carry it, the first holder among them.
    pub carriers: u64,
    /// Characters of the first holder's span.
    pub characters: u64,
    /// Its number in this store.
    #[serde(skip)]
    pub number: u32,
    /// Number of the first holder.
    #[serde(skip)]
    pub first_article: u32,
}

/// A place of a record's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// First character.
    pub start_char: u32,
    /// One past the last character.
    pub end_char: u32,
}

impl PlaceView {
    /// The place in bytes.
    pub fn span(self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }
}

/// A piece of evidence as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// The word of its kind.
    pub kind: String,
    /// Natural logarithm of the odds that it speaks for this direction.
    pub log_odds: f64,
    /// Where it stands in the receiver's record, in bytes.
    pub start: Option<u32>,
    /// One past its last byte.
    pub end: Option<u32>,
    /// The same in characters.
    pub start_char: Option<u32>,
    /// One past its last character.
    pub end_char: Option<u32>,
    /// One sentence.
    pub note: String,
}

/// An edit as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditView {
    /// The word of its kind.
    pub kind: String,
    /// The carrier's words.
    pub a_text: String,
    /// The words of the other.
    pub b_text: String,
}

/// A link with everything that was weighed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkView {
    /// Its id.
    pub link_id: String,
    /// Its family.
    pub family_id: String,
    /// The article it was carried from; `None` for a ghost.
    pub from_article: Option<String>,
    /// The publisher of that article, or the ghost's name.
    pub from_name: String,
    /// The receiver.
    pub to_article: String,
    /// Its publisher, or the id of its record.
    pub to_name: String,
    /// The word of the relation.
    pub relation: String,
    /// `resolved` or `unresolved`.
    pub direction: String,
    /// 0 to 1.
    pub confidence: f64,
    /// Where the passage stands in the receiver's record.
    pub to_place: PlaceView,
    /// Where it stands in the giver's.
    pub from_place: Option<PlaceView>,
    /// What was weighed.
    pub evidence: Vec<EvidenceView>,
    /// Number of the giver.
    #[serde(skip)]
    pub from_number: Option<u32>,
    /// Number of the receiver.
    #[serde(skip)]
    pub to_number: u32,
    /// Number of the family.
    #[serde(skip)]
    pub family: u32,
}

/// An aligned pair of spans as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PassageView {
    /// Its id.
    pub pair_id: String,
    /// Its family.
    pub family_id: String,
    /// The word of its kind.
    pub kind: String,
    /// The carrier's id.
    pub a_article: String,
    /// Where it stands in the carrier.
    pub a: PlaceView,
    /// The id of the other.
    pub b_article: String,
    /// Where it stands in the other.
    pub b: PlaceView,
    /// 0 to 1.
    pub identity: f64,
    /// What differs.
    pub edits: Vec<EditView>,
}

/// An earlier article in which a passage of another was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HolderBehind {
    /// Its id.
    pub article_id: String,
    /// Its publisher, or the id of its record.
    pub name: String,
    /// Where the passage stands in the other's record.
    pub place: PlaceView,
}

/// The cluster of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClusterView {
    /// Its id.
    pub cluster_id: String,
    /// True for the article that all others were compared with.
    pub representative: bool,
    /// The id of that article.
    pub representative_id: String,
    /// `exact` or `near`.
    pub relation: String,
    /// Share of the article that stands in the representative.
    pub frac_of_member: f64,
    /// Share of the representative that stands in the article.
    pub frac_of_representative: f64,
}

/// What a page says about a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimView {
    /// Its id.
    pub claim_id: String,
    /// The word of its kind.
    pub kind: String,
    /// The name as written.
    pub source_name: String,
    /// The canonical name.
    pub source: Option<String>,
    /// The words that mark it.
    pub cue: String,
    /// First byte; `None` when it stands in metadata only.
    pub start: Option<u32>,
    /// One past the last byte.
    pub end: Option<u32>,
    /// 0 to 1.
    pub confidence: f64,
}

const LINK_COLUMNS: &str = "l.link_id, f.family_id, o.article_id, coalesce(o.publisher, q.record_id, l.from_source, ''),
     t.article_id, coalesce(t.publisher, r.record_id), l.relation, l.direction, l.confidence, l.to_start, l.to_end,
     l.to_start_char, l.to_end_char, l.from_start, l.from_end, l.from_start_char, l.from_end_char, l.evidence,
     l.from_article, l.to_article, l.family
     FROM links l JOIN families f USING (family)
     JOIN articles t ON t.article = l.to_article JOIN records r ON r.record = t.record
     LEFT JOIN articles o ON o.article = l.from_article LEFT JOIN records q ON q.record = o.record";

fn place(row: &Row<'_>, column: usize) -> rusqlite::Result<PlaceView> {
    Ok(PlaceView {
        start: row.get(column)?,
        end: row.get(column + 1)?,
        start_char: row.get(column + 2)?,
        end_char: row.get(column + 3)?,
    })
}

/// A list that stands as JSON in a row; what is not one is empty.
fn list<T: for<'a> Deserialize<'a>>(json: &str) -> Vec<T> {
    serde_json::from_str(json).unwrap_or_default()
}

fn link(row: &Row<'_>) -> rusqlite::Result<LinkView> {
    let from: Option<u32> = row.get(18)?;
    Ok(LinkView {
        link_id: row.get(0)?,
        family_id: row.get(1)?,
        from_article: row.get(2)?,
        from_name: row.get(3)?,
        to_article: row.get(4)?,
        to_name: row.get(5)?,
        relation: row.get(6)?,
        direction: row.get(7)?,
        confidence: row.get(8)?,
        to_place: place(row, 9)?,
        from_place: from.map(|_| place(row, 13)).transpose()?,
        evidence: list(&row.get::<_, String>(17)?),
        from_number: from,
        to_number: row.get(19)?,
        family: row.get(20)?,
    })
}

/// Reads the columns of a [`ClaimView`], in the order of its fields.
pub(super) fn claim_view(row: &Row<'_>) -> rusqlite::Result<ClaimView> {
    Ok(ClaimView {
        claim_id: row.get(0)?,
        kind: row.get(1)?,
        source_name: row.get(2)?,
        source: row.get(3)?,
        cue: row.get(4)?,
        start: row.get(5)?,
        end: row.get(6)?,
        confidence: row.get(7)?,
    })
}

/// The columns of a [`FamilyHead`], of the table `families` as `f`.
pub(super) const FAMILY_HEAD: &str =
    "f.family_id, f.kind, f.carriers, f.first_end_char - f.first_start_char, f.family, f.first_article";

/// Reads the columns of [`FAMILY_HEAD`].
pub(super) fn family_head(row: &Row<'_>) -> rusqlite::Result<FamilyHead> {
    Ok(FamilyHead {
        family_id: row.get(0)?,
        kind: row.get(1)?,
        carriers: database::unsigned(row, 2)?,
        characters: database::unsigned(row, 3)?,
        number: row.get(4)?,
        first_article: row.get(5)?,
    })
}

impl Store {
    /// The families of an article, with their spans in its record: by family, then span.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn families_of(&self, article: u32) -> Result<Vec<(u32, Span)>> {
        let found = self.connection.prepare_cached(
            "SELECT family, a_start, a_end FROM passages WHERE a_article = ?1
             UNION SELECT family, b_start, b_end FROM passages WHERE b_article = ?1 ORDER BY 1, 2, 3",
        );
        let found = found.and_then(|mut statement| {
            let span = |row: &Row<'_>| {
                let (start, end) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, Span { start, end }))
            };
            statement.query_map([article], span)?.collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// A family by its number.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn family(&self, number: u32) -> Result<Option<FamilyHead>> {
        self.connection
            .prepare_cached(&format!(
                "SELECT {FAMILY_HEAD} FROM families f WHERE f.family = ?"
            ))
            .and_then(|mut statement| statement.query_row([number], family_head).optional())
            .map_err(database::failed(&self.path))
    }

    /// Numbers of the articles that carry a family, by rank.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn carriers_of(&self, family: u32) -> Result<Vec<u32>> {
        let found = self.connection.prepare_cached(
            "SELECT a.article FROM articles a WHERE a.article IN (
                 SELECT a_article FROM passages WHERE family = ?1 UNION SELECT b_article FROM passages WHERE family = ?1
             ) ORDER BY a.rank",
        );
        let found = found.and_then(|mut statement| {
            let numbers = statement.query_map([family], |row| row.get(0))?;
            numbers.collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// The links by which an article received its passages: by place, then the most confident first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn links_to(&self, article: u32) -> Result<Vec<LinkView>> {
        self.links(
            "l.to_article = ?1 ORDER BY l.to_start, l.to_end, l.confidence DESC, l.link_id",
            [article],
        )
    }

    /// The links of one family by which an article received it, the most confident first, of equals the one for more of it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn links_in_family(&self, article: u32, family: u32) -> Result<Vec<LinkView>> {
        self.links(
            "l.to_article = ?1 AND +l.family = ?2 ORDER BY l.confidence DESC, l.to_end - l.to_start DESC, l.link_id",
            [article, family],
        )
    }

    /// The links between two articles, in either direction.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn links_between(&self, one: u32, other: u32) -> Result<Vec<LinkView>> {
        self.links(
            "(l.to_article = ?1 AND +l.from_article = ?2) OR (l.to_article = ?2 AND +l.from_article = ?1)
             ORDER BY l.to_article, l.to_start, l.to_end, l.link_id",
            [one, other],
        )
    }

    /// How many articles received a passage from an article.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn receivers_of(&self, article: u32) -> Result<u64> {
        self.connection
            .query_row(
                "SELECT count(DISTINCT to_article) FROM links WHERE from_article = ?",
                [article],
                |row| row.get::<_, i64>(0),
            )
            .map(|count| u64::try_from(count).unwrap_or_default())
            .map_err(database::failed(&self.path))
    }

    pub(super) fn links<const N: usize>(&self, condition: &str, values: [u32; N]) -> Result<Vec<LinkView>> {
        let found = self
            .connection
            .prepare_cached(&format!("SELECT {LINK_COLUMNS} WHERE {condition}"));
        let found = found.and_then(|mut statement| {
            let links = statement.query_map(rusqlite::params_from_iter(values), link)?;
            links.collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// The way on which a family came to an article: the root or ghost first, the article last. Where several links
    /// lead to one article, the most confident is followed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn way_to(&self, article: u32, family: u32) -> Result<Vec<Carrier>> {
        /// Steps of one way at most; a lineage has no rings, but a ledger may have been changed by hand.
        const MOST: usize = 64;
        let failed = database::failed(&self.path);
        let mut way = vec![self.carrier(article).map_err(&failed)?];
        let mut at = article;
        while way.len() < MOST {
            let Some(link) = self.links_in_family(at, family)?.into_iter().next() else {
                break;
            };
            match link.from_number {
                Some(from) => {
                    way.push(self.carrier(from).map_err(&failed)?);
                    at = from;
                }
                None => {
                    way.push(Carrier {
                        article_id: None,
                        name: link.from_name,
                        declared_source: None,
                        published_at: None,
                        ghost: true,
                    });
                    break;
                }
            }
        }
        way.reverse();
        Ok(way)
    }

    /// The passages that the ledger keeps of two articles, in either order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn passages_between(&self, one: u32, other: u32) -> Result<Vec<PassageView>> {
        let found = self.connection.prepare_cached(
            "SELECT p.pair_id, f.family_id, p.kind, a.article_id, p.a_start, p.a_end, p.a_start_char, p.a_end_char,
                    b.article_id, p.b_start, p.b_end, p.b_start_char, p.b_end_char, p.identity, p.edits
             FROM passages p JOIN families f USING (family)
             JOIN articles a ON a.article = p.a_article JOIN articles b ON b.article = p.b_article
             WHERE (p.a_article = ?1 AND +p.b_article = ?2) OR (p.a_article = ?2 AND +p.b_article = ?1)
             ORDER BY p.a_article, p.a_start, p.a_end, p.pair_id",
        );
        let found = found.and_then(|mut statement| {
            let passage = |row: &Row<'_>| {
                Ok(PassageView {
                    pair_id: row.get(0)?,
                    family_id: row.get(1)?,
                    kind: row.get(2)?,
                    a_article: row.get(3)?,
                    a: place(row, 4)?,
                    b_article: row.get(8)?,
                    b: place(row, 9)?,
                    identity: row.get(13)?,
                    edits: list(&row.get::<_, String>(14)?),
                })
            };
            statement.query_map([one, other], passage)?.collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// The articles in which a scan found the passages of running text of an article, by place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn holders_behind(&self, article: u32) -> Result<Vec<HolderBehind>> {
        let found = self.connection.prepare_cached(
            "SELECT b.article_id, coalesce(b.publisher, r.record_id), p.a_start, p.a_end, p.a_start_char, p.a_end_char
             FROM passages p JOIN articles b ON b.article = p.b_article JOIN records r USING (record)
             WHERE p.a_article = ? AND p.kind = 'body' ORDER BY p.a_start, p.a_end, b.rank",
        );
        let found = found.and_then(|mut statement| {
            let holder = |row: &Row<'_>| {
                Ok(HolderBehind {
                    article_id: row.get(0)?,
                    name: row.get(1)?,
                    place: place(row, 2)?,
                })
            };
            statement.query_map([article], holder)?.collect()
        });
        found.map_err(database::failed(&self.path))
    }

    /// The cluster of an article; `None` when nothing is a copy of it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn cluster_of(&self, article: u32) -> Result<Option<ClusterView>> {
        let found = self.connection.prepare_cached(
            "SELECT c.cluster_id, c.representative, o.article_id, c.relation, c.frac_of_member, c.frac_of_representative
             FROM clusters c JOIN clusters k ON k.cluster_id = c.cluster_id AND k.representative = 1
             JOIN articles o ON o.article = k.article WHERE c.article = ?",
        );
        let found = found.and_then(|mut statement| {
            let cluster = |row: &Row<'_>| {
                Ok(ClusterView {
                    cluster_id: row.get(0)?,
                    representative: row.get(1)?,
                    representative_id: row.get(2)?,
                    relation: row.get(3)?,
                    frac_of_member: row.get(4)?,
                    frac_of_representative: row.get(5)?,
                })
            };
            statement.query_row([article], cluster).optional()
        });
        found.map_err(database::failed(&self.path))
    }

    /// What an article says about a source of this name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn claims_naming(&self, article: u32, name: &str) -> Result<Vec<ClaimView>> {
        let found = self.connection.prepare_cached(
            "SELECT claim_id, kind, source_name, source, cue, start, \"end\", confidence FROM claims
             WHERE article = ?1 AND (source = ?2 OR source_name = ?2) ORDER BY ordinal",
        );
        let found =
            found.and_then(|mut statement| statement.query_map((article, name), claim_view)?.collect());
        found.map_err(database::failed(&self.path))
    }
}
