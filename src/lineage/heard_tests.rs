//! What stamps tell little of: an example and a counter-example of each reason.

use std::collections::BTreeSet;

use super::Pair;
use super::heard::{Hands, leave_open, led_in, of_earlier_report, reports, rests_on_silence, tells_little};
use super::party::{Attribution, Credit, Party, Residue, Stamp};
use super::tree::Directed;
use crate::config::LineageParameters;
use crate::document::{Direction, Evidence, EvidenceKind, Precision, Span};

const AT: Option<Span> = Some(Span { start: 0, end: 300 });

/// A passage that is most of what the receiver has.
const IN_FULL: Pair = Pair {
    a: 0,
    b: 1,
    distance: 0,
    told: 0,
    shared: 0,
    edited: 0.0,
    shares: (0.1, 0.8),
    own_leads: false,
    assembled: (false, false),
    other_title: (false, false),
    titled_after: (false, false),
    unlike_titles: false,
};

fn little(from: &Party, to: &Party, pair: &Pair, reports: usize) -> bool {
    let hands = Hands {
        reports,
        known: BTreeSet::from([5]),
    };
    tells_little((from, AT), (to, AT), pair, &hands, &LineageParameters::default()).is_some()
}

fn speaking(end: usize) -> Party {
    Party {
        attributions: vec![Attribution {
            name: 1,
            named: true,
            given_out: false,
            abroad: false,
            wording: 0,
            span: None,
            scope: Span::new(0, end),
        }],
        ..Party::default()
    }
}

#[test]
fn issue_6_a_passage_that_was_kept_was_carried_and_one_that_was_not_may_have_been_heard() {
    let plain = Party {
        publisher: Some(4),
        ..Party::default()
    };
    let edited = |edited| Pair {
        edited,
        ..Pair::default()
    };
    assert!(!little(&plain, &plain, &edited(0.05), 2));
    let known = Party {
        publisher: Some(3),
        ..speaking(300)
    };
    assert!(!little(&known, &plain, &edited(0.05), 2));
    assert!(little(&speaking(300), &speaking(300), &edited(0.0), 2));
    assert!(little(&speaking(160), &plain, &edited(0.12), 2));
    assert!(!little(&plain, &plain, &edited(0.12), 2));
    assert!(little(&plain, &plain, &edited(0.3), 2));
    // Versions of one report are told apart by their times, but for a notice that each of them gives.
    let version = Pair {
        shares: (0.9, 0.6),
        ..edited(0.3)
    };
    assert!(!little(&known, &plain, &version, 3));
    assert!(little(&known, &speaking(300), &version, 3));
}

#[test]
fn issue_6_what_a_house_told_before_it_tells_again() {
    let dated = |party: &Party, day: i64| Party {
        stamp: Some(Stamp {
            seconds: day * 86_400,
            precision: Precision::Second,
            day,
            zone_known: true,
        }),
        ..party.clone()
    };
    let of_house = Party {
        credits: vec![Credit {
            of_several: false,
            name: 9,
            kind: EvidenceKind::SourceLine,
            span: None,
            scope: None,
        }],
        ..Party::default()
    };
    let own = Party {
        own_name: Some(Residue {
            name: 9,
            span: Span::new(0, 12),
        }),
        ..Party::default()
    };
    let found = |from: &Party, to: &Party, pair: &Pair, reports: usize| {
        let hands = Hands {
            reports,
            known: BTreeSet::new(),
        };
        of_earlier_report((from, AT), (to, AT), pair, &hands)
    };
    let passage = Pair::default();
    let before = dated(&of_house, 10);
    assert_eq!(found(&before, &dated(&of_house, 20), &passage, 2), Some(9));
    assert_eq!(found(&before, &dated(&own, 20), &passage, 2), Some(9));
    // The next day another site can have put up what was written before.
    assert_eq!(found(&before, &dated(&of_house, 11), &passage, 2), None);
    // What many hold, and what somebody said, was there to be taken once more.
    assert_eq!(found(&before, &dated(&of_house, 20), &passage, 5), None);
    let told = Party {
        attributions: speaking(300).attributions,
        ..before.clone()
    };
    assert_eq!(found(&told, &dated(&of_house, 20), &passage, 2), None);
    let version = Pair {
        shares: (0.9, 0.9),
        ..passage
    };
    assert_eq!(found(&before, &dated(&of_house, 20), &version, 2), None);
}

