//! Any bytes between the two marks of a Parquet file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use suyuan_fuzz::reading::read_as;

const MARK: &[u8] = b"PAR1";

fuzz_target!(|bytes: &[u8]| {
    // Seeds are whole files; what was changed of them keeps the marks by which they are known.
    let inner = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let inner = inner.strip_suffix(MARK).unwrap_or(inner);
    read_as(None, &[MARK, inner, MARK].concat());
});
