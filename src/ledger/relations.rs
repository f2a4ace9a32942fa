//! Rows that follow from all records together: clusters, families, passages, links, findings.

use std::ops::Range;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::ahead;
use super::family_rows::Written;
use super::groups::Touched;
use super::ids::NaturalKey;
use super::link_ids::LinkKey;
use super::rows::rounded;
use super::run::{FamilyName, Run};
use crate::document::{Corpus, Edit, Evidence, Exhibit, Finding, Link, Passage, Side, Span};

/// The groups of each kind that are written.
#[derive(Debug, Default)]
pub(super) struct TouchedRelations {
    pub(super) families: Touched,
    /// Which passages and links of them.
    pub(super) written: Written,
    pub(super) clusters: Touched,
    pub(super) findings: Touched,
}

impl TouchedRelations {
    /// How many groups are written or go.
    pub(super) fn count(&self) -> usize {
        self.families.count() + self.clusters.count() + self.findings.count()
    }
}

/// Writes those that are touched; `links` are what the links of the corpus are known by. Rows that point at an article or a
/// family that the corpus does not have are left out.
pub(super) fn write(
    connection: &Connection,
    run: &Run<'_>,
    links: &[LinkKey],
    touched: &TouchedRelations,
) -> rusqlite::Result<()> {
    clusters(connection, run, &touched.clusters)?;
    families(connection, run, &touched.families)?;
    passages(connection, run, &touched.written)?;
    self::links(connection, run, links, &touched.written)?;
    findings(connection, run, &touched.findings)
}

/// A cluster needs two members; an article stands in one cluster.
fn clusters(connection: &Connection, run: &Run<'_>, touched: &Touched) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT OR IGNORE INTO clusters VALUES (?, ?, ?, ?, ?, ?)")?;
    for cluster in run
        .corpus
        .clusters
        .iter()
        .filter(|cluster| !cluster.members.is_empty())
    {
        let Some(centre) = run.number(cluster.centre).filter(|centre| touched.has(*centre)) else {
            continue;
        };
        let id = NaturalKey::new().article(run.key(cluster.centre)).id('k');
        insert.execute(params![id, centre, true, "exact", 1.0, 1.0])?;
        for member in &cluster.members {
            let relation = if member.exact { "exact" } else { "near" };
            insert.execute(params![
                id,
                run.number(member.article),
                false,
                relation,
                rounded(member.share_of_member).clamp(0.0, 1.0),
                rounded(member.share_of_centre).clamp(0.0, 1.0),
            ])?;
        }
    }
    Ok(())
}

fn families(connection: &Connection, run: &Run<'_>, touched: &Touched) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT INTO families VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let carriers = carriers(run.corpus);
    let named = run.corpus.families.iter().zip(&run.families).zip(carriers);
    for ((family, name), carriers) in named.filter(|((_, name), _)| touched.has(name.number)) {
        let Side { article, span } = family.first;
        let chars = run.side(family.first);
        insert.execute(params![
            name.number,
            name.id,
            family.kind.name(),
            run.number(article),
            span.start,
            span.end,
            chars.start,
            chars.end,
            carriers,
        ])?;
    }
    Ok(())
}

/// How many articles carry each family.
fn carriers(corpus: &Corpus) -> Vec<u32> {
    let mut holders: Vec<(u32, u32)> = (0..)
        .zip(&corpus.families)
        .map(|(index, family)| (index, family.first.article))
        .collect();
    for passage in &corpus.passages {
        holders.push((passage.family, passage.a.article));
        holders.push((passage.family, passage.b.article));
    }
    holders.sort_unstable();
    holders.dedup();
    let mut counts = vec![0; corpus.families.len()];
    for (family, _) in holders {
        if let Some(count) = counts.get_mut(family as usize) {
            *count += 1;
        }
    }
    counts
}

