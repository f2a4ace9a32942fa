//! Two short texts aligned letter by letter with unit costs: in go their characters, out come the equal runs of the best alignment.
//!
//! The table of edit distances is kept as differences of neighbouring cells, 64 columns in one machine word (Myers 1999, in the
//! block form of Hyyrö 2003). Of each row two words a block stay for the way back: where going along the diagonal is not
//! best, and where leaving out a character of `x` is.

use super::runs::Run;

/// A character with its first byte in the form.
pub type Letter = (u32, u32);

/// Columns of a block.
const COLUMNS: usize = u64::BITS as usize;

/// Differences between neighbouring cells of a row, from left to right: where they are +1 and where -1.
#[derive(Clone, Copy, Debug)]
struct Block {
    plus: u64,
    minus: u64,
}

/// What the way back needs to know of a block of a row.
#[derive(Clone, Copy, Debug, Default)]
struct Steps {
    /// Where the diagonal is not best: another character, and a cheaper way.
    aside: u64,
    /// Where leaving out a character of `x` is best, if the diagonal is not.
    up: u64,
}

/// Where the letters of `y` stand in it, by letter: open addressing, at least twice as many slots as letters.
#[derive(Debug, Default)]
struct Columns {
    /// Letter, and one more than its number; 0 is no number.
    slots: Vec<(u32, u32)>,
    /// For each letter by number a word a block.
    places: Vec<u64>,
}

impl Columns {
    fn fill(&mut self, y: &[Letter], blocks: usize) {
        self.slots.clear();
        self.slots.resize((2 * y.len()).next_power_of_two(), (0, 0));
        self.places.clear();
        for (column, &(letter, _)) in y.iter().enumerate() {
            let Some(slot) = self.slot(letter).and_then(|at| self.slots.get_mut(at)) else {
                continue;
            };
            if slot.1 == 0 {
                *slot = (letter, (self.places.len() / blocks) as u32 + 1);
                self.places.resize(self.places.len() + blocks, 0);
            }
            let word = (slot.1 as usize - 1) * blocks + column / COLUMNS;
            if let Some(word) = self.places.get_mut(word) {
                *word |= 1 << (column % COLUMNS);
            }
        }
    }

    /// The slot of a letter, or the free one where it would be.
    fn slot(&self, letter: u32) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = (letter.wrapping_mul(0x9E37_79B1) >> 8) as usize & mask;
        while self
            .slots
            .get(at)
            .is_some_and(|slot| slot.1 != 0 && slot.0 != letter)
        {
            at = (at + 1) & mask;
        }
        Some(at)
    }

    /// A word a block; none for a letter that `y` does not have.
    fn of(&self, letter: u32, blocks: usize) -> &[u64] {
        let number = self
            .slot(letter)
            .and_then(|at| self.slots.get(at))
            .map_or(0, |slot| slot.1 as usize);
        let start = number.checked_sub(1).map(|number| number * blocks);
        start
            .and_then(|start| self.places.get(start..start + blocks))
            .unwrap_or_default()
    }
}

/// Memory that is used again for every gap.
#[derive(Debug, Default)]
pub struct Table {
    columns: Columns,
    blocks: Vec<Block>,
    steps: Vec<Steps>,
}

impl Table {
    /// The equal letters of the best alignment, the last ones first. Where several ways cost the same, seen from the end the
    /// diagonal is taken before all others, and a letter of `x` is left out before one of `y`.
    pub fn align(&mut self, x: &[Letter], y: &[Letter]) -> Vec<Run> {
        if x.is_empty() || y.is_empty() {
            return Vec::new();
        }
        let blocks = y.len().div_ceil(COLUMNS);
        self.columns.fill(y, blocks);
        self.blocks.clear();
        self.blocks.resize(blocks, Block { plus: !0, minus: 0 });
        self.steps.clear();
        for &(letter, _) in x {
            let equal = self.columns.of(letter, blocks);
            // Left of the first column a row costs one more than the row above.
            let (mut carry_plus, mut carry_minus) = (1, 0);
            for (number, block) in self.blocks.iter_mut().enumerate() {
                let equal = equal.get(number).copied().unwrap_or(0);
                let Block { plus, minus } = *block;
                let down = equal | minus;
                let entered = equal | carry_minus;
                let across = ((entered & plus).wrapping_add(plus) ^ plus) | entered;
                let rises = minus | !(across | plus);
                let falls = plus & across;
                self.steps.push(Steps {
                    aside: (across | minus) & !equal,
                    up: rises,
                });
                let (shifted_rises, shifted_falls) = (rises << 1 | carry_plus, falls << 1 | carry_minus);
                (carry_plus, carry_minus) = (rises >> (COLUMNS - 1), falls >> (COLUMNS - 1));
                *block = Block {
                    plus: shifted_falls | !(down | shifted_rises),
                    minus: shifted_rises & down,
                };
            }
        }
        self.way_back(x, y, blocks)
    }

