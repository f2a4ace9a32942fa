//! The carriers of a family with their words, each beside the version that it was carried from.

use std::collections::HashMap;

use super::figures::{moment, shortened};
use super::frame::{Anchor, Frame};
use super::marks::{Piece, abridged, with_edits};
use super::sentences::translated;
use super::vocabulary;
use crate::document::Span;
use crate::error::Result;
use crate::ledger::{CarrierRow, LinkView};

/// Characters of one carrier's words that are shown.
const MOST: usize = 3_000;
/// Characters up to which words are shown at once, and not folded.
const SHORT: usize = 420;
/// Characters of a title.
const TITLE: usize = 90;

/// A link to a carrier, in words.
pub(crate) struct CameFrom {
    pub(crate) from: Anchor,
    pub(crate) ghost: bool,
    pub(crate) resolved: bool,
    pub(crate) relation: String,
    pub(crate) confidence: String,
    pub(crate) link_id: String,
    pub(crate) evidence: Vec<Item>,
}

/// An item of evidence.
pub(crate) struct Item {
    pub(crate) odds: String,
    pub(crate) kind: String,
    pub(crate) note: String,
}

/// A carrier with its words.
pub(crate) struct Carried {
    pub(crate) mark: String,
    pub(crate) name: Anchor,
    pub(crate) title: Anchor,
    pub(crate) time: String,
    pub(crate) declared: Option<String>,
    pub(crate) first: bool,
    pub(crate) links: Vec<CameFrom>,
    /// Whose words its own are compared with.
    pub(crate) against: Option<Anchor>,
    /// Differences.
    pub(crate) edits: usize,
    /// The words of the kinds of the differences, with how many.
    pub(crate) kinds: Vec<(String, usize)>,
    /// The words with the differences, long unchanged runs cut.
    pub(crate) short: Vec<Piece>,
    /// All words, where `short` is not all.
    pub(crate) whole: Vec<Piece>,
    pub(crate) left_out: usize,
    pub(crate) characters: usize,
}

/// The mark of a carrier on the page of its family.
pub(crate) fn mark(number: u32) -> String {
    format!("c{number}")
}

/// A link as it is shown.
pub(crate) fn came_from(frame: &Frame<'_>, link: &LinkView) -> CameFrom {
    let language = frame.language();
    let name = shortened(&link.from_name, 60);
    CameFrom {
        from: match &link.from_article {
            Some(article) => frame.article(name, article),
            None => Anchor {
                text: name,
                href: None,
            },
        },
        ghost: link.from_article.is_none(),
        resolved: link.direction == "resolved",
        relation: vocabulary::relation(&link.relation, language),
        confidence: format!("{:.2}", link.confidence),
        link_id: link.link_id.clone(),
        evidence: link
            .evidence
            .iter()
            .map(|item| Item {
                odds: format!("{:+.1}", item.log_odds),
                kind: vocabulary::evidence(&item.kind, language),
                note: translated(&item.note, language).0,
            })
            .collect(),
    }
}

/// The carriers of `rows` with their words. `names` knows all carriers of the family.
pub(crate) fn carried(
    frame: &Frame<'_>,
    family: u32,
    first: u32,
    rows: &[CarrierRow],
    names: &HashMap<u32, String>,
) -> Result<Vec<Carried>> {
    let store = frame.site.store;
    let mut carried = Vec::new();
    for row in rows {
        let links = store.links_in_family(row.number, family)?;
        let from = links.iter().find_map(|link| link.from_number);
        let compared = store.carried_texts(row.number, family, from)?.into_iter().next();
        let page = match store.article_numbered(row.number)? {
            Some(article) => store.page(article)?,
            None => continue,
        };
        let text = page.facts.record.text.as_str();
        let (span, edits) = match &compared {
            Some(compared) => (compared.a.span(), compared.edits.as_slice()),
            None => (row.span, [].as_slice()),
        };
        let (pieces, left_out) = with_edits(text, span, edits, MOST);
        let short = if compared.is_some() {
            abridged(&pieces)
        } else {
            pieces.clone()
        };
        let characters = characters(text, span);
        let fold = characters > SHORT;
        carried.push(Carried {
            mark: mark(row.number),
            name: frame.article(shortened(&row.name, 60), &row.id),
            title: frame.article(shortened(row.title.as_deref().unwrap_or(&row.id), TITLE), &row.id),
            time: row
                .published_at
                .as_deref()
                .map(|time| moment(time, &row.precision))
                .unwrap_or_default(),
            declared: row.declared.clone(),
            first: row.number == first,
            links: links.iter().map(|link| came_from(frame, link)).collect(),
            against: compared.as_ref().map(|compared| Anchor {
                text: names.get(&compared.other).cloned().unwrap_or_default(),
                href: rows
                    .iter()
                    .any(|row| row.number == compared.other)
                    .then(|| format!("#{}", mark(compared.other))),
            }),
            edits: edits.len(),
            kinds: kinds(frame, edits.iter().map(|edit| edit.kind.as_str())),
            short: if fold { short } else { pieces.clone() },
            whole: if fold { pieces } else { Vec::new() },
            left_out,
            characters,
        });
    }
    Ok(carried)
}

/// Kinds of edits, with how many, the most first.
pub(crate) fn kinds<'edit>(
    frame: &Frame<'_>,
    edits: impl Iterator<Item = &'edit str>,
) -> Vec<(String, usize)> {
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for edit in edits {
        let word = frame.edit(edit);
        match kinds.iter_mut().find(|known| known.0 == word) {
            Some(known) => known.1 += 1,
            None => kinds.push((word, 1)),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.1));
    kinds
}

fn characters(text: &str, span: Span) -> usize {
    span.of(text).chars().count()
}
