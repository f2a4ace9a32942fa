//! What the credits of one page say for or against its having the passage from another: whom it names as its source, in a line or in its text, and at
//! which address.

use super::evidence::{Setting, is_of_a_third};
use super::ghosts::listed_with;
use super::heard::months_apart;
use super::party::{Credit, Party};
use crate::config::LineageParameters;
use crate::document::{Evidence, EvidenceKind, Precision, Span};

/// True when `to` names `from` as its source for some of what stands at `at`.
pub fn credits_other(from: &Party, to: &Party, at: Option<Span>) -> bool {
    from.known_as()
        .is_some_and(|name| naming(to, name, at).next().is_some())
        || names_address(from, to).is_some()
}

/// True when one of two carriers, with the place of the passage in it, names the other as its source.
pub fn names(one: (&Party, Option<Span>), other: (&Party, Option<Span>)) -> bool {
    credits_other(one.0, other.0, other.1) || credits_other(other.0, one.0, one.1)
}

/// The credits of `to` for `name` that govern some of what stands at `at`. An article that speaks in that name itself
/// does not name another.
fn naming(to: &Party, name: u32, at: Option<Span>) -> impl Iterator<Item = &Credit> {
    let itself = to.known_as() == Some(name);
    to.credits
        .iter()
        .filter(move |credit| !itself && credit.name == name && credit.governs(at))
}

/// Log-odds that a credit is right.
pub fn credit_weight(credit: &Credit, parameters: &LineageParameters) -> f32 {
    match credit.kind {
        EvidenceKind::Link => parameters.link,
        EvidenceKind::Meta => parameters.meta,
        EvidenceKind::InText => parameters.in_text,
        _ => parameters.declared,
    }
}

/// Seconds by which a page may be stamped before the one that it has its text from.
const UPDATED: i64 = 86_400;

/// The same for words of a third, which the outlet that is named can have told in an earlier article.
const UPDATED_WORDS: i64 = 3_600;

/// True when `from` appeared so long after `to` that it is an article of the outlet that `to` names, and not the one that it means.
fn is_after(from: &Party, to: &Party, heard: bool) -> bool {
    let stamps = from.stamp.zip(to.stamp);
    stamps.is_some_and(|(before, after)| {
        let apart = before.seconds - after.seconds;
        let to_the_day = before.precision.min(after.precision) <= Precision::Day;
        apart > UPDATED && before.day > after.day + 1 || heard && !to_the_day && apart > UPDATED_WORDS
    })
}

fn names_address(from: &Party, to: &Party) -> Option<Option<Span>> {
    let address = from.address?;
    let found = to.originals.iter().find(|(original, _)| *original == address)?;
    (to.address != Some(address)).then_some(found.1)
}

/// 原文链接: the page names the very page of the other.
pub(super) fn address(from: &Party, to: &Party, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let span = names_address(from, to)?;
    Some(Evidence {
        kind: EvidenceKind::Link,
        log_odds: setting.parameters.link,
        span,
        note: "gives the address of that page as its original".to_owned(),
    })
}

/// True for a page that bears the dateline of the outlet that is named, nobody knows whose page it is, and it appeared after `to`: another copy of
/// what `to` has from there.
fn is_later_copy(from: &Party, to: &Party, parameters: &LineageParameters) -> bool {
    from.publisher.is_none()
        && from.stamp.zip(to.stamp).is_some_and(|(copy, before)| {
            let to_the_day = copy.precision.min(before.precision) <= Precision::Day;
            let apart = copy.seconds - before.seconds;
            if to_the_day {
                copy.day > before.day
            } else {
                apart > parameters.time_close_span
            }
        })
}

/// Bytes from which on what a page has of another is more than a sentence that anybody could have written: 60 Han characters.
const WRITTEN: usize = 180;

/// What a credit counts that gives another name of the house: it can mean a page of that name as well.
const OF_HOUSE: f32 = 0.5;

/// The credit of `to` for what stands at `at` that gives another name of the house whose page `from` is. Where `from` itself has its text from
/// elsewhere, that speaks of the page that both have it from.
fn of_its_house<'a>(from: &Party, to: &'a Party, at: Option<Span>) -> Option<&'a Credit> {
    let of_house =
        |credit: &&Credit| from.of_house.contains(&credit.name) && to.known_as() != Some(credit.name);
    let in_text = |credit: &&Credit| credit.kind == EvidenceKind::InText && credit.governs(at);
    let cited = to.credits.iter().filter(in_text).find(of_house);
    let credit = cited.or_else(|| to.declares_another().filter(of_house));
    credit.filter(|_| from.declares_another().is_none())
}

