//! Aligned pairs -> what the shape of what they share tells lineage: shares of both bodies, leads of their own, and who
//! is put together from several others.

use std::collections::{BTreeMap, BTreeSet};

use super::intake::Intake;
use super::reuse::Reuse;
use crate::audit;
use crate::document::{FormSpan, PassageKind, Stretch};
use crate::lineage::Pair;

/// Bytes of a body in which its lead stands: 30 Han characters, the least that says what happened.
const LEAD: u32 = 90;
/// Share of a body from which on one other is its source and not one of several.
const MOST_OF_IT: f32 = 0.6;
/// Share of a body that passages of others make up when it is put together from them.
const PUT_TOGETHER: f32 = 0.7;

/// Marks of a title from which it can be told from another.
const TITLE: u32 = 4;

/// The pair of `a` and `b`, whose versions of the passage differ by `distance` bytes and have a share `edited`, with what
/// all their stretches (`x` being `a`) tell.
pub fn pair(
    (a, b): (u32, u32),
    (distance, edited): (u32, f32),
    stretches: &[Stretch],
    intake: &Intake,
    together: &[bool],
) -> Pair {
    let length = |article: u32| {
        intake
            .bodies
            .get(article as usize)
            .map_or(0, |body| body.form.len)
    };
    let (of_a, of_b) = (length(a), length(b));
    let matched: u32 = stretches.iter().map(|stretch| stretch.matched).sum();
    let share = |length: u32| (matched as f32 / length.max(1) as f32).min(1.0);
    let is_together = |article: u32| together.get(article as usize).copied().unwrap_or(false);
    let body = |article: u32| intake.bodies.get(article as usize);
    let other_title = |one: u32, other: u32| {
        let titles = body(one).zip(body(other));
        titles.is_some_and(|(one, other)| {
            stood_under_another(one.original_marks, [other.title_marks, other.original_marks])
                || is_of_another_page((one.title_marks, one.original_marks), other.title_marks)
                || kept_the_title(one.title_marks, (other.title_marks, other.original_marks))
        })
    };
    let titled_after = |one: u32, other: u32| {
        let titles = body(one).zip(body(other));
        titles.is_some_and(|(one, other)| {
            let own = (one.title_marks, one.original_marks);
            is_titled_after(own, (other.title_marks, other.original_marks))
        })
    };
    Pair {
        a,
        b,
        distance,
        told: distance,
        shared: 0,
        edited,
        shares: (share(of_a), share(of_b)),
        own_leads: own_lead(of_a, stretches, false) && own_lead(of_b, stretches, true),
        assembled: (is_together(a), is_together(b)),
        other_title: (other_title(a, b), other_title(b, a)),
        titled_after: (titled_after(a, b), titled_after(b, a)),
        unlike_titles: body(a)
            .zip(body(b))
            .is_some_and(|(one, other)| are_unlike(one.title_marks, other.title_marks)),
    }
}

/// True when a page under `title` that gives `original` as the title of its text has that from a page under `other`. A title that both bear is no
/// sign (sites print 原标题 above every text, and put words of their own behind their titles), and neither is that of a page that names another one as
/// original itself.
fn is_titled_after((title, original): (u128, u128), (other, of_other): (u128, u128)) -> bool {
    of_other == 0 && is_one_title(original, other) && !holds(title, original)
}

/// True when the marks of one title hold those of another.
fn holds(whole: u128, part: u128) -> bool {
    (part & !whole).count_ones() <= ONE_TITLE
}

/// True when `original` is the other title to the sign, but for marks.
fn is_one_title(original: u128, title: u128) -> bool {
    let known = original.count_ones() >= TITLE && title.count_ones() >= TITLE;
    known && (original ^ title).count_ones() <= ONE_TITLE
}

/// Marks by which two forms of one title differ, at most.
const ONE_TITLE: u32 = 2;

/// True when two titles have little in common; of what is too short to tell nothing is said.
fn are_unlike(one: u128, other: u128) -> bool {
    one.count_ones() >= TITLE && other.count_ones() >= TITLE && !audit::marks_are_alike(one, other)
}

