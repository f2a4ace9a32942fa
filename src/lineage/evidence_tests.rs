//! What two pages say of each other, weighed: each kind of evidence alone.

use std::collections::BTreeMap;

use super::credits::{cites_another, reported_before};
use super::evidence::{Setting, heard_there, weigh};
use super::party::{Deixis, OwnWords, Party, Residue, Stamp, Standing};
use super::tree_tests;
use crate::config::LineageParameters;
use crate::document::{Precision, Span};

fn stamp(seconds: i64, precision: Precision) -> Option<Stamp> {
    Some(Stamp {
        seconds,
        precision,
        day: (seconds + 8 * 3_600).div_euclid(86_400),
        zone_known: true,
    })
}

fn party(publisher: u32, credits: &[u32], seconds: i64) -> Party {
    Party {
        stamp: stamp(seconds, Precision::Second),
        ..tree_tests::party(publisher, credits, None)
    }
}

fn log_odds(from: &Party, to: &Party) -> f32 {
    let setting = Setting {
        name: &|_| "X",
        parameters: &LineageParameters::default(),
        declared_by: BTreeMap::new(),
    };
    weigh((from, None), (to, None), None, true, &setting)
        .iter()
        .map(|item| item.log_odds)
        .sum()
}

#[test]
fn issue_6_an_outlet_that_is_cited_for_the_passage_is_where_it_is_from() {
    let cites = |scope: Span| tree_tests::citing(4, Span::new(100, 120), scope);
    let at = Some(Span::new(120, 300));
    let from = party(1, &[], 0);
    assert!(cites_another(&from, &cites(Span::new(120, 290)), at));
    assert!(!cites_another(&from, &cites(Span::new(120, 150)), at));
    assert!(!cites_another(&party(4, &[], 0), &cites(Span::new(120, 290)), at));
    assert!(!cites_another(&from, &cites(Span::new(120, 290)), None));
}

#[test]
fn issue_6_what_a_reporter_was_told_is_from_his_report() {
    let setting = Setting {
        name: &|_| "X",
        parameters: &LineageParameters::default(),
        declared_by: BTreeMap::new(),
    };
    let at = Some(Span::new(100, 200));
    let told = |party: Party| Party {
        heard_itself: vec![Span::new(90, 180)],
        ..party
    };
    let weight =
        |from: &Party, to: &Party| heard_there((from, at), (to, at), &setting).map(|item| item.log_odds);
    let (from, to) = (told(party(1, &[], 1_000)), party(2, &[], 2_000));
    assert_eq!(weight(&from, &to), Some(setting.parameters.heard_there));
    // Its own reporter was told as well; it was there before; nobody was told.
    assert_eq!(weight(&from, &told(to.clone())), None);
    assert_eq!(weight(&from, &party(2, &[], 500)), None);
    assert_eq!(weight(&party(1, &[], 1_000), &to), None);
}

#[test]
fn a_declaration_outweighs_a_stamp() {
    let (origin, reprint) = (party(1, &[], 2_000), party(2, &[1], 1_000));
    assert!(log_odds(&origin, &reprint) > 0.0);
    assert!(log_odds(&reprint, &origin) < 0.0);
}

#[test]
fn issue_6_another_name_of_its_house_is_no_other_source() {
    let of_house = Party {
        of_house: vec![8],
        ..party(1, &[], 1_000)
    };
    let by_time = log_odds(&of_house, &party(2, &[], 2_000));
    assert!(log_odds(&of_house, &party(2, &[8], 2_000)) > by_time);
    assert!(log_odds(&of_house, &party(2, &[9], 2_000)) < by_time);
    let cites = |scope: Span| Party {
        stamp: stamp(2_000, Precision::Second),
        ..tree_tests::citing(8, Span::new(100, 120), scope)
    };
    let at = Some(Span::new(120, 300));
    let cited = of_passage(&of_house, &cites(Span::new(120, 290)), at, None);
    assert!(cited > of_passage(&of_house, &cites(Span::new(400, 500)), at, None));
    // A page of the house that carries it, and one that has it from there like the other.
    assert_eq!(
        log_odds(&of_house, &party(8, &[8], 2_000)),
        log_odds(&of_house, &party(8, &[], 2_000))
    );
    let copied = Party {
        of_house: vec![8],
        ..party(1, &[8], 1_000)
    };
    assert!(log_odds(&copied, &party(2, &[8], 2_000)) < log_odds(&copied, &party(2, &[], 2_000)));
}

