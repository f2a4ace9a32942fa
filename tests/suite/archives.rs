//! Archives, JSON documents and Markdown: that they give the same corpus as plain files, follow their changes, and are cleaned, or
//! refused in one line.

use std::io::Write;

use serde_json::{Value, json};

use crate::clean_bad_input::refused;
use crate::cleaning::{json as run_json, unpacked_files};
use crate::news_sentences::{Random, sentence};
use crate::program::{Place, complaint};

pub type File = (String, Vec<u8>);

pub fn tar(files: &[File]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

pub fn zip(files: &[File]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        let file = archive.new_file(name.as_str());
        let file = file.compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

/// Titles and bodies of a corpus in which the second text is a copy of the first with an end of its own.
fn pages() -> Vec<(String, String)> {
    let mut random = Random::new(31);
    let mut paragraphs = |count: usize| -> Vec<String> {
        (0..count)
            .map(|_| (0..4).map(|_| sentence(&mut random)).collect())
            .collect()
    };
    let report = paragraphs(4);
    let copy = [report.clone(), paragraphs(1)].concat();
    let titled = [
        ("石桥镇渡口恢复通航", report),
        ("渡口恢复通航", copy),
        ("石桥镇小学今天开学", paragraphs(3)),
    ];
    titled
        .into_iter()
        .map(|(title, body)| (title.to_owned(), body.join("\n\n")))
        .collect()
}

/// The line below the title.
const SOURCE: &str = "2022-01-02 08:09:10 来源：石桥晚报";

fn texts() -> Vec<File> {
    let pages = pages().into_iter().zip(1..);
    pages
        .map(|((title, body), number)| {
            let text = format!("{title}\n\n{SOURCE}\n\n{body}\n");
            (format!("a/{number}.txt"), text.into_bytes())
        })
        .collect()
}

fn markdown() -> Vec<File> {
    let pages = pages().into_iter().zip(1..);
    pages
        .map(|((title, body), number)| {
            let source = SOURCE.replace("石桥晚报", "[石桥晚报](https://a.example)");
            let text = format!("---\nx: 1\n---\n# {title}\n\n{source}\n\n{body}\n");
            (format!("a/{number}.md"), text.into_bytes())
        })
        .collect()
}

fn records() -> Vec<Value> {
    let pages = pages().into_iter().zip(1..);
    pages
        .map(|((title, text), id)| {
            json!({"id": id, "title": title, "source": "石桥晚报", "published_at": "2022-01-02", "text": text})
        })
        .collect()
}

/// What a corpus says, whatever its records are called: its articles, and the kinds of its links.
fn said(place: &Place) -> (Vec<[String; 4]>, Vec<String>) {
    let export = place.export();
    let columns = ["title", "declared_source", "published_at", "exact_hash"];
    let mut articles: Vec<[String; 4]> = export
        .rows("articles")
        .iter()
        .map(|row| columns.map(|column| row[column].to_string()))
        .collect();
    let links = export.rows("links");
    let mut links: Vec<String> = links.iter().map(|row| row["relation"].to_string()).collect();
    articles.sort_unstable();
    links.sort_unstable();
    (articles, links)
}

/// The same of one file that is scanned alone.
fn said_of(name: &str, bytes: Vec<u8>) -> (Vec<[String; 4]>, Vec<String>) {
    let place = Place::new();
    place.write(name, bytes);
    place.scan([name], 0);
    said(&place)
}

#[test]
fn an_archive_gives_what_its_files_give() {
    let files = texts();
    let plain = Place::new();
    std::fs::create_dir_all(plain.path("in/a")).unwrap();
    for (name, bytes) in &files {
        plain.write(&format!("in/{name}"), bytes);
    }
    plain.scan(["in"], 0);
    let expected = said(&plain);
    assert_eq!((expected.0.len(), expected.1.is_empty()), (3, false));
    let backwards: Vec<File> = files.iter().rev().cloned().collect();
    for (name, bytes) in [
        ("x.tar", tar(&files)),
        ("x.tar.zst", zstandard(&tar(&backwards))),
        ("x.zip", zip(&files)),
        ("y.zip", zip(&backwards)),
    ] {
        assert_eq!(said_of(name, bytes), expected, "{name}");
    }
    let nested = Place::new();
    nested.write(
        "x.zip",
        zip(&[("all.tar".to_owned(), tar(&files)), files[0].clone()]),
    );
    nested.scan(["x.zip", "--max-unreadable", "50"], 0);
    let export = nested.export();
    let row = export.row("records", "record_id", "x.zip!/all.tar");
    let problem = row["problem"].as_str().unwrap();
    assert!(problem.contains("an archive inside an archive"), "{row}");
    let row = export.row("records", "record_id", "x.zip!/a/1.txt");
    assert_eq!(
        (&row["uri"], &row["status"]),
        (&json!("x.zip!/a/1.txt"), &json!("ok"))
    );
}

#[test]
fn texts_say_the_same_in_markdown() {
    let of = |files: Vec<File>| said_of("x.tar", tar(&files));
    assert_eq!(of(texts()), of(markdown()));
}

#[test]
fn a_json_document_gives_what_its_lines_give() {
    let lines: String = records().iter().map(|record| format!("{record}\n")).collect();
    let expected = said_of("x.jsonl", lines.into_bytes());
    assert_eq!((expected.0.len(), expected.1.is_empty()), (3, false));
    let pretty = serde_json::to_string_pretty(&records()).unwrap();
    let wrapped = json!({"status": 0, "articles": records()}).to_string();
    let alone: Vec<String> = records()
        .iter()
        .map(|record| serde_json::to_string_pretty(record).unwrap())
        .collect();
    let backwards: Vec<Value> = records().into_iter().rev().collect();
    for (name, text) in [
        ("x.json", pretty.clone()),
        ("dump", wrapped),
        ("x.json", alone.join("\n")),
        ("x.json", Value::from(backwards).to_string()),
    ] {
        assert_eq!(said_of(name, text.into_bytes()), expected, "{name}");
    }
    let place = Place::new();
    let output = place.run_with_input(["scan", "-", "--quiet"], pretty.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert_eq!(said(&place), expected);
}

/// The line in which a scan says how many of its records were known.
fn known(place: &Place, arguments: &[&str]) -> String {
    let output = place.run([&["scan"], arguments].concat());
    assert!(output.status.code() != Some(2), "{}", complaint(&output));
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn an_archive_that_changes_is_followed_member_by_member() {
    let place = Place::new();
    let mut files = texts();
    place.write("x.zip", zip(&files));
    place.scan(["x.zip"], 0);
    let said = known(&place, &["x.zip"]);
    assert!(said.contains("3 of them known"), "{said}");
    // A member changes, one goes, one comes, and one is there that cannot be read.
    let text = String::from_utf8(files[2].1.clone()).unwrap();
    files[2].1 = text.replace("小学今天开学", "中学今天开学").into_bytes();
    let gone = files.remove(0);
    files.push(("a/new.txt".to_owned(), gone.1));
    files.push(("a/x.png".to_owned(), b"\x89PNG".to_vec()));
    place.write("x.zip", zip(&files));
    // The text of the new file stood elsewhere, which makes it another record.
    let said = known(&place, &["x.zip", "--prune"]);
    assert!(said.contains("1 of them known"), "{said}");
    let export = place.export();
    let rows = export.rows("records");
    let ids: Vec<&str> = rows
        .iter()
        .map(|row| row["record_id"].as_str().unwrap())
        .collect();
    let expected = ["a/2.txt", "a/3.txt", "a/new.txt", "a/x.png"].map(|name| format!("x.zip!/{name}"));
    assert_eq!(ids, expected);
    let changed = export.row("articles", "article_id", "x.zip!/a/3.txt");
    assert_eq!(changed["title"], "石桥镇中学今天开学");
    let fresh = Place::new();
    fresh.write("x.zip", zip(&files));
    fresh.scan(["x.zip", "--max-unreadable", "100"], 0);
    assert_eq!(fresh.export().rows("articles"), export.rows("articles"));
    let said = known(&place, &["x.zip"]);
    assert!(
        said.contains("4 of them known"),
        "what cannot be read is known as well: {said}"
    );
}

#[test]
fn clean_refuses_archives_before_it_does_anything() {
    for (name, bytes) in [
        ("pages.tar", tar(&texts())),
        ("pages.tgz", zstandard(&tar(&texts()))),
        ("pages.zip", zip(&texts())),
        ("pages", zip(&texts())),
    ] {
        let place = Place::new();
        std::fs::create_dir(place.path("in")).unwrap();
        place.write("in/lines.jsonl", "{\"text\": \"一\"}\n");
        place.write(&format!("in/{name}"), bytes);
        for more in [&[][..], &["--dry-run"]] {
            let arguments = [&["clean", "in", "-o", "out"][..], more].concat();
            let essence = format!("{name}: clean cannot rewrite archives: unpack it first");
            refused(&place, &arguments, &essence);
        }
        assert!(!place.path("corpus.suyuan").exists());
    }
}

#[test]
fn documents_of_objects_are_cleaned_and_restored() {
    let pretty = |record: &Value| serde_json::to_string_pretty(record).unwrap();
    let mut all = records();
    all[1] = all[0].clone();
    all[1]["id"] = json!(8);
    let place = Place::new();
    std::fs::create_dir(place.path("in")).unwrap();
    let stream = all.iter().map(pretty).collect::<Vec<_>>().join("\n") + "\n";
    place.write("in/stream.json", &stream);
    // All that stands in these stands in the stream as well.
    place.write("in/y.json", pretty(&all[0]).replace("\"id\": 1", "\"id\": 9"));
    let array = json!([all[1], all[2], all[2]]).to_string();
    place.write("in/z.json", array.replace("\"id\":", "\"nr\":"));
    let summary = run_json(&place, &["clean", "in", "-o", "out", "--json", "--keep", "first"]);
    assert_eq!(
        (&summary["kept"], &summary["removed"]),
        (&json!(2), &json!(5)),
        "{summary}"
    );
    let cleaned = unpacked_files(&place.path("out"));
    let text = |name: &str| String::from_utf8(cleaned[name].clone()).unwrap();
    let left = [pretty(&all[0]), pretty(&all[2])].join("\n") + "\n";
    assert_eq!((text("stream.json"), text("z.json")), (left, "[]".to_owned()));
    assert!(!cleaned.contains_key("y.json"));
    let output = place.run(["restore", "out", "-o", "back", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert_eq!(
        unpacked_files(&place.path("back")),
        unpacked_files(&place.path("in"))
    );
}

#[test]
fn an_encoding_that_was_named_is_not_guessed() {
    let place = Place::new();
    // Too short to be told.
    place.write("a.txt", encoding_rs::BIG5.encode("渡口恢復通航").0);
    place.scan(["a.txt", "--encoding", "big5"], 0);
    assert_eq!(
        place.export().row("records", "record_id", "a.txt")["encoding"],
        "Big5"
    );
    let output = place.run(["scan", "a.txt", "--encoding", "klingon"]);
    assert_eq!(output.status.code(), Some(2));
    let said = complaint(&output);
    assert!(said.contains("no encoding has this name"), "{said}");
}
