//! Articles over time, in days where they are few, else in months or years.

use std::collections::BTreeMap;

/// A stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// `2022`, `2022-01`, `2022-01-12`.
    pub name: String,
    /// Articles of that time.
    pub articles: u64,
    /// Of these, articles that carry text from one that is held.
    pub carrying: u64,
}

/// Periods that a drawing has room for.
const PERIODS: usize = 60;

/// Days where they are few, else months, else years; those in between without an article, too.
pub(super) fn periods(days: &BTreeMap<String, (u64, u64)>) -> Vec<Period> {
    let grouped = |length: usize| {
        let mut periods: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (day, counts) in days {
            let period = periods
                .entry(day.get(..length).unwrap_or(day).to_owned())
                .or_default();
            period.0 += counts.0;
            period.1 += counts.1;
        }
        periods
    };
    for length in [10, 7, 4] {
        let grouped = grouped(length);
        let names = match (grouped.keys().next(), grouped.keys().next_back()) {
            (Some(first), Some(last)) => between(first, last),
            _ => return Vec::new(),
        };
        let Some(names) = names else {
            continue;
        };
        return names
            .into_iter()
            .map(|name| {
                let (articles, carrying) = grouped.get(&name).copied().unwrap_or_default();
                Period {
                    name,
                    articles,
                    carrying,
                }
            })
            .collect();
    }
    // A corpus of centuries: only the years that it has.
    grouped(4)
        .into_iter()
        .map(|(name, (articles, carrying))| Period {
            name,
            articles,
            carrying,
        })
        .collect()
}

/// The names of all periods from one to another, in order; `None` when they are too many.
fn between(first: &str, last: &str) -> Option<Vec<String>> {
    let date = |name: &str| {
        let parts = name.len();
        let full = match parts {
            4 => format!("{name}-01-01"),
            7 => format!("{name}-01"),
            _ => name.to_owned(),
        };
        full.parse::<jiff::civil::Date>().ok()
    };
    let length = first.len();
    let step = match length {
        4 => jiff::Span::new().years(1),
        7 => jiff::Span::new().months(1),
        _ => jiff::Span::new().days(1),
    };
    let (mut at, end) = (date(first)?, date(last)?);
    let mut names = Vec::new();
    while at <= end {
        if names.len() == PERIODS {
            return None;
        }
        names.push(at.to_string().get(..length)?.to_owned());
        at = at.checked_add(step).ok()?;
    }
    Some(names)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::{between, periods};

    #[test]
    fn time_has_no_gaps_and_few_periods() {
        assert_eq!(
            between("2031-02-27", "2031-03-01").unwrap(),
            ["2031-02-27", "2031-02-28", "2031-03-01"]
        );
        assert_eq!(
            between("2030-11", "2031-01").unwrap(),
            ["2030-11", "2030-12", "2031-01"]
        );
        assert!(between("2031-01-01", "2031-06-01").is_none());
        let days = BTreeMap::from([
            ("2031-01-05".to_owned(), (2, 1)),
            ("2031-06-07".to_owned(), (1, 0)),
        ]);
        let found = periods(&days);
        assert_eq!(found.len(), 6);
        assert_eq!(
            (found[0].name.as_str(), found[0].articles, found[0].carrying),
            ("2031-01", 2, 1)
        );
        assert_eq!(found[1].articles, 0);
        assert!(periods(&BTreeMap::new()).is_empty());
    }
}
