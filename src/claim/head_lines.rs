//! Claims of the lines that open an article: listing labels, datelines, headers of embedded articles. In go the parts of such a line,
//! out come claims.

use crate::document::{BlockKind, Claim, ClaimKind, Part, PartKind, Segmentation, SourceKind, Span};

use super::line_names::resolve;
use super::lines::Lines;
use super::outlets::ends_like_outlet;
use super::reach::body_span;
use super::reading::reading_form;
use super::staff::{Credited, is_own};

/// What the page assembles: from the first title to the last line that says something.
fn page_span(segmentation: &Segmentation) -> Option<Span> {
    let says = |kind: BlockKind| {
        !matches!(
            kind,
            BlockKind::Chrome
                | BlockKind::Counter
                | BlockKind::Boilerplate
                | BlockKind::Disclaimer
                | BlockKind::Heading
        )
    };
    let first = segmentation.blocks.iter().find(|block| says(block.kind))?;
    let last = segmentation.blocks.iter().rfind(|block| says(block.kind))?;
    Some(Span {
        start: first.span.start,
        end: last.span.end,
    })
}

impl Lines<'_> {
    pub(super) fn listing(
        &self,
        claims: &mut Vec<Claim>,
        article: u32,
        parts: &[Part],
        scope: Option<Span>,
        segmentation: &Segmentation,
    ) {
        for part in parts
            .iter()
            .filter(|part| part.kind == PartKind::ListingLabel && !part.span.is_empty())
        {
            let name = part.span.of(&self.record.text).trim();
            let (source, source_kind) = resolve(name, self.outlets);
            let assembled = source_kind == SourceKind::Aggregator;
            claims.push(Claim {
                article,
                kind: ClaimKind::ListingLabel,
                source_name: name.to_owned(),
                source,
                source_kind,
                cue: "listing label".to_owned(),
                span: Some(part.span),
                scope: if assembled {
                    page_span(segmentation).or(scope)
                } else {
                    scope
                },
                rule: if assembled {
                    "assembler-label"
                } else {
                    "listing-label"
                }
                .to_owned(),
                confidence: if source_kind == SourceKind::Unlisted {
                    0.6
                } else {
                    0.9
                },
            });
        }
    }

    pub(super) fn dateline(
        &self,
        claims: &mut Vec<Claim>,
        kind: ClaimKind,
        article: u32,
        line: Span,
        parts: &[Part],
        scope: Option<Span>,
    ) {
        let text = &self.record.text;
        for part in parts
            .iter()
            .filter(|part| part.kind == PartKind::Agency && !part.span.is_empty())
        {
            let name = part.span.of(text).trim();
            let (source, source_kind) = resolve(name, self.outlets);
            // 【某新闻】 at the head of a paragraph is a column unless the table knows it; 【某网报道】 is signed.
            let closed = text
                .get(part.span.end as usize..line.end as usize)
                .is_some_and(|rest| rest.starts_with(['】', ']', '］', '〕']));
            let bracketed = closed && line.of(text).starts_with(['【', '[', '［', '〔']);
            if bracketed && source.is_none() && !ends_like_outlet(&reading_form(name)) {
                continue;
            }
            // 本报: whoever printed it first, which the caller knows better.
            let own = is_own(name);
            claims.push(Claim {
                article,
                kind,
                source_name: name.to_owned(),
                source,
                source_kind: if own { SourceKind::Outlet } else { source_kind },
                cue: "电头".to_owned(),
                span: Some(line),
                scope,
                rule: match kind {
                    _ if own => "own-dateline",
                    ClaimKind::ClosingCredit => "closing-dateline",
                    _ => "dateline",
                }
                .to_owned(),
                confidence: if own { 0.5 } else { 0.95 },
            });
        }
        let credited = Credited {
            article,
            line,
            parts,
            scope,
        };
        self.staff(claims, ClaimKind::Byline, "dateline-byline", &credited);
    }

    /// The outlet in the header of an embedded article governs the body of that article.
    pub(super) fn header(
        &self,
        claims: &mut Vec<Claim>,
        segmentation: &Segmentation,
        index: u32,
        article: u32,
        parts: &[Part],
    ) {
        let text = &self.record.text;
        // The header opens the article of the next paragraph after it.
        let after = segmentation.blocks.get(index as usize + 1..).unwrap_or(&[]);
        let opened = after
            .iter()
            .find(|block| block.kind == BlockKind::Paragraph)
            .and_then(|block| block.article);
        let article = if article > 0 {
            article
        } else {
            opened.filter(|&opened| opened > 0).unwrap_or(article)
        };
        if article == 0 {
            return;
        }
        let label = parts
            .iter()
            .find(|part| part.kind == PartKind::Label)
            .map_or("", |part| part.span.of(text));
        for part in parts
            .iter()
            .filter(|part| part.kind == PartKind::Outlet && !part.span.is_empty())
        {
            let name = part.span.of(text).trim();
            let (source, source_kind) = resolve(name, self.outlets);
            // What the table does not know must look like an outlet: （某报）, not （修订版）.
            let carries = matches!(
                source_kind,
                SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform | SourceKind::Website
            );
            if source.is_none() && !carries && !ends_like_outlet(&reading_form(name)) {
                continue;
            }
            let before = text.get(..part.span.start as usize).unwrap_or("");
            let behind = text.get(part.span.end as usize..).unwrap_or("");
            let opening = before
                .chars()
                .next_back()
                .filter(|mark| matches!(mark, '(' | '（'))
                .map_or(0, |mark| mark.len_utf8() as u32);
            let closing = behind
                .chars()
                .next()
                .filter(|mark| matches!(mark, ')' | '）'))
                .map_or(0, |mark| mark.len_utf8() as u32);
            claims.push(Claim {
                article,
                kind: ClaimKind::EmbeddedHeader,
                source_name: name.to_owned(),
                source,
                source_kind,
                cue: format!("{label}:…(X)"),
                span: Some(Span {
                    start: part.span.start - opening,
                    end: part.span.end + closing,
                }),
                scope: body_span(self.body, article),
                rule: "embedded-header".to_owned(),
                confidence: 0.95,
            });
        }
    }
}
