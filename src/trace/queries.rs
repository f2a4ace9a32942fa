//! A text that is asked for: its matching form with the way back, and its seeds.

use std::collections::HashMap;

use crate::config::FingerprintParameters;
use crate::document::{Anchor, CharIndex, FormSpan, Span, Stretch};
use crate::error::{Error, Result};
use crate::fingerprint::{Seed, append_seeds};
use crate::ledger::{PlaceView, Store};
use crate::pipeline::origins::Origin;
use crate::search::{LEAST, SearchIndex};

/// Bytes of the matching form from which text is found wherever it stands: 24 Han characters or 72 letters.
pub const LEAST_ANYWHERE: usize = 72;
/// Bytes from which it is found inside quotes: 12 Han characters or 36 letters.
pub const LEAST_IN_QUOTES: usize = 36;

/// A text that is asked for.
pub(super) struct Query<'a> {
    pub(super) origin: Origin<'a>,
    index: CharIndex<'a>,
    /// Where its seeds stand in the form, by hash. Looked up, never gone through.
    positions: HashMap<u64, Vec<u32>>,
    seeds: Vec<Seed>,
    /// For a text too short for seeds: the index of all runs, in which it is found as a whole.
    pub(super) runs: Option<SearchIndex>,
}

impl<'a> Query<'a> {
    /// Takes a text; one that is too short to be found in the store is an error that says so.
    pub(super) fn new(origin: Origin<'a>, store: &Store) -> Result<Self> {
        let form = origin.form();
        let runs = if form.len() < LEAST_ANYWHERE {
            SearchIndex::open(store)?
        } else {
            None
        };
        let least = characters(form) as usize >= LEAST && runs.is_some();
        if form.len() < LEAST_IN_QUOTES && !least {
            return Err(Error::Usage(too_short(characters(form))));
        }
        // Every seed that a body keeps is among the denser ones that a quote keeps.
        let mut seeds = Vec::new();
        append_seeds(form, FingerprintParameters::default().quote_spread, &mut seeds);
        let mut positions: HashMap<u64, Vec<u32>> = HashMap::new();
        for seed in &seeds {
            positions.entry(seed.hash).or_default().push(seed.position);
        }
        Ok(Self {
            index: CharIndex::new(origin.text),
            origin,
            positions,
            seeds,
            runs,
        })
    }

    /// The places of a form that equal this text as a whole, when the store has an index of runs to find them by.
    pub(super) fn as_a_whole(&self, form: &[u8]) -> Vec<Stretch> {
        if self.runs.is_none() {
            return Vec::new();
        }
        let own = self.origin.form();
        let length = own.len() as u32;
        memchr::memmem::find_iter(form, own)
            .map(|start| Stretch {
                x: FormSpan {
                    start: start as u32,
                    end: start as u32 + length,
                },
                y: FormSpan {
                    start: 0,
                    end: length,
                },
                matched: length,
                longest: length,
                gaps: Vec::new(),
            })
            .collect()
    }

    /// The hashes of its seeds, each once, sorted.
    pub(super) fn hashes(&self) -> Vec<u64> {
        let mut hashes: Vec<u64> = self.seeds.iter().map(|seed| seed.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    /// Where the seeds of a form (`x`) agree with those of this text (`y`).
    pub(super) fn anchors(&self, form: &[u8]) -> Vec<Anchor> {
        /// Places of one seed that are looked at: texts of one repeated phrase would meet everywhere.
        const PLACES: usize = 4;
        let mut seeds = Vec::new();
        append_seeds(form, FingerprintParameters::default().quote_spread, &mut seeds);
        let mut anchors: Vec<Anchor> = seeds
            .iter()
            .flat_map(|seed| {
                let places = self.positions.get(&seed.hash).map_or(&[][..], Vec::as_slice);
                places
                    .iter()
                    .take(PLACES)
                    .map(|&y| Anchor { x: seed.position, y })
            })
            .collect();
        anchors.sort_unstable();
        anchors.dedup();
        anchors
    }

    /// Letters and digits of the text.
    pub(super) fn characters(&self) -> u32 {
        characters(self.origin.form())
    }

    /// A place of the text in bytes and characters.
    pub(super) fn place(&self, span: Span) -> PlaceView {
        place(&self.index, span)
    }
}

/// A place in bytes and characters.
pub(super) fn place(index: &CharIndex<'_>, span: Span) -> PlaceView {
    let (start_char, end_char) = index.chars(span);
    PlaceView {
        start: span.start,
        end: span.end,
        start_char,
        end_char,
    }
}

/// Characters of a matching form.
pub(super) fn characters(form: &[u8]) -> u32 {
    form.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

fn too_short(characters: u32) -> String {
    let counted = match characters {
        0 => "no letter and no digit is".to_owned(),
        1 => "only 1 letter or digit is".to_owned(),
        more => format!("only {more} letters and digits are"),
    };
    format!(
        "the text is too short to be traced: {counted} in it. From 24 Han characters or 72 letters on a text is found \
         wherever it stands, from 12 Han characters or 36 letters on inside quotes, from 3 on in a store with a current \
         search index: `suyuan store index-search` makes one"
    )
}
