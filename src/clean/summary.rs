//! What a plan does, in figures: by level, rule, outlet and month.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::duplicates::Fate;
use super::outlets::Warning;
use super::plan::Plan;
use super::preference;
use super::removal::Rule;
use crate::document::Status;
use crate::ledger::Holdings;

/// Records and what is taken of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Records that were read.
    pub records: u64,
    /// Records that stay.
    pub kept: u64,
    /// Records that go.
    pub removed: u64,
    /// Records that stay and lose a part of their text.
    pub cut: u64,
}

/// What a plan does.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Which of several copies stays.
    pub keep: &'static str,
    /// Everything.
    #[serde(flatten)]
    pub total: Counts,
    /// Records that could not be read; they stay as they are.
    pub unreadable: u64,
    /// Records of which a newer text with the same id exists; they were not compared and stay.
    pub older_versions: u64,
    /// Embedded articles that became records of their own.
    pub split_out: u64,
    /// Bytes of decoded text that were read.
    pub text_bytes: u64,
    /// Bytes of decoded text that stay.
    pub text_bytes_kept: u64,
    /// Removals by rule, in order of their levels.
    pub rules: BTreeMap<&'static str, u64>,
    /// Characters cut out of records that stay, by level.
    pub cut_characters: BTreeMap<&'static str, u64>,
    /// By publisher.
    pub outlets: BTreeMap<String, Counts>,
    /// By month of publication, `2022-01`; `unknown` where there is no time.
    pub months: BTreeMap<String, Counts>,
    /// Outlets that lose much.
    pub warnings: Vec<Warning>,
    /// Records that were to be cut and stay whole, by reason.
    pub uncut: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// Counts what a plan does. `month` gives the month of a time in seconds.
    pub fn of(plan: &Plan, holdings: &Holdings, keep: &'static str, reference: Option<usize>) -> Self {
        let mut summary = Self {
            keep,
            older_versions: plan.older_versions,
            warnings: plan.warnings.clone(),
            uncut: plan.uncut.clone(),
            ..Self::default()
        };
        let hosts = preference::hosts(holdings);
        let records = holdings.records.iter().zip(&hosts).zip(&plan.fates);
        for (number, ((record, host), &fate)) in (0..).zip(records) {
            if reference == Some(record.dataset as usize) {
                continue;
            }
            let cuts = if fate == Fate::Kept {
                plan.cuts(number)
            } else {
                &[]
            };
            let one = Counts {
                records: 1,
                kept: u64::from(fate == Fate::Kept),
                removed: u64::from(fate == Fate::Removed),
                cut: u64::from(!cuts.is_empty()),
            };
            let article = host.map(|(_, article)| article);
            let outlet = article.and_then(|article| holdings.outlets.get(article.publisher? as usize));
            let outlet = outlet.map_or("unknown", String::as_str);
            let month = article.and_then(|article| article.seconds).and_then(month);
            summary.total.add(one);
            summary.outlets.entry(outlet.to_owned()).or_default().add(one);
            let month = month.unwrap_or_else(|| "unknown".to_owned());
            summary.months.entry(month).or_default().add(one);
            summary.unreadable += u64::from(matches!(record.status, Status::Unreadable | Status::Oversize));
            summary.text_bytes += record.text_bytes;
            if fate == Fate::Kept {
                let gone = cuts.iter().filter(|cut| cut.rule != Rule::SplitOut);
                let gone: usize = gone.filter_map(|cut| Some(cut.place?.0.len())).sum();
                summary.text_bytes_kept += record.text_bytes.saturating_sub(gone as u64);
            }
        }
        let mut split = BTreeSet::new();
        for removal in &plan.removals {
            *summary.rules.entry(removal.rule.name()).or_insert(0) += 1;
            if removal.rule == Rule::SplitOut {
                split.extend(removal.article);
            } else if let Some((_, chars)) = removal.place {
                let level = removal.rule.level().name();
                *summary.cut_characters.entry(level).or_insert(0) += chars.len() as u64;
            }
        }
        summary.split_out = split.len() as u64;
        summary
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.records += other.records;
        self.kept += other.kept;
        self.removed += other.removed;
        self.cut += other.cut;
    }
}

/// The month of a time, as it was in China: pages print local time.
fn month(seconds: i64) -> Option<String> {
    let time = jiff::tz::offset(8).to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(format!("{:04}-{:02}", time.year(), time.month()))
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn months_are_those_that_pages_print() {
        assert_eq!(month(1_640_966_400 - 1).as_deref(), Some("2021-12"));
        // Midnight of the first of January 2022 in Beijing.
        assert_eq!(month(1_640_966_400).as_deref(), Some("2022-01"));
    }
}
