//! Embedded articles that become records of their own: beside the page's line or row or file, with its other fields, and
//! put back with the rest.

use serde_json::{Value, json};

use crate::cleaning::{json as run_json, text};
use crate::news_sentences::{Random, sentence};
use crate::program::Place;

fn body(seed: u64) -> String {
    let mut random = Random::new(seed);
    (0..9).map(|_| sentence(&mut random)).collect::<Vec<_>>().concat()
}

/// A report with another one below it.
fn page(report: &str, embedded: &str) -> String {
    format!("{report}\n相关报道：\n渡口恢复通航\n2022-01-11 09:30 来源：澎湃新闻\n{embedded}\n")
}

fn write(place: &Place, name: &str, text: String) {
    let path = place.path(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn lines(place: &Place, name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(place.path(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Cleans `in`; gives the summary.
fn cleaned(place: &Place, options: &[&str]) -> Value {
    run_json(
        place,
        &[&["clean", "in", "-o", "out", "--json", "--force"], options].concat(),
    )
}

fn restored(place: &Place, names: &[&str]) {
    run_json(place, &["restore", "out", "-o", "back", "--json"]);
    for name in names {
        let read = |folder: &str| std::fs::read(place.path(&format!("{folder}/{name}"))).unwrap();
        assert_eq!(read("in"), read("back"), "{name}");
    }
}

#[test]
fn an_embedded_article_becomes_a_line_beside_its_page() {
    let place = Place::new();
    let (report, embedded) = (body(1), body(2));
    let record = json!({"id": "a", "title": "早市搬家", "source": "东江晚报", "n": 7, "text": page(&report, &embedded)});
    // Without an end, as files often are.
    write(&place, "in/feed.jsonl", record.to_string());
    let summary = cleaned(&place, &["--levels", "embedded", "--provenance"]);
    assert_eq!(
        (&summary["split_out"], &summary["kept"], &summary["cut"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let rows = lines(&place, "out/feed.jsonl");
    assert_eq!(rows.len(), 2);
    assert!(text(&rows[0], "text").contains(&report) && !text(&rows[0], "text").contains(&embedded));
    assert!(text(&rows[1], "text").contains(&embedded) && !text(&rows[1], "text").contains(&report));
    assert_eq!(
        (
            &rows[1]["id"],
            &rows[1]["title"],
            &rows[1]["source"],
            &rows[1]["n"]
        ),
        (
            &json!("a#1"),
            &json!("渡口恢复通航"),
            &json!("澎湃新闻"),
            &json!(7)
        )
    );
    assert_eq!(rows[1]["suyuan"]["kept_because"], "split out of a");
    restored(&place, &["feed.jsonl"]);
}

#[test]
fn tables_get_a_row_and_texts_a_file() {
    let place = Place::new();
    let (report, embedded) = (body(3), body(4));
    let quoted = page(&report, &embedded).replace('"', "\"\"");
    write(
        &place,
        "in/table.csv",
        format!("id,n,text,title\r\na,7,\"{quoted}\",早市搬家\r\n"),
    );
    write(&place, "in/texts/b.txt", page(&body(5), &body(6)));
    write(&place, "in/texts/b.1.txt", body(7));
    assert_eq!(cleaned(&place, &["--levels", "embedded"])["split_out"], 2);
    let mut rows = csv::Reader::from_path(place.path("out/table.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[1][0], &rows[1][1], &rows[1][3]),
        ("a#1", "7", "渡口恢复通航")
    );
    assert!(rows[1][2].contains(&embedded) && !rows[0][2].contains(&embedded));
    let split = std::fs::read_to_string(place.path("out/texts/b.1-2.txt")).unwrap();
    assert!(split.contains(&body(6)));
    assert_eq!(
        std::fs::read_to_string(place.path("out/texts/b.1.txt")).unwrap(),
        body(7)
    );
    restored(&place, &["table.csv", "texts/b.txt", "texts/b.1.txt"]);
}

#[test]
fn one_that_stands_elsewhere_goes_and_says_for_what() {
    let place = Place::new();
    let embedded = body(8);
    let record = |id: &str, text: &str| json!({"id": id, "text": text}).to_string();
    write(
        &place,
        "in/feed.jsonl",
        [
            record("own", &embedded),
            record("page", &page(&body(9), &embedded)),
            record("other", &page(&body(10), &embedded)),
        ]
        .join("\n"),
    );
    let summary = cleaned(&place, &["--levels", "articles,embedded"]);
    assert_eq!(summary["split_out"], 0, "{summary}");
    let rows = lines(&place, "out/feed.jsonl");
    let holds = rows.iter().filter(|row| text(row, "text").contains(&embedded));
    assert_eq!((rows.len(), holds.count()), (3, 1));
    let removals = lines(&place, "out/removals.jsonl");
    let copies: Vec<&Value> = removals
        .iter()
        .filter(|row| row["rule"] == "embedded-copy")
        .collect();
    assert!(
        !copies.is_empty() && copies.iter().all(|row| row["keeper_record_id"] == "own"),
        "{removals:#?}"
    );
    restored(&place, &["feed.jsonl"]);
}

/// Three pages with one report in them: what a page's report goes for is itself kept.
#[test]
fn no_embedded_article_goes_for_one_that_goes_too() {
    let place = Place::new();
    let embedded = body(17);
    let record = |id: u64| {
        let day = format!("2022-01-1{id} 08:00");
        json!({"id": format!("p{id}"), "published_at": day, "text": page(&body(20 + id), &embedded)})
            .to_string()
    };
    write(
        &place,
        "in/feed.jsonl",
        [record(1), record(2), record(3)].join("\n"),
    );
    for keep in ["origin", "earliest", "latest", "longest", "first"] {
        let summary = cleaned(&place, &["--levels", "articles,embedded", "--keep", keep]);
        assert_eq!(summary["split_out"], 1, "{keep}");
        let rows = lines(&place, "out/removals.jsonl");
        let went = |article: &Value| {
            let mut copies = rows.iter().filter(|row| row["rule"] == "embedded-copy");
            copies.any(|row| row["article_id"] == *article)
        };
        let keepers = rows.iter().filter(|row| row["rule"] == "embedded-copy");
        for keeper in keepers.map(|row| &row["keeper_article_id"]) {
            assert!(!went(keeper), "{keep}: {keeper}");
        }
    }
}

#[test]
fn other_ways_of_reading_than_the_scan_had_are_refused() {
    let place = Place::new();
    let text = body(18).repeat(9);
    let record = |id: &str| json!({"id": id, "text": text}).to_string();
    write(&place, "in/a.jsonl", [record("a"), record("b")].join("\n"));
    write(&place, "in/t.csv", format!("id,text\n1,{}\n", body(19)));
    cleaned(&place, &[]);
    for options in [&["--max-record", "1K"][..], &["--text-field", "zzz"]] {
        let output = place.run([&["clean", "in", "-o", "other", "--quiet"], options].concat());
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("--rescan"));
        assert!(!place.path("other").exists());
    }
}

/// The list as Parquet has the rows and columns of the list as JSONL.
#[test]
fn the_list_of_removals_is_a_table_too() {
    let place = Place::new();
    let record = |id: &str, text: &str| json!({"id": id, "text": text}).to_string();
    let text = body(14);
    let page = page(&body(15), &body(16));
    write(
        &place,
        "in/feed.jsonl",
        [record("a", &text), record("b", &text), record("c", &page)].join("\n"),
    );
    cleaned(&place, &["--levels", "articles,embedded", "--removals-parquet"]);
    let rows = lines(&place, "out/removals.jsonl");
    let file = std::fs::File::open(place.path("out/removals.parquet")).unwrap();
    let batches = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(file, 1000).unwrap();
    let batches: Vec<_> = batches.map(Result::unwrap).collect();
    assert_eq!(
        batches.iter().map(|batch| batch.num_rows()).sum::<usize>(),
        rows.len()
    );
    let columns: Vec<String> = batches[0]
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let mut names: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    names.sort();
    let mut sorted: Vec<&String> = columns.iter().collect();
    sorted.sort();
    assert_eq!(sorted, names);
}

#[test]
fn of_those_that_stand_nowhere_else_one_stays() {
    let place = Place::new();
    let embedded = body(11);
    let record = |id: &str, seed: u64| json!({"id": id, "text": page(&body(seed), &embedded)}).to_string();
    write(
        &place,
        "in/feed.jsonl",
        [record("a", 12), record("b", 13)].join("\n") + "\n",
    );
    let summary = cleaned(&place, &["--levels", "articles,embedded"]);
    assert_eq!(summary["split_out"], 1, "{summary}");
    let rows = lines(&place, "out/feed.jsonl");
    let holds = rows.iter().filter(|row| text(row, "text").contains(&embedded));
    assert_eq!((rows.len(), holds.count()), (3, 1));
    restored(&place, &["feed.jsonl"]);
}
