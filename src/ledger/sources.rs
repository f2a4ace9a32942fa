//! How many independent sources stand behind a passage or a report: its carriers, and the roots among them.
//!
//! A root is a carrier, or a named source that is not held, to which no resolved link leads. Roots of one outlet are one
//! source. A link of unresolved direction says that one side depends on the other, or both on a third, but not which:
//! it makes neither side a source of its own; and a carrier that no link touches may depend on any other. So the number
//! of roots is a range.

mod roots;

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use self::roots::Graph;
use super::database;
use super::store::Store;
use crate::document::Precision;
use crate::error::Result;

/// What [`Store::sources`] was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A family of passages.
    Family,
    /// A report: an article with its near copies.
    Article,
}

/// Who carries something, and from how many independent sources it may come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sources {
    /// What was asked about.
    pub subject: Subject,
    /// Its id.
    pub id: String,
    /// Articles that carry it.
    pub carriers: u64,
    /// Independent sources, if all depend on each other that may.
    pub roots_at_least: u64,
    /// Independent sources, if as few depend on each other as can be.
    pub roots_at_most: u64,
    /// False for what nobody carries from anybody, formulae, templates and boilerplate: then there are no roots.
    pub traced: bool,
    /// The roots: held articles by rank, then named sources that are not held by name.
    pub roots: Vec<Root>,
}

/// A carrier, or a named source that is not held, without a known source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Root {
    /// The publisher, or the record's id where none is known; the named source.
    pub name: String,
    /// The article, the earliest where an outlet has several; `None` when the source is not held.
    pub article_id: Option<String>,
    /// RFC 3339.
    pub published_at: Option<String>,
    /// `second`, `minute`, `day`, `none`.
    pub time_precision: String,
    /// False when it may depend on another carrier: a link of unresolved direction joins them, or none at all.
    pub certain: bool,
}

/// Kinds of families that no link is made for.
const UNTRACED: [&str; 3] = ["boilerplate", "formula", "template"];

const FAMILY_CARRIERS: &str = "
    SELECT a_article FROM passages WHERE family = ?1 UNION SELECT b_article FROM passages WHERE family = ?1
    UNION SELECT first_article FROM families WHERE family = ?1";

const FAMILY_LINKS: &str =
    "SELECT from_article, from_source, to_article, direction FROM links WHERE family = ?1";

const CLUSTER_MEMBERS: &str = "
    SELECT ?1 UNION SELECT article FROM clusters
    WHERE cluster_id = (SELECT cluster_id FROM clusters WHERE article = ?1)";

/// Between members every link but those of mere quotes; from elsewhere those that carried the whole report.
const CLUSTER_LINKS: &str = "
    WITH members AS (SELECT ?1 AS article UNION SELECT article FROM clusters
        WHERE cluster_id = (SELECT cluster_id FROM clusters WHERE article = ?1))
    SELECT from_article, from_source, to_article, direction FROM links
    WHERE relation NOT IN ('quote', 'headline_fragment')
      AND (to_article IN members OR (direction <> 'resolved' AND from_article IN members))
      AND (relation <> 'partial_reprint' OR (to_article IN members AND from_article IN members))";

/// A carrier or a named source. Articles come before named sources, and by rank, as roots are listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Article { rank: u32, article: u32 },
    Ghost(String),
}

impl Store {
    /// Counts the carriers and the independent roots of the family, or of the article with its near copies, that has
    /// this id.
    ///
    /// # Errors
    /// [`crate::error::Error::Usage`] when neither a family nor an article has this id.
    pub fn sources(&self, id: &str) -> Result<Sources> {
        if let Some(family) = self.family_number(id)? {
            let untraced = self.is_untraced(family).map_err(database::failed(&self.path))?;
            return self
                .counted(
                    Subject::Family,
                    id,
                    family,
                    FAMILY_CARRIERS,
                    FAMILY_LINKS,
                    !untraced,
                )
                .map_err(database::failed(&self.path));
        }
        match self.article_number(id)? {
            Some(article) => self
                .counted(
                    Subject::Article,
                    id,
                    article,
                    CLUSTER_MEMBERS,
                    CLUSTER_LINKS,
                    true,
                )
                .map_err(database::failed(&self.path)),
            None => Err(self.no_such_id("family and no article", id)?),
        }
    }

