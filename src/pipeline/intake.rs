//! Sources -> facts in the store, and in memory what matching needs of each article.
//!
//! What the store knows is not examined again: a unit of the input is known by its bytes and their place, or, once it is
//! decoded, by all that it says. Records are numbered when everything was read: file by file, in the order of reading,
//! and behind them those that the store holds and no file has any more.

use std::collections::{HashMap, HashSet, VecDeque};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::batches;
use super::body::{Body, Names};
use super::digest::{Draft, RecordHead, Taken, content, examine};
use super::forms::Forms;
use super::identity;
use super::recall::{Frame, Known, Row};
use crate::boilerplate::{self, ArticleLines};
use crate::claim::OutletTable;
use crate::config::{BoilerplateParameters, ReadParameters};
use crate::document::RecordEntry;
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::ledger::{SourceEntry, StoredRecord};
use crate::{ledger, read};

/// Records whose articles are unpacked at once.
const PORTION: usize = 8192;

/// A unit of the input: a file, a line, a row, a page.
#[derive(Debug)]
struct Unit {
    /// Index of its facts among the known ones.
    frame: u32,
    uri: String,
}

/// A file of the input with its units, in order.
#[derive(Debug)]
struct SourceUnits {
    dataset: String,
    name: String,
    bytes: Option<u64>,
    units: Vec<Unit>,
}

/// How many units were read, and what they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Scanned {
    /// Units of the input.
    pub read: u64,
    /// Those of them that the store, or a scan that was killed, had examined.
    pub known: u64,
    /// Records that the store held before and does not hold any more.
    pub pruned: u64,
    /// Records that the store holds.
    pub records: u64,
}

/// What is read.
#[derive(Debug, Default)]
pub struct Reading {
    known: Known,
    sources: Vec<SourceUnits>,
    counts: Scanned,
}

/// Everything that the store shall hold.
#[derive(Debug, Default)]
pub struct Intake {
    /// By number.
    pub records: Vec<RecordHead>,
    /// The version of each record.
    pub versions: Vec<RecordEntry>,
    /// In the order of their records, later by rank.
    pub bodies: Vec<Body>,
    pub names: Names,
}

/// A unit after the stages that need nothing but it.
enum Examined {
    /// Facts that were known.
    Known(u32),
    New(Box<Taken>),
}

impl Reading {
    /// Begins with what the store knows.
    pub fn new(known: Known) -> Self {
        Self {
            known,
            ..Self::default()
        }
    }

    /// Reads sources, runs the stages of a record on what is not known, and appends its facts to the store.
    ///
    /// # Errors
    /// When facts cannot be written, or forms that do not fit in memory.
    pub fn take_in(
        &mut self,
        sources: &[read::Source],
        parameters: &ReadParameters,
        outlets: &OutletTable,
        scan: &mut ledger::Scan,
        forms: &mut Forms,
        progress: &dyn Progress,
    ) -> Result<()> {
        let first = self.sources.len();
        self.sources.extend(sources.iter().map(|source| SourceUnits {
            dataset: parameters.dataset.clone(),
            name: source.name().to_owned(),
            bytes: source.stored_bytes(),
            units: Vec::new(),
        }));
        batches::each(sources, parameters, |batch| {
            let numbered = batch.into_iter().map(|(source, raw)| (first + source, raw));
            self.take(numbered.collect(), parameters, outlets, scan, forms, progress)?;
            Ok(true)
        })
    }

    fn take(
        &mut self,
        batch: Vec<(usize, read::RawRecord)>,
        parameters: &ReadParameters,
        outlets: &OutletTable,
        scan: &mut ledger::Scan,
        forms: &mut Forms,
        progress: &dyn Progress,
    ) -> Result<()> {
        let units = batch.len() as u64;
        self.counts.read += units;
        let way = format!("{parameters:?}");
        let known = &self.known;
        let examined: Vec<(usize, String, Examined)> = batch
            .into_par_iter()
            .map(|(source, raw)| {
                let reading = raw.reading(&way);
                if let Some(frame) = known.of_reading(reading) {
                    return (source, raw.uri(), Examined::Known(frame));
                }
                let mut record = read::decode(raw, parameters);
                let uri = record.uri.clone();
                let content = content(&mut record);
                let examined = match known.of_content(content) {
                    Some(frame) => Examined::Known(frame),
                    None => Examined::New(Box::new(examine(record, content, reading, outlets))),
                };
                (source, uri, examined)
            })
            .collect();
        // Of units of one batch that say the same only the first goes into the store.
        let mut first: HashMap<u128, usize> = HashMap::new();
        let mut taken: Vec<Taken> = Vec::new();
        let mut found = Vec::with_capacity(examined.len());
        for (source, uri, examined) in examined {
            let frame = match examined {
                Examined::Known(frame) => {
                    self.counts.known += 1;
                    Ok(frame)
                }
                Examined::New(new) => Err(*first.entry(new.digest.head.content).or_insert_with(|| {
                    taken.push(*new);
                    taken.len() - 1
                })),
            };
            found.push((source, uri, frame));
        }
        let frames = self.known.take_in(taken, scan, forms)?;
        for (source, uri, frame) in found {
            let frame = frame.or_else(|new| frames.get(new).copied().ok_or(new));
            if let (Ok(frame), Some(source)) = (frame, self.sources.get_mut(source)) {
                source.units.push(Unit { frame, uri });
            }
        }
        progress.advance(Step::Read, units);
        Ok(())
    }

