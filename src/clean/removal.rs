//! What is taken out of a corpus, and for what: one [`Removal`] for each article or span.

use serde::{Serialize, Serializer};

use super::containment::Contained;
use crate::document::Span;

/// Makes an enum whose variants each have one word.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word for it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

words! {
    /// How much is taken out at once.
    Level {
        /// Whole articles, with their records.
        Articles = "articles",
        /// Spans that were carried from elsewhere.
        Passages = "passages",
        /// Lines that are not the article's own.
        Lines = "lines",
        /// Articles inside of other pages.
        Embedded = "embedded",
    }
}

words! {
    /// Why something is taken out.
    Rule {
        /// The record's text is that of another record, byte for byte.
        SameText = "same-text",
        /// The bodies are equal.
        EqualBody = "equal-body",
        /// The bodies are near copies.
        NearCopy = "near-copy",
        /// Most of it stands in a longer article.
        Contained = "contained",
        /// It stands in the reference.
        InReference = "in-reference",
        /// It holds an article of the reference.
        HoldsReference = "holds-reference",
        /// The span stands in an article that is kept.
        CarriedPassage = "carried-passage",
        /// Nothing of its own is left of the article.
        NothingLeft = "nothing-left",
        /// A line that many pages of one host share.
        Boilerplate = "boilerplate",
        /// A line of the page: navigation, counters, a disclaimer.
        Furniture = "furniture",
        /// An article inside of another page.
        EmbeddedArticle = "embedded-article",
        /// An article inside of another page, which stands in one that is kept.
        EmbeddedCopy = "embedded-copy",
        /// An article inside of another page, which is a record of its own now: nothing of it is gone.
        SplitOut = "split-out",
    }
}

impl Rule {
    /// The level that it works at.
    pub fn level(self) -> Level {
        match self {
            Self::CarriedPassage | Self::NothingLeft => Level::Passages,
            Self::Boilerplate | Self::Furniture => Level::Lines,
            Self::EmbeddedArticle | Self::EmbeddedCopy | Self::SplitOut => Level::Embedded,
            _ => Level::Articles,
        }
    }
}

/// What the removed duplicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keeper {
    /// The record that is kept.
    pub record: u32,
    /// The article in it.
    pub article: Option<u32>,
    /// Where it stands there: bytes, characters.
    pub place: Option<(Span, Span)>,
    /// How much of either stands in the other.
    pub contained: Contained,
}

/// Something that is taken out. Numbers are those of the ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Removal {
    /// Why.
    pub rule: Rule,
    /// The record that it is taken out of.
    pub record: u32,
    /// The article; `None` where the record has none, or the span belongs to the page.
    pub article: Option<u32>,
    /// The span in the record's text: bytes, characters; `None` when the whole record goes.
    pub place: Option<(Span, Span)>,
    /// What stays in its place; lines of the page need none.
    pub keeper: Option<Keeper>,
    /// The passage that shows it, for spans.
    pub passage: Option<u32>,
}
