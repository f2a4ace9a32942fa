//! What must hold of every cleaning: all of it can be put back, nothing goes that is not listed, nothing is listed that
//! stays, and nothing beside the text changes. Checked on random corpora with random settings.

use std::collections::BTreeSet;

use crate::cleaning::{Cleaning, cleanings, cut, each, expect, failures, files, json, lay_corpus, text};
use crate::containers::{self, JsonLines};
use crate::corpus::{self, Layout};
use crate::news_sentences::Random;
use crate::program::Place;

#[test]
fn restore_gives_back_the_input_byte_for_byte() {
    each(|cleaning| {
        let names =
            |files: &std::collections::BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        let (input, restored) = (names(&cleaning.input), names(&cleaning.restored));
        expect(input == restored, || {
            format!("{input:?} came back as {restored:?}")
        })?;
        for (name, bytes) in &cleaning.input {
            expect(cleaning.restored[name] == *bytes, || {
                format!("{name} came back with other bytes")
            })?;
        }
        Ok(())
    });
}

#[test]
fn every_cleaning_and_restoring_succeeds() {
    let failures: Vec<_> = failures().collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn random_corpora_reach_every_rule_and_setting() {
    let rules: BTreeSet<&str> = cleanings()
        .flat_map(|cleaning| cleaning.removals.iter().map(|row| text(row, "rule")))
        .collect();
    let missing: Vec<_> = [
        "same-text",
        "equal-body",
        "near-copy",
        "contained",
        "in-reference",
        "holds-reference",
        "carried-passage",
        "nothing-left",
        "boilerplate",
        "furniture",
        "embedded-article",
    ]
    .into_iter()
    .filter(|rule| !rules.contains(rule))
    .collect();
    assert_eq!(missing, [""; 0]);
    let with = |wanted: &dyn Fn(&Cleaning) -> bool| cleanings().filter(|one| wanted(one)).count();
    assert!(with(&|cleaning| cleaning.settings.mask.is_some()) > 3);
    assert!(with(&|cleaning| cleaning.settings.cap == Some(0)) > 3);
    assert!(with(&|cleaning| !cleaning.settings.protected.is_empty()) > 3);
    assert!(with(&|cleaning| cleaning.settings.provenance) > 3);
    for part in [".jsonl", ".csv", ".tsv", ".txt", ".gz", ".zst"] {
        assert!(
            with(&|cleaning| cleaning.input.keys().any(|name| name.contains(part))) > 3,
            "{part}"
        );
    }
}

/// The text of the output is that of the input without the listed spans: no byte more is missing, no byte less.
#[test]
fn what_is_missing_is_what_is_listed() {
    each(|cleaning| {
        let cuts = cleaning.cuts();
        let mut unused: BTreeSet<&str> = cleaning.removals.iter().map(|row| text(row, "uri")).collect();
        for outcome in cleaning.outcomes()? {
            let uri = &outcome.uri;
            unused.remove(uri.as_str());
            let Some(after) = &outcome.after else {
                expect(outcome.before.record, || format!("{uri} was no record and went"))?;
                continue;
            };
            let (Some(before), Some(left)) = (&outcome.before.text, &after.text) else {
                expect(!cuts.contains_key(uri.as_str()), || {
                    format!("{uri} has no text to cut")
                })?;
                continue;
            };
            let own = cuts.get(uri.as_str()).map_or(&[][..], Vec::as_slice);
            let expected =
                cut(before, own, cleaning.settings.mask).map_err(|fault| format!("{uri}: {fault}"))?;
            expect(expected == *left, || {
                format!("{uri}:\n    {expected:?}\n    {left:?}")
            })?;
        }
        expect(unused.is_empty(), || {
            format!("removals name what is not in the input: {unused:?}")
        })
    });
}

/// Where nothing is cut the bytes are the same; where something is, those before and after the text are.
#[test]
fn everything_beside_the_text_stays_byte_for_byte() {
    each(|cleaning| {
        let cuts = cleaning.cuts();
        for outcome in cleaning.outcomes()? {
            let Some(mut after) = outcome.after else { continue };
            let (uri, before) = (&outcome.uri, outcome.before);
            if cleaning.settings.provenance && before.text.is_none() && after.text.is_some() {
                // A row with one column too many, which is right after all for the header that has one more.
                after.around = [after.raw.clone(), Vec::new()];
            } else if cleaning.settings.provenance {
                let last = usize::from(after.text.is_some());
                after.around[last] = containers::of_name(uri).without_provenance(&after.around[last]);
                if after.text.is_none() {
                    after.raw.clone_from(&after.around[0]);
                }
            }
            let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            expect(after.around == before.around, || {
                let [head, tail] = &after.around;
                format!("{uri}: {} … {}", shown(head), shown(tail))
            })?;
            let touched = cuts.contains_key(uri.as_str()) || cleaning.settings.provenance;
            expect(touched || after.raw == before.raw, || {
                format!("{uri}: {}", shown(&after.raw))
            })?;
            let ascii = before.raw.is_ascii() && before.text.as_ref().is_some_and(|text| !text.is_ascii());
            let mask = cleaning.settings.mask.unwrap_or_default();
            expect(
                !ascii || after.raw.is_ascii() || cleaning.settings.provenance || !mask.is_ascii(),
                || format!("{uri} was written in ASCII: {}", shown(&after.raw)),
            )?;
        }
        Ok(())
    });
}

#[test]
fn the_summary_counts_what_the_output_shows() {
    each(|cleaning| {
        let (mut records, mut kept, mut touched, mut bytes, mut bytes_kept) = (0, 0, 0, 0, 0);
        let (mut unreadable, cuts) = (0, cleaning.cuts());
        for outcome in cleaning
            .outcomes()?
            .iter()
            .filter(|outcome| outcome.before.record)
        {
            let before = outcome.before.text.as_ref();
            records += 1;
            unreadable += usize::from(before.is_none());
            bytes += before.map_or(0, String::len);
            if outcome.after.is_some() {
                let own = cuts.get(outcome.uri.as_str());
                kept += 1;
                touched += usize::from(own.is_some());
                let gone: usize = own.map_or(0, |own| own.iter().map(|(span, _)| span.len()).sum());
                bytes_kept += before.map_or(0, String::len) - gone;
            }
        }
        let summary = &cleaning.summaries[0];
        for (name, counted) in [
            ("records", records),
            ("kept", kept),
            ("removed", records - kept),
            ("cut", touched),
            ("unreadable", unreadable),
            ("text_bytes", bytes),
            ("text_bytes_kept", bytes_kept),
        ] {
            expect(summary[name] == counted, || {
                format!("{name}: {} and not {counted}", summary[name])
            })?;
        }
        for table in ["outlets", "months"] {
            for name in ["records", "kept", "removed", "cut"] {
                let rows = summary[table].as_object().unwrap().values();
                let sum: u64 = rows.map(|row| row[name].as_u64().unwrap()).sum();
                expect(summary[name] == sum, || {
                    format!("{table}: {name} is {sum} in all")
                })?;
            }
        }
        rules_and_characters(cleaning)
    });
}

fn rules_and_characters(cleaning: &Cleaning) -> Result<(), String> {
    let (mut rules, mut characters) = (serde_json::Map::new(), serde_json::Map::new());
    let add = |map: &mut serde_json::Map<String, serde_json::Value>, name: &str, count: u64| {
        let sum = map.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0) + count;
        map.insert(name.to_owned(), sum.into());
    };
    for row in &cleaning.removals {
        add(&mut rules, text(row, "rule"), 1);
        if let (Some(start), Some(end)) = (row["start_char"].as_u64(), row["end_char"].as_u64()) {
            add(&mut characters, text(row, "level"), end - start);
        }
    }
    let summary = &cleaning.summaries[0];
    expect(summary["rules"].as_object() == Some(&rules), || {
        format!("{} and not {rules:?}", summary["rules"])
    })?;
    let shown = &summary["cut_characters"];
    expect(shown.as_object() == Some(&characters), || {
        format!("{shown} and not {characters:?}")
    })
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    each(|cleaning| {
        let [held, printed, dry] = &cleaning.summaries;
        expect(held == printed && held == dry, || {
            format!("{held:#}\n{printed:#}\n{dry:#}")
        })?;
        let [before, after] = &cleaning.beside;
        let made: Vec<_> = after.difference(before).collect();
        expect(made.is_empty(), || format!("made {made:?}"))
    });
}

