//! What links are known by. A link's id is made of the words at both of its ends, which stand in the texts; so what it was
//! made from stands in the ledger, and a text need not be read again to tell the id of a link that stays.

use std::collections::HashMap;

use super::ids::NaturalKey;

/// A link's natural key, and how many links before it have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LinkKey {
    hash: u128,
    /// 1 for the first.
    count: u32,
}

impl LinkKey {
    /// Bytes of a key in the ledger.
    pub(super) const BYTES: usize = 20;

    pub(super) fn new(key: &NaturalKey) -> Self {
        Self {
            hash: key.hash(),
            count: 0,
        }
    }

    pub(super) fn id(self) -> String {
        NaturalKey::counted_id(self.hash, self.count, 'l')
    }

    /// How many links with this natural key there are up to this one.
    pub(super) fn count(self) -> u32 {
        self.count
    }

    /// Appends the key as it stands in the ledger: the hash, 16 bytes, and the count, 4; little endian.
    pub(super) fn pack(self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.hash.to_le_bytes());
        into.extend_from_slice(&self.count.to_le_bytes());
    }

    /// The key in [`Self::BYTES`] bytes.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let (hash, count) = bytes.split_at_checked(16)?;
        Some(Self {
            hash: u128::from_le_bytes(hash.try_into().ok()?),
            count: u32::from_le_bytes(count.try_into().ok()?),
        })
    }
}

/// Counts equal keys, in the order of the links.
pub(super) fn count(keys: &mut [LinkKey]) {
    let mut seen: HashMap<u128, u32> = HashMap::with_capacity(keys.len());
    for key in keys {
        let count = seen.entry(key.hash).or_insert(0);
        *count += 1;
        key.count = *count;
    }
}

#[cfg(test)]
mod tests {
    use super::{LinkKey, count};
    use crate::ledger::ids::NaturalKey;

    #[test]
    fn equal_keys_have_ids_of_their_own_and_come_back() {
        let key = |text| LinkKey::new(&NaturalKey::new().text(text));
        let mut keys = [key("a"), key("b"), key("a")];
        count(&mut keys);
        assert_ne!(keys[0].id(), keys[2].id());
        assert_eq!(keys[1].id(), NaturalKey::new().text("b").id('l'));
        let mut bytes = Vec::new();
        keys[2].pack(&mut bytes);
        assert_eq!(bytes.len(), LinkKey::BYTES);
        assert_eq!(LinkKey::unpack(&bytes), Some(keys[2]));
    }
}
