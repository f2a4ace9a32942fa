//! Carriers without a source in the corpus -> the sources that they name and whose text is not held.

use std::collections::{BTreeMap, BTreeSet};

use super::confidence::of_ghost;
use super::credits::credit_weight;
use super::party::{Attribution, Credit, Party};
use super::speakers::PLATFORMS;
use super::tree::Directed;
use crate::config::LineageParameters;
use crate::document::{Direction, Evidence, EvidenceKind, Span};

/// The sources that a root names and whose text of the passage is not held: the first that it declares for the whole
/// article, and those that it credits inside the passage.
pub fn named<'n>(
    carrier: u32,
    party: &Party,
    at: Option<Span>,
    held: &BTreeSet<u32>,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Vec<Directed> {
    let absent = |credit: &Credit| is_absent(credit, party, held, name);
    let declared = declared_absent(party, held, name);
    let inside = party
        .credits
        .iter()
        .filter(|credit| absent(credit))
        .filter(|credit| {
            // A cue that leads to the whole text governs the passage that it stands ahead of.
            let leads = credit.kind == EvidenceKind::InText && credit.scope.is_none();
            let governed = if leads {
                at.map(|at| at.len())
            } else {
                credit.governed(at)
            };
            !credit.is_declaration()
                && governed.is_some_and(|bytes| bytes >= parameters.ghost_bytes)
                && is_near(credit, at)
                && !is_passed_on(credit, party)
                && is_told_of_list(credit, party)
        });
    let among = declared.map_or(1, |declared| listed_with(party, declared));
    // Of several sources that a page was put together from none is told for words that the text itself has from somebody, or
    // from another outlet.
    let from_another = |credit: &Credit| at.is_some_and(|at| party.cites_for(at, Some(credit.name)));
    let declared = declared.filter(|_| among <= OF_LIST).filter(|credit| {
        among == 1 || !party.reports_half_of(at) && !from_another(credit) && !declares_held(party, held)
    });
    let mut named: BTreeSet<u32> = BTreeSet::new();
    declared
        .into_iter()
        .chain(inside)
        .filter(|credit| named.insert(credit.name))
        .map(|credit| {
            let among = listed_with(party, credit);
            let of_list = among > 1;
            let role = if of_list {
                "as one of its sources"
            } else {
                "as its source"
            };
            let note = format!(
                "names {} {role}, whose text of the passage is not held",
                name(credit.name)
            );
            let mut log_odds = credit_weight(credit, parameters) / 2.0;
            // Any of them can be meant.
            let most = if of_list { 1.0 / among as f32 } else { 1.0 };
            log_odds += most.ln();
            Directed {
                from: None,
                ghost: Some(credit.name),
                to: carrier,
                governed: part(credit, at),
                common_source: false,
                of_reports: false,
                // Which of them it was is open.
                direction: if of_list {
                    Direction::Unresolved
                } else {
                    Direction::Resolved
                },
                confidence: of_ghost(log_odds).min(most),
                evidence: vec![Evidence {
                    kind: credit.kind,
                    log_odds,
                    span: credit.span,
                    note,
                }],
            }
        })
        .collect()
}

/// True when `credit` names an outlet other than that of the page, of which no text of the passage is held.
fn is_absent<'n>(
    credit: &Credit,
    party: &Party,
    held: &BTreeSet<u32>,
    name: &dyn Fn(u32) -> &'n str,
) -> bool {
    Some(credit.name) != party.known_as()
        && !held.contains(&credit.name)
        && !PLATFORMS.contains(&name(credit.name))
}

/// The first source that a page declares for the whole of its text and whose text of the passage is not held.
fn declared_absent<'p, 'n>(
    party: &'p Party,
    held: &BTreeSet<u32>,
    name: &dyn Fn(u32) -> &'n str,
) -> Option<&'p Credit> {
    party
        .credits
        .iter()
        .find(|credit| credit.is_declaration() && is_absent(credit, party, held, name))
}

/// True when a page says of all of its text that it is from one outlet, whose text of the passage is not held: that is where it has the passage from, whoever
/// else holds it.
pub fn is_from_absent<'n>(party: &Party, held: &BTreeSet<u32>, name: &dyn Fn(u32) -> &'n str) -> bool {
    let declared = declared_absent(party, held, name);
    declared.is_some_and(|credit| listed_with(party, credit) == 1) && !declares_held(party, held)
}

