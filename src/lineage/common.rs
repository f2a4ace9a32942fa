//! Two reports of one notice, statement or press conference: what they share are the words of a third, and neither
//! carried the other.
//!
//! Each has a lead of its own above the shared words and names the one whose words they are; neither names the other.
//! Its own dateline or by-line makes it plainer still. Two copies of one report share the lead as well.

use super::credits::credits_other;
use super::party::{Attribution, Party};
use super::versions::Pair;
use crate::document::Span;

/// A carrier with the place of the passage.
#[derive(Clone, Copy)]
pub struct Carrier<'p> {
    /// What is known of it.
    pub party: &'p Party,
    /// About where the passage stands in its record.
    pub at: Option<Span>,
}

/// True when nothing on the pages ties the two together and both begin in their own words.
fn apart(a: Carrier<'_>, b: Carrier<'_>, pair: &Pair) -> bool {
    // In part of two reports, each in its own name, the words of a third can stand first.
    let reports_of_their_own = own_names(a.party, b.party) && !pair.is_of_reports();
    (pair.own_leads || reports_of_their_own)
        && !pair.is_whole()
        && !are_tied(a, b)
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

/// What shows and does not say: whoever describes it has words of his own, and two that have the same words have them from elsewhere.
const PICTURES: [&str; 9] = [
    "录像", "视频", "监控", "画面", "照片", "图片", "截图", "图像", "影像",
];

/// Where everybody can write something: it is the source of nothing.
pub(super) const PLATFORMS: [&str; 8] = ["微博", "微信", "知乎", "抖音", "朋友圈", "贴吧", "论坛", "网络"];

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
        // Whoever copies a report copies its cue with it; who heard the same words writes his own. Two houses that speak in their own names can lead
        // in alike, but do not tell alike what stands around it.
        let both_inside = inside(one, a.at) && inside(other, b.at);
        !both_inside || own && !(copied && told_around(one, a) >= AROUND)
    })
}

/// Heads of names that say of no body which one it is: 有关部门, 当地警方 are as many as there are texts.
const UNNAMED: [&str; 14] = [
    "有关",
    "相关",
    "当地",
    "涉事",
    "该",
    "本市",
    "本县",
    "本院",
    "本局",
    "本校",
    "本公司",
    "公安机关",
    "调查组",
    "专案组",
];
/// Bytes of a name up to which it says no more than what kind of body it is: 警方, 法院.
const KIND: usize = 6;

/// True for a name that says which body it is.
fn is_of_one_body(name: &str) -> bool {
    name.len() > KIND && !UNNAMED.iter().any(|head| name.starts_with(head))
}

/// What a body gave to all and both report, each under a lead of its own, where one may have it from the other's page as well: it is from that body
/// in either case.
pub fn given_out<'n>(
    a: Carrier<'_>,
    b: Carrier<'_>,
    pair: &Pair,
    name: &dyn Fn(u32) -> &'n str,
) -> Option<(Attribution, Attribution)> {
    if !pair.own_leads || pair.is_of_reports() || !apart(a, b, pair) {
        return None;
    }
    let found = fuller_of_both(a, b, name, |one, other| {
        let is_all = |attribution: &Attribution, carrier| {
            attribution.given_out && told_around(attribution, carrier) < AROUND
        };
        is_all(one, a) && is_all(other, b)
    });
    found.filter(|(one, _)| is_of_one_body(name(one.name)))
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
        !(inside(one, a.at) && inside(other, b.at)) && is_all(one, a) && is_all(other, b)
    });
    found.filter(|(one, _)| says_who(name(one.name)))
}

/// True for words that were told to the reporters of one house: the other can have them from there alone.
fn told_to_one(attribution: &Attribution, party: &Party) -> bool {
    let mut told = party.heard_itself.iter().chain(&party.heard_by_others);
    attribution
        .span
        .is_some_and(|cue| told.any(|span| span.overlap(cue) > 0))
}

