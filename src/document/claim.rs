//! Claims: what a page says about its sources.

use serde::{Deserialize, Serialize};

use super::{ClaimKind, Segmentation, Sentence, SourceKind, Span};

/// What a page says about a source, with the words that say it and the text they govern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Ordinal of the article it is about.
    pub article: u32,
    /// How it is said.
    pub kind: ClaimKind,
    /// The name as written; joint speakers joined by `、`.
    pub source_name: String,
    /// Canonical name; for a pronoun, 会议 and the like the full name of the person or body meant.
    pub source: Option<String>,
    /// What the named source is.
    pub source_kind: SourceKind,
    /// The words that mark the claim: `来源:`, `据…消息`, `指出`.
    pub cue: String,
    /// The words of the claim; `None` when it stands only in metadata.
    pub span: Option<Span>,
    /// The text that the claim governs; `None` when it stands only in metadata.
    pub scope: Option<Span>,
    /// Id of the rule that found it.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// Names in a source line that mean the page itself.
const OWN: [&str; 3] = ["本站", "本网", "原创"];

impl Claim {
    /// True for a source line that names nobody; what means the page itself (本站, 原创) is no such line.
    pub fn is_void_source(&self) -> bool {
        let line = matches!(self.kind, ClaimKind::SourceLine | ClaimKind::Meta);
        line && self.source_kind == SourceKind::Void && !OWN.iter().any(|own| self.source_name.contains(own))
    }

    /// True for the dateline or by-line of a house's own reporters: 江州日报讯, 江州日报记者 何明; By Hannah Oduya, BBC News.
    pub fn is_signature(&self) -> bool {
        self.kind == ClaimKind::Dateline && self.rule == "dateline"
            || self.kind == ClaimKind::Byline
                && matches!(self.rule.as_str(), "byline-outlet" | "reporter-in-text")
    }

    /// True for what somebody wrote below a report or in his account: `@某某：…`.
    pub fn is_comment(&self) -> bool {
        self.rule == "comment"
    }

    /// The person or body whose words the text gives here; `None` for what is no such claim.
    pub fn speaker(&self) -> Option<&str> {
        let speaks = self.kind == ClaimKind::InText
            && matches!(
                self.source_kind,
                SourceKind::Person | SourceKind::Government | SourceKind::Unlisted | SourceKind::Website
            );
        speaks.then(|| self.source.as_deref().unwrap_or(&self.source_name))
    }
}

/// A record after the claim stage: the segmentation with publishers, declared sources and speakers filled in,
/// and what was found beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attributed {
    /// Articles, blocks, parts and quotes.
    pub segmentation: Segmentation,
    /// Sorted by article, then by place, then by kind; claims from metadata first.
    pub claims: Vec<Claim>,
    /// Sorted by place.
    pub sentences: Vec<Sentence>,
}

#[cfg(test)]
mod tests {
    use super::{Claim, ClaimKind, SourceKind};

    #[test]
    fn issue_6_what_means_the_page_itself_is_no_void_source() {
        for (name, expected) in [
            ("网络", true),
            ("本站", false),
            ("本网综合", false),
            ("原创", false),
        ] {
            let claim = Claim {
                article: 0,
                kind: ClaimKind::SourceLine,
                source_name: name.to_owned(),
                source: None,
                source_kind: SourceKind::Void,
                cue: String::new(),
                span: None,
                scope: None,
                rule: String::new(),
                confidence: 1.0,
            };
            assert_eq!(claim.is_void_source(), expected, "{name}");
        }
    }
}
