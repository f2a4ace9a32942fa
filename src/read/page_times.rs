//! When a page was published, where its metadata do not say so or say something else, and the source that its listing
//! line marks. In: the parsed page, its lines and its body. Out: metadata with times that later stages can read.
//!
//! The conventions: a metadata time that equals the stamp labelled 最后更新 is an update; a date without a year takes it
//! from the update's; a time in an attribute (`data-ptime`) or in the only time element of the article's column counts
//! when the head prints none; `昨天` is the epoch that a script of the page knows.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;

use super::page_body::Body;
use super::page_elements::{Elements, STAMPS};
use super::page_frame::{head_window, is_control};
use super::page_lines::Line;
use crate::document::Metadata;

/// A date with its year, and perhaps a clock time.
static FULL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[T \u{3000}\u{a0}]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?").ok()
});
/// A date without a year, with a clock time.
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d/.年-])(\d{1,2})[-/月](\d{1,2})日?[ \u{3000}]*(\d{1,2})[:：](\d{2})").ok()
});
/// Labels of the time of an update.
static UPDATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:最后更新|最近更新|更新时间|更新于|更新日期)[ \u{3000}]*[:：]?").ok());
/// Names under which scripts keep the time of publication: seconds since the epoch, or a printed time.
static SCRIPTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?:^|[^\w.$])["']?(?:ct|publish_time|publishTime|ptime|pubtime|pubTime)["']?\s*[:=]\s*["']?(1\d{9}|20\d{2}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)["']?\s*(?:[,;}\n\r]|$)"#,
    )
    .ok()
});

/// Seconds that clocks in China are ahead.
const CHINA: i64 = 8 * 3600;
/// How far above the body the column of an article is sought for its time.
const COLUMN: usize = 4;
/// Time elements of a column that are looked at, and the longest stamp in bytes.
const MOST_ELEMENTS: usize = 200;
const LONGEST_STAMP: usize = 60;
/// The longest source that a listing line marks, in characters.
const LONGEST_SOURCE: usize = 14;

/// Completes the times of the metadata and its source. `scripts` are what the scripts of the page say.
pub(super) fn fill(
    page: &Document,
    elements: &Elements<'_>,
    scripts: &[&str],
    lines: &[Line],
    body: &Body,
    metadata: &mut Metadata,
) {
    if body.place.is_none() {
        return;
    }
    let head = head_window(lines, body.first_sentence, metadata.title.as_deref());
    if metadata.source.is_none() {
        metadata.source = marked_source(elements, &head);
    }
    set_update_apart(&head, metadata);
    if metadata.published_at.is_some() {
        return;
    }
    let prints_year = head
        .iter()
        .any(|line| FULL.as_ref().is_some_and(|full| full.is_match(&line.text)) && !is_update(&line.text));
    if let Some(found) = attribute(elements) {
        metadata.published_at = Some(found);
    } else if !prints_year {
        metadata.published_at = completed(&head, metadata.updated_at.as_deref())
            .or_else(|| lone_time(page, body))
            .or_else(|| scripted(scripts));
    }
}

fn is_update(text: &str) -> bool {
    UPDATE.as_ref().is_some_and(|update| update.is_match(text))
}

/// The digits of a time, which are equal for `2021-03-04T05:06:07+08:00` and `2021-03-04 05:06:07`.
fn digits(time: &str) -> String {
    let digits = time.chars().filter(char::is_ascii_digit);
    digits.take(14).collect()
}

/// Takes a time of publication for the update that the page says it is, when the page prints another time without label.
fn set_update_apart(head: &[&Line], metadata: &mut Metadata) {
    let Some(full) = FULL.as_ref() else { return };
    let stated = metadata.published_at.as_deref().map(digits).unwrap_or_default();
    if stated.len() < 12 {
        return;
    }
    let stamp = |line: &&&Line| full.find(&line.text).map(|found| digits(found.as_str()));
    let is_stated = |stamp: &String| {
        stamp.len() >= 12 && (stated.starts_with(stamp.as_str()) || stamp.starts_with(&stated))
    };
    let updates = head
        .iter()
        .filter(|line| is_update(&line.text))
        .filter_map(|line| stamp(&line));
    let others = head
        .iter()
        .filter(|line| !is_update(&line.text))
        .filter_map(|line| stamp(&line));
    if updates.into_iter().any(|stamp| is_stated(&stamp))
        && others.into_iter().any(|stamp| !is_stated(&stamp))
    {
        metadata.updated_at = metadata.published_at.take().or(metadata.updated_at.take());
    }
}

/// Tells whether an element has a time in an attribute of one kind.
type IsOfKind<'a> = dyn Fn(&NodeRef<'_>) -> bool + 'a;

