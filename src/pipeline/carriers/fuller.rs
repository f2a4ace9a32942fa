//! Whether another article that was there before holds more of what an article has than the one that it would be from.

use super::shared::joint;
use crate::document::{FormSpan, Stretch};
use crate::pipeline::intake::Intake;
use crate::pipeline::pairs::AlignedPair;
use crate::pipeline::reuse::Reuse;

/// Equal bytes by which an earlier article must hold more of a carrier, around the passage, than the one that it would be from: 20 Han characters.
const FULLER: u32 = 60;
/// Equal bytes of the passage itself that such an article may lack.
const LACKS: u32 = 30;

/// True when an article that stands before `to` holds the passage and goes on with it, where `from` has left something out or ends: it is not from there
/// that `to` has the text.
pub fn stands_fuller_elsewhere(
    (to, from): (u32, u32),
    stretch: &Stretch,
    intake: &Intake,
    reuse: &Reuse,
) -> bool {
    let (own, source) = (reuse.first_equal(to), reuse.first_equal(from));
    if own == source {
        return false;
    }
    let Some((_, of_source)) = joint(to, from, stretch.x, intake, reuse) else {
        return false;
    };
    let others = reuse.pairs.of(own).iter().filter(|pair| pair.earlier != source);
    others
        .map(AlignedPair::stretches)
        .any(|of_other| is_fuller(&of_other, &of_source, stretch.x))
}

/// True when what an article shares with one other (`x` being that article) holds all that it shares with its source at `place`, and goes on where that ends.
fn is_fuller(of_other: &[Stretch], of_source: &[Stretch], place: FormSpan) -> bool {
    let Some(around) = of_other.iter().max_by_key(|other| other.x.overlap(place)) else {
        return false;
    };
    let whole = FormSpan {
        start: around.x.start.min(place.start),
        end: around.x.end.max(place.end),
    };
    let of_source =
        |place: FormSpan| -> u32 { of_source.iter().map(|stretch| equal_in(stretch, place)).sum() };
    equal_in(around, place) + LACKS >= of_source(place)
        && equal_in(around, whole) >= of_source(whole) + FULLER
}

/// Equal bytes of a stretch that lie in `place` of its first side.
pub(super) fn equal_in(stretch: &Stretch, place: FormSpan) -> u32 {
    let differing: u32 = stretch.gaps.iter().map(|gap| gap.x.overlap(place)).sum();
    stretch.x.overlap(place).saturating_sub(differing)
}

#[cfg(test)]
mod tests {
    use super::is_fuller;
    use crate::document::{FormSpan, Gap, Stretch};

    fn stretch(start: u32, end: u32, gaps: &[(u32, u32)]) -> Stretch {
        let span = |(start, end)| FormSpan { start, end };
        let gaps = gaps.iter().map(|&gap| Gap {
            x: span(gap),
            y: span((gap.0, gap.0)),
        });
        Stretch {
            x: span((start, end)),
            y: span((start, end)),
            matched: end - start,
            longest: end - start,
            gaps: gaps.collect(),
        }
    }

    #[test]
    fn issue_6_who_has_all_of_a_passage_and_more_is_nearer_than_who_lacks_a_part() {
        let place = FormSpan { start: 100, end: 900 };
        // The source ends where the other goes on, or has left a sentence out.
        let torso = [stretch(100, 900, &[])];
        assert!(is_fuller(&[stretch(100, 1_400, &[])], &torso, place));
        let cut = [stretch(100, 900, &[(300, 390)])];
        assert!(is_fuller(&[stretch(100, 900, &[])], &cut, place));
        // Hardly more, another passage, and one that lacks a part itself.
        assert!(!is_fuller(&[stretch(100, 930, &[])], &torso, place));
        assert!(!is_fuller(&[stretch(1_000, 1_900, &[])], &torso, place));
        assert!(!is_fuller(&[stretch(100, 1_400, &[(300, 390)])], &torso, place));
        // What the source has further on is not lacking.
        let in_two = [stretch(100, 900, &[]), stretch(950, 1_400, &[])];
        assert!(!is_fuller(&[stretch(100, 1_400, &[])], &in_two, place));
        assert!(!is_fuller(&[], &torso, place));
    }
}
