//! Claims of labelled lines and of metadata: source lines, listing labels, datelines, headers of embedded articles,
//! by-lines, editors, original titles, closing credits. What follows from them for an article is in `declared`.

use crate::document::{BlockKind, Claim, ClaimKind, Part, PartKind, Record, Segmentation, SourceKind, Span};

use super::body::Body;
use super::credits;
use super::line_names::{glued, host, resolve};
use super::outlets::OutletTable;
use super::reach::{Reach, body_span};
use super::staff::Credited;

/// Works on one record.
pub(super) struct Lines<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its body.
    pub body: &'a Body<'a>,
    /// The table.
    pub outlets: &'a OutletTable,
}

impl Lines<'_> {
    /// Claims of all labelled lines and of the metadata.
    pub fn claims(&self, segmentation: &Segmentation) -> Vec<Claim> {
        let mut claims = self.meta();
        let credits = credits::find(self.body, segmentation, self.outlets);
        let reach = Reach {
            body: self.body,
            segmentation,
        };
        for (index, block) in segmentation.blocks.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let from = segmentation.parts.partition_point(|part| part.block < index);
            let count = segmentation
                .parts
                .get(from..)
                .unwrap_or(&[])
                .iter()
                .take_while(|part| part.block == index)
                .count();
            let parts = segmentation.parts.get(from..from + count).unwrap_or(&[]);
            let article = block.article.unwrap_or(0);
            let scope = body_span(self.body, article);
            let credited = |scope| Credited {
                article,
                line: block.span,
                parts,
                scope,
            };
            match block.kind {
                BlockKind::SourceLine => {
                    let (kind, rule, scope) = match credits::of_block(&credits, index, block.span) {
                        Some(credit) => (ClaimKind::ClosingCredit, credit.rule(), Some(credit.scope)),
                        None => reach.of_source(index as usize, article, block.span, self.names_data(parts)),
                    };
                    self.named_parts(
                        &mut claims,
                        kind,
                        rule,
                        article,
                        block.span,
                        parts,
                        PartKind::Source,
                        scope,
                    );
                    self.staff(&mut claims, ClaimKind::Byline, "byline", &credited(scope));
                }
                BlockKind::ListingLine => {
                    self.listing(&mut claims, article, parts, scope, segmentation);
                    self.named_parts(
                        &mut claims,
                        ClaimKind::SourceLine,
                        "source-line",
                        article,
                        block.span,
                        parts,
                        PartKind::Source,
                        scope,
                    );
                    self.staff(&mut claims, ClaimKind::Byline, "byline", &credited(scope));
                }
                BlockKind::Dateline => {
                    let governed = reach.of_dateline(index as usize, article, block.span);
                    // 本报某地某日电 behind the last paragraph is the credit of the whole.
                    let kind = if governed.is_none() && scope.is_some() {
                        ClaimKind::ClosingCredit
                    } else {
                        ClaimKind::Dateline
                    };
                    self.dateline(&mut claims, kind, article, block.span, parts, governed.or(scope));
                }
                BlockKind::RelatedHeader => self.header(&mut claims, segmentation, index, article, parts),
                BlockKind::OriginalTitle => self.value(
                    &mut claims,
                    ClaimKind::OriginalTitle,
                    "original-title",
                    article,
                    block.span,
                    parts,
                    PartKind::Title,
                    scope,
                ),
                BlockKind::EditorLine => {
                    self.staff(&mut claims, ClaimKind::Editor, "editor-line", &credited(scope));
                    self.source_beside(&mut claims, article, block.span, parts, scope);
                }
                BlockKind::Byline => {
                    let governed = reach.of_credit(index as usize, article, block.span);
                    let governed = governed.map(|(scope, _)| scope).or(scope);
                    self.staff(&mut claims, ClaimKind::Byline, "byline", &credited(governed));
                    self.source_beside(&mut claims, article, block.span, parts, governed);
                }
                BlockKind::Caption | BlockKind::Image => {
                    self.named_parts(
                        &mut claims,
                        ClaimKind::MediaCredit,
                        "media-credit",
                        article,
                        block.span,
                        parts,
                        PartKind::Source,
                        Some(block.span),
                    );
                }
                _ => {}
            }
            for part in parts.iter().filter(|part| part.kind == PartKind::Link) {
                let address = part.span.of(&self.record.text);
                let outlet = self.outlets.by_domain(host(address));
                claims.push(Claim {
                    article,
                    kind: ClaimKind::Link,
                    source_name: address.to_owned(),
                    source_kind: outlet.as_ref().map_or(SourceKind::Unlisted, |outlet| outlet.kind),
                    source: outlet.map(|outlet| outlet.canonical),
                    cue: "链接".to_owned(),
                    span: Some(part.span),
                    scope,
                    rule: "original-link".to_owned(),
                    confidence: 0.95,
                });
            }
        }
        credits::claims(self.body, self.outlets, &credits, &mut claims);
        self.data_beside_sources(segmentation, &mut claims);
        for article in &segmentation.articles {
            claims.extend(self.remarked_source(article.ordinal, &claims));
            claims.extend(self.opening_house(article.ordinal, &claims));
            claims.extend(self.own_reporters(article.ordinal, &claims));
            claims.extend(self.interviewer(article.ordinal, &claims));
        }
        claims.extend(self.titled_source(&claims));
        claims
    }

    /// Claims of the container, which stand nowhere in the text.
    fn meta(&self) -> Vec<Claim> {
        let metadata = &self.record.metadata;
        let mut claims = Vec::new();
        let mut put = |value: &Option<String>, cue: &str, rule: &str| {
            let Some(name) = value.as_deref().map(str::trim).filter(|name| !name.is_empty()) else {
                return;
            };
            let (source, source_kind) = resolve(name, self.outlets);
            claims.push(Claim {
                article: 0,
                kind: ClaimKind::Meta,
                source_name: name.to_owned(),
                source,
                source_kind,
                cue: cue.to_owned(),
                span: None,
                scope: None,
                rule: rule.to_owned(),
                confidence: 0.8,
            });
        };
        put(&metadata.source, "source", "meta-source");
        put(&metadata.source_link, "source_link", "meta-link");
        claims
    }

    /// One claim for each part of a kind. A part without words is a void source.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn named_parts(
        &self,
        claims: &mut Vec<Claim>,
        kind: ClaimKind,
        rule: &str,
        article: u32,
        line: Span,
        parts: &[Part],
        of: PartKind,
        scope: Option<Span>,
    ) {
        let text = &self.record.text;
        let label = parts
            .iter()
            .rfind(|part| part.kind == PartKind::Label && of == PartKind::Source);
        let mut first = true;
        let spans = parts.iter().filter(|part| part.kind == of).flat_map(|part| {
            glued(part.span.of(text), self.outlets).map_or_else(
                || vec![part.span],
                |pieces| {
                    let base = part.span.start as usize;
                    let moved = pieces.iter().map(|&(from, to)| Span::new(base + from, base + to));
                    moved.collect()
                },
            )
        });
        for span in spans {
            let name = span.of(text).trim();
            let (source, source_kind) = resolve(name, self.outlets);
            let start = label
                .filter(|label| first && label.span.end <= span.start)
                .map_or(span.start, |label| label.span.start);
            let end = if span.is_empty() { line.end } else { span.end };
            let cue = label.map_or("", |label| {
                let before = text.get(label.span.end as usize..span.start as usize);
                // 来源：某网记者甲综合乙报: the compiler is no part of the cue.
                let marks = before.filter(|between| !between.contains(char::is_alphanumeric));
                marks.map_or(label.span.of(text), |between| {
                    text.get(label.span.start as usize..label.span.end as usize + between.len())
                        .unwrap_or("")
                })
            });
            let cue = if first {
                cue
            } else {
                label.map_or("", |label| label.span.of(text))
            };
            claims.push(Claim {
                article,
                kind,
                source_name: name.to_owned(),
                source,
                source_kind,
                cue: cue.trim().to_owned(),
                span: Some(Span {
                    start,
                    end: end.max(start),
                }),
                scope,
                rule: rule.to_owned(),
                confidence: if source_kind == SourceKind::Unlisted {
                    0.85
                } else {
                    0.95
                },
            });
            first = false;
        }
    }

    /// One claim for each part of a kind, whose value is no source name.
    #[allow(clippy::too_many_arguments)]
    fn value(
        &self,
        claims: &mut Vec<Claim>,
        kind: ClaimKind,
        rule: &str,
        article: u32,
        line: Span,
        parts: &[Part],
        of: PartKind,
        scope: Option<Span>,
    ) {
        let text = &self.record.text;
        let label = parts
            .iter()
            .find(|part| part.kind == PartKind::Label)
            .map_or("", |part| part.span.of(text));
        for part in parts
            .iter()
            .filter(|part| part.kind == of && !part.span.is_empty())
        {
            claims.push(Claim {
                article,
                kind,
                source_name: part.span.of(text).trim().to_owned(),
                source: None,
                source_kind: SourceKind::Document,
                cue: label.to_owned(),
                span: Some(line),
                scope,
                rule: rule.to_owned(),
                confidence: 0.95,
            });
        }
    }
}
