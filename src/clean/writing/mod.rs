//! Writes what a plan leaves: the files, the list of removals, the summary and the sidecar.

mod cleaned_file;
mod copying;
mod elements;
mod listing;
mod listing_table;
mod names;
mod parquet_file;
mod pieces;
mod provenance;
mod restoring;
mod sidecar;
mod splitting;
mod target;
mod text_field;
mod warc_pages;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::plan::Plan;
use super::summary::Summary;
use crate::config::ReadParameters;
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::ledger::{Holdings, Store};
use crate::read::{self, Source};
use copying::Copying;
use provenance::Provenance;
pub use restoring::{Restored, restore};
use sidecar::{Sidecar, io};
pub use target::{Target, apart};

/// What is written and how.
pub struct Order<'a> {
    /// The files.
    pub sources: &'a [Source],
    /// How they were read.
    pub read: &'a ReadParameters,
    /// Put in the place of passages.
    pub mask: Option<&'a str>,
    /// Every record of JSONL or Parquet gets a field that says where it stands.
    pub provenance: bool,
    /// The list of removals is written as Parquet too.
    pub removals_parquet: bool,
    /// The word for the policy.
    pub keep: &'static str,
}

/// Names that a cleaned corpus uses itself.
const RESERVED: [&str; 4] = [
    listing::REMOVALS,
    listing::REMOVALS_PARQUET,
    target::SUMMARY,
    sidecar::FOLDER,
];

/// Refuses files that could not stand beside each other in the output, and archives.
///
/// # Errors
/// [`Error::Usage`] that names the file.
pub fn check_names(sources: &[Source], parameters: &ReadParameters) -> Result<()> {
    let mut names = HashSet::new();
    for source in sources {
        let name = source.name();
        if source.path().is_none() {
            return Err(Error::Usage(
                "standard input cannot be read a second time: write it to a file and name that".to_owned(),
            ));
        }
        if !names.insert(name) {
            return Err(Error::Usage(format!(
                "two inputs would be written to {name}: name the folder that holds both"
            )));
        }
        if read::is_archive(source, parameters) {
            return Err(Error::Usage(format!(
                "{name}: clean cannot rewrite archives: unpack it first, and name the folder"
            )));
        }
        let first = name.split('/').next().unwrap_or(name);
        if RESERVED.contains(&first) {
            return Err(Error::Usage(format!(
                "{name}: a cleaned corpus has a file of its own by this name: rename the input"
            )));
        }
    }
    names::check(sources, parameters)
}

/// Writes everything into `folder`.
///
/// # Errors
/// When a file cannot be read or written, or is not what was scanned.
pub fn write(
    store: &Store,
    holdings: &Holdings,
    plan: &Plan,
    summary: &Summary,
    order: &Order<'_>,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<()> {
    progress.begin(Step::Copy, Some(summary.total.records));
    let mut sidecar = Sidecar::create(folder)?;
    let names = order
        .sources
        .iter()
        .flat_map(|source| [source.name().to_owned(), names::jsonl_name(source.name())])
        .collect();
    let copying = Copying {
        names: &names,
        store,
        holdings,
        plan,
        read: order.read,
        mask: order.mask,
        provenance: order.provenance.then(|| Provenance::new(store, plan, order.keep)),
        out: folder,
        progress,
    };
    let listed = store.listed_sources()?;
    let listed = listed.iter().filter(|entry| entry.dataset == order.read.dataset);
    let places: HashMap<&str, (u32, u32)> = listed
        .map(|entry| (entry.name.as_str(), (entry.first, entry.records)))
        .collect();
    for (number, source) in (0..).zip(order.sources) {
        let (first, records) = places.get(source.name()).copied().unwrap_or_default();
        let end = copying.copy(source, number, first..first + records, &mut sidecar)?;
        if end - first != records {
            return Err(Error::Usage(format!(
                "{}: holds {} records, and {records} were scanned: scan again with --rescan",
                source.name(),
                end - first
            )));
        }
    }
    sidecar.finish()?;
    listing::write(store, plan, folder, order.removals_parquet)?;
    let path = folder.join(target::SUMMARY);
    let json = serde_json::to_string_pretty(summary).map_err(|fault| io(&path, "write", fault.into()))?;
    std::fs::write(&path, json + "\n").map_err(|source| io(&path, "write", source))
}
