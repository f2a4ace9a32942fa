//! From offsets of a matching form back to bytes of the original text.

use super::Fold;
use crate::document::Span;

/// A run in which form and original advance in step: byte `form + i` of the form stands for byte `original + i`.
/// Runs are sorted by both offsets and cover the form.
#[derive(Clone, Copy, Debug)]
struct Run {
    form: u32,
    original: u32,
    /// True when the run holds one character of the original that has another length in the form; then every byte
    /// of the run stands for the whole character.
    lone: bool,
}

/// The matching form of one or several stretches of a text, with the way back.
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    /// The matching form, UTF-8.
    pub form: Vec<u8>,
    /// The way back.
    pub map: Map,
}

/// Finds the original bytes of a stretch of a matching form.
#[derive(Clone, Debug, Default)]
pub struct Map {
    runs: Vec<Run>,
}

impl Mapped {
    /// Appends the matching form of `text[span]`, for one span after the other in order of the text.
    pub fn append(&mut self, fold: &Fold, text: &str, span: Span) {
        let text = span.of(text);
        self.form.reserve(text.len());
        let mut buffer = [0u8; 4];
        // Where form and original would continue in step, and from where on what stays as it is was not copied yet.
        let (mut expected, mut copied) = (None, 0);
        for (offset, character) in text.char_indices() {
            let original = span.start + offset as u32;
            let before = self.form.len() + offset - copied;
            if fold.keeps(character) {
                if expected != Some(original) {
                    self.begin(before, original, false);
                }
                expected = Some(original + character.len_utf8() as u32);
                continue;
            }
            let kept = text.as_bytes().get(copied..offset);
            self.form.extend_from_slice(kept.unwrap_or_default());
            copied = offset + character.len_utf8();
            fold.character(character, |folded| {
                self.form
                    .extend_from_slice(folded.encode_utf8(&mut buffer).as_bytes());
            });
            let written = self.form.len() - before;
            if written == 0 {
                expected = None;
                continue;
            }
            let lone = written != character.len_utf8();
            if lone || expected != Some(original) {
                self.begin(before, original, lone);
            }
            expected = (!lone).then_some(original + written as u32);
        }
        let kept = text.as_bytes().get(copied..);
        self.form.extend_from_slice(kept.unwrap_or_default());
    }

    fn begin(&mut self, form: usize, original: u32, lone: bool) {
        self.map.runs.push(Run {
            form: form as u32,
            original,
            lone,
        });
    }
}

impl Map {
    /// The original bytes of the form's bytes `[start, end)`; both must lie on character boundaries of the form, and
    /// `text` must be the text that the map was made from. `None` for an empty stretch.
    pub fn original(&self, text: &str, start: u32, end: u32) -> Option<Span> {
        if end <= start {
            return None;
        }
        let first = self.run_at(start)?;
        let last = self.run_at(end - 1)?;
        let from = if first.lone {
            first.original
        } else {
            first.original + (start - first.form)
        };
        let to = if last.lone {
            let character = text.get(last.original as usize..)?.chars().next()?;
            last.original + character.len_utf8() as u32
        } else {
            last.original + (end - last.form)
        };
        Some(Span { start: from, end: to })
    }

    /// The original byte at which the form's byte `offset` begins, or the end of the text before it.
    fn run_at(&self, offset: u32) -> Option<Run> {
        let after = self.runs.partition_point(|run| run.form <= offset);
        self.runs.get(after.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::super::Fold;
    use super::Mapped;
    use crate::document::Span;

    fn mapped(text: &str) -> Mapped {
        let mut mapped = Mapped::default();
        mapped.append(Fold::shared(), text, Span::new(0, text.len()));
        mapped
    }

    #[test]
    fn a_stretch_of_the_form_leads_back_to_its_words() {
        let text = "“發布會”１２日，在Ａ市（召開）。";
        let mapped = mapped(text);
        let form = String::from_utf8(mapped.form.clone()).unwrap();
        let start = form.find("12日在a").unwrap() as u32;
        let span = mapped
            .map
            .original(text, start, start + "12日在a".len() as u32)
            .unwrap();
        assert_eq!(span.of(text), "１２日，在Ａ");
        assert_eq!(mapped.map.original(text, 4, 4), None);
    }

    proptest! {
        /// Oracle: the form of the words that a stretch leads back to is the stretch itself, for every stretch that
        /// does not cut a character which became several.
        #[test]
        fn forms_of_originals_are_the_stretches(text in "[\u{20}-\u{7E}，。“”１-９a-c溯源發會㎡\u{301}é\u{3000}\u{1F600}𠀀]{0,60}", cut in any::<(u8, u8)>()) {
            let mapped = mapped(&text);
            let whole = Fold::shared().form(&text);
            prop_assert_eq!(&mapped.form, whole.as_bytes());
            let form = std::str::from_utf8(&mapped.form).unwrap();
            let bounds: Vec<usize> = form.char_indices().map(|(offset, _)| offset).chain([form.len()]).collect();
            let pick = |seed: u8| bounds[usize::from(seed) % bounds.len()];
            let (start, end) = (pick(cut.0).min(pick(cut.1)), pick(cut.0).max(pick(cut.1)));
            match mapped.map.original(&text, start as u32, end as u32) {
                None => prop_assert_eq!(start, end),
                Some(span) => {
                    let original = text.get(span.range());
                    prop_assert!(original.is_some(), "span off the boundaries");
                    let again = Fold::shared().form(original.unwrap());
                    prop_assert!(again.contains(&form[start..end]));
                    prop_assert!(again.len() <= end - start + 2, "{:?} for {:?}", again, &form[start..end]);
                }
            }
        }
    }
}
