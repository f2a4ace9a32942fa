//! Places in matching forms -> spans and words of the records: what the ledger keeps.
//!
//! What each edit changes is told here as well, because it takes the words of both sides.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use rayon::prelude::*;

use super::answers::{Answers, Question};
use super::body::Body;
use super::carriers::FamilyLinks;
use super::edits::{self, LoneQuote};
use super::forms::Forms;
use super::intake::Intake;
use super::origins::{Form, Origin, Places, Words};
use super::relations;
use super::reuse::Reuse;
use crate::align::{Framed, framed_gaps};
use crate::config::LineageParameters;
use crate::document::{
    Direction, Edit, EditKind, Family, FormSpan, Link, Passage, PassageKind, Span, Stretch,
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

/// A passage before its places are known.
struct Row {
    family: u32,
    kind: PassageKind,
    a: Form,
    b: Form,
    stretch: Stretch,
}

/// Finds the places of everything that was found, and makes the rows of the ledger.
pub fn resolve(
    intake: &Intake,
    reuse: &Reuse,
    links: Vec<FamilyLinks>,
    forms: &Forms<'_>,
    scan: &ledger::Scan,
    answers: &Answers,
    parameters: &LineageParameters,
) -> Result<Placed> {
    let bodies = intake.bodies.as_slice();
    let body = |article: u32| Form { article, quote: None };
    let mut rows: Vec<Row> = reuse
        .passages
        .iter()
        .map(|member| Row {
            family: member.family,
            kind: member.passage.kind,
            a: body(member.passage.x),
            b: body(member.passage.y),
            stretch: member.passage.stretch.clone(),
        })
        .collect();
    // A carrier is also shown beside the one it was carried from, where that is not the first holder.
    for of_family in &links {
        let Some(family) = reuse.families.get(of_family.family as usize) else {
            continue;
        };
        for (link, joint) in &of_family.links {
            if let (Some(from), Some(joint)) = (link.from, joint)
                && from != family.holder
                && link.to != family.holder
            {
                let (a, b) = (body(link.to), body(from));
                rows.push(Row {
                    family: of_family.family,
                    kind: family.kind,
                    a,
                    b,
                    stretch: joint.stretch.clone(),
                });
            }
        }
    }
    let quotes = QuoteRows::new(reuse);
    rows.extend(quotes.rows());
    let framed: Vec<Vec<Framed>> = rows
        .par_iter()
        .map(|row| row.framed_gaps(bodies, forms, reuse))
        .collect();
    let moved = moved_rows(&rows);

    let mut places = Places::default();
    for family in &reuse.families {
        places.want(body(family.holder), family.first);
    }
    for (index, (row, framed)) in rows.iter().zip(&framed).enumerate() {
        places.want(row.a, row.stretch.x);
        places.want(row.b, row.stretch.y);
        if moved.contains(&index) {
            places.want_words(row.a, row.stretch.x);
            places.want_words(row.b, row.stretch.y);
        }
        for Framed { frame, .. } in framed {
            places.want_words(row.a, frame.x);
            places.want_words(row.b, frame.y);
        }
    }
    for (first, _) in &quotes.families {
        if let Some((form, whole)) = quotes.first(*first) {
            places.want(form, whole);
        }
    }
    for of_family in &links {
        for (link, joint) in &of_family.links {
            let (to, from) = quotes.ends(link, of_family.family, reuse);
            if let Some(joint) = joint {
                places.want(to, joint.stretch.x);
                if let Some(from) = from {
                    places.want(from, joint.stretch.y);
                }
            }
        }
    }
    places.resolve(bodies, scan)?;
    let marks = changed_marks(&rows, &places, bodies, scan)?;
    let edits: Vec<Vec<Edit>> = rows
        .par_iter()
        .zip(framed)
        .zip(marks)
        .enumerate()
        .map(|(index, ((row, framed), marks))| {
            row.edits(&framed, marks, moved.contains(&index), &places, answers)
        })
        .collect();
    let rows = rows.into_iter().zip(edits).collect();
    Ok(assemble(intake, reuse, rows, &quotes, &places, links, parameters))
}

/// The rows whose passage stands in another order than the other passages of the two articles.
fn moved_rows(rows: &[Row]) -> BTreeSet<usize> {
    let mut pairs: BTreeMap<(Form, Form), Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if row.kind == PassageKind::Body {
            pairs.entry((row.a, row.b)).or_default().push(index);
        }
    }
    let moved = pairs.into_values().flat_map(|indices| {
        let places: Vec<(FormSpan, FormSpan)> = indices
            .iter()
            .filter_map(|&index| rows.get(index))
            .map(|row| (row.stretch.x, row.stretch.y))
            .collect();
        let out = edits::out_of_order(&places);
        out.into_iter().filter_map(move |at| indices.get(at).copied())
    });
    moved.collect()
}

