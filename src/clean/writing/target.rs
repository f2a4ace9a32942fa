//! The folder that a command writes: it appears with everything in it, or not at all.

use std::path::{Path, PathBuf};

use super::listing::REMOVALS;
use super::sidecar::{self, io};
use crate::error::{Error, Result};

/// Name of the summary in the output.
pub const SUMMARY: &str = "summary.json";

/// A folder being written under another name.
pub struct Target {
    path: PathBuf,
    partial: PathBuf,
    finished: bool,
}

impl Target {
    /// Begins the folder `path`. One that stands there already is replaced at the end, if `force` is set and it was written
    /// by this program.
    ///
    /// # Errors
    /// [`Error::Usage`] when something stands there that is not to be replaced; [`Error::Io`] when it cannot be made.
    pub fn begin(path: &Path, force: bool) -> Result<Self> {
        Self::begin_of(path, force, is_ours)
    }

    /// The same for the output of another command, which `is_ours` knows.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_of(path: &Path, force: bool, is_ours: fn(&Path) -> bool) -> Result<Self> {
        let target = Self::check_of(path, force, is_ours)?;
        // What a run that was killed has left.
        let _ = std::fs::remove_dir_all(&target.partial);
        std::fs::create_dir_all(&target.partial).map_err(|source| io(&target.partial, "create", source))?;
        Ok(target)
    }

    /// The same without making anything.
    pub fn check(path: &Path, force: bool) -> Result<Self> {
        Self::check_of(path, force, is_ours)
    }

    fn check_of(path: &Path, force: bool, is_ours: fn(&Path) -> bool) -> Result<Self> {
        let name = path
            .file_name()
            .ok_or_else(|| Error::Usage(format!("{}: name a folder to write", path.display())))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".partial");
        let standing = std::fs::symlink_metadata(path);
        if standing.is_ok() {
            let empty = std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
            if !empty && !force {
                return Err(Error::Usage(format!(
                    "{}: exists already: name a folder that is not there yet{}",
                    path.display(),
                    if is_ours(path) {
                        ", or --force to replace it"
                    } else {
                        ""
                    }
                )));
            }
            if !empty && !is_ours(path) {
                return Err(Error::Usage(format!(
                    "{}: is not the output of an earlier run, so --force does not replace it",
                    path.display()
                )));
            }
        }
        Ok(Self {
            partial: path.with_file_name(hidden),
            path: path.to_owned(),
            finished: false,
        })
    }

    /// Where the files are written.
    pub fn folder(&self) -> &Path {
        &self.partial
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// When the system refuses; then what stood there stands there still.
    pub fn finish(mut self) -> Result<()> {
        let mut old = None;
        if self.path.exists() {
            let aside = self.partial.with_extension("old");
            let _ = std::fs::remove_dir_all(&aside);
            std::fs::rename(&self.path, &aside).map_err(|source| io(&self.path, "replace", source))?;
            old = Some(aside);
        }
        if let Err(source) = std::fs::rename(&self.partial, &self.path) {
            if let Some(old) = old {
                let _ = std::fs::rename(old, &self.path);
            }
            return Err(io(&self.path, "create", source));
        }
        self.finished = true;
        if let Some(old) = old {
            std::fs::remove_dir_all(&old).map_err(|source| io(&old, "remove", source))?;
        }
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if !self.finished {
            let _ = std::fs::remove_dir_all(&self.partial);
        }
    }
}

/// True for a folder that [`crate::clean`] has written: by the files that only it has.
fn is_ours(path: &Path) -> bool {
    path.join(SUMMARY).is_file()
        && path.join(REMOVALS).is_file()
        && path.join(sidecar::FOLDER).join(sidecar::FILES).is_file()
}

/// The place of a path that may not exist yet, with its links followed.
pub fn real(path: &Path) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            };
            real(parent).join(name)
        }
        // `..` below what does not exist: the folder above it will.
        (Some(parent), None) => real(parent)
            .parent()
            .map_or_else(|| path.to_owned(), Path::to_owned),
        _ => path.to_owned(),
    }
}

/// Refuses an output that would stand in its own input, or the other way round.
///
/// # Errors
/// [`Error::Usage`] that names both.
pub fn apart(out: &Path, inputs: &[PathBuf]) -> Result<()> {
    let out_real = real(out);
    for input in inputs {
        let input_real = real(input);
        let (inside, which) = if out_real.starts_with(&input_real) {
            (true, "inside")
        } else {
            (input_real.starts_with(&out_real), "around")
        };
        if inside {
            return Err(Error::Usage(format!(
                "{}: the output lies {which} the input {}: name a folder beside it",
                out.display(),
                input.display()
            )));
        }
    }
    Ok(())
}
