//! The corpus around the user's document, held against what a careful reader finds in it
//! (`fixtures/tianjin.expected.json`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::Value;

use crate::program::{Export, Place, fixture};

static EXPORT: LazyLock<Export> = LazyLock::new(|| {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    place.export()
});

static EXPECTED: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_slice(&std::fs::read(fixture("tianjin.expected.json")).unwrap()).unwrap()
});

/// The entries of one list of the expected results.
fn expected(list: &str) -> &'static [Value] {
    EXPECTED[list].as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// The text of a record, where it stands in a file as it is: not for the extracted text of a web page.
fn record_text(record: &str) -> Option<String> {
    if record.ends_with(".html") {
        return None;
    }
    if record.ends_with(".txt") {
        return Some(std::fs::read_to_string(fixture("tianjin").join(record)).unwrap());
    }
    let feed = std::fs::read_to_string(fixture("tianjin/feed_20220113.jsonl")).unwrap();
    let lines = feed
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .into_iter()
        .find(|line| line["id"] == record)
        .map(|line| text(&line["text"]).to_owned())
}

/// The words of the span that a link points to, where the text is at hand.
fn words_at(link: &Value) -> Option<String> {
    let article = text(&link["to_article"]);
    let record = article.split('#').next().unwrap();
    let offset = |column: &str| usize::try_from(link[column].as_u64().unwrap()).unwrap();
    record_text(record).map(|text| text[offset("to_start")..offset("to_end")].to_owned())
}

#[test]
fn every_article_is_found_and_says_whose_it_is() {
    let articles = EXPECTED["articles"].as_object().unwrap();
    let found: BTreeSet<String> = EXPORT
        .rows("articles")
        .iter()
        .map(|row| text(&row["article_id"]).to_owned())
        .collect();
    assert_eq!(found, articles.keys().cloned().collect());
    let mut wrong = Vec::new();
    for (id, columns) in articles {
        let row = EXPORT.row("articles", "article_id", id);
        for (column, value) in columns.as_object().unwrap() {
            if row[column] != *value {
                wrong.push(format!("{id} {column}: {} instead of {value}", row[column]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn copies_stand_in_one_cluster_each() {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in EXPORT.rows("clusters") {
        let relation = if row["representative"] == true {
            "representative"
        } else {
            text(&row["relation"])
        };
        let members = found.entry(text(&row["cluster_id"]).to_owned()).or_default();
        members.insert(text(&row["article_id"]).to_owned(), relation.to_owned());
    }
    let mut wanted: Vec<BTreeMap<String, String>> = expected("clusters")
        .iter()
        .map(|cluster| {
            let members = cluster["members"].as_object().unwrap();
            let relation = |id: &String, relation: &Value| {
                if cluster["representative"] == **id {
                    "representative".to_owned()
                } else {
                    text(relation).to_owned()
                }
            };
            members
                .iter()
                .map(|(id, member)| (id.clone(), relation(id, member)))
                .collect()
        })
        .collect();
    let mut found: Vec<_> = found.into_values().collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn passages_are_traced_to_where_they_were_taken_from() {
    let links = EXPORT.rows("links");
    for entry in expected("carried") {
        let (to, from, contains) = (text(&entry["to"]), text(&entry["from"]), text(&entry["contains"]));
        let link = links.iter().find(|link| {
            link["to_article"] == to
                && link["from_article"] == from
                && link["relation"] == entry["relation"]
                && words_at(link).is_none_or(|words| words.contains(contains))
        });
        assert!(
            link.is_some(),
            "{from} -> {to} {}\n{}",
            entry["relation"],
            all_links_to(&links, to)
        );
    }
}

fn all_links_to(links: &[Value], to: &str) -> String {
    let of_article = links.iter().filter(|link| link["to_article"] == to);
    let told = of_article.map(|link| {
        format!(
            "held: {} ({}) {} {} {}",
            link["from_article"],
            link["from_source"],
            link["relation"],
            link["direction"],
            link["confidence"]
        )
    });
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn credits_on_the_page_make_the_direction_certain() {
    let links = EXPORT.rows("links");
    for entry in expected("carried")
        .iter()
        .filter(|entry| !entry["credit"].is_null())
    {
        let resolved = links.iter().any(|link| {
            link["to_article"] == entry["to"]
                && link["from_article"] == entry["from"]
                && link["direction"] == "resolved"
        });
        assert!(resolved, "{} -> {}", entry["from"], entry["to"]);
    }
}

#[test]
fn named_sources_that_are_not_held_stand_as_ghosts() {
    let links = EXPORT.rows("links");
    for entry in expected("named_but_not_held") {
        let ghost = links.iter().any(|link| {
            link["from_article"].is_null()
                && link["from_source"] == entry["source"]
                && words_at(link).is_none_or(|words| words.contains(text(&entry["contains"])))
        });
        assert!(ghost, "{}", entry["source"]);
    }
}

#[test]
fn quotes_keep_their_speaker_and_shared_ones_their_family() {
    let quotes = EXPORT.rows("quotes");
    for entry in expected("quotes") {
        let speakers = entry["speakers"].as_object().unwrap();
        let mut families = BTreeSet::new();
        for (article, speaker) in speakers {
            let quote = quotes.iter().find(|quote| {
                quote["article_id"] == **article && text(&quote["text"]).contains(text(&entry["contains"]))
            });
            let quote = quote.unwrap_or_else(|| panic!("{article} has no quote with {}", entry["contains"]));
            assert_eq!(quote["speaker"], *speaker, "{article}");
            assert_eq!(quote["kind"], entry["kind"], "{article}");
            families.insert(quote["family_id"].to_string());
        }
        assert_eq!(families.len(), 1, "{}: {families:?}", entry["contains"]);
        assert_eq!(
            families.contains("null"),
            speakers.len() == 1,
            "{}",
            entry["contains"]
        );
    }
}

#[test]
fn what_has_nothing_in_common_stays_apart() {
    let tables = [
        ("links", "from_article", "to_article"),
        ("passages", "a_article", "b_article"),
    ];
    for entry in expected("apart") {
        let article = text(&entry["article"]);
        let others: Option<BTreeSet<&str>> = entry["others"]
            .as_array()
            .map(|others| others.iter().map(text).collect());
        let is_other = |id: &str| others.as_ref().is_none_or(|others| others.contains(id));
        for (table, one, two) in tables {
            for row in EXPORT.rows(table) {
                if matches!(row["kind"].as_str(), Some("formula" | "template" | "boilerplate")) {
                    continue;
                }
                let sides = (row[one].as_str(), row[two].as_str());
                let joined = match sides {
                    (Some(a), Some(b)) if a == article => is_other(b),
                    (Some(a), Some(b)) if b == article => is_other(a),
                    _ => false,
                };
                assert!(!joined, "{table}: {row}");
            }
        }
        for cluster in EXPORT
            .rows("clusters")
            .iter()
            .filter(|row| row["article_id"] == article)
        {
            let same =
                |row: &&Value| row["cluster_id"] == cluster["cluster_id"] && row["article_id"] != article;
            let members = EXPORT.rows("clusters");
            let mate = members
                .iter()
                .find(same)
                .map(|row| text(&row["article_id"]).to_owned());
            assert!(!mate.is_some_and(|mate| is_other(&mate)), "{cluster}");
        }
    }
}
