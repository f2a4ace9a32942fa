//! When an article was published, and all clocks that tell of it: what the container says, what the page prints behind a
//! label or beside an outlet, updates, the edition of a paper, the address. They are kept apart, for the clock of a portal
//! is not that of the paper it took a text from. In: the record, the drafts with their articles. Out: the times of each.

use crate::document::{Article, BlockKind, Clock, ClockKind, PartKind, Record, Span, Timestamp};

use super::clock;
use super::draft::Draft;
use super::page_marks;

/// Sets the times of all articles. The host's is the container's unless the page prints the same day more precisely; an
/// embedded article's is printed, or else the day of its dateline in the host's year.
pub(super) fn set(record: &Record, drafts: &[Draft], articles: &mut [Article]) {
    let text = record.text.as_str();
    let metadata = &record.metadata;
    let read = |value: &Option<String>| value.as_deref().and_then(clock::metadata_time);
    let published = read(&metadata.published_at);
    let updated = read(&metadata.updated_at);
    let address = [&metadata.url, &metadata.canonical]
        .into_iter()
        .flatten()
        .find_map(|address| clock::of_address(address));
    // What a date without a year is resolved against.
    let mut reference = published
        .clone()
        .or_else(|| updated.clone())
        .or_else(|| address.clone());
    for article in articles.iter_mut() {
        let host = article.ordinal == 0;
        let (mut clocks, first) = printed(text, drafts, article.ordinal, reference.as_ref());
        let own = if host {
            chosen(published.clone(), first).or_else(|| address.clone())
        } else {
            first.or_else(|| sent(text, drafts, article.ordinal, reference.as_ref()))
        };
        if host {
            reference = reference.or_else(|| own.clone());
            let told = |kind, time: &Option<Timestamp>| {
                time.clone().map(|time| Clock {
                    kind,
                    time,
                    span: None,
                })
            };
            clocks.extend(told(ClockKind::MetadataPublished, &published));
            clocks.extend(told(ClockKind::MetadataUpdated, &updated));
            clocks.extend(told(ClockKind::Address, &address));
        }
        clocks.sort_by_key(|clock| (clock.kind, clock.span));
        article.published_at = own;
        if clocks.len() > 1 {
            article.clocks = clocks;
        }
    }
}

/// The container's time, unless the page prints the same day more precisely.
fn chosen(metadata: Option<Timestamp>, printed: Option<Timestamp>) -> Option<Timestamp> {
    match (metadata, printed) {
        (Some(metadata), Some(printed)) => {
            let finer = printed.precision > metadata.precision;
            let same_day = metadata.rfc3339.get(..10) == printed.rfc3339.get(..10);
            Some(if finer && same_day { printed } else { metadata })
        }
        (metadata, printed) => metadata.or(printed),
    }
}

/// The clocks that the lines of an article print, and the first that tells of its publication.
fn printed(
    text: &str,
    drafts: &[Draft],
    ordinal: u32,
    reference: Option<&Timestamp>,
) -> (Vec<Clock>, Option<Timestamp>) {
    let mut clocks: Vec<Clock> = Vec::new();
    let mut first = None;
    let own = drafts.iter().filter(|draft| {
        draft.article == Some(ordinal)
            && matches!(
                draft.kind,
                BlockKind::ListingLine | BlockKind::SourceLine | BlockKind::EditorLine | BlockKind::Byline
            )
    });
    for draft in own {
        let mut label = "";
        for named in &draft.named {
            if named.kind == PartKind::Label {
                label = named.span.of(text);
            }
            if named.kind != PartKind::Time {
                continue;
            }
            let Some(time) = read(named.span.of(text), reference) else {
                continue;
            };
            let kind = kind(text, draft, label, named.span);
            if first.is_none() {
                first = Some(time.clone());
            }
            clocks.push(Clock {
                kind,
                time,
                span: Some(named.span),
            });
        }
        // 最后更新: 2021-03-04 09:10 has no part: it is not the time of publication.
        if draft.part(PartKind::Time).is_none()
            && draft.kind == BlockKind::ListingLine
            && let Some(stamp) = page_marks::update_stamp(draft.span.of(text))
            && let Some(found) = clock::printed(stamp)
            && let Some(time) = clock::resolved(found, reference)
        {
            let start = draft.span.end as usize - stamp.len();
            clocks.push(Clock {
                kind: ClockKind::Updated,
                time,
                span: Some(Span::new(start, start + found.length)),
            });
        }
    }
    (clocks, first)
}