/// True when one of the sources that a page declares is held: that one has the passage.
fn declares_held(party: &Party, held: &BTreeSet<u32>) -> bool {
    let mut declared = party.credits.iter().filter(|credit| credit.is_declaration());
    declared.any(|credit| held.contains(&credit.name))
}

/// Sources of one list up to which one of them is told for a passage: of more, each is more likely not to be it.
const OF_LIST: usize = 3;

/// True for a credit in the text, for one that stands alone in its line, and for the first in a list of a few: one of them is told.
fn is_told_of_list(credit: &Credit, party: &Party) -> bool {
    let first = || listed(party, credit).map(|other| other.span).min() == Some(credit.span);
    match listed_with(party, credit) {
        1 => true,
        among => among <= OF_LIST && first(),
    }
}

/// The credits of a page that are said as `credit` is, of the same text.
fn listed<'p>(party: &'p Party, credit: &Credit) -> impl Iterator<Item = &'p Credit> {
    let (kind, scope) = (credit.kind, credit.scope);
    let all = party.credits.iter();
    all.filter(move |other| other.kind == kind && other.scope == scope)
}

/// Bytes between two cues of which the second is part of what the first one tells: 据海风日报报道，市水务局网站消息称，….
const AT_ONCE: u32 = 24;

/// True when a cue for another outlet stands right ahead of that of `credit` and governs it: it is that one's report which names the source.
fn is_passed_on(credit: &Credit, party: &Party) -> bool {
    let Some(cue) = credit.span else { return false };
    let near = |before: Span| before.end <= cue.start && cue.start - before.end <= AT_ONCE;
    party.credits.iter().any(|other| {
        other.kind == EvidenceKind::InText
            && other.name != credit.name
            && other.span.is_some_and(near)
            && other.scope.is_none_or(|scope| scope.contains(cue))
    })
}

/// Bytes from a cue to the passage that it leads to: 50 Han characters.
const LEADS: u32 = 150;

/// True when the cue stands in the passage or not far ahead of it. Behind several sentences a report goes on in its own words.
fn is_near(credit: &Credit, at: Option<Span>) -> bool {
    let places = credit.span.zip(at);
    places.is_none_or(|(cue, at)| cue.end + LEADS >= at.start && cue.start <= at.end + LEADS)
}

/// What of the passage a credit in the text governs, when it leaves some of it to others: a source that is cited for a sentence is the source
/// of that sentence.
fn part(credit: &Credit, at: Option<Span>) -> Option<Span> {
    let (scope, at) = (credit.scope?, at?);
    (scope.overlap(at) < at.len()).then_some(scope)
}

/// Bytes between two names of one list of sources: 综合甲社、乙台, 甲网（ID：abcde_fgh）、乙号.
const LISTED: u32 = 45;

/// How many sources stand in the line that a credit is taken from, one beside the other, with one for those that it does not name. A dateline that follows a source line is no part of it; what is said in the text stands in no line.
pub fn listed_with(party: &Party, credit: &Credit) -> usize {
    if !credit.is_line() {
        return 1;
    }
    let mut spans: Vec<Span> = listed(party, credit).filter_map(|other| other.span).collect();
    spans.sort_unstable();
    spans.dedup();
    let unnamed = usize::from(credit.of_several || listed(party, credit).any(|other| other.of_several));
    let Some(at) = credit.span.and_then(|span| spans.binary_search(&span).ok()) else {
        return 1 + unnamed;
    };
    let near = |pair: &[Span]| match pair {
        [one, other] => other.start >= one.end && other.start - one.end <= LISTED,
        _ => false,
    };
    let after = spans.windows(2).skip(at).take_while(|pair| near(pair)).count();
    let before = spans
        .windows(2)
        .take(at)
        .rev()
        .take_while(|pair| near(pair))
        .count();
    1 + before + after + unnamed
}

/// Carriers that were found to have the passage from one third, two by two.
#[derive(Debug, Default)]
pub struct CommonSources {
    /// By carrier: what it says of the source, and with whom it has it in common.
    of_carrier: BTreeMap<u32, (Attribution, u32)>,
}

impl CommonSources {
    /// Takes a pair. A carrier that has passages in common with several keeps what it says to the first.
    pub fn put(&mut self, (a, of_a): (u32, Attribution), (b, of_b): (u32, Attribution)) {
        self.of_carrier.entry(a).or_insert((of_a, b));
        self.of_carrier.entry(b).or_insert((of_b, a));
    }

