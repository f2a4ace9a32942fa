//! Whole records that others make needless. In: the holdings, the records in order of preference, what is known of
//! pairs. Out: the fate of each record and the removals.
//!
//! Records are visited in order of preference; one goes when each of its articles stands in an article, of another record,
//! that was visited before and stays. So no keeper is ever removed, and A ~ B ~ C removes C only if C stands in A.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::containment::{Contained, Containment};
use super::plan::Wishes;
use super::removal::{Keeper, Removal, Rule};
use crate::config::CleanParameters;
use crate::document::Status;
use crate::error::Result;
use crate::ledger::Holdings;

/// What becomes of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    #[default]
    Kept,
    /// It goes.
    Removed,
}

/// How a record is to be treated whatever its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Of the reference: stays, and is not written.
    Reference,
    /// Stays, and others go for it.
    Protected,
    /// As it comes.
    Ordinary,
}

/// True for an article that goes where embedded articles do: nothing can go in its favour.
pub fn is_cut_out(holdings: &Holdings, article: u32, class: Class) -> bool {
    let held = holdings.articles.get(article as usize);
    class == Class::Ordinary && held.is_some_and(|held| held.ordinal > 0)
}

/// Articles of a record, as a range of article numbers.
pub fn ranges(holdings: &Holdings) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::with_capacity(holdings.records.len());
    let mut start = 0;
    for record in 0..holdings.records.len() {
        let rest = holdings.articles.get(start..).unwrap_or_default();
        let count = rest
            .iter()
            .take_while(|article| article.record as usize == record)
            .count();
        ranges.push(start..start + count);
        start += count;
    }
    ranges
}

/// What is decided: the fate of each record, the removals, and embedded articles of records that stay which stand in
/// what is kept, with what they go for.
pub type Decided = (Vec<Fate>, Vec<Removal>, BTreeMap<u32, Keeper>);

/// Decides on all records. `visit` holds them in order of preference; `classes` by record.
///
/// # Errors
/// When the store cannot be read.
pub fn decide(
    holdings: &Holdings,
    visit: &[u32],
    classes: &[Class],
    containment: &mut Containment<'_>,
    wishes: &Wishes,
) -> Result<Decided> {
    let mut decision = Decision {
        holdings,
        classes,
        parameters: &wishes.parameters,
        embedded_go: wishes.drops_embedded(),
        gone: HashSet::new(),
        centres: centres(holdings),
        // What was not visited is no keeper.
        stays: vec![false; holdings.records.len()],
        texts: HashMap::new(),
        mates: HashMap::new(),
    };
    let articles = ranges(holdings);
    let mut fates = vec![Fate::Kept; holdings.records.len()];
    let mut removals = Vec::new();
    for &record in visit {
        let own = articles.get(record as usize).cloned().unwrap_or_default();
        let own: Vec<u32> = own.map(|article| article as u32).collect();
        let found = decision.removals(record, &own, containment)?;
        if found.is_empty() {
            decision.keep(record, &own);
        } else {
            removals.extend(found);
            if let Some(fate) = fates.get_mut(record as usize) {
                *fate = Fate::Removed;
            }
        }
    }
    let copies = if wishes.splits_embedded() {
        decision.embedded_copies(visit, &articles, &removals, containment)?
    } else {
        BTreeMap::new()
    };
    Ok((fates, removals, copies))
}

/// The centre of each article's cluster.
fn centres(holdings: &Holdings) -> Vec<Option<u32>> {
    let mut centres = vec![None; holdings.articles.len()];
    for copy in &holdings.copies {
        for member in [copy.article, copy.centre] {
            if let Some(centre) = centres.get_mut(member as usize) {
                *centre = Some(copy.centre);
            }
        }
    }
    centres
}

