//! Input that is damaged or made to do harm, all in one folder: every file has a row that says where and what, what is sound
//! in and beside it is read, and memory does not grow with the file.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use serde_json::Value;
use suyuan::config::{FieldNames, ReadParameters};
use suyuan::read::{decode, open, sources};

use crate::archives::{tar, zip, zstandard};
use crate::program::{Place, complaint};
use crate::warc::response;

const TEXT: &str = "柳湾剧院修缮工程昨日完工，这座老建筑恢复了原有的穹顶和彩绘玻璃，座席由八百个减为六百二十个，学生半价入场。";

fn line(text: &str) -> String {
    format!("{}\n", serde_json::json!({"text": text}))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn cut(mut bytes: Vec<u8>, by: usize) -> Vec<u8> {
    bytes.truncate(bytes.len() - by);
    bytes
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn parquet_without_text() -> Vec<u8> {
    let column: ArrayRef = Arc::new(StringArray::from(vec![TEXT]));
    let batch =
        RecordBatch::try_from_iter(vec![("bianhao", Arc::clone(&column)), ("zhengwen", column)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// A crawl whose second record claims other than it has.
fn crawl() -> Vec<u8> {
    let page = |number: u32| {
        let body =
            format!("<html><body><h1>柳湾剧院</h1><p>{TEXT}</p><p>{TEXT}第{number}次</p></body></html>");
        response(
            number,
            &format!("http://a.example/{number}"),
            "text/html; charset=utf-8",
            body.as_bytes(),
        )
    };
    let wrong = String::from_utf8(page(2))
        .unwrap()
        .replace("Content-Length: ", "Content-Length: 1");
    [page(1), wrong.into_bytes(), page(3), page(4)].concat()
}

/// Name, bytes, how many records of it are sound, and what is said of one that is not.
fn files() -> Vec<(&'static str, Vec<u8>, usize, &'static str)> {
    let deep = format!(
        "{{\"text\": \"{TEXT}\", \"x\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let array = |middle: &str| format!("[{}, {middle}, {}]", line(TEXT), line(TEXT)).into_bytes();
    let attributes = (0..200_000).fold("<p ".to_owned(), |tag, number| tag + &format!("a{number}=1 "));
    let members = [
        ("a.txt".to_owned(), TEXT.into()),
        ("b.zip".to_owned(), zip(&[("c.txt".to_owned(), TEXT.into())])),
    ];
    let bomb = format!("{}{}", line(TEXT), " ".repeat(300 << 20));
    vec![
        (
            "cut.jsonl.gz",
            cut(gzip(line(TEXT).repeat(3).as_bytes()), 20),
            0,
            "cut.jsonl.gz:1: the gzip stream is cut off",
        ),
        (
            "bomb.jsonl.zst",
            zstandard(bomb.as_bytes()),
            1,
            "unpacks to more than 200 times its size",
        ),
        ("crawl.warc", crawl(), 3, "wrong Content-Length"),
        (
            "other.parquet",
            parquet_without_text(),
            0,
            "columns seen: bianhao, zhengwen",
        ),
        (
            "ragged.csv",
            format!("id,text\n1,{TEXT}\n2\n3,a,b\n4,{TEXT}\n").into_bytes(),
            2,
            "ragged.csv:3: 1 columns",
        ),
        (
            "other.csv",
            "bianhao,zhengwen\n1,a\n".into(),
            0,
            "columns seen: bianhao, zhengwen",
        ),
        (
            "open.csv",
            format!("id,text\n1,{TEXT}\n2,\"{TEXT}\n").into_bytes(),
            1,
            "never closed",
        ),
        (
            "deep.html",
            format!("{}{TEXT}", "<div>".repeat(100_000)).into_bytes(),
            0,
            "too many tags are never closed",
        ),
        (
            "hidden.html",
            format!("{}{TEXT}", "<div></x>".repeat(5000)).into_bytes(),
            0,
            "elements stand inside one another, more than 512",
        ),
        (
            "tag.html",
            format!("{attributes}>{TEXT}").into_bytes(),
            0,
            "a tag has more than 4096 attributes",
        ),
        ("deep.json", array(&deep), 3, ""),
        ("cut.json", cut(array("3"), 9), 1, "cut.json#3"),
        ("comma.json", format!("[{},]", line(TEXT)).into_bytes(), 1, ""),
        (
            "nothing.json",
            "[1, 2, 3]".into(),
            0,
            "a JSON document without records",
        ),
        (
            "marks.jsonl",
            format!("\u{FEFF}{}\u{FEFF}{}", line(TEXT), line(TEXT)).into_bytes(),
            2,
            "",
        ),
        (
            "number.jsonl",
            format!("{{\"id\": 1e999, \"text\": \"a\"}}\n{}", line(TEXT)).into_bytes(),
            1,
            "number.jsonl:1: not JSON: number out of range",
        ),
        ("wide.jsonl", wide(&line("一")), 0, "JSON in UTF-16"),
        ("wide.txt", wide(&format!("{TEXT}\n一\n")), 1, ""),
        (
            "declared.html",
            gbk(&format!(
                "<html><head><meta charset=utf-8></head><body><p>{TEXT}</p></body></html>"
            )),
            1,
            "",
        ),
        (
            "mixed.txt",
            [TEXT.as_bytes(), &gbk(TEXT)].concat(),
            0,
            "no known encoding: as UTF-8",
        ),
        ("zeros.txt", vec![0; 5000], 0, "binary data"),
        (
            "nested.tar",
            tar(&members),
            1,
            "an archive inside an archive: unpack it first",
        ),
        ("cut.tar", cut(tar(&members), 2500), 0, ""),
        ("cut.zip", cut(zip(&members), 30), 0, "no table of contents"),
        ("empty.csv", Vec::new(), 0, "empty.csv: empty file"),
        (
            "picture.txt",
            b"\x89PNG\r\n\x1A\n".into(),
            0,
            "not a text but a PNG image",
        ),
        (
            "sound.txt",
            format!("柳湾剧院完工\n\n{TEXT}\n").into_bytes(),
            1,
            "",
        ),
    ]
}

#[test]
fn hostile_files_have_rows_and_the_others_are_read() {
    let place = Place::new();
    std::fs::create_dir(place.path("in")).unwrap();
    let files = files();
    for (name, bytes, _, _) in &files {
        place.write(&format!("in/{name}"), bytes);
    }
    place.scan(["in"], 3);
    let rows = place.export().rows("records");
    for (name, _, sound, reason) in &files {
        let is_of = |row: &&Value| {
            let uri = row["uri"].as_str().unwrap();
            uri.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '!']))
        };
        let of_file: Vec<&Value> = rows.iter().filter(is_of).collect();
        let ok = of_file.iter().filter(|row| row["status"] == "ok").count();
        assert_eq!(ok, *sound, "{name}: {of_file:?}");
        let told = |row: &&Value| {
            row["problem"]
                .as_str()
                .is_some_and(|problem| problem.contains(reason))
        };
        assert!(
            reason.is_empty() || of_file.iter().any(told),
            "{name}: {of_file:?}"
        );
        assert!(!of_file.is_empty(), "{name} is passed over in silence");
    }
}

/// The reader of Parquet panics where a file contradicts itself. That is a row, and nothing that a user sees otherwise.
#[test]
fn a_contradictory_parquet_file_is_told_in_one_line() {
    let place = Place::new();
    let sound = parquet_without_text();
    let fields = FieldNames {
        text: Some("zhengwen".to_owned()),
        ..FieldNames::default()
    };
    let parameters = ReadParameters {
        fields,
        ..ReadParameters::default()
    };
    let contradicts = |at: &usize| {
        let mut bytes = sound.clone();
        bytes[*at] ^= 0x7F;
        let source = sources(&[place.write("a.parquet", bytes)], &parameters)
            .unwrap()
            .remove(0);
        open(&source, &parameters).any(|raw| {
            let problem = decode(raw, &parameters).problem;
            problem.is_some_and(|problem| problem.contains("contradictory"))
        })
    };
    // Somewhere in the table of contents.
    let found = (sound.len() * 2 / 3..sound.len() - 8).find(contradicts);
    assert!(found.is_some());
    let output = place.run(["scan", "a.parquet", "--quiet", "--text-field", "zhengwen"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(complaint(&output).lines().count(), 1, "{}", complaint(&output));
}

/// The largest amount of memory that a scan of this file had, in bytes.
#[cfg(target_os = "linux")]
fn peak(place: &Place, name: &str) -> u64 {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_suyuan"))
        .args([
            "scan",
            name,
            "--quiet",
            "--max-record",
            "1M",
            "--threads",
            "2",
            "--rebuild",
        ])
        .current_dir(place.path(""))
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let told = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let told = told.and_then(|told| told.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(told.unwrap_or(0) << 10);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", complaint(&output));
    peak
}

/// A line, an element, a field, a page and a text of 200 MB each.
#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_a_record_that_is_too_large() {
    let sound = line(TEXT);
    let head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.example\r\n\
                Content-Type: text/plain\r\nContent-Length: 209715200\r\n\r\n";
    for (name, before, after, others) in [
        (
            "a.jsonl",
            format!("{sound}{{\"text\": \""),
            format!("\"}}\n{sound}"),
            2,
        ),
        (
            "a.json",
            format!("[{sound}, {{\"text\": \""),
            format!("\"}}, {sound}]"),
            2,
        ),
        (
            "a.csv",
            format!("id,text\n1,{TEXT}\n2,\""),
            format!("\"\n3,{TEXT}\n"),
            2,
        ),
        ("a.warc", head.to_owned(), "\r\n\r\n".to_owned(), 0),
        ("a.txt", String::new(), String::new(), 0),
    ] {
        let place = Place::new();
        let mut file = std::fs::File::create(place.path(name)).unwrap();
        file.write_all(before.as_bytes()).unwrap();
        let stretch = vec![b'x'; 4 << 20];
        for _ in 0..50 {
            file.write_all(&stretch).unwrap();
        }
        file.write_all(after.as_bytes()).unwrap();
        drop(file);
        let peak = peak(&place, name);
        assert!(peak < 100 << 20, "{name}: {peak} bytes");
        let rows = place.export().rows("records");
        let statuses: Vec<_> = rows.iter().map(|row| row["status"].as_str().unwrap()).collect();
        assert_eq!(
            statuses.iter().filter(|status| **status == "oversize").count(),
            1,
            "{name}: {rows:?}"
        );
        assert_eq!(
            statuses.iter().filter(|status| **status == "ok").count(),
            others,
            "{name}: {rows:?}"
        );
    }
}
