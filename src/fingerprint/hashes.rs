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
        starts = [starts[1], starts[2], starts[3], offset];
    }
    if counters.added == 0 && !bytes.is_empty() {
        counters.add(feature_hash(bytes));
    }
    counters.majority()
}

/// FNV-1a of the gram and the byte 0xFF that `Hash for str` ends with: what the `simhash` crate hashes a word to.
fn feature_hash(gram: &[u8]) -> u64 {
    // Nearly all grams are four Han characters: their twelve steps without a loop.
    let hash = match <&[u8; 12]>::try_from(gram) {
        Ok(gram) => gram.iter().fold(FNV_START, step),
        Err(_) => gram.iter().fold(FNV_START, step),
    };
    step(hash, &0xFF)
}

/// The hash of no bytes, FNV's offset basis.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// One byte more.
#[inline]
fn step(hash: u64, byte: &u8) -> u64 {
    (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Hashes that are counted at once.
const BLOCK: usize = 15;

/// Counts, for each of 64 bits, in how many hashes it was set. The counts are kept bit-sliced: `slices[s]` holds
/// bit `s` of all 64 counters. Hashes are collected in blocks of fifteen, whose bits full adders sum up to four
/// slices without a branch; only these four words are then carried into the counters.
#[derive(Default)]
struct Counters {
    block: [u64; BLOCK],
    held: usize,
    slices: [u64; 32],
    added: u64,
}

/// Adds three bits in each of 64 places: sum and carry.
#[inline]
fn full_adder(a: u64, b: u64, c: u64) -> (u64, u64) {
    let half = a ^ b;
    (half ^ c, (a & b) | (half & c))
}

impl Counters {
    #[inline]
    fn add(&mut self, hash: u64) {
        self.added += 1;
        if let Some(place) = self.block.get_mut(self.held) {
            *place = hash;
        }
        self.held += 1;
        if self.held == BLOCK {
            self.sum_block();
        }
    }

    /// Adds the hashes of the block to the counters and empties it.
    fn sum_block(&mut self) {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = std::mem::take(&mut self.block);
        self.held = 0;
        let (abc, abc2) = full_adder(a, b, c);
        let (def, def2) = full_adder(d, e, f);
        let (ghi, ghi2) = full_adder(g, h, i);
        let (jkl, jkl2) = full_adder(j, k, l);
        let (mno, mno2) = full_adder(m, n, o);
        let (ones, ones2) = full_adder(abc, def, ghi);
        let (ones, rest2) = full_adder(ones, jkl, mno);
        let (twos, twos4) = full_adder(abc2, def2, ghi2);
        let (others, others4) = full_adder(jkl2, mno2, ones2);
        let (twos, rest4) = full_adder(twos, others, rest2);
        let (fours, eights) = full_adder(twos4, others4, rest4);
        for (weight, sum) in [ones, twos, fours, eights].into_iter().enumerate() {
            let mut carry = sum;
            for slice in self.slices.iter_mut().skip(weight) {
                if carry == 0 {
                    break;
                }
                let next = *slice & carry;
                *slice ^= carry;
                carry = next;
            }
        }
    }

    /// The bits that more than half of the hashes had set.
    fn majority(mut self) -> u64 {
        self.sum_block();
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

        /// Long enough for carries over many slices.
        #[test]
        fn equals_the_crate_on_long_forms(form in "[a-c溯源到头1-3𠀀]{0,40}", times in 1usize..40) {
            let form = form.repeat(times);
            prop_assert_eq!(simhash(&form), by_the_crate(&form));
        }
    }
}
