//! The rows of a table in the making, cell by cell: one JSON object a line, or one line of CSV.
//!
//! CSV is made for spreadsheets (RFC 4180: CRLF, quotes where they are needed). A cell that a spreadsheet would take
//! for a formula gets an apostrophe in front, and so does one that begins with an apostrophe: who takes one leading
//! apostrophe away from the cells that have one has the text as it was. Null is an empty cell, lists are JSON.

use csv::{Terminator, Writer, WriterBuilder};

/// Rows in the making.
#[derive(Debug)]
pub(super) struct Lines {
    cells: Cells,
    rows: u64,
}

#[derive(Debug)]
enum Cells {
    Json { bytes: Vec<u8>, first: bool },
    Csv(Box<Writer<Vec<u8>>>),
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Csv,
}

impl Form {
    /// The end of the files' names.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Json => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// What Excel and LibreOffice, full-width characters included, take for the beginning of a formula, and the mark that
/// takes this meaning away.
const MADE_SAFE: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '\''];

impl Lines {
    pub(super) fn new(form: Form) -> Self {
        let cells = match form {
            Form::Json => Cells::Json {
                bytes: Vec::new(),
                first: true,
            },
            Form::Csv => Cells::Csv(Box::new(
                WriterBuilder::new()
                    .terminator(Terminator::CRLF)
                    .buffer_capacity(1 << 10)
                    .from_writer(Vec::new()),
            )),
        };
        Self { cells, rows: 0 }
    }

    /// What stands before the first row: in CSV the byte order mark, by which spreadsheets know UTF-8, and the names
    /// of the columns.
    pub(super) fn head<'name>(form: Form, columns: impl IntoIterator<Item = &'name str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        if form == Form::Csv {
            bytes.extend_from_slice("\u{feff}".as_bytes());
            let mut lines = Self::new(form);
            if let Cells::Csv(writer) = &mut lines.cells {
                // Writing into memory cannot fail.
                let _ = writer.write_record(columns);
            }
            bytes.append(&mut lines.take().0);
        }
        bytes
    }

    pub(super) fn begin(&mut self) {
        if let Cells::Json { bytes, first } = &mut self.cells {
            bytes.push(b'{');
            *first = true;
        }
    }

    pub(super) fn end(&mut self) {
        match &mut self.cells {
            Cells::Json { bytes, .. } => bytes.extend_from_slice(b"}\n"),
            // Ends the row.
            Cells::Csv(writer) => {
                let _ = writer.write_record(None::<&[u8]>);
            }
        }
        self.rows += 1;
    }

    /// A value that is JSON already: a list, a boolean.
    pub(super) fn json(&mut self, key: &str, json: &str) {
        self.cell(key, |bytes| bytes.extend_from_slice(json.as_bytes()), json);
    }

    pub(super) fn null(&mut self, key: &str) {
        self.cell(key, |bytes| bytes.extend_from_slice(b"null"), "");
    }

    pub(super) fn text(&mut self, key: &str, text: &str) {
        if matches!(self.cells, Cells::Csv(_)) && text.starts_with(MADE_SAFE) {
            self.cell(key, |_| {}, &format!("'{text}"));
        } else {
            self.cell(key, |bytes| value(bytes, text), text);
        }
    }

    pub(super) fn optional(&mut self, key: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(key, text),
            None => self.null(key),
        }
    }

    pub(super) fn texts(&mut self, key: &str, texts: &[String]) {
        let mut list = Vec::new();
        value(&mut list, texts);
        self.json(key, &String::from_utf8_lossy(&list));
    }

    pub(super) fn integer(&mut self, key: &str, integer: i64) {
        self.json(key, &integer.to_string());
    }

    pub(super) fn real(&mut self, key: &str, real: f64) {
        let mut number = Vec::new();
        value(&mut number, &real);
        self.json(key, &String::from_utf8_lossy(&number));
    }

    /// One cell: in JSON what `json` writes behind the key, in CSV the plain text.
    fn cell(&mut self, key: &str, json: impl FnOnce(&mut Vec<u8>), plain: &str) {
        match &mut self.cells {
            Cells::Json { bytes, first } => {
                if !std::mem::take(first) {
                    bytes.push(b',');
                }
                bytes.push(b'"');
                bytes.extend_from_slice(key.as_bytes());
                bytes.extend_from_slice(b"\":");
                json(bytes);
            }
            Cells::Csv(writer) => {
                let _ = writer.write_field(plain);
            }
        }
    }

    /// Takes the rows so far out: their bytes, and how many they are.
    pub(super) fn take(&mut self) -> (Vec<u8>, u64) {
        let bytes = match &mut self.cells {
            Cells::Json { bytes, .. } => std::mem::take(bytes),
            Cells::Csv(_) => {
                let Cells::Csv(writer) = std::mem::replace(&mut self.cells, Self::new(Form::Csv).cells)
                else {
                    return (Vec::new(), 0);
                };
                writer.into_inner().unwrap_or_default()
            }
        };
        (bytes, std::mem::take(&mut self.rows))
    }

    /// Bytes so far; of CSV those that have left the writer.
    pub(super) fn len(&self) -> usize {
        match &self.cells {
            Cells::Json { bytes, .. } => bytes.len(),
            Cells::Csv(writer) => writer.get_ref().len(),
        }
    }
}

/// Writing strings and numbers into memory cannot fail.
fn value(bytes: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    let _ = serde_json::to_writer(bytes, value);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{Form, Lines, MADE_SAFE};

    fn row(form: Form, text: &str) -> String {
        let mut lines = Lines::new(form);
        lines.begin();
        lines.text("text", text);
        lines.integer("start", -3);
        lines.null("end");
        lines.texts("chain", &["渡口网".to_owned(), "a\"b".to_owned()]);
        lines.end();
        let (bytes, rows) = lines.take();
        assert_eq!((rows, lines.take()), (1, (Vec::new(), 0)));
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn one_row_in_both_forms() {
        assert_eq!(
            row(Form::Json, "=1+\"1\""),
            "{\"text\":\"=1+\\\"1\\\"\",\"start\":-3,\"end\":null,\"chain\":[\"渡口网\",\"a\\\"b\"]}\n"
        );
        assert_eq!(
            row(Form::Csv, "=1+\"1\""),
            "\"'=1+\"\"1\"\"\",-3,,\"[\"\"渡口网\"\",\"\"a\\\"\"b\"\"]\"\r\n"
        );
        assert_eq!(Lines::head(Form::Csv, ["a", "b"]), "\u{feff}a,b\r\n".as_bytes());
        assert_eq!(Lines::head(Form::Json, ["a", "b"]), b"");
    }

    proptest! {
        #[test]
        fn a_spreadsheet_sees_text_and_a_reader_gets_it_back(text in any::<String>(), lead in "[=+@'\t\r＝-]?") {
            let text = lead + &text;
            let csv = row(Form::Csv, &text);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let cell = record.get(0).unwrap();
            prop_assert!(!cell.starts_with(MADE_SAFE) || cell.starts_with('\''));
            prop_assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text);
            prop_assert_eq!(record.len(), 4);
        }
    }
}
