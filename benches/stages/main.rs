//! Speed of each stage by itself, in bytes of what it is given, and of a whole scan: `cargo bench`.
//!
//! In: text made by [`news`], the same in every run. Each stage gets what the stages before it made of that text,
//! through the functions that the pipeline calls. `beside_rensa.py` compares the whole program with another one.

#![allow(missing_docs, clippy::unwrap_used)]

mod cleaning;
mod news;
mod pages;

use std::borrow::Cow;
use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use news::Dice;
use suyuan::align::{self, align};
use suyuan::boilerplate::{self, ArticleLines};
use suyuan::claim::{self, OutletTable};
use suyuan::config::{
    AlignParameters, BoilerplateParameters, FingerprintParameters, MatchParameters, ReadParameters,
};
use suyuan::document::{Anchor, Record, Span};
use suyuan::events::Silent;
use suyuan::fingerprint::{append_seeds, exact_hash, simhash};
use suyuan::matching::{Among, Candidate, candidates};
use suyuan::normalise::{Fold, Mapped};
use suyuan::pipeline::{ScanOptions, scan};
use suyuan::scratch::Scratch;
use suyuan::{read, segment};

/// The allocator of the program: without it the benches would measure another one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Records of the generated corpus: a few megabytes, so that a scan takes some tenths of a second.
const RECORDS: usize = 1000;

/// A group whose figures are bytes a second; short, since there are many of them.
fn group<'c>(criterion: &'c mut Criterion, name: &str, bytes: usize) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group
        .throughput(Throughput::Bytes(bytes as u64))
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(2));
    group
}

/// A folder with the corpus in one file.
fn corpus_folder() -> (tempfile::TempDir, std::path::PathBuf, usize) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("corpus.jsonl");
    let corpus = news::corpus(RECORDS);
    std::fs::write(&file, &corpus).unwrap();
    (folder, file, corpus.len())
}

fn records() -> Vec<Record> {
    let (_folder, file, _) = corpus_folder();
    let parameters = ReadParameters::default();
    let sources = read::sources(&[file], &parameters).unwrap();
    let raw = sources.iter().flat_map(|source| read::open(source, &parameters));
    raw.map(|raw| read::decode(raw, &parameters)).collect()
}

fn text_bytes(records: &[Record]) -> usize {
    records.iter().map(|record| record.text.len()).sum()
}

/// Matching forms of whole reports, every fourth one an edited copy of the one before it.
fn forms() -> Vec<String> {
    let mut dice = Dice::new(3);
    let mut before = String::new();
    let reports = (0..RECORDS).map(|number| {
        if number % 4 == 3 {
            news::edited(&mut dice, &before, 2)
        } else {
            before = news::report(&mut dice, 3000);
            before.clone()
        }
    });
    reports.map(|report| Fold::shared().form(&report)).collect()
}

fn form_bytes(forms: &[String]) -> usize {
    forms.iter().map(String::len).sum()
}

/// The seeds of a form as matching takes them.
fn seeds(form: &[u8], into: &mut Vec<(u64, u32)>) {
    let mut found = Vec::new();
    append_seeds(form, FingerprintParameters::default().body_spread, &mut found);
    into.extend(found.iter().map(|seed| (seed.hash, seed.position)));
}

/// The candidate pairs of all forms, with nothing on disk.
fn matched(forms: &[&[u8]]) -> Vec<(u32, Vec<Candidate>)> {
    let total: usize = forms.iter().map(|form| form.len()).sum();
    let memory = Scratch::new(&std::env::temp_dir(), u64::MAX);
    let among = Among {
        articles: forms.len(),
        expected: FingerprintParameters::default().expected_seeds(total),
        form: |rank: u32| Cow::Borrowed(forms[rank as usize]),
        append_seeds: seeds,
        keeper: &(),
    };
    let found = candidates(&among, &MatchParameters::default(), &memory).unwrap();
    (0..found.parts())
        .flat_map(|part| found.take(part).unwrap())
        .collect()
}

