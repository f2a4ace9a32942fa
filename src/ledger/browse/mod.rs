//! What the pages of a report ask of a store: figures of the whole, counted once and kept ([`Digest`]), and lists and single
//! things, sheet by sheet, each by indexed look-ups, so that a page costs the same in a store of any size.

mod articles;
mod digest;
mod families;
mod findings;
mod outlets;
mod records;

pub use articles::{ArticleDetails, ArticleRow, HeldQuote, SharedPassage};
pub use digest::{CarriedPair, Digest, Named, OutletFigures, Period};
pub use families::{CarrierRow, CarriedText, FamilyRow, FamilyStep, PlacedEdit};
pub use findings::FindingQuery;

/// A part of a list: which sheet, and how many rows a sheet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// From 0.
    pub number: u32,
    /// Rows of a sheet.
    pub rows: u32,
}

impl Sheet {
    /// Rows before it.
    fn offset(self) -> i64 {
        i64::from(self.number) * i64::from(self.rows)
    }
}
