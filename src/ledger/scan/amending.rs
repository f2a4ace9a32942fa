//! Rows that go, come and change in a ledger of which most stays as it is.

use std::collections::HashSet;

use rusqlite::Connection;

use super::committing::Writing;
use super::{Scan, size};
use crate::document::{Corpus, Finding};
use crate::error::Result;
use crate::ledger::family_rows::{Compared, Marks, Written};
use crate::ledger::fingerprints::Groups;
use crate::ledger::groups::{self, Kind, Touched};
use crate::ledger::link_ids::{self, LinkKey};
use crate::ledger::places::Places;
use crate::ledger::relations::{TouchedRelations, passage_id};
use crate::ledger::run::Run;
use crate::ledger::words::Words;
use crate::ledger::{database, seal};

/// What differs between the groups of the ledger and those that it shall hold: records, and what follows from all of them. Which rows
/// of families are written is told later.
pub(super) fn touched(
    connection: &Connection,
    groups: &Groups,
) -> rusqlite::Result<(Touched, TouchedRelations)> {
    let between = |kind, wanted: &[groups::Group]| {
        let held = groups::held(connection, kind)?;
        Ok::<_, rusqlite::Error>(Touched::between(&held, wanted))
    };
    let relations = TouchedRelations {
        families: between(Kind::Family, &groups.families)?,
        written: Written::default(),
        clusters: between(Kind::Cluster, &groups.clusters)?,
        findings: between(Kind::Findings, &groups.findings)?,
    };
    Ok((between(Kind::Record, &groups.records)?, relations))
}

/// True where an article stands in the ledger under another id than its plain one, because two had the same: which of them is
/// renamed follows from all articles.
pub(super) fn has_renamed(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM articles WHERE article_id LIKE '%~')",
        [],
        |row| row.get(0),
    )
}

/// Writes the blocks that many pages of one host share, as far as they do not stand there.
pub(super) fn write_boilerplate(connection: &Connection, corpus: &Corpus) -> rusqlite::Result<()> {
    let held: Vec<(u32, u32)> = connection
        .prepare("SELECT record, block FROM boilerplate ORDER BY record, block")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut delete = connection.prepare("DELETE FROM boilerplate WHERE record = ? AND block = ?")?;
    for block in held
        .iter()
        .filter(|block| corpus.boilerplate.binary_search(block).is_err())
    {
        delete.execute(*block)?;
    }
    let mut insert = connection.prepare("INSERT INTO boilerplate (record, block) VALUES (?, ?)")?;
    for block in corpus
        .boilerplate
        .iter()
        .filter(|block| held.binary_search(block).is_err())
    {
        insert.execute(*block)?;
    }
    Ok(())
}

impl Scan {
    /// Writes what was touched, and gives the names of the files that are listed. What was not touched keeps its rows; only the
    /// ranks of its articles and the places of its records are set right.
    pub(super) fn amend(&self, connection: &Connection, mut writing: Writing<'_, '_>) -> Result<Vec<String>> {
        let failed = database::failed(&self.store);
        let commits = seal::number(connection).map_err(&failed)?;
        connection
            .execute_batch("DELETE FROM segments; DELETE FROM sources; DELETE FROM meta")
            .map_err(&failed)?;
        let listed = self.list(connection, commits)?;
        let Writing {
            run,
            groups,
            records,
            relations,
        } = &mut writing;
        let held = groups::held_rows(connection).map_err(&failed)?;
        let compared = Compared::of(run, &groups.marks, &held);
        relations.written = compared.written;
        delete(connection, records, relations).map_err(&failed)?;
        delete_rows(connection, run, relations, &compared.gone).map_err(&failed)?;
        self.read_for(connection, run, records, relations)?;

        let links = run.corpus.links.iter().zip(&compared.keys);
        let mut keys: Vec<LinkKey> = links
            .map(|(link, held)| held.unwrap_or_else(|| run.link_key(link)))
            .collect();
        link_ids::count(&mut keys);
        let others = counted_otherwise(run, &groups.marks, &compared.keys, &keys);
        let renamed = compared.keys.iter().zip(&others.written.links);
        let renamed: Vec<LinkKey> = renamed
            .filter_map(|(key, written)| key.filter(|_| *written))
            .collect();
        delete(connection, &Touched::default(), &others).map_err(&failed)?;
        delete_links(connection, &renamed).map_err(&failed)?;
        self.read_for(connection, run, &Touched::default(), &others)?;
        relations.families.add(&others.families.written);
        for (written, other) in relations.written.links.iter_mut().zip(&others.written.links) {
            *written |= other;
        }
        writing.relate(connection, &keys).map_err(&failed)?;
        write_boilerplate(connection, writing.run.corpus).map_err(&failed)?;
        set_ranks(connection, &self.numbering.moved).map_err(&failed)?;
        self.set_places(connection).map_err(&failed)?;
        Ok(listed)
    }

