//! Openings that stand for a dateline without having its form: `某创业网（公众号：abc）7月11日消息，`, `某晚报·某新闻今天上午9时，`. An
//! outlet that introduces itself at the head of a paragraph, before anything is told. In goes the unit in front, out comes
//! where the opening ends.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{PartKind, Span};

use super::contacts;
use super::dateline::Dateline;
use super::draft::{Named, is_blank};
use super::fields::closer;
use super::lists;
use super::names;
use super::places;
use super::reporters;

/// A date, a time of the day and the word for a dispatch.
static DISPATCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[ \x{3000}]*(?:(?:\p{Han}{2,4})?(?P<dt>(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}日))?[ \x{3000}]*(?:上午|中午|下午|晚间|早间|晚|午间|凌晨)?",
        r"(?:快讯|专稿|讯|消息|报道|专电|电)[ \x{3000}]*[，,：:]?"
    ))
    .ok()
});

/// True for a unit that can introduce itself: it ends as outlets do, or is a desk.
fn is_unit(unit: &str) -> bool {
    let short = (2..=16).contains(&unit.chars().count());
    let plain = !unit.contains(['据', '从', '的', '在', '，']);
    short && plain && (lists::ends_like_outlet(unit) || lists::is_channel(unit))
}

/// `某网（公众号：abc）7月11日消息，`, `某社（香港）讯`: the unit, its address or place in brackets that open at `open`, and the word
/// for a dispatch.
pub(super) fn with_address(text: &str, line: Span, unit: Span, open: usize) -> Option<Dateline> {
    if !is_unit(unit.of(text)) {
        return None;
    }
    let rest = text.get(open..line.end as usize)?;
    let opener = rest.chars().next()?;
    let wanted = closer(opener)?;
    let (close, mark) = rest
        .char_indices()
        .take(50)
        .find(|&(_, next)| next == wanted || matches!(next, '）' | ')'))?;
    let inside = rest.get(opener.len_utf8()..close)?.trim();
    let address = inside.is_ascii() && inside.contains('.')
        || inside.starts_with("www.")
        || contacts::opens_with_channel(inside)
        || places::is_place(inside);
    let behind = open + close + mark.len_utf8();
    let (end, date) = dispatch(text, Span::new(behind, line.end as usize))?;
    let mut named = vec![Named {
        kind: PartKind::Agency,
        span: unit,
    }];
    named.extend(Named::each(PartKind::Date, date));
    // （记者某某） behind it.
    let rest = text.get(end..line.end as usize)?;
    let people = rest
        .strip_prefix(['（', '('])
        .and_then(|inner| Some((inner, inner.find(['）', ')']).filter(|&close| close <= 90)?)))
        .map(|(inner, close)| {
            let from = line.end as usize - inner.len();
            let width = inner.get(close..).and_then(|rest| rest.chars().next());
            let people = reporters::bracketed(text, Span::new(from, from + close));
            (people, from + close + width.map_or(0, char::len_utf8))
        })
        .filter(|(people, _)| !people.is_empty());
    let (people, end) = people.unwrap_or((Vec::new(), end));
    named.extend(people);
    address.then_some(Dateline { end, named })
}

/// Where a date with the word for a dispatch ends that `span` begins with, and the date.
pub(super) fn dispatch(text: &str, span: Span) -> Option<(usize, Option<Span>)> {
    let found = DISPATCH.as_ref()?.captures(span.of(text))?;
    let start = span.start as usize;
    let date = found
        .name("dt")
        .map(|date| Span::new(start + date.start(), start + date.end()));
    Some((start + found.get(0)?.end(), date))
}

/// The parts of a unit that ends with a date and is no outlet by its look: `某某娱乐8月28日`, `某日报-某网北京7月5日`.
pub(super) struct Dated {
    pub agency: Span,
    pub place: Option<Span>,
    pub date: Span,
    /// It is known as an outlet or a desk.
    pub known: bool,
}

/// Words in front of a date that send nothing: `北京时间8月28日`, `截至8月28日`.
const NO_UNITS: [&str; 24] = [
    "时间", "截至", "今天", "昨天", "日前", "近日", "记者", "定于", "将于", "已于", "从", "据", "在", "于",
    "的", "了", "和", "与", "向", "月", "对", "是", "至", "：",
];

