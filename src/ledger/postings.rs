//! Where the seeds of the index stand in their articles, for the next scan: with the index ([`super::seeds`]) they are all that
//! matching needs of an article, so that seeds are made of new articles only.
//!
//! They are a file of chunks ([`super::chunks`]), one for each part of the index:
//!
//! ```text
//! bytes 0..8    xxh3-64 of the part of the index that it belongs to
//! bytes 8..     for each holder of a seed in that part, in the same order, as numbers of a few bits each:
//!                 1 where the article has one posting of the seed; 0 1 and their number (32 bits) where it has several;
//!                 0 0 and the bits of the hash that the index leaves out where it has none, because the seed is one of a quote
//!                 for each posting: the bits of the hash that the index leaves out; the context (16 bits); 0 and the
//!                 position (12 bits), or 1 0 and the position (15 bits), or 1 1 and the position (32 bits)
//!               behind the last holder of a seed of which the index holds all that it may: the number of further holders (32 bits),
//!               and each of them: its place in the order of ranks (32 bits), and its postings as above
//! ```
//!
//! That is 5.4 bytes a seed beside the five of the index.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::bits::{BitReader, BitWriter};
use super::chunks::Chunks;
use super::seeds::{MOST_HOLDERS, SeedIndex, SeedLayout};
use crate::document::Posting;

/// Bits of a position among the first 1,365 Han characters of a form,
const NEAR: u32 = 12;
/// among the first 10,922 of them,
const FAR: u32 = 15;
/// and of any other number.
const WIDE: u32 = u32::BITS;

/// The index of seeds of the last scan, with the places of the seeds.
#[derive(Debug)]
pub struct HeldPostings {
    index: SeedIndex,
    chunks: Chunks,
    /// Room for what is read of a part, for whoever reads the next one.
    spare: Mutex<Vec<Read>>,
}

/// What is read of a part: bytes of the index, and a chunk.
type Read = (Vec<u8>, Vec<u8>);

impl HeldPostings {
    /// Opens the index and the postings; nothing where one of them is not as it was written, or was made by something else.
    pub(super) fn open(index: &Path, bytes: u64, postings: &Path, fingerprint: u64) -> Option<Self> {
        let index = SeedIndex::open(index.to_owned(), bytes).ok()?;
        let chunks = Chunks::open(postings, fingerprint)?;
        let whole = chunks.count() == index.layout().parts();
        whole.then(|| Self {
            index,
            chunks,
            spare: Mutex::default(),
        })
    }

    /// Bits of the hash that number the parts.
    pub fn bits(&self) -> u32 {
        self.index.layout().bits()
    }

    /// Puts all seeds of a part into `into`, in the order of [`Posting::order`], with the places of the articles in the order of
    /// ranks; nothing where they are not as they were written.
    pub fn part(&self, part: usize, into: &mut Vec<Posting>) -> Option<()> {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let mut read = spare().pop().unwrap_or_default();
        let found = self.read(part, &mut read, into);
        spare().push(read);
        found
    }

    fn read(&self, part: usize, (index, chunk): &mut Read, into: &mut Vec<Posting>) -> Option<()> {
        into.clear();
        self.index.read_part(part, index)?;
        self.chunks.read_into(part, chunk)?;
        let (check, bits) = chunk.split_first_chunk()?;
        (u64::from_le_bytes(*check) == xxh3_64(index)).then_some(())?;
        let layout = self.index.layout();
        let mut reader = Reader {
            bits: BitReader::new(bits),
            below: layout.below(Posting::HASH_BITS),
            postings: into,
        };
        layout.each_seed(part, index, |hash, holders| reader.seed(hash, holders))?;
        reader.bits.is_at_end().then_some(())
    }
}

/// Packs the postings of one part, which come in the order of [`Posting::order`]; `index` are the same seeds as
/// [`SeedLayout::pack`] made them.
pub fn pack_postings(layout: SeedLayout, index: &[u8], postings: &[Posting]) -> Vec<u8> {
    let below = layout.below(Posting::HASH_BITS);
    let mut bytes = Vec::with_capacity(8 + postings.len() * 6);
    bytes.extend_from_slice(&xxh3_64(index).to_le_bytes());
    let mut writer = Writer {
        bits: BitWriter::new(bytes),
        below,
    };
    let mut sorted = Vec::new();
    for of_seed in postings.chunk_by(|a, b| a.hash() >> below == b.hash() >> below) {
        if of_seed.first().map(|one| one.hash()) == of_seed.last().map(|one| one.hash()) {
            writer.seed(of_seed);
        } else {
            // Hashes that differ only in bits that the index leaves out.
            sorted.clear();
            sorted.extend_from_slice(of_seed);
            sorted.sort_unstable_by_key(|one| (one.article, one.hash(), one.position));
            writer.seed(&sorted);
        }
    }
    writer.bits.end()
}