fn of_passage(from: &Party, to: &Party, at: Option<Span>, little: Option<&str>) -> f32 {
    let setting = Setting {
        name: &|_| "X",
        parameters: &LineageParameters::default(),
        declared_by: BTreeMap::new(),
    };
    let items = weigh((from, at), (to, at), little, false, &setting);
    items.iter().map(|item| item.log_odds).sum()
}

const LITTLE: Option<&str> = Some("which tells little");

#[test]
fn issue_6_a_page_that_was_read_again_is_the_same_page() {
    let read = |seconds: i64, address: u64| Party {
        address: Some(address),
        ..party(1, &[], seconds)
    };
    let parameters = LineageParameters::default();
    let (first, again) = (read(0, 7), read(86_400, 7));
    assert!(log_odds(&first, &again) >= parameters.link);
    assert!(log_odds(&again, &first) < 0.0);
    assert!(log_odds(&first, &read(86_400, 8)) < parameters.link);
}

#[test]
fn issue_6_a_credit_of_words_is_of_no_article_that_came_hours_later_or_stood_months_before() {
    let at = Some(Span::new(0, 300));
    let day = 86_400;
    let reprint = party(2, &[1], 10 * day);
    let of = |seconds: i64, little| of_passage(&party(1, &[], seconds), &reprint, at, little);
    let declared = LineageParameters::default().declared;
    assert!(of(10 * day - 600, None) >= declared);
    assert!(of(10 * day + 7_200, LITTLE) < 0.0);
    assert!(of(10 * day + 7_200, None) > 0.0);
    let late = party(2, &[1], 400 * day);
    let from = party(1, &[], 0);
    assert!(of_passage(&from, &late, at, LITTLE) < LineageParameters::default().resolved_when_heard);
}

#[test]
fn issue_6_another_copy_that_bears_the_dateline_is_not_the_report() {
    let parameters = LineageParameters::default();
    let copy = |seconds: i64| Party {
        publisher: None,
        own_name: Some(Residue {
            name: 1,
            span: Span::new(0, 30),
        }),
        ..party(1, &[], seconds)
    };
    let to = party(2, &[1], 0);
    assert!(log_odds(&copy(2 * parameters.time_close_span), &to) < parameters.declared / 2.0);
    assert!(log_odds(&copy(-600), &to) > parameters.declared);
}

#[test]
fn issue_6_an_outlet_that_is_named_for_another_part_can_have_given_this_one() {
    let from = party(4, &[], 0);
    let to = Party {
        stamp: stamp(90_000, Precision::Second),
        ..tree_tests::citing(4, Span::new(900, 920), Span::new(920, 1_000))
    };
    let other = Party {
        stamp: stamp(90_000, Precision::Second),
        ..tree_tests::citing(5, Span::new(900, 920), Span::new(920, 1_000))
    };
    let long = Some(Span::new(0, 300));
    let part = |to: &Party, at| of_passage(&from, to, at, None);
    let parameters = LineageParameters::default();
    assert!(part(&to, long) >= parameters.time + parameters.in_text_elsewhere - 0.01);
    assert!(part(&other, long) < parameters.time + parameters.in_text_elsewhere - 0.01);
    assert!(part(&to, Some(Span::new(0, 90))) < parameters.time + parameters.in_text_elsewhere - 0.01);
}

#[test]
fn issue_6_an_earlier_report_of_the_house_is_one_of_its_house() {
    let setting = Setting {
        name: &|_| "X",
        parameters: &LineageParameters::default(),
        declared_by: BTreeMap::new(),
    };
    let at = Some(Span::new(120, 300));
    let to = Party {
        publisher: Some(4),
        stamp: stamp(90_000, Precision::Second),
        ..tree_tests::citing(4, Span::new(100, 120), Span::new(120, 300))
    };
    let weight = |from: &Party| reported_before(from, &to, at, &setting).map(|item| item.log_odds);
    assert!(weight(&party(4, &[], 0)).is_some_and(|weight| weight > 0.0));
    assert!(weight(&party(4, &[], 95_000)).is_none());
    assert!(weight(&party(5, &[], 0)).is_some_and(|weight| weight < 0.0));
}