#[test]
fn issue_6_who_declares_a_source_has_it_from_no_page_of_unknown_house() {
    let stands_on = |publisher: Option<u32>| Party {
        publisher,
        ..Party::default()
    };
    let declares = Party {
        credits: vec![Credit {
            of_several: false,
            name: 9,
            kind: EvidenceKind::SourceLine,
            span: None,
            scope: None,
        }],
        ..stands_on(None)
    };
    let version = Pair {
        shares: (0.9, 0.9),
        ..Pair::default()
    };
    for pair in [Pair::default(), version] {
        assert!(little(&stands_on(None), &declares, &pair, 2));
        // A declaration outweighs the stamp of a passage; versions have their own signs.
        let passage = !pair.is_of_reports();
        assert_eq!(little(&stands_on(Some(3)), &declares, &pair, 2), passage);
        assert!(little(&declares, &stands_on(None), &pair, 2));
        let reported = Party {
            own_name: Some(Residue {
                name: 8,
                span: Span::new(0, 30),
            }),
            ..stands_on(None)
        };
        assert!(little(&stands_on(None), &reported, &pair, 2));
        assert_eq!(little(&stands_on(Some(3)), &reported, &pair, 2), passage);
        let own_report = Party {
            own_report: true,
            ..stands_on(None)
        };
        assert!(little(&stands_on(None), &own_report, &pair, 2));
        let filled_later = Party {
            later_text: vec![Span::new(0, 300)],
            ..stands_on(Some(3))
        };
        assert!(little(&filled_later, &stands_on(None), &pair, 2));
    }
}

#[test]
fn issue_6_words_of_somebody_are_not_those_of_a_page_of_unknown_house() {
    let on_a_page = |publisher: Option<u32>| Party {
        publisher,
        ..speaking(90)
    };
    assert!(little(&on_a_page(None), &Party::default(), &IN_FULL, 2));
    assert!(!little(&on_a_page(Some(3)), &Party::default(), &IN_FULL, 2));
}

#[test]
fn issue_6_reports_of_one_notice_have_it_from_who_gave_it() {
    let report = |name: u32, opens_with_notice: bool| Party {
        own_name: Some(Residue {
            name,
            span: Span::new(0, 30),
        }),
        opens_with_notice,
        ..Party::default()
    };
    let version = |share: f32, own_leads: bool| Pair {
        shares: (0.8, share),
        own_leads,
        ..Pair::default()
    };
    let of = |from: &Party, to: &Party, pair: &Pair| little(from, to, pair, 2);
    let nobody = Party {
        opens_with_notice: true,
        ..Party::default()
    };
    assert!(of(&report(1, true), &nobody, &version(0.7, false)));
    assert!(!of(&report(1, true), &nobody, &version(0.95, false)));
    assert!(!of(&report(1, false), &nobody, &version(0.7, false)));
    assert!(!of(
        &report(1, true),
        &report(1, true),
        &Pair {
            own_leads: true,
            shares: (0.3, 0.3),
            ..IN_FULL
        }
    ));
    assert!(of(
        &report(1, true),
        &nobody,
        &Pair {
            own_leads: true,
            ..IN_FULL
        }
    ));
    assert!(!of(&report(1, true), &nobody, &IN_FULL));
    // Who speaks in a name of its own was given the notice as well.
    assert!(of(&report(1, true), &report(2, true), &IN_FULL));
}

#[test]
fn issue_6_the_stamp_of_a_page_of_unknown_house_tells_when_that_copy_was_made() {
    let stands_on = |publisher: Option<u32>| Party {
        publisher,
        ..Party::default()
    };
    let whole = Pair {
        shares: (1.0, 1.0),
        ..IN_FULL
    };
    for pair in [IN_FULL, whole] {
        assert!(little(&stands_on(None), &stands_on(None), &pair, 2));
        assert!(little(&stands_on(None), &stands_on(Some(4)), &pair, 2));
        assert!(!little(&stands_on(Some(3)), &stands_on(None), &pair, 2));
    }
}

#[test]
fn issue_6_what_was_put_together_was_not_first_there() {
    let compiles = Party {
        publisher: Some(3),
        compiles: true,
        ..Party::default()
    };
    let plain = Party {
        compiles: false,
        ..compiles.clone()
    };
    let whole = Pair {
        shares: (1.0, 1.0),
        ..IN_FULL
    };
    assert!(little(&compiles, &Party::default(), &IN_FULL, 2));
    assert!(!little(&plain, &Party::default(), &IN_FULL, 2));
    // A copy of all of it is a copy.
    assert!(!little(&compiles, &Party::default(), &whole, 2));
}

