//! What a cleaning must refuse: one clear line, exit code 2, and nothing half-written in place.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::cleaning::{files, json as run_json};
use crate::containers::{Container, JsonLines, unpacked};
use crate::corpus;
use crate::news_sentences::{Random, sentence};
use crate::program::{Place, complaint};

/// A place with a corpus of three shards in `in/`, one of them packed.
pub fn place() -> Place {
    let place = Place::new();
    let lines: [&dyn Container; 2] = [&JsonLines(""), &JsonLines(".zst")];
    std::fs::create_dir(place.path("in")).unwrap();
    for (number, part) in corpus::pages(77, 45).chunks(15).enumerate() {
        let mut random = Random::new(number as u64);
        for (name, bytes) in lines[number % 2].files(&format!("part-{number}"), part, &mut random) {
            place.write(&format!("in/{name}"), crate::containers::packed(&name, &bytes));
        }
    }
    place
}

/// Everything that stands in a place but the stores.
fn standing(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(&place.path(""));
    files.retain(|name, _| !name.contains(".suyuan/"));
    files
}

/// Runs what must fail; gives its one line. Nothing may have changed.
pub fn refused(place: &Place, arguments: &[&str], essence: &str) {
    let before = standing(place);
    let output = place.run(arguments);
    let said = complaint(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("suyuan: ") && said.contains(essence), "{said}");
    assert_eq!(output.stdout, b"");
    assert!(standing(place) == before, "{arguments:?} left something: {said}");
    let entries = std::fs::read_dir(place.path("")).unwrap();
    let hidden: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".partial") || name.contains(".old"))
        .collect();
    assert_eq!(hidden, [""; 0]);
}

/// Cleans `in/` to `out`; it must succeed.
pub fn cleaned(place: &Place) {
    let summary = run_json(
        place,
        &[
            "clean",
            "in",
            "-o",
            "out",
            "--levels",
            "articles,passages",
            "--json",
        ],
    );
    assert!(
        summary["removed"].as_u64().unwrap() > 0 && summary["cut"].as_u64().unwrap() > 0,
        "{summary}"
    );
}

#[test]
fn output_and_input_lie_beside_each_other() {
    let place = place();
    refused(
        &place,
        &["clean", "in", "-o", "in/out"],
        "the output lies inside the input in",
    );
    refused(
        &place,
        &["clean", "in/part-0.jsonl", "-o", "in"],
        "the output lies around the input in/part-0.jsonl",
    );
    refused(
        &place,
        &["clean", "in", "-o", "in"],
        "the output lies inside the input in",
    );
    refused(
        &place,
        &["clean", "in", "-o", "./nowhere/../in/out"],
        "inside the input",
    );
    refused(
        &place,
        &["clean", "in", "-o", "news.suyuan", "--store", "news.suyuan"],
        "news.suyuan",
    );
    refused(
        &place,
        &["clean", "in", "-o", "in/x/y/z"],
        "the output lies inside the input in",
    );
    place.write("bench.jsonl", "{\"text\": \"早市上的豆腐卖完了。\"}\n");
    refused(
        &place,
        &["clean", "in", "-o", "bench.jsonl/x", "--against", "bench.jsonl"],
        "inside the input bench.jsonl",
    );
    assert!(!place.path("corpus.suyuan").exists(), "scanned before it looked");
}

#[test]
fn an_output_that_exists_is_replaced_only_when_it_is_one_and_only_with_force() {
    let place = place();
    std::fs::create_dir(place.path("notes")).unwrap();
    place.write("notes/diary.txt", "别动");
    place.write("file", "别动");
    refused(&place, &["clean", "in", "-o", "notes"], "notes: exists already");
    refused(
        &place,
        &["clean", "in", "-o", "notes", "--force"],
        "is not the output of an earlier run",
    );
    refused(&place, &["clean", "in", "-o", "file"], "file: exists already");
    refused(
        &place,
        &["clean", "in", "-o", "file", "--force"],
        "is not the output of an earlier run",
    );
    cleaned(&place);
    refused(&place, &["clean", "in", "-o", "out"], "or --force to replace it");
    refused(
        &place,
        &["clean", "in", "-o", "out", "--dry-run"],
        "exists already",
    );
    place.write("out/of-the-last-run.txt", "旧");
    run_json(&place, &["clean", "in", "-o", "out", "--force", "--json"]);
    assert!(!place.path("out/of-the-last-run.txt").exists());
    std::fs::create_dir(place.path("empty")).unwrap();
    run_json(&place, &["clean", "in", "-o", "empty", "--json"]);
    assert!(files(&place.path("empty")) == files(&place.path("out")));
}

