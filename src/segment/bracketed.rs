//! Heads of reports as papers of Hong Kong and Taiwan print them, in brackets of their own: `【記者某某／某地報導】`,
//! `（某社記者某某某地18日電）`, `【某報專訊】`, `【本報訊】（記者 某某）`; and the line `某報 記者某某／某地即時報導`. A line goes in; out
//! come the piece that the head is and where it ends.

use crate::document::{BlockKind, PartKind, Span};

use super::draft::{Draft, Named, is_blank, trimmed};
use super::lists;
use super::names;

/// The longest head in characters.
const LONGEST: usize = 60;

/// How a head says that a text was sent or written, longer ones first; and whether it is a dateline.
const SENT: &[(&str, bool)] = &[
    ("即時報導", false),
    ("即时报道", false),
    ("連線報導", false),
    ("综合报导", false),
    ("綜合報導", false),
    ("專題報導", false),
    ("報導", false),
    ("报导", false),
    ("報道", false),
    ("报道", false),
    ("專電", true),
    ("电", true),
    ("電", true),
];

/// Words behind the name of a paper that printed the text first.
const PRINTED: &[&str] = &["專訊", "专讯", "快訊", "快讯", "綜合訊", "訊", "讯"];

/// The head of a line: the piece, and one past its last byte.
pub(super) fn head(text: &str, line: Span) -> Option<(Draft, usize)> {
    let slice = line.of(text);
    let base = line.start as usize;
    let opener = slice.chars().next()?;
    let closers: &[char] = match opener {
        '【' => &['】'],
        '〔' => &['〕'],
        '［' => &['］'],
        '（' | '(' => &['）', ')'],
        _ => return whole_line(text, line).map(|draft| (draft, line.end as usize)),
    };
    let open = opener.len_utf8();
    let (close, mark) = slice
        .char_indices()
        .take(LONGEST)
        .find(|(_, character)| closers.contains(character))?;
    let inner = Span::new(base + open, base + close);
    let mut end = base + close + mark.len_utf8();
    let (kind, mut named) = reported(text, inner).or_else(|| printed(text, inner))?;
    // 【某報訊】（記者 某某）: who wrote it stands in brackets of its own.
    let behind = text.get(end..line.end as usize)?;
    if kind == BlockKind::Dateline
        && let Some(rest) = behind.strip_prefix(['（', '('])
        && let Some(stop) = rest.find(['）', ')'])
    {
        let start = end + (behind.len() - rest.len());
        if let Some(people) = reporters(text, Span::new(start, start + stop)) {
            named.extend(Named::each(PartKind::Person, people));
            end = start + stop + rest.get(stop..)?.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some((Draft::with(text, kind, Span::new(base, end), named), end))
}

/// `某報 記者某某／某地即時報導` as a whole line.
fn whole_line(text: &str, line: Span) -> Option<Draft> {
    let slice = line.of(text);
    let has_slash = || {
        memchr::memchr(b'/', slice.as_bytes()).is_some()
            || memchr::memmem::find(slice.as_bytes(), "／".as_bytes()).is_some()
    };
    if slice.len() > 4 * LONGEST || !has_slash() || slice.chars().count() > LONGEST {
        return None;
    }
    let (kind, named) = reported(text, line)?;
    Some(Draft::with(text, kind, line, named))
}

/// `(某社)記者某某(／)某地(18日)電|報導`.
fn reported(text: &str, inner: Span) -> Option<(BlockKind, Vec<Named>)> {
    let slice = inner.of(text).trim_end_matches(is_blank);
    let base = inner.start as usize;
    let (word, dateline) = SENT.iter().find(|(word, _)| slice.ends_with(word))?;
    let role = ["特派記者", "特派记者", "記者", "记者"]
        .iter()
        .find_map(|role| Some((slice.find(role)?, role.len())))?;
    let outlet = slice.get(..role.0)?.trim_end_matches(is_blank);
    if outlet.chars().count() > 12 {
        return None;
    }
    let rest = slice.get(role.0 + role.1..slice.len() - word.len())?;
    let start = base + role.0 + role.1;
    // The stroke parts names and place; without one the names are the longest head that is nothing but names.
    let (people, place) = match rest.find(['／', '/']) {
        Some(at) => {
            let stroke = rest.get(at..)?.chars().next()?.len_utf8();
            (
                trimmed(text, start, start + at)?,
                trimmed(text, start + at + stroke, start + rest.len()),
            )
        }
        None => {
            let cut = rest
                .char_indices()
                .map(|(at, _)| at)
                .filter(|&at| (2..=24).contains(&rest.get(..at).map_or(0, |head| head.chars().count())))
                .find(|&at| {
                    let sent = rest.get(at..).unwrap_or("");
                    let place =
                        sent.trim_end_matches(|next: char| next.is_numeric() || matches!(next, '日' | '月'));
                    super::places::is_place(place) && reporters(text, Span::new(start, start + at)).is_some()
                });
            let at = cut.or_else(|| {
                // 某某基隆18日: a place that no list has stands before the date; most names have three characters.
                let date = rest.find(|next: char| next.is_numeric())?;
                let third = rest.char_indices().nth(3).map(|(at, _)| at)?;
                (third < date).then_some(third)
            })?;
            (
                trimmed(text, start, start + at)?,
                trimmed(text, start + at, start + rest.len()),
            )
        }
    };
    let people = reporters(text, people)?;
    let mut named = Vec::new();
    if !outlet.is_empty() {
        named.push(Named {
            kind: PartKind::Agency,
            span: Span::new(base, base + outlet.len()),
        });
    }
    named.extend(Named::each(PartKind::Person, people));
    named.extend(Named::each(PartKind::Place, place));
    let kind = if *dateline && !outlet.is_empty() {
        BlockKind::Dateline
    } else {
        BlockKind::Byline
    };
    Some((kind, named))
}

/// `某報專訊`, `本報訊`.
fn printed(text: &str, inner: Span) -> Option<(BlockKind, Vec<Named>)> {
    let slice = inner.of(text).trim();
    let word = PRINTED.iter().find(|word| slice.ends_with(**word))?;
    let name = slice.strip_suffix(word)?.trim_end();
    let known = lists::ends_like_outlet(name) || matches!(name, "本報" | "本报" | "本網" | "本网" | "本刊");
    if !known || name.chars().count() > 12 {
        return None;
    }
    let start = inner.start as usize + inner.of(text).find(name)?;
    let agency = Named {
        kind: PartKind::Agency,
        span: Span::new(start, start + name.len()),
    };
    Some((BlockKind::Dateline, vec![agency]))
}

/// The people of a head: names behind a role, divided by marks or blanks. Behind 記者 each short run of Han characters is a
/// name, whatever it begins with.
fn reporters(text: &str, span: Span) -> Option<Vec<Span>> {
    let slice = span.of(text);
    let role = ["記者", "记者"]
        .iter()
        .find_map(|role| slice.strip_prefix(role))
        .unwrap_or(slice);
    let start = span.end as usize - role.len();
    let mut found = Vec::new();
    for name in names::listed(text, Span::new(start, span.end as usize), |next| {
        is_blank(next) || matches!(next, '、' | '，' | ',' | '/' | '／')
    }) {
        let characters = name.of(text).chars();
        let plain = characters.clone().all(names::is_han);
        if !plain || !(2..=4).contains(&characters.count()) {
            return None;
        }
        found.push(name);
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::head;
    use crate::document::Span;

    fn parts(line: &str) -> Vec<String> {
        let Some((draft, end)) = head(line, Span::new(0, line.len())) else {
            return Vec::new();
        };
        let mut shown = vec![format!("{} {}", draft.kind.name(), line.get(..end).unwrap_or(""))];
        let named = draft.named.iter();
        shown.extend(named.map(|named| format!("{} {}", named.kind.name(), named.span.of(line))));
        shown
    }

    #[test]
    fn heads_in_brackets() {
        assert_eq!(
            parts("【記者錢小蘭／南港報導】橋修好了。"),
            ["byline 【記者錢小蘭／南港報導】", "person 錢小蘭", "place 南港"]
        );
        assert_eq!(
            parts("〔記者錢小蘭、孫明／南港報導〕橋修好了。"),
            [
                "byline 〔記者錢小蘭、孫明／南港報導〕",
                "person 錢小蘭",
                "person 孫明",
                "place 南港"
            ]
        );
        assert_eq!(
            parts("（中央社記者錢小蘭南港18日電）橋修好了。"),
            [
                "dateline （中央社記者錢小蘭南港18日電）",
                "agency 中央社",
                "person 錢小蘭",
                "place 南港18日"
            ]
        );
        assert_eq!(
            parts("【湖光日報訊】（記者 錢小蘭）橋修好了。"),
            [
                "dateline 【湖光日報訊】（記者 錢小蘭）",
                "agency 湖光日報",
                "person 錢小蘭"
            ]
        );
        assert_eq!(
            parts("【本報訊】橋修好了。"),
            ["dateline 【本報訊】", "agency 本報"]
        );
        assert_eq!(
            parts("湖光報 記者錢小蘭／南港即時報導"),
            [
                "byline 湖光報 記者錢小蘭／南港即時報導",
                "agency 湖光報",
                "person 錢小蘭",
                "place 南港"
            ]
        );
    }

    #[test]
    fn other_brackets_are_none() {
        for line in [
            "【修橋】橋修好了。",
            "（見圖）橋修好了。",
            "【記者會】今天舉行。",
            "記者／編輯都來了，大家看報導",
        ] {
            assert!(parts(line).is_empty(), "{line}");
        }
    }
}
