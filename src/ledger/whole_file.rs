//! A file of the store that a scan writes as a whole, under a pending name until the scan commits.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, Result};

/// A file that is being written. It is removed when dropped, unless it is kept.
pub(super) struct WholeFile {
    pending: PathBuf,
    path: PathBuf,
    file: Option<File>,
    bytes: u64,
    checksum: Box<Xxh3>,
    keep: bool,
}

impl WholeFile {
    /// Begins a file that shall stand at `path`.
    pub(super) fn create(path: PathBuf) -> Result<Self> {
        let mut pending = path.clone().into_os_string();
        pending.push(".pending");
        let mut created = Self {
            pending: pending.into(),
            path,
            file: None,
            bytes: 0,
            checksum: Box::new(Xxh3::new()),
            keep: false,
        };
        let file = File::create(&created.pending).map_err(|source| created.failed(source))?;
        created.file = Some(file);
        Ok(created)
    }

    fn failed(&self, source: std::io::Error) -> Error {
        Error::Io {
            path: self.pending.clone(),
            action: "write",
            source,
        }
    }

    /// Appends bytes.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.checksum.update(bytes);
        self.bytes += bytes.len() as u64;
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes));
        written.map_err(|source| self.failed(source))
    }

    /// Brings it to the disk.
    pub(super) fn close(&mut self) -> Result<()> {
        let file = self.file.take();
        file.map_or(Ok(()), |file| file.sync_all())
            .map_err(|source| self.failed(source))
    }

    /// Its final file name.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Its size.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// xxh3-64 of all its bytes, as 16 hexadecimal digits.
    pub(super) fn checksum(&self) -> String {
        format!("{:016x}", self.checksum.digest())
    }

    /// Gives it its final name. It is still removed unless [`Self::keep`] follows.
    pub(super) fn seal(&self) -> Result<()> {
        std::fs::rename(&self.pending, &self.path).map_err(|source| Error::Io {
            path: self.path.clone(),
            action: "write",
            source,
        })
    }

    /// The ledger lists it: it stays.
    pub(super) fn keep(&mut self) {
        self.keep = true;
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.keep {
            let _ = std::fs::remove_file(&self.pending);
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
