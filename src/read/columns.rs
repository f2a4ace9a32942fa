//! Tables as text: CSV, and TSV and their like. In: the header row and one row after the other. Out: the record's fields,
//! and where in the row each of them stands, so that one can be written anew and the others stay as they are.
//!
//! The fields are found here and not by the csv crate because that gives values without their places; that both find
//! the same values is a property test. Rows end at line feeds alone.

use std::borrow::Cow;
use std::ops::Range;

use super::encoding;
use super::fields::{Found, Line, Slot, Value, slot, without_text};
use super::pieces::{Quoting, without_end};
use crate::config::{FieldNames, ReadParameters};

/// Marks that part fields, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What the header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    delimiter: u8,
    names: Vec<String>,
    /// By column: its use, and how unlikely its name is.
    slots: Vec<Option<(Slot, usize)>>,
    /// Label of the encoding that the beginning of the file is in, where it is not UTF-8.
    encoding: Option<&'static str>,
}

impl Columns {
    /// Reads the header: the first line of `head`, which is the beginning of a file. `None` when no column is the text, or
    /// none but it is known, and the file is not `named` a table.
    pub(super) fn of(head: &[u8], parameters: &ReadParameters, named: bool) -> Option<Self> {
        let names = &parameters.fields;
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        if head.trim_ascii().is_empty() {
            return None;
        }
        let line = head.get(..memchr::memchr(b'\n', head).unwrap_or(head.len()))?;
        let set = parameters.encoding.as_deref().and_then(encoding::named);
        let encoding = match std::str::from_utf8(head) {
            _ if let Some(set) = set => Some(set.name()),
            Ok(_) => None,
            // The head ends within a character.
            Err(fault) if fault.error_len().is_none() => None,
            Err(_) => Some(encoding::decode_fragment(head, None).encoding),
        };
        let line = match encoding {
            None => Cow::Borrowed(std::str::from_utf8(line).ok()?),
            Some(_) => Cow::Owned(encoding::decode_fragment(line, encoding).text),
        };
        let columns = Self {
            encoding,
            ..Self::likeliest(line.trim_end_matches('\r'), names)
        };
        let known = columns.slots.iter().flatten().count();
        let has_text = columns.text().next().is_some();
        (named || has_text && known >= 2).then_some(columns)
    }

    /// The reading of a header in which most columns are known.
    fn likeliest(line: &str, names: &FieldNames) -> Self {
        let readings = DELIMITERS.map(|delimiter| {
            let values: Vec<String> = fields(line, delimiter)
                .map(|field| field.value(line).trim().to_owned())
                .collect();
            let slots: Vec<_> = values.iter().map(|name| slot(names, name)).collect();
            Self {
                delimiter,
                names: values,
                slots,
                encoding: None,
            }
        });
        let [first, others @ ..] = readings;
        others.into_iter().fold(first, |best, other| {
            let worth = |columns: &Self| (columns.slots.iter().flatten().count(), columns.names.len());
            if worth(&other) > worth(&best) { other } else { best }
        })
    }

    /// Label of the encoding of the file, where it is not UTF-8.
    pub(super) fn encoding(&self) -> Option<&'static str> {
        self.encoding
    }

    /// The mark that parts fields.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns that may hold the text.
    fn text(&self) -> impl Iterator<Item = usize> {
        let columns = self.slots.iter().enumerate();
        columns
            .filter(|(_, slot)| matches!(slot, Some((Slot::Text, _))))
            .map(|(column, _)| column)
    }

    /// What is wrong with the header: that no column is the text.
    pub(super) fn fault(&self, names: &FieldNames) -> Option<String> {
        let seen: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let missing = self.text().next().is_none();
        if missing && seen.iter().any(|name| name.contains('\r')) {
            return Some(
                "no line feed ends the header: its lines end in carriage returns alone; convert them"
                    .to_owned(),
            );
        }
        missing.then(|| {
            let what = without_text(names, ("column", "columns"), &seen);
            format!("{what}; the first row must name the columns")
        })
    }

    /// The fields of a row, without its end.
    pub(super) fn line(&self, row: &str, names: &FieldNames) -> Result<Line, String> {
        let mut found = Found::default();
        let mut count = 0;
        for field in fields(row, self.delimiter) {
            if let Some(Some((slot, rank))) = self.slots.get(count) {
                found.offer(*slot, *rank, Value::Text(field.value(row).into_owned()));
            }
            count += 1;
        }
        if count != self.names.len() {
            return Err(format!(
                "{count} columns, and the header has {}: a field with marks or line ends in it must stand between \
                 quotation marks",
                self.names.len()
            ));
        }
        found.line(|| self.fault(names).unwrap_or_default())
    }

    /// The row with `change(text)` in the place of each text column whose value `is_text`. `None` when there is none.
    pub fn with_text(
        &self,
        row: &str,
        is_text: impl Fn(&str) -> bool,
        change: impl Fn(&str) -> String,
    ) -> Option<String> {
        self.with_values(row, |slot, value| {
            (slot == Slot::Text && is_text(value)).then(|| change(value))
        })
    }

    /// The row with what `change` gives for the use of a column and its value. `None` when it gives nothing.
    pub(crate) fn with_values(
        &self,
        row: &str,
        change: impl Fn(Slot, &str) -> Option<String>,
    ) -> Option<String> {
        let (content, end) = row.split_at_checked(without_end(row.as_bytes()).len())?;
        let (mut written, mut reached, mut found) = (String::with_capacity(row.len()), 0, false);
        for (column, field) in fields(content, self.delimiter).enumerate() {
            let Some(Some((slot, _))) = self.slots.get(column) else {
                continue;
            };
            if let Some(changed) = change(*slot, &field.value(content)) {
                written.push_str(content.get(reached..field.span.start)?);
                self.push(&mut written, &changed, field.quoted);
                reached = field.span.end;
                found = true;
            }
        }
        written.push_str(content.get(reached..)?);
        written.push_str(end);
        found.then_some(written)
    }

    /// The row with one more field at its end. The row's encoding must hold ASCII as it is.
    pub fn with_field(&self, row: &[u8], value: &str) -> Vec<u8> {
        let (content, end) = row.split_at_checked(without_end(row).len()).unwrap_or((row, &[]));
        let mut field = String::from(char::from(self.delimiter));
        self.push(&mut field, value, false);
        [content, field.as_bytes(), end].concat()
    }

    /// Writes a value, between quotation marks where it needs them or had them.
    fn push(&self, written: &mut String, value: &str, quoted: bool) {
        let special = |byte: &u8| *byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r');
        if quoted || value.bytes().any(|byte| special(&byte)) {
            written.push('"');
            written.push_str(&value.replace('"', "\"\""));
            written.push('"');
        } else {
            written.push_str(value);
        }
    }
}

