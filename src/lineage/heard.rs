//! Where times tell little: words that a third gave to many, and wording that nobody carried.
//!
//! Of two versions of one report the earlier one is mostly the source. Of a passage in two reports that is so only where
//! no third is in sight. A notice, a verdict or what somebody said reaches every desk at about one time: it is told by who
//! speaks, by the number of reports that hold it, and by each desk having shortened it in a way of its own.

use std::collections::BTreeSet;

use super::confidence;
use super::credits::credits_other;
use super::ghosts::listed_with;
use super::party::Party;
use super::tree::Directed;
use super::versions::Pair;
use crate::config::LineageParameters;
use crate::document::{Direction, Evidence, EvidenceKind, Span};

/// Share of a passage from which on its wording was not kept: copies that were planted with up to 15 % edited stay below.
const REWORDED: f32 = 0.15;
/// The same of words that one of the two has from somebody, at least in half of the passage.
const REWORDED_WORDS: f32 = 0.1;
/// Reports by different hands from which on a passage was not passed on from one to the next. Three carry what is worth
/// carrying; four and more, none of whom names another, were all given it.
const HANDS: usize = 4;
/// Reports from which on that is so of whole paragraphs too.
const MANY: usize = 6;
/// Bytes from which on a passage is more than what a report takes from a notice: 200 Han characters.
const LONG: usize = 600;

/// Bytes up to which a passage can be what two reports of one notice have in common: 300 Han characters.
const FEW_PARAGRAPHS: usize = 900;

// Most pages of a crawl are copies whose house nobody knows. Where such a page is the earlier one its stamp tells when that copy was made, and
// not whose words they are: another copy can be from the same original that the corpus does not hold.

/// Bytes of a reporter's own words beside a document or speech, from which on a copy of both is one of the report: 60 Han characters.
const OWN_WORDS: usize = 180;
/// Part of a passage that a reporter's own acts make up, from which on it is that reporter's.
const OF_REPORTER: usize = 3;

/// What so many hold that each can have it from any of the others.
pub const OF_MANY: &str = "which tells little of what so many reports hold";

/// Share of a body from which on it stands whole in the other,
const ALL: f32 = 0.9;
/// and up to which the other holds a part of it. Who has the whole report did not have it from a page with a part of it.
const PART: f32 = 0.7;

