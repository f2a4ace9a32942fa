//! Records that the audit reads: those of the articles in a case, and the older texts that an address had before. In: what
//! was taken in, and the scan's records. Out: pages in hand.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::body::Body;
use super::super::intake::Intake;
use crate::audit::{self, Page};
use crate::document::{Facts, Finding, RecordEntry};
use crate::error::Result;
use crate::ledger;

/// An older text at the address of an article.
#[derive(Clone, Copy, Debug)]
pub(super) enum Earlier {
    /// An article of the corpus.
    Article(u32),
    /// A record of which no article is kept, by its number of reading.
    Version(u32),
}

/// For each article the text that its address had before.
pub(super) fn revised(intake: &Intake, records: &[RecordEntry]) -> BTreeMap<u32, Earlier> {
    let mut found = BTreeMap::new();
    let mut of_address: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (rank, body) in (0..).zip(&intake.bodies) {
        if let Some(address) = body.party.address {
            of_address.entry(address).or_default().push(rank);
        }
    }
    for ranks in of_address.into_values() {
        for pair in ranks.windows(2) {
            if let [earlier, later] = pair {
                found.insert(*later, Earlier::Article(*earlier));
            }
        }
    }
    let mut versions: BTreeMap<(&str, &str), Vec<(u32, u32)>> = BTreeMap::new();
    for (number, (head, entry)) in (0..).zip(intake.records.iter().zip(records)) {
        // A single version that is the newest has no elder.
        if head.usable && !(entry.newest && entry.version == 1) {
            let of_record = versions.entry((&head.dataset, &head.id)).or_default();
            of_record.push((entry.version, number));
        }
    }
    let elder: BTreeMap<u32, u32> = versions
        .into_values()
        .filter_map(|mut of_record| {
            of_record.sort_unstable();
            let (_, newest) = of_record.pop()?;
            let (_, before) = of_record.pop()?;
            Some((newest, before))
        })
        .collect();
    for (rank, body) in (0..).zip(&intake.bodies) {
        if body.ordinal == 0
            && let Some(&before) = elder.get(&body.record)
        {
            found.insert(rank, Earlier::Version(before));
        }
    }
    found
}

/// Records that were read, for one portion of cases.
pub(super) struct Shelf<'a> {
    scan: &'a ledger::Scan,
    bodies: &'a [Body],
    read: HashMap<u32, Arc<Facts>>,
}

impl<'a> Shelf<'a> {
    /// Records that are kept at once.
    const MOST: usize = 256;

    pub(super) fn new(scan: &'a ledger::Scan, bodies: &'a [Body]) -> Self {
        Self {
            scan,
            bodies,
            read: HashMap::new(),
        }
    }

    fn record(&mut self, record: u32) -> Result<Arc<Facts>> {
        if let Some(facts) = self.read.get(&record) {
            return Ok(Arc::clone(facts));
        }
        if self.read.len() >= Self::MOST {
            self.read.clear();
        }
        let facts = Arc::new(self.scan.read(record)?);
        self.read.insert(record, Arc::clone(&facts));
        Ok(facts)
    }

    /// The facts of an article's record, and its ordinal.
    pub(super) fn article(&mut self, rank: u32) -> Result<Option<Held>> {
        let Some(body) = self.bodies.get(rank as usize) else {
            return Ok(None);
        };
        Ok(Some(Held {
            rank,
            ordinal: body.ordinal,
            facts: self.record(body.record)?,
        }))
    }

    /// What an article's older text tells.
    pub(super) fn revision(&mut self, rank: u32, earlier: Earlier) -> Result<Option<Finding>> {
        let Some(now) = self.article(rank)? else {
            return Ok(None);
        };
        let before = match earlier {
            Earlier::Article(earlier) => self.article(earlier)?,
            Earlier::Version(record) => Some(Held {
                rank,
                ordinal: 0,
                facts: self.record(record)?,
            }),
        };
        let pages = now.page().zip(before.as_ref().and_then(Held::page));
        let kept = matches!(earlier, Earlier::Article(_));
        Ok(pages.and_then(|(now, before)| audit::revision(now, before, kept)))
    }
}

/// An article with the facts of its record in hand.
pub(super) struct Held {
    rank: u32,
    ordinal: u32,
    facts: Arc<Facts>,
}

impl Held {
    pub(super) fn page(&self) -> Option<Page<'_>> {
        Page::new(self.rank, &self.facts, self.ordinal)
    }
}