/// What a notice, meeting or document is called where nobody's name stands with it.
pub(super) const NOBODY_KNOWN: [&str; 8] =
    ["会议", "通知", "通报", "公告", "通告", "报道", "声明", "文件"];
/// Writings that are called by their kind too. Who gives one in a hearing or in a company is known on the page alone.
const WRITINGS: [&str; 6] = ["内部信", "公开信", "致歉信", "起诉书", "判决书", "内部邮件"];
/// How bodies and sides are called by their kind: 警方, 法院, 校方.
const KINDS: [char; 10] = ['方', '院', '校', '司', '局', '部', '委', '府', '会', '署'];

/// True for the name of somebody or of one body. A person can have a name as short as that of a kind.
fn says_who(name: &str) -> bool {
    let kind = name.len() <= KIND && name.ends_with(KINDS);
    let writing = NOBODY_KNOWN.contains(&name) || WRITINGS.contains(&name);
    !kind && !writing && !UNNAMED.iter().any(|head| name.starts_with(head))
}

/// Whose words both give, among those that `fits` lets pass, under the fuller of the two names.
fn fuller_of_both<'n>(
    a: Carrier<'_>,
    b: Carrier<'_>,
    name: &dyn Fn(u32) -> &'n str,
    fits: impl Fn(&Attribution, &Attribution) -> bool,
) -> Option<(Attribution, Attribution)> {
    let (of_a, of_b) = (governing(a), governing(b));
    let same = |one: &Attribution, other: &Attribution| {
        let one_and_same = one.name == other.name || one_name(name(one.name), name(other.name));
        let says_nothing =
            |words: &str| PICTURES.iter().any(|end| words.ends_with(end)) || PLATFORMS.contains(&words);
        one_and_same && !says_nothing(name(one.name))
    };
    let pairs = of_a
        .iter()
        .flat_map(|one| of_b.iter().map(move |other| (one, other)))
        .filter(|(one, other)| same(one, other) && fits(one, other));
    // Of several the one with the fuller name.
    pairs
        .max_by_key(|(one, other)| {
            let length = name(one.name).len().max(name(other.name).len());
            (length, std::cmp::Reverse((one.scope, other.scope)))
        })
        .map(|(one, other)| {
            let fuller = if name(one.name).len() >= name(other.name).len() {
                one.name
            } else {
                other.name
            };
            let named = |attribution: &Attribution| Attribution {
                name: fuller,
                ..*attribution
            };
            (named(one), named(other))
        })
}

/// Part of the passage that a source must govern: scopes end with the sentence, and a statement goes on in the next one.
/// What is governed by less is mostly the words of somebody else, or the reporter's.
const GOVERNED: usize = 2;

/// Whose words the passage is, as the carrier says. A source that is cited again and again governs what its citations
/// govern together.
fn governing(carrier: Carrier<'_>) -> Vec<Attribution> {
    let Some(at) = carrier.at else { return Vec::new() };
    let all = || carrier.party.attributions.iter();
    let governed = |name: u32| -> usize {
        let of_name = all().filter(|attribution| attribution.name == name);
        of_name.map(|attribution| attribution.scope.overlap(at)).sum()
    };
    // 通报称，某某承认……: who speaks in a notice or in another's account is known from that alone.
    let told_by_another = |inner: &Attribution| {
        let Some(cue) = inner.span else { return false };
        let leads = |outer: &Attribution| outer.span.is_some_and(|words| words.start < cue.start);
        all().any(|outer| outer.name != inner.name && leads(outer) && outer.scope.contains(cue))
    };
    let mut found: Vec<Attribution> = all()
        .filter(|attribution| attribution.named && attribution.scope.overlap(at) > 0)
        .filter(|attribution| !told_by_another(attribution))
        .filter(|attribution| GOVERNED * governed(attribution.name) >= at.len())
        .copied()
        .collect();
    // Each name once, by its first words.
    found.sort_by_key(|attribution| (attribution.name, attribution.scope));
    found.dedup_by_key(|attribution| attribution.name);
    found
}

/// Bytes around the words of somebody from which on a passage holds a reporter's own: half a sentence of Han characters.
const AROUND: usize = 45;

