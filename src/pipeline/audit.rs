//! What was found between articles -> findings: gathers for each article what bears on it, reads the records that the rules
//! look into, and has the audit judge.

mod declared;
mod elsewhere;
mod matter;
mod pairs;
mod records;
mod wordings;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use declared::Declared;
use matter::{Matter, Outlet, sides};
use rayon::prelude::*;
use records::{Held, Shelf, revised};
use wordings::Wordings;

use super::answers::{Answers, Question};
use super::body::Body;
use super::edits::folded;
use super::intake::Intake;
use super::parties::are_one_house;
use super::places::Placed;
use crate::audit::{self, Case, Elsewhere, Named, Page, Pair};
use crate::document::{Direction, Finding, Link, PassageKind, Span};
use crate::error::Result;
use crate::events::{Progress, Step};
use crate::ledger;

/// Seconds between two articles up to which they can be about one matter: a week.
const MATTER: i64 = 7 * 86_400;
/// Articles of a named outlet whose titles are compared, of those that lie next in time.
const TITLES: usize = 400;
/// Articles of a named outlet whose records are read because their titles look alike.
const READ: usize = 4;
/// Links that are followed to the article that a text goes back to.
const FARTHEST: usize = 32;
/// Cases that are judged with one set of records read.
const PORTION: usize = 64;

/// Judges every article on which links, credits or an older text bear.
///
/// # Errors
/// When a record cannot be read back.
pub fn findings(
    intake: &Intake,
    placed: &Placed,
    scan: &ledger::Scan,
    answers: &Answers<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Finding>> {
    let surroundings = Surroundings::new(intake, placed);
    let revised = revised(intake, &intake.versions);
    let wanted: Vec<u32> = (0..intake.bodies.len() as u32)
        .filter(|&rank| surroundings.bears_on(rank) || revised.contains_key(&rank))
        .collect();
    progress.begin(Step::Audit, Some(wanted.len() as u64));
    let found: Vec<Vec<Finding>> = wanted
        .par_chunks(PORTION)
        .map(|ranks| {
            let mut shelf = Shelf::new(scan, &intake.bodies);
            let mut found = Vec::new();
            for &rank in ranks {
                found.extend(surroundings.judge(rank, &mut shelf, answers)?);
                if let Some(&earlier) = revised.get(&rank) {
                    found.extend(shelf.revision(rank, earlier)?);
                }
                progress.advance(Step::Audit, 1);
            }
            Ok(found)
        })
        .collect::<Result<_>>()?;
    let mut all: Vec<Finding> = found.into_iter().flatten().collect();
    for (rank, body) in (0..).zip(&intake.bodies) {
        all.extend(body.findings.iter().cloned().map(|mut finding| {
            finding.at.article = rank;
            if let Some(other) = &mut finding.other {
                other.article = rank;
            }
            finding
        }));
    }
    audit::settle(&mut all);
    Ok(all)
}

/// Where a family stands in one article.
#[derive(Clone, Copy, Debug)]
struct Stand {
    family: u32,
    span: Span,
}

/// A ring of outlets, from the article's own on, and an article of the next.
#[derive(Clone, Debug)]
struct Ring {
    outlets: Vec<u32>,
    next: u32,
}

/// Something that an article shares with another one: the other, what it is, and where it stands in the article.
type Share = (u32, PassageKind, Span);

/// What was found, by article.
struct Surroundings<'a> {
    intake: &'a Intake,
    placed: &'a Placed,
    /// Links from held articles into each article.
    into: BTreeMap<u32, Vec<&'a Link>>,
    /// Families of each article.
    stands: BTreeMap<u32, Vec<Stand>>,
    /// Carriers of a family by their publisher, by rank.
    of_publisher: HashMap<(u32, u32), Vec<u32>>,
    /// Carriers of a family that speak in a name, or for a house that has it, though they are not known to stand on its page.
    of_voice: HashMap<(u32, u32), Vec<u32>>,
    /// Passages of each article, by their places in the list of all.
    of_article: HashMap<u32, Vec<u32>>,
    /// What an article shares with those of an outlet, by (article, outlet): the other article, what it is, and where it stands
    /// in the article.
    shares: HashMap<(u32, u32), Vec<Share>>,
    /// Articles of each outlet, by rank.
    of_outlet: HashMap<u32, Vec<u32>>,
    /// The source of each article by its weightiest settled link.
    source: HashMap<u32, u32>,
    rings: BTreeMap<u32, Ring>,
    wordings: Wordings<'a>,
    declared: Declared,
}

