//! The whole decision: which records go and which spans of the others. In: a store and what the user wishes. Out: a
//! [`Plan`], complete and checked; what is written afterwards follows from it alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::containment::Containment;
use super::cuts::{self, Decided};
use super::duplicates::{self, Class, Fate};
use super::fitting::{self, Wanted};
use super::outlets::{Guard, Warning};
use super::preference::{self, Policy};
use super::removal::{Keeper, Level, Removal, Rule};
use super::settling;
use crate::config::CleanParameters;
use crate::document::{Facts, Format};
use crate::error::{Error, Result};
use crate::ledger::{Holdings, Store};
use crate::nearest;

/// Records whose facts are held at once.
const BATCH: usize = 1024;

/// What becomes of articles inside of other pages, at their level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Embedded {
    /// They become records of their own; those that stand in what is kept go.
    #[default]
    Split,
    /// They go.
    Drop,
}

/// What the user wants to have removed.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The levels.
    pub levels: Vec<Level>,
    /// What becomes of embedded articles.
    pub embedded: Embedded,
    /// Which of several copies is kept.
    pub keep: Policy,
    /// Outlets of which nothing is removed.
    pub protected: Vec<String>,
    /// The most that one outlet may lose of its records, 0 to 1.
    pub outlet_cap: Option<f64>,
    /// Name of the dataset that others are held against, and that is not written.
    pub reference: Option<String>,
    /// A mark to put in the place of a passage that is cut.
    pub mask: Option<String>,
    /// Thresholds.
    pub parameters: CleanParameters,
}

impl Wishes {
    /// Whether a level was asked for.
    pub fn at(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }

    /// Whether embedded articles go, whatever they are.
    pub fn drops_embedded(&self) -> bool {
        self.at(Level::Embedded) && self.embedded == Embedded::Drop
    }

    /// Whether they become records of their own.
    pub fn splits_embedded(&self) -> bool {
        self.at(Level::Embedded) && self.embedded == Embedded::Split
    }
}

/// What goes and what stays.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// By record number.
    pub fates: Vec<Fate>,
    /// By record, then place.
    pub removals: Vec<Removal>,
    /// Outlets that lose much.
    pub warnings: Vec<Warning>,
    /// Records whose text was to be cut and cannot be written back, with the reason: their text stays whole.
    pub uncut: BTreeMap<&'static str, u64>,
    /// Records that share an id with a newer text and were not compared.
    pub older_versions: u64,
}

impl Plan {
    /// The spans to cut out of a record that stays.
    pub fn cuts(&self, record: u32) -> &[Removal] {
        of_record(&self.removals, record)
    }

    /// Whether a record stays.
    pub fn stays(&self, record: u32) -> bool {
        self.fates.get(record as usize) != Some(&Fate::Removed)
    }
}

/// The removals of a record among removals that are sorted by record.
fn of_record(removals: &[Removal], record: u32) -> &[Removal] {
    let start = removals.partition_point(|removal| removal.record < record);
    let rest = removals.get(start..).unwrap_or_default();
    let own = rest.partition_point(|removal| removal.record == record);
    rest.get(..own).unwrap_or_default()
}

