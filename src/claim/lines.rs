//! Claims of labelled lines and of metadata: source lines, listing labels, datelines, headers of embedded articles,
//! by-lines, editors, original titles, closing credits. What follows from them for an article is in `declared`.

use crate::document::{BlockKind, Claim, ClaimKind, Part, PartKind, Record, Segmentation, SourceKind, Span};

use super::body::Body;
use super::credits;
use super::names::who;
use super::outlets::{OutletTable, ends_like_outlet};
use super::reach::{Reach, body_span};
use super::reading::reading_form;
use super::staff::{Credited, is_own};
use super::words::words;

/// Desks of outlets.
const DESKS: [&str; 8] = ["财经", "科技", "娱乐", "体育", "军事", "汽车", "健康", "教育"];

/// What a name on a line is: canonical name and kind.
pub(super) fn resolve(name: &str, outlets: &OutletTable) -> (Option<String>, SourceKind) {
    let mut plain = reading_form(name.trim());
    if plain.bytes().any(|byte| byte.is_ascii_uppercase()) {
        plain.to_mut().make_ascii_lowercase();
    }
    let plain = plain.trim_matches(['(', ')', '（', '）', ' ']);
    // 春.城.晚.报: a name that is set apart letter by letter.
    if let Some(closed) = set_apart(plain) {
        return resolve(&closed, outlets);
    }
    if plain.is_empty() || words().void_sources.contains(plain) {
        return (None, SourceKind::Void);
    }
    // 来源：https://…, 来源：www.…: an address names its site.
    if plain.contains("://") || plain.starts_with("www.") {
        let outlet = outlets.by_domain(host(plain));
        let kind = outlet.as_ref().map_or(SourceKind::Unlisted, |outlet| outlet.kind);
        return (outlet.map(|outlet| outlet.canonical), kind);
    }
    // 某报（2021年3月4日03版）, 某号（ID：abc）: what stands in parentheses is said of the name before them.
    let bare = name.split(['（', '(']).next().unwrap_or(name);
    if let Some(outlet) = outlets.resolve(name).or_else(|| outlets.resolve(bare)) {
        return (Some(outlet.canonical), outlet.kind);
    }
    // 某网财经: the desk of an outlet that the table knows without it. A portal's desk is an outlet of its own.
    let desk = DESKS.iter().find_map(|desk| plain.strip_suffix(desk));
    if let Some(outlet) = desk.and_then(|house| outlets.resolve(house))
        && matches!(outlet.kind, SourceKind::Outlet | SourceKind::Agency)
    {
        return (Some(outlet.canonical), outlet.kind);
    }
    if plain.ends_with("综合") {
        return (None, SourceKind::Aggregator);
    }
    let kind = who(plain, outlets).map_or(SourceKind::Unlisted, |named| named.kind);
    // 公众号 of an unknown name is an account, an unknown person in a source line is just a name.
    let paper = kind == SourceKind::Person && ends_like_outlet(plain);
    let kind = if paper || matches!(kind, SourceKind::Anonymous | SourceKind::Meeting) {
        SourceKind::Unlisted
    } else {
        kind
    };
    (None, kind)
}

/// The letters of a name between which marks or blanks stand, each behind each; `None` for any other.
fn set_apart(name: &str) -> Option<String> {
    let mut letters = String::new();
    let mut count = 0;
    for (at, next) in name.chars().enumerate() {
        let mark = matches!(next, '.' | '．' | '·' | ' ' | '\u{3000}' | '-');
        if mark != (at % 2 == 1) {
            return None;
        }
        if !mark {
            letters.push(next);
        }
        count = at + 1;
    }
    (count >= 5 && letters.chars().any(super::reading::is_han)).then_some(letters)
}

