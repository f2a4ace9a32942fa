//! ledger -> what a terminal shows. Renders to strings; who calls decides where they go.

mod chains;
mod exported;
mod sources;
mod summary;
mod text;

pub use exported::{exported, exported_graph, exported_prov};
pub use sources::sources;
pub use summary::summary;
