//! Counting the roots of a graph in which some links have no direction.
//!
//! Nodes without a resolved link to them are *open*: roots, unless an unresolved link turns out to lead to them. Joined
//! by unresolved links they form groups.
//!
//! - *At least*: a group with a member that has a source may depend on that member altogether; a group of open nodes
//!   only has one root or more. What hangs together by any links has one root or more. A node that no link touches
//!   carries the same text and may depend on any other: it counts when there is nothing else.
//! - *At most*: of two open nodes that are joined, one depends on the other or both on a third. So the roots are an
//!   independent set of the open nodes, whose size is at most their number less that of any matching; leaves are
//!   matched first, which is exact where the unresolved links make no circles.

use std::collections::BTreeMap;

/// Nodes by number, links without repetitions.
#[derive(Debug)]
pub(super) struct Graph {
    /// Outlets that are named more than once are one node: the number that stands for each node.
    same: Vec<usize>,
    /// True where a resolved link leads.
    has_source: Vec<bool>,
    resolved: Vec<(usize, usize)>,
    unresolved: Vec<(usize, usize)>,
}

/// What the links leave open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) at_least: usize,
    pub(super) at_most: usize,
    /// Open nodes, the first of each outlet, and whether links touch them, and resolved ones only.
    pub(super) roots: Vec<(usize, bool)>,
}

impl Graph {
    /// `outlets` has the outlet of each node where it is known, `links` have from, to and whether they are resolved.
    /// Where links contradict each other the pair is unresolved.
    pub(super) fn new(outlets: &[Option<&str>], links: &[(usize, usize, bool)]) -> Self {
        let mut pairs: BTreeMap<(usize, usize), (bool, bool)> = BTreeMap::new();
        for &(from, to, resolved) in links.iter().filter(|link| link.0 != link.1) {
            let pair = pairs.entry((from.min(to), from.max(to))).or_default();
            pair.0 |= resolved && from < to;
            pair.1 |= resolved && from > to;
        }
        let (mut resolved, mut unresolved) = (Vec::new(), Vec::new());
        for ((low, high), directions) in pairs {
            match directions {
                (true, false) => resolved.push((low, high)),
                (false, true) => resolved.push((high, low)),
                _ => unresolved.push((low, high)),
            }
        }
        let mut has_source = vec![false; outlets.len()];
        for &(_, to) in &resolved {
            if let Some(known) = has_source.get_mut(to) {
                *known = true;
            }
        }
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        let mut same = Vec::with_capacity(outlets.len());
        for (node, (outlet, has_source)) in outlets.iter().zip(&has_source).enumerate() {
            same.push(match outlet {
                Some(outlet) if !has_source => *first.entry(outlet).or_insert(node),
                _ => node,
            });
        }
        Self {
            same,
            has_source,
            resolved,
            unresolved,
        }
    }

    pub(super) fn roots(&self) -> Count {
        let open: Vec<usize> = (0..self.same.len())
            .filter(|&node| self.is_open(node) && self.one(node) == node)
            .collect();
        let mut groups = Groups::new(self.same.len());
        for (node, &one) in self.same.iter().enumerate() {
            groups.join(node, one);
        }
        let mut wholes = groups.clone();
        for &(one, other) in &self.unresolved {
            groups.join(one, other);
            wholes.join(one, other);
        }
        for &(from, to) in &self.resolved {
            wholes.join(from, to);
        }
        let mut joined = vec![false; self.same.len()];
        let mut doubtful = vec![false; self.same.len()];
        for (links, unresolved) in [(&self.resolved, false), (&self.unresolved, true)] {
            for node in links
                .iter()
                .flat_map(|&(one, other)| [self.one(one), self.one(other)])
            {
                if let (Some(joined), Some(doubtful)) = (joined.get_mut(node), doubtful.get_mut(node)) {
                    *joined = true;
                    *doubtful |= unresolved;
                }
            }
        }
        let at_least = self.at_least(&mut groups, &mut wholes, &joined);
        let at_most = open.len().saturating_sub(self.matched(&open)).max(at_least);
        let alone = open.len() == 1;
        let roots = open
            .into_iter()
            .map(|node| {
                let is = |list: &[bool]| list.get(node) == Some(&true);
                (node, !is(&doubtful) && (is(&joined) || alone))
            })
            .collect();
        Count {
            at_least,
            at_most,
            roots,
        }
    }

    fn is_open(&self, node: usize) -> bool {
        self.has_source.get(node) == Some(&false)
    }

