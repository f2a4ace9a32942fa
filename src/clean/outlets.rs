//! What a removal does to each outlet. In: the fates and removals. Out: records put back where an outlet would lose more
//! than it may, and warnings where one loses so much that the clusters should be looked at first.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::duplicates::Fate;
use super::preference;
use super::removal::Removal;
use crate::config::CleanParameters;
use crate::ledger::Holdings;

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

/// Puts records back until no outlet loses more than `cap` of its records (0 to 1): those first of which the least stands
/// in what is kept. Warns of outlets that lose much all the same, by name.
pub fn guard(
    holdings: &Holdings,
    fates: &mut [Fate],
    removals: &mut Vec<Removal>,
    cap: Option<f64>,
    parameters: &CleanParameters,
) -> Vec<Warning> {
    let hosts = preference::hosts(holdings);
    let outlet = |record: usize| {
        hosts
            .get(record)
            .copied()
            .flatten()
            .and_then(|(_, host)| host.publisher)
    };
    let mut share: HashMap<u32, f32> = HashMap::new();
    for removal in removals.iter() {
        let contained = removal.keeper.map_or(0.0, |keeper| keeper.contained.share);
        let least = share.entry(removal.record).or_insert(contained);
        *least = least.min(contained);
    }
    let mut of_outlet: Vec<(u64, Vec<u32>)> = vec![(0, Vec::new()); holdings.outlets.len()];
    for (record, fate) in fates.iter().enumerate() {
        let found = outlet(record).and_then(|outlet| of_outlet.get_mut(outlet as usize));
        if let Some((records, removed)) = found {
            *records += 1;
            if *fate == Fate::Removed {
                removed.push(record as u32);
            }
        }
    }
    let (mut warnings, mut back) = (Vec::new(), HashSet::new());
    for (name, (records, mut removed)) in holdings.outlets.iter().zip(of_outlet) {
        let before = removed.len();
        if let Some(cap) = cap {
            let most = (records as f64 * cap).floor() as usize;
            removed.sort_by(|one, other| {
                let of = |record: &u32| share.get(record).copied().unwrap_or(0.0);
                of(other).total_cmp(&of(one)).then(one.cmp(other))
            });
            back.extend(removed.iter().skip(most).copied());
            removed.truncate(most);
        }
        let much =
            before as f64 > records as f64 * parameters.warn_share && records >= parameters.warn_records;
        if much || removed.len() < before {
            warnings.push(Warning {
                outlet: name.clone(),
                records,
                removed: removed.len() as u64,
                put_back: (before - removed.len()) as u64,
            });
        }
    }
    for &record in &back {
        if let Some(fate) = fates.get_mut(record as usize) {
            *fate = Fate::Kept;
        }
    }
    removals.retain(|removal| !back.contains(&removal.record));
    warnings
}
