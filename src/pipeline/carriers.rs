//! Families -> links: gathers the carriers of each family and the pairs whose texts were compared, and has lineage
//! direct them.

mod beyond;
mod fuller;
mod fullest;
mod quoted;
mod shared;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use rayon::prelude::*;

use super::Parameters;
use super::intake::Intake;
use super::relations;
use super::reuse::Reuse;
use super::shapes;
use crate::config::LineageParameters;
use crate::document::{Direction, Evidence, EvidenceKind, FormSpan, PassageKind, Span, Stretch};
use crate::events::{Progress, Step};
use crate::lineage::{self, Directed, Pair, Party};
use crate::matching::{self, FormPassage};
use beyond::{Beyond, Outlets};
use fuller::stands_fuller_elsewhere;
use fullest::keep_fullest;
use quoted::quote_links;
use shared::{differing, distance, edited, flipped, joint};

/// The links of one family, with what each is about (`None` where a ghost is named for the passage as the carrier has it in its family).
#[derive(Debug)]
pub struct FamilyLinks {
    /// Index among the body families, then the quote families.
    pub family: u32,
    pub links: Vec<(Directed, Option<Joint>)>,
}

/// What a link is about.
#[derive(Clone, Debug)]
pub enum Joint {
    /// How a carrier and the one it was carried from are aligned, `x` being the receiver.
    Stretch(Stretch),
    /// The longest part of the carrier around the passage that any of the others holds: what it has from a ghost that it names for all of its
    /// text.
    Whole(FormSpan),
}

impl Joint {
    /// The stretch that joins two articles.
    pub fn stretch(&self) -> Option<&Stretch> {
        match self {
            Self::Stretch(stretch) => Some(stretch),
            Self::Whole(_) => None,
        }
    }
}

/// Nothing is known of an article that is not there.
static UNKNOWN: LazyLock<Party> = LazyLock::new(Party::default);

/// Directs the links of all families. Formulae and templates have none.
pub fn links(
    intake: &Intake,
    reuse: &Reuse,
    parameters: &Parameters,
    progress: &dyn Progress,
) -> Vec<FamilyLinks> {
    let known = intake.bodies.iter().filter_map(|body| body.party.known_as());
    let directing = Directing {
        intake,
        reuse,
        outlets: Outlets::of(intake, reuse),
        together: shapes::put_together(intake, reuse),
        known: known.collect(),
        parameters: &parameters.lineage,
    };
    let bodies = reuse.families.par_iter().enumerate().map(|(index, family)| {
        progress.advance(Step::Lineage, 1);
        let index = index as u32;
        let links = if family.kind == PassageKind::Body {
            let star = Star {
                holder: family.holder,
                first: family.first,
                members: reuse.passages_of(index),
            };
            directing.links(&star)
        } else {
            Vec::new()
        };
        FamilyLinks { family: index, links }
    });
    let mut links: Vec<FamilyLinks> = bodies.collect();
    keep_fullest(&mut links);
    links.extend(quote_links(intake, reuse, parameters));
    links
}

/// A family with the carriers' stretches against the first holder.
struct Star<'a> {
    holder: u32,
    first: FormSpan,
    members: &'a [FormPassage],
}

impl Star<'_> {
    /// Where the passage stands in each carrier: its longest stretch, of equals the first.
    fn carriers(&self) -> BTreeMap<u32, FormSpan> {
        let mut carriers: BTreeMap<u32, FormSpan> = BTreeMap::new();
        let rank = |span: FormSpan| (span.len(), u32::MAX - span.start);
        for member in self.members {
            let found = member.passage.stretch.x;
            let place = carriers.entry(member.passage.x).or_insert(found);
            if rank(found) > rank(*place) {
                *place = found;
            }
        }
        carriers.insert(self.holder, self.first);
        carriers
    }
}

/// Carriers of one outlet that a carrier which credits it is compared with, of those that come first in rank. A site that
/// carries one text a thousand times would otherwise be compared a thousand times with everybody who names it.
const OF_OUTLET: usize = 8;

/// The carriers of a family by the name that credits can mean them by; by rank.
fn by_publisher<'p>(
    carriers: &BTreeMap<u32, FormSpan>,
    party: impl Fn(u32) -> &'p Party,
) -> HashMap<u32, Vec<u32>> {
    let mut of_publisher: HashMap<u32, Vec<u32>> = HashMap::new();
    for &carrier in carriers.keys() {
        if let Some(publisher) = party(carrier).known_as() {
            of_publisher.entry(publisher).or_default().push(carrier);
        }
    }
    of_publisher
}

