//! Of all stretches that an article shares with earlier ones: those that say something new.
//!
//! What stands in an article is traced to the first holder: its own centre, if it is a near copy, then the earlier
//! articles by rank, each only where it explains text that is not explained yet. So a text with n carriers has
//! about n passages, all with its first holder.

use super::PairShape;
use super::formulae::is_set_phrase;
use crate::config::MatchParameters;
use crate::document::{FormSpan, PassageKind, Stretch};

/// A pair as it was aligned.
#[derive(Clone, Debug)]
pub struct Selected {
    /// Rank of the later article.
    pub x: u32,
    /// Rank of the holder.
    pub y: u32,
    /// What it is.
    pub kind: PassageKind,
    /// Where it stands in both.
    pub stretch: Stretch,
}

/// An aligned pair seen from the later article.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Rank of the earlier article.
    pub earlier: u32,
    /// The stretches, by start in the later article.
    pub stretches: &'a [Stretch],
    /// Which of them are set phrases, see [`set_phrases`].
    pub set_phrases: &'a [u32],
    /// The pair as a whole.
    pub shape: &'a PairShape,
    /// How many articles hold the rarest seed of the pair, at most [`MatchParameters::formula_holders`].
    pub rarest: u32,
    /// True when the pair is two fillings of one frame.
    pub frame: bool,
}

/// The indices of those stretches of the matching form of the later article that are set phrases of official language.
pub fn set_phrases(form: &[u8], stretches: &[Stretch], parameters: &MatchParameters) -> Vec<u32> {
    let is_one = |stretch: &Stretch| {
        stretch.x.len() <= parameters.set_phrase_bytes && is_set_phrase(stretch.x.of(form))
    };
    let numbered = (0..).zip(stretches);
    numbered
        .filter(|(_, stretch)| is_one(stretch))
        .map(|(number, _)| number)
        .collect()
}

