//! Lines below the last text that sign it or say where it stood, without a label: `本报评论员某某`, `□某某（媒体人）`,
//! `《某报》（2021年03月04日02版）`, `某报编辑某某`. They look like headings whose text is missing. A line goes in;
//! out come its kind and its parts, or nothing.

use crate::document::{BlockKind, PartKind, Span};

use super::clock;
use super::draft::{Draft, Named, Shape, is_blank, trimmed};
use super::fields::unwrapped;
use super::lists;
use super::names;
use super::reporters;

/// Characters of the longest closing.
const LONGEST: usize = 44;

/// Reads a line below the last text; `None` when it is no closing.
pub(super) fn read(text: &str, line: Span, shape: Shape) -> Option<Draft> {
    if shape.chars > LONGEST || shape.chars < 3 || shape.latin {
        return None;
    }
    let (inner, opener) = unwrapped(text, line);
    printed_in(text, line)
        .or_else(|| desk_editor(text, line, inner))
        .or_else(|| writer(text, line, inner, opener.is_none()))
}

/// `《某报》（2021年03月04日02版）`, `原刊于《某报》2021年03月04日02版`: the paper with the day and the page.
pub(super) fn printed_in(text: &str, line: Span) -> Option<Draft> {
    let slice = line.of(text);
    let open = slice.find('《')?;
    let before = slice.get(..open)?.trim_matches(['（', '(']);
    if ![
        "",
        "本文刊发于",
        "本文刊载于",
        "本文原载于",
        "本文原刊于",
        "本文刊于",
        "本文载于",
        "刊载于",
        "刊发于",
        "原刊于",
        "原载于",
        "原载",
        "原刊",
        "刊于",
        "载于",
        "来源：",
        "据",
    ]
    .contains(&before)
    {
        return None;
    }
    let from = open + '《'.len_utf8();
    let close = from + slice.get(from..)?.find('》')?;
    let name = Span::new(line.start as usize + from, line.start as usize + close);
    if !lists::ends_like_outlet(name.of(text)) || name.of(text).chars().count() > 12 {
        return None;
    }
    let behind = slice.get(close + '》'.len_utf8()..)?;
    let edition = behind
        .trim_start_matches(|next| is_blank(next) || matches!(next, '（' | '('))
        .trim_end_matches(['）', ')', '。', ' ']);
    let at = line.start as usize + slice.len() - behind.len() + behind.find(edition)?;
    // 《某周刊》2021年第9期: the issue of a magazine.
    if is_issue(edition) {
        let source = Named {
            kind: PartKind::Source,
            span: name,
        };
        return Some(Draft::with(text, BlockKind::SourceLine, line, vec![source]));
    }
    let time = clock::printed(edition)?;
    let page = edition.get(time.length..)?;
    let fits = page.chars().count() <= 10 && (page.trim().is_empty() || page.contains('版'));
    fits.then(|| {
        let named = vec![
            Named {
                kind: PartKind::Source,
                span: name,
            },
            Named {
                kind: PartKind::Time,
                span: Span::new(at, at + time.length),
            },
        ];
        Draft::with(text, BlockKind::SourceLine, line, named)
    })
}

/// True for `2021年第9期`, `2021年3月第9期`, `总第901期`.
fn is_issue(edition: &str) -> bool {
    const LONGEST: usize = 16;
    let counted = edition
        .strip_suffix('期')
        .and_then(|head| head.rsplit_once('第'))
        .is_some_and(|(head, number)| {
            !number.is_empty()
                && number.chars().all(|next| next.is_ascii_digit())
                && head
                    .chars()
                    .all(|next| next.is_ascii_digit() || "年月总".contains(next))
        });
    counted && edition.chars().count() <= LONGEST
}

/// The day in `某报（2021年03月04日02版）`: of the edition in which a text was printed.
pub(super) fn edition(text: &str, value: Span) -> Option<Span> {
    let slice = value.of(text);
    let open = slice.rfind(['（', '('])?;
    let width = slice.get(open..)?.chars().next()?.len_utf8();
    let inside = slice.get(open + width..)?;
    let time = clock::printed(inside).filter(|time| time.has_year() && !time.has_clock())?;
    let start = value.start as usize + open + width;
    inside
        .get(time.length..)?
        .contains('版')
        .then(|| Span::new(start, start + time.length))
}

/// `某报编辑某某`: the desk, the role and nothing but names.
fn desk_editor(text: &str, line: Span, inner: Span) -> Option<Draft> {
    let words = inner.of(text);
    let at = words.find("编辑").filter(|&at| (1..=8 * 3).contains(&at))?;
    let behind = trimmed(text, inner.start as usize + at + "编辑".len(), inner.end as usize)?;
    let house = words.get(..at)?;
    let plain = house
        .chars()
        .all(|next| names::is_han(next) || next.is_ascii_alphanumeric());
    names::names(text, behind).filter(|_| plain)?;
    let named = reporters::labelled(text, inner);
    Some(Draft::with(text, BlockKind::EditorLine, line, named))
}

/// `本报评论员某某`, `□某某（媒体人）`: who wrote it.
fn writer(text: &str, line: Span, inner: Span, open: bool) -> Option<Draft> {
    let words = inner.of(text);
    let role = ["评论员", "观察员", "特约撰稿", "撰稿人", "记者", "作者"]
        .iter()
        .any(|role| words.contains(role));
    if role && !words.contains(['，', '。', '：', '？', '！', '“']) {
        let named = reporters::signed(text, inner)?;
        return Some(Draft::with(text, BlockKind::Byline, line, named));
    }
    // A mark before the name and what the writer is in brackets behind it.
    let marked = open && line.start < inner.start;
    let bracket = words.find(['（', '('])?;
    let closed = words.ends_with(['）', ')']);
    let name = trimmed(text, inner.start as usize, inner.start as usize + bracket)?;
    if !marked || !closed || name.of(text).chars().count() > 8 {
        return None;
    }
    let people = names::names(text, name)?;
    let named = Named::each(PartKind::Person, people).collect();
    Some(Draft::with(text, BlockKind::Byline, line, named))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::read;
    use crate::document::Span;
    use crate::segment::draft::Shape;

    fn parts(line: &str) -> Option<String> {
        let draft = read(line, Span::new(0, line.len()), Shape::of(line))?;
        let named = draft.named.iter();
        let shown: Vec<_> = named
            .map(|part| format!("{}={}", part.kind.name(), part.span.of(line)))
            .collect();
        Some(format!("{} {}", draft.kind.name(), shown.join(" ")))
    }

    #[test]
    fn closings_without_a_label() {
        for (line, expected) in [
            ("本报评论员赵一鸣", "byline agency=本报 person=赵一鸣"),
            ("□钱兰（媒体人）", "byline person=钱兰"),
            (
                "《春城晚报》（2021年03月04日02版）",
                "source_line source=春城晚报 time=2021年03月04日",
            ),
        ] {
            assert_eq!(parts(line).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(
            parts("原载《滇池周刊》2021年第9期").as_deref(),
            Some("source_line source=滇池周刊")
        );
        assert!(parts("春报编辑钱小兰赵一鸣").unwrap().starts_with("editor_line"));
    }

    #[test]
    fn headings_are_none() {
        for line in [
            "滇池观鸟地图",
            "综合治理滇池",
            "《春城晚报》创刊三十年",
            "编辑部的故事",
            "湿地（二期）",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }
}
