//! A file of an export: written under a pending name, and in its place only when it is complete.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::line::Form;
use crate::error::{Error, Result};

/// A file being written under a pending name; removed when dropped before [`Self::finish`].
#[derive(Debug)]
pub(super) struct Output {
    /// How rows are written into it.
    pub(super) form: Form,
    pending: PathBuf,
    path: PathBuf,
    file: BufWriter<File>,
    rows: u64,
    bytes: u64,
}

/// Makes a directory and those above it.
pub(super) fn make_directory(directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory).map_err(|source| Error::Io {
        path: directory.to_owned(),
        action: "create",
        source,
    })
}

/// Begins a file that is an export of its own; the directories above it are made.
pub(super) fn single(path: &Path) -> Result<Output> {
    if path.is_dir() {
        return Err(Error::Usage(format!(
            "{}: is a directory: name a file",
            path.display()
        )));
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_directory(parent)?;
    }
    Output::create(path, Form::Json)
}

impl Output {
    pub(super) fn create(path: &Path, form: Form) -> Result<Self> {
        let mut pending = path.as_os_str().to_owned();
        pending.push(".pending");
        let pending = PathBuf::from(pending);
        let file = File::create(&pending).map_err(|source| Error::Io {
            path: pending.clone(),
            action: "create",
            source,
        })?;
        Ok(Self {
            form,
            pending,
            path: path.to_owned(),
            file: BufWriter::with_capacity(1 << 20, file),
            rows: 0,
            bytes: 0,
        })
    }

    /// Adds complete lines.
    pub(super) fn lines(&mut self, lines: &[u8], rows: u64) -> Result<()> {
        self.rows += rows;
        self.bytes += lines.len() as u64;
        self.file.write_all(lines).map_err(|source| self.failed(source))
    }

    /// Hands what was written to the system, so that a full disk is known before any file is put in its place.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.file.flush().map_err(|source| self.failed(source))
    }

    /// Puts the file in its place. Returns its rows and bytes.
    pub(super) fn finish(mut self) -> Result<(u64, u64)> {
        self.flush()?;
        std::fs::rename(&self.pending, &self.path).map_err(|source| self.failed(source))?;
        Ok((self.rows, self.bytes))
    }

    fn failed(&self, source: std::io::Error) -> Error {
        Error::Io {
            path: self.path.clone(),
            action: "write",
            source,
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.pending);
    }
}
