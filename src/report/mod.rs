//! ledger -> what a terminal shows. Renders to strings; who calls decides where they go.

mod chains;
mod explained;
mod exported;
mod sources;
mod summary;
mod text;
mod traced;

pub use explained::explained;
pub use exported::{exported, exported_graph, exported_prov};
pub use sources::sources;
pub use summary::summary;
pub use traced::{traced_page, traced_text};