/// What the links of all families are directed with.
struct Directing<'a> {
    intake: &'a Intake,
    reuse: &'a Reuse,
    outlets: Outlets,
    /// For each article whether it is put together from others.
    together: Vec<bool>,
    /// The names that articles of the corpus are known by.
    known: HashSet<u32>,
    parameters: &'a LineageParameters,
}

/// What carriers share with those that they are compared with.
#[derive(Default)]
struct Compared {
    /// As links show it, the carrier being `x`.
    joints: BTreeMap<(u32, u32), Stretch>,
    /// Pairs that share too little to be linked without a credit.
    for_a_credit: BTreeSet<(u32, u32)>,
    pairs: Vec<Pair>,
}

impl Compared {
    /// What a link of `to` with `from` is about.
    fn joint(&self, to: u32, from: u32) -> Option<Joint> {
        let turned = || self.joints.get(&(from, to)).map(flipped);
        let stretch = self.joints.get(&(to, from)).cloned().or_else(turned);
        stretch.map(Joint::Stretch)
    }

    /// True for a link that is left open between two that are compared for a credit alone: it says nothing of what that leaves open.
    fn says_nothing(&self, link: &Directed) -> bool {
        let of = |from: u32| {
            let pairs = [(link.to, from), (from, link.to)];
            pairs.iter().any(|pair| self.for_a_credit.contains(pair))
        };
        link.direction == Direction::Unresolved && link.from.is_some_and(of)
    }

    /// By how many bytes another may differ at most that the receiver of a settled link can have the passage from as well: as much as the one that it leads
    /// from where the page speaks against that, none where it does not.
    fn most_beyond(&self, link: &Directed) -> Option<u32> {
        if !link.evidence.iter().any(lineage::refuses) {
            return None;
        }
        let of = |pair: &&Pair| {
            let (to, from) = (link.to, link.from);
            (pair.a, Some(pair.b)) == (to, from) || (pair.b, Some(pair.a)) == (to, from)
        };
        self.pairs.iter().find(of).map(|pair| pair.distance)
    }

    /// For each carrier the longest part of it around the passage that any of the others holds.
    fn longest(&self, carriers: &BTreeMap<u32, FormSpan>) -> BTreeMap<u32, FormSpan> {
        let mut longest: BTreeMap<u32, FormSpan> = BTreeMap::new();
        for ((one, other), stretch) in &self.joints {
            for (carrier, place) in [(one, stretch.x), (other, stretch.y)] {
                let around = carriers
                    .get(carrier)
                    .is_some_and(|of_family| 2 * place.overlap(*of_family) >= of_family.len());
                let kept = longest.entry(*carrier).or_insert(place);
                if around && place.len() > kept.len() {
                    *kept = place;
                }
            }
        }
        longest
    }
}

