//! The seed index: which articles hold a seed, in a file in which a lookup reads two small pieces.
//!
//! ```text
//! bytes 0..8    "SUYSEED2"
//! bytes 8..     parts, one after the other, by the first bits of the hash
//! ranks         of the articles in their order, as they stand in the ledger: 4 bytes each; xxh3-64 of them: 8 bytes
//! directory     for each part, and for the end of the last, where it begins: 8 bytes
//! tail          bytes of the ranks: 8 bytes; bits that number the parts, bits that number the buckets of a part: 4 bytes
//!               each; xxh3-64 of the directory and of these numbers: 8 bytes
//! ```
//!
//! A part begins with a directory of its buckets (for each, and for the end of the last, where it begins behind the
//! directory: 4 bytes), by the next bits of the hash. A bucket holds about [`BUCKET_SEEDS`] seeds behind a checksum of 4 bytes: for each,
//! as variable-length numbers, how much the rest of its hash grew ([`REST_BITS`] bits; 0: the same seed) and the place of the article in the order
//! of ranks, of further holders of one seed how much that grew. That is about five bytes a seed. All numbers are little endian.
//!
//! What is left out: more than [`MOST_HOLDERS`] holders of one seed (the earliest by rank stay; the families name the
//! others), articles with the matching form of an earlier one, and bits of the hash beyond the rest. So a lookup may
//! name an article by mistake, about once in 4,000 lookups; whoever asks reads the text anyway.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::segment::damaged;
use super::whole_file::WholeFile;
use crate::document::Posting;
use crate::error::{Error, Result};
use crate::scratch::read_exact_at;

const MAGIC: &[u8; 8] = b"SUYSEED2";
/// Bytes of the tail.
const TAIL: u64 = 24;
/// Bytes of the checksum of the ranks.
const CHECKSUM: u64 = 8;
/// Bytes of a bucket's checksum.
const CHECK: usize = 4;
/// Seeds that a bucket should hold: read at once, and unpacked in a microsecond.
const BUCKET_SEEDS: usize = 64;
/// Bits of the hash that stand in a bucket: as many as number its seeds, and 12 more.
const REST_BITS: u32 = 18;
/// Most bits that number buckets: a part of a million seeds has fewer.
const MOST_BUCKET_BITS: u32 = 16;
/// Holders of one seed that are kept.
pub(super) const MOST_HOLDERS: usize = 1000;

/// How the hashes of an index are cut: first the part, then the bucket, then the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedLayout {
    /// Bits that number the parts.
    bits: u32,
    /// Bits that number the buckets of a part.
    bucket_bits: u32,
}

impl SeedLayout {
    /// The layout of an index of about `expected` seeds in `1 << bits` parts.
    pub fn new(bits: u32, expected: usize) -> Self {
        let buckets = (expected >> bits) / BUCKET_SEEDS;
        Self {
            bits,
            bucket_bits: buckets.max(1).ilog2().min(MOST_BUCKET_BITS),
        }
    }

    /// Bits that number the parts.
    pub(super) fn bits(self) -> u32 {
        self.bits
    }

    /// How many parts there are.
    pub(super) fn parts(self) -> usize {
        1 << self.bits
    }

    /// Of `hash_bits` bits of a hash so many are left out, the last ones.
    pub(super) fn below(self, hash_bits: u32) -> u32 {
        hash_bits
            .saturating_sub(self.bits)
            .saturating_sub(self.bucket_bits)
            .saturating_sub(REST_BITS)
    }

    fn buckets(self) -> usize {
        1 << self.bucket_bits
    }

    /// Bucket and rest of a hash of which `hash_bits` bits are known, inside its part.
    fn cut(self, hash: u64, hash_bits: u32) -> (usize, u64) {
        let known = hash >> self.below(hash_bits);
        let bucket = (known >> REST_BITS) as usize & (self.buckets() - 1);
        (bucket, known & ((1 << REST_BITS) - 1))
    }

    /// What the checksum of a bucket begins with, so that no bucket can stand in another's place.
    fn number(self, part: usize, bucket: usize) -> u64 {
        (part as u64) << self.bucket_bits | bucket as u64
    }