/// The credit of `to` that closes the item of a digest in which the passage stands, where it names a house other than that of `from`.
fn names_for_part<'a>(from: &Party, to: &'a Party, at: Option<Span>) -> Option<&'a Credit> {
    let own = to.known_as();
    let other = |credit: &&Credit| !from.is_of_house(credit.name) && Some(credit.name) != own;
    let half = |credit: &&Credit| {
        let governed = credit.governed(at).zip(at);
        credit.kind == EvidenceKind::SourceLine && governed.is_some_and(|(bytes, at)| 2 * bytes >= at.len())
    };
    to.credits.iter().filter(half).find(other)
}

/// What the credits of `to` for what stands at `at` say of `from`. `heard` says that times tell little, `of_reports` that the two are versions of one report.
pub(super) fn credits(
    (from, there): (&Party, Option<Span>),
    (to, at): (&Party, Option<Span>),
    (heard, of_reports): (bool, bool),
    setting: &Setting<'_, '_>,
    items: &mut Vec<Evidence>,
) {
    let (name, parameters) = (setting.name, setting.parameters);
    let Some(publisher) = from.known_as() else {
        return;
    };
    let of_another_day = !of_reports && is_after(from, to, heard) || is_later_copy(from, to, parameters);
    // What a third wrote or said to both is not the writing of the one that is named.
    let of_third =
        is_of_a_third((from, there), (to, at)) || to.is_told_up_to(at) || from.reports_half_of(there);
    let written = at.is_some_and(|at| at.len() >= WRITTEN) && !of_third;
    let mut total = 0f32;
    for credit in naming(to, publisher, at).filter(|_| !of_another_day) {
        let mut weight = credit_weight(credit, parameters);
        let listed = listed_with(to, credit);
        if listed > 1 && at.is_some_and(|at| to.cites_for(at, from.known_as())) {
            // What the text itself has from another outlet is not from this one of the list.
            weight *= parameters.time_of_quotes;
        } else if heard && credit.is_declaration() && listed > 1 {
            // Of several that a page was put together from any can have passed on what a third said, or a sentence.
            let part = if written {
                1.0
            } else {
                2.0 * parameters.time_of_quotes
            };
            weight *= part / listed as f32;
        }
        if heard && !of_reports && credit.is_declaration() && months_apart(from, to, parameters) {
            // What a page says of all of its text speaks of a report of those days, and not of every article that the outlet ever had.
            weight *= parameters.time_of_quotes;
        }
        // Credits of one page repeat each other; the first counts in full, all together at most the cap.
        let weight = weight.min(parameters.credits_cap - total);
        if weight <= 0.0 {
            break;
        }
        total += weight;
        items.push(Evidence {
            kind: credit.kind,
            log_odds: weight,
            span: credit.span,
            note: format!("names {} as its source", name(publisher)),
        });
    }
    if let Some(own) = to.known_as()
        && own != publisher
        && let Some(credit) = from
            .credits
            .iter()
            .find(|credit| credit.name == own && credit.governs(there))
    {
        items.push(Evidence {
            kind: credit.kind,
            log_odds: -credit_weight(credit, parameters),
            span: None,
            note: format!("{} names {} as its own source", name(publisher), name(own)),
        });
    }
    if total > 0.0 || names_address(from, to).is_some() {
        return;
    }
    let of_another_part = || {
        let in_text = |credit: &&Credit| credit.kind == EvidenceKind::InText && credit.name == publisher;
        let itself = to.known_as() == Some(publisher);
        let cited = at.is_some_and(|at| to.cites_for_some_of(at, publisher));
        let possible = written && !itself && !cited && !of_another_day && !is_after(from, to, heard);
        to.credits.iter().find(in_text).filter(|_| possible)
    };
    if let Some(credit) = of_another_part() {
        items.push(Evidence {
            kind: credit.kind,
            log_odds: parameters.in_text_elsewhere,
            span: credit.span,
            note: format!("names {} as its source for another part", name(publisher)),
        });
    } else if let Some(credit) = of_its_house(from, to, at) {
        let inside = to.known_as().is_some_and(|own| from.is_of_house(own));
        if !inside && !of_another_day {
            items.push(Evidence {
                kind: credit.kind,
                log_odds: OF_HOUSE * credit_weight(credit, parameters),
                span: credit.span,
                note: format!(
                    "names {}, of one house with {}, as its source",
                    name(credit.name),
                    name(publisher)
                ),
            });
        }
    } else if let Some(credit) = names_for_part(from, to, at) {
        items.push(Evidence {
            kind: credit.kind,
            log_odds: parameters.credit_elsewhere,
            span: credit.span,
            note: format!("gives another source for this part: {}", name(credit.name)),
        });
    } else if let Some(credit) = to.declares_another() {
        items.push(Evidence {
            kind: credit.kind,
            log_odds: parameters.credit_elsewhere,
            span: credit.span,
            note: elsewhere(from, credit, name),
        });
    } else if let Some(&others) = setting.declared_by.get(&publisher)
        && to.known_as() != Some(publisher)
        && from.declares_another().is_none()
    {
        let mut log_odds = (parameters.declared_by_others * others).min(parameters.declared_by_others_cap);
        if heard {
            // What others have from its page they need not have these words from.
            log_odds *= parameters.time_of_quotes;
        }
        items.push(Evidence {
            kind: EvidenceKind::SourceLine,
            log_odds,
            span: None,
            note: format!(
                "other carriers of the passage name {} as their source",
                name(publisher)
            ),
        });
    }
}