impl Directing<'_> {
    fn party(&self, rank: u32) -> &Party {
        party_of(self.intake, rank)
    }

    fn about(&self, rank: u32, place: FormSpan) -> Option<Span> {
        self.intake.bodies.get(rank as usize)?.about(place)
    }

    /// The links of a family.
    fn links(&self, star: &Star<'_>) -> Vec<(Directed, Option<Joint>)> {
        let &Self { intake, reuse, .. } = self;
        let of_family = star.carriers();
        let mut carriers = of_family.clone();
        let of_publisher = by_publisher(&of_family, |rank| self.party(rank));
        let mut compared = Compared::default();
        for (&carrier, &place) in &of_family {
            let others = compared_with(
                carrier,
                star,
                &of_family,
                reuse,
                &of_publisher,
                self.party(carrier),
            );
            let distances = others.into_iter().filter_map(|other| {
                let there = of_family.get(&other).copied();
                self.compare((carrier, place), (other, there), &mut compared)
            });
            let nearest = distances.min().filter(|_| carrier != star.holder);
            let found = nearest
                .and_then(|nearest| beyond::nearer((carrier, place), nearest, &of_family, intake, reuse));
            if let Some(found) = found {
                self.compare_beyond(found, place, &mut compared, &mut carriers);
            }
        }
        let mut directed = self.direct(&carriers, &compared.pairs);
        let settled = directed
            .iter()
            .filter(|link| link.direction == Direction::Resolved && link.from.is_some());
        let settled: BTreeMap<u32, Option<u32>> = settled
            .map(|link| (link.to, compared.most_beyond(link)))
            .collect();
        let open = of_family.iter().filter_map(|(&carrier, &place)| {
            let most = settled.get(&carrier).copied().unwrap_or(Some(u32::MAX));
            Some((carrier, place, most?))
        });
        let credited = beyond::credited(open, &of_family, &self.outlets, intake, reuse);
        if !credited.is_empty() {
            for found in credited {
                let place = of_family.get(&found.carrier).copied().unwrap_or_default();
                self.compare_beyond(found, place, &mut compared, &mut carriers);
            }
            directed = self.direct(&carriers, &compared.pairs);
        }
        let longest = compared.longest(&carriers);
        // What the others have themselves from somebody is told in their own families.
        directed
            .into_iter()
            .filter(|link| of_family.contains_key(&link.to) && !compared.says_nothing(link))
            .flat_map(|link| {
                if let Some(held) = self.of_part(&link) {
                    return held;
                }
                let joint = match link.from {
                    Some(from) => compared.joint(link.to, from),
                    None => longest
                        .get(&link.to)
                        .filter(|_| is_for_all(&link))
                        .map(|&place| Joint::Whole(place)),
                };
                vec![(link, joint)]
            })
            .map(|(link, joint)| self.finished(link, joint))
            .collect()
    }

    /// Compares a carrier with another, each with the place of the passage in it, and gives the bytes by which their versions differ, where they share
    /// enough to be linked.
    fn compare(
        &self,
        (carrier, place): (u32, FormSpan),
        (other, there): (u32, Option<FormSpan>),
        compared: &mut Compared,
    ) -> Option<u32> {
        let &Self { intake, reuse, .. } = self;
        let (stretch, all) = joint(carrier, other, place, intake, reuse)?;
        let distance = distance(&stretch, place);
        let there = there.and_then(|place| self.about(other, place));
        let one = (self.party(carrier), self.about(carrier, place));
        let short = !enough(carrier, &stretch, intake, self.parameters);
        if short && !lineage::names(one, (self.party(other), there)) {
            return None;
        }
        if [(other, carrier), (carrier, other)]
            .iter()
            .any(|pair| compared.joints.contains_key(pair))
        {
            return Some(distance);
        }
        if short {
            compared.for_a_credit.insert((carrier, other));
        }
        let shown = if relations::is_rewritten(&stretch) {
            // No run of it is long beside the differences.
            stretch.clone()
        } else {
            matching::without_loose_ends(&stretch)
        };
        let pair = shapes::pair(
            (carrier, other),
            (distance, edited(&stretch)),
            &all,
            intake,
            &self.together,
        );
        let told = differing(&shown);
        let shared = stretch.matched.saturating_sub(differing(&stretch));
        compared.pairs.push(Pair { told, shared, ..pair });
        compared.joints.insert((carrier, other), shown);
        Some(distance)
    }

    /// Compares a carrier, which has the passage at `place`, with an article outside of the family, which joins the carriers.
    fn compare_beyond(
        &self,
        found: Beyond,
        place: FormSpan,
        compared: &mut Compared,
        carriers: &mut BTreeMap<u32, FormSpan>,
    ) {
        self.compare((found.carrier, place), (found.other, Some(found.place)), compared);
        carriers.entry(found.other).or_insert(found.place);
    }

    /// Directs the pairs of some carriers.
    fn direct(&self, carriers: &BTreeMap<u32, FormSpan>, pairs: &[Pair]) -> Vec<Directed> {
        let linked: BTreeSet<u32> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        let linked = carriers.iter().filter(|(carrier, _)| linked.contains(carrier));
        let places: Vec<_> = linked
            .map(|(&carrier, &place)| (carrier, self.about(carrier, place)))
            .collect();
        let name = |number: u32| self.intake.names.name(number);
        let absent = |name: u32| !self.known.contains(&name);
        let party = |rank: u32| self.party(rank);
        lineage::direct(&places, pairs, &party, &name, &absent, self.parameters)
    }

    /// Instead of a link to a source that is not held, where the page cites it for a part of the passage: the link to an article of that outlet which
    /// shares just the part.
    fn of_part(&self, link: &Directed) -> Option<Vec<(Directed, Option<Joint>)>> {
        let cited = (link.ghost.filter(|_| !link.common_source)?, link.governed?);
        let (other, stretch) = beyond::holds_part(link.to, cited, &self.outlets, self.intake, self.reuse)?;
        let mut compared = Compared::default();
        self.compare((link.to, stretch.x), (other, Some(stretch.y)), &mut compared)?;
        let carriers = BTreeMap::from([(link.to, stretch.x), (other, stretch.y)]);
        let directed = self.direct(&carriers, &compared.pairs);
        let from_there = directed.into_iter().filter(|found| {
            (found.to, found.from, found.direction) == (link.to, Some(other), Direction::Resolved)
        });
        let found: Vec<_> = from_there
            .map(|found| (found, compared.joint(link.to, other)))
            .collect();
        (!found.is_empty()).then_some(found)
    }

    /// A link as it is kept, left open where another page speaks against it.
    fn finished(&self, mut link: Directed, joint: Option<Joint>) -> (Directed, Option<Joint>) {
        for evidence in &mut link.evidence {
            evidence.note.shrink_to_fit();
        }
        link.evidence.shrink_to_fit();
        if let (Some(from), Some(Joint::Stretch(stretch))) = (link.from, &joint)
            && [from, link.to]
                .iter()
                .any(|&rank| self.party(rank).publisher.is_none())
            && lineage::rests_on_silence(&link)
            && stands_fuller_elsewhere((link.to, from), stretch, self.intake, self.reuse)
        {
            lineage::leave_open(&mut link);
        }
        (link, joint)
    }
}

