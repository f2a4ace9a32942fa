//! Any bytes as a tar archive, whose headers get the sums of what stands in them: a fuzzer guesses no sums.
#![no_main]

use libfuzzer_sys::fuzz_target;
use suyuan_fuzz::reading::read_as;

const BLOCK: usize = 512;
const MARK: std::ops::Range<usize> = 257..262;
const SUM: std::ops::Range<usize> = 148..156;

fuzz_target!(|bytes: &[u8]| {
    let mut archive = bytes.to_vec();
    if archive.len() >= BLOCK {
        archive[MARK].copy_from_slice(b"ustar");
    }
    for block in archive.chunks_exact_mut(BLOCK) {
        // One that says it has a sum of its own keeps it.
        if block[MARK] == *b"ustar" && block[SUM.start] != b'!' {
            block[SUM].fill(b' ');
            let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
            block[SUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
    }
    read_as(None, &archive);
});
