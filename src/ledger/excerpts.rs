//! The words around places: the sentence that a finding is about, cut out of the packed text, and where it stands in lines and
//! characters.

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use super::findings::{FindingView, Place};
use super::frame::Extent;
use super::store::Store;
use crate::document::{CharIndex, Span};
use crate::error::Result;

/// Characters of a sentence that are given before and behind a place: two lines of a terminal.
const CONTEXT: usize = 90;
/// Characters of a place that are given: a report of ten thousand characters is known by its first paragraphs.
const LONGEST: usize = 400;

/// A place with the sentence around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The sentence or sentences, as written. White space at the ends is left out.
    pub text: String,
    /// The place in `text`, in bytes.
    #[serde(skip)]
    pub place: Span,
    /// True when the sentence begins before `text`.
    pub cut_before: bool,
    /// True when the sentence, or the place itself, goes on behind `text`.
    pub cut_after: bool,
    /// Where the place stands in the record.
    pub region: Region,
}

/// A place in the record's text; lines and columns are counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Characters before it.
    pub start_char: u32,
    /// Characters up to its end.
    pub end_char: u32,
    /// Line of its first character.
    pub start_line: u32,
    /// Column of its first character.
    pub start_column: u32,
    /// Line of its end.
    pub end_line: u32,
    /// Column behind its last character.
    pub end_column: u32,
}

/// A finding with the words at its places.
#[derive(Clone, Debug)]
pub struct Quoted<'finding> {
    /// The finding.
    pub finding: &'finding FindingView,
    /// The words in the copy.
    pub here: Excerpt,
    /// The words in what it is compared with.
    pub there: Option<Excerpt>,
}

impl Store {
    /// The findings with their words, in their order.
    ///
    /// # Errors
    /// When a packed record is damaged.
    pub fn quoted<'finding>(
        &self,
        findings: impl IntoIterator<Item = &'finding FindingView>,
    ) -> Result<Vec<Quoted<'finding>>> {
        let findings: Vec<&FindingView> = findings.into_iter().collect();
        let places: Vec<&Place> = findings
            .iter()
            .flat_map(|finding| std::iter::once(&finding.here).chain(&finding.there))
            .collect();
        let mut excerpts = self.excerpts(&places)?.into_iter();
        Ok(findings
            .into_iter()
            .map(|finding| Quoted {
                finding,
                here: excerpts.next().unwrap_or_default(),
                there: finding.there.as_ref().and_then(|_| excerpts.next()),
            })
            .collect())
    }

    /// The excerpts of `places`, in their order. Each record is unpacked once, in parallel.
    ///
    /// # Errors
    /// When a packed record is damaged.
    fn excerpts(&self, places: &[&Place]) -> Result<Vec<Excerpt>> {
        let mut records: BTreeMap<(u32, u64), Vec<usize>> = BTreeMap::new();
        for (index, place) in places.iter().enumerate() {
            let record = (place.segment, place.frame.offset);
            records.entry(record).or_default().push(index);
        }
        let (segments, path) = (&self.segments, self.path.as_path());
        let cut: Vec<Vec<(usize, Excerpt)>> = records
            .into_iter()
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|((segment, _), indexes)| {
                let Some(first) = indexes.first().and_then(|&index| places.get(index)) else {
                    return Ok(Vec::new());
                };
                let facts = segments.read(path, segment, first.frame, Extent::BeforeSentences)?;
                let text = &facts.record.text;
                let index = CharIndex::new(text);
                Ok(indexes
                    .into_iter()
                    .filter_map(|at| Some((at, excerpt(text, &index, places.get(at)?.span))))
                    .collect())
            })
            .collect::<Result<_>>()?;
        let mut excerpts = vec![Excerpt::default(); places.len()];
        for (at, excerpt) in cut.into_iter().flatten() {
            if let Some(slot) = excerpts.get_mut(at) {
                *slot = excerpt;
            }
        }
        Ok(excerpts)
    }
}

fn excerpt(text: &str, index: &CharIndex<'_>, span: Span) -> Excerpt {
    let range = span.range();
    let (Some(before), Some(place), Some(after)) = (
        text.get(..range.start),
        text.get(range.clone()),
        text.get(range.end..),
    ) else {
        return Excerpt::default();
    };
    let region = region(text, index, span);
    let shown = place
        .char_indices()
        .nth(LONGEST)
        .map_or(place.len(), |(end, _)| end);
    let cut = shown < place.len();
    let place = place.get(..shown).unwrap_or(place);
    let (before, cut_before) = sentence_before(before);
    let (after, cut_after) = if cut || place.ends_with(ends_sentence) {
        ("", cut)
    } else {
        sentence_after(after)
    };
    let (before, after) = (before.trim_start(), after.trim_end());
    Excerpt {
        place: Span::new(before.len(), before.len() + place.len()),
        text: [before, place, after].concat(),
        cut_before,
        cut_after,
        region,
    }
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '!' | '?' | '\n' | '\r')
}

