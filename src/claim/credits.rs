//! Closing credits inside a paragraph: the parentheses at its end that name where the text is from. In goes the body, out
//! come claims that govern the article up to the parentheses. Credits that stand on a line of their own are lines
//! ([`super::lines`]).

use crate::document::{Claim, ClaimKind, Record, SourceKind, Span};

use super::body::Body;
use super::lines::{body_span, resolve};
use super::outlets::OutletTable;

/// Credits in parentheses at the end of a paragraph: （据某社电）, (综合甲报、乙网), （央视记者某某）.
pub(super) fn closing(record: &Record, body: &Body<'_>, outlets: &OutletTable, claims: &mut Vec<Claim>) {
    let text = &record.text;
    for paragraph in &body.paragraphs {
        let form = body
            .slice(paragraph.span.start as usize, paragraph.span.end as usize)
            .trim_end();
        let Some(inner_end) = form.strip_suffix(['）', ')']).map(str::len) else {
            continue;
        };
        let Some(open) = form.get(..inner_end).and_then(|head| head.rfind(['（', '('])) else {
            continue;
        };
        let inner_start = open
            + form
                .get(open..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8);
        let inner = form.get(inner_start..inner_end).unwrap_or("");
        if inner.chars().count() > 60 {
            continue;
        }
        let labels = [
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
        let Some(label) = labels.iter().find(|label| inner.starts_with(**label)) else {
            continue;
        };
        let base = paragraph.span.start as usize;
        let scope = body_span(body, paragraph.article).map(|whole| Span {
            start: whole.start,
            end: Span::new(0, base + open).end.max(whole.start),
        });
        let at = label.len();
        let value = inner.get(at..).unwrap_or("");
        let skipped = value.len() - value.trim_start_matches([':', '：', ' ', '\u{3000}']).len();
        let mut place = base + inner_start + at + skipped;
        for piece in value
            .get(skipped..)
            .unwrap_or("")
            .split_inclusive(['、', '，', ',', ';', '；', ' ', '|', '/'])
        {
            let name = piece.trim_end_matches(['、', '，', ',', ';', '；', ' ', '|', '/']);
            let (name_start, piece_length) = (place, piece.len());
            place += piece_length;
            let known = outlets.name_at_start(name);
            let mut end = known.unwrap_or(name.len());
            if known.is_none() {
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
                    if let Some(rest) = name.get(..end).and_then(|name| name.strip_suffix(tail)) {
                        end = rest.len();
                    }
                }
            }
            let written = text.get(name_start..name_start + end).unwrap_or("");
            let (source, source_kind) = resolve(written, outlets);
            let named = source.is_some()
                || source_kind == SourceKind::Void
                || matches!(
                    source_kind,
                    SourceKind::Outlet | SourceKind::Agency | SourceKind::Website | SourceKind::Platform
                )
                || *label != "据" && *label != "综合" && written.chars().count() >= 2;
            if !named || piece.starts_with("记者") || written.is_empty() {
                continue;
            }
            claims.push(Claim {
                article: paragraph.article,
                kind: ClaimKind::ClosingCredit,
                source_name: written.to_owned(),
                source,
                source_kind,
                cue: (*label).to_owned(),
                span: Some(Span::new(name_start, name_start + end)),
                scope,
                rule: "closing-credit".to_owned(),
                confidence: 0.85,
            });
        }
    }
}
