//! Any text cut into blocks, parts and quotes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use suyuan_fuzz::found::{record, segmented};

fuzz_target!(|bytes: &[u8]| {
    segmented(&record(bytes));
});
