//! What the ledger notes of the rows of a family, so that of a family with a thousand carriers to which one is added a row is written and
//! not a thousand: a fingerprint of each passage, and of each link with what it is known by.

use std::collections::HashMap;

use super::link_ids::LinkKey;
use super::run::Run;

/// Bytes of a fingerprint.
const MARK: usize = 8;

/// The passages and links of a family, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FamilyRows {
    pub(super) passages: Vec<u64>,
    pub(super) links: Vec<(u64, LinkKey)>,
}

impl FamilyRows {
    /// As they stand in the ledger: how many passages there are, 4 bytes, the fingerprint of each, 8, and of each link fingerprint and
    /// key, 28; little endian.
    pub(super) fn pack(&self) -> Vec<u8> {
        let mut bytes = (self.passages.len() as u32).to_le_bytes().to_vec();
        bytes.extend(self.passages.iter().flat_map(|mark| mark.to_le_bytes()));
        for (mark, key) in &self.links {
            bytes.extend_from_slice(&mark.to_le_bytes());
            key.pack(&mut bytes);
        }
        bytes
    }

    /// The rows in some bytes; those that cannot be told are not there, so that they are written.
    pub(super) fn unpack(bytes: &[u8]) -> Self {
        let mark = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let (count, rest) = bytes.split_at_checked(4).unwrap_or_default();
        let count = count.try_into().map_or(0, u32::from_le_bytes) as usize;
        let (passages, links) = rest.split_at_checked(count * MARK).unwrap_or_default();
        let link = |bytes: &[u8]| {
            let (known, key) = bytes.split_at_checked(MARK)?;
            Some((mark(known), LinkKey::unpack(key)?))
        };
        Self {
            passages: passages.chunks_exact(MARK).map(mark).collect(),
            links: links
                .chunks_exact(MARK + LinkKey::BYTES)
                .filter_map(link)
                .collect(),
        }
    }
}

/// Fingerprints of passages and links, by their index in the corpus.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    pub(super) passages: Vec<u64>,
    pub(super) links: Vec<u64>,
}

/// Which passages and links are written, by their index in the corpus, and what the ledger knows of the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub(super) passages: Vec<bool>,
    pub(super) links: Vec<bool>,
}

impl Written {
    pub(super) fn all(marks: &Marks) -> Self {
        Self {
            passages: vec![true; marks.passages.len()],
            links: vec![true; marks.links.len()],
        }
    }

    pub(super) fn none(marks: &Marks) -> Self {
        Self {
            passages: vec![false; marks.passages.len()],
            links: vec![false; marks.links.len()],
        }
    }

    pub(super) fn passage(&self, index: usize) -> bool {
        self.passages.get(index) == Some(&true)
    }

    pub(super) fn link(&self, index: usize) -> bool {
        self.links.get(index) == Some(&true)
    }
}

/// Rows that stay and rows that go.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) written: Written,
    /// What links that stay are known by, by their index in the corpus.
    pub(super) keys: Vec<Option<LinkKey>>,
    /// Links that go, of families that stay.
    pub(super) gone: Vec<LinkKey>,
}

impl Compared {
    /// Holds the rows of a commit against those that the ledger holds of each family, by its number there.
    pub(super) fn of(run: &Run<'_>, marks: &Marks, held: &HashMap<u32, FamilyRows>) -> Self {
        let corpus = run.corpus;
        let mut compared = Self {
            written: Written::all(marks),
            keys: vec![None; marks.links.len()],
            gone: Vec::new(),
        };
        let held_of = |family: u32| run.family(family).and_then(|family| held.get(&family));
        let mut index = 0;
        for own in corpus.passages.chunk_by(|one, other| one.family == other.family) {
            let range = index..index + own.len();
            index = range.end;
            let mut known = own
                .first()
                .and_then(|passage| held_of(passage.family))
                .map_or_else(Vec::new, |rows| rows.passages.clone());
            known.sort_unstable();
            let marks = marks.passages.get(range.clone()).unwrap_or_default();
            let written = compared.written.passages.get_mut(range).unwrap_or_default();
            for (mark, written) in marks.iter().zip(written) {
                *written = known.binary_search(mark).is_err();
            }
        }
        let mut index = 0;
        let mut seen = Vec::new();
        for own in corpus.links.chunk_by(|one, other| one.family == other.family) {
            let range = index..index + own.len();
            index = range.end;
            let Some(family) = own.first().and_then(|link| run.family(link.family)) else {
                continue;
            };
            seen.push(family);
            let mut known = held.get(&family).map_or_else(Vec::new, |rows| rows.links.clone());
            known.sort_unstable_by_key(|(mark, key)| (*mark, std::cmp::Reverse(key.count())));
            for at in range {
                let Some(&mark) = marks.links.get(at) else {
                    continue;
                };
                // The last of equal ones has the lowest count.
                let last = known.partition_point(|(other, _)| *other <= mark).checked_sub(1);
                let found = last.filter(|last| known.get(*last).is_some_and(|(other, _)| *other == mark));
                if let Some(found) = found
                    && let (Some(written), Some(key)) =
                        (compared.written.links.get_mut(at), compared.keys.get_mut(at))
                {
                    *written = false;
                    *key = Some(known.remove(found).1);
                }
            }
            compared.gone.extend(known.into_iter().map(|(_, key)| key));
        }
        // Families that have no links any more.
        seen.sort_unstable();
        for name in &run.families {
            if seen.binary_search(&name.number).is_err()
                && let Some(rows) = held.get(&name.number)
            {
                compared.gone.extend(rows.links.iter().map(|(_, key)| *key));
            }
        }
        compared
    }
}

#[cfg(test)]
mod tests {
    use super::FamilyRows;
    use crate::ledger::ids::NaturalKey;
    use crate::ledger::link_ids::LinkKey;

    #[test]
    fn rows_come_back_and_broken_bytes_are_no_rows() {
        let key = LinkKey::new(&NaturalKey::new().text("a"));
        let rows = FamilyRows {
            passages: vec![1, u64::MAX],
            links: vec![(7, key), (8, key)],
        };
        let bytes = rows.pack();
        assert_eq!(FamilyRows::unpack(&bytes), rows);
        assert_eq!(FamilyRows::unpack(&bytes[..9]), FamilyRows::default());
        assert_eq!(FamilyRows::unpack(&[]), FamilyRows::default());
    }
}