    /// Numbers the records that the store shall hold and tells `scan`. With `prune` records of the datasets that were
    /// scanned go where no file has them. Gives nothing when the store holds just these.
    ///
    /// # Errors
    /// When what was appended cannot be brought to the disk.
    pub fn number(
        mut self,
        prune: bool,
        scan: &mut ledger::Scan,
        forms: &mut Forms,
    ) -> Result<(Scanned, Option<Intake>)> {
        let before = std::mem::take(&mut self.known.rows);
        let frames = &self.known.frames;
        let merged = merge(self.sources, &self.known.sources, &before, Heads(frames), prune);
        let mut counts = self.counts;
        counts.records = merged.records.len() as u64;
        counts.pruned = merged.pruned;
        let records: Vec<StoredRecord> = merged
            .records
            .iter()
            .filter_map(|unit| {
                let frame = frames.get(unit.frame as usize)?;
                Some(StoredRecord {
                    frame: frame.place,
                    uri: unit.uri.clone(),
                })
            })
            .collect();
        let unchanged = !self.known.renewed
            && before.len() == merged.records.len()
            && before
                .iter()
                .zip(&merged.records)
                .all(|(row, unit)| row.frame == unit.frame && row.uri == unit.uri)
            && !scan.is_new();
        scan.number(records, merged.sources)?;
        if unchanged {
            return Ok((counts, None));
        }
        let heads: Vec<RecordHead> = merged
            .records
            .iter()
            .filter_map(|unit| Some(frames.get(unit.frame as usize)?.digest.head.clone()))
            .collect();
        let uris: Vec<&str> = merged.records.iter().map(|unit| unit.uri.as_str()).collect();
        let versions = identity::versions(&heads, &uris);
        let mut intake = Intake {
            records: heads,
            versions,
            ..Intake::default()
        };
        let mut frames: Vec<Option<Frame>> = self.known.frames.into_iter().map(Some).collect();
        let newest = (0..)
            .zip(&merged.records)
            .zip(&intake.versions)
            .filter(|(_, entry)| entry.newest);
        let newest: Vec<(u32, u32)> = newest.map(|((number, unit), _)| (number, unit.frame)).collect();
        intake.bodies.reserve_exact(newest.len());
        for portion in newest.chunks(PORTION) {
            // Of records that share their facts one is the newest, so that nobody else asks for them.
            let of_portion: Vec<(u32, Frame)> = portion
                .iter()
                .filter_map(|&(number, frame)| Some((number, frames.get_mut(frame as usize)?.take()?)))
                .collect();
            let drafts: Vec<Vec<Draft>> = of_portion
                .par_iter()
                .map(|(_, frame)| frame.digest.drafts().unwrap_or_default())
                .collect();
            for ((number, frame), drafts) in of_portion.into_iter().zip(drafts) {
                let mut held = frame.forms.map(Vec::into_iter);
                for draft in drafts {
                    let mut body = draft.body;
                    body.record = number;
                    body.form = match held.as_mut().and_then(Iterator::next) {
                        Some(place) => place,
                        None => {
                            let length = body.lines.last().map_or(0, |line| line.end);
                            let paragraphs = body.lines.iter().map(|line| line.span).collect();
                            forms.promise(frame.place, paragraphs, length)
                        }
                    };
                    body.party = draft.party.number(&mut intake.names);
                    intake.bodies.push(body);
                }
            }
        }
        Ok((counts, Some(intake)))
    }
}

/// The records of a store, by number, and the files that they were read from.
struct Merged {
    records: Vec<Unit>,
    sources: Vec<SourceEntry>,
    pruned: u64,
}

/// What is known of records by their facts.
#[derive(Clone, Copy)]
struct Heads<'a>(&'a [Frame]);

impl Heads<'_> {
    fn head(&self, frame: u32) -> Option<&RecordHead> {
        Some(&self.0.get(frame as usize)?.digest.head)
    }

    fn dataset(&self, frame: u32) -> &str {
        self.head(frame).map_or("", |head| head.dataset.as_str())
    }

    fn is_usable(&self, frame: u32) -> bool {
        self.head(frame).is_some_and(|head| head.usable)
    }

    /// False where not even the bytes could be had: a file that breaks off, a folder that is closed.
    fn could_be_read(&self, frame: u32) -> bool {
        self.head(frame)
            .is_some_and(|head| head.usable || head.reading != 0)
    }
}

