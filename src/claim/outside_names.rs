//! Words that no name of a body holds (的, 被, 表示), where they are no part of a longer word (有限公司, 看守所). In goes a text,
//! out come their places.

use std::sync::LazyLock;

use super::finder::{Finder, Found};
use crate::word_list::lines;

/// Words that cannot stand inside the name of a body.
const OUTSIDE: &str = include_str!("data/not_in_names.txt");
/// Words that hold one of them and stand inside names.
const INSIDE: &str = include_str!("data/in_names.txt");

/// Finds both lists, and how many words the first has.
static WORDS: LazyLock<(Finder, usize)> = LazyLock::new(|| {
    (
        Finder::new(lines(OUTSIDE).chain(lines(INSIDE))),
        lines(OUTSIDE).count(),
    )
});

/// The words in `text` that no name of a body holds, in order.
pub(super) fn outside_names(text: &str) -> impl Iterator<Item = Found> + '_ {
    let (finder, count) = &*WORDS;
    finder.find_iter(text).filter(|word| word.word < *count)
}

/// The first word in `text` that no name of a body holds.
pub(super) fn outside_name(text: &str) -> Option<Found> {
    outside_names(text).next()
}