#[test]
fn input_that_changed_since_the_scan_is_named_and_scanned_anew_when_asked() {
    let place = place();
    let clean = ["clean", "in", "-o", "out"];
    let shard = place.path("in/part-0.jsonl");
    let first = std::fs::read_to_string(&shard).unwrap();
    let scanned = run_json(&place, &["clean", "in", "-o", "out", "--dry-run", "--json"]);

    // Same size, other bytes.
    let other = first.replacen('镇', "县", 1);
    assert!(other.len() == first.len() && other != first);
    std::fs::write(&shard, other).unwrap();
    refused(&place, &clean, "part-0.jsonl:");
    refused(&place, &clean, "has changed since it was scanned");
    // Other size.
    std::fs::write(&shard, first.clone() + "\n{\"text\": \"早市上的豆腐卖完了。\"}\n").unwrap();
    refused(
        &place,
        &clean,
        "part-0.jsonl has changed; name another --store, or scan it again with --rescan",
    );
    refused(
        &place,
        &["clean", "in", "-o", "out", "--dry-run"],
        "part-0.jsonl has changed",
    );
    std::fs::write(&shard, &first).unwrap();
    // A file more, a file less.
    place.write("in/part-9.jsonl", &first);
    refused(&place, &clean, "part-9.jsonl is not in it");
    std::fs::remove_file(place.path("in/part-9.jsonl")).unwrap();
    let packed = std::fs::read(place.path("in/part-1.jsonl.zst")).unwrap();
    std::fs::remove_file(place.path("in/part-1.jsonl.zst")).unwrap();
    refused(&place, &clean, "it also holds part-1.jsonl.zst");
    let fewer = run_json(&place, &["clean", "in", "-o", "out", "--json", "--rescan"]);
    assert!(fewer["records"].as_u64() < scanned["records"].as_u64());
    place.write("in/part-1.jsonl.zst", packed);
    let all = run_json(
        &place,
        &["clean", "in", "-o", "out", "--json", "--rescan", "--force"],
    );
    assert_eq!(all, scanned);
}

/// A line that was blanked leaves no bytes to compare: the file that lost it is named all the same.
#[test]
fn a_line_that_was_blanked_since_the_scan_is_found() {
    let place = place();
    run_json(&place, &["clean", "in", "-o", "out", "--dry-run", "--json"]);
    let shard = place.path("in/part-2.jsonl");
    let mut bytes = std::fs::read(&shard).unwrap();
    let content = bytes.trim_ascii_end().len();
    let start = bytes[..content].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    bytes[start..content].fill(b' ');
    std::fs::write(&shard, bytes).unwrap();
    refused(&place, &["clean", "in", "-o", "out"], "scan again with --rescan");
}

#[test]
fn inputs_that_cannot_stand_in_one_output_are_refused() {
    let place = place();
    std::fs::create_dir(place.path("more")).unwrap();
    let line = "{\"text\": \"早市上的豆腐卖完了。\"}\n";
    place.write("more/part-0.jsonl", line);
    refused(
        &place,
        &["clean", "in", "more", "-o", "out"],
        "two inputs would be written to part-0.jsonl",
    );
    refused(
        &place,
        &["clean", "-", "-o", "out"],
        "standard input cannot be read a second time",
    );
    for name in ["removals.jsonl", "summary.json"] {
        place.write(name, line);
        refused(
            &place,
            &["clean", name, "-o", "out"],
            &format!("{name}: a cleaned corpus has a file of its own"),
        );
    }
    std::fs::create_dir(place.path("more/removed")).unwrap();
    place.write("more/removed/a.jsonl", line);
    refused(
        &place,
        &["clean", "more", "-o", "out"],
        "removed/a.jsonl: a cleaned corpus",
    );
    refused(
        &place,
        &["clean", "nowhere", "-o", "out"],
        "nowhere: no such file or directory",
    );
    refused(
        &place,
        &["clean", "in", "-o", "out", "--against", "nowhere"],
        "nowhere: no such file or directory",
    );
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let place = place();
    refused(
        &place,
        &["clean", "in", "-o", "out", "--mask", "…"],
        "--mask is for passages",
    );
    refused(
        &place,
        &["clean", "in", "-o", "out", "--protect", "东江晩报"],
        "called 东江晩报 (did you mean 东江晚报?)",
    );
    refused(
        &place,
        &["clean", "in", "-o", "out", "--outlet-rank", "nowhere.txt"],
        "nowhere.txt: cannot read",
    );
    for (option, value) in [
        ("--levels", "records"),
        ("--keep", "shortest"),
        ("--outlet-cap", "200"),
    ] {
        let output = place.run(["clean", "in", "-o", "out", option, value]);
        assert_eq!(output.status.code(), Some(2));
        assert!(complaint(&output).contains(option), "{}", complaint(&output));
    }
}

