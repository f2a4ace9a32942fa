//! Whom an article names as the source of its text or of a part of it: the claims of a record -> names of outlets, each with the kind of evidence that it
//! is and with the text that it governs.

use super::own_words::comments;
use crate::document::{Article, BlockKind, Claim, ClaimKind, EvidenceKind, Facts, SourceKind, Span};
use serde::{Deserialize, Serialize};

/// A credit whose name is no number yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreditDraft {
    /// Who is named.
    pub name: String,
    /// As what it counts.
    pub kind: EvidenceKind,
    /// The words that name it.
    pub span: Option<Span>,
    /// The text that it governs; `None` for the whole article.
    pub scope: Option<Span>,
    /// True where others stand beside it without a name.
    pub of_several: bool,
}

/// What the claims of an article say of where its text is from.
pub fn credits(facts: &Facts, article: &Article) -> Vec<CreditDraft> {
    let own_host = facts.record.metadata.url.as_deref().map(host);
    let comments = comments(facts, article);
    let claims = facts.attributed.claims.iter();
    claims
        .filter(|claim| claim.article == article.ordinal)
        .filter(|claim| claim.kind != ClaimKind::Link || leads_elsewhere(claim, own_host))
        .filter_map(|claim| {
            let further_down = is_further_down(facts, article, claim);
            Some(CreditDraft {
                name: claim.source.clone().unwrap_or_else(|| claim.source_name.clone()),
                kind: credit_kind(claim)?,
                span: claim.span,
                scope: scope(claim, comments)
                    .or_else(|| claim.scope.filter(|_| further_down))
                    .or_else(|| below(facts, article, claim)),
                of_several: claim.span.is_some_and(|span| {
                    let text = &facts.record.text;
                    names_one_of_several(text, claim, span, || is_alone(facts, claim))
                }),
            })
        })
        .collect()
}

/// True for a name in a source line or closing credit that stands for more than it names: 据甲报等, 甲报等媒体综合, and （综合甲报） where nobody is
/// listed beside it.
fn names_one_of_several(text: &str, claim: &Claim, span: Span, is_alone: impl FnOnce() -> bool) -> bool {
    let line = matches!(claim.kind, ClaimKind::SourceLine | ClaimKind::ClosingCredit);
    let after = text.get(span.end as usize..).unwrap_or("");
    let after = after.trim_start_matches(['》', '”', '"', '」', ' ', '\u{3000}']);
    let and_others = after.starts_with('等') && !after.starts_with("等待");
    line && (and_others || claim.cue.contains("综合") && is_alone())
}

/// True when nobody is named beside a claim of its kind for the same text.
fn is_alone(facts: &Facts, claim: &Claim) -> bool {
    let beside = |other: &Claim| {
        other.article == claim.article && other.kind == claim.kind && other.scope == claim.scope
    };
    let all = facts.attributed.claims.iter();
    all.filter(|other| beside(other)).nth(1).is_none()
}

/// True for a dateline that does not open its article: it heads an item of a digest, and governs no more.
pub fn is_further_down(facts: &Facts, article: &Article, claim: &Claim) -> bool {
    let opens = |span| facts.attributed.segmentation.opens(article.ordinal, span);
    claim.kind == ClaimKind::Dateline && !claim.span.is_none_or(opens)
}

/// 原文地址 with an address alone is mostly the page's own, printed below its text so that copies tell where they are
/// from. It names a source when it is of an outlet, or of another host than the page.
fn leads_elsewhere(claim: &Claim, own_host: Option<&str>) -> bool {
    claim.source.is_some() || own_host.is_some_and(|own| own != host(&claim.source_name))
}

/// The host of an address, without `www.`.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// What a house calls itself.
pub const OWN: [&str; 6] = ["本报", "本网", "本台", "本刊", "本社", "本站"];

/// True for another name of the house that a page speaks for: one of which it is a part or that is a part of it, or another channel by which it
/// publishes. 海风日报 on a page of 海风日报·观潮新闻, 海风日报APP on one of 海风日报客户端.
pub fn is_own_house(name: &str, own: &str) -> bool {
    let part_of = |part: &str, whole: &str| {
        part.strip_prefix(whole)
            .is_some_and(|rest| rest.starts_with(['·', '•', '-', '－']))
    };
    let by_channel = name != own && without_channel(name) == without_channel(own);
    part_of(own, name) || part_of(name, own) || by_channel
}

