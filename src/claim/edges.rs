//! Words of a list at the start or at the end of a text. In goes a list, out comes the longest word that a text begins or
//! ends with.
//!
//! The three bytes at the edge, one Han character, choose a drawer of a table; only the words in it are compared. A list
//! has hundreds of words and is asked for each clause, and most clauses have none of them at their edge.

/// Bytes at the edge that choose the drawer. No word is shorter: [`Edges`] leaves such words out, and the lists have none
/// (tested where they are loaded).
pub(super) const EDGE: usize = 3;

/// The lower six bits of two bytes: two Han characters share a drawer only when their last two bytes agree.
const DRAWERS: usize = 1 << 12;

/// Where the words of a list are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// The words of a list, for finding them at one edge of a text.
#[derive(Debug)]
pub(super) struct Edges {
    side: Side,
    /// For each drawer, where its words begin in `words`; one more entry closes the last.
    drawers: Box<[u16]>,
    /// The words with their numbers in the list, by drawer, the longest first.
    words: Vec<(&'static str, u16)>,
}

impl Edges {
    /// Words that texts begin with.
    pub fn at_start(list: impl IntoIterator<Item = &'static str>) -> Self {
        Self::new(list, Side::Start)
    }

    /// Words that texts end with.
    pub fn at_end(list: impl IntoIterator<Item = &'static str>) -> Self {
        Self::new(list, Side::End)
    }

    fn new(list: impl IntoIterator<Item = &'static str>, side: Side) -> Self {
        let mut words: Vec<(usize, &'static str, u16)> = list
            .into_iter()
            .zip(0..)
            .filter_map(|(word, number)| Some((drawer(word, side)?, word, number)))
            .collect();
        words.sort_by_key(|&(drawer, word, number)| (drawer, std::cmp::Reverse(word.len()), word, number));
        let drawers = (0..=DRAWERS)
            .map(|drawer| words.partition_point(|&(own, ..)| own < drawer))
            .map(|at| u16::try_from(at).unwrap_or(u16::MAX))
            .collect();
        let words = words
            .into_iter()
            .map(|(_, word, number)| (word, number))
            .collect();
        Self { side, drawers, words }
    }

    /// The longest word at the edge of `text`.
    pub fn of(&self, text: &str) -> Option<&'static str> {
        self.found(text).map(|(word, _)| word)
    }

    /// The number in the list of the longest word at the edge of `text`.
    pub fn number(&self, text: &str) -> Option<usize> {
        self.found(text).map(|(_, number)| usize::from(number))
    }

    /// `text` without the longest word at its edge.
    pub fn cut<'a>(&self, text: &'a str) -> Option<&'a str> {
        let word = self.of(text)?;
        match self.side {
            Side::Start => text.get(word.len()..),
            Side::End => text.get(..text.len() - word.len()),
        }
    }

    /// True when `text` is a word of the list.
    pub fn has(&self, text: &str) -> bool {
        self.of(text).is_some_and(|word| word.len() == text.len())
    }

    fn found(&self, text: &str) -> Option<(&'static str, u16)> {
        let drawer = drawer(text, self.side)?;
        let (&from, &to) = (self.drawers.get(drawer)?, self.drawers.get(drawer + 1)?);
        let words = self.words.get(usize::from(from)..usize::from(to))?;
        words.iter().copied().find(|(word, _)| match self.side {
            Side::Start => text.starts_with(word),
            Side::End => text.ends_with(word),
        })
    }
}

/// The drawer of a word or a text; `None` when it is shorter than an edge.
fn drawer(text: &str, side: Side) -> Option<usize> {
    let [_, second, third] = match side {
        Side::Start => *text.as_bytes().first_chunk::<EDGE>()?,
        Side::End => *text.as_bytes().last_chunk::<EDGE>()?,
    };
    Some(usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Edges;

    const WORDS: [&str; 9] = [
        "昨天",
        "昨",
        "天",
        "今天上午",
        "今天",
        "APP",
        "客户端",
        "端",
        "天昨",
    ];

    proptest! {
        /// Oracle: the list, word by word.
        #[test]
        fn equals_the_list(pieces in prop::collection::vec(prop::sample::select(vec![
            "昨", "天", "今", "上午", "APP", "A", "客户", "端", "é", "\u{1F600}", "x",
        ]), 0..6)) {
            let text = pieces.concat();
            let longest = |fits: &dyn Fn(&str) -> bool| WORDS.into_iter().filter(|word| fits(word)).max_by_key(|word| word.len());
            let (start, end) = (Edges::at_start(WORDS), Edges::at_end(WORDS));
            prop_assert_eq!(start.of(&text), longest(&|word| text.starts_with(word)));
            prop_assert_eq!(end.of(&text), longest(&|word| text.ends_with(word)));
            prop_assert_eq!(end.number(&text), end.of(&text).and_then(|found| WORDS.iter().position(|word| *word == found)));
            prop_assert_eq!(start.has(&text), WORDS.contains(&text.as_str()));
            prop_assert_eq!(end.cut(&text), end.of(&text).and_then(|word| text.strip_suffix(word)));
        }
    }
}
