//! Stable ids of rows: a letter and 20 hexadecimal digits (80 bits) of the xxh3-128 of a natural key.
//!
//! A natural key is made of articles, spans, kinds and names, never of numbers of a run. So an id depends neither
//! on the order of the input nor on what else is in the store.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::document::Span;

/// What an article is known by in natural keys: the hash of its dataset, its record's id and its ordinal.
pub type ArticleKey = u128;

/// The key of an article.
pub fn article_key(dataset: &str, record_id: &str, ordinal: u32) -> ArticleKey {
    NaturalKey::new()
        .text(dataset)
        .text(record_id)
        .number(ordinal)
        .hash()
}

/// A natural key in the making. Texts are preceded by their length, so that no two keys have the same bytes.
#[derive(Clone, Debug)]
pub(super) struct NaturalKey(Vec<u8>);

impl NaturalKey {
    pub(super) fn new() -> Self {
        Self(Vec::with_capacity(64))
    }

    pub(super) fn article(mut self, key: ArticleKey) -> Self {
        self.0.extend_from_slice(&key.to_le_bytes());
        self
    }

    pub(super) fn number(mut self, number: u32) -> Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    pub(super) fn span(self, span: Span) -> Self {
        self.number(span.start).number(span.end)
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.0.extend_from_slice(&(text.len() as u64).to_le_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    pub(super) fn hash(&self) -> u128 {
        xxh3_128(&self.0)
    }

    pub(super) fn id(&self, letter: char) -> String {
        id_of(self.hash(), letter)
    }

    /// The id of the `count`th row whose key has this hash, counted from 1.
    pub(super) fn counted_id(hash: u128, count: u32, letter: char) -> String {
        match count {
            0 | 1 => id_of(hash, letter),
            repeated => Self::new().article(hash).number(repeated).id(letter),
        }
    }
}

fn id_of(hash: u128, letter: char) -> String {
    let digits = format!("{hash:032x}");
    let mut id = String::with_capacity(21);
    id.push(letter);
    id.push_str(digits.get(..20).unwrap_or(&digits));
    id
}

/// Tells equal natural keys apart by counting them. What comes in a stable order gets stable ids.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    seen: HashMap<u128, u32>,
}

impl Repeats {
    /// The id of `key`, counted when it was seen before.
    pub(super) fn id(&mut self, key: &NaturalKey, letter: char) -> String {
        let hash = key.hash();
        let count = self.seen.entry(hash).or_insert(0);
        *count += 1;
        NaturalKey::counted_id(hash, *count, letter)
    }
}

#[cfg(test)]
mod tests {
    use super::{NaturalKey, Repeats, article_key};

    #[test]
    fn ids_have_their_form_and_repeated_keys_differ() {
        let key = NaturalKey::new()
            .article(article_key("default", "a", 0))
            .number(3);
        let mut repeats = Repeats::default();
        let (first, second) = (repeats.id(&key, 'f'), repeats.id(&key, 'f'));
        assert_eq!(first.len(), 21);
        assert!(first.starts_with('f') && first.chars().skip(1).all(|digit| digit.is_ascii_hexdigit()));
        assert_ne!(first, second);
        assert_eq!(Repeats::default().id(&key, 'f'), first);
        assert_ne!(article_key("a", "bc", 0), article_key("ab", "c", 0));
    }
}
