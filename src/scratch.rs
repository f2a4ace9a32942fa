//! Values that may not fit in memory: kept there as long as a budget lasts, beyond it in a file without a name.
//!
//! The file is unlinked before anything is written to it, so that the system takes it back even when the process is
//! killed. What is read does not depend on where it was kept.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::error::{Error, Result};

/// How many bytes may stay in memory, and where the others go.
#[derive(Debug)]
pub struct Scratch {
    directory: PathBuf,
    left: AtomicU64,
    file: OnceLock<File>,
    end: AtomicU64,
}

impl Scratch {
    /// `budget` is in bytes. `directory` must exist; the file is made there when it is needed.
    pub fn new(directory: &Path, budget: u64) -> Self {
        Self {
            directory: directory.to_owned(),
            left: AtomicU64::new(budget),
            file: OnceLock::new(),
            end: AtomicU64::new(0),
        }
    }

    /// Takes `bytes` from the budget; false, and nothing taken, when they are more than is left.
    pub fn reserve(&self, bytes: u64) -> bool {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(bytes)
            })
            .is_ok()
    }

    /// Gives `bytes` that were reserved back.
    pub fn release(&self, bytes: u64) {
        self.left.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Writes `bytes` to the file; gives their offset.
    ///
    /// # Errors
    /// When the file cannot be made or written.
    pub fn write(&self, bytes: &[u8]) -> Result<u64> {
        let file = match self.file.get() {
            Some(file) => file,
            None => {
                let made = tempfile::tempfile_in(&self.directory)
                    .map_err(|source| self.failed("make a scratch file in", source))?;
                self.file.get_or_init(|| made)
            }
        };
        let offset = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_all_at(file, bytes, offset).map_err(|source| self.failed("write a scratch file in", source))?;
        Ok(offset)
    }

    /// Reads what was written at `offset`.
    ///
    /// # Errors
    /// When it cannot be read, or was not written.
    pub fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let read = match self.file.get() {
            Some(file) => read_exact_at(file, &mut bytes, offset),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        };
        read.map_err(|source| self.failed("read a scratch file in", source))?;
        Ok(bytes)
    }

    /// Keeps bytes that are asked for once: in memory as long as the budget lasts.
    ///
    /// # Errors
    /// When they have to be written, and cannot.
    pub fn keep(&self, bytes: Vec<u8>) -> Result<Piece> {
        if self.reserve(bytes.len() as u64) {
            return Ok(Piece::Held(bytes.into_boxed_slice()));
        }
        Ok(Piece::Written(self.write(&bytes)?, bytes.len()))
    }

    /// Gives kept bytes back. What they use from now on is the caller's.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn take(&self, piece: Piece) -> Result<Vec<u8>> {
        match piece {
            Piece::Held(held) => {
                self.release(held.len() as u64);
                Ok(held.into_vec())
            }
            Piece::Written(offset, length) => self.read(offset, length),
        }
    }

    fn failed(&self, action: &'static str, source: io::Error) -> Error {
        Error::Io {
            path: self.directory.clone(),
            action,
            source,
        }
    }
}

/// A value of a fixed size on disk.
pub trait Fixed: Copy + Send {
    /// Bytes of a packed value.
    const BYTES: usize;
    /// Appends the value's bytes.
    fn pack(self, into: &mut Vec<u8>);
    /// The value of [`Self::BYTES`] bytes.
    fn unpack(bytes: &[u8]) -> Self;
}

/// Values in partitions. Many threads append; a partition is then taken as a whole, in no particular order.
#[derive(Debug)]
pub struct Partitions<'s, T> {
    scratch: &'s Scratch,
    partitions: Vec<Mutex<Partition<T>>>,
}

#[derive(Debug)]
struct Partition<T> {
    held: Vec<T>,
    /// Bytes of the budget that `held` uses.
    reserved: u64,
    /// Places in the file, and bytes, of the values that were written.
    written: Vec<(u64, usize)>,
}

/// Bytes beyond the budget that a partition gathers before it writes them: fewer calls of the system.
const GATHERED: usize = if cfg!(test) { 32 } else { 16 << 10 };

