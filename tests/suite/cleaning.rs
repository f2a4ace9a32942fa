//! Cleanings of random corpora with random settings, made once for all tests that look at them: what was in the input,
//! what is in the output, what `removals.jsonl` and the summary say of it, and what `restore` gives back.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rayon::prelude::*;
use serde_json::Value;

use crate::containers::{self, Container, JsonLines, Texts, Unit};
use crate::corpus::{self, Layout, OUTLETS};
use crate::json_arrays::JsonArrays;
use crate::news_sentences::Random;
use crate::program::{Place, complaint};
use crate::tables::Tables;

/// Corpora, each cleaned with several settings.
const CORPORA: u64 = 48;
/// Of these the first so many are of lines, tables and texts; the others of JSON documents.
const OF_LINES: u64 = 40;
const SETTINGS: usize = 3;

/// Names of the files of the reference begin with it, so that they are told from those of the input.
const REFERENCE: &str = "benchmark";

/// What a cleaning is asked for.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub arguments: Vec<String>,
    pub levels: Vec<&'static str>,
    pub mask: Option<&'static str>,
    pub protected: Vec<&'static str>,
    pub cap: Option<u64>,
    pub provenance: bool,
}

impl Settings {
    pub fn at(&self, level: &str) -> bool {
        self.levels.contains(&level)
    }

    /// Draws some; one of `outlets` may be protected.
    pub fn draw(place: &Place, outlets: &[&'static str], random: &mut Random) -> Self {
        let mut settings = Self {
            levels: random
                .of(&[
                    &["articles"][..],
                    &["passages"],
                    &["articles", "passages"],
                    &["articles", "passages"],
                    &["articles", "lines"],
                    &["articles", "passages", "lines"],
                    &["lines", "embedded"],
                    &["articles", "passages", "lines", "embedded"],
                ])
                .to_vec(),
            ..Self::default()
        };
        let mut arguments = vec!["--levels".to_owned(), settings.levels.join(",")];
        let mut option = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
        if settings.at("embedded") {
            // What becomes of them otherwise is held in `clean_splitting`.
            option("--embedded", "drop".to_owned());
        }
        if random.percent(20) {
            let names: Vec<&str> = OUTLETS.iter().rev().step_by(2).map(|outlet| outlet.0).collect();
            place.write("rank.txt", names.join("\n") + "\n");
            option("--outlet-rank", "rank.txt".to_owned());
        } else {
            option(
                "--keep",
                random
                    .of(&["origin", "origin", "earliest", "latest", "longest", "first"])
                    .to_owned(),
            );
        }
        if settings.at("passages") && random.percent(35) {
            settings.mask = Some(random.of(&["", "［略］", "\"\\\n"]));
            option("--mask", settings.mask.unwrap_or_default().to_owned());
        }
        if random.percent(30) && !outlets.is_empty() {
            settings.protected = vec![random.of(outlets)];
            option("--protect", settings.protected[0].to_owned());
        }
        if random.percent(35) {
            settings.cap = Some([0, 20, 50][random.below(3)]);
            option("--outlet-cap", settings.cap.unwrap_or_default().to_string());
        }
        if random.percent(30) {
            option("--containment", ["55", "80", "95"][random.below(3)].to_owned());
        }
        if random.percent(30) {
            option("--min-article", ["0", "20", "90"][random.below(3)].to_owned());
        }
        if random.percent(50) {
            option("--min-passage", ["20", "36", "80"][random.below(3)].to_owned());
        }
        settings.provenance = random.percent(30);
        if settings.provenance {
            arguments.push("--provenance".to_owned());
        }
        settings.arguments = arguments;
        settings
    }
}

/// A record of the input, or what stands between records, and what became of it.
pub struct Outcome {
    pub uri: String,
    pub before: Unit,
    /// `None` where it went.
    pub after: Option<Unit>,
}

/// A cleaning that was made.
pub struct Cleaning {
    /// For messages: the seed and what was typed.
    pub label: String,
    pub settings: Settings,
    /// Files of the input, by name, unpacked.
    pub input: BTreeMap<String, Vec<u8>>,
    /// Cleaned files, by name, unpacked.
    pub output: BTreeMap<String, Vec<u8>>,
    /// What `restore` wrote, by name, unpacked.
    pub restored: BTreeMap<String, Vec<u8>>,
    /// Rows of `removals.jsonl`.
    pub removals: Vec<Value>,
    /// `summary.json`, what was printed, what `--dry-run` printed.
    pub summaries: [Value; 3],
    /// Texts of the reference by address.
    pub reference: BTreeMap<String, String>,
    /// What stood in the place before and after `--dry-run`.
    pub beside: [BTreeSet<String>; 2],
}

impl Cleaning {
    /// Every part of the input with what became of it, as `removals.jsonl` tells.
    pub fn outcomes(&self) -> Result<Vec<Outcome>, String> {
        let gone: BTreeSet<&str> = self.whole_removals().map(|row| text(row, "uri")).collect();
        let mut outcomes = Vec::new();
        for (name, bytes) in &self.input {
            let container = containers::of_name(name);
            let empty = Vec::new();
            let cleaned = self.output.get(name);
            let mut left = match cleaned {
                Some(cleaned) => container.units(cleaned),
                None => empty,
            }
            .into_iter();
            for before in container.units(bytes) {
                let uri = format!("{name}{}", before.place);
                let after = if gone.contains(uri.as_str()) {
                    None
                } else {
                    left.next()
                };
                if after.is_none() && !gone.contains(uri.as_str()) {
                    return Err(format!("{uri} is missing in the output and no removal names it"));
                }
                outcomes.push(Outcome { uri, before, after });
            }
            let container_is_a_file = cleaned.is_some_and(Vec::is_empty) && left.len() == 1;
            if left.len() > 0 && !container_is_a_file {
                return Err(format!(
                    "{name} has {} parts more than the removals leave",
                    left.len()
                ));
            }
        }
        Ok(outcomes)
    }

