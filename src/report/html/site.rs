//! What every page is made from: the store, its figures, the language, and how pages are linked.

use std::collections::HashSet;

use super::address::{Address, FindingsOf};
use super::language::Language;
use crate::ledger::{Digest, Sheet, Store};

/// The pages that a report of files has; what is not among them is named without a link.
#[derive(Clone, Debug, Default)]
pub struct Held {
    pages: HashSet<Address>,
    /// Families, quotes, articles, outlets and findings of which the report has at most this many each.
    pub top: u32,
}

impl Held {
    /// The report has these pages.
    pub fn new(pages: impl IntoIterator<Item = Address>, top: u32) -> Self {
        Self {
            pages: pages.into_iter().collect(),
            top,
        }
    }
}

/// How a page leads to another.
#[derive(Clone, Copy, Debug)]
pub enum Links<'pages> {
    /// By relative file names, to the pages that are held.
    Files(&'pages Held),
    /// By paths with queries, to all pages.
    Live,
}

/// A store as pages.
#[derive(Clone, Copy, Debug)]
pub struct Site<'store> {
    /// What is shown.
    pub store: &'store Store,
    /// Its figures.
    pub digest: &'store Digest,
    /// The language of the pages.
    pub language: Language,
    /// How they are linked.
    pub links: Links<'store>,
    /// The name of the store, as its pages give it.
    pub name: &'store str,
}

/// Rows of a list on one page.
const ROWS: u32 = 100;

impl<'store> Site<'store> {
    /// Where `to` stands, seen from `from`; `None` when it has no page.
    pub fn href(&self, from: &Address, to: &Address) -> Option<String> {
        match self.links {
            Links::Live => Some(to.url()),
            Links::Files(held) if held.pages.contains(to) => {
                Some(format!("{}{}", "../".repeat(from.depth()), to.file()))
            }
            Links::Files(_) => None,
        }
    }

    /// Where a file of the pages stands, seen from `from`.
    pub fn asset(&self, from: &Address, name: &str) -> String {
        match self.links {
            Links::Live => format!("/assets/{name}"),
            Links::Files(_) => format!("{}assets/{name}", "../".repeat(from.depth())),
        }
    }

    /// True when a program serves the pages.
    pub fn is_live(&self) -> bool {
        matches!(self.links, Links::Live)
    }

    /// The sheet of a list with this number.
    pub(super) fn sheet(&self, number: u32) -> Sheet {
        self.sheet_of(number, ROWS)
    }

    /// The sheet of a list with so many rows on a page; a report of files has no more rows than it has pages.
    pub(super) fn sheet_of(&self, number: u32, rows: u32) -> Sheet {
        let rows = match self.links {
            Links::Live => rows,
            Links::Files(held) => rows.min(held.top.max(1)),
        };
        Sheet { number, rows }
    }

    /// The rows of a sheet as far as the list goes: in a report of files the last sheet ends where its pages end.
    pub(super) fn within<T>(&self, sheet: Sheet, mut rows: Vec<T>) -> Vec<T> {
        if let Links::Files(held) = self.links {
            let before = u64::from(sheet.number) * u64::from(sheet.rows);
            let left = u64::from(held.top).saturating_sub(before);
            rows.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        }
        rows
    }

    /// How many of `total` rows the sheets of a list show altogether.
    pub(super) fn listed(&self, total: u64) -> u64 {
        match self.links {
            Links::Live => total,
            Links::Files(held) => total.min(u64::from(held.top)),
        }
    }
}

/// The page of the findings of a rule.
pub(super) fn findings_of_rule(rule: crate::document::Rule) -> Address {
    Address::Findings {
        filter: FindingsOf {
            rule: Some(rule),
            ..FindingsOf::default()
        },
        sheet: 0,
    }
}

/// The page of the findings of a severity.
pub(super) fn findings_of_severity(severity: crate::document::Severity) -> Address {
    Address::Findings {
        filter: FindingsOf {
            severity: Some(severity),
            ..FindingsOf::default()
        },
        sheet: 0,
    }
}
