//! Finds the files of a scan. In: the paths the user named. Out: one [`Source`] per file, in an order that depends
//! on the names below the scanned roots alone, so that two scans of one corpus read it alike on every machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::config::ReadParameters;
use crate::error::{Error, Result};

/// The file by which a folder is known to be a store.
const STORE_MARK: &str = "ledger.sqlite";
/// What a folder holds in which a first scan has begun.
const UNFINISHED_STORE: [&str; 2] = ["lock", "segments"];

/// Something that holds records: a file, the standard input, or a place that could not be entered.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path below the scanned root with `/` between its parts; for a file named directly its file name. Names that
    /// are no UTF-8 are shown with U+FFFD.
    pub(super) name: Arc<str>,
    /// Where its bytes are.
    pub(super) place: Place,
}

/// Where the bytes of a source are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file.
    File(PathBuf),
    /// The standard input.
    Stdin,
    /// Nowhere: the system refused, with these words.
    Refused(PathBuf, String),
}

impl Source {
    /// How the source is shown and identified: its path below the scanned root, or `stdin`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's path as the system knows it; `None` for the standard input.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) | Place::Refused(path, _) => Some(path),
            Place::Stdin => None,
        }
    }

    /// Size in bytes as stored (compressed, where it is), where the system tells: the measure of progress.
    pub fn stored_bytes(&self) -> Option<u64> {
        match &self.place {
            Place::File(path) => std::fs::metadata(path)
                .ok()
                .filter(|found| found.is_file())
                .map(|found| found.len()),
            Place::Refused(..) | Place::Stdin => None,
        }
    }
}

/// Lists the sources below `paths`: files as they are named, folders walked to the bottom, `-` for JSONL on standard
/// input. Sorted by the bytes of their names. Hidden files and folders, stores, and what is neither file nor folder
/// are passed over; links are followed, and a link that leads back into its own folder is not entered twice.
///
/// # Errors
/// [`Error::MissingPath`] for a path that does not exist, [`Error::Usage`] for one that is a store. A sub-folder that
/// cannot be entered is no error but a source whose only record is unreadable.
pub fn sources(paths: &[PathBuf], _parameters: &ReadParameters) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Source {
                name: Arc::from("stdin"),
                place: Place::Stdin,
            });
            continue;
        }
        let kind = match std::fs::metadata(path) {
            Ok(metadata) => metadata.file_type(),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::MissingPath { path: path.clone() });
            }
            Err(fault) => {
                return Err(Error::Io {
                    path: path.clone(),
                    action: "read",
                    source: fault,
                });
            }
        };
        if !kind.is_dir() {
            found.push(Source {
                name: Arc::from(file_name(path)),
                place: Place::File(path.clone()),
            });
        } else if is_store(path) {
            return Err(Error::Usage(format!(
                "{}: this folder is a store, not a corpus; name the folder or file that holds the texts",
                path.display()
            )));
        } else {
            walk(path, &mut found);
        }
    }
    found.sort_by(|one, other| (one.name.as_bytes(), &one.place).cmp(&(other.name.as_bytes(), &other.place)));
    found.dedup_by(|one, other| one.name == other.name && one.place == other.place);
    Ok(found)
}

/// Adds the files below the folder `root`.
fn walk(root: &Path, found: &mut Vec<Source>) {
    let walker = WalkDir::new(root).follow_links(true).into_iter();
    for entry in walker.filter_entry(|entry| entry.depth() == 0 || is_wanted(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                found.push(Source {
                    name: name_below(root, entry.path()),
                    place: Place::File(entry.into_path()),
                });
            }
            Ok(_) => {}
            Err(fault) if fault.loop_ancestor().is_some() => {}
            Err(fault) => {
                let path = fault.path().unwrap_or(root).to_owned();
                let reason = fault
                    .io_error()
                    .map_or_else(|| fault.to_string(), ToString::to_string);
                found.push(Source {
                    name: name_below(root, &path),
                    place: Place::Refused(path, reason),
                });
            }
        }
    }
}

/// False for hidden entries and for stores.
fn is_wanted(entry: &DirEntry) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    let store = entry.file_type().is_dir() && is_store(entry.path());
    !hidden && !store
}

/// True for a store, and for one whose first scan is not done.
fn is_store(folder: &Path) -> bool {
    folder.join(STORE_MARK).exists()
        || UNFINISHED_STORE
            .iter()
            .all(|name| std::fs::symlink_metadata(folder.join(name)).is_ok())
}

/// The path of `path` below `root`, with `/` between its parts.
fn name_below(root: &Path, path: &Path) -> Arc<str> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    if parts.is_empty() {
        Arc::from(file_name(path))
    } else {
        Arc::from(parts.join("/"))
    }
}

/// The last part of a path, or the path itself where it has none (`..`, `/`).
fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{Place, sources};
    use crate::config::ReadParameters;
    use crate::error::Error;

    fn names(paths: &[PathBuf]) -> Vec<String> {
        let found = sources(paths, &ReadParameters::default()).unwrap();
        found.iter().map(|source| source.name().to_owned()).collect()
    }

    #[test]
    fn files_come_in_the_byte_order_of_their_names() {
        let root = tempfile::tempdir().unwrap();
        for name in [
            "b.txt",
            "a/z.txt",
            "a.txt",
            "a/b/c.txt",
            ".hidden.txt",
            ".git/config",
            "乙.txt",
        ] {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "文").unwrap();
        }
        fs::create_dir(root.path().join("store")).unwrap();
        fs::write(root.path().join("store/ledger.sqlite"), "").unwrap();
        fs::write(root.path().join("store/seeds.bin"), "").unwrap();
        let all = names(&[root.path().to_owned()]);
        assert_eq!(all, ["a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "乙.txt"]);
        let file = root.path().join("a/z.txt");
        assert_eq!(
            names(&[file.clone(), PathBuf::from("-"), root.path().join("b.txt"), file]),
            ["b.txt", "stdin", "z.txt"]
        );
    }

    #[test]
    fn a_missing_path_and_a_store_are_errors() {
        let root = tempfile::tempdir().unwrap();
        let missing = sources(&[root.path().join("nothing")], &ReadParameters::default());
        assert!(matches!(missing, Err(Error::MissingPath { .. })));
        fs::write(root.path().join("ledger.sqlite"), "").unwrap();
        assert!(matches!(
            sources(&[root.path().to_owned()], &ReadParameters::default()),
            Err(Error::Usage(_))
        ));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_are_not() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("a/one.txt"), "文").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink(root.path().join("a/one.txt"), root.path().join("two.txt")).unwrap();
        std::os::unix::fs::symlink(root.path().join("gone"), root.path().join("broken.txt")).unwrap();
        let found = sources(&[root.path().to_owned()], &ReadParameters::default()).unwrap();
        let shown: Vec<_> = found
            .iter()
            .map(|source| (source.name(), matches!(source.place, Place::File(_))))
            .collect();
        assert_eq!(
            shown,
            [("a/one.txt", true), ("broken.txt", false), ("two.txt", true)]
        );
    }
}
