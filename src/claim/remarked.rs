//! Where a text is from, said in a remark around it: `海风注：…。本文转载自微信公众号“某某”（ID：abc），作者：某某。`, `编者按：本文来自某某`,
//! `（本文首发自某某）…`. On a line of its own such a sentence is a source line; in a remark other words stand around it. In go the
//! paragraphs at the edges of an article, out comes the claim of a source line.

use crate::document::{Claim, ClaimKind, SourceKind, Span};

use super::line_names::resolve;
use super::lines::Lines;
use super::reach::body_span;
use super::reading::is_boundary;

/// Paragraphs at either edge of an article that may be a remark.
const EDGE: usize = 3;
/// Bytes of a paragraph that are looked at: some 150 characters.
const HEAD: usize = 450;
/// Bytes within which the word for a remark stands.
const MARK: usize = 48;
/// Characters of the longest name.
const NAME: usize = 16;

/// How a text is from somewhere; longer ones first.
const COMES: [&str; 16] = [
    "经授权转载自",
    "授权转载自",
    "综合整理自",
    "转载自",
    "首发于",
    "首发自",
    "原载于",
    "来源于",
    "编译自",
    "整理自",
    "转自",
    "来自",
    "源自",
    "选自",
    "摘自",
    "原载",
];
/// Channels in front of the name of an account.
const CHANNELS: [&str; 12] = [
    "微信公众订阅号",
    "微信公众号",
    "微信订阅号",
    "微信公号",
    "公众号",
    "公号",
    "新浪微博",
    "微博",
    "知乎专栏",
    "知乎",
    "自媒体",
    "媒体",
];
/// Who is no source.
const NOBODY: [&str; 6] = ["网络", "互联网", "作者", "网友", "读者", "投稿"];

impl Lines<'_> {
    /// The claim of the source that a remark around an article names; `None` where a line names one.
    pub(super) fn remarked_source(&self, article: u32, claims: &[Claim]) -> Option<Claim> {
        let named = claims.iter().any(|claim| {
            claim.article == article
                && claim.source_kind != SourceKind::Void
                && matches!(
                    claim.kind,
                    ClaimKind::SourceLine | ClaimKind::Link | ClaimKind::Dateline
                )
        });
        if named {
            return None;
        }
        let own = self.body.of_article(article);
        let edges = own
            .iter()
            .take(EDGE)
            .chain(own.iter().skip(EDGE.max(own.len().saturating_sub(EDGE))));
        edges
            .filter_map(|&index| self.body.paragraphs.get(index))
            .find_map(|paragraph| {
                let form = self
                    .body
                    .slice(paragraph.span.start as usize, paragraph.span.end as usize);
                let (cue, from, to) = remark(form)?;
                let start = paragraph.span.start as usize;
                let span = Span::new(start + from, start + to);
                let name = span.of(self.body.text);
                let (source, source_kind) = resolve(name, self.outlets);
                Some(Claim {
                    article,
                    kind: ClaimKind::SourceLine,
                    source_name: name.to_owned(),
                    source,
                    source_kind,
                    cue: format!("本文{cue}"),
                    span: Some(span),
                    scope: body_span(self.body, article),
                    rule: "remarked-source".to_owned(),
                    confidence: 0.8,
                })
            })
    }
}

/// How a remark says that a text is from somewhere, and the bytes of the name.
fn remark(form: &str) -> Option<(&'static str, usize, usize)> {
    let head = form.get(..form.floor_char_boundary(HEAD))?;
    let at = head.find("本文")?;
    let before = head.get(..at)?;
    let bracket =
        before.trim_start().len() <= "（".len() && before.trim_start().starts_with(['（', '(', '[', '【']);
    let mark = head.get(..head.floor_char_boundary(MARK))?;
    let remarks = ["注：", "注:", "按：", "按:", "编者按"]
        .iter()
        .any(|word| mark.contains(word));
    if !bracket && !remarks {
        return None;
    }
    let rest = head.get(at + "本文".len()..)?;
    let bare = ["系", "由", "为", "部分内容", "内容"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let (cue, name) = COMES
        .iter()
        .find_map(|comes| Some((*comes, bare.strip_prefix(comes)?)))?;
    let mut name = name.trim_start_matches([' ', '：', ':']);
    let mut account = false;
    while let Some(kept) = CHANNELS.iter().find_map(|channel| name.strip_prefix(channel)) {
        account = true;
        name = kept.trim_start_matches([' ', '：', ':']);
    }
    let marked = account || name.starts_with(['“', '「', '《', '@']);
    let name = name.trim_start_matches(['“', '「', '《', '@']);
    let end = name.find(|next: char| {
        is_boundary(next)
            || next.is_whitespace()
            || matches!(next, '（' | '(' | '）' | ')' | '》' | '」' | ']' | '、')
    })?;
    let name = name.get(..end)?;
    let count = name.chars().count();
    let fits = (2..=NAME).contains(&count)
        && !NOBODY.iter().any(|word| name.starts_with(word))
        && (marked || !name.contains(['的', '了', '是', '在']));
    let from = (name.as_ptr() as usize).checked_sub(form.as_ptr() as usize)?;
    fits.then_some((cue, from, from + name.len()))
}

#[cfg(test)]
mod tests {
    use super::remark;

    #[test]
    fn remarks_name_where_a_text_is_from() {
        let cases = [
            (
                "海风注：渡口停航以后，船工写了一封信。本文转载自微信公众号“湖边夜话”（ID：lake2015），作者：赵川。",
                Some("湖边夜话"),
            ),
            ("编者按:本文来自公众号湖边夜话,作者赵川。", Some("湖边夜话")),
            (
                "（本文首发自新浪微博：湖边的厨子）渡口停航那天，我在岸边卖面。",
                Some("湖边的厨子"),
            ),
            ("他说，本文来自湖边夜话，没有人相信。", None),
            ("编者按：本文来自网络，侵删。", None),
            ("编者按：本文来自我的一段经历，写得很长。", None),
        ];
        for (form, name) in cases {
            let found = remark(form).and_then(|(_, from, to)| form.get(from..to));
            assert_eq!(found, name, "{form}");
        }
    }
}