/// The host of an address.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or("");
    rest.rsplit('@').next().unwrap_or(rest)
}

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
            claims.extend(self.opening_house(article.ordinal, &claims));
            claims.extend(self.own_reporters(article.ordinal, &claims));
        }
        claims
    }

    /// The source on a line that begins with who wrote or edited: `作者：某某|来源：某报`, `编辑：某某 来源：某网`. Pages print the
    /// fields of a report in any order.
    fn source_beside(
        &self,
        claims: &mut Vec<Claim>,
        article: u32,
        line: Span,
        parts: &[Part],
        scope: Option<Span>,
    ) {
        if !parts.iter().any(|part| part.kind == PartKind::Source) {
            return;
        }
        let mut declares = false;
        let mut pictured = false;
        let mut pictures = Vec::new();
        let fields: Vec<Part> = parts
            .iter()
            .filter(|part| {
                if part.kind == PartKind::Label {
                    let text = &self.record.text;
                    let form = reading_form(part.span.of(text));
                    // 题图来源：某社, beside an editor.
                    pictured = form.contains("图") && (form.ends_with("来源") || form.ends_with("来自"));
                    // 题图来源：某社: of a picture.
                    let before = text.get(..part.span.start as usize).unwrap_or("");
                    declares = !before.ends_with(['图', '圖', '片', '频'])
                        && ["来源", "稿源", "出处", "公众号", "公号", "订阅号"]
                            .iter()
                            .any(|word| form.ends_with(word))
                        && !["图", "视频", "资料", "数据"]
                            .iter()
                            .any(|thing| form.contains(thing));
                }
                if pictured {
                    pictures.push(**part);
                }
                declares
            })
            .copied()
            .collect();
        self.named_parts(
            claims,
            ClaimKind::MediaCredit,
            "media-credit",
            article,
            line,
            &pictures,
            PartKind::Source,
            Some(line),
        );
        self.named_parts(
            claims,
            ClaimKind::SourceLine,
            "source-line",
            article,
            line,
            &fields,
            PartKind::Source,
            scope,
        );
    }

    /// Makes a line that names where facts are from (资料来源) one of facts alone where another line says where the text is from.
    fn data_beside_sources(&self, segmentation: &Segmentation, claims: &mut [Claim]) {
        let data = |claim: &Claim| {
            let form = reading_form(&claim.cue);
            claim.kind == ClaimKind::SourceLine && (form.contains("资料") || form.contains("数据"))
        };
        for article in &segmentation.articles {
            let own = |claim: &Claim| claim.article == article.ordinal;
            let other = claims.iter().any(|claim| {
                own(claim)
                    && !data(claim)
                    && claim.source_kind != SourceKind::Void
                    && matches!(claim.kind, ClaimKind::SourceLine | ClaimKind::Dateline)
            });
            for claim in claims
                .iter_mut()
                .filter(|claim| other && own(claim) && data(claim))
            {
                claim.kind = ClaimKind::MediaCredit;
                "data-source".clone_into(&mut claim.rule);
            }
        }
    }

    /// True for a line that names where figures or facts are from, not the text: 资料来源, 数据来源.
    fn names_data(&self, parts: &[Part]) -> bool {
        let label = parts.iter().find(|part| part.kind == PartKind::Label);
        let form = label.map(|label| reading_form(label.span.of(&self.record.text)));
        form.is_some_and(|form| {
            [
                "资料来源",
                "数据来源",
                "资料来自",
                "数据来自",
                "部分资料",
                "部分信息",
            ]
            .iter()
            .any(|label| form.contains(label))
        })
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
    fn named_parts(
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
        for part in parts.iter().filter(|part| part.kind == of) {
            let name = part.span.of(text).trim();
            let (source, source_kind) = resolve(name, self.outlets);
            let start = label
                .filter(|label| first && label.span.end <= part.span.start)
                .map_or(part.span.start, |label| label.span.start);
            let end = if part.span.is_empty() {
                line.end
            } else {
                part.span.end
            };
            let cue = label.map_or("", |label| {
                let before = text.get(label.span.end as usize..part.span.start as usize);
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

    fn listing(
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

    fn dateline(
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
    fn header(
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