#[test]
fn issue_6_an_excerpt_that_kept_the_dateline_can_be_from_any_copy() {
    let in_name = |name| Party {
        own_name: Some(Residue {
            name,
            span: Span::new(0, 30),
        }),
        ..Party::default()
    };
    assert!(little(&in_name(8), &in_name(8), &IN_FULL, 2));
    // A house takes a passage into another report of its own.
    let part = Pair {
        shares: (0.3, 0.3),
        ..IN_FULL
    };
    assert!(!little(&in_name(8), &in_name(8), &part, 2));
}

#[test]
fn issue_6_a_few_sentences_on_pages_of_unknown_house_can_be_from_anywhere() {
    let stands_on = |publisher: Option<u32>| Party {
        publisher,
        ..Party::default()
    };
    let passage = Pair::default();
    assert!(little(&stands_on(None), &stands_on(None), &passage, 2));
    assert!(little(&stands_on(Some(3)), &stands_on(None), &passage, 2));
    assert!(!little(&stands_on(Some(3)), &stands_on(Some(4)), &passage, 2));
    // All that the later page has, or a paragraph and more, is from one page.
    assert!(!little(&stands_on(Some(3)), &stands_on(None), &IN_FULL, 2));
    let long = Some(Span::new(0, 900));
    let hands = Hands {
        reports: 2,
        known: BTreeSet::new(),
    };
    let parameters = LineageParameters::default();
    let nobody = stands_on(None);
    let of_long =
        |from: &Party| tells_little((from, long), (&nobody, long), &passage, &hands, &parameters).is_some();
    assert!(of_long(&nobody));
    let signed_by = |name| Party {
        own_name: Some(Residue {
            name,
            span: Span::new(0, 30),
        }),
        ..stands_on(None)
    };
    assert!(!of_long(&signed_by(8)));
    // What a reporter did to learn of it nobody else can tell.
    let reporter = Party {
        acts: vec![Span::new(40, 200)],
        ..signed_by(8)
    };
    assert!(!little(&reporter, &stands_on(None), &passage, 2));
    // A house prints its own text again.
    let house = Party {
        acts: Vec::new(),
        ..reporter
    };
    assert!(!little(&house, &house.clone(), &passage, 2));
    // 本报讯: somebody's own report, whoever that is.
    let own_report = Party {
        own_report: true,
        ..stands_on(None)
    };
    assert!(little(&signed_by(8), &own_report, &passage, 2));
}

#[test]
fn issue_6_what_a_site_shows_under_any_title_was_not_carried() {
    let whole = Pair {
        shares: (1.0, 1.0),
        ..IN_FULL
    };
    let unlike = Pair {
        unlike_titles: true,
        ..whole
    };
    let in_name = |name| Party {
        own_name: Some(Residue {
            name,
            span: Span::new(0, 30),
        }),
        ..Party::default()
    };
    let (first, page) = (in_name(8), Party::default());
    assert!(little(&first, &page, &unlike, 2));
    assert!(!little(&first, &page, &whole, 2));
    // Two houses, each under a dateline of its own.
    let most = Pair {
        shares: (0.8, 0.8),
        ..IN_FULL
    };
    assert!(little(&in_name(8), &in_name(9), &most, 2));
    // Of two reports of one matter that share little more than half, a few sentences can be those of a notice.
    let half = Pair {
        shares: (0.6, 0.6),
        ..IN_FULL
    };
    assert!(little(&first, &page, &half, 2));
}

#[test]
fn issue_6_a_text_that_stood_under_another_title_is_not_told_by_stamps() {
    let known = |publisher| Party {
        publisher: Some(publisher),
        ..Party::default()
    };
    let under_another = Pair {
        other_title: (false, true),
        titled_after: (false, false),
        ..IN_FULL
    };
    assert!(little(&known(3), &known(4), &under_another, 2));
    assert!(!little(&known(4), &known(3), &under_another.turned(), 2));
}

#[test]
fn issue_6_what_a_clause_leads_to_is_from_elsewhere_unless_it_names_the_other() {
    let known = Party {
        publisher: Some(3),
        ..Party::default()
    };
    let at = Some(Span::new(60, 360));
    let told = |lead, credits: Vec<Credit>| {
        let to = Party {
            leads: vec![lead],
            credits,
            ..Party::default()
        };
        let hands = Hands {
            reports: 2,
            known: BTreeSet::new(),
        };
        let parameters = LineageParameters::default();
        tells_little((&known, at), (&to, at), &IN_FULL, &hands, &parameters).is_some()
    };
    assert!(told(54, Vec::new()));
    assert!(!told(30, Vec::new()));
    let credit = Credit {
        of_several: false,
        name: 3,
        kind: EvidenceKind::InText,
        span: Some(Span::new(30, 54)),
        scope: Some(Span::new(54, 400)),
    };
    assert!(!told(54, vec![credit]));
}

