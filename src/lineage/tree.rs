//! Carriers of one family -> who carried it from whom: the best forest of weighed pairs, rings and common sources apart.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::arborescence::{Weighed, best_forest};
use super::common::{common_source, independent, told_by_both};
use super::confidence;
use super::credits::{credits_other, has_from_another, reported_before};
use super::evidence::{Setting, heard_there, is_of_a_third, own_name, takes_up, weigh};
use super::ghosts::{CommonSources, is_from_absent, named, of_speaker};
use super::heard::{Hands, of_earlier_report, reports, tells_little};
use super::party::{Attribution, Credit, Party};
use super::rings::closed_rings;
use super::speakers::{Carrier, fuller_of_both, says_who};
use super::versions::{Pair, Versions, shape};
use crate::config::LineageParameters;
use crate::document::{Direction, Evidence, EvidenceKind, Precision, Span};

/// A link of a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Directed {
    /// Rank of the article it came from; `None` for a ghost.
    pub from: Option<u32>,
    /// Number of the name of the ghost.
    pub ghost: Option<u32>,
    /// Rank of the article that carries it.
    pub to: u32,
    /// The text of the passage that the ghost is named for, where that is not all of it.
    pub governed: Option<Span>,
    /// True for a ghost that others have the passage from as well, each in a way of its own.
    pub common_source: bool,
    /// True between two versions of one report.
    pub of_reports: bool,
    /// Whether the evidence decides.
    pub direction: Direction,
    /// 0 to 1.
    pub confidence: f32,
    /// What was weighed; never empty.
    pub evidence: Vec<Evidence>,
}

/// A weighed pair in one direction.
struct Edge {
    from: u32,
    to: u32,
    resolved: bool,
    /// False for one that is kept for the sake of rings only: the other direction is the likelier one.
    stands: bool,
    /// What was compared, `a` being the one that it leads from.
    pair: Pair,
    evidence: Vec<Evidence>,
}

/// One direction of a pair, weighed.
struct Way {
    pair: Pair,
    evidence: Vec<Evidence>,
    /// How much evidence decides.
    enough: f32,
    /// True when the receiver has the passage from another outlet, or from somebody whom the other does not give as its source, as it says.
    from_elsewhere: bool,
}

impl Way {
    fn decides(&self) -> bool {
        !self.from_elsewhere && confidence::signs(&self.evidence) >= self.enough
    }
}

impl Edge {
    /// What taking the edge is worth. An open one says no more than that both hold the passage.
    fn gain(&self) -> f32 {
        let all = || self.evidence.iter();
        if self.resolved {
            return all().map(|item| item.log_odds).sum();
        }
        let likeness = all().filter(|item| item.kind == EvidenceKind::Text);
        likeness.map(|item| item.log_odds).sum::<f32>() + for_the_way(&self.evidence)
    }

    fn link(mut self, resolved: bool) -> Directed {
        if self.evidence.is_empty() {
            let note = "both carry the passage; nothing tells who had it first".to_owned();
            self.evidence.push(Evidence {
                kind: EvidenceKind::Text,
                log_odds: 0.0,
                span: None,
                note,
            });
        }
        let direction = if resolved {
            Direction::Resolved
        } else {
            Direction::Unresolved
        };
        let of_reports = self.pair.is_of_reports();
        Directed {
            from: Some(self.from),
            ghost: None,
            to: self.to,
            governed: None,
            common_source: false,
            of_reports,
            direction,
            confidence: confidence::of_link(&self.evidence, direction, of_reports),
            evidence: self.evidence,
        }
    }
}

/// True when nothing but stamps and the likeness of the texts speaks for a direction.
fn tells_of_time_alone(evidence: &[Evidence]) -> bool {
    evidence.iter().all(|item| {
        item.log_odds <= 0.0
            || matches!(
                item.kind,
                EvidenceKind::Time | EvidenceKind::Text | EvidenceKind::Containment
            )
    })
}

/// True for a sign that only says that the one cannot have it from the other: that a page names somebody else does not make it the source.
pub fn refuses(item: &Evidence) -> bool {
    let credit = matches!(
        item.kind,
        EvidenceKind::InText | EvidenceKind::SourceLine | EvidenceKind::Meta | EvidenceKind::EmbeddedHeader
    );
    credit && item.log_odds < 0.0
}