#[test]
fn files_keep_their_names() {
    each(|cleaning| {
        let gone: BTreeSet<&str> = cleaning.whole_removals().map(|row| text(row, "uri")).collect();
        for name in cleaning.input.keys() {
            let all_went = name.ends_with(".txt") && gone.contains(name.as_str());
            expect(cleaning.output.contains_key(name) != all_went, || {
                format!("{name} is not where it should be")
            })?;
        }
        let more: Vec<_> = cleaning
            .output
            .keys()
            .filter(|name| !cleaning.input.contains_key(*name))
            .collect();
        expect(more.is_empty(), || {
            format!("{more:?} stand in the output and not in the input")
        })
    });
}

#[test]
fn threads_and_the_order_of_naming_do_not_matter() {
    for seed in 40..46 {
        let mut random = Random::new(seed);
        let place = Place::new();
        let pages = corpus::pages(seed, 60);
        corpus::write(
            &place.path("in"),
            &pages,
            &[&JsonLines(""), &JsonLines(".gz")],
            Layout::Shards,
            &mut random,
        );
        let mut shards: Vec<String> = files(&place.path("in"))
            .into_keys()
            .map(|name| format!("in/{name}"))
            .collect();
        let settings = [
            "--levels",
            "articles,passages,lines,embedded",
            "--min-passage",
            "30",
            "--json",
            "--provenance",
        ];
        let mut run = |name: &str, threads: &str| {
            shards.reverse();
            let store = format!("{name}.suyuan");
            let mut arguments = vec!["clean", "-o", name, "--store", &store, "--threads", threads];
            arguments.extend(settings);
            arguments.extend(shards.iter().map(String::as_str));
            (json(&place, &arguments), files(&place.path(name)))
        };
        let (one, four) = (run("one", "1"), run("four", "4"));
        assert!(one == four, "seed {seed}");
    }
}

/// A second run from a store that stands already writes the same as the first, which scanned.
#[test]
fn a_store_that_stands_gives_the_same_as_a_scan() {
    let place = Place::new();
    lay_corpus(&place, 50, &mut Random::new(50));
    let first = json(
        &place,
        &[
            "clean",
            "in",
            "-o",
            "first",
            "--levels",
            "articles,passages",
            "--json",
        ],
    );
    let second = json(
        &place,
        &[
            "clean",
            "in",
            "-o",
            "second",
            "--levels",
            "articles,passages",
            "--json",
        ],
    );
    let third = json(
        &place,
        &[
            "clean",
            "in",
            "-o",
            "second",
            "--levels",
            "articles,passages",
            "--json",
            "--force",
            "--rescan",
        ],
    );
    assert!(first == second && first == third);
    assert!(files(&place.path("first")) == files(&place.path("second")));
}
