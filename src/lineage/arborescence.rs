//! Weighed edges -> the forest of sources with the greatest sum: a minimum-cost arborescence under a root of all roots.
//!
//! Chu and Liu (1965), Edmonds (1967), with the heaps of Gabow, Galil, Spencer and Tarjan (1986): each node takes its
//! best edge, circles are contracted to one node and their edges made dearer by what was taken, and opened again at the
//! end. Time grows with edges times the logarithm of their number. Nodes and edges are numbers inside this file, made
//! here or checked on entry, so they may be used as indices.

/// An edge that may be taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighed {
    /// Number of the source.
    pub from: u32,
    /// Number of the receiver.
    pub to: u32,
    /// What taking it is worth.
    pub gain: f32,
}

/// Parts of a unit that gains are rounded to: sums of whole numbers do not depend on their order.
const GRAIN: f32 = 4096.0;

/// For each of `nodes` nodes the index of the edge that it is reached by, or nothing where it is a root, so that no
/// edges make a circle and gains, with `root_gain` for each root, are greatest. Of equals the first edge is taken.
/// Edges with an end beyond `nodes` are passed over.
pub fn best_forest(nodes: usize, edges: &[Weighed], root_gain: f32) -> Vec<Option<usize>> {
    // Node `nodes` is above all roots, and each root's edge from it stands behind the given ones.
    let root = nodes as u32;
    let mut all: Vec<Arc> = edges
        .iter()
        .map(|edge| Arc::new(edge.from, edge.to, edge.gain))
        .collect();
    all.extend((0..root).map(|node| Arc::new(root, node, root_gain)));
    let mut heaps = Heaps::new(nodes + 1);
    for (index, arc) in all.iter().enumerate() {
        if arc.from <= root && arc.to < root && arc.from != arc.to {
            heaps.put(arc.to as usize, arc.cost, index);
        }
    }
    let taken = cheapest(nodes, &all, &mut heaps);
    let given = |index: usize| (index < edges.len()).then_some(index);
    (0..nodes)
        .map(|node| taken.get(node).copied().flatten().and_then(given))
        .collect()
}

/// An edge with a cost.
#[derive(Clone, Copy)]
struct Arc {
    from: u32,
    to: u32,
    cost: i64,
}

impl Arc {
    fn new(from: u32, to: u32, gain: f32) -> Self {
        let cost = -(gain * GRAIN).round() as i64;
        Self { from, to, cost }
    }
}

/// Contracts circles until every node is reached, then opens them.
fn cheapest(nodes: usize, all: &[Arc], heaps: &mut Heaps) -> Vec<Option<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut groups = Groups::new(nodes + 1);
    let mut seen = vec![UNSEEN; nodes + 1];
    seen[nodes] = nodes;
    let mut taken: Vec<Option<usize>> = vec![None; nodes + 1];
    let mut circles: Vec<(usize, usize, Vec<usize>)> = Vec::new();
    for start in 0..nodes {
        let mut here = start;
        let (mut way, mut chosen): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        while seen[here] == UNSEEN {
            // Each node has at least the edge from above all roots.
            let Some(edge) = heaps.take(here) else { break };
            way.push(here);
            chosen.push(edge);
            seen[here] = start;
            here = groups.of(all[edge].from as usize);
            if seen[here] != start {
                continue;
            }
            // The way came back to a node of its own: one node is made of the circle.
            let (before, mut merged, mut first) = (groups.joined(), None, way.len());
            loop {
                first -= 1;
                let node = way[first];
                merged = heaps.merge(merged, heaps.tops[node]);
                if !groups.join(here, node) {
                    break;
                }
            }
            here = groups.of(here);
            heaps.tops[here] = merged;
            seen[here] = UNSEEN;
            way.truncate(first);
            circles.push((here, before, chosen.split_off(first)));
        }
        for edge in chosen {
            taken[groups.of(all[edge].to as usize)] = Some(edge);
        }
    }
    while let Some((circle, before, edges)) = circles.pop() {
        let entering = taken[circle];
        groups.undo(before);
        for edge in edges {
            taken[groups.of(all[edge].to as usize)] = Some(edge);
        }
        if let Some(edge) = entering {
            taken[groups.of(all[edge].to as usize)] = Some(edge);
        }
    }
    taken
}

