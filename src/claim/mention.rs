//! A mention: an in-text claim while it is worked on. Cue rules find mentions, anaphora and scopes complete them, then
//! they become claims.

use crate::document::{Claim, ClaimKind, SourceKind, Span, Voice};

use super::words::Anaphor;

/// How far a mention can reach before something ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The span given, whatever follows: a quote.
    Exactly(Span),
    /// The rest of its sentence and what goes on with it without a subject of its own.
    Speech,
    /// The rest of its paragraph until something ends it, as officials' and meetings' words do.
    Official,
    /// The rest of its paragraph, and further where the next one refers back.
    Report,
    /// The whole paragraph from the mention's sentence on.
    Notice,
    /// What the next speaker in the sentence says.
    Occasion,
}

/// An in-text claim in the making.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// Ordinal of its article.
    pub article: u32,
    /// 0 for outlets and sites, 1 for bodies and occasions, 2 for speakers. A mention ends those of its own and of
    /// higher levels before it and nests in those of lower levels.
    pub level: u8,
    /// Name as written.
    pub source_name: String,
    /// Canonical or full name.
    pub source: Option<String>,
    /// The words before the name that belong to it: offices and bodies. In reading form.
    pub titled: String,
    /// What it is.
    pub kind: SourceKind,
    /// Set while it stands for something named before.
    pub anaphor: Option<Anaphor>,
    /// The words that mark it.
    pub cue: String,
    /// The words of the claim.
    pub span: Span,
    /// Where what it says begins.
    pub content: usize,
    /// How far it can reach.
    pub reach: Reach,
    /// What it governs; final after [`super::scopes`].
    pub scope: Span,
    /// In whose voice what it governs is told.
    pub voice: Voice,
    /// Each of several outlets that one cue names: name as written, canonical name, kind. Empty for one source.
    pub listed: Vec<(String, Option<String>, SourceKind)>,
    /// Quotes that are its speaker's words: indices in the segmentation.
    pub quotes: Vec<usize>,
    /// Id of the rule.
    pub rule: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

impl Mention {
    /// The name for a chain: none for a pronoun that was not resolved.
    pub fn chain_name(&self) -> Option<&str> {
        match (&self.source, self.anaphor) {
            (Some(source), _) => Some(source),
            (None, Some(Anaphor::Person | Anaphor::People | Anaphor::Office | Anaphor::Body)) => None,
            (None, _) => Some(&self.source_name),
        }
    }

    /// The claims that it makes: one, or one for each of the outlets that it lists.
    pub fn claims(&self) -> Vec<Claim> {
        if self.listed.is_empty() {
            return vec![self.claim()];
        }
        let of = |(source_name, source, source_kind): &(String, Option<String>, SourceKind)| Claim {
            source_name: source_name.clone(),
            source: source.clone(),
            source_kind: *source_kind,
            ..self.claim()
        };
        self.listed.iter().map(of).collect()
    }

    fn claim(&self) -> Claim {
        Claim {
            article: self.article,
            kind: ClaimKind::InText,
            source_name: self.source_name.clone(),
            source: self.source.clone(),
            source_kind: self.kind,
            cue: self.cue.clone(),
            span: Some(self.span),
            scope: Some(self.scope),
            rule: self.rule.to_owned(),
            confidence: self.confidence,
        }
    }
}
