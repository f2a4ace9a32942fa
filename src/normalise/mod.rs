//! text -> matching form, with a map back to the original bytes.
