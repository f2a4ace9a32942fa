//! links against claims -> findings.
//!
//! What a page says about its sources is held against what its text shows: the links into it, the passages that they
//! carry with their edits, and the claims on both sides. Each rule says one thing; a wrong accusation is worse than a
//! missed one, so a rule that is in doubt keeps silent or speaks as information.

mod allowances;
mod catalogue;

pub use allowances::{Allowance, Scope};
pub use catalogue::{CATALOGUE, Description, describe};
