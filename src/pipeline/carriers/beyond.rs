//! Articles outside of a family that a carrier may have its passage from. An article is traced to the first holders of its text, its own centre
//! before all others, so another that it was aligned with as well, and that is traced elsewhere, stands in no family with it: a page of the
//! outlet that it credits, or a version with fewer differences. Such an article is compared with the carriers that it was found for, as a source
//! of theirs; what it has itself from somebody is told in its own families.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::shared::{all_between, distance, joint};
use super::{OF_OUTLET, next_before, party_of};
use crate::document::{FormSpan, Span, Stretch};
use crate::pipeline::intake::Intake;
use crate::pipeline::reuse::Reuse;

/// Articles of one outlet that a carrier which credits it is compared with, beyond the family.
const OF_CREDITED: usize = 2;

/// Bytes by which another must differ less from a carrier than all that it is compared with: 10 Han characters,
const NEARER: u32 = 30;
/// and how many times more the best of these differs, in quarters.
const TIMES: (u32, u32) = (5, 4);

/// An article outside of a family, found for a carrier.
#[derive(Clone, Copy, Debug)]
pub struct Beyond {
    pub carrier: u32,
    pub other: u32,
    /// Where the passage stands in the other.
    pub place: FormSpan,
}

impl Beyond {
    /// `other` for what stands at `place` in the carrier, with the bytes by which their versions of it differ; `None` where it does not share the passage.
    fn sharing(
        (carrier, place): (u32, FormSpan),
        other: u32,
        intake: &Intake,
        reuse: &Reuse,
    ) -> Option<(u32, Self)> {
        let (stretch, _) = joint(carrier, other, place, intake, reuse)?;
        let beyond = Self {
            carrier,
            other,
            place: stretch.y,
        };
        Some((distance(&stretch, place), beyond))
    }
}

/// Articles by the outlets that credits can mean them by. Of equal articles the first stands for all, as in pairs. Both lists are sorted.
pub struct Outlets {
    /// ((first equal, outlet), article).
    pages: Vec<((u32, u32), u32)>,
    /// ((first equal, outlet that it credits), first equal of a later page of that outlet that it was aligned with): pairs are kept with the later article.
    later: Vec<((u32, u32), u32)>,
}

impl Outlets {
    /// Of all articles.
    pub fn of(intake: &Intake, reuse: &Reuse) -> Self {
        let mut pages = Vec::new();
        let mut credits: Vec<(u32, u32)> = Vec::new();
        for (rank, &first) in (0..).zip(&reuse.equal_to) {
            let party = party_of(intake, rank);
            pages.extend(party.known_as().map(|name| ((first, name), rank)));
            credits.extend(party.credits.iter().map(|credit| (first, credit.name)));
        }
        pages.sort_unstable();
        credits.sort_unstable();
        credits.dedup();
        let mut later = Vec::new();
        for page in pages.chunk_by(|one, other| one.0 == other.0) {
            let Some(&((first, name), _)) = page.first() else {
                continue;
            };
            let earlier = reuse.pairs.of(first).iter().map(|pair| pair.earlier);
            let crediting = earlier.filter(|&earlier| credits.binary_search(&(earlier, name)).is_ok());
            later.extend(crediting.map(|earlier| ((earlier, name), first)));
        }
        later.sort_unstable();
        Self { pages, later }
    }

    /// Of the pages of an outlet that equal `first` the one that is next before `carrier`, or the first.
    fn page(&self, first: u32, name: u32, carrier: u32) -> Option<u32> {
        let at = self
            .pages
            .partition_point(|entry| *entry < ((first, name), carrier));
        let of = |at: usize| {
            let page = self.pages.get(at).filter(|(of, _)| *of == (first, name));
            page.map(|&(_, rank)| rank)
        };
        at.checked_sub(1).and_then(of).or_else(|| of(at))
    }

    /// The articles that those that equal `first` were aligned with and that pages of this outlet equal: the earlier ones, and of the later ones the first.
    fn aligned<'a>(&'a self, first: u32, name: u32, reuse: &'a Reuse) -> impl Iterator<Item = u32> {
        let earlier = reuse.pairs.of(first).iter().map(|pair| pair.earlier);
        earlier.chain(of_two(&self.later, first, name).take(OF_OUTLET))
    }
}