/// What a house puts behind its name where it publishes through an account or a program.
const CHANNELS: [&str; 10] = [
    "客户端",
    "APP",
    "App",
    "app",
    "微信公众号",
    "公众号",
    "官方微信",
    "微信",
    "官方微博",
    "微博",
];

/// A name without the channel at its end.
pub fn without_channel(name: &str) -> &str {
    let cut = CHANNELS.iter().find_map(|channel| name.strip_suffix(channel));
    cut.filter(|cut| !cut.is_empty()).unwrap_or(name)
}

/// True for a name that is one part of the title of a page, between the marks with which sites put their own names there: 标题 | 某某财经.
pub fn is_of_title(name: &str, title: &str) -> bool {
    let mut parts = title.split(['|', '｜', '_', '-', '－', '—']).map(str::trim);
    name != title && parts.any(|part| part == name)
}

/// What kind of evidence a claim is; nothing when it does not name an outlet that a text can come from.
fn credit_kind(claim: &Claim) -> Option<EvidenceKind> {
    // 来源：本报 names nobody but the page that it was first printed on.
    if claim.source.is_none() && OWN.contains(&claim.source_name.as_str()) {
        return None;
    }
    let names_outlet = match claim.source_kind {
        // 其官网, 一家采购网站: nobody knows which.
        SourceKind::Website => !POINTING.iter().any(|word| claim.source_name.starts_with(word)),
        SourceKind::Outlet | SourceKind::Agency | SourceKind::Platform => true,
        // An unknown name after 来源 is a source that no table lists; an unknown name in the text can be anything.
        SourceKind::Unlisted => claim.kind != ClaimKind::InText,
        SourceKind::Government => matches!(claim.kind, ClaimKind::SourceLine | ClaimKind::Meta),
        _ => false,
    };
    if !names_outlet {
        return None;
    }
    match claim.kind {
        ClaimKind::SourceLine | ClaimKind::ClosingCredit => Some(EvidenceKind::SourceLine),
        ClaimKind::Dateline => Some(EvidenceKind::Dateline),
        ClaimKind::EmbeddedHeader => Some(EvidenceKind::EmbeddedHeader),
        ClaimKind::InText => Some(EvidenceKind::InText),
        ClaimKind::Link => Some(EvidenceKind::Link),
        ClaimKind::Meta => Some(EvidenceKind::Meta),
        _ => None,
    }
}

/// Words before a site that is not named.
const POINTING: [&str; 19] = [
    "其", "该", "这", "那", "某", "一家", "一个", "一些", "多家", "多个", "几家", "各大", "当地", "学校",
    "公司", "医院", "官方", "相关", "有关",
];

/// The text that a credit governs; `None` for declarations, which govern the whole article. Credits of one item of a
/// digest carry rules named `item-…`. `comments` says that the author of the text speaks as such.
fn scope(claim: &Claim, comments: bool) -> Option<Span> {
    let of_a_part = claim.kind == ClaimKind::InText || claim.rule.starts_with("item-");
    // A cue that is followed by another one at once (据海风日报报道，据市水务局公告，…) says where all that follows is from.
    // At the head of a body it says the same of the whole text, unless whoever wrote that takes the news as an occasion for a comment.
    let leads = claim.rule == "leading-credit" && !comments;
    claim
        .scope
        .filter(|scope| of_a_part && !leads && !scope.is_empty())
}