    /// Rows that take out a whole record.
    pub fn whole_removals(&self) -> impl Iterator<Item = &Value> {
        self.removals.iter().filter(|row| row["start"].is_null())
    }

    /// Spans that are cut, by address, in their order.
    pub fn cuts(&self) -> Cuts<'_> {
        cuts(&self.removals)
    }
}

/// Spans that are cut, by address, each with its row.
pub type Cuts<'a> = BTreeMap<&'a str, Vec<(Range<usize>, &'a Value)>>;

/// Spans that are cut, by address, in their order.
pub fn cuts(removals: &[Value]) -> Cuts<'_> {
    let mut cuts = Cuts::new();
    for row in removals.iter().filter(|row| !row["start"].is_null()) {
        cuts.entry(text(row, "uri"))
            .or_default()
            .push((span(row, "start", "end"), row));
    }
    cuts
}

/// A text without the spans that are cut, with the mask where one belongs.
pub fn cut(before: &str, cuts: &[(Range<usize>, &Value)], mask: Option<&str>) -> Result<String, String> {
    let (mut left, mut reached) = (String::new(), 0);
    for (span, row) in cuts {
        expect(span.start >= reached && !span.is_empty(), || {
            format!("{span:?} lies over another")
        })?;
        left += before
            .get(reached..span.start)
            .ok_or_else(|| format!("no span: {span:?}"))?;
        if text(row, "rule") == "carried-passage" {
            left += mask.unwrap_or_default();
        }
        reached = span.end;
    }
    let tail = before.get(reached..);
    Ok(left + tail.ok_or_else(|| format!("no span ends at {reached}"))?)
}

/// A column that holds text; empty where there is none.
pub fn text<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap_or_default()
}

