//! A scan that is killed, or whose disk fails: nothing that was committed is lost, nothing is misread, the next scan goes on.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::incremental::{assert_same_content, content, lines};
use crate::news_sentences::Random;
use crate::program::{Place, complaint};

/// Articles of the corpus: enough for several record files.
const ARTICLES: usize = 5_000;
/// Scans that are killed.
const KILLS: usize = 60;
/// Killed scans after which one is let through.
const IN_A_ROW: usize = 12;

fn suyuan(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suyuan"));
    command
        .args(arguments)
        .current_dir(place.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// What a reader sees: nothing, or an export without complaints.
fn readable(place: &Place) -> Option<usize> {
    let output = place.run([
        "export",
        "jsonl",
        "--quiet",
        "-o",
        "seen",
        "--tables",
        "records,articles",
    ]);
    match output.status.code() {
        Some(0) => {
            let rows = std::fs::read_to_string(place.path("seen/records.jsonl")).unwrap();
            Some(rows.lines().count())
        }
        code => {
            let complaint = complaint(&output);
            assert!(
                code == Some(2) && complaint.contains("no store here"),
                "{complaint}"
            );
            None
        }
    }
}

#[test]
fn a_scan_that_is_killed_at_any_moment_goes_on() {
    let lines = lines(40, ARTICLES);
    let (first, second) = lines.split_at(lines.len() / 3);
    let undisturbed = Place::new();
    undisturbed.write("first.jsonl", first.join("\n"));
    undisturbed.write("second.jsonl", second.join("\n"));
    undisturbed.scan(["first.jsonl"], 0);
    let begun = Instant::now();
    undisturbed.scan(["second.jsonl"], 0);
    let duration = begun.elapsed();
    let expected = content(&undisturbed);
    let before = first.len();
    let after = lines.len();

    let mut random = Random::new(41);
    for round in 0..KILLS / IN_A_ROW {
        let place = Place::new();
        place.write("first.jsonl", first.join("\n"));
        place.write("second.jsonl", second.join("\n"));
        // Half of the rounds begin with a store that stands.
        let stands = round % 2 == 1;
        if stands {
            place.scan(["first.jsonl"], 0);
        }
        let files: &[&str] = if stands {
            &["scan", "--quiet", "second.jsonl"]
        } else {
            &["scan", "--quiet", "first.jsonl", "second.jsonl"]
        };
        for kill in 0..IN_A_ROW {
            let mut child = suyuan(&place, files).spawn().unwrap();
            let wait = duration.as_millis() as usize * (1 + random.below(100)) / 100;
            let until = Instant::now() + Duration::from_millis(wait as u64);
            // A scan that has ended cannot be killed any more.
            while Instant::now() < until && matches!(child.try_wait(), Ok(None)) {
                std::thread::sleep(Duration::from_millis(1));
            }
            let _ = child.kill();
            let _ = child.wait();
            let seen = readable(&place);
            let standing = if stands { Some(before) } else { None };
            assert!(
                seen == standing || seen == Some(after),
                "round {round}, kill {kill}: {seen:?} records"
            );
        }
        let arguments: Vec<&str> = files.iter().skip(2).copied().collect();
        place.scan(arguments, 0);
        assert_same_content(&expected, &content(&place), &format!("round {round}"));
    }
}

#[test]
fn batches_that_a_killed_scan_finished_are_not_made_again() {
    let place = Place::new();
    place.write("all.jsonl", lines(42, ARTICLES).join("\n"));
    let segments = place.path("corpus.suyuan/segments");
    let finished = || -> Vec<std::ffi::OsString> {
        let files = std::fs::read_dir(&segments).into_iter().flatten();
        let names = files.filter_map(|file| Some(file.ok()?.file_name()));
        names
            .filter(|name| Path::new(name).extension().is_some_and(|end| end == "digests"))
            .collect()
    };
    let mut child = suyuan(&place, &["scan", "--quiet", "all.jsonl"]).spawn().unwrap();
    let begun = Instant::now();
    while finished().is_empty() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let _ = child.kill();
    let _ = child.wait();
    if readable(&place).is_some() {
        // It was faster than we.
        return;
    }
    let left = finished();
    assert!(!left.is_empty());
    place.scan(["all.jsonl"], 0);
    let kept = finished();
    assert!(left.iter().all(|name| kept.contains(name)), "{left:?} {kept:?}");
}

/// Runs a scan under a limit of the size of files, in units of 1024 bytes: writes beyond it come up short and then fail.
#[cfg(unix)]
#[test]
fn a_disk_that_fails_leaves_the_store_as_it_was() {
    let place = Place::new();
    let lines = lines(43, 600);
    let (first, second) = lines.split_at(lines.len() / 2);
    place.write("first.jsonl", first.join("\n"));
    place.write("second.jsonl", second.join("\n"));
    place.scan(["first.jsonl"], 0);
    let before = content(&place);
    let whole: u64 = sizes(&place.path("corpus.suyuan")).into_iter().max().unwrap_or(0) / 1024;
    let mut failed = 0;
    for limit in (1..24).map(|part| 1 + whole * part / 16) {
        let script = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec '{}' scan --quiet second.jsonl",
            env!("CARGO_BIN_EXE_suyuan")
        );
        let output = Command::new("bash")
            .args(["-c", &script])
            .current_dir(place.path(""))
            .output()
            .unwrap();
        match output.status.code() {
            Some(0) => break,
            code => {
                failed += 1;
                assert_eq!(code, Some(2), "{}", complaint(&output));
                let complaint = complaint(&output);
                assert_eq!(complaint.trim_end().lines().count(), 1, "{complaint}");
                assert!(
                    complaint.contains("corpus.suyuan") || complaint.contains("disk"),
                    "{complaint}"
                );
                assert_same_content(&before, &content(&place), &format!("limit of {limit} KB"));
            }
        }
    }
    assert!(failed > 3, "{failed}");
    place.scan(["second.jsonl"], 0);
    let whole = Place::new();
    whole.write("all.jsonl", lines.join("\n"));
    whole.scan(["all.jsonl"], 0);
    assert_same_content(&content(&whole), &content(&place), "after the failures");
}

fn sizes(folder: &Path) -> Vec<u64> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sizes(&path));
        } else {
            found.push(path.metadata().unwrap().len());
        }
    }
    found
}

/// Batches of a killed scan that was to examine all records by another table of outlets are those records, not others beside them.
#[test]
fn a_change_of_rules_that_is_killed_doubles_nothing() {
    let place = Place::new();
    let corpus = lines(44, 2_600);
    place.write("all.jsonl", corpus.join("\n"));
    place.write("outlets.csv", "海滨早报,海滨日报,,local daily\n");
    place.scan(["all.jsonl"], 0);
    let before = place.path("corpus.suyuan/segments").read_dir().unwrap().count();
    let mut child = suyuan(
        &place,
        &["scan", "--quiet", "all.jsonl", "--outlets", "outlets.csv"],
    )
    .spawn()
    .unwrap();
    let begun = Instant::now();
    let count = || place.path("corpus.suyuan/segments").read_dir().unwrap().count();
    while count() < before + 2 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let _ = child.kill();
    let _ = child.wait();
    place.scan(["all.jsonl", "--outlets", "outlets.csv"], 0);
    let fresh = Place::new();
    fresh.write("all.jsonl", corpus.join("\n"));
    fresh.write("outlets.csv", "海滨早报,海滨日报,,local daily\n");
    fresh.scan(["all.jsonl", "--outlets", "outlets.csv"], 0);
    assert_same_content(&content(&fresh), &content(&place), "after the kill");
}
