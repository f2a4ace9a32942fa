//! What bears on an article before any record is read: the articles that links lead from, the outlets that it names. In: what
//! was found between articles. Out: a case that can be judged, and the question by which an answer to it is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::super::intake::Intake;
use super::Ring;
use crate::audit::{Changed, Shared};
use crate::document::{Finding, Link, PassageKind, Side, Span};

/// What bears on an article, before any record is read.
pub(super) struct Matter<'a> {
    pub(super) rank: u32,
    pub(super) pairs: BTreeMap<u32, Unread<'a>>,
    pub(super) outlets: Vec<Outlet>,
    /// For each of them the rank that the text of its article goes back to.
    pub(super) roots: Vec<Option<u32>>,
    /// Articles of the outlets, by outlet.
    pub(super) reports: BTreeMap<u32, u32>,
    /// The rank that its own text goes back to.
    pub(super) first: Option<u32>,
    pub(super) ring: Option<&'a Ring>,
}

impl Matter<'_> {
    /// All articles in it.
    pub(super) fn ranks(&self) -> BTreeSet<u32> {
        let mut ranks: BTreeSet<u32> = self.pairs.keys().copied().collect();
        ranks.insert(self.rank);
        ranks.extend(self.reports.values());
        ranks.extend(self.outlets.iter().filter_map(|outlet| outlet.carrier));
        let elsewhere = self.outlets.iter().flat_map(|outlet| &outlet.elsewhere);
        ranks.extend(elsewhere.map(|(other, _)| *other));
        ranks.extend(self.outlets.iter().flat_map(|outlet| &outlet.told));
        ranks.extend(self.roots.iter().flatten());
        ranks.extend(self.first);
        ranks.extend(self.ring.map(|ring| ring.next));
        ranks
    }

    /// Everything that the findings of an article depend on: what the articles around it say, which is told by what their
    /// records say, and how they are related.
    pub(super) fn asked<'m>(
        &'m self,
        intake: &'m Intake,
        place: &impl Fn(u32) -> u32,
    ) -> impl serde::Serialize {
        let articles: Vec<(u128, u32)> = self
            .ranks()
            .into_iter()
            .filter_map(|rank| {
                let body = intake.bodies.get(rank as usize)?;
                let head = intake.records.get(body.record as usize)?;
                Some((head.content, body.ordinal))
            })
            .collect();
        let pairs: Vec<_> = self
            .pairs
            .iter()
            .map(|(from, pair)| {
                let links: Vec<_> = pair.links.iter().map(|link| what_says(link)).collect();
                let shared: Vec<_> = pair.shared.iter().map(what_is_shared).collect();
                (place(*from), links, shared)
            })
            .collect();
        let named: Vec<_> = self
            .outlets
            .iter()
            .zip(&self.roots)
            .map(|(outlet, root)| {
                (
                    intake.names.name(outlet.name),
                    outlet.carrier.map(place),
                    self.reports.get(&outlet.name).copied().map(place),
                    &outlet.shared,
                    outlet.in_its_name,
                    (
                        outlet
                            .elsewhere
                            .iter()
                            .map(|&(other, from_there)| (place(other), from_there))
                            .collect::<Vec<_>>(),
                        root.map(place),
                    ),
                    outlet.told.iter().map(|told| place(*told)).collect::<Vec<_>>(),
                )
            })
            .collect();
        let ring = self.ring.map(|ring| {
            let names = ring.outlets.iter().map(|outlet| intake.names.name(*outlet));
            (names.collect::<Vec<_>>(), place(ring.next))
        });
        let first = self.first.map(place);
        (place(self.rank), articles, pairs, named, first, ring)
    }
}

/// A pair whose records nobody has read.
#[derive(Default)]
pub(super) struct Unread<'a> {
    pub(super) links: Vec<&'a Link>,
    pub(super) shared: Vec<Shared<'a>>,
}

/// The articles that a finding names.
pub(super) fn sides(finding: &mut Finding) -> impl Iterator<Item = &mut Side> {
    std::iter::once(&mut finding.at).chain(&mut finding.other)
}

/// What a link says beside the numbers of its articles and its family.
fn what_says(link: &Link) -> impl serde::Serialize {
    let Link {
        family: _,
        from,
        from_source,
        to,
        relation,
        direction,
        confidence,
        evidence,
    } = link;
    let from = from.map(|from| from.span);
    (
        from,
        from_source,
        to.span,
        relation,
        direction,
        confidence,
        evidence,
    )
}

/// What a passage and its changes are.
fn what_is_shared(shared: &Shared<'_>) -> impl serde::Serialize {
    let Shared {
        here,
        there,
        of_quotes,
        changes,
    } = shared;
    let changes = changes.iter().map(|change| {
        let Changed {
            edit,
            now,
            before,
            here,
            there,
            by_the_copy,
            elsewhere,
        } = *change;
        (edit, now, before, here, there, (by_the_copy, elsewhere))
    });
    (*here, *there, *of_quotes, changes.collect::<Vec<_>>())
}

/// An outlet that an article names.
pub(super) struct Outlet {
    pub(super) name: u32,
    pub(super) carrier: Option<u32>,
    pub(super) shared: Vec<(PassageKind, Span)>,
    /// True where another page that speaks in its name carries some of the text.
    pub(super) in_its_name: bool,
    /// Where nothing of it is held, other articles that most of what this one has from it stands in, and whether they say that it is from there.
    pub(super) elsewhere: Vec<(u32, bool)>,
    /// Where none of its pages carries the text, articles that say that they are from it.
    pub(super) told: Vec<u32>,
}