#[test]
fn issue_6_what_many_hands_hold_was_given_to_them() {
    let pair = |a, b, share| Pair {
        a,
        b,
        shares: (share, share),
        ..Pair::default()
    };
    // 1 and 2 are versions of 0, and 5 is one of 2.
    let pairs = [
        pair(1, 0, 0.9),
        pair(2, 0, 0.8),
        pair(3, 0, 0.2),
        pair(5, 2, 0.7),
        pair(7, 0, 0.1),
    ];
    assert_eq!(reports([0, 1, 2, 3, 5, 7].into_iter(), &pairs), 3);
    let plain = Party {
        publisher: Some(3),
        ..Party::default()
    };
    assert!(!little(&plain, &plain, &IN_FULL, 3));
    assert!(little(&plain, &plain, &IN_FULL, 4));
    let whole = Pair {
        shares: (1.0, 1.0),
        ..Pair::default()
    };
    assert!(!little(&plain, &plain, &whole, 9));
}

#[test]
fn issue_6_what_follows_on_a_cue_is_given_as_the_words_of_somebody() {
    let cued = |cue: Span| Party {
        attributions: vec![Attribution {
            name: 1,
            named: true,
            given_out: false,
            abroad: false,
            wording: 0,
            span: Some(cue),
            scope: Span::new(cue.end as usize, 90),
        }],
        ..Party::default()
    };
    let at = Some(Span::new(60, 360));
    let led = |party: &Party| led_in(party, at, None);
    assert!(led(&cued(Span::new(30, 57))));
    // The cue is part of the passage, or far ahead.
    assert!(!led(&cued(Span::new(60, 75))));
    assert!(!led(&cued(Span::new(0, 24))));
}

#[test]
fn issue_6_who_leads_in_its_report_as_the_words_of_somebody_is_not_whose_words_they_are() {
    let named = |name| Party {
        own_name: Some(Residue {
            name,
            span: Span::new(0, 12),
        }),
        ..Party::default()
    };
    let at = Some(Span::new(60, 960));
    let led = Party {
        attributions: vec![Attribution {
            name: 1,
            named: true,
            given_out: false,
            abroad: false,
            wording: 0,
            span: Some(Span::new(12, 50)),
            scope: Span::new(60, 200),
        }],
        ..named(7)
    };
    let of_reports = Pair {
        shares: (0.8, 0.8),
        ..Pair::default()
    };
    let hands = Hands {
        reports: 2,
        known: BTreeSet::new(),
    };
    let parameters = LineageParameters::default();
    let copy = Party::default();
    let of = |from: &Party| tells_little((from, at), (&copy, at), &of_reports, &hands, &parameters).is_some();
    assert!(of(&led));
    assert!(!of(&named(7)));
}

#[test]
fn issue_6_a_passage_with_somebodys_words_is_as_likely_from_them() {
    let stands_on = |publisher, end| Party {
        publisher,
        own_name: Some(Residue {
            name: 7,
            span: Span::new(0, 12),
        }),
        ..speaking(end)
    };
    let unknown = Party {
        publisher: None,
        ..stands_on(None, 100)
    };
    let plain = Party::default();
    // A quarter of it is told.
    assert!(little(&unknown, &plain, &IN_FULL, 2));
    assert!(!little(&stands_on(None, 40), &plain, &IN_FULL, 2));
    // What the house's own reporter did to learn of it is its own.
    let acted = Party {
        acts: vec![Span::new(0, 200)],
        ..unknown
    };
    assert!(!little(&acted, &plain, &IN_FULL, 2));
}

#[test]
fn issue_6_a_link_whose_receiver_has_more_from_elsewhere_is_left_open() {
    let link = |kind| Directed {
        from: Some(0),
        ghost: None,
        to: 1,
        governed: None,
        common_source: false,
        of_reports: false,
        direction: Direction::Resolved,
        confidence: 0.75,
        evidence: vec![Evidence {
            kind,
            log_odds: 1.5,
            span: None,
            note: "a sign".to_owned(),
        }],
    };
    assert!(rests_on_silence(&link(EvidenceKind::Time)));
    assert!(!rests_on_silence(&link(EvidenceKind::SourceLine)));
    let mut open = link(EvidenceKind::Time);
    leave_open(&mut open);
    assert_eq!(open.direction, Direction::Unresolved);
    assert!(open.confidence <= 0.5 && open.evidence.len() == 2);
    assert!(!rests_on_silence(&open));
}
