//! Fewer files for a store: as part of a scan, when there are too many or half of one is needless, and on demand.

use std::path::Path;

use super::{Keep, Scan, size};
use crate::error::Result;
use crate::ledger::batches::{FramePlace, RecordFile};
use crate::ledger::{compaction, database, seal};

impl Scan {
    /// Brings the records of a store together in as few files as it takes, drops those that nobody needs, and gives the
    /// room in the ledger back.
    ///
    /// # Errors
    /// When it cannot be written; then it is as it was.
    pub(in crate::ledger) fn compact_store(store: &Path) -> Result<()> {
        let mut scan = Self::begin(store, Keep::All)?;
        let segments = database::segments_path(store);
        let rules = match scan.standing.files.first() {
            Some(file) => file.rules(&segments)?,
            None => 0,
        };
        let (outlets, (records, sources)) = (scan.outlets.clone(), scan.stored()?);
        scan.set_rules(outlets, rules)?;
        scan.number(records, sources)?;
        scan.compact(true)?;
        let failed = database::failed(store);
        let connection = database::open_to_write(store)?;
        connection
            .execute_batch("BEGIN IMMEDIATE; DELETE FROM segments WHERE kind = 'records'")
            .map_err(&failed)?;
        scan.list_moved(&connection).map_err(&failed)?;
        seal::count(&connection).map_err(&failed)?;
        let listed = database::listed(&connection).map_err(&failed)?;
        connection.execute_batch("COMMIT").map_err(&failed)?;
        scan.committed = true;
        // Room that cannot be given back, because somebody reads, is used by the next scan.
        let _ = connection.execute_batch("VACUUM");
        scan.end(&connection, &database::listed_names(&listed));
        Ok(())
    }

    /// Lists the record files anew beside the other files, and where each record stands now.
    pub(super) fn list_moved(&self, connection: &rusqlite::Connection) -> rusqlite::Result<()> {
        let last: u32 =
            connection.query_row("SELECT coalesce(max(segment), 0) FROM segments", [], |row| {
                row.get(0)
            })?;
        let numbers = self.file_numbers();
        self.list_record_files(connection, &numbers, last)?;
        let mut update =
            connection.prepare("UPDATE records SET segment = ?, offset = ?, length = ? WHERE record = ?")?;
        for (record, stored) in (0_u32..).zip(&self.records) {
            let number = numbers
                .get(stored.frame.file as usize)
                .copied()
                .unwrap_or_default();
            let place = stored.frame.place;
            update.execute((last + number, size(place.offset), place.length, record))?;
        }
        Ok(())
    }

    /// Brings the records of many small files, and of files that are mostly needless, together in new ones; with `all`
    /// those of all files. Where texts shall not stay, it leaves them out; from here on records are still read with their texts.
    pub(in crate::ledger) fn compact(&mut self, all: bool) -> Result<()> {
        let mut live: Vec<FramePlace> = self.records.iter().map(|record| record.frame).collect();
        live.sort_unstable();
        live.dedup();
        let files: Vec<&RecordFile> = self.standing.files.iter().chain(&self.written).collect();
        let chosen = compaction::chosen(&files, &live, all, self.texts_stay);
        if chosen.is_empty() {
            return Ok(());
        }
        let segments = database::segments_path(&self.store);
        let first = files.len() as u32;
        let mut name = self.next_name;
        let kind = (self.rules, self.texts_stay);
        let (written, moved) = compaction::compact(&segments, &files, &chosen, &live, kind, &mut name)?;
        self.next_name = name;
        if !self.texts_stay {
            self.whole = self.records.iter().map(|record| record.frame).collect();
        }
        self.written.extend(written);
        for record in &mut self.records {
            if let Some((file, place)) = moved.get(&record.frame) {
                record.frame = FramePlace {
                    file: first + file,
                    place: *place,
                };
            }
        }
        Ok(())
    }
}
