//! Who carries whom, as squares in a grid: a row gives, a column takes; the larger the square the more links.

use askama::Template;

use super::columns;
use super::time::number;
use crate::ledger::CarriedPair;
use crate::report::html::figures::grouped;
use crate::report::text::cut;

/// Outlets that a drawing has room for.
const MOST: usize = 24;
const CELL: f64 = 26.0;
const LEFT: f64 = 168.0;
/// Pixels of a column of a name that is turned by half a right angle.
const COLUMN: f64 = 5.2;
/// Columns of a name.
const NAME: usize = 20;

/// An outlet at the edge of the grid.
struct Edge {
    at: String,
    name: String,
    ghost: bool,
}

struct Square {
    x: String,
    y: String,
    size: String,
    title: String,
    own: bool,
}

/// The drawing.
#[derive(Template)]
#[template(path = "drawings/matrix.svg")]
pub(crate) struct Matrix {
    rows: Vec<Edge>,
    columns: Vec<Edge>,
    squares: Vec<Square>,
    width: String,
    height: String,
    end_x: String,
    end_y: String,
    top: String,
    names: String,
    title: String,
    description: String,
}

impl Matrix {
    /// Draws the outlets between which most links run; `None` where there are no links.
    pub(crate) fn of(pairs: &[CarriedPair], title: &str, description: &str) -> Option<Self> {
        let total = |name: &str, ghost: bool, gives: bool| -> u64 {
            let own = pairs.iter().filter(|pair| {
                if gives {
                    pair.from == name && pair.ghost == ghost
                } else {
                    pair.to == name
                }
            });
            own.map(|pair| pair.links).sum()
        };
        let ordered = |gives: bool| {
            let mut names: Vec<(&str, bool)> = pairs
                .iter()
                .map(|pair| {
                    if gives {
                        (pair.from.as_str(), pair.ghost)
                    } else {
                        (pair.to.as_str(), false)
                    }
                })
                .collect();
            names.sort_unstable();
            names.dedup();
            let mut counted: Vec<(u64, (&str, bool))> = names
                .into_iter()
                .map(|(name, ghost)| (total(name, ghost, gives), (name, ghost)))
                .collect();
            counted.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
            counted.truncate(MOST);
            counted.into_iter().map(|(_, edge)| edge).collect::<Vec<_>>()
        };
        let (givers, takers) = (ordered(true), ordered(false));
        let most = pairs
            .iter()
            .filter(|pair| {
                givers.contains(&(pair.from.as_str(), pair.ghost))
                    && takers.contains(&(pair.to.as_str(), false))
            })
            .map(|pair| pair.links)
            .max()?;
        let longest = takers
            .iter()
            .map(|taker| columns(&cut(taker.0, NAME)))
            .max()
            .unwrap_or_default();
        let top = 22.0 + COLUMN * f64::from(longest);
        let mut squares = Vec::new();
        for pair in pairs {
            let row = givers
                .iter()
                .position(|giver| *giver == (pair.from.as_str(), pair.ghost));
            let column = takers.iter().position(|taker| taker.0 == pair.to);
            let Some((row, column)) = row.zip(column) else {
                continue;
            };
            let size = ((CELL - 4.0) * (pair.links as f64 / most as f64).sqrt()).max(3.0);
            let middle = |start: f64, place: usize| start + CELL * (place as f64 + 0.5) - size / 2.0;
            squares.push(Square {
                x: number(middle(LEFT, column)),
                y: number(middle(top, row)),
                size: number(size),
                title: format!("{} → {}: {}", pair.from, pair.to, grouped(pair.links)),
                own: pair.from == pair.to && !pair.ghost,
            });
        }
        let edge = |start: f64, place: usize, name: &str, ghost: bool| Edge {
            at: number(start + CELL * (place as f64 + 0.5)),
            name: cut(name, NAME),
            ghost,
        };
        let (end_x, end_y) = (
            LEFT + CELL * takers.len() as f64,
            top + CELL * givers.len() as f64,
        );
        Some(Self {
            rows: givers
                .iter()
                .enumerate()
                .map(|(place, (name, ghost))| edge(top, place, name, *ghost))
                .collect(),
            columns: takers
                .iter()
                .enumerate()
                .map(|(place, (name, ghost))| edge(LEFT, place, name, *ghost))
                .collect(),
            squares,
            width: number(end_x + 70.0),
            height: number(end_y + 8.0),
            end_x: number(end_x),
            end_y: number(end_y),
            top: number(top),
            names: number(top - 8.0),
            title: title.to_owned(),
            description: description.to_owned(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use askama::Template;

    use super::{CarriedPair, Matrix};

    fn pair(from: &str, to: &str, ghost: bool, links: u64) -> CarriedPair {
        CarriedPair {
            from: from.to_owned(),
            to: to.to_owned(),
            ghost,
            links,
        }
    }

    #[test]
    fn squares_grow_with_links_and_ghosts_are_told_apart() {
        let pairs = [pair("甲报", "乙网", false, 9), pair("甲报", "乙网", true, 1)];
        let drawing = Matrix::of(&pairs, "t", "d").unwrap();
        assert_eq!(
            (drawing.rows.len(), drawing.columns.len(), drawing.squares.len()),
            (2, 1, 2)
        );
        assert_eq!(drawing.squares[0].size, "22");
        assert_eq!(drawing.squares[1].size, "7.3");
        assert_eq!(
            drawing.render().unwrap().matches("class=\"edge ghost\"").count(),
            1
        );
        assert!(Matrix::of(&[], "t", "d").is_none());
    }
}
