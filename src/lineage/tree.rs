//! Carriers of one family -> who carried it from whom: the best pairs that make no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Credit, Party, weigh};
use crate::config::LineageParameters;
use crate::document::{Direction, Evidence, EvidenceKind, Span};

/// Two carriers whose texts were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Rank of the one.
    pub a: u32,
    /// Rank of the other.
    pub b: u32,
    /// Bytes of matching form by which their versions of the passage differ.
    pub distance: u32,
}

/// A link of a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Directed {
    /// Rank of the article it came from; `None` for a ghost.
    pub from: Option<u32>,
    /// Number of the name of the ghost.
    pub ghost: Option<u32>,
    /// Rank of the article that carries it.
    pub to: u32,
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
    log_odds: f32,
    evidence: Vec<Evidence>,
}

/// Bytes that are added to distances before they are compared: one changed word is no sign.
const DISTANCE_FLOOR: f32 = 30.0;

/// Directs the links of one family. `carriers` are ranks with the place of the passage in their records, sorted;
/// `pairs` hold every two carriers that were compared; `party` and `name` look up what is known.
pub fn direct<'n>(
    carriers: &[(u32, Option<Span>)],
    pairs: &[Pair],
    party: &dyn Fn(u32) -> &'n Party,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Vec<Directed> {
    let places: BTreeMap<u32, Option<Span>> = carriers.iter().copied().collect();
    let mut farthest: BTreeMap<u32, u32> = BTreeMap::new();
    for pair in pairs {
        for carrier in [pair.a, pair.b] {
            let most = farthest.entry(carrier).or_default();
            *most = (*most).max(pair.distance);
        }
    }
    let mut edges: Vec<Edge> = Vec::with_capacity(pairs.len() * 2);
    for pair in pairs {
        for (from, to) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let at = places.get(&to).copied().flatten();
            let mut evidence = weigh(party(from), party(to), at, name, parameters);
            evidence.extend(nearer_text(
                pair.distance,
                farthest.get(&to).copied().unwrap_or(0),
                parameters,
            ));
            let log_odds = evidence.iter().map(|item| item.log_odds).sum();
            edges.push(Edge {
                from,
                to,
                log_odds,
                evidence,
            });
        }
    }
    // Strongest first; among equals the earlier carrier as the source, so that the result has one order.
    edges.sort_by(|a, b| {
        b.log_odds
            .total_cmp(&a.log_odds)
            .then((a.from, a.to).cmp(&(b.from, b.to)))
    });
    // For each carrier with a source: that source, or one farther up.
    let mut sources: BTreeMap<u32, u32> = BTreeMap::new();
    let mut links = Vec::new();
    for edge in edges {
        // The receiver has no source yet, so a circle would close only where it is the root of its own source.
        if sources.contains_key(&edge.to) || root(&mut sources, edge.from) == edge.to {
            continue;
        }
        // What the signs of direction say without the likeness of the texts, which is the same in both directions.
        let signs: f32 = edge
            .evidence
            .iter()
            .filter(|item| item.kind != EvidenceKind::InheritedEdits)
            .map(|item| item.log_odds)
            .sum();
        let resolved = signs >= parameters.resolved;
        if !resolved && (edge.from > edge.to || signs < -parameters.resolved) {
            continue;
        }
        sources.insert(edge.to, edge.from);
        links.push(link(edge, resolved));
    }
    let held: BTreeSet<u32> = places
        .keys()
        .filter_map(|&carrier| party(carrier).publisher)
        .collect();
    for (&carrier, &at) in &places {
        links.extend(ghosts(
            carrier,
            !sources.contains_key(&carrier),
            party(carrier),
            at,
            &held,
            name,
            parameters,
        ));
    }
    links.sort_by_key(|link| (link.to, link.from, link.ghost));
    links
}

/// The first source of `carrier`, directly or through others. `sources` lead from a carrier towards its root and are
/// halved on the way (path halving; Tarjan and van Leeuwen 1984), so that long chains cost no more than short ones.
fn root(sources: &mut BTreeMap<u32, u32>, carrier: u32) -> u32 {
    let mut here = carrier;
    while let Some(&source) = sources.get(&here) {
        let Some(&beyond) = sources.get(&source) else {
            return source;
        };
        sources.insert(here, beyond);
        here = beyond;
    }
    here
}

fn link(edge: Edge, resolved: bool) -> Directed {
    let mut evidence = edge.evidence;
    if evidence.is_empty() {
        let note = "both carry the passage; nothing tells who had it first".to_owned();
        evidence.push(Evidence {
            kind: EvidenceKind::Text,
            log_odds: 0.0,
            span: None,
            note,
        });
    }
    let signs: f32 = evidence
        .iter()
        .filter(|item| item.kind != EvidenceKind::InheritedEdits)
        .map(|item| item.log_odds)
        .sum();
    Directed {
        from: Some(edge.from),
        ghost: None,
        to: edge.to,
        direction: if resolved {
            Direction::Resolved
        } else {
            Direction::Unresolved
        },
        confidence: probability(signs),
        evidence,
    }
}

