//! A PROV-JSON document in the making: groups of records by kind, written one record at a time, a line each.

use rusqlite::Row;

use super::identifiers::PREFIXES;
use crate::error::Result;
use crate::ledger::database;
use crate::ledger::export::output::Output;
use crate::ledger::export::selection::Chosen;
use crate::ledger::store::Store;

/// Bytes that are gathered before they go to the file.
const PORTION: usize = 1 << 16;

/// The document. What is opened must be closed by who opened it.
pub(super) struct Document {
    output: Output,
    text: Vec<u8>,
    /// Whether something stands before, for each thing that is open.
    commas: Vec<bool>,
}

impl Document {
    /// Opens the document and writes the prefixes.
    pub(super) fn begin(output: Output) -> Result<Self> {
        let mut document = Self {
            output,
            text: Vec::new(),
            commas: Vec::new(),
        };
        document.open();
        document.prefixes();
        Ok(document)
    }

    fn open(&mut self) {
        self.text.push(b'{');
        self.commas.push(false);
    }

    fn close(&mut self) {
        self.commas.pop();
        self.text.extend_from_slice(b"\n}");
    }

    /// The key of what comes next, on a line of its own.
    fn key(&mut self, key: &str) {
        if let Some(comma) = self.commas.last_mut()
            && std::mem::replace(comma, true)
        {
            self.text.push(b',');
        }
        self.text.push(b'\n');
        value(&mut self.text, key);
        self.text.push(b':');
    }

    fn prefixes(&mut self) {
        self.key("prefix");
        self.open();
        for (prefix, uri) in PREFIXES {
            self.key(prefix);
            value(&mut self.text, uri);
        }
        self.close();
    }

    /// Opens the records of one kind: `entity`, `wasDerivedFrom` …; each kind once in a bundle.
    pub(super) fn group(&mut self, kind: &str) -> Result<()> {
        self.key(kind);
        self.open();
        self.flush(PORTION)
    }

    pub(super) fn end_group(&mut self) -> Result<()> {
        self.close();
        self.flush(PORTION)
    }

    /// The part of the document that holds the bundles.
    pub(super) fn bundles(&mut self, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.group("bundle")?;
        write(self)?;
        self.end_group()
    }

    /// One bundle, with prefixes of its own.
    pub(super) fn bundle(&mut self, id: &str, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.group(id)?;
        self.prefixes();
        write(self)?;
        self.end_group()
    }

    /// One record, from values at hand.
    pub(super) fn entry(&mut self, id: &str, write: impl FnOnce(&mut Entry<'_>)) -> Result<()> {
        let written = self.record(id, |entry| {
            write(entry);
            Ok(())
        });
        debug_assert!(written.is_ok(), "nothing here asks the ledger");
        self.flush(PORTION)
    }

    /// One record, from the columns of a row.
    pub(super) fn record(
        &mut self,
        id: &str,
        write: impl FnOnce(&mut Entry<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        self.key(id);
        self.text.push(b'{');
        let mut entry = Entry {
            text: &mut self.text,
            comma: false,
        };
        write(&mut entry)?;
        self.text.push(b'}');
        Ok(())
    }

    /// Hands every row of a query to `each`; returns how many there were.
    pub(super) fn rows(
        &mut self,
        store: &Store,
        chosen: &Chosen,
        sql: &str,
        mut each: impl FnMut(&Row<'_>, &mut Self) -> rusqlite::Result<()>,
    ) -> Result<u64> {
        let failed = database::failed(&store.path);
        let mut statement = store.connection.prepare(sql).map_err(&failed)?;
        let mut rows = chosen.query(&mut statement).map_err(&failed)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(&failed)? {
            each(row, self).map_err(&failed)?;
            count += 1;
            self.flush(PORTION)?;
        }
        Ok(count)
    }

    /// Hands the text to the file when it has `least` bytes.
    fn flush(&mut self, least: usize) -> Result<()> {
        if self.text.len() >= least {
            self.output.lines(&self.text, 0)?;
            self.text.clear();
        }
        Ok(())
    }

    /// Closes the document; returns its bytes.
    pub(super) fn finish(mut self) -> Result<u64> {
        self.close();
        self.text.push(b'\n');
        self.flush(0)?;
        Ok(self.output.finish()?.1)
    }
}

/// The attributes of one record. A key stands once.
pub(super) struct Entry<'text> {
    text: &'text mut Vec<u8>,
    comma: bool,
}

impl Entry<'_> {
    fn key(&mut self, key: &str) {
        if std::mem::replace(&mut self.comma, true) {
            self.text.push(b',');
        }
        value(self.text, key);
        self.text.push(b':');
    }

    /// A text; the role of an entity, agent or activity in a relation too, which is written as plain text.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        value(self.text, text);
    }

    pub(super) fn optional(&mut self, key: &str, text: Option<String>) {
        if let Some(text) = text {
            self.text(key, &text);
        }
    }

    pub(super) fn integer(&mut self, key: &str, integer: i64) {
        self.key(key);
        value(self.text, &integer);
    }

    pub(super) fn optional_integer(&mut self, key: &str, integer: Option<i64>) {
        if let Some(integer) = integer {
            self.integer(key, integer);
        }
    }

    pub(super) fn real(&mut self, key: &str, real: f64) {
        self.key(key);
        value(self.text, &real);
    }

    pub(super) fn texts(&mut self, key: &str, texts: &[String]) {
        self.key(key);
        value(self.text, texts);
    }

    /// A value with its type.
    pub(super) fn typed(&mut self, key: &str, literal: &str, kind: &str) {
        self.key(key);
        self.literal(literal, kind);
    }

    /// A qualified name as the value of an attribute that PROV does not define.
    pub(super) fn qualified(&mut self, key: &str, name: &str) {
        self.typed(key, name, "prov:QUALIFIED_NAME");
    }

    pub(super) fn types(&mut self, names: &[&str]) {
        self.key("prov:type");
        self.text.push(b'[');
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                self.text.push(b',');
            }
            self.literal(name, "prov:QUALIFIED_NAME");
        }
        self.text.push(b']');
    }

    fn literal(&mut self, literal: &str, kind: &str) {
        self.text.extend_from_slice(b"{\"$\":");
        value(self.text, literal);
        self.text.extend_from_slice(b",\"type\":");
        value(self.text, kind);
        self.text.push(b'}');
    }
}

/// Writing strings and numbers into memory cannot fail.
fn value(text: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    let _ = serde_json::to_writer(text, value);
}
