//! Articles over time as columns: the part that carries text from elsewhere is filled, the rest an outline.

use askama::Template;

use crate::ledger::Period;

/// Size of the drawing, in its own units.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 260.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 34.0;
const LEFT: f64 = 52.0;
/// Names below the columns, at most.
const NAMES: usize = 6;

/// One column.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) articles: u64,
    pub(crate) carrying: u64,
    x: String,
    width: String,
    own_y: String,
    own_height: String,
    carrying_y: String,
    carrying_height: String,
    middle: String,
    named: bool,
}

/// The drawing.
#[derive(Template)]
#[template(path = "drawings/time.svg")]
pub(crate) struct TimeChart {
    pub(crate) columns: Vec<Column>,
    /// What the filled part counts.
    pub(crate) carrying: String,
    /// What the outlined part counts.
    pub(crate) own: String,
    /// Heights with their numbers.
    lines: Vec<(String, u64)>,
}

impl TimeChart {
    /// Draws periods; `None` where there are none.
    pub(crate) fn of(periods: &[Period], carrying: &str, own: &str) -> Option<Self> {
        let most = periods.iter().map(|period| period.articles).max()?;
        let scale = round_up(most.max(1));
        let pitch = (WIDTH - LEFT) / periods.len() as f64;
        let width = (pitch * 0.78).min(56.0);
        let room = HEIGHT - TOP - BOTTOM;
        let height = |count: u64| room * count as f64 / scale as f64;
        let every = periods.len().div_ceil(NAMES).max(1);
        let columns = (0..).zip(periods).map(|(place, period)| {
            let middle = LEFT + pitch * (f64::from(place) + 0.5);
            let (whole, filled) = (height(period.articles), height(period.carrying));
            let ground = TOP + room;
            Column {
                name: period.name.clone(),
                articles: period.articles,
                carrying: period.carrying,
                x: number(middle - width / 2.0),
                width: number(width),
                own_y: number(ground - whole),
                own_height: number(whole - filled),
                carrying_y: number(ground - filled),
                carrying_height: number(filled),
                middle: number(middle),
                named: (place as usize).is_multiple_of(every),
            }
        });
        Some(Self {
            columns: columns.collect(),
            carrying: carrying.to_owned(),
            own: own.to_owned(),
            lines: [0, scale / 2, scale]
                .into_iter()
                .map(|count| (number(TOP + room - height(count)), count))
                .collect(),
        })
    }
}

/// The next even number of one digit and zeros.
fn round_up(most: u64) -> u64 {
    let mut step = 1u64;
    loop {
        for factor in [2, 4, 6, 8, 10] {
            let scale = step.saturating_mul(factor);
            if scale >= most {
                return scale;
            }
        }
        step = step.saturating_mul(10);
    }
}

/// A length with one place.
pub(super) fn number(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Period, TimeChart, round_up};

    #[test]
    fn the_highest_column_fits() {
        assert_eq!(
            (round_up(1), round_up(7), round_up(11), round_up(9_999)),
            (2, 8, 20, 10_000)
        );
        let period = |name: &str, articles, carrying| Period {
            name: name.to_owned(),
            articles,
            carrying,
        };
        let chart = TimeChart::of(&[period("2031", 4, 1), period("2032", 0, 0)], "a", "b").unwrap();
        let column = &chart.columns[0];
        assert_eq!(
            (column.own_y.as_str(), column.own_height.as_str()),
            ("16", "157.5")
        );
        assert_eq!(column.carrying_height, "52.5");
        assert!(TimeChart::of(&[], "a", "b").is_none());
    }
}
