//! Text -> the passages of it that stand in the store: the families they belong to, who carries them and from where.
//!
//! The seeds of the text name articles; those that hold most of them are read and aligned. What a family says about
//! them comes from the ledger, so that a report on thousands of pages is not read thousands of times.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::held::{Held, Hit, held};
use super::queries::{LEAST_ANYWHERE, Query};
use crate::align::Scratch;
use crate::config::TraceParameters;
use crate::document::Span;
use crate::error::Result;
use crate::ledger::{ArticleView, Carrier, FamilyHead, LinkView, PlaceView, Store};
use crate::pipeline::origins::Origin;

/// What a store knows of a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// Letters and digits of the text.
    pub characters: u32,
    /// False for text so short that it is found inside quotes only.
    pub found_anywhere: bool,
    /// Articles that were read and hold some of it.
    pub articles: u64,
    /// Articles that may hold some of it and were not read; they have less of it than those that were. What the
    /// families name is counted there.
    pub unread: u64,
    /// The longest part of the text first.
    pub passages: Vec<TracedPassage>,
    /// Passages that are not shown.
    pub passages_left_out: u64,
}

/// A part of the text that stands in one article or in several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedPassage {
    /// Which part of the text.
    pub of_text: PlaceView,
    /// Its words.
    pub text: String,
    /// The family it belongs to; `None` where the ledger keeps none, because one article holds it alone or what others
    /// have of it is no passage.
    pub family: Option<FamilyHead>,
    /// Who holds it: the first holder, then by rank.
    pub holders: Vec<Holder>,
    /// Carriers of the family that are not shown: beyond the limit, or without this part of it.
    pub holders_left_out: u64,
}

/// An article that holds a part of the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Holder {
    /// The article.
    pub article: ArticleView,
    /// True for the earliest carrier that is known here.
    pub first: bool,
    /// The way on which it came here: root or ghost first, this article last; this article alone when nobody is known
    /// to have handed it on.
    pub way: Vec<Carrier>,
    /// The links behind the last step, with what was weighed.
    pub links: Vec<LinkView>,
    /// Where it stands.
    pub hits: Vec<Hit>,
}

/// Traces a text. At most `limit` passages are shown, and of each at most `limit` holders.
///
/// # Errors
/// [`crate::error::Error::Usage`] for a text that is too short; otherwise when the store cannot be read.
pub fn trace_text(store: &Store, text: &str, limit: usize) -> Result<Trace> {
    trace_origin(store, Origin::of_text(text), limit)
}

pub(super) fn trace_origin(store: &Store, origin: Origin<'_>, limit: usize) -> Result<Trace> {
    let query = Query::new(origin, store)?;
    let mut reader = Reader {
        store,
        query: &query,
        left: TraceParameters::default().read.max(limit),
        read: BTreeMap::new(),
        formulae: Vec::new(),
        scratch: Scratch::default(),
    };
    let unread = reader.read_candidates()?;
    let (mut passages, mut left_out) = reader.of_families(limit)?;
    passages.extend(reader.without_family(limit));
    left_out += passages.len().saturating_sub(limit) as u64;
    passages.sort_by(|a, b| order(a).cmp(&order(b)));
    passages.truncate(limit);
    let articles = reader.holders().count() as u64;
    Ok(Trace {
        characters: query.characters(),
        found_anywhere: query.runs.is_some() || query.origin.form().len() >= LEAST_ANYWHERE,
        articles,
        unread,
        passages,
        passages_left_out: left_out,
    })
}

/// The longest part first, then the one with the most carriers.
fn order(passage: &TracedPassage) -> impl Ord {
    let length = passage.of_text.end - passage.of_text.start;
    let family = passage.family.as_ref();
    (
        std::cmp::Reverse(length),
        std::cmp::Reverse(family.map_or(0, |family| family.carriers)),
        passage.of_text.start,
        family.map(|family| family.family_id.clone()),
        passage.holders.first().map(|holder| holder.article.rank),
    )
}

/// Number and hits of articles, by rank.
type HitsByRank = BTreeMap<u32, (u32, Vec<Hit>)>;

/// An article that was read.
struct Read {
    article: ArticleView,
    held: Held,
}

/// Reads articles, each once, and as many as allowed.
struct Reader<'a> {
    store: &'a Store,
    query: &'a Query<'a>,
    /// How many more may be read.
    left: usize,
    /// By number.
    read: BTreeMap<u32, Read>,
    /// Places of the text that are set phrases or parts of frames.
    formulae: Vec<Span>,
    scratch: Scratch,
}

