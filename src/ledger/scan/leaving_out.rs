//! A scan into a store that keeps no texts: which texts it needs again, and how texts are left out.
//!
//! What a scan examines has its text until the commit, in files of its own. The commit first writes the records of all files with
//! texts into files without ([`Scan::compact`]), and then in its one transaction lists these. So a store has its texts or has
//! none: a scan that is killed before the transaction leaves what stood there, and the finished batches, with their texts, for
//! the next one; one that is killed after it leaves files that nobody lists.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{Keep, Scan, StoredRecord};
use crate::config::ReadParameters;
use crate::error::Result;
use crate::ledger::batches::FramePlace;
use crate::ledger::segment::Place;
use crate::ledger::texts::{TextKey, Texts};
use crate::ledger::{database, seal};

impl Scan {
    /// The store shall keep no texts from this commit on. One that keeps none keeps none without being told again, unless
    /// nothing of it stays.
    pub fn keep_no_texts(&mut self) {
        self.texts_stay = false;
    }

    /// Notes a way in which the input is read; the store keeps it for who reads the input again.
    pub fn note_way(&mut self, way: &ReadParameters) {
        // What a record says does not depend on its dataset.
        let way = ReadParameters {
            dataset: ReadParameters::default().dataset,
            ..way.clone()
        };
        if !self.ways.contains(&way) {
            self.ways.push(way);
        }
    }

    /// The ways in which the input is read and was read before.
    pub fn ways(&self) -> &[ReadParameters] {
        &self.ways
    }

    /// True when facts that stand there without texts were made by other rules than those of this scan, and must be made anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn needs_texts_to_examine(&self) -> Result<bool> {
        let segments = database::segments_path(&self.store);
        for file in self.standing.files.iter().filter(|file| !file.has_texts()) {
            if file.rules(&segments)? != self.rules {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The records that the store shall hold, by number.
    pub fn records(&self) -> &[StoredRecord] {
        &self.records
    }

    /// What the texts of `records` are known by that stand in the store without, each with the place of its record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn left_out<'r>(
        &self,
        records: impl Iterator<Item = &'r StoredRecord>,
    ) -> Result<Vec<(TextKey, &'r str)>> {
        let files = self.standing.files.iter();
        let numbers: HashMap<u32, u32> = (0..)
            .zip(files)
            .filter(|(_, file)| !file.has_texts())
            .filter_map(|(number, file)| Some((file.listed?, number)))
            .collect();
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let failed = database::failed(&self.store);
        let connection = database::open_to_read(&self.store)?;
        let mut keys: HashMap<FramePlace, TextKey> = HashMap::new();
        let mut statement = connection
            .prepare(
                "SELECT segment, offset, length, text_hash, text_bytes FROM records WHERE text_bytes > 0",
            )
            .map_err(&failed)?;
        let mut rows = statement.query([]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let read = || -> rusqlite::Result<_> {
                let place = Place {
                    offset: database::unsigned(row, 1)?,
                    length: row.get(2)?,
                };
                let key = TextKey {
                    hash: row.get::<_, i64>(3)?.cast_unsigned(),
                    bytes: database::unsigned(row, 4)?,
                };
                Ok((numbers.get(&row.get(0)?), place, key))
            };
            if let (Some(&file), place, key) = read().map_err(&failed)? {
                keys.insert(FramePlace { file, place }, key);
            }
        }
        let key = |record: &'r StoredRecord| Some((*keys.get(&record.frame)?, record.uri.as_str()));
        Ok(records.filter_map(key).collect())
    }

    /// Gives the scan the texts that stand there without; those that came first stay.
    pub fn set_texts(&self, texts: Texts) {
        let _ = self.standing.texts.set(texts);
    }

    /// The texts that it was given.
    pub fn texts(&self) -> Option<&Texts> {
        self.standing.texts.get()
    }

    /// True when nothing but texts has to go from the store.
    pub(super) fn holds_unwanted_texts(&self) -> bool {
        let listed = self.standing.files.iter().filter(|file| file.listed.is_some());
        let mut listed = listed.filter(|file| file.has_texts());
        !self.texts_stay && self.keep == Keep::All && listed.next().is_some()
    }

    /// Leaves the texts of a store out that stays as it is otherwise.
    pub(super) fn leave_texts_out(mut self) -> Result<()> {
        self.compact(false)?;
        let store = self.store.clone();
        let failed = database::failed(&store);
        let connection = database::open_to_write(&store)?;
        connection
            .execute_batch(
                "BEGIN IMMEDIATE; DELETE FROM segments WHERE kind = 'records'; DELETE FROM sources",
            )
            .map_err(&failed)?;
        self.list_moved(&connection).map_err(&failed)?;
        self.write_sources(&connection).map_err(&failed)?;
        self.write_ways(&connection).map_err(&failed)?;
        self.write_what_is_kept(&connection).map_err(&failed)?;
        seal::count(&connection).map_err(&failed)?;
        let listed = database::listed(&connection).map_err(&failed)?;
        connection.execute_batch("COMMIT").map_err(&failed)?;
        self.committed = true;
        self.end(&connection, &database::listed_names(&listed));
        Ok(())
    }

    /// Says in the ledger whether the store keeps texts.
    pub(super) fn write_what_is_kept(&self, connection: &Connection) -> rusqlite::Result<()> {
        database::set_version(connection, self.texts_stay)?;
        if !self.texts_stay {
            write_about(connection, database::TEXTS, database::LEFT_OUT)?;
        }
        Ok(())
    }

    /// Says in the ledger in which ways the input was read.
    pub(super) fn write_ways(&self, connection: &Connection) -> rusqlite::Result<()> {
        match serde_json::to_string(&self.ways) {
            Ok(ways) if !self.ways.is_empty() => write_about(connection, database::READING, &ways),
            _ => Ok(()),
        }
    }
}

fn write_about(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
            [key, value],
        )
        .map(|_| ())
}