/// Chooses the passages of one article. `pairs` must be sorted by `earlier`; `centre` is the centre of the article's
/// cluster, if it is not its own.
pub fn select(
    x: u32,
    centre: Option<u32>,
    pairs: &[Seen<'_>],
    parameters: &MatchParameters,
) -> Vec<Selected> {
    let mut chosen: Vec<Selected> = Vec::new();
    let mut explained: Vec<FormSpan> = Vec::new();
    let own_centre = pairs.iter().filter(|pair| Some(pair.earlier) == centre);
    let others = pairs.iter().filter(|pair| Some(pair.earlier) != centre);
    for pair in own_centre.chain(others) {
        for (number, stretch) in (0..).zip(pair.stretches) {
            let kind = kind_of(pair, number, stretch, parameters);
            if matches!(kind, PassageKind::Body) && !says_something_new(stretch, &explained, parameters) {
                continue;
            }
            let kept = without_loose_ends(stretch);
            if matches!(kind, PassageKind::Body) {
                explained.push(kept.x);
                explained.sort_unstable();
            } else if chosen
                .iter()
                .any(|other| other.kind == kind && other.stretch.x.overlap(stretch.x) > 0)
            {
                // One witness is enough to show a formula or a template.
                continue;
            }
            chosen.push(Selected {
                x,
                y: pair.earlier,
                kind,
                stretch: kept,
            });
        }
    }
    chosen
}

/// The stretch without ends that are shorter than the difference that parts them from the rest: words that agree behind a longer difference agree
/// by chance, in one run or in several. That two articles are near copies is told by all that is equal.
pub fn without_loose_ends(stretch: &Stretch) -> Stretch {
    let gaps = &stretch.gaps;
    let starts = std::iter::once(stretch.x.start).chain(gaps.iter().map(|gap| gap.x.end));
    let ends = gaps.iter().map(|gap| gap.x.start).chain([stretch.x.end]);
    let runs: Vec<u32> = starts
        .zip(ends)
        .map(|(start, end)| end.saturating_sub(start))
        .collect();
    let all: u32 = runs.iter().sum();
    let (mut from, mut to) = (0, gaps.len());
    let mut before = 0;
    for (index, (run, gap)) in runs.iter().zip(gaps).enumerate() {
        before += run;
        let differs = gap.x.len().max(gap.y.len());
        if before < differs && 2 * before <= all {
            from = index + 1;
        } else if all - before < differs && to == gaps.len() {
            to = index;
        }
    }
    let mut kept = stretch.clone();
    if let Some(gap) = from.checked_sub(1).and_then(|last| gaps.get(last)) {
        (kept.x.start, kept.y.start) = (gap.x.end, gap.y.end);
    }
    if let Some(gap) = gaps.get(to.max(from)) {
        (kept.x.end, kept.y.end) = (gap.x.start, gap.y.start);
    }
    kept.gaps = gaps.get(from..to.max(from)).map_or_else(Vec::new, <[_]>::to_vec);
    let cut: u32 = runs
        .iter()
        .take(from)
        .chain(runs.iter().skip(to.max(from) + 1))
        .sum();
    kept.matched = stretch.matched.saturating_sub(cut);
    kept.longest = stretch.longest.min(kept.matched);
    kept
}

fn kind_of(pair: &Seen<'_>, number: u32, stretch: &Stretch, parameters: &MatchParameters) -> PassageKind {
    if pair.frame {
        PassageKind::Template
    } else if is_formula(pair, number, stretch, parameters) {
        PassageKind::Formula
    } else {
        PassageKind::Body
    }
}

/// True for short text that many articles hold, or that consists of set phrases; never in a near copy, where it came
/// with everything else.
fn is_formula(pair: &Seen<'_>, number: u32, stretch: &Stretch, parameters: &MatchParameters) -> bool {
    let short = stretch.x.len().max(stretch.y.len()) <= parameters.formula_bytes;
    let frequent = short && pair.rarest >= parameters.formula_holders;
    let set_phrase = pair.set_phrases.contains(&number);
    (frequent || set_phrase) && pair.shape.share_x.max(pair.shape.share_y) < parameters.near_share
}

/// True when enough of the stretch is not explained by passages chosen before.
fn says_something_new(stretch: &Stretch, explained: &[FormSpan], parameters: &MatchParameters) -> bool {
    let mut known = 0;
    let mut reached = stretch.x.start;
    for span in explained {
        let from = span.start.max(reached);
        let to = span.end.min(stretch.x.end);
        known += to.saturating_sub(from);
        reached = reached.max(to);
    }
    stretch.x.len().saturating_sub(known) >= parameters.passage_bytes
}

#[cfg(test)]
mod tests {
    use super::{PairShape, Seen, select, without_loose_ends};
    use crate::config::MatchParameters;
    use crate::document::{FormSpan, Gap, PassageKind, Stretch};

    fn stretch(start: u32, end: u32) -> Stretch {
        let span = FormSpan { start, end };
        Stretch {
            x: span,
            y: span,
            matched: end - start,
            longest: end - start,
            gaps: Vec::new(),
        }
    }

    #[test]
    fn issue_6_ends_behind_longer_differences_are_none_of_the_passage() {
        let gap = |start: u32, end: u32| {
            let span = FormSpan { start, end };
            Gap { x: span, y: span }
        };
        let mut whole = stretch(0, 500);
        whole.gaps = vec![gap(30, 90), gap(300, 306), gap(400, 460), gap(480, 486)];
        whole.matched = 500 - 60 - 6 - 60 - 6;
        let kept = without_loose_ends(&whole);
        assert_eq!((kept.x.start, kept.x.end, kept.y.end), (90, 400, 400));
        assert_eq!((kept.gaps, kept.matched), (vec![gap(300, 306)], 304));
        // What is as long as the difference stays, and so does a stretch without any.
        whole.gaps = vec![gap(60, 120)];
        assert_eq!(without_loose_ends(&whole).x, whole.x);
        assert_eq!(without_loose_ends(&stretch(0, 300)), stretch(0, 300));
    }

    #[test]
    fn what_the_first_holder_explains_is_not_explained_again() {
        let shape = PairShape::default();
        let (first, second) = ([stretch(0, 300)], [stretch(0, 310), stretch(400, 700)]);
        let seen = |earlier, stretches| Seen {
            earlier,
            stretches,
            set_phrases: &[],
            shape: &shape,
            rarest: 2,
            frame: false,
        };
        let chosen = select(
            9,
            None,
            &[seen(1, &first), seen(2, &second)],
            &MatchParameters::default(),
        );
        let passages: Vec<(u32, u32)> = chosen
            .iter()
            .map(|passage| (passage.y, passage.stretch.x.start))
            .collect();
        assert_eq!(passages, [(1, 0), (2, 400)]);
    }

    #[test]
    fn short_text_of_many_holders_is_a_formula_and_long_text_is_not() {
        let shape = PairShape::default();
        let both = [stretch(0, 78), stretch(200, 600)];
        let pair = Seen {
            earlier: 1,
            stretches: &both,
            set_phrases: &[],
            shape: &shape,
            rarest: 300,
            frame: false,
        };
        let kinds: Vec<PassageKind> = select(9, None, &[pair], &MatchParameters::default())
            .iter()
            .map(|passage| passage.kind)
            .collect();
        assert_eq!(kinds, [PassageKind::Formula, PassageKind::Body]);
    }
}