/// Leftist heaps of edges by cost, one a node, whose costs are lowered all at once.
struct Heaps {
    tops: Vec<Option<usize>>,
    cells: Vec<Cell>,
}

struct Cell {
    cost: i64,
    edge: usize,
    /// Still to be added to the costs below.
    owed: i64,
    /// Steps to the nearest end on the right.
    steps: u32,
    left: Option<usize>,
    right: Option<usize>,
}

impl Heaps {
    fn new(nodes: usize) -> Self {
        Self {
            tops: vec![None; nodes],
            cells: Vec::new(),
        }
    }

    fn put(&mut self, node: usize, cost: i64, edge: usize) {
        let cell = self.cells.len();
        self.cells.push(Cell {
            cost,
            edge,
            owed: 0,
            steps: 1,
            left: None,
            right: None,
        });
        self.tops[node] = self.merge(self.tops[node], Some(cell));
    }

    fn steps(&self, cell: Option<usize>) -> u32 {
        cell.map_or(0, |cell| self.cells[cell].steps)
    }

    fn add(&mut self, cell: Option<usize>, cost: i64) {
        if let Some(cell) = cell {
            self.cells[cell].cost += cost;
            self.cells[cell].owed += cost;
        }
    }

    fn pay(&mut self, cell: usize) {
        let owed = std::mem::take(&mut self.cells[cell].owed);
        let (left, right) = (self.cells[cell].left, self.cells[cell].right);
        self.add(left, owed);
        self.add(right, owed);
    }

    /// As deep as the logarithm of the cells: it goes down the short sides only.
    fn merge(&mut self, one: Option<usize>, other: Option<usize>) -> Option<usize> {
        let (Some(mut top), Some(mut below)) = (one, other) else {
            return one.or(other);
        };
        let rank = |cell: usize| (self.cells[cell].cost, self.cells[cell].edge);
        if rank(below) < rank(top) {
            std::mem::swap(&mut top, &mut below);
        }
        self.pay(top);
        let right = self.merge(self.cells[top].right, Some(below));
        let left = self.cells[top].left;
        let (left, right) = if self.steps(left) < self.steps(right) {
            (right, left)
        } else {
            (left, right)
        };
        let steps = self.steps(right) + 1;
        let cell = &mut self.cells[top];
        (cell.left, cell.right, cell.steps) = (left, right, steps);
        Some(top)
    }

    /// Takes the cheapest edge of a node; what the others cost is counted from it.
    fn take(&mut self, node: usize) -> Option<usize> {
        let top = self.tops[node]?;
        let (cost, edge) = (self.cells[top].cost, self.cells[top].edge);
        self.add(Some(top), -cost);
        self.pay(top);
        let (left, right) = (self.cells[top].left, self.cells[top].right);
        self.tops[node] = self.merge(left, right);
        Some(edge)
    }
}

/// Which nodes are one, by joins that can be taken back; ways are as long as a logarithm because the smaller joins the
/// larger.
struct Groups {
    above: Vec<usize>,
    sizes: Vec<usize>,
    /// The nodes that were put under another, in order.
    joins: Vec<usize>,
}

impl Groups {
    fn new(nodes: usize) -> Self {
        Self {
            above: (0..nodes).collect(),
            sizes: vec![1; nodes],
            joins: Vec::new(),
        }
    }

    fn of(&self, node: usize) -> usize {
        let mut here = node;
        while self.above[here] != here {
            here = self.above[here];
        }
        here
    }

    fn joined(&self) -> usize {
        self.joins.len()
    }