/// Why the times of `from` and `to` tell little of who had the passage first, as an ending of a sentence that says how
/// far apart they are. `there` and `here` are the places of the passage, `hands` all who hold it.
pub fn tells_little(
    (from, there): (&Party, Option<Span>),
    (to, here): (&Party, Option<Span>),
    pair: &Pair,
    hands: &Hands,
    parameters: &LineageParameters,
) -> Option<&'static str> {
    // A copy of the whole report has what its writer told beside the words that it gives.
    let with_its_own =
        pair.is_whole() && from.tells_beside(there) >= OWN_WORDS && to.tells_beside(here) >= OWN_WORDS;
    if !with_its_own && (from.quotes_all_of(there) || to.quotes_all_of(here)) {
        return Some("which tells little of what somebody said");
    }
    let of_one_name = speak_in_one_name(from, to) && pair.holds_most_of_receiver();
    if hands.lack_the_source_of(from, to) && pair.is_of_reports() || of_one_name {
        return Some("which tells little of two that name one source");
    }
    if from.known_as().is_none() {
        return Some("which tells little of a page whose publisher is not known");
    }
    if from.compiles && !pair.is_of_reports() {
        return Some("which tells little of a page that was put together from what others reported");
    }
    if from
        .later_text
        .iter()
        .any(|added| there.is_some_and(|at| added.overlap(at) > 0))
    {
        return Some("which tells little of what was put on the page after its stamp");
    }
    if pair.other_title.1 && pair.shares.1 >= PART {
        return Some("which tells little of a text that stood under a title which the other does not bear");
    }
    if pair.is_of_reports() && !to.writers.is_empty() && from.writers.is_empty() && from.publisher.is_none() {
        return Some("which tells little of a text that names its writer where the other has lost the name");
    }
    let length = |place: Option<Span>| place.map_or(0, |place| place.len());
    let brief = length(there).max(length(here)) < LONG;
    let credited = || credits_other(from, to, here);
    let on_known_pages = from.publisher.is_some() && to.publisher.is_some();
    if brief && pair.is_whole() && pair.unlike_titles && !on_known_pages {
        return Some("which tells little of what two pages hold under titles that have nothing in common");
    }
    let of_many = hands.reports >= HANDS && brief || hands.reports >= MANY;
    if of_many && !pair.is_whole() {
        return Some(OF_MANY);
    }
    let told = from.tells_some_of(there) || to.tells_some_of(here);
    // Each reports a notice in a way of its own, and none was cut from the other.
    let on_unknown_page = from.publisher.is_none() && to.known_as().is_some();
    let each = pair.own_leads || pair.is_of_reports() || on_unknown_page;
    let not_cut = pair.shares.1 < ALL || pair.own_leads && to.declares_another().is_some();
    let of_one_house = from.known_as() == to.known_as();
    let noticed = from.opens_with_notice && to.opens_with_notice && not_cut && each && !of_one_house;
    if noticed && !on_known_pages && !credited() {
        return Some("which tells little of a notice that each report gives");
    }
    // Two reports that pass on what an official said may both have been there; two copies of one report may not.
    if pair.is_of_reports() {
        if !pair.is_whole() && to.is_of_dispatches(from.known_as()) && !credited() {
            return Some("which tells little of a page that gives its parts under the names of others");
        }
        if !on_known_pages && to.declares_another().is_some() && !credited() && !pair.is_whole() {
            return Some("which tells little of a page that declares another source");
        }
        if !on_known_pages && brief && months_apart(from, to, parameters) {
            return Some(
                "which tells little of a few sentences on pages whose publishers are not both known, so long before",
            );
        }
        // 海风日报讯 据市公安局微博消息，…: the name at its head is not whose words follow.
        if !on_known_pages && !credited() && !pair.is_whole() && led_in(from, there, from.known_as()) {
            return Some("which tells little of what the other leads in as the words of somebody");
        }
        if !on_known_pages && differing_names(from, to) && !credited() && !pair.is_whole() {
            return Some("which tells little of reports that two houses give in names of their own");
        }
        let differ = from.known_as() != to.known_as();
        if brief && !on_known_pages && differ && pair.shares.1 < PART {
            return Some("which tells little of a few sentences in two reports of one matter");
        }
        let reported = from.reports_half_of(there) && to.reports_half_of(here);
        let both = from.reports_all_of(there) && to.reports_all_of(here);
        // Who reports a notice or a press conference begins in his own words and has the rest in common with everybody.
        let some_reported = from.reports_half_of(there) || to.reports_half_of(here);
        let in_its_own_way = !on_known_pages
            && !credited()
            && !pair.is_whole()
            && (pair.own_leads && told || both && pair.edited > REWORDED_WORDS || brief && some_reported);
        return (in_its_own_way || brief && (both || reported && differing_names(from, to)))
            .then_some("which tells little of a notice that each report gives");
    }
    let apart = || months_apart(from, to, parameters);
    if !on_known_pages && !pair.holds_most_of_receiver() && apart() {
        return Some(
            "which tells little of a part of a page where the publishers are not both known, so long before",
        );
    }
    if to.is_told_up_to(here) && !credited() {
        return Some("which tells little of what is led in as words from elsewhere");
    }
    if to.declares_another().is_some() && !credited() {
        return Some("which tells little of a passage in a page that declares another source");
    }
    let few_paragraphs = length(there).max(length(here)) < FEW_PARAGRAPHS;
    if from.publisher.is_none()
        && told
        && few_paragraphs
        && !pair.is_whole()
        && !credited()
        && !is_of_reporter(from, there)
    {
        return Some("which tells little of a passage that tells the words of somebody");
    }
    if led_in(from, there, None) || led_in(to, here, from.known_as()) {
        return Some("which tells little of what is led in as the words of somebody");
    }
    if from.reports_all_of(there) && to.reports_all_of(here) {
        return Some("which tells little of words that both have from somebody");
    }
    if pair.edited > REWORDED {
        return Some("which tells little where the wording differs so much");
    }
    if pair.edited > REWORDED_WORDS && (from.reports_half_of(there) || to.reports_half_of(here)) {
        return Some("which tells little of words of somebody that each has in its own way");
    }
    let in_part = !on_known_pages && !of_one_house && !pair.holds_most_of_receiver();
    if brief && in_part && !is_of_reporter(from, there) {
        return Some("which tells little of a few sentences on pages whose publishers are not both known");
    }
    if brief && in_part && to.own_report {
        return Some("which tells little of a few sentences in a report that another house's reporter wrote");
    }
    let own_names = from.own_name.is_some() && to.own_name.is_some();
    if own_names && (from.reports_half_of(there) || to.reports_half_of(here)) {
        return Some("which tells little of words of somebody in two reports under names of their own");
    }
    None
}

/// Days of the calendar from which on two reports of one house are an earlier and a later one, whenever their copies were made,
const LATER_REPORT: i64 = 2;
/// and seconds that lie between them at least: a day, as two days can be those before and after one midnight and the next.
const BETWEEN_REPORTS: i64 = 86_400;