    /// The links from the common source to the roots among the carriers. Both ends of a pair must be roots, or copies
    /// of one would be said to have it from elsewhere.
    pub fn links<'n>(
        &self,
        is_root: impl Fn(u32) -> bool,
        party: impl Fn(u32) -> &'n Party,
        name: &dyn Fn(u32) -> &'n str,
        parameters: &LineageParameters,
    ) -> Vec<Directed> {
        let mut links = Vec::new();
        for (&carrier, &(attribution, other)) in &self.of_carrier {
            if !is_root(carrier) || !is_root(other) || has_from_outlet(party(carrier), &attribution) {
                continue;
            }
            links.push(reported(carrier, &attribution, party(carrier), name, parameters));
        }
        links
    }
}

/// The link to a carrier from somebody whose words another carrier reports as well.
fn reported<'n>(
    carrier: u32,
    attribution: &Attribution,
    party: &Party,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Directed {
    let source = name(attribution.name);
    let mut evidence = vec![Evidence {
        kind: EvidenceKind::InText,
        log_odds: parameters.common_source,
        span: attribution.span,
        note: format!("reports the words of {source}, as another carrier does in a way of its own"),
    }];
    if let Some(own) = party.own_name {
        evidence.push(Evidence {
            kind: EvidenceKind::Dateline,
            log_odds: parameters.own_name,
            span: Some(own.span),
            note: format!("speaks in its own name: {}", name(own.name)),
        });
    }
    let log_odds = evidence.iter().map(|item| item.log_odds).sum();
    Directed {
        from: None,
        ghost: Some(attribution.name),
        to: carrier,
        governed: None,
        common_source: true,
        of_reports: false,
        direction: Direction::Resolved,
        confidence: of_ghost(log_odds),
        evidence,
    }
}

/// The link to a carrier from who spoke, instead of one that says no more than that another carrier has it as well. `None` where the page has it
/// from an outlet.
pub fn of_speaker<'n>(
    carrier: u32,
    attribution: &Attribution,
    party: &Party,
    name: &dyn Fn(u32) -> &'n str,
    parameters: &LineageParameters,
) -> Option<Directed> {
    (!has_from_outlet(party, attribution)).then(|| reported(carrier, attribution, party, name, parameters))
}

