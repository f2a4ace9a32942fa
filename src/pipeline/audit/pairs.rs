//! The articles that links lead from -> what each shares with the receiver, with every change seen from the receiver. Edits are unpacked here,
//! for one article at a time.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::Surroundings;
use super::matter::Unread;
use crate::audit::{Changed, Shared};
use crate::document::{Direction, Edit, Link, Passage, PassageKind, Side, Span};

/// A family, a carrier in it, and the article that this one is compared with.
pub(super) type Between = (u32, u32, u32);

/// A passage with what was changed in it.
pub(super) struct Edited<'a> {
    passage: &'a Passage,
    edits: Vec<Edit>,
}

impl<'a> Surroundings<'a> {
    /// The passages of two articles in a family, with `a` as the carrier.
    fn passages(&self, (family, a, b): Between) -> impl Iterator<Item = &'a Passage> {
        let all = self.placed.passages.as_slice();
        let start = all.partition_point(|passage| (passage.family, passage.a.article) < (family, a));
        let of_carrier = all.iter().skip(start);
        of_carrier
            .take_while(move |passage| (passage.family, passage.a.article) == (family, a))
            .filter(move |passage| passage.b.article == b)
    }

    /// Between whom the passages stand that bear on a link: from the giver, to it, and of the receiver beside the first holder, where
    /// that is a third.
    fn around(&self, link: &Link) -> [Option<Between>; 3] {
        let (family, to) = (link.family, link.to.article);
        let Some(from) = link.from.map(|from| from.article) else {
            return [None; 3];
        };
        let first = self.placed.families.get(family as usize);
        let holder = first
            .map(|family| family.first.article)
            .filter(|holder| *holder != from && *holder != to);
        [
            Some((family, to, from)),
            Some((family, from, to)),
            holder.map(|holder| (family, to, holder)),
        ]
    }

    /// The passages that bear on links, with what was changed in them.
    pub(super) fn edited(&self, links: &[&Link]) -> HashMap<Between, Vec<Edited<'a>>> {
        let mut edited: HashMap<Between, Vec<Edited<'a>>> = HashMap::new();
        for between in links.iter().flat_map(|link| self.around(link)).flatten() {
            edited.entry(between).or_insert_with(|| {
                let passages = self.passages(between);
                let edited = passages.map(|passage| Edited {
                    passage,
                    edits: passage.edits.unpack(),
                });
                edited.collect()
            });
        }
        edited
    }

    /// The articles that links lead from, with the passages that they share with the receiver.
    pub(super) fn pairs<'h>(
        &'h self,
        links: &[&'h Link],
        edited: &'h HashMap<Between, Vec<Edited<'a>>>,
    ) -> BTreeMap<u32, Unread<'h>> {
        let mut pairs: BTreeMap<u32, Unread<'h>> = BTreeMap::new();
        // All links lead into one article.
        let witnesses = OnceCell::new();
        for link in links {
            let Some(from) = link.from.map(|from| from.article) else {
                continue;
            };
            let pair = pairs.entry(from).or_default();
            pair.links.push(link);
            pair.shared.extend(self.shared(link, edited, &witnesses));
        }
        for pair in pairs.values_mut() {
            pair.shared
                .sort_by_key(|shared| (shared.here, shared.there, shared.of_quotes));
            pair.shared
                .dedup_by(|later, earlier| (later.here, later.there) == (earlier.here, earlier.there));
        }
        pairs
    }

    /// The passages of a link's family that both articles carry, seen from the receiver.
    fn shared<'h>(
        &self,
        link: &Link,
        edited: &'h HashMap<Between, Vec<Edited<'a>>>,
        witnesses: &OnceCell<Vec<Witness>>,
    ) -> Vec<Shared<'h>> {
        // The copy beside the first holder: an edit that is not there was made by the other.
        let [direct, turned, beside_first] = self.around(link).map(|between| {
            let found = between.and_then(|between| edited.get(&between));
            found.map_or(&[][..], Vec::as_slice)
        });
        let family = self.placed.families.get(link.family as usize);
        let from_first = link.from.map(|from| from.article) == family.map(|family| family.first.article);
        let turned = turned.iter().map(|found| (found, true));
        direct
            .iter()
            .map(|found| (found, false))
            .chain(turned)
            .map(|(Edited { passage, edits }, turned)| {
                let (here, there) = if turned {
                    (passage.b.span, passage.a.span)
                } else {
                    (passage.a.span, passage.b.span)
                };
                let mut changes: Vec<Changed<'_>> = edits
                    .iter()
                    .map(|edit| changed(edit, turned, beside_first))
                    .collect();
                let beside_first = if from_first { direct } else { beside_first };
                for change in changes.iter_mut().filter(|change| change.by_the_copy) {
                    let witnesses = witnesses.get_or_init(|| self.witnesses(link.to.article));
                    change.elsewhere = self.stands_elsewhere(link, change.here, beside_first, witnesses);
                }
                changes.sort_by_key(|change| (change.here, change.there));
                Shared {
                    here,
                    there,
                    of_quotes: passage.kind == PassageKind::Quote,
                    changes,
                }
            })
            .collect()
    }
}

