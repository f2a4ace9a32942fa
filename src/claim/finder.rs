//! Finds the words of a list in running text: leftmost, longest, one behind the other. In goes a list, out come places.
//!
//! An automaton over UTF-8 takes a step for each byte, through tables that do not fit into a fast cache. Here a bit for
//! each character tells whether any word begins with it; most characters begin none and are passed over. The results are
//! those of an Aho-Corasick automaton with leftmost-longest matching, see the tests.

/// Characters that the table covers: the Basic Multilingual Plane. No word of the lists begins beyond it.
const PLANE: usize = 0x1_0000;

/// The words of a list, for finding them.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// A bit for each character of the plane: set when a word begins with it.
    begins: Box<[u64]>,
    /// For each character of the plane: its words.
    heads: Box<[Head]>,
    /// The words, by first character, the longest first.
    words: Vec<Word>,
}

/// The words that begin with one character.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    /// Where they begin in `words`.
    from: u16,
    /// How many there are.
    count: u16,
    /// A bit for each second character that one of them has, modulo 32; all bits when one has a single character. It turns
    /// away nearly all places where a word begins with the right character and goes on with another.
    seconds: u32,
}

/// The bit of a second character in [`Head::seconds`].
fn second_bit(second: u32) -> u32 {
    1 << (second % u32::BITS)
}

/// A word of a list.
#[derive(Debug)]
struct Word {
    word: &'static str,
    /// The code of its second character, which turns most words away before they are compared; [`ALONE`] when it has one
    /// character.
    second: u32,
    /// Its number in the list.
    number: u32,
}

/// The second character of a word that has one character.
const ALONE: u32 = u32::MAX;

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its number in the list.
    pub word: usize,
    /// Its first byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

impl Finder {
    /// Takes the words of a list. Empty words and those that begin beyond the plane are never found; of equal words the
    /// first is.
    pub fn new(list: impl IntoIterator<Item = &'static str>) -> Self {
        let first = |word: &str| word.chars().next().map_or(PLANE, |first| first as usize);
        let mut words: Vec<(&'static str, u32)> = list.into_iter().zip(0..).collect();
        words.retain(|(word, _)| first(word) < PLANE);
        words.sort_by_key(|&(word, number)| (first(word), std::cmp::Reverse(word.len()), word, number));
        let mut begins = vec![0u64; PLANE / 64].into_boxed_slice();
        let mut heads = vec![Head::default(); PLANE].into_boxed_slice();
        let second = |word: &str| word.chars().nth(1).map(u32::from);
        for (at, (word, _)) in words.iter().enumerate() {
            let code = first(word);
            if let (Some(bits), Some(head)) = (begins.get_mut(code / 64), heads.get_mut(code)) {
                if head.count == 0 {
                    head.from = u16::try_from(at).unwrap_or(u16::MAX);
                }
                head.count += 1;
                head.seconds |= second(word).map_or(u32::MAX, second_bit);
                *bits |= 1 << (code % 64);
            }
        }
        let words = words.into_iter().map(|(word, number)| Word {
            word,
            second: second(word).unwrap_or(ALONE),
            number,
        });
        let words = words.collect();
        Self { begins, heads, words }
    }

    /// The words in `text`, in order and without overlap: of those that begin at one place the longest.
    pub fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.find_from(text, at)?;
            at = found.end;
            Some(found)
        })
    }

    /// The first word in `text`.
    pub fn find(&self, text: &str) -> Option<Found> {
        self.find_from(text, 0)
    }

    /// The first word in `text` that begins at byte `from` or behind it.
    fn find_from(&self, text: &str, from: usize) -> Option<Found> {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some((code, length)) = bytes.get(at..).and_then(character) {
            let begins = self
                .begins
                .get(code / 64)
                .is_some_and(|bits| bits >> (code % 64) & 1 == 1);
            if begins && let Some((word, length)) = self.longest_at(code, text, at, at + length) {
                return Some(Found {
                    word,
                    start: at,
                    end: at + length,
                });
            }
            at += length;
        }
        None
    }

    /// The longest word that begins at byte `at` of `text`, where a character with the code `code` stands that ends at
    /// byte `end`: its number and its bytes.
    fn longest_at(&self, code: usize, text: &str, at: usize, end: usize) -> Option<(usize, usize)> {
        let &Head { from, count, seconds } = self.heads.get(code)?;
        let second = match text.as_bytes().get(end..).and_then(character) {
            // Beyond the plane the bit is not that of the character, so every word is looked at.
            Some((PLANE, _)) | None => None,
            Some((second, _)) => Some(u32::try_from(second).ok()?),
        };
        if second.is_some_and(|second| seconds & second_bit(second) == 0) {
            return None;
        }
        let words = self
            .words
            .get(usize::from(from)..usize::from(from) + usize::from(count))?;
        let rest = text.get(at..)?;
        let found = words
            .iter()
            .filter(|word| second.is_none_or(|second| word.second == second) || word.second == ALONE)
            .find(|word| word.second == ALONE || rest.starts_with(word.word))?;
        Some((found.number as usize, found.word.len()))
    }
}

/// The character that `bytes` begin with: its code, and how many bytes it has; `None` when there is none. Beyond the plane
/// every code is [`PLANE`].
fn character(bytes: &[u8]) -> Option<(usize, usize)> {
    let joined = |high: u8, low: u8| usize::from(high) << 6 | usize::from(low & 0x3F);
    match *bytes {
        [lead @ 0..0x80, ..] => Some((usize::from(lead), 1)),
        [lead @ 0xE0..0xF0, middle, low, ..] => {
            let high = usize::from(lead & 0x0F) << 12;
            Some((high | joined(middle & 0x3F, low), 3))
        }
        [lead @ 0x80..0xE0, low, ..] => Some((joined(lead & 0x1F, low), 2)),
        [] => None,
        _ => Some((PLANE, 4)),
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    use super::Finder;

    const WORDS: [&str; 12] = [
        "说",
        "说明",
        "说明会",
        "表示",
        "示范",
        "据",
        "said",
        "says",
        "a",
        "据说明书",
        "表",
        "说明",
    ];

    proptest! {
        /// Oracle: the automaton.
        #[test]
        fn equals_the_automaton(pieces in prop::collection::vec(prop::sample::select(vec![
            "说", "明", "会", "表", "示", "范", "据", "书", "sa", "id", "ys", "a", "，", "\u{1F600}", "x", "é",
        ]), 0..40)) {
            let text = pieces.concat();
            let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(WORDS);
            let expected: Vec<_> = automaton
                .iter()
                .flat_map(|automaton| automaton.find_iter(&text))
                .map(|found| (found.pattern().as_usize(), found.start(), found.end()))
                .collect();
            let finder = Finder::new(WORDS);
            let found: Vec<_> = finder.find_iter(&text).map(|found| (found.word, found.start, found.end)).collect();
            prop_assert_eq!(found.first().copied(), finder.find(&text).map(|found| (found.word, found.start, found.end)));
            prop_assert_eq!(found, expected);
        }
    }
}
