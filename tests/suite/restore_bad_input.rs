//! What a restoring must refuse: what is no output, or is one no longer. One clear line, and nothing half-written in place.

use std::collections::BTreeMap;

use crate::clean_bad_input::{cleaned, place, refused};
use crate::cleaning::{files, json as run_json};
use crate::containers::unpacked;
use crate::program::complaint;

#[test]
fn restoring_refuses_what_is_no_output() {
    let place = place();
    refused(
        &place,
        &["restore", "in", "-o", "back"],
        "in: is not the output of `suyuan clean`",
    );
    refused(&place, &["restore", "nowhere", "-o", "back"], "nowhere");
    cleaned(&place);
    refused(
        &place,
        &["restore", "out", "-o", "out/back"],
        "the output lies inside",
    );
    refused(&place, &["restore", "out", "-o", "in"], "in: exists already");
}

#[test]
fn restoring_names_the_file_that_was_edited() {
    let place = place();
    cleaned(&place);
    let shard = place.path("out/part-0.jsonl");
    let held = std::fs::read_to_string(&shard).unwrap();
    let edits = [
        held.replacen('镇', "县", 1),
        held.clone() + "\n",
        held[..held.len() / 2
            - (0..4)
                .find(|back| held.is_char_boundary(held.len() / 2 - back))
                .unwrap()]
            .to_owned(),
        String::new(),
    ];
    for edit in edits {
        std::fs::write(&shard, edit).unwrap();
        refused(
            &place,
            &["restore", "out", "-o", "back"],
            "part-0.jsonl: has changed since it was cleaned",
        );
    }
    std::fs::remove_file(&shard).unwrap();
    refused(
        &place,
        &["restore", "out", "-o", "back"],
        "part-0.jsonl: cannot read",
    );
    std::fs::write(&shard, held).unwrap();
    // Packed anew is the same.
    let packed = place.path("out/part-1.jsonl.zst");
    let bytes = unpacked("x.zst", &std::fs::read(&packed).unwrap());
    std::fs::write(&packed, zstd::encode_all(&bytes[..], 19).unwrap()).unwrap();
    run_json(&place, &["restore", "out", "-o", "back", "--json"]);
}

/// Whichever byte of the sidecar flips: the restoring fails, or gives back what it should. It never panics.
#[test]
fn a_flipped_byte_of_the_sidecar_is_noticed() {
    let place = place();
    cleaned(&place);
    run_json(&place, &["restore", "out", "-o", "right", "--json"]);
    let right: BTreeMap<_, _> = files(&place.path("right")).into_iter().collect();
    let mut noticed = 0;
    for name in ["bytes.zst", "places.jsonl.zst", "files.jsonl"] {
        let path = place.path(&format!("out/removed/{name}"));
        let held = std::fs::read(&path).unwrap();
        for at in (0..held.len()).step_by(held.len() / 24 + 1) {
            let mut flipped = held.clone();
            flipped[at] ^= 4;
            std::fs::write(&path, flipped).unwrap();
            let output = place.run(["restore", "out", "-o", "back"]);
            if output.status.code() == Some(0) {
                let back = files(&place.path("back"));
                let same = |name: &String| unpacked(name, &back[name]) == unpacked(name, &right[name]);
                assert!(
                    back.len() == right.len() && right.keys().all(same),
                    "{name} at {at}"
                );
                std::fs::remove_dir_all(place.path("back")).unwrap();
            } else {
                noticed += 1;
                assert_eq!(
                    output.status.code(),
                    Some(2),
                    "{name} at {at}: {}",
                    complaint(&output)
                );
                assert!(
                    complaint(&output).starts_with("suyuan: "),
                    "{name} at {at}: {}",
                    complaint(&output)
                );
                assert!(!place.path("back").exists() && !place.path(".back.partial").exists());
            }
        }
        std::fs::write(&path, held).unwrap();
    }
    assert!(noticed > 40, "{noticed}");
}

#[test]
fn a_sidecar_that_names_other_places_is_refused() {
    let place = place();
    cleaned(&place);
    let list = place.path("out/removed/files.jsonl");
    let held = std::fs::read_to_string(&list).unwrap();
    for name in ["../x", "/tmp/suyuan-x", "a/../../x", ".."] {
        std::fs::write(&list, held.replacen("part-0.jsonl", name, 1)).unwrap();
        refused(
            &place,
            &["restore", "out", "-o", "back"],
            &format!("lists a file {name} that lies outside"),
        );
    }
    std::fs::write(&list, "no list\n").unwrap();
    refused(
        &place,
        &["restore", "out", "-o", "back"],
        "files.jsonl:1: is damaged",
    );
    std::fs::write(&list, &held).unwrap();
    let places = place.path("out/removed/places.jsonl.zst");
    let all = String::from_utf8(unpacked("x.zst", &std::fs::read(&places).unwrap())).unwrap();
    let mut last: serde_json::Value = serde_json::from_str(all.lines().last().unwrap()).unwrap();
    for column in ["at", "put", "bytes", "file"] {
        let before = last[column].clone();
        last[column] = u64::MAX.into();
        let rest = &all[..all.trim_end().rfind('\n').unwrap() + 1];
        let changed = zstd::encode_all(format!("{rest}{last}\n").as_bytes(), 3).unwrap();
        std::fs::write(&places, changed).unwrap();
        refused(&place, &["restore", "out", "-o", "back"], "");
        last[column] = before;
    }
}
