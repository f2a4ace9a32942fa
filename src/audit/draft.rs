//! How a finding is put together.

use xxhash_rust::xxh3::xxh3_64;

use super::catalogue::describe;
use super::page::Page;
use crate::document::{Exhibit, Finding, Rule, Severity, Side, Span};

/// A finding in the making, about a place of the copy.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    page: Page<'a>,
    other: Option<(Page<'a>, Span)>,
    finding: Finding,
}

impl<'a> Draft<'a> {
    /// A finding of `rule` at `span` of the copy, with the severity of the rule. An empty place becomes the sentence beside it.
    pub fn new(rule: Rule, page: Page<'a>, span: Span, message: String) -> Self {
        let span = if span.is_empty() {
            page.sentence(span)
        } else {
            span
        };
        Self {
            page,
            other: None,
            finding: Finding {
                rule,
                severity: describe(rule).severity,
                confidence: 0.9,
                at: Side {
                    article: page.rank,
                    span,
                },
                other: None,
                message,
                evidence: Vec::new(),
                words: 0,
            },
        }
    }

    /// The place in what the copy is compared with.
    pub fn beside(mut self, other: Page<'a>, span: Span) -> Self {
        let span = if span.is_empty() {
            other.sentence(span)
        } else {
            span
        };
        self.other = Some((other, span));
        self.finding.other = Some(Side {
            article: other.rank,
            span,
        });
        self
    }

    /// Another severity than the rule's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// How likely a careful reader agrees, 0 to 1.
    pub fn confidence(mut self, confidence: f32) -> Self {
        self.finding.confidence = confidence.clamp(0.01, 0.99);
        self
    }

    /// How sure a finding about a pair is: where it is open who carried what, it is worth knowing and no accusation.
    pub fn sure(self, certain: bool) -> Self {
        if certain {
            self.confidence(0.8)
        } else {
            self.confidence(0.5).severity(Severity::Info)
        }
    }

    /// One thing that was seen.
    pub fn exhibit(mut self, note: impl Into<String>, here: &str, there: &str) -> Self {
        self.finding.evidence.push(Exhibit {
            note: note.into(),
            here: here.to_owned(),
            there: there.to_owned(),
        });
        self
    }

    /// The finding; nothing when it has no place.
    pub fn finish(mut self) -> Option<Finding> {
        let here = self.finding.at.span.of(self.page.text());
        if here.is_empty() {
            return None;
        }
        let there = self.other.map_or("", |(page, span)| span.of(page.text()));
        let mut words = here.as_bytes().to_vec();
        words.push(0);
        words.extend_from_slice(there.as_bytes());
        self.finding.words = xxh3_64(&words);
        Some(self.finding)
    }
}
