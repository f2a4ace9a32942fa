//! Links of small families, each with one thing that decides.

use super::party::{Attribution, Credit, Party, Stamp};
use super::tree::{Directed, direct};
use super::versions::Pair;
use crate::config::LineageParameters;
use crate::document::{Direction, EvidenceKind, Precision, Span};

/// A carrier that a source line of its page credits to others.
pub(super) fn party(publisher: u32, credits: &[u32], seconds: Option<i64>) -> Party {
    let credit = |&name: &u32| Credit {
        of_several: false,
        name,
        kind: EvidenceKind::SourceLine,
        span: None,
        scope: None,
    };
    Party {
        publisher: Some(publisher),
        credits: credits.iter().map(credit).collect(),
        stamp: seconds.map(|seconds| Stamp {
            seconds,
            precision: Precision::Second,
            day: seconds.div_euclid(86_400),
            zone_known: true,
        }),
        ..Party::default()
    }
}

/// A carrier whose text says at `span` that what stands in `scope` is from `name`.
pub(super) fn citing(name: u32, span: Span, scope: Span) -> Party {
    Party {
        credits: vec![Credit {
            of_several: false,
            name,
            kind: EvidenceKind::InText,
            span: Some(span),
            scope: Some(scope),
        }],
        ..Party::default()
    }
}

fn links(parties: &[Party], pairs: &[(u32, u32, u32)]) -> Vec<(Option<u32>, u32, Direction)> {
    directed(parties, pairs)
        .into_iter()
        .map(|link| (link.from, link.to, link.direction))
        .collect()
}

fn directed(parties: &[Party], pairs: &[(u32, u32, u32)]) -> Vec<Directed> {
    let carriers: Vec<_> = (0..parties.len() as u32).map(|rank| (rank, None)).collect();
    let pairs: Vec<Pair> = pairs
        .iter()
        .map(|&(a, b, distance)| Pair {
            a,
            b,
            distance,
            shares: (0.8, 0.8),
            ..Pair::default()
        })
        .collect();
    direct(
        &carriers,
        &pairs,
        &|rank| &parties[rank as usize],
        &|_| "X",
        &|name| name == 99,
        &LineageParameters::default(),
    )
}

#[test]
fn the_copy_of_a_copy_is_known_by_its_edits() {
    let parties = [
        party(10, &[], Some(0)),
        party(11, &[], Some(10_000)),
        party(12, &[], Some(20_000)),
    ];
    let found = links(&parties, &[(0, 1, 300), (0, 2, 380), (1, 2, 40)]);
    assert_eq!(
        found,
        [
            (Some(0), 1, Direction::Resolved),
            (Some(1), 2, Direction::Resolved)
        ]
    );
}

#[test]
fn a_lying_stamp_does_not_turn_a_declared_reprint_round() {
    let parties = [party(10, &[11], Some(0)), party(11, &[], Some(500))];
    assert_eq!(links(&parties, &[(0, 1, 0)]), [(Some(1), 0, Direction::Resolved)]);
}

#[test]
fn nothing_known_leaves_the_direction_open() {
    let parties = [party(10, &[], None), party(11, &[], None)];
    assert_eq!(
        links(&parties, &[(0, 1, 0)]),
        [(Some(0), 1, Direction::Unresolved)]
    );
}

#[test]
fn a_declared_source_that_is_not_held_is_a_ghost() {
    let parties = [party(10, &[99], Some(0)), party(11, &[10], Some(500))];
    let found = links(&parties, &[(0, 1, 0)]);
    assert_eq!(
        found,
        [(None, 0, Direction::Resolved), (Some(0), 1, Direction::Resolved)]
    );
}