/// The third numbers of those that begin with these two.
fn of_two(sorted: &[((u32, u32), u32)], one: u32, two: u32) -> impl Iterator<Item = u32> {
    let from = sorted.partition_point(|&(pair, _)| pair < (one, two));
    let to = sorted.partition_point(|&(pair, _)| pair <= (one, two));
    let found = sorted.get(from..to).unwrap_or_default();
    found.iter().map(|&(_, third)| third)
}

/// The articles of outlets that `open` ones of the carriers, each with the most bytes by which an article may differ, credit for the passage and that the
/// family lacks. Those that were there before come first, of these the nearest.
pub fn credited(
    open: impl Iterator<Item = (u32, FormSpan, u32)>,
    carriers: &BTreeMap<u32, FormSpan>,
    outlets: &Outlets,
    intake: &Intake,
    reuse: &Reuse,
) -> Vec<Beyond> {
    let held: BTreeSet<u32> = carriers
        .keys()
        .filter_map(|&rank| party_of(intake, rank).known_as())
        .collect();
    let mut found = Vec::new();
    for (carrier, place, most) in open {
        let body = intake.bodies.get(carrier as usize);
        let at = body.and_then(|body| body.about(place));
        let names: BTreeSet<u32> = party_of(intake, carrier)
            .credits
            .iter()
            .filter(|credit| !held.contains(&credit.name) && credit.governs(at))
            .map(|credit| credit.name)
            .collect();
        let first = reuse.first_equal(carrier);
        for name in names {
            let pages = outlets
                .aligned(first, name, reuse)
                .filter_map(|equal| outlets.page(equal, name, carrier));
            let mut of_outlet: Vec<(u32, Beyond)> = pages
                .filter_map(|other| Beyond::sharing((carrier, place), other, intake, reuse))
                .filter(|(distance, _)| *distance <= most)
                .collect();
            of_outlet.sort_by_key(|&(distance, beyond)| (beyond.other > carrier, distance, beyond.other));
            found.extend(of_outlet.into_iter().take(OF_CREDITED).map(|(_, beyond)| beyond));
        }
    }
    found
}

/// The article of an outlet, and what a carrier shares with it, that holds half of `part` of the carrier's record or more.
pub fn holds_part(
    carrier: u32,
    (name, part): (u32, Span),
    outlets: &Outlets,
    intake: &Intake,
    reuse: &Reuse,
) -> Option<(u32, Stretch)> {
    let body = intake.bodies.get(carrier as usize)?;
    let first = reuse.first_equal(carrier);
    let of_page = |equal: u32| {
        let other = outlets.page(equal, name, carrier)?;
        let stretches = all_between(carrier, other, intake, reuse)?;
        let held = stretches.into_iter().filter_map(|stretch| {
            let held = body.about(stretch.x)?.overlap(part);
            Some((held, other, stretch))
        });
        held.max_by_key(|(held, _, stretch)| (*held, stretch.matched))
    };
    let found = outlets.aligned(first, name, reuse).filter_map(of_page);
    let best = found.max_by_key(|(held, other, _)| (*held, Reverse(*other)));
    let (_, other, stretch) = best.filter(|(held, ..)| 2 * held >= part.len())?;
    Some((other, stretch))
}

/// The earlier article whose version of the passage differs less from that of a carrier than all that the carrier is compared with, of which the nearest
/// differs by `nearest` bytes.
pub fn nearer(
    (carrier, place): (u32, FormSpan),
    nearest: u32,
    carriers: &BTreeMap<u32, FormSpan>,
    intake: &Intake,
    reuse: &Reuse,
) -> Option<Beyond> {
    let is_nearer = |distance: u32| {
        let (own, other) = (u64::from(distance + NEARER), u64::from(nearest + NEARER));
        distance + NEARER <= nearest && own * u64::from(TIMES.0) <= other * u64::from(TIMES.1)
    };
    if !is_nearer(0) {
        return None;
    }
    let pairs = reuse.pairs.of(reuse.first_equal(carrier)).iter();
    let covering = pairs.filter(|pair| 2 * pair.covered() >= place.len());
    covering
        .map(|pair| {
            let equals = reuse.equals.get(&pair.earlier);
            let last = equals.and_then(|equals| next_before(equals, carrier));
            last.unwrap_or(pair.earlier)
        })
        .filter(|other| !carriers.contains_key(other))
        .filter_map(|other| Beyond::sharing((carrier, place), other, intake, reuse))
        .filter(|(distance, _)| is_nearer(*distance))
        .min_by_key(|(distance, beyond)| (*distance, beyond.other))
        .map(|(_, beyond)| beyond)
}
