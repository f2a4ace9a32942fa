//! The result depends on the set of records alone: not on threads, not on the order of input.

use std::path::PathBuf;

use crate::program::{Export, Place, TABLES, fixture};

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<_> = std::fs::read_dir(fixture("tianjin"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    pages
}

fn export_of(paths: &[PathBuf], threads: &str) -> Export {
    let place = Place::new();
    let options = [PathBuf::from("--threads"), PathBuf::from(threads)];
    place.scan(options.iter().chain(paths), 0);
    place.export()
}

fn assert_same(one: &Export, other: &Export) {
    for table in TABLES {
        assert!(one.files[table] == other.files[table], "{table} differs");
    }
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    assert_same(&export_of(&pages(), "1"), &export_of(&pages(), "2"));
}

#[test]
fn the_order_of_input_does_not_matter() {
    let forward = pages();
    let mut backward = forward.clone();
    backward.reverse();
    let mut rotated = forward.clone();
    rotated.rotate_left(forward.len() / 2);
    let export = export_of(&forward, "2");
    assert_same(&export, &export_of(&backward, "2"));
    assert_same(&export, &export_of(&rotated, "1"));
}

#[test]
fn scanning_again_changes_nothing() {
    let place = Place::new();
    place.scan([fixture("tianjin")], 0);
    let before = place.export();
    place.scan([fixture("tianjin")], 0);
    assert_same(&before, &place.export());
}
