//! The export: the tables of the export format as files of JSON lines, sorted by id, byte for byte the same for
//! equal stores.
//!
//! Rows are sorted by SQLite, which spills to the system's folder for temporary files, and blocks and sentences
//! are expanded batch by batch, so memory does not grow with the store. Files are written under pending names and
//! renamed when all are complete.

mod expanded;
mod line;
mod tables;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

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
        let (chosen, left_out) = self.choose(tables)?;
        std::fs::create_dir_all(directory).map_err(|source| Error::Io {
            path: directory.to_owned(),
            action: "create",
            source,
        })?;
        let mut pending = Vec::new();
        for table in chosen {
            let mut output = Output::create(directory, table)?;
            match table {
                "blocks" => expanded::blocks(self, &mut output)?,
                "sentences" => expanded::sentences(self, &mut output)?,
                _ => tables::write(self, table, &mut output)?,
            }
            output.flush()?;
            pending.push(output);
        }
        let mut files = Vec::new();
        for output in pending {
            files.push(output.finish()?);
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

/// A file being written under a pending name; removed when dropped before [`Self::finish`].
#[derive(Debug)]
struct Output {
    table: &'static str,
    pending: PathBuf,
    path: PathBuf,
    file: BufWriter<File>,
    rows: u64,
    bytes: u64,
}

impl Output {
    fn create(directory: &Path, table: &'static str) -> Result<Self> {
        let path = directory.join(format!("{table}.jsonl"));
        let pending = directory.join(format!("{table}.jsonl.pending"));
        let file = File::create(&pending).map_err(|source| Error::Io {
            path: pending.clone(),
            action: "create",
            source,
        })?;
        Ok(Self {
            table,
            pending,
            path,
            file: BufWriter::with_capacity(1 << 20, file),
            rows: 0,
            bytes: 0,
        })
    }

    /// Adds complete lines.
    fn lines(&mut self, lines: &[u8], rows: u64) -> Result<()> {
        self.rows += rows;
        self.bytes += lines.len() as u64;
        self.file.write_all(lines).map_err(|source| self.failed(source))
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush().map_err(|source| self.failed(source))
    }

    fn finish(self) -> Result<ExportedFile> {
        std::fs::rename(&self.pending, &self.path).map_err(|source| self.failed(source))?;
        Ok(ExportedFile {
            table: self.table,
            rows: self.rows,
            bytes: self.bytes,
        })
    }

    fn failed(&self, source: std::io::Error) -> Error {
        Error::Io {
            path: self.path.clone(),
            action: "write",
            source,
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.pending);
    }
}