    fn way_back(&self, x: &[Letter], y: &[Letter], blocks: usize) -> Vec<Run> {
        let (mut i, mut j) = (x.len(), y.len());
        let mut equal: Vec<Run> = Vec::new();
        while i > 0 && j > 0 {
            let (row, column) = (i - 1, j - 1);
            let steps = self.steps.get(row * blocks + column / COLUMNS).copied();
            let steps = steps.unwrap_or_default();
            let bit = 1 << (column % COLUMNS);
            if steps.aside & bit == 0 {
                let ends = x.get(row).zip(y.get(column));
                if let Some((&(letter, x), &(other, y))) = ends
                    && letter == other
                {
                    let length = char::from_u32(letter).map_or(1, |letter| letter.len_utf8() as u32);
                    equal.push(Run { x, y, length });
                }
                (i, j) = (row, column);
            } else if steps.up & bit != 0 {
                i = row;
            } else {
                j = column;
            }
        }
        equal
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Letter, Table};
    use crate::align::runs::Run;

    fn letters(text: &str) -> Vec<Letter> {
        let letters = text.char_indices();
        letters.map(|(at, letter)| (letter as u32, at as u32)).collect()
    }

    /// The same by the whole table of edit distances.
    fn by_the_table(x: &[Letter], y: &[Letter]) -> Vec<Run> {
        let mut costs = vec![vec![0usize; y.len() + 1]; x.len() + 1];
        for i in 0..=x.len() {
            for j in 0..=y.len() {
                costs[i][j] = match (i, j) {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => (costs[i - 1][j - 1] + usize::from(x[i - 1].0 != y[j - 1].0))
                        .min(costs[i - 1][j] + 1)
                        .min(costs[i][j - 1] + 1),
                };
            }
        }
        let (mut i, mut j) = (x.len(), y.len());
        let mut equal = Vec::new();
        while i > 0 && j > 0 {
            let same = x[i - 1].0 == y[j - 1].0;
            if costs[i][j] == costs[i - 1][j - 1] + usize::from(!same) {
                (i, j) = (i - 1, j - 1);
                if same {
                    let length = char::from_u32(x[i].0).map_or(0, char::len_utf8) as u32;
                    equal.push(Run {
                        x: x[i].1,
                        y: y[j].1,
                        length,
                    });
                }
            } else if costs[i][j] == costs[i - 1][j] + 1 {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        equal
    }

    proptest! {
        #[test]
        fn equals_the_whole_table(x in "[一-三a-b]{0,150}", y in "[一-四a-b]{0,200}") {
            let (x, y) = (letters(&x), letters(&y));
            let mut table = Table::default();
            // Used twice: nothing of the first time may be left.
            table.align(&y, &x);
            prop_assert_eq!(table.align(&x, &y), by_the_table(&x, &y));
        }

        /// Texts that are mostly equal, over several blocks.
        #[test]
        fn equals_the_whole_table_on_copies(text in "[一-龥]{60,200}", at in 0usize..60, cut in 0usize..20) {
            let x = letters(&text);
            let mut y = x.clone();
            y.drain(at.min(y.len() - 1)..(at + cut).min(y.len()));
            y.rotate_right(usize::from(cut % 3 == 0));
            prop_assert_eq!(Table::default().align(&x, &y), by_the_table(&x, &y));
        }
    }
}
