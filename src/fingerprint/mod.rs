//! matching form -> exact hash, simhash, seeds.

mod hashes;
mod seeds;

pub use ::simhash::hamming_distance;
pub use hashes::{exact_hash, simhash};
pub use seeds::{Seed, append_seeds};
