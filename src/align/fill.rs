//! The gaps of a chain, aligned character by character.
//!
//! Small gaps get a banded table of edit distances; large ones are first divided by the runs that short windows show.

use super::chain::chains;
use super::runs::Run;
use super::windows::{WindowTable, fine_runs};
use crate::config::AlignParameters;

/// Memory that one thread uses again for every pair.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) windows: WindowTable,
    x: Vec<(u32, u32)>,
    y: Vec<(u32, u32)>,
    costs: Vec<u16>,
    above: Vec<u16>,
    steps: Vec<u8>,
}

/// The chain with its overlaps removed and the equal runs inside its gaps put in; in order of both sides.
pub fn fill_gaps(
    x: &[u8],
    y: &[u8],
    chain: Vec<Run>,
    parameters: &AlignParameters,
    scratch: &mut Scratch,
) -> Vec<Run> {
    let mut path: Vec<Run> = Vec::with_capacity(chain.len() * 2);
    for run in chain {
        let Some(&before) = path.last() else {
            path.push(run);
            continue;
        };
        let overlap = before
            .x_end()
            .saturating_sub(run.x)
            .max(before.y_end().saturating_sub(run.y));
        let Some(run) = run.without_head(overlap, x) else {
            continue;
        };
        fill(x, y, before, run, parameters, scratch, &mut path, true);
        push(&mut path, run);
    }
    path
}

/// Appends the run, joined with the last one where both touch on both sides.
fn push(path: &mut Vec<Run>, run: Run) {
    match path.last_mut() {
        Some(last) if last.x_end() == run.x && last.y_end() == run.y => last.length += run.length,
        _ => path.push(run),
    }
}

/// Appends the equal runs between `before` and `after`.
#[allow(clippy::too_many_arguments)]
fn fill(
    x: &[u8],
    y: &[u8],
    before: Run,
    after: Run,
    parameters: &AlignParameters,
    scratch: &mut Scratch,
    path: &mut Vec<Run>,
    divide: bool,
) {
    let (x_from, x_to) = (before.x_end() as usize, after.x as usize);
    let (y_from, y_to) = (before.y_end() as usize, after.y as usize);
    let (Some(x_gap), Some(y_gap)) = (x.get(x_from..x_to), y.get(y_from..y_to)) else {
        return;
    };
    if x_gap.is_empty() || y_gap.is_empty() {
        return;
    }
    characters(x_gap, x_from as u32, &mut scratch.x);
    characters(y_gap, y_from as u32, &mut scratch.y);
    if scratch.x.len() * scratch.y.len() <= parameters.gap_cells {
        align_characters(scratch, path);
    } else if divide {
        let mut last = before;
        for run in dividing_runs(
            x,
            y,
            (x_from, x_to),
            (y_from, y_to),
            parameters,
            &mut scratch.windows,
        ) {
            fill(x, y, last, run, parameters, scratch, path, false);
            push(path, run);
            last = run;
        }
        fill(x, y, last, after, parameters, scratch, path, false);
    }
}

/// The characters of a stretch with their offsets.
fn characters(bytes: &[u8], base: u32, characters: &mut Vec<(u32, u32)>) {
    characters.clear();
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    characters.extend(
        text.char_indices()
            .map(|(offset, character)| (character as u32, base + offset as u32)),
    );
}

/// The best chain of windows that stand once in each side of a large gap, without overlaps.
fn dividing_runs(
    x: &[u8],
    y: &[u8],
    (x_from, x_to): (usize, usize),
    (y_from, y_to): (usize, usize),
    parameters: &AlignParameters,
    windows: &mut WindowTable,
) -> Vec<Run> {
    let (Some(x_gap), Some(y_gap)) = (x.get(x_from..x_to), y.get(y_from..y_to)) else {
        return Vec::new();
    };
    let runs = fine_runs(x_gap, y_gap, windows);
    let Some(best) = chains(&runs, parameters).into_iter().next() else {
        return Vec::new();
    };
    let mut divided: Vec<Run> = Vec::new();
    for run in best {
        let overlap = divided.last().map_or(0, |last| {
            last.x_end()
                .saturating_sub(run.x)
                .max(last.y_end().saturating_sub(run.y))
        });
        divided.extend(run.without_head(overlap, x_gap));
    }
    for run in &mut divided {
        run.x += x_from as u32;
        run.y += y_from as u32;
    }
    divided
}