#[test]
fn issue_6_a_page_that_says_where_all_of_it_is_from_has_its_passages_from_there() {
    let of_passage = |parties: &[Party]| {
        let places: Vec<_> = (0..2).map(|rank| (rank, Some(Span::new(0, 300)))).collect();
        let pair = Pair {
            a: 0,
            b: 1,
            shares: (0.2, 0.3),
            ..Pair::default()
        };
        let party = |rank: u32| &parties[rank as usize];
        let found = direct(
            &places,
            &[pair],
            &party,
            &|_| "X",
            &|_| false,
            &LineageParameters::default(),
        );
        let told = found
            .into_iter()
            .map(|link| (link.from, link.ghost, link.to, link.direction));
        told.collect::<Vec<_>>()
    };
    let nobodys = |credits: &[u32]| Party {
        publisher: None,
        own_name: None,
        ..party(0, credits, Some(0))
    };
    let open = Direction::Unresolved;
    assert_eq!(
        of_passage(&[nobodys(&[]), nobodys(&[])]),
        [(Some(0), None, 1, open)]
    );
    let resolved = Direction::Resolved;
    assert_eq!(
        of_passage(&[nobodys(&[]), nobodys(&[98])]),
        [(None, Some(98), 1, resolved)]
    );
    // One of several that the line stands for.
    let mut of_several = nobodys(&[98]);
    of_several.credits[0].of_several = true;
    assert_eq!(
        of_passage(&[nobodys(&[]), of_several]),
        [(Some(0), None, 1, open)]
    );
}

#[test]
fn two_that_declare_one_absent_source_are_not_told_apart_by_their_stamps() {
    let parties = [party(10, &[99], Some(0)), party(11, &[99], Some(500))];
    let found = links(&parties, &[(0, 1, 0)]);
    assert_eq!(
        found,
        [(None, 0, Direction::Resolved), (None, 1, Direction::Resolved)]
    );
    // The same where other texts of the source are held, and not this one.
    let parties = [party(10, &[98], Some(0)), party(11, &[98], Some(5_000))];
    let found = links(&parties, &[(0, 1, 0)]);
    assert_eq!(
        found,
        [(None, 0, Direction::Resolved), (None, 1, Direction::Resolved)]
    );
}

#[test]
fn two_that_name_each_other_are_both_shown_and_neither_is_the_origin() {
    let parties = [party(10, &[11], Some(0)), party(11, &[10], Some(3_600))];
    assert_eq!(
        links(&parties, &[(0, 1, 0)]),
        [
            (Some(1), 0, Direction::Unresolved),
            (Some(0), 1, Direction::Unresolved)
        ]
    );
    // A third that one of them names and that names nobody is the way out.
    let mut third = parties.to_vec();
    third[0].credits.extend(party(0, &[12], None).credits);
    third.push(party(12, &[], Some(100)));
    let found = links(&third, &[(0, 1, 0), (0, 2, 0), (1, 2, 0)]);
    assert_eq!(
        found,
        [
            (Some(2), 0, Direction::Resolved),
            (Some(0), 1, Direction::Resolved)
        ]
    );
}

#[test]
fn what_others_declare_tells_of_the_silent_copy() {
    // No times: the page of 10 is named by 11, so 12 has it from there too.
    let parties = [party(10, &[], None), party(11, &[10], None), party(12, &[], None)];
    let found = links(&parties, &[(0, 1, 30), (0, 2, 30), (1, 2, 60)]);
    assert_eq!(
        found,
        [
            (Some(0), 1, Direction::Resolved),
            (Some(0), 2, Direction::Resolved)
        ]
    );
}

#[test]
fn equal_times_and_dates_decide_nothing() {
    let parties = [party(10, &[], Some(500)), party(11, &[], Some(500))];
    assert_eq!(
        links(&parties, &[(0, 1, 0)]),
        [(Some(0), 1, Direction::Unresolved)]
    );
}

#[test]
fn every_link_says_what_was_weighed() {
    let parties = [
        party(10, &[], None),
        party(11, &[], None),
        party(12, &[10], Some(3)),
    ];
    let found = directed(&parties, &[(0, 1, 0), (0, 2, 9), (1, 2, 9)]);
    assert!(found.iter().all(|link| !link.evidence.is_empty()));
    assert!(found.iter().all(|link| (0.0..1.0).contains(&link.confidence)));
}

/// Links of passages in reports that share nothing else.
fn of_passages(parties: &[Party], pairs: &[Pair]) -> Vec<Directed> {
    let at = Some(Span::new(0, 300));
    let carriers: Vec<_> = (0..parties.len() as u32).map(|rank| (rank, at)).collect();
    direct(
        &carriers,
        pairs,
        &|rank| &parties[rank as usize],
        &|_| "X",
        &|name| name == 99,
        &LineageParameters::default(),
    )
}