/// For each row the quotation marks that one side has and the other lacks, as edits. The records with such quotes are read once more.
fn changed_marks(
    rows: &[Row],
    places: &Places,
    bodies: &[Body],
    scan: &ledger::Scan,
) -> Result<Vec<Vec<Edit>>> {
    let lone: Vec<Vec<LoneQuote>> = rows
        .par_iter()
        .map(|row| {
            if row.kind == PassageKind::Body {
                edits::lone_quotes(&row.stretch, places.quotes(row.a), places.quotes(row.b))
            } else {
                Vec::new()
            }
        })
        .collect();
    // The words of both sides by form and place: with marks where the key has the quote's span, else without.
    let mut wanted: BTreeMap<Form, BTreeSet<(FormSpan, Option<Span>)>> = BTreeMap::new();
    let ends = |row: &Row, lone: &LoneQuote| {
        let (quoting, bare) = if lone.in_carrier {
            (row.a, row.b)
        } else {
            (row.b, row.a)
        };
        [
            (quoting, (lone.quote.form, Some(lone.quote.span))),
            (bare, (lone.bare, None)),
        ]
    };
    for (row, lone) in rows.iter().zip(&lone) {
        for (form, key) in lone.iter().flat_map(|lone| ends(row, lone)) {
            wanted.entry(form).or_default().insert(key);
        }
    }
    let wanted: Vec<_> = wanted.into_iter().collect();
    let words: BTreeMap<(Form, FormSpan, Option<Span>), (String, Span)> = wanted
        .into_par_iter()
        .map(|(form, keys)| {
            let Some(body) = bodies.get(form.article as usize) else {
                return Ok(Vec::new());
            };
            let facts = scan.read(body.record)?;
            let origin = Origin::new(body, &facts, form);
            let words = keys.into_iter().filter_map(|(place, quote)| {
                let span = match quote {
                    Some(span) => edits::with_marks(origin.text, span),
                    None => edits::without_marks(origin.text, origin.span(place)?),
                }?;
                Some(((form, place, quote), (span.of(origin.text).to_owned(), span)))
            });
            Ok(words.collect())
        })
        .collect::<Result<Vec<Vec<_>>>>()?
        .into_iter()
        .flatten()
        .collect();
    let edit = |row: &Row, lone: &LoneQuote| {
        let [quoting, bare] = ends(row, lone).map(|(form, (place, quote))| words.get(&(form, place, quote)));
        let (quoting, bare) = (quoting?.clone(), bare?.clone());
        let ((a_text, a_span), (b_text, b_span)) = if lone.in_carrier {
            (quoting, bare)
        } else {
            (bare, quoting)
        };
        Some(Edit {
            kind: EditKind::Quotation,
            a_text,
            b_text,
            a_span,
            b_span,
        })
    };
    let edits = rows
        .iter()
        .zip(&lone)
        .map(|(row, lone)| lone.iter().filter_map(|lone| edit(row, lone)).collect());
    Ok(edits.collect())
}

impl Row {
    fn framed_gaps(&self, bodies: &[Body], forms: &Forms<'_>, reuse: &Reuse) -> Vec<Framed> {
        let form = |form: Form| form_bytes(form, bodies, forms, reuse);
        framed_gaps(&form(self.a), &form(self.b), &self.stretch)
    }

    /// What changed in the passage: first its place, then its words, then the marks around them.
    fn edits(
        &self,
        framed: &[Framed],
        marks: Vec<Edit>,
        moved: bool,
        places: &Places,
        answers: &Answers,
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

/// The families of quotes: number of the first quote, and the matches with it.
struct QuoteRows<'a> {
    reuse: &'a Reuse,
    families: Vec<(u32, Vec<usize>)>,
    /// For each family the first quote of each article in it.
    of_articles: Vec<HashMap<u32, Form>>,
}

impl<'a> QuoteRows<'a> {
    fn new(reuse: &'a Reuse) -> Self {
        let mut rows = Self {
            reuse,
            families: reuse.quote_families(),
            of_articles: Vec::new(),
        };
        rows.of_articles = rows
            .families
            .iter()
            .map(|(first, members)| {
                let later = members.iter().filter_map(|&index| reuse.quote_matches.get(index));
                let numbers = std::iter::once(*first).chain(later.map(|found| found.later));
                let mut forms: HashMap<u32, Form> = HashMap::new();
                for form in numbers.filter_map(|quote| rows.form(quote)) {
                    forms.entry(form.article).or_insert(form);
                }
                forms
            })
            .collect();
        rows
    }

    fn form(&self, quote: u32) -> Option<Form> {
        let quote = self.reuse.quotes.get(quote as usize)?;
        Some(Form {
            article: quote.article,
            quote: Some(quote.index),
        })
    }

    /// The first quote of a family, whole.
    fn first(&self, quote: u32) -> Option<(Form, FormSpan)> {
        let length = self.reuse.quotes.get(quote as usize)?.form.len() as u32;
        Some((
            self.form(quote)?,
            FormSpan {
                start: 0,
                end: length,
            },
        ))
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, (first, members)) in self.families.iter().enumerate() {
            for found in members
                .iter()
                .filter_map(|&index| self.reuse.quote_matches.get(index))
            {
                if let (Some(a), Some(b)) = (self.form(found.later), self.form(*first))
                    && a.article != b.article
                {
                    let family = (self.reuse.families.len() + place) as u32;
                    rows.push(Row {
                        family,
                        kind: PassageKind::Quote,
                        a,
                        b,
                        stretch: found.stretch.clone(),
                    });
                }
            }
        }
        rows
    }

