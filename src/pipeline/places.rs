//! Places in matching forms -> spans and words of the records: what the ledger keeps.
//!
//! What each edit changes is told here as well, because it takes the words of both sides.

mod asking;
mod marks;
mod quotes;
mod rows;

use std::borrow::Cow;

use asking::{Joined, JointTold, KnownArticles, RowTold};
use marks::changed_marks;
use quotes::QuoteRows;
use rayon::prelude::*;
use rows::Row;

use super::answers::{Answers, Asked};
use super::body::Body;
use super::carriers::{FamilyLinks, Joint};
use super::edits;
use super::forms::Forms;
use super::intake::Intake;
use super::origins::{Form, Places};
use super::relations;
use super::reuse::Reuse;
use crate::align::Framed;
use crate::config::LineageParameters;
use crate::document::{Direction, Family, FormSpan, Link, Passage, PassageKind, Side, Span, Stretch};
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

/// What rows are made from.
struct Found<'a> {
    intake: &'a Intake,
    reuse: &'a Reuse,
    quotes: QuoteRows<'a>,
    forms: &'a Forms<'a>,
    scan: &'a ledger::Scan,
    answers: &'a Answers<'a>,
    parameters: &'a LineageParameters,
    known: KnownArticles,
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
        known: KnownArticles::of(intake),
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

fn side(form: Form, span: Span) -> Side {
    Side {
        article: form.article,
        span,
    }
}

/// Of what was asked, that of which no answer is held.
fn open<'a, T, U>(of: &'a [T], asked: &'a [Asked<U>]) -> impl Iterator<Item = &'a T> {
    let both = of.iter().zip(asked);
    both.filter(|(_, asked)| asked.held.is_none()).map(|(of, _)| of)
}

/// Where the ends of a link have to be looked for.
enum Ends<'l> {
    Joint(Joined<'l>),
    /// In the receiver alone.
    Alone(Single),
}

/// How much of the clauses that a place ends in belongs to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// What the place has of them.
    None,
    /// All of the last one: the first stands behind the words that say whose it is.
    Last,
    /// All of both.
    Both,
}

/// A single place that is looked for.
#[derive(Clone, Copy)]
struct Single {
    form: Form,
    place: FormSpan,
    /// How much of the clauses that it ends in belongs to it.
    reach: Reach,
}

/// Where the ends of a link are.
enum At {
    Joint(Form, Form, JointTold),
    Alone(Form, Span),
}

/// What is told of the rows, the links and the single places of some families.
struct Told {
    rows: Vec<Option<RowTold>>,
    joints: Vec<Option<JointTold>>,
    places: Vec<Option<Span>>,
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
            let (from, stretch) = (link.from?, joint.as_ref()?.stretch()?);
            (from != family.holder && link.to != family.holder).then_some(Row {
                family: number,
                kind: family.kind,
                a: of_body(link.to),
                b: of_body(from),
                stretch,
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
        let rows: Vec<Row<'_>> = batch.iter().flat_map(|of_family| self.rows(of_family)).collect();
        let firsts = batch.iter().filter_map(|of_family| {
            let (kind, form, place) = self.first(of_family.family)?;
            Some((of_family.family, kind, form, place))
        });
        let firsts: Vec<(u32, PassageKind, Form, FormSpan)> = firsts.collect();
        let ends = batch.iter().flat_map(|of_family| {
            let links = of_family.links.iter();
            links.map(|(link, joint)| self.ends(of_family.family, link, joint.as_ref()))
        });
        let ends: Vec<Option<Ends<'_>>> = ends.collect();
        let mut joints = Vec::new();
        let mut places: Vec<Single> = firsts
            .iter()
            .map(|&(_, _, form, place)| Single {
                form,
                place,
                reach: Reach::None,
            })
            .collect();
        for ends in ends.iter().flatten() {
            match *ends {
                Ends::Joint(joint) => joints.push(joint),
                Ends::Alone(single) => places.push(single),
            }
        }
        let told = self.tell(&rows, &joints, &places)?;
        for (row, told) in rows.iter().zip(told.rows) {
            if let Some(RowTold {
                a,
                b,
                identity,
                edits,
            }) = told
            {
                placed.passages.push(Passage {
                    family: row.family,
                    kind: row.kind,
                    a: side(row.a, a),
                    b: side(row.b, b),
                    identity,
                    edits,
                });
            }
        }
        let (mut joints, mut places) = (told.joints.into_iter(), told.places.into_iter());
        for (&(family, kind, form, _), span) in firsts.iter().zip(places.by_ref()) {
            if let Some(span) = span {
                let first = side(form, span);
                placed.families.push((family, Family { kind, first }));
                let quotes = self.quotes.members(family);
                placed
                    .quote_families
                    .extend(quotes.map(|quote| (quote.article, quote.index, family)));
            }
        }
        let at = |ends: Option<Ends<'_>>| match ends? {
            Ends::Joint(Joined { to, from, .. }) => Some(At::Joint(to, from, joints.next().flatten()?)),
            Ends::Alone(Single { form, .. }) => Some(At::Alone(form, places.next().flatten()?)),
        };
        let at: Vec<Option<At>> = ends.into_iter().map(at).collect();
        drop(rows);
        let links = batch.into_iter().flat_map(|of_family| {
            let family = of_family.family;
            of_family.links.into_iter().map(move |link| (family, link))
        });
        for ((family, (link, joint)), at) in links.zip(at) {
            placed
                .links
                .extend(at.and_then(|at| self.link_row(family, link, joint.as_ref(), at)));
        }
        Ok(())
    }

