//! Texts of a house that nobody knows to stand on its pages: articles of no known publisher that declare it as their one source, or bear its dateline. In:
//! what was taken in. Out: those near an article that may tell what it has from that house.
//!
//! Where no page of a house is held, 据江州晚报报道 can still be held against a text that says 来源：江州晚报. On the page of another it is a copy like the
//! one that is asked about.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::super::body::Body;
use super::super::intake::Intake;
use super::super::parties::house_of;
use super::{READ, Stand, Surroundings, TITLES};
use crate::audit;
use crate::document::EvidenceKind;

/// Articles by the house that they say they are from, by rank.
pub(super) struct Declared {
    of_house: HashMap<String, Vec<u32>>,
}

impl Declared {
    pub(super) fn new(intake: &Intake) -> Self {
        let mut of_house: HashMap<String, Vec<u32>> = HashMap::new();
        let unknown = (0..).zip(&intake.bodies);
        for (rank, body) in unknown.filter(|(_, body)| body.party.publisher.is_none()) {
            for house in houses(intake, body) {
                of_house.entry(house.to_owned()).or_default().push(rank);
            }
        }
        Self { of_house }
    }

    fn of(&self, name: &str) -> &[u32] {
        self.of_house.get(house_of(name)).map_or(&[], Vec::as_slice)
    }
}

/// The houses that a text is from by what stands around it: those of its datelines and its own name, and the one that its source lines name. A text
/// with several sources was put together from theirs.
fn houses<'a>(intake: &'a Intake, body: &Body) -> Vec<&'a str> {
    let party = &body.party;
    let house = |name: u32| house_of(intake.names.name(name));
    let whole = party.credits.iter().filter(|credit| credit.is_declaration());
    let (signed, declared): (Vec<_>, Vec<_>) = whole
        .filter(|credit| credit.kind != EvidenceKind::Link)
        .partition(|credit| credit.kind == EvidenceKind::Dateline);
    let mut declared = declared.iter().map(|credit| house(credit.name));
    let first = declared.next();
    let one = first.filter(|first| declared.all(|other| other == *first));
    let own = party.own_name.iter().map(|own| house(own.name));
    let signed = signed.iter().map(|credit| house(credit.name));
    let mut found: Vec<&str> = own.chain(signed).chain(one).collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Surroundings<'_> {
    /// Articles of about the time of `rank` that are from the house of `name` by what they say: first those that share text with it, name the same people or
    /// bodies, or have titles alike.
    pub(super) fn told(&self, rank: u32, name: u32) -> Vec<u32> {
        let Some(body) = self.body(rank) else {
            return Vec::new();
        };
        let ranks = self.declared.of(self.intake.names.name(name));
        let near = ranks.partition_point(|&other| other < rank);
        let window = ranks.iter().skip(near.saturating_sub(TITLES / 2)).take(TITLES);
        let families = |rank: u32| self.stands.get(&rank).map_or(&[][..], Vec::as_slice);
        let mut own: Vec<u32> = families(rank).iter().map(|stand| stand.family).collect();
        own.sort_unstable();
        let shares = |stand: &Stand| own.binary_search(&stand.family).is_ok();
        let mut found: Vec<_> = window
            .filter(|&&other| other != rank && self.is_near_in_time(body, other))
            .filter_map(|&other| {
                let shared = families(other).iter().any(shares);
                let common = self.names_in_common(body, other);
                let alike = audit::marks_are_alike(body.title_marks, self.body(other)?.title_marks);
                Some((Reverse((shared, common, alike)), rank.abs_diff(other), other))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().take(READ).map(|(.., other)| other).collect()
    }
}
