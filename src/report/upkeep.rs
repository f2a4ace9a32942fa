//! Sizes and checksums of a store, for a terminal.

use std::fmt::Write;
use std::path::Path;

use super::text::{pad, pad_left};
use crate::ledger::{Info, Verified};

/// Tables that are shown one by one.
const TABLES: usize = 12;

/// Bytes in a unit that a person reads.
fn bytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// What a store holds and how large it is.
pub fn info(info: &Info, store: &Path) -> String {
    let mut lines = format!(
        "{}: {}, {} records, {} articles, {} an article\nversion {}{}\n",
        store.display(),
        bytes(info.bytes),
        info.records,
        info.articles,
        bytes(info.bytes_of_article),
        info.version,
        info.written_by
            .as_deref()
            .map_or(String::new(), |program| format!(", written by {program}")),
    );
    if let Some(left_out) = info.text_bytes_left_out {
        let _ = writeln!(
            lines,
            "no texts: {} are left out (--no-keep-text); what shows texts needs the input, see --input",
            bytes(left_out)
        );
    }
    if let Some(seconds) = info.related_in_seconds {
        // Writing into a string does not fail.
        let _ = writeln!(
            lines,
            "what follows from all articles took the last scan that found something new {seconds:.1} s, beside reading"
        );
    }
    lines.push_str("\nfiles\n");
    for file in &info.files {
        let of_records = match (file.records, file.needless) {
            (Some(records), Some(0)) => format!("  {records} records"),
            (Some(records), Some(needless)) => format!("  {records} records, {needless} needless"),
            _ => String::new(),
        };
        let _ = writeln!(
            lines,
            "  {} {}{of_records}",
            pad(&file.name, 28),
            pad_left(&bytes(file.bytes), 10)
        );
    }
    lines.push_str("\ntables and indexes of ledger.sqlite\n");
    for table in info.tables.iter().take(TABLES) {
        let rows = table.rows.map_or(String::new(), |rows| format!("  {rows} rows"));
        let _ = writeln!(
            lines,
            "  {} {}{rows}",
            pad(&table.name, 28),
            pad_left(&bytes(table.bytes), 10)
        );
    }
    if info.tables.len() > TABLES {
        let rest = info.tables.iter().skip(TABLES).map(|table| table.bytes).sum();
        let name = format!("{} others", info.tables.len() - TABLES);
        let _ = writeln!(lines, "  {} {}", pad(&name, 28), pad_left(&bytes(rest), 10));
    }
    lines
}

/// What was checked, and what is wrong.
pub fn verified(verified: &Verified, store: &Path) -> String {
    let mut lines = String::new();
    for line in verified.faults.iter().chain(&verified.unchecked) {
        let _ = writeln!(lines, "{line}");
    }
    let _ = writeln!(
        lines,
        "{}: {} files and {} records read, {}",
        store.display(),
        verified.files,
        verified.records,
        match verified.faults.len() {
            0 => "all as they were written".to_owned(),
            1 => "1 fault".to_owned(),
            faults => format!("{faults} faults"),
        }
    );
    lines
}
