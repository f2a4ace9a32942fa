//! time-conflict and stale-deixis: stamps that cannot be right, and 今日 that became another day.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::draft::Draft;
use super::page::{Page, credit_name};
use super::pair::{Pair, Shared};
use crate::document::{ClaimKind, Finding, Precision, Rule, Severity, Span, Timestamp};
use crate::word_list::Words;

/// Seconds by which a copy may be dated before its source: clocks differ, and a portal's desk is fast.
const TOLERANCE: i64 = 300;
/// Seconds from which a copy of the next day is a copy of a later day, and not one of the same night.
const LATER: i64 = 12 * 3_600;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// Seconds that the zone of Chinese pages is ahead of Universal Time.
const ZONE: i64 = 8 * 3_600;

/// Words that mean another day on another day.
static DAYS: LazyLock<Words> = LazyLock::new(|| {
    Words::new([
        "今日",
        "今天",
        "今晨",
        "今早",
        "今晚",
        "今夜",
        "昨日",
        "昨天",
        "昨晚",
        "昨夜",
        "明日",
        "明天",
        "前天",
        "today",
        "Today",
        "yesterday",
        "Yesterday",
        "tomorrow",
        "Tomorrow",
        "last night",
        "Last night",
        "this morning",
        "This morning",
        "tonight",
    ])
});

/// The copy is dated before what it was carried from.
pub fn order(page: Page<'_>, pair: &Pair<'_>) -> Option<Finding> {
    // Of a passage in a report of its own the copy can have had an earlier text than the one that is held.
    let body: usize = page.paragraphs().map(Span::len).sum();
    let mostly = pair.is_reprint() || 2 * pair.carried() >= body;
    if !pair.is_resolved() || !pair.is_known_by_more_than_time() || !mostly {
        return None;
    }
    // The earlier one of two states of a house's report is its first, not a copy of what it was brought up to.
    if page.declares_one_source_with(pair.from) {
        return None;
    }
    let (now, before) = (page.time()?, pair.from.time()?);
    if was_out_by(pair.from, now) {
        return None;
    }
    let apart = before.epoch_seconds - now.epoch_seconds;
    let to_the_day = now.precision.min(before.precision) <= Precision::Day;
    let conflict = if to_the_day {
        day(before) > day(now)
    } else {
        apart > TOLERANCE
    };
    if !conflict {
        return None;
    }
    let message = format!(
        "dated {} and carried from a text of {} dated {}",
        now.rfc3339,
        pair.from.name(),
        before.rfc3339
    );
    let longest = pair
        .shared
        .iter()
        .max_by_key(|shared| (shared.here.len(), u32::MAX - shared.here.start));
    let (here, there) = match longest {
        Some(shared) => (shared.here, shared.there),
        None => (page.head()?, pair.from.head()?),
    };
    let mut draft = Draft::new(Rule::TimeConflict, page, here, message)
        .beside(pair.from, there)
        .confidence(0.8)
        .exhibit("the stamps", &now.rfc3339, &before.rfc3339);
    if now.zone_assumed || before.zone_assumed {
        draft = draft.exhibit("a zone was not written and +08:00 was assumed", "", "");
    }
    draft.finish()
}

/// True when the dateline of `from` bears a day before that of `now`: the page was put up later than its report went out.
fn was_out_by(from: Page<'_>, now: &Timestamp) -> bool {
    let dateline = from.claims().find(|claim| claim.kind == ClaimKind::Dateline);
    let dated = dateline
        .and_then(|claim| claim.span)
        .and_then(|span| month_and_day(span.of(from.text())));
    let number = |from: usize| {
        now.rfc3339
            .get(from..from + 2)
            .and_then(|digits| digits.parse::<u32>().ok())
    };
    match (dated, number(5), number(8)) {
        (Some(dated), Some(month), Some(day)) => dated < (month, day),
        _ => false,
    }
}

fn day(time: &Timestamp) -> i64 {
    (time.epoch_seconds + ZONE).div_euclid(DAY)
}

/// The dateline's date lies behind the stamp: 海风日报1月12日电 on a page of 10 January.
pub fn impossible_stamp(page: Page<'_>) -> Option<Finding> {
    let time = page.time()?;
    let dateline = page.claims().find(|claim| claim.kind == ClaimKind::Dateline)?;
    let span = dateline.span?;
    // Further down begins another report.
    if !page
        .facts
        .attributed
        .segmentation
        .opens(page.article.ordinal, span)
    {
        return None;
    }
    let (month, of_month) = month_and_day(span.of(page.text()))?;
    let (stamp_month, stamp_day) = {
        let (_, rest) = time.rfc3339.split_once('-')?;
        (
            rest.get(..2)?.parse::<u32>().ok()?,
            rest.get(3..5)?.parse::<u32>().ok()?,
        )
    };
    // Days of a year, roughly; what lies half a year ahead is the last year's.
    let ahead = (i64::from(month) - i64::from(stamp_month)) * 31 + i64::from(of_month) - i64::from(stamp_day);
    if !(2..150).contains(&ahead) {
        return None;
    }
    let message = format!(
        "stamped {}, before the date of its dateline ({})",
        time.rfc3339,
        credit_name(dateline)
    );
    Draft::new(Rule::TimeConflict, page, span, message)
        .confidence(0.7)
        .exhibit("the dateline and the stamp", span.of(page.text()), &time.rfc3339)
        .finish()
}

