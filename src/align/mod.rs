//! candidate pair -> aligned stretches, exact to the character at both ends.
//!
//! The way of minimap2 (Li 2018): anchors become maximal equal runs, runs on one path become a chain, the gaps of
//! a chain are aligned character by character, and the ends are extended over small edits.
//!
//! Offsets are bytes of the matching forms.

mod chain;
mod edits;
mod extend;
mod fill;
mod letters;
mod numerals;
mod runs;
mod windows;

use crate::config::AlignParameters;
use crate::document::{Anchor, FormSpan, Gap, Stretch};
use runs::Run;

pub use edits::{Framed, framed_gaps, repeated_names, typed_edits};
pub use fill::Scratch;

/// Aligns two matching forms along their anchors. Stretches come by their start in `x`; two stretches may overlap
/// on one side only where a text stands twice on the other. `look_closer` allows the costlier second pass for pairs
/// that may be copies.
pub fn align(
    x: &[u8],
    y: &[u8],
    anchors: &[Anchor],
    look_closer: bool,
    parameters: &AlignParameters,
    scratch: &mut Scratch,
) -> Vec<Stretch> {
    let runs = runs::equal_runs(x, y, anchors);
    let stretches = align_along(x, y, &runs, parameters, scratch);
    let shares = [x, y].map(|form| form.len().max(1) as f64);
    let covered = |stretches: &[Stretch]| {
        let of =
            |side: fn(&Stretch) -> FormSpan| stretches.iter().map(|stretch| side(stretch).len()).sum::<u32>();
        (f64::from(of(|stretch| stretch.x)) / shares[0]).min(f64::from(of(|stretch| stretch.y)) / shares[1])
    };
    let coarse = covered(&stretches);
    if !look_closer || !(parameters.fine_from..parameters.fine_to).contains(&coarse) {
        return stretches;
    }
    // Seeds are far apart where a copy was edited most; what looks like a copy is aligned again along shorter windows.
    let mut finer = windows::fine_runs(x, y, &mut scratch.windows);
    finer.extend(runs);
    finer.sort_unstable_by_key(|run| (run.x, run.y));
    finer.dedup();
    let again = align_along(x, y, &finer, parameters, scratch);
    if covered(&again) > coarse {
        again
    } else {
        stretches
    }
}

/// Aligns two forms that are expected to be copies, without anchors.
pub fn align_closely(
    x: &[u8],
    y: &[u8],
    parameters: &AlignParameters,
    scratch: &mut Scratch,
) -> Vec<Stretch> {
    let runs = windows::fine_runs(x, y, &mut scratch.windows);
    align_along(x, y, &runs, parameters, scratch)
}

/// Aligns along the given runs, which come by start in `x`.
fn align_along(
    x: &[u8],
    y: &[u8],
    runs: &[Run],
    parameters: &AlignParameters,
    scratch: &mut Scratch,
) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for chain in chain::chains(runs, parameters) {
        let filled = fill::fill_gaps(x, y, chain, parameters, scratch);
        for part in split_at_wide_gaps(&filled, parameters.split_gap) {
            let extended = extend::extend_ends(x, y, without_loose_ends(part));
            stretches.extend(stretch_of(&extended, parameters));
        }
    }
    stretches.sort_by_key(|stretch| (stretch.x, stretch.y));
    stretches.dedup_by(|later, earlier| later.x == earlier.x && later.y == earlier.y);
    stretches
}

/// Drops runs at both ends that are shorter than the difference that parts them from the rest: a few characters that
/// agree behind a longer stretch that does not are a coincidence.
fn without_loose_ends(mut path: Vec<Run>) -> Vec<Run> {
    while let [.., before, last] = path.as_slice()
        && last.length < last.gap_after(before)
    {
        path.pop();
    }
    let mut loose = 0;
    while let Some([first, after]) = path.get(loose..loose + 2)
        && first.length < after.gap_after(first)
    {
        loose += 1;
    }
    path.split_off(loose)
}

/// Cuts a path of equal runs where the difference between two of them is as long as a sentence.
fn split_at_wide_gaps(path: &[Run], split_gap: u32) -> Vec<Vec<Run>> {
    let mut parts: Vec<Vec<Run>> = Vec::new();
    for &run in path {
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(|last| run.gap_after(last) <= split_gap) => part.push(run),
            _ => parts.push(vec![run]),
        }
    }
    parts
}

