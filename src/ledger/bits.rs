//! Numbers of a few bits each, one behind the other.

/// Most bits of a number.
const MOST: u32 = 56;

/// Writes numbers, the lowest bits first.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    open: u64,
    filled: u32,
}

impl BitWriter {
    /// Appends to `bytes`.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            open: 0,
            filled: 0,
        }
    }

    /// Appends the lowest `bits` bits of a number that has no others; at most [`MOST`].
    #[inline]
    pub(super) fn put(&mut self, number: u64, bits: u32) {
        debug_assert!(bits <= MOST);
        self.open |= number << self.filled;
        let filled = self.filled + bits;
        if filled < u64::BITS {
            self.filled = filled;
            return;
        }
        self.bytes.extend_from_slice(&self.open.to_le_bytes());
        // Some bits were there before, because one number is no whole word.
        self.open = number >> (u64::BITS - self.filled);
        self.filled = filled - u64::BITS;
    }

    /// All bytes; what is left of the last is 0.
    pub(super) fn end(mut self) -> Vec<u8> {
        let left = self.filled.div_ceil(8) as usize;
        self.bytes
            .extend_from_slice(self.open.to_le_bytes().get(..left).unwrap_or(&[]));
        self.bytes
    }
}

/// Reads what a [`BitWriter`] wrote.
#[derive(Debug)]
pub(super) struct BitReader<'a> {
    left: &'a [u8],
    open: u64,
    filled: u32,
}

impl<'a> BitReader<'a> {
    /// Reads from the first of these bytes on.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            left: bytes,
            open: 0,
            filled: 0,
        }
    }

    /// The next number, of at most [`MOST`] bits; nothing where the bytes end before.
    #[inline]
    pub(super) fn take(&mut self, bits: u32) -> Option<u64> {
        debug_assert!(bits <= MOST);
        if self.filled < bits {
            self.fill();
        }
        self.filled = self.filled.checked_sub(bits)?;
        let number = self.open & ((1 << bits) - 1);
        self.open = self.open.checked_shr(bits).unwrap_or(0);
        Some(number)
    }

    /// Takes as many bytes as there is room for.
    fn fill(&mut self) {
        if let Some((next, _)) = self.left.split_first_chunk::<8>() {
            let room = (u64::BITS - 1 - self.filled) / 8;
            let taken = u64::from_le_bytes(*next) & ((1 << (8 * room)) - 1);
            self.open |= taken << self.filled;
            self.filled += 8 * room;
            self.left = self.left.get(room as usize..).unwrap_or(&[]);
            return;
        }
        while self.filled + 8 < u64::BITS
            && let Some((&next, rest)) = self.left.split_first()
        {
            self.open |= u64::from(next) << self.filled;
            self.filled += 8;
            self.left = rest;
        }
    }

    /// True when nothing but the rest of a byte is left, and that is 0.
    pub(super) fn is_at_end(&self) -> bool {
        self.left.is_empty() && self.filled < 8 && self.open == 0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::{BitReader, BitWriter, MOST};

    proptest! {
        #[test]
        fn what_was_put_is_taken(numbers in prop::collection::vec((any::<u64>(), 0..=MOST), 0..60)) {
            let numbers: Vec<(u64, u32)> = numbers
                .into_iter()
                .map(|(number, bits)| (number & ((1 << bits) - 1), bits))
                .collect();
            let mut writer = BitWriter::default();
            for &(number, bits) in &numbers {
                writer.put(number, bits);
            }
            let bytes = writer.end();
            let mut reader = BitReader::new(&bytes);
            for &(number, bits) in &numbers {
                prop_assert_eq!(reader.take(bits), Some(number));
            }
            prop_assert!(reader.is_at_end());
            prop_assert_eq!(reader.take(MOST), None);
        }
    }
}