/// Reads place and date off the end of a unit.
pub(super) fn dated_unit(unit: &str, start: usize) -> Option<Dated> {
    let digit = |next: char| next.is_ascii_digit() || ('０'..='９').contains(&next);
    let before_day = unit.strip_suffix('日')?.trim_end_matches(digit);
    let before_month = before_day.strip_suffix('月')?.trim_end_matches(digit);
    let before_year = before_month
        .strip_suffix('年')
        .map_or(before_month, |rest| rest.trim_end_matches(digit));
    let date = Span::new(start + before_year.len(), start + unit.len());
    let head = before_year.trim_end_matches(is_blank);
    let chars = head.chars().count();
    if !(2..=18).contains(&chars)
        || NO_UNITS.iter().any(|word| head.contains(word))
        || !head.chars().all(|next| {
            names::is_han(next) || next.is_ascii_alphanumeric() || matches!(next, '-' | '—' | '·')
        })
    {
        return None;
    }
    let cut = places::runs_at_end(head)
        .into_iter()
        .next()
        .filter(|&at| head.get(..at).is_some_and(|head| head.chars().count() >= 2));
    let agency = head.get(..cut.unwrap_or(head.len()))?;
    let known = lists::is_desk(agency) || lists::is_channel(agency) || lists::ends_like_outlet(agency);
    (known || agency.chars().count() <= 10).then(|| Dated {
        agency: Span::new(start, start + agency.len()),
        place: cut.map(|at| Span::new(start + at, start + head.len())),
        date,
        known,
    })
}