/// What a printed time behind `label` tells of.
fn kind(text: &str, draft: &Draft, label: &str, time: Span) -> ClockKind {
    let behind = text.get(time.end as usize..draft.span.end as usize).unwrap_or("");
    let edition = draft.kind == BlockKind::SourceLine
        && (behind.trim_start().chars().take(8).any(|next| next == '版')
            || behind.starts_with('《')
            || draft.span.of(text).contains('《') && !draft.span.of(text).contains(':'));
    if edition {
        ClockKind::PrintEdition
    } else if label.contains("更新") || label.eq_ignore_ascii_case("updated") {
        ClockKind::Updated
    } else {
        ClockKind::Printed
    }
}

fn read(words: &str, reference: Option<&Timestamp>) -> Option<Timestamp> {
    let found = clock::printed(words)
        .or_else(|| clock::compact(words))
        .or_else(|| clock::bare_day(words))?;
    clock::resolved(found, reference)
}

/// The day of the dateline of an embedded article, in the year of the host.
fn sent(text: &str, drafts: &[Draft], ordinal: u32, reference: Option<&Timestamp>) -> Option<Timestamp> {
    let dateline = drafts
        .iter()
        .find(|draft| draft.article == Some(ordinal) && draft.kind == BlockKind::Dateline)?;
    read(dateline.part(PartKind::Date)?.of(text), reference)
}

#[cfg(test)]
mod tests {
    use crate::document::{Article, Metadata, Record};
    use crate::segment::segment;

    const TITLE: &str = "滨城港新码头今日启用";
    const BODY: &str = "滨城港新码头今日启用，共有泊位六个，预计每年接卸货物三百万吨。";

    fn articles(metadata: Metadata, head: &str, tail: &str) -> Vec<Article> {
        let text = format!("{TITLE}\n{head}\n{BODY}\n{BODY}\n{tail}");
        segment(&Record {
            metadata,
            text,
            ..Record::default()
        })
        .articles
    }

    fn published(metadata: Metadata, head: &str) -> Option<String> {
        let found = articles(metadata, head, "");
        let time = found.first()?.published_at.clone()?;
        Some(format!("{} {}", time.rfc3339.get(..16)?, time.precision.name()))
    }

    #[test]
    fn dates_of_a_head() {
        let none = Metadata::default;
        for (head, expected) in [
            ("2021年3月4日星期四", "2021-03-04T00:00 day"),
            ("滨城日报 2021年03月04日 星期四", "2021-03-04T00:00 day"),
            ("Thursday, March 4, 2021", "2021-03-04T00:00 day"),
            ("Mar. 4, 2021 12:11", "2021-03-04T12:11 minute"),
            (
                "Updated 12:11 PM EST, Thu March 4, 2021",
                "2021-03-04T12:11 minute",
            ),
            ("来源：滨城青年报（2021年03月04日06版）", "2021-03-04T00:00 day"),
            ("《滨城日报》（2021年03月04日02版）", "2021-03-04T00:00 day"),
            ("更新于：2021-03-04 12:11", "2021-03-04T12:11 minute"),
            ("首发时间：2021-03-04 10:00", "2021-03-04T10:00 minute"),
            ("录入时间：2021-3-4", "2021-03-04T00:00 day"),
            ("2021-03-04 12:11 阅读 1234", "2021-03-04T12:11 minute"),
            ("2021年3月4日下午3:11", "2021-03-04T15:11 minute"),
            ("2021年3月4日 上午9时5分", "2021-03-04T09:05 minute"),
            ("本文由滨城网在2021年3月4日整编发布", "2021-03-04T00:00 day"),
            ("二〇二一年三月四日", "2021-03-04T00:00 day"),
            ("民國110年3月4日", "2021-03-04T00:00 day"),
            ("2021. 3. 4. 12:11", "2021-03-04T12:11 minute"),
            ("20210304", "2021-03-04T00:00 day"),
            ("2021-03-04 00:00:00", "2021-03-04T00:00 day"),
        ] {
            assert_eq!(published(none(), head).as_deref(), Some(expected), "{head}");
        }
        for head in ["3小时前", "昨天 12:11", "3月4日 12:11"] {
            assert_eq!(published(none(), head), None, "{head}");
        }
    }

