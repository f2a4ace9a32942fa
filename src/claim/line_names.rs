//! What a name on a line is: an outlet of the table, an address, a void word, somebody unlisted. In goes the name as written, out come
//! its canonical name and its kind.

use super::names::who;
use super::outlets::{OutletTable, ends_like_outlet};
use super::reading::reading_form;
use super::words::words;
use crate::document::SourceKind;

/// Desks of outlets.
const DESKS: [&str; 8] = ["财经", "科技", "娱乐", "体育", "军事", "汽车", "健康", "教育"];

/// What a name on a line is: canonical name and kind.
pub(super) fn resolve(name: &str, outlets: &OutletTable) -> (Option<String>, SourceKind) {
    // （@春城网）: the account of an outlet is the outlet.
    let name = name.trim().trim_start_matches('@');
    let mut plain = reading_form(name);
    if plain.bytes().any(|byte| byte.is_ascii_uppercase()) {
        plain.to_mut().make_ascii_lowercase();
    }
    let plain = plain.trim_matches(['(', ')', '（', '）', ' ']);
    // 春.城.晚.报: a name that is set apart letter by letter.
    if let Some(closed) = set_apart(plain) {
        return resolve(&closed, outlets);
    }
    if plain.is_empty() || words().void_sources.contains(plain) {
        return (None, SourceKind::Void);
    }
    // 来源：https://…, 来源：www.…: an address names its site.
    if plain.contains("://") || plain.starts_with("www.") {
        let outlet = outlets.by_domain(host(plain));
        let kind = outlet.as_ref().map_or(SourceKind::Unlisted, |outlet| outlet.kind);
        return (outlet.map(|outlet| outlet.canonical), kind);
    }
    // 某报（2021年3月4日03版）, 某号（ID：abc）: what stands in parentheses is said of the name before them.
    let bare = name.split(['（', '(']).next().unwrap_or(name);
    if let Some(outlet) = outlets.resolve(name).or_else(|| outlets.resolve(bare)) {
        return (Some(outlet.canonical), outlet.kind);
    }
    // 某网财经: the desk of an outlet that the table knows without it. A portal's desk is an outlet of its own.
    let desk = DESKS.iter().find_map(|desk| plain.strip_suffix(desk));
    if let Some(outlet) = desk.and_then(|house| outlets.resolve(house))
        && matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
    {
        return (Some(outlet.canonical), outlet.kind);
    }
    if plain.ends_with("综合") {
        return (None, SourceKind::Aggregator);
    }
    let kind = who(plain, outlets).map_or(SourceKind::Unlisted, |named| named.kind);
    // 公众号 of an unknown name is an account, an unknown person in a source line is just a name.
    let paper = kind == SourceKind::Person && ends_like_outlet(plain);
    let kind = if paper || matches!(kind, SourceKind::Anonymous | SourceKind::Meeting) {
        SourceKind::Unlisted
    } else {
        kind
    };
    (None, kind)
}

/// The letters of a name between which marks or blanks stand, each behind each; `None` for any other.
fn set_apart(name: &str) -> Option<String> {
    let mut letters = String::new();
    let mut count = 0;
    for (at, next) in name.chars().enumerate() {
        let mark = matches!(next, '.' | '．' | '·' | ' ' | '\u{3000}' | '-');
        if mark != (at % 2 == 1) {
            return None;
        }
        if !mark {
            letters.push(next);
        }
        count = at + 1;
    }
    (count >= 5 && letters.chars().any(super::reading::is_han)).then_some(letters)
}

/// The host of an address.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or("");
    rest.rsplit('@').next().unwrap_or(rest)
}

/// The outlets of the table that a name is put together from, where nothing stands between them: 甲报乙新闻. `None` for any other
/// name. The places are bytes in the name.
pub(super) fn glued(name: &str, outlets: &OutletTable) -> Option<Vec<(usize, usize)>> {
    const SHORTEST: usize = 6;
    if name.chars().count() < SHORTEST || outlets.resolve(name).is_some() {
        return None;
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < name.len() {
        let length = outlets.name_at_start(name.get(at..)?)?;
        pieces.push((at, at + length));
        at += length;
    }
    (pieces.len() > 1).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use super::{glued, resolve};
    use crate::claim::OutletTable;

    #[test]
    fn the_account_of_an_outlet_is_the_outlet() {
        let outlets = OutletTable::builtin();
        assert_eq!(resolve("@新京报", &outlets).0.as_deref(), Some("新京报"));
    }

    #[test]
    fn names_without_anything_between() {
        let outlets = OutletTable::builtin();
        let pieces = |name: &str| glued(name, &outlets).map_or(0, |pieces| pieces.len());
        assert_eq!(pieces("新华社新京报"), 2);
        assert_eq!(pieces("澎湃新闻"), 0);
        assert_eq!(pieces("新京报海风"), 0);
    }
}
