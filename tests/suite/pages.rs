//! Real pages of news sites, held against what is known of them (`fixtures/pages.expected.json`). The pages belong to others,
//! so neither they nor their words stand in this project: `SUYUAN_PAGES` names the folder that holds them, and without it
//! the test says so and passes. What is kept of a page are kinds and spans of its blocks, hashes of their words, and its
//! metadata.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};
use suyuan::claim::{self, OutletTable};
use suyuan::config::ReadParameters;
use suyuan::document::{ClaimKind, Record};
use suyuan::{read, segment};
use xxhash_rust::xxh3::xxh3_64;

use crate::program::fixture;

/// The variable that names the folder of the pages, and the one that has the results written anew.
const PAGES: &str = "SUYUAN_PAGES";
const ACCEPT: &str = "SUYUAN_PAGES_ACCEPT";

fn hash(words: &str) -> String {
    format!("{:016x}", xxh3_64(words.as_bytes()))
}

/// What is kept of a page.
fn kept(record: &Record, outlets: &OutletTable) -> Value {
    let found = claim::attribute(record, segment::segment(record), outlets);
    let hashed = |words: &Option<String>| words.as_deref().map(hash);
    let articles: Vec<Value> = found
        .segmentation
        .articles
        .iter()
        .map(|article| {
            json!({
                "title": hashed(&article.title),
                "original_title": hashed(&article.original_title),
                "publisher": article.publisher,
                "declared_source": hashed(&article.declared_source),
                "published_at": article.published_at.as_ref().map(|time| &time.rfc3339),
            })
        })
        .collect();
    let blocks: Vec<Value> = found
        .segmentation
        .blocks
        .iter()
        .map(|block| {
            let words = &record.text[block.span.range()];
            json!([
                block.kind.name(),
                block.article,
                block.span.start,
                block.span.end,
                hash(words)
            ])
        })
        .collect();
    let people = |kind: ClaimKind| -> Vec<String> {
        let claims = found.claims.iter().filter(|claim| claim.kind == kind);
        claims.map(|claim| hash(&claim.source_name)).collect()
    };
    json!({
        "articles": articles,
        "blocks": blocks,
        "editors": people(ClaimKind::Editor),
        "bylines": people(ClaimKind::Byline),
    })
}

/// The pages below a folder by their paths.
fn read_pages(folder: PathBuf) -> BTreeMap<String, Value> {
    let parameters = ReadParameters::default();
    let outlets = OutletTable::builtin();
    let sources = read::sources(&[folder], &parameters).unwrap();
    let records = sources
        .iter()
        .flat_map(|source| read::open(source, &parameters))
        .map(|raw| read::decode(raw, &parameters));
    records
        .filter(|record| record.id.ends_with(".html"))
        .map(|record| (record.id.clone(), kept(&record, &outlets)))
        .collect()
}

#[test]
#[expect(
    clippy::print_stderr,
    reason = "who runs the tests must see that this one did nothing"
)]
fn real_pages_are_read_as_before() {
    let Some(folder) = std::env::var_os(PAGES) else {
        eprintln!("skipped: {PAGES} does not name the folder of the pages");
        return;
    };
    let file = fixture("pages.expected.json");
    let found = read_pages(folder.into());
    if std::env::var_os(ACCEPT).is_some() {
        let lines: Vec<String> = found
            .iter()
            .map(|(page, kept)| format!("{}: {kept}", json!(page)))
            .collect();
        std::fs::write(&file, format!("{{\n{}\n}}\n", lines.join(",\n"))).unwrap();
    }
    let expected: BTreeMap<String, Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (page, expected) in &expected {
        let Some(found) = found.get(page) else {
            wrong.push(format!("{page}: not among the pages"));
            continue;
        };
        for (what, expected) in expected.as_object().unwrap() {
            if found[what] == *expected {
                continue;
            }
            let (Some(found), Some(expected)) = (found[what].as_array(), expected.as_array()) else {
                wrong.push(format!("{page}: {what}"));
                continue;
            };
            let missing = expected
                .iter()
                .filter(|entry| !found.contains(entry))
                .map(|entry| format!("- {entry}"));
            let added = found
                .iter()
                .filter(|entry| !expected.contains(entry))
                .map(|entry| format!("+ {entry}"));
            let lines: Vec<String> = missing.chain(added).collect();
            wrong.push(format!("{page}: {what}\n  {}", lines.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