/// `1月12日` or `January 12` in `words`.
fn month_and_day(words: &str) -> Option<(u32, u32)> {
    if let Some(found) = english_day(words) {
        return Some(found);
    }
    let number_before = |mark: char| {
        let (before, _) = words.split_once(mark)?;
        let digits: Vec<char> = before
            .chars()
            .rev()
            .map_while(|character| match character {
                '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
                '0'..='9' => Some(character),
                _ => None,
            })
            .collect();
        digits.into_iter().rev().collect::<String>().parse::<u32>().ok()
    };
    let (month, day) = (number_before('月')?, number_before('日')?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// `August 21`, `Aug. 21` or `21 August` in the words of a dateline.
fn english_day(words: &str) -> Option<(u32, u32)> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let parts: Vec<&str> = words
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let month = |word: &str| {
        let at = MONTHS.iter().position(|month| word.starts_with(month))?;
        u32::try_from(at + 1).ok()
    };
    let day = |word: &str| word.parse::<u32>().ok().filter(|day| (1..=31).contains(day));
    parts.windows(2).find_map(|pair| match pair {
        [one, other] => month(one).zip(day(other)).or_else(|| month(other).zip(day(one))),
        _ => None,
    })
}

/// Words like 今日 that a copy of a later day kept, each once.
pub fn stale_days(page: Page<'_>, pair: &Pair<'_>) -> Vec<Finding> {
    let (Some(now), Some(before), true) = (page.time(), pair.from.time(), pair.is_certain()) else {
        return Vec::new();
    };
    let later = day(now) > day(before) && now.epoch_seconds - before.epoch_seconds >= LATER;
    // A dateline with its date says which day is meant.
    let dated = page.claims().any(|claim| {
        claim.kind == ClaimKind::Dateline
            && claim
                .span
                .is_some_and(|span| month_and_day(span.of(page.text())).is_some())
    });
    if !later || dated {
        return Vec::new();
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for shared in pair.shared.iter().filter(|shared| !shared.of_quotes) {
        for (word, at) in kept_days(page, shared) {
            // 今日上午 at the end of what was carried is how two sentences begin that go on differently.
            if told.contains(word) || is_dated(page, at) || shared.here.end < at.end + GOES_ON {
                continue;
            }
            let theirs = pair.from.text().get(shared.there.range());
            let Some(offset) = theirs.and_then(|words| same_word(words, word, behind(page.text(), at)))
            else {
                continue;
            };
            let start = shared.there.start as usize + offset;
            let message = format!("“{word}” of {} stands in a copy of {}", date(before), date(now));
            let draft = Draft::new(Rule::StaleDeixis, page, at, message)
                .beside(pair.from, Span::new(start, start + word.len()))
                .severity(Severity::Minor)
                .confidence(0.7)
                .exhibit("the dates of both pages", date(now), date(before));
            told.insert(word);
            found.extend(draft.finish());
        }
    }
    found
}

/// Bytes of what was carried behind a word for a day, 4 Han characters, from which the sentence is the same.
const GOES_ON: u32 = 12;

/// What follows on a word, by two characters of which 今日上午 and 今日告诉 are told apart.
fn behind(text: &str, at: Span) -> &str {
    const SIGNS: usize = 2;
    let rest = text.get(at.end as usize..).unwrap_or("");
    let end = rest.char_indices().nth(SIGNS).map_or(rest.len(), |(end, _)| end);
    rest.get(..end).unwrap_or("")
}

/// Where `word` stands in `words` with the same signs behind it, or at their end.
fn same_word(words: &str, word: &str, behind: &str) -> Option<usize> {
    // A mark of either width is a mark.
    let alike =
        |(one, other): (char, char)| one == other || !one.is_alphanumeric() && !other.is_alphanumeric();
    let follows = |at: &usize| {
        let rest = words.get(at + word.len()..).unwrap_or("");
        rest.chars().zip(behind.chars()).all(alike)
    };
    words.match_indices(word).map(|(at, _)| at).find(follows)
}

/// Characters of the head of a paragraph in which a date says which day its 今日 is.
const HEAD: usize = 40;

/// True behind a date at the head of the paragraph: 某社5月4日上午消息，某某今日发布….
fn is_dated(page: Page<'_>, at: Span) -> bool {
    let paragraph = page.paragraphs().find(|paragraph| paragraph.contains(at));
    paragraph.is_some_and(|paragraph| {
        let ahead = Span {
            start: paragraph.start,
            end: at.start,
        };
        let words = ahead.of(page.text());
        words.chars().count() <= HEAD && month_and_day(words).is_some()
    })
}

fn date(time: &Timestamp) -> &str {
    time.rfc3339.get(..10).unwrap_or(&time.rfc3339)
}

/// What follows on 今日, 今天, 明天 where they mean the day and not the times we live in: a part of the day, or what news does on
/// a day.
const OF_THE_DAY: [&str; 36] = [
    "上午", "下午", "中午", "凌晨", "清晨", "早晨", "早上", "晚间", "晚上", "傍晚", "深夜", "夜间", "零时",
    "起", "从", "在", "召开", "发布", "宣布", "通报", "开通", "通车", "启动", "举行", "开幕", "闭幕", "获悉",
    "开庭", "宣判", "开始", "将", "正式", "一早", "午后", "开业", "揭晓",
];
/// Verbs of news before today.
const SAID: [&str; 10] = [
    "said",
    "announced",
    "opened",
    "reported",
    "confirmed",
    "told reporters",
    "published",
    "ruled",
    "decided",
    "began",
];
/// What stands before a word for a day that means another one, or none: 去年今日, 及至今日, 美好的明天.
const OF_NO_DAY: [&str; 8] = ["去年", "当年", "至", "的", "时至", "《", "“", "每"];

/// Who or what speaks of our times behind 今天，: 今天，我们站在新的起点.
const OF_OUR_TIMES: [&str; 9] = [
    "我们",
    "人们",
    "当",
    "中国",
    "世界",
    "无论",
    "we ",
    "the world",
    "people ",
];

/// The words for a day in what was carried, outside of quotes and without a date behind them.
fn kept_days(page: Page<'_>, shared: &Shared<'_>) -> Vec<(&'static str, Span)> {
    let words = shared.here.of(page.text());
    let kept = DAYS.places(words).into_iter().filter_map(|(at, word)| {
        let start = shared.here.start as usize + at;
        let span = Span::new(start, start + word.len());
        let quoted = page.quotes().any(|quote| quote.span.overlap(span) > 0);
        let changed = shared.changes.iter().any(|change| change.here.overlap(span) > 0);
        let before = page.text().get(..start)?;
        let behind = page.text().get(span.end as usize..)?;
        // 今日（12日） says which day; today's means nowadays.
        let next = behind.chars().next().unwrap_or(' ');
        let dated = matches!(next, '（' | '(' | '\'' | '’') || next.is_ascii_alphabetic();
        // A sentence that opens with 今日， tells what happened on the day.
        let opens = before.trim_end().is_empty()
            || before
                .trim_end_matches(' ')
                .ends_with(['。', '！', '？', '\n', '\u{3000}', '.', '”', '"']);
        let told_first = opens
            && behind.strip_prefix(['，', ',']).is_some_and(|rest| {
                !OF_OUR_TIMES
                    .iter()
                    .any(|sign| rest.trim_start().to_lowercase().starts_with(sign))
            });
        let reported = word.is_ascii() && SAID.iter().any(|verb| before.trim_end().ends_with(verb));
        let vague = matches!(
            word,
            "今日" | "今天" | "明日" | "明天" | "today" | "Today" | "tomorrow" | "Tomorrow"
        ) && !next.is_ascii_digit()
            && !told_first
            && !reported
            && !OF_THE_DAY.iter().any(|sign| behind.starts_with(sign));
        // 6月22日（昨日） is dated as well.
        let other = OF_NO_DAY.iter().any(|sign| before.ends_with(sign))
            || ["日（", "日(", "号（"].iter().any(|sign| before.ends_with(sign));
        (!quoted && !changed && !dated && !vague && !other).then_some((word, span))
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::{month_and_day, same_word};

    #[test]
    fn issue_6_a_day_is_the_one_before_the_same_words() {
        let words = "何明今日告诉记者，今日,下午开船。";
        assert_eq!(same_word(words, "今日", "告诉"), words.find("今日"));
        assert_eq!(same_word(words, "今日", "，下"), words.rfind("今日"));
        assert_eq!(same_word(words, "今日", "上午"), None);
        assert_eq!(same_word("船在今日", "今日", "上午"), Some("船在".len()));
    }

    #[test]
    fn dates_of_datelines_are_read_in_either_width() {
        assert_eq!(month_and_day("海风社江州1月12日电"), Some((1, 12)));
        assert_eq!(month_and_day("海风社江州１月１２日电"), Some((1, 12)));
        assert_eq!(month_and_day("海风日报讯"), None);
        assert_eq!(month_and_day("DUBLIN, April 19 (Haifeng Press) -"), Some((4, 19)));
        assert_eq!(month_and_day("DUBLIN, 19 Apr -"), Some((4, 19)));
        assert_eq!(month_and_day("MARLPORT (Haifeng Press) -"), None);
    }
}
