//! Runs -> chains: paths on which both forms advance, best first (the chaining of minimap2 with a bounded look-back).

use super::runs::Run;
use crate::config::AlignParameters;

/// Score lost per byte of difference in length between the two sides of a gap.
const SKEW_COST: f32 = 0.25;
/// Score lost per byte of the gap's shorter side: text that is not equal.
const GAP_COST: f32 = 0.02;
/// More chains than this are not looked for in one pair: each is a place where the texts meet again.
const MAX_CHAINS: usize = 64;

/// Chains of runs, the best first; each run is in one chain at most, and runs that lie mostly inside a better chain
/// on either side are left out. Overlapping ends of consecutive runs are still in place.
pub fn chains(runs: &[Run], parameters: &AlignParameters) -> Vec<Vec<Run>> {
    let (scores, previous) = best_paths(runs, parameters);
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let mut used = vec![false; runs.len()];
    let mut chains: Vec<Vec<Run>> = Vec::new();
    for end in order {
        if chains.len() == MAX_CHAINS {
            break;
        }
        if used[end] {
            continue;
        }
        let mut chain = Vec::new();
        let mut at = Some(end);
        while let Some(index) = at.filter(|&index| !used[index]) {
            used[index] = true;
            chain.push(runs[index]);
            at = previous[index];
        }
        chain.reverse();
        chain.retain(|run| !chains.iter().any(|better| covers(better, run)));
        if !chain.is_empty() {
            chains.push(chain);
        }
    }
    chains
}

/// True when more than half of `run` lies between the ends of `chain` on both sides, or inside its runs on one.
fn covers(chain: &[Run], run: &Run) -> bool {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
        return false;
    };
    let shared = |start: u32, end: u32, from: u32, to: u32| end.min(to).saturating_sub(start.max(from));
    let inside_x = shared(run.x, run.x_end(), first.x, last.x_end());
    let inside_y = shared(run.y, run.y_end(), first.y, last.y_end());
    2 * inside_x.min(inside_y) > run.length || 2 * inside_x > run.length && 2 * inside_y > run.length
}

/// For each run the best score of a path that ends in it, and the run before it on that path.
fn best_paths(runs: &[Run], parameters: &AlignParameters) -> (Vec<f32>, Vec<Option<usize>>) {
    let mut scores = vec![0f32; runs.len()];
    let mut previous = vec![None; runs.len()];
    for (index, run) in runs.iter().enumerate() {
        scores[index] = run.length as f32;
        for before in (index.saturating_sub(parameters.look_back)..index).rev() {
            // A run adds no more than its length.
            if scores[before] + run.length as f32 <= scores[index] {
                continue;
            }
            let Some(gain) = gain(&runs[before], run, parameters) else {
                continue;
            };
            let score = scores[before] + gain;
            if score > scores[index] {
                scores[index] = score;
                previous[index] = Some(before);
            }
        }
    }
    (scores, previous)
}

/// What `run` adds to a path that ends in `before`; nothing when it cannot follow.
fn gain(before: &Run, run: &Run, parameters: &AlignParameters) -> Option<f32> {
    if run.x <= before.x
        || run.y <= before.y
        || run.x_end() <= before.x_end()
        || run.y_end() <= before.y_end()
    {
        return None;
    }
    let overlap = before
        .x_end()
        .saturating_sub(run.x)
        .max(before.y_end().saturating_sub(run.y));
    let gap_x = i64::from(run.x + overlap) - i64::from(before.x_end());
    let gap_y = i64::from(run.y + overlap) - i64::from(before.y_end());
    let skew = gap_x.abs_diff(gap_y);
    if gap_x.max(gap_y) > i64::from(parameters.max_gap) || skew > u64::from(parameters.max_skew) {
        return None;
    }
    let added = run.length.saturating_sub(overlap) as f32;
    Some(added - SKEW_COST * skew as f32 - GAP_COST * gap_x.min(gap_y) as f32)
}
