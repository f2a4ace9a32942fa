//! What stands in a store's folder when a scan has the lock, and the chores of that folder.

use std::path::Path;

use super::Keep;
use crate::config::ReadParameters;
use crate::error::{Error, Result};
use crate::ledger::batches::{ListedFile, RecordFile};
use crate::ledger::database::{self, Standing};
use crate::ledger::seal::{self, Sealed};
use crate::ledger::store::RECORDS;

/// Ends of the names of files that scans write.
const OURS: [&str; 7] = [
    ".segment",
    ".digests",
    ".seeds",
    ".postings",
    ".pairs",
    ".answers",
    ".pending",
];

/// What stands in a store when the lock is held.
pub(super) struct Opened {
    /// The record files that the ledger lists.
    pub(super) files: Vec<RecordFile>,
    /// Names of all files that the ledger lists.
    pub(super) listed: Vec<String>,
    /// The other files that the ledger lists.
    pub(super) others: Vec<ListedFile>,
    /// The user's table of outlets.
    pub(super) outlets: Option<String>,
    /// It keeps no texts.
    pub(super) leaves_texts_out: bool,
    /// The ways in which its input was read.
    pub(super) ways: Vec<ReadParameters>,
    /// No ledger stood there before.
    pub(super) new_ledger: bool,
    /// It is a store of an older version.
    pub(super) older: bool,
    /// The ledger is sealed, and as it was sealed.
    pub(super) sealed: bool,
    /// Number in the name of the next file.
    pub(super) next_name: u64,
}

impl Opened {
    pub(super) fn of(store: &Path, keep: Keep) -> Result<Self> {
        let segments = database::segments_path(store);
        let standing = database::inspect(store)?;
        let mut opened = Self {
            files: Vec::new(),
            listed: Vec::new(),
            others: Vec::new(),
            outlets: None,
            leaves_texts_out: false,
            ways: Vec::new(),
            new_ledger: matches!(standing, Standing::Missing | Standing::Empty),
            older: false,
            sealed: false,
            next_name: 1,
        };
        if standing == Standing::Older && keep == Keep::All {
            return Err(database::older(store));
        }
        if keep == Keep::OfOlder && matches!(standing, Standing::Missing | Standing::Empty) {
            return Err(database::nothing(store));
        }
        if matches!(standing, Standing::Store | Standing::Older) {
            let connection = database::open_to_read(store)?;
            let failed = database::failed(store);
            let listed = database::listed(&connection).map_err(&failed)?;
            opened.listed = database::listed_names(&listed);
            opened.older = standing == Standing::Older;
            if keep != Keep::Nothing {
                opened.sealed = match seal::check(store, &connection)? {
                    Sealed::Whole => true,
                    Sealed::Open => false,
                    Sealed::Broken => return Err(seal::broken(store)),
                };
                opened.outlets = database::about(&connection, "outlets").map_err(&failed)?;
                opened.leaves_texts_out = database::leaves_texts_out(&connection).map_err(&failed)?;
                opened.ways = database::ways(&connection).map_err(&failed)?;
                let (files, others) = listed.into_iter().partition(|file| file.kind == RECORDS);
                opened.others = others;
                let files = Vec::into_iter(files).map(|file| RecordFile::listed(&segments, file));
                opened.files = files.collect::<Result<_>>()?;
            }
        }
        create(&segments)?;
        // Names are never used twice: a reader may hold a list of files that has gone since.
        let left = strays(&segments, &[])?;
        let numbers = left.iter().chain(&opened.listed);
        let numbers = numbers.filter_map(|name| name.split('.').next()?.parse::<u64>().ok());
        opened.next_name = numbers.max().unwrap_or(0) + 1;
        Ok(opened)
    }
}

/// Removes a store's directories where they are empty.
pub(super) fn remove_directories(store: &Path) {
    let _ = std::fs::remove_dir(database::segments_path(store));
    let _ = std::fs::remove_dir(store);
}

/// Makes a folder with those above it.
pub(super) fn create(directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory).map_err(|source| Error::Io {
        path: directory.to_owned(),
        action: "create",
        source,
    })
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> Result<()> {
    std::fs::remove_file(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        action: "remove",
        source,
    })
}

/// Files of the store that are not listed, sorted by name.
pub(super) fn strays(segments: &Path, listed: &[String]) -> Result<Vec<String>> {
    let failed = |source| Error::Io {
        path: segments.to_owned(),
        action: "read",
        source,
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(segments).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        let ours = OURS.iter().any(|end| name.ends_with(end));
        if ours && !listed.contains(&name) {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}
