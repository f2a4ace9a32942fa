//! passages, claims and times -> directed links with evidence.
//!
//! For every family the signs for and against each pair of carriers are weighed as log-odds, item by item (`evidence`
//! for pages and times, `versions` for the wording; `heard` says where times tell little). Reports of one notice by two
//! hands are told apart (`common`), rings of carriers that name each other are kept whole (`rings`), and of the rest the
//! best forest becomes the links (`arborescence`, `tree`). What the page claims and what the text shows stay apart: a
//! claim is one item of evidence, and a named source whose text is not held becomes a ghost (`ghosts`).

mod arborescence;
mod common;
mod confidence;
mod credits;
mod evidence;
#[cfg(test)]
mod evidence_tests;
mod ghosts;
mod heard;
#[cfg(test)]
mod heard_tests;
mod party;
mod rings;
mod speakers;
mod tree;
#[cfg(test)]
mod tree_tests;
mod versions;

pub use credits::names;
pub use heard::{leave_open, of_a_fragment, rests_on_silence, says_no_more};
pub use party::{Attribution, Credit, Deixis, OwnWords, Party, Residue, Stamp, Standing};
pub use tree::{Directed, direct, refuses};
pub use versions::Pair;
