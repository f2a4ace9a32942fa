//! What the claims of lines say of an article as a whole: on whose page it stands, and whom the page declares as its
//! source. A declared source is a claim to verify, not a fact.

use crate::document::{Claim, ClaimKind, SourceKind, Span};

use super::line_names::{host, resolve};
use super::lines::Lines;

/// Paragraphs that may stand above the dateline of a whole article, and their bytes: some 160 characters.
const LEADS: usize = 3;
const LEAD: usize = 480;

impl Lines<'_> {
    /// On whose page the record stands.
    pub fn publisher(&self, claims: &[Claim]) -> Option<String> {
        let metadata = &self.record.metadata;
        if let Some(name) = metadata
            .outlet
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            return Some(resolve(name, self.outlets).0.unwrap_or_else(|| name.to_owned()));
        }
        for address in [&metadata.url, &metadata.canonical].into_iter().flatten() {
            if let Some(outlet) = self.outlets.by_domain(host(address)) {
                return Some(outlet.canonical);
            }
        }
        // What else a page says of whose it is counts only where the table knows it.
        let hinted = |hint: &String| match hint.contains("://") {
            true => self.outlets.by_domain(host(hint)),
            false => self.outlets.resolve(hint),
        };
        if let Some(outlet) = metadata.outlet_hints.iter().find_map(hinted) {
            return Some(outlet.canonical);
        }
        self.labelled_publisher(claims)
            .or_else(|| self.publisher_in_title(metadata.title.as_deref()?))
    }

    /// The publisher that a label of the page names.
    fn labelled_publisher(&self, claims: &[Claim]) -> Option<String> {
        // A label names the page's publisher when it is a portal's own; a paper's name in its place is the source,
        // unless a source line or a credit names another one.
        let label = claims
            .iter()
            .find(|claim| claim.kind == ClaimKind::ListingLabel && claim.article == 0)?;
        let line = claims.iter().find(|claim| {
            matches!(claim.kind, ClaimKind::SourceLine | ClaimKind::ClosingCredit)
                && claim.article == 0
                && claim.source_kind != SourceKind::Void
        });
        let portal = label.source_kind == SourceKind::Aggregator;
        let other = line.is_some_and(|line| line.source != label.source);
        label.source.clone().filter(|_| portal || other)
    }

    /// True when a dateline opens its article: no paragraph stands before it, or no more than a lead, the caption of a
    /// picture or the like, and it governs most of the body. One further down belongs to an item.
    fn opens(&self, article: u32, claims: &[&Claim], claim: &Claim) -> bool {
        let own = self.body.of_article(article);
        let paragraphs = || own.iter().filter_map(|&index| self.body.paragraphs.get(index));
        let Some(at) = claim.span.map(|span| span.start) else {
            return true;
        };
        let above = || paragraphs().filter(|paragraph| paragraph.span.start < at);
        if above().next().is_none() {
            return true;
        }
        let first = claims.iter().find(|claim| claim.kind == ClaimKind::Dateline);
        if first.is_some_and(|first| first.span != claim.span) {
            return false;
        }
        let led: usize = above().map(|paragraph| paragraph.span.len()).sum();
        let all: usize = paragraphs().map(|paragraph| paragraph.span.len()).sum();
        let governed = claim.scope.map_or(0, Span::len);
        above().count() <= LEADS && led <= LEAD && governed * 3 >= all * 2
    }

    /// What the page says an article is from, by precedence: link, dateline, source line, header, closing credit,
    /// the outlet of the by-line, metadata, listing label. An assembler's label and a void source name nobody; the credit of a digest's item speaks
    /// for that item alone. `claims` are those of the article.
    pub fn declared(&self, claims: &[&Claim], article: u32) -> Option<String> {
        let order = [
            ClaimKind::Link,
            ClaimKind::Dateline,
            ClaimKind::SourceLine,
            ClaimKind::EmbeddedHeader,
            ClaimKind::ClosingCredit,
            ClaimKind::Byline,
            ClaimKind::Meta,
            ClaimKind::ListingLabel,
        ];
        // A digest that credits its items carries the label of the outlet that made it.
        let digest = claims.iter().any(|claim| claim.rule == "item-credit");
        order.into_iter().find_map(|kind| {
            if digest && kind == ClaimKind::ListingLabel {
                return None;
            }
            let usable = |claim: &&&Claim| {
                let named = !matches!(claim.source_kind, SourceKind::Void | SourceKind::Anonymous);
                let assembler = claim.rule == "assembler-label" || claim.source_name.ends_with("综合");
                let known = claim.source.is_some()
                    || !matches!(kind, ClaimKind::Link | ClaimKind::ListingLabel)
                        && !claim.source_name.contains("://");
                let opens = kind != ClaimKind::Dateline || self.opens(article, claims, claim);
                // A person signs for himself; 晚报 alone is what a paper calls itself.
                let marked = claim.span.is_some_and(|span| {
                    let before = self.record.text.get(..span.start as usize);
                    before.is_some_and(|before| before.ends_with('《'))
                });
                let signs = kind != ClaimKind::Byline
                    || claim.rule == "reporter-in-text"
                    || claim.rule == "byline-outlet"
                        && (claim.source.is_some() || marked || short_for_a_house(&claim.source_name));
                opens
                    && signs
                    && claim.kind == kind
                    && named
                    && !assembler
                    && known
                    && !matches!(
                        claim.rule.as_str(),
                        "own-dateline" | "item-credit" | "item-source-line"
                    )
            };
            let claim = claims.iter().find(usable)?;
            Some(claim.source.clone().unwrap_or_else(|| claim.source_name.clone()))
        })
    }
}

/// False for what any paper calls itself (晚报, 本报): a name of two characters that is none of these is the short name of one house.
pub(super) fn short_for_a_house(name: &str) -> bool {
    const ANY: [&str; 28] = [
        "晚报", "日报", "晨报", "早报", "时报", "商报", "快报", "周报", "本报", "党报", "大报", "小报",
        "都报", "各报", "举报", "通报", "海报", "情报", "汇报", "简报", "电报", "警报", "预报", "画报",
        "申报", "上报", "回报", "财报",
    ];
    let count = name.chars().count();
    count > 2 || count == 2 && name.ends_with('报') && !ANY.contains(&name)
}
