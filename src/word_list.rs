//! Lists of words that stand beside the code as files: a word or a row a line, with comments behind `#`.

/// The lines of a list, trimmed, without comments and empty lines.
pub fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}
