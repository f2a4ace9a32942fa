//! Bytes to records, by way of a file in memory: the readers take paths, because Parquet and ZIP need to seek.

use std::path::PathBuf;

use suyuan::config::ReadParameters;
use suyuan::document::{Format, Record, Status};
use suyuan::read::{decode, open, sources};

/// Largest record: small, so that the fuzzer meets the bound.
pub const MAX_RECORD: usize = 4096;
/// Records of one input that are looked at. Each costs at least a byte of it, so there is an end anyway.
const MOST_RECORDS: usize = 1 << 20;

/// Bounds that small inputs reach.
pub fn parameters(format: Option<Format>) -> ReadParameters {
    ReadParameters {
        format,
        max_record: MAX_RECORD,
        max_expansion: 20,
        harmless_expansion: 1 << 16,
        ..ReadParameters::default()
    }
}

/// A file in memory where the system has such a folder.
fn place(name: &str) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    folder.join(format!("suyuan-fuzz-{}-{name}", std::process::id()))
}

/// The records of a file that holds `bytes`, each of them sound.
pub fn records(name: &str, bytes: &[u8], parameters: &ReadParameters) -> Vec<Record> {
    let path = place(name);
    std::fs::write(&path, bytes).expect("a file of the fuzzer");
    let found = sources(std::slice::from_ref(&path), parameters).expect("the file is there");
    let mut records = Vec::new();
    for source in &found {
        for raw in open(source, parameters).take(MOST_RECORDS) {
            let record = decode(raw, parameters);
            sound(&record, source.name(), parameters);
            records.push(record);
        }
    }
    std::fs::remove_file(&path).expect("a file of the fuzzer");
    assert!(
        !records.is_empty(),
        "silence: no record says what became of the file"
    );
    assert!(records.len() < MOST_RECORDS, "records without end");
    records
}

/// What every record promises.
fn sound(record: &Record, source: &str, parameters: &ReadParameters) {
    assert_eq!(
        record.status == Status::Ok,
        record.problem.is_none(),
        "{record:?}"
    );
    if let Some(problem) = &record.problem {
        assert!(problem.starts_with(source), "no place in {problem:?}");
    }
    if !matches!(record.status, Status::Ok | Status::NoArticle) {
        assert_eq!(record.text, "");
    }
    assert!(record.uri.starts_with(source) && !record.id.is_empty());
    assert!(
        record.text.len() <= parameters.max_record,
        "{} bytes",
        record.text.len()
    );
    let mut end = 0;
    for (span, _) in &record.metadata.layout {
        assert!(
            end <= span.start && record.text.get(span.range()).is_some(),
            "{span:?}"
        );
        end = span.end;
    }
}

/// Reads `bytes` as a file of this format, and cuts up what comes out.
pub fn read_as(format: Option<Format>, bytes: &[u8]) {
    for record in records("x", bytes, &parameters(format)) {
        if record.status == Status::Ok {
            crate::found::segmented(&record);
        }
    }
}
