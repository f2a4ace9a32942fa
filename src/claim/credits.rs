//! Closing credits: the parentheses behind a text that name where it is from: （据某社电）, (综合甲报、乙网). In go the
//! segmentation and the body, out come the places of the credits with what each governs, and the claims of those that
//! the segmentation left inside their paragraph.
//!
//! A credit that is the only one and stands behind the last paragraph is the whole article's. In a digest (早报, 汇总) each
//! item has its own: there a credit governs its paragraph, or the paragraphs back to where its item begins, and says
//! nothing of the article.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{BlockKind, Claim, ClaimKind, PartKind, Segmentation, SourceKind, Span};

use super::body::Body;
use super::line_names::resolve;
use super::outlets::OutletTable;
use super::reach::{body_span, is_below_gallery};
use super::reading::ends_as_sentence;

/// Words that open a credit inside a paragraph, longer ones first.
const LABELS: [&str; 22] = [
    "以上内容来自",
    "以上内容综合自",
    "以上来自",
    "以上综合自",
    "以上综合",
    "本文首发于",
    "本文首发自",
    "首发于",
    "首发自",
    "摘编自",
    "文章来源",
    "本文来源",
    "资料来源",
    "信息来源",
    "来源",
    "稿源",
    "本报综合",
    "综合自",
    "综合",
    "转自",
    "原载",
    "据",
];

/// A closing credit.
#[derive(Clone, Debug)]
pub(super) struct Credit {
    /// Ordinal of its article.
    pub article: u32,
    /// The parentheses and what is in them.
    pub span: Span,
    /// Index of its block, when it is a block of its own.
    block: Option<usize>,
    /// Index of the paragraph that it closes.
    paragraph: usize,
    /// What it governs.
    pub scope: Span,
    /// True when it governs its article, false when it governs an item of it.
    pub whole: bool,
    /// Set for a name that only its fellows show to be a credit.
    alike: bool,
}

impl Credit {
    /// Id of the rule.
    pub fn rule(&self) -> &'static str {
        if self.whole {
            "closing-credit"
        } else {
            "item-credit"
        }
    }
}

/// Credits of a digest from which on a name in brackets below another item is one as well.
const DIGEST: usize = 3;

/// `（某某蓝）` below an item of a digest whose other items end with the names of outlets: index of the paragraph, article, brackets.
fn alike(body: &Body<'_>, credits: &[Credit], counts: &BTreeMap<u32, usize>) -> Vec<(usize, u32, Span)> {
    /// Characters of the longest name.
    const NAME: usize = 8;
    if !counts.values().any(|&count| count >= DIGEST) {
        return Vec::new();
    }
    let credited: BTreeSet<usize> = credits.iter().map(|credit| credit.paragraph).collect();
    let mut found = Vec::new();
    for (index, paragraph) in body.paragraphs.iter().enumerate() {
        let digest = counts
            .get(&paragraph.article)
            .is_some_and(|&count| count >= DIGEST);
        if !digest || credited.contains(&index) {
            continue;
        }
        let form = body.slice(paragraph.span.start as usize, paragraph.span.end as usize);
        let item = form.trim_end();
        let Some(inner) = item.strip_suffix(['）', ')']) else {
            continue;
        };
        let Some(open) = inner.rfind(['（', '(']).filter(|&open| open > 0) else {
            continue;
        };
        let name = inner.get(open..).unwrap_or("").trim_start_matches(['（', '(']);
        let plain = (2..=NAME).contains(&name.chars().count())
            && name.chars().all(char::is_alphanumeric)
            && name.chars().any(|next| !next.is_ascii_digit())
            && !name.starts_with([
                '见', '图', '完', '注', '化', '记', '下', '上', '续', '单', '编', '笑', '掌',
            ]);
        let behind_a_sentence = inner.get(..open).is_some_and(ends_as_sentence);
        if plain && behind_a_sentence {
            let start = paragraph.span.start as usize;
            found.push((
                index,
                paragraph.article,
                Span::new(start + open, start + item.len()),
            ));
        }
    }
    found
}