/// Makes the plan.
///
/// # Errors
/// [`Error::Usage`] for a protected outlet that the store does not know; otherwise when the store cannot be read.
pub fn plan(store: &Store, holdings: &Holdings, wishes: &Wishes) -> Result<Plan> {
    let classes = classes(holdings, wishes)?;
    let class = |record: u32| classes.get(record as usize).map_or(0, |&class| class as u8);
    let visit = preference::order(holdings, &wishes.keep, class);
    let mut containment = Containment::new(store, holdings);
    let mut plan = Plan {
        fates: vec![Fate::Kept; holdings.records.len()],
        ..Plan::default()
    };
    let mut embedded_copies = BTreeMap::new();
    let mut guard = Guard::new(holdings, &classes, wishes.outlet_cap);
    if wishes.at(Level::Articles) {
        let decided = duplicates::decide(holdings, &visit, &classes, &mut containment, wishes)?;
        (plan.fates, plan.removals, embedded_copies) = decided;
        guard.put_back(&mut plan.fates, &mut plan.removals);
    }
    let passages = if wishes.at(Level::Passages) {
        let decided = Decided {
            holdings,
            visit: &visit,
            classes: &classes,
            fates: &plan.fates,
            embedded_go: wishes.drops_embedded(),
            embedded_copies: &embedded_copies,
        };
        cuts::passages(&decided, &wishes.parameters)
    } else {
        Vec::new()
    };
    let mut emptied = plan.fit(store, holdings, &classes, &passages, &embedded_copies, wishes)?;
    // The least preferred go first.
    let place: HashMap<u32, usize> = visit.iter().copied().zip(0..).collect();
    emptied.sort_by_key(|record| std::cmp::Reverse(place.get(record)));
    let stay = guard.must_stay(&emptied, &plan.fates);
    emptied.retain(|record| !stay.contains(record));
    // What was split out of them was cut round the passages.
    plan.removals
        .retain(|removal| removal.rule.level() == Level::Lines || !stay.contains(&removal.record));
    if !emptied.is_empty() {
        plan.remove_emptied(&emptied, &mut containment)?;
    }
    plan.removals.sort_by_key(|removal| {
        (
            removal.record,
            removal.place.map(|(span, _)| span),
            removal.article,
        )
    });
    settling::settle(&mut plan);
    // One whose text stands elsewhere to the letter goes like any other.
    let versions = holdings.records.iter().zip(&plan.fates);
    plan.older_versions = versions
        .zip(&classes)
        .filter(|((record, fate), class)| {
            !record.newest && **fate == Fate::Kept && **class != Class::Reference
        })
        .count() as u64;
    plan.warnings = guard.warnings(&plan.fates, &wishes.parameters);
    Ok(plan)
}

fn classes(holdings: &Holdings, wishes: &Wishes) -> Result<Vec<Class>> {
    let mut protected = HashSet::new();
    for name in &wishes.protected {
        match holdings.outlets.binary_search(name) {
            Ok(outlet) => protected.insert(outlet as u32),
            Err(_) => {
                let near = nearest::nearest(name, holdings.outlets.iter().cloned(), 3);
                let meant = nearest::suggestion(&near);
                return Err(Error::Usage(format!(
                    "no publisher of this corpus is called {name}{meant}"
                )));
            }
        };
    }
    let hosts = preference::hosts(holdings);
    let reference = wishes
        .reference
        .as_ref()
        .and_then(|name| holdings.datasets.binary_search(name).ok());
    let class = |(record, host): (
        &crate::ledger::HeldRecord,
        &Option<(u32, crate::ledger::HeldArticle)>,
    )| {
        if reference == Some(record.dataset as usize) {
            return Class::Reference;
        }
        let publisher = host.and_then(|(_, article)| article.publisher);
        match publisher {
            Some(publisher) if protected.contains(&publisher) => Class::Protected,
            _ => Class::Ordinary,
        }
    };
    Ok(holdings.records.iter().zip(&hosts).map(class).collect())
}

impl Plan {
    /// Fits the cuts to their records. Gives those that have nothing left of their own.
    fn fit(
        &mut self,
        store: &Store,
        holdings: &Holdings,
        classes: &[Class],
        passages: &[Removal],
        embedded_copies: &BTreeMap<u32, Keeper>,
        wishes: &Wishes,
    ) -> Result<Vec<u32>> {
        let wanted = Wanted {
            lines: wishes.at(Level::Lines),
            embedded: wishes.at(Level::Embedded).then_some(wishes.embedded),
            embedded_copies,
            masked: wishes.mask.is_some(),
        };
        let concerned: Vec<u32> = if wanted.lines || wanted.embedded.is_some() {
            let records = (0..).zip(self.fates.iter().zip(classes));
            let stays = |&(_, (fate, class)): &(u32, (&Fate, &Class))| {
                *fate == Fate::Kept && *class == Class::Ordinary
            };
            records.filter(stays).map(|(record, _)| record).collect()
        } else {
            let mut records: Vec<u32> = passages.iter().map(|cut| cut.record).collect();
            records.dedup();
            records
        };
        let ranges = duplicates::ranges(holdings);
        let mut emptied = Vec::new();
        for records in concerned.chunks(BATCH) {
            let facts = store.facts_of(records)?;
            for (&record, facts) in records.iter().zip(&facts) {
                let own = of_record(passages, record);
                let first = ranges.get(record as usize).map_or(0, |range| range.start as u32);
                let blocks = boilerplate(holdings, record);
                let parameters = &wishes.parameters;
                let mut cuts = fitting::fit(facts, record, first, own, &blocks, wanted, parameters);
                if facts.record.format == Format::Parquet {
                    let all = cuts.len();
                    cuts.retain(|cut| cut.rule != Rule::SplitOut);
                    if cuts.len() < all {
                        *self.uncut.entry(NOT_SPLIT).or_insert(0) += 1;
                    }
                }
                if cuts.is_empty() {
                    continue;
                }
                if !own.is_empty() && fitting::leaves_nothing(facts, &cuts) {
                    emptied.push(record);
                    self.removals.extend(cuts);
                } else if let Some(reason) = unwritable(facts) {
                    *self.uncut.entry(reason).or_insert(0) += 1;
                } else {
                    self.removals.extend(cuts);
                }
            }
        }
        Ok(emptied)
    }

