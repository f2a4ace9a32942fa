//! matching form -> exact hash, simhash, seeds.
