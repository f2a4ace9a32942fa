//! Whose words a passage is, as the pages say that carry it, and when two of them name one and the same.
//!
//! In: carriers with the attributions of their pages. Out: who governs the passage, how much of it is told beside the words, the source that both name.

use super::party::{Attribution, Party};
use crate::document::Span;

/// A carrier with the place of the passage.
#[derive(Clone, Copy)]
pub struct Carrier<'p> {
    /// What is known of it.
    pub party: &'p Party,
    /// About where the passage stands in its record.
    pub at: Option<Span>,
}

/// What shows and does not say: whoever describes it has words of his own, and two that have the same words have them from elsewhere.
const PICTURES: [&str; 9] = [
    "录像", "视频", "监控", "画面", "照片", "图片", "截图", "图像", "影像",
];

/// Where everybody can write something: it is the source of nothing.
pub const PLATFORMS: [&str; 8] = ["微博", "微信", "知乎", "抖音", "朋友圈", "贴吧", "论坛", "网络"];

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

/// What a notice, meeting or document is called where nobody's name stands with it.
pub const NOBODY_KNOWN: [&str; 8] = ["会议", "通知", "通报", "公告", "通告", "报道", "声明", "文件"];
/// Writings that are called by their kind too. Who gives one in a hearing or in a company is known on the page alone.
const WRITINGS: [&str; 6] = ["内部信", "公开信", "致歉信", "起诉书", "判决书", "内部邮件"];
/// How bodies and sides are called by their kind: 警方, 法院, 校方.
const KINDS: [char; 10] = ['方', '院', '校', '司', '局', '部', '委', '府', '会', '署'];

/// True for the name of somebody or of one body. A person can have a name as short as that of a kind.
pub fn says_who(name: &str) -> bool {
    let kind = name.len() <= KIND && name.ends_with(KINDS);
    let writing = NOBODY_KNOWN.contains(&name) || WRITINGS.contains(&name);
    !kind && !writing && !UNNAMED.iter().any(|head| name.starts_with(head))
}

/// Whose words both give, among those that `fits` lets pass, under the fuller of the two names.
pub fn fuller_of_both<'n>(
    a: Carrier<'_>,
    b: Carrier<'_>,
    name: &dyn Fn(u32) -> &'n str,
    fits: impl Fn(&Attribution, &Attribution) -> bool,
) -> Option<(Attribution, Attribution)> {
    let (of_a, of_b) = (governing(a), governing(b));
    let (last_a, last_b) = (last_cited(a), last_cited(b));
    let same = |one: &Attribution, other: &Attribution| {
        let one_and_same = one.name == other.name || one_name(name(one.name), name(other.name));
        let says_nothing =
            |words: &str| PICTURES.iter().any(|end| words.ends_with(end)) || PLATFORMS.contains(&words);
        one_and_same && !says_nothing(name(one.name)) && !says_nothing(name(other.name))
    };
    // A statement goes on behind the sentences that a cue governs. Where neither cue governs the passage, nothing tells that it still goes on.
    let pairs = each(&of_a, &of_b)
        .chain(each(&of_a, last_b.as_slice()))
        .chain(each(last_a.as_slice(), &of_b));
    let pairs = pairs.filter(|(one, other)| same(one, other) && fits(one, other));
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

/// Each of the one with each of the other.
fn each<'l>(
    one: &'l [Attribution],
    other: &'l [Attribution],
) -> impl Iterator<Item = (&'l Attribution, &'l Attribution)> {
    one.iter().flat_map(move |a| other.iter().map(move |b| (a, b)))
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
        at.covered_by(of_name.map(|attribution| attribution.scope))
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
        .filter(|said| GOVERNED * governed(said.name) >= at.len() || runs_on(said, carrier))
        .copied()
        .collect();
    // Each name once, by its first words.
    found.sort_by_key(|attribution| (attribution.name, attribution.scope));
    found.dedup_by_key(|attribution| attribution.name);
    found
}