impl<'s, T: Fixed> Partitions<'s, T> {
    /// `count` empty partitions.
    pub fn new(count: usize, scratch: &'s Scratch) -> Self {
        let partition = || {
            Mutex::new(Partition {
                held: Vec::new(),
                reserved: 0,
                written: Vec::new(),
            })
        };
        Self {
            scratch,
            partitions: std::iter::repeat_with(partition).take(count).collect(),
        }
    }

    /// Number of partitions.
    pub fn count(&self) -> usize {
        self.partitions.len()
    }

    /// Appends to one partition; the values are gone from `values` afterwards.
    ///
    /// # Errors
    /// When they have to be written, and cannot.
    pub fn append(&self, partition: usize, values: &mut Vec<T>) -> Result<()> {
        let Some(partition) = self.partitions.get(partition).filter(|_| !values.is_empty()) else {
            return Ok(());
        };
        let mut partition = partition.lock().unwrap_or_else(PoisonError::into_inner);
        let needed = (partition.held.len() + values.len()) * size_of::<T>();
        // Doubling, as the vector grows: what is reserved is what is allocated.
        let wanted = (needed.next_power_of_two() as u64).saturating_sub(partition.reserved);
        if wanted == 0 || self.scratch.reserve(wanted) {
            partition.reserved += wanted;
            partition.held.append(values);
            return Ok(());
        }
        partition.held.append(values);
        if needed as u64 <= partition.reserved + GATHERED as u64 {
            return Ok(());
        }
        let mut packed = Vec::with_capacity(partition.held.len() * T::BYTES);
        let held = std::mem::take(&mut partition.held);
        self.scratch.release(std::mem::take(&mut partition.reserved));
        held.iter().for_each(|value| value.pack(&mut packed));
        let offset = self.scratch.write(&packed)?;
        partition.written.push((offset, packed.len()));
        Ok(())
    }

    /// Takes all values of a partition. What they use from now on is the caller's.
    ///
    /// # Errors
    /// When what was written cannot be read.
    pub fn take(&self, partition: usize) -> Result<Vec<T>> {
        let Some(partition) = self.partitions.get(partition) else {
            return Ok(Vec::new());
        };
        let mut partition = partition.lock().unwrap_or_else(PoisonError::into_inner);
        self.scratch.release(std::mem::take(&mut partition.reserved));
        let mut values = std::mem::take(&mut partition.held);
        for (offset, bytes) in std::mem::take(&mut partition.written) {
            let packed = self.scratch.read(offset, bytes)?;
            values.extend(packed.chunks_exact(T::BYTES).map(T::unpack));
        }
        Ok(values)
    }
}

/// Fills `bytes` from `offset` on; from any thread.
///
/// # Errors
/// When the file is shorter, or cannot be read.
#[cfg(unix)]
pub fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Fills `bytes` from `offset` on; from any thread.
///
/// # Errors
/// When the file is shorter, or cannot be read.
#[cfg(windows)]
pub fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(read..).unwrap_or_default();
        offset += read as u64;
    }
    Ok(())
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, offset)?;
        bytes = bytes.get(written..).unwrap_or_default();
        offset += written as u64;
    }
    Ok(())
}

/// Bytes that a list gathers before it closes a piece.
const PIECE: usize = if cfg!(test) { 16 } else { 64 << 10 };

/// Bytes in lists. Many threads append; a list is then taken as a whole. What threads append to one list stands in no
/// particular order, and nothing that is appended at once is torn apart.
#[derive(Debug)]
pub struct Lists<'s> {
    scratch: &'s Scratch,
    lists: Vec<Mutex<List>>,
}

#[derive(Debug, Default)]
struct List {
    open: Vec<u8>,
    closed: Vec<Piece>,
}

/// Bytes that are kept until they are taken, see [`Scratch::keep`].
#[derive(Debug)]
pub enum Piece {
    /// Takes its length from the budget.
    Held(Box<[u8]>),
    /// Its first byte in the file, and its length.
    Written(u64, usize),
}

