//! Names of reporters and editors, one by one, also where a scraper glued them together (`记者王小明李雷`).

use crate::document::Span;

use super::draft::is_blank;
use super::lists::{self, surname_length};
use super::places;

/// True for characters of Chinese writing.
#[inline]
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
        || matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}' | '〇')
}

/// The characters of Chinese writing in a text.
pub(super) fn han_count(text: &str) -> usize {
    text.chars().filter(|&character| is_han(character)).count()
}

/// Marks that stand between names.
pub(super) fn is_separator(character: char) -> bool {
    matches!(
        character,
        '、' | '，' | ',' | '；' | ';' | '|' | '｜' | '丨' | '/' | '／' | '&'
    ) || is_blank(character)
}

/// Splits characters without separators into names of two or three characters (one more behind a compound
/// family name), each beginning with a family name; three before two, as most names have three. `common` asks for frequent
/// family names behind the first one: of 赵东王荣辉 it makes 赵东 and 王荣辉, not 赵东王 and 荣辉.
fn unglued(characters: &[(usize, char)], text: &str, common: bool, names: &mut Vec<(usize, usize)>) -> bool {
    let Some(&(start, _)) = characters.first() else {
        return true;
    };
    let surname = text.get(start..).map_or(0, surname_length);
    if surname == 0 || names.len() > 12 {
        return false;
    }
    if common && !names.is_empty() && !text.get(start..).is_some_and(lists::has_common_surname) {
        return false;
    }
    for given in [2, 1] {
        let length = surname + given;
        if length > characters.len() {
            continue;
        }
        let end = characters.get(length).map_or_else(
            || {
                characters
                    .last()
                    .map_or(start, |&(at, last)| at + last.len_utf8())
            },
            |&(at, _)| at,
        );
        names.push((start, end));
        if characters
            .get(length..)
            .is_some_and(|rest| unglued(rest, text, common, names))
        {
            return true;
        }
        names.pop();
    }
    false
}

/// True when two family names of one character open a name.
fn double_surname(name: &str) -> bool {
    let rest = name.char_indices().nth(1).and_then(|(at, _)| name.get(at..));
    surname_length(name) == 1 && rest.is_some_and(|rest| surname_length(rest) == 1)
}

/// Ends of houses that people work for.
const HOUSES: [&str; 14] = [
    "学院",
    "大学",
    "学校",
    "中学",
    "小学",
    "公司",
    "集团",
    "协会",
    "研究院",
    "研究所",
    "事务所",
    "法院",
    "检察院",
    "医院",
];