/// The sources that a carrier without a source in the corpus names and whose text of the passage is not held: the
/// first that it declares for the whole article, and those that it credits inside the passage.
fn ghosts<'n>(
    carrier: u32,
    is_root: bool,
    party: &Party,
    at: Option<Span>,
    held: &BTreeSet<u32>,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Vec<Directed> {
    if !is_root {
        return Vec::new();
    }
    let absent = |credit: &&Credit| Some(credit.name) != party.publisher && !held.contains(&credit.name);
    let declared = party
        .credits
        .iter()
        .filter(absent)
        .find(|credit| credit.is_declaration());
    let inside = party.credits.iter().filter(absent).filter(|credit| {
        !credit.is_declaration()
            && credit
                .governed(at)
                .is_some_and(|bytes| bytes >= parameters.ghost_bytes)
    });
    let mut named: BTreeSet<u32> = BTreeSet::new();
    declared
        .into_iter()
        .chain(inside)
        .filter(|credit| named.insert(credit.name))
        .map(|credit| {
            let note = format!(
                "names {} as its source, whose text of the passage is not held",
                name(credit.name)
            );
            let log_odds = credit.weight(parameters) / 2.0;
            Directed {
                from: None,
                ghost: Some(credit.name),
                to: carrier,
                direction: Direction::Resolved,
                confidence: probability(log_odds),
                evidence: vec![Evidence {
                    kind: credit.kind,
                    log_odds,
                    span: credit.span,
                    note,
                }],
            }
        })
        .collect()
}

/// How much nearer the two versions are than the farthest two that the receiver was compared in: edits that both
/// have and others lack were inherited.
fn nearer_text(distance: u32, farthest: u32, parameters: &LineageParameters) -> Option<Evidence> {
    if distance >= farthest {
        return None;
    }
    let ratio = (farthest as f32 + DISTANCE_FLOOR) / (distance as f32 + DISTANCE_FLOOR);
    let log_odds = (parameters.nearer_text * ratio.ln()).min(parameters.nearer_text_cap);
    let note = if distance == 0 {
        "the wording is the same to the letter".to_owned()
    } else {
        format!("differs by {distance} bytes where another version differs by {farthest}")
    };
    Some(Evidence {
        kind: EvidenceKind::InheritedEdits,
        log_odds,
        span: None,
        note,
    })
}

fn probability(log_odds: f32) -> f32 {
    (1.0 / (1.0 + (-log_odds).exp())).clamp(0.01, 0.99)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Credit, Party, Stamp};
    use super::{Pair, direct};
    use crate::config::LineageParameters;
    use crate::document::{Direction, EvidenceKind, Precision};

    fn party(publisher: u32, credits: &[u32], seconds: Option<i64>) -> Party {
        let credit = |&name: &u32| Credit {
            name,
            kind: EvidenceKind::SourceLine,
            span: None,
            scope: None,
        };
        Party {
            publisher: Some(publisher),
            credits: credits.iter().map(credit).collect(),
            stamp: seconds.map(|seconds| Stamp {
                seconds,
                precision: Precision::Second,
            }),
            embedded: false,
        }
    }

    fn links(parties: &[Party], pairs: &[(u32, u32, u32)]) -> Vec<(Option<u32>, u32, Direction)> {
        let carriers: Vec<_> = (0..parties.len() as u32).map(|rank| (rank, None)).collect();
        let pairs: Vec<Pair> = pairs
            .iter()
            .map(|&(a, b, distance)| Pair { a, b, distance })
            .collect();
        direct(
            &carriers,
            &pairs,
            &|rank| &parties[rank as usize],
            &|_| "X",
            &LineageParameters::default(),
        )
        .into_iter()
        .map(|link| (link.from, link.to, link.direction))
        .collect()
    }

    #[test]
    fn the_copy_of_a_copy_is_known_by_its_edits() {
        let parties = [
            party(10, &[], Some(0)),
            party(11, &[], Some(100)),
            party(12, &[], Some(200)),
        ];
        let found = links(&parties, &[(0, 1, 300), (0, 2, 380), (1, 2, 40)]);
        assert_eq!(
            found,
            [
                (Some(0), 1, Direction::Resolved),
                (Some(1), 2, Direction::Resolved)
            ]
        );
    }

    #[test]
    fn a_lying_stamp_does_not_turn_a_declared_reprint_round() {
        let parties = [party(10, &[11], Some(0)), party(11, &[], Some(500))];
        assert_eq!(links(&parties, &[(0, 1, 0)]), [(Some(1), 0, Direction::Resolved)]);
    }

    #[test]
    fn nothing_known_leaves_the_direction_open() {
        let parties = [party(10, &[], None), party(11, &[], None)];
        assert_eq!(
            links(&parties, &[(0, 1, 0)]),
            [(Some(0), 1, Direction::Unresolved)]
        );
    }

    #[test]
    fn a_declared_source_that_is_not_held_is_a_ghost() {
        let parties = [party(10, &[99], Some(0)), party(11, &[10], Some(500))];
        let found = links(&parties, &[(0, 1, 0)]);
        assert_eq!(
            found,
            [(None, 0, Direction::Resolved), (Some(0), 1, Direction::Resolved)]
        );
    }
}
