//! passages, claims and times -> directed links with evidence.
//!
//! For every family the signs for and against each pair of carriers are weighed as log-odds, item by item; the best
//! pairs that make no circle become links. What the page claims and what the text shows stay apart: a claim is one
//! item of evidence, and a named source whose text is not held becomes a ghost.

mod evidence;
mod tree;

pub use evidence::{Credit, Party, Stamp};
pub use tree::{Directed, Pair, direct};
