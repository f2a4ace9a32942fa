//! What matching needs of an article, from the facts of its record, and how learnt boilerplate is taken out of it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::forms::{FormPlace, Forms};
use crate::document::{Finding, FormSpan, Span};
use crate::error::Result;
use crate::fingerprint;
use crate::lineage::Party;

/// A paragraph in a matching form.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Index among the record's blocks.
    pub block: u32,
    /// Where it stands in the record.
    pub span: Span,
    /// One past its last byte in the form.
    pub end: u32,
}

/// What matching needs of an article. `party` holds names as numbers of [`Names`]. What a run adds does not go into
/// digests.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// Number of its record, in this run.
    #[serde(skip)]
    pub record: u32,
    pub ordinal: u32,
    /// Breaks ties of rank.
    pub id: String,
    /// Its matching form, in this run.
    #[serde(skip)]
    pub form: FormPlace,
    /// Exact hash and simhash of the form.
    pub fingerprint: (u128, u64),
    pub lines: Vec<Line>,
    /// Hash of each line's part of the form, until boilerplate is learnt.
    pub hashes: Vec<u64>,
    pub host: u64,
    /// Characters of its paragraphs.
    pub chars: u32,
    #[serde(skip)]
    pub party: Party,
    /// Its quotes that are long enough: index in the record, and matching form.
    pub quotes: Vec<(u32, Box<[u8]>)>,
    /// Marks of its title, see [`audit::title_marks`].
    pub title_marks: u128,
    /// The same of the title that it says its text stood under elsewhere; 0 when it says nothing.
    pub original_marks: u128,
    /// Hashes of the people and bodies that speak in it; sorted.
    pub names: Vec<u32>,
    /// What its own page shows to an auditor; the article's number in them is not its rank.
    pub findings: Vec<Finding>,
}

impl Body {
    /// The blocks of the record whose matching forms make up `form`.
    pub fn blocks(&self) -> impl Iterator<Item = u32> + '_ {
        self.lines.iter().map(|line| line.block)
    }

    /// True when a paragraph of at least `least` bytes lies in a stretch of the form, up to a character or two at its ends.
    pub fn holds_paragraph(&self, place: FormSpan, least: u32) -> bool {
        const FRINGE: u32 = 6;
        let starts = std::iter::once(0).chain(self.lines.iter().map(|line| line.end));
        starts.zip(&self.lines).any(|(start, line)| {
            line.end - start >= least && place.start <= start + FRINGE && line.end <= place.end + FRINGE
        })
    }

    /// About where a stretch of the form stands in the record: exact to the paragraph, and inside a paragraph in
    /// proportion. Enough to tell which credits govern it, without reading the record again.
    pub fn about(&self, place: FormSpan) -> Option<Span> {
        // A place begins where the paragraph of its first byte does, and its end belongs to the last.
        let offset = |inside: u32, at: u32| {
            let index = self.lines.partition_point(|line| line.end < inside);
            let line = self.lines.get(index)?;
            let start = index
                .checked_sub(1)
                .and_then(|before| self.lines.get(before))
                .map_or(0, |before| before.end);
            let share =
                f64::from(at.saturating_sub(start)) / f64::from(line.end.saturating_sub(start).max(1));
            Some(line.span.start + (share * line.span.len() as f64) as u32)
        };
        Some(Span {
            start: offset(place.start + 1, place.start)?,
            end: offset(place.end, place.end)?,
        })
    }
}

/// Names of outlets as numbers, so that carriers and credits compare fast.
#[derive(Clone, Debug, Default)]
pub struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of a name, a new one for a new name.
    pub fn number(&mut self, name: String) -> u32 {
        if let Some(&number) = self.numbers.get(&name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// The name behind a number.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

impl Body {
    /// Removes lines by their indices (ascending) and gives their blocks.
    ///
    /// # Errors
    /// When the form that is left has to be written and cannot.
    pub fn cut(&mut self, lines: &[u32], forms: &mut Forms<'_>) -> Result<Vec<u32>> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let (mut parts, mut kept, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        let (mut start, mut length) = (0, 0);
        for (index, line) in self.lines.iter().enumerate() {
            if lines.binary_search(&(index as u32)).is_ok() {
                blocks.push(line.block);
            } else {
                parts.push((start, line.end));
                length += line.end - start;
                kept.push(Line { end: length, ..*line });
            }
            start = line.end;
        }
        self.form = forms.cut(self.form, &parts)?;
        self.fingerprint = fingerprint(&forms.get(self.form));
        self.lines = kept;
        Ok(blocks)
    }
}

/// Exact hash and simhash of a matching form.
pub fn fingerprint(form: &[u8]) -> (u128, u64) {
    let text = simdutf8::basic::from_utf8(form).unwrap_or("");
    (fingerprint::exact_hash(form), fingerprint::simhash(text))
}