/// The names in `text[span]`, when it holds nothing but names: Chinese ones with a known family name, foreign
/// ones with a middle dot, Latin ones with a capital. `None` when something else stands there, or nothing.
pub(super) fn names(text: &str, span: Span) -> Option<Vec<Span>> {
    let slice = span.of(text);
    if slice.is_empty() || slice.len() > 180 {
        return None;
    }
    let mut found = Vec::new();
    let base = span.start as usize;
    let mut at = 0;
    let pieces: Vec<&str> = slice.split(is_separator).collect();
    let blanks_only = !slice.contains(|next| is_separator(next) && !is_blank(next));
    let mut index = 0;
    while let Some(&piece) = pieces.get(index) {
        let from = at;
        at += piece.len();
        at += slice
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        index += 1;
        if piece.is_empty() {
            continue;
        }
        let whole = Span::new(base + from, base + from + piece.len());
        let characters: Vec<(usize, char)> = piece.char_indices().collect();
        let first = characters.first().map(|&(_, first)| first);
        // 某某师范学院: where somebody works, not two names.
        if characters.len() >= 4 && HOUSES.iter().any(|house| piece.ends_with(house)) {
            return None;
        }
        // 原创, 编辑, 成都 have the shape of names.
        if lists::is_page_word(piece) || places::is_place(piece) {
            return None;
        }
        if characters.iter().all(|&(_, character)| is_han(character)) {
            // A spaced two-character name (王 平) comes as two pieces of one character each.
            if characters.len() == 1 {
                let next = pieces.get(index).copied().unwrap_or("");
                if surname_length(piece) == 1 && next.chars().count() == 1 && next.chars().all(is_han) {
                    let end = at + next.len();
                    found.push(Span::new(base + from, base + end));
                    at = end
                        + slice
                            .get(end..)
                            .and_then(|rest| rest.chars().next())
                            .map_or(0, char::len_utf8);
                    index += 1;
                    continue;
                }
                return None;
            }
            let mut split = Vec::new();
            let own = |&(start, end): &(usize, usize)| piece.get(start..end).unwrap_or("");
            // 黄大利北京 is a name and a place, not two names; 王长春 alone is a name.
            let sent = |split: &[(usize, usize)]| {
                split.len() > 1 && split.iter().map(own).any(places::ends_in_place)
            };
            let apart = slice.contains('、');
            if characters.len() == 4 && apart && surname_length(piece) > 0 && !places::ends_in_place(piece) {
                // Names that a list divides are not glued: 哈斯巴根、朱一农.
                found.push(whole);
            } else if characters.len() <= 36
                && (unglued(&characters, piece, true, &mut split) || {
                    split.clear();
                    unglued(&characters, piece, false, &mut split)
                })
            {
                if sent(&split) {
                    return None;
                }
                found.extend(
                    split
                        .into_iter()
                        .map(|(start, end)| Span::new(base + from + start, base + from + end)),
                );
            } else if characters.len() == 4 && double_surname(piece) && !places::ends_in_place(piece) {
                // Double family names: 陈王小明.
                found.push(whole);
            } else if (2..=3).contains(&characters.len()) && !found.is_empty() && blanks_only {
                // Among names, what has the length of one is a name: a rare family name, a pen name.
                found.push(whole);
            } else {
                return None;
            }
        } else if piece.contains(['·', '•'])
            && characters.len() <= 20
            && characters
                .iter()
                .all(|&(_, c)| c.is_alphabetic() || matches!(c, '·' | '•'))
        {
            found.push(whole);
        } else if first.is_some_and(|first| first.is_ascii_uppercase())
            && characters.len() <= 24
            && characters
                .iter()
                .all(|&(_, c)| c.is_ascii_alphabetic() || matches!(c, '.' | '-' | '\''))
        {
            // Latin names come word by word; the words of one name are joined again.
            match found.last_mut() {
                Some(last)
                    if text.get(last.end as usize..whole.start as usize) == Some(" ")
                        && last.of(text).ends_with(|c: char| c.is_ascii()) =>
                {
                    last.end = whole.end
                }
                _ => found.push(whole),
            }
        } else {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The values of a list, cut at its separators outside of brackets and trimmed; never empty ones.
pub(super) fn listed(text: &str, span: Span, separates: impl Fn(char) -> bool) -> Vec<Span> {
    let mut found = Vec::new();
    let base = span.start as usize;
    let slice = span.of(text);
    let (mut from, mut depth) = (0usize, 0usize);
    let mut push =
        |start: usize, end: usize| found.extend(super::draft::trimmed(text, base + start, base + end));
    for (at, character) in slice.char_indices() {
        match character {
            '（' | '(' | '《' | '“' => depth += 1,
            '）' | ')' | '》' | '”' => depth = depth.saturating_sub(1),
            _ if depth == 0 && separates(character) => {
                push(from, at);
                from = at + character.len_utf8();
            }
            _ => {}
        }
    }
    push(from, slice.len());
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::names;
    use crate::document::Span;

    fn found(text: &str) -> Option<Vec<&str>> {
        names(text, Span::new(0, text.len())).map(|spans| spans.iter().map(|span| span.of(text)).collect())
    }

    #[test]
    fn glued_names_are_cut() {
        // 荣 is a family name too, and a rare one.
        assert_eq!(found("赵东王荣辉朱健勇").unwrap(), ["赵东", "王荣辉", "朱健勇"]);
        assert_eq!(found("赵小兰钱一鸣").unwrap(), ["赵小兰", "钱一鸣"]);
        assert_eq!(found("赵兰钱一鸣").unwrap(), ["赵兰", "钱一鸣"]);
        assert_eq!(found("欧阳明远、李 雷").unwrap(), ["欧阳明远", "李 雷"]);
        assert_eq!(found("Jane Doe, 周一").unwrap(), ["Jane Doe", "周一"]);
    }

    #[test]
    fn other_words_are_no_names() {
        assert_eq!(found("观察发现了问题"), None);
        assert_eq!(found(""), None);
        assert_eq!(found("的"), None);
        for word in ["原创", "编辑", "成都", "黄大利北京", "章回体例", "袁小北京"] {
            assert_eq!(found(word), None, "{word}");
        }
        assert_eq!(found("王长春").unwrap(), ["王长春"]);
        assert_eq!(found("陈王小明").unwrap(), ["陈王小明"]);
    }
}
