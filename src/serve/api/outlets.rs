//! `/api/outlets`: publishers in figures, and who carried from whom.

use serde::Serialize;

use super::Asked;
use crate::error::Result;
use crate::ledger::{CarriedPair, OutletFigures};
use crate::serve::answer::Answer;

/// Pairs of outlets that are given, those with the most links.
const PAIRS: usize = 1000;

#[derive(Serialize)]
struct List<'a> {
    outlets: Vec<Outlet<'a>>,
    articles_without_outlet: u64,
    pairs: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct Outlet<'a> {
    name: &'a str,
    articles: u64,
    characters: u64,
    carried_characters: u64,
    articles_carrying: u64,
    gave: u64,
    took: u64,
    findings: u64,
}

#[derive(Serialize)]
struct Pair<'a> {
    from: &'a str,
    from_held: bool,
    to: &'a str,
    links: u64,
}

pub(super) fn list(asked: &Asked<'_>) -> Result<Answer> {
    let digest = &asked.lent.generation.digest;
    Ok(Answer::json(&List {
        outlets: digest.outlets.iter().map(Outlet::from).collect(),
        articles_without_outlet: digest.articles_without_outlet,
        pairs: digest.pairs.iter().take(PAIRS).map(Pair::from).collect(),
    }))
}

impl<'a> From<&'a OutletFigures> for Outlet<'a> {
    fn from(figures: &'a OutletFigures) -> Self {
        Self {
            name: &figures.name,
            articles: figures.articles,
            characters: figures.characters,
            carried_characters: figures.carried,
            articles_carrying: figures.carrying,
            gave: figures.gave,
            took: figures.took,
            findings: figures.findings,
        }
    }
}

impl<'a> From<&'a CarriedPair> for Pair<'a> {
    fn from(pair: &'a CarriedPair) -> Self {
        Self {
            from: &pair.from,
            from_held: !pair.ghost,
            to: &pair.to,
            links: pair.links,
        }
    }
}