/// The time in an attribute: `data-ptime`, `itemprop=datePublished`.
fn attribute(elements: &Elements<'_>) -> Option<String> {
    let full = FULL.as_ref()?;
    let is_item = |node: &NodeRef<'_>| node.attr("itemprop").as_deref() == Some("datePublished");
    let is_stamp = |node: &NodeRef<'_>| STAMPS.iter().any(|stamp| node.has_attr(stamp));
    let is_time = |node: &NodeRef<'_>| node.has_name("time") && node.has_attr("pubdate");
    let kinds: [(&IsOfKind<'_>, &[&str]); 3] = [
        (&is_item, &["content", "datetime"]),
        (&is_stamp, STAMPS),
        (&is_time, &["datetime"]),
    ];
    for (is_of_kind, names) in kinds {
        for node in elements.stamped.iter().filter(|node| is_of_kind(node)).take(4) {
            let values = names.iter().filter_map(|name| node.attr(name));
            let found = values.into_iter().find(|value| full.is_match(value));
            if let Some(found) = found {
                return Some(found.trim().to_owned());
            }
        }
    }
    None
}

/// A printed `03-04 08:09` with the year of the page's update.
fn completed(head: &[&Line], updated: Option<&str>) -> Option<String> {
    let short = SHORT.as_ref()?;
    let update = digits(updated?);
    let year: i32 = update.get(..4)?.parse().ok()?;
    let month_and_day: u32 = update.get(4..8)?.parse().ok()?;
    let line = head.iter().filter(|line| !is_update(&line.text));
    let found = line.into_iter().find_map(|line| {
        let spaced = line.spaced();
        let found = short.captures(&spaced)?;
        let number = |at: usize| found.get(at).and_then(|value| value.as_str().parse::<u32>().ok());
        Some((number(1)?, number(2)?, number(3)?, number(4)?))
    })?;
    let (month, day, hour, minute) = found;
    // What was published in December and updated in January bears the year before.
    let year = if month * 100 + day > month_and_day {
        year - 1
    } else {
        year
    };
    let sound = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60;
    sound.then(|| format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"))
}

/// True for an element whose class says that it holds a time.
fn is_time_element(node: &NodeRef<'_>) -> bool {
    let class = node
        .class()
        .map(|class| class.to_ascii_lowercase())
        .unwrap_or_default();
    node.has_name("time")
        || class
            .split([' ', '-', '_'])
            .any(|word| ["time", "date", "pubtime", "ptime", "pubdate"].contains(&word))
}

/// The time in the only time element around the body, nearest first.
fn lone_time(page: &Document, body: &Body) -> Option<String> {
    let full = FULL.as_ref()?;
    let mut column = page.tree.get(&body.home?)?;
    for _ in 0..COLUMN {
        if !column.is_element() || column.has_name("html") {
            return None;
        }
        let mut stamps = BTreeSet::new();
        let elements = column.descendants_it().filter(|node| node.is_element());
        for node in elements.filter(is_time_element).take(MOST_ELEMENTS) {
            // `<time datetime=…>3小时前</time>` says in its attribute what it does not print.
            let stated = node
                .attr("datetime")
                .filter(|stated| node.has_name("time") && full.is_match(stated));
            let text = stated.unwrap_or_else(|| node.text());
            let text = text.trim();
            let whole = full.find(text).is_some_and(|found| {
                found.start() == 0 && (found.len() == text.len() || node.has_name("time"))
            });
            if whole && text.contains([':', '：']) && text.len() < LONGEST_STAMP {
                stamps.insert(text.to_owned());
            }
        }
        if !stamps.is_empty() {
            return stamps.pop_first().filter(|_| stamps.is_empty());
        }
        if column.has_name("body") {
            return None;
        }
        column = column.parent()?;
    }
    None
}

/// The time that a script of the page knows, in the time of China.
fn scripted(scripts: &[&str]) -> Option<String> {
    let scripted = SCRIPTED.as_ref()?;
    for script in scripts {
        let Some(found) = scripted.captures(script).and_then(|found| found.get(1)) else {
            continue;
        };
        let Ok(seconds) = found.as_str().parse::<i64>() else {
            return Some(found.as_str().to_owned());
        };
        let local = jiff::Timestamp::from_second(seconds + CHINA).ok()?;
        let written = local.to_string();
        return Some(format!("{}+08:00", written.trim_end_matches('Z')));
    }
    None
}

/// The source that the listing line marks by its class: `<span class=source>某报</span>` beside the time.
fn marked_source(elements: &Elements<'_>, head: &[&Line]) -> Option<String> {
    let full = FULL.as_ref()?;
    for node in elements.sourced.iter().take(20) {
        let class = node.class().unwrap_or_default();
        let named = class.split([' ', '-', '_']).any(|word| word == "source");
        let text = node.text();
        let text = text.trim();
        let name = text
            .trim_start_matches("来源")
            .trim_start_matches([':', '：', ' ', '\u{3000}']);
        let chars = name.chars().count();
        let plain = (2..=LONGEST_SOURCE).contains(&chars)
            && !name.contains([':', '：', '\n'])
            && !name.chars().any(|next| next.is_ascii_digit())
            && !is_control(name);
        let listed = |line: &&&Line| full.is_match(&line.spaced()) && line.text.contains(name);
        if named && plain && head.iter().any(|line| listed(&line)) {
            return Some(name.to_owned());
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::document::Metadata;
    use crate::read::html::extract;

    const BODY: &str = "<div class=text><p>海滨市新码头今日启用，共有泊位六个，其中四个可以停靠十万吨级的货轮，另外两个停靠客轮。</p>\
        <p>市港务局局长林一舟说，码头明年还要扩建，预计投资三亿元，建成之后海滨市的吞吐量将增加一倍。</p></div>";

    fn read(head: &str, listing: &str, below: &str) -> Metadata {
        let page = format!(
            "<html><head>{head}</head><body><div><h1>海滨市今日启用新码头</h1><div>{listing}</div>{BODY}{below}</div></body></html>"
        );
        extract(&page).metadata
    }

    #[test]
    fn an_update_is_no_publication() {
        let card = "<script type='application/ld+json'>{\"pubDate\": \"2021-03-04T09:10:11\"}</script>";
        let both = "<p>2021-03-04 08:09:10</p><p>最后更新: 2021-03-04 09:10:11</p>";
        let found = read(card, both, "");
        assert_eq!(found.published_at, None);
        assert_eq!(found.updated_at.as_deref(), Some("2021-03-04T09:10:11"));
        let alone = read(card, "<p>最后更新: 2021-03-04 09:10:11</p>", "");
        assert_eq!(alone.published_at.as_deref(), Some("2021-03-04T09:10:11"));
    }

    #[test]
    fn the_year_is_the_updates() {
        let updated = "<meta itemprop=dateUpdate content='2021-01-02 12:00:57'>";
        let short = "<span>发布时间：01-02</span><span>12:00</span>";
        assert_eq!(
            read(updated, short, "").published_at.as_deref(),
            Some("2021-01-02 12:00")
        );
        let before = "<span>12-30</span> <span>08:05</span>";
        assert_eq!(
            read(updated, before, "").published_at.as_deref(),
            Some("2020-12-30 08:05")
        );
    }

    #[test]
    fn times_of_attributes_elements_and_scripts() {
        let attribute = read("", "<p data-ptime='2021-03-04 05:06:07'>滨城晚报</p>", "");
        assert_eq!(attribute.published_at.as_deref(), Some("2021-03-04 05:06:07"));
        let below = "<div><span class=time>2021-03-04 05:06:07</span><span>举报</span></div>";
        assert_eq!(
            read("", "", below).published_at.as_deref(),
            Some("2021-03-04 05:06:07")
        );
        let ago = "<p><time datetime='2021-03-04T05:06:07+08:00'>3小时前</time></p>";
        assert_eq!(
            read("", ago, "").published_at.as_deref(),
            Some("2021-03-04T05:06:07+08:00")
        );
        let two = "<i class=time>2021-03-04 05:06</i><i class=time>2021-03-05 05:06</i>";
        assert_eq!(read("", "", &two.replace("<i", "<li><i")).published_at, None);
        let script = "<script>var ct = \"1614834367\";</script>";
        assert_eq!(
            read(script, "<em id=publish_time>昨天</em>", "")
                .published_at
                .as_deref(),
            Some("2021-03-04T13:06:07+08:00")
        );
        let printed = "<script>x({publish_time: '2021-03-04 05:06:07', a: 1})</script>";
        assert_eq!(
            read(printed, "", "").published_at.as_deref(),
            Some("2021-03-04 05:06:07")
        );
        let other = "<script>product = 1614834367; object.ct2 = 1614834367;</script>";
        assert_eq!(read(other, "<p>昨天</p>", "").published_at, None);
    }

    #[test]
    fn a_listing_line_marks_its_source() {
        let listing = "<span class=a_catalog>港口</span><span class=a_source>棱角</span><span class=a_time>2021-03-04 07:48</span>";
        assert_eq!(read("", listing, "").source.as_deref(), Some("棱角"));
        assert_eq!(read("", "<span class=source>棱角</span>", "").source, None);
    }
}
