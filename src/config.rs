//! Parameters of all stages.
