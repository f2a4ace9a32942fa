//! ledger -> what a terminal shows. Renders to strings; who calls decides where they go.

mod chains;
mod explained;
mod exported;
mod summary;
mod text;
mod traced;

pub use explained::explained;
pub use exported::exported;
pub use summary::summary;
pub use traced::{traced_page, traced_text};