struct Writer {
    bits: BitWriter,
    /// Bits of the hash that the index leaves out.
    below: u32,
}

impl Writer {
    /// The postings of one seed, by article.
    fn seed(&mut self, postings: &[Posting]) {
        let holders = || postings.chunk_by(|a, b| a.article == b.article);
        for of_holder in holders().take(MOST_HOLDERS) {
            self.holder(of_holder);
        }
        if postings.len() < MOST_HOLDERS {
            return;
        }
        let count = holders().count();
        if count < MOST_HOLDERS {
            return;
        }
        self.bits.put((count - MOST_HOLDERS) as u64, WIDE);
        for of_holder in holders().skip(MOST_HOLDERS) {
            let article = of_holder.first().map_or(0, |one| one.article);
            self.bits.put(u64::from(article), WIDE);
            self.holder(of_holder);
        }
    }

    /// The bits of the hash that the index leaves out.
    fn low(&self, posting: &Posting) -> u64 {
        posting.hash() & ((1 << self.below) - 1)
    }

    fn holder(&mut self, postings: &[Posting]) {
        match postings {
            [one] if one.is_placed() => {
                self.bits.put(1, 1);
                self.posting(one);
                return;
            }
            [one] => {
                self.bits.put(0, 2);
                self.bits.put(self.low(one), self.below);
                return;
            }
            _ => {
                self.bits.put(2, 2);
                self.bits.put(postings.len() as u64, WIDE);
            }
        }
        for posting in postings {
            self.posting(posting);
        }
    }

    #[inline]
    fn posting(&mut self, posting: &Posting) {
        let head = self.low(posting) | posting.context() << self.below;
        self.bits.put(head, self.below + Posting::CONTEXT_BITS);
        let position = u64::from(posting.position);
        if position < 1 << NEAR {
            self.bits.put(position << 1, 1 + NEAR);
        } else if position < 1 << FAR {
            self.bits.put(position << 2 | 1, 2 + FAR);
        } else {
            self.bits.put(position << 2 | 3, 2 + WIDE);
        }
    }
}

struct Reader<'a> {
    bits: BitReader<'a>,
    below: u32,
    postings: &'a mut Vec<Posting>,
}

