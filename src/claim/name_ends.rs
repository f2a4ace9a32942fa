//! What stands behind a name and does not belong to it: times, 的, 官方. In goes a name with its tail, out comes the name.

use std::sync::LazyLock;

use super::edges::Edges;
use super::reading::leading_time;
use crate::word_list::lines;

/// What stands behind a name and does not belong to it.
static BEHIND_NAMES: LazyLock<Edges> =
    LazyLock::new(|| Edges::at_end(lines(include_str!("data/behind_names.txt"))));

/// Cuts what stands behind a name: times, 的, 官方.
pub(super) fn clean_name(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let before = name;
        if let Some(rest) = BEHIND_NAMES.cut(name)
            && rest.chars().count() >= 2
            && !(name.ends_with("官方") && rest.chars().count() <= 2)
        {
            name = rest.trim_end();
        }
        // 某客户端16:18: the time of the day at the end.
        let unclocked =
            name.trim_end_matches(|next: char| next.is_ascii_digit() || matches!(next, ':' | '：'));
        if name
            .get(unclocked.len()..)
            .is_some_and(|clock| clock.contains([':', '：']))
            && !unclocked.is_empty()
        {
            name = unclocked.trim_end();
        }
        // 路透社10月26日, 某法院今日14时30分: the date or the time at the end.
        if name.ends_with(['日', '月', '号', '时', '分', '许', '晚']) {
            let at = name
                .char_indices()
                .find(|&(at, character)| {
                    (character.is_ascii_digit() || ('０'..='９').contains(&character)) && {
                        let rest = name.get(at..).unwrap_or("");
                        leading_time(rest) == rest.len()
                    }
                })
                .map(|(at, _)| at);
            if let Some(at) = at.filter(|&at| at > 0) {
                name = name
                    .get(..at)
                    .unwrap_or(name)
                    .trim_end_matches(['于', '在'])
                    .trim_end();
            }
        }
        if name == before {
            return name;
        }
    }
}
