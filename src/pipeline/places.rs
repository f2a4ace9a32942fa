//! Places in matching forms -> spans and words of the records: what the ledger keeps.
//!
//! What each edit changes is told here as well, because it takes the words of both sides.

mod marks;
mod quotes;

use std::borrow::Cow;
use std::convert::Infallible;

use marks::changed_marks;
use quotes::QuoteRows;
use rayon::prelude::*;

use super::answers::{Answers, Question};
use super::body::Body;
use super::carriers::{FamilyLinks, Joint};
use super::edits;
use super::forms::Forms;
use super::intake::Intake;
use super::origins::{Form, Places, Words};
use super::relations;
use super::reuse::Reuse;
use crate::align::{Framed, framed_gaps};
use crate::config::LineageParameters;
use crate::document::{
    Direction, Edit, EditKind, Edits, Family, FormSpan, Link, Passage, PassageKind, Stretch,
};
use crate::error::Result;
use crate::ledger;
use crate::lineage::{self, Directed};

/// What the ledger keeps, by records.
#[derive(Debug, Default)]
pub struct Placed {
    pub families: Vec<Family>,
    pub passages: Vec<Passage>,
    pub quote_families: Vec<(u32, u32, u32)>,
    pub links: Vec<Link>,
}

/// Rows whose places are found at once. The words of both sides of every edit stay in memory until its rows are made, which for all
/// rows of a large corpus is more than everything else that a scan knows; a record is read once for each batch that asks for it.
const BATCH: usize = 4096;

/// A passage before its places are known.
struct Row<'a> {
    family: u32,
    kind: PassageKind,
    a: Form,
    b: Form,
    stretch: &'a Stretch,
}

/// What rows are made from.
struct Found<'a> {
    intake: &'a Intake,
    reuse: &'a Reuse,
    quotes: QuoteRows<'a>,
    forms: &'a Forms<'a>,
    scan: &'a ledger::Scan,
    answers: &'a Answers<'a>,
    parameters: &'a LineageParameters,
    /// Passages that stand in another order than the others of their two articles: the two ranks, and both spans. Sorted.
    moved: Vec<(u32, u32, FormSpan, FormSpan)>,
}

/// Finds the places of everything that was found, and makes the rows of the ledger.
pub fn resolve(
    intake: &Intake,
    reuse: &Reuse,
    links: Vec<FamilyLinks>,
    forms: &Forms<'_>,
    scan: &ledger::Scan,
    answers: &Answers<'_>,
    parameters: &LineageParameters,
) -> Result<Placed> {
    let mut found = Found {
        intake,
        reuse,
        quotes: QuoteRows::new(reuse),
        forms,
        scan,
        answers,
        parameters,
        moved: Vec::new(),
    };
    found.moved = moved_passages(links.iter().flat_map(|of_family| found.rows(of_family)));
    let mut placed = ByOldNumber::default();
    let (mut batch, mut rows) = (Vec::new(), 0);
    for of_family in links {
        rows += found.rows(&of_family).len();
        batch.push(of_family);
        if rows >= BATCH {
            found.place(std::mem::take(&mut batch), &mut placed)?;
            rows = 0;
        }
    }
    found.place(batch, &mut placed)?;
    Ok(placed.numbered())
}

fn of_body(article: u32) -> Form {
    Form { article, quote: None }
}

