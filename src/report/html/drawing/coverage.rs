//! How much of an article came from whom, as a bar in the order of the text. Each source has a colour, a pattern and a number.

use askama::Template;

use super::time::number;

/// A stretch of the bar.
struct Stretch {
    x: String,
    width: String,
    middle: String,
    class: usize,
    source: usize,
    numbered: bool,
}

/// The drawing.
#[derive(Template)]
#[template(path = "drawings/coverage.svg")]
pub(crate) struct Coverage {
    stretches: Vec<Stretch>,
    title: String,
}

/// Length of the bar.
const WIDTH: f64 = 960.0;

impl Coverage {
    /// Draws stretches of (source or 0, characters); `None` where there is no text. `palette` gives the class of a source.
    pub(crate) fn of(stretches: &[(usize, usize)], palette: fn(usize) -> usize, title: &str) -> Option<Self> {
        let whole: usize = stretches.iter().map(|stretch| stretch.1).sum();
        if whole == 0 {
            return None;
        }
        let mut at = 0.0;
        let drawn = stretches.iter().map(|&(source, characters)| {
            let width = WIDTH * characters as f64 / whole as f64;
            let stretch = Stretch {
                x: number(at),
                width: number(width),
                middle: number(at + width / 2.0),
                class: palette(source),
                source,
                numbered: source > 0 && width >= 16.0,
            };
            at += width;
            stretch
        });
        Some(Self {
            stretches: drawn.collect(),
            title: title.to_owned(),
        })
    }
}
