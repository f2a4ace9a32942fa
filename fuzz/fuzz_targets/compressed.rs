//! Any bytes as a packed stream; and any bytes packed, in members that end anywhere, which must be read as they were.
#![no_main]

use std::io::Write;

use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use suyuan::document::Format;
use suyuan_fuzz::reading::{parameters, read_as, records};

fuzz_target!(|bytes: &[u8]| {
    let [way, cut, bytes @ ..] = bytes else { return };
    match way % 4 {
        0 => read_as(None, &[b"\x1F\x8B\x08", bytes].concat()),
        1 => read_as(None, &[b"\x28\xB5\x2F\xFD", bytes].concat()),
        packing => {
            // Without the bound on what is unpacked: these bytes are no more than the fuzzer gave.
            let mut parameters = parameters(Some(Format::Jsonl));
            parameters.harmless_expansion = 1 << 30;
            let (first, second) = bytes.split_at(usize::from(*cut).min(bytes.len()));
            let packed: Vec<u8> = [first, second]
                .into_iter()
                .flat_map(|member| pack(packing, member))
                .collect();
            // Bytes that are themselves packed, or no text at all, are refused in either way, in other words.
            let plain = records("x", bytes, &parameters);
            let unpacked = records("x", &packed, &parameters);
            if plain[0].problem.is_none() {
                let texts = |records: &[suyuan::document::Record]| -> Vec<(String, String)> {
                    records
                        .iter()
                        .map(|record| (record.uri.clone(), record.text.clone()))
                        .collect()
                };
                assert_eq!(texts(&plain), texts(&unpacked));
            }
        }
    }
});

fn pack(packing: u8, bytes: &[u8]) -> Vec<u8> {
    if packing == 2 {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    } else {
        zstd::encode_all(bytes, 1).expect("memory takes all")
    }
}
