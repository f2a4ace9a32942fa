//! Log-odds -> how often such a link is right.
//!
//! Signs are not independent of each other, so their sum promises more than it keeps. The map was read off a
//! reliability table (`benches/link_reliability.py`) on generated corpora, and lies below it where real pages are worse
//! than generated ones: where stamps alone speak. There 92 to 94 % of the reprints and 99 % of the passages are right, and
//! of real links that were read some three in four.

use crate::document::{Direction, Evidence, EvidenceKind};

/// Sum of signs and how often a link with that sum is right; straight lines lie between.
const RESOLVED: &[(f32, f32)] = &[
    (0.4, 0.62),
    (1.0, 0.74),
    (1.5, 0.86),
    (3.0, 0.95),
    (5.0, 0.98),
    (8.0, 0.99),
];
/// Most that a link can be sure of when nothing on the pages speaks for its direction, only times and edits,
const TIME_ALONE: f32 = 0.84;
/// and when what they share is a passage only: both may have it from a third.
const TIME_ALONE_OF_PASSAGE: f32 = 0.75;
/// Most that a link whose direction is open can be sure of.
const OPEN: f32 = 0.5;

/// What the items say of the direction: all but the likeness of the texts, which is the same in both directions.
pub fn signs(evidence: &[Evidence]) -> f32 {
    evidence
        .iter()
        .filter(|item| item.kind != EvidenceKind::Text)
        .map(|item| item.log_odds)
        .sum()
}

/// How sure a link between two carriers is; `of_reports` when they are versions of one report.
pub fn of_link(evidence: &[Evidence], direction: Direction, of_reports: bool) -> f32 {
    let signs = signs(evidence);
    if direction == Direction::Unresolved {
        return probability(signs).min(OPEN);
    }
    let silent = |kind| {
        matches!(
            kind,
            EvidenceKind::Time
                | EvidenceKind::InheritedEdits
                | EvidenceKind::Text
                | EvidenceKind::Containment
                | EvidenceKind::Mosaic
        )
    };
    let pages_are_silent = evidence
        .iter()
        .filter(|item| item.log_odds > 0.0)
        .all(|item| silent(item.kind));
    let most = match (pages_are_silent, of_reports) {
        (true, true) => TIME_ALONE,
        (true, false) => TIME_ALONE_OF_PASSAGE,
        (false, _) => 1.0,
    };
    between(RESOLVED, signs).min(most)
}

/// How sure a link from a ghost is.
pub fn of_ghost(log_odds: f32) -> f32 {
    probability(log_odds)
}

fn probability(log_odds: f32) -> f32 {
    (1.0 / (1.0 + (-log_odds).exp())).clamp(0.01, 0.99)
}

/// Reads a value off the lines between `points`; beyond the ends it stays.
fn between(points: &[(f32, f32)], at: f32) -> f32 {
    let next = points.partition_point(|&(x, _)| x < at);
    match (
        next.checked_sub(1).and_then(|before| points.get(before)),
        points.get(next),
    ) {
        (Some(&(x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (at - x0) / (x1 - x0),
        (None, Some(&(_, y))) | (Some(&(_, y)), None) => y,
        (None, None) => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::{OPEN, RESOLVED, TIME_ALONE, between, of_link};
    use crate::document::{Direction, Evidence, EvidenceKind};

    fn item(kind: EvidenceKind, log_odds: f32) -> Evidence {
        Evidence {
            kind,
            log_odds,
            span: None,
            note: "x".to_owned(),
        }
    }

    #[test]
    fn more_evidence_is_never_less_sure() {
        let steps: Vec<f32> = (0..100)
            .map(|step| between(RESOLVED, step as f32 / 10.0))
            .collect();
        assert!(steps.is_sorted());
        assert!(steps.iter().all(|sure| (0.5..1.0).contains(sure)));
    }

    #[test]
    fn times_alone_and_open_directions_are_not_sure() {
        let times = [item(EvidenceKind::Time, 9.0), item(EvidenceKind::Text, 3.5)];
        assert_eq!(of_link(&times, Direction::Resolved, true), TIME_ALONE);
        assert!(of_link(&times, Direction::Resolved, false) < TIME_ALONE);
        let declared = [item(EvidenceKind::Time, 1.5), item(EvidenceKind::SourceLine, 4.0)];
        assert!(of_link(&declared, Direction::Resolved, true) > 0.95);
        assert_eq!(of_link(&declared, Direction::Unresolved, true), OPEN);
    }
}
