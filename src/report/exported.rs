//! What an export wrote, in as many lines as it wrote files.

use std::fmt::Write;

use super::text::{pad, pad_left};
use crate::ledger::Exported;

/// One line for each file, with its rows, and what was left out.
pub fn exported(exported: &Exported) -> String {
    let mut lines = String::new();
    let names: Vec<String> = exported
        .files
        .iter()
        .map(|file| exported.directory.join(&file.file).display().to_string())
        .collect();
    let columns = names
        .iter()
        .map(|name| super::text::width(name))
        .max()
        .unwrap_or(0);
    for (file, name) in exported.files.iter().zip(&names) {
        // Writing into a string does not fail.
        let _ = writeln!(
            lines,
            "{} {} rows",
            pad(name, columns),
            pad_left(&file.rows.to_string(), 10)
        );
    }
    if !exported.left_out.is_empty() {
        let names = exported.left_out.join(",");
        let _ = writeln!(
            lines,
            "left out, for the store is large: {names} (name them with --tables to have them)"
        );
    }
    lines
}
