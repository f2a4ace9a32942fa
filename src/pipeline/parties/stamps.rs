//! When and at which address a page stood, in the form in which lineage compares them.

use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Article, ClockKind, Precision, Timestamp};
use crate::lineage::Stamp;

/// Seconds by which the time that a page prints beside its source may be off the one that it is known by: it was cut to the minute, and a page
/// goes out when it is written.
const OFF: i64 = 300;
/// Seconds up to which two clocks tell of one publication; what is printed of another day is mostly that of the original.
const DAY: i64 = 86_400;

/// When an article was published, as far as its clocks agree: where a page of unknown publisher prints another hour of the day beside its source, no order
/// within that day is told.
pub fn agreed(article: &Article) -> Option<Stamp> {
    let time = article.published_at.as_ref()?;
    let own = stamp(time);
    let printed = article.clocks.iter().filter(|clock| {
        clock.kind == ClockKind::Printed && clock.span.is_some() && clock.time.precision >= Precision::Minute
    });
    let mut apart = printed.map(|clock| (clock.time.epoch_seconds - own.seconds).abs());
    let another_hour = apart.any(|apart| apart > OFF && apart < DAY);
    Some(if another_hour && article.publisher.is_none() {
        Stamp {
            precision: own.precision.min(Precision::Day),
            ..own
        }
    } else {
        own
    })
}

/// Midnight to the second is how a date without a time is written down.
fn stamp(time: &Timestamp) -> Stamp {
    let date_only = time.rfc3339.get(11..19) == Some("00:00:00");
    Stamp {
        seconds: time.epoch_seconds,
        precision: if date_only {
            time.precision.min(Precision::Day)
        } else {
            time.precision
        },
        day: (time.epoch_seconds + offset(&time.rfc3339)).div_euclid(86_400),
        zone_known: !time.zone_assumed,
    }
}

/// Seconds by which the clock of an RFC 3339 time is ahead of the meridian.
fn offset(rfc3339: &str) -> i64 {
    let zone = || {
        let tail = rfc3339.get(19..)?;
        let at = tail.find(['+', '-'])?;
        let (sign, clock) = (tail.get(at..=at)?, tail.get(at + 1..)?);
        let (hours, minutes) = clock.split_once(':')?;
        let seconds = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
        Some(if sign == "-" { -seconds } else { seconds })
    };
    zone().unwrap_or(0)
}

/// An address as a number: without its scheme, `www.`, mobile host, fragment and last slash.
pub fn address(url: &str) -> u64 {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    xxh3_64(rest.to_ascii_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{address, agreed, offset};
    use crate::document::{Article, Clock, ClockKind, Precision, Span, Timestamp};

    #[test]
    fn issue_6_order_within_a_day_does_not_rest_on_clocks_that_differ() {
        let time = |seconds| Timestamp {
            rfc3339: "2024-05-01T10:00:00+08:00".to_owned(),
            epoch_seconds: seconds,
            precision: Precision::Second,
            zone_assumed: true,
        };
        let precision = |publisher: Option<&str>, printed| {
            let article = Article {
                publisher: publisher.map(str::to_owned),
                published_at: Some(time(1_000_000)),
                clocks: vec![Clock {
                    kind: ClockKind::Printed,
                    time: time(printed),
                    span: Some(Span::new(0, 16)),
                }],
                ..Article::default()
            };
            agreed(&article).map(|stamp| stamp.precision)
        };
        assert_eq!(precision(None, 1_002_000), Some(Precision::Day));
        assert_eq!(precision(None, 1_000_030), Some(Precision::Second));
        assert_eq!(precision(None, 5_000_000), Some(Precision::Second));
        assert_eq!(precision(Some("海风网"), 1_002_000), Some(Precision::Second));
    }

    #[test]
    fn addresses_and_zones_are_read() {
        assert_eq!(
            address("https://www.example.com/a/1.html#top"),
            address("http://example.com/a/1.html/")
        );
        assert_eq!(offset("2024-05-01T00:00:00+08:00"), 28_800);
        assert_eq!(offset("2024-05-01T00:00:00.5-03:30"), -12_600);
        assert_eq!(offset("2024-05-01T00:00:00Z"), 0);
    }
}
