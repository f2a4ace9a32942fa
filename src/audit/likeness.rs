//! How much of one text stands in another, by pairs of neighbouring signs: a cheap answer to "is this said there too?".
//!
//! A sign is a character, but a word in Latin letters is one: pairs of letters stand in every English text.

use xxhash_rust::xxh3::xxh3_64;

/// Letters and digits of `text`, in lower case and of one width.
pub fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        each_plain(character, |sign| kept.push(sign));
    }
    kept
}

/// Gives `take` what a character becomes in plain text: nothing for one that is no letter or digit.
fn each_plain(character: char, take: impl FnMut(char)) {
    // Full-width forms stand at a fixed distance from ASCII.
    let narrow = match character {
        // Han characters are letters of one width and case.
        '\u{4e00}'..='\u{9fff}' => return std::iter::once(character).for_each(take),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    };
    if narrow.is_alphanumeric() {
        narrow.to_lowercase().for_each(take);
    }
}

/// The signs of a text as numbers, in its order.
fn signs(text: &str) -> Vec<u32> {
    let mut found = Vec::with_capacity(text.len() / 3);
    let mut word = String::new();
    let close = |word: &mut String, found: &mut Vec<u32>| {
        if !word.is_empty() {
            // The high bit sets words apart from characters.
            found.push(xxh3_64(word.as_bytes()) as u32 | 1 << 31);
            word.clear();
        }
    };
    for character in text.chars() {
        if character.is_ascii_alphabetic() {
            word.push(character.to_ascii_lowercase());
            continue;
        }
        close(&mut word, &mut found);
        each_plain(character, |sign| found.push(u32::from(sign)));
    }
    close(&mut word, &mut found);
    found
}

/// A set as a sorted list: made and compared faster than by hashing, for as many items as a page has.
fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// How many items two sorted lists have in common.
fn common<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (fewer, more) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut more = more;
    let mut count = 0;
    for item in fewer {
        // A short list against a long one leaps; two of one length go step by step.
        let step = more.iter().take(LEAP).take_while(|other| *other < item).count();
        more = more.get(step..).unwrap_or_default();
        if step == LEAP {
            more = more
                .get(more.partition_point(|other| other < item)..)
                .unwrap_or_default();
        }
        count += usize::from(more.first() == Some(item));
    }
    count
}

/// Items that are stepped over before the rest of the list is halved.
const LEAP: usize = 8;

/// Pairs of neighbouring signs of a text, both in one number, sorted.
#[derive(Clone, Debug, Default)]
pub struct Bigrams(Vec<u64>);

impl Bigrams {
    /// The pairs of `text`.
    pub fn of(text: &str) -> Self {
        let signs = signs(text);
        let pairs = signs.iter().zip(signs.iter().skip(1));
        Self(sorted(
            pairs.map(|(one, other)| u64::from(*one) << 32 | u64::from(*other)),
        ))
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
        common(&asked.0, &self.0) as f64 / asked.0.len() as f64
    }

    /// Share of the pairs of both that both have (Jaccard), 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let common = common(&self.0, &other.0);
        let all = self.0.len() + other.0.len() - common;
        common as f64 / all.max(1) as f64
    }
}

/// Runs of four neighbouring signs of a text: what two texts share of them was written by one hand, where pairs can come from
/// telling of one matter.
#[derive(Clone, Debug, Default)]
pub struct Runs(Vec<[char; 4]>);

impl Runs {
    /// The runs of `text`.
    pub fn of(text: &str) -> Self {
        let signs: Vec<char> = plain(text).chars().collect();
        let runs = signs.windows(4).filter_map(|run| <[char; 4]>::try_from(run).ok());
        Self(sorted(runs))
    }

    /// Share of the runs of `text` that are here, 0 to 1; 1 for a text of fewer than four signs.
    pub fn hold(&self, text: &str) -> f64 {
        let asked = Self::of(text);
        if asked.0.is_empty() {
            return 1.0;
        }
        common(&asked.0, &self.0) as f64 / asked.0.len() as f64
    }
}

/// The pairs of a title as marks: a bit for each of 128 classes of pairs. Titles that share few bits share few pairs, so
/// that most titles are told apart without their words.
pub fn title_marks(title: &str) -> u128 {
    let pairs = Bigrams::of(title).0;
    let class = |both: u64| {
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
    let common = common(&one.0, &other.0);
    let fewer = one.0.len().min(other.0.len());
    fewer >= 4 && 2 * common >= fewer
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Bigrams, common, marks_are_alike, plain, sorted, title_marks, titles_are_alike};

    /// Plain text as it is defined, without a short way.
    fn defined(text: &str) -> String {
        let narrow = |character: char| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
            _ => character,
        };
        let kept = text
            .chars()
            .map(narrow)
            .filter(|character| character.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    }

    proptest! {
        #[test]
        fn plain_text_is_as_it_is_defined(text in "[\\PC一-龥Ａ-ｚ０-９İẞ“，]{0,40}") {
            prop_assert_eq!(plain(&text), defined(&text));
        }

        #[test]
        fn lists_have_in_common_what_sets_have(
            one in prop::collection::vec(0_u8..60, 0..60),
            other in prop::collection::vec(0_u8..60, 0..8),
        ) {
            let sets: [BTreeSet<u8>; 2] = [&one, &other].map(|list| list.iter().copied().collect());
            let (one, other) = (sorted(one.into_iter()), sorted(other.into_iter()));
            let expected = sets[0].intersection(&sets[1]).count();
            prop_assert_eq!(common(&one, &other), expected);
            prop_assert_eq!(common(&other, &one), expected);
        }
    }

    #[test]
    fn every_han_character_is_a_letter_of_its_own() {
        assert!(
            ('\u{4e00}'..='\u{9fff}').all(|sign| defined(sign.encode_utf8(&mut [0; 4])) == sign.to_string())
        );
    }

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
