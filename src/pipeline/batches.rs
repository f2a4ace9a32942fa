//! Sources -> batches of undecoded units: enough for all threads at once, and never much of the input in memory.

use crate::config::ReadParameters;
use crate::error::Result;
use crate::read;

/// Raw bytes that one batch holds at most: enough for all threads, little beside the rest.
const BYTES: usize = 16 << 20;
/// Units that one batch holds at most.
const UNITS: usize = 4096;

/// Hands the units of sources to `take`, in their order, each with the index of its source. `take` says whether it wants more;
/// the last batch may be empty.
///
/// # Errors
/// What `take` gives.
pub fn each(
    sources: &[read::Source],
    parameters: &ReadParameters,
    mut take: impl FnMut(Vec<(usize, read::RawRecord)>) -> Result<bool>,
) -> Result<()> {
    let mut batch: Vec<(usize, read::RawRecord)> = Vec::new();
    let mut bytes = 0;
    for (number, source) in sources.iter().enumerate() {
        for raw in read::open(source, parameters) {
            bytes += raw.held_bytes();
            batch.push((number, raw));
            if bytes >= BYTES || batch.len() >= UNITS {
                bytes = 0;
                if !take(std::mem::take(&mut batch))? {
                    return Ok(());
                }
            }
        }
    }
    take(batch).map(|_| ())
}
