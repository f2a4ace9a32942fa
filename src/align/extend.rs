//! The ends of a stretch, extended over small edits as long as the texts agree again behind them.

use super::runs::{Run, is_boundary, run_before, run_from};

/// Bytes that an edit near the end may have on either side: 8 Han characters, more than a changed word.
const MAX_EDIT: usize = 24;
/// Equal bytes that must follow such an edit: 3 Han characters; unrelated texts rarely agree that long by chance.
const MIN_AGREEMENT: usize = 9;

/// The path with the runs that continue it beyond its two ends. A path is never empty here; an empty one stays so.
pub fn extend_ends(x: &[u8], y: &[u8], mut path: Vec<Run>) -> Vec<Run> {
    while let Some(last) = path.last().copied() {
        let Some(next) = beyond(x, y, last) else { break };
        path.push(next);
    }
    let mut head = Vec::new();
    while let Some(first) = head.last().or(path.first()).copied() {
        let Some(next) = ahead(x, y, first) else { break };
        head.push(next);
    }
    head.reverse();
    head.extend(path);
    head
}

/// Pairs of (bytes skipped in `x`, bytes skipped in `y`), the smallest edits first.
fn edits() -> impl Iterator<Item = (usize, usize)> {
    (1..=2 * MAX_EDIT).flat_map(|total| {
        (total.saturating_sub(MAX_EDIT)..=total.min(MAX_EDIT)).map(move |in_x| (in_x, total - in_x))
    })
}

/// True when the agreement outweighs the edit before it.
fn outweighs(agreement: usize, (in_x, in_y): (usize, usize)) -> bool {
    agreement >= MIN_AGREEMENT.max(in_x.max(in_y))
}

/// The next equal run behind `last`, over a small edit.
fn beyond(x: &[u8], y: &[u8], last: Run) -> Option<Run> {
    let (x_end, y_end) = (last.x_end() as usize, last.y_end() as usize);
    if x_end >= x.len() || y_end >= y.len() {
        return None;
    }
    edits().find_map(|edit| {
        let (at_x, at_y) = (x_end + edit.0, y_end + edit.1);
        if x.get(at_x)? != y.get(at_y)? || !is_boundary(x, at_x) || !is_boundary(y, at_y) {
            return None;
        }
        let agreement = run_from(x, y, at_x, at_y);
        outweighs(agreement, edit).then_some(Run {
            x: at_x as u32,
            y: at_y as u32,
            length: agreement as u32,
        })
    })
}

/// The equal run ahead of `first`, over a small edit.
fn ahead(x: &[u8], y: &[u8], first: Run) -> Option<Run> {
    let (x_start, y_start) = (first.x as usize, first.y as usize);
    edits().find_map(|edit| {
        let (to_x, to_y) = (x_start.checked_sub(edit.0)?, y_start.checked_sub(edit.1)?);
        if x.get(to_x.checked_sub(1)?)? != y.get(to_y.checked_sub(1)?)?
            || !is_boundary(x, to_x)
            || !is_boundary(y, to_y)
        {
            return None;
        }
        let agreement = run_before(x, y, to_x, to_y);
        outweighs(agreement, edit).then(|| Run {
            x: (to_x - agreement) as u32,
            y: (to_y - agreement) as u32,
            length: agreement as u32,
        })
    })
}
