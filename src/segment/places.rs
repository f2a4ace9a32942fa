//! Places that reports are sent from: `记者某某北京报道`, `发自上海、厦门`. In goes the text in front of 报道, out comes where the
//! run of places at its end begins. The gazetteer is a list in `data/`; a place that it does not hold is no place.

use std::sync::LazyLock;

use super::draft::is_blank;
use crate::word_list::lines;

static PLACES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut places: Vec<_> = lines(include_str!("data/places.txt"))
        .flat_map(str::split_whitespace)
        .collect();
    places.sort_unstable();
    places
});

/// Characters of the longest place.
const LONGEST: usize = 8;

/// True for a place of the gazetteer.
pub(super) fn is_place(word: &str) -> bool {
    PLACES.binary_search(&word).is_ok()
}

/// Byte at which the place begins that ends `text`, a 市 or 省 behind it included; the longest one.
fn at_end(text: &str) -> Option<usize> {
    let bare = text.strip_suffix(['市', '省', '州', '县']).unwrap_or(text);
    [text, bare].into_iter().find_map(|text| {
        let starts: Vec<usize> = text
            .char_indices()
            .rev()
            .map(|(at, _)| at)
            .take(LONGEST)
            .collect();
        starts
            .into_iter()
            .skip(1)
            .rev()
            .find(|&at| text.get(at..).is_some_and(is_place))
    })
}

/// True when a place ends `text`.
pub(super) fn ends_in_place(text: &str) -> bool {
    at_end(text).is_some()
}

/// Bytes at which the runs of places begin that end `text` (`上海、厦门`), the shortest run first.
pub(super) fn runs_at_end(text: &str) -> Vec<usize> {
    let mut begins = Vec::new();
    let mut kept = text;
    while begins.len() < 6
        && let Some(at) = at_end(kept)
    {
        begins.push(at);
        let rest = kept.get(..at).unwrap_or("");
        kept = rest.trim_end_matches(|next| is_blank(next) || matches!(next, '、' | '，' | ',' | '/'));
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::{ends_in_place, is_place, runs_at_end};

    #[test]
    fn places_at_the_end() {
        let head = |text: &'static str| runs_at_end(text).last().map(|&at| &text[..at]);
        assert_eq!(head("赵一鸣昆明"), Some("赵一鸣"));
        assert_eq!(head("赵一鸣昆明、大理"), Some("赵一鸣"));
        assert_eq!(head("赵一鸣杭州市"), Some("赵一鸣"));
        assert_eq!(head("赵一鸣"), None);
        assert!(is_place("首尔") && !is_place("尔"));
        assert!(ends_in_place("利北京") && !ends_in_place("京"));
    }
}
