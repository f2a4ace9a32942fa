//! Where else the words stand that an article has from a source of which nothing is held. In: an article and the name of the source. Out: other
//! articles with most of these words, first those that say that they are from there too.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::parties::house_of;
use super::Surroundings;
use crate::audit::is_short_for;
use crate::document::{EvidenceKind, Passage, PassageKind, Span};
use crate::lineage::Credit;

/// Share of the longer side from which a passage of two articles is shown as the same words.
const MOSTLY_THE_SAME: f32 = 0.6;
/// Passages of a family that are looked through.
const LOOKED_THROUGH: usize = 256;
/// Articles with the words that are read: whose text it is can stand anywhere in it.
const READ: usize = 4;

impl Surroundings<'_> {
    /// Other articles in which most of what `rank` has from `name` stands, and whether they say that it is from there: those that say so, those that
    /// the passage was aligned with, those that have most of its words first.
    pub(super) fn elsewhere(&self, rank: u32, name: u32) -> Vec<(u32, bool)> {
        let Some(family) = self.governed_family(rank, name) else {
            return Vec::new();
        };
        let mut others: BTreeMap<u32, (bool, bool, u32)> = BTreeMap::new();
        for passage in self.of_family(family).take(LOOKED_THROUGH) {
            if passage.identity < MOSTLY_THE_SAME {
                continue;
            }
            let sides = [&passage.a, &passage.b];
            let aligned = sides.iter().any(|side| side.article == rank);
            let longest = sides.iter().map(|side| side.span.len()).max().unwrap_or(0);
            let kept = (passage.identity * longest as f32) as u32;
            for side in sides.into_iter().filter(|side| side.article != rank) {
                let from_there = self.is_from_there(side.article, name, side.span);
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

    /// The family with most of what `rank` has from `name`.
    fn governed_family(&self, rank: u32, name: u32) -> Option<u32> {
        let body = self.body(rank)?;
        let stands = self.stands.get(&rank).map_or(&[][..], Vec::as_slice);
        let credits = body.party.credits.iter().filter(|credit| credit.name == name);
        let governed = credits.flat_map(|credit| {
            stands.iter().filter_map(|stand| {
                let (common, of) = match credit.scope {
                    Some(scope) => (stand.span.overlap(scope), scope.len()),
                    None => (stand.span.len(), body.form.len as usize),
                };
                (2 * common >= of && common > 0).then_some((common, Reverse(stand.family)))
            })
        });
        let (_, Reverse(family)) = governed.max()?;
        let first = self.placed.families.get(family as usize)?;
        matches!(first.kind, PassageKind::Body | PassageKind::Quote).then_some(family)
    }

    /// The passages of a family.
    fn of_family(&self, family: u32) -> impl Iterator<Item = &Passage> {
        let all = self.placed.passages.as_slice();
        let start = all.partition_point(|passage| passage.family < family);
        let behind = all.iter().skip(start);
        behind.take_while(move |passage| passage.family == family)
    }

    /// True when the article says of itself, or of the text at `span`, that it is from the house of `name`: a line or mark of its own, not what it cites.
    fn is_from_there(&self, article: u32, name: u32, span: Span) -> bool {
        let name = self.intake.names.name(name);
        let own = |credit: &Credit| {
            credit.is_declaration()
                || matches!(credit.kind, EvidenceKind::SourceLine | EvidenceKind::Dateline)
                    && credit
                        .scope
                        .is_some_and(|scope| 2 * scope.overlap(span) >= span.len())
        };
        let is_house = |other: u32| {
            let other = self.intake.names.name(other);
            house_of(other) == house_of(name) || is_short_for(name, other) || is_short_for(other, name)
        };
        self.body(article).is_some_and(|body| {
            let party = &body.party;
            party.own_name.iter().any(|own| is_house(own.name))
                || party
                    .credits
                    .iter()
                    .any(|credit| own(credit) && is_house(credit.name))
        })
    }
}
