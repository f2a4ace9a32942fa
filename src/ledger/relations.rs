//! Rows that follow from all records together: clusters, families, passages, links, findings.

use std::ops::Range;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::ahead;
use super::ids::{NaturalKey, Repeats};
use super::rows::{Run, rounded};
use crate::document::{Corpus, Edit, Evidence, Exhibit, Finding, Link, Passage, Side, Span};

/// Writes them. Rows that point at an article or a family that the corpus does not have are left out.
pub(super) fn write(connection: &Connection, corpus: &Corpus, run: &Run) -> rusqlite::Result<()> {
    clusters(connection, corpus, run)?;
    let families = families(connection, corpus, run)?;
    passages(connection, corpus, run, &families)?;
    links(connection, corpus, run)?;
    findings(connection, corpus, run)
}

/// A cluster needs two members; an article stands in one cluster.
fn clusters(connection: &Connection, corpus: &Corpus, run: &Run) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT OR IGNORE INTO clusters VALUES (?, ?, ?, ?, ?, ?)")?;
    for cluster in corpus
        .clusters
        .iter()
        .filter(|cluster| !cluster.members.is_empty())
    {
        let Some(centre) = run.number(cluster.centre) else {
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

/// Returns the ids of the families by index.
fn families(connection: &Connection, corpus: &Corpus, run: &Run) -> rusqlite::Result<Vec<String>> {
    let mut insert = connection.prepare("INSERT INTO families VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let carriers = carriers(corpus);
    let mut repeats = Repeats::default();
    let mut ids = Vec::with_capacity(corpus.families.len());
    for (index, family) in (0u32..).zip(&corpus.families) {
        let Side { article, span } = family.first;
        let key = NaturalKey::new()
            .article(run.key(article))
            .span(span)
            .text(family.kind.name());
        let id = repeats.id(key, 'f');
        let chars = run.places.side(corpus, family.first);
        insert.execute(params![
            index,
            id,
            family.kind.name(),
            run.number(article),
            span.start,
            span.end,
            chars.start,
            chars.end,
            carriers.get(index as usize),
        ])?;
        ids.push(id);
    }
    Ok(ids)
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

fn passages(
    connection: &Connection,
    corpus: &Corpus,
    run: &Run,
    families: &[String],
) -> rusqlite::Result<()> {
    let mut insert = connection
        .prepare("INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut repeats = Repeats::default();
    let mut group = None;
    let edits = |batch: Range<u32>| {
        let passages = corpus.passages.get(batch.start as usize..batch.end as usize);
        let edits = |passage: &Passage| {
            let edits = passage.edits.unpack();
            json(&edits.iter().map(EditJson::of).collect::<Vec<_>>())
        };
        Ok(passages.unwrap_or_default().par_iter().map(edits).collect())
    };
    ahead::batches(
        corpus.passages.len() as u32,
        edits,
        |first, edits: Vec<String>| {
            for (passage, edits) in corpus.passages.iter().skip(first as usize).zip(edits) {
                let Passage {
                    family,
                    kind,
                    a,
                    b,
                    identity,
                    ..
                } = passage;
                let Some(family_id) = families.get(*family as usize) else {
                    continue;
                };
                if group.replace(*family) != Some(*family) {
                    repeats.next_group();
                }
                let key = NaturalKey::new()
                    .text(family_id)
                    .article(run.key(a.article))
                    .span(a.span)
                    .article(run.key(b.article))
                    .span(b.span);
                let (a_chars, b_chars) = (run.places.side(corpus, *a), run.places.side(corpus, *b));
                insert.execute(params![
                    repeats.id(key, 'p'),
                    family,
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
        },
    )
}

/// A link is known by the articles and the words at both ends and by the kind of what was carried, so that its id stays when
/// the text around it changes or an earlier holder is found.
fn links(connection: &Connection, corpus: &Corpus, run: &Run) -> rusqlite::Result<()> {
    let mut insert = connection
        .prepare("INSERT INTO links VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut repeats = Repeats::default();
    for link in &corpus.links {
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
        let Some(kind) = corpus.families.get(*family as usize).map(|family| family.kind) else {
            continue;
        };
        let end = |key: NaturalKey, side: Side| {
            key.article(run.key(side.article))
                .article(u128::from(run.words.side(corpus, side)))
        };
        let key = end(NaturalKey::new().text(kind.name()), *to);
        let key = match from {
            Some(from) => end(key, *from),
            None => key.text(from_source.as_deref().unwrap_or_default()),
        };
        let from_chars = from.map(|from| run.places.side(corpus, from));
        let to_chars = run.places.side(corpus, *to);
        let evidence: Vec<_> = evidence
            .iter()
            .map(|item| {
                let chars = item.span.map(|span| run.places.span(corpus, to.article, span));
                EvidenceJson::of(item, chars)
            })
            .collect();
        insert.execute(params![
            repeats.id(key, 'l'),
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

/// A finding is known by its rule, its article, the words that it is about and the other article.
fn findings(connection: &Connection, corpus: &Corpus, run: &Run) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare("INSERT INTO findings VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut repeats = Repeats::default();
    for finding in &corpus.findings {
        let Finding {
            rule,
            severity,
            confidence,
            at,
            other,
            message,
            evidence,
            words,
        } = finding;
        let key = NaturalKey::new()
            .text(rule.name())
            .article(run.key(at.article))
            .article(u128::from(*words));
        let key = match other {
            Some(other) => key.article(run.key(other.article)),
            None => key,
        };
        let chars = run.places.side(corpus, *at);
        insert.execute(params![
            repeats.id(key, 'x'),
            rule.name(),
            severity.name(),
            rounded(*confidence),
            run.number(at.article),
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