/// The part of the sentence that stands before a place: from the end of the last one, at most [`CONTEXT`] characters, and
/// whether there are more.
fn sentence_before(before: &str) -> (&str, bool) {
    let mut start = before.len();
    let mut cut = false;
    for (count, (at, character)) in before.char_indices().rev().enumerate() {
        if ends_sentence(character) {
            break;
        }
        if count == CONTEXT {
            cut = true;
            break;
        }
        start = at;
    }
    // A mark that closes the sentence before belongs to it.
    let sentence = before.get(start..).unwrap_or_default();
    (
        sentence.trim_start_matches(['”', '’', '」', '』', '）', '》']),
        cut,
    )
}

/// The part of the sentence behind a place, with its full stop and the marks that close it, and whether there is more.
fn sentence_after(after: &str) -> (&str, bool) {
    let mut end = 0;
    let (mut ended, mut cut) = (false, false);
    for (count, (at, character)) in after.char_indices().enumerate() {
        let closes = matches!(character, '”' | '’' | '」' | '』' | '）' | '》');
        if matches!(character, '\n' | '\r') || (ended && !closes) {
            break;
        }
        if count == CONTEXT {
            cut = true;
            break;
        }
        ended = ended || ends_sentence(character);
        end = at + character.len_utf8();
    }
    (after.get(..end).unwrap_or_default(), cut)
}

fn region(text: &str, index: &CharIndex<'_>, span: Span) -> Region {
    let (start_char, end_char) = index.chars(span);
    let place = |byte: u32| {
        let before = text.get(..byte as usize).unwrap_or_default();
        let line = before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before
            .chars()
            .rev()
            .take_while(|&character| character != '\n')
            .count();
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
        (counted(line), counted(column))
    };
    let ((start_line, start_column), (end_line, end_column)) = (place(span.start), place(span.end));
    Region {
        start_char,
        end_char,
        start_line,
        start_column,
        end_line,
        end_column,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{CharIndex, Excerpt, LONGEST, Region, Span, excerpt};

    fn cut(text: &str, words: &str) -> Excerpt {
        let start = text.find(words).unwrap();
        excerpt(text, &CharIndex::new(text), Span::new(start, start + words.len()))
    }

    #[test]
    fn the_sentence_around_a_place_is_given() {
        let text = "大桥通车\n  “先试行三天。”昨日有363个点位开放，市民称便。明日再开。";
        let excerpt = cut(text, "363");
        assert_eq!(excerpt.text, "昨日有363个点位开放，市民称便。");
        assert_eq!(excerpt.place.of(&excerpt.text), "363");
        assert!(!excerpt.cut_before && !excerpt.cut_after);
        let expected = Region {
            start_char: 18,
            end_char: 21,
            start_line: 2,
            start_column: 14,
            end_line: 2,
            end_column: 17,
        };
        assert_eq!(excerpt.region, expected);
        assert_eq!(cut(text, "试行").text, "“先试行三天。”");
        assert_eq!(cut(text, "大桥").text, "大桥通车");
        assert_eq!(cut(text, "明日再开。").text, "明日再开。");
    }

    #[test]
    fn long_places_and_long_sentences_are_cut() {
        let long = "长".repeat(LONGEST + 5);
        let excerpt = cut(&long, &long);
        assert!(excerpt.cut_after && !excerpt.cut_before && excerpt.text.chars().count() == LONGEST);
        assert_eq!(excerpt.region.end_char, LONGEST as u32 + 5);
        let wide = format!("{}中{}", "前".repeat(500), "后".repeat(500));
        let excerpt = cut(&wide, "中");
        assert_eq!(excerpt.text.chars().count(), 181);
        assert!(excerpt.cut_before && excerpt.cut_after);
        assert_eq!(excerpt.place.of(&excerpt.text), "中");
    }

    #[test]
    fn a_span_that_does_not_fit_gives_nothing() {
        let text = "短文";
        let nothing = excerpt(text, &CharIndex::new(text), Span::new(1, 900));
        assert_eq!(nothing, Excerpt::default());
    }
}