impl<'a> Surroundings<'a> {
    fn new(intake: &'a Intake, placed: &'a Placed) -> Self {
        let publisher = |rank: u32| intake.bodies.get(rank as usize)?.party.publisher;
        let mut into: BTreeMap<u32, Vec<&Link>> = BTreeMap::new();
        let mut weightiest: HashMap<u32, (usize, u32)> = HashMap::new();
        for link in &placed.links {
            let Some(from) = link.from else { continue };
            into.entry(link.to.article).or_default().push(link);
            let family = placed.families.get(link.family as usize);
            let of_text = family.is_some_and(|family| family.kind == PassageKind::Body);
            if link.direction == Direction::Resolved && of_text {
                let weight = (link.to.span.len(), u32::MAX - from.article);
                let heaviest = weightiest.entry(link.to.article).or_insert(weight);
                *heaviest = (*heaviest).max(weight);
            }
        }
        let source = weightiest
            .into_iter()
            .map(|(article, (_, from))| (article, u32::MAX - from))
            .collect();
        let mut stands: BTreeMap<u32, Vec<Stand>> = BTreeMap::new();
        let mut of_publisher: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
        let mut of_voice: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
        let mut stand = |family: u32, article: u32, span: Span| {
            stands.entry(article).or_default().push(Stand { family, span });
            if let Some(publisher) = publisher(article) {
                of_publisher.entry((family, publisher)).or_default().push(article);
            }
            let party = intake.bodies.get(article as usize).map(|body| &body.party);
            let house = party.map_or(&[][..], |party| party.of_house.as_slice());
            // 每日江州网讯（江州晨报记者 何明）: a house of which reporters, or rights, left traces where nobody knows on whose page they stand.
            let unknown = party.filter(|party| party.publisher.is_none()).into_iter();
            let voices = unknown.flat_map(|party| party.own_name.iter().chain(&party.residues));
            for name in voices.map(|voice| voice.name).chain(house.iter().copied()) {
                of_voice.entry((family, name)).or_default().push(article);
            }
        };
        for (family, first) in (0..).zip(&placed.families) {
            stand(family, first.first.article, first.first.span);
        }
        for passage in &placed.passages {
            stand(passage.family, passage.a.article, passage.a.span);
        }
        let mut shares: HashMap<(u32, u32), Vec<Share>> = HashMap::new();
        let mut of_article: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, passage) in (0..).zip(&placed.passages) {
            for side in [passage.a, passage.b] {
                of_article.entry(side.article).or_default().push(number);
            }
            for (own, other) in [(passage.a, passage.b), (passage.b, passage.a)] {
                if matches!(passage.kind, PassageKind::Body | PassageKind::Quote)
                    && let Some(outlet) = publisher(other.article)
                {
                    let with = shares.entry((own.article, outlet)).or_default();
                    with.push((other.article, passage.kind, own.span));
                }
            }
        }
        for carriers in of_publisher.values_mut() {
            carriers.sort_unstable();
            carriers.dedup();
        }
        let mut of_outlet: HashMap<u32, Vec<u32>> = HashMap::new();
        for rank in 0..intake.bodies.len() as u32 {
            if let Some(publisher) = publisher(rank) {
                of_outlet.entry(publisher).or_default().push(rank);
            }
        }
        let mut surroundings = Self {
            intake,
            placed,
            into,
            stands,
            of_publisher,
            of_voice,
            of_article,
            shares,
            of_outlet,
            source,
            rings: BTreeMap::new(),
            wordings: Wordings::new(&placed.families, &placed.passages),
            declared: Declared::new(intake),
        };
        surroundings.rings = surroundings.find_rings();
        surroundings
    }

    fn body(&self, rank: u32) -> Option<&'a Body> {
        self.intake.bodies.get(rank as usize)
    }

    fn publisher(&self, rank: u32) -> Option<u32> {
        self.body(rank)?.party.publisher
    }

    /// The outlets that an article names, without its own.
    fn named(&self, rank: u32) -> BTreeSet<u32> {
        let Some(body) = self.body(rank) else {
            return BTreeSet::new();
        };
        let names = body.party.credits.iter().map(|credit| credit.name);
        names.filter(|name| Some(*name) != body.party.publisher).collect()
    }

    /// True when an article declares the outlet as its source.
    fn declares(&self, rank: u32, name: u32) -> bool {
        let credits = self.body(rank).map_or(&[][..], |body| &body.party.credits);
        credits
            .iter()
            .any(|credit| credit.name == name && credit.is_declaration())
    }

    fn bears_on(&self, rank: u32) -> bool {
        self.into.contains_key(&rank) || !self.named(rank).is_empty()
    }

    /// For each article that stands in a ring of names the ring.
    fn find_rings(&self) -> BTreeMap<u32, Ring> {
        let mut carriers: BTreeMap<u32, Vec<(u32, Span)>> = BTreeMap::new();
        for (&article, stands) in &self.stands {
            for stand in stands {
                let kind = self
                    .placed
                    .families
                    .get(stand.family as usize)
                    .map(|family| family.kind);
                if kind == Some(PassageKind::Body) {
                    carriers
                        .entry(stand.family)
                        .or_default()
                        .push((article, stand.span));
                }
            }
        }
        let mut found = BTreeMap::new();
        for (family, carriers) in carriers {
            let mut names: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
            // Who names whom for this passage: (outlet, named outlet) -> the first article that does.
            let mut by: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            for &(article, span) in &carriers {
                let Some((body, publisher)) = self.body(article).zip(self.publisher(article)) else {
                    continue;
                };
                for credit in &body.party.credits {
                    let held = self.of_publisher.contains_key(&(family, credit.name));
                    if credit.name != publisher && held && credit.governs(Some(span)) {
                        names.entry(publisher).or_default().insert(credit.name);
                        by.entry((publisher, credit.name)).or_insert(article);
                    }
                }
            }
            if names.len() < 2 {
                continue;
            }
            for (outlet, ring) in audit::rings(&names) {
                let (Some(&named), after) = (ring.get(1), ring.get(2).copied().unwrap_or(outlet)) else {
                    continue;
                };
                if let (Some(&article), Some(&next)) = (by.get(&(outlet, named)), by.get(&(named, after))) {
                    found.entry(article).or_insert(Ring { outlets: ring, next });
                }
            }
        }
        found
    }

    /// The article that the text of `rank` goes back to by settled links.
    fn root(&self, rank: u32) -> u32 {
        let mut at = rank;
        for _ in 0..FARTHEST {
            match self.source.get(&at) {
                Some(&source) if source != rank => at = source,
                _ => break,
            }
        }
        at
    }

    fn judge(&self, rank: u32, shelf: &mut Shelf<'_>, answers: &Answers<'_>) -> Result<Vec<Finding>> {
        let links = self.into.get(&rank).map_or(&[][..], Vec::as_slice);
        let sources: BTreeSet<u32> = links.iter().filter_map(|link| Some(link.from?.article)).collect();
        let mut outlets: Vec<Outlet> = self
            .named(rank)
            .into_iter()
            .map(|name| self.outlet(rank, name))
            .collect();
        let mut reports: BTreeMap<u32, u32> = BTreeMap::new();
        for outlet in &mut outlets {
            let report = match outlet.carrier {
                Some(carrier) => Some(carrier),
                None => self.report(rank, outlet.name, &sources, shelf)?,
            };
            match report {
                Some(report) => {
                    reports.insert(outlet.name, report);
                }
                None if outlet.in_its_name => continue,
                None => outlet.elsewhere = self.elsewhere(rank, outlet.name),
            }
            // What a page declares stands to be checked, whoever else tells the same.
            if outlet.carrier.is_none() && !self.declares(rank, outlet.name) {
                outlet.told = self.told(rank, outlet.name);
            }
        }
        let roots = outlets
            .iter()
            .map(|outlet| reports.get(&outlet.name).map(|article| self.root(*article)));
        let edited = self.edited(links);
        let matter = Matter {
            rank,
            pairs: self.pairs(links, &edited),
            roots: roots.collect(),
            first: Some(self.root(rank)).filter(|first| *first != rank),
            ring: self.rings.get(&rank),
            outlets,
            reports,
        };
        // Articles by their places in the order of time: that is all that rules ask of ranks.
        let ranks: Vec<u32> = matter.ranks().into_iter().collect();
        let place = |rank: u32| ranks.binary_search(&rank).map_or(u32::MAX, |place| place as u32);
        let findings = answers.of(Question::Audit, &matter.asked(self.intake, &place), || {
            let mut findings = self.judged(&matter, shelf)?;
            for side in findings.iter_mut().flat_map(sides) {
                side.article = place(side.article);
            }
            Ok(findings)
        });
        let mut findings: Vec<Finding> = findings?;
        for side in findings.iter_mut().flat_map(sides) {
            side.article = ranks.get(side.article as usize).copied().unwrap_or(u32::MAX);
        }
        Ok(findings)
    }

    /// Has the audit judge; reads the records that it looks into.
    fn judged(&self, matter: &Matter<'_>, shelf: &mut Shelf<'_>) -> Result<Vec<Finding>> {
        let Some(own) = shelf.article(matter.rank)? else {
            return Ok(Vec::new());
        };
        let mut others: BTreeMap<u32, Held> = BTreeMap::new();
        let of_pairs = matter.pairs.keys().copied();
        let of_ring = matter.ring.map(|ring| ring.next);
        let elsewhere = matter.outlets.iter().flat_map(|outlet| &outlet.elsewhere);
        let told = matter.outlets.iter().flat_map(|outlet| &outlet.told).copied();
        let others_named = matter
            .reports
            .values()
            .copied()
            .chain(matter.first)
            .chain(elsewhere.map(|(other, _)| *other))
            .chain(told);
        for article in of_pairs.chain(others_named).chain(of_ring) {
            if let std::collections::btree_map::Entry::Vacant(entry) = others.entry(article)
                && let Some(held) = shelf.article(article)?
            {
                entry.insert(held);
            }
        }
        let Some(page) = own.page() else {
            return Ok(Vec::new());
        };
        let other = |article: u32| others.get(&article).and_then(Held::page);
        let named: Vec<Named<'_>> = matter
            .outlets
            .iter()
            .map(|outlet| Named {
                outlet: self.intake.names.name(outlet.name),
                carrier: outlet.carrier.and_then(other),
                report: matter.reports.get(&outlet.name).copied().and_then(other),
                shared: outlet.shared.clone(),
                in_its_name: outlet.in_its_name,
                of_one_house: are_one_house(self.intake.names.name(outlet.name), page.publisher()),
                elsewhere: outlet
                    .elsewhere
                    .iter()
                    .filter_map(|&(article, from_there)| {
                        other(article).map(|page| Elsewhere { page, from_there })
                    })
                    .collect(),
                told: outlet.told.iter().copied().filter_map(other).collect(),
            })
            .collect();
        let title = |page: Page<'_>| Some(folded(page.article.title.as_deref()?).into_owned());
        let pairs = matter.pairs.iter().filter_map(|(from, pair)| {
            let from = other(*from)?;
            Some(Pair {
                from,
                links: pair.links.clone(),
                shared: pair.shared.clone(),
                titles: title(page).zip(title(from)).map(|(ours, theirs)| [ours, theirs]),
                of_one_house: are_one_house(page.publisher(), from.publisher()),
            })
        });
        let case = Case {
            page,
            pairs: pairs.collect(),
            named,
            roots: matter.roots.clone(),
            first: matter.first.and_then(other),
            ring: matter.ring.and_then(|ring| {
                let names = ring.outlets.iter().map(|outlet| self.intake.names.name(*outlet));
                Some((names.collect(), other(ring.next)?))
            }),
        };
        Ok(audit::findings(&case))
    }

    /// What the corpus holds of an outlet that an article names.
    fn outlet(&self, rank: u32, name: u32) -> Outlet {
        let mut carrier: Option<u32> = None;
        let mut shared = Vec::new();
        let mut hold = |article: u32, kind: PassageKind, span: Span| {
            if article != rank {
                carrier = Some(carrier.map_or(article, |earlier| earlier.min(article)));
                shared.push((kind, span));
            }
        };
        for stand in self.stands.get(&rank).into_iter().flatten() {
            let kind = self
                .placed
                .families
                .get(stand.family as usize)
                .map(|family| family.kind);
            let Some(kind @ (PassageKind::Body | PassageKind::Quote)) = kind else {
                continue;
            };
            let carriers = self.of_publisher.get(&(stand.family, name));
            let first = carriers.and_then(|carriers| carriers.iter().find(|carrier| **carrier != rank));
            if let Some(&first) = first {
                hold(first, kind, stand.span);
            }
        }
        for &(article, kind, span) in self.shares.get(&(rank, name)).into_iter().flatten() {
            hold(article, kind, span);
        }
        let stands = self.stands.get(&rank).into_iter().flatten();
        let in_its_name = stands
            .filter_map(|stand| self.of_voice.get(&(stand.family, name)))
            .any(|carriers| carriers.iter().any(|carrier| *carrier != rank));
        Outlet {
            name,
            carrier,
            shared,
            in_its_name,
            elsewhere: Vec::new(),
            told: Vec::new(),
        }
    }

    /// An article of the outlet `name` on the matter of `rank`: it shares text with what `rank` was carried from, its title is
    /// alike, or it names the same people and bodies.
    fn report(
        &self,
        rank: u32,
        name: u32,
        sources: &BTreeSet<u32>,
        shelf: &mut Shelf<'_>,
    ) -> Result<Option<u32>> {
        let beside = sources
            .iter()
            .filter_map(|source| self.shares.get(&(*source, name)))
            .flatten();
        if let Some((article, ..)) = beside.min_by_key(|(article, ..)| *article) {
            return Ok(Some(*article));
        }
        let Some(body) = self.body(rank) else {
            return Ok(None);
        };
        let ranks = self.of_outlet.get(&name).map_or(&[][..], Vec::as_slice);
        let near = ranks.partition_point(|&other| other < rank);
        let first = near.saturating_sub(TITLES / 2);
        let others = ranks.iter().skip(first).take(TITLES).copied();
        let others: Vec<u32> = others
            .filter(|&other| other != rank && self.is_near_in_time(body, other))
            .collect();
        if let Some(other) = others.iter().find(|&&other| self.names_the_same(body, other)) {
            return Ok(Some(*other));
        }
        let Some(own) = shelf.article(rank)? else {
            return Ok(None);
        };
        let one_name = |other: u32| self.names_in_common(body, other) == 1;
        for other in others.iter().copied().filter(|&other| one_name(other)).take(READ) {
            let mentioned = shelf.article(other)?.and_then(|other| {
                let (own, other) = own.page().zip(other.page())?;
                Some(audit::mentions_its_speakers(own, other))
            });
            if mentioned == Some(true) {
                return Ok(Some(other));
            }
        }
        let alike = others.into_iter().filter(|&other| {
            self.body(other)
                .is_some_and(|other| audit::marks_are_alike(body.title_marks, other.title_marks))
        });
        let alike: Vec<u32> = alike.take(READ).collect();
        if alike.is_empty() {
            return Ok(None);
        }
        let title = |held: &Held| held.page().and_then(|page| page.article.title.clone());
        let Some(own) = title(&own) else {
            return Ok(None);
        };
        for other in alike {
            let theirs = shelf.article(other)?.as_ref().and_then(title);
            if theirs.is_some_and(|theirs| audit::titles_are_alike(&own, &theirs)) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    fn is_near_in_time(&self, body: &Body, other: u32) -> bool {
        match (
            body.party.stamp,
            self.body(other).and_then(|other| other.party.stamp),
        ) {
            (Some(one), Some(other)) => (one.seconds - other.seconds).abs() <= MATTER,
            _ => true,
        }
    }

    /// True when two articles name two or more people and bodies in common, and a third of those of the one that names fewer.
    fn names_the_same(&self, body: &Body, other: u32) -> bool {
        let common = self.names_in_common(body, other);
        let others = self.body(other).map_or(0, |other| other.names.len());
        common >= 2 && 3 * common >= body.names.len().min(others)
    }

    /// How many people and bodies speak in both articles.
    fn names_in_common(&self, body: &Body, other: u32) -> usize {
        let others = self.body(other).map_or(&[][..], |other| other.names.as_slice());
        let common = body
            .names
            .iter()
            .filter(|name| others.binary_search(name).is_ok());
        common.count()
    }
}
