//! What an export wrote: a line for each file, or what stands in the one that it wrote.

use std::fmt::Write;

use super::text::{pad, pad_left};
use crate::ledger::{Exported, ExportedGraph, ExportedProv};

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

/// The file of a graph, and how many nodes and edges it has.
pub fn exported_graph(exported: &ExportedGraph) -> String {
    format!(
        "{}: {} articles, {} named sources that are not held, {} links\n",
        exported.file.display(),
        exported.articles,
        exported.ghosts,
        exported.links
    )
}

/// The file of PROV, and how many records of each bundle it has.
pub fn exported_prov(exported: &ExportedProv) -> String {
    format!(
        "{}: {} articles\n  claimed:  {} claims, {} quotes with a speaker\n  observed: {} derivations, {} alternates \
         (links without a direction)\n",
        exported.file.display(),
        exported.articles,
        exported.claims,
        exported.quotes,
        exported.derivations,
        exported.alternates
    )
}
