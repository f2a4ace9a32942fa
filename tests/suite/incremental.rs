//! A store that is scanned into again and again: the same as one scan of everything, whatever the order and the batches.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::corpus;
use crate::news_sentences::Random;
use crate::program::{Export, Place, TABLES, complaint};

/// All rows of an export without what tells the place and the order of reading, sorted.
pub fn content(place: &Place) -> Vec<(String, Vec<String>)> {
    content_of(&place.export())
}

/// The same of an export that was made before.
pub fn content_of(export: &Export) -> Vec<(String, Vec<String>)> {
    let table = |name: &&str| {
        let mut rows: Vec<String> = export
            .rows(name)
            .into_iter()
            .map(|mut row| {
                if let Some(row) = row.as_object_mut() {
                    row.remove("uri");
                }
                row.to_string()
            })
            .collect();
        rows.sort();
        ((*name).to_owned(), rows)
    };
    TABLES.iter().map(table).collect()
}

/// The first difference of two exports.
pub fn assert_same_content(one: &[(String, Vec<String>)], other: &[(String, Vec<String>)], case: &str) {
    for ((table, left), (_, right)) in one.iter().zip(other) {
        if left != right {
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                let missing = these.iter().filter(|row| !those.contains(row));
                missing.take(3).cloned().collect()
            };
            panic!(
                "{case}: {table} differs, {} and {} rows:\n{:#?}\n{:#?}",
                left.len(),
                right.len(),
                only(left, right),
                only(right, left)
            );
        }
    }
}

fn shuffled<T>(random: &mut Random, mut values: Vec<T>) -> Vec<T> {
    for at in (1..values.len()).rev() {
        let other = random.below(at + 1);
        values.swap(at, other);
    }
    values
}

/// The pages of a corpus that have an id, as lines: what they are known by does not depend on their place.
pub fn lines(seed: u64, pages: usize) -> Vec<String> {
    let pages = corpus::pages(seed, pages)
        .into_iter()
        .filter(|page| page.damage.is_none());
    pages
        .filter_map(|page| {
            let outlet = page.outlet.and_then(|outlet| corpus::OUTLETS.get(outlet));
            let line = json!({
                "id": page.id.clone()?,
                "title": page.title,
                "text": page.text("\n"),
                "outlet": outlet.map(|(name, _)| name),
                "published_at": page.published_at,
            });
            Some(line.to_string())
        })
        .collect()
}

#[test]
fn any_order_and_any_batches_give_the_same() {
    let mut random = Random::new(7);
    for number in 0..10_u64 {
        let lines = lines(number, 60);
        let whole = Place::new();
        whole.write("all.jsonl", lines.join("\n"));
        whole.scan(["all.jsonl"], 0);
        let expected = content(&whole);

        let place = Place::new();
        let lines = shuffled(&mut random, lines);
        let batches = 2 + random.below(4);
        for (batch, lines) in lines.chunks(lines.len().div_ceil(batches)).enumerate() {
            let name = format!("{}.jsonl", 9 - batch);
            place.write(&name, lines.join("\n"));
            place.scan([name.as_str()], 0);
        }
        assert_same_content(
            &expected,
            &content(&place),
            &format!("corpus {number} in {batches} batches"),
        );
    }
}