/// True when the page says that it has the words from an outlet that reported them (据海风日报报道，据市水务局通报，…) or was told them (他对海风日报记者说),
/// or all of its text from another house: that is where it has them from, whoever else heard the same.
fn has_from_outlet(party: &Party, attribution: &Attribution) -> bool {
    let told_to_another = attribution
        .span
        .is_some_and(|cue| party.heard_by_others.contains(&cue));
    told_to_another
        || party.declares_another().is_some()
        || party.cites_for(attribution.scope, party.known_as())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::party::{Attribution, Credit, Party};
    use super::super::tree_tests::citing;
    use super::{has_from_outlet, listed_with, named};
    use crate::config::LineageParameters;
    use crate::document::{EvidenceKind, Span};

    #[test]
    fn issue_6_a_source_that_is_cited_for_a_sentence_is_the_source_of_that_sentence() {
        let sentence = Span::new(120, 300);
        let party = citing(4, Span::new(100, 120), sentence);
        let part = |at: Span| {
            let found = named(
                0,
                &party,
                Some(at),
                &BTreeSet::new(),
                &|_| "X",
                &LineageParameters::default(),
            );
            assert_eq!(found.len(), 1);
            found[0].governed
        };
        assert_eq!(part(Span::new(0, 900)), Some(sentence));
        assert_eq!(part(Span::new(150, 280)), None);
    }

    fn ghosts_of(party: &Party, at: Span) -> Vec<u32> {
        let name = |number| if number == 7 { "微博" } else { "X" };
        let found = named(
            0,
            party,
            Some(at),
            &BTreeSet::new(),
            &name,
            &LineageParameters::default(),
        );
        found.into_iter().filter_map(|link| link.ghost).collect()
    }

    #[test]
    fn issue_6_who_passes_a_source_on_is_the_source() {
        let at = Span::new(160, 400);
        let credit = |name, span, scope| Credit {
            of_several: false,
            name,
            kind: EvidenceKind::InText,
            span: Some(span),
            scope,
        };
        let inner = credit(5, Span::new(130, 155), Some(Span::new(158, 420)));
        let with = |credits| Party {
            credits,
            ..Party::default()
        };
        let leading = credit(4, Span::new(100, 127), None);
        assert_eq!(ghosts_of(&with(vec![leading, inner.clone()]), at), [4]);
        // Two that are named one beside the other for the same words.
        let beside = credit(4, Span::new(100, 127), Some(Span::new(158, 420)));
        assert_eq!(ghosts_of(&with(vec![beside, inner]), at), [4, 5]);
        let platform = credit(7, Span::new(130, 155), Some(Span::new(158, 420)));
        assert!(ghosts_of(&with(vec![platform]), at).is_empty());
    }

    #[test]
    fn issue_6_of_listed_sources_none_is_told_for_what_the_text_has_from_another() {
        let listed = |name, start, end| Credit {
            of_several: false,
            name,
            kind: EvidenceKind::SourceLine,
            span: Some(Span::new(start, end)),
            scope: None,
        };
        let mut party = citing(6, Span::new(100, 120), Span::new(120, 400));
        party.credits.extend([listed(4, 9, 21), listed(5, 24, 36)]);
        assert_eq!(ghosts_of(&party, Span::new(130, 390)), [6]);
        assert_eq!(ghosts_of(&party, Span::new(500, 800)), [4]);
        // One of the list that holds the passage has it.
        let name = |_| "X";
        let at = Some(Span::new(500, 800));
        let parameters = LineageParameters::default();
        let held = BTreeSet::from([5]);
        assert!(named(0, &party, at, &held, &name, &parameters).is_empty());
        let of_two = named(0, &party, at, &BTreeSet::new(), &name, &parameters);
        assert!(of_two.iter().all(|link| link.confidence <= 0.5));
    }

    #[test]
    fn issue_6_of_sources_listed_below_an_item_one_is_told_and_which_is_open() {
        let item = Span::new(100, 400);
        let listed = |name, start| Credit {
            of_several: false,
            name,
            kind: EvidenceKind::SourceLine,
            span: Some(Span::new(start, start + 9)),
            scope: Some(item),
        };
        let mut party = Party {
            credits: vec![listed(4, 403), listed(5, 415)],
            ..Party::default()
        };
        let at = Span::new(130, 390);
        assert_eq!(ghosts_of(&party, at), [4]);
        // More than a few, of which most are not named.
        party.credits.push(listed(6, 427));
        assert_eq!(ghosts_of(&party, at), [4]);
        party.credits[2].of_several = true;
        assert!(ghosts_of(&party, at).is_empty());
    }

    #[test]
    fn issue_6_words_that_an_outlet_reported_are_from_that_outlet() {
        let attribution = Attribution {
            name: 2,
            named: true,
            given_out: false,
            abroad: false,
            wording: 0,
            span: Some(Span::new(130, 150)),
            scope: Span::new(150, 300),
        };
        let reported = |scope: Span| citing(4, Span::new(100, 120), scope);
        assert!(has_from_outlet(&reported(Span::new(120, 300)), &attribution));
        assert!(!has_from_outlet(&reported(Span::new(300, 600)), &attribution));
        let own = Party {
            publisher: Some(4),
            ..reported(Span::new(120, 300))
        };
        assert!(!has_from_outlet(&own, &attribution));
        let told = Party {
            heard_by_others: vec![Span::new(130, 150)],
            ..own.clone()
        };
        assert!(has_from_outlet(&told, &attribution));
        let mut copied = own;
        copied.credits.push(Credit {
            of_several: false,
            name: 8,
            kind: EvidenceKind::SourceLine,
            span: Some(Span::new(900, 920)),
            scope: None,
        });
        assert!(has_from_outlet(&copied, &attribution));
    }

    #[test]
    fn issue_6_a_dateline_below_a_source_line_is_no_second_source() {
        let credit = |kind, start, end| Credit {
            of_several: false,
            name: start as u32,
            kind,
            span: Some(Span::new(start, end)),
            scope: None,
        };
        let first = credit(EvidenceKind::SourceLine, 9, 21);
        let with = |other: Credit| Party {
            credits: vec![first.clone(), other],
            ..Party::default()
        };
        assert_eq!(
            listed_with(&with(credit(EvidenceKind::Dateline, 22, 40)), &first),
            1
        );
        assert_eq!(
            listed_with(&with(credit(EvidenceKind::SourceLine, 24, 40)), &first),
            2
        );
    }
}
