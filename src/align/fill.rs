//! The gaps of a chain, aligned character by character.
//!
//! Small gaps get a banded table of edit distances; large ones are first divided by 12-byte windows (4 Han
//! characters) that stand once on either side.

use std::collections::HashMap;

use super::chain::chains;
use super::runs::{Run, equal_runs};
use crate::config::AlignParameters;
use crate::document::Anchor;

/// Bytes of the windows that divide a large gap.
const FINE_WINDOW: usize = 12;

/// Memory that one thread uses again for every gap.
#[derive(Debug, Default)]
pub struct Scratch {
    x: Vec<(u32, u32)>,
    y: Vec<(u32, u32)>,
    costs: Vec<u16>,
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
        for run in dividing_runs(x, y, (x_from, x_to), (y_from, y_to), parameters) {
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
) -> Vec<Run> {
    let (Some(x_gap), Some(y_gap)) = (x.get(x_from..x_to), y.get(y_from..y_to)) else {
        return Vec::new();
    };
    let anchors = fine_anchors(x_gap, y_gap);
    let runs = equal_runs(x_gap, y_gap, &anchors);
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

/// Windows of 4 Han characters that stand once in either text, by their place in `x`.
pub fn fine_anchors(x: &[u8], y: &[u8]) -> Vec<Anchor> {
    let starts = |text: &[u8], at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 != 0x80);
    // None: stands more than once.
    let mut places: HashMap<&[u8], Option<u32>> = HashMap::with_capacity(y.len() / 3);
    for (at, window) in y
        .windows(FINE_WINDOW)
        .enumerate()
        .filter(|(at, _)| starts(y, *at))
    {
        places
            .entry(window)
            .and_modify(|place| *place = None)
            .or_insert(Some(at as u32));
    }
    let windows = x
        .windows(FINE_WINDOW)
        .enumerate()
        .filter(|(at, _)| starts(x, *at));
    windows
        .filter_map(|(at, window)| {
            Some(Anchor {
                x: at as u32,
                y: (*places.get(window)?)?,
            })
        })
        .collect()
}

const DIAGONAL: u8 = 0;
const UP: u8 = 1;
const LEFT: u8 = 2;
/// How far the band reaches beyond the difference in length.
const BAND: usize = 12;
const FAR: u16 = u16::MAX / 2;

/// Appends the equal runs of the best alignment (unit costs) of the characters in `scratch`. The table is banded:
/// cell (i, j) is kept for `|i - j|` up to the difference in length plus [`BAND`].
fn align_characters(scratch: &mut Scratch, path: &mut Vec<Run>) {
    let (rows, columns) = (scratch.x.len(), scratch.y.len());
    let reach = rows.abs_diff(columns) + BAND;
    let width = 2 * reach + 1;
    scratch.costs.clear();
    scratch.costs.resize((rows + 1) * width, FAR);
    scratch.steps.clear();
    scratch.steps.resize((rows + 1) * width, DIAGONAL);
    // Column of cell (i, j) in its row: j + reach - i.
    let slot = |i: usize, j: usize| i * width + (j + reach - i);
    for i in 0..=rows {
        for j in i.saturating_sub(reach)..=(i + reach).min(columns) {
            let here = slot(i, j);
            if i == 0 && j == 0 {
                scratch.costs[here] = 0;
                continue;
            }
            let mut best = (FAR, DIAGONAL);
            if i > 0 && j > 0 {
                let equal = scratch.x[i - 1].0 == scratch.y[j - 1].0;
                best = (scratch.costs[slot(i - 1, j - 1)] + u16::from(!equal), DIAGONAL);
            }
            if i > 0 && j + reach >= i && j < i + reach {
                let cost = scratch.costs[slot(i - 1, j)] + 1;
                if cost < best.0 {
                    best = (cost, UP);
                }
            }
            if j > 0 && j + reach > i {
                let cost = scratch.costs[here - 1] + 1;
                if cost < best.0 {
                    best = (cost, LEFT);
                }
            }
            scratch.costs[here] = best.0;
            scratch.steps[here] = best.1;
        }
    }
    let (mut i, mut j) = (rows, columns);
    let mut equal: Vec<Run> = Vec::new();
    while i > 0 && j > 0 {
        match scratch.steps[slot(i, j)] {
            UP => i -= 1,
            LEFT => j -= 1,
            _ => {
                i -= 1;
                j -= 1;
                let ((character, x), (other, y)) = (scratch.x[i], scratch.y[j]);
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
