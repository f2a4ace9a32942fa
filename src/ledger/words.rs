//! The words at both ends of every link, as hashes, taken while the records pass by once: what a link is known by, so that its
//! id, and an auditor's verdict on it, outlive edits elsewhere in the page.

use xxhash_rust::xxh3::xxh3_64;

use super::family_rows::Written;
use crate::document::{Corpus, Side, Span};

/// Hashes of the words at places; 20 bytes of memory for each different place.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// (record, place), sorted, each once.
    places: Vec<(u32, Span)>,
    /// Hash of the words of the place of the same index, once they are read.
    hashes: Vec<u64>,
}

impl Words {
    /// The places of the links that are written, not yet read.
    pub(super) fn of(corpus: &Corpus, written: &Written) -> Self {
        let mut places: Vec<(u32, Span)> = corpus
            .links
            .iter()
            .enumerate()
            .filter(|(index, _)| written.link(*index))
            .map(|(_, link)| link)
            .flat_map(|link| std::iter::once(link.to).chain(link.from))
            .filter_map(|side| Some((corpus.articles.get(side.article as usize)?.record, side.span)))
            .collect();
        places.sort_unstable();
        places.dedup();
        Self {
            places,
            hashes: Vec::new(),
        }
    }

    /// Hashes the places of one record. Pure, so that many records are read at once.
    pub(super) fn hash(&self, record: u32, text: &str) -> Vec<u64> {
        self.places
            .get(self.range(record))
            .unwrap_or_default()
            .iter()
            .map(|(_, span)| words(span.of(text)))
            .collect()
    }

    /// With what [`Self::hash`] gave for all records, in their order.
    pub(super) fn hashed(self, hashes: Vec<u64>) -> Self {
        Self { hashes, ..self }
    }

    fn range(&self, record: u32) -> std::ops::Range<usize> {
        let start = self.places.partition_point(|place| place.0 < record);
        let end = self.places.partition_point(|place| place.0 <= record);
        start..end
    }

    /// The hash of the words of a side; none for a place that was not read.
    pub(super) fn side(&self, corpus: &Corpus, side: Side) -> Option<u64> {
        let entry = corpus.articles.get(side.article as usize)?;
        let index = self.places.binary_search(&(entry.record, side.span)).ok()?;
        self.hashes.get(index).copied()
    }
}

/// xxh3-64 of the letters and digits: spaces and marks at the ends of a passage do not tell passages apart.
fn words(text: &str) -> u64 {
    // Most are Han characters, for which the tables of Unicode need not be asked.
    let is_kept =
        |character: &char| ('\u{4e00}'..='\u{9fff}').contains(character) || character.is_alphanumeric();
    let mut kept = String::with_capacity(text.len());
    kept.extend(text.chars().filter(is_kept));
    xxh3_64(kept.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_letters_and_digits_in_their_order() {
        assert_eq!(words("“港口恢复通航。” "), words("港口 恢复通航"));
        assert_ne!(words("港口通航"), words("通航港口"));
        assert_ne!(words("12艘"), words("13艘"));
    }
}
