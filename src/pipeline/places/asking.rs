//! Questions about places that the last scan may have answered: where a passage, both ends of a link or a part of an article stand
//! in their records, and what was changed. Articles stand in them by what they say.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::rows::Row;
use crate::document::{Edits, FormSpan, PassageKind, Span, Stretch};
use crate::pipeline::answers::{Answers, Asked, Question};
use crate::pipeline::intake::Intake;
use crate::pipeline::origins::{Form, Places};

/// A passage as the ledger says it: its places in both records, the share of the longer side that is equal, and the edits.
#[derive(Debug, Serialize, Deserialize)]
pub struct RowTold {
    pub a: Span,
    pub b: Span,
    pub identity: f32,
    pub edits: Edits,
}

/// Both ends of a link that are looked for.
#[derive(Clone, Copy)]
pub struct Joined<'l> {
    pub to: Form,
    pub from: Form,
    pub stretch: &'l Stretch,
}

/// Both ends of a link.
#[derive(Debug, Serialize, Deserialize)]
pub struct JointTold {
    pub to: Span,
    pub from: Span,
    /// A whole sentence stands in one of them.
    pub sentence: bool,
    /// Both are names of a document, and no sentence.
    pub name: bool,
    /// One of them is the name of a thing, in quotation marks.
    pub thing: bool,
    /// One of them says that they are words of an article of a law.
    pub law: bool,
    /// Both say so, and they can be one article.
    pub law_of_both: bool,
    /// What a site prints on all of its pages.
    pub foot: bool,
}

impl Joined<'_> {
    /// Where they are; none where their places were not found.
    pub fn told(&self, places: &Places) -> Option<JointTold> {
        let Self { to, from, stretch } = *self;
        let sides = places.sides(to, from, stretch, true)?;
        Some(JointTold {
            to: sides.a.span,
            from: sides.b.span,
            sentence: places.holds_sentence(to, stretch.x) || places.holds_sentence(from, stretch.y),
            thing: places.names_a_thing(to, stretch.x) || places.names_a_thing(from, stretch.y),
            law: places.is_of_law(to, stretch.x) || places.is_of_law(from, stretch.y),
            law_of_both: places.is_all_of_law(to, stretch.x) && places.is_all_of_law(from, stretch.y),
            foot: places.is_foot(to, stretch.x) || places.is_foot(from, stretch.y),
            name: places.is_name(to, stretch.x) && places.is_name(from, stretch.y),
        })
    }
}

/// A form without ranks: what its article says, and the index of the quote.
type KnownForm = (u128, Option<u32>);

/// What the answers depend on, by rank: a hash of the record, of which article of it is meant and of the blocks that its form
/// is made from.
pub struct KnownArticles(Vec<u128>);

impl KnownArticles {
    pub fn of(intake: &Intake) -> Self {
        let known = intake.bodies.iter().map(|body| {
            let record = intake.records.get(body.record as usize);
            let mut bytes = record.map_or(0, |record| record.content).to_le_bytes().to_vec();
            bytes.extend_from_slice(&body.ordinal.to_le_bytes());
            bytes.extend(body.blocks().flat_map(u32::to_le_bytes));
            xxh3_128(&bytes)
        });
        Self(known.collect())
    }

    fn form(&self, form: Form) -> KnownForm {
        let article = self.0.get(form.article as usize).copied();
        (article.unwrap_or_default(), form.quote)
    }

    pub fn ask_row(&self, row: &Row<'_>, moved: bool, answers: &Answers<'_>) -> Asked<Option<RowTold>> {
        let (a, b) = (self.form(row.a), self.form(row.b));
        let asked: (KnownForm, KnownForm, PassageKind, bool, &Stretch) = (a, b, row.kind, moved, row.stretch);
        answers.ask(Question::Passage, &asked)
    }

    pub fn ask_joint(&self, joint: &Joined<'_>, answers: &Answers<'_>) -> Asked<Option<JointTold>> {
        let (to, from) = (self.form(joint.to), self.form(joint.from));
        answers.ask(Question::Joint, &(to, from, joint.stretch))
    }

    pub fn ask_clauses(
        &self,
        form: Form,
        place: FormSpan,
        both: bool,
        answers: &Answers<'_>,
    ) -> Asked<Option<Span>> {
        answers.ask(Question::Clauses, &(self.form(form), place, both))
    }

    pub fn ask_place(&self, form: Form, place: FormSpan, answers: &Answers<'_>) -> Asked<Option<Span>> {
        answers.ask(Question::Place, &(self.form(form), place))
    }
}
