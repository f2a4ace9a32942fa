//! The lineage as a graph for programs that draw and count graphs: articles and ghosts as nodes, links as edges.
//!
//! One walk over the store serves all notations. Of the whole store only articles that a link joins are nodes. A ghost
//! is one node for each named source. Nodes are known by a letter and 20 hexadecimal digits of the hash of the
//! article's id or the ghost's name, for both notations restrict what an identifier may hold; the id itself is an
//! attribute. An edge leads from the source to the carrier; where the direction is `unresolved` it says no more than
//! that the two are joined.

mod dot;
mod graphml;

use std::path::{Path, PathBuf};

use rusqlite::Row;
use serde::Serialize;

use self::dot::Dot;
use self::graphml::GraphMl;
use super::output::{self, Output};
use super::selection::{Chosen, Selection};
use crate::error::Result;
use crate::ledger::database;
use crate::ledger::ids::NaturalKey;
use crate::ledger::store::Store;

/// A notation of graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphFormat {
    /// GraphML 1.0: for networkx, Gephi, yEd, igraph.
    GraphMl,
    /// DOT: for Graphviz.
    Dot,
}

/// What an export of a graph wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedGraph {
    /// The file.
    pub file: PathBuf,
    /// Articles that are nodes.
    pub articles: u64,
    /// Named sources, not held, that are nodes.
    pub ghosts: u64,
    /// Links that are edges.
    pub links: u64,
    /// Size in bytes.
    pub bytes: u64,
}

/// An article or a ghost.
#[derive(Debug, Default)]
struct Node {
    id: String,
    /// `None` for a ghost.
    article_id: Option<String>,
    /// Of an article.
    title: Option<String>,
    /// Of an article on whose page it stands, of a ghost the named source.
    publisher: Option<String>,
    /// RFC 3339.
    published_at: Option<String>,
    precision: String,
}

/// A link.
#[derive(Debug, Default)]
struct Edge {
    from: String,
    to: String,
    link_id: String,
    family_id: String,
    relation: String,
    resolved: bool,
    confidence: f64,
    /// Characters of the carrier's span.
    characters: i64,
}

/// Writes the pieces of a graph as bytes.
trait Notation {
    fn head(&self, text: &mut Vec<u8>);
    fn node(&self, node: &Node, text: &mut Vec<u8>);
    fn edge(&self, edge: &Edge, text: &mut Vec<u8>);
    fn tail(&self, text: &mut Vec<u8>);
}

impl Store {
    /// Writes the links as a graph into `file`: nodes by the articles' ids, ghosts by name, edges by the links' ids.
    ///
    /// # Errors
    /// [`crate::error::Error::Usage`] for an id that does not exist, [`crate::error::Error::Io`] when the file cannot be
    /// written. Then it is not replaced.
    pub fn export_graph(
        &self,
        file: &Path,
        format: GraphFormat,
        selection: &Selection,
    ) -> Result<ExportedGraph> {
        let chosen = Chosen::of(self, selection)?;
        let mut output = output::single(file)?;
        let notation: &dyn Notation = match format {
            GraphFormat::GraphMl => &GraphMl,
            GraphFormat::Dot => &Dot,
        };
        let mut text = Vec::new();
        notation.head(&mut text);
        output.lines(&text, 0)?;
        let articles = articles(self, &chosen, notation, &mut output)?;
        let ghosts = ghosts(self, &chosen, notation, &mut output)?;
        let links = edges(self, &chosen, notation, &mut output)?;
        text.clear();
        notation.tail(&mut text);
        output.lines(&text, 0)?;
        let (_, bytes) = output.finish()?;
        Ok(ExportedGraph {
            file: file.to_owned(),
            articles,
            ghosts,
            links,
            bytes,
        })
    }
}

fn articles(store: &Store, chosen: &Chosen, notation: &dyn Notation, output: &mut Output) -> Result<u64> {
    let condition = if chosen.is_everything() {
        "article IN (SELECT to_article FROM links UNION SELECT from_article FROM links)".to_owned()
    } else {
        chosen.articles("article")
    };
    let sql = format!(
        "SELECT article_id, title, publisher, published_at, time_precision FROM articles WHERE {condition}
         ORDER BY article_id"
    );
    rows(store, chosen, output, &sql, |row, text| {
        let article_id: String = row.get(0)?;
        let node = Node {
            id: article_node(&article_id),
            article_id: Some(article_id),
            title: row.get(1)?,
            publisher: row.get(2)?,
            published_at: row.get(3)?,
            precision: row.get(4)?,
        };
        notation.node(&node, text);
        Ok(())
    })
}

fn ghosts(store: &Store, chosen: &Chosen, notation: &dyn Notation, output: &mut Output) -> Result<u64> {
    let sql = format!(
        "SELECT DISTINCT coalesce(from_source, '') FROM links WHERE from_article IS NULL AND {} ORDER BY 1",
        chosen.families("family")
    );
    rows(store, chosen, output, &sql, |row, text| {
        let name: String = row.get(0)?;
        let node = Node {
            id: ghost_node(&name),
            publisher: Some(name),
            precision: "none".to_owned(),
            ..Node::default()
        };
        notation.node(&node, text);
        Ok(())
    })
}

fn edges(store: &Store, chosen: &Chosen, notation: &dyn Notation, output: &mut Output) -> Result<u64> {
    let sql = format!(
        "SELECT o.article_id, l.from_source, t.article_id, l.link_id, f.family_id, l.relation, l.direction,
                l.confidence, l.to_end_char - l.to_start_char
         FROM links l JOIN families f USING (family)
         JOIN articles t ON t.article = l.to_article LEFT JOIN articles o ON o.article = l.from_article
         WHERE {} ORDER BY l.link_id",
        chosen.families("l.family")
    );
    rows(store, chosen, output, &sql, |row, text| {
        notation.edge(&edge(row)?, text);
        Ok(())
    })
}

fn edge(row: &Row<'_>) -> rusqlite::Result<Edge> {
    let from = match row.get::<_, Option<String>>(0)? {
        Some(article_id) => article_node(&article_id),
        None => ghost_node(&row.get::<_, Option<String>>(1)?.unwrap_or_default()),
    };
    Ok(Edge {
        from,
        to: article_node(&row.get::<_, String>(2)?),
        link_id: row.get(3)?,
        family_id: row.get(4)?,
        relation: row.get(5)?,
        resolved: row.get::<_, String>(6)? == "resolved",
        confidence: row.get(7)?,
        characters: row.get(8)?,
    })
}

/// Writes every row of a query as `each` does.
fn rows(
    store: &Store,
    chosen: &Chosen,
    output: &mut Output,
    sql: &str,
    each: impl Fn(&Row<'_>, &mut Vec<u8>) -> rusqlite::Result<()>,
) -> Result<u64> {
    let failed = database::failed(&store.path);
    let mut statement = store.connection.prepare(sql).map_err(&failed)?;
    let mut rows = chosen.query(&mut statement).map_err(&failed)?;
    let mut count = 0;
    let mut text = Vec::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        each(row, &mut text).map_err(&failed)?;
        count += 1;
        output.lines(&text, 1)?;
        text.clear();
    }
    Ok(count)
}

fn article_node(article_id: &str) -> String {
    NaturalKey::new().text(article_id).id('a')
}

fn ghost_node(name: &str) -> String {
    NaturalKey::new().text(name).id('g')
}
