//! Rows that go, come and change in a ledger of which most stays as it is.

use std::collections::HashMap;

use rusqlite::Connection;

use super::committing::Writing;
use super::{Scan, size};
use crate::document::{Corpus, Finding};
use crate::error::Result;
use crate::ledger::fingerprints::Groups;
use crate::ledger::groups::{self, Kind, Touched};
use crate::ledger::link_ids::{self, LinkKey};
use crate::ledger::places::Places;
use crate::ledger::relations::TouchedRelations;
use crate::ledger::run::Run;
use crate::ledger::words::Words;
use crate::ledger::{database, seal};

/// What differs between the groups of the ledger and those that it shall hold: records, and what follows from all of them.
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

/// What the links of the corpus are known by, before and after what is read of texts.
struct LinkKeys {
    /// As they stand in the ledger; none for a link of a touched family.
    held: Vec<Option<LinkKey>>,
}

impl LinkKeys {
    fn held(connection: &Connection, run: &Run<'_>, touched: &Touched) -> rusqlite::Result<Self> {
        let of_families: HashMap<u32, Vec<LinkKey>> = groups::held_links(connection)?.into_iter().collect();
        let links = &run.corpus.links;
        let mut held = Vec::with_capacity(links.len());
        for own in links.chunk_by(|one, other| one.family == other.family) {
            let family = own.first().and_then(|link| run.family(link.family));
            let keys = family
                .filter(|family| !touched.has(*family))
                .and_then(|family| of_families.get(&family))
                .filter(|keys| keys.len() == own.len());
            match keys {
                Some(keys) => held.extend(keys.iter().copied().map(Some)),
                None => held.extend(own.iter().map(|_| None)),
            }
        }
        Ok(Self { held })
    }

    /// The keys of all links, counted; those that are not held are made from the words that were read. Gives the numbers of
    /// families, sorted, in which a link is counted otherwise than before.
    fn counted(&self, run: &Run<'_>) -> (Vec<LinkKey>, Vec<u32>) {
        let links = run.corpus.links.iter().zip(&self.held);
        let mut keys: Vec<LinkKey> = links
            .map(|(link, held)| held.unwrap_or_else(|| run.link_key(link)))
            .collect();
        link_ids::count(&mut keys);
        let changed = run.corpus.links.iter().zip(&self.held).zip(&keys);
        let changed = changed.filter(|((_, held), key)| held.is_some_and(|held| held != **key));
        let mut families: Vec<u32> = changed
            .filter_map(|((link, _), _)| run.family(link.family))
            .collect();
        families.sort_unstable();
        families.dedup();
        (keys, families)
    }
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
        let held = LinkKeys::held(connection, &writing.run, &writing.relations.families).map_err(&failed)?;
        delete(connection, &writing.records, &writing.relations).map_err(&failed)?;
        let Writing {
            run,
            records,
            relations,
            ..
        } = &mut writing;
        self.read_for(connection, run, records, relations)?;
        let (links, counted_otherwise) = held.counted(run);
        let others = TouchedRelations {
            families: Touched {
                written: counted_otherwise.clone(),
                gone: counted_otherwise,
            },
            ..TouchedRelations::default()
        };
        delete(connection, &Touched::default(), &others).map_err(&failed)?;
        self.read_for(connection, run, &Touched::default(), &others)?;
        relations.families.add(&others.families.written);
        writing.relate(connection, &links).map_err(&failed)?;
        write_boilerplate(connection, writing.run.corpus).map_err(&failed)?;
        set_ranks(connection, &writing).map_err(&failed)?;
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
        let places = Places::of(run.corpus, family, finding);
        let words = Words::of(run.corpus, family);
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

/// Deletes the rows of the groups that go.
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
        &[
            "DELETE FROM links WHERE family = ?",
            "DELETE FROM passages WHERE family = ?",
            "DELETE FROM families WHERE family = ?",
        ],
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

/// Gives the articles that kept their rows their ranks, where others no longer fitted in between.
fn set_ranks(connection: &Connection, writing: &Writing<'_, '_>) -> rusqlite::Result<()> {
    let run = &writing.run;
    let held = database::ranks(connection)?;
    let mut update = connection.prepare("UPDATE articles SET rank = ? WHERE article = ?")?;
    for place in (0..).take(run.corpus.articles.len()) {
        let (Some(number), Some(rank)) = (run.number(place), run.rank(place)) else {
            continue;
        };
        if held
            .get(number as usize)
            .copied()
            .flatten()
            .is_some_and(|held| held != rank)
        {
            update.execute((rank, number))?;
        }
    }
    Ok(())
}
