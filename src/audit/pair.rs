//! A copy beside what it was carried from: the links between the two and the passages that they share.

use super::page::Page;
use crate::document::{Direction, Edit, EvidenceKind, Link, Relation, Span};

/// Two articles that share passages, seen from the copy.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// What the copy is compared with.
    pub from: Page<'a>,
    /// The links from it to the copy.
    pub links: Vec<&'a Link>,
    /// The passages that both carry, by place in the copy.
    pub shared: Vec<Shared<'a>>,
    /// The titles of the copy and of the other in one width and script, where both have one.
    pub titles: Option<[String; 2]>,
    /// True when both stand on pages of one house, be it under two of its names: a portal's news and its finance pages.
    pub of_one_house: bool,
}

/// A passage of the copy that stands in the other article.
#[derive(Clone, Debug)]
pub struct Shared<'a> {
    /// Where it stands in the copy.
    pub here: Span,
    /// Where it stands in the other.
    pub there: Span,
    /// True when it is a quote that both have, in texts that differ otherwise.
    pub of_quotes: bool,
    /// What differs, by place.
    pub changes: Vec<Changed<'a>>,
}

/// An edit, seen from the copy.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// What it changes.
    pub edit: &'a Edit,
    /// The words in the copy.
    pub now: &'a str,
    /// The words in the other.
    pub before: &'a str,
    /// Their place in the copy; empty where it lacks them.
    pub here: Span,
    /// Their place in the other.
    pub there: Span,
    /// False when the first holder of the passage has the words of the copy: then the other changed them.
    pub by_the_copy: bool,
    /// True when another carrier has the words of the copy and did not take them from it.
    pub elsewhere: bool,
}

impl<'a> Shared<'a> {
    /// Bytes of the passage that stand in the other as they are.
    pub fn kept(&self) -> usize {
        let changed: usize = self.changes.iter().map(|change| change.here.len()).sum();
        self.here.len().saturating_sub(changed)
    }

    /// Bytes of `span` of the copy that stand in the other as they are.
    pub fn kept_of(&self, span: Span) -> usize {
        let changed = self.changes.iter().map(|change| change.here.overlap(span));
        self.here.overlap(span).saturating_sub(changed.sum())
    }

    /// About where a place of the other stands in the copy: exact to the character outside of changes, but for signs that
    /// the matching forms do not have.
    pub fn across(&self, there: u32) -> u32 {
        let before = self
            .changes
            .iter()
            .filter(|change| change.there.end <= there)
            .max_by_key(|change| (change.there.end, change.here.end));
        let (from, to) = before.map_or((self.there.start, self.here.start), |change| {
            (change.there.end, change.here.end)
        });
        let next = self
            .changes
            .iter()
            .filter(|change| change.there.end > there)
            .map(|change| change.here.start)
            .min()
            .unwrap_or(self.here.end);
        (to + there.saturating_sub(from))
            .min(next.max(to))
            .min(self.here.end)
    }

    /// Where a span of the other stands in the copy, as far as the passage carries it.
    pub fn across_span(&self, there: Span) -> Option<Span> {
        let start = there.start.max(self.there.start);
        let end = there.end.min(self.there.end);
        (start < end).then(|| Span {
            start: self.across(start),
            end: self.across(end).max(self.across(start)),
        })
    }
}

impl Pair<'_> {
    /// True when the copy can have made the change: neither the first holder has its words, nor, where nothing but the times says what it was carried
    /// from, anybody else.
    pub fn is_of_the_copy(&self, change: &Changed<'_>) -> bool {
        let settled = self.is_certain() && self.is_known_by_more_than_time();
        change.by_the_copy && (settled || !change.elsewhere)
    }

    /// True when it is settled that the copy was carried from the other.
    pub fn is_resolved(&self) -> bool {
        self.links
            .iter()
            .any(|link| link.direction == Direction::Resolved)
    }

    /// True when what differs between the two is the copy's doing: it was carried from the other, which is settled by more
    /// than the order of their times, or it is the whole report. Passages that two reports share can as well be the words of
    /// a third that both had before them: a notice, a statement, an interview.
    pub fn is_certain(&self) -> bool {
        self.is_resolved()
            && !self.has_common_source()
            && (self.is_reprint() || self.is_known_by_more_than_time())
    }

    /// True when links stand between the two at all.
    pub fn is_linked(&self) -> bool {
        !self.links.is_empty()
    }

    /// True when the whole report was carried.
    pub fn is_reprint(&self) -> bool {
        let whole = |link: &&Link| matches!(link.relation, Relation::Reprint | Relation::Embedded);
        self.links.iter().any(whole)
    }

    /// True when both are said to come from a third.
    pub fn has_common_source(&self) -> bool {
        self.links
            .iter()
            .any(|link| link.relation == Relation::CommonSource)
    }

    /// How sure the links are.
    pub fn confidence(&self) -> f32 {
        let links = self
            .links
            .iter()
            .filter(|link| link.direction == Direction::Resolved);
        links.map(|link| link.confidence).fold(0.0, f32::max)
    }

    /// True when something beside the times of publication says that the copy was carried from the other.
    pub fn is_known_by_more_than_time(&self) -> bool {
        let speaks = |link: &&Link| {
            link.evidence.iter().any(|item| {
                item.log_odds > 0.0
                    && !matches!(
                        item.kind,
                        EvidenceKind::Time
                            | EvidenceKind::InheritedEdits
                            | EvidenceKind::Text
                            | EvidenceKind::Containment
                            | EvidenceKind::Mosaic
                    )
            })
        };
        self.links.iter().any(speaks)
    }

    /// Bytes of the copy that were carried.
    pub fn carried(&self) -> usize {
        self.shared.iter().map(|shared| shared.here.len()).sum()
    }

    /// True when the larger part of `here`, a place of the copy, was carried.
    pub fn carries(&self, here: Span) -> bool {
        let carried: usize = self.shared.iter().map(|shared| shared.here.overlap(here)).sum();
        2 * carried >= here.len()
    }
}
