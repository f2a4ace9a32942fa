//! Parquet files of a cleaned corpus: written without what a plan takes out, and put back together.

mod checksum;
mod copying;
mod replacing;
mod restoring;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod writer;

pub(super) use restoring::restore;