    /// Packs the seeds of one part, which come in the order of [`Posting::order`].
    pub fn pack(self, part: usize, seeds: &[Posting]) -> Vec<u8> {
        let directory = 4 * (self.buckets() + 1);
        let mut packed = vec![0; directory];
        packed.reserve(seeds.len() * 5 + self.buckets() * CHECK);
        let mut left = seeds;
        for bucket in 0..self.buckets() {
            self.note(&mut packed, bucket);
            let own = left.partition_point(|seed| self.cut(seed.hash(), Posting::HASH_BITS).0 <= bucket);
            let (seeds, rest) = left.split_at_checked(own).unwrap_or_default();
            left = rest;
            if seeds.is_empty() {
                continue;
            }
            let start = packed.len();
            packed.extend_from_slice(&[0; CHECK]);
            pack_bucket(
                seeds,
                |seed| self.cut(seed.hash(), Posting::HASH_BITS).1,
                &mut packed,
            );
            let check = checksum(
                packed.get(start + CHECK..).unwrap_or(&[]),
                self.number(part, bucket),
            );
            if let Some(place) = packed.get_mut(start..start + CHECK) {
                place.copy_from_slice(&check);
            }
        }
        self.note(&mut packed, self.buckets());
        packed
    }

    /// Unpacks a part as [`Self::pack`] packed it: gives each seed with its holders, in order. Of its hash
    /// [`Posting::HASH_BITS`] bits are given, of which those that are left out are 0. Nothing when the part is not as it was
    /// written, or `seed` gives nothing; checksums are not looked at.
    pub(super) fn each_seed(
        self,
        part: usize,
        packed: &[u8],
        mut seed: impl FnMut(u64, &[u32]) -> Option<()>,
    ) -> Option<()> {
        let (directory, data) = packed.split_at_checked(4 * (self.buckets() + 1))?;
        let below = self.below(Posting::HASH_BITS);
        let of_part = (part as u64)
            .checked_shl(Posting::HASH_BITS - self.bits)
            .unwrap_or(0);
        let bounds: Vec<usize> = directory
            .chunks_exact(4)
            .map(|bytes| bytes.try_into().map_or(0, u32::from_le_bytes) as usize)
            .collect();
        let mut holders: Vec<u32> = Vec::new();
        for (bucket, bounds) in bounds.windows(2).enumerate() {
            let &[from, to] = bounds else { return None };
            let mut left = data.get(from..to)?;
            if left.is_empty() {
                continue;
            }
            left = left.get(CHECK..)?;
            let begins = of_part | (bucket as u64) << (REST_BITS + below);
            let mut next = 0;
            while !left.is_empty() {
                let grown = take_number(&mut left)?;
                let number = u32::try_from(take_number(&mut left)?).ok()?;
                if grown > 0 {
                    if let Some(rest) = u64::checked_sub(next, 1) {
                        seed(begins | rest << below, &holders)?;
                    }
                    next = u64::checked_add(next, grown)?;
                    holders.clear();
                    holders.push(number);
                } else {
                    holders.push(holders.last()?.checked_add(number)?);
                }
            }
            seed(begins | u64::checked_sub(next, 1)? << below, &holders)?;
        }
        Some(())
    }

    /// Writes into the directory where `bucket` begins: here.
    fn note(self, packed: &mut [u8], bucket: usize) {
        let begins = (packed.len() - 4 * (self.buckets() + 1)) as u32;
        if let Some(place) = packed.get_mut(4 * bucket..4 * bucket + 4) {
            place.copy_from_slice(&begins.to_le_bytes());
        }
    }
}

fn checksum(bytes: &[u8], number: u64) -> [u8; CHECK] {
    let [a, b, c, d, ..] = xxh3_64_with_seed(bytes, number).to_le_bytes();
    [a, b, c, d]
}