    fn join(&mut self, one: usize, other: usize) -> bool {
        let (mut large, mut small) = (self.of(one), self.of(other));
        if large == small {
            return false;
        }
        if self.sizes[large] < self.sizes[small] {
            std::mem::swap(&mut large, &mut small);
        }
        self.above[small] = large;
        self.sizes[large] += self.sizes[small];
        self.joins.push(small);
        true
    }

    fn undo(&mut self, until: usize) {
        while self.joins.len() > until {
            let Some(small) = self.joins.pop() else { return };
            let large = self.above[small];
            self.sizes[large] -= self.sizes[small];
            self.above[small] = small;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Weighed, best_forest};

    fn is_forest(edges: &[Weighed], taken: &[Option<usize>]) -> bool {
        (0..taken.len()).all(|node| {
            let mut here = node;
            for _ in 0..=taken.len() {
                match taken[here] {
                    Some(edge) => here = edges[edge].from as usize,
                    None => return true,
                }
            }
            false
        })
    }

    fn gain(edges: &[Weighed], taken: &[Option<usize>], root: f32) -> f32 {
        taken
            .iter()
            .map(|edge| edge.map_or(root, |edge| edges[edge].gain))
            .sum()
    }

    /// Tries every choice of one edge or none for each node.
    fn greatest(nodes: usize, edges: &[Weighed], root: f32) -> f32 {
        let into = |node: usize| {
            let mut into: Vec<Option<usize>> = vec![None];
            into.extend(
                (0..edges.len())
                    .filter(|&e| edges[e].to as usize == node)
                    .map(Some),
            );
            into
        };
        let choices: Vec<Vec<Option<usize>>> = (0..nodes).map(into).collect();
        let mut most = f32::NEG_INFINITY;
        let total: usize = choices.iter().map(Vec::len).product();
        for number in 0..total {
            let mut rest = number;
            let taken: Vec<Option<usize>> = choices
                .iter()
                .map(|choice| {
                    let one = choice[rest % choice.len()];
                    rest /= choice.len();
                    one
                })
                .collect();
            if is_forest(edges, &taken) {
                most = most.max(gain(edges, &taken, root));
            }
        }
        most
    }

    proptest! {
        #[test]
        fn nothing_is_better(
            nodes in 1usize..6,
            raw in prop::collection::vec((0u32..6, 0u32..6, -20i32..40), 0..14),
        ) {
            let edges: Vec<Weighed> = raw
                .iter()
                .filter(|(from, to, _)| from != to && (*from as usize) < nodes && (*to as usize) < nodes)
                .map(|&(from, to, gain)| Weighed { from, to, gain: gain as f32 / 4.0 })
                .collect();
            let taken = best_forest(nodes, &edges, -0.5);
            prop_assert!(is_forest(&edges, &taken));
            for (node, edge) in taken.iter().enumerate() {
                prop_assert!(edge.is_none_or(|edge| edges[edge].to as usize == node));
            }
            prop_assert_eq!(gain(&edges, &taken, -0.5), greatest(nodes, &edges, -0.5));
        }
    }

    #[test]
    fn a_circle_of_best_edges_is_opened_where_it_costs_least() {
        let edge = |from, to, gain| Weighed { from, to, gain };
        // Greedily 1 -> 2 (5.0) and 0 -> 1 (1.0) would leave 4.0 for 2 -> 1 behind.
        let edges = [edge(1, 2, 5.0), edge(2, 1, 4.9), edge(0, 1, 1.0), edge(0, 2, 3.0)];
        assert_eq!(best_forest(3, &edges, -1.0), [None, Some(1), Some(3)]);
    }

    #[test]
    fn thousands_of_carriers_in_one_long_chain_and_ring_are_directed() {
        let nodes = 20_000u32;
        let ring = (0..nodes).map(|node| Weighed {
            from: node,
            to: (node + 1) % nodes,
            gain: 2.0,
        });
        let edges: Vec<Weighed> = ring.collect();
        let taken = best_forest(nodes as usize, &edges, 0.0);
        assert_eq!(taken.iter().filter(|edge| edge.is_none()).count(), 1);
    }
}
