//! The exports: the tables of the export format as files of JSON lines or CSV, sorted by id, and the lineage as one
//! file of PROV-JSON, GraphML or DOT; byte for byte the same for equal stores.
//!
//! Rows are sorted by SQLite, which spills to the system's folder for temporary files, and blocks and sentences
//! are expanded batch by batch, so memory does not grow with the store. Files are written under pending names and
//! renamed when all are complete.

mod expanded;
mod graph;
mod line;
mod output;
mod prov;
mod selection;
mod tables;

use std::path::{Path, PathBuf};

use serde::Serialize;

pub use self::graph::{ExportedGraph, GraphFormat};
use self::line::{Form, Lines};
use self::output::Output;
pub use self::prov::ExportedProv;
pub use self::selection::Selection;

use super::database;
use super::store::Store;
use crate::error::{Error, Result};

/// The names of all tables, in the order of the format's description.
pub const TABLES: [&str; 11] = [
    "records",
    "articles",
    "blocks",
    "claims",
    "quotes",
    "passages",
    "clusters",
    "links",
    "sentences",
    "findings",
    "verdicts",
];

/// Stores of more articles leave out the tables that are expanded, unless they are asked for.
const EXPANDED_UP_TO: i64 = 100_000;
const EXPANDED: [&str; 2] = ["blocks", "sentences"];

/// What an export wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The directory.
    pub directory: PathBuf,
    /// One for each table, in the order of [`TABLES`].
    pub files: Vec<ExportedFile>,
    /// Tables that were left out because the store is large and they were not asked for.
    pub left_out: Vec<&'static str>,
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedFile {
    /// Name of the table.
    pub table: &'static str,
    /// Name of the file in the directory.
    pub file: String,
    /// Lines in it.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
}

impl Store {
    /// Writes tables as `NAME.jsonl` into `directory`, which is made if needed; files of these names are replaced.
    /// Without `tables` all are written, except those that are expanded (blocks, sentences) of stores of over
    /// 100,000 articles.
    ///
    /// # Errors
    /// [`Error::Usage`] for a name that is no table, [`Error::Io`] when a file cannot be written, [`Error::Store`] when
    /// a packed record is damaged. Then no file is replaced.
    pub fn export_jsonl(&self, directory: &Path, tables: Option<&[String]>) -> Result<Exported> {
        self.export_tables(directory, tables, Form::Json)
    }

    /// Writes tables as `NAME.csv` for spreadsheets: the columns of [`Self::export_jsonl`] under their names, UTF-8
    /// with a byte order mark, lines that end with CRLF, lists as JSON in one cell, null as an empty cell. Texts that
    /// a spreadsheet would take for a formula, and texts that begin with an apostrophe, get an apostrophe in front.
    ///
    /// # Errors
    /// As [`Self::export_jsonl`].
    pub fn export_csv(&self, directory: &Path, tables: Option<&[String]>) -> Result<Exported> {
        self.export_tables(directory, tables, Form::Csv)
    }

    fn export_tables(&self, directory: &Path, tables: Option<&[String]>, form: Form) -> Result<Exported> {
        let (chosen, left_out) = self.choose(tables)?;
        output::make_directory(directory)?;
        let mut pending = Vec::new();
        for table in chosen {
            let file = format!("{table}.{}", form.extension());
            let mut output = Output::create(&directory.join(&file), form)?;
            match table {
                "blocks" => {
                    output.lines(&Lines::head(form, expanded::BLOCKS), 0)?;
                    expanded::blocks(self, &mut output)?;
                }
                "sentences" => {
                    output.lines(&Lines::head(form, expanded::SENTENCES), 0)?;
                    expanded::sentences(self, &mut output)?;
                }
                _ => tables::write(self, table, &mut output)?,
            }
            output.flush()?;
            pending.push((table, file, output));
        }
        let mut files = Vec::new();
        for (table, file, output) in pending {
            let (rows, bytes) = output.finish()?;
            files.push(ExportedFile {
                table,
                file,
                rows,
                bytes,
            });
        }
        Ok(Exported {
            directory: directory.to_owned(),
            files,
            left_out,
        })
    }

    fn choose(&self, tables: Option<&[String]>) -> Result<(Vec<&'static str>, Vec<&'static str>)> {
        if let Some(asked) = tables {
            if let Some(unknown) = asked.iter().find(|name| !TABLES.contains(&name.as_str())) {
                return Err(Error::Usage(format!(
                    "no table `{unknown}`: the tables are {}",
                    TABLES.join(", ")
                )));
            }
            let chosen = TABLES
                .into_iter()
                .filter(|table| asked.iter().any(|name| name == table))
                .collect();
            return Ok((chosen, Vec::new()));
        }
        let articles: i64 = self
            .connection
            .query_row("SELECT count(*) FROM articles", [], |row| row.get(0))
            .map_err(database::failed(&self.path))?;
        let large = articles > EXPANDED_UP_TO;
        let (left_out, chosen) = TABLES
            .into_iter()
            .partition(|table| large && EXPANDED.contains(table));
        Ok((chosen, left_out))
    }
}
