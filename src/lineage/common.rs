//! Two reports of one notice, statement or press conference: what they share are the words of a third, and neither
//! carried the other.
//!
//! Each names the one whose words they are, in a way of its own; neither names the other. A lead of its own above the shared words, and its own dateline
//! or by-line, make it plainer still. Two copies of one report share the lead as well.

use super::credits::credits_other;
use super::party::{Attribution, Party};
use super::speakers::{AROUND, Carrier, fuller_of_both, inside, says_who, told_around};
use super::versions::Pair;

/// True when nothing on the pages ties the two together and both begin in their own words.
fn apart(a: Carrier<'_>, b: Carrier<'_>, pair: &Pair) -> bool {
    // In part of two reports, each in its own name, the words of a third can stand first.
    let reports_of_their_own = own_names(a.party, b.party) && !pair.is_of_reports();
    (pair.own_leads || reports_of_their_own) && !pair.is_whole() && !are_tied(a, b)
}

/// True when one of the two names the other, or bears a trace of it.
fn are_tied(a: Carrier<'_>, b: Carrier<'_>) -> bool {
    let trace = |on: &Party, of: &Party| {
        on.residues
            .iter()
            .any(|residue| Some(residue.name) == of.known_as())
    };
    credits_other(a.party, b.party, b.at)
        || credits_other(b.party, a.party, a.at)
        || trace(a.party, b.party)
        || trace(b.party, a.party)
}

/// True when both report one thing in names of their own and nothing ties them together: time alone cannot make one a
/// copy. What is less than half of a report may be a passage that one took into a report of its own.
pub fn independent(a: Carrier<'_>, b: Carrier<'_>, pair: &Pair) -> bool {
    own_names(a.party, b.party) && pair.is_of_reports() && apart(a, b, pair)
}

fn own_names(a: &Party, b: &Party) -> bool {
    match (a.own_name, b.own_name) {
        (Some(one), Some(other)) => one.name != other.name,
        _ => false,
    }
}

/// Share of a passage that differs, below which it was copied: who writes down what he heard chooses other words more often.
const COPIED: f32 = 0.1;
/// Bytes from which on such words are more than a name and what it is called: 30 Han characters.
const WRITTEN: usize = 90;

/// What both have the shared words from, where `a` says it and where `b` does, under the fuller of the two names.
pub fn common_source<'n>(
    a: Carrier<'_>,
    b: Carrier<'_>,
    pair: &Pair,
    name: &dyn Fn(u32) -> &'n str,
) -> Option<(Attribution, Attribution)> {
    if !apart(a, b, pair) {
        return None;
    }
    let own = own_names(a.party, b.party);
    // Who heard the same words writes them down in his own; the same to the letter are those of one who wrote them.
    let quoted = a.party.quotes_all_of(a.at) || b.party.quotes_all_of(b.at);
    let copied = !quoted && pair.edited < COPIED && a.at.is_some_and(|at| at.len() >= WRITTEN);
    if copied && !own {
        return None;
    }
    fuller_of_both(a, b, name, |one, other| {
        let by_one_alone = told_to_one(one, a.party) != told_to_one(other, b.party);
        // Who copies what a reporter tells beside the words has the words from that reporter too.
        let with_a_report = copied && told_around(one, a).min(told_around(other, b)) >= AROUND;
        // Two houses that speak in their own names can lead in alike.
        !by_one_alone
            && !with_a_report
            && !is_translated(one, other, pair)
            && (own || leads_in_anew(one, other, a, b))
    })
}

/// True when not both cues stand in the passage, or they do in other words: whoever copies a report copies its cue with it; who heard the same words writes
/// his own.
fn leads_in_anew(one: &Attribution, other: &Attribution, a: Carrier<'_>, b: Carrier<'_>) -> bool {
    !(inside(one, a.at) && inside(other, b.at)) || one.wording != other.wording
}

/// What is told of somebody's words in two reports, which each lead in to them in words of their own: they are from who spoke, wherever they were read.
/// A cue that stands in the passage on both pages was copied with the words.
pub fn told_by_both<'n>(
    a: Carrier<'_>,
    b: Carrier<'_>,
    pair: &Pair,
    name: &dyn Fn(u32) -> &'n str,
) -> Option<(Attribution, Attribution)> {
    if pair.is_of_reports() || are_tied(a, b) {
        return None;
    }
    let found = fuller_of_both(a, b, name, |one, other| {
        let is_all = |attribution: &Attribution, carrier: Carrier<'_>| {
            told_around(attribution, carrier) < AROUND && !told_to_one(attribution, carrier.party)
        };
        !is_translated(one, other, pair)
            && leads_in_anew(one, other, a, b)
            && is_all(one, a)
            && is_all(other, b)
    });
    found.filter(|(one, _)| says_who(name(one.name)))
}