struct Decision<'a> {
    holdings: &'a Holdings,
    classes: &'a [Class],
    parameters: &'a CleanParameters,
    /// Embedded articles are cut out of the records that stay.
    embedded_go: bool,
    /// Those that are cut out of them all the same, because they stand elsewhere.
    gone: HashSet<u32>,
    centres: Vec<Option<u32>>,
    /// By record: it was visited and stays.
    stays: Vec<bool>,
    /// The first record that stays with a text: by hash and length.
    texts: HashMap<(u64, u64), u32>,
    /// By centre: the members that stay, the preferred first.
    mates: HashMap<u32, Vec<u32>>,
}

impl Decision<'_> {
    fn class(&self, record: u32) -> Class {
        self.classes
            .get(record as usize)
            .copied()
            .unwrap_or(Class::Ordinary)
    }

    fn keep(&mut self, record: u32, articles: &[u32]) {
        if let Some(stays) = self.stays.get_mut(record as usize) {
            *stays = true;
        }
        if let Some(held) = self.holdings.records.get(record as usize)
            && held.text_bytes > 0
        {
            self.texts
                .entry((held.text_hash, held.text_bytes))
                .or_insert(record);
        }
        for &article in articles {
            if self.stays(article)
                && let Some(&Some(centre)) = self.centres.get(article as usize)
            {
                self.mates.entry(centre).or_default().push(article);
            }
        }
    }

    /// What takes the record out: a removal for each of its articles; none when it stays.
    fn removals(
        &self,
        record: u32,
        articles: &[u32],
        containment: &mut Containment<'_>,
    ) -> Result<Vec<Removal>> {
        let Some(held) = self.holdings.records.get(record as usize) else {
            return Ok(Vec::new());
        };
        if self.class(record) != Class::Ordinary || !matches!(held.status, Status::Ok | Status::NoArticle) {
            return Ok(Vec::new());
        }
        let removal = |rule, article, keeper| Removal {
            rule,
            record,
            article,
            place: None,
            keeper: Some(keeper),
            passage: None,
        };
        if let Some(&twin) = self.texts.get(&(held.text_hash, held.text_bytes)) {
            let keeper = Keeper {
                record: twin,
                article: None,
                place: None,
                contained: Contained {
                    share: 1.0,
                    of_other: 1.0,
                    identity: 1.0,
                    other_figures: false,
                },
            };
            let rule = match self.class(twin) {
                Class::Reference => Rule::InReference,
                _ => Rule::SameText,
            };
            return Ok(vec![removal(rule, articles.first().copied(), keeper)]);
        }
        let mut found = Vec::new();
        for &article in articles {
            if self.chars(article) == 0 {
                continue;
            }
            let Some((rule, keeper)) = self.keeper(record, article, containment)? else {
                return Ok(Vec::new());
            };
            found.push(removal(rule, Some(article), keeper));
            if rule == Rule::HoldsReference {
                // Whatever else the record holds, it must not go where the reference is used to measure.
                return Ok(found);
            }
        }
        Ok(found)
    }

    /// Embedded articles of records that stay which stand in another record that stays. The least preferred are asked
    /// first; what another record went for stays.
    fn embedded_copies(
        &mut self,
        visit: &[u32],
        articles: &[std::ops::Range<usize>],
        removals: &[Removal],
        containment: &mut Containment<'_>,
    ) -> Result<BTreeMap<u32, Keeper>> {
        let mut keepers: HashSet<u32> = removals
            .iter()
            .filter_map(|removal| removal.keeper?.article)
            .collect();
        let mut copies = BTreeMap::new();
        for &record in visit.iter().rev() {
            let stays = self.stays.get(record as usize).copied().unwrap_or(false);
            if !stays || self.class(record) != Class::Ordinary {
                continue;
            }
            let own = articles.get(record as usize).cloned().unwrap_or_default();
            // The first is the host.
            for article in own.skip(1).map(|article| article as u32) {
                if self.chars(article) == 0 || keepers.contains(&article) {
                    continue;
                }
                if let Some((rule, keeper)) = self.keeper(record, article, containment)?
                    && rule != Rule::HoldsReference
                {
                    self.gone.insert(article);
                    keepers.extend(keeper.article);
                    copies.insert(article, keeper);
                }
            }
        }
        Ok(copies)
    }

    fn chars(&self, article: u32) -> u32 {
        self.holdings
            .articles
            .get(article as usize)
            .map_or(0, |held| held.chars)
    }

    fn record_of(&self, article: u32) -> u32 {
        self.holdings
            .articles
            .get(article as usize)
            .map_or(u32::MAX, |held| held.record)
    }

    fn stays(&self, article: u32) -> bool {
        let record = self.record_of(article);
        let stays = self.stays.get(record as usize).copied().unwrap_or(false);
        let gone = self.gone.contains(&article);
        stays && !gone && !(self.embedded_go && is_cut_out(self.holdings, article, self.class(record)))
    }

    fn equal(&self, one: u32, other: u32) -> bool {
        let body = |article: u32| {
            self.holdings
                .articles
                .get(article as usize)
                .map(|held| held.body_hash)
        };
        body(one) == body(other)
    }

    /// The article that an article can go for.
    fn keeper(
        &self,
        record: u32,
        article: u32,
        containment: &mut Containment<'_>,
    ) -> Result<Option<(Rule, Keeper)>> {
        let cluster = self.centres.get(article as usize).copied().flatten();
        let short = self.chars(article) < self.parameters.least_article;
        let mut best: Option<(Rule, Keeper)> = None;
        for &(_, other, contained) in containment.compared(article) {
            if !self.stays(other) || self.record_of(other) == record {
                continue;
            }
            let equal = self.equal(article, other);
            let copies = cluster.is_some() && cluster == self.centres.get(other as usize).copied().flatten();
            let reference = self.class(self.record_of(other)) == Class::Reference;
            // What differs inside of shared text is not held by the other.
            let (held, least) = if copies {
                (contained.share, self.parameters.near_share)
            } else {
                let held = contained.share * contained.identity;
                (held, self.parameters.contained_share)
            };
            let holds = reference && contained.of_other >= self.parameters.reference_share;
            // A cluster has told bulletins apart by their frames.
            let bulletin = contained.other_figures && !copies;
            let goes = equal || !short && !bulletin && held >= least;
            if !goes && !holds {
                continue;
            }
            let rule = match () {
                () if !goes => Rule::HoldsReference,
                () if reference => Rule::InReference,
                () if equal => Rule::EqualBody,
                () if copies => Rule::NearCopy,
                () => Rule::Contained,
            };
            let better = best
                .as_ref()
                .is_none_or(|(_, keeper)| contained.share > keeper.contained.share);
            if better {
                best = Some((rule, self.kept(other, contained)));
            }
        }
        if best.is_some() {
            return Ok(best);
        }
        let Some(mates) = cluster.and_then(|centre| self.mates.get(&centre)) else {
            return Ok(None);
        };
        let others = mates
            .iter()
            .copied()
            .filter(|&mate| self.stays(mate) && self.record_of(mate) != record);
        if let Some(twin) = others.clone().find(|&mate| self.equal(article, mate)) {
            let whole = Contained {
                share: 1.0,
                of_other: 1.0,
                identity: 1.0,
                other_figures: false,
            };
            return Ok(Some((self.copy_rule(twin, true), self.kept(twin, whole))));
        }
        if short {
            return Ok(None);
        }
        for mate in others.take(self.parameters.mates) {
            let contained = containment.of(article, mate)?;
            if contained.share >= self.parameters.near_share {
                return Ok(Some((self.copy_rule(mate, false), self.kept(mate, contained))));
            }
        }
        Ok(None)
    }

    fn copy_rule(&self, keeper: u32, equal: bool) -> Rule {
        match self.class(self.record_of(keeper)) {
            Class::Reference => Rule::InReference,
            _ if equal => Rule::EqualBody,
            _ => Rule::NearCopy,
        }
    }

    fn kept(&self, article: u32, contained: Contained) -> Keeper {
        Keeper {
            record: self.record_of(article),
            article: Some(article),
            place: None,
            contained,
        }
    }
}
