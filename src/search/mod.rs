//! The search index: any run of three and more letters and digits, Chinese included, in titles and texts of articles.
//!
//! ```text
//! article ── form ──▶ letters and digits, folded ── three by three ──▶ STORE/search.sqlite
//! run     ── form ──▶ its threes ── look up ──▶ ranks of articles that have them all ── read ──▶ where it stands
//! ```
//!
//! What is compared is the matching form: width, case, script, spaces and marks do not matter. The index only
//! proposes; what is given was found in the text itself. So an index that is older than the store may miss an
//! article and never names a wrong one, and it is told apart by [`Standing`]. It is a file of its own, made by [`build`]
//! and never needed: everything but the search of runs works without it.

mod build;
mod find;
mod form;
mod index;
mod postings;

pub use build::{Built, build};
pub use find::{Excerpt, Found, Hit, LEAST, Request, find};
pub use index::{SearchIndex, Standing, standing};
