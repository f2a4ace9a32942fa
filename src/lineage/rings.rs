//! Declarations -> carriers that name each other in a ring, with nobody outside whom one of them names: no origin.
//!
//! Such a ring is shown whole. Breaking it at the earliest stamp would be a guess that nobody asked for.

use std::collections::{BTreeMap, BTreeSet};

/// The carriers of closed rings. `declared` holds (named carrier, carrier that names it).
pub fn closed_rings(declared: &[(u32, u32)]) -> BTreeSet<u32> {
    let mut out: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut back: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(from, to) in declared {
        out.entry(from).or_default().push(to);
        back.entry(to).or_default().push(from);
    }
    // Kosaraju and Sharir: in the order of leaving backwards, each walk forwards stays in one component.
    let mut left = Vec::new();
    let mut seen = BTreeSet::new();
    for &(start, _) in declared {
        walk(start, &out, &mut seen, &mut left);
    }
    let mut component: BTreeMap<u32, usize> = BTreeMap::new();
    let mut sizes = Vec::new();
    let mut seen = BTreeSet::new();
    for &start in left.iter().rev() {
        let mut members = Vec::new();
        walk(start, &back, &mut seen, &mut members);
        component.extend(members.iter().map(|&member| (member, sizes.len())));
        sizes.push(members.len());
    }
    let of = |carrier: u32| component.get(&carrier).copied();
    let open: BTreeSet<usize> = declared
        .iter()
        .filter(|&&(from, to)| of(from) != of(to))
        .filter_map(|&(_, to)| of(to))
        .collect();
    component
        .iter()
        .filter(|&(_, number)| sizes.get(*number).is_some_and(|&size| size > 1) && !open.contains(number))
        .map(|(&carrier, _)| carrier)
        .collect()
}

/// Adds all that can be reached from `start` and was not `seen` to `left`, each after what is reached through it.
fn walk(start: u32, next: &BTreeMap<u32, Vec<u32>>, seen: &mut BTreeSet<u32>, left: &mut Vec<u32>) {
    if !seen.insert(start) {
        return;
    }
    let mut way: Vec<(u32, usize)> = vec![(start, 0)];
    while let Some((here, at)) = way.last_mut() {
        let beyond = next.get(here).and_then(|all| all.get(*at)).copied();
        *at += 1;
        match beyond {
            Some(beyond) if seen.insert(beyond) => way.push((beyond, 0)),
            Some(_) => {}
            None => {
                left.push(*here);
                way.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::closed_rings;

    #[test]
    fn two_that_name_each_other_are_a_ring() {
        assert_eq!(
            closed_rings(&[(1, 2), (2, 1)]).into_iter().collect::<Vec<_>>(),
            [1, 2]
        );
        let longer = closed_rings(&[(1, 2), (2, 3), (3, 1), (3, 4)]);
        assert_eq!(longer.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_third_that_one_of_them_names_opens_the_ring() {
        assert!(closed_rings(&[(1, 2), (2, 1), (5, 2)]).is_empty());
        assert!(closed_rings(&[(1, 2), (2, 3)]).is_empty());
    }
}