/// A field of a row.
struct Field {
    /// Where it stands, with its quotation marks.
    span: Range<usize>,
    /// It stands between quotation marks.
    quoted: bool,
}

impl Field {
    /// What is meant.
    fn value<'r>(&self, row: &'r str) -> Cow<'r, str> {
        let written = row.get(self.span.clone()).unwrap_or("");
        let Some(rest) = written.strip_prefix('"') else {
            return Cow::Borrowed(written);
        };
        match rest.strip_suffix('"') {
            Some(inner) if !inner.contains('"') => Cow::Borrowed(inner),
            _ => Cow::Owned(unquoted(rest)),
        }
    }
}

/// What stands behind an opening mark: two marks are one, a single one closes, and what follows it is as it stands.
fn unquoted(rest: &str) -> String {
    let (mut value, mut rest) = (String::with_capacity(rest.len()), rest);
    while let Some((before, after)) = rest.split_once('"') {
        value.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None => {
                value.push_str(after);
                return value;
            }
        }
    }
    value.push_str(rest);
    value
}

/// The fields of a row, which has no end.
fn fields(row: &str, delimiter: u8) -> impl Iterator<Item = Field> {
    let bytes = row.as_bytes();
    let mut quoting = Quoting::new(delimiter);
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start?;
        let end = quoting.stop(bytes, from);
        start = end.map(|end| end + 1);
        let span = from..end.unwrap_or(bytes.len());
        let quoted = bytes.get(from) == Some(&b'"');
        Some(Field { span, quoted })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::{Columns, fields};
    use crate::config::{FieldNames, ReadParameters};

    fn columns(header: &str) -> Columns {
        Columns::of(header.as_bytes(), &ReadParameters::default(), true).unwrap()
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_sense_of_the_header() {
        assert_eq!(columns("id,title,text\n1").delimiter(), b',');
        assert_eq!(columns("标题\t正文\t来源,媒体").delimiter(), b'\t');
        assert_eq!(columns("id;\"text\";date").delimiter(), b';');
        assert_eq!(columns("text").names(), ["text"]);
        let (names, parameters) = (FieldNames::default(), ReadParameters::default());
        assert!(Columns::of("海滨市，渡口恢复通航\n".as_bytes(), &parameters, false).is_none());
        assert!(Columns::of("text, or so they say\n".as_bytes(), &parameters, false).is_none());
        assert!(Columns::of("url,content\n".as_bytes(), &parameters, false).is_some());
        assert!(
            columns("a,b")
                .fault(&names)
                .unwrap()
                .contains("columns seen: a, b")
        );
    }

    #[test]
    fn a_row_gives_its_fields_and_says_when_it_has_others() {
        let columns = columns("id,标题,content,media\n");
        let names = FieldNames::default();
        let line = columns
            .line("007,\"渡口\"\"通航\"\"\",\"一\n二\",海滨日报", &names)
            .unwrap();
        assert_eq!(line.id.as_deref(), Some("007"));
        assert_eq!(line.text, "一\n二");
        assert_eq!(line.metadata.title.as_deref(), Some("渡口\"通航\""));
        assert_eq!(line.metadata.outlet.as_deref(), Some("海滨日报"));
        assert!(
            columns
                .line("1,a,b", &names)
                .unwrap_err()
                .starts_with("3 columns")
        );
    }

    #[test]
    fn only_the_text_is_written_anew() {
        let columns = columns("id,text,x\n");
        let changed = columns.with_text(
            "\"1\",甲乙,\"a\"\"\"\r\n",
            |text| text == "甲乙",
            |_| "甲,\"".to_owned(),
        );
        assert_eq!(changed.unwrap(), "\"1\",\"甲,\"\"\",\"a\"\"\"\r\n");
        let changed = columns.with_text("1,\"甲乙\",", |text| text == "甲乙", |_| "甲".to_owned());
        assert_eq!(changed.unwrap(), "1,\"甲\",");
        assert!(
            columns
                .with_text("1,甲,", |text| text == "乙", str::to_owned)
                .is_none()
        );
        let longer = columns.with_field("1,甲,\n".as_bytes(), "{\"a\":1}");
        assert_eq!(longer, "1,甲,,\"{\"\"a\"\":1}\"\n".as_bytes());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn values_are_those_of_the_csv_crate(row in "[a\",海]{0,30}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
            let theirs = reader.records().next().map(Result::unwrap).unwrap_or_default();
            let ours: Vec<_> = fields(&row, b',').map(|field| field.value(&row).into_owned()).collect();
            if !row.is_empty() {
                assert_eq!(ours, theirs.iter().collect::<Vec<_>>());
            }
        }
    }
}
