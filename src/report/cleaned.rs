//! What a cleaning did, or would do: figures by level, outlet and month, and what to look at first.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::text::{pad, pad_left, width};
use crate::clean::{Counts, Level, Rule, Summary};

/// Rows of a table that are shown; the rest stands in `summary.json`.
const SHOWN: usize = 12;

/// The summary for a terminal. `written` is the folder, none for a dry run.
pub fn cleaned(summary: &Summary, written: Option<&Path>, colour: bool) -> String {
    let mut text = String::new();
    let bold = |words: &str| {
        if colour {
            format!("\x1b[1m{words}\x1b[0m")
        } else {
            words.to_owned()
        }
    };
    let Counts {
        records,
        kept,
        removed,
        cut,
    } = summary.total;
    // Writing into a string does not fail.
    let _ = writeln!(
        text,
        "{}",
        bold(&format!(
            "{records} records: {kept} stay, {removed} go, {cut} lose a part ({} of several copies)",
            summary.keep
        ))
    );
    let share = 100.0 * summary.text_bytes_kept as f64 / summary.text_bytes.max(1) as f64;
    let _ = writeln!(
        text,
        "{} of {} bytes of text stay ({share:.1} %)",
        summary.text_bytes_kept, summary.text_bytes
    );
    for level in Level::ALL {
        let rules: Vec<(&str, u64)> = Rule::ALL
            .iter()
            .filter(|rule| rule.level() == *level)
            .filter_map(|rule| Some((rule.name(), *summary.rules.get(rule.name())?)))
            .collect();
        if rules.is_empty() {
            continue;
        }
        let listed: Vec<String> = rules
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        let characters = summary
            .cut_characters
            .get(level.name())
            .map_or(String::new(), |characters| format!("; {characters} characters"));
        let _ = writeln!(
            text,
            "  {} {}{characters}",
            pad(level.name(), 9),
            listed.join(", ")
        );
    }
    if summary.split_out > 0 {
        let articles = summary.split_out;
        let _ = writeln!(
            text,
            "  {} {articles} articles became records of their own",
            pad("", 9)
        );
    }
    table(&mut text, "Publishers", &summary.outlets, true);
    table(&mut text, "Months", &summary.months, false);
    if !summary.warnings.is_empty() {
        let _ = writeln!(text, "\n{}", bold("Look at these first"));
    }
    for warning in &summary.warnings {
        let back = match warning.put_back {
            0 => String::new(),
            count => format!(", {count} stay because of --outlet-cap"),
        };
        let _ = writeln!(
            text,
            "  {}: {} of {} records go{back}",
            warning.outlet, warning.removed, warning.records
        );
    }
    for (reason, count) in &summary.uncut {
        let _ = writeln!(text, "  {count} stay whole: {reason}");
    }
    if summary.older_versions > 0 {
        let _ = writeln!(
            text,
            "  {} share an id with a newer text: they were not compared and stay",
            summary.older_versions
        );
    }
    if summary.unreadable > 0 {
        let _ = writeln!(
            text,
            "  {} could not be read and stay as they are",
            summary.unreadable
        );
    }
    let _ = match written {
        Some(folder) => writeln!(
            text,
            "\n{}: cleaned files, removals.jsonl (what went, for what), summary.json, removed/ (for `suyuan restore`)",
            folder.display()
        ),
        None => writeln!(text, "\nNothing was written (--dry-run)"),
    };
    text
}

/// A table of counts: the rows that lose most, or all in their order, as many as are shown.
fn table(text: &mut String, title: &str, rows: &BTreeMap<String, Counts>, by_loss: bool) {
    let mut shown: Vec<(&String, &Counts)> = rows.iter().collect();
    if by_loss {
        shown.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.removed + counts.cut), (*name).clone()));
    }
    let left = shown.len().saturating_sub(SHOWN);
    // Of months the latest are seen.
    if by_loss {
        shown.truncate(SHOWN);
    } else {
        shown.drain(..left);
    }
    let columns = shown
        .iter()
        .map(|(name, _)| width(name))
        .max()
        .unwrap_or(0)
        .max(width(title));
    let number = |value: u64| pad_left(&value.to_string(), 9);
    let _ = writeln!(
        text,
        "\n{} {} {} {}",
        pad(title, columns),
        pad_left("records", 9),
        pad_left("removed", 9),
        pad_left("cut", 9)
    );
    for (name, counts) in shown {
        let _ = writeln!(
            text,
            "{} {} {} {}",
            pad(name, columns),
            number(counts.records),
            number(counts.removed),
            number(counts.cut)
        );
    }
    if left > 0 {
        let _ = writeln!(text, "… and {left} more in summary.json");
    }
}