    /// Removes records of which every word stands elsewhere. Who named one of them as a keeper is given what that one
    /// is removed for.
    fn remove_emptied(&mut self, emptied: &[u32], containment: &mut Containment<'_>) -> Result<()> {
        let gone: HashSet<u32> = emptied.iter().copied().collect();
        // For each, the keepers of its cuts: the largest first.
        let mut behind: HashMap<u32, Vec<Removal>> = HashMap::new();
        for removal in &self.removals {
            if gone.contains(&removal.record) && removal.rule == Rule::CarriedPassage {
                behind.entry(removal.record).or_default().push(*removal);
            }
        }
        let length = |cut: &Removal| cut.place.map_or(0, |(span, _)| span.len());
        for cuts in behind.values_mut() {
            cuts.sort_by_key(|cut| std::cmp::Reverse(length(cut)));
        }
        let follow = |keeper: Keeper| -> Keeper {
            let mut keeper = keeper;
            // Each step leads to a preferred record, so that it ends.
            while let Some(cuts) = behind.get(&keeper.record) {
                let shared = |cut: &&Removal| match (keeper.place, cut.place) {
                    (Some((wanted, _)), Some((span, _))) => wanted.overlap(span),
                    _ => length(cut),
                };
                let Some(next) = cuts.iter().max_by_key(shared).and_then(|cut| cut.keeper) else {
                    break;
                };
                keeper = next;
            }
            keeper
        };
        let mut removals = Vec::with_capacity(self.removals.len());
        for mut removal in std::mem::take(&mut self.removals) {
            if gone.contains(&removal.record) {
                continue;
            }
            if let Some(keeper) = &mut removal.keeper
                && gone.contains(&keeper.record)
            {
                let last = follow(*keeper);
                if let (None, Some(article), Some(other)) = (removal.place, removal.article, last.article) {
                    removal.rule = Rule::NothingLeft;
                    // What takes out a whole record names no place.
                    *keeper = Keeper {
                        contained: containment.of(article, other)?,
                        place: None,
                        ..last
                    };
                } else {
                    *keeper = last;
                }
            }
            removals.push(removal);
        }
        for &record in emptied {
            let Some(largest) = behind.get(&record).and_then(|cuts| cuts.first()) else {
                continue;
            };
            let Some(keeper) = largest.keeper.map(follow) else {
                continue;
            };
            let contained = match (largest.article, keeper.article) {
                (Some(article), Some(other)) => containment.of(article, other)?,
                _ => keeper.contained,
            };
            removals.push(Removal {
                rule: Rule::NothingLeft,
                place: None,
                keeper: Some(Keeper {
                    contained,
                    place: None,
                    ..keeper
                }),
                ..*largest
            });
            if let Some(fate) = self.fates.get_mut(record as usize) {
                *fate = Fate::Removed;
            }
        }
        self.removals = removals;
        Ok(())
    }
}

fn boilerplate(holdings: &Holdings, record: u32) -> Vec<u32> {
    let start = holdings.boilerplate.partition_point(|&(other, _)| other < record);
    let rest = holdings.boilerplate.get(start..).unwrap_or_default();
    rest.iter()
        .take_while(|&&(other, _)| other == record)
        .map(|&(_, block)| block)
        .collect()
}

/// Why an embedded article is not split out of a record.
const NOT_SPLIT: &str = "rows of Parquet files with an embedded article: it stays in its row";

/// Why the text of a record cannot be written back where it came from.
fn unwritable(facts: &Facts) -> Option<&'static str> {
    match facts.record.format {
        // Written is the text alone, as JSONL.
        Format::Warc => None,
        Format::Html => {
            Some("HTML pages: their text is extracted, and a page with holes in it would be no page")
        }
        Format::Markdown => {
            Some("Markdown files: their text is compared without its marks, which would be lost")
        }
        _ if facts.record.replacements > 0 => Some("records with damaged characters"),
        _ if facts.record.encoding != "UTF-8" => Some("records that are not in UTF-8"),
        _ => None,
    }
}