impl Found<'_> {
    /// The passages of a family: of each carrier with the first holder, and with the one it was carried from.
    fn rows<'r>(&'r self, of_family: &'r FamilyLinks) -> Vec<Row<'r>> {
        let number = of_family.family;
        let Some(family) = self.reuse.families.get(number as usize) else {
            return self.quotes.rows(number);
        };
        let carried = self.reuse.passages_of(number).iter();
        let carried = carried.map(|member| Row {
            family: number,
            kind: member.passage.kind,
            a: of_body(member.passage.x),
            b: of_body(member.passage.y),
            stretch: &member.passage.stretch,
        });
        let from_another = of_family.links.iter().filter_map(|(link, joint)| {
            let (from, joint) = (link.from?, joint.as_ref()?);
            (from != family.holder && link.to != family.holder).then_some(Row {
                family: number,
                kind: family.kind,
                a: of_body(link.to),
                b: of_body(from),
                stretch: &joint.stretch,
            })
        });
        carried.chain(from_another).collect()
    }

    /// What a family's passages are, and where the first holder has the passage.
    fn first(&self, number: u32) -> Option<(PassageKind, Form, FormSpan)> {
        match self.reuse.families.get(number as usize) {
            Some(family) => Some((family.kind, of_body(family.holder), family.first)),
            None => self
                .quotes
                .first(number)
                .map(|(form, whole)| (PassageKind::Quote, form, whole)),
        }
    }

    /// Makes the rows of some families.
    fn place(&self, batch: Vec<FamilyLinks>, placed: &mut ByOldNumber) -> Result<()> {
        let bodies = self.intake.bodies.as_slice();
        let rows: Vec<Row<'_>> = batch.iter().flat_map(|of_family| self.rows(of_family)).collect();
        let framed: Vec<Vec<Framed>> = rows
            .par_iter()
            .map(|row| row.framed_gaps(bodies, self.forms, self.reuse))
            .collect();
        let places = self.places(&batch, &rows, &framed)?;
        let marks = changed_marks(&rows, &places, bodies, self.scan)?;
        let edits: Vec<Edits> = rows
            .par_iter()
            .zip(framed)
            .zip(marks)
            .map(|((row, framed), marks)| {
                Edits::pack(&row.edits(&framed, marks, self.is_moved(row), &places, self.answers))
            })
            .collect();
        for (row, edits) in rows.iter().zip(edits) {
            if let Some(sides) = places.sides(row.a, row.b, row.stretch) {
                placed.passages.push(Passage {
                    family: row.family,
                    kind: row.kind,
                    a: sides.a,
                    b: sides.b,
                    identity: row.identity(sides.cut),
                    edits,
                });
            }
        }
        drop(rows);
        for of_family in batch {
            if let Some((kind, form, place)) = self.first(of_family.family)
                && let Some(first) = places.side(form, place)
            {
                placed.families.push((of_family.family, Family { kind, first }));
                let quotes = self.quotes.members(of_family.family);
                placed
                    .quote_families
                    .extend(quotes.map(|quote| (quote.article, quote.index, of_family.family)));
            }
            let family = of_family.family;
            let links = of_family.links.into_iter();
            placed
                .links
                .extend(links.filter_map(|carried| self.link_row(&places, family, carried)));
        }
        Ok(())
    }

    /// Finds the places of some families in their records.
    fn places(&self, batch: &[FamilyLinks], rows: &[Row<'_>], framed: &[Vec<Framed>]) -> Result<Places> {
        let mut places = Places::default();
        for (row, framed) in rows.iter().zip(framed) {
            places.want(row.a, row.stretch.x);
            places.want(row.b, row.stretch.y);
            if self.is_moved(row) {
                places.want_words(row.a, row.stretch.x);
                places.want_words(row.b, row.stretch.y);
            }
            for Framed { frame, .. } in framed {
                places.want_words(row.a, frame.x);
                places.want_words(row.b, frame.y);
            }
        }
        for of_family in batch {
            if let Some((_, form, place)) = self.first(of_family.family) {
                places.want(form, place);
            }
            for (link, joint) in &of_family.links {
                let (to, from) = self.quotes.ends(link, of_family.family);
                if let Some(joint) = joint {
                    places.want(to, joint.stretch.x);
                    if let Some(from) = from {
                        places.want(from, joint.stretch.y);
                    }
                }
            }
        }
        places.resolve(&self.intake.bodies, self.scan)?;
        Ok(places)
    }

    /// A link with its places; none where they were not found.
    fn link_row(
        &self,
        places: &Places,
        family: u32,
        (mut link, joint): (Directed, Option<Joint>),
    ) -> Option<Link> {
        let &Self {
            intake,
            reuse,
            parameters,
            ..
        } = self;
        let (to_form, from_form) = self.quotes.ends(&link, family);
        let kind = reuse
            .families
            .get(family as usize)
            .map_or(PassageKind::Quote, |family| family.kind);
        let (to, from) = match (&joint, from_form) {
            (Some(joint), Some(from_form)) => {
                let sides = places.sides(to_form, from_form, &joint.stretch)?;
                let whole = |form: Form, place: FormSpan| places.holds_sentence(form, place);
                if kind == PassageKind::Body
                    && !whole(to_form, joint.stretch.x)
                    && !whole(from_form, joint.stretch.y)
                {
                    lineage::of_a_fragment(&mut link, parameters);
                    // Many write the name of a law or a notice, and none has it from the other.
                    let name = |form: Form, place: FormSpan| places.is_name(form, place);
                    if link.direction == Direction::Unresolved
                        && name(to_form, joint.stretch.x)
                        && name(from_form, joint.stretch.y)
                    {
                        return None;
                    }
                }
                (sides.a, Some(sides.b))
            }
            // A ghost: the passage as the root carries it.
            _ => {
                let first = reuse
                    .families
                    .get(family as usize)
                    .filter(|family| family.holder == link.to);
                let carried = || {
                    let members = reuse.passages_of(family);
                    let at = members.partition_point(|member| member.passage.x < link.to);
                    let member = members.get(at).filter(|member| member.passage.x == link.to)?;
                    Some(member.passage.stretch.x)
                };
                let place = first.map(|family| family.first).or_else(carried)?;
                let mut side = places.side(to_form, place)?;
                if let Some(governed) = link.governed {
                    side.span = side.span.common(governed)?;
                }
                (side, None)
            }
        };
        let party = |rank: u32| intake.bodies.get(rank as usize).map(|body| &body.party);
        let embedded = party(link.to).is_some_and(|party| party.embedded);
        let source = link.ghost.or_else(|| party(link.from?)?.publisher);
        let same_cluster =
            |article: u32| reuse.centre_of.get(article as usize) == reuse.centre_of.get(link.to as usize);
        let same_report = link.from.is_some_and(same_cluster);
        let stretch = joint.as_ref().map(|joint| &joint.stretch);
        let relation = relations::relation(kind, &link, stretch, embedded, same_report);
        Some(Link {
            family,
            from,
            from_source: source.map(|name| intake.names.name(name).to_owned()),
            to,
            relation,
            direction: link.direction,
            confidence: link.confidence,
            evidence: link.evidence,
        })
    }

    fn is_moved(&self, row: &Row<'_>) -> bool {
        row.kind == PassageKind::Body
            && self
                .moved
                .binary_search(&(row.a.article, row.b.article, row.stretch.x, row.stretch.y))
                .is_ok()
    }
}

