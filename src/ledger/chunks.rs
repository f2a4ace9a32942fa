//! A file of chunks that only scans read: what the last scan worked out and the next one need not work out again.
//!
//! ```text
//! bytes 0..8    "SUYCHK01"
//! bytes 8..16   fingerprint of what made them: the program with its rules and parameters, and the kind of the file
//! bytes 16..    chunks, one after the other
//! directory     for each chunk where it ends, and its xxh3-64: 8 bytes each
//! tail          number of chunks; xxh3-64 of bytes 0..16, of the directory and of that number: 8 bytes each
//! ```
//!
//! All numbers are little endian. One that is missing, damaged or made by something else costs time and nothing else: a chunk
//! is read as it was written, or not at all.

use std::fs::File;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::whole_file::WholeFile;
use crate::error::Result;
use crate::scratch::read_exact_at;

const MAGIC: &[u8; 8] = b"SUYCHK01";
/// Bytes before the first chunk.
const HEAD: u64 = 16;
/// Bytes behind the directory.
const TAIL: u64 = 16;
/// Bytes of a chunk in the directory.
const ENTRY: u64 = 16;
/// Writes chunks to `path` under a pending name.
pub(super) fn write(
    path: PathBuf,
    fingerprint: u64,
    chunks: impl Iterator<Item = Result<Vec<u8>>>,
) -> Result<WholeFile> {
    let mut file = WholeFile::create(path)?;
    let head = head(fingerprint);
    file.put(&head)?;
    let mut directory = Vec::new();
    for chunk in chunks {
        let chunk = chunk?;
        file.put(&chunk)?;
        directory.extend_from_slice(&file.bytes().to_le_bytes());
        directory.extend_from_slice(&xxh3_64(&chunk).to_le_bytes());
    }
    let count = directory.len() as u64 / ENTRY;
    directory.extend_from_slice(&count.to_le_bytes());
    let check = checksum(&head, &directory);
    directory.extend_from_slice(&check.to_le_bytes());
    file.put(&directory)?;
    file.close()?;
    Ok(file)
}

fn head(fingerprint: u64) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&fingerprint.to_le_bytes());
    head
}

fn checksum(head: &[u8], directory: &[u8]) -> u64 {
    let mut sum = Xxh3::new();
    sum.update(head);
    sum.update(directory);
    sum.digest()
}

/// A file of chunks that is open for reading; from many threads.
#[derive(Debug)]
pub(super) struct Chunks {
    file: File,
    /// Where each chunk begins, where it ends, and its checksum.
    places: Vec<(u64, u64, u64)>,
}

impl Chunks {
    /// Opens a file; nothing where it is not as it was written, or was made by something else.
    pub(super) fn open(path: &Path, fingerprint: u64) -> Option<Self> {
        let file = File::open(path).ok()?;
        let bytes = file.metadata().ok()?.len();
        let read = |at: u64, length: u64| {
            let mut bytes = vec![0; usize::try_from(length).ok()?];
            read_exact_at(&file, &mut bytes, at).ok()?;
            Some(bytes)
        };
        let number = |bytes: &[u8], at: usize| {
            let bytes = bytes.get(at..at + 8)?;
            Some(u64::from_le_bytes(bytes.try_into().ok()?))
        };
        let room = bytes.checked_sub(HEAD + TAIL)?;
        let tail = read(bytes - TAIL, TAIL)?;
        let length = number(&tail, 0)?
            .checked_mul(ENTRY)
            .filter(|length| *length <= room)?;
        let begins = bytes - TAIL - length;
        let mut directory = read(begins, length)?;
        directory.extend_from_slice(tail.get(..8)?);
        let head = head(fingerprint);
        if read(0, HEAD)? != head || number(&tail, 8)? != checksum(&head, &directory) {
            return None;
        }
        let mut places = Vec::new();
        let mut start = HEAD;
        for entry in directory.chunks_exact(ENTRY as usize) {
            let end = number(entry, 0)?;
            places.push((start, end, number(entry, 8)?));
            start = end;
        }
        (start == begins).then_some(Self { file, places })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    /// A chunk as it was written.
    pub(super) fn read(&self, number: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_into(number, &mut bytes)?;
        Some(bytes)
    }

    /// The same, in place of what `bytes` hold.
    pub(super) fn read_into(&self, number: usize, bytes: &mut Vec<u8>) -> Option<()> {
        let &(start, end, check) = self.places.get(number)?;
        bytes.resize(usize::try_from(end.checked_sub(start)?).ok()?, 0);
        read_exact_at(&self.file, bytes, start).ok()?;
        (xxh3_64(bytes) == check).then_some(())
    }

    /// All chunks as they were written.
    pub(super) fn all(&self) -> Option<Vec<Vec<u8>>> {
        let numbers: Vec<usize> = (0..self.count()).collect();
        numbers.into_par_iter().map(|number| self.read(number)).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Chunks, write};

    #[test]
    fn chunks_come_back_and_every_flipped_byte_is_seen() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("1.pairs");
        let chunks = [vec![1, 2, 3], vec![], vec![4; 40]];
        let mut file = write(path.clone(), 7, chunks.iter().cloned().map(Ok)).unwrap();
        file.seal().unwrap();
        file.keep();
        let read = |fingerprint: u64| -> Option<Vec<Vec<u8>>> { Chunks::open(&path, fingerprint)?.all() };
        assert_eq!(read(7), Some(chunks.to_vec()));
        assert_eq!(read(8), None);
        let bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(read(7), None, "byte {at}");
        }
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(read(7), None);
    }
}
