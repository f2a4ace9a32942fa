//! Places in records that passages, families, links and findings speak of, turned from bytes into characters while the
//! records pass by once.

use super::family_rows::Written;
use crate::document::{CharIndex, Corpus, Finding, Span};

/// Byte offsets with their character offsets; 12 bytes of memory for each different place.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// (record, byte offset), sorted, each once.
    bytes: Vec<(u32, u32)>,
    /// Character offset of the place of the same index, once they are counted.
    chars: Vec<u32>,
}

impl Places {
    /// All places that the rows speak of that are written, not yet counted in characters. Families, passages and links are told by their
    /// index in the corpus.
    pub(super) fn of(
        corpus: &Corpus,
        family: impl Fn(u32) -> bool,
        written: &Written,
        finding: impl Fn(&Finding) -> bool,
    ) -> Self {
        let mut bytes = Vec::new();
        let mut add = |article: u32, span: Span| {
            if let Some(entry) = corpus.articles.get(article as usize) {
                bytes.push((entry.record, span.start));
                bytes.push((entry.record, span.end));
            }
        };
        for (index, own) in (0..).zip(&corpus.families) {
            if family(index) {
                add(own.first.article, own.first.span);
            }
        }
        let passages = corpus.passages.iter().enumerate();
        for (_, passage) in passages.filter(|(index, _)| written.passage(*index)) {
            add(passage.a.article, passage.a.span);
            add(passage.b.article, passage.b.span);
        }
        let links = corpus.links.iter().enumerate();
        for (_, link) in links.filter(|(index, _)| written.link(*index)) {
            add(link.to.article, link.to.span);
            if let Some(from) = link.from {
                add(from.article, from.span);
            }
            for evidence in &link.evidence {
                if let Some(span) = evidence.span {
                    add(link.to.article, span);
                }
            }
        }
        for finding in corpus.findings.iter().filter(|own| finding(own)) {
            add(finding.at.article, finding.at.span);
        }
        bytes.sort_unstable();
        bytes.dedup();
        Self {
            bytes,
            chars: Vec::new(),
        }
    }

    /// Counts the places of one record. Pure, so that many records are counted at once.
    pub(super) fn count(&self, record: u32, index: &CharIndex<'_>) -> Vec<u32> {
        self.bytes
            .get(self.range(record))
            .unwrap_or_default()
            .iter()
            .map(|&(_, byte)| index.char_offset(byte))
            .collect()
    }

    /// With what [`Self::count`] gave for all records, in their order.
    pub(super) fn counted(self, chars: Vec<u32>) -> Self {
        Self { chars, ..self }
    }

    fn range(&self, record: u32) -> std::ops::Range<usize> {
        let start = self.bytes.partition_point(|place| place.0 < record);
        let length = self
            .bytes
            .get(start..)
            .unwrap_or_default()
            .partition_point(|place| place.0 == record);
        start..start + length
    }

    /// The records that places stand in, ascending.
    pub(super) fn records(&self) -> impl Iterator<Item = u32> + '_ {
        let of_records = self.bytes.chunk_by(|one, other| one.0 == other.0);
        of_records.filter_map(|places| Some(places.first()?.0))
    }

    /// A span in characters; none for one that was not counted.
    pub(super) fn span(&self, corpus: &Corpus, article: u32, span: Span) -> Option<Span> {
        let entry = corpus.articles.get(article as usize)?;
        let find = |byte| {
            let index = self.bytes.binary_search(&(entry.record, byte)).ok()?;
            self.chars.get(index).copied()
        };
        Some(Span {
            start: find(span.start)?,
            end: find(span.end)?,
        })
    }
}
