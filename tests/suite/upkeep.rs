//! What looks after a store: sizes, checksums, fewer files, stores of older versions.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::incremental::{assert_same_content, content, lines};
use crate::program::{Place, complaint};

/// A store of several record files.
fn store_of_batches(place: &Place, seed: u64, batches: usize) {
    let lines = lines(seed, 40 * batches);
    for (number, lines) in lines.chunks(lines.len().div_ceil(batches)).enumerate() {
        let name = format!("{number}.jsonl");
        place.write(&name, lines.join("\n"));
        place.scan([name.as_str()], 0);
    }
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.metadata().unwrap().len() > 0 {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_flipped_byte_in_any_file_is_named_and_never_misread() {
    let place = Place::new();
    store_of_batches(&place, 50, 2);
    let expected = content(&place);
    let sound = place.run(["store", "verify"]);
    assert_eq!(sound.status.code(), Some(0), "{}", complaint(&sound));
    let all = files(&place.path("corpus.suyuan"));
    let of_kind = |end: &str| {
        all.iter()
            .filter(|file| file.to_string_lossy().ends_with(end))
            .count()
    };
    assert_eq!(
        (of_kind(".segment"), of_kind(".digests"), of_kind(".seeds")),
        (2, 2, 1)
    );
    assert_eq!(
        (of_kind(".postings"), of_kind(".pairs"), of_kind(".answers")),
        (1, 1, 1)
    );
    assert_eq!(of_kind("ledger.sqlite"), 1);
    for file in all {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("ledger.sqlite-") || name == "lock" {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        for part in [1, 3, 5, 7, 9] {
            let mut flipped = bytes.clone();
            let at = bytes.len() * part / 10;
            flipped[at] ^= 0x20;
            std::fs::write(&file, &flipped).unwrap();
            let verified = place.run(["store", "verify"]);
            let told = String::from_utf8_lossy(&verified.stdout).into_owned() + &complaint(&verified);
            let stem = name.split('.').next().unwrap();
            if name == "ledger.seal" && verified.status.code() == Some(0) {
                // A seal of another commit seals nothing.
                assert!(told.contains("not sealed"), "{told}");
            } else {
                assert_eq!(verified.status.code(), Some(2), "byte {at} of {name}: {told}");
                assert!(told.contains(stem), "byte {at} of {name}: {told}");
            }
            // Whoever reads records sees it as well; what stands in cells of the ledger only the seal can tell.
            if name.ends_with(".segment") {
                let tables = "records,articles,blocks,claims,quotes,sentences";
                let exported = place.run(["export", "jsonl", "--quiet", "-o", "seen", "--tables", tables]);
                assert_eq!(exported.status.code(), Some(2), "byte {at} of {name}");
                assert!(
                    complaint(&exported).contains("corpus.suyuan"),
                    "{}",
                    complaint(&exported)
                );
            }
            if name.ends_with(".digests") {
                place.write("new.jsonl", lines(51, 3).join("\n"));
                let scanned = place.run(["scan", "--quiet", "new.jsonl"]);
                assert_eq!(scanned.status.code(), Some(2), "byte {at} of {name}");
                assert!(complaint(&scanned).contains("damaged"), "{}", complaint(&scanned));
            }
        }
        std::fs::write(&file, &bytes).unwrap();
    }
    assert_same_content(&expected, &content(&place), "mended");
}

#[test]
fn damaged_or_missing_files_for_the_next_scan_cost_time_and_change_nothing() {
    let corpus = lines(57, 120);
    let (first, second) = corpus.split_at(80);
    let grown = |kind: &str, harm: &dyn Fn(&Path)| {
        let place = Place::new();
        place.write("first.jsonl", first.join("\n"));
        place.scan(["first.jsonl"], 0);
        let all = files(&place.path("corpus.suyuan/segments"));
        let harmed = all.iter().find(|file| file.to_string_lossy().ends_with(kind));
        harm(harmed.unwrap());
        place.write("second.jsonl", second.join("\n"));
        place.scan(["second.jsonl"], 0);
        content(&place)
    };
    let expected = grown(".answers", &|_| {});
    for kind in [".answers", ".pairs", ".postings", ".seeds"] {
        let missing = grown(kind, &|file| std::fs::remove_file(file).unwrap());
        assert_same_content(&expected, &missing, &format!("{kind} is missing"));
        for part in [0, 1, 5, 9] {
            let flipped = grown(kind, &|file| {
                let mut bytes = std::fs::read(file).unwrap();
                let at = bytes.len() * part / 10;
                bytes[at] ^= 0x20;
                std::fs::write(file, bytes).unwrap();
            });
            assert_same_content(&expected, &flipped, &format!("a byte of {kind} was flipped"));
        }
    }
}

#[test]
fn compaction_leaves_fewer_files_and_the_same_content() {
    let place = Place::new();
    store_of_batches(&place, 52, 4);
    let place = place;
    // The second file changes, so that records are needless.
    let lines = lines(53, 12);
    place.write("1.jsonl", lines.join("\n"));
    place.scan(["1.jsonl", "0.jsonl", "--prune"], 0);
    let expected = place.export();
    let count = |end: &str| {
        let all = files(&place.path("corpus.suyuan"));
        all.iter()
            .filter(|file| file.to_string_lossy().ends_with(end))
            .count()
    };
    assert!(count(".segment") > 1);
    let compacted = json(&place, &["store", "compact", "--json"]);
    assert!(compacted["after"].as_u64() <= compacted["before"].as_u64());
    assert_eq!((count(".segment"), count(".digests")), (1, 1));
    assert!(expected == place.export());
    let info = json(&place, &["store", "info", "--json"]);
    let needless = info["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|file| file["needless"].as_u64());
    assert_eq!(needless.sum::<u64>(), 0);
    assert_eq!(
        json(&place, &["store", "verify", "--json"])["faults"],
        Value::Array(Vec::new())
    );
    // And it can be scanned into.
    place.write("0.jsonl", crate::incremental::lines(54, 20).join("\n"));
    place.scan(["0.jsonl"], 0);
}

#[test]
fn many_small_scans_do_not_leave_many_files() {
    let place = Place::new();
    for (number, line) in lines(55, 20).iter().enumerate() {
        let name = format!("{number}.jsonl");
        place.write(&name, line);
        place.scan([name.as_str()], 0);
    }
    let all = files(&place.path("corpus.suyuan/segments"));
    let segments = all
        .iter()
        .filter(|file| file.to_string_lossy().ends_with(".segment"));
    assert!(segments.count() <= 12);
}

#[test]
fn a_store_of_an_older_version_is_brought_up_to_date() {
    let place = Place::new();
    store_of_batches(&place, 56, 1);
    let expected = place.export();
    // What a store of version 3 was like: one segment, no digests, files without the numbers of their records.
    let store = place.path("corpus.suyuan");
    for file in files(&store) {
        if file.to_string_lossy().ends_with(".digests") || file.ends_with("ledger.seal") {
            std::fs::remove_file(file).unwrap();
        }
    }
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    ledger
        .execute_batch(
            "ALTER TABLE sources DROP COLUMN first; ALTER TABLE sources DROP COLUMN records; PRAGMA user_version = 3",
        )
        .unwrap();
    drop(ledger);
    for arguments in [
        &["export", "jsonl", "-o", "x"][..],
        &["scan", "0.jsonl"],
        &["store", "verify"],
    ] {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            complaint(&output).contains("suyuan store migrate"),
            "{}",
            complaint(&output)
        );
    }
    let output = place.run(["store", "migrate"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert!(expected == place.export());
    let verified = place.run(["store", "verify"]);
    assert_eq!(verified.status.code(), Some(0), "{}", complaint(&verified));
    // The input is known: nothing changes.
    place.scan(["0.jsonl"], 0);
    assert!(expected == place.export());
}

#[test]
fn what_is_no_store_is_refused_in_one_line() {
    let place = Place::new();
    std::fs::create_dir(place.path("folder")).unwrap();
    place.write("folder/note.txt", "a note");
    place.write("file", "no folder");
    for command in ["info", "verify", "compact", "migrate"] {
        for store in ["folder", "file", "nowhere"] {
            let output = place.run(["store", command, "--store", store]);
            assert_eq!(output.status.code(), Some(2), "{command} {store}");
            let complaint = complaint(&output);
            assert_eq!(
                complaint.trim_end().lines().count(),
                1,
                "{command} {store}: {complaint}"
            );
            assert!(complaint.contains(store), "{command} {store}: {complaint}");
        }
    }
    assert!(!place.path("nowhere").exists());
    assert_eq!(std::fs::read_dir(place.path("folder")).unwrap().count(), 1);
}

#[test]
fn a_damaged_ledger_is_not_sealed_again_and_not_carried_on() {
    let place = Place::new();
    store_of_batches(&place, 57, 1);
    let ledger = place.path("corpus.suyuan/ledger.sqlite");
    let mut bytes = std::fs::read(&ledger).unwrap();
    let title = "jsonl#2".as_bytes();
    let at = bytes
        .windows(title.len())
        .position(|window| window == title)
        .unwrap();
    bytes[at + title.len() - 1] ^= 1;
    std::fs::write(&ledger, &bytes).unwrap();
    for arguments in [
        &["scan", "--quiet", "0.jsonl"][..],
        &["store", "compact"],
        &["store", "verify"],
    ] {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            complaint(&output).contains("ledger.sqlite"),
            "{}",
            complaint(&output)
        );
    }
    place.scan(["0.jsonl", "--rebuild"], 0);
    assert_eq!(place.run(["store", "verify"]).status.code(), Some(0));
}
