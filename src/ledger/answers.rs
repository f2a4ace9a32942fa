//! Answers: what costly pure functions gave, by a hash of everything that they were given, so that the next scan need not
//! work them out again.
//!
//! ```text
//! bytes 0..8    "SUYANS01"
//! bytes 8..16   fingerprint of what gave them: the program with its rules and parameters
//! bytes 16..24  xxh3-64 of bytes 0..16
//! bytes 24..    chunks: length before packing, and packed: 4 bytes each; xxh3-64 of the packed bytes, seeded with the
//!               length before packing: 8 bytes; packed with zstd, for each answer, by their hashes: the hash: 16 bytes,
//!               the length of the answer: 4 bytes, the answer
//! ```
//!
//! All numbers are little endian. A scan writes the file anew with the answers that it asked for. One that is missing,
//! damaged or of another program costs time and nothing else.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::{IntoParallelIterator, ParallelIterator, ParallelSlice};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::whole_file::WholeFile;
use crate::error::Result;

const MAGIC: &[u8; 8] = b"SUYANS01";
/// Bytes before the chunks.
const HEAD: usize = 24;
/// Bytes before the packed bytes of a chunk.
const CHUNK_HEAD: usize = 16;
/// Bytes before an answer.
const ANSWER_HEAD: usize = 20;
/// Answers that are packed together.
const CHUNK: usize = 4096;
/// Parts that keys are divided into by their first bits; a part is packed at once.
pub const ANSWER_PARTS: usize = 64;
/// As fast as the packing of records.
const LEVEL: i32 = 1;

/// The part of a key. Keys of a part are less than those of the next.
pub fn answer_part(key: u128) -> usize {
    (key >> (u128::BITS - ANSWER_PARTS.ilog2())) as usize
}

/// Appends an answer with its key as they stand in a chunk; nothing for one that is too long.
pub fn append_answer(key: u128, answer: &[u8], into: &mut Vec<u8>) -> Option<()> {
    let length = u32::try_from(answer.len()).ok()?;
    into.extend_from_slice(&key.to_le_bytes());
    into.extend_from_slice(&length.to_le_bytes());
    into.extend_from_slice(answer);
    Some(())
}

/// Where an answer stands.
#[derive(Clone, Copy, Debug)]
struct Held {
    key: u128,
    chunk: u32,
    start: u32,
    end: u32,
}

/// The answers of the last scan; read from many threads.
#[derive(Debug, Default)]
pub struct HeldAnswers {
    chunks: Vec<Vec<u8>>,
    /// By their keys.
    places: Vec<Held>,
    /// Where keys with the same first bits begin in `places`, for each value of these bits, and where the last end.
    begins: Vec<u32>,
    /// Which of them were asked for.
    asked: Vec<AtomicBool>,
}

impl HeldAnswers {
    /// Reads a file of answers; none where they were given by something else or any byte is another.
    pub(super) fn read(path: &Path, fingerprint: u64) -> Self {
        let bytes = std::fs::read(path).unwrap_or_default();
        Self::unpack(&bytes, fingerprint).unwrap_or_default()
    }

    fn unpack(bytes: &[u8], fingerprint: u64) -> Option<Self> {
        let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let sound = bytes.starts_with(MAGIC)
            && number(8)? == fingerprint
            && number(16)? == xxh3_64(bytes.get(..HEAD - 8)?);
        if !sound {
            return None;
        }
        let mut packed = Vec::new();
        let mut left = bytes.get(HEAD..)?;
        while !left.is_empty() {
            let length =
                |at: usize| Some(u32::from_le_bytes(left.get(at..at + 4)?.try_into().ok()?) as usize);
            let (plain, length) = (length(0)?, length(4)?);
            let check = u64::from_le_bytes(left.get(8..CHUNK_HEAD)?.try_into().ok()?);
            packed.push((plain, left.get(CHUNK_HEAD..CHUNK_HEAD + length)?, check));
            left = left.get(CHUNK_HEAD + length..)?;
        }
        let numbered: Vec<_> = (0..).zip(packed).collect();
        let read: Option<Vec<(Vec<u8>, Vec<Held>)>> = numbered
            .into_par_iter()
            .map(|(number, (plain, packed, check))| {
                let sound = xxh3_64_with_seed(packed, plain as u64) == check;
                let bytes = sound
                    .then(|| zstd::bulk::decompress(packed, plain).ok())
                    .flatten()?;
                let places = places(&bytes, number)?;
                Some((bytes, places))
            })
            .collect();
        let mut answers = Self::default();
        for (bytes, places) in read? {
            answers.chunks.push(bytes);
            answers.places.extend(places);
        }
        answers
            .asked
            .resize_with(answers.places.len(), AtomicBool::default);
        answers.begins = begins(&answers.places);
        let sorted = answers.places.is_sorted_by_key(|held| held.key);
        sorted.then_some(answers)
    }