/// What the files hold that were read or that the store lists, and then what no file holds any more. `before` are the
/// records of the store; one of them is a unit that was read where place and facts are the same.
fn merge(
    read: Vec<SourceUnits>,
    stored: &[SourceEntry],
    before: &[Row],
    records: Heads<'_>,
    prune: bool,
) -> Merged {
    let key = |dataset: &str, name: &str| (dataset.to_owned(), name.to_owned());
    let mut of_name: HashMap<(String, String), VecDeque<SourceUnits>> = HashMap::new();
    let mut order: Vec<(String, String)> = Vec::new();
    let mut scanned: HashSet<String> = HashSet::new();
    for source in read {
        let key = key(&source.dataset, &source.name);
        scanned.insert(source.dataset.clone());
        order.push(key.clone());
        of_name.entry(key).or_default().push_back(source);
    }
    let mut merged = Merged {
        records: Vec::new(),
        sources: Vec::new(),
        pruned: 0,
    };
    // Rows of the store that no source has claimed yet, by place and facts.
    let place = |uri: &str| xxh3_64(uri.as_bytes());
    let mut unclaimed: HashMap<(u64, u32), Vec<usize>> = HashMap::new();
    let mut left = vec![true; before.len()];
    // For each row whether its file was read again; true where that broke off.
    let mut renewed: Vec<Option<bool>> = vec![None; before.len()];
    for (number, row) in before.iter().enumerate().rev() {
        unclaimed
            .entry((place(&row.uri), row.frame))
            .or_default()
            .push(number);
    }
    let mut claim = |unit: &Unit, left: &mut Vec<bool>| {
        let rows = unclaimed.get_mut(&(place(&unit.uri), unit.frame));
        if let Some(row) = rows.and_then(Vec::pop).and_then(|row| left.get_mut(row)) {
            *row = false;
        }
    };
    let mut append = |merged: &mut Merged, source: SourceUnits, left: &mut Vec<bool>| {
        merged.sources.push(SourceEntry {
            dataset: source.dataset,
            name: source.name,
            bytes: source.bytes,
            first: merged.records.len() as u32,
            records: source.units.len() as u32,
        });
        for unit in source.units {
            claim(&unit, left);
            merged.records.push(unit);
        }
    };
    for entry in stored {
        let source = of_name
            .get_mut(&key(&entry.dataset, &entry.name))
            .and_then(VecDeque::pop_front);
        let rows = entry.first as usize..entry.first as usize + entry.records as usize;
        match source {
            Some(source) => {
                let broken = source.units.iter().any(|unit| !records.could_be_read(unit.frame));
                renewed.get_mut(rows).unwrap_or_default().fill(Some(broken));
                append(&mut merged, source, &mut left);
            }
            None if prune && scanned.contains(&entry.dataset) => {}
            None => {
                // Of two files of one name the other one may have claimed rows.
                let (of_file, left_of_file) = (before.get(rows.clone()), left.get(rows.clone()));
                let units = of_file
                    .unwrap_or_default()
                    .iter()
                    .zip(left_of_file.unwrap_or_default());
                let units = units.filter(|(_, left)| **left).map(|(row, _)| Unit {
                    frame: row.frame,
                    uri: row.uri.clone(),
                });
                let source = SourceUnits {
                    dataset: entry.dataset.clone(),
                    name: entry.name.clone(),
                    bytes: entry.bytes,
                    units: units.collect(),
                };
                if !source.units.is_empty() || rows.is_empty() {
                    append(&mut merged, source, &mut left);
                }
            }
        }
    }
    for key in order {
        if let Some(source) = of_name.get_mut(&key).and_then(VecDeque::pop_front) {
            append(&mut merged, source, &mut left);
        }
    }
    for ((row, _), renewed) in before
        .iter()
        .zip(left)
        .zip(renewed)
        .filter(|((_, left), _)| *left)
    {
        // What could not be read once is of no use when its file can be.
        if renewed == Some(false) && !records.is_usable(row.frame) {
            continue;
        }
        // A file that breaks off while it is read says nothing of the records that it held before.
        let broken = renewed == Some(true);
        if prune && !broken && scanned.contains(records.dataset(row.frame)) {
            merged.pruned += 1;
        } else {
            merged.records.push(Unit {
                frame: row.frame,
                uri: row.uri.clone(),
            });
        }
    }
    merged
}

impl Intake {
    /// Takes learnt boilerplate out of the matching forms; gives it as (record, block), sorted.
    ///
    /// # Errors
    /// When a form that was cut has to be written and cannot.
    pub fn cut_boilerplate(
        &mut self,
        forms: &mut Forms,
        parameters: &BoilerplateParameters,
    ) -> Result<Vec<(u32, u32)>> {
        let lines = |body: &mut Body| ArticleLines {
            host: body.host,
            lines: std::mem::take(&mut body.hashes),
        };
        let articles: Vec<ArticleLines> = self.bodies.iter_mut().map(lines).collect();
        let learnt = boilerplate::learn(&articles, parameters);
        let mut found = Vec::new();
        for (body, lines) in self.bodies.iter_mut().zip(&learnt) {
            let blocks = body.cut(lines, forms)?;
            found.extend(blocks.into_iter().map(|block| (body.record, block)));
        }
        found.sort_unstable();
        Ok(found)
    }
}