impl Reader<'_> {
    /// Reads the postings of one seed, of whose hash the bits that the index leaves out are 0.
    fn seed(&mut self, hash: u64, holders: &[u32]) -> Option<()> {
        let first = self.postings.len();
        for &article in holders {
            self.holder(hash, article)?;
        }
        if holders.len() == MOST_HOLDERS {
            for _ in 0..self.bits.take(WIDE)? {
                let article = self.bits.take(WIDE)? as u32;
                self.holder(hash, article)?;
            }
        }
        let postings = self.postings.get_mut(first..)?;
        if postings.len() > 1 && !postings.is_sorted_by_key(|one| one.order()) {
            postings.sort_unstable_by_key(|one| one.order());
        }
        Some(())
    }

    #[inline]
    fn holder(&mut self, hash: u64, article: u32) -> Option<()> {
        let count = if self.bits.take(1)? == 1 {
            1
        } else if self.bits.take(1)? == 1 {
            self.bits.take(WIDE)?
        } else {
            let key = (hash | self.bits.take(self.below)?) << Posting::CONTEXT_BITS;
            self.postings.push(Posting::of_quote(key, article));
            return Some(());
        };
        for _ in 0..count {
            let rest = self.bits.take(self.below + Posting::CONTEXT_BITS + 1)?;
            let low = rest & ((1 << self.below) - 1);
            let context = rest >> self.below & ((1 << Posting::CONTEXT_BITS) - 1);
            let position = if rest >> (self.below + Posting::CONTEXT_BITS) == 0 {
                self.bits.take(NEAR)?
            } else if self.bits.take(1)? == 0 {
                self.bits.take(FAR)?
            } else {
                self.bits.take(WIDE)?
            };
            self.postings.push(Posting {
                key: (hash | low) << Posting::CONTEXT_BITS | context,
                article,
                position: position as u32,
            });
        }
        Some(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::{HeldPostings, pack_postings};
    use crate::document::Posting;
    use crate::ledger::chunks;
    use crate::ledger::seeds::{SeedLayout, write};

    /// Writes postings as a scan does, and opens what was written.
    fn written(
        folder: &std::path::Path,
        postings: &[Posting],
        bits: u32,
    ) -> (HeldPostings, Vec<Vec<Posting>>) {
        let layout = SeedLayout::new(bits, postings.len());
        let part = |posting: &Posting| posting.key.checked_shr(64 - bits).unwrap_or(0) as usize;
        let (mut parts, mut indices, mut packed) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..1 << bits {
            let own = postings.iter().filter(|posting| part(posting) == number);
            let mut own: Vec<Posting> = own.copied().collect();
            own.sort_unstable_by_key(|posting| posting.order());
            indices.push(layout.pack(number, &own));
            packed.push(pack_postings(layout, &indices[number], &own));
            parts.push(own);
        }
        let (index, places) = (folder.join("1.seeds"), folder.join("2.postings"));
        let mut file = write(index.clone(), layout, indices.into_iter().map(Ok), &[1, 2, 3]).unwrap();
        file.seal().unwrap();
        file.keep();
        let bytes = file.bytes();
        let mut file = chunks::write(places.clone(), 5, packed.into_iter().map(Ok)).unwrap();
        file.seal().unwrap();
        file.keep();
        (HeldPostings::open(&index, bytes, &places, 5).unwrap(), parts)
    }

    fn read(held: &HeldPostings, part: usize) -> Option<Vec<Posting>> {
        let mut postings = vec![posting(1, 2, 3, 4)];
        held.part(part, &mut postings)?;
        Some(postings)
    }

    /// Seeds of which several differ only in bits that the index leaves out.
    fn posting(number: u64, low: u64, article: u32, position: u32) -> Posting {
        let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) & !0xFFFF_FFFF;
        let context = if position == Posting::NOWHERE {
            0
        } else {
            number & 0xFFFF
        };
        Posting {
            key: hash | low << 16 | context,
            article,
            position,
        }
    }

    proptest! {
        #[test]
        fn postings_come_back(
            seeds in prop::collection::vec((0u64..60, 0u64..3, 0u32..30, prop::option::of(0u32..60_000)), 0..400),
            bits in 0u32..4,
        ) {
            let mut postings: Vec<Posting> = seeds
                .into_iter()
                .map(|(number, low, article, at)| posting(number, low, article, at.unwrap_or(Posting::NOWHERE)))
                .collect();
            postings.sort_unstable_by_key(|posting| posting.order());
            postings.dedup();
            let directory = tempfile::tempdir().unwrap();
            let (held, parts) = written(directory.path(), &postings, bits);
            for (number, part) in parts.into_iter().enumerate() {
                prop_assert_eq!(read(&held, number), Some(part));
            }
        }
    }

    #[test]
    fn holders_beyond_those_of_the_index_come_back() {
        let directory = tempfile::tempdir().unwrap();
        for count in [999, 1000, 1001, 2500] {
            let postings: Vec<Posting> = (0..count)
                .map(|article| posting(7, 1, article, article))
                .collect();
            let (held, parts) = written(directory.path(), &postings, 0);
            assert_eq!(read(&held, 0).as_ref(), parts.first(), "{count} holders");
        }
    }

    #[test]
    fn the_postings_of_another_index_are_none() {
        let directory = tempfile::tempdir().unwrap();
        let of = |article| {
            (0..50)
                .map(|number| posting(number, 0, article, 3))
                .collect::<Vec<_>>()
        };
        written(directory.path(), &of(1), 0);
        let index = std::fs::read(directory.path().join("1.seeds")).unwrap();
        let (held, _) = written(directory.path(), &of(2), 0);
        assert!(read(&held, 0).is_some());
        std::fs::write(directory.path().join("1.seeds"), index).unwrap();
        assert_eq!(read(&held, 0), None);
    }
}