    /// The index of a key.
    fn find(&self, key: u128) -> Option<usize> {
        let bucket = first_bits(key, bits(self.places.len()));
        let from = self.begins.get(bucket).copied()? as usize;
        let to = self.begins.get(bucket + 1).copied()? as usize;
        let own = self.places.get(from..to)?;
        Some(from + own.binary_search_by_key(&key, |held| held.key).ok()?)
    }

    /// The answer to a question.
    pub fn get(&self, key: u128) -> Option<&[u8]> {
        let at = self.find(key)?;
        self.asked.get(at)?.store(true, Ordering::Relaxed);
        self.bytes(self.places.get(at)?)
    }

    fn bytes(&self, held: &Held) -> Option<&[u8]> {
        self.chunks
            .get(held.chunk as usize)?
            .get(held.start as usize..held.end as usize)
    }

    /// Those of a part that were asked for.
    fn asked(&self, part: usize) -> impl Iterator<Item = (u128, &[u8])> {
        let at = |part: usize| self.places.partition_point(|held| answer_part(held.key) < part);
        let part = at(part)..at(part + 1);
        let places = self.places.get(part.clone()).unwrap_or_default().iter();
        let asked = places.zip(self.asked.get(part).unwrap_or_default());
        asked
            .filter(|(_, asked)| asked.load(Ordering::Relaxed))
            .filter_map(|(held, _)| Some((held.key, self.bytes(held)?)))
    }

    /// Writes those that were asked for and the new ones to `path` under a pending name. `given` gives the new ones of each part, as
    /// [`append_answer`] wrote them.
    pub(super) fn write(
        &self,
        path: PathBuf,
        fingerprint: u64,
        given: impl Fn(usize) -> Result<Vec<u8>>,
    ) -> Result<WholeFile> {
        let mut file = WholeFile::create(path)?;
        let mut head = MAGIC.to_vec();
        head.extend_from_slice(&fingerprint.to_le_bytes());
        head.extend_from_slice(&xxh3_64(&head).to_le_bytes());
        file.put(&head)?;
        for part in 0..ANSWER_PARTS {
            let given = given(part)?;
            let mut all: Vec<(u128, &[u8])> = self.asked(part).collect();
            let new = places(&given, 0).unwrap_or_default();
            let answer = |held: &Held| Some((held.key, given.get(held.start as usize..held.end as usize)?));
            all.extend(new.iter().filter_map(answer));
            // Equal keys have equal answers.
            all.sort_unstable();
            all.dedup_by_key(|(key, _)| *key);
            let packed: Vec<Option<Vec<u8>>> = all.par_chunks(CHUNK).map(pack).collect();
            for chunk in packed.iter().flatten() {
                file.put(chunk)?;
            }
        }
        file.close()?;
        Ok(file)
    }
}

/// First bits of a key that number the buckets of so many keys: about eight keys to a bucket.
fn bits(keys: usize) -> u32 {
    keys.max(1).ilog2().saturating_sub(3).min(24)
}

fn first_bits(key: u128, bits: u32) -> usize {
    key.checked_shr(u128::BITS - bits).unwrap_or(0) as usize
}