/// What a declaration says that speaks against `from`.
fn elsewhere<'n>(from: &Party, credit: &Credit, name: &dyn Fn(u32) -> &'n str) -> String {
    let mut theirs = from.credits.iter().filter(|other| other.is_declaration());
    let of = name(credit.name);
    if from.is_of_house(credit.name) {
        format!("declares {of} as its source, and this page of it can be another copy")
    } else if theirs.any(|other| other.name == credit.name) {
        format!("declares {of} as its source, as the other does")
    } else {
        format!("declares another source: {of}")
    }
}

/// 某报此前报道: the page says that the passage is from an earlier report of its own. That is one of its house, and of nobody else.
pub fn reported_before(
    from: &Party,
    to: &Party,
    at: Option<Span>,
    setting: &Setting<'_, '_>,
) -> Option<Evidence> {
    let own = to.known_as()?;
    let of_its_house = from.known_as() == Some(own);
    let earlier = from
        .stamp
        .zip(to.stamp)
        .is_some_and(|(one, other)| one.seconds < other.seconds);
    if of_its_house && !earlier {
        return None;
    }
    let credit = to
        .credits
        .iter()
        .find(|credit| credit.name == own && credit.cites_for(at))?;
    Some(Evidence {
        kind: EvidenceKind::InText,
        log_odds: if of_its_house {
            setting.parameters.in_text
        } else {
            setting.parameters.reported_before
        },
        span: credit.span,
        note: format!(
            "says that it is from a report of its own: {}",
            (setting.name)(own)
        ),
    })
}

/// True when `to` names another outlet than `from` in its text, for half of what stands at `at` and more.
pub(super) fn cites_another(from: &Party, to: &Party, at: Option<Span>) -> bool {
    at.is_some_and(|at| to.cites_for(at, from.known_as()))
}

/// True when `to` says of half of what stands at `here`, and more, that it is from an outlet that is none of the house of `from`, in words of its own: a
/// cue that stands in the passage on both pages was copied with it.
pub fn has_from_another((from, there): (&Party, Option<Span>), (to, here): (&Party, Option<Span>)) -> bool {
    let inside = |credit: &Credit, at: Option<Span>| {
        let places = credit.span.zip(at);
        places.is_some_and(|(cue, at)| at.contains(cue))
    };
    let copied = |credit: &Credit| {
        let mut theirs = from.credits.iter().filter(|other| other.name == credit.name);
        inside(credit, here) && theirs.any(|other| other.cites_for(there) && inside(other, there))
    };
    let mut cited = to.credits.iter().filter(|credit| credit.cites_for(here));
    cited.any(|credit| !from.is_of_house(credit.name) && !copied(credit))
}
