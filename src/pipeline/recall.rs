//! What a store knows already: its records with their digests, and those that a killed scan left. Told by what they say,
//! or by the bytes that they were read from.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::digest::{Digest, Taken, as_decoded, content, examine};
use super::forms::{FormPlace, Forms};
use crate::claim::OutletTable;
use crate::document::Record;
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::ledger::{self, FramePlace, SourceEntry};

/// Records that are examined anew at once.
const BATCH: usize = 2048;

/// A record's facts in the store, with what is known of them.
#[derive(Debug)]
pub struct Frame {
    pub place: FramePlace,
    pub digest: Digest,
    /// Places of the matching forms, once they are held in this run.
    pub forms: Option<Vec<FormPlace>>,
}

/// A record of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index of its facts among the frames.
    pub frame: u32,
    /// Path, with `#line`.
    pub uri: String,
}

/// All that is known.
#[derive(Debug, Default)]
pub struct Known {
    pub frames: Vec<Frame>,
    /// The records that the ledger holds, by number.
    pub rows: Vec<Row>,
    /// The files that they were read from.
    pub sources: Vec<SourceEntry>,
    /// True when some of them had to be examined anew.
    pub renewed: bool,
    by_content: HashMap<u128, u32>,
    by_reading: HashMap<u128, u32>,
}

impl Known {
    /// Reads what `scan` finds in its store. Records that were made by other rules are examined anew.
    ///
    /// # Errors
    /// When the store cannot be read, or what is examined anew cannot be written.
    pub fn recall(
        scan: &mut ledger::Scan,
        outlets: &OutletTable,
        forms: &mut Forms<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let mut known = Self::default();
        let (stored, sources) = scan.stored()?;
        known.sources = sources;
        let mut digests: Vec<(FramePlace, Digest)> = Vec::new();
        for of_file in scan.digests() {
            let of_file = of_file?.into_par_iter();
            let unpacked = of_file.filter_map(|(place, bytes)| Some((place, Digest::unpack(&bytes)?)));
            digests.par_extend(unpacked);
        }
        for (place, digest) in digests {
            known.add(place, digest, None);
        }
        let mut numbers: HashMap<FramePlace, u32> = (0..)
            .zip(&known.frames)
            .map(|(number, frame)| (frame.place, number))
            .collect();
        let mut unknown: Vec<FramePlace> = stored.iter().map(|record| record.frame).collect();
        unknown.retain(|place| !numbers.contains_key(place));
        unknown.sort_unstable();
        unknown.dedup();
        known.renewed = !unknown.is_empty();
        for places in unknown.chunks(BATCH) {
            known.renew(places, scan, outlets, forms, &mut numbers)?;
            progress.advance(Step::Read, places.len() as u64);
        }
        known.rows = stored
            .into_iter()
            .filter_map(|record| {
                let frame = *numbers.get(&record.frame)?;
                Some(Row {
                    frame,
                    uri: record.uri,
                })
            })
            .collect();
        Ok(known)
    }

    /// Examines records of the store anew. What says the same as a record that is known is that record: a scan that was
    /// killed may have left it.
    fn renew(
        &mut self,
        places: &[FramePlace],
        scan: &mut ledger::Scan,
        outlets: &OutletTable,
        forms: &mut Forms<'_>,
        numbers: &mut HashMap<FramePlace, u32>,
    ) -> Result<()> {
        let standing = scan.standing();
        let records: Vec<(FramePlace, Record, u128)> = places
            .par_iter()
            .map(|place| {
                let mut record = as_decoded(standing.read(*place)?.record);
                let content = content(&mut record);
                Ok((*place, record, content))
            })
            .collect::<Result<_>>()?;
        let mut first = HashSet::new();
        let mut equal = Vec::new();
        let mut unknown = Vec::new();
        for (place, record, content) in records {
            equal.push((place, content));
            if self.of_content(content).is_none() && first.insert(content) {
                unknown.push((record, content));
            }
        }
        let taken: Vec<Taken> = unknown
            .into_par_iter()
            .map(|(record, content)| examine(record, content, 0, outlets))
            .collect();
        self.take_in(taken, scan, forms)?;
        for (place, content) in equal {
            if let Some(frame) = self.of_content(content) {
                numbers.insert(place, frame);
            }
        }
        Ok(())
    }

    /// Appends what was examined to the store, and knows it from here on; gives the indices of the frames.
    ///
    /// # Errors
    /// When it cannot be written, or forms that do not fit in memory.
    pub fn take_in(
        &mut self,
        taken: Vec<Taken>,
        scan: &mut ledger::Scan,
        forms: &mut Forms<'_>,
    ) -> Result<Vec<u32>> {
        let all = taken.iter().flat_map(|taken| &taken.forms);
        let mut held = forms.append(all.map(Vec::as_slice))?.into_iter();
        let (mut packed, mut packed_digests) = (Vec::new(), Vec::new());
        let mut digests = Vec::with_capacity(taken.len());
        for record in taken {
            packed_digests.push(record.digest.pack());
            packed.push(record.packed);
            let own: Vec<FormPlace> = held.by_ref().take(record.forms.len()).collect();
            digests.push((record.digest, own));
        }
        let places = scan.append(&packed, packed_digests)?;
        let added = places.into_iter().zip(digests);
        Ok(added
            .map(|(place, (digest, forms))| self.add(place, digest, Some(forms)))
            .collect())
    }

    /// Adds facts; gives their index.
    fn add(&mut self, place: FramePlace, digest: Digest, forms: Option<Vec<FormPlace>>) -> u32 {
        let number = self.frames.len() as u32;
        self.by_content.entry(digest.head.content).or_insert(number);
        if digest.head.reading != 0 {
            self.by_reading.entry(digest.head.reading).or_insert(number);
        }
        self.frames.push(Frame { place, digest, forms });
        number
    }

    /// The facts of the record that says this.
    pub fn of_content(&self, content: u128) -> Option<u32> {
        self.by_content.get(&content).copied()
    }

    /// The facts of the record that was read from this.
    pub fn of_reading(&self, reading: u128) -> Option<u32> {
        self.by_reading.get(&reading).copied()
    }
}
