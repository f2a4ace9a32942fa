//! The gaps of a chain, aligned character by character.
//!
//! Small gaps are aligned letter by letter; large ones are first divided by the runs that short windows show.

use super::chain::chains;
use super::letters::{Letter, Table};
use super::runs::Run;
use super::windows::{WindowTable, fine_runs};
use crate::config::AlignParameters;

/// Memory that one thread uses again for every pair.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) windows: WindowTable,
    x: Vec<Letter>,
    y: Vec<Letter>,
    letters: Table,
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
fn characters(bytes: &[u8], base: u32, characters: &mut Vec<Letter>) {
    characters.clear();
    let Ok(text) = simdutf8::basic::from_utf8(bytes) else {
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

/// Appends the equal runs of the best alignment of the characters in `scratch`.
fn align_characters(scratch: &mut Scratch, path: &mut Vec<Run>) {
    let Scratch { x, y, letters, .. } = scratch;
    if nothing_in_common(x, y) {
        return;
    }
    for run in letters.align(x, y).into_iter().rev() {
        push(path, run);
    }
}

/// True for two changed words without a common character: what most gaps are.
fn nothing_in_common(x: &[Letter], y: &[Letter]) -> bool {
    const WORDS: usize = 64;
    x.len() * y.len() <= WORDS && !x.iter().any(|(of_x, _)| y.iter().any(|(of_y, _)| of_x == of_y))
}