/// Where the keys of each bucket begin in sorted keys, and where the last end.
fn begins(places: &[Held]) -> Vec<u32> {
    let bits = bits(places.len());
    let mut begins = Vec::with_capacity((1 << bits) + 1);
    for (at, held) in (0..).zip(places) {
        while begins.len() <= first_bits(held.key, bits) {
            begins.push(at);
        }
    }
    begins.resize((1 << bits) + 1, places.len() as u32);
    begins
}

/// Where the answers of an unpacked chunk stand.
fn places(bytes: &[u8], chunk: u32) -> Option<Vec<Held>> {
    let (mut places, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let head = bytes.get(at..at + ANSWER_HEAD)?;
        let (key, length) = head.split_at_checked(16)?;
        let start = at + ANSWER_HEAD;
        at = start + u32::from_le_bytes(length.try_into().ok()?) as usize;
        places.push(Held {
            key: u128::from_le_bytes(key.try_into().ok()?),
            chunk,
            start: u32::try_from(start).ok()?,
            end: u32::try_from(at).ok()?,
        });
    }
    (at == bytes.len()).then_some(places)
}

/// A packed chunk; nothing for one that cannot be packed, which costs time later.
fn pack(answers: &[(u128, &[u8])]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    for (key, answer) in answers {
        append_answer(*key, answer, &mut plain)?;
    }
    let packed = zstd::bulk::compress(&plain, LEVEL).ok()?;
    let mut bytes = u32::try_from(plain.len()).ok()?.to_le_bytes().to_vec();
    bytes.extend_from_slice(&u32::try_from(packed.len()).ok()?.to_le_bytes());
    bytes.extend_from_slice(&xxh3_64_with_seed(&packed, plain.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&packed);
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Held, HeldAnswers, answer_part, append_answer, begins};

    #[test]
    fn every_key_is_found_by_its_first_bits() {
        let key =
            |number: u64| u128::from(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)) << 64 | u128::from(number);
        for count in [0, 1, 7, 100, 5_000] {
            let mut places: Vec<Held> = (0..count)
                .map(|number| Held {
                    key: key(number),
                    chunk: 0,
                    start: 0,
                    end: 0,
                })
                .collect();
            places.sort_unstable_by_key(|held| held.key);
            let answers = HeldAnswers {
                begins: begins(&places),
                places,
                ..HeldAnswers::default()
            };
            assert!((0..count).all(|number| answers.find(key(number)).is_some()));
            assert!((count..2 * count + 3).all(|number| answers.find(key(number)).is_none()));
        }
    }

    #[test]
    fn what_was_asked_for_comes_back_and_every_flipped_byte_is_seen() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("1.answers");
        let write = |answers: &HeldAnswers, given: &[(u128, Vec<u8>)]| {
            let of_part = |part| {
                let mut bytes = Vec::new();
                for (key, answer) in given.iter().filter(|(key, _)| answer_part(*key) == part) {
                    append_answer(*key, answer, &mut bytes).unwrap();
                }
                Ok(bytes)
            };
            let mut file = answers.write(path.clone(), 7, of_part).unwrap();
            file.seal().unwrap();
            file.keep();
        };
        write(
            &HeldAnswers::default(),
            &[(u128::MAX, vec![1, 2]), (4, vec![]), (u128::MAX, vec![1, 2])],
        );
        let held = HeldAnswers::read(&path, 7);
        assert_eq!(
            (held.get(4), held.get(u128::MAX), held.get(5)),
            (Some(&[][..]), Some(&[1, 2][..]), None)
        );

        let held = HeldAnswers::read(&path, 7);
        assert!(held.get(u128::MAX).is_some());
        write(&held, &[(5, vec![3])]);
        let bytes = std::fs::read(&path).unwrap();
        let keys = |bytes: &[u8], fingerprint: u64| -> Option<Vec<u128>> {
            let held = HeldAnswers::unpack(bytes, fingerprint)?;
            Some(held.places.iter().map(|held| held.key).collect())
        };
        assert_eq!(keys(&bytes, 7), Some(vec![5, u128::MAX]), "nobody asked for 4");
        assert_eq!(keys(&bytes, 8), None);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(keys(&damaged, 7), None, "byte {at}");
        }
        assert_eq!(keys(&bytes[..bytes.len() - 1], 7), None);
    }
}
