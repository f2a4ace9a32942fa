//! What two articles share at a passage, and how far their versions of it lie apart.

use crate::document::{FormSpan, Gap, Stretch};
use crate::pipeline::intake::Intake;
use crate::pipeline::reuse::{Reuse, whole};

/// The stretch of two carriers that covers most of `place` in the first, and all that they share.
pub fn joint(
    carrier: u32,
    other: u32,
    place: FormSpan,
    intake: &Intake,
    reuse: &Reuse,
) -> Option<(Stretch, Vec<Stretch>)> {
    let stretches = all_between(carrier, other, intake, reuse)?;
    let best = stretches
        .iter()
        .max_by_key(|stretch| (stretch.x.overlap(place), stretch.matched))?;
    let enough =
        reuse.first_equal(carrier) == reuse.first_equal(other) || 2 * best.x.overlap(place) >= place.len();
    let best = enough.then(|| best.clone())?;
    Some((best, stretches))
}

/// All that two articles share, `x` being the first.
pub fn all_between(one: u32, other: u32, intake: &Intake, reuse: &Reuse) -> Option<Vec<Stretch>> {
    let (a, b) = (reuse.first_equal(one), reuse.first_equal(other));
    if a == b {
        return Some(vec![whole(intake.bodies.get(a as usize)?.form.len)]);
    }
    Some(if a > b {
        reuse.pairs.find(a, b)?.stretches()
    } else {
        reuse.pairs.find(b, a)?.stretches().iter().map(flipped).collect()
    })
}

/// Bytes by which two versions of the passage at `place` differ. What they share beyond it makes no version farther.
pub fn distance(stretch: &Stretch, place: FormSpan) -> u32 {
    let inside = stretch.gaps.iter().map(|gap| {
        let here = gap.x.overlap(place);
        let whole = here == gap.x.len() && place.start < gap.x.end && gap.x.start < place.end;
        here + if whole { gap.y.len() } else { here }
    });
    inside.sum::<u32>() + 2 * (place.len() - stretch.x.overlap(place).min(place.len()))
}

/// Bytes of both sides of a stretch that do not agree.
pub fn differing(stretch: &Stretch) -> u32 {
    (stretch.x.len() - stretch.matched.min(stretch.x.len()))
        + (stretch.y.len() - stretch.matched.min(stretch.y.len()))
}

/// Share of the longer side of a stretch that does not agree.
pub fn edited(stretch: &Stretch) -> f32 {
    let longer = stretch.x.len().max(stretch.y.len()).max(1);
    1.0 - (stretch.matched as f32 / longer as f32).min(1.0)
}

/// The stretch seen from the other side.
pub fn flipped(stretch: &Stretch) -> Stretch {
    let gaps = stretch
        .gaps
        .iter()
        .map(|gap| Gap { x: gap.y, y: gap.x })
        .collect();
    Stretch {
        x: stretch.y,
        y: stretch.x,
        gaps,
        ..*stretch
    }
}

#[cfg(test)]
mod tests {
    use super::distance;
    use crate::document::{FormSpan, Gap, Stretch};

    #[test]
    fn issue_6_what_two_share_beyond_the_passage_makes_them_no_farther() {
        let span = |start, end| FormSpan { start, end };
        let gap = |x, y| Gap { x, y };
        let stretch = |start, end, gaps: Vec<Gap>| Stretch {
            x: span(start, end),
            y: span(start, end),
            matched: end - start,
            longest: end - start,
            gaps,
        };
        let inside = gap(span(120, 126), span(120, 129));
        let beyond = vec![
            inside,
            gap(span(200, 200), span(203, 240)),
            gap(span(300, 360), span(340, 352)),
        ];
        let passage = span(100, 200);
        assert_eq!(distance(&stretch(100, 200, vec![inside]), passage), 15);
        assert_eq!(distance(&stretch(0, 900, beyond), passage), 15);
        // What the other lacks counts twice, and so does what lies in a difference that goes on.
        assert_eq!(distance(&stretch(100, 180, vec![inside]), passage), 55);
        let over = vec![gap(span(190, 260), span(190, 260))];
        assert_eq!(distance(&stretch(0, 900, over), passage), 20);
    }
}
