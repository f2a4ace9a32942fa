//! seeds -> candidate pairs; aligned pairs -> clusters, passages and families.
//!
//! Articles are dense numbers by rank here: the smaller is the earlier. Nothing is quadratic in the number of
//! holders of a text: each is compared with the first holders of its seeds, and families are stars around them.

mod amending;
mod candidates;
mod clusters;
mod families;
mod formulae;
mod frames;
mod quotes;
mod selection;

pub use amending::{Amended, Before, amend};
pub use candidates::{Among, Candidate, Candidates, PART_ARTICLES, SeedKeeper, candidates};
pub use clusters::{Stars, centres_to_try, is_near_copy, stars};
pub use families::{FormFamily, FormPassage, Grouped, group};
pub use frames::{PairShape, frame_articles, pair_shape};
pub use quotes::{QuoteForm, QuoteMatch, quote_families};
pub use selection::{Seen, Selected, select, set_phrases, without_loose_ends};
