//! What a scan took in, in one line.

use crate::pipeline::Scanned;

/// How many units were read, how many of them were known, and what the store holds beside them.
pub fn scanned(scanned: &Scanned) -> String {
    let Scanned {
        read,
        known,
        pruned,
        records,
    } = *scanned;
    let mut line = format!("{read} records read, {known} of them known; the store holds {records}");
    if pruned > 0 {
        line.push_str(&format!(", {pruned} are gone"));
    }
    line.push_str("\n\n");
    line
}