/// The house that gives a passage of an earlier report of its own in a later one, as both pages tell: what a house told before it tells again in the
/// background of what follows. What somebody said, and what many hold, it can have taken from there once more.
pub fn of_earlier_report(
    (from, there): (&Party, Option<Span>),
    (to, here): (&Party, Option<Span>),
    pair: &Pair,
    hands: &Hands,
) -> Option<u32> {
    let on_known_pages = from.publisher.is_some() && to.publisher.is_some();
    let later = from.stamp.zip(to.stamp).is_some_and(|(before, after)| {
        after.day - before.day >= LATER_REPORT && after.seconds - before.seconds > BETWEEN_REPORTS
    });
    let can_be = !on_known_pages
        && later
        && !pair.is_of_reports()
        && pair.edited <= REWORDED
        && hands.reports < HANDS
        && !from.compiles
        && !to.compiles;
    // What costs is asked last: most pairs are of one day, or of two houses.
    let house = can_be.then(|| house_of(from)).flatten()?;
    let told_itself = |party: &Party, at: Option<Span>| {
        at.is_some_and(|at| {
            !party.reports_half_of(Some(at))
                && !party.quotes_all_of(Some(at))
                && !party.cites_for_some_of(at, house)
                && !party.is_told_up_to(Some(at))
        })
    };
    let of_house = house_of(to) == Some(house) && told_itself(from, there) && told_itself(to, here);
    of_house.then_some(house)
}

/// Whose report a page gives: of the one house that it declares, or of its own.
fn house_of(party: &Party) -> Option<u32> {
    match party.declares_another() {
        Some(credit) => (listed_with(party, credit) == 1).then_some(credit.name),
        None => party.known_as(),
    }
}

/// True when the passage is about what a reporter did to learn of it, and the page tells whose reporter that is.
fn is_of_reporter(from: &Party, there: Option<Span>) -> bool {
    let acts = |at: Span| OF_REPORTER * at.covered_by(from.acts.iter().copied()) >= at.len();
    from.known_as().is_some() && there.is_some_and(acts)
}

/// True when the stamps lie so far apart that the later one can have the words from anywhere.
pub fn months_apart(from: &Party, to: &Party, parameters: &LineageParameters) -> bool {
    let stamps = from.stamp.zip(to.stamp);
    stamps.is_some_and(|(before, after)| (after.seconds - before.seconds).abs() > parameters.time_span)
}

/// True when each begins in a name of its own.
fn differing_names(one: &Party, other: &Party) -> bool {
    let names = one.own_name.zip(other.own_name);
    names.is_some_and(|(one, other)| one.name != other.name)
}

/// True when both begin with the dateline of one outlet and nobody knows whose pages they stand on: two copies of its report.
fn speak_in_one_name(one: &Party, other: &Party) -> bool {
    let name = |party: &Party| {
        party
            .own_name
            .filter(|_| party.publisher.is_none())
            .map(|own| own.name)
    };
    name(one).is_some_and(|own| name(other) == Some(own))
}

/// Who holds a passage.
pub struct Hands {
    /// How many reports by different hands.
    pub reports: usize,
    /// By what names they are known.
    pub known: BTreeSet<u32>,
}

impl Hands {
    /// True when both declare one source and none of those who hold the passage is it.
    fn lack_the_source_of(&self, one: &Party, other: &Party) -> bool {
        let absent = |name: &u32| !self.known.contains(name);
        let declared = |party: &Party| party.declares_another().map(|credit| credit.name);
        let heads = |party: &Party| -> BTreeSet<u32> {
            let leading = party.credits.iter().filter(|credit| credit.scope.is_none());
            leading.map(|credit| credit.name).collect()
        };
        declared(one).is_some_and(|name| declared(other) == Some(name) && absent(&name))
            || one.known_as() != other.known_as() && heads(one).intersection(&heads(other)).any(absent)
    }
}

/// Bytes that lie between a cue and what it leads in, at most; places are known about that closely.
const AT_ONCE: u32 = 24;

/// True when a cue that is no part of the passage at `at`, for somebody other than `except`, gives the passage as
/// somebody's words: it stands at once ahead of it (市水务局通报称，⟦…⟧), or governs half of it from further off
/// (⟦…⟧（据某报报道）). A cue inside was copied with the rest.
pub(super) fn led_in(party: &Party, at: Option<Span>, except: Option<u32>) -> bool {
    let credits = party.credits.iter().filter(|credit| Some(credit.name) != except);
    let cues = credits
        .filter_map(|credit| Some((credit.span?, credit.scope?)))
        .chain(
            party
                .attributions
                .iter()
                .filter_map(|of| Some((of.span?, of.scope))),
        );
    leads_to(cues, at)
}

