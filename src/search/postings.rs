//! Threes of characters as small numbers, and lists of ranks as bytes.
//!
//! A three is known by 31 bits of a hash: what two threes share by chance is told apart when the text is read. A list
//! holds, for each rank, how much it grew, as a number of variable length: seven bits a byte, the last one below 128.

/// Characters that are looked up together.
pub(super) const WIDTH: usize = 3;

/// The threes of a form, each once, sorted.
pub(super) fn threes(form: &str) -> Vec<u32> {
    let mut found = Vec::with_capacity(form.len() / WIDTH);
    let (mut first, mut second) = (None, None);
    for character in form.chars() {
        let third = u64::from(u32::from(character));
        if let (Some(first), Some(second)) = (first, second) {
            found.push(three(first, second, third));
        }
        (first, second) = (second, Some(third));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn three(first: u64, second: u64, third: u64) -> u32 {
    // A character has 21 bits at most; the golden ratio spreads them over the upper half.
    let all = first | (second << 21) | (third << 42);
    (all.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as u32
}

/// Packs ascending ranks.
pub(super) fn pack(ranks: impl Iterator<Item = u32>, packed: &mut Vec<u8>) {
    let mut before = 0;
    for rank in ranks {
        let mut grown = rank - before;
        while grown >= 0x80 {
            packed.push(grown as u8 | 0x80);
            grown >>= 7;
        }
        packed.push(grown as u8);
        before = rank;
    }
}

/// Unpacks ranks; whatever bytes it is given, it ends.
pub(super) fn unpack(packed: &[u8], ranks: &mut Vec<u32>) {
    let (mut rank, mut grown, mut shift) = (0u32, 0u32, 0u32);
    for &byte in packed {
        grown |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or_default();
        shift += 7;
        if byte < 0x80 {
            rank = rank.wrapping_add(grown);
            ranks.push(rank);
            (grown, shift) = (0, 0);
        }
    }
}

/// What stands in both of two ascending lists.
pub(super) fn common(one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut other = other.iter().copied().peekable();
    one.iter()
        .copied()
        .filter(|&rank| {
            while other.next_if(|&own| own < rank).is_some() {}
            other.peek() == Some(&rank)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{common, pack, threes, unpack};

    #[test]
    fn threes_are_of_characters() {
        assert!(threes("渡口").is_empty());
        assert_eq!(threes("渡口恢复").len(), 2);
        assert_eq!(threes("ababab").len(), 2);
        assert_ne!(threes("渡口恢"), threes("恢口渡"));
    }

    proptest! {
        #[test]
        fn lists_come_back(ranks in proptest::collection::btree_set(any::<u32>(), 0..200)) {
            let (mut packed, mut unpacked) = (Vec::new(), Vec::new());
            pack(ranks.iter().copied(), &mut packed);
            unpack(&packed, &mut unpacked);
            prop_assert!(ranks.into_iter().eq(unpacked));
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            unpack(&bytes, &mut Vec::new());
        }

        #[test]
        fn common_is_the_intersection(
            one in proptest::collection::btree_set(0u32..300, 0..100),
            other in proptest::collection::btree_set(0u32..300, 0..100),
        ) {
            let lists: [Vec<u32>; 2] = [one.iter().copied().collect(), other.iter().copied().collect()];
            let expected: Vec<u32> = one.intersection(&other).copied().collect();
            prop_assert_eq!(common(&lists[0], &lists[1]), expected);
        }
    }
}