/// The signs for a direction, without those that only refuse it.
fn for_the_way(evidence: &[Evidence]) -> f32 {
    let told = evidence
        .iter()
        .filter(|item| item.kind != EvidenceKind::Text && !refuses(item));
    told.map(|item| item.log_odds).sum()
}

/// Seconds from which on one page was there before the other, whatever was done to either.
const HOUR: i64 = 3_600;

/// A family with what is known of its carriers.
struct Family<'a, 'n> {
    /// Tells of a name whether the corpus holds no article of it.
    absent: &'a dyn Fn(u32) -> bool,
    places: BTreeMap<u32, Option<Span>>,
    party: &'a dyn Fn(u32) -> &'n Party,
    setting: Setting<'a, 'n>,
    versions: Versions,
    /// Who holds the passage.
    hands: Hands,
}

/// Directs the links of one family. `carriers` are ranks with the place of the passage in their records, sorted;
/// `pairs` hold every two carriers that were compared; `party` and `name` look up what is known,
/// `absent` tells of a name whether the corpus holds no article of it.
pub fn direct<'n>(
    carriers: &[(u32, Option<Span>)],
    pairs: &[Pair],
    party: &dyn Fn(u32) -> &'n Party,
    name: &dyn Fn(u32) -> &'n str,
    absent: &dyn Fn(u32) -> bool,
    parameters: &LineageParameters,
) -> Vec<Directed> {
    let family = Family {
        absent,
        places: carriers.iter().copied().collect(),
        party,
        setting: Setting {
            name,
            parameters,
            declared_by: declared_by(carriers, party),
        },
        versions: Versions::new(pairs),
        hands: Hands {
            reports: reports(carriers.iter().map(|&(carrier, _)| carrier), pairs),
            known: carriers
                .iter()
                .filter_map(|&(carrier, _)| party(carrier).known_as())
                .collect(),
        },
    };
    let mut common = CommonSources::default();
    let mut open: Vec<&Pair> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let (a, b) = (family.carrier(pair.a), family.carrier(pair.b));
        match common_source(a, b, pair, name) {
            Some((of_a, of_b)) => common.put((pair.a, of_a), (pair.b, of_b)),
            None => open.push(pair),
        }
    }
    let ring = closed_rings(&family.declared(&open));
    let edges: Vec<Edge> = open.iter().flat_map(|pair| family.edges(pair)).collect();
    let (of_rings, edges): (Vec<Edge>, Vec<Edge>) =
        edges.into_iter().partition(|edge| ring.contains(&edge.to));
    let mut sources: BTreeSet<u32> = BTreeSet::new();
    let mut links: Vec<Directed> = Vec::new();
    let mut spoken: Vec<Directed> = Vec::new();
    let mut told_of: BTreeSet<u32> = BTreeSet::new();
    // A page that was written by a reporter of a house holds its text as well.
    let held: BTreeSet<u32> = carriers
        .iter()
        .flat_map(|&(carrier, _)| {
            let party = party(carrier);
            let signed = party.residues.iter().map(|residue| residue.name);
            party.known_as().into_iter().chain(signed)
        })
        .collect();
    for edge in family.best(edges) {
        if !edge.resolved
            && let Some(found) = family.spoken(&edge)
        {
            // Of several with whom it has the words in common one tells whose they are.
            spoken.extend(found.into_iter().filter(|link| told_of.insert(link.to)));
            continue;
        }
        if !edge.resolved && family.is_from_elsewhere(&edge, &held) {
            continue;
        }
        sources.insert(edge.to);
        let resolved = edge.resolved;
        let of_both = (!resolved).then(|| family.words_of_one(&edge)).flatten();
        let mut link = edge.link(resolved);
        link.evidence.extend(of_both);
        links.push(link);
    }
    let in_ring = |edge: &Edge| ring.contains(&edge.from) && family.credited(edge.from, edge.to);
    links.extend(of_rings.into_iter().filter(in_ring).map(|edge| edge.link(false)));

    let is_root = |carrier: u32| !sources.contains(&carrier);
    let mut ghosts = common.links(is_root, party, name, parameters);
    ghosts.extend(spoken.into_iter().filter(|link| is_root(link.to)));
    for &(carrier, at) in carriers.iter().filter(|&&(carrier, _)| is_root(carrier)) {
        ghosts.extend(named(carrier, party(carrier), at, &held, name, parameters));
    }
    let mut told: BTreeSet<(u32, Option<u32>)> = BTreeSet::new();
    ghosts.retain(|ghost| told.insert((ghost.to, ghost.ghost)));
    links.extend(ghosts);
    links.sort_by_key(|link| (link.to, link.from, link.ghost));
    links
}

