//! Drawings: figures turned into shapes here, and into SVG by templates, so that what they name is escaped like all other text.
//! Colours and patterns come from the style sheet by class; shapes, dashes and words say the same without colour.

mod coverage;
mod lineage;
mod matrix;
mod time;

pub(crate) use coverage::Coverage;
pub(crate) use lineage::{Lineage, Member, Step};
pub(crate) use matrix::Matrix;
pub(crate) use time::TimeChart;

/// A share as a length of a bar of 100: with one place, so that equal stores give equal bytes.
pub(crate) fn share_width(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    format!("{:.1}", (part as f64 * 100.0 / whole as f64).min(100.0))
}

/// Columns that a text takes in a drawing, a Han character being two.
pub(crate) fn columns(text: &str) -> u32 {
    u32::try_from(unicode_width::UnicodeWidthStr::width(text)).unwrap_or(u32::MAX)
}
