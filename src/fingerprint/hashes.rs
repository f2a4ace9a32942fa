//! Hashes of a whole body: xxh3-128 for equality, a 64-bit simhash for a rough likeness that anybody can compare.

use xxhash_rust::xxh3::xxh3_128;

/// Characters per feature of the simhash. Words split at white space are useless in Chinese (near copies then lie
/// at distance 32 of 64), and fewer than four characters are shared by unrelated texts.
const FEATURE_CHARACTERS: usize = 4;

/// xxh3-128 of a matching form.
pub fn exact_hash(form: &[u8]) -> u128 {
    xxh3_128(form)
}

/// 64-bit simhash (Charikar 2002) over the overlapping 4-character grams of a matching form; of the whole form when
/// it is shorter; 0 for the empty form. Equals `simhash::simhash_stream` over the same grams, see the tests.
pub fn simhash(form: &str) -> u64 {
    let bytes = form.as_bytes();
    let mut counters = Counters::default();
    // Starts of the last characters, so that a gram is `bytes[starts[0]..here]`.
    let mut starts = [0usize; FEATURE_CHARACTERS];
    let ends = form.char_indices().map(|(offset, _)| offset).chain([bytes.len()]);
    for (characters, offset) in ends.enumerate() {
        if characters >= FEATURE_CHARACTERS
            && let Some(gram) = bytes.get(starts[0]..offset)
        {
            counters.add(feature_hash(gram));
        }
        starts.rotate_left(1);
        starts[FEATURE_CHARACTERS - 1] = offset;
    }
    if counters.added == 0 && !bytes.is_empty() {
        counters.add(feature_hash(bytes));
    }
    counters.majority()
}

/// FNV-1a of the gram and the byte 0xFF that `Hash for str` ends with: what the `simhash` crate hashes a word to.
fn feature_hash(gram: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for &byte in gram {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ 0xFF).wrapping_mul(0x0100_0000_01b3)
}

/// Counts, for each of 64 bits, in how many hashes it was set. The counts are kept bit-sliced: `slices[s]` holds
/// bit `s` of all 64 counters, so that adding a hash is a carry chain of a few instructions.
#[derive(Default)]
struct Counters {
    slices: [u64; 32],
    added: u64,
}

impl Counters {
    fn add(&mut self, hash: u64) {
        self.added += 1;
        let mut carry = hash;
        for slice in &mut self.slices {
            let next = *slice & carry;
            *slice ^= carry;
            carry = next;
            if carry == 0 {
                break;
            }
        }
    }

    /// The bits that more than half of the hashes had set.
    fn majority(&self) -> u64 {
        let mut majority = 0u64;
        for bit in 0..64 {
            let count: u64 = self
                .slices
                .iter()
                .enumerate()
                .map(|(slice, word)| ((word >> bit) & 1) << slice)
                .sum();
            if 2 * count > self.added {
                majority |= 1 << bit;
            }
        }
        majority
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FEATURE_CHARACTERS, simhash};

    fn by_the_crate(form: &str) -> u64 {
        let bounds: Vec<usize> = form
            .char_indices()
            .map(|(offset, _)| offset)
            .chain([form.len()])
            .collect();
        if bounds.len() <= FEATURE_CHARACTERS {
            return if form.is_empty() {
                0
            } else {
                simhash::simhash_stream([form].into_iter())
            };
        }
        let grams =
            (0..bounds.len() - FEATURE_CHARACTERS).map(|i| &form[bounds[i]..bounds[i + FEATURE_CHARACTERS]]);
        simhash::simhash_stream(grams)
    }

    #[test]
    fn near_copies_are_near() {
        let text =
            "第二轮全员核酸采样工作正在有序进行中累计采样一百三十万份设置筛查场所三百六十三个".repeat(3);
        let changed = text.replacen("有序", "紧张", 1);
        let other =
            "本届展览会吸引了来自四十二个国家和地区的参展商现场签约金额再创新高引发广泛关注".repeat(3);
        assert!(simhash::hamming_distance(simhash(&text), simhash(&changed)) <= 8);
        assert!(simhash::hamming_distance(simhash(&text), simhash(&other)) >= 16);
    }

    proptest! {
        #[test]
        fn equals_the_crate(form in "[a-c溯源到头1-3𠀀]{0,40}") {
            prop_assert_eq!(simhash(&form), by_the_crate(&form));
        }
    }
}
