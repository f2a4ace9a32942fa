//! The writer's lock: one process at a time changes a store.
//!
//! The file `lock` names the process that holds it, for the message; what holds it is the system's lock on the
//! file, which ends with the process. So a lock file that a killed process left behind keeps nobody out.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock of the store in `directory`, or says who holds it.
    pub(super) fn take(directory: &Path) -> Result<Self> {
        let path = directory.join("lock");
        let failed = |source| Error::Io {
            path: path.clone(),
            action: "lock",
            source,
        };
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    let holder = match holder.trim() {
                        "" => "another process".to_owned(),
                        holder => holder.to_owned(),
                    };
                    return Err(Error::Store {
                        path: directory.to_owned(),
                        reason: format!(
                            "{holder} is writing to this store: wait until it has ended, or use another --store"
                        ),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
            let holder = format!("process {}\n", std::process::id());
            file.set_len(0).and_then(|()| file.rewind()).map_err(failed)?;
            file.write_all(holder.as_bytes()).map_err(failed)?;
            // A holder that ended between our opening and our locking may have removed the file: then what we
            // locked has no name, and the next one would lock another.
            if std::fs::read(&path).is_ok_and(|found| found == holder.as_bytes()) {
                return Ok(Self { path, file });
            }
        }
    }

    /// Removes the file too, when the store was given up before it began.
    pub(super) fn remove(&self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}
