//! How much of one text stands in another, by pairs of neighbouring signs: a cheap answer to "is this said there too?".
//!
//! A sign is a character, but a word in Latin letters is one: pairs of letters stand in every English text.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

/// Letters and digits of `text`, in lower case and of one width.
pub fn plain(text: &str) -> String {
    let narrow = |character: char| match character {
        // Full-width forms stand at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    };
    let kept = text
        .chars()
        .map(narrow)
        .filter(|character| character.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The signs of a text as numbers, in its order.
fn signs(text: &str) -> Vec<u64> {
    let mut found = Vec::with_capacity(text.len() / 3);
    let mut word = String::new();
    let close = |word: &mut String, found: &mut Vec<u64>| {
        if !word.is_empty() {
            // The high bit sets words apart from characters.
            found.push(xxh3_64(word.as_bytes()) | 1 << 63);
            word.clear();
        }
    };
    for character in text.chars() {
        if character.is_ascii_alphabetic() {
            word.push(character.to_ascii_lowercase());
            continue;
        }
        close(&mut word, &mut found);
        found.extend(plain(character.encode_utf8(&mut [0; 4])).chars().map(u64::from));
    }
    close(&mut word, &mut found);
    found
}

/// Pairs of neighbouring signs of a text.
#[derive(Clone, Debug, Default)]
pub struct Bigrams(HashSet<(u64, u64)>);

impl Bigrams {
    /// The pairs of `text`.
    pub fn of(text: &str) -> Self {
        let signs = signs(text);
        let pairs = signs.iter().zip(signs.iter().skip(1));
        Self(pairs.map(|(one, other)| (*one, *other)).collect())
    }

    /// True for a text of less than two signs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Share of the pairs of `text` that are here, 0 to 1; 1 for a text without pairs.
    pub fn hold(&self, text: &str) -> f64 {
        let asked = Self::of(text);
        if asked.0.is_empty() {
            return 1.0;
        }
        asked.0.intersection(&self.0).count() as f64 / asked.0.len() as f64
    }

    /// Share of the pairs of both that both have (Jaccard), 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let common = self.0.intersection(&other.0).count();
        let all = self.0.len() + other.0.len() - common;
        common as f64 / all.max(1) as f64
    }
}

/// Runs of four neighbouring signs of a text: what two texts share of them was written by one hand, where pairs can come from
/// telling of one matter.
#[derive(Clone, Debug, Default)]
pub struct Runs(HashSet<[char; 4]>);

impl Runs {
    /// The runs of `text`.
    pub fn of(text: &str) -> Self {
        let signs: Vec<char> = plain(text).chars().collect();
        let runs = signs.windows(4).filter_map(|run| <[char; 4]>::try_from(run).ok());
        Self(runs.collect())
    }

    /// Share of the runs of `text` that are here, 0 to 1; 1 for a text of fewer than four signs.
    pub fn hold(&self, text: &str) -> f64 {
        let asked = Self::of(text);
        if asked.0.is_empty() {
            return 1.0;
        }
        asked.0.intersection(&self.0).count() as f64 / asked.0.len() as f64
    }
}

/// The pairs of a title as marks: a bit for each of 128 classes of pairs. Titles that share few bits share few pairs, so
/// that most titles are told apart without their words.
pub fn title_marks(title: &str) -> u128 {
    let pairs = Bigrams::of(title).0;
    let class = |(a, b): (u64, u64)| {
        let both = a.rotate_left(32) ^ b;
        // Fibonacci hashing: the high bits of a product with the golden ratio are well mixed.
        (both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 57) as u32
    };
    pairs.into_iter().fold(0, |marks, pair| marks | 1 << class(pair))
}

/// True when titles with these marks may be about one matter.
pub fn marks_are_alike(a: u128, b: u128) -> bool {
    let fewer = a.count_ones().min(b.count_ones());
    fewer >= 4 && (a & b).count_ones() * 2 >= fewer
}

/// True when the titles are about one matter: half of the shorter one's pairs stand in the other.
pub fn titles_are_alike(a: &str, b: &str) -> bool {
    let (one, other) = (Bigrams::of(a), Bigrams::of(b));
    let common = one.0.intersection(&other.0).count();
    let fewer = one.0.len().min(other.0.len());
    fewer >= 4 && 2 * common >= fewer
}

#[cfg(test)]
mod tests {
    use super::{Bigrams, marks_are_alike, plain, title_marks, titles_are_alike};

    #[test]
    fn width_case_and_marks_do_not_count() {
        assert_eq!(plain("“３３例”， Abc"), "33例abc");
    }

    #[test]
    fn english_is_held_by_its_words() {
        let page = Bigrams::of("The old bridge will be closed for repairs, the council said on Monday.");
        assert!(page.hold("will be closed for repairs") > 0.99);
        assert!(page.hold("but residents doubt that the money is there") < 0.2);
    }

    #[test]
    fn alike_titles_have_alike_marks() {
        let (a, b) = ("江州大桥今日通车", "江州大桥通车：车流平稳");
        assert!(titles_are_alike(a, b) && marks_are_alike(title_marks(a), title_marks(b)));
        assert!(!titles_are_alike(a, "股市收盘下跌百分之二"));
    }

    #[test]
    fn what_is_said_elsewhere_is_held() {
        let text = Bigrams::of("市水务局昨夜打开三座水库的闸门，下游水位上涨。");
        assert!(text.hold("三座水库的闸门") > 0.99);
        assert!(text.hold("股市收盘下跌百分之二") < 0.1);
        assert!(text.likeness(&Bigrams::of("市水务局昨夜打开三座水库的闸门")) > 0.5);
    }
}
