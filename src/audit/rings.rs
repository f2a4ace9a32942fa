//! circular-citation and dependent-sources: credits that lead round in a circle, and several names for one source.

use std::collections::{BTreeMap, BTreeSet};

use super::credits::Named;
use super::draft::Draft;
use super::page::{Page, credit_name, is_declaration};
use super::pair::Pair;
use crate::document::{Claim, ClaimKind, Finding, Rule};

/// Outlets that name each other for one passage: every outlet with those that it names. Returns for each outlet of a ring
/// the ring that leads from it back to it, the outlet first; the shortest, of equals the one with the smallest numbers.
pub fn rings(names: &BTreeMap<u32, BTreeSet<u32>>) -> BTreeMap<u32, Vec<u32>> {
    let mut found = BTreeMap::new();
    for &start in names.keys() {
        // Breadth first, so that the first way back is the shortest.
        let mut came_from: BTreeMap<u32, u32> = BTreeMap::new();
        let mut front = vec![start];
        let mut back = None;
        while back.is_none() && !front.is_empty() {
            let mut next = Vec::new();
            for outlet in front {
                for &named in names.get(&outlet).into_iter().flatten() {
                    if named == start && outlet != start {
                        back.get_or_insert(outlet);
                    } else if named != start && !came_from.contains_key(&named) {
                        came_from.insert(named, outlet);
                        next.push(named);
                    }
                }
            }
            front = next;
        }
        let Some(mut last) = back else { continue };
        let mut ring = vec![last];
        while let Some(&before) = came_from.get(&last).filter(|before| **before != start) {
            ring.push(before);
            last = before;
        }
        ring.push(start);
        ring.reverse();
        found.insert(start, ring);
    }
    found
}

/// The page stands in a ring: `ring` are the names from its own outlet on, and `next` is an article of the one it names.
pub fn circular(page: Page<'_>, ring: &[&str], next: Page<'_>) -> Option<Finding> {
    let named = *ring.get(1)?;
    let claim = page.credits().find(|claim| credit_name(claim) == named)?;
    let behind = next.credits().find(|claim| ring.contains(&credit_name(claim)));
    let mut circle: Vec<&str> = ring.to_vec();
    circle.extend(ring.first());
    let message = format!("names in a circle: {}", circle.join(" → "));
    Draft::new(
        Rule::CircularCitation,
        page,
        claim.span.or_else(|| page.head())?,
        message,
    )
    .beside(next, behind.and_then(|claim| claim.span).or_else(|| next.head())?)
    .confidence(0.85)
    .exhibit(
        "the credits on both sides",
        claim.span.map_or("", |span| span.of(page.text())),
        behind
            .and_then(|claim| claim.span)
            .map_or("", |span| span.of(next.text())),
    )
    .finish()
}

/// An outlet that the page names, with the first article that its text goes back to.
#[derive(Clone, Copy, Debug)]
pub struct Rooted<'a> {
    /// What the corpus holds of it.
    pub named: &'a Named<'a>,
    /// Rank of the article that its text goes back to by settled links; its own where it is a root.
    pub root: u32,
}

/// Two outlets that the page names side by side have their text from one.
pub fn dependent<'a>(page: Page<'a>, rooted: &[Rooted<'a>], pairs: &[Pair<'a>]) -> Option<Finding> {
    let side_by_side = |one: &Claim, other: &Claim| {
        let lines = |claim: &Claim| matches!(claim.kind, ClaimKind::SourceLine | ClaimKind::ClosingCredit);
        lines(one) && lines(other) && is_declaration(one) && is_declaration(other)
            || one.kind == ClaimKind::InText && other.kind == ClaimKind::InText
    };
    let of = |claim: &Claim| {
        rooted
            .iter()
            .find(|rooted| rooted.named.outlet == credit_name(claim))
    };
    let credits: Vec<&Claim> = page.credits().collect();
    for (index, one) in credits.iter().enumerate() {
        for other in credits.iter().skip(index + 1) {
            let (Some(a), Some(b)) = (of(one), of(other)) else {
                continue;
            };
            if a.named.outlet == b.named.outlet || a.root != b.root || !side_by_side(one, other) {
                continue;
            }
            let article = |rooted: &Rooted<'a>| rooted.named.carrier.or(rooted.named.report);
            let (Some(first), Some(second)) = (article(a), article(b)) else {
                continue;
            };
            // One of both is a copy of the other, or both are copies of a third.
            let copy = if first.rank == a.root { second } else { first };
            let span = other.span.or(one.span).or_else(|| page.head())?;
            let message = format!(
                "names {} and {}, whose texts are one: {}",
                a.named.outlet,
                b.named.outlet,
                if first.rank == a.root || second.rank == a.root {
                    "one carried it from the other"
                } else {
                    "both carried it from a third"
                }
            );
            let there = pairs
                .iter()
                .find(|pair| pair.from.rank == copy.rank)
                .and_then(|pair| pair.shared.first())
                .map(|shared| shared.there)
                .or_else(|| copy.head())?;
            return Draft::new(Rule::DependentSources, page, span, message)
                .beside(copy, there)
                .confidence(0.8)
                .exhibit(
                    "the credits",
                    &[one, other].map(|claim| claim.source_name.as_str()).join("、"),
                    "",
                )
                .finish();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::rings;

    fn graph(edges: &[(u32, u32)]) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut names: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for &(from, to) in edges {
            names.entry(from).or_default().insert(to);
        }
        names
    }

    #[test]
    fn rings_of_any_length_are_found_and_trees_are_none() {
        assert!(rings(&graph(&[(1, 2), (2, 3), (1, 3)])).is_empty());
        let two = rings(&graph(&[(1, 2), (2, 1), (3, 1)]));
        assert_eq!(two, BTreeMap::from([(1, vec![1, 2]), (2, vec![2, 1])]));
        let three = rings(&graph(&[(1, 2), (2, 3), (3, 1)]));
        assert_eq!(three.get(&2), Some(&vec![2, 3, 1]));
        // An outlet that names itself is no ring.
        assert!(rings(&graph(&[(1, 1)])).is_empty());
    }
}
