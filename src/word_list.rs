//! Lists of words: those that stand beside the code as files, a word or a row a line, with comments behind `#`; and how the words
//! of a list are looked for where most texts have none of them.

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

/// The lines of a list, trimmed, without comments and empty lines.
pub fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Characters, one bit each; those beyond the Basic Multilingual Plane are left out.
pub struct Characters(Box<[u64]>);

impl Characters {
    /// The set of these.
    pub fn new(characters: impl Iterator<Item = char>) -> Self {
        let mut bits = vec![0u64; 1024].into_boxed_slice();
        for character in characters {
            if let Some(word) = bits.get_mut(character as usize / 64) {
                *word |= 1 << (character as usize % 64);
            }
        }
        Self(bits)
    }

    /// True when `character` is in the set.
    pub fn has(&self, character: char) -> bool {
        self.0
            .get(character as usize / 64)
            .is_some_and(|word| word >> (character as usize % 64) & 1 == 1)
    }
}

/// Words that a text may end in. Most texts end in a character that no word ends in, which takes one look.
pub struct Endings {
    last: Characters,
    words: Box<[&'static str]>,
}

impl Endings {
    /// These words; none is empty.
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let words: Box<[&'static str]> = words.into_iter().collect();
        Self {
            last: Characters::new(words.iter().filter_map(|word| word.chars().next_back())),
            words,
        }
    }

    /// The first of the words, in their order, that `text` ends in.
    pub fn of(&self, text: &str) -> Option<&'static str> {
        if !text.chars().next_back().is_some_and(|last| self.last.has(last)) {
            return None;
        }
        self.words.iter().copied().find(|word| text.ends_with(word))
    }

    /// What stands before that word.
    pub fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.of(text).and_then(|word| text.strip_suffix(word))
    }

    /// True when `text` ends in one of the words.
    pub fn end(&self, text: &str) -> bool {
        self.of(text).is_some()
    }
}

/// Words that may stand anywhere in a text.
pub struct Words {
    words: Box<[&'static str]>,
    /// Where the first of them is. Nothing where it cannot be made.
    any: Option<AhoCorasick>,
}

impl Words {
    /// These words; none is empty.
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let words: Box<[&'static str]> = words.into_iter().collect();
        let any = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(&words);
        Self { words, any: any.ok() }
    }

    /// True when one of the words stands in `text`.
    pub fn stand_in(&self, text: &str) -> bool {
        match &self.any {
            Some(any) => any.is_match(text),
            None => self.words.iter().any(|word| text.contains(word)),
        }
    }

    /// Where the words stand in `text`, as (first byte, word): by place, and of those at one place the longest first. A word inside
    /// another one is there too.
    pub fn places(&self, text: &str) -> Vec<(usize, &'static str)> {
        let first = match &self.any {
            Some(any) => any.find(text).map(|first| first.start()),
            None => Some(0),
        };
        let Some(from) = first else {
            return Vec::new();
        };
        let rest = text.get(from..).unwrap_or("");
        let places = |word: &&'static str| {
            let word = *word;
            let places = memmem::find_iter(rest.as_bytes(), word);
            places.map(move |at| (from + at, word))
        };
        let mut found: Vec<(usize, &'static str)> = self.words.iter().flat_map(places).collect();
        found.sort_unstable_by_key(|(at, word)| (*at, usize::MAX - word.len()));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Endings, Words};

    #[test]
    fn words_inside_others_are_found_behind_them() {
        let words = Words::new(["本报", "本报记者", "今天"]);
        assert_eq!(
            words.places("今天本报记者"),
            [(0, "今天"), (6, "本报记者"), (6, "本报")]
        );
        assert!(words.places("昨天").is_empty());
        assert!(words.stand_in("在本报"));
    }

    #[test]
    fn the_first_word_of_the_list_counts() {
        let endings = Endings::new(["工程局", "局", "说"]);
        assert_eq!(endings.strip("江北工程局"), Some("江北"));
        assert_eq!(endings.strip("江北水务局"), Some("江北水务"));
        assert_eq!(endings.strip("江北"), None);
        assert_eq!(endings.strip(""), None);
        assert!(endings.end("他说"));
    }
}