/// The paragraphs below a cue that stands alone in its line (另据海风日报：), up to the next one: it leads to what follows.
fn below(facts: &Facts, article: &Article, claim: &Claim) -> Option<Span> {
    let text = facts.record.text.as_str();
    let alone = |claim: &Claim| {
        let rest = text.get(claim.span?.end as usize..)?;
        let rest = rest.trim_start_matches([':', '：', ' ', '\u{3000}']);
        let in_text = claim.kind == ClaimKind::InText && claim.scope.is_none_or(Span::is_empty);
        (in_text && rest.starts_with('\n')).then_some((text.len() - rest.len()) as u32)
    };
    let start = alone(claim)?;
    let all = facts.attributed.claims.iter();
    let next = all
        .filter(|other| other.article == article.ordinal && alone(other).is_some())
        .filter_map(|other| Some(other.span?.start))
        .filter(|at| *at > start)
        .min();
    let blocks = facts.attributed.segmentation.blocks.iter();
    let own =
        blocks.filter(|block| block.article == Some(article.ordinal) && block.kind == BlockKind::Paragraph);
    let last = own.map(|block| block.span.end).max()?;
    let end = next.unwrap_or(last);
    (start < end).then_some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::{below, is_of_title, is_own_house, leads_elsewhere, names_one_of_several};
    use crate::document::{Article, Block, BlockKind, Claim, ClaimKind, Facts, SourceKind, Span};

    #[test]
    fn issue_6_an_address_alone_names_no_source_unless_it_leads_elsewhere() {
        let link = |source: Option<&str>| Claim {
            article: 0,
            kind: ClaimKind::Link,
            source_name: "http://www.example.com/a/1.html".to_owned(),
            source_kind: SourceKind::Unlisted,
            source: source.map(str::to_owned),
            cue: "链接".to_owned(),
            span: None,
            scope: None,
            rule: "original-link".to_owned(),
            confidence: 0.95,
        };
        assert!(!leads_elsewhere(&link(None), None));
        assert!(!leads_elsewhere(&link(None), Some("example.com")));
        assert!(leads_elsewhere(&link(None), Some("example.org")));
        assert!(leads_elsewhere(&link(Some("海风日报")), None));
    }

    #[test]
    fn issue_6_a_line_can_stand_for_more_than_it_names() {
        let of = |text: &str, kind: ClaimKind, cue: &str, alone: bool| {
            let at = text.find("海风日报").unwrap_or(0);
            let span = Span::new(at, at + "海风日报".len());
            let claim = Claim {
                article: 0,
                kind,
                source_name: "海风日报".to_owned(),
                source_kind: SourceKind::Outlet,
                source: None,
                cue: cue.to_owned(),
                span: Some(span),
                scope: None,
                rule: "closing-credit".to_owned(),
                confidence: 0.9,
            };
            names_one_of_several(text, &claim, span, || alone)
        };
        let closing = ClaimKind::ClosingCredit;
        assert!(of("（据海风日报等）", closing, "据", true));
        assert!(of("（据《海风日报》等媒体报道）", closing, "据", false));
        assert!(of("（综合海风日报）", closing, "综合", true));
        assert!(!of("（综合海风日报、江州晚报）", closing, "综合", false));
        assert!(!of("（据海风日报）", closing, "据", true));
        assert!(!of("据海风日报等待采访的记者说", ClaimKind::InText, "据", true));
    }

    #[test]
    fn issue_6_a_cue_alone_in_its_line_leads_to_what_stands_below() {
        let text =
            "渡口昨日停航。\n另据海风日报：\n桥已修好。\n又据江州晚报：\n水位回落。\n他据此认为，桥能通车。";
        let of = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len()));
        let named = |words: &str| Claim {
            article: 0,
            kind: ClaimKind::InText,
            source_name: words.trim_start_matches(['另', '又', '据']).to_owned(),
            source_kind: SourceKind::Outlet,
            source: None,
            cue: "据".to_owned(),
            span: of(words),
            scope: None,
            rule: "according-to".to_owned(),
            confidence: 0.9,
        };
        let mut facts = Facts::default();
        facts.record.text = text.to_owned();
        facts.attributed.segmentation.blocks = text
            .lines()
            .filter_map(|line| {
                Some(Block {
                    kind: BlockKind::Paragraph,
                    span: of(line)?,
                    article: Some(0),
                })
            })
            .collect();
        facts.attributed.claims = vec![named("另据海风日报"), named("又据江州晚报"), named("他据此认为")];
        let article = Article::default();
        let words = |claim: &Claim| below(&facts, &article, claim).map(|span| span.of(text).trim());
        let found: Vec<_> = facts.attributed.claims.iter().map(words).collect();
        assert_eq!(
            found,
            [
                Some("桥已修好。"),
                Some("水位回落。\n他据此认为，桥能通车。"),
                None
            ]
        );
    }

    #[test]
    fn issue_6_a_house_is_no_source_of_its_own_part() {
        assert!(is_own_house("海风日报", "海风日报·观潮新闻"));
        assert!(is_own_house("海风日报·观潮新闻", "海风日报"));
        assert!(!is_own_house("海风日报", "海风日报社区版"));
        assert!(!is_own_house("海风日报", "江州晚报"));
        assert!(is_own_house("海风日报APP", "海风日报客户端"));
        assert!(!is_own_house("微信", "微博"));
    }

    #[test]
    fn issue_6_a_source_that_is_part_of_the_title_is_the_site_itself() {
        assert!(is_of_title("海风财经", "海风财经 | 首页"));
        assert!(is_of_title("海风财经", "渡口停航-海风财经"));
        assert!(!is_of_title("海风财经", "海风财经停航"));
        assert!(!is_of_title("海风财经", "海风财经"));
    }
}