    fn is_untraced(&self, family: u32) -> rusqlite::Result<bool> {
        let kind: String =
            self.connection
                .query_row("SELECT kind FROM families WHERE family = ?", [family], |row| {
                    row.get(0)
                })?;
        Ok(UNTRACED.contains(&kind.as_str()))
    }

    fn counted(
        &self,
        subject: Subject,
        id: &str,
        number: u32,
        carriers: &str,
        links: &str,
        traced: bool,
    ) -> rusqlite::Result<Sources> {
        let connection = &self.connection;
        let mut nodes: BTreeMap<Node, usize> = BTreeMap::new();
        let held: Vec<u32> = connection
            .prepare(carriers)?
            .query_map([number], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut sources = Sources {
            subject,
            id: id.to_owned(),
            carriers: held.len() as u64,
            roots_at_least: 0,
            roots_at_most: 0,
            traced,
            roots: Vec::new(),
        };
        if !traced {
            return Ok(sources);
        }
        for article in held {
            nodes.insert(node(connection, article)?, 0);
        }
        let mut joined: Vec<(Node, Node, bool)> = Vec::new();
        let mut statement = connection.prepare(links)?;
        let mut rows = statement.query([number])?;
        while let Some(row) = rows.next()? {
            let from = match row.get::<_, Option<u32>>(0)? {
                Some(article) => node(connection, article)?,
                None => Node::Ghost(row.get::<_, Option<String>>(1)?.unwrap_or_default()),
            };
            let to = node(connection, row.get(2)?)?;
            nodes.insert(from.clone(), 0);
            nodes.insert(to.clone(), 0);
            joined.push((from, to, row.get::<_, String>(3)? == "resolved"));
        }
        for (place, (_, index)) in nodes.iter_mut().enumerate() {
            *index = place;
        }
        let index = |node: &Node| nodes.get(node).copied().unwrap_or_default();
        let descriptions: Vec<(Root, Option<String>)> = nodes
            .keys()
            .map(|node| describe(connection, node))
            .collect::<rusqlite::Result<_>>()?;
        let outlets: Vec<Option<&str>> = descriptions.iter().map(|known| known.1.as_deref()).collect();
        let links: Vec<(usize, usize, bool)> = joined
            .iter()
            .map(|(from, to, resolved)| (index(from), index(to), *resolved))
            .collect();
        let count = Graph::new(&outlets, &links).roots();
        sources.roots_at_least = count.at_least as u64;
        sources.roots_at_most = count.at_most as u64;
        for (place, certain) in count.roots {
            if let Some((root, _)) = descriptions.get(place) {
                sources.roots.push(Root {
                    certain,
                    ..root.clone()
                });
            }
        }
        Ok(sources)
    }
}

fn node(connection: &Connection, article: u32) -> rusqlite::Result<Node> {
    let rank = connection
        .prepare_cached("SELECT rank FROM articles WHERE article = ?")?
        .query_row([article], |row| row.get(0))?;
    Ok(Node::Article { rank, article })
}

/// The node as a root, and the outlet that it belongs to where one is known.
fn describe(connection: &Connection, node: &Node) -> rusqlite::Result<(Root, Option<String>)> {
    let article = match node {
        Node::Article { article, .. } => article,
        Node::Ghost(name) => {
            let root = Root {
                name: name.clone(),
                article_id: None,
                published_at: None,
                time_precision: Precision::None.name().to_owned(),
                certain: true,
            };
            return Ok((root, Some(name.clone())));
        }
    };
    connection
        .prepare_cached(
            "SELECT a.article_id, a.publisher, r.record_id, a.published_at, a.time_precision
             FROM articles a JOIN records r USING (record) WHERE a.article = ?",
        )?
        .query_row([article], |row| {
            let publisher: Option<String> = row.get(1)?;
            let root = Root {
                name: publisher.clone().map_or_else(|| row.get(2), Ok)?,
                article_id: row.get(0)?,
                published_at: row.get(3)?,
                time_precision: row.get(4)?,
                certain: true,
            };
            Ok((root, publisher))
        })
}
