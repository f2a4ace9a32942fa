//! Digests: what a later scan needs to know of each record of a segment without unpacking it again.
//!
//! A file `NNNNNNNN.digests` stands beside each `NNNNNNNN.segment`. It is written last, so that a pair of both is a
//! finished batch, also when the scan that wrote it was killed before it could list them in the ledger.
//!
//! ```text
//! bytes 0..8    "SUYDIG01"
//! bytes 8..40   rules that the facts were made by, size of the segment, its xxh3-64, its records: 8 bytes each
//! bytes 40..48  xxh3-64 of bytes 0..40
//! bytes 48..    chunks: length before packing, and packed: 4 bytes each; xxh3-64 of the packed bytes, seeded with
//!               the length before packing: 8 bytes; postcard of `Vec<Entry>`, packed with zstd
//! ```
//!
//! All numbers are little endian. What a digest holds is the business of who wrote it.

use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::segment::{Place, damaged};
use crate::error::{Error, Result};

const MAGIC: &[u8; 8] = b"SUYDIG01";
/// Bytes before the chunks.
const HEAD: usize = 48;
/// Bytes before the packed bytes of a chunk.
const CHUNK_HEAD: usize = 16;
/// Digests that are packed together: enough for zstd to find what they share.
const CHUNK: usize = 1024;
/// As fast as the packing of records.
const LEVEL: i32 = 1;

/// What the head of the file says of the segment beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Fingerprint of the rules by which facts were made from records.
    pub(super) rules: u64,
    /// Size of the segment.
    pub(super) bytes: u64,
    /// xxh3-64 of the segment.
    pub(super) checksum: u64,
    /// Records of the segment.
    pub(super) records: u64,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    offset: u64,
    length: u32,
    pub(super) digest: Vec<u8>,
}

impl Entry {
    pub(super) fn new(place: Place, digest: Vec<u8>) -> Self {
        Self {
            offset: place.offset,
            length: place.length,
            digest,
        }
    }

    /// Where its frame stands in the segment.
    pub(super) fn place(&self) -> Place {
        Place {
            offset: self.offset,
            length: self.length,
        }
    }
}

/// The file's bytes.
pub(super) fn pack(head: Head, entries: &[Entry]) -> Option<Vec<u8>> {
    let mut bytes = MAGIC.to_vec();
    for number in [head.rules, head.bytes, head.checksum, head.records] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    let check = xxh3_64(&bytes);
    bytes.extend_from_slice(&check.to_le_bytes());
    for chunk in entries.chunks(CHUNK) {
        let plain = postcard::to_stdvec(chunk).ok()?;
        let packed = zstd::bulk::compress(&plain, LEVEL).ok()?;
        bytes.extend_from_slice(&u32::try_from(plain.len()).ok()?.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(packed.len()).ok()?.to_le_bytes());
        bytes.extend_from_slice(&check_of(&packed, plain.len()).to_le_bytes());
        bytes.extend_from_slice(&packed);
    }
    Some(bytes)
}

/// The checksum of a chunk that has `plain` bytes before packing.
fn check_of(packed: &[u8], plain: usize) -> u64 {
    xxh3_64_with_seed(packed, plain as u64)
}

/// The head of a file's bytes; `None` where they are no file of digests or were cut or changed.
pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let sound = bytes.starts_with(MAGIC) && xxh3_64(bytes.get(..HEAD - 8)?) == number(HEAD - 8)?;
    sound.then_some(Head {
        rules: number(8)?,
        bytes: number(16)?,
        checksum: number(24)?,
        records: number(32)?,
    })
}

/// The packed chunks of a file's bytes, each checked. `None` like [`head`].
pub(super) fn chunks(bytes: &[u8]) -> Option<Vec<(usize, &[u8])>> {
    head(bytes)?;
    let mut left = bytes.get(HEAD..)?;
    let mut found = Vec::new();
    while !left.is_empty() {
        let number = |at: usize| Some(u32::from_le_bytes(left.get(at..at + 4)?.try_into().ok()?) as usize);
        let (plain, packed) = (number(0)?, number(4)?);
        let check = u64::from_le_bytes(left.get(8..CHUNK_HEAD)?.try_into().ok()?);
        let chunk = left.get(CHUNK_HEAD..CHUNK_HEAD + packed)?;
        if check_of(chunk, plain) != check {
            return None;
        }
        found.push((plain, chunk));
        left = left.get(CHUNK_HEAD + packed..)?;
    }
    Some(found)
}

/// The records of one chunk.
pub(super) fn unpack((plain, packed): (usize, &[u8])) -> Option<Vec<Entry>> {
    let plain = zstd::bulk::decompress(packed, plain).ok()?;
    postcard::from_bytes(&plain).ok()
}

/// Reads a file of digests.
///
/// # Errors
/// When it is missing or cannot be read.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => damaged(path, "this file of the store is missing"),
        _ => Error::Io {
            path: path.to_owned(),
            action: "read",
            source,
        },
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::segment::Place;
    use super::{Entry, Head, chunks, head, pack, unpack};

    #[test]
    fn digests_come_back_and_every_flipped_byte_is_seen() {
        let head_of = Head {
            rules: 7,
            bytes: 900,
            checksum: 11,
            records: 3,
        };
        let entries: Vec<Entry> = (0..3_u8)
            .map(|number| {
                let place = Place {
                    offset: 8 + 100 * u64::from(number),
                    length: 100,
                };
                Entry::new(place, vec![number; 20])
            })
            .collect();
        let bytes = pack(head_of, &entries).unwrap();
        let read = |bytes: &[u8]| -> Option<(Head, Vec<Entry>)> {
            let entries: Option<Vec<Vec<Entry>>> = chunks(bytes)?.into_iter().map(unpack).collect();
            Some((head(bytes)?, entries?.concat()))
        };
        assert_eq!(read(&bytes), Some((head_of, entries)));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(read(&damaged), None, "byte {at}");
        }
        assert_eq!(read(&bytes[..bytes.len() - 1]), None);
    }
}