/// True when a page that gives `original` as the title of its text has the text from a page that bears none of `titles`: who reprints must say
/// under which title the text stood. Marks of 0 are no title.
fn stood_under_another(original: u128, titles: [u128; 2]) -> bool {
    let known = |marks: &u128| marks.count_ones() >= TITLE;
    let mut titles = titles.into_iter().filter(known).peekable();
    known(&original)
        && titles.peek().is_some()
        && !titles.any(|marks| audit::marks_are_alike(original, marks))
}

/// True when a page under `title` that gives `original` as the title of its text has the text from another page than one under `from`, though
/// that may be of the same text: 原标题 is the title that stood where it was taken from. Two that gave one report titles of their own, both with
/// the title of the report beside it, have it from there; who kept the other's title kept the line that stood below it.
fn is_of_another_page((title, original): (u128, u128), from: u128) -> bool {
    let known = [title, original, from]
        .iter()
        .all(|marks| marks.count_ones() >= TITLE);
    known && !holds(from, original) && !holds(from, title) && !holds(title, from)
}

/// True when a page under `title` bears that of the report, and not the one that the other gave it: `own`, with `original` beside it.
fn kept_the_title(title: u128, (own, original): (u128, u128)) -> bool {
    let known = [title, own, original]
        .iter()
        .all(|marks| marks.count_ones() >= TITLE);
    let in_common = |other: u128| (title & other).count_ones();
    known
        && audit::marks_are_alike(title, original)
        && 2 * in_common(original & !own) > in_common(original)
        && in_common(own & !original) <= ONE_TITLE
}

/// True when less than half of the lead of a body of `length` bytes stands in the other.
fn own_lead(length: u32, stretches: &[Stretch], on_y: bool) -> bool {
    let lead = FormSpan {
        start: 0,
        end: LEAD.min(length),
    };
    let shared: u32 = stretches
        .iter()
        .map(|stretch| {
            let whole = if on_y { stretch.y } else { stretch.x };
            let gaps = stretch.gaps.iter().map(|gap| if on_y { gap.y } else { gap.x });
            let differing: u32 = gaps.map(|gap| gap.overlap(lead)).sum();
            whole.overlap(lead).saturating_sub(differing)
        })
        .sum();
    2 * shared < lead.len()
}

/// For each article whether its body is made up of passages that stand in several others, none of which holds most of
/// it, and it names several sources. Copies of one report count as one.
pub fn put_together(intake: &Intake, reuse: &Reuse) -> Vec<bool> {
    let mut shared: BTreeMap<u32, Vec<(u32, FormSpan)>> = BTreeMap::new();
    let centre = |article: u32| reuse.centre_of.get(article as usize).copied().unwrap_or(article);
    for member in &reuse.passages {
        if member.passage.kind == PassageKind::Body {
            let (x, y) = (member.passage.x, member.passage.y);
            let stretch = &member.passage.stretch;
            shared.entry(x).or_default().push((centre(y), stretch.x));
            shared.entry(y).or_default().push((centre(x), stretch.y));
        }
    }
    let mut together = vec![false; intake.bodies.len()];
    for (article, places) in shared {
        let Some(body) = intake.bodies.get(article as usize) else {
            continue;
        };
        let share = |places: &mut Vec<FormSpan>| covered(places) as f32 / body.form.len.max(1) as f32;
        let mut of_others: BTreeMap<u32, Vec<FormSpan>> = BTreeMap::new();
        for &(other, place) in &places {
            of_others.entry(other).or_default().push(place);
        }
        let none_holds_most =
            of_others.len() > 1 && of_others.values_mut().all(|places| share(places) < MOST_OF_IT);
        let mut all: Vec<FormSpan> = places.into_iter().map(|(_, place)| place).collect();
        // Passages of a report also stand apart in several that took them. Who assembles names more than one source.
        let names: BTreeSet<u32> = body.party.credits.iter().map(|credit| credit.name).collect();
        if let Some(flag) = together.get_mut(article as usize) {
            *flag = names.len() > 1 && none_holds_most && share(&mut all) >= PUT_TOGETHER;
        }
    }
    together
}

