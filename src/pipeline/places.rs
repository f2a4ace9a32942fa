//! Places in matching forms -> spans and words of the records: what the ledger keeps.
//!
//! The map from a form to its record is not kept in memory; it is made again for the articles that have passages.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::carriers::FamilyLinks;
use super::forms::Forms;
use super::intake::{Body, Intake};
use super::reuse::Reuse;
use crate::align::typed_edits;
use crate::document::{
    Edit, EditKind, Facts, Family, FormSpan, Gap, Link, Passage, PassageKind, Relation, Side, Span, Stretch,
};
use crate::error::Result;
use crate::ledger;
use crate::lineage::Directed;
use crate::normalise::{Fold, Mapped};

/// What the ledger keeps, by records.
#[derive(Debug, Default)]
pub struct Placed {
    pub families: Vec<Family>,
    pub passages: Vec<Passage>,
    pub quote_families: Vec<(u32, u32, u32)>,
    pub links: Vec<Link>,
}

/// Which form a place is in: the body of an article, or one of its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    article: u32,
    /// Index of the quote in the record; `None` for the body.
    quote: Option<u32>,
}

/// A passage before its places are known.
struct Row {
    family: u32,
    kind: PassageKind,
    a: Form,
    b: Form,
    stretch: Stretch,
}

/// Places of forms that are wanted, then found.
#[derive(Default)]
struct Places {
    wanted: BTreeMap<Form, Vec<FormSpan>>,
    found: BTreeMap<Form, Vec<Found>>,
}

/// A place in a record with its words.
struct Found {
    place: FormSpan,
    span: Span,
    words: String,
}

impl Places {
    fn want(&mut self, form: Form, span: FormSpan) {
        if !span.is_empty() {
            self.wanted.entry(form).or_default().push(span);
        }
    }

    fn get(&self, form: Form, place: FormSpan) -> Option<&Found> {
        let found = self.found.get(&form)?;
        found
            .binary_search_by_key(&place, |found| found.place)
            .ok()
            .and_then(|index| found.get(index))
    }

    fn side(&self, form: Form, place: FormSpan) -> Option<Side> {
        Some(Side {
            article: form.article,
            span: self.get(form, place)?.span,
        })
    }

    fn words(&self, form: Form, place: FormSpan) -> String {
        self.get(form, place)
            .map(|found| found.words.clone())
            .unwrap_or_default()
    }

    /// Reads every record that places are wanted of once.
    fn resolve(&mut self, bodies: &[Body], scan: &ledger::Scan) -> Result<()> {
        let wanted = std::mem::take(&mut self.wanted);
        let mut by_article: BTreeMap<u32, Vec<(Form, Vec<FormSpan>)>> = BTreeMap::new();
        for (form, mut spans) in wanted {
            spans.sort_unstable();
            spans.dedup();
            by_article.entry(form.article).or_default().push((form, spans));
        }
        let articles: Vec<_> = by_article.into_iter().collect();
        let found: Vec<Vec<(Form, Vec<Found>)>> = articles
            .into_par_iter()
            .map(|(article, forms)| {
                let Some(body) = bodies.get(article as usize) else {
                    return Ok(Vec::new());
                };
                let facts = scan.read(body.record)?;
                Ok(forms
                    .into_iter()
                    .map(|(form, spans)| (form, find(body, &facts, form, &spans)))
                    .collect())
            })
            .collect::<Result<_>>()?;
        self.found = found.into_iter().flatten().collect();
        Ok(())
    }
}

/// The places of one form in the record.
fn find(body: &Body, facts: &Facts, form: Form, spans: &[FormSpan]) -> Vec<Found> {
    let text = facts.record.text.as_str();
    let segmentation = &facts.attributed.segmentation;
    let mut mapped = Mapped::default();
    match form.quote {
        Some(index) => {
            if let Some(quote) = segmentation.quotes.get(index as usize) {
                mapped.append(Fold::shared(), text, quote.span);
            }
        }
        None => {
            for block in body
                .blocks()
                .filter_map(|index| segmentation.blocks.get(index as usize))
            {
                mapped.append(Fold::shared(), text, block.span);
            }
        }
    }
    spans
        .iter()
        .filter_map(|&place| {
            let span = mapped.map.original(text, place.start, place.end)?;
            Some(Found {
                place,
                span,
                words: span.of(text).to_owned(),
            })
        })
        .collect()
}

