//! Web pages: their whole reading beside the extractor alone that it calls.
//!
//! In: the pages of the folder that `SUYUAN_PAGES` names, or else generated ones with the frame that news sites put
//! around a report.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::Criterion;
use dom_smoothie::Readability;
use suyuan::config::ReadParameters;
use suyuan::read;

use crate::group;
use crate::news::{self, Dice};

/// Generated pages.
const PAGES: usize = 60;

/// The pages as files, and their text.
fn pages(folder: &std::path::Path) -> (Vec<PathBuf>, Vec<String>) {
    let given = std::env::var_os("SUYUAN_PAGES").map(PathBuf::from);
    if given.is_none() {
        let mut dice = Dice::new(13);
        for number in 0..PAGES {
            let report = news::report(&mut dice, 3000);
            let page = news::web_page(&mut dice, &report);
            std::fs::write(folder.join(format!("{number:03}.html")), page).unwrap();
        }
    }
    let sources = read::sources(
        &[given.unwrap_or_else(|| folder.to_path_buf())],
        &ReadParameters::default(),
    );
    let files: Vec<PathBuf> = sources
        .unwrap()
        .iter()
        .filter_map(|source| source.path().map(PathBuf::from))
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    let texts = files
        .iter()
        .map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned())
        .collect();
    (files, texts)
}

/// The reading of pages, and what their extraction alone takes.
pub fn beside_an_extractor_alone(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let (files, texts) = pages(folder.path());
    let bytes = texts.iter().map(String::len).sum();
    let parameters = ReadParameters::default();
    let mut group = group(criterion, "html", bytes);
    group.bench_function("dom_smoothie", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                let article = Readability::new(text.as_str(), None, None).map(|mut reader| reader.parse());
                let _ = black_box(article);
            }
        });
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let sources = read::sources(&files, &parameters).unwrap();
            let raw = sources.iter().flat_map(|source| read::open(source, &parameters));
            raw.map(|raw| read::decode(raw, &parameters).text.len())
                .sum::<usize>()
        });
    });
    group.finish();
}
