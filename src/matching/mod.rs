//! fingerprints -> candidate pairs, clusters, families.