/// Bytes from the cue of a statement to a passage that can still be of it, and from the end of what the cue governs to the end of that passage: 600 Han
/// characters, as long as notices mostly are. Nobody else speaks on the way.
const LED: u32 = 1_800;

/// Who is cited last ahead of the passage, if he gave his words to all and nobody else is cited up to its end.
fn last_cited(carrier: Carrier<'_>) -> Option<Attribution> {
    let (at, party) = (carrier.at?, carrier.party);
    let ahead = |said: &&Attribution| said.span.is_some_and(|cue| cue.end <= at.start);
    let last = party
        .attributions
        .iter()
        .filter(ahead)
        .max_by_key(|said| said.span)?;
    let near = last.span.is_some_and(|cue| cue.end + LED >= at.start);
    (last.named && near && goes_on(last, at, party)).then_some(*last)
}

/// True for words that a body gave to all when no other cue, and nothing that a reporter did, stands from theirs to the end of the passage.
fn goes_on(said: &Attribution, at: Span, party: &Party) -> bool {
    let Some(cue) = said.span else { return false };
    let from_there = Span {
        start: cue.end.min(at.start),
        end: at.end,
    };
    let cited = |span: Span| span != cue && from_there.overlap(span) > 0;
    let of_another = |other: &Attribution| {
        other.name != said.name && other.span.is_some_and(cited) && !said.scope.contains(other.scope)
    };
    let outlets = party.credits.iter().filter(|credit| credit.scope.is_some());
    said.given_out
        && !party.attributions.iter().any(of_another)
        && !outlets.filter_map(|credit| credit.span).any(cited)
        && !party.acts.iter().any(|act| cited(*act))
}

/// Bytes of a passage ahead of the words that it is of: a clause of 30 Han characters.
const HEAD: u32 = 90;

/// True for words that a body gave to all, with which the passage begins and beside which it holds nobody else's, nor what a reporter did: a statement is
/// given over several paragraphs, and led in once.
fn runs_on(said: &Attribution, carrier: Carrier<'_>) -> bool {
    let (Some(at), party) = (carrier.at, carrier.party) else {
        return false;
    };
    said.scope.start <= at.start + HEAD && at.end <= said.scope.end + LED && goes_on(said, at, party)
}

/// Bytes around the words of somebody from which on a passage holds a reporter's own: half a sentence of Han characters.
pub const AROUND: usize = 45;

/// Bytes of the passage that are neither the words that `attribution` leads to, under the same name, nor the cue.
pub fn told_around(attribution: &Attribution, carrier: Carrier<'_>) -> usize {
    let Some(at) = carrier.at else { return 0 };
    let last = || last_cited(carrier).is_some_and(|said| said.span == attribution.span);
    if runs_on(attribution, carrier) || last() {
        return 0;
    }
    let of_name = carrier
        .party
        .attributions
        .iter()
        .filter(|other| other.name == attribution.name);
    let spans = of_name.flat_map(|other| [Some(other.scope), other.span]);
    at.len() - at.covered_by(spans.flatten())
}

/// True when the cue stands in the passage.
pub fn inside(attribution: &Attribution, at: Option<Span>) -> bool {
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
pub fn one_name(one: &str, other: &str) -> bool {
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
    use super::{one_name, says_who};

    #[test]
    fn issue_6_a_kind_of_body_or_writing_is_nobody() {
        for name in ["江北市法院", "罗三", "港务公司"] {
            assert!(says_who(name), "{name}");
        }
        for name in ["法院", "警方", "校方", "当地警方", "公开信", "通报"] {
            assert!(!says_who(name), "{name}");
        }
    }

    #[test]
    fn issue_6_a_body_is_the_one_behind_its_channel() {
        assert!(one_name("江北市法院官方微博", "江北市法院"));
        assert!(one_name("江北市法院官网", "市法院官微"));
        assert!(!one_name("江北市法院官方微博", "江北市检察院官方微博"));
        assert!(!one_name("微博", "官方微博"));
    }
}
