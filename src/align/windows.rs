//! Short windows that two texts share -> equal runs, where seeds are too far apart: inside large gaps, and between
//! texts that look like copies.

use super::runs::{Run, is_boundary, run_before, run_from};

/// Bytes of a window: 4 Han characters.
const WINDOW: usize = 12;
/// The place of a slot that holds no window.
const EMPTY: u32 = u32::MAX;
/// The place of a window that stands more than once.
const SEVERAL: u32 = u32::MAX - 1;

/// The windows of one text by their hash, with open addressing. Two windows of one hash count as the same; what is
/// found is compared byte by byte.
#[derive(Debug, Default)]
pub struct WindowTable {
    /// (hash, place), a power of two of them and at least twice as many as windows.
    slots: Vec<(u32, u32)>,
}

impl WindowTable {
    /// Holds the windows of `text` and nothing else.
    fn fill(&mut self, text: &[u8]) {
        self.slots.clear();
        let characters = text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.slots
            .resize((2 * characters + 2).next_power_of_two(), (0, EMPTY));
        let mask = self.slots.len() - 1;
        for (place, window) in text.windows(WINDOW).enumerate() {
            if !is_boundary(text, place) {
                continue;
            }
            let hash = hash(window);
            let mut at = hash as usize & mask;
            while let Some(slot) = self.slots.get_mut(at) {
                if slot.1 == EMPTY {
                    *slot = (hash, place as u32);
                    break;
                }
                if slot.0 == hash {
                    slot.1 = SEVERAL;
                    break;
                }
                at = (at + 1) & mask;
            }
        }
    }

    /// Where `window` stands, when it stands once.
    fn place(&self, window: &[u8]) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let hash = hash(window);
        let mut at = hash as usize & mask;
        loop {
            let &(of_slot, place) = self.slots.get(at)?;
            if place == EMPTY {
                return None;
            }
            if of_slot == hash {
                return (place != SEVERAL).then_some(place as usize);
            }
            at = (at + 1) & mask;
        }
    }
}

fn hash(window: &[u8]) -> u32 {
    let (head, tail) = window.split_at_checked(8).unwrap_or((&[], window));
    let head = head.try_into().map_or(0, u64::from_le_bytes);
    let tail = tail.try_into().map_or(0, u32::from_le_bytes);
    let mixed = (head ^ u64::from(tail).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as u32 ^ mixed as u32
}

/// The equal runs around the windows of `x` that stand once in `y`, by start in `x`. Behind a run the search goes on
/// where the run ends, so that a copy costs as much as it has differences.
pub fn fine_runs(x: &[u8], y: &[u8], table: &mut WindowTable) -> Vec<Run> {
    table.fill(y);
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(window) = x.get(at..at + WINDOW) {
        let found = is_boundary(x, at)
            .then(|| table.place(window))
            .flatten()
            .and_then(|place| run_around(x, y, at, place));
        match found {
            Some(run) if run.x_end() as usize > at => {
                at = run.x_end() as usize;
                runs.push(run);
            }
            _ => at += 1,
        }
    }
    runs.sort_unstable_by_key(|run| (run.x, run.y));
    runs.dedup();
    runs
}

fn run_around(x: &[u8], y: &[u8], at: usize, place: usize) -> Option<Run> {
    let after = run_from(x, y, at, place);
    (after >= WINDOW).then(|| {
        let before = run_before(x, y, at, place);
        Run {
            x: (at - before) as u32,
            y: (place - before) as u32,
            length: (before + after) as u32,
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{WINDOW, WindowTable, fine_runs};

    proptest! {
        /// Every run is equal on both sides and maximal, and every window of `x` that stands once in `y` lies in one or
        /// begins inside one.
        #[test]
        fn runs_are_equal_and_hold_the_windows(x in "[一-九a-c]{0,60}", y in "[一-九a-c]{0,60}") {
            let runs = fine_runs(x.as_bytes(), y.as_bytes(), &mut WindowTable::default());
            for run in &runs {
                let of_x = x.get(run.x as usize..run.x_end() as usize);
                prop_assert!(of_x.is_some() && of_x == y.get(run.y as usize..run.y_end() as usize));
                prop_assert!(x.get(run.x_end() as usize..).and_then(|rest| rest.chars().next())
                    .is_none_or(|next| !y[run.y_end() as usize..].starts_with(next)));
            }
            for (at, _) in x.char_indices() {
                let Some(window) = x.get(at..at + WINDOW) else { continue };
                if y.char_indices().filter(|(place, _)| y[*place..].starts_with(window)).count() == 1 {
                    prop_assert!(runs.iter().any(|run| (run.x as usize..run.x_end() as usize).contains(&at)));
                }
            }
        }
    }
}