/// True for one Chinese wording of what was said in another language: it is from who translated it.
fn is_translated(one: &Attribution, other: &Attribution, pair: &Pair) -> bool {
    pair.edited < COPIED && (one.abroad || other.abroad)
}

/// True for words that were told to the reporters of one house: the other can have them from there alone.
fn told_to_one(attribution: &Attribution, party: &Party) -> bool {
    let mut told = party.heard_itself.iter().chain(&party.heard_by_others);
    attribution
        .span
        .is_some_and(|cue| told.any(|span| span.overlap(cue) > 0))
}

#[cfg(test)]
mod tests {
    use super::super::party::{Attribution, Party, Residue};
    use super::{Carrier, Pair, common_source, independent, told_by_both};
    use crate::document::Span;

    const NAMES: [&str; 6] = [
        "东江晚报",
        "江北广播",
        "江北市教育局",
        "市教育局",
        "街道监控视频",
        "微博",
    ];

    fn party(own: u32, body: u32) -> Party {
        Party {
            publisher: Some(own),
            own_name: Some(Residue {
                name: own,
                span: Span::new(0, 30),
            }),
            attributions: vec![Attribution {
                name: body,
                named: true,
                given_out: false,
                abroad: false,
                wording: 0,
                span: Some(Span::new(80, 110)),
                scope: Span::new(110, 400),
            }],
            ..Party::default()
        }
    }

    fn pair() -> Pair {
        Pair {
            a: 0,
            b: 1,
            distance: 10,
            shares: (0.7, 0.6),
            edited: 0.1,
            own_leads: true,
            ..Pair::default()
        }
    }

    fn found(a: &Party, b: &Party, pair: &Pair) -> Option<u32> {
        let at = Some(Span::new(120, 380));
        let carrier = |party| Carrier { party, at };
        common_source(carrier(a), carrier(b), pair, &|number| NAMES[number as usize]).map(|(one, _)| one.name)
    }

    #[test]
    fn two_reports_of_one_notice_have_it_from_who_gave_it() {
        assert_eq!(found(&party(0, 2), &party(1, 3), &pair()), Some(2));
        assert_eq!(found(&party(0, 2), &party(1, 2), &pair()), Some(2));
    }

    #[test]
    fn issue_6_pictures_and_platforms_say_nothing_that_two_could_have_from_them() {
        assert_eq!(found(&party(0, 4), &party(1, 4), &pair()), None);
        assert_eq!(found(&party(0, 5), &party(1, 5), &pair()), None);
    }

    #[test]
    fn copies_and_those_that_name_each_other_are_no_such_two() {
        let copied_lead = Pair {
            own_leads: false,
            ..pair()
        };
        assert_eq!(found(&party(0, 2), &party(1, 2), &copied_lead), None);
        let mut trace = party(1, 2);
        trace.residues = vec![Residue {
            name: 0,
            span: Span::new(500, 510),
        }];
        assert_eq!(found(&party(0, 2), &trace, &pair()), None);
    }

    #[test]
    fn own_datelines_alone_leave_it_open() {
        let (mut a, mut b) = (party(0, 2), party(1, 2));
        a.attributions.clear();
        b.attributions.clear();
        assert_eq!(found(&a, &b, &pair()), None);
        let silent = Party {
            own_name: None,
            ..b.clone()
        };
        let carrier = |party| Carrier { party, at: None };
        assert!(independent(carrier(&a), carrier(&b), &pair()));
        assert!(!independent(carrier(&a), carrier(&silent), &pair()));
    }

    fn told(a: &Party, b: &Party, pair: &Pair) -> Option<u32> {
        let at = Some(Span::new(120, 380));
        let carrier = |party| Carrier { party, at };
        told_by_both(carrier(a), carrier(b), pair, &|number| NAMES[number as usize]).map(|(one, _)| one.name)
    }