/// The stretch that a path of equal runs covers, or nothing when too little of it is equal.
fn stretch_of(path: &[Run], parameters: &AlignParameters) -> Option<Stretch> {
    let (first, last) = (path.first()?, path.last()?);
    let matched: u32 = path.iter().map(|run| run.length).sum();
    let longest = path.iter().map(|run| run.length).max()?;
    if matched < parameters.min_matched || longest < parameters.min_longest {
        return None;
    }
    let x = FormSpan {
        start: first.x,
        end: last.x_end(),
    };
    let y = FormSpan {
        start: first.y,
        end: last.y_end(),
    };
    // Less than half equal is no passage: the chain went through unrelated text.
    if u64::from(matched) * 2 < u64::from(x.len().max(y.len())) {
        return None;
    }
    Some(Stretch {
        x,
        y,
        matched,
        longest,
        gaps: gaps_of(path),
    })
}

/// The differences between consecutive runs. Differences that lie closer than two Han characters are one: a lone
/// equal character between two changed words is a coincidence of wording, not a boundary.
fn gaps_of(path: &[Run]) -> Vec<Gap> {
    const COINCIDENCE: u32 = 5;
    let mut gaps: Vec<Gap> = Vec::new();
    for pair in path.windows(2) {
        let [before, after] = pair else { continue };
        let gap = Gap {
            x: FormSpan {
                start: before.x_end(),
                end: after.x,
            },
            y: FormSpan {
                start: before.y_end(),
                end: after.y,
            },
        };
        match gaps.last_mut() {
            Some(last)
                if before.length <= COINCIDENCE && last.x.end == before.x && last.y.end == before.y =>
            {
                last.x.end = gap.x.end;
                last.y.end = gap.y.end;
            }
            _ => gaps.push(gap),
        }
    }
    gaps
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Scratch, align};
    use crate::config::AlignParameters;
    use crate::document::Anchor;

    const TEXT: &str = "清晨的集市上人声鼎沸来自周边三个村子的菜农把刚摘下的豆角黄瓜和茄子整齐地码在摊位前等待第一批顾客的到来市场管理员老周说今年雨水充足收成比去年好了两成";

    fn anchors(x: &str, y: &str) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for (at, _) in x.char_indices() {
            let Some(window) = x.get(at..at + 24) else {
                continue;
            };
            anchors.extend(y.match_indices(window).map(|(found, _)| Anchor {
                x: at as u32,
                y: found as u32,
            }));
        }
        anchors
    }

    fn stretches(x: &str, y: &str) -> Vec<crate::document::Stretch> {
        align(
            x.as_bytes(),
            y.as_bytes(),
            &anchors(x, y),
            true,
            &AlignParameters::default(),
            &mut Scratch::default(),
        )
    }

    #[test]
    fn ends_are_exact_and_edits_are_gaps() {
        let changed = TEXT.replace("三个村子", "四个村子").replace("整齐地", "");
        let x = format!("无关的开头{changed}无关的结尾");
        let y = format!("另一种开篇{TEXT}另一种收束");
        let found = stretches(&x, &y);
        assert_eq!(found.len(), 1);
        let stretch = &found[0];
        assert_eq!(&x[stretch.x.start as usize..stretch.x.end as usize], changed);
        assert_eq!(&y[stretch.y.start as usize..stretch.y.end as usize], TEXT);
        let words: Vec<(&str, &str)> = stretch
            .gaps
            .iter()
            .map(|gap| {
                (
                    &x[gap.x.start as usize..gap.x.end as usize],
                    &y[gap.y.start as usize..gap.y.end as usize],
                )
            })
            .collect();
        assert_eq!(words, [("四", "三"), ("", "整齐地")]);
    }

    #[test]
    fn swapped_paragraphs_are_two_stretches() {
        let half = TEXT.char_indices().nth(36).unwrap().0;
        let swapped = format!("{}{}", &TEXT[half..], &TEXT[..half]);
        let found = stretches(&swapped, TEXT);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].y.start as usize, half);
        assert_eq!(found[1].y.start, 0);
    }

    #[test]
    fn edits_near_the_ends_do_not_cut_the_passage() {
        let changed = TEXT.replacen("集市", "早市", 1).replacen("比去年", "较去年", 1);
        let found = stretches(&format!("开头{changed}结尾"), TEXT);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].y.start, found[0].y.end as usize), (0, TEXT.len()));
    }

    #[test]
    fn an_inserted_paragraph_parts_two_passages() {
        let half = TEXT.char_indices().nth(36).unwrap().0;
        let inserted = "记者随后来到位于镇上的农产品分拣中心看到工人们正在流水线上忙碌分拣好的蔬菜将在当天下午发往省城的各大超市和社区门店";
        let x = format!("{}{inserted}{}", &TEXT[..half], &TEXT[half..]);
        assert_eq!(stretches(&x, TEXT).len(), 2);
    }
}