/// Two columns that are a span.
pub fn span(row: &Value, start: &str, end: &str) -> Range<usize> {
    let number = |column: &str| usize::try_from(row[column].as_u64().unwrap_or_default()).unwrap();
    number(start)..number(end)
}

/// All files below a folder, by name, as they are.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder).unwrap().display().to_string();
            found.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// The same, unpacked, without what only an output has.
pub fn unpacked_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let own = |name: &str| name == "removals.jsonl" || name == "summary.json" || name.starts_with("removed/");
    let files = files(folder).into_iter().filter(|(name, _)| !own(name));
    files
        .map(|(name, bytes)| (containers::unpacked(&name, &bytes), name))
        .map(|(bytes, name)| (name, bytes))
        .collect()
}

/// Names of what stands in a place.
fn names(place: &Place) -> BTreeSet<String> {
    let entries = std::fs::read_dir(place.path("")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// Runs the program; it must succeed, and print JSON.
pub fn json(place: &Place, arguments: &[&str]) -> Value {
    tried(place, arguments).unwrap()
}

fn tried(place: &Place, arguments: &[&str]) -> Result<Value, String> {
    let output = place.run(arguments);
    match output.status.code() {
        Some(0) => Ok(serde_json::from_slice(&output.stdout).unwrap()),
        _ => Err(format!("{}: {}", arguments.join(" "), complaint(&output))),
    }
}

/// Lays a random corpus into `in/` of a place; gives the paths to name.
pub fn lay_corpus(place: &Place, seed: u64, random: &mut Random) -> Vec<String> {
    let lines: [&dyn Container; 3] = [&JsonLines(""), &JsonLines(".gz"), &JsonLines(".zst")];
    let tables: [&dyn Container; 4] = [
        &Tables(".csv"),
        &Tables(".csv.gz"),
        &Tables(".tsv"),
        &Tables(".tsv.zst"),
    ];
    let texts: [&dyn Container; 1] = [&Texts];
    let mixed = [&lines[..], &tables, &texts].concat();
    let arrays: [&dyn Container; 3] = [&JsonArrays(""), &JsonArrays(".gz"), &JsonArrays(".zst")];
    let containers: &[&dyn Container] = match random.below(8) {
        _ if seed > OF_LINES => &arrays,
        0 => &texts,
        1 | 2 => &mixed,
        3..6 => &tables,
        _ => &lines,
    };
    let layout = [Layout::One, Layout::Shards, Layout::Folders][random.below(3)];
    let pages = corpus::pages(seed, random.within(20..=80));
    corpus::write(&place.path("in"), &pages, containers, layout, random);
    vec!["in".to_owned()]
}

/// Every cleaning that was tried: made, or what the program said.
fn all() -> &'static [Result<Cleaning, String>] {
    static ALL: LazyLock<Vec<Result<Cleaning, String>>> = LazyLock::new(|| {
        let seeds = (1..=CORPORA).into_par_iter();
        seeds.flat_map_iter(cleanings_of).collect()
    });
    &ALL
}

/// What the program said where a cleaning or a restoring failed.
pub fn failures() -> impl Iterator<Item = &'static String> {
    all().iter().filter_map(|one| one.as_ref().err())
}

/// The cleanings that were made.
pub fn cleanings() -> impl Iterator<Item = &'static Cleaning> {
    all().iter().filter_map(|one| one.as_ref().ok())
}

