//! Any text with its claims, its speakers and the chains of its sentences.
#![no_main]

use libfuzzer_sys::fuzz_target;
use suyuan_fuzz::found::{attributed, record};

fuzz_target!(|bytes: &[u8]| {
    attributed(&record(bytes));
});