    /// Writes the rows of touched records, and reads what the rows of touched families and findings need of texts.
    fn read_for(
        &self,
        connection: &Connection,
        run: &mut Run<'_>,
        records: &Touched,
        relations: &TouchedRelations,
    ) -> Result<()> {
        let family = |index: u32| {
            run.family(index)
                .is_some_and(|family| relations.families.has(family))
        };
        let finding = |finding: &Finding| {
            let article = run.number(finding.at.article);
            article.is_some_and(|article| relations.findings.has(article))
        };
        let places = Places::of(run.corpus, family, &relations.written, finding);
        let words = Words::of(run.corpus, &relations.written);
        let mut wanted: Vec<u32> = places.records().chain(records.written.iter().copied()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        // Ids of articles that collide are seen by the index of the table.
        self.write_records(connection, run, &wanted, records, (places, words))?;
        Ok(())
    }

    /// Says of every record where it stands now: files may have been brought together.
    fn set_places(&self, connection: &Connection) -> rusqlite::Result<()> {
        let numbers = self.file_numbers();
        let mut held = connection.prepare("SELECT segment, offset, length FROM records ORDER BY record")?;
        let mut held = held.query([])?;
        let mut moved = Vec::new();
        for (record, stored) in (0_u32..).zip(&self.records) {
            let number = numbers.get(stored.frame.file as usize).copied();
            let place = (
                number.unwrap_or_default(),
                size(stored.frame.place.offset),
                stored.frame.place.length,
            );
            if let Some(row) = held.next()?
                && place != (row.get(0)?, row.get(1)?, row.get(2)?)
            {
                moved.push((place, record));
            }
        }
        let mut update =
            connection.prepare("UPDATE records SET segment = ?, offset = ?, length = ? WHERE record = ?")?;
        for ((segment, offset, length), record) in moved {
            update.execute((segment, offset, length, record))?;
        }
        Ok(())
    }
}

/// Families in which links that stay are counted otherwise than before, because of a link elsewhere that is known by the same, and
/// these links. Families that are touched anyway are written once more, which changes nothing.
fn counted_otherwise(
    run: &Run<'_>,
    marks: &Marks,
    held: &[Option<LinkKey>],
    keys: &[LinkKey],
) -> TouchedRelations {
    let mut written = Written::none(marks);
    let mut families = Vec::new();
    let links = run.corpus.links.iter().zip(held).zip(keys);
    for (((link, held), key), written) in links.zip(&mut written.links) {
        if held.is_some_and(|held| held != *key) {
            *written = true;
            families.extend(run.family(link.family));
        }
    }
    families.sort_unstable();
    families.dedup();
    TouchedRelations {
        families: Touched {
            written: families.clone(),
            gone: families,
        },
        written,
        ..TouchedRelations::default()
    }
}

/// Deletes the rows of the groups that go; of families that stay their own row alone.
fn delete(connection: &Connection, records: &Touched, relations: &TouchedRelations) -> rusqlite::Result<()> {
    let each = |keys: &[u32], statements: &[&str]| -> rusqlite::Result<()> {
        for sql in statements {
            let mut statement = connection.prepare(sql)?;
            for key in keys {
                statement.execute([key])?;
            }
        }
        Ok(())
    };
    each(
        &relations.findings.gone,
        &["DELETE FROM findings WHERE article = ?"],
    )?;
    each(
        &relations.families.gone,
        &["DELETE FROM families WHERE family = ?"],
    )?;
    each(
        &relations.clusters.gone,
        &["DELETE FROM clusters WHERE cluster_id = (SELECT cluster_id FROM clusters WHERE article = ?)"],
    )?;
    each(
        &records.gone,
        &[
            "DELETE FROM claims WHERE article IN (SELECT article FROM articles WHERE record = ?)",
            "DELETE FROM quotes WHERE article IN (SELECT article FROM articles WHERE record = ?)",
            "DELETE FROM articles WHERE record = ?",
            "DELETE FROM records WHERE record = ?",
        ],
    )
}

/// Deletes the passages and links of families that go, and those of families that stay that do not stay themselves.
fn delete_rows(
    connection: &Connection,
    run: &Run<'_>,
    relations: &TouchedRelations,
    links: &[LinkKey],
) -> rusqlite::Result<()> {
    delete_links(connection, links)?;
    let mut of_family = connection.prepare("SELECT passage, pair_id FROM passages WHERE family = ?")?;
    let mut delete_passage = connection.prepare("DELETE FROM passages WHERE passage = ?")?;
    let mut delete_passages = connection.prepare("DELETE FROM passages WHERE family = ?")?;
    let mut delete_links = connection.prepare("DELETE FROM links WHERE family = ?")?;
    let stay: HashSet<u32> = run.families.iter().map(|name| name.number).collect();
    let mut kept: HashSet<String> = HashSet::new();
    let corpus = run.corpus;
    for (index, passage) in corpus.passages.iter().enumerate() {
        if let Some(name) = run.families.get(passage.family as usize)
            && relations.families.has(name.number)
            && !relations.written.passage(index)
        {
            kept.insert(passage_id(run, name, passage));
        }
    }
    for family in &relations.families.gone {
        if !stay.contains(family) {
            delete_passages.execute([family])?;
            delete_links.execute([family])?;
            continue;
        }
        let rows = of_family.query_map([family], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(i64, String)> = rows.collect::<rusqlite::Result<_>>()?;
        for (passage, _) in rows.iter().filter(|(_, id)| !kept.contains(id)) {
            delete_passage.execute([passage])?;
        }
    }
    Ok(())
}

/// Deletes links by what they are known by.
fn delete_links(connection: &Connection, links: &[LinkKey]) -> rusqlite::Result<()> {
    let mut delete = connection.prepare("DELETE FROM links WHERE link_id = ?")?;
    for link in links {
        delete.execute([link.id()])?;
    }
    Ok(())
}

/// Gives the articles that keep their rows their ranks, where these are others now: pairs of number and rank.
fn set_ranks(connection: &Connection, moved: &[(u32, u32)]) -> rusqlite::Result<()> {
    let mut update = connection.prepare("UPDATE articles SET rank = ? WHERE article = ?")?;
    for (number, rank) in moved {
        update.execute((rank, number))?;
    }
    Ok(())
}
