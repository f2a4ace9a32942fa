//! What the pages of a report ask of a store: figures of the whole, counted once and kept ([`Digest`]), and lists and single
//! things, sheet by sheet, each by indexed look-ups, so that a page costs the same in a store of any size.

mod articles;
mod digest;
mod families;
mod findings;
mod outlets;
mod periods;
mod records;

use super::database;
use super::store::Store;
use crate::error::Result;

pub use articles::{ArticleDetails, ArticleRow, CopiedRow, HeldQuote, SharedPassage};
pub use digest::{CarriedPair, Digest, FindingEntry, Named, OutletFigures};
pub use families::{CarriedText, CarrierRow, FamilyRow, FamilyStep, PlacedEdit};
pub use findings::FindingQuery;
pub use periods::Period;

impl Store {
    /// Prepares for making many pages: SQLite keeps up to 64 MB of what it has read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn expect_many_pages(&self) -> Result<()> {
        self.connection
            .pragma_update(None, "cache_size", -65_536)
            .map_err(database::failed(&self.path))
    }
}

/// A part of a list: which sheet, and how many rows a sheet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// From 0.
    pub number: u32,
    /// Rows of a sheet.
    pub rows: u32,
}

impl Sheet {
    /// The rows of this sheet from a list of all.
    pub fn of<T>(self, list: &[T]) -> &[T] {
        let start = (self.number as usize)
            .saturating_mul(self.rows as usize)
            .min(list.len());
        let end = start.saturating_add(self.rows as usize).min(list.len());
        list.get(start..end).unwrap_or_default()
    }

    /// Rows before it.
    fn offset(self) -> i64 {
        i64::from(self.number) * i64::from(self.rows)
    }
}