/// True for what follows the word for a dispatch of an unknown unit: a pause, a bracket, a date, or a word for the day.
pub(super) fn opens_report(rest: &str) -> bool {
    rest.starts_with(|next: char| {
        is_blank(next) || matches!(next, '（' | '(' | '，' | ',' | '：' | ':') || next.is_ascii_digit()
    }) || [
        "据", "今日", "今天", "昨日", "昨天", "近日", "日前", "昨晚", "今晨", "记者",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
}

/// The people in brackets straight behind the word for a dispatch, where no role introduces them: `电(某某 某某)`. Nothing but
/// names may stand there. `None` for anything else, an empty list where the names cannot be told apart.
pub(super) fn bare_people(text: &str, inside: Span) -> Option<Vec<Named>> {
    const LONGEST: usize = 12;
    let slice = inside.of(text);
    let words: Vec<Span> = names::listed(text, inside, names::is_separator);
    let han = slice
        .chars()
        .all(|next| names::is_han(next) || names::is_separator(next));
    let fits = words.iter().all(|word| {
        let chars = word.of(text).chars().count();
        let first = lists::surname_length(word.of(text)) > 0;
        (2..=LONGEST).contains(&chars) && first && !lists::is_page_word(word.of(text))
    });
    if !han || !fits || words.is_empty() || slice.ends_with(['社', '报', '网', '台']) {
        return None;
    }
    let people = names::names(text, inside).unwrap_or_else(|| {
        let single = |word: &Span| word.of(text).chars().count() <= 4;
        words.into_iter().filter(single).collect()
    });
    Some(Named::each(PartKind::Person, people).collect())
}

/// Ends of words for news that a unit in front of 讯 would cut in two: 通讯, 资讯, 简讯.
const NEWS_WORDS: [char; 16] = [
    '通', '资', '简', '短', '喜', '音', '视', '腾', '问', '审', '传', '快', '电', '聆', '提', '庭',
];

/// True for a unit that sends with the word 讯 alone, `某公司讯，` or `【某动力讯】`: a short name and nothing of a sentence.
pub(super) fn sends_alone(unit: &str) -> bool {
    (2..=6).contains(&unit.chars().count())
        && !unit.ends_with(NEWS_WORDS)
        && !unit.contains([
            '的', '据', '从', '在', '月', '日', '个', '有', '了', '这', '是', '条', '获', '今', '昨',
        ])
}

/// Words in front of 消息 that say of what kind it is or from whom: `最新消息：`, `警方消息：`.
const NO_ANNOUNCERS: [&str; 30] = [
    "最新", "好", "坏", "官方", "警方", "市场", "外媒", "媒体", "独家", "内部", "现场", "突发", "可靠",
    "权威", "重磅", "重大", "最后", "确切", "小道", "不实", "虚假", "公司", "人士", "方面", "交通", "天气",
    "相关", "以下", "条", "日",
];

/// True for `某控消息：`, with which small sites open a report: a short name and the colon behind the word.
pub(super) fn announces(unit: &str, behind: &str) -> bool {
    behind.starts_with(['：', ':'])
        && unit.chars().count() >= 3
        && unit
            .chars()
            .all(|next| names::is_han(next) || next.is_ascii_alphanumeric())
        && sends_alone(unit)
        && !places::ends_in_place(unit)
        && !NO_ANNOUNCERS.iter().any(|word| unit.ends_with(word))
}

/// `某网 记者 某某 洱海……`: the reporter between blanks at the head of a paragraph, where the word for a dispatch got lost.
pub(super) fn of_reporter(text: &str, line: Span) -> Option<Dateline> {
    const REPORTER: &str = "记者";
    const BEHIND: usize = 15;
    let slice = line.of(text);
    let head = slice.floor_char_boundary(3 * 16);
    let role = slice.get(..head)?.find(REPORTER)?;
    let before = slice.get(..role)?;
    let house = ["全媒体", "特约", "见习", "实习", "首席", "特派", "融媒体"]
        .iter()
        .fold(before.trim_end_matches(is_blank), |house, word| {
            house.strip_suffix(word).unwrap_or(house)
        })
        .trim_end_matches(is_blank);
    let known = lists::is_own(house) || lists::ends_like_outlet(house);
    if !known || house.chars().count() > 10 || house.contains(['据', '从', '对', '的', '，', '。']) {
        return None;
    }
    let start = line.start as usize;
    let mut named = vec![Named {
        kind: PartKind::Agency,
        span: Span::new(start, start + house.len()),
    }];
    let mut at = role + REPORTER.len();
    while let Some(rest) = slice.get(at..).filter(|rest| rest.starts_with(is_blank)) {
        let shown = rest.trim_start_matches(is_blank);
        let from = slice.len() - shown.len();
        let Some(length) = shown.find(is_blank) else { break };
        let word = Span::new(start + from, start + from + length);
        let people = names::names(text, word).filter(|people| people.len() == 1);
        if named.len() > 4 || word.of(text).chars().count() > 4 || people.is_none() {
            break;
        }
        named.extend(Named::each(PartKind::Person, [word]));
        at = from + length;
    }
    let goes_on = slice
        .get(at..)
        .is_some_and(|rest| rest.chars().take(BEHIND).count() == BEHIND);
    (named.len() > 1 && goes_on).then_some(Dateline {
        end: start + at,
        named,
    })
}

/// The reporter glued to the word for a dispatch, `讯见习记者某某近日`: told where a word for the time opens the report behind
/// the name. The names and where they end.
pub(super) fn glued_reporter(text: &str, at: usize, end: usize) -> (Vec<Span>, usize) {
    let rest = text.get(at..end).unwrap_or("");
    let Some(role) = ["见习记者", "实习记者", "特约记者", "首席记者", "记者", "通讯员"]
        .iter()
        .find(|role| rest.starts_with(**role))
    else {
        return (Vec::new(), at);
    };
    let behind = rest.get(role.len()..).unwrap_or("");
    let found = behind.char_indices().skip(2).take(8).find_map(|(length, _)| {
        let told = behind.get(length..).is_some_and(|rest| {
            opens_report(rest) && !rest.starts_with(is_blank) && !rest.starts_with(['，', '：'])
        });
        let span = Span::new(at + role.len(), at + role.len() + length);
        let people = names::names(text, span).filter(|_| told)?;
        Some((people, at + role.len() + length))
    });
    found.unwrap_or((Vec::new(), at))
}

/// `某晚报·某新闻今天上午9时，`: two names of one house at the head of a paragraph, with the time right behind them. The word for
/// the dispatch between them got lost; no sentence begins so.
pub(super) fn of_two_names(text: &str, line: Span) -> Option<Dateline> {
    let slice = line.of(text);
    let dot = slice
        .char_indices()
        .take(12)
        .find(|(_, next)| matches!(next, '·' | '•' | '・'))?;
    let first = slice.get(..dot.0)?;
    let second = slice.get(dot.0 + dot.1.len_utf8()..)?;
    let day = second.find(|next: char| next.is_ascii_digit()).filter(|&at| {
        second
            .get(at..)
            .and_then(|day| super::clock::printed(day).or_else(|| super::clock::bare_day(day)))
            .is_some()
    });
    let time = ["今天", "今日", "昨天", "昨日", "昨晚", "近日", "日前"]
        .iter()
        .filter_map(|word| second.find(word))
        .chain(day)
        .min()?;
    let name = second.get(..time)?.trim_end_matches(is_blank);
    let fits = lists::ends_like_outlet(first)
        && lists::ends_like_outlet(name)
        && name.chars().count() <= 8
        && !name.contains(['，', '。', '：', '据', '的']);
    let end = dot.0 + dot.1.len_utf8() + name.len();
    fits.then(|| Dateline {
        end: line.start as usize + end,
        named: vec![Named {
            kind: PartKind::Agency,
            span: Span::new(line.start as usize, line.start as usize + end),
        }],
    })
}