impl Reader<'_> {
    /// Reads the articles that hold most seeds of the text, and those that equal them; gives how many are left.
    fn read_candidates(&mut self) -> Result<u64> {
        /// Articles that are counted when a run stands in very many.
        const COUNTED: usize = 10_000;
        let mut shared: BTreeMap<u32, u32> = BTreeMap::new();
        if let Some(runs) = &self.query.runs {
            let text = self.query.origin.text;
            let (ranks, _) = runs.may_hold(text, COUNTED)?;
            shared.extend(ranks.into_iter().map(|rank| (rank, 1)));
        }
        for hash in self.query.hashes() {
            for rank in self.store.holders(hash)? {
                *shared.entry(rank).or_default() += 1;
            }
        }
        let mut candidates: Vec<(u32, u32)> = shared.into_iter().collect();
        candidates.sort_unstable_by_key(|&(rank, seeds)| (std::cmp::Reverse(seeds), rank));
        let mut candidates = candidates.into_iter();
        while self.left > 0
            && let Some((rank, _)) = candidates.next()
        {
            if let Some(article) = self.store.article_of_rank(rank)? {
                self.take(article)?;
            }
        }
        // Of articles with equal forms the index names the first alone.
        let holders: Vec<ArticleView> = self.holders().map(|(_, read)| read.article.clone()).collect();
        for holder in holders {
            for equal in self.store.equal_articles(&holder)? {
                self.article(equal)?;
            }
        }
        Ok(candidates.len() as u64)
    }

    /// Reads an article by its number, unless enough were read; true when it holds some of the text.
    fn article(&mut self, number: u32) -> Result<bool> {
        if self.read.contains_key(&number) {
            return Ok(self.holds(number));
        }
        match self.store.article_numbered(number)? {
            Some(article) if self.left > 0 => self.take(article),
            _ => Ok(false),
        }
    }

    fn take(&mut self, article: ArticleView) -> Result<bool> {
        let number = article.number;
        if !self.read.contains_key(&number) {
            self.left = self.left.saturating_sub(1);
            let page = self.store.page(article)?;
            let families = || self.store.families_of(number);
            let held = held(&page, self.query, &mut self.scratch, families)?;
            let article = page.article;
            self.read.insert(number, Read { article, held });
        }
        Ok(self.holds(number))
    }

    fn holds(&self, number: u32) -> bool {
        self.read.get(&number).is_some_and(|read| !read.held.is_empty())
    }

    /// The articles that hold some of the text, by number.
    fn holders(&self) -> impl Iterator<Item = (u32, &Read)> {
        let read = self.read.iter().map(|(&number, read)| (number, read));
        read.filter(|(_, read)| !read.held.is_empty())
    }

    /// The families that what was found belongs to, at most `limit`, and how many more there are.
    fn of_families(&mut self, limit: usize) -> Result<(Vec<TracedPassage>, u64)> {
        let mut found: BTreeSet<u32> = BTreeSet::new();
        for (_, read) in self.holders() {
            found.extend(read.held.of_families.iter().map(|(family, _)| *family));
        }
        let mut heads: Vec<FamilyHead> = Vec::new();
        for family in found {
            heads.extend(self.store.family(family)?);
        }
        let formulae: BTreeSet<u32> = heads
            .iter()
            .filter(|head| is_formula(head))
            .map(|head| head.number)
            .collect();
        let read = self.read.values().flat_map(|read| &read.held.of_families);
        self.formulae = read
            .filter(|(family, _)| formulae.contains(family))
            .map(|(_, hit)| hit.of_text.span())
            .collect();
        self.formulae.sort_unstable();
        self.formulae.dedup();
        // No family says more of the text than all of it.
        let most = u64::from(self.query.characters());
        let weight = |head: &FamilyHead| (head.characters.min(most), head.carriers);
        heads.sort_by_cached_key(|head| (std::cmp::Reverse(weight(head)), head.family_id.clone()));
        let mut passages = Vec::new();
        let mut heads = heads.into_iter();
        while passages.len() < limit
            && let Some(head) = heads.next()
        {
            passages.extend(self.of_family(head, limit)?);
        }
        Ok((passages, heads.len() as u64))
    }

    fn of_family(&mut self, head: FamilyHead, limit: usize) -> Result<Option<TracedPassage>> {
        let mut holders = Vec::new();
        let mut carriers = self.store.carriers_of(head.number)?;
        // Nearly always in front already: a first holder is the earliest.
        carriers.sort_by_key(|&carrier| carrier != head.first_article);
        for number in carriers {
            if holders.len() >= limit {
                break;
            }
            if !self.article(number)? {
                continue;
            }
            let Some(read) = self.read.get(&number) else {
                continue;
            };
            let hits = self.hits_in(read, &head);
            if hits.is_empty() {
                continue;
            }
            holders.push(Holder {
                article: read.article.clone(),
                first: number == head.first_article,
                way: self.store.way_to(number, head.number)?,
                links: self.store.links_in_family(number, head.number)?,
                hits,
            });
        }
        let left_out = head.carriers.saturating_sub(holders.len() as u64);
        Ok(self.passage(Some(head), holders, left_out))
    }

    /// What an article holds of a family. A set phrase inside a passage is no part of it that says anything.
    fn hits_in(&self, read: &Read, head: &FamilyHead) -> Vec<Hit> {
        let formula = |hit: &Hit| {
            let own = hit.of_text.span();
            let mut formulae = self.formulae.iter();
            formulae.any(|formula| 5 * formula.overlap(own) >= 4 * own.len())
        };
        let own = read
            .held
            .of_families
            .iter()
            .filter(|(family, _)| *family == head.number);
        own.filter(|(_, hit)| is_formula(head) || !formula(hit))
            .map(|(_, hit)| hit.clone())
            .collect()
    }

    /// What was found in articles where the ledger has no family for it: by the longest, with those that hold about the
    /// same part of the text.
    fn without_family(&self, limit: usize) -> Vec<TracedPassage> {
        let mut lone: Vec<(u32, u32, Hit)> = Vec::new();
        for (number, read) in self.holders() {
            let hits = read.held.lone.iter();
            lone.extend(hits.map(|hit| (read.article.rank, number, hit.clone())));
        }
        lone.sort_by_key(|(rank, _, hit)| (std::cmp::Reverse(hit.matched), *rank, hit.place.start));
        let mut groups: Vec<(Span, HitsByRank)> = Vec::new();
        for (rank, number, hit) in lone {
            let span = hit.of_text.span();
            let own = groups.iter_mut().find(|(whole, _)| alike(*whole, span));
            let group = match own {
                Some((_, group)) => group,
                None => {
                    groups.push((span, BTreeMap::new()));
                    let Some((_, group)) = groups.last_mut() else {
                        continue;
                    };
                    group
                }
            };
            group
                .entry(rank)
                .or_insert_with(|| (number, Vec::new()))
                .1
                .push(hit);
        }
        let mut passages = Vec::new();
        for (_, group) in groups {
            let left_out = group.len().saturating_sub(limit) as u64;
            let mut holders = Vec::new();
            for (at, (number, hits)) in group.into_values().enumerate().take(limit) {
                let Some(read) = self.read.get(&number) else {
                    continue;
                };
                let article = read.article.clone();
                let way = vec![Carrier {
                    article_id: Some(article.article_id.clone()),
                    name: article.name().to_owned(),
                    declared_source: article.declared_source.clone(),
                    published_at: article.published_at.clone(),
                    ghost: false,
                }];
                holders.push(Holder {
                    article,
                    first: at == 0,
                    way,
                    links: Vec::new(),
                    hits,
                });
            }
            passages.extend(self.passage(None, holders, left_out));
        }
        passages
    }

    fn passage(
        &self,
        family: Option<FamilyHead>,
        holders: Vec<Holder>,
        holders_left_out: u64,
    ) -> Option<TracedPassage> {
        let places = || {
            holders
                .iter()
                .flat_map(|holder| &holder.hits)
                .map(|hit| hit.of_text)
        };
        let start = places().map(|place| place.start).min()?;
        let end = places().map(|place| place.end).max()?;
        let span = Span { start, end };
        Some(TracedPassage {
            of_text: self.query.place(span),
            text: self.query.origin.words(span).text,
            family,
            holders,
            holders_left_out,
        })
    }
}

/// True for what is kept to be shown and makes no link.
fn is_formula(head: &FamilyHead) -> bool {
    matches!(head.kind.as_str(), "formula" | "template" | "boilerplate")
}

/// True when half of both parts of the text is the same.
fn alike(one: Span, other: Span) -> bool {
    2 * one.overlap(other) >= one.len().max(other.len())
}