/// Finds the places of everything that was found, and makes the rows of the ledger.
pub fn resolve(
    intake: &Intake,
    reuse: &Reuse,
    links: Vec<FamilyLinks>,
    forms: &Forms<'_>,
    scan: &ledger::Scan,
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
    let edits: Vec<Vec<(Gap, EditKind)>> = rows
        .par_iter()
        .map(|row| row.edits(bodies, forms, reuse))
        .collect();

    let mut places = Places::default();
    for family in &reuse.families {
        places.want(body(family.holder), family.first);
    }
    for (row, edits) in rows.iter().zip(&edits) {
        places.want(row.a, row.stretch.x);
        places.want(row.b, row.stretch.y);
        for (gap, _) in edits {
            places.want(row.a, gap.x);
            places.want(row.b, gap.y);
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
    let rows = rows.into_iter().zip(edits).collect();
    Ok(assemble(intake, reuse, rows, &quotes, &places, links))
}

impl Row {
    fn edits(&self, bodies: &[Body], forms: &Forms<'_>, reuse: &Reuse) -> Vec<(Gap, EditKind)> {
        let form = |form: Form| form_bytes(form, bodies, forms, reuse);
        typed_edits(&form(self.a), &form(self.b), &self.stretch)
    }

    fn identity(&self) -> f32 {
        let longer = self.stretch.x.len().max(self.stretch.y.len()).max(1);
        (f64::from(self.stretch.matched) / f64::from(longer)).min(1.0) as f32
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
    rows: Vec<(Row, Vec<(Gap, EditKind)>)>,
    quotes: &QuoteRows<'_>,
    places: &Places,
    links: Vec<FamilyLinks>,
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
        let (Some(a), Some(b)) = (
            places.side(row.a, row.stretch.x),
            places.side(row.b, row.stretch.y),
        ) else {
            continue;
        };
        let Some(&family) = number.get(&row.family) else {
            continue;
        };
        let edits = edits
            .iter()
            .map(|(gap, kind)| Edit {
                kind: *kind,
                a_text: places.words(row.a, gap.x),
                b_text: places.words(row.b, gap.y),
            })
            .collect();
        passages.push(Passage {
            family,
            kind: row.kind,
            a,
            b,
            identity: row.identity(),
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
        for (link, joint) in of_family.links {
            rows_of_links.extend(link_row(
                intake,
                reuse,
                quotes,
                places,
                (of_family.family, family),
                link,
                joint,
            ));
        }
    }
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
    link: Directed,
    joint: Option<super::carriers::Joint>,
) -> Option<Link> {
    let (to_form, from_form) = quotes.ends(&link, old_family, reuse);
    let kind = reuse
        .families
        .get(old_family as usize)
        .map_or(PassageKind::Quote, |family| family.kind);
    let (to, from) = match (&joint, from_form) {
        (Some(joint), Some(from_form)) => (
            places.side(to_form, joint.stretch.x)?,
            Some(places.side(from_form, joint.stretch.y)?),
        ),
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
            (places.side(to_form, place)?, None)
        }
    };
    let party = |rank: u32| intake.bodies.get(rank as usize).map(|body| &body.party);
    let embedded = party(link.to).is_some_and(|party| party.embedded);
    let source = link.ghost.or_else(|| party(link.from?)?.publisher);
    let same_cluster =
        |article: u32| reuse.centre_of.get(article as usize) == reuse.centre_of.get(link.to as usize);
    let relation = match (kind, link.from) {
        (PassageKind::Quote, _) => Relation::Quote,
        _ if embedded => Relation::Embedded,
        (_, Some(from)) if same_cluster(from) => Relation::Reprint,
        (_, None) => Relation::Reprint,
        _ => Relation::PartialReprint,
    };
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