/// How many carriers declare each name as their source, divided by how many carriers bear it: of two pages of one outlet
/// either can be meant.
fn declared_by<'n>(carriers: &[(u32, Option<Span>)], party: &dyn Fn(u32) -> &'n Party) -> BTreeMap<u32, f32> {
    let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
    let mut bearers: BTreeMap<u32, f32> = BTreeMap::new();
    for &(carrier, _) in carriers {
        let party = party(carrier);
        let others = party
            .credits
            .iter()
            .filter(|credit| credit.is_declaration() && Some(credit.name) != party.known_as());
        let names: BTreeSet<u32> = others.map(|credit| credit.name).collect();
        for name in names {
            *counts.entry(name).or_default() += 1.0;
        }
        if let Some(name) = party.known_as() {
            *bearers.entry(name).or_default() += 1.0;
        }
    }
    for (name, count) in &mut counts {
        *count /= bearers.get(name).copied().unwrap_or(1.0);
    }
    counts
}

impl<'n> Family<'_, 'n> {
    fn carrier(&self, carrier: u32) -> Carrier<'n> {
        Carrier {
            party: (self.party)(carrier),
            at: self.place(carrier),
        }
    }

    fn place(&self, carrier: u32) -> Option<Span> {
        self.places.get(&carrier).copied().flatten()
    }

    /// True when `to` names `from` for some of the passage.
    fn credited(&self, from: u32, to: u32) -> bool {
        credits_other((self.party)(from), (self.party)(to), self.place(to))
    }

    /// Who is named by whom.
    fn declared(&self, pairs: &[&Pair]) -> Vec<(u32, u32)> {
        pairs
            .iter()
            .flat_map(|pair| [(pair.a, pair.b), (pair.b, pair.a)])
            .filter(|&(from, to)| self.credited(from, to))
            .collect()
    }

    /// The pair in both directions, as far as its signs speak for them. Where they do not decide, the direction that more
    /// speaks for stands as open; of two equal ones that from the carrier of lower rank. A passage that the receiver has from somebody else, as it says,
    /// is not from the other page.
    fn edges(&self, pair: &Pair) -> Vec<Edge> {
        let open = independent(self.carrier(pair.a), self.carrier(pair.b), pair);
        let mut ways = [*pair, pair.turned()].map(|pair| self.way(pair));
        if self.are_known(pair) && !ways.iter().all(|way| way.from_elsewhere) {
            // On pages whose house is known, a credit can be as wrong as a stamp.
            ways.iter_mut().for_each(|way| way.from_elsewhere = false);
        }
        if self.have_one_absent_source(pair) && ways.iter().all(|way| tells_of_time_alone(&way.evidence)) {
            return Vec::new();
        }
        let decided = !open && ways.iter().any(Way::decides);
        let [one, other] = &ways;
        let first = match for_the_way(&one.evidence).total_cmp(&for_the_way(&other.evidence)) {
            Ordering::Equal => pair.a < pair.b,
            order => order == Ordering::Greater,
        };
        let least = -self.setting.parameters.resolved;
        let can_be = |way: &Way| confidence::signs(&way.evidence) > least;
        let in_time = [
            self.stood_before(pair.a, pair.b),
            self.stood_before(pair.b, pair.a),
        ];
        let likelier = if in_time == [false, false] {
            let possible = open || ways.iter().any(can_be);
            [possible && first, possible && !first]
        } else {
            // What nothing decides is not held against the times.
            let [forth, back] = in_time;
            [forth && (open || can_be(one)), back && (open || can_be(other))]
        };
        let mut edges = Vec::with_capacity(2);
        for (way, likelier) in ways.into_iter().zip(likelier) {
            let resolved = decided && way.decides();
            let stands = resolved || !decided && likelier && !way.from_elsewhere;
            // A ring is shown whole, whatever the times say.
            if stands || self.credited(way.pair.a, way.pair.b) {
                edges.push(Edge {
                    from: way.pair.a,
                    to: way.pair.b,
                    resolved,
                    stands,
                    pair: way.pair,
                    evidence: way.evidence,
                });
            }
        }
        edges
    }

    /// One direction of a pair.
    fn way(&self, pair: Pair) -> Way {
        let (evidence, enough) = self.evidence(&pair);
        let of = |carrier: u32| ((self.party)(carrier), self.place(carrier));
        // A page of unknown house can be a copy of what the other names.
        let of_another_house = of(pair.a).0.known_as().is_some() && !self.are_known(&pair);
        let refused = || -> f32 {
            let signs = evidence.iter().filter(|item| refuses(item));
            signs.map(|item| item.log_odds).sum()
        };
        let elsewhere = || {
            has_from_another(of(pair.a), of(pair.b))
                || of_another_house && refused() <= self.setting.parameters.credit_elsewhere
        };
        let from_elsewhere = !pair.is_of_reports() && !self.credited(pair.a, pair.b) && elsewhere();
        Way {
            pair,
            evidence,
            enough,
            from_elsewhere,
        }
    }

    /// True when the pages of both have a publisher.
    fn are_known(&self, pair: &Pair) -> bool {
        [pair.a, pair.b]
            .iter()
            .all(|&carrier| (self.party)(carrier).publisher.is_some())
    }

    /// True when `one` stood there so long before `other` that it has nothing from it, if stamps are right.
    fn stood_before(&self, one: u32, other: u32) -> bool {
        let stamps = (self.party)(one).stamp.zip((self.party)(other).stamp);
        stamps.is_some_and(|(one, other)| {
            let to_the_day = one.precision.min(other.precision) <= Precision::Day;
            other.seconds - one.seconds > HOUR && (!to_the_day || one.day < other.day)
        })
    }

    /// True when both declare one source of which nothing is held: each can have it from there.
    fn have_one_absent_source(&self, pair: &Pair) -> bool {
        let declared = |carrier: u32| (self.party)(carrier).declares_another().map(|credit| credit.name);
        let (one, other) = (declared(pair.a), declared(pair.b));
        one.is_some_and(|name| (self.absent)(name)) && one == other
    }

    /// All that bears on `pair.a` -> `pair.b`, and how much of it decides.
    fn evidence(&self, pair: &Pair) -> (Vec<Evidence>, f32) {
        let (from, to) = ((self.party)(pair.a), (self.party)(pair.b));
        let parameters = self.setting.parameters;
        let (there, here) = (self.place(pair.a), self.place(pair.b));
        let earlier = of_earlier_report((from, there), (to, here), pair, &self.hands);
        let little = match earlier {
            Some(_) => None,
            None => tells_little((from, there), (to, here), pair, &self.hands, parameters),
        };
        let mut evidence = weigh(
            (from, there),
            (to, here),
            little,
            pair.is_of_reports(),
            &self.setting,
        );
        if let Some(house) = earlier {
            let name = (self.setting.name)(house);
            let (kind, span) = match (to.declares_another(), to.own_name) {
                (None, Some(own)) => (EvidenceKind::Dateline, Some(own.span)),
                (declared, _) => (EvidenceKind::SourceLine, declared.and_then(|credit| credit.span)),
            };
            evidence.push(Evidence {
                kind,
                log_odds: parameters.earlier_report,
                span,
                note: format!("a later report of {name}, of which the other is an earlier one"),
            });
        }
        if pair.is_of_reports() {
            evidence.extend(own_name(from, to, pair.is_whole(), &self.setting));
        } else {
            evidence.extend(reported_before(from, to, here, &self.setting));
        }
        evidence.extend(takes_up((from, there), (to, here), parameters));
        evidence.extend(heard_there((from, there), (to, here), &self.setting));
        // What a third gave to many stands in many, so that any of them looks put together from the others.
        // Who speaks in a name of his own gives the title that his own report stood under, and who declares a source the title that it stood under
        // there.
        let of_another = |credit: &Credit| !from.is_of_house(credit.name);
        let own_title = to.known_as().is_some() && to.known_as() != from.known_as()
            || to.declares_another().is_some_and(of_another);
        let tells = |item: &Evidence| match item.kind {
            EvidenceKind::Mosaic => little.is_none(),
            EvidenceKind::SourceLine => !own_title,
            _ => true,
        };
        evidence.extend(shape(pair, parameters).into_iter().filter(tells));
        let above = |third: u32| self.above(third, pair.a) && self.above(third, pair.b);
        let mut inherited = self.versions.inherited(pair, &above, parameters);
        if let Some(item) = inherited
            .as_mut()
            .filter(|_| is_of_a_third((from, there), (to, here)))
        {
            // Every desk shortens what it was given in a way of its own.
            let most = parameters.inherited_of_passage;
            item.log_odds = item.log_odds.clamp(-most, most);
        }
        if let Some(item) = inherited
            .as_mut()
            .filter(|_| !self.are_known(pair) && self.stood_before(pair.b, pair.a))
        {
            // Edits alone do not make a page the source of one that was there before it.
            item.log_odds = item.log_odds.min(parameters.inherited_of_passage);
        }
        // Two that are the same to the letter have the same edits, whatever part of a third each was held against.
        evidence.extend(inherited.filter(|_| pair.distance > 0));
        evidence.extend(self.versions.nearer(pair, parameters));
        let enough = match little {
            Some(_) => parameters.resolved_when_heard,
            None => parameters.resolved,
        };
        (evidence, enough)
    }

    /// True when `third` is known to lie further up than `carrier`: it is named by it, or appeared before it.
    fn above(&self, third: u32, carrier: u32) -> bool {
        if self.credited(third, carrier) {
            return !self.credited(carrier, third);
        }
        let (before, after) = ((self.party)(third).stamp, (self.party)(carrier).stamp);
        let earlier = before.zip(after).is_some_and(|(before, after)| {
            if before.precision.min(after.precision) <= Precision::Day {
                before.day < after.day
            } else {
                before.seconds < after.seconds
            }
        });
        earlier && !self.credited(carrier, third)
    }

    /// True for an open edge to a page that says where it has all of its text from, and nobody holds that. Versions of one report are shown beside each other
    /// all the same when the other says whose it is as well: that two of them declare different sources is what an auditor looks for.
    /// Of a quote, whose place is not asked for, it says nothing: many quote who speaks.
    fn is_from_elsewhere(&self, edge: &Edge, held: &BTreeSet<u32>) -> bool {
        if self.place(edge.to).is_none() || self.credited(edge.from, edge.to) {
            return false;
        }
        let (from, to) = ((self.party)(edge.from), (self.party)(edge.to));
        let nobodys = from.known_as().is_none() && from.declares_another().is_none();
        (nobodys || !edge.pair.is_of_reports()) && is_from_absent(to, held, self.setting.name)
    }

    /// Of an open edge between two that tell the words of one: whose they are. Versions of one report have them from that report.
    fn words_of_one(&self, edge: &Edge) -> Option<Evidence> {
        if edge.pair.is_of_reports() {
            return None;
        }
        let (from, to) = (self.carrier(edge.from), self.carrier(edge.to));
        let name = self.setting.name;
        let (_, of_to) = fuller_of_both(from, to, name, |_, _| true)?;
        says_who(name(of_to.name)).then(|| Evidence {
            kind: EvidenceKind::InText,
            log_odds: 0.0,
            span: of_to.span,
            note: format!("both give the words of {}", name(of_to.name)),
        })
    }

    /// Instead of an open edge between two that each tell what somebody said: the links from there to both. `None` where the receiver has it from
    /// elsewhere.
    fn spoken(&self, edge: &Edge) -> Option<Vec<Directed>> {
        let (from, to) = (self.carrier(edge.from), self.carrier(edge.to));
        let (of_from, of_to) = told_by_both(from, to, &edge.pair, self.setting.name)?;
        let link = |carrier: u32, attribution: &Attribution, party: &Party| {
            let Setting { name, parameters, .. } = &self.setting;
            of_speaker(carrier, attribution, party, name, parameters)
        };
        let of_receiver = link(edge.to, &of_to, to.party)?;
        let of_other = link(edge.from, &of_from, from.party);
        Some(std::iter::once(of_receiver).chain(of_other).collect())
    }

    /// The edges of the best forest.
    fn best(&self, mut edges: Vec<Edge>) -> Vec<Edge> {
        edges.retain(|edge| edge.stands);
        let number: BTreeMap<u32, u32> = self.places.keys().copied().zip(0..).collect();
        let beyond = self.places.len() as u32;
        let of = |carrier: u32| number.get(&carrier).copied().unwrap_or(beyond);
        let weighed: Vec<Weighed> = edges
            .iter()
            .map(|edge| Weighed {
                from: of(edge.from),
                to: of(edge.to),
                gain: edge.gain(),
            })
            .collect();
        let root_gain = -self.setting.parameters.resolved;
        let taken: BTreeSet<usize> = best_forest(self.places.len(), &weighed, root_gain)
            .into_iter()
            .flatten()
            .collect();
        edges
            .into_iter()
            .enumerate()
            .filter(|(index, _)| taken.contains(index))
            .map(|(_, edge)| edge)
            .collect()
    }
}
