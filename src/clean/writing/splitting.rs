//! Embedded articles as records of their own. In: a record's text and the spans that a plan splits out of it. Out: for each
//! article a copy of its page's line or row with other values for text, id, title and source, or a text file of its own;
//! all other fields are the page's, which carries it.

use super::copying::Copying;
use super::pieces::Kind;
use super::provenance::FIELD;
use super::text_field::{string, with_field, with_values};
use crate::clean::removal::Rule;
use crate::error::Result;
use crate::read::{Slot, slot, without_end};

/// An article that becomes a record.
pub struct SplitOut {
    /// Its number in the ledger.
    pub article: u32,
    /// Its id: that of its page with `#` and its place among the articles there.
    pub id: String,
    /// Its own title.
    pub title: Option<String>,
    /// What it says it is from.
    pub source: Option<String>,
    /// Its lines.
    pub text: String,
}

impl SplitOut {
    /// The value of a field of the page's record, where the article has another.
    fn value(&self, slot: Slot) -> Option<Option<&str>> {
        match slot {
            Slot::Id => Some(Some(&self.id)),
            Slot::Title => Some(self.title.as_deref()),
            Slot::Source => Some(self.source.as_deref()),
            _ => None,
        }
    }
}

impl Copying<'_> {
    /// The articles that are split out of a record with this text.
    pub(super) fn split_out(&self, record: u32, text: &str) -> Result<Vec<SplitOut>> {
        let mut found: Vec<SplitOut> = Vec::new();
        let mut reached = 0;
        for cut in self.plan.cuts(record) {
            let (Some(article), Some((span, _))) = (cut.article, cut.place) else {
                continue;
            };
            let is_last = found.last().is_some_and(|last| last.article == article);
            if cut.rule == Rule::SplitOut && !is_last {
                let named = self.store.named_article(article)?;
                found.push(SplitOut {
                    article,
                    id: named.article_id.unwrap_or(named.record_id),
                    title: named.title,
                    source: named.declared_source,
                    text: String::new(),
                });
            } else if !is_last {
                continue;
            }
            let Some(last) = found.last_mut() else { continue };
            let between = text.get(reached..span.start as usize).unwrap_or("");
            if between.contains('\n') && !last.text.is_empty() && !last.text.ends_with('\n') {
                last.text.push('\n');
            }
            match (cut.rule, self.mask) {
                (Rule::SplitOut, _) => last.text.push_str(text.get(span.range()).unwrap_or("")),
                (Rule::CarriedPassage, Some(mask)) => last.text.push_str(mask),
                _ => {}
            }
            reached = span.end as usize;
        }
        // Of some nothing but the ends of lines is left between passages.
        found.retain(|article| !article.text.trim().is_empty());
        Ok(found)
    }

    /// The pieces for articles that are split out of one, each with an end, or as an element with what stands before
    /// it; `is_text` knows the page's text.
    pub(super) fn split_pieces(
        &self,
        piece: &str,
        kind: &Kind,
        is_text: impl Fn(&str) -> bool,
        split: &[SplitOut],
    ) -> Result<Vec<u8>> {
        let content = without_end(piece.as_bytes()).len();
        let (content, end) = piece.split_at_checked(content).unwrap_or((piece, ""));
        let content = content.strip_prefix('\u{FEFF}').unwrap_or(content);
        let mut written = Vec::new();
        for article in split {
            let line = match kind {
                Kind::Rows(columns) => columns.with_values(content, |slot, value| match slot {
                    Slot::Text => is_text(value).then(|| article.text.clone()),
                    _ => article
                        .value(slot)
                        .map(|value| value.unwrap_or_default().to_owned()),
                }),
                Kind::Lines | Kind::Elements(_) => self.split_line(content, is_text_json(&is_text), article),
            };
            let mut line = line.unwrap_or_default().into_bytes();
            if let Some(provenance) = &self.provenance {
                let value = provenance.of_split(article.article)?;
                line = match kind {
                    Kind::Rows(columns) => columns.with_field(&line, &value),
                    Kind::Lines | Kind::Elements(_) => with_field(&line, FIELD, &value),
                };
            }
            if let Kind::Elements(between) = kind {
                written.extend_from_slice(between.as_bytes());
                written.extend_from_slice(&line);
                continue;
            }
            written.extend_from_slice(&line);
            written.extend_from_slice(if end.is_empty() { b"\n" } else { end.as_bytes() });
        }
        Ok(written)
    }

    fn split_line(&self, line: &str, is_text: impl Fn(&str) -> bool, article: &SplitOut) -> Option<String> {
        let escaped = line.is_ascii();
        let has_id = std::cell::Cell::new(false);
        let changed = with_values(line, |name, value| {
            let slot = slot(&self.read.fields, name).map(|(slot, _)| slot)?;
            has_id.set(has_id.get() || slot == Slot::Id);
            match slot {
                Slot::Text => is_text(value).then(|| string(&article.text, escaped)),
                _ => article
                    .value(slot)
                    .map(|value| value.map_or("null".to_owned(), |value| string(value, escaped))),
            }
        })?;
        if has_id.get() {
            return Some(changed);
        }
        // Under the name that is read, which the line does not have.
        let name = self.read.fields.id.as_deref().unwrap_or("id");
        let with_id = with_field(changed.as_bytes(), name, &string(&article.id, escaped));
        String::from_utf8(with_id).ok()
    }

    /// The name of the file for an article that is split out of a text file: `a.txt` gives `a.1.txt`, or the next name
    /// that no file of the corpus has.
    pub(super) fn split_name(&self, name: &str, article: &SplitOut) -> String {
        let ordinal = article.id.rsplit('#').next().unwrap_or("1");
        let (folder, file) = name
            .rsplit_once('/')
            .map_or(("", name), |(folder, file)| (folder, file));
        let (stem, ending) = match file.find('.') {
            Some(point) if point > 0 => file.split_at(point),
            _ => (file, ""),
        };
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut split = format!("{folder}{slash}{stem}.{ordinal}{ending}");
        let mut more = 1;
        while self.names.contains(&split) {
            more += 1;
            split = format!("{folder}{slash}{stem}.{ordinal}-{more}{ending}");
        }
        split
    }
}

/// Tells a text by its JSON.
fn is_text_json(is_text: &impl Fn(&str) -> bool) -> impl Fn(&str) -> bool {
    move |value| serde_json::from_str::<String>(value).is_ok_and(|text| is_text(&text))
}
