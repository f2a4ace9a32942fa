//! What can be typed and what it prints: `tests/cases/`, and what depends on the place it runs in.

use crate::program::{Place, complaint, fixture};

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cases/*.trycmd");
}

#[test]
fn the_summary_is_readable_at_a_glance() {
    let place = Place::new();
    let output = place.run([std::ffi::OsStr::new("scan"), fixture("tianjin").as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert_eq!(complaint(&output), "");
    snapbox::assert_data_eq!(
        String::from_utf8(output.stdout).unwrap(),
        snapbox::Data::read_from(&fixture("../tests/cases/tianjin.stdout"), None).raw()
    );
}

#[test]
fn a_cleaning_says_at_a_glance_what_it_did() {
    let place = Place::new();
    let tianjin = fixture("tianjin").display().to_string();
    let levels = ["--levels", "articles,passages,lines", "--store", "tianjin.suyuan"];
    let output = place.run(["clean", &tianjin, "-o", "cleaned"].iter().chain(&levels));
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert_eq!(complaint(&output), "");
    let restored = place.run(["restore", "cleaned", "-o", "original"]);
    assert_eq!(restored.status.code(), Some(0), "{}", complaint(&restored));
    snapbox::assert_data_eq!(
        String::from_utf8([output.stdout, restored.stdout].concat()).unwrap(),
        snapbox::Data::read_from(&fixture("../tests/cases/tianjin_cleaned.stdout"), None).raw()
    );
}

#[test]
fn the_readme_shows_the_summary_as_it_is() {
    let readme = std::fs::read_to_string(fixture("../README.md")).unwrap();
    let summary = std::fs::read_to_string(fixture("../tests/cases/tianjin.stdout")).unwrap();
    assert!(
        readme.contains(&summary),
        "put tests/cases/tianjin.stdout into the first example of README.md"
    );
}

#[test]
fn quiet_says_nothing_and_json_says_everything() {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    let tianjin = fixture("tianjin").display().to_string();
    let output = place.run(["scan", &tianjin, "--json"]);
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["records"]["total"], 11, "{summary:#}");
}

#[test]
fn completions_are_written_for_each_shell() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = place.run(["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains("max-unreadable"),
            "{shell}"
        );
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_suyuan"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(complaint(&output), "");
}
