//! The rows of a scan: what a commit writes into the ledger, in the writer's transaction.

use super::{Scan, size};
use crate::document::Corpus;
use crate::error::Result;
use crate::ledger::store::{ANSWERS, RECORDS, SEEDS};
use crate::ledger::{database, relations, rows, seal};

const LIST_FILE: &str =
    "INSERT INTO segments (segment, kind, name, bytes, records, checksum) VALUES (?, ?, ?, ?, ?, ?)";

impl Scan {
    /// Writes all rows; gives the names of the files that are listed.
    pub(super) fn write(&self, connection: &rusqlite::Connection, corpus: &Corpus) -> Result<Vec<String>> {
        let failed = database::failed(&self.store);
        let commits = if self.new_ledger {
            0
        } else {
            seal::number(connection).map_err(&failed)?
        };
        database::make_tables(connection).map_err(&failed)?;
        let listed = self.list_files(connection).map_err(&failed)?;
        self.write_sources(connection).map_err(&failed)?;
        let commits = commits.to_string();
        let related = self.related.map(|seconds| format!("{seconds:.3}"));
        let about = [
            ("written_by", Some(concat!("suyuan ", env!("CARGO_PKG_VERSION")))),
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
        seal::count(connection).map_err(&failed)?;
        let numbers: Vec<u32> = self.file_numbers();
        let segment = |record: u32| {
            let stored = self.records.get(record as usize)?;
            let number = numbers.get(stored.frame.file as usize)?;
            Some((stored, *number))
        };
        let run = rows::write(
            connection,
            &self.store,
            &rows::Source {
                records: self.records.len() as u32,
                read: &|record| self.read(record),
                place: &|record| {
                    segment(record).map(|(stored, segment)| rows::RecordPlace {
                        uri: &stored.uri,
                        segment,
                        offset: stored.frame.place.offset,
                        length: stored.frame.place.length,
                    })
                },
            },
            corpus,
        )?;
        relations::write(connection, corpus, &run).map_err(&failed)?;
        database::make_indexes(connection).map_err(&failed)?;
        Ok(listed)
    }

    /// For each record file its number in the ledger; 0 for those that hold no record any more.
    pub(super) fn file_numbers(&self) -> Vec<u32> {
        let files = self.standing.files.len() + self.written.len();
        let mut used = vec![false; files];
        for record in &self.records {
            if let Some(used) = used.get_mut(record.frame.file as usize) {
                *used = true;
            }
        }
        let mut next = 0;
        let number = |used: bool| {
            next += u32::from(used);
            if used { next } else { 0 }
        };
        used.into_iter().map(number).collect()
    }

    /// Lists all files with their numbers; gives their names.
    fn list_files(&self, connection: &rusqlite::Connection) -> rusqlite::Result<Vec<String>> {
        let numbers = self.file_numbers();
        self.list_record_files(connection, &numbers, 0)?;
        let next = numbers.iter().max().copied().unwrap_or(0) + 1;
        let others = [(SEEDS, &self.seeds), (ANSWERS, &self.answers)];
        for (number, (kind, file)) in (next..).zip(others) {
            if let Some(file) = file {
                let bytes = size(file.bytes());
                connection.execute(LIST_FILE, (number, kind, file.name(), bytes, 0, file.checksum()))?;
            }
        }
        Ok(database::listed_names(&database::listed(connection)?))
    }

    /// Lists the record files that hold a record, with `numbers` counted on from `last`.
    pub(super) fn list_record_files(
        &self,
        connection: &rusqlite::Connection,
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

    pub(super) fn write_sources(&self, connection: &rusqlite::Connection) -> rusqlite::Result<()> {
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
