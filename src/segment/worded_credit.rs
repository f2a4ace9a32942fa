//! Credits that are said in words instead of behind a label: `图文来自网络`, `信息来源于互联网`, `This story was originally
//! published by X.` A line goes in; out comes a source line when nothing else stands on it.

use crate::document::{BlockKind, PartKind, Span};

use super::draft::{Draft, Named, is_blank};
use super::fields::unwrapped;
use super::lists;

/// What is said to be from somewhere; of a picture alone the line would be a caption.
const THINGS: [&str; 15] = [
    "以上内容",
    "部分内容",
    "本文内容",
    "文章内容",
    "图文内容",
    "稿件",
    "图文",
    "文图",
    "文章",
    "内容",
    "信息",
    "资料",
    "素材",
    "文字",
    "本文",
];
/// How it is said, longer ones first.
const COMES: [&str; 12] = [
    "综合整理自",
    "来源于",
    "来源自",
    "综合自",
    "整理自",
    "整合自",
    "转载自",
    "来自于",
    "来自",
    "源自",
    "转自",
    "摘自",
];
/// The net, which is nobody.
const NET: [&str; 4] = ["互联网", "网络", "網絡", "网上"];

/// How an English page says who printed a text before.
const PUBLISHED: [&str; 6] = [
    "originally published by ",
    "originally published in ",
    "originally published on ",
    "first published by ",
    "first appeared in ",
    "first appeared on ",
];

/// Reads a line; `None` when it is no credit in words.
pub(super) fn read(text: &str, line: Span) -> Option<Draft> {
    let (inner, _) = unwrapped(text, line);
    let words = inner
        .of(text)
        .trim_end_matches(|next| is_blank(next) || matches!(next, '。' | '.'));
    let (label, name) = if words.is_ascii() {
        published(words)?
    } else {
        chinese(words)?
    };
    let start = inner.start as usize;
    let span = |(from, to): (usize, usize)| Span::new(start + from, start + to);
    let named = vec![
        Named {
            kind: PartKind::Label,
            span: span(label),
        },
        Named {
            kind: PartKind::Source,
            span: span(name),
        },
    ];
    Some(Draft::with(text, BlockKind::SourceLine, line, named))
}

/// Places of label and name in `图文来自网络`, `信息来源于某报`.
fn chinese(words: &str) -> Option<((usize, usize), (usize, usize))> {
    if words.len() > 3 * 20 {
        return None;
    }
    // 编译自《某报》, 摘自《某刊》: the marks show that a paper is named.
    let taken = [
        "编译自",
        "編譯自",
        "摘自",
        "转自",
        "轉自",
        "转载自",
        "轉載自",
        "节选自",
        "選自",
        "选自",
        "综合自",
        "改编自",
    ]
    .iter()
    .find_map(|taken| Some((taken.len(), words.strip_prefix(taken)?)));
    if let Some((from, name)) = taken
        && name.starts_with('《')
        && name.ends_with('》')
        && name.matches('《').count() == 1
        && (4..=16).contains(&name.chars().count())
    {
        return Some(((0, from), (from + "《".len(), words.len() - "》".len())));
    }
    let thing = THINGS
        .iter()
        .find(|thing| words.starts_with(**thing))
        .map_or(0, |thing| thing.len());
    let mut rest = words.get(thing..)?;
    rest = rest.strip_prefix(['均', '皆', '都']).unwrap_or(rest);
    let comes = COMES.iter().find(|comes| rest.starts_with(**comes))?;
    let from = words.len() - rest.len() + comes.len();
    let name = words
        .get(from..)?
        .trim_start_matches(|next| is_blank(next) || matches!(next, '：' | ':'));
    let from = words.len() - name.len();
    let net = NET.iter().find(|net| name.starts_with(**net));
    let length = match net {
        Some(net) => {
            let behind = name.get(net.len()..)?;
            ["", "整理", "综合", "公开资料", "公开信息", "资料"]
                .contains(&behind)
                .then_some(net.len())?
        }
        // A bare 来自某报 can be the head of a sentence or a title.
        None => (thing > 0 && name.chars().count() <= 10 && lists::ends_like_outlet(name))
            .then_some(name.len())?,
    };
    Some(((0, from), (from, from + length)))
}

/// Places of label and name in `This story was originally published by X`.
fn published(words: &str) -> Option<((usize, usize), (usize, usize))> {
    if words.len() > 120 {
        return None;
    }
    let (at, cue) = PUBLISHED.iter().find_map(|cue| {
        let whole = words.find(cue).map(|at| (at, cue.len()));
        whole.or_else(|| {
            // At the head of the line the cue begins with a capital.
            let head = words.get(..cue.len())?;
            head.eq_ignore_ascii_case(cue).then_some((0, cue.len()))
        })
    })?;
    let before = words.get(..at)?;
    let opens = before.is_empty()
        || [
            "This story",
            "This article",
            "This report",
            "This piece",
            "The story",
            "The article",
            "A version of this",
        ]
        .iter()
        .any(|head| before.starts_with(head));
    let name = words.get(at + cue..)?;
    let capital = name.starts_with(|first: char| first.is_ascii_uppercase());
    let plain = !name.contains([',', ';', ':', '"']) && name.split(' ').count() <= 6;
    (opens && before.len() <= 40 && capital && plain).then(|| ((0, at + cue), (at + cue, words.len())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::read;
    use crate::document::Span;

    fn name(line: &str) -> Option<&str> {
        let draft = read(line, Span::new(0, line.len()))?;
        draft.named.last().map(|named| named.span.of(line))
    }

    #[test]
    fn credits_in_words() {
        assert_eq!(name("图文来自网络"), Some("网络"));
        assert_eq!(name("（信息来源于互联网）"), Some("互联网"));
        assert_eq!(name("来自网络"), Some("网络"));
        assert_eq!(name("文章均转自网络整理。"), Some("网络"));
        assert_eq!(name("内容来源于云岭晚报"), Some("云岭晚报"));
        assert_eq!(
            name("This story was originally published by The Lake Herald."),
            Some("The Lake Herald")
        );
        assert_eq!(name("Originally published on Lakeside"), Some("Lakeside"));
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "图片来自网络",
            "来自网络的谣言",
            "信息来源于三家机构",
            "他的灵感来自网络。后来他写了书。",
            "来自春城晚报",
            "The novel was originally published by Lake House in 1999, and sold well.",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