/// True when one of `cues`, each with what it governs, leads to what stands at `at`.
fn leads_to(mut cues: impl Iterator<Item = (Span, Span)>, at: Option<Span>) -> bool {
    let Some(at) = at else { return false };
    cues.any(|(cue, scope)| {
        let (before, after) = (cue.start.abs_diff(at.start), cue.end.abs_diff(at.start));
        let at_once = after <= AT_ONCE && after < before && cue.start < at.start && scope.overlap(at) > 0;
        let outside = cue.end <= at.start + AT_ONCE && cue.start < at.start || cue.start >= at.end;
        at_once || outside && 2 * scope.overlap(at) >= at.len()
    })
}

/// Takes back from a link what its time decided, when no whole sentence of the passage stands in either. Who carries a
/// text carries sentences of it; a part of one, behind two different leads, is what a third said or wrote. Where one of
/// them makes a sentence of it, the cue may have been taken off.
pub fn of_a_fragment(link: &mut Directed, parameters: &LineageParameters) {
    if link.of_reports || link.direction == Direction::Unresolved {
        return;
    }
    link.evidence.retain(|item| item.kind != EvidenceKind::Mosaic);
    let weak = parameters.time.max(parameters.day) * parameters.time_of_quotes;
    for item in link
        .evidence
        .iter_mut()
        .filter(|item| item.kind == EvidenceKind::Time)
    {
        if item.log_odds.abs() > weak {
            item.log_odds *= parameters.time_of_quotes;
            item.note = format!("{}, which tells little of a part of a sentence", item.note);
        }
    }
    if confidence::signs(&link.evidence) < parameters.resolved_when_heard {
        link.direction = Direction::Unresolved;
    }
    link.confidence = confidence::of_link(&link.evidence, link.direction, link.of_reports);
}

/// True when the direction of a link is decided, and nothing that stands on the pages decided it: no credit, trace or title.
pub fn rests_on_silence(link: &Directed) -> bool {
    let silent = |item: &Evidence| {
        matches!(
            item.kind,
            EvidenceKind::Time
                | EvidenceKind::Text
                | EvidenceKind::InheritedEdits
                | EvidenceKind::Containment
                | EvidenceKind::Mosaic
        )
    };
    link.direction == Direction::Resolved
        && link
            .evidence
            .iter()
            .all(|item| item.log_odds <= 0.0 || silent(item))
}

/// True for an open link for which no word on either page speaks.
pub fn says_no_more(direction: Direction, evidence: &[Evidence]) -> bool {
    let silent = |kind| matches!(kind, EvidenceKind::Time | EvidenceKind::Text);
    direction == Direction::Unresolved
        && evidence
            .iter()
            .all(|item| item.log_odds <= 0.0 || silent(item.kind))
}

/// Leaves a link open whose receiver has more of the text in common with a third that was there before it.
pub fn leave_open(link: &mut Directed) {
    link.evidence.push(Evidence {
        kind: EvidenceKind::Text,
        log_odds: 0.0,
        span: None,
        note: "an earlier page holds more of the text around the passage".to_owned(),
    });
    link.direction = Direction::Unresolved;
    link.confidence = confidence::of_link(&link.evidence, link.direction, link.of_reports);
}

/// How many reports by different hands the carriers of a family are: versions of one report count once.
pub(super) fn reports(carriers: impl Iterator<Item = u32>, pairs: &[Pair]) -> usize {
    let ranks: Vec<u32> = carriers.collect();
    let number = |rank: u32| ranks.binary_search(&rank).ok();
    let mut above: Vec<usize> = (0..ranks.len()).collect();
    let mut reports = ranks.len();
    for pair in pairs.iter().filter(|pair| pair.is_of_reports()) {
        if let (Some(one), Some(other)) = (number(pair.a), number(pair.b)) {
            let (one, other) = (top(&mut above, one), top(&mut above, other));
            if one != other {
                reports -= 1;
                if let Some(place) = above.get_mut(one.max(other)) {
                    *place = one.min(other);
                }
            }
        }
    }
    reports
}

/// The first of those that `at` was joined with; ways are halved as they are gone.
fn top(above: &mut [usize], mut at: usize) -> usize {
    loop {
        let next = above.get(at).copied().unwrap_or(at);
        if next == at {
            return at;
        }
        let beyond = above.get(next).copied().unwrap_or(next);
        if let Some(place) = above.get_mut(at) {
            *place = beyond;
        }
        at = beyond;
    }
}
