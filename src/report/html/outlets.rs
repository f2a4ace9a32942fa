//! Who carries whom: outlets in figures, the matrix as a drawing and as a table, and who is named as a source.

use askama::Template;

use super::address::Address;
use super::drawing::{Matrix, share_width};
use super::figures::{share, shortened};
use super::filled;
use super::frame::{Anchor, Frame};
use super::site::{Links, Site};
use super::vocabulary;
use crate::error::Result;

/// Rows of a table on this page, at most.
const ROWS: usize = 300;

/// An outlet in the table.
struct OutletLine {
    name: Anchor,
    articles: u64,
    characters: u64,
    share: String,
    width: String,
    gave: u64,
    took: u64,
    findings: u64,
}

/// Who carried from whom.
pub(crate) struct PairLine {
    pub(crate) from: Anchor,
    pub(crate) ghost: bool,
    pub(crate) to: Anchor,
    pub(crate) links: u64,
}

/// A named source.
pub(crate) struct NamedLine {
    pub(crate) name: Anchor,
    pub(crate) kind: String,
    pub(crate) articles: u64,
    pub(crate) held: bool,
}

#[derive(Template)]
#[template(path = "outlets.html")]
struct Outlets<'site> {
    frame: Frame<'site>,
    lines: Vec<OutletLine>,
    total: usize,
    unknown: u64,
    matrix: Option<Matrix>,
    pairs: Vec<PairLine>,
    pairs_total: usize,
    named: Vec<NamedLine>,
    named_total: u64,
    links: u64,
    undecided: u64,
}

pub(super) fn page(site: &Site<'_>) -> Result<String> {
    let frame = Frame::new(site, Address::Outlets, site.language.say("Outlets", "媒体"));
    let digest = site.digest;
    let most = match site.links {
        Links::Files(held) => ROWS.min(held.top as usize),
        Links::Live => ROWS,
    };
    let lines = digest.outlets.iter().take(most).map(|outlet| OutletLine {
        name: frame.outlet(&outlet.name),
        articles: outlet.articles,
        characters: outlet.characters,
        share: share(outlet.carried, outlet.characters),
        width: share_width(outlet.carried, outlet.characters),
        gave: outlet.gave,
        took: outlet.took,
        findings: outlet.findings,
    });
    let page = Outlets {
        lines: lines.collect(),
        total: digest.outlets.len(),
        unknown: digest.articles_without_outlet,
        matrix: Matrix::of(
            &digest.pairs,
            site.language.say("Who carries whom", "谁转载谁"),
            site.language.say(
                "A row gives, a column takes; the table below has the numbers.",
                "行为被转者，列为转载者；数字见下表。",
            ),
        ),
        pairs: digest
            .pairs
            .iter()
            .take(ROWS)
            .map(|pair| PairLine {
                from: giver(&frame, &pair.from, pair.ghost),
                ghost: pair.ghost,
                to: frame.outlet(&pair.to),
                links: pair.links,
            })
            .collect(),
        pairs_total: digest.pairs.len(),
        named: named_lines(&frame, &digest.named),
        named_total: digest.named_total,
        links: digest.pairs.iter().map(|pair| pair.links).sum(),
        undecided: digest.overview.links.unresolved,
        frame,
    };
    filled(&page)
}

/// Who gave: an outlet with its page, or a name.
pub(super) fn giver(frame: &Frame<'_>, name: &str, ghost: bool) -> Anchor {
    if ghost {
        Anchor {
            text: shortened(name, 60),
            href: None,
        }
    } else {
        frame.outlet(name)
    }
}

/// Named sources as lines; those that have pages here are linked.
pub(super) fn named_lines(frame: &Frame<'_>, named: &[crate::ledger::NamedSource]) -> Vec<NamedLine> {
    named
        .iter()
        .map(|source| {
            let held = frame.site.digest.outlet(&source.name).is_some();
            NamedLine {
                name: giver(frame, &source.name, !held),
                kind: vocabulary::source_kind(&source.kind, frame.language()),
                articles: source.articles,
                held,
            }
        })
        .collect()
}
