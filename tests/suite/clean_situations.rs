//! Situations that a cleaning once got wrong, or easily could: small corpora made by hand, and what must become of them.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::cleaning::{files, json as run_json, text};
use crate::containers::{packed, unpacked};
use crate::news_sentences::{Random, bulletin, sentence};
use crate::program::Place;

/// So many sentences in paragraphs of three.
fn body(seed: u64, sentences: usize) -> String {
    let mut random = Random::new(seed);
    let sentences: Vec<String> = (0..sentences).map(|_| sentence(&mut random)).collect();
    let paragraphs: Vec<String> = sentences.chunks(3).map(<[String]>::concat).collect();
    paragraphs.join("\n")
}

fn feed(records: &[Value]) -> String {
    records.iter().fold(String::new(), |mut lines, record| {
        writeln!(lines, "{record}").unwrap();
        lines
    })
}

/// Cleans `feed.jsonl` of a place; gives the summary, the texts that are left by id, and the removals.
fn cleaned(place: &Place, options: &[&str]) -> (Value, Vec<(String, String)>, Vec<Value>) {
    let arguments = [
        &["clean", "feed.jsonl", "-o", "out", "--force", "--json"],
        options,
    ]
    .concat();
    let summary = run_json(place, &arguments);
    let rows = |name: &str| -> Vec<Value> {
        let lines = std::fs::read_to_string(place.path(name)).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let left = rows("out/feed.jsonl");
    let left = left
        .iter()
        .map(|row| (row["id"].to_string(), text(row, "text").to_owned()));
    (summary, left.collect(), rows("out/removals.jsonl"))
}

#[test]
fn nothing_goes_for_an_embedded_article_that_goes_too() {
    let place = Place::new();
    let (report, other) = (body(1, 9), body(2, 9));
    let page = format!("{other}\n相关报道：\n渡口恢复通航\n2022-01-11 09:30 来源：澎湃新闻\n{report}");
    place.write(
        "feed.jsonl",
        feed(&[
            json!({"id": 1, "title": "渡口恢复通航", "outlet": "石桥晚报", "published_at": "2022-01-11 08:00", "text": report}),
            json!({"id": 2, "title": "早市搬家", "outlet": "东江晚报", "published_at": "2022-01-12 08:00", "text": page}),
        ]),
    );
    for levels in [
        "articles,embedded",
        "passages,embedded",
        "articles,passages,lines,embedded",
    ] {
        let fates = [
            ("drop", "latest"),
            ("drop", "earliest"),
            ("drop", "longest"),
            ("split", "latest"),
            ("split", "earliest"),
            ("split", "longest"),
        ];
        for (fate, keep) in fates {
            let options = ["--levels", levels, "--embedded", fate, "--keep", keep];
            let (summary, left, rows) = cleaned(&place, &options);
            let of_level = ["embedded-article", "embedded-copy", "split-out"];
            assert!(
                of_level
                    .iter()
                    .any(|rule| summary["rules"][rule].as_u64() > Some(0)),
                "{summary}"
            );
            let holds = |text: &str| left.iter().filter(|(_, held)| held.contains(text)).count();
            assert_eq!(
                (holds(&report), holds(&other)),
                (1, 1),
                "{levels} {keep}: {rows:#?}"
            );
        }
    }
}

#[test]
fn a_cap_holds_for_records_of_which_nothing_is_left() {
    let place = Place::new();
    let texts: Vec<String> = (10..16).map(|seed| body(seed, 9)).collect();
    let mut records: Vec<Value> = (0..).zip(&texts).map(|(id, text)| json!({"id": id, "outlet": "石桥晚报", "published_at": "2022-01-11 08:00", "text": text})).collect();
    let copies = (100..).zip(&texts);
    records.extend(copies.map(|(id, text)| {
        let text = format!("{text}\n\n");
        json!({"id": id, "outlet": "东江晚报", "published_at": "2022-01-12 08:00", "text": text})
    }));
    place.write("feed.jsonl", feed(&records));
    for levels in ["articles", "passages", "articles,passages"] {
        for (cap, gone) in [("0", 0), ("50", 3), ("100", 6)] {
            let (summary, left, _) = cleaned(&place, &["--levels", levels, "--outlet-cap", cap]);
            let outlet = &summary["outlets"]["东江晚报"];
            assert_eq!(
                (&outlet["removed"], &outlet["cut"]),
                (&json!(gone), &json!(0)),
                "{levels} {cap}: {summary:#}"
            );
            assert_eq!(left.len(), 12 - gone);
            let warned = json!([{"outlet": "东江晚报", "records": 6, "removed": gone, "put_back": 6 - gone}]);
            assert_eq!(summary["warnings"], if gone == 6 { json!([]) } else { warned });
        }
    }
}

#[test]
fn records_of_the_reference_do_not_raise_a_cap() {
    let place = Place::new();
    let record = |id: u64, seed| json!({"id": id, "outlet": "东江晚报", "text": body(seed, 9)});
    place.write("feed.jsonl", feed(&[record(1, 1), record(2, 2)]));
    place.write(
        "benchmark.jsonl",
        feed(&[record(11, 1), record(12, 2), record(13, 3), record(14, 4)]),
    );
    let (summary, left, _) = cleaned(&place, &["--against", "benchmark.jsonl", "--outlet-cap", "50"]);
    assert_eq!(left.len(), 1, "{summary:#}");
}

/// Three reports with one paragraph in common.
fn with_one_paragraph_in_common() -> (Place, String) {
    let place = Place::new();
    let (shared, own): (String, Vec<String>) = (body(1, 3), (2..5).map(|seed| body(seed, 6)).collect());
    let record = |id: usize, text: String| {
        let time = format!("2022-01-1{id} 08:00");
        json!({"id": id, "outlet": "东江晚报", "published_at": time, "text": text})
    };
    place.write(
        "feed.jsonl",
        feed(&[
            record(1, format!("{}\n{shared}", own[0])),
            record(2, format!("{shared}\n{}", own[1])),
            record(3, format!("{}\n{shared}", own[2])),
        ]),
    );
    (place, shared)
}

#[test]
fn a_keeper_that_was_cut_itself_is_not_named() {
    let (place, shared) = with_one_paragraph_in_common();
    for keep in ["origin", "earliest", "first"] {
        let (_, left, rows) = cleaned(&place, &["--levels", "passages", "--keep", keep]);
        let keepers: Vec<&str> = rows.iter().map(|row| text(row, "keeper_record_id")).collect();
        assert!(keepers.len() == 2 && keepers[0] == keepers[1], "{rows:#?}");
        let holds = left.iter().filter(|(_, held)| held.contains(&shared)).count();
        assert_eq!(holds, 1);
    }
}

/// Cleans records at the level of articles and passages: nothing may go.
fn nothing_goes(records: &[Value]) {
    let place = Place::new();
    place.write("feed.jsonl", feed(records));
    let (_, _, rows) = cleaned(&place, &["--levels", "articles,passages"]);
    let gone = |row: &Value| {
        let [uri, rule, keeper] = ["uri", "rule", "keeper_uri"].map(|name| text(row, name));
        format!("{uri} {rule} for {keeper}")
    };
    assert_eq!(rows.iter().map(gone).collect::<Vec<_>>(), [""; 0]);
}

/// A frame that is filled anew each day is no copy.
#[test]
fn bulletins_of_one_frame_stay() {
    let mut random = Random::new(5);
    let bulletins = (0..40).map(|id| json!({"id": id, "outlet": "海滨日报", "text": bulletin(&mut random)}));
    nothing_goes(&bulletins.collect::<Vec<_>>());
}

#[test]
fn an_older_version_goes_only_for_its_own_letters() {
    let place = Place::new();
    let (old, new) = (body(1, 6), body(2, 6));
    place.write(
        "feed.jsonl",
        feed(&[
            json!({"id": "a", "published_at": "2022-01-10", "text": old}),
            json!({"id": "a", "published_at": "2022-01-11", "text": format!("{old}\n{}", body(3, 1))}),
            json!({"id": "b", "published_at": "2022-01-12", "text": old}),
            json!({"id": "a", "published_at": "2022-01-13", "text": new}),
        ]),
    );
    let (summary, left, rows) = cleaned(&place, &[]);
    assert_eq!(
        (left.len(), &summary["older_versions"]),
        (3, &json!(1)),
        "{summary:#}"
    );
    assert_eq!(
        (text(&rows[0], "uri"), text(&rows[0], "keeper_uri")),
        ("feed.jsonl#1", "feed.jsonl#3")
    );
}

#[test]
fn what_cannot_be_written_back_stays_whole() {
    let place = Place::new();
    std::fs::create_dir(place.path("in")).unwrap();
    let (shared, own) = (body(1, 6), body(2, 6));
    let whole = format!("{own}\n{shared}\n");
    place.write("in/first.txt", format!("{shared}\n{}\n", body(3, 9)));
    place.write("in/gbk.txt", encoding_rs::GBK.encode(&whole).0);
    let page = |text: &str| {
        format!(
            "<html><body><article><h1>早市</h1><p>{}</p></article></body></html>",
            text.replace('\n', "</p><p>")
        )
    };
    place.write("in/page.html", page(&format!("{}\n{shared}", body(4, 6))));
    let summary = run_json(
        &place,
        &[
            "clean", "in", "-o", "out", "--levels", "passages", "--keep", "first", "--json",
        ],
    );
    let kinds: Vec<_> = summary["uncut"].as_object().unwrap().values().collect();
    assert_eq!(kinds, [&json!(1), &json!(1)], "{summary:#}");
    assert_eq!(summary["cut"], 0);
    for name in ["first.txt", "gbk.txt", "page.html"] {
        let read = |folder: &str| std::fs::read(place.path(folder).join(name)).unwrap();
        assert!(read("in") == read("out"), "{name}");
    }
}

/// A download that broke off: what can be unpacked is cleaned, and comes back.
#[test]
fn a_packed_file_that_is_cut_off_keeps_what_can_be_read() {
    let text = feed(
        &(0..400_u64)
            .map(|id| json!({"id": id, "text": body(id / 2, 9)}))
            .collect::<Vec<_>>(),
    );
    for name in ["feed.jsonl.gz", "feed.jsonl.zst"] {
        let place = Place::new();
        let whole = packed(name, text.as_bytes());
        let damaged = &whole[..whole.len() - whole.len() / 8];
        place.write(name, damaged);
        let summary = run_json(&place, &["clean", name, "-o", "out", "--json"]);
        assert_eq!(summary["unreadable"], 1, "{summary:#}");
        run_json(&place, &["restore", "out", "-o", "back", "--json"]);
        // What can be read of it was cleaned; the file itself comes back as it was found.
        let (left, back) = (files(&place.path("out")), files(&place.path("back")));
        assert!(unpacked(name, &left[name]).len() > text.len() / 8, "{name}");
        assert!(back[name] == damaged, "{name}");
    }
}

#[test]
fn a_line_over_the_limit_is_copied_without_being_held() {
    let place = Place::new();
    let long = json!({"id": 1, "text": body(1, 90)}).to_string();
    let (short, twin) = (
        json!({"id": 2, "text": body(2, 6)}),
        json!({"id": 3, "text": body(2, 6)}),
    );
    let lines = format!("{long}\r\n{short}\n{long}\n{twin}");
    place.write("feed.jsonl", &lines);
    let (summary, _, _) = {
        let limit = (long.len() - 1).to_string();
        cleaned(&place, &["--max-record", &limit])
    };
    assert_eq!(
        (&summary["unreadable"], &summary["removed"]),
        (&json!(2), &json!(1))
    );
    let left = std::fs::read_to_string(place.path("out/feed.jsonl")).unwrap();
    assert_eq!(left, format!("{long}\r\n{short}\n{long}\n"));
    run_json(&place, &["restore", "out", "-o", "back", "--json"]);
    assert!(files(&place.path("back"))["feed.jsonl"] == lines.as_bytes());
}

/// Nor is it one where it stands in a report of its own, whose other half shows no frame.
#[test]
fn bulletins_inside_of_reports_stay() {
    let mut random = Random::new(5);
    let mut records: Vec<Value> = (0..10)
        .map(|id| json!({"id": id, "outlet": "海滨日报", "text": bulletin(&mut random)}))
        .collect();
    records.extend((50..56).map(|id| {
        let text = format!("{}\n{}", body(id, 6), bulletin(&mut random));
        json!({"id": id, "text": text})
    }));
    nothing_goes(&records);
}

/// The scan compares the later ones with the first alone; the one that stays here is another.
#[test]
fn a_passage_stays_once_whatever_is_kept() {
    let (place, shared) = with_one_paragraph_in_common();
    for keep in ["latest", "longest"] {
        let (_, left, _) = cleaned(&place, &["--levels", "passages", "--keep", keep]);
        let holds = left.iter().filter(|(_, held)| held.contains(&shared)).count();
        assert_eq!(holds, 1, "{keep}");
    }
}