/// The credits of a record in order of the text, with their scopes.
pub(super) fn find(body: &Body<'_>, segmentation: &Segmentation, outlets: &OutletTable) -> Vec<Credit> {
    let credit = |article, span, block, paragraph| Credit {
        article,
        span,
        block,
        paragraph,
        scope: Span::default(),
        whole: false,
        alike: false,
    };
    let mut credits = Vec::new();
    for (index, block) in segmentation.blocks.iter().enumerate() {
        let Some(article) = block.article else { continue };
        if block.kind == BlockKind::SourceLine
            && let Some(paragraph) = body.paragraph_before(article, block.span.start)
            && (in_parentheses(body.text, block.span)
                || in_words(body.text, block.span)
                || contributed(body, segmentation, index))
            && is_credit(body, segmentation, index, paragraph)
            && !is_below_gallery(body.text, segmentation, index)
        {
            credits.push(credit(article, block.span, Some(index), paragraph));
        }
    }
    for (index, paragraph) in body.paragraphs.iter().enumerate() {
        if let Some((span, label)) = inside(body, paragraph.span)
            && !names(body, outlets, span, label).is_empty()
        {
            credits.push(credit(paragraph.article, span, None, index));
        }
    }
    credits.sort_by_key(|credit| credit.span);
    if credits.is_empty() {
        return credits;
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for credit in &credits {
        *counts.entry(credit.article).or_default() += 1;
    }
    let fellows = alike(body, &credits, &counts);
    if !fellows.is_empty() {
        credits.extend(fellows.into_iter().map(|(index, article, span)| Credit {
            alike: true,
            ..credit(article, span, None, index)
        }));
        credits.sort_by_key(|credit| credit.span);
    }
    let headings: Vec<u32> = segmentation
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Heading)
        .map(|block| block.span.end)
        .collect();
    for at in 0..credits.len() {
        let scope = scope(body, &headings, &credits, &counts, at);
        if let (Some((scope, whole)), Some(credit)) = (scope, credits.get_mut(at)) {
            credit.scope = scope;
            credit.whole = whole;
        }
    }
    credits
}

/// The credit that block `index` is.
pub(super) fn of_block(credits: &[Credit], index: u32, block: Span) -> Option<&Credit> {
    let from = credits.partition_point(|credit| credit.span < block);
    let same = credits
        .iter()
        .skip(from)
        .take_while(|credit| credit.span == block);
    same.into_iter()
        .find(|credit| credit.block == Some(index as usize))
}

/// True for `X contributed to this report.`: an agency whose text was used in part.
fn contributed(body: &Body<'_>, segmentation: &Segmentation, index: usize) -> bool {
    let first = segmentation
        .parts
        .partition_point(|part| (part.block as usize) < index);
    segmentation
        .parts
        .iter()
        .skip(first)
        .take_while(|part| part.block as usize == index)
        .any(|part| part.kind == PartKind::Label && part.span.of(body.text).starts_with("contributed"))
}

fn in_parentheses(text: &str, span: Span) -> bool {
    let line = span.of(text);
    line.starts_with(['（', '(']) && line.ends_with(['）', ')'])
}

/// True for `据某社` without brackets, behind a sentence or on a line of its own.
fn in_words(text: &str, span: Span) -> bool {
    span.of(text).starts_with(['据', '據'])
}

