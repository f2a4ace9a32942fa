//! By-lines in which the house stands before the name without a word for a reporter: `《某网》报道组文/某某`, `某时报某某` below a title. In
//! goes a line, out come the house and who signs for it.

use crate::document::{BlockKind, PartKind, Span};

use super::contacts;
use super::draft::{Draft, Named, is_blank, trimmed};
use super::lists;
use super::reporters;

/// `《某网》报道组文/某某`, `某某东西（公众号：abc）文|某某`: the house in front of who wrote, told by its marks, its desk or its address.
pub(super) fn house_writes(text: &str, line: Span, inner: Span) -> Option<Draft> {
    const LONGEST: usize = 36;
    const DESKS: [&str; 5] = ["报道组", "报道部", "编辑部", "工作室", "频道"];
    let words = inner.of(text);
    if words.chars().count() > LONGEST || words.contains(['，', '。']) {
        return None;
    }
    let (at, role) = ["文/", "文／", "文|", "文｜", "文丨"]
        .iter()
        .filter_map(|role| words.find(role).map(|at| (at, *role)))
        .filter(|&(at, _)| at > 0)
        .min()?;
    let start = inner.start as usize;
    let head = words.get(..at)?.trim_end_matches(is_blank);
    let bracket = head
        .ends_with(['）', ')'])
        .then(|| head.rfind(['（', '(']))
        .flatten();
    let addressed = bracket.and_then(|open| head.get(open..)).is_some_and(|address| {
        let inside = address.trim_matches(['（', '(', '）', ')']);
        contacts::opens_with_channel(inside)
    });
    let house = bracket.and_then(|open| head.get(..open)).unwrap_or(head);
    let desk = DESKS.iter().find(|desk| house.ends_with(**desk));
    let titled = house
        .strip_prefix('《')
        .and_then(|rest| rest.split_once('》'))
        .filter(|(_, behind)| desk.is_some_and(|desk| desk == behind) || behind.is_empty());
    let name = match titled {
        Some((name, _)) => Span::new(start + '《'.len_utf8(), start + '《'.len_utf8() + name.len()),
        None => Span::new(start, start + house.len()),
    };
    let known = titled.is_some() || addressed || desk.is_some() || lists::ends_like_outlet(house);
    let value = trimmed(text, start + at + role.len(), inner.end as usize)?;
    let people = reporters::labelled(text, value);
    let fits = known && !people.is_empty() && (2..=14).contains(&name.of(text).chars().count());
    fits.then(|| {
        let mut named = vec![Named {
            kind: PartKind::Agency,
            span: name,
        }];
        named.extend(people);
        Draft::with(text, BlockKind::Byline, line, named)
    })
}

/// The house that an author works for, `某某健康特约评论员、观察者某某` behind 作者系: what stands before the role.
pub(super) fn of_author(text: &str, span: Span) -> Option<Span> {
    const ROLES: [&str; 14] = [
        "特约评论员",
        "首席评论员",
        "评论员",
        "特约撰稿人",
        "专栏作家",
        "专栏作者",
        "特约作者",
        "首席记者",
        "资深记者",
        "高级记者",
        "记者",
        "主笔",
        "编辑",
        "主编",
    ];
    const LONGEST: usize = 12;
    let words = span.of(text);
    let (at, _) = ROLES
        .iter()
        .filter_map(|role| Some((words.find(role)?, role.len())))
        .min()?;
    let house = words.get(..at)?.trim_end_matches(is_blank);
    let plain = house.chars().all(char::is_alphanumeric) && (2..=LONGEST).contains(&house.chars().count());
    let start = span.start as usize;
    // 某社《某报》首席记者: the paper.
    let titled = house.strip_suffix('》').and_then(|rest| rest.rsplit_once('《'));
    if let Some((before, name)) = titled {
        let from = start + before.len() + '《'.len_utf8();
        return Some(Span::new(from, from + name.len()));
    }
    // 财经专栏作家: of what somebody writes.
    let named = house.chars().count() >= 3
        || lists::is_own(house)
        || lists::is_desk(house)
        || lists::ends_like_outlet(house);
    (plain && named && !house.contains(['的', '名', '位'])).then(|| Span::new(start, start + house.len()))
}

/// `某时报赵大川`: the outlet in front of a name of three characters, and nothing else on the line.
pub(super) fn glued_house(text: &str, line: Span) -> Option<Span> {
    const LONGEST: usize = 10;
    const NAME: usize = 3;
    let slice = line.of(text);
    if slice.chars().count() > LONGEST || slice.contains(is_blank) {
        return None;
    }
    let house = reporters::house_of(text, line)?;
    let name = text.get(house.end as usize..line.end as usize)?;
    (name.chars().count() == NAME && lists::has_common_surname(name)).then_some(house)
}
