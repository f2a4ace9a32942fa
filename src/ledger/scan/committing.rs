//! The rows of a scan: what a commit writes into the ledger, in the writer's transaction. Where most of what stands there
//! stays, only the groups of rows that were touched are written; otherwise the tables are made anew.

use std::collections::HashMap;

use rusqlite::{Connection, ErrorCode};

use super::{Scan, amending, size};
use crate::document::Corpus;
use crate::error::{Error, Result};
use crate::ledger::article_ids::ArticleIds;
use crate::ledger::batches::RecordFile;
use crate::ledger::family_rows::{FamilyRows, Written};
use crate::ledger::fingerprints::Groups;
use crate::ledger::groups::{self, Kind, Touched};
use crate::ledger::link_ids::{self, LinkKey};
use crate::ledger::places::Places;
use crate::ledger::relations::{self, TouchedRelations};
use crate::ledger::run::Run;
use crate::ledger::store::RECORDS;
use crate::ledger::words::Words;
use crate::ledger::{database, rows, seal};

const LIST_FILE: &str =
    "INSERT INTO segments (segment, kind, name, bytes, records, checksum) VALUES (?, ?, ?, ?, ?, ?)";

/// Fingerprint of the program's sources: rows that another one made are made anew.
const PROGRAM: &str = env!("SUYUAN_SOURCES");

/// Of so many groups one may be touched for the tables to stay: a row that goes into tables with indexes costs about three
/// times what it costs to make it with all others.
const TOUCHED_PART: usize = 4;

/// What a commit writes.
pub(super) struct Writing<'w, 'c> {
    pub(super) run: Run<'c>,
    pub(super) groups: &'w Groups,
    pub(super) records: Touched,
    pub(super) relations: TouchedRelations,
}

impl Scan {
    /// Writes all rows; gives the names of the files that are listed.
    pub(super) fn write(&self, connection: &Connection, corpus: &Corpus) -> Result<Vec<String>> {
        let failed = database::failed(&self.store);
        let amends = !self.is_new()
            && !self.older
            && database::about(connection, "program")
                .map_err(&failed)?
                .as_deref()
                == Some(PROGRAM);
        let held = if amends {
            database::family_numbers(connection).map_err(&failed)?
        } else {
            HashMap::new()
        };
        let run = || Run::new(corpus, &self.numbering, &held);
        let rows = run();
        let groups = Groups::of(&rows, &self.records, self.rules);
        if !amends {
            return self.make_anew(connection, rows, &groups);
        }
        let (records, relations) = amending::touched(connection, &groups).map_err(&failed)?;
        let touched = records.count() + relations.count();
        let renamed = amending::has_renamed(connection).map_err(&failed)?;
        if renamed || touched * TOUCHED_PART > groups.count() {
            return self.make_anew(connection, rows, &groups);
        }
        let writing = Writing {
            run: rows,
            groups: &groups,
            records,
            relations,
        };
        match self.try_to_amend(connection, writing)? {
            Some(listed) => Ok(listed),
            None => self.make_anew(connection, run(), &groups),
        }
    }