/// Bytes that lie in any of `places`.
fn covered(places: &mut [FormSpan]) -> u32 {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let (mut bytes, mut reached) = (0, 0);
    for place in places {
        bytes += place.end.saturating_sub(place.start.max(reached));
        reached = reached.max(place.end);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{
        covered, is_of_another_page, is_one_title, is_titled_after, kept_the_title, own_lead,
        stood_under_another,
    };
    use crate::audit::title_marks;
    use crate::document::{FormSpan, Gap, Stretch};

    fn span(start: u32, end: u32) -> FormSpan {
        FormSpan { start, end }
    }

    fn stretch(x: FormSpan, y: FormSpan, gaps: Vec<Gap>) -> Stretch {
        Stretch {
            x,
            y,
            matched: x.len(),
            longest: x.len(),
            gaps,
        }
    }

    #[test]
    fn issue_6_a_text_that_stood_under_another_title_is_from_elsewhere() {
        let [bridge, same, ferry, short] =
            ["江州大桥今日通车", "【独家】江州大桥通车", "渡口停航一周", "通车"].map(title_marks);
        assert!(stood_under_another(bridge, [ferry, 0]));
        assert!(!stood_under_another(bridge, [same, 0]));
        assert!(!stood_under_another(bridge, [ferry, same]));
        assert!(!stood_under_another(0, [ferry, 0]));
        assert!(!stood_under_another(bridge, [0, 0]));
        assert!(!stood_under_another(short, [ferry, 0]));
    }

    #[test]
    fn issue_6_two_that_renamed_one_report_have_it_from_there() {
        let [report, one, other, tagged] = [
            "江州大桥今日通车市民步行过江",
            "等了三年：江州大桥终于通车",
            "江州大桥通车首日，市民赶早过江",
            "江州大桥今日通车市民步行过江|江州|大桥",
        ]
        .map(title_marks);
        assert!(is_of_another_page((other, report), one));
        // Under the title that the text stood under, and under the other's own.
        assert!(!is_of_another_page((other, report), tagged));
        assert!(!is_of_another_page((one, report), one));
        assert!(!is_of_another_page((other, 0), one));
        assert!(!is_of_another_page((other, report), 0));
        let kept = title_marks("江州大桥今日通车，市民步行过江（图）");
        assert!(kept_the_title(kept, (one, report)));
        assert!(!kept_the_title(one, (one, report)));
        assert!(!kept_the_title(kept, (tagged, report)));
        assert!(!kept_the_title(kept, (one, 0)));
    }

    #[test]
    fn issue_6_a_title_that_is_given_as_the_original_one_is_that_title() {
        let [bridge, same, other] =
            ["江州大桥今日通车", "江州大桥，今日通车", "江州大桥今日封闭"].map(title_marks);
        assert!(is_one_title(bridge, same));
        assert!(!is_one_title(bridge, other));
        assert!(!is_one_title(bridge, 0));
        let [tagged, renamed] = ["江州大桥今日通车|江州|大桥", "等了三年：市民步行过江"].map(title_marks);
        assert!(is_titled_after((renamed, bridge), (same, 0)));
        assert!(!is_titled_after((renamed, bridge), (same, bridge)));
        assert!(!is_titled_after((tagged, bridge), (same, 0)));
    }

    #[test]
    fn a_lead_is_its_own_where_the_other_lacks_it() {
        let below = stretch(span(120, 500), span(0, 380), Vec::new());
        assert!(own_lead(800, std::slice::from_ref(&below), false));
        assert!(!own_lead(380, &[below], true));
        // A stretch that reaches over the lead without agreeing in it does not share it.
        let gap = Gap {
            x: span(3, 84),
            y: span(3, 90),
        };
        let over = stretch(span(0, 500), span(0, 506), vec![gap]);
        assert!(own_lead(800, &[over], false));
    }

    #[test]
    fn overlapping_places_count_once() {
        assert_eq!(covered(&mut [span(5, 9), span(0, 6), span(20, 22)]), 11);
    }
}
