//! A passage on its way to the ledger: where it stands in both records, and what was changed in it.

use std::borrow::Cow;

use super::asking::RowTold;
use crate::align::{Framed, framed_gaps};
use crate::document::{Edit, EditKind, Edits, PassageKind, Stretch};
use crate::pipeline::edits;
use crate::pipeline::origins::{Form, Places, Words};

/// A passage before its places are known.
pub struct Row<'a> {
    pub family: u32,
    pub kind: PassageKind,
    pub a: Form,
    pub b: Form,
    pub stretch: &'a Stretch,
}

impl Row<'_> {
    /// The places of its edits, with what stands around them. `form` gives a matching form.
    pub fn framed_gaps<'f>(&self, form: impl Fn(Form) -> Cow<'f, [u8]>) -> Vec<Framed> {
        framed_gaps(&form(self.a), &form(self.b), self.stretch)
    }

    /// Asks for the places that [`Self::told`] needs.
    pub fn want(&self, framed: &[Framed], moved: bool, places: &mut Places) {
        places.want(self.a, self.stretch.x);
        places.want(self.b, self.stretch.y);
        if moved {
            places.want_words(self.a, self.stretch.x);
            places.want_words(self.b, self.stretch.y);
        }
        for Framed { frame, .. } in framed {
            places.want_words(self.a, frame.x);
            places.want_words(self.b, frame.y);
        }
    }

    /// What the ledger says of it; none where its places were not found.
    pub fn told(&self, framed: &[Framed], marks: Vec<Edit>, moved: bool, places: &Places) -> Option<RowTold> {
        let sides = places.sides(self.a, self.b, self.stretch, false)?;
        Some(RowTold {
            a: sides.a.span,
            b: sides.b.span,
            identity: self.identity(sides.cut),
            edits: Edits::pack(&self.edits(framed, marks, moved, places)),
        })
    }

    /// What changed in the passage: first its place, then its words, then the marks around them.
    fn edits(&self, framed: &[Framed], marks: Vec<Edit>, moved: bool, places: &Places) -> Vec<Edit> {
        let quoted = |place: &Framed| {
            self.kind == PassageKind::Quote
                || edits::inside(places.quotes(self.a), place.gap.x)
                    && edits::inside(places.quotes(self.b), place.gap.y)
        };
        let words = framed.iter().map(|place| {
            let now = places.words(self.a, place.frame.x);
            let before = places.words(self.b, place.frame.y);
            (now, before, quoted(place))
        });
        let words: Vec<(&Words, &Words, bool)> = words.collect();
        let edits = |&(now, before, quoted): &(_, _, _)| edits::edits_and_names(now, before, quoted);
        let mut found: Vec<Edit> = edits::mark_repeated(words.iter().flat_map(edits).collect());
        edits::mark_moved(&mut found);
        edits::mark_names(&mut found);
        if moved {
            let (now, before) = (
                places.words(self.a, self.stretch.x),
                places.words(self.b, self.stretch.y),
            );
            let order = Edit {
                kind: EditKind::Order,
                a_text: now.text.clone(),
                b_text: before.text.clone(),
                a_span: now.span(0..now.text.len()),
                b_span: before.span(0..before.text.len()),
            };
            found.insert(0, order);
        }
        found.extend(marks);
        found
    }

    /// Share of the longer side that is equal, `cut` equal bytes left out.
    fn identity(&self, cut: u32) -> f32 {
        let longer = self.stretch.x.len().max(self.stretch.y.len());
        let longer = longer.saturating_sub(cut).max(1);
        (f64::from(self.stretch.matched.saturating_sub(cut)) / f64::from(longer)).min(1.0) as f32
    }
}