/// The passages that stand in another order than the other passages of the two articles. Sorted.
fn moved_passages<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<(u32, u32, FormSpan, FormSpan)> {
    let bodies = rows.filter(|row| row.kind == PassageKind::Body);
    let mut all: Vec<(u32, u32, FormSpan, FormSpan)> = bodies
        .map(|row| (row.a.article, row.b.article, row.stretch.x, row.stretch.y))
        .collect();
    all.sort_unstable();
    all.dedup();
    let of_pairs = all.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1));
    let moved = of_pairs.flat_map(|of_pair| {
        let places: Vec<(FormSpan, FormSpan)> = of_pair.iter().map(|&(_, _, x, y)| (x, y)).collect();
        let out = edits::out_of_order(&places);
        out.into_iter().filter_map(|at| of_pair.get(at).copied())
    });
    let mut moved: Vec<_> = moved.collect();
    moved.sort_unstable();
    moved
}

impl Row<'_> {
    fn framed_gaps(&self, bodies: &[Body], forms: &Forms<'_>, reuse: &Reuse) -> Vec<Framed> {
        let form = |form: Form| form_bytes(form, bodies, forms, reuse);
        framed_gaps(&form(self.a), &form(self.b), self.stretch)
    }

    /// What changed in the passage: first its place, then its words, then the marks around them.
    fn edits(
        &self,
        framed: &[Framed],
        marks: Vec<Edit>,
        moved: bool,
        places: &Places,
        answers: &Answers<'_>,
    ) -> Vec<Edit> {
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
        let in_words = || {
            let edits = |&(now, before, quoted): &(_, _, _)| edits::edits_and_names(now, before, quoted);
            let mut found: Vec<Edit> = edits::mark_repeated(words.iter().flat_map(edits).collect());
            edits::mark_moved(&mut found);
            edits::mark_names(&mut found);
            Ok::<_, Infallible>(found)
        };
        let mut found = if words.is_empty() {
            Vec::new()
        } else {
            let Ok(found) = answers.of(Question::Edits, &words, in_words);
            found
        };
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

fn form_bytes<'a>(form: Form, bodies: &[Body], forms: &'a Forms<'_>, reuse: &'a Reuse) -> Cow<'a, [u8]> {
    match form.quote {
        None => bodies
            .get(form.article as usize)
            .map_or_else(Default::default, |body| forms.get(body.form)),
        Some(index) => {
            let found = reuse
                .quotes
                .binary_search_by_key(&(form.article, index), |quote| (quote.article, quote.index));
            found
                .ok()
                .and_then(|at| reuse.quotes.get(at))
                .map_or_else(Default::default, |quote| Cow::Borrowed(quote.form.as_ref()))
        }
    }
}

/// What the ledger keeps, with the numbers that families had before they were sorted by their places.
#[derive(Default)]
struct ByOldNumber {
    families: Vec<(u32, Family)>,
    passages: Vec<Passage>,
    quote_families: Vec<(u32, u32, u32)>,
    links: Vec<Link>,
}

impl ByOldNumber {
    /// The same in the order that the ledger promises.
    fn numbered(mut self) -> Placed {
        self.families
            .sort_by_key(|(_, family)| (family.first, family.kind));
        let most = self.families.iter().map(|(old, _)| *old as usize + 1).max();
        let mut numbers: Vec<Option<u32>> = vec![None; most.unwrap_or(0)];
        for (new, (old, _)) in (0..).zip(&self.families) {
            if let Some(number) = numbers.get_mut(*old as usize) {
                *number = Some(new);
            }
        }
        // What belongs to a family without a place goes.
        let renumber = |family: &mut u32| match numbers.get(*family as usize).copied().flatten() {
            Some(new) => {
                *family = new;
                true
            }
            None => false,
        };
        self.passages.retain_mut(|passage| renumber(&mut passage.family));
        self.quote_families.retain_mut(|(_, _, family)| renumber(family));
        self.links.retain_mut(|link| renumber(&mut link.family));

        self.passages
            .sort_by_key(|passage| (passage.family, passage.a, passage.b));
        self.passages.dedup_by(|later, earlier| {
            (later.family, later.a, later.b) == (earlier.family, earlier.a, earlier.b)
        });
        self.quote_families.sort_unstable();
        relations::drop_repeated(&mut self.links);
        self.links.sort_by_key(|link| (link.family, link.to, link.from));
        Placed {
            families: self.families.into_iter().map(|(_, family)| family).collect(),
            passages: self.passages,
            quote_families: self.quote_families,
            links: self.links,
        }
    }
}
