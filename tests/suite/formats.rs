//! The same records from other containers: compressed, from standard input, with other field names.

use std::io::Write;

use crate::program::{Place, complaint, fixture};

fn feed() -> Vec<u8> {
    std::fs::read(fixture("tianjin/feed_20220113.jsonl")).unwrap()
}

/// Titles by id, which every container must give.
fn titles(place: &Place) -> Vec<(String, String)> {
    let column = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let articles = place.export().rows("articles");
    articles
        .iter()
        .map(|row| (column(row, "article_id"), column(row, "title")))
        .collect()
}

fn plain() -> Vec<(String, String)> {
    let place = Place::new();
    place.scan([fixture("tianjin/feed_20220113.jsonl")], 0);
    let titles = titles(&place);
    assert_eq!(titles.len(), 3);
    titles
}

#[test]
fn compressed_files_are_read_to_their_last_member() {
    let lines = feed();
    let cut = lines.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    let mut gzip = Vec::new();
    for member in [&lines[..cut], &lines[cut..]] {
        let mut encoder = flate2::write::GzEncoder::new(&mut gzip, flate2::Compression::default());
        encoder.write_all(member).unwrap();
        encoder.finish().unwrap();
    }
    let zstd = zstd::encode_all(&lines[..], 3).unwrap();
    for (name, bytes) in [("feed.jsonl.gz", gzip), ("feed.jsonl.zst", zstd)] {
        let place = Place::new();
        place.scan([place.write(name, bytes)], 0);
        assert_eq!(titles(&place), plain(), "{name}");
    }
}

#[test]
fn standard_input_is_jsonl() {
    let place = Place::new();
    let output = place.run_with_input(["scan", "-", "--quiet"], &feed());
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert_eq!(titles(&place), plain());
}

#[test]
fn fields_of_other_names_are_named_on_the_command_line() {
    let renamed = String::from_utf8(feed()).unwrap();
    let renamed = renamed
        .replace("\"text\":", "\"zhengwen\":")
        .replace("\"id\":", "\"bianhao\":");
    let place = Place::new();
    place.write("feed.jsonl", renamed.replace("\"title\":", "\"biaoti\":"));
    let fields = [
        "--text-field",
        "zhengwen",
        "--id-field",
        "bianhao",
        "--title-field",
        "biaoti",
    ];
    place.scan(["feed.jsonl"].iter().chain(&fields), 0);
    assert_eq!(titles(&place), plain());
}

#[test]
fn datasets_keep_their_ids_apart() {
    let place = Place::new();
    let feed = fixture("tianjin/feed_20220113.jsonl").display().to_string();
    place.scan([feed.as_str(), "--dataset", "january"], 0);
    assert!(titles(&place).iter().all(|(id, _)| id.starts_with("january:")));
}
