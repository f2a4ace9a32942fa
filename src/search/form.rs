//! The text of an article as it is searched: its title, and all of its blocks, in their matching form.

use crate::document::{Facts, FormSpan, Span};
use crate::normalise::{Fold, Mapped};

/// What is searched of an article.
pub(super) struct Form {
    /// Of the title, where it stands in metadata alone; else empty.
    pub(super) title: String,
    /// Of the blocks, with the way back to the record.
    pub(super) text: Mapped,
    /// Where each block's form ends.
    ends: Vec<u32>,
}

impl Form {
    /// The form of the article with this ordinal in its record.
    pub(super) fn of(facts: &Facts, ordinal: u32) -> Self {
        let fold = Fold::shared();
        let segmentation = &facts.attributed.segmentation;
        let article = segmentation.articles.iter().find(|own| own.ordinal == ordinal);
        let title = article
            .filter(|article| article.title_span.is_none())
            .and_then(|article| article.title.as_deref());
        let (mut text, mut ends) = (Mapped::default(), Vec::new());
        for block in segmentation
            .blocks
            .iter()
            .filter(|block| block.article == Some(ordinal))
        {
            text.append(fold, &facts.record.text, block.span);
            ends.push(text.form.len() as u32);
        }
        Self {
            title: title.map(|title| fold.form(title)).unwrap_or_default(),
            text,
            ends,
        }
    }

    /// Title and text in one piece, as the index takes it.
    pub(super) fn indexed(&self) -> String {
        let mut form = self.title.clone();
        form.push_str(&String::from_utf8_lossy(&self.text.form));
        form
    }

    /// Where a run stands in the record: places inside of one block, by place.
    pub(super) fn places(&self, facts: &Facts, run: &str) -> Vec<Span> {
        let found = memchr::memmem::find_iter(&self.text.form, run.as_bytes());
        found
            .filter_map(|start| {
                let place = FormSpan {
                    start: start as u32,
                    end: (start + run.len()) as u32,
                };
                let block = self.ends.partition_point(|&end| end <= place.start);
                self.ends.get(block).filter(|&&end| place.end <= end)?;
                self.text.map.original(&facts.record.text, place.start, place.end)
            })
            .collect()
    }
}
