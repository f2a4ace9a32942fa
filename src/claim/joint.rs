//! Several sources behind one cue or verb: 甲报、乙网等多家媒体, 张某和李某. In goes a phrase of the reading form that holds a word which
//! joins, out come the names one by one.

use crate::document::SourceKind;

use super::names::Named;
use super::outlets::{OutletTable, ends_like_outlet};
use super::people::{Described, described};
use super::persons::{is_personal_name, name_after_title};
use super::words::Words;

/// What stands between several sources behind one cue.
pub(super) const JOINS: &[char] = &['、', '和', '与', '及', '以'];

/// Several outlets behind one cue: 甲报、乙网, 甲社和乙报, 甲报、乙网等多家媒体. The first is one of the table, the others are too or
/// end as names of outlets do.
pub(super) fn listed_outlets(
    body: &str,
    start: usize,
    plain: &Named,
    outlets: &OutletTable,
) -> Option<Named> {
    let first = outlets.name_at_start(body)?;
    let mut places = vec![(0, first)];
    let mut at = first;
    while at < body.len() {
        let rest = body.get(at..)?;
        if rest.starts_with('等') {
            break;
        }
        let next = ["以及", "、", "和", "与", "及"]
            .iter()
            .find_map(|mark| rest.strip_prefix(mark))?;
        let from = body.len() - next.len();
        let length = outlets.name_at_start(next).or_else(|| {
            let length = next.find(JOINS).or_else(|| next.find('等')).unwrap_or(next.len());
            let name = next.get(..length)?;
            ((2..=12).contains(&name.chars().count()) && ends_like_outlet(name)).then_some(length)
        })?;
        places.push((from, from + length));
        at = from + length;
    }
    // 等: and other media, or nothing more.
    let more = body.get(at..)?;
    let media = [
        "",
        "等",
        "等媒体",
        "等多家媒体",
        "等外媒",
        "等多家外媒",
        "等多家报纸",
        "等新闻媒体",
        "等官方媒体",
        "等报",
    ];
    if places.len() < 2 || !media.contains(&more) {
        return None;
    }
    let kind = outlets.resolve(body.get(..first)?)?.kind;
    let places: Vec<_> = places
        .iter()
        .map(|&(from, to)| (start + from, start + to))
        .collect();
    let &(from, to) = places.first()?;
    Some(Named {
        start: from,
        end: to,
        kind,
        joint: places.get(1..)?.to_vec(),
        ..plain.clone()
    })
}

/// Several people behind one verb: 张某和李某, 甲局局长张某、乙局局长李某, 一名护士、两名医生.
pub(super) fn jointly(words: &Words, body: &str, start: usize, plain: &Named) -> Option<Named> {
    for separator in ["以及", "、", "和", "与", "及"] {
        let Some(at) = body.rfind(separator) else { continue };
        let first = body.get(..at)?;
        // 参与医改方案的专家: a part of a verb. 失去妻子和孩子的某某: whom he lost.
        if separator == "与" && first.ends_with('参') || body.starts_with("失去") {
            continue;
        }
        let second = body.get(at + separator.len()..)?;
        let one = |phrase: &str| {
            let named =
                name_after_title(words, phrase).or_else(|| is_personal_name(phrase, false).then_some(0));
            let people = |found: &Described| found.anaphor.is_none() && found.kind == SourceKind::Anonymous;
            named.map(|at| (at, SourceKind::Person)).or_else(|| {
                described(words, phrase)
                    .filter(people)
                    .map(|found| (found.start, found.kind))
            })
        };
        // 摊主蒲某某、甘某某: the office before the first stands for both.
        let after_titled = |found: (usize, SourceKind)| {
            let titled = found.1 == SourceKind::Person && found.0 > 0;
            one(second)
                .or_else(|| (titled && is_personal_name(second, true)).then_some((0, SourceKind::Person)))
        };
        if let Some((a, kind)) = one(first)
            && let Some((b, other)) = after_titled((a, kind))
        {
            // 某院副院长、教授邓某: two offices of one person.
            let office = |end: usize| words.titles.find_iter(first).any(|title| title.end == end);
            let both = separator == "、" || separator == "及" && office(first.len());
            if kind != other && both {
                continue;
            }
            return Some(Named {
                start: start + a,
                end: start + at,
                kind: if kind == other { kind } else { SourceKind::Person },
                joint: vec![(start + at + separator.len() + b, start + body.len())],
                ..plain.clone()
            });
        }
    }
    None
}
