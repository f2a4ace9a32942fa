//! What speaks for "`to` carried it from `from`", item by item: what the pages say and the traces that they bear. Whom
//! they credit is in `credits`, what the versions of the text tell in `versions`.

use std::collections::BTreeMap;

use super::credits::{address, cites_another, credits};
use super::heard::OF_MANY;
use super::party::{Attribution, OwnWords, Party, Residue};
use super::speakers::{NOBODY_KNOWN, one_name};
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
    let on_unknown_page = !of_reports && to.publisher.is_none();
    let from_anywhere = given || on_unknown_page || from.known_as().is_none() || cites_another(from, to, at);
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

/// True when the passage is a third's, who gave it to both: words in quotation marks, and what both tell as those of somebody who is named.
pub fn is_of_a_third((from, there): (&Party, Option<Span>), (to, at): (&Party, Option<Span>)) -> bool {
    from.quotes_all_of(there) || to.quotes_all_of(at) || from.reports_all_of(there) && to.reports_all_of(at)
}

/// The page says whose words the passage is, and the other does not: it can hardly have that from there. Two that both
/// say it may write one name in two scripts.
fn cites_body(from: &Party, to: &Party, at: Option<Span>, setting: &Setting<'_, '_>) -> Option<Evidence> {
    // A meeting or document that was introduced before: without that on the page, the words came with the passage.
    let cited = said_by_others(from, (to, at?), setting).find(|said| {
        !NOBODY_KNOWN.contains(&(setting.name)(said.name)) && !from.writers.contains(&said.name)
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

/// Those whose words `to` gives, by their names, in half of what stands at `at` and more, and whom `from` gives for nothing.
fn said_by_others<'t>(
    from: &Party,
    (to, at): (&'t Party, Span),
    setting: &Setting<'_, '_>,
) -> impl Iterator<Item = &'t Attribution> {
    to.attributions.iter().filter(move |said| {
        let same = |other: &Attribution| {
            other.name == said.name || one_name((setting.name)(other.name), (setting.name)(said.name))
        };
        2 * said.scope.overlap(at) >= at.len() && said.named && !from.attributions.iter().any(same)
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

/// The other page says that a reporter of its house was told the words (他告诉海风日报记者), and this one names nobody who was, nor another who said
/// them: it has them from that report. Nothing where this page was there before.
pub fn heard_there(
    (from, there): (&Party, Option<Span>),
    (to, here): (&Party, Option<Span>),
    setting: &Setting<'_, '_>,
) -> Option<Evidence> {
    let house = from.known_as()?;
    let (there, here) = there.zip(here)?;
    let heard = from.heard_itself.iter().copied();
    let firsthand = 2 * there.covered_by(heard) >= there.len();
    let mut told_here = to.heard_itself.iter().chain(&to.heard_by_others);
    let itself = to.is_of_house(house) || told_here.any(|span| span.overlap(here) > 0);
    // A later statement of a body can have the same words.
    let of_another = || said_by_others(from, (to, here), setting).next().is_some();
    let before = from
        .stamp
        .zip(to.stamp)
        .is_some_and(|(one, other)| one.seconds > other.seconds);
    (firsthand && !itself && !before && !of_another()).then(|| Evidence {
        kind: EvidenceKind::InText,
        log_odds: setting.parameters.heard_there,
        span: None,
        note: format!(
            "gives words that a reporter of {} was told",
            (setting.name)(house)
        ),
    })
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
    let (log_odds, span, note) = match (from.publisher, to.publisher) {
        (Some(_), None) if from.is_of_house(own.name) => (
            1.0,
            Some(own.span),
            format!("bears the name of {name}, on whose page the other stands"),
        ),
        (None, Some(_)) if to.is_of_house(own.name) => (
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