fn read_jsonl(criterion: &mut Criterion) {
    let (_folder, file, bytes) = corpus_folder();
    let parameters = ReadParameters::default();
    group(criterion, "read", bytes).bench_function("jsonl", |bencher| {
        bencher.iter(|| {
            let sources = read::sources(std::slice::from_ref(&file), &parameters).unwrap();
            let raw = sources.iter().flat_map(|source| read::open(source, &parameters));
            raw.map(|raw| read::decode(raw, &parameters).text.len())
                .sum::<usize>()
        });
    });
}

/// What a record costs before anything is asked of its sources.
fn read_and_segment(criterion: &mut Criterion) {
    let (_folder, file, _) = corpus_folder();
    let bytes = text_bytes(&records());
    let parameters = ReadParameters::default();
    group(criterion, "read_and_segment", bytes).bench_function("jsonl", |bencher| {
        bencher.iter(|| {
            let sources = read::sources(std::slice::from_ref(&file), &parameters).unwrap();
            let raw = sources.iter().flat_map(|source| read::open(source, &parameters));
            raw.map(|raw| segment::segment(&read::decode(raw, &parameters)).blocks.len())
                .sum::<usize>()
        });
    });
}

fn facts_of_a_record(criterion: &mut Criterion) {
    let records = records();
    let bytes = text_bytes(&records);
    group(criterion, "segment", bytes).bench_function("pages", |bencher| {
        bencher.iter(|| {
            records
                .iter()
                .map(|record| segment::segment(record).blocks.len())
                .sum::<usize>()
        });
    });
    let outlets = OutletTable::builtin();
    // Pages with a source or a speaker in every second sentence, and pages with as many as news has.
    let mut dice = Dice::new(5);
    let calm: Vec<Record> = (0..RECORDS)
        .map(|_| {
            let report = news::calm_report(&mut dice, 3000);
            Record {
                text: news::page(&mut dice, &report),
                ..Record::default()
            }
        })
        .collect();
    for (name, records) in [("pages", &records), ("as_in_news", &calm)] {
        let bytes = records.iter().map(|record| record.text.len()).sum();
        let segmentations: Vec<_> = records.iter().map(segment::segment).collect();
        group(criterion, "claim", bytes).bench_function(name, |bencher| {
            bencher.iter_batched(
                || segmentations.clone(),
                |segmentations| {
                    let pages = records.iter().zip(segmentations);
                    pages
                        .map(|(record, segmentation)| {
                            claim::attribute(record, segmentation, &outlets).claims.len()
                        })
                        .sum::<usize>()
                },
                BatchSize::LargeInput,
            );
        });
    }
}

fn normalise(criterion: &mut Criterion) {
    let fold = Fold::shared();
    let simplified = news::report(&mut Dice::new(11), 1 << 20);
    let traditional = news::traditional_wide(&simplified);
    for (name, text) in [
        ("simplified", simplified),
        ("traditional_full_width", traditional),
    ] {
        let mut group = group(criterion, "normalise", text.len());
        group.bench_function(name, |bencher| {
            let mut form = Vec::new();
            bencher.iter(|| {
                form.clear();
                fold.append(black_box(&text), &mut form);
                form.len()
            });
        });
        group.bench_function(format!("{name}_with_map"), |bencher| {
            bencher.iter(|| {
                let mut mapped = Mapped::default();
                mapped.append(fold, &text, Span::new(0, text.len()));
                mapped.form.len()
            });
        });
    }
}