/// True when a source line in parentheses is a credit: it opens with 据, 综合 or a name; one that opens with 来源 or 转自 is
/// a source line below the text, unless it is glued to a paragraph inside it.
fn is_credit(body: &Body<'_>, segmentation: &Segmentation, index: usize, paragraph: usize) -> bool {
    let first = segmentation
        .parts
        .partition_point(|part| (part.block as usize) < index);
    let label = segmentation
        .parts
        .iter()
        .skip(first)
        .take_while(|part| part.block as usize == index)
        .find(|part| part.kind == PartKind::Label);
    if !label.is_some_and(|label| label.span.of(body.text).contains(['源', '自'])) {
        return true;
    }
    let (Some(closed), Some(block)) = (body.paragraphs.get(paragraph), segmentation.blocks.get(index)) else {
        return false;
    };
    let between = body
        .text
        .get(closed.span.end as usize..block.span.start as usize)
        .unwrap_or("\n");
    let goes_on = body
        .paragraphs
        .get(paragraph + 1)
        .is_some_and(|next| next.article == closed.article);
    goes_on && !between.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// What credit `at` governs, and whether that is its whole article. `headings` are the ends of the record's headings,
/// `counts` how many credits each article has.
fn scope(
    body: &Body<'_>,
    headings: &[u32],
    credits: &[Credit],
    counts: &BTreeMap<u32, usize>,
    at: usize,
) -> Option<(Span, bool)> {
    let credit = credits.get(at)?;
    let only = counts.get(&credit.article) == Some(&1);
    let last = *body.of_article(credit.article).last()?;
    let until = |start: u32| Span {
        start,
        end: credit.span.start.max(start),
    };
    if only && last == credit.paragraph {
        let whole = body_span(body, credit.article)?;
        return Some((
            Span {
                start: whole.start,
                end: whole.end.min(until(whole.start).end),
            },
            true,
        ));
    }
    let closed = body.paragraphs.get(credit.paragraph)?.span;
    let own = closed.end.min(until(closed.start).end);
    // Back to the end of what closes the item before: its credit, or a heading.
    let before = credits
        .get(..at)
        .unwrap_or(&[])
        .iter()
        .rev()
        .find(|other| other.article == credit.article)
        .map(|other| other.span.end);
    let heading = headings
        .partition_point(|&end| end <= closed.start)
        .checked_sub(1)
        .and_then(|last| headings.get(last))
        .copied();
    let mut start = closed.start;
    if let Some(edge) = before.max(heading) {
        for paragraph in body
            .paragraphs
            .get(..=credit.paragraph)
            .unwrap_or(&[])
            .iter()
            .rev()
        {
            if paragraph.article != credit.article || paragraph.span.start < edge {
                break;
            }
            start = paragraph.span.start;
            if opens_item(paragraph.span.of(body.text)) {
                break;
            }
        }
    }
    Some((Span { start, end: own }, false))
}

/// True when a paragraph begins as items of a digest do: 【栏目】, a bullet, `1.`, `（二）`.
fn opens_item(paragraph: &str) -> bool {
    let Some(first) = paragraph.chars().next() else {
        return false;
    };
    if matches!(
        first,
        '【' | '■' | '●' | '◆' | '★' | '▲' | '□' | '○' | '◎' | '※' | '▶' | '►' | '•' | '①'..='⑳'
    ) {
        return true;
    }
    let rest = paragraph.trim_start_matches(['（', '(']);
    let number =
        rest.trim_start_matches(|next: char| next.is_ascii_digit() || "一二三四五六七八九十".contains(next));
    number.len() < rest.len() && number.starts_with(['、', '.', '．', '）', ')'])
}

/// The credit at the end of a paragraph, when the segmentation left it there: its parentheses and the label in them.
fn inside(body: &Body<'_>, paragraph: Span) -> Option<(Span, &'static str)> {
    let base = paragraph.start as usize;
    let form = body.slice(base, paragraph.end as usize).trim_end();
    let inner_end = form.strip_suffix(['）', ')'])?.len();
    let open = form.get(..inner_end)?.rfind(['（', '('])?;
    let inner = form.get(open..inner_end)?.trim_start_matches(['（', '(']);
    if inner.chars().count() > 60 || inner.contains('。') {
        return None;
    }
    let label = LABELS.iter().find(|label| inner.starts_with(**label))?;
    Some((Span::new(base + open, base + form.len()), *label))
}

/// A name in a credit: where it stands, its canonical name, and what it is.
type Name = (Span, Option<String>, SourceKind);

/// The names of a credit that opens with `label`; empty when it names no source: （据统计，去年为三成）.
fn names(body: &Body<'_>, outlets: &OutletTable, credit: Span, label: &str) -> Vec<Name> {
    let line = body.slice(credit.start as usize, credit.end as usize);
    let at = line.find(label).map_or(0, |at| at + label.len());
    let value = line.get(at..).unwrap_or("").trim_end_matches(['）', ')']);
    let skipped = value.len() - value.trim_start_matches([':', '：', ' ', '\u{3000}']).len();
    let mut place = credit.start as usize + at + skipped;
    let mut found = Vec::new();
    for piece in value
        .get(skipped..)
        .unwrap_or("")
        .split_inclusive(['、', '，', ',', ';', '；', ' ', '|', '/'])
    {
        let name = piece.trim_end_matches(['、', '，', ',', ';', '；', ' ', '|', '/']);
        let (start, length) = (place, piece.len());
        place += length;
        let end = start + outlets.name_at_start(name).unwrap_or_else(|| without_tail(name));
        let written = body.text.get(start..end).unwrap_or("");
        let (source, kind) = resolve(written, outlets);
        let named = source.is_some()
            || matches!(
                kind,
                SourceKind::Void
                    | SourceKind::Outlet
                    | SourceKind::Agency
                    | SourceKind::Website
                    | SourceKind::Platform
            )
            || label != "据" && label != "综合" && written.chars().count() >= 2;
        if named && !piece.starts_with("记者") && !written.is_empty() {
            found.push((Span::new(start, end), source, kind));
        }
    }
    found
}

/// Claims of the credits that stand inside their paragraph.
pub(super) fn claims(body: &Body<'_>, outlets: &OutletTable, credits: &[Credit], claims: &mut Vec<Claim>) {
    for credit in credits.iter().filter(|credit| credit.block.is_none()) {
        if credit.alike {
            let line = credit.span.of(body.text);
            let name = line.trim_matches(['（', '(', '）', ')']);
            let name = name.strip_prefix('据').unwrap_or(name);
            let start = credit.span.start as usize + line.find(name).unwrap_or(0);
            let (source, source_kind) = resolve(name, outlets);
            claims.push(Claim {
                article: credit.article,
                kind: ClaimKind::ClosingCredit,
                source_name: name.to_owned(),
                source,
                source_kind,
                cue: String::new(),
                span: Some(Span::new(start, start + name.len())),
                scope: Some(credit.scope),
                rule: credit.rule().to_owned(),
                confidence: 0.7,
            });
            continue;
        }
        let paragraph = body.paragraphs.get(credit.paragraph);
        let Some((_, label)) = paragraph.and_then(|paragraph| inside(body, paragraph.span)) else {
            continue;
        };
        for (span, source, source_kind) in names(body, outlets, credit.span, label) {
            claims.push(Claim {
                article: credit.article,
                kind: ClaimKind::ClosingCredit,
                source_name: span.of(body.text).to_owned(),
                source,
                source_kind,
                cue: label.to_owned(),
                span: Some(span),
                scope: Some(credit.scope),
                rule: credit.rule().to_owned(),
                confidence: 0.85,
            });
        }
    }
}

/// Length of a name without the words of reporting behind it.
fn without_tail(name: &str) -> usize {
    let mut rest = name;
    for tail in [
        "等媒体报道",
        "等报道",
        "综合报道",
        "报道",
        "消息",
        "电",
        "讯",
        "等",
    ] {
        rest = rest.strip_suffix(tail).unwrap_or(rest);
    }
    rest.len()
}