/// True for a ghost that a page names for all of its text, and not for the words of a third in it.
fn is_for_all(link: &Directed) -> bool {
    let declared = |item: &Evidence| item.kind != EvidenceKind::InText;
    !link.common_source && link.evidence.iter().all(declared)
}

fn party_of(intake: &Intake, rank: u32) -> &Party {
    intake
        .bodies
        .get(rank as usize)
        .map_or(&*UNKNOWN, |body| &body.party)
}

/// True when a stretch is long enough to be linked without a credit: as it is, or as a paragraph that stands in both.
fn enough(carrier: u32, stretch: &Stretch, intake: &Intake, parameters: &LineageParameters) -> bool {
    let paragraph = || {
        let body = intake.bodies.get(carrier as usize);
        body.is_some_and(|body| body.holds_paragraph(stretch.x, parameters.paragraph_bytes))
    };
    stretch.matched >= parameters.link_bytes || stretch.matched >= parameters.paragraph_bytes && paragraph()
}

/// The earlier carriers of the family that a carrier is compared with: those it was aligned with, an equal one, and
/// the carriers on the pages of outlets that it credits.
fn compared_with(
    carrier: u32,
    star: &Star<'_>,
    carriers: &BTreeMap<u32, FormSpan>,
    reuse: &Reuse,
    of_publisher: &HashMap<u32, Vec<u32>>,
    party: &Party,
) -> BTreeSet<u32> {
    let first = reuse.first_equal(carrier);
    let mut others: BTreeSet<u32> = reuse.pairs.of(first).iter().map(|pair| pair.earlier).collect();
    others.insert(star.holder);
    if let Some(equals) = reuse.equals.get(&first) {
        others.insert(first);
        others.extend(next_before(equals, carrier));
    }
    others.extend(named_by(party, carrier, of_publisher));
    others.retain(|&other| other != carrier && carriers.contains_key(&other));
    others
}

/// The carriers on the pages of outlets that `party` credits: of each the first ones, and the one next before `carrier`.
fn named_by(party: &Party, carrier: u32, of_publisher: &HashMap<u32, Vec<u32>>) -> BTreeSet<u32> {
    let mut named_by = BTreeSet::new();
    let names: BTreeSet<u32> = party.credits.iter().map(|credit| credit.name).collect();
    for name in names {
        let named = of_publisher.get(&name).map_or(&[][..], Vec::as_slice);
        named_by.extend(named.iter().take(OF_OUTLET));
        named_by.extend(next_before(named, carrier));
    }
    named_by
}

/// The last of sorted `ranks` that is below `rank`.
fn next_before(ranks: &[u32], rank: u32) -> Option<u32> {
    let before = ranks.partition_point(|&other| other < rank);
    before.checked_sub(1).and_then(|last| ranks.get(last)).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{OF_OUTLET, named_by, next_before};
    use crate::document::EvidenceKind;
    use crate::lineage::{Credit, Party};

    #[test]
    fn of_an_outlet_with_many_carriers_a_few_are_compared() {
        let credit = |name| Credit {
            of_several: false,
            name,
            kind: EvidenceKind::SourceLine,
            span: None,
            scope: None,
        };
        let party = Party {
            credits: vec![credit(7), credit(9), credit(7)],
            ..Party::default()
        };
        let of_publisher: HashMap<u32, Vec<u32>> =
            [(7, (0..2_000).step_by(2).collect()), (8, vec![1, 3])].into();
        let found = named_by(&party, 1_501, &of_publisher);
        // The first ones, where an origin stands, and the one next before it, which a copy of a copy is from.
        let mut expected: Vec<u32> = (0..OF_OUTLET as u32).map(|index| 2 * index).collect();
        expected.push(1_500);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nothing_is_before_the_first() {
        assert_eq!(next_before(&[4, 6], 4), None);
        assert_eq!(next_before(&[4, 6], 9), Some(6));
    }
}
