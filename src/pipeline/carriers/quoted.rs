//! Families of quotes -> links: each later quote with the first one of its family.

use std::collections::BTreeMap;

use super::shared::{differing, distance, flipped};
use super::{FamilyLinks, Joint, party_of};
use crate::document::Stretch;
use crate::lineage::{self, Directed, Pair};
use crate::pipeline::Parameters;
use crate::pipeline::intake::Intake;
use crate::pipeline::reuse::Reuse;

/// Links of quotes: each later quote with the first one of its family.
pub fn quote_links(intake: &Intake, reuse: &Reuse, parameters: &Parameters) -> Vec<FamilyLinks> {
    let party = |rank: u32| party_of(intake, rank);
    let name = |number: u32| intake.names.name(number);
    let weights = parameters.lineage.of_quotes();
    let article = |quote: u32| reuse.quotes.get(quote as usize).map(|quote| quote.article);
    // From whom a copy of a report has its quotes is told by its text, and so is that nothing tells it.
    let centre = |rank: u32| reuse.centre_of.get(rank as usize);
    let told_by_text = |link: &Directed, from: u32| {
        centre(from) == centre(link.to) && lineage::says_no_more(link.direction, &link.evidence)
    };
    let mut all = Vec::new();
    for (place, (first, members)) in reuse.quote_families().into_iter().enumerate() {
        let Some(holder) = article(first) else { continue };
        // One stretch for each carrying article: its first quote of the family.
        let mut joints: BTreeMap<u32, &Stretch> = BTreeMap::new();
        for found in members.iter().filter_map(|&index| reuse.quote_matches.get(index)) {
            if let Some(carrier) = article(found.later).filter(|&carrier| carrier != holder) {
                joints.entry(carrier).or_insert(&found.stretch);
            }
        }
        let pairs: Vec<Pair> = joints
            .iter()
            .map(|(&carrier, stretch)| Pair {
                a: carrier,
                b: holder,
                distance: distance(stretch, stretch.x),
                told: differing(stretch),
                ..Pair::default()
            })
            .collect();
        let places: Vec<_> = std::iter::once(holder)
            .chain(joints.keys().copied())
            .map(|rank| (rank, None))
            .collect();
        // Whoever speaks is quoted by many; a source that is not held tells nothing of a quote.
        let links = lineage::direct(&places, &pairs, &party, &name, &|_| false, &weights)
            .into_iter()
            .filter(|link| link.from.is_some_and(|from| !told_by_text(link, from)))
            .map(|link| {
                let stretch = joints.get(&link.to).map(|&stretch| stretch.clone());
                let stretch = stretch.or_else(|| joints.get(&link.from?).map(|&stretch| flipped(stretch)));
                (link, stretch.map(Joint::Stretch))
            })
            .collect();
        all.push(FamilyLinks {
            family: (reuse.families.len() + place) as u32,
            links,
        });
    }
    all
}