    /// The forms that a link's stretch lies in: of the receiver, and of the giver.
    fn ends(&self, link: &Directed, family: u32, reuse: &Reuse) -> (Form, Option<Form>) {
        let body = |article: u32| Form { article, quote: None };
        let Some(place) = (family as usize).checked_sub(reuse.families.len()) else {
            return (body(link.to), link.from.map(body));
        };
        let Some(forms) = self.of_articles.get(place) else {
            return (body(link.to), link.from.map(body));
        };
        let of = |article: u32| forms.get(&article).copied().unwrap_or(body(article));
        (of(link.to), link.from.map(of))
    }
}

/// Makes the rows, in the order that the ledger promises.
fn assemble(
    intake: &Intake,
    reuse: &Reuse,
    rows: Vec<(Row, Vec<Edit>)>,
    quotes: &QuoteRows<'_>,
    places: &Places,
    links: Vec<FamilyLinks>,
    parameters: &LineageParameters,
) -> Placed {
    let body = |article: u32| Form { article, quote: None };
    let mut families: Vec<(u32, Family)> = Vec::new();
    for (index, family) in reuse.families.iter().enumerate() {
        if let Some(first) = places.side(body(family.holder), family.first) {
            families.push((
                index as u32,
                Family {
                    kind: family.kind,
                    first,
                },
            ));
        }
    }
    for (place, (first, _)) in quotes.families.iter().enumerate() {
        if let Some(side) = quotes
            .first(*first)
            .and_then(|(form, whole)| places.side(form, whole))
        {
            let family = Family {
                kind: PassageKind::Quote,
                first: side,
            };
            families.push(((reuse.families.len() + place) as u32, family));
        }
    }
    families.sort_by_key(|(_, family)| (family.first, family.kind));
    let number: BTreeMap<u32, u32> = families
        .iter()
        .enumerate()
        .map(|(new, (old, _))| (*old, new as u32))
        .collect();

    let mut passages: Vec<Passage> = Vec::with_capacity(rows.len());
    for (row, edits) in rows {
        let Some(sides) = places.sides(row.a, row.b, &row.stretch) else {
            continue;
        };
        let Some(&family) = number.get(&row.family) else {
            continue;
        };
        passages.push(Passage {
            family,
            kind: row.kind,
            a: sides.a,
            b: sides.b,
            identity: row.identity(sides.cut),
            edits,
        });
    }
    passages.sort_by_key(|passage| (passage.family, passage.a, passage.b));
    passages.dedup_by(|later, earlier| {
        (later.family, later.a, later.b) == (earlier.family, earlier.a, earlier.b)
    });

    let mut quote_families = Vec::new();
    for (place, (first, members)) in quotes.families.iter().enumerate() {
        let Some(&family) = number.get(&((reuse.families.len() + place) as u32)) else {
            continue;
        };
        let later = members
            .iter()
            .filter_map(|&index| reuse.quote_matches.get(index))
            .map(|found| found.later);
        for quote in std::iter::once(*first)
            .chain(later)
            .filter_map(|quote| reuse.quotes.get(quote as usize))
        {
            quote_families.push((quote.article, quote.index, family));
        }
    }
    quote_families.sort_unstable();

    let mut rows_of_links = Vec::new();
    for of_family in links {
        let Some(&family) = number.get(&of_family.family) else {
            continue;
        };
        for carried in of_family.links {
            rows_of_links.extend(link_row(
                intake,
                reuse,
                quotes,
                places,
                (of_family.family, family),
                carried,
                parameters,
            ));
        }
    }
    relations::drop_repeated(&mut rows_of_links);
    rows_of_links.sort_by_key(|link| (link.family, link.to, link.from));
    let families = families.into_iter().map(|(_, family)| family).collect();
    Placed {
        families,
        passages,
        quote_families,
        links: rows_of_links,
    }
}

fn link_row(
    intake: &Intake,
    reuse: &Reuse,
    quotes: &QuoteRows<'_>,
    places: &Places,
    (old_family, family): (u32, u32),
    (mut link, joint): (Directed, Option<super::carriers::Joint>),
    parameters: &LineageParameters,
) -> Option<Link> {
    let (to_form, from_form) = quotes.ends(&link, old_family, reuse);
    let kind = reuse
        .families
        .get(old_family as usize)
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
                .get(old_family as usize)
                .filter(|family| family.holder == link.to);
            let carried = || {
                let at = reuse
                    .passages
                    .partition_point(|member| (member.family, member.passage.x) < (old_family, link.to));
                let member = reuse.passages.get(at)?;
                let own = (member.family, member.passage.x) == (old_family, link.to);
                own.then_some(member.passage.stretch.x)
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