/// Passages by their numbers: those that stay are rows that were not written again.
fn numbered_passages(place: &Place) -> BTreeMap<i64, String> {
    let ledger = rusqlite::Connection::open(place.path("corpus.suyuan/ledger.sqlite")).unwrap();
    let broken: i64 = ledger
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(broken, 0, "rows that point at nothing");
    let misplaced: i64 = ledger
        .query_row(
            "SELECT count(*) FROM articles a JOIN articles b ON a.rank < b.rank
             AND coalesce(a.published_epoch, 1 << 62) > coalesce(b.published_epoch, 1 << 62)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(misplaced, 0, "ranks that do not follow the times");
    let mut statement = ledger.prepare("SELECT passage, pair_id FROM passages").unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn issue_7_small_additions_leave_rows_where_they_stand_and_give_the_same() {
    for seed in [21, 22] {
        let mut lines = shuffled(&mut Random::new(seed), lines(seed, 300));
        let first = lines.len() - 12;
        // A later text of a page that the store holds, and an article whose id one of another dataset has.
        let known: Value = serde_json::from_str(&lines[first + 1]).unwrap();
        let text = "渡口昨日恢复通航，首班船载客八十人，站长说一切正常。".repeat(3);
        lines.push(
            json!({"id": known["id"], "text": text, "published_at": "2039-01-02T03:04:05+08:00"}).to_string(),
        );
        lines.push(json!({"id": "other:page", "text": text}).to_string());
        let begin = || {
            let place = Place::new();
            place.write(
                "other.jsonl",
                json!({"id": "page", "text": "县城的菜市场搬进了新楼。".repeat(3)}).to_string(),
            );
            place.scan(["other.jsonl", "--dataset", "other"], 0);
            place
        };
        let whole = begin();
        whole.write("all.jsonl", lines.join("\n"));
        whole.scan(["all.jsonl"], 0);
        assert!(
            whole
                .export()
                .rows("articles")
                .iter()
                .any(|row| row["article_id"] == "other:page~")
        );

        let place = begin();
        let (first, more) = lines.split_at(first);
        place.write("0.jsonl", first.join("\n"));
        place.scan(["0.jsonl"], 0);
        let mut before = numbered_passages(&place);
        for (batch, lines) in (1..).zip(more.chunks(2)) {
            let name = format!("{batch}.jsonl");
            place.write(&name, lines.join("\n"));
            place.scan([name.as_str()], 0);
            let after = numbered_passages(&place);
            let stay = before
                .iter()
                .filter(|(number, pair)| after.get(number) == Some(pair))
                .count();
            assert!(
                batch > 6 || stay * 4 > before.len() * 3,
                "{stay} of {} passages stay",
                before.len()
            );
            before = after;
        }
        assert_same_content(&content(&whole), &content(&place), &format!("corpus {seed}"));
    }
}

#[test]
fn files_and_folders_one_by_one_give_the_same() {
    let mut random = Random::new(8);
    let mut pages: Vec<PathBuf> = std::fs::read_dir(crate::program::fixture("tianjin"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    let whole = Place::new();
    whole.scan(&pages, 0);
    let expected = content(&whole);
    let place = Place::new();
    for page in shuffled(&mut random, pages) {
        place.scan([page], 0);
    }
    assert_same_content(&expected, &content(&place), "the pages one by one");
}

fn line(id: &str, text: &str) -> String {
    json!({"id": id, "text": text, "outlet": "海风日报", "published_at": "2024-05-01T08:00:00+08:00"})
        .to_string()
}

const BEFORE: &str = "渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返，船票仍是两元，老人和学生减半。";
const AFTER: &str = "渡口昨天上午恢复通航，首日有二十艘船载着两岸居民往返，船票仍是两元，老人和学生减半。";
const OTHER: &str = "县城的菜市场搬进了新楼，摊位比从前多出三成，早市的时间提前到五点，停车场对居民开放。";

fn ids(place: &Place) -> Vec<(String, i64)> {
    let rows = place.export().rows("records");
    let id = |row: &Value| {
        (
            row["record_id"].as_str().unwrap().to_owned(),
            row["version"].as_i64().unwrap(),
        )
    };
    let mut ids: Vec<_> = rows.iter().map(id).collect();
    ids.sort();
    ids
}

#[test]
fn a_record_that_changed_becomes_a_version_and_one_that_is_gone_stays_until_it_is_pruned() {
    let place = Place::new();
    place.write("feed.jsonl", [line("a", BEFORE), line("b", OTHER)].join("\n"));
    place.scan(["feed.jsonl"], 0);
    place.write("feed.jsonl", line("a", AFTER));
    place.scan(["feed.jsonl"], 0);
    let version = |id: &str, version| (id.to_owned(), version);
    assert_eq!(ids(&place), [version("a", 1), version("a", 2), version("b", 1)]);
    let findings = place.export().rows("findings");
    assert!(
        findings
            .iter()
            .any(|finding| finding["rule"] == "silent-revision"),
        "{findings:?}"
    );
    // Nothing is new, so that nothing changes.
    let before = place.export();
    place.scan(["feed.jsonl"], 0);
    assert!(before == place.export());
    place.scan(["feed.jsonl", "--prune"], 0);
    assert_eq!(ids(&place), [version("a", 1)]);
}

#[test]
fn pruning_leaves_other_datasets_alone() {
    let place = Place::new();
    place.write("one.jsonl", line("a", BEFORE));
    place.write("two.jsonl", line("b", OTHER));
    place.scan(["one.jsonl"], 0);
    place.scan(["two.jsonl", "--dataset", "second", "--prune"], 0);
    assert_eq!(ids(&place).len(), 2);
    place.scan(["two.jsonl", "--prune"], 0);
    let rows = place.export().rows("records");
    let datasets: Vec<&str> = rows.iter().filter_map(|row| row["dataset"].as_str()).collect();
    assert_eq!(datasets, ["default", "second"]);
    assert_eq!(rows[0]["record_id"], "b");
    place.scan(["one.jsonl", "--rebuild"], 0);
    assert_eq!(ids(&place), [("a".to_owned(), 1)]);
}

#[test]
fn a_record_with_one_text_in_two_files_is_kept_once_and_counted_twice() {
    let place = Place::new();
    let monday = [line("a", BEFORE), line("b", OTHER)].join("\n");
    place.write("monday.jsonl", &monday);
    place.scan(["monday.jsonl"], 0);
    let size = |place: &Place| -> u64 {
        let files = std::fs::read_dir(place.path("corpus.suyuan/segments")).unwrap();
        let lengths = files.map(|file| file.unwrap()).filter(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            name.ends_with(".segment")
        });
        lengths.map(|file| file.metadata().unwrap().len()).sum()
    };
    let before = size(&place);
    place.write("tuesday.jsonl", &monday);
    place.scan(["tuesday.jsonl"], 0);
    assert_eq!(size(&place), before);
    assert_eq!(ids(&place).len(), 4);
    assert_eq!(place.export().rows("articles").len(), 2);
}

#[test]
fn another_table_of_outlets_is_kept_and_applied_to_all_that_the_store_holds() {
    let place = Place::new();
    place.write("outlets.csv", "海风晨报,海风日报,,local daily\n");
    place.write("one.jsonl", line("a", BEFORE));
    place.write("two.jsonl", line("b", OTHER));
    let publishers = |place: &Place| -> Vec<String> {
        let rows = place.export().rows("articles");
        rows.iter()
            .map(|row| row["publisher"].as_str().unwrap().to_owned())
            .collect()
    };
    let kinds = place.run(["scan", "--quiet", "one.jsonl", "--outlets", "outlets.csv"]);
    if kinds.status.code() != Some(0) {
        panic!("{}", complaint(&kinds));
    }
    place.scan(["two.jsonl"], 0);
    assert_eq!(publishers(&place), ["海风晨报", "海风晨报"]);
    place.write("outlets.csv", "海风午报,海风日报,,local daily\n");
    place.scan(["two.jsonl", "--outlets", "outlets.csv"], 0);
    assert_eq!(publishers(&place), ["海风午报", "海风午报"]);
}

#[test]
fn what_has_no_article_is_the_same_record_under_other_rules() {
    let place = Place::new();
    let feed = [line("a", BEFORE), json!({"id": "na", "text": "短"}).to_string()].join("\n");
    place.write("feed.jsonl", feed);
    place.write("outlets.csv", "海风晨报,海风日报,,local daily\n");
    place.scan(["feed.jsonl"], 0);
    place.scan(["feed.jsonl", "--outlets", "outlets.csv"], 0);
    assert_eq!(ids(&place), [("a".to_owned(), 1), ("na".to_owned(), 1)]);
}

#[test]
fn two_files_of_one_name_are_told_apart() {
    let place = Place::new();
    for (folder, lines) in [
        ("x", vec![line("a", BEFORE)]),
        ("y", vec![line("b", AFTER), line("c", OTHER)]),
    ] {
        std::fs::create_dir(place.path(folder)).unwrap();
        place.write(&format!("{folder}/feed.jsonl"), lines.join("\n"));
    }
    place.scan(["x/feed.jsonl", "y/feed.jsonl"], 0);
    let before = content(&place);
    let cleaned = place.run(["clean", "y/feed.jsonl", "-o", "out"]);
    assert_eq!(cleaned.status.code(), Some(2));
    assert!(
        complaint(&cleaned).contains("two files of one name"),
        "{}",
        complaint(&cleaned)
    );
    place.scan(["y/feed.jsonl"], 0);
    assert_same_content(&before, &content(&place), "the second one again");
}

#[test]
fn what_could_not_be_read_goes_when_its_file_is_whole_and_a_broken_file_prunes_nothing() {
    let place = Place::new();
    let text = [line("a", BEFORE), line("b", OTHER)].join("\n");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    let whole = packed.finish().unwrap();
    place.write("feed.jsonl.gz", &whole[..whole.len() - 20]);
    place.scan(["feed.jsonl.gz", "--max-unreadable", "100"], 0);
    place.write("feed.jsonl.gz", &whole);
    place.scan(["feed.jsonl.gz"], 0);
    assert_eq!(ids(&place), [("a".to_owned(), 1), ("b".to_owned(), 1)]);
    place.write("feed.jsonl.gz", &whole[..whole.len() - 20]);
    place.scan(["feed.jsonl.gz", "--prune", "--max-unreadable", "100"], 0);
    let left = ids(&place);
    assert!(
        left.iter().any(|(id, _)| id == "a") && left.iter().any(|(id, _)| id == "b"),
        "{left:?}"
    );
}

#[test]
fn a_row_of_a_table_is_not_known_when_its_file_is_read_in_another_way() {
    let place = Place::new();
    let row = format!("1;{BEFORE},{OTHER}");
    place.write("table.csv", format!("id;text\n{row}\n"));
    place.scan(["table.csv"], 0);
    place.write("table.csv", format!("text,id\n{row}\n"));
    place.scan(["table.csv", "--prune"], 0);
    let fresh = Place::new();
    fresh.write("table.csv", format!("text,id\n{row}\n"));
    fresh.scan(["table.csv"], 0);
    assert_same_content(&content(&fresh), &content(&place), "another delimiter");
}

#[test]
fn a_store_in_the_folder_that_is_scanned_is_no_input_even_when_its_first_scan_was_killed() {
    let place = Place::new();
    place.write("feed.jsonl", line("a", BEFORE));
    std::fs::create_dir_all(place.path("corpus.suyuan/segments")).unwrap();
    place.write("corpus.suyuan/lock", "process 4294967\n");
    place.write("corpus.suyuan/segments/00000001.pending", "half");
    place.scan(["."], 0);
    assert_eq!(ids(&place), [("a".to_owned(), 1)]);
}
