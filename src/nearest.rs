//! Names like one that does not exist, for messages that say what may have been meant.

/// How like two names are at least, 0 to 1, for one to be named for the other.
const LEAST: f64 = 0.75;

/// The names most like `asked`, best first and at most `most`; among equals the smaller name. A name that begins with what
/// was asked, or the other way round, counts as very like.
pub fn nearest<Name: AsRef<str>>(
    asked: &str,
    names: impl IntoIterator<Item = Name>,
    most: usize,
) -> Vec<String> {
    let asked = asked.trim().to_lowercase();
    let mut scored: Vec<(f64, String)> = names
        .into_iter()
        .filter_map(|name| {
            let plain = name.as_ref().to_lowercase();
            let begins = !asked.is_empty() && (plain.starts_with(&asked) || asked.starts_with(&plain));
            let likeness = strsim::normalized_damerau_levenshtein(&asked, &plain);
            let likeness = if begins && !plain.is_empty() {
                likeness.max(LEAST) + 1.0
            } else {
                likeness
            };
            (likeness >= LEAST).then(|| (likeness, name.as_ref().to_owned()))
        })
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    scored.dedup();
    scored.into_iter().map(|(_, name)| name).take(most).collect()
}

/// ` (did you mean …?)` for the end of a message; empty when nothing is like it.
pub fn suggestion(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!(" (did you mean {}?)", near.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{nearest, suggestion};

    #[test]
    fn slips_and_beginnings_are_recognised() {
        let names = [
            "number-changed",
            "name-changed",
            "void-source",
            "海风日报",
            "海风晚报",
        ];
        assert_eq!(nearest("numbre-changed", names, 1), ["number-changed"]);
        assert_eq!(nearest("VOID", names, 3), ["void-source"]);
        assert_eq!(nearest("海风早报", names, 3), ["海风日报", "海风晚报"]);
        assert!(nearest("完全不同", names, 3).is_empty() && nearest("", names, 3).is_empty());
        assert_eq!(
            suggestion(&nearest("海风日", names, 1)),
            " (did you mean 海风日报?)"
        );
        assert_eq!(suggestion(&[]), "");
    }
}
