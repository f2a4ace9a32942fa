//! Firms and bodies whose names are written as names of persons are: 谷歌, 高盛, 白宫. In goes a name, out comes what its bearer is.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::SourceKind;
use crate::word_list::lines;

/// Bytes of the longest name of the list, with room to grow.
const LONGEST: usize = 24;

static FIRMS: LazyLock<HashMap<&str, SourceKind>> = LazyLock::new(|| {
    lines(include_str!("data/firms.txt"))
        .map(|line| match line.split_once(' ') {
            Some((name, "government")) => (name, SourceKind::Government),
            _ => (line, SourceKind::Unlisted),
        })
        .collect()
});

/// What the bearer of a name is that reads as a person's and is none.
pub(super) fn firm(name: &str) -> Option<SourceKind> {
    if name.len() > LONGEST {
        return None;
    }
    FIRMS.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::{FIRMS, LONGEST, firm};
    use crate::document::SourceKind;

    #[test]
    fn firms_are_told_from_persons() {
        assert_eq!(firm("谷歌"), Some(SourceKind::Unlisted));
        assert_eq!(firm("白宫"), Some(SourceKind::Government));
        assert_eq!(firm("赵大川"), None);
        assert!(FIRMS.keys().all(|name| name.len() <= LONGEST));
    }
}
