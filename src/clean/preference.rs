//! Which of several records is kept. In: the holdings of a store and a policy. Out: all records in one order, the
//! preferred first; a record is only ever removed in favour of one that stands before it, so that nothing is removed in
//! favour of what is removed itself, in however many steps.

use crate::ledger::{HeldArticle, Holdings};

/// What makes a record the one to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// The root of the lineage, else the earliest, else the longest.
    #[default]
    Origin,
    /// The earliest; those without a time last.
    Earliest,
    /// The latest; those without a time last.
    Latest,
    /// The one with the longest body.
    Longest,
    /// The one whose publisher stands first in this list; publishers that do not stand in it last. Of one publisher's
    /// as [`Policy::Origin`].
    Outlets(Vec<String>),
    /// The one that was read first.
    First,
}

impl Policy {
    /// The word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Earliest => "earliest",
            Self::Latest => "latest",
            Self::Longest => "longest",
            Self::Outlets(_) => "outlet-rank",
            Self::First => "first",
        }
    }
}

/// What decides between two records: class (reference, protected, others), then the policy's measures, then rank.
type Key = (u8, u64, u64, i64, u64, u64);

/// Orders all records. `class` gives 0 to those that come before all others whatever the policy says.
pub fn order(holdings: &Holdings, policy: &Policy, class: impl Fn(u32) -> u8) -> Vec<u32> {
    let depths = match policy {
        Policy::Origin | Policy::Outlets(_) => depths(holdings),
        _ => Vec::new(),
    };
    let places: Vec<u64> = match policy {
        Policy::Outlets(names) => {
            let place = |outlet: &String| names.iter().position(|name| name == outlet);
            let outlets = holdings.outlets.iter();
            outlets
                .map(|outlet| place(outlet).map_or(u64::MAX, |place| place as u64))
                .collect()
        }
        _ => Vec::new(),
    };
    let hosts = hosts(holdings);
    let key = |record: u32| -> Key {
        let host = hosts.get(record as usize).copied().flatten();
        let Some((number, article)) = host else {
            return (class(record), u64::MAX, u64::MAX, i64::MAX, 0, u64::from(record));
        };
        let depth = depths.get(number as usize).copied().map_or(0, u64::from);
        let rank = u64::from(article.rank);
        let time = article.seconds.unwrap_or(i64::MAX);
        // Of articles without a time the longest.
        let shortness = |untimed: bool| {
            if untimed {
                u64::from(u32::MAX - article.chars)
            } else {
                0
            }
        };
        let untimed = article.seconds.is_none();
        let (first, second, third, fourth) = match policy {
            Policy::Origin => (0, depth, time, shortness(untimed)),
            Policy::Earliest => (0, 0, time, shortness(untimed)),
            Policy::Latest => (
                0,
                0,
                article.seconds.map_or(i64::MAX, |time| -time),
                shortness(untimed),
            ),
            Policy::Longest => (0, 0, 0, shortness(true)),
            Policy::Outlets(_) => {
                let place = article
                    .publisher
                    .and_then(|outlet| places.get(outlet as usize).copied());
                (place.unwrap_or(u64::MAX), depth, time, shortness(untimed))
            }
            Policy::First => return (class(record), 0, 0, 0, 0, u64::from(record)),
        };
        (class(record), first, second, third, fourth, rank)
    };
    let mut records: Vec<u32> = (0..).take(holdings.records.len()).collect();
    records.sort_by_cached_key(|&record| (key(record), record));
    records
}

/// The first article of each record, with its number.
pub fn hosts(holdings: &Holdings) -> Vec<Option<(u32, HeldArticle)>> {
    let mut hosts = vec![None; holdings.records.len()];
    for (number, &article) in (0..).zip(&holdings.articles) {
        if let Some(host @ None) = hosts.get_mut(article.record as usize) {
            *host = Some((number, article));
        }
    }
    hosts
}