    #[test]
    fn dates_without_a_year_and_dates_of_addresses() {
        let day = || Metadata {
            published_at: Some("2021-03-05".to_owned()),
            ..Metadata::default()
        };
        let of_day = published(day(), "03-05 12:11");
        assert_eq!(of_day.as_deref(), Some("2021-03-05T12:11 minute"));
        let page = Metadata {
            url: Some("http://news.example.com/2021-03-04/1.html".to_owned()),
            ..Metadata::default()
        };
        assert_eq!(
            published(page.clone(), "港口记者站").as_deref(),
            Some("2021-03-04T00:00 day")
        );
        assert_eq!(
            published(page, "3月4日 12:11").as_deref(),
            Some("2021-03-04T12:11 minute")
        );
    }

    #[test]
    fn an_embedded_report_has_its_own_time() {
        let metadata = Metadata {
            published_at: Some("2021-03-05 10:00".to_owned()),
            ..Metadata::default()
        };
        let stamped = format!("相关新闻：旧码头停用\n{BODY}\n（2021-02-0110:11:12）");
        let found = articles(metadata.clone(), "", &stamped);
        let times: Vec<_> = found
            .iter()
            .filter_map(|article| article.published_at.as_ref())
            .map(|time| time.rfc3339.get(..16).unwrap_or(""))
            .collect();
        assert_eq!(times, ["2021-03-05T10:00", "2021-02-01T10:11"]);
        let sent = format!("相关新闻：旧码头停用\n滨城日报2月1日讯（记者赵一鸣）{BODY}");
        let found = articles(metadata, "", &sent);
        let time = found.last().and_then(|article| article.published_at.as_ref());
        assert_eq!(
            time.map(|time| time.rfc3339.as_str()),
            Some("2021-02-01T00:00:00+08:00")
        );
    }

    #[test]
    fn clocks_are_kept_apart() {
        let metadata = Metadata {
            published_at: Some("2021-03-05 10:00:11".to_owned()),
            updated_at: Some("2021-03-05 12:00:00".to_owned()),
            url: Some("http://news.example.com/2021/0305/1.html".to_owned()),
            ..Metadata::default()
        };
        let head = "2021-03-05 09:05 滨城日报\n最后更新: 2021-03-05 11:10";
        let found = articles(metadata, head, "（3月4日《滨城晚报》）");
        let clocks: Vec<_> = found
            .iter()
            .flat_map(|article| &article.clocks)
            .map(|clock| {
                // The word as `trace` and the API give it.
                let kind = serde_json::to_value(clock.kind).unwrap_or_default();
                let word = kind.as_str().unwrap_or_default();
                format!("{word} {}", clock.time.rfc3339.get(..16).unwrap_or(""))
            })
            .collect();
        assert_eq!(
            clocks,
            [
                "metadata_published 2021-03-05T10:00",
                "metadata_updated 2021-03-05T12:00",
                "printed 2021-03-05T09:05",
                "updated 2021-03-05T11:10",
                "print_edition 2021-03-04T00:00",
                "address 2021-03-05T00:00",
            ]
        );
        // One time is no choice of clocks.
        let alone = articles(Metadata::default(), "2021-03-05 09:05", "");
        assert!(alone.iter().all(|article| article.clocks.is_empty()));
    }

    #[test]
    fn the_time_of_an_event_is_none() {
        let head = "时间：2021年3月4日 15:00\n地点：滨城港一号码头";
        assert_eq!(published(Metadata::default(), head), None);
    }
}