    /// A passage in two reports of nobody's.
    fn of_nobody() -> (Party, Party, Pair) {
        let (mut a, mut b) = (party(0, 2), party(1, 3));
        (a.own_name, b.own_name) = (None, None);
        let passage = Pair {
            shares: (0.3, 0.6),
            edited: 0.0,
            own_leads: false,
            ..pair()
        };
        (a, b, passage)
    }

    #[test]
    fn issue_6_what_two_lead_in_to_in_words_of_their_own_is_from_who_spoke() {
        let (a, mut b, passage) = of_nobody();
        assert_eq!(told(&a, &b, &passage), Some(2));
        // Two versions of one report, of which one is from the other.
        assert_eq!(
            told(
                &a,
                &b,
                &Pair {
                    shares: (0.9, 0.9),
                    ..passage
                }
            ),
            None
        );
        // A reporter's own sentence stands beside the words.
        b.attributions[0].scope = Span::new(200, 400);
        assert_eq!(told(&a, &b, &passage), None);
    }

    #[test]
    fn issue_6_a_cue_that_both_have_in_the_passage_was_copied_unless_it_reads_otherwise() {
        let (mut a, mut b, passage) = of_nobody();
        for party in [&mut a, &mut b] {
            party.attributions[0].span = Some(Span::new(121, 150));
        }
        assert_eq!(told(&a, &b, &passage), None);
        b.attributions[0].wording = 1;
        assert_eq!(told(&a, &b, &passage), Some(2));
    }

    #[test]
    fn issue_6_what_one_house_was_told_is_from_that_house() {
        let (mut a, b, passage) = of_nobody();
        a.heard_itself = vec![Span::new(80, 400)];
        assert_eq!(told(&a, &b, &passage), None);
        // Between houses that report in their own names too, unless both were told.
        let (mut one, mut other) = (party(0, 2), party(1, 2));
        one.heard_itself = vec![Span::new(80, 400)];
        assert_eq!(found(&one, &other, &pair()), None);
        other.heard_itself = one.heard_itself.clone();
        assert_eq!(found(&one, &other, &pair()), Some(2));
    }

    #[test]
    fn issue_6_what_was_said_abroad_has_its_wording_from_who_translated_it() {
        let (a, mut b, passage) = of_nobody();
        b.attributions[0].abroad = true;
        assert_eq!(told(&a, &b, &passage), None);
        assert_eq!(told(&b, &a, &passage), None);
        let translated_twice = Pair {
            edited: 0.3,
            ..passage
        };
        assert_eq!(told(&a, &b, &translated_twice), Some(2));
    }

    #[test]
    fn issue_6_a_statement_goes_on_behind_what_its_cue_governs_on_one_of_two_pages() {
        let (mut a, b, passage) = of_nobody();
        a.attributions[0].given_out = true;
        a.attributions[0].span = Some(Span::new(20, 30));
        a.attributions[0].scope = Span::new(30, 100);
        assert_eq!(told(&a, &b, &passage), Some(2));
        // Whether it still does neither page tells.
        let (mut neither, other) = (b.clone(), a.clone());
        neither.attributions = a.attributions.clone();
        assert_eq!(told(&neither, &other, &passage), None);
        // A reporter is at work in between.
        a.acts = vec![Span::new(101, 110)];
        assert_eq!(told(&a, &b, &passage), None);
    }

    #[test]
    fn issue_6_a_statement_is_led_in_once_and_given_over_several_paragraphs() {
        let (mut a, mut b, passage) = of_nobody();
        for party in [&mut a, &mut b] {
            party.attributions[0].given_out = true;
            party.attributions[0].scope = Span::new(110, 180);
        }
        assert_eq!(told(&a, &b, &passage), Some(2));
        // Somebody else speaks further down.
        b.attributions.push(Attribution {
            name: 0,
            span: Some(Span::new(300, 320)),
            scope: Span::new(320, 380),
            ..b.attributions[0]
        });
        assert_eq!(told(&a, &b, &passage), None);
        b.attributions.pop();
        b.acts = vec![Span::new(300, 320)];
        assert_eq!(told(&a, &b, &passage), None);
    }

    #[test]
    fn a_cue_that_both_share_was_copied_with_the_words() {
        let (mut a, mut b) = (party(0, 2), party(1, 2));
        (a.own_name, b.own_name) = (None, None);
        assert_eq!(found(&a, &b, &pair()), Some(2));
        for party in [&mut a, &mut b] {
            party.attributions[0].span = Some(Span::new(130, 150));
        }
        assert_eq!(found(&a, &b, &pair()), None);
    }
}
