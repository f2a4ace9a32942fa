//! Any bytes as a crawl.
#![no_main]

use libfuzzer_sys::fuzz_target;
use suyuan::document::Format;
use suyuan_fuzz::reading::read_as;

fuzz_target!(|bytes: &[u8]| read_as(Some(Format::Warc), bytes));
