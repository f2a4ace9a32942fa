//! ledger -> what a terminal shows.