fn passages(connection: &Connection, run: &Run<'_>, written: &Written) -> rusqlite::Result<()> {
    let mut insert = connection
        .prepare("INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let passages = run.corpus.passages.iter().enumerate();
    let passages = passages.filter(|(index, _)| written.passage(*index));
    let passages: Vec<&Passage> = passages.map(|(_, passage)| passage).collect();
    let edits = |batch: Range<u32>| {
        let passages = passages.get(batch.start as usize..batch.end as usize);
        let edits = |passage: &&Passage| {
            let edits = passage.edits.unpack();
            json(&edits.iter().map(EditJson::of).collect::<Vec<_>>())
        };
        Ok(passages.unwrap_or_default().par_iter().map(edits).collect())
    };
    ahead::batches(passages.len() as u32, edits, |first, edits: Vec<String>| {
        for (passage, edits) in passages.iter().skip(first as usize).zip(edits) {
            let Passage {
                family,
                kind,
                a,
                b,
                identity,
                ..
            } = passage;
            let Some(name) = run.families.get(*family as usize) else {
                continue;
            };
            let (a_chars, b_chars) = (run.side(*a), run.side(*b));
            insert.execute(params![
                passage_id(run, name, passage),
                name.number,
                kind.name(),
                run.number(a.article),
                a.span.start,
                a.span.end,
                a_chars.start,
                a_chars.end,
                run.number(b.article),
                b.span.start,
                b.span.end,
                b_chars.start,
                b_chars.end,
                rounded(*identity).clamp(0.0, 1.0),
                edits,
            ])?;
        }
        Ok(())
    })
}

/// The id of a passage: a family has no two with the same places.
pub(super) fn passage_id(run: &Run<'_>, family: &FamilyName, passage: &Passage) -> String {
    let Passage { a, b, .. } = passage;
    let key = NaturalKey::new()
        .text(&family.id)
        .article(run.key(a.article))
        .span(a.span)
        .article(run.key(b.article))
        .span(b.span);
    key.id('p')
}

fn links(
    connection: &Connection,
    run: &Run<'_>,
    keys: &[LinkKey],
    written: &Written,
) -> rusqlite::Result<()> {
    let mut insert = connection
        .prepare("INSERT INTO links VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let links = run.corpus.links.iter().zip(keys).enumerate();
    for (_, (link, known_by)) in links.filter(|(index, _)| written.link(*index)) {
        let Link {
            family,
            from,
            from_source,
            to,
            relation,
            direction,
            confidence,
            evidence,
        } = link;
        let Some(family) = run.family(*family) else {
            continue;
        };
        let from_chars = from.map(|from| run.side(from));
        let to_chars = run.side(*to);
        let evidence: Vec<_> = evidence
            .iter()
            .map(|item| {
                let chars = item.span.map(|span| run.chars(to.article, span));
                EvidenceJson::of(item, chars)
            })
            .collect();
        insert.execute(params![
            known_by.id(),
            family,
            from.and_then(|from| run.number(from.article)),
            from_source,
            from.map(|from| from.span.start),
            from.map(|from| from.span.end),
            from_chars.map(|chars| chars.start),
            from_chars.map(|chars| chars.end),
            run.number(to.article),
            to.span.start,
            to.span.end,
            to_chars.start,
            to_chars.end,
            relation.name(),
            direction.name(),
            rounded(*confidence),
            json(&evidence),
        ])?;
    }
    Ok(())
}

fn findings(connection: &Connection, run: &Run<'_>, touched: &Touched) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare("INSERT INTO findings VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (finding, id) in run.corpus.findings.iter().zip(&run.findings) {
        let Finding {
            rule,
            severity,
            confidence,
            at,
            other,
            message,
            evidence,
            words: _,
        } = finding;
        let Some(article) = run.number(at.article).filter(|article| touched.has(*article)) else {
            continue;
        };
        let chars = run.side(*at);
        insert.execute(params![
            id,
            rule.name(),
            severity.name(),
            rounded(*confidence),
            article,
            at.span.start,
            at.span.end,
            chars.start,
            chars.end,
            other.and_then(|other| run.number(other.article)),
            other.map(|other| other.span.start),
            other.map(|other| other.span.end),
            message,
            json(&evidence.iter().map(ExhibitJson::of).collect::<Vec<_>>()),
        ])?;
    }
    Ok(())
}

#[derive(Serialize)]
struct ExhibitJson<'exhibit> {
    note: &'exhibit str,
    here: &'exhibit str,
    there: &'exhibit str,
}

impl<'exhibit> ExhibitJson<'exhibit> {
    fn of(exhibit: &'exhibit Exhibit) -> Self {
        Self {
            note: &exhibit.note,
            here: &exhibit.here,
            there: &exhibit.there,
        }
    }
}

#[derive(Serialize)]
struct EditJson<'edit> {
    kind: &'static str,
    a_text: &'edit str,
    b_text: &'edit str,
    a_start: u32,
    a_end: u32,
    b_start: u32,
    b_end: u32,
}

impl<'edit> EditJson<'edit> {
    fn of(edit: &'edit Edit) -> Self {
        Self {
            kind: edit.kind.name(),
            a_text: &edit.a_text,
            b_text: &edit.b_text,
            a_start: edit.a_span.start,
            a_end: edit.a_span.end,
            b_start: edit.b_span.start,
            b_end: edit.b_span.end,
        }
    }
}

#[derive(Serialize)]
struct EvidenceJson<'evidence> {
    kind: &'static str,
    log_odds: f64,
    start: Option<u32>,
    end: Option<u32>,
    start_char: Option<u32>,
    end_char: Option<u32>,
    note: &'evidence str,
}

impl<'evidence> EvidenceJson<'evidence> {
    fn of(evidence: &'evidence Evidence, chars: Option<Span>) -> Self {
        Self {
            kind: evidence.kind.name(),
            log_odds: rounded(evidence.log_odds),
            start: evidence.span.map(|span| span.start),
            end: evidence.span.map(|span| span.end),
            start_char: chars.map(|span| span.start),
            end_char: chars.map(|span| span.end),
            note: &evidence.note,
        }
    }
}

fn json(list: &[impl Serialize]) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned())
}
