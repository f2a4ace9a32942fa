//! Which version of a record counts, and the rank of each article.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;

use super::body::Body;
use super::digest::RecordHead;
use crate::document::{ArticleEntry, Precision, RecordEntry};
use crate::ledger::article_key;
use crate::lineage::Stamp;

/// Numbers the versions of each identity (dataset, id) by published_at, then by text, then by all that they say; the
/// last one counts. Records that could not be read come before all others of their identity, and of records that say the
/// same the one with the first place comes last.
pub fn versions(records: &[RecordHead], uris: &[&str]) -> Vec<RecordEntry> {
    let mut by_identity: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (number, record) in records.iter().enumerate() {
        by_identity
            .entry((&record.dataset, &record.id))
            .or_default()
            .push(number);
    }
    let only = |record: &RecordHead| RecordEntry {
        version: 1,
        newest: true,
        content: record.content,
    };
    let mut entries: Vec<RecordEntry> = records.iter().map(only).collect();
    for numbers in by_identity.into_values().filter(|numbers| numbers.len() > 1) {
        let mut numbers = numbers;
        numbers.sort_by_key(|&number| {
            let record = records.get(number)?;
            let place = Reverse((uris.get(number)?, number));
            Some((
                record.usable,
                record.published_at,
                record.text_hash,
                record.content,
                place,
            ))
        });
        let newest = numbers.len();
        for (place, number) in numbers.into_iter().enumerate() {
            if let Some(entry) = entries.get_mut(number) {
                entry.version = place as u32 + 1;
                entry.newest = place + 1 == newest;
            }
        }
    }
    entries
}

/// An article of a run with its fingerprints.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    pub record: u32,
    pub ordinal: u32,
    pub chars: u32,
    pub exact_hash: u128,
    pub simhash: u64,
    pub dated: bool,
}

/// What the ledger is told of the articles of these records.
pub fn entries(articles: &[Ranked], records: &[RecordHead]) -> Vec<ArticleEntry> {
    let key = |article: &Ranked| {
        let record = records.get(article.record as usize)?;
        Some(article_key(&record.dataset, &record.id, article.ordinal))
    };
    let entry = |article: &Ranked| ArticleEntry {
        record: article.record,
        ordinal: article.ordinal,
        key: key(article).unwrap_or_default(),
        dated: article.dated,
        body_chars: article.chars,
        exact_hash: article.exact_hash,
        simhash: article.simhash,
    };
    articles.iter().map(entry).collect()
}

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The time by which a text is known to have been there: a date tells that it was there when that day was over.
fn known_by(stamp: Option<Stamp>) -> i64 {
    stamp.map_or(i64::MAX, |stamp| match stamp.precision {
        Precision::None | Precision::Day => stamp.seconds.saturating_add(DAY - 1),
        Precision::Minute | Precision::Second => stamp.seconds,
    })
}

/// Sorts the bodies by rank: the time by which they were there (unknown last), then exact hash, then id.
pub fn by_rank(bodies: &mut [Body]) -> Vec<Ranked> {
    let time = |body: &Body| known_by(body.party.stamp);
    bodies.par_sort_unstable_by(|a, b| {
        (time(a), a.fingerprint.0, &a.id).cmp(&(time(b), b.fingerprint.0, &b.id))
    });
    let ranked = |body: &Body| Ranked {
        record: body.record,
        ordinal: body.ordinal,
        chars: body.chars,
        exact_hash: body.fingerprint.0,
        simhash: body.fingerprint.1,
        dated: body.party.stamp.is_some(),
    };
    bodies.iter().map(ranked).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::digest::RecordHead;
    use super::{known_by, versions};
    use crate::document::Precision;
    use crate::lineage::Stamp;

    #[test]
    fn issue_6_a_date_is_no_earlier_than_a_minute_of_that_day() {
        let stamp = |seconds, precision| Stamp {
            seconds,
            precision,
            day: 0,
            zone_known: true,
        };
        let date = known_by(Some(stamp(0, Precision::Day)));
        assert!(date > known_by(Some(stamp(80_000, Precision::Minute))));
        assert!(date < known_by(Some(stamp(90_000, Precision::Second))));
        assert!(known_by(Some(stamp(90_000, Precision::Second))) < known_by(None));
    }

    fn head(id: &str, published_at: Option<i64>, text_hash: u128) -> RecordHead {
        RecordHead {
            dataset: "default".to_owned(),
            id: id.to_owned(),
            usable: true,
            published_at,
            text_hash,
            ..RecordHead::default()
        }
    }

    #[test]
    fn the_latest_text_of_an_identity_counts_in_any_order() {
        let records = [
            head("a", Some(20), 1),
            head("b", None, 5),
            head("a", Some(10), 9),
            head("a", Some(20), 7),
        ];
        let entries = versions(&records, &["a", "b", "c", "d"]);
        assert_eq!(
            entries.iter().map(|entry| entry.version).collect::<Vec<_>>(),
            [2, 1, 1, 3]
        );
        assert_eq!(
            entries.iter().map(|entry| entry.newest).collect::<Vec<_>>(),
            [false, true, false, true]
        );
    }
}
