//! What speaks for "`to` carried it from `from`", item by item: what the pages say and the traces that they bear. What
//! the versions of the text tell is in `versions`.

use std::collections::BTreeMap;

use super::common::one_name;
use super::ghosts::listed_with;
use super::heard::{OF_MANY, months_apart};
use super::party::{Attribution, Credit, OwnWords, Party, Residue};
use crate::config::LineageParameters;
use crate::document::{Evidence, EvidenceKind, Precision, Span};

/// What the weighing of one family looks up.
pub struct Setting<'a, 'n> {
    /// The words for a number of a name.
    pub name: &'a dyn Fn(u32) -> &'n str,
    /// The weights.
    pub parameters: &'a LineageParameters,
    /// How many carriers of the family declare each name as their source, for each carrier that can be meant.
    pub declared_by: BTreeMap<u32, f32>,
}

/// Everything that pages and times say for or against `from` -> `to`, where the passage stands at `there` and `at`.
/// Where times tell `little`, for a reason, so does it that others declare the one as their source. `of_reports` says that they are two versions
/// of one report, and no passage in two.
pub fn weigh(
    (from, there): (&Party, Option<Span>),
    (to, at): (&Party, Option<Span>),
    little: Option<&str>,
    of_reports: bool,
    setting: &Setting<'_, '_>,
) -> Vec<Evidence> {
    let mut items = Vec::new();
    items.extend(address(from, to, setting));
    items.extend(read_again(from, to, setting));
    let how = (little.is_some(), of_reports);
    credits((from, there), (to, at), how, setting, &mut items);
    let mut of_void = void_source(from, to, setting);
    let later = from
        .stamp
        .zip(to.stamp)
        .is_some_and(|(one, other)| one.seconds > other.seconds);
    let of_many = little == Some(OF_MANY);
    let given =
        !of_reports && (of_many || later || is_of_a_third((from, there), (to, at)) || to.is_told_up_to(at));
    let from_anywhere = given || from.known_as().is_none() || cites_another(from, to, at);
    if let (Some(item), Some(_), true) = (of_void.as_mut(), little, from_anywhere) {
        // That a text is from elsewhere tells little of words that it can have from any page, of whatever house.
        item.log_odds *= setting.parameters.time_of_quotes;
    }
    items.extend(of_void);
    items.extend(residue(from, to, setting));
    if !from.reports_half_of(there) {
        items.extend(cites_body(from, to, at, setting));
    }
    items.extend(deixis(from, to, at, setting));
    let mut of_time = time(from, to, setting.parameters);
    if let (Some(item), Some(reason)) = (of_time.as_mut(), little) {
        item.log_odds *= setting.parameters.time_of_quotes;
        item.note = format!("{}, {reason}", item.note);
    }
    items.extend(of_time);
    items
}

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
fn address(from: &Party, to: &Party, setting: &Setting<'_, '_>) -> Option<Evidence> {
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

/// A page that was read again later: it is the same page, whoever else has its text.
fn read_again(from: &Party, to: &Party, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let later = from.stamp.zip(to.stamp);
    let same = from.address.is_some() && from.address == to.address;
    (same && later.is_some_and(|(before, after)| before.seconds < after.seconds)).then(|| Evidence {
        kind: EvidenceKind::Link,
        log_odds: setting.parameters.link,
        span: None,
        note: "stands at the same address, where it was read before".to_owned(),
    })
}

/// Bytes from which on what a page has of another is more than a sentence that anybody could have written: 60 Han characters.
const WRITTEN: usize = 180;

/// True when the passage is a third's, who gave it to both: words in quotation marks, and what both tell as those of somebody who is named.
pub fn is_of_a_third((from, there): (&Party, Option<Span>), (to, at): (&Party, Option<Span>)) -> bool {
    from.quotes_all_of(there) || to.quotes_all_of(at) || from.reports_all_of(there) && to.reports_all_of(at)
}

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

fn credits(
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
    let written = at.is_some_and(|at| at.len() >= WRITTEN) && !is_of_a_third((from, there), (to, at));
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

/// What stands for a meeting or document that was introduced before. Without that on the page, the words came with the passage.
const NOBODY_KNOWN: [&str; 8] = ["会议", "通知", "通报", "公告", "通告", "报道", "声明", "文件"];

/// The page says whose words the passage is, and the other does not: it can hardly have that from there. Two that both
/// say it may write one name in two scripts.
fn cites_body(from: &Party, to: &Party, at: Option<Span>, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let at = at?;
    let cited = to.attributions.iter().find(|attribution| {
        let same = |other: &Attribution| {
            other.name == attribution.name
                || one_name((setting.name)(other.name), (setting.name)(attribution.name))
        };
        2 * attribution.scope.overlap(at) >= at.len()
            && attribution.named
            && !NOBODY_KNOWN.contains(&(setting.name)(attribution.name))
            && !from.writers.contains(&attribution.name)
            && !from.attributions.iter().any(same)
    })?;
    Some(Evidence {
        kind: EvidenceKind::InText,
        log_odds: setting.parameters.cites_body,
        span: cited.span,
        note: format!(
            "says that it has the words from {}, whom the other does not give as their source",
            (setting.name)(cited.name)
        ),
    })
}

/// One takes up a meeting or notice that it does not introduce (会议强调), and the other tells which one it was.
pub fn takes_up(
    (from, there): (&Party, Option<Span>),
    (to, here): (&Party, Option<Span>),
    parameters: &LineageParameters,
) -> Option<Evidence> {
    let inside = |party: &Party, at: Option<Span>| {
        let at = at?;
        party
            .unexplained
            .iter()
            .find(|bare| at.overlap(**bare) > 0)
            .copied()
    };
    let tells = |party: &Party, at: Option<Span>| {
        at.is_some_and(|at| party.attributions.iter().any(|told| told.scope.overlap(at) > 0))
    };
    match (inside(from, there), inside(to, here)) {
        (None, Some(bare)) if tells(from, there) => Some(Evidence {
            kind: EvidenceKind::InText,
            log_odds: parameters.takes_up,
            span: Some(bare),
            note: "takes up a meeting or notice that only the other introduces".to_owned(),
        }),
        (Some(_), None) if tells(to, here) => Some(Evidence {
            kind: EvidenceKind::InText,
            log_odds: -parameters.takes_up,
            span: None,
            note: "introduces a meeting or notice that the other only takes up".to_owned(),
        }),
        _ => None,
    }
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

/// 来源：网络: the page has its text from elsewhere, though it does not say from where.
fn void_source(from: &Party, to: &Party, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let weight = setting.parameters.void_source;
    let (log_odds, span, whose) = match (from.void_source, to.void_source) {
        (None, Some(span)) => (weight, Some(span), "its"),
        (Some(_), None) => (-weight, None, "the other's"),
        _ => return None,
    };
    Some(Evidence {
        kind: EvidenceKind::SourceLine,
        log_odds,
        span,
        note: format!("{whose} source line says that the text is from elsewhere and names nobody"),
    })
}

/// The name of one outlet in a by-line, a copyright notice or the like on the page of another.
fn residue(from: &Party, to: &Party, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let trace = |on: &Party, of: Option<u32>| {
        let of = of?;
        let residue = on.residues.iter().find(|residue| residue.name == of)?;
        (on.known_as() != Some(of)).then_some(*residue)
    };
    let weight = setting.parameters.residue;
    match (trace(to, from.publisher), trace(from, to.publisher)) {
        (Some(left), None) => Some(Evidence {
            kind: EvidenceKind::Residue,
            log_odds: weight,
            span: Some(left.span),
            note: format!(
                "bears a trace of {} that was left standing",
                (setting.name)(left.name)
            ),
        }),
        (None, Some(left)) => Some(Evidence {
            kind: EvidenceKind::Residue,
            log_odds: -weight,
            span: None,
            note: format!("the other page bears a trace of {}", (setting.name)(left.name)),
        }),
        _ => None,
    }
}

/// A dateline or by-line in its own name: who carries a report keeps the other's or has none. It says nothing of a
/// passage inside a report of its own. In a `whole` copy it weighs more: what the one has lost the other cannot have
/// from there.
pub fn own_name(from: &Party, to: &Party, whole: bool, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let parameters = setting.parameters;
    match (from.own_name, to.own_name) {
        (None, Some(own)) => Some(Evidence {
            kind: EvidenceKind::Dateline,
            log_odds: if whole {
                -parameters.own_name_of_whole
            } else {
                -parameters.own_name
            },
            span: Some(own.span),
            note: format!("speaks in its own name: {}", (setting.name)(own.name)),
        }),
        (Some(own), None) => Some(Evidence {
            kind: EvidenceKind::Dateline,
            log_odds: parameters.own_name_of_source,
            span: None,
            note: format!("the other speaks in its own name: {}", (setting.name)(own.name)),
        }),
        (Some(theirs), Some(own)) if theirs.name == own.name => own_page(from, to, own, setting),
        _ => None,
    }
}

/// Two under one dateline, of which one stands on a page of that outlet and nobody knows whose page the other is.
fn own_page(from: &Party, to: &Party, own: Residue, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let name = (setting.name)(own.name);
    let stands = |party: &Party| {
        party
            .publisher
            .is_some_and(|of| of == own.name || party.is_of_house(own.name))
    };
    let (log_odds, span, note) = match (from.publisher, to.publisher) {
        (Some(_), None) if stands(from) => (
            1.0,
            Some(own.span),
            format!("bears the name of {name}, on whose page the other stands"),
        ),
        (None, Some(_)) if stands(to) => (
            -1.0,
            None,
            format!("stands on a page of {name}, whose name the other bears"),
        ),
        _ => return None,
    };
    Some(Evidence {
        kind: EvidenceKind::Dateline,
        log_odds: log_odds * setting.parameters.own_page,
        span,
        note,
    })
}

/// 本报, 我市 and the like in the passage, which only one of the two can say of itself.
fn deixis(from: &Party, to: &Party, at: Option<Span>, setting: &Setting<'_, '_>) -> Option<Evidence> {
    let can_say = |party: &Party, words: OwnWords| match words {
        OwnWords::Place => party.standing.local,
        kind => party.standing.calls_itself.map(|own| own == kind),
    };
    let inside = to
        .deixis
        .iter()
        .filter(|deixis| at.is_none_or(|at| at.contains(deixis.span)));
    for deixis in inside {
        let (log_odds, note) = match (can_say(from, deixis.words), can_say(to, deixis.words)) {
            (Some(true), Some(false)) => (
                setting.parameters.deixis,
                "says of itself what only the other can say",
            ),
            (Some(false), Some(true)) => (
                -setting.parameters.deixis,
                "says of itself what the other cannot say",
            ),
            _ => continue,
        };
        return Some(Evidence {
            kind: EvidenceKind::Deixis,
            log_odds,
            span: Some(deixis.span),
            note: note.to_owned(),
        });
    }
    None
}

/// Seconds by which two stamps may be off when one of them does not tell its zone: zones differ by up to 14 hours.
const ZONES: i64 = 14 * 3_600;

fn time(from: &Party, to: &Party, parameters: &LineageParameters) -> Option<Evidence> {
    let (before, after) = (from.stamp?, to.stamp?);
    let apart = after.seconds - before.seconds;
    let to_the_day = before.precision.min(after.precision) <= Precision::Day;
    let (order, weight) = if to_the_day {
        (after.day - before.day, parameters.day)
    } else {
        (apart, parameters.time)
    };
    let zones_differ = before.zone_known != after.zone_known;
    let weight = if !to_the_day && apart.abs() < parameters.time_close_span {
        parameters.time_close
    } else if apart.abs() > parameters.time_span {
        parameters.time_beyond
    } else if zones_differ && apart.abs() <= ZONES {
        parameters.time_zoneless
    } else {
        weight
    };
    let (log_odds, direction) = match order.signum() {
        1 => (weight, "later"),
        -1 => (-weight, "earlier"),
        _ => return None,
    };
    let note = if to_the_day {
        format!(
            "bears {} {direction} date",
            if direction == "later" { "a" } else { "an" }
        )
    } else {
        format!("was published {} {direction}", duration(apart.abs()))
    };
    Some(Evidence {
        kind: EvidenceKind::Time,
        log_odds,
        span: None,
        note,
    })
}

fn duration(seconds: i64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
