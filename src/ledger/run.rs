//! What is committed, with the numbers and ids of its rows: everything that can be told without reading a text, and the places
//! and words that were read.

use std::collections::HashMap;

use super::ids::{ArticleKey, NaturalKey, Repeats};
use super::link_ids::LinkKey;
use super::numbering::Numbering;
use super::places::Places;
use super::words::Words;
use crate::document::{Corpus, Finding, Link, Side, Span};

/// A family's id, and its number in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FamilyName {
    pub(super) id: String,
    pub(super) number: u32,
}

/// The rows of a commit in the making.
#[derive(Debug)]
pub(super) struct Run<'c> {
    pub(super) corpus: &'c Corpus,
    numbering: &'c Numbering,
    /// By the family's index in the corpus.
    pub(super) families: Vec<FamilyName>,
    /// Ids of the findings.
    pub(super) findings: Vec<String>,
    /// Places in characters, as far as they were counted.
    places: Vec<Places>,
    /// Words at the ends of links, as far as they were read.
    words: Vec<Words>,
}

impl<'c> Run<'c> {
    /// `held` are the numbers of families in the ledger as it stands, by their ids. A family that stays keeps its number.
    pub(super) fn new(corpus: &'c Corpus, numbering: &'c Numbering, held: &HashMap<String, u32>) -> Self {
        let mut run = Self {
            corpus,
            numbering,
            families: Vec::with_capacity(corpus.families.len()),
            findings: Vec::new(),
            places: Vec::new(),
            words: Vec::new(),
        };
        let mut repeats = Repeats::default();
        let mut next = held.values().max().map_or(0, |last| last + 1);
        for family in &corpus.families {
            let Side { article, span } = family.first;
            let key = NaturalKey::new()
                .article(run.key(article))
                .span(span)
                .text(family.kind.name());
            let id = repeats.id(&key, 'f');
            let number = held.get(&id).copied().unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            run.families.push(FamilyName { id, number });
        }
        let mut repeats = Repeats::default();
        let finding_ids = corpus
            .findings
            .iter()
            .map(|finding| repeats.id(&run.finding_key(finding), 'x'));
        run.findings = finding_ids.collect();
        run
    }

    /// Number of an article in the ledger.
    pub(super) fn number(&self, rank: u32) -> Option<u32> {
        self.numbering.articles.get(rank as usize).copied()
    }

    /// Rank of an article in the ledger.
    pub(super) fn rank(&self, rank: u32) -> Option<u32> {
        self.numbering.ranks.get(rank as usize).copied()
    }

    /// The articles in the order of their numbers, as ranks of the corpus.
    pub(super) fn by_number(&self) -> Vec<u32> {
        let mut order = vec![0; self.numbering.articles.len()];
        for (rank, &number) in (0..).zip(&self.numbering.articles) {
            if let Some(slot) = order.get_mut(number as usize) {
                *slot = rank;
            }
        }
        order
    }

    /// What an article is known by in natural keys.
    pub(super) fn key(&self, rank: u32) -> ArticleKey {
        self.corpus
            .articles
            .get(rank as usize)
            .map_or(0, |article| article.key)
    }

    /// A hash of all that the record of an article says.
    pub(super) fn content(&self, rank: u32) -> u128 {
        let article = self.corpus.articles.get(rank as usize);
        let record = article.and_then(|article| self.corpus.records.get(article.record as usize));
        record.map_or(0, |record| record.content)
    }

    /// Number of a family in the ledger, by its index in the corpus.
    pub(super) fn family(&self, index: u32) -> Option<u32> {
        self.families.get(index as usize).map(|family| family.number)
    }

    /// Takes what was counted and read of some records.
    pub(super) fn take(&mut self, places: Places, words: Words) {
        self.places.push(places);
        self.words.push(words);
    }

    /// A span of an article in characters.
    pub(super) fn chars(&self, article: u32, span: Span) -> Span {
        let found = self.places.iter();
        let mut found = found.filter_map(|places| places.span(self.corpus, article, span));
        found.next().unwrap_or(Span { start: 0, end: 0 })
    }

    /// The span of a side in characters.
    pub(super) fn side(&self, side: Side) -> Span {
        self.chars(side.article, side.span)
    }

    fn words(&self, side: Side) -> u64 {
        let mut found = self
            .words
            .iter()
            .filter_map(|words| words.side(self.corpus, side));
        found.next().unwrap_or_default()
    }

    /// What a link is known by: the articles and the words at both ends and the kind of what was carried, so that its id stays when
    /// the text around it changes or an earlier holder is found.
    pub(super) fn link_key(&self, link: &Link) -> LinkKey {
        let kind = self.corpus.families.get(link.family as usize);
        let end = |key: NaturalKey, side: Side| {
            key.article(self.key(side.article))
                .article(u128::from(self.words(side)))
        };
        let key = NaturalKey::new().text(kind.map_or("", |family| family.kind.name()));
        let key = end(key, link.to);
        LinkKey::new(&match link.from {
            Some(from) => end(key, from),
            None => key.text(link.from_source.as_deref().unwrap_or_default()),
        })
    }

    /// A finding is known by its rule, its article, the words that it is about and the other article.
    fn finding_key(&self, finding: &Finding) -> NaturalKey {
        let key = NaturalKey::new()
            .text(finding.rule.name())
            .article(self.key(finding.at.article))
            .article(u128::from(finding.words));
        match finding.other {
            Some(other) => key.article(self.key(other.article)),
            None => key,
        }
    }
}