#[test]
fn a_field_of_provenance_is_not_overwritten() {
    let place = Place::new();
    place.write(
        "feed.jsonl",
        "[1]\n{\"text\": \"早市上的豆腐卖完了。\", \"suyuan\": null}\n",
    );
    let clean = ["clean", "feed.jsonl", "-o", "out", "--provenance"];
    refused(&place, &clean, "feed.jsonl:2: has a field `suyuan` already");
}

#[test]
fn an_output_folder_that_cannot_be_made_is_named() {
    let place = place();
    place.write("file", "别动");
    refused(&place, &["clean", "in", "-o", "file/out"], "cannot create");
    // Root may write anywhere but here.
    refused(&place, &["clean", "in", "-o", "/proc/suyuan/out"], "/proc/suyuan");
    refused(&place, &["clean", "in", "-o", "/"], "the output lies around");
}

/// A folder of a few kilobytes, where the system lets us make one.
struct SmallFolder(std::path::PathBuf);

impl SmallFolder {
    fn mount(place: &Place, size: &str) -> Option<Self> {
        let path = place.path("small");
        std::fs::create_dir(&path).unwrap();
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&path);
        let mounted = mount
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        mounted.then_some(Self(path))
    }
}

impl Drop for SmallFolder {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let place = Place::new();
    let mut random = Random::new(9);
    let mut lines = String::new();
    for number in 0..400 {
        let text: String = (0..6).map(|_| sentence(&mut random)).collect();
        writeln!(lines, "{}", json!({"id": number, "text": text})).unwrap();
    }
    place.write("feed.jsonl", lines);
    let Some(small) = SmallFolder::mount(&place, "64k") else {
        return;
    };
    let output = place.run(["clean", "feed.jsonl", "-o", "small/out"]);
    let said = complaint(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("cannot write") && said.contains("No space left"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(&small.0).unwrap().count(), 0);
    run_json(&place, &["clean", "feed.jsonl", "-o", "out", "--json"]);
    let output = place.run(["restore", "out", "-o", "small/back"]);
    assert_eq!(output.status.code(), Some(2), "{}", complaint(&output));
    assert_eq!(std::fs::read_dir(&small.0).unwrap().count(), 0);
}

#[test]
fn a_run_that_is_killed_leaves_no_output_and_the_next_one_works() {
    let place = Place::new();
    let mut random = Random::new(3);
    let mut lines = String::new();
    for number in 0..3000 {
        let text: String = (0..4).map(|_| sentence(&mut random)).collect();
        writeln!(lines, "{}", json!({"id": number, "text": text})).unwrap();
    }
    place.write("feed.jsonl.zst", zstd::encode_all(lines.as_bytes(), 3).unwrap());
    run_json(
        &place,
        &["clean", "feed.jsonl.zst", "-o", "out", "--dry-run", "--json"],
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_suyuan"))
        .args(["clean", "feed.jsonl.zst", "-o", "out", "--quiet", "--provenance"])
        .current_dir(place.path(""))
        .spawn()
        .unwrap();
    // It is killed while it writes, unless it is faster than that.
    while !place.path(".out.partial/feed.jsonl.zst").exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let _ = child.kill();
    if child.wait().unwrap().success() {
        return;
    }
    assert!(!place.path("out").exists());
    run_json(&place, &["clean", "feed.jsonl.zst", "-o", "out", "--json"]);
    assert!(!place.path(".out.partial").exists());
    run_json(&place, &["restore", "out", "-o", "back", "--json"]);
    let back = std::fs::read(place.path("back/feed.jsonl.zst")).unwrap();
    assert!(unpacked("x.zst", &back) == lines.as_bytes());
}
