//! Any bytes behind the mark of a ZIP archive.
#![no_main]

use libfuzzer_sys::fuzz_target;
use suyuan_fuzz::reading::read_as;

fuzz_target!(|bytes: &[u8]| {
    let mut archive = bytes.to_vec();
    if archive.len() >= 4 && &archive[..4] != b"PK\x05\x06" {
        archive[..4].copy_from_slice(b"PK\x03\x04");
    }
    read_as(None, &archive);
});
