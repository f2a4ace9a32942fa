//! JSON documents: sound ones, damaged ones, and any bytes.

use std::io::{BufReader, Cursor};

use proptest::prelude::{ProptestConfig, any, proptest};

use super::elements::{Elements, Passed};
use super::json_document::Document;
use super::tests::{read_all, read_bytes};
use crate::config::ReadParameters;
use crate::document::{Format, Record, Status};

/// What is told of each record: its address, its text, or what is wrong with it.
fn told(records: &[Record]) -> Vec<(&str, &str)> {
    records
        .iter()
        .map(|record| {
            (
                record.uri.as_str(),
                record.problem.as_deref().unwrap_or(&record.text),
            )
        })
        .collect()
}

fn read_json(text: &str) -> Vec<Record> {
    read_bytes("a.json", text.as_bytes())
}

#[test]
fn arrays_objects_with_arrays_and_objects_alone_are_read() {
    let (one, two) = (r#"{"id": 1, "text": "一[\"]"}"#, "{\n  \"text\": \"二}\\\\\"\n}");
    let texts = [("a.json#1", "一[\"]"), ("a.json#2", "二}\\")];
    for document in [
        format!("[{one},{two}]"),
        format!(" \n[\n  {one}\n  ,{two}\n]\n"),
        format!(
            r#"{{"meta": {{"x": [{{"text": "no"}}]}}, "links": [{{"u": 1}}], "n": [1], "data": [{one},{two}], "e": [[]]}}"#
        ),
        format!(r#"{{"a": [{one}], "b": [], "c": [{two}]}}"#),
        format!("[{one}] [{two}]"),
        // An array around them is missing, or a comma between them, or there is one more.
        format!("{one}\n{two}\n").replace("\"id\"", "\n\"id\""),
        format!("{one},\n{two},\n").replace("\"id\"", "\n\"id\""),
        format!("[{one} {two},]"),
    ] {
        let records = read_json(&document);
        assert_eq!(told(&records), texts, "{document}");
        assert!(records.iter().all(|record| record.format == Format::Json));
        assert_eq!(
            (records[0].id.as_str(), records[1].id.as_str()),
            ("1", "a.json#2")
        );
    }
}

#[test]
fn one_bad_element_costs_no_other() {
    let good = r#"{"text": "好"}"#;
    for (bad, problem) in [
        (
            "7",
            "not JSON: invalid type: integer `7`, expected an object at line 1 column 1 of the element",
        ),
        (r#"{"x": 1}"#, "no text field"),
        (
            r#"{"text": 甲}"#,
            "not JSON: expected value at line 1 column 10 of the element",
        ),
        (r#"{"text": "甲", "x": [1}"#, "not JSON: expected `,` or `]`"),
        (r#"{"text": "甲", "x": 1]}"#, "not JSON: expected `,` or `}`"),
        // Raw line ends in a text, and text that is quoted without backslashes.
        ("{\"text\": \"甲\n乙\"}", "not JSON: control character"),
        (r#"{"text": "他说"好"。"}"#, "not JSON: expected `,` or `}`"),
        // A bracket is missing, or a quotation mark.
        (r#"{"text": "甲""#, "not JSON: EOF while parsing a value"),
        (r#"{"text": "甲}"#, "not JSON: control character"),
    ] {
        let records = read_json(&format!("[\n{good},\n{bad},\n{good}]"));
        let told = told(&records);
        assert_eq!(told.len(), 3, "{bad}: {told:?}");
        assert_eq!((told[0].1, told[2].1), ("好", "好"), "{bad}");
        assert!(
            told[1].1.starts_with("a.json#2: line 3, byte 19: "),
            "{bad}: {}",
            told[1].1
        );
        assert!(told[1].1.contains(problem), "{bad}: {}", told[1].1);
    }
}

#[test]
fn a_missing_quotation_mark_costs_its_element_and_a_cut_is_told() {
    let good = |number: usize| format!("{{\"id\": {number}, \"text\": \"第{number}篇\"}}");
    let mut lines: Vec<String> = (1..=9).map(good).collect();
    lines[3] = lines[3].replace("篇\"", "篇");
    let document = format!("[\n{}\n]\n", lines.join(",\n"));
    let records = read_json(&document);
    assert_eq!(records.len(), 9, "{:?}", told(&records));
    let sound = records.iter().filter(|record| record.status == Status::Ok);
    assert_eq!(sound.count(), 8);
    assert!(told(&records)[3].1.starts_with("a.json#4: line 5, byte "));

    let cut = document.split_at(document.find("第7").unwrap()).0;
    let records = read_json(cut);
    let last = told(&records)[6].1;
    assert_eq!(records.len(), 7);
    assert!(
        last.starts_with("a.json#7: line 8, byte ") && last.contains("cut off in this element"),
        "{last}"
    );
    let records = read_json("[{\"text\": \"好\"},");
    assert!(told(&records)[1].1.contains("cut off: the end of an array"));
}

#[test]
fn what_has_no_records_says_so() {
    for (document, problem) in [
        ("[]", "a JSON document without records"),
        ("{\"a\": [{\"b\": 1}]}", "a JSON document without records"),
        ("[1, 2, 3]", "a JSON document without records"),
        ("[{\"text\": \"好\"}] x", "no array of records stands here"),
    ] {
        let records = read_json(document);
        let last = records.last().unwrap().problem.as_ref().unwrap();
        assert!(last.contains(problem), "{document}: {last}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let forced = ReadParameters {
        format: Some(Format::Json),
        ..ReadParameters::default()
    };
    for (text, problem) in [
        ("海滨", "no array of records"),
        ("[]", "without records"),
        ("", "without records"),
    ] {
        std::fs::write(&path, text).unwrap();
        let records = read_all(&path, &forced);
        assert!(told(&records)[0].1.contains(problem), "{:?}", told(&records));
    }
}

#[test]
fn an_element_that_is_too_large_is_passed_over() {
    let large = format!("{{\"text\": \"{}\"}}", "长".repeat(200_000));
    let document = format!("[{{\"text\": \"好\"}}, {large}, {{\"text\": \"末\"}}]");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    std::fs::write(&path, document).unwrap();
    let small = ReadParameters {
        max_record: 1000,
        ..ReadParameters::default()
    };
    let statuses: Vec<Status> = read_all(&path, &small)
        .iter()
        .map(|record| record.status)
        .collect();
    assert_eq!(statuses, [Status::Ok, Status::Oversize, Status::Ok]);
}

/// Cuts a document with buffers of so many bytes; gives what was put together again, and the elements.
fn cut(bytes: &[u8], buffer: usize, maximum: usize) -> (Vec<u8>, Vec<Option<Vec<u8>>>) {
    let stream = BufReader::with_capacity(buffer, Cursor::new(bytes.to_vec()));
    let document = Document::of(bytes, &ReadParameters::default());
    let mut elements = Elements::new(Box::new(stream), maximum, &document);
    let (mut whole, mut found) = (Vec::new(), Vec::new());
    loop {
        let element = elements.next(&mut |passed| {
            let (Passed::Between(bytes) | Passed::Oversize(bytes)) = passed;
            whole.extend_from_slice(bytes);
            Ok::<(), ()>(())
        });
        let Some(element) = element.unwrap() else {
            return (whole, found);
        };
        let bytes = element.bytes();
        whole.extend_from_slice(bytes.as_deref().unwrap_or_default());
        found.push(bytes);
    }
}

#[test]
fn what_stands_deep_costs_nothing_that_follows() {
    let deep = format!(
        "{{\"text\": \"中\", \"x\": {}{}}}",
        "[".repeat(1000),
        "]".repeat(1000)
    );
    for document in [
        format!("[{{\"text\": \"好\"}}, {deep}, {{\"text\": \"末\"}}]"),
        format!("{{\"n\": 1, \"data\": [{{\"text\": \"好\"}}, {deep}, {{\"text\": \"末\"}}], \"z\": {{}}}}"),
    ] {
        let records = read_json(&document);
        let texts: Vec<_> = records.iter().map(|record| record.text.as_str()).collect();
        assert_eq!(texts, ["好", "中", "末"]);
    }
}

/// Bytes that brackets, strings and what stands between them are made of.
const ALPHABET: &[u8] = b"[[]]{{}}\"\"\\,,: \nat1\xE6\xB5\xB7\xA3\x5C";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// All elements and all that is passed over are the document, in whatever pieces it is read.
    #[test]
    fn nothing_is_lost(bytes in proptest::collection::vec(proptest::sample::select(ALPHABET.to_vec()), 0..80), opened in 0usize..4, buffer in 1_usize..9, tight in any::<bool>()) {
        let head: &[u8] = [b"".as_slice(), b"[", b"[{", b"{\"data\":["][opened];
        let bytes = [head, &bytes].concat();
        let maximum = if tight { 6 } else { 1000 };
        let (whole, found) = cut(&bytes, buffer, maximum);
        assert_eq!(whole, bytes);
        if !tight {
            assert_eq!(cut(&bytes, 1000, maximum).1, found);
        }
    }

    /// The elements of a sound array are those that the parser finds.
    #[test]
    fn elements_are_those_of_the_parser(texts in proptest::collection::vec(any::<String>(), 0..6), nested in any::<bool>(), pretty in any::<bool>(), buffer in 1_usize..50) {
        let records: Vec<serde_json::Value> = texts.iter().map(|text| serde_json::json!({"text": text, "of": [{"a": [text]}, 1]})).collect();
        let value = if nested { serde_json::json!({"n": [1], "data": records, "z": {"data": [{"text": ""}]}}) } else { records.clone().into() };
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        let (_, found) = cut(text.as_bytes(), buffer, 1 << 20);
        let found: Vec<serde_json::Value> = found.iter().flatten().map(|bytes| serde_json::from_slice(bytes).unwrap()).collect();
        assert_eq!(found, records);
    }

    /// Whatever one element is, the others of an array of lines are read.
    #[test]
    fn an_element_without_brackets_costs_no_other(damage in "[a-z0-9 :\\\\\"甲]{0,30}") {
        let document = format!("[\n{{\"text\": \"好\"}},\n{{\"x\": {damage}}},\n{{\"text\": \"中\"}},\n{{\"text\": \"末\"}}\n]");
        let records = read_json(&document);
        assert_eq!(records.first().map(|record| record.text.as_str()), Some("好"), "{document}");
        assert_eq!(records.last().map(|record| record.text.as_str()), Some("末"), "{document}");
    }

    #[test]
    fn any_bytes_make_records(bytes: Vec<u8>, opened in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let head: &[u8] = if opened { b"[{\"text\":\"" } else { b"" };
        std::fs::write(&path, [head, &bytes].concat()).unwrap();
        let parameters = ReadParameters { format: Some(Format::Json), max_record: 60, ..ReadParameters::default() };
        let records = read_all(&path, &parameters);
        assert!(!records.is_empty());
        for record in records {
            assert_eq!(record.status == Status::Ok, record.problem.is_none());
        }
    }
}
