//! Stores without texts: what is left out, what can still be read, and how the texts come back.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::tests::{appended, corpus, exported, fill, pages};
use super::{Keep, Scan, Store, TextKey, Texts, compact, verify};
use crate::document::Facts;
use crate::scratch::Scratch;

/// A store without the texts of these pages.
fn fill_without_texts(store: &Path, pages: &[Facts]) {
    let mut scan = appended(store, pages);
    scan.keep_no_texts();
    scan.commit(&corpus(pages)).unwrap();
}

fn texts_of(pages: &[Facts]) -> Arc<Texts> {
    let scratch = Scratch::new(Path::new("."), u64::MAX);
    let keys = pages.iter().map(|page| TextKey::of(&page.record.text));
    let texts = Texts::wanted(keys, scratch);
    for page in pages {
        texts.offer(&page.record.text).unwrap();
    }
    Arc::new(texts)
}

fn exported_with_texts(store: &Path, texts: &Arc<Texts>) -> BTreeMap<String, String> {
    let store = Store::open(store).unwrap().with_texts(Some(Arc::clone(texts)));
    super::tests::exported_rows(&store)
}

fn segments(store: &Path) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(store.join("segments")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let segments = files.filter(|file| file.extension().is_some_and(|end| end == "segment"));
    segments.map(|file| std::fs::read(file).unwrap()).collect()
}

fn version(store: &Path) -> i64 {
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    let version = ledger.pragma_query_value(None, "user_version", |row| row.get(0));
    version.unwrap()
}

#[test]
fn what_is_found_stays_and_the_texts_go() {
    let folder = tempfile::tempdir().unwrap();
    let (full, lean) = (folder.path().join("full"), folder.path().join("lean"));
    fill(&full, &pages());
    fill_without_texts(&lean, &pages());
    let bytes = |store: &Path| segments(store).iter().map(Vec::len).sum::<usize>();
    assert!(bytes(&lean) < bytes(&full));
    // An older program refuses the one and reads the other.
    assert!(version(&lean) > version(&full));
    assert_eq!(exported(&full), exported_with_texts(&lean, &texts_of(&pages())));
    assert!(verify(&lean).unwrap().faults.is_empty());

    let store = Store::open(&lean).unwrap();
    let left_out = pages().iter().map(|page| page.record.text.len() as u64).sum();
    assert!(!store.keeps_texts().unwrap());
    assert_eq!(store.info().unwrap().text_bytes_left_out, Some(left_out));
    assert_eq!(store.overview(3).unwrap().text_bytes_left_out, Some(left_out));
    let out = folder.path().join("out");
    let message = store.export_jsonl(&out, None).unwrap_err().to_string();
    assert!(message.ends_with("name the input with --input PATH"), "{message}");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
    let tables = ["records", "articles", "links", "quotes"].map(str::to_owned);
    store.export_jsonl(&out, Some(&tables)).unwrap();
}

#[test]
fn a_text_that_is_not_found_is_named_by_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    fill_without_texts(&store, &pages());
    let none = texts_of(&[]);
    let opened = Store::open(&store).unwrap().with_texts(Some(none));
    let message = opened.export_jsonl(&folder.path().join("out"), None).unwrap_err();
    let message = message.to_string();
    let named = pages()
        .iter()
        .any(|page| message.contains(&format!("the text of {} is not", page.record.uri)));
    assert!(named, "{message}");
    assert!(!message.contains('\n'));
}

#[test]
fn a_scan_that_ends_before_its_commit_leaves_the_store_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    fill(&store, &pages());
    let (before, files) = (exported(&store), segments(&store));
    let mut scan = appended(&store, &pages());
    scan.keep_no_texts();
    // All but the transaction.
    scan.compact(false).unwrap();
    assert!(segments(&store).len() > files.len());
    drop(scan);
    assert_eq!(segments(&store), files);
    assert_eq!(exported(&store), before);
    assert!(Store::open(&store).unwrap().keeps_texts().unwrap());
}

#[test]
fn texts_go_from_a_store_that_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    fill(&store, &pages());
    let before = exported(&store);
    let mut scan = Scan::begin(&store, Keep::All).unwrap();
    scan.set_rules(None, 1).unwrap();
    scan.keep_no_texts();
    let (records, sources) = scan.stored().unwrap();
    scan.number(records, sources).unwrap();
    scan.commit_unchanged().unwrap();
    let texts = texts_of(&pages());
    assert_eq!(before, exported_with_texts(&store, &texts));
    assert!(!Store::open(&store).unwrap().keeps_texts().unwrap());
    assert!(verify(&store).unwrap().faults.is_empty());
    compact(&store).unwrap();
    assert_eq!(before, exported_with_texts(&store, &texts));
    assert!(verify(&store).unwrap().faults.is_empty());
    // And texts do not come back by themselves.
    let scan = Scan::begin(&store, Keep::All).unwrap();
    assert_eq!(scan.left_out(scan.stored().unwrap().0.iter()).unwrap().len(), 3);
}
