//! Openings that stand for a dateline without having its form: `某创业网（公众号：abc）7月11日消息，`, `某晚报·某新闻今天上午9时，`. An
//! outlet that introduces itself at the head of a paragraph, before anything is told. In goes the unit in front, out comes
//! where the opening ends.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{PartKind, Span};

use super::contacts;
use super::dateline::Dateline;
use super::draft::{Named, is_blank};
use super::fields::closer;
use super::lists;

/// A date, a time of the day and the word for a dispatch.
static DISPATCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[ \x{3000}]*(?P<dt>(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}日)?[ \x{3000}]*(?:上午|中午|下午|晚间|早间|晚|午间|凌晨)?",
        r"(?:快讯|专稿|讯|消息|报道|专电|电)[ \x{3000}]*[，,：:]?"
    ))
    .ok()
});

/// True for a unit that can introduce itself: it ends as outlets do, or is a desk.
fn is_unit(unit: &str) -> bool {
    let short = (2..=16).contains(&unit.chars().count());
    let plain = !unit.contains(['据', '从', '的', '在', '，']);
    short && plain && (lists::ends_like_outlet(unit) || lists::is_channel(unit))
}

/// `某网（公众号：abc）7月11日消息，`: the unit, its address in brackets that open at `open`, and the word for a dispatch.
pub(super) fn with_address(text: &str, line: Span, unit: Span, open: usize) -> Option<Dateline> {
    if !is_unit(unit.of(text)) {
        return None;
    }
    let rest = text.get(open..line.end as usize)?;
    let opener = rest.chars().next()?;
    let wanted = closer(opener)?;
    let (close, mark) = rest
        .char_indices()
        .take(50)
        .find(|&(_, next)| next == wanted || matches!(next, '）' | ')'))?;
    let inside = rest.get(opener.len_utf8()..close)?.trim();
    let address = inside.is_ascii() && inside.contains('.') || contacts::opens_with_channel(inside);
    let behind = open + close + mark.len_utf8();
    let (end, date) = dispatch(text, Span::new(behind, line.end as usize))?;
    let mut named = vec![Named {
        kind: PartKind::Agency,
        span: unit,
    }];
    named.extend(date.map(|span| Named {
        kind: PartKind::Date,
        span,
    }));
    address.then_some(Dateline { end, named })
}

/// Where a date with the word for a dispatch ends that `span` begins with, and the date.
pub(super) fn dispatch(text: &str, span: Span) -> Option<(usize, Option<Span>)> {
    let found = DISPATCH.as_ref()?.captures(span.of(text))?;
    let start = span.start as usize;
    let date = found
        .name("dt")
        .map(|date| Span::new(start + date.start(), start + date.end()));
    Some((start + found.get(0)?.end(), date))
}

/// `某晚报·某新闻今天上午9时，`: two names of one house at the head of a paragraph, with the time right behind them. The word for
/// the dispatch between them got lost; no sentence begins so.
pub(super) fn of_two_names(text: &str, line: Span) -> Option<Dateline> {
    let slice = line.of(text);
    let dot = slice
        .char_indices()
        .take(12)
        .find(|(_, next)| matches!(next, '·' | '•' | '・'))?;
    let first = slice.get(..dot.0)?;
    let second = slice.get(dot.0 + dot.1.len_utf8()..)?;
    let time = ["今天", "今日", "昨天", "昨日", "昨晚", "近日", "日前"]
        .iter()
        .filter_map(|word| second.find(word))
        .min()?;
    let name = second.get(..time)?.trim_end_matches(is_blank);
    let fits = lists::ends_like_outlet(first)
        && lists::ends_like_outlet(name)
        && name.chars().count() <= 8
        && !name.contains(['，', '。', '：', '据', '的']);
    let end = dot.0 + dot.1.len_utf8() + name.len();
    fits.then(|| Dateline {
        end: line.start as usize + end,
        named: vec![Named {
            kind: PartKind::Agency,
            span: Span::new(line.start as usize, line.start as usize + end),
        }],
    })
}
