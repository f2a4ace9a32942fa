//! The provenance as W3C PROV-JSON (<https://www.w3.org/submissions/2013/SUBM-prov-json-20130424/>): one document with
//! two bundles that share no edge.
//!
//! ```text
//! document            articles, as what is held
//!   bundle:claimed    what pages say: the text a claim governs wasAttributedTo the source it names, a quote
//!                     wasAttributedTo its speaker, a text wasDerivedFrom the document it names
//!   bundle:observed   what texts show: a passage wasDerivedFrom the passage (or ghost) it was carried from, by an
//!                     activity, with confidence and evidence, as prov:Quotation where it is a quote; a page
//!                     wasAttributedTo its publisher; passages alternateOf each other where the direction is unknown
//! ```
//! The passage `passage:ARTICLE@START-END` has one identifier in both bundles, so that what is claimed of a span and
//! what is observed of it can be laid side by side. PROV-DM gives `alternateOf` neither identifier nor attributes:
//! an unresolved link is also an entity `link:ID` that names both passages and bears what is known of it.
//!
//! Entities are gathered by SQLite, which sorts on disk, and written one at a time, so memory does not grow with the
//! store.

mod claimed;
mod document;
mod identifiers;
mod observed;

use std::path::{Path, PathBuf};

use rusqlite::Row;
use serde::Serialize;

use self::document::{Document, Entry};
use self::identifiers::{article, passage};
use super::output;
use super::selection::{Chosen, Selection};
use crate::error::Result;
use crate::ledger::store::Store;

/// Name of the file when a directory is given.
const FILE: &str = "prov.json";

/// What an export of PROV wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExportedProv {
    /// The file.
    pub file: PathBuf,
    /// Articles, as entities.
    pub articles: u64,
    /// Claims: attributions and derivations of the bundle `claimed`.
    pub claims: u64,
    /// Quotes with a speaker: attributions of the bundle `claimed`.
    pub quotes: u64,
    /// Links of resolved direction: derivations of the bundle `observed`.
    pub derivations: u64,
    /// Links of unresolved direction: alternates of the bundle `observed`.
    pub alternates: u64,
    /// Size in bytes.
    pub bytes: u64,
}

impl Store {
    /// Writes the provenance as PROV-JSON into `path`, or into `prov.json` in it when it is a directory or ends in a
    /// slash. Each kind of record is sorted by its identifiers.
    ///
    /// # Errors
    /// [`crate::error::Error::Usage`] for an id that does not exist, [`crate::error::Error::Io`] when the file cannot be
    /// written. Then it is not replaced.
    pub fn export_prov(&self, path: &Path, selection: &Selection) -> Result<ExportedProv> {
        let chosen = Chosen::of(self, selection)?;
        let directory = path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/");
        let file = if directory {
            path.join(FILE)
        } else {
            path.to_owned()
        };
        let mut exported = ExportedProv {
            file: file.clone(),
            ..ExportedProv::default()
        };
        let mut document = Document::begin(output::single(&file)?)?;
        document.group("entity")?;
        exported.articles = articles(self, &chosen, &mut document)?;
        for (name, about) in [
            ("claimed", "what pages say about their sources"),
            (
                "observed",
                "what the texts show: who carried which passage from whom",
            ),
        ] {
            document.entry(&identifiers::bundle(name), |entry| {
                entry.types(&["prov:Bundle"]);
                entry.text("prov:label", about);
            })?;
        }
        document.end_group()?;
        document.bundles(|document| {
            document.bundle(&identifiers::bundle("claimed"), |document| {
                claimed::write(self, &chosen, document, &mut exported)
            })?;
            document.bundle(&identifiers::bundle("observed"), |document| {
                observed::write(self, &chosen, document, &mut exported)
            })
        })?;
        exported.bytes = document.finish()?;
        Ok(exported)
    }
}

fn articles(store: &Store, chosen: &Chosen, document: &mut Document) -> Result<u64> {
    let sql = format!(
        "SELECT a.article_id, a.title, a.original_title, a.publisher, a.published_at, a.time_precision, e.article_id,
                r.record_id, r.dataset, r.uri, a.body_chars
         FROM articles a JOIN records r USING (record)
         LEFT JOIN articles e ON e.record = a.record AND e.ordinal = a.embedded_in
         WHERE {} ORDER BY a.article_id",
        chosen.articles("a.article")
    );
    document.rows(store, chosen, &sql, |row, document| {
        let id: String = row.get(0)?;
        document.record(&article(&id), |entry| {
            entry.types(&["suyuan:Article"]);
            entry.text("suyuan:articleId", &id);
            entry.optional("suyuan:title", row.get(1)?);
            entry.optional("suyuan:originalTitle", row.get(2)?);
            entry.optional("suyuan:publisher", row.get(3)?);
            published(entry, row, 4)?;
            if let Some(host) = row.get::<_, Option<String>>(6)? {
                entry.qualified("suyuan:embeddedIn", &article(&host));
            }
            entry.text("suyuan:recordId", &row.get::<_, String>(7)?);
            entry.text("suyuan:dataset", &row.get::<_, String>(8)?);
            entry.text("suyuan:uri", &row.get::<_, String>(9)?);
            entry.integer("suyuan:bodyChars", row.get(10)?);
            Ok(())
        })
    })
}

/// The time of publication from two columns, the time and its precision: a date where no more is known.
fn published(entry: &mut Entry<'_>, row: &Row<'_>, column: usize) -> rusqlite::Result<()> {
    let Some(time) = row.get::<_, Option<String>>(column)? else {
        return Ok(());
    };
    let precision: String = row.get(column + 1)?;
    match time.get(..10).filter(|_| precision == "day") {
        Some(date) => entry.typed("suyuan:publishedAt", date, "xsd:date"),
        None => entry.typed("suyuan:publishedAt", &time, "xsd:dateTime"),
    }
    entry.text("suyuan:timePrecision", &precision);
    Ok(())
}

/// The passages whose spans `spans` selects (article, start, end, start_char, end_char), each once.
fn passages(store: &Store, chosen: &Chosen, document: &mut Document, spans: &str) -> Result<u64> {
    let sql = format!(
        "WITH spans(article, start, stop, start_char, end_char) AS ({spans})
         SELECT a.article_id, s.start, s.stop, s.start_char, s.end_char, a.publisher, a.published_at, a.time_precision
         FROM spans s JOIN articles a USING (article) ORDER BY a.article_id, s.start, s.stop"
    );
    document.rows(store, chosen, &sql, |row, document| {
        let id: String = row.get(0)?;
        let (start, end): (i64, i64) = (row.get(1)?, row.get(2)?);
        document.record(&passage(&id, start, end), |entry| {
            entry.types(&["suyuan:Passage"]);
            entry.qualified("suyuan:article", &article(&id));
            entry.integer("suyuan:start", start);
            entry.integer("suyuan:end", end);
            entry.integer("suyuan:startChar", row.get(3)?);
            entry.integer("suyuan:endChar", row.get(4)?);
            entry.optional("suyuan:publisher", row.get(5)?);
            published(entry, row, 6)
        })
    })
}
