//! CSV that spreadsheets open as it is meant: UTF-8 with a byte order mark, lines that end with CR and LF, and no cell that would
//! be run as a formula.

use csv::{Terminator, WriterBuilder};

/// A table as CSV. A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in front, by which
/// a spreadsheet takes it for text.
pub(super) fn spreadsheet<Cell: AsRef<str>>(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    {
        let mut writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(&mut bytes);
        // Writing rows of one length into memory does not fail.
        let _ = writer.write_record(header);
        for row in rows {
            let _ = writer.write_record(row.iter().map(|cell| harmless(cell.as_ref())));
        }
    }
    bytes
}

fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::spreadsheet;

    #[test]
    fn a_spreadsheet_opens_it_as_it_is_meant() {
        let rows = vec![
            vec!["=HYPERLINK(\"x\")", "两行\n文字"],
            vec!["@a", "-1"],
            vec!["1=1", "+"],
        ];
        let text = String::from_utf8(spreadsheet(&["a", "b"], rows)).unwrap();
        assert_eq!(
            text,
            "\u{feff}a,b\r\n\"'=HYPERLINK(\"\"x\"\")\",\"两行\n文字\"\r\n'@a,'-1\r\n1=1,'+\r\n"
        );
        let none: Vec<Vec<String>> = Vec::new();
        assert_eq!(spreadsheet(&["a"], none), "\u{feff}a\r\n".as_bytes());
    }
}
