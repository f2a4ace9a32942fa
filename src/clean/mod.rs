//! The cleaned corpus: what goes, what it goes for, and the files without it.
//!
//! ```text
//! ledger ── holdings ──▶ preference ──▶ duplicates ──▶ outlets ──▶ cuts ──▶ fitting ──▶ plan
//!                        who comes      which          what each   which    which       │
//!                        before whom    records go     outlet      spans    bytes       │
//!                                                      loses                            ▼
//! input, read again ──────────────────────────────────────────────────────────────▶ writing ──▶ OUT/
//!                                                                                       ▲
//!                                                              restore ◀── OUT/removed/ ┘
//! ```
//!
//! `settling` then says of each span where its text stands when all cuts are made.
//!
//! Like `trace` this folder stands behind the store and knows `read` and `ledger`. Nothing is decided while files are
//! written: a plan is complete before the first byte goes out, and a dry run is a plan without the writing.

mod containment;
mod cuts;
mod duplicates;
mod fitting;
mod outlets;
mod plan;
mod preference;
mod removal;
mod settling;
mod summary;
mod writing;

pub use outlets::Warning;
pub use plan::{Embedded, Plan, Wishes, plan};
pub use preference::Policy;
pub use removal::{Keeper, Level, Removal, Rule};
pub use summary::{Counts, Summary};
pub use writing::{Order, Restored, Target, apart, check_names, restore, write};
