//! Asking a store: which articles hold a text, what stands behind each passage of a page, and why two articles are
//! linked or are not.
//!
//! ```text
//! text ── seeds ──▶ articles that may hold it ── align ──▶ where, with what differences
//!                                                            │ ledger
//!                                                            ▼
//!                                   families, carriers, links with evidence, chains of sources
//! ```
//!
//! Like `pipeline` this folder knows the stages: it takes the way of a scan backwards, with the same functions and the
//! same thresholds, from a text to what the store knows of it. Nothing is written.

mod compare;
mod explain;
mod held;
mod page;
mod passages;
mod queries;

pub use compare::{Shares, shares};
pub use explain::{Check, CommonFamily, Explanation, SharedText, Side, explain};
pub use held::{Hit, Piece};
pub use page::{ClockView, PageLink, PagePart, PageTrace, trace_article, trace_file};
pub use passages::{Holder, Trace, TracedPassage, trace_text};
pub use queries::{LEAST_ANYWHERE, LEAST_IN_QUOTES};