#[test]
fn issue_6_whose_page_others_name_is_no_source_of_who_had_the_words_first() {
    // A letter stood on a page two days before 10, whom 12 names, quoted it.
    let mut parties = [
        party(10, &[], Some(200_000)),
        party(11, &[], Some(0)),
        party(12, &[10], Some(300_000)),
    ];
    for party in &mut parties {
        party.speech = vec![Span::new(0, 300)];
    }
    let pair = |a, b| Pair {
        a,
        b,
        ..Pair::default()
    };
    let found = of_passages(&parties, &[pair(0, 1), pair(2, 0), pair(2, 1)]);
    let wrong = |link: &Directed| link.from == Some(0) && link.to == 1;
    assert!(!found.iter().any(wrong));
}

#[test]
fn issue_6_an_open_link_runs_with_the_times() {
    // The later one does not say whose words they are, and the earlier one does: that makes the later no source.
    let mut parties = [party(10, &[], Some(0)), party(11, &[], Some(90_000))];
    parties[0].attributions = vec![Attribution {
        name: 7,
        named: true,
        given_out: false,
        abroad: false,
        wording: 0,
        span: None,
        scope: Span::new(0, 300),
    }];
    let pair = Pair {
        a: 1,
        b: 0,
        edited: 0.3,
        ..Pair::default()
    };
    let found = of_passages(&parties, &[pair]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].from, found[0].direction),
        (Some(0), Direction::Unresolved)
    );
}

#[test]
fn issue_6_what_a_page_has_from_another_outlet_as_it_says_is_not_from_an_earlier_page() {
    let stamped = |party: Party, seconds| Party {
        stamp: self::party(0, &[], Some(seconds)).stamp,
        ..party
    };
    let says = |cue: Span| citing(99, cue, Span::new(0, 300));
    let pair = Pair {
        a: 1,
        b: 0,
        ..Pair::default()
    };
    let ahead = Span::new(400, 420);
    let of = |first: Party, second: Party| -> Vec<(Option<u32>, u32)> {
        let parties = [stamped(first, 0), stamped(second, 90_000)];
        let found = of_passages(&parties, &[pair]);
        found.iter().map(|link| (link.from, link.to)).collect()
    };
    // Each has it from the outlet that both cite in words of their own; who cites nobody can have it from who does.
    assert_eq!(of(says(ahead), says(ahead)), [(None, 0), (None, 1)]);
    assert_eq!(of(says(ahead), Party::default()), [(None, 0), (Some(0), 1)]);
    let found = of(Party::default(), says(ahead));
    assert!(!found.contains(&(Some(0), 1)) && found.contains(&(None, 1)));
    // A cue inside of the passage was copied with it.
    let inside = Span::new(10, 30);
    assert!(of(says(inside), says(inside)).contains(&(Some(0), 1)));
}

#[test]
fn issue_6_stamps_of_the_same_minutes_decide_nothing() {
    let parties = [party(10, &[], Some(0)), party(11, &[], Some(240))];
    assert_eq!(
        links(&parties, &[(0, 1, 0)]),
        [(Some(0), 1, Direction::Unresolved)]
    );
}

#[test]
fn five_thousand_carriers_are_directed_in_time() {
    let parties: Vec<Party> = (0..5_000u32)
        .map(|rank| party(rank, &[], Some(i64::from(rank) * 600)))
        .collect();
    let pairs: Vec<(u32, u32, u32)> = (1..5_000u32)
        .flat_map(|rank| [(0, rank, 60), (rank / 2, rank, 20), (rank - 1, rank, 40)])
        .filter(|(a, b, _)| a != b)
        .collect();
    let mut pairs = pairs;
    pairs.sort_unstable();
    pairs.dedup_by_key(|pair| (pair.0, pair.1));
    let found = links(&parties, &pairs);
    assert_eq!(found.len(), 4_999);
    assert!(found.iter().all(|link| link.2 == Direction::Resolved));
}
