//! Where else the words stand that an article has from a source of which nothing is held. In: an article and the name of the source. Out: other
//! articles with most of these words, first those that say that they are from there too.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::parties::house_of;
use super::Surroundings;
use crate::audit::name_one_house;
use crate::document::{EvidenceKind, Passage, PassageKind, Span};
use crate::lineage::Credit;

/// Share of the longer side from which a passage of two articles is shown as the same words.
const MOSTLY_THE_SAME: f32 = 0.6;
/// Families that are looked through, of those with most of the words,
const FAMILIES: usize = 3;
/// and the passages of each.
const LOOKED_THROUGH: usize = 256;
/// Articles with the words that are read: whose text it is can stand anywhere in it.
const READ: usize = 4;

impl Surroundings<'_> {
    /// Other articles in which most of what `rank` has from `name` stands, and whether they say that it is from there: those that say so, those that
    /// the passage was aligned with, those that have most of its words first.
    pub(super) fn elsewhere(&self, rank: u32, name: u32) -> Vec<(u32, bool)> {
        let sources = self.sources(rank).max(1) + 1;
        let mut others: BTreeMap<u32, (bool, bool, u32)> = BTreeMap::new();
        let families = self.governed_families(rank, name).into_iter();
        for passage in families.flat_map(|family| self.of_family(family).take(LOOKED_THROUGH)) {
            if passage.identity < MOSTLY_THE_SAME {
                continue;
            }
            let sides = [&passage.a, &passage.b];
            let aligned = sides.iter().any(|side| side.article == rank);
            let longest = sides.iter().map(|side| side.span.len()).max().unwrap_or(0);
            let kept = (passage.identity * longest as f32) as u32;
            for side in sides.into_iter().filter(|side| side.article != rank) {
                let from_there = self.is_from_there(side.article, name, side.span, sources);
                if aligned || from_there {
                    let tells = (from_there, aligned, kept);
                    let most = others.entry(side.article).or_insert(tells);
                    *most = (*most).max(tells);
                }
            }
        }
        let mut found: Vec<_> = others
            .into_iter()
            .map(|(other, tells)| (Reverse(tells), other))
            .collect();
        found.sort_unstable();
        let found = found.into_iter().take(READ);
        found
            .map(|(Reverse((from_there, ..)), other)| (other, from_there))
            .collect()
    }

    /// Families with most of what `rank` has from `name`, the one with most of it first.
    fn governed_families(&self, rank: u32, name: u32) -> Vec<u32> {
        let Some(body) = self.body(rank) else {
            return Vec::new();
        };
        let stands = self.stands.get(&rank).map_or(&[][..], Vec::as_slice);
        let credits = body.party.credits.iter().filter(|credit| credit.name == name);
        let governed = credits.flat_map(|credit| {
            stands.iter().filter_map(|stand| {
                let (common, of) = match credit.scope {
                    Some(scope) => (stand.span.overlap(scope), scope.len()),
                    None => (stand.span.len(), body.form.len as usize),
                };
                (2 * common >= of && common > 0).then_some((Reverse(common), stand.family))
            })
        });
        let mut governed: Vec<_> = governed.collect();
        governed.sort_unstable();
        let is_text = |family: &u32| {
            let first = self.placed.families.get(*family as usize);
            first.is_some_and(|first| matches!(first.kind, PassageKind::Body | PassageKind::Quote))
        };
        let families = governed.into_iter().map(|(_, family)| family).filter(is_text);
        families.take(FAMILIES).collect()
    }

    /// The passages of a family.
    fn of_family(&self, family: u32) -> impl Iterator<Item = &Passage> {
        let all = self.placed.passages.as_slice();
        let start = all.partition_point(|passage| passage.family < family);
        let behind = all.iter().skip(start);
        behind.take_while(move |passage| passage.family == family)
    }

    /// How many sources an article declares.
    fn sources(&self, article: u32) -> usize {
        let credits = self.body(article).map_or(&[][..], |body| &body.party.credits);
        let declared = credits.iter().filter(|credit| credit.is_declaration());
        let names: BTreeSet<u32> = declared.map(|credit| credit.name).collect();
        names.len()
    }

    /// True when the article says of itself, or of the text at `span`, that it is from the house of `name`: a line or mark of its own, not what it cites. Of
    /// one that was put together from more than `sources` nobody can tell whose words these are.
    fn is_from_there(&self, article: u32, name: u32, span: Span, sources: usize) -> bool {
        let name = self.intake.names.name(name);
        let of_few = self.sources(article) <= sources;
        let own = |credit: &Credit| {
            of_few && credit.is_declaration()
                || matches!(credit.kind, EvidenceKind::SourceLine | EvidenceKind::Dateline)
                    && credit
                        .scope
                        .is_some_and(|scope| 2 * scope.overlap(span) >= span.len())
        };
        let is_house = |other: u32| {
            let other = self.intake.names.name(other);
            house_of(other) == house_of(name) || name_one_house(name, other)
        };
        self.body(article).is_some_and(|body| {
            let party = &body.party;
            let mut signed = party.own_name.iter().chain(&party.residues);
            let mut credits = party.credits.iter();
            signed.any(|own| is_house(own.name)) || credits.any(|credit| own(credit) && is_house(credit.name))
        })
    }
}