#[test]
fn issue_6_what_so_many_hold_is_from_any_of_them_though_the_page_says_from_elsewhere() {
    let at = Some(Span::new(0, 300));
    let void = Party {
        void_source: Some(Span::new(900, 920)),
        ..party(2, &[], 90_000)
    };
    let from = party(1, &[], 0);
    let (many, other) = (Some(super::heard::OF_MANY), LITTLE);
    assert!(of_passage(&from, &void, at, many) < of_passage(&from, &void, at, other));
}

#[test]
fn time_alone_is_weak_and_dates_are_weaker() {
    let (early, late) = (party(1, &[], 0), party(2, &[], 90_000));
    let parameters = LineageParameters::default();
    assert_eq!(log_odds(&early, &late), parameters.time);
    let mut day = late.clone();
    day.stamp = stamp(90_000, Precision::Day);
    assert_eq!(log_odds(&early, &day), parameters.day);
    // Midnight in Shanghai and an hour after it are one day, though in London they are not.
    let (mut midnight, mut after) = (late.clone(), late.clone());
    midnight.stamp = stamp(16 * 3_600, Precision::Day);
    after.stamp = stamp(17 * 3_600, Precision::Second);
    assert_eq!(log_odds(&midnight, &after), 0.0);
}

#[test]
fn a_stamp_far_off_or_without_its_zone_does_not_decide() {
    let parameters = LineageParameters::default();
    let (early, mut late) = (party(1, &[], 0), party(2, &[], 3_600));
    if let Some(stamp) = &mut late.stamp {
        stamp.zone_known = false;
    }
    assert_eq!(log_odds(&early, &late), parameters.time_zoneless);
    assert!(parameters.time_zoneless < parameters.resolved);
    let future = party(2, &[], 80 * 365 * 86_400);
    assert_eq!(log_odds(&early, &future), parameters.time_beyond);
}

#[test]
fn a_by_line_of_the_other_outlet_betrays_the_copy() {
    let (origin, mut copy) = (party(1, &[], 500), party(2, &[], 100));
    copy.residues = vec![Residue {
        name: 1,
        span: Span::new(0, 9),
    }];
    assert!(log_odds(&origin, &copy) > 0.0);
    assert!(log_odds(&copy, &origin) < 0.0);
    // The own name is no trace of another.
    let mut own = party(1, &[], 100);
    own.residues.clone_from(&copy.residues);
    assert_eq!(log_odds(&origin, &own), log_odds(&origin, &party(1, &[], 100)));
}

#[test]
fn a_void_source_is_no_origin() {
    let (page, mut void) = (party(1, &[], 100), party(2, &[], 100));
    void.void_source = Some(Span::new(0, 9));
    assert!(log_odds(&page, &void) > 0.0);
    assert!(log_odds(&void, &page) < 0.0);
    let mut other = page.clone();
    other.void_source = void.void_source;
    assert_eq!(log_odds(&other, &void), log_odds(&page, &party(2, &[], 100)));
}

#[test]
fn our_city_fits_the_local_paper_only() {
    let (mut local, mut portal) = (party(1, &[], 500), party(2, &[], 500));
    local.standing = Standing {
        calls_itself: Some(OwnWords::Paper),
        local: Some(true),
    };
    portal.standing = Standing {
        calls_itself: Some(OwnWords::Site),
        local: Some(false),
    };
    let ours = Deixis {
        words: OwnWords::Place,
        span: Span::new(30, 36),
    };
    local.deixis = vec![ours];
    portal.deixis = vec![ours];
    assert!(log_odds(&local, &portal) > 0.0);
    assert!(log_odds(&portal, &local) < 0.0);
}

#[test]
fn two_that_speak_in_one_name_do_not_name_each_other() {
    let mut first = party(1, &[7], 100);
    first.publisher = None;
    first.own_name = Some(Residue {
        name: 7,
        span: Span::new(0, 9),
    });
    let mut second = first.clone();
    second.stamp = stamp(100, Precision::Second);
    assert_eq!(log_odds(&first, &second), 0.0);
    second.own_name = None;
    assert!(log_odds(&first, &second) > 0.0);
}