    /// Tells where all of these are: by the answers of the last scan, and what these do not tell from the records.
    fn tell(&self, rows: &[Row<'_>], joints: &[Joined<'_>], singles: &[Single]) -> Result<Told> {
        let &Self { known, answers, .. } = &self;
        let asked_rows: Vec<_> = rows
            .par_iter()
            .map(|row| known.ask_row(row, self.is_moved(row), answers))
            .collect();
        let asked_joints: Vec<_> = joints
            .par_iter()
            .map(|joint| known.ask_joint(joint, answers))
            .collect();
        let asked_singles: Vec<_> = singles
            .par_iter()
            .map(|&Single { form, place, reach }| match reach {
                Reach::None => known.ask_place(form, place, answers),
                Reach::Last | Reach::Both => known.ask_clauses(form, place, reach == Reach::Both, answers),
            })
            .collect();
        let bodies = self.intake.bodies.as_slice();
        let open_rows: Vec<&Row<'_>> = open(rows, &asked_rows).collect();
        let framed: Vec<Vec<Framed>> = open_rows
            .par_iter()
            .map(|row| row.framed_gaps(|form| form_bytes(form, bodies, self.forms, self.reuse)))
            .collect();
        let mut places = Places::default();
        for (row, framed) in open_rows.iter().zip(&framed) {
            row.want(framed, self.is_moved(row), &mut places);
        }
        for joint in open(joints, &asked_joints) {
            places.want(joint.to, joint.stretch.x);
            places.want(joint.from, joint.stretch.y);
        }
        for &Single { form, place, .. } in open(singles, &asked_singles) {
            places.want(form, place);
        }
        places.resolve(bodies, self.scan)?;
        let marks = changed_marks(&open_rows, &places, bodies, self.scan)?;
        let worked_out: Vec<Option<RowTold>> = open_rows
            .par_iter()
            .zip(framed)
            .zip(marks)
            .map(|((row, framed), marks)| row.told(&framed, marks, self.is_moved(row), &places))
            .collect();
        let mut worked_out = worked_out.into_iter();
        let row = |asked| answers.or_give(asked, || Ok(worked_out.next().flatten()));
        let joint = |(joint, asked): (&Joined<'_>, _)| answers.or_give(asked, || Ok(joint.told(&places)));
        let single = |(&Single { form, place, reach }, asked): (&Single, _)| {
            let span = || match reach {
                Reach::None => places.side(form, place).map(|side| side.span),
                // Nobody has the name of a document, the words of a law or the lines of a site from a source that he names for his text.
                Reach::Last | Reach::Both if places.is_nobodys(form, place) => None,
                Reach::Last | Reach::Both => places.clauses(form, place, reach == Reach::Both),
            };
            answers.or_give(asked, || Ok(span()))
        };
        Ok(Told {
            rows: asked_rows.into_iter().map(row).collect::<Result<_>>()?,
            joints: joints
                .iter()
                .zip(asked_joints)
                .map(joint)
                .collect::<Result<_>>()?,
            places: singles
                .iter()
                .zip(asked_singles)
                .map(single)
                .collect::<Result<_>>()?,
        })
    }

    /// Where the ends of a link have to be looked for.
    fn ends<'l>(&self, family: u32, link: &Directed, joint: Option<&'l Joint>) -> Option<Ends<'l>> {
        let reuse = self.reuse;
        let (to, from) = self.quotes.ends(link, family);
        if let (Some(stretch), Some(from)) = (joint.and_then(Joint::stretch), from) {
            return Some(Ends::Joint(Joined { to, from, stretch }));
        }
        if let Some(&Joint::Whole(place)) = joint {
            return Some(Ends::Alone(Single {
                form: to,
                place,
                reach: Reach::Both,
            }));
        }
        // A ghost: the passage as the root carries it.
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
        Some(Ends::Alone(Single {
            form: to,
            place,
            reach: Reach::Last,
        }))
    }

    /// A link with its places; none where they were not found, and where what both have is no text that one has from the other: lines of a site, the name of
    /// a thing.
    fn link_row(&self, family: u32, mut link: Directed, joint: Option<&Joint>, ends: At) -> Option<Link> {
        let &Self {
            intake,
            reuse,
            parameters,
            ..
        } = self;
        let kind = reuse
            .families
            .get(family as usize)
            .map_or(PassageKind::Quote, |family| family.kind);
        let (to, from) = match ends {
            At::Joint(to, from, told) => {
                // Nor has anybody the name of a thing from another who calls it so, or the words of a law from another who cites it.
                let named = (kind == PassageKind::Quote && (told.thing || told.law) || told.law_of_both)
                    && link.direction == Direction::Unresolved;
                if link.direction == Direction::Unresolved && told.foot || named {
                    return None;
                }
                if kind == PassageKind::Body && !told.sentence {
                    lineage::of_a_fragment(&mut link, parameters);
                    // Many write the name of a law or a notice, and none has it from the other; nor a part of a sentence that each has in
                    // its own wording, as two have who tell one fact with its names and dates.
                    let reworded = joint.and_then(Joint::stretch).is_some_and(is_reworded);
                    let nothing = reworded && lineage::says_no_more(link.direction, &link.evidence);
                    if link.direction == Direction::Unresolved && told.name || nothing {
                        return None;
                    }
                }
                (side(to, told.to), Some(side(from, told.from)))
            }
            At::Alone(to, mut span) => {
                if let Some(governed) = link.governed {
                    span = span.common(governed)?;
                }
                (side(to, span), None)
            }
        };
        let party = |rank: u32| intake.bodies.get(rank as usize).map(|body| &body.party);
        let embedded = party(link.to).is_some_and(|party| party.embedded);
        let source = link.ghost.or_else(|| party(link.from?)?.publisher);
        let same_cluster =
            |article: u32| reuse.centre_of.get(article as usize) == reuse.centre_of.get(link.to as usize);
        let same_report = link.from.is_some_and(same_cluster);
        let stretch = joint.and_then(Joint::stretch);
        let speaks = |side: Side| party(side.article).is_some_and(|party| party.marks_all_of(side.span));
        let between = relations::Between {
            embedded,
            same_report,
            of_two_houses: link
                .from
                .and_then(party)
                .zip(party(link.to))
                .and_then(|(from, to)| from.own_name.zip(to.own_name))
                .is_some_and(|(from, to)| from.name != to.name),
            quoted: speaks(to) && from.is_some_and(speaks),
        };
        let relation = relations::relation(kind, &link, stretch, between);
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

/// Bytes up to which a part of a sentence holds hardly more than the names and dates of a fact: 50 Han characters.
const A_FACT: u32 = 150;

/// True when what two articles share is so short, and a tenth of it differs.
fn is_reworded(stretch: &Stretch) -> bool {
    let longer = stretch.x.len().max(stretch.y.len());
    longer <= A_FACT && 10 * stretch.matched <= 9 * longer
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
        relations::drop_repeated(&mut self.links, &self.quote_families);
        self.links.sort_by_key(|link| (link.family, link.to, link.from));
        Placed {
            families: self.families.into_iter().map(|(_, family)| family).collect(),
            passages: self.passages,
            quote_families: self.quote_families,
            links: self.links,
        }
    }
}
