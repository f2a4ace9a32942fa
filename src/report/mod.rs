//! ledger -> what a terminal shows. Renders to strings; who calls decides where they go.

mod audit;
mod chains;
mod cleaned;
mod difference;
mod explained;
mod exported;
pub mod html;
mod scanned;
mod sources;
mod spreadsheet;
mod summary;
mod text;
mod traced;
mod upkeep;

pub use explained::explained;
mod wrap;

pub use audit::{
    Audit, Counts, Entry, Rows, RuleCount, Standing, explanation, human, rules, sarif, table, verdicts,
};
pub use cleaned::cleaned;
pub use exported::{exported, exported_graph, exported_prov};
pub use scanned::scanned;
pub use sources::sources;
pub use summary::summary;
pub use traced::{traced_page, traced_text};
pub use upkeep::{info, verified};