/// Bytes of the passage that are neither the words that `attribution` leads to, under the same name, nor the cue.
fn told_around(attribution: &Attribution, carrier: Carrier<'_>) -> usize {
    let Some(at) = carrier.at else { return 0 };
    let of_name = carrier
        .party
        .attributions
        .iter()
        .filter(|other| other.name == attribution.name);
    let spans = of_name.flat_map(|other| [Some(other.scope), other.span]);
    at.len() - at.covered_by(spans.flatten())
}

fn inside(attribution: &Attribution, at: Option<Span>) -> bool {
    matches!((attribution.span, at), (Some(cue), Some(at)) if at.contains(cue))
}

/// Bytes from which on one name may be the end of another: 省教育厅 of 广东省教育厅.
const ENDING: usize = 9;

/// On what a body publishes, behind its name.
const CHANNELS: [&str; 8] = [
    "官方微博",
    "官方微信",
    "微信公众号",
    "官方网站",
    "官微",
    "官网",
    "微博",
    "网站",
];

/// The body behind the name of its channel: 江北市法院 of 江北市法院官方微博. A channel of nobody stays.
fn without_channel(name: &str) -> &str {
    let body = CHANNELS.iter().find_map(|channel| name.strip_suffix(channel));
    body.filter(|body| body.len() >= ENDING).unwrap_or(name)
}

/// True for two names of which one can be the other without what it is of, or without the channel on which it publishes.
pub(super) fn one_name(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(without_channel);
    let last = |name: &str| name.bytes().last().map(|byte| byte.to_ascii_lowercase());
    if last(one) != last(other) {
        return false;
    }
    // The county highways office opens a sentence.
    let bare = |name: &str| {
        let name = name.to_lowercase();
        name.strip_prefix("the ")
            .map_or_else(|| name.clone(), str::to_owned)
    };
    let (one, other) = (bare(one), bare(other));
    one.len().min(other.len()) >= ENDING && (one.ends_with(&other) || other.ends_with(&one))
}

#[cfg(test)]
mod tests {
    use super::super::party::{Attribution, Party, Residue};
    use super::{Carrier, Pair, common_source, given_out, independent, is_of_one_body, one_name};
    use crate::document::Span;

    #[test]
    fn issue_6_a_body_is_the_one_behind_its_channel() {
        assert!(one_name("江北市法院官方微博", "江北市法院"));
        assert!(one_name("江北市法院官网", "市法院官微"));
        assert!(!one_name("江北市法院官方微博", "江北市检察院官方微博"));
        assert!(!one_name("微博", "官方微博"));
    }

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

    #[test]
    fn issue_6_what_was_given_to_all_is_from_who_gave_it_wherever_it_was_read() {
        let (mut a, mut b) = (party(0, 2), party(1, 3));
        (a.own_name, b.own_name) = (None, None);
        for party in [&mut a, &mut b] {
            party.attributions[0].span = Some(Span::new(121, 150));
            party.attributions[0].given_out = true;
        }
        let found = |a: &Party, b: &Party, pair: &Pair| {
            let at = Some(Span::new(120, 380));
            let carrier = |party| Carrier { party, at };
            let name = |number: u32| NAMES[number as usize];
            given_out(carrier(a), carrier(b), pair, &name).map(|(one, _)| one.name)
        };
        let passage = Pair {
            shares: (0.3, 0.6),
            ..pair()
        };
        assert_eq!(found(&a, &b, &passage), Some(2));
        // Two versions of one report, of which one is from the other.
        assert_eq!(found(&a, &b, &pair()), None);
        assert!(!is_of_one_body("当地警方") && !is_of_one_body("警方") && is_of_one_body("江北市警方"));
        let mut said = b.clone();
        said.attributions[0].given_out = false;
        assert_eq!(found(&a, &said, &passage), None);
        // A reporter's own sentence stands beside the words.
        b.attributions[0].scope = Span::new(200, 400);
        assert_eq!(found(&a, &b, &passage), None);
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