    /// Writes what was touched; nothing where ids of articles collide, which only all of them together can settle.
    fn try_to_amend(&self, connection: &Connection, writing: Writing<'_, '_>) -> Result<Option<Vec<String>>> {
        let failed = database::failed(&self.store);
        connection.execute_batch("SAVEPOINT amend").map_err(&failed)?;
        match self.amend(connection, writing) {
            Ok(listed) => {
                connection.execute_batch("RELEASE amend").map_err(&failed)?;
                Ok(Some(listed))
            }
            Err(Error::Database { source, .. })
                if source.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) =>
            {
                let undo = "ROLLBACK TO amend; RELEASE amend";
                connection.execute_batch(undo).map_err(&failed)?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn make_anew(&self, connection: &Connection, mut run: Run<'_>, groups: &Groups) -> Result<Vec<String>> {
        let failed = database::failed(&self.store);
        let commits = if self.new_ledger {
            0
        } else {
            seal::number(connection).map_err(&failed)?
        };
        database::make_tables(connection).map_err(&failed)?;
        let listed = self.list(connection, commits)?;
        let corpus = run.corpus;
        let records = Touched::all(&groups.records);
        let relations = TouchedRelations {
            families: Touched::all(&groups.families),
            written: Written::all(&groups.marks),
            clusters: Touched::all(&groups.clusters),
            findings: Touched::all(&groups.findings),
        };
        let wanted: Vec<u32> = (0..).take(self.records.len()).collect();
        let places = Places::of(corpus, |_| true, &relations.written, |_| true);
        let words = Words::of(corpus, &relations.written);
        let ids = self.write_records(connection, &mut run, &wanted, &records, (places, words))?;
        ids.resolve(connection).map_err(&failed)?;
        amending::write_boilerplate(connection, corpus).map_err(&failed)?;
        let mut links: Vec<LinkKey> = corpus.links.iter().map(|link| run.link_key(link)).collect();
        link_ids::count(&mut links);
        let writing = Writing {
            run,
            groups,
            records,
            relations,
        };
        writing.relate(connection, &links).map_err(&failed)?;
        database::make_indexes(connection).map_err(&failed)?;
        Ok(listed)
    }

    /// Writes what the ledger says about itself, its files and what was read; gives the names of the files.
    pub(super) fn list(&self, connection: &Connection, commits: i64) -> Result<Vec<String>> {
        let failed = database::failed(&self.store);
        let listed = self.list_files(connection).map_err(&failed)?;
        self.write_sources(connection).map_err(&failed)?;
        let commits = commits.to_string();
        let related = self.related.map(|seconds| format!("{seconds:.3}"));
        let about = [
            ("written_by", Some(concat!("suyuan ", env!("CARGO_PKG_VERSION")))),
            ("program", Some(PROGRAM)),
            ("outlets", self.outlets.as_deref()),
            ("commit", Some(commits.as_str())),
            ("related_in_seconds", related.as_deref()),
        ];
        for (key, value) in about {
            if let Some(value) = value {
                connection
                    .execute("INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
                    .map_err(&failed)?;
            }
        }
        self.write_what_is_kept(connection).map_err(&failed)?;
        self.write_ways(connection).map_err(&failed)?;
        seal::count(connection).map_err(&failed)?;
        Ok(listed)
    }

    /// Writes the rows of touched records, and takes what is counted on the way into `run`.
    pub(super) fn write_records(
        &self,
        connection: &Connection,
        run: &mut Run<'_>,
        wanted: &[u32],
        touched: &Touched,
        places: (Places, Words),
    ) -> Result<ArticleIds> {
        let numbers = self.file_numbers();
        let place = |record: u32| {
            let stored = self.records.get(record as usize)?;
            Some(rows::RecordPlace {
                uri: &stored.uri,
                segment: *numbers.get(stored.frame.file as usize)?,
                offset: stored.frame.place.offset,
                length: stored.frame.place.length,
            })
        };
        let source = rows::Source {
            read: &|record| self.read(record),
            place: &place,
        };
        let (places, words, ids) =
            rows::write(connection, &self.store, &source, run, wanted, touched, places)?;
        run.take(places, words);
        Ok(ids)
    }

    /// For each record file its number in the ledger; 0 for those that hold no record any more. Files keep their numbers.
    pub(super) fn file_numbers(&self) -> Vec<u32> {
        let files = self.standing.files.len() + self.written.len();
        let mut used = vec![false; files];
        for record in &self.records {
            if let Some(used) = used.get_mut(record.frame.file as usize) {
                *used = true;
            }
        }
        let files = self.standing.files.iter().chain(&self.written);
        let mut next = files.clone().filter_map(|file| file.listed).max().unwrap_or(0);
        let number = |(file, used): (&RecordFile, bool)| match file.listed {
            _ if !used => 0,
            Some(number) => number,
            None => {
                next += 1;
                next
            }
        };
        files.zip(used).map(number).collect()
    }

    /// Lists all files with their numbers; gives their names.
    fn list_files(&self, connection: &Connection) -> rusqlite::Result<Vec<String>> {
        let numbers = self.file_numbers();
        self.list_record_files(connection, &numbers, 0)?;
        let next = numbers.iter().max().copied().unwrap_or(0) + 1;
        for (number, (kind, file)) in (next..).zip(&self.others) {
            let bytes = size(file.bytes());
            connection.execute(LIST_FILE, (number, kind, file.name(), bytes, 0, file.checksum()))?;
        }
        Ok(database::listed_names(&database::listed(connection)?))
    }

    /// Lists the record files that hold a record, with `numbers` counted on from `last`.
    pub(super) fn list_record_files(
        &self,
        connection: &Connection,
        numbers: &[u32],
        last: u32,
    ) -> rusqlite::Result<()> {
        let mut list = connection.prepare(LIST_FILE)?;
        let files = self.standing.files.iter().chain(&self.written).zip(numbers);
        for (file, number) in files.filter(|(_, number)| **number > 0) {
            let (bytes, records) = (size(file.bytes), size(file.records));
            list.execute((last + number, RECORDS, &file.name, bytes, records, &file.checksum))?;
        }
        Ok(())
    }

    pub(super) fn write_sources(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut source = connection.prepare(
            "INSERT INTO sources (source, dataset, name, bytes, first, records) VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        for (number, entry) in self.sources.iter().enumerate() {
            source.execute((
                size(number as u64),
                &entry.dataset,
                &entry.name,
                entry.bytes.map(size),
                entry.first,
                entry.records,
            ))?;
        }
        Ok(())
    }
}

impl Writing<'_, '_> {
    /// Writes what follows from all records together, and notes the groups; `links` are what the links of the corpus are known
    /// by.
    pub(super) fn relate(&self, connection: &Connection, links: &[LinkKey]) -> rusqlite::Result<()> {
        let Self {
            run,
            groups,
            records,
            relations: touched,
        } = self;
        relations::write(connection, run, links, touched)?;
        let of_family = self.rows_of_families(links);
        let packed = |number: u32| of_family.get(&number).map(FamilyRows::pack);
        groups::note(connection, Kind::Record, &groups.records, records, |_| None)?;
        groups::note(
            connection,
            Kind::Family,
            &groups.families,
            &touched.families,
            packed,
        )?;
        groups::note(
            connection,
            Kind::Cluster,
            &groups.clusters,
            &touched.clusters,
            |_| None,
        )?;
        groups::note(
            connection,
            Kind::Findings,
            &groups.findings,
            &touched.findings,
            |_| None,
        )
    }

    /// What is noted of the rows of each touched family, by its number.
    fn rows_of_families(&self, links: &[LinkKey]) -> HashMap<u32, FamilyRows> {
        let Self {
            run,
            groups,
            relations,
            ..
        } = self;
        let mut rows: HashMap<u32, FamilyRows> = HashMap::new();
        let touched = |family: u32| {
            run.family(family)
                .filter(|family| relations.families.has(*family))
        };
        for (passage, mark) in run.corpus.passages.iter().zip(&groups.marks.passages) {
            if let Some(family) = touched(passage.family) {
                rows.entry(family).or_default().passages.push(*mark);
            }
        }
        for (link, (mark, key)) in run.corpus.links.iter().zip(groups.marks.links.iter().zip(links)) {
            if let Some(family) = touched(link.family) {
                rows.entry(family).or_default().links.push((*mark, *key));
            }
        }
        rows
    }
}
