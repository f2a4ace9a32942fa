//! What an audit says: findings sorted by where they stand (open, let pass, rejected by an auditor), counted, and shown as text,
//! JSON, SARIF or a spreadsheet.

mod explanation;
mod human;
mod rows;
mod sarif;
mod verdicts;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::audit::Allowance;
use crate::document::{Judgement, Rule, Severity};
use crate::ledger::{FindingFilter, FindingView};

pub use explanation::{explanation, rules};
pub use human::human;
pub(in crate::report) use human::texts;
pub use rows::{Rows, table};
pub use sarif::sarif;
pub use verdicts::verdicts;

/// Where a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts, confirmed by an auditor or not yet looked at.
    Open,
    /// Somebody lets it pass, for this reason.
    Allowed(String),
    /// An auditor rejected it.
    Rejected,
}

impl Standing {
    /// One word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Allowed(_) => "allowed",
            Self::Rejected => "rejected",
        }
    }
}

/// A finding and where it stands.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The finding.
    pub finding: FindingView,
    /// Where it stands.
    pub standing: Standing,
}

impl Entry {
    /// True when an auditor said that it is right.
    pub fn is_confirmed(&self) -> bool {
        let verdict = self.finding.verdict.as_ref();
        verdict.is_some_and(|verdict| verdict.verdict == Judgement::Confirmed)
    }
}

/// The findings of a store, sorted by where they stand.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// In the order of the store: what matters most first.
    pub entries: Vec<Entry>,
    /// Allowances that let nothing pass, in their order: where each stands and what it says.
    pub unused: Vec<String>,
}

/// How many findings of a rule there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule's name.
    pub rule: &'static str,
    /// Findings of it.
    pub findings: u64,
    /// By the word of the severity.
    pub by_severity: BTreeMap<&'static str, u64>,
}

/// The figures of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Findings that count.
    pub findings: u64,
    /// Those by the word of the severity, every severity named.
    pub by_severity: BTreeMap<&'static str, u64>,
    /// Those by rule, in the order of the catalogue.
    pub by_rule: Vec<RuleCount>,
    /// Those that an auditor confirmed.
    pub confirmed: u64,
    /// Findings that somebody lets pass.
    pub allowed: u64,
    /// Findings that an auditor rejected.
    pub rejected: u64,
    /// Allowances that let nothing pass.
    pub unused_allowances: Vec<String>,
}

impl Audit {
    /// Sorts all findings of a store. A finding that an auditor rejected is rejected, whatever else is said of it; an allowance
    /// is used when it covers any finding, also one that `filter` leaves out.
    pub fn sort(findings: Vec<FindingView>, filter: &FindingFilter, allowances: &[Allowance]) -> Self {
        let mut used = vec![false; allowances.len()];
        let mut entries = Vec::new();
        for finding in findings {
            let page = &finding.here.page;
            let mut reason = None;
            for (allowance, used) in allowances.iter().zip(&mut used) {
                if allowance.covers(finding.rule, &page.article_id, page.publisher.as_deref()) {
                    *used = true;
                    reason.get_or_insert_with(|| allowance.reason.clone());
                }
            }
            if !filter.admits(&finding) {
                continue;
            }
            let verdict = finding.verdict.as_ref().map(|verdict| verdict.verdict);
            let standing = match (verdict, reason) {
                (Some(Judgement::Rejected), _) => Standing::Rejected,
                (_, Some(reason)) => Standing::Allowed(reason),
                _ => Standing::Open,
            };
            entries.push(Entry { finding, standing });
        }
        let unused = allowances
            .iter()
            .zip(used)
            .filter(|(_, used)| !used)
            .map(|(allowance, _)| {
                format!(
                    "{}: no finding of {} to let pass ({})",
                    allowance.origin,
                    allowance.rule.name(),
                    allowance.reason
                )
            })
            .collect();
        Self { entries, unused }
    }

    /// The findings that count.
    pub fn open(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.standing == Standing::Open)
    }

    /// The figures.
    pub fn counts(&self) -> Counts {
        let severities = || {
            Severity::ALL
                .iter()
                .map(|severity| (severity.name(), 0))
                .collect::<BTreeMap<_, _>>()
        };
        let mut counts = Counts {
            by_severity: severities(),
            unused_allowances: self.unused.clone(),
            ..Counts::default()
        };
        let mut by_rule: BTreeMap<Rule, RuleCount> = BTreeMap::new();
        for entry in &self.entries {
            match entry.standing {
                Standing::Open => {
                    let (rule, severity) = (entry.finding.rule, entry.finding.severity.name());
                    counts.findings += 1;
                    counts.confirmed += u64::from(entry.is_confirmed());
                    *counts.by_severity.entry(severity).or_default() += 1;
                    let count = by_rule.entry(rule).or_insert_with(|| RuleCount {
                        rule: rule.name(),
                        findings: 0,
                        by_severity: severities(),
                    });
                    count.findings += 1;
                    *count.by_severity.entry(severity).or_default() += 1;
                }
                Standing::Allowed(_) => counts.allowed += 1,
                Standing::Rejected => counts.rejected += 1,
            }
        }
        counts.by_rule = by_rule.into_values().collect();
        counts
    }
}