/// How many carriers stand between each article and the root of its lineage. An article is carried from the one
/// that it has most from, and only where it is a copy of it: who quotes a paragraph is an origin all the same.
fn depths(holdings: &Holdings) -> Vec<u32> {
    /// An article of which this part and more was carried from one other is that other's carrier.
    const MOST: f64 = 0.5;
    let mut parent: Vec<Option<u32>> = vec![None; holdings.articles.len()];
    let mut most = vec![0_u32; holdings.articles.len()];
    for &(to, from, chars) in &holdings.carried {
        let held = most.get(to as usize).copied().unwrap_or(u32::MAX);
        if chars > held
            && let (Some(parent), Some(most)) = (parent.get_mut(to as usize), most.get_mut(to as usize))
        {
            (*parent, *most) = (Some(from), chars);
        }
    }
    for ((parent, &chars), article) in parent.iter_mut().zip(&most).zip(&holdings.articles) {
        if f64::from(chars) < MOST * f64::from(article.chars) {
            *parent = None;
        }
    }
    walk(&parent)
}

/// The length of the way to the root. Where links of several families make a ring, it is entered at the smallest number.
fn walk(parent: &[Option<u32>]) -> Vec<u32> {
    let mut depth: Vec<Option<u32>> = vec![None; parent.len()];
    for start in 0..parent.len() {
        let mut way = Vec::new();
        let mut at = start;
        let reached = loop {
            if let Some(&Some(known)) = depth.get(at) {
                break known + 1;
            }
            if way.contains(&at) || at >= parent.len() {
                break 0;
            }
            way.push(at);
            match parent.get(at).copied().flatten() {
                Some(next) => at = next as usize,
                None => break 0,
            }
        };
        for (steps, node) in (0..).zip(way.into_iter().rev()) {
            if let Some(slot) = depth.get_mut(node) {
                *slot = Some(reached + steps);
            }
        }
    }
    depth.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::{Policy, order, walk};
    use crate::document::Status;
    use crate::ledger::{HeldArticle, HeldRecord, Holdings};

    /// Records with one article each: (seconds, characters, outlet).
    fn corpus(articles: &[(Option<i64>, u32, Option<u32>)]) -> Holdings {
        let record = HeldRecord {
            dataset: 0,
            content_hash: 1,
            text_hash: 1,
            text_bytes: 1,
            status: Status::Ok,
            newest: true,
        };
        let mut ranks: Vec<usize> = (0..articles.len()).collect();
        ranks.sort_by_key(|&number| articles.get(number).map(|article| article.0.unwrap_or(i64::MAX)));
        let rank = |number: usize| ranks.iter().position(|&other| other == number).unwrap_or(0) as u32;
        let held = articles.iter().enumerate().map(|(number, article)| HeldArticle {
            record: number as u32,
            ordinal: 0,
            rank: rank(number),
            chars: article.1,
            seconds: article.0,
            publisher: article.2,
            body_hash: number as u64,
        });
        Holdings {
            records: vec![record; articles.len()],
            articles: held.collect(),
            outlets: vec!["海滨日报".to_owned(), "新浪".to_owned()],
            ..Holdings::default()
        }
    }

    #[test]
    fn each_policy_puts_first_what_its_name_says() {
        let mut holdings = corpus(&[
            (Some(30), 10, Some(1)),
            (Some(10), 20, Some(1)),
            (Some(20), 30, Some(0)),
            (None, 40, None),
        ]);
        let none = |_| 1;
        assert_eq!(order(&holdings, &Policy::Earliest, none), [1, 2, 0, 3]);
        assert_eq!(order(&holdings, &Policy::Latest, none), [0, 2, 1, 3]);
        assert_eq!(order(&holdings, &Policy::Longest, none), [3, 2, 1, 0]);
        assert_eq!(order(&holdings, &Policy::First, none), [0, 1, 2, 3]);
        let outlets = Policy::Outlets(vec!["海滨日报".to_owned()]);
        assert_eq!(order(&holdings, &outlets, none), [2, 1, 0, 3]);
        // The earliest copied from the one that says it is later.
        holdings.carried = vec![(1, 2, 60)];
        assert_eq!(order(&holdings, &Policy::Origin, none), [2, 0, 3, 1]);
        let class = |record| u8::from(record != 3);
        assert_eq!(order(&holdings, &Policy::Origin, class), [3, 2, 0, 1]);
    }

    #[test]
    fn rings_of_links_end() {
        assert_eq!(walk(&[Some(1), Some(2), None]), [2, 1, 0]);
        assert_eq!(walk(&[Some(1), Some(0), Some(1)]).len(), 3);
    }
}