    /// The node that stands for this one.
    fn one(&self, node: usize) -> usize {
        self.same.get(node).copied().unwrap_or(node)
    }

    fn at_least(&self, groups: &mut Groups, wholes: &mut Groups, joined: &[bool]) -> usize {
        let mut only_open: BTreeMap<usize, bool> = BTreeMap::new();
        let mut needed: BTreeMap<usize, usize> = BTreeMap::new();
        for node in 0..self.same.len() {
            if joined.get(self.one(node)) != Some(&true) {
                continue;
            }
            *only_open.entry(groups.of(node)).or_insert(true) &= self.is_open(node);
            needed.entry(wholes.of(node)).or_default();
        }
        for (group, only_open) in only_open {
            if let Some(needed) = needed.get_mut(&wholes.of(group)) {
                *needed += usize::from(only_open);
            }
        }
        let sum: usize = needed.into_values().map(|needed| needed.max(1)).sum();
        sum.max(usize::from(!self.same.is_empty()))
    }

    /// Pairs of a matching of the open nodes.
    fn matched(&self, open: &[usize]) -> usize {
        let mut neighbours: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(one, other) in &self.unresolved {
            if self.is_open(one) && self.is_open(other) && self.one(one) != self.one(other) {
                neighbours.entry(self.one(one)).or_default().push(self.one(other));
                neighbours.entry(self.one(other)).or_default().push(self.one(one));
            }
        }
        for list in neighbours.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        let mut degrees: BTreeMap<usize, usize> = neighbours
            .iter()
            .map(|(&node, list)| (node, list.len()))
            .collect();
        // Leaves are taken from the end; when there are none, the circles are opened in the nodes' order.
        let mut leaves: Vec<usize> = open
            .iter()
            .copied()
            .filter(|node| degrees.get(node) == Some(&1))
            .collect();
        let mut rest = open.iter().copied();
        let mut pairs = 0;
        while let Some(node) = leaves.pop().or_else(|| rest.next()) {
            if !degrees.contains_key(&node) {
                continue;
            }
            let free = |degrees: &BTreeMap<usize, usize>, node: usize| -> Vec<usize> {
                let list = neighbours.get(&node).into_iter().flatten().copied();
                list.filter(|other| degrees.contains_key(other)).collect()
            };
            let partner = free(&degrees, node).first().copied();
            degrees.remove(&node);
            let Some(partner) = partner else { continue };
            pairs += 1;
            degrees.remove(&partner);
            for gone in [node, partner] {
                for other in free(&degrees, gone) {
                    if let Some(degree) = degrees.get_mut(&other) {
                        *degree = degree.saturating_sub(1);
                        if *degree == 1 {
                            leaves.push(other);
                        }
                    }
                }
            }
        }
        pairs
    }
}

/// Sets of nodes that grow together.
#[derive(Clone, Debug)]
struct Groups(Vec<usize>);

impl Groups {
    fn new(nodes: usize) -> Self {
        Self((0..nodes).collect())
    }

