//! text -> matching form, with a map back to the original bytes.
//!
//! The matching form is blind to what reprints change without changing the words: width, case, script
//! (traditional or simplified), accents, white space, punctuation and quotation marks. It keeps letters and digits
//! only, as UTF-8; digits stay, because 1580万 and 2580万 must differ. It serves matching alone: what is stored and
//! shown is always the original, found again through [`Map`].

mod fold;
mod map;

pub use fold::Fold;
pub use map::{Map, Mapped};