impl<'s> Lists<'s> {
    /// `count` empty lists.
    pub fn new(count: usize, scratch: &'s Scratch) -> Self {
        Self {
            scratch,
            lists: std::iter::repeat_with(Mutex::default).take(count).collect(),
        }
    }

    /// Appends to one list.
    ///
    /// # Errors
    /// When a piece has to be written, and cannot; then the piece is lost.
    pub fn append(&self, list: usize, bytes: &[u8]) -> Result<()> {
        let Some(list) = self.lists.get(list) else {
            return Ok(());
        };
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        list.open.extend_from_slice(bytes);
        if list.open.len() < PIECE {
            return Ok(());
        }
        let full = std::mem::take(&mut list.open);
        list.closed.push(self.scratch.keep(full)?);
        Ok(())
    }

    /// Takes all bytes of a list. What they use from now on is the caller's.
    ///
    /// # Errors
    /// When what was written cannot be read.
    pub fn take(&self, list: usize) -> Result<Vec<u8>> {
        let Some(list) = self.lists.get(list) else {
            return Ok(Vec::new());
        };
        let List { open, closed } = std::mem::take(&mut *list.lock().unwrap_or_else(PoisonError::into_inner));
        let mut bytes = Vec::with_capacity(open.len() + closed.len() * PIECE);
        for piece in closed {
            bytes.extend(self.scratch.take(piece)?);
        }
        bytes.extend(open);
        Ok(bytes)
    }
}

/// What a machine is taken for that does not say how much memory it has.
const UNKNOWN_MEMORY: u64 = 4 << 30;

/// Half of what this machine (or the group of processes that this one is in) may use, in bytes.
pub fn half_of_the_memory() -> u64 {
    let Ok(mut system) = sysinfo::System::new() else {
        return UNKNOWN_MEMORY / 2;
    };
    system.refresh_memory();
    let limit = system
        .cgroup_limits()
        .map_or(u64::MAX, |limits| limits.total_memory);
    system.total_memory().min(limit) / 2
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::{Fixed, Lists, Partitions, Scratch};

    impl Fixed for u32 {
        const BYTES: usize = 4;
        fn pack(self, into: &mut Vec<u8>) {
            into.extend_from_slice(&self.to_le_bytes());
        }
        fn unpack(bytes: &[u8]) -> Self {
            bytes.try_into().map_or(0, u32::from_le_bytes)
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_is_what_was_appended_at_any_budget(
            parts in prop::collection::vec((0usize..3, prop::collection::vec(any::<u32>(), 0..40)), 0..20),
            budget in 0u64..1200,
        ) {
            let directory = tempfile::tempdir().unwrap();
            let scratch = Scratch::new(directory.path(), budget);
            let partitions = Partitions::new(3, &scratch);
            let mut expected = vec![Vec::new(); 3];
            for (partition, values) in parts {
                expected[partition].extend(values.iter().copied());
                partitions.append(partition, &mut values.clone()).unwrap();
            }
            for (partition, mut expected) in expected.into_iter().enumerate() {
                let mut taken = partitions.take(partition).unwrap();
                taken.sort_unstable();
                expected.sort_unstable();
                prop_assert_eq!(taken, expected);
            }
            prop_assert!(scratch.reserve(budget), "all of the budget is given back");
            prop_assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
        }

        #[test]
        fn lists_give_back_what_was_appended_at_any_budget(
            parts in prop::collection::vec((0usize..3, prop::collection::vec(any::<u8>(), 0..30)), 0..20),
            budget in 0u64..300,
        ) {
            let directory = tempfile::tempdir().unwrap();
            let scratch = Scratch::new(directory.path(), budget);
            let lists = Lists::new(3, &scratch);
            let mut expected = vec![Vec::<u8>::new(); 3];
            for (list, bytes) in parts {
                expected[list].extend(&bytes);
                lists.append(list, &bytes).unwrap();
            }
            for (list, expected) in expected.into_iter().enumerate() {
                prop_assert_eq!(lists.take(list).unwrap(), expected);
            }
            prop_assert!(scratch.reserve(budget), "all of the budget is given back");
        }
    }
}