fn cleanings_of(seed: u64) -> Vec<Result<Cleaning, String>> {
    let mut random = Random::new(seed * 1000);
    let place = Place::new();
    let mut paths = lay_corpus(&place, seed, &mut random);
    if seed.is_multiple_of(4) {
        lay_reference(&place, seed, &mut random);
        paths.extend(["--against".to_owned(), format!("{REFERENCE}.jsonl")]);
    }
    let container = containers::of_name("x.jsonl");
    let reference = std::fs::read(place.path(&format!("{REFERENCE}.jsonl"))).unwrap_or_default();
    let reference: BTreeMap<String, String> = container
        .units(&reference)
        .into_iter()
        .filter_map(|unit| Some((format!("{REFERENCE}.jsonl{}", unit.place), unit.text?)))
        .collect();
    let input = unpacked_files(&place.path("in"));
    let mut scan = vec!["clean", "--json", "--dry-run", "-o", "out"];
    scan.extend(paths.iter().map(String::as_str));
    let known = json(&place, &scan);
    let outlets = OUTLETS.iter().map(|outlet| outlet.0);
    let outlets: Vec<&'static str> = outlets
        .filter(|name| known["outlets"].get(name).is_some())
        .collect();
    let make = |number: usize| {
        let settings = Settings::draw(
            &place,
            &outlets,
            &mut Random::new(seed * 1000 + 7 * number as u64 + 1),
        );
        let (out, back) = (format!("out{number}"), format!("back{number}"));
        let mut arguments = vec!["clean"];
        arguments.extend(paths.iter().map(String::as_str));
        arguments.extend(["--json", "-o", &out]);
        arguments.extend(settings.arguments.iter().map(String::as_str));
        let label = format!("seed {seed}: {}", arguments.join(" "));
        let before = names(&place);
        let dry = tried(&place, &[&arguments[..], &["--dry-run"]].concat())?;
        let after = names(&place);
        let printed = tried(&place, &arguments)?;
        tried(&place, &["restore", &out, "-o", &back, "--json"])?;
        let out: PathBuf = place.path(&out);
        let removals = std::fs::read_to_string(out.join("removals.jsonl")).unwrap();
        Ok(Cleaning {
            label,
            settings,
            input: input.clone(),
            output: unpacked_files(&out),
            restored: unpacked_files(&place.path(&back)),
            removals: removals
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
            summaries: [
                serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap(),
                printed,
                dry,
            ],
            reference: reference.clone(),
            beside: [before, after],
        })
    };
    (0..SETTINGS).map(make).collect()
}

/// A reference that holds some of the pages and some of its own.
fn lay_reference(place: &Place, seed: u64, random: &mut Random) {
    let mut pages: Vec<_> = corpus::pages(seed, 12).split_off(4);
    pages.extend(corpus::pages(seed + 500, 6));
    let (_, bytes) = JsonLines("").files(REFERENCE, &pages, random).remove(0);
    place.write(&format!("{REFERENCE}.jsonl"), bytes);
}

/// Asks every cleaning; says of which ones something is wrong.
pub fn each(check: impl Fn(&Cleaning) -> Result<(), String> + Sync) {
    let made: Vec<&Cleaning> = cleanings().collect();
    let faults: Vec<String> = made
        .par_iter()
        .filter_map(|cleaning| Some(format!("{}\n  {}", cleaning.label, check(cleaning).err()?)))
        .collect();
    assert!(
        faults.is_empty(),
        "{} of {} cleanings:\n{}",
        faults.len(),
        made.len(),
        faults.iter().take(6).cloned().collect::<Vec<_>>().join("\n")
    );
}

/// A check that says what is wrong.
pub fn expect(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}

/// Checks a property on corpora made from seeds: it gives how much a cleaning changed, or what is wrong. Most cleanings must
/// change something, so that there is something to hold.
pub fn hold_on_corpora(corpora: u64, check: impl Fn(u64) -> Result<usize, String> + Sync) {
    let checked: Vec<(u64, Result<usize, String>)> = (1..=corpora)
        .into_par_iter()
        .map(|seed| (seed, check(seed)))
        .collect();
    let faults: Vec<String> = checked
        .iter()
        .filter_map(|(seed, checked)| Some(format!("seed {seed}: {}", checked.as_ref().err()?)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let changed: Vec<usize> = checked
        .into_iter()
        .filter_map(|(_, checked)| checked.ok())
        .collect();
    assert!(
        changed.iter().filter(|&&changed| changed > 0).count() > 15,
        "{changed:?}"
    );
}