    /// The smallest node of the node's set.
    fn of(&mut self, node: usize) -> usize {
        let mut top = node;
        while let Some(&above) = self.0.get(top)
            && above != top
        {
            top = above;
        }
        let mut node = node;
        while let Some(above) = self.0.get_mut(node)
            && *above != top
        {
            node = std::mem::replace(above, top);
        }
        top
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        if let Some(above) = self.0.get_mut(one.max(other)) {
            *above = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_assume, proptest};

    use super::{Count, Graph};

    fn count(outlets: &[Option<&str>], links: &[(usize, usize, bool)]) -> Count {
        Graph::new(outlets, links).roots()
    }

    fn range(nodes: usize, links: &[(usize, usize, bool)]) -> (usize, usize) {
        let count = count(&vec![None; nodes], links);
        (count.at_least, count.at_most)
    }

    const RESOLVED: bool = true;
    const UNRESOLVED: bool = false;

    #[test]
    fn a_tree_has_one_root_and_two_trees_have_two() {
        assert_eq!(range(3, &[(0, 1, RESOLVED), (1, 2, RESOLVED)]), (1, 1));
        assert_eq!(range(4, &[(0, 1, RESOLVED), (2, 3, RESOLVED)]), (2, 2));
        assert_eq!(range(3, &[(0, 2, RESOLVED), (1, 2, RESOLVED)]), (2, 2));
        assert_eq!(range(1, &[]), (1, 1));
    }

    #[test]
    fn an_unresolved_link_makes_neither_side_independent() {
        assert_eq!(range(2, &[(0, 1, UNRESOLVED)]), (1, 1));
        // The middle may have it from both sides, or both from the middle.
        assert_eq!(range(3, &[(0, 1, UNRESOLVED), (1, 2, UNRESOLVED)]), (1, 2));
        // 2 may depend on the tree of 0, or the copy 1 on 2 as well.
        assert_eq!(range(3, &[(0, 1, RESOLVED), (1, 2, UNRESOLVED)]), (1, 2));
        let count = count(&[None; 3], &[(0, 1, RESOLVED), (1, 2, UNRESOLVED)]);
        assert_eq!(count.roots, [(0, true), (2, false)]);
    }

    #[test]
    fn what_no_link_touches_may_depend_on_anything() {
        assert_eq!(range(4, &[]), (1, 4));
        assert_eq!(range(4, &[(0, 1, RESOLVED)]), (1, 3));
        let count = count(&[None; 3], &[(0, 1, RESOLVED)]);
        assert_eq!(count.roots, [(0, true), (2, false)]);
    }

    #[test]
    fn one_outlet_is_one_source_and_contradictions_are_unresolved() {
        let wire = Some("海风社");
        let twice = count(&[wire, wire, None], &[(0, 2, RESOLVED), (1, 2, RESOLVED)]);
        assert_eq!(
            (twice.at_least, twice.at_most, twice.roots),
            (1, 1, vec![(0, true)])
        );
        assert_eq!(range(2, &[(0, 1, RESOLVED), (1, 0, RESOLVED)]), (1, 1));
        assert_eq!(
            range(3, &[(0, 1, RESOLVED), (1, 2, RESOLVED), (2, 0, RESOLVED)]),
            (1, 1)
        );
    }

    /// Fewest and most nodes to which nothing leads, over all ways to direct the unresolved links without a circle.
    fn oracle(nodes: usize, links: &[(usize, usize, bool)]) -> Option<(usize, usize)> {
        let loose: Vec<_> = links.iter().filter(|link| !link.2).collect();
        let mut found: Option<(usize, usize)> = None;
        for choice in 0..1_u32 << loose.len() {
            let mut directed: Vec<(usize, usize)> = links
                .iter()
                .filter(|link| link.2)
                .map(|link| (link.0, link.1))
                .collect();
            for (bit, link) in loose.iter().enumerate() {
                let turned = choice >> bit & 1 == 1;
                directed.push(if turned {
                    (link.1, link.0)
                } else {
                    (link.0, link.1)
                });
            }
            let mut left: Vec<usize> = (0..nodes).collect();
            let led_to = |left: &[usize], node: usize| {
                directed
                    .iter()
                    .any(|&(from, to)| to == node && left.contains(&from))
            };
            let roots = left.iter().filter(|&&node| !led_to(&left, node)).count();
            while let Some(place) = left.iter().position(|&node| !led_to(&left, node)) {
                left.remove(place);
            }
            if left.is_empty() {
                let (least, most) = found.unwrap_or((roots, roots));
                found = Some((least.min(roots), most.max(roots)));
            }
        }
        found
    }

    proptest! {
        #[test]
        fn the_range_holds_what_can_be(drawn in vec((0usize..6, 0usize..6, any::<bool>()), 0..7)) {
            // One link a pair, the resolved ones without circles.
            let mut links: Vec<(usize, usize, bool)> = Vec::new();
            for (one, other, resolved) in drawn {
                let known = |link: &(usize, usize, bool)| (link.0.min(link.1), link.0.max(link.1));
                let link = (one.min(other), one.max(other), resolved);
                if one != other && !links.iter().any(|link_| known(link_) == (link.0, link.1)) {
                    links.push(link);
                }
            }
            let possible = oracle(6, &links);
            prop_assume!(possible.is_some());
            let (least, most) = possible.unwrap_or_default();
            let (at_least, at_most) = range(6, &links);
            prop_assert!(at_least <= least && most <= at_most, "{links:?}: {least}..{most} in {at_least}..{at_most}");
            if links.iter().all(|link| link.2) {
                let alone = (0..6)
                    .filter(|node| links.iter().all(|link| link.0 != *node && link.1 != *node))
                    .count();
                prop_assert_eq!((at_least, at_most), ((least - alone).max(1), most));
            }
        }
    }
}
