//! Sources that stand beside something else on a line, and lines that name where facts are from and not the text: `作者：某某|来源：某报`,
//! 资料来源. In go the parts of a line, out come claims.

use crate::document::{Claim, ClaimKind, Part, PartKind, Segmentation, SourceKind, Span};

use super::lines::Lines;
use super::reading::reading_form;

impl Lines<'_> {
    /// The source on a line that begins with who wrote or edited: `作者：某某|来源：某报`, `编辑：某某 来源：某网`. Pages print the
    /// fields of a report in any order.
    pub(super) fn source_beside(
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
    pub(super) fn data_beside_sources(&self, segmentation: &Segmentation, claims: &mut [Claim]) {
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
    pub(super) fn names_data(&self, parts: &[Part]) -> bool {
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
}
