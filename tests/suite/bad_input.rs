//! Input that cannot be used: a row of the ledger with place and reason, or one clear line and exit code 2.

use crate::program::{Export, Place, complaint, fixture};

/// The problem of a record that must not be `ok`.
fn problem(export: &Export, record: &str, status: &str) -> String {
    let row = export.row("records", "record_id", record);
    assert_eq!(row["status"], status, "{row}");
    row["problem"]
        .as_str()
        .unwrap_or_else(|| panic!("{row} gives no reason"))
        .to_owned()
}

#[test]
fn each_kind_of_bad_input_becomes_a_row() {
    let place = Place::new();
    place.scan([fixture("bad")], 3);
    let export = place.export();
    let broken = problem(&export, "broken_line.jsonl#2", "unreadable");
    assert!(broken.contains("broken_line.jsonl:2"), "{broken}");
    let no_text = problem(&export, "no_text_field.jsonl#2", "unreadable");
    assert!(no_text.contains("text"), "{no_text}");
    problem(&export, "no_text_field.jsonl#3", "unreadable");
    problem(&export, "empty.txt", "unreadable");
    problem(&export, "binary.txt", "unreadable");
    problem(&export, "undecodable.txt", "unreadable");
    problem(&export, "no_article.html", "no_article");
    for good in ["a1", "a3", "b1"] {
        assert_eq!(export.row("records", "record_id", good)["status"], "ok");
        export.row("articles", "article_id", good);
    }
    assert_eq!(export.rows("records").len(), 10);
}

#[test]
fn the_exit_code_tells_whether_too_much_was_unreadable() {
    let place = Place::new();
    let bad = fixture("bad").display().to_string();
    let output = place.run(["scan", &bad]);
    assert_eq!(output.status.code(), Some(3));
    let complaint = complaint(&output);
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(
        complaint.starts_with("suyuan: 6 of 10 records could not be read (60.0 %"),
        "{complaint}"
    );
    let summary = String::from_utf8(output.stdout).unwrap();
    assert!(summary.contains("broken_line.jsonl"), "{summary}");
    assert_eq!(
        place
            .run(["scan", &bad, "--max-unreadable", "60", "--store", "other.suyuan"])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn records_over_the_limit_are_counted_and_left_out() {
    let place = Place::new();
    let long = "河边的老磨坊今年又开了，水轮转起来的声音一里外都听得见。".repeat(200);
    let page = place.write("long.txt", &long);
    place.scan([page.as_os_str(), "--max-record".as_ref(), "4K".as_ref()], 3);
    problem(&place.export(), "long.txt", "oversize");
}

/// The one line that a command fails with.
fn failure(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    let complaint = complaint(&output);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.starts_with("suyuan: "), "{complaint}");
    assert_eq!(output.stdout, b"");
    complaint
}

#[test]
fn a_missing_path_fails_and_writes_nothing() {
    let place = Place::new();
    let tianjin = fixture("tianjin").display().to_string();
    let complaint = failure(&place, &["scan", &tianjin, "nowhere"]);
    assert!(complaint.contains("nowhere"), "{complaint}");
    assert!(!place.path("corpus.suyuan").exists());
}

#[test]
fn a_folder_that_is_no_store_is_left_alone() {
    let place = Place::new();
    let feed = place.write("feed.jsonl", r#"{"id": "1", "text": "早市上的豆腐卖完了。"}"#);
    let folder = place.path("notes");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("diary.txt"), "别动").unwrap();
    failure(&place, &["scan", &feed.display().to_string(), "--store", "notes"]);
    failure(&place, &["export", "jsonl", "-o", "export", "--store", "notes"]);
    failure(&place, &["export", "jsonl", "-o", "export", "--store", "nowhere"]);
    failure(
        &place,
        &["scan", &feed.display().to_string(), "--store", "feed.jsonl"],
    );
    let left: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["diary.txt"]);
    assert!(!place.path("export").exists());
}

#[test]
fn a_store_of_another_version_is_left_alone() {
    let place = Place::new();
    let feed = fixture("tianjin/feed_20220113.jsonl").display().to_string();
    place.scan([&feed], 0);
    let ledger = place.path("corpus.suyuan/ledger.sqlite");
    let connection = rusqlite::Connection::open(&ledger).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(connection);
    let complaint = failure(&place, &["scan", &feed]);
    assert!(complaint.contains("version"), "{complaint}");
    failure(&place, &["export", "jsonl", "-o", "export"]);
}

#[test]
fn a_fault_in_the_users_outlet_table_is_named_with_its_line() {
    let place = Place::new();
    let feed = fixture("tianjin/feed_20220113.jsonl").display().to_string();
    place.write(
        "outlets.csv",
        "canonical,aliases,domains,kind,region\n,缺名,,local daily,天津\n",
    );
    let complaint = failure(&place, &["scan", &feed, "--outlets", "outlets.csv"]);
    assert!(complaint.contains("outlets.csv:2"), "{complaint}");
    assert!(!place.path("corpus.suyuan").exists());
}