fn fingerprint(criterion: &mut Criterion) {
    let forms = forms();
    let mut group = group(criterion, "fingerprint", form_bytes(&forms));
    group.bench_function("exact_hash", |bencher| {
        bencher.iter(|| {
            forms
                .iter()
                .fold(0, |all, form| all ^ exact_hash(form.as_bytes()))
        });
    });
    group.bench_function("simhash", |bencher| {
        bencher.iter(|| forms.iter().fold(0, |all, form| all ^ simhash(form)));
    });
    let parameters = FingerprintParameters::default();
    for (name, spread) in [
        ("body_seeds", parameters.body_spread),
        ("quote_seeds", parameters.quote_spread),
    ] {
        group.bench_function(name, |bencher| {
            let mut found = Vec::new();
            bencher.iter(|| {
                found.clear();
                for form in &forms {
                    append_seeds(form.as_bytes(), spread, &mut found);
                }
                found.len()
            });
        });
    }
}

fn learn_boilerplate(criterion: &mut Criterion) {
    let forms = forms();
    // Forms have no lines; 300 bytes, 100 characters, is a paragraph. All pages of a host end in the same line.
    let articles: Vec<ArticleLines> = forms
        .iter()
        .enumerate()
        .map(|(number, form)| {
            let host = number as u64 % 50;
            let paragraphs = form.as_bytes().chunks(300).map(|lines| exact_hash(lines) as u64);
            ArticleLines {
                host,
                lines: paragraphs.chain([host]).collect(),
            }
        })
        .collect();
    group(criterion, "boilerplate", form_bytes(&forms)).bench_function("learn", |bencher| {
        bencher.iter(|| boilerplate::learn(&articles, &BoilerplateParameters::default()));
    });
}

fn find_candidates(criterion: &mut Criterion) {
    let forms = forms();
    let slices: Vec<&[u8]> = forms.iter().map(String::as_bytes).collect();
    group(criterion, "candidates", form_bytes(&forms)).bench_function("with_seeds", |bencher| {
        bencher.iter(|| matched(&slices).len());
    });
}

fn align_pairs(criterion: &mut Criterion) {
    let mut dice = Dice::new(5);
    let text = news::report(&mut dice, 6000);
    let other = news::report(&mut dice, 12_000);
    let third: String = text.chars().take(text.chars().count() / 3).collect();
    let earlier = Fold::shared().form(&text);
    let pairs = [
        ("near_copy", news::edited(&mut dice, &text, 1)),
        ("edited_5_percent", news::edited(&mut dice, &text, 5)),
        ("contained", format!("{other}{third}{other}")),
    ];
    for (name, text) in pairs {
        let later = Fold::shared().form(&text);
        let (x, y) = (later.as_bytes(), earlier.as_bytes());
        let anchors: Vec<Anchor> = matched(&[y, x])
            .into_iter()
            .flat_map(|(_, pairs)| pairs)
            .flat_map(|pair| pair.anchors)
            .collect();
        assert!(!anchors.is_empty(), "{name} meets its source nowhere");
        let parameters = AlignParameters::default();
        group(criterion, "align", x.len() + y.len()).bench_function(name, |bencher| {
            let mut scratch = align::Scratch::default();
            bencher.iter(|| align(x, y, &anchors, true, &parameters, &mut scratch).len());
        });
    }
}

fn whole_scan(criterion: &mut Criterion) {
    let (folder, file, bytes) = corpus_folder();
    let options = ScanOptions {
        reference: Vec::new(),
        paths: vec![file],
        store: folder.path().join("store"),
        read: ReadParameters::default(),
        outlets: None,
        held: suyuan::pipeline::Held::Rebuild,
        keep_texts: true,
        input: Vec::new(),
        threads: None,
        memory: None,
    };
    group(criterion, "pipeline", bytes)
        .sample_size(10)
        .measurement_time(Duration::from_secs(5))
        .bench_function("scan", |bencher| {
            bencher.iter(|| scan(&options, &Silent).unwrap())
        });
}

criterion_group!(
    stages,
    read_jsonl,
    pages::beside_an_extractor_alone,
    read_and_segment,
    facts_of_a_record,
    normalise,
    fingerprint,
    learn_boilerplate,
    find_candidates,
    align_pairs,
    whole_scan,
    cleaning::beside_a_plain_copy,
);
criterion_main!(stages);