const DIAGONAL: u8 = 0;
const UP: u8 = 1;
const LEFT: u8 = 2;
/// How far the band reaches beyond the difference in length.
const BAND: usize = 12;
const FAR: u16 = u16::MAX / 2;

/// Appends the equal runs of the best alignment (unit costs) of the characters in `scratch`. The table is banded:
/// cell (i, j) is kept for `|i - j|` up to the difference in length plus [`BAND`], at place `j + reach - i` of row `i`.
fn align_characters(scratch: &mut Scratch, path: &mut Vec<Run>) {
    let Scratch {
        x,
        y,
        costs,
        above,
        steps,
        ..
    } = scratch;
    let (rows, columns) = (x.len(), y.len());
    if nothing_in_common(x, y) {
        return;
    }
    let reach = rows.abs_diff(columns) + BAND;
    let width = 2 * reach + 1;
    steps.clear();
    steps.resize((rows + 1) * width, LEFT);
    // One place more than the band, so that the last one has a neighbour above.
    above.clear();
    above.resize(width + 1, FAR);
    for (cost, slot) in (0..).zip(above.iter_mut().skip(reach).take(columns + 1).take(reach + 1)) {
        *slot = cost;
    }
    costs.clear();
    costs.resize(width + 1, FAR);
    for (i, &(character, _)) in x.iter().enumerate().map(|(before, of)| (before + 1, of)) {
        let first = i.saturating_sub(reach);
        let last = (i + reach).min(columns);
        let mut left = FAR;
        let mut place = first + reach - i;
        let row = i * width;
        costs.iter_mut().take(place).for_each(|cost| *cost = FAR);
        if first == 0 {
            // Nothing of `y` is used yet: every character of `x` is left out.
            left = i as u16;
            costs[place] = left;
            steps[row + place] = UP;
            place += 1;
        }
        let of_y = y.get(first.max(1) - 1..last).unwrap_or(&[]);
        let cells = costs[place..].iter_mut().zip(&mut steps[row + place..]);
        let before = above[place..].windows(2).zip(of_y);
        for ((cost, step), (pair, &(other, _))) in cells.zip(before) {
            let mut best = (pair[0] + u16::from(character != other), DIAGONAL);
            if pair[1] + 1 < best.0 {
                best = (pair[1] + 1, UP);
            }
            if left + 1 < best.0 {
                best = (left + 1, LEFT);
            }
            left = best.0;
            *cost = best.0;
            *step = best.1;
        }
        let end = last + reach - i + 1;
        costs.iter_mut().skip(end).for_each(|cost| *cost = FAR);
        std::mem::swap(costs, above);
    }
    let (mut i, mut j) = (rows, columns);
    let mut equal: Vec<Run> = Vec::new();
    while i > 0 && j > 0 {
        match steps[i * width + j + reach - i] {
            UP => i -= 1,
            LEFT => j -= 1,
            _ => {
                i -= 1;
                j -= 1;
                let ((character, x), (other, y)) = (x[i], y[j]);
                if character == other {
                    let length = char::from_u32(character).map_or(1, |character| character.len_utf8() as u32);
                    equal.push(Run { x, y, length });
                }
            }
        }
    }
    for run in equal.into_iter().rev() {
        push(path, run);
    }
}

/// True for two changed words without a common character: what most gaps are.
fn nothing_in_common(x: &[(u32, u32)], y: &[(u32, u32)]) -> bool {
    const WORDS: usize = 64;
    x.len() * y.len() <= WORDS && !x.iter().any(|(of_x, _)| y.iter().any(|(of_y, _)| of_x == of_y))
}
