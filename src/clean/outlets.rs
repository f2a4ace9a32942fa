//! What a removal does to each outlet. In: the fates and removals. Out: records put back where an outlet would lose more
//! than it may, and warnings where one loses so much that the clusters should be looked at first.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::duplicates::{Class, Fate};
use super::preference;
use super::removal::Removal;
use crate::config::CleanParameters;
use crate::ledger::{HeldArticle, Holdings};

/// An outlet that loses much.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// Its name.
    pub outlet: String,
    /// Its records.
    pub records: u64,
    /// Those that go.
    pub removed: u64,
    /// Those that stay because of the cap.
    pub put_back: u64,
}

/// What outlets have lost and may lose.
pub struct Guard<'a> {
    holdings: &'a Holdings,
    /// By record: the publisher of its host.
    outlets: Vec<Option<u32>>,
    /// By outlet: records.
    records: Vec<u64>,
    /// Records that stay because of the cap.
    put_back: HashSet<u32>,
    cap: Option<f64>,
}

impl<'a> Guard<'a> {
    /// `cap` is the most that an outlet may lose of its records, 0 to 1. Those of the reference do not count.
    pub fn new(holdings: &'a Holdings, classes: &[Class], cap: Option<f64>) -> Self {
        let publisher = |(host, class): (Option<(u32, HeldArticle)>, &Class)| {
            let (_, host) = host.filter(|_| *class != Class::Reference)?;
            host.publisher
        };
        let hosts = preference::hosts(holdings).into_iter();
        let mut guard = Self {
            holdings,
            outlets: hosts.zip(classes).map(publisher).collect(),
            records: Vec::new(),
            put_back: HashSet::new(),
            cap,
        };
        guard.records = guard.count(|_| true);
        guard
    }

    /// By outlet: its records of which something holds.
    fn count(&self, holds: impl Fn(usize) -> bool) -> Vec<u64> {
        let mut counts = vec![0; self.holdings.outlets.len()];
        for (record, outlet) in self.outlets.iter().enumerate() {
            if let Some(outlet) = outlet
                && holds(record)
                && let Some(count) = counts.get_mut(*outlet as usize)
            {
                *count += 1;
            }
        }
        counts
    }

    fn removed(&self, fates: &[Fate]) -> Vec<u64> {
        self.count(|record| fates.get(record) == Some(&Fate::Removed))
    }

    /// Of `records`, each of which is to go, those that would be too many beside the `removed` ones: the last ones.
    fn too_many(&mut self, records: &[u32], removed: &[u64]) -> HashSet<u32> {
        let Some(cap) = self.cap else {
            return HashSet::new();
        };
        let mut removed = removed.to_vec();
        let mut stay = HashSet::new();
        for &record in records {
            let Some(outlet) = self.outlets.get(record as usize).copied().flatten() else {
                continue;
            };
            let outlet = outlet as usize;
            let all = self.records.get(outlet).copied().unwrap_or(0);
            if let Some(removed) = removed.get_mut(outlet) {
                if *removed < (all as f64 * cap).floor() as u64 {
                    *removed += 1;
                } else {
                    stay.insert(record);
                }
            }
        }
        self.put_back.extend(&stay);
        stay
    }

    /// Puts records back until no outlet loses more than it may: those first of which the least stands in what is kept.
    pub fn put_back(&mut self, fates: &mut [Fate], removals: &mut Vec<Removal>) {
        let mut share: HashMap<u32, f32> = HashMap::new();
        for removal in removals.iter() {
            let contained = removal.keeper.map_or(0.0, |keeper| keeper.contained.share);
            let least = share.entry(removal.record).or_insert(contained);
            *least = least.min(contained);
        }
        let mut gone: Vec<(u32, f32)> = share.into_iter().collect();
        gone.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let gone: Vec<u32> = gone.into_iter().map(|(record, _)| record).collect();
        let none = vec![0; self.holdings.outlets.len()];
        let back = self.too_many(&gone, &none);
        for &record in &back {
            if let Some(fate) = fates.get_mut(record as usize) {
                *fate = Fate::Kept;
            }
        }
        removals.retain(|removal| !back.contains(&removal.record));
    }

    /// Of records of which nothing would be left, those that must stay because their outlets would lose more than they
    /// may.
    pub fn must_stay(&mut self, emptied: &[u32], fates: &[Fate]) -> HashSet<u32> {
        self.too_many(emptied, &self.removed(fates))
    }

    /// Outlets that lose much or would have, by name.
    pub fn warnings(&self, fates: &[Fate], parameters: &CleanParameters) -> Vec<Warning> {
        let put_back = self.count(|record| self.put_back.contains(&(record as u32)));
        let counts = self.records.iter().zip(self.removed(fates)).zip(put_back);
        let named = self.holdings.outlets.iter().zip(counts);
        let warnings = named.filter_map(|(name, ((&records, removed), put_back))| {
            let before = (removed + put_back) as f64;
            let much = before > records as f64 * parameters.warn_share && records >= parameters.warn_records;
            (much || put_back > 0).then(|| Warning {
                outlet: name.clone(),
                records,
                removed,
                put_back,
            })
        });
        warnings.collect()
    }
}