fn pack_bucket(seeds: &[Posting], rest: impl Fn(&Posting) -> u64, packed: &mut Vec<u8>) {
    let mut holders: Vec<u32> = Vec::new();
    // One before the smallest rest, so that only further holders of one seed grow by 0.
    let mut next = 0;
    for of_seed in seeds.chunk_by(|a, b| rest(a) == rest(b)) {
        let Some(first) = of_seed.first() else {
            continue;
        };
        let hash = rest(first);
        append_number(hash + 1 - next, packed);
        next = hash + 1;
        if of_seed.len() == 1 {
            append_number(u64::from(first.article), packed);
            continue;
        }
        holders.clear();
        holders.extend(of_seed.iter().map(|seed| seed.article));
        // Several places of one seed, and hashes that differ only in bits that are left out.
        holders.sort_unstable();
        holders.dedup();
        let mut last = None;
        for &holder in holders.iter().take(MOST_HOLDERS) {
            match last.replace(holder) {
                None => append_number(u64::from(holder), packed),
                Some(last) => {
                    append_number(0, packed);
                    append_number(u64::from(holder - last), packed);
                }
            }
        }
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
#[inline]
fn append_number(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

#[inline]
fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The ranks of the holders of one seed in a bucket; `None` when the bucket is not as it was written.
fn holders_in(mut bucket: &[u8], rest: u64) -> Option<Vec<u32>> {
    let mut holders = Vec::new();
    let (mut hash, mut holder) = (0, 0);
    while !bucket.is_empty() {
        let grown = take_number(&mut bucket)?;
        let number = take_number(&mut bucket)?;
        hash += grown;
        if hash > rest + 1 {
            break;
        }
        holder = if grown == 0 { holder + number } else { number };
        if hash == rest + 1 {
            holders.push(u32::try_from(holder).ok()?);
        }
    }
    Some(holders)
}

/// Writes the parts of an index, in order, to `path` under a pending name. `ranks` are those of the ledger, for each article in
/// the order of ranks: the index counts articles in that order.
pub(super) fn write(
    path: PathBuf,
    layout: SeedLayout,
    parts: impl Iterator<Item = Result<Vec<u8>>>,
    ranks: &[u32],
) -> Result<WholeFile> {
    let mut file = WholeFile::create(path)?;
    file.put(MAGIC)?;
    let mut tail = Vec::with_capacity(8 * (layout.parts() + 1));
    for part in parts {
        tail.extend_from_slice(&file.bytes().to_le_bytes());
        file.put(&part?)?;
    }
    tail.extend_from_slice(&file.bytes().to_le_bytes());
    let ranks: Vec<u8> = ranks.iter().flat_map(|rank| rank.to_le_bytes()).collect();
    file.put(&ranks)?;
    file.put(&xxh3_64(&ranks).to_le_bytes())?;
    tail.extend_from_slice(&(ranks.len() as u64).to_le_bytes());
    tail.extend_from_slice(&layout.bits.to_le_bytes());
    tail.extend_from_slice(&layout.bucket_bits.to_le_bytes());
    tail.extend_from_slice(&xxh3_64(&tail).to_le_bytes());
    file.put(&tail)?;
    file.close()?;
    Ok(file)
}

/// An index that is open for lookups.
#[derive(Debug)]
pub(super) struct SeedIndex {
    path: PathBuf,
    file: File,
    layout: SeedLayout,
    /// Where each part begins, and where the last one ends.
    parts: Vec<u64>,
    /// Ranks in the ledger, in their order.
    ranks: Vec<u32>,
}

impl SeedIndex {
    /// Opens an index whose size the ledger knows, and reads the directory of its parts.
    pub(super) fn open(path: PathBuf, bytes: u64) -> Result<Self> {
        let file = super::segment::open_file(&path, bytes)?;
        let mut tail = [0; TAIL as usize];
        let at = bytes.checked_sub(TAIL);
        let read = at.map_or(Err(io::ErrorKind::UnexpectedEof.into()), |at| {
            read_exact_at(&file, &mut tail, at)
        });
        read.map_err(|source| unreadable(&path, source))?;
        let number = |at: usize| tail.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        let of_ranks = tail.get(..8).and_then(|bytes| bytes.try_into().ok());
        let of_ranks = of_ranks.map_or(0, u64::from_le_bytes);
        let layout = SeedLayout {
            bits: number(8).map_or(0, u32::from_le_bytes),
            bucket_bits: number(12).map_or(0, u32::from_le_bytes),
        };
        let broken = || damaged(&path, "the directory of this index of seeds fails its checksum");
        if layout.bits > 32 || layout.bucket_bits > MOST_BUCKET_BITS {
            return Err(broken());
        }
        let directory = 8 * (layout.parts() as u64 + 1);
        let begins = bytes.checked_sub(TAIL + directory).ok_or_else(broken)?;
        let mut checked = vec![0; directory as usize];
        read_exact_at(&file, &mut checked, begins).map_err(|source| unreadable(&path, source))?;
        let parts = checked
            .chunks_exact(8)
            .map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes))
            .collect();
        checked.extend_from_slice(tail.get(..16).unwrap_or(&[]));
        if tail.get(16..) != Some(xxh3_64(&checked).to_le_bytes().as_slice()) {
            return Err(broken());
        }
        let at = begins.checked_sub(of_ranks + CHECKSUM).ok_or_else(broken)?;
        let mut ranks = vec![0; (of_ranks + CHECKSUM) as usize];
        read_exact_at(&file, &mut ranks, at).map_err(|source| unreadable(&path, source))?;
        let (ranks, check) = ranks.split_at_checked(of_ranks as usize).ok_or_else(broken)?;
        if check != xxh3_64(ranks).to_le_bytes() {
            return Err(damaged(
                &path,
                "the list of ranks in this index of seeds fails its checksum",
            ));
        }
        let ranks = ranks.chunks_exact(4);
        let ranks = ranks.map(|bytes| bytes.try_into().map_or(0, u32::from_le_bytes));
        Ok(Self {
            ranks: ranks.collect(),
            path,
            file,
            layout,
            parts,
        })
    }

    /// How its hashes are cut.
    pub(super) fn layout(&self) -> SeedLayout {
        self.layout
    }

    /// Puts the bytes of a part, unchecked, in place of what `bytes` hold.
    pub(super) fn read_part(&self, part: usize, bytes: &mut Vec<u8>) -> Option<()> {
        let (begins, ends) = (*self.parts.get(part)?, *self.parts.get(part + 1)?);
        bytes.resize(usize::try_from(ends.checked_sub(begins)?).ok()?, 0);
        read_exact_at(&self.file, bytes, begins).ok()
    }

    /// The ranks in the ledger of the articles that hold the seed of this hash, ascending; at most [`MOST_HOLDERS`].
    pub(super) fn holders(&self, hash: u64) -> Result<Vec<u32>> {
        let places = self.places(hash)?.into_iter();
        let ranks = places.map(|place| self.ranks.get(place as usize).copied());
        ranks.collect::<Option<_>>().ok_or_else(|| {
            damaged(
                &self.path,
                "this index of seeds names an article that it does not know",
            )
        })
    }

    /// The same by their places in the order of ranks.
    fn places(&self, hash: u64) -> Result<Vec<u32>> {
        let part = hash.checked_shr(u64::BITS - self.layout.bits).unwrap_or(0) as usize;
        let (bucket, rest) = self.layout.cut(hash, u64::BITS);
        let fails = || {
            damaged(
                &self.path,
                &format!("bucket {bucket} of part {part} fails its checksum"),
            )
        };
        let unreadable = |source| unreadable(&self.path, source);
        let begins = self.parts.get(part).copied().ok_or_else(fails)?;
        let mut bounds = [0; 8];
        read_exact_at(&self.file, &mut bounds, begins + 4 * bucket as u64).map_err(unreadable)?;
        let bound = |at: usize| {
            let bytes = bounds.get(at..at + 4)?;
            Some(u64::from(u32::from_le_bytes(bytes.try_into().ok()?)))
        };
        let (from, to) = bound(0).zip(bound(4)).ok_or_else(fails)?;
        if from == to {
            return Ok(Vec::new());
        }
        let data = begins + 4 * (self.layout.buckets() as u64 + 1);
        let ends = self.parts.get(part + 1).copied().ok_or_else(fails)?;
        if to < from || data + to > ends {
            return Err(fails());
        }
        let mut bytes = vec![0; (to - from) as usize];
        read_exact_at(&self.file, &mut bytes, data + from).map_err(unreadable)?;
        let (check, seeds) = bytes.split_at_checked(CHECK).ok_or_else(fails)?;
        if check != checksum(seeds, self.layout.number(part, bucket)) {
            return Err(fails());
        }
        holders_in(seeds, rest).ok_or_else(fails)
    }
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    if source.kind() == io::ErrorKind::UnexpectedEof {
        return damaged(path, "this index of seeds ends too early");
    }
    Error::Io {
        path: path.to_owned(),
        action: "read",
        source,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{MOST_HOLDERS, Posting, SeedIndex, SeedLayout, WholeFile, write};

    /// An index of these (hash, rank).
    fn written(directory: &std::path::Path, seeds: &[(u64, u32)], bits: u32) -> (SeedIndex, WholeFile) {
        let layout = SeedLayout::new(bits, seeds.len());
        let posting = |seed: &(u64, u32)| Posting::of_quote(seed.0, seed.1);
        let mut known: Vec<Posting> = seeds.iter().map(posting).collect();
        known.sort_unstable_by_key(|posting| posting.order());
        let parts = (0..1usize << bits).map(|part| {
            let own = |seed: &&Posting| seed.key.checked_shr(64 - bits).unwrap_or(0) as usize == part;
            let seeds: Vec<Posting> = known.iter().filter(own).copied().collect();
            Ok(layout.pack(part, &seeds))
        });
        let path = directory.join("1.seeds");
        let last = seeds.iter().map(|seed| seed.1).max().unwrap_or_default();
        let ranks: Vec<u32> = (0..=last).map(rank).collect();
        let file = write(path.clone(), layout, parts, &ranks).unwrap();
        file.seal().unwrap();
        (SeedIndex::open(path, file.bytes()).unwrap(), file)
    }

    /// The rank in the ledger of the article at a place.
    fn rank(place: u32) -> u32 {
        2 * place + 1
    }

    fn hash(number: u64) -> u64 {
        number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    proptest! {
        #[test]
        fn every_holder_is_found(
            seeds in prop::collection::vec((0u64..400, 0u32..20_000), 0..1500), bits in 0u32..4,
        ) {
            let directory = tempfile::tempdir().unwrap();
            let seeds: Vec<(u64, u32)> = seeds.into_iter().map(|(number, place)| (hash(number), place)).collect();
            let (index, _writer) = written(directory.path(), &seeds, bits);
            let mut expected: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
            for (hash, place) in seeds {
                expected.entry(hash).or_default().push(rank(place));
            }
            for number in 0..400 {
                let mut holders = expected.remove(&hash(number)).unwrap_or_default();
                holders.sort_unstable();
                holders.dedup();
                let found = index.holders(hash(number)).unwrap();
                prop_assert!(holders.iter().all(|holder| found.contains(holder)));
                prop_assert!(found.len() <= holders.len() + 2, "hardly any by mistake");
            }
        }
    }

    #[test]
    fn of_very_many_holders_the_earliest_are_kept() {
        let directory = tempfile::tempdir().unwrap();
        let seeds: Vec<(u64, u32)> = (0..3000u32).rev().map(|place| (hash(7), place * 3)).collect();
        let (index, _writer) = written(directory.path(), &seeds, 2);
        let expected: Vec<u32> = (0..MOST_HOLDERS as u32).map(|place| rank(place * 3)).collect();
        assert_eq!(index.holders(hash(7)).unwrap(), expected);
        assert!(index.holders(hash(8)).unwrap().is_empty());
    }

    #[test]
    fn a_seed_takes_about_five_bytes() {
        let directory = tempfile::tempdir().unwrap();
        let seeds: Vec<(u64, u32)> = (0..200_000u64)
            .map(|number| (hash(number), (number / 2) as u32))
            .collect();
        let (_index, writer) = written(directory.path(), &seeds, 3);
        let bytes = (writer.bytes() - 4 * 100_000) as f64 / seeds.len() as f64;
        assert!((4.0..5.6).contains(&bytes), "{bytes}");
    }

    #[test]
    fn damage_is_seen() {
        let directory = tempfile::tempdir().unwrap();
        let seeds: Vec<(u64, u32)> = (0..300).map(|number| (hash(number), number as u32)).collect();
        let (index, writer) = written(directory.path(), &seeds, 1);
        let whole = std::fs::read(&index.path).unwrap();
        for at in 8..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            std::fs::write(&index.path, &bytes).unwrap();
            let seen = SeedIndex::open(index.path.clone(), writer.bytes())
                .and_then(|index| (0..300).try_for_each(|number| index.holders(hash(number)).map(drop)));
            assert!(seen.is_err(), "byte {at}");
        }
    }
}
