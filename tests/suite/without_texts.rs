//! Stores that keep no texts: the same results with the input at hand, one clear line without.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::incremental::{assert_same_content, content, content_of, lines};
use crate::news_sentences::Random;
use crate::program::{Export, Place, complaint, fixture};

const NO_INPUT: &str =
    "this store keeps no texts (it was made with --no-keep-text): name the input with --input PATH";

fn export_of(place: &Place, inputs: &[&str]) -> Export {
    let options: Vec<&str> = inputs.iter().flat_map(|input| ["--input", input]).collect();
    place.export_with(&options)
}

fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| match entry.metadata().unwrap() {
            metadata if metadata.is_dir() => bytes(&entry.path()),
            metadata => metadata.len(),
        })
        .sum()
}

/// Runs a command that must succeed; gives what it printed.
fn printed(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        complaint(&output)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a command that must fail; gives its one line.
fn refused(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    let line = complaint(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {line}");
    assert_eq!(line.trim_end().lines().count(), 1, "{arguments:?}: {line}");
    line
}

#[test]
fn with_the_input_everything_is_as_with_texts() {
    let (full, lean) = (Place::new(), Place::new());
    for (place, option) in [(&full, None), (&lean, Some("--no-keep-text"))] {
        place.write("all.jsonl", lines(60, 300).join("\n"));
        place.scan([Some("all.jsonl"), option].into_iter().flatten(), 0);
    }
    assert!(full.export() == export_of(&lean, &["all.jsonl"]));
    let [with, without] = [&full, &lean].map(|place| bytes(&place.path("corpus.suyuan/segments")));
    assert!(without * 10 < with * 8, "{without} of {with} bytes");
    let article = &full.export().rows("articles")[0];
    let article = article["article_id"].as_str().unwrap();
    let family = full.export().rows("links")[0].clone();
    let ends = ["from_article", "to_article"].map(|end| family[end].as_str().unwrap_or(article).to_owned());
    for command in [
        &["audit", "--limit", "0"][..],
        &["audit", "--format", "sarif"],
        &["trace", article, "--json"],
        &["explain", &ends[0], &ends[1]],
        &["report", "-o", "report", "--quiet", "--force"],
        &["store", "index-search", "--quiet"],
    ] {
        let with_input = [command, &["--input", "all.jsonl"]].concat();
        assert_eq!(
            printed(&full, command),
            printed(&lean, &with_input),
            "{command:?}"
        );
        // A store that keeps its texts needs none, and does not mind.
        printed(&full, &with_input);
    }
    let pages = |place: &Place| bytes(&place.path("report"));
    assert_eq!(pages(&full), pages(&lean));
    // A cleaning has its input in any case.
    for place in [&full, &lean] {
        printed(
            place,
            &[
                "clean",
                "all.jsonl",
                "-o",
                "out",
                "--levels",
                "articles,passages,lines",
                "--quiet",
            ],
        );
    }
    for file in ["all.jsonl", "removals.jsonl", "summary.json"] {
        let [one, other] = [&full, &lean].map(|place| std::fs::read(place.path("out").join(file)).unwrap());
        assert!(one == other, "{file}");
    }
    assert!(printed(&lean, &["store", "info"]).contains("no texts: "));
    printed(&lean, &["store", "verify"]);
    printed(&lean, &["store", "compact"]);
    assert!(full.export() == export_of(&lean, &["all.jsonl"]));
}

#[test]
fn without_the_input_one_line_says_what_to_name() {
    let place = Place::new();
    let tianjin = fixture("tianjin").display().to_string();
    let summary = printed(&place, &["scan", "--no-keep-text", &tianjin]);
    assert!(
        summary.contains("left out of the store (--no-keep-text)"),
        "{summary}"
    );
    assert!(summary.contains("--input PATH"), "{summary}");
    let ledger = rusqlite::Connection::open(place.path("corpus.suyuan/ledger.sqlite")).unwrap();
    let id: String = ledger
        .query_row("SELECT to_article_id FROM lineage LIMIT 1", [], |row| row.get(0))
        .unwrap();
    let from: String = ledger
        .query_row(
            "SELECT from_article_id FROM lineage WHERE from_article_id IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(ledger);
    for command in [
        &["export", "jsonl", "-o", "export"][..],
        &["export", "csv", "-o", "export", "--tables", "sentences"],
        &["trace", &id],
        &["explain", &from, &id],
        &["audit"],
        &["audit", "--json"],
        &["report", "-o", "report"],
        &["serve", "--port", "0"],
        &["store", "index-search"],
    ] {
        assert!(refused(&place, command).contains(NO_INPUT), "{command:?}");
    }
    assert!(!place.path("report").exists());
    let tables = "records,articles,claims,quotes,passages,clusters,links,findings,verdicts";
    for command in [
        &["export", "jsonl", "-o", "export", "--tables", tables][..],
        &["export", "prov", "-o", "prov.json"],
        &["export", "graphml", "-o", "lineage.graphml"],
        &["audit", "--quiet"],
        &["audit", "--verdicts"],
        &["sources", &id],
        &["store", "info"],
        &["store", "verify"],
        &["store", "compact"],
        &["scan", &tianjin],
        &["clean", &tianjin, "-o", "cleaned"],
    ] {
        printed(&place, command);
    }
    assert!(refused(&place, &["trace", &id, "--input", "nowhere"]).contains("nowhere: no such file"));
    let with = printed(&place, &["trace", &id, "--input", &tianjin]);
    assert!(!with.is_empty());
}

#[test]
fn a_file_that_has_changed_is_told_by_its_name() {
    let place = Place::new();
    std::fs::create_dir(place.path("pages")).unwrap();
    for (number, line) in lines(61, 12).iter().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        place.write(&format!("pages/{number}.txt"), line["text"].as_str().unwrap());
    }
    place.scan(["pages", "--no-keep-text"], 0);
    export_of(&place, &["pages"]);
    // Where it stands does not matter.
    std::fs::rename(place.path("pages/3.txt"), place.path("three.txt")).unwrap();
    export_of(&place, &["pages", "three.txt"]);
    place.write(
        "pages/3.txt",
        "渡口昨日恢复通航，首班船载客八十人，站长说一切正常。".repeat(9),
    );
    let line = refused(&place, &["export", "jsonl", "-o", "export", "--input", "pages"]);
    assert!(
        line.contains("the text of 3.txt is not in the named input"),
        "{line}"
    );
}

#[test]
fn scans_into_a_store_without_texts_give_the_same_as_one_scan() {
    let mut random = Random::new(62);
    for seed in 62..66 {
        let mut lines = lines(seed, 80);
        // A later text of a page: the text before it is in no file any more when its file is written anew.
        let known: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        let text = "渡口昨日恢复通航，首班船载客八十人，站长说一切正常。".repeat(3);
        lines.push(
            json!({"id": known["id"], "text": text, "published_at": "2039-01-02T03:04:05+08:00"}).to_string(),
        );
        let whole = Place::new();
        whole.write("all.jsonl", lines.join("\n"));
        whole.scan(["all.jsonl"], 0);

        let place = Place::new();
        let mut names: Vec<String> = Vec::new();
        for (batch, lines) in lines
            .chunks(lines.len().div_ceil(2 + random.below(3)))
            .enumerate()
        {
            let name = format!("{batch}.jsonl");
            place.write(&name, lines.join("\n"));
            // Once is enough.
            let first = names.is_empty().then_some("--no-keep-text");
            let mut arguments: Vec<&str> = first.into_iter().collect();
            arguments.push(&name);
            let as_input = random.percent(50);
            for before in &names {
                arguments.extend(as_input.then_some("--input"));
                arguments.push(before);
            }
            place.scan(arguments, 0);
            names.push(name);
        }
        let inputs: Vec<&str> = names.iter().map(String::as_str).collect();
        let found = export_of(&place, &inputs);
        assert_same_content(&content(&whole), &content_of(&found), &format!("corpus {seed}"));

        // What is known needs no texts.
        place.scan([inputs[0]], 0);
        let again = export_of(&place, &inputs);
        assert_same_content(
            &content(&whole),
            &content_of(&again),
            &format!("corpus {seed} again"),
        );
    }
}

#[test]
fn a_page_that_changed_needs_its_earlier_text_or_loses_it() {
    let place = Place::new();
    let page = |id: &str, text: &str| {
        let text = text.repeat(4);
        json!({"id": id, "text": text, "url": format!("https://news.example/{id}")}).to_string()
    };
    let text = "渡口昨日恢复通航，首班船载客八十人，站长说一切正常。";
    let other = page("b", "县城的菜市场上周搬进新楼，摊位比原来多了一倍。");
    place.write("pages.jsonl", [page("a", text), other.clone()].join("\n"));
    place.write("earlier.jsonl", page("a", text));
    place.scan(["pages.jsonl", "--no-keep-text"], 0);
    place.write(
        "pages.jsonl",
        [page("a", &text.replace("八十", "九十")), other].join("\n"),
    );
    let line = refused(&place, &["scan", "pages.jsonl"]);
    assert!(
        line.contains("1 of 2 are not in the named input, first that of pages.jsonl#1"),
        "{line}"
    );
    place.scan(["pages.jsonl", "--input", "earlier.jsonl"], 0);
    let export = export_of(&place, &["pages.jsonl"]);
    assert_eq!(export.rows("records").len(), 3);
    place.scan(["pages.jsonl", "--prune"], 0);
    assert_eq!(export_of(&place, &["pages.jsonl"]).rows("records").len(), 2);
}

#[test]
fn a_scan_that_lacks_texts_changes_nothing_and_counts_them() {
    let place = Place::new();
    let all = lines(67, 60);
    let (first, second) = all.split_at(40);
    place.write("first.jsonl", first.join("\n"));
    place.write("second.jsonl", second.join("\n"));
    place.scan(["first.jsonl", "--no-keep-text"], 0);
    let before = std::fs::read(place.path("corpus.suyuan/ledger.sqlite")).unwrap();
    place.write("half.jsonl", first[..20].join("\n"));
    let line = refused(&place, &["scan", "second.jsonl", "--input", "half.jsonl"]);
    assert!(
        line.contains(" of 40 are not in the named input, first that of first.jsonl#21"),
        "{line}"
    );
    assert!(
        line.contains("--input PATH") && line.contains("--rebuild"),
        "{line}"
    );
    assert!(before == std::fs::read(place.path("corpus.suyuan/ledger.sqlite")).unwrap());
    export_of(&place, &["first.jsonl"]);
    // Made anew it is a store as any other.
    place.scan(["first.jsonl", "second.jsonl", "--rebuild"], 0);
    let whole = Place::new();
    whole.write("all.jsonl", all.join("\n"));
    whole.scan(["all.jsonl"], 0);
    assert_same_content(&content(&whole), &content(&place), "made anew");
}

#[test]
fn the_input_is_read_in_the_way_in_which_it_was_scanned() {
    let (full, lean) = (Place::new(), Place::new());
    for (place, option) in [(&full, None), (&lean, Some("--no-keep-text"))] {
        let renamed = |line: &String| line.replace("\"text\"", "\"inhalt\"");
        let lines = lines(68, 40);
        place.write(
            "one.jsonl",
            lines[..20].iter().map(renamed).collect::<Vec<_>>().join("\n"),
        );
        place.write("two.jsonl", lines[20..].join("\n"));
        let arguments = ["one.jsonl", "--text-field", "inhalt", "--dataset", "one"];
        place.scan(arguments.into_iter().chain(option), 0);
        place.scan(["two.jsonl", "--input", "one.jsonl"], 0);
    }
    assert!(full.export() == export_of(&lean, &["one.jsonl", "two.jsonl"]));
}

#[test]
fn another_table_of_outlets_examines_a_store_without_texts_anew() {
    let (full, lean) = (Place::new(), Place::new());
    for (place, option) in [(&full, None), (&lean, Some("--no-keep-text"))] {
        place.write("all.jsonl", lines(69, 40).join("\n"));
        place.write("more.jsonl", lines(70, 10).join("\n"));
        place.write("outlets.csv", "海滨早报,海滨日报,,local daily\n");
        place.scan(["all.jsonl"].into_iter().chain(option), 0);
    }
    let table = ["scan", "-q", "more.jsonl", "--outlets", "outlets.csv"];
    assert!(refused(&lean, &table).contains("are not in the named input"));
    printed(&lean, &[&table[..], &["--input", "all.jsonl"]].concat());
    printed(&full, &table);
    assert!(full.export() == export_of(&lean, &["all.jsonl", "more.jsonl"]));
}

#[test]
fn texts_go_from_a_store_that_holds_all_that_is_scanned() {
    let place = Place::new();
    place.write("all.jsonl", lines(71, 60).join("\n"));
    place.scan(["all.jsonl"], 0);
    let (before, with) = (place.export(), bytes(&place.path("corpus.suyuan/segments")));
    place.scan(["all.jsonl", "--no-keep-text"], 0);
    assert!(bytes(&place.path("corpus.suyuan/segments")) < with);
    assert!(before == export_of(&place, &["all.jsonl"]));
    // The standard input cannot be read again, and what came from it can be named as a file.
    let input = std::fs::read(place.path("all.jsonl")).unwrap();
    let output = place.run_with_input(["scan", "-q", "--no-keep-text", "--store", "piped", "-"], &input);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    let export = [
        "export",
        "jsonl",
        "-q",
        "--store",
        "piped",
        "-o",
        "piped-export",
        "--input",
        "-",
    ];
    let output = place.run_with_input(export, &input);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
}

/// Until the one transaction of a commit the store holds what it held before, and after it no text; see
/// `ledger/scan/leaving_out.rs`.
#[test]
fn a_scan_that_is_killed_leaves_a_store_with_all_of_its_texts_or_with_none() {
    let place = Place::new();
    let all = lines(72, 1_500);
    place.write("all.jsonl", all.join("\n"));
    place.scan(["all.jsonl"], 0);
    let expected = place.export();
    let mut random = Random::new(73);
    for kill in 0..24 {
        if kill % 8 == 0 {
            place.scan(["all.jsonl", "--rebuild"], 0);
        }
        let mut arguments = vec!["scan", "--quiet", "all.jsonl", "--no-keep-text"];
        arguments.extend((kill % 2 == 0).then_some("--rebuild"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_suyuan"))
            .args(&arguments)
            .current_dir(place.path(""))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(random.below(600) as u64));
        let _ = child.kill();
        let _ = child.wait();
        assert!(expected == export_of(&place, &["all.jsonl"]), "kill {kill}");
        printed(&place, &["store", "verify"]);
    }
    place.scan(["all.jsonl", "--no-keep-text"], 0);
    assert!(refused(&place, &["export", "jsonl", "-o", "export"]).contains(NO_INPUT));
    assert!(expected == export_of(&place, &["all.jsonl"]));
}