/// Passages of an article that are looked into for others with its words.
const LOOKED_INTO: usize = 64;

/// What another article has of the text of one: its rank, where the passage stands in the one, and where the two differ there, sorted.
type Witness = (u32, Span, Vec<Span>);

impl Surroundings<'_> {
    /// The articles that share passages with `rank`.
    fn witnesses(&self, rank: u32) -> Vec<Witness> {
        let numbers = self.of_article.get(&rank).map_or(&[][..], Vec::as_slice);
        let mut passages: Vec<(Side, Side, &Passage)> = numbers
            .iter()
            .filter_map(|number| self.placed.passages.get(*number as usize))
            .filter(|passage| matches!(passage.kind, PassageKind::Body | PassageKind::Quote))
            .map(|passage| match passage.a.article == rank {
                true => (passage.a, passage.b, passage),
                false => (passage.b, passage.a, passage),
            })
            .filter(|(_, other, _)| other.article != rank)
            .collect();
        // The longest tell of the most places.
        passages.sort_by_key(|&(own, other, _)| (Reverse(own.span.len()), other.article, own.span.start));
        passages.truncate(LOOKED_INTO);
        passages
            .into_iter()
            .map(|(own, other, passage)| {
                let edits = passage.edits.unpack();
                let place = |edit: &Edit| {
                    if passage.a == own {
                        edit.a_span
                    } else {
                        edit.b_span
                    }
                };
                let mut places: Vec<Span> = edits.iter().map(place).collect();
                places.sort_unstable();
                (other.article, own.span, places)
            })
            .collect()
    }

    /// True when another article has the receiver's words at `here` and did not take them from it: then it did not change them. `beside_first` is the
    /// receiver beside the first holder. Where it is open who carried what, one that came later tells as much as one that stood before.
    fn stands_elsewhere(
        &self,
        link: &Link,
        here: Span,
        beside_first: &[Edited<'_>],
        witnesses: &[Witness],
    ) -> bool {
        let to = link.to.article;
        let from = link.from.map(|from| from.article);
        let settled = link.direction == Direction::Resolved;
        let taken = |holder: u32| {
            let links = self.into.get(&holder).map_or(&[][..], Vec::as_slice);
            links.iter().any(|link| {
                link.direction == Direction::Resolved && link.from.is_some_and(|from| from.article == to)
            })
        };
        let tells =
            |holder: u32| holder != to && Some(holder) != from && (holder < to || !settled) && !taken(holder);
        let touches = |span: Span| span.start <= here.end && here.start <= span.end;
        // Words at the edge of a passage may go on otherwise.
        let inside = |span: Span| span.start < here.start && here.end < span.end;
        let edits = beside_first.iter().flat_map(|found| &found.edits);
        edits
            .filter(|edit| touches(edit.a_span))
            .flat_map(|edit| self.wordings.holders(link.family, edit))
            .any(tells)
            || witnesses
                .iter()
                .filter(|(holder, span, _)| inside(*span) && tells(*holder))
                .any(|(.., places)| {
                    let next = places.partition_point(|place| place.end < here.start);
                    !places.get(next).is_some_and(|place| touches(*place))
                })
    }
}

fn changed<'a>(edit: &'a Edit, turned: bool, beside_first: &[Edited<'_>]) -> Changed<'a> {
    let (now, before, here, there) = if turned {
        (&edit.b_text, &edit.a_text, edit.b_span, edit.a_span)
    } else {
        (&edit.a_text, &edit.b_text, edit.a_span, edit.b_span)
    };
    let touches = |span: Span| span.start <= here.end && here.start <= span.end;
    let compared = beside_first
        .iter()
        .any(|found| found.passage.a.span.contains(here));
    let differs = beside_first
        .iter()
        .any(|found| found.edits.iter().any(|edit| touches(edit.a_span)));
    Changed {
        edit,
        now,
        before,
        here,
        there,
        by_the_copy: !compared || differs,
        elsewhere: false,
    }
}
