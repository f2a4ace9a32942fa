//! What looks after a store: its sizes, its checksums, fewer files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::batches::{ListedFile, RecordFile, digests_path};
use super::database::{self, Standing};
use super::frame::Extent;
use super::scan::Scan;
use super::seal::{self, Sealed};
use super::segment::Place;
use super::store::{ANSWERS, PAIRS, POSTINGS, RECORDS, SEEDS, Store};
use crate::error::Result;

/// How often a store is looked at that changes meanwhile.
const TRIES: usize = 8;

/// Sizes of a store.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Info {
    /// Number of the schema.
    pub version: i64,
    /// The program that wrote it.
    pub written_by: Option<String>,
    /// Bytes of text that it leaves out (`scan --no-keep-text`); `None` where it keeps its texts.
    pub text_bytes_left_out: Option<u64>,
    /// Bytes of all its files.
    pub bytes: u64,
    /// Records, older versions among them.
    pub records: u64,
    /// Articles.
    pub articles: u64,
    /// Bytes for each article.
    pub bytes_of_article: u64,
    /// What a scan of something new costs beside reading it: seconds that the stages after reading took last time.
    pub related_in_seconds: Option<f64>,
    /// The tables and indexes of the ledger, the largest first.
    pub tables: Vec<TableSize>,
    /// The files, by name.
    pub files: Vec<FileSize>,
}

/// A table or an index of the ledger.
#[derive(Clone, Debug, Serialize)]
pub struct TableSize {
    /// Its name.
    pub name: String,
    /// Rows of a table.
    pub rows: Option<u64>,
    /// Bytes in the file.
    pub bytes: u64,
}

/// A file of the store.
#[derive(Clone, Debug, Serialize)]
pub struct FileSize {
    /// Its path in the store.
    pub name: String,
    /// records, digests, seeds, postings, pairs, answers, ledger, other.
    pub kind: &'static str,
    /// Its size.
    pub bytes: u64,
    /// Records in it.
    pub records: Option<u64>,
    /// Those of them that the ledger does not need any more.
    pub needless: Option<u64>,
}

/// What was found wrong with a store, and what was looked at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verified {
    /// Files that were read from end to end.
    pub files: u64,
    /// Records that were unpacked.
    pub records: u64,
    /// One line for each fault, which begins with the file.
    pub faults: Vec<String>,
    /// What could not be looked at, and why.
    pub unchecked: Vec<String>,
}

/// What a compaction did.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Compacted {
    /// Bytes of the store before.
    pub before: u64,
    /// And after.
    pub after: u64,
}

impl Store {
    /// Sizes of the tables and files of this store.
    ///
    /// # Errors
    /// When the ledger or the folder cannot be read.
    pub fn info(&self) -> Result<Info> {
        let failed = database::failed(&self.path);
        let count = |table: &str| -> Result<u64> {
            let counted = self.rows(&format!("SELECT count(*) FROM {table}"), |row| {
                row.get::<_, i64>(0)
            })?;
            Ok(counted.first().copied().unwrap_or_default().cast_unsigned())
        };
        let names = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'", |row| {
            row.get::<_, String>(0)
        })?;
        let mut tables = self.rows(
            "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC, 1",
            |row| {
                Ok(TableSize {
                    name: row.get(0)?,
                    rows: None,
                    bytes: row.get::<_, i64>(1)?.cast_unsigned(),
                })
            },
        )?;
        for table in &mut tables {
            if names.contains(&table.name) {
                table.rows = Some(count(&table.name)?);
            }
        }
        let held: BTreeMap<String, (u64, u64)> = self
            .rows(
                "SELECT s.name, s.records, (SELECT count(DISTINCT offset) FROM records r WHERE r.segment = s.segment)
                 FROM segments s WHERE s.kind = 'records'",
                |row| {
                    let number = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
                    Ok((row.get::<_, String>(0)?, (number(1)?, number(2)?)))
                },
            )?
            .into_iter()
            .collect();
        let files: Vec<FileSize> = files(&self.path)?
            .into_iter()
            .map(|(name, bytes)| {
                let of_file = name.rsplit('/').next().and_then(|name| held.get(name));
                let records: Option<(u64, u64)> = of_file.copied();
                FileSize {
                    kind: kind(&name),
                    records: records.map(|(all, _)| all),
                    needless: records.map(|(all, needed)| all.saturating_sub(needed)),
                    name,
                    bytes,
                }
            })
            .collect();
        let (records, articles) = (count("records")?, count("articles")?);
        let bytes = files.iter().map(|file| file.bytes).sum();
        let about = |key| database::about(&self.connection, key).map_err(&failed);
        Ok(Info {
            version: self
                .connection
                .pragma_query_value(None, "user_version", |row| row.get(0))
                .map_err(&failed)?,
            written_by: about("written_by")?,
            text_bytes_left_out: self.text_bytes_left_out()?,
            bytes,
            records,
            articles,
            bytes_of_article: bytes / articles.max(1),
            related_in_seconds: about("related_in_seconds")?.and_then(|seconds| seconds.parse().ok()),
            tables,
            files,
        })
    }
}

fn kind(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|end| end.to_str()) {
        Some("segment") => RECORDS,
        Some("digests") => "digests",
        Some("seeds") => SEEDS,
        Some("answers") => ANSWERS,
        Some("postings") => POSTINGS,
        Some("pairs") => PAIRS,
        _ if name.starts_with("ledger.") => "ledger",
        _ => "other",
    }
}

/// All files of a store with their sizes, by name.
fn files(store: &Path) -> Result<Vec<(String, u64)>> {
    let mut found = Vec::new();
    for (folder, prefix) in [
        (store.to_owned(), ""),
        (database::segments_path(store), "segments/"),
    ] {
        let failed = |source| crate::error::Error::Io {
            path: folder.clone(),
            action: "read",
            source,
        };
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // A file that goes while we look is none.
            if let Ok(metadata) = entry.metadata()
                && metadata.is_file()
            {
                found.push((
                    format!("{prefix}{}", entry.file_name().to_string_lossy()),
                    metadata.len(),
                ));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads every file of a store from end to end and holds it against its checksum, unpacks every record, and has SQLite
/// check the ledger. Also of a store that other commands refuse.
///
/// # Errors
/// When there is no store, or its ledger cannot be read at all.
pub fn verify(store: &Path) -> Result<Verified> {
    match database::inspect(store)? {
        Standing::Store => {}
        Standing::Older => return Err(database::older(store)),
        Standing::Missing | Standing::Empty => return Err(database::nothing(store)),
    }
    // A scan that commits meanwhile removes the files of what we look at: then it is looked at again.
    let commit = || {
        let connection = database::open_to_read(store)?;
        seal::number(&connection).map_err(database::failed(store))
    };
    for _ in 0..TRIES {
        let before = commit().ok();
        let verified = verify_once(store)?;
        if verified.faults.is_empty() || commit().ok() == before {
            return Ok(verified);
        }
    }
    let mut verified = Verified::default();
    let reason = "somebody writes to this store all the time: verify it when that has ended";
    verified.unchecked.push(reason.to_owned());
    Ok(verified)
}

fn verify_once(store: &Path) -> Result<Verified> {
    let mut verified = Verified::default();
    let connection = database::open_to_read(store)?;
    let failed = database::failed(store);
    connection.execute_batch("BEGIN").map_err(&failed)?;
    verified.files += 1;
    match seal::check(store, &connection)? {
        Sealed::Whole => {}
        Sealed::Broken => verified
            .faults
            .push("ledger.sqlite: is not as it was written (or ledger.seal is not)".to_owned()),
        Sealed::Open => verified.unchecked.push(
            "ledger.sqlite: not sealed since its last commit, so that only its structure was checked; the next scan or \
             verdict seals it"
                .to_owned(),
        ),
    }
    for pragma in ["integrity_check", "foreign_key_check"] {
        let found = connection
            .prepare(&format!("PRAGMA {pragma}"))
            .and_then(|mut statement| {
                let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
                rows.take(8).collect::<rusqlite::Result<Vec<_>>>()
            });
        match found {
            Ok(lines) => {
                let lines = lines.into_iter().filter(|line| line != "ok");
                verified
                    .faults
                    .extend(lines.map(|line| format!("ledger.sqlite: {line}")));
            }
            Err(fault) => verified.faults.push(format!("ledger.sqlite: {fault}")),
        }
    }
    let listed = match database::listed(&connection) {
        Ok(listed) => listed,
        Err(fault) => {
            verified.faults.push(format!("ledger.sqlite: {fault}"));
            return Ok(verified);
        }
    };
    let segments = database::segments_path(store);
    for file in listed {
        verified.files += 1;
        let name = format!("segments/{}", file.name);
        match seal::file_sum(&segments.join(&file.name)) {
            Ok((bytes, sum)) if bytes == file.bytes && format!("{sum:016x}") == file.checksum => {}
            Ok((bytes, _)) if bytes != file.bytes => verified.faults.push(format!(
                "{name}: has {bytes} bytes and should have {}",
                file.bytes
            )),
            Ok(_) => verified.faults.push(format!("{name}: fails its checksum")),
            Err(fault) => {
                verified.faults.push(format!("{name}: {fault}"));
                continue;
            }
        }
        if file.kind == RECORDS {
            verify_records(&segments, &connection, file, &mut verified)?;
        }
    }
    Ok(verified)
}

/// The digests of a record file, and every record that the ledger has in it.
fn verify_records(
    segments: &Path,
    connection: &rusqlite::Connection,
    file: ListedFile,
    verified: &mut Verified,
) -> Result<()> {
    let digests = digests_path(&PathBuf::from(&file.name));
    let digests = format!("segments/{}", digests.display());
    let name = format!("segments/{}", file.name);
    let number = file.segment;
    let Ok(opened) = RecordFile::listed(segments, file) else {
        return Ok(());
    };
    verified.files += 1;
    if opened.digests(segments, None).is_err() {
        verified.faults.push(format!(
            "{digests}: fails its checksum or is not that of the segment beside it"
        ));
    }
    let places = connection
        .prepare("SELECT DISTINCT offset, length FROM records WHERE segment = ? ORDER BY offset")
        .and_then(|mut statement| {
            let rows = statement.query_map([number], |row| {
                Ok(Place {
                    offset: row.get::<_, i64>(0)?.cast_unsigned(),
                    length: row.get(1)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        });
    match places {
        Ok(places) => {
            verified.records += places.len() as u64;
            let bad = places
                .par_iter()
                .filter(|place| opened.read(**place, Extent::Whole).is_err())
                .count();
            if bad > 0 {
                verified
                    .faults
                    .push(format!("{name}: {bad} records cannot be unpacked"));
            }
        }
        Err(fault) => verified.faults.push(format!("ledger.sqlite: {fault}")),
    }
    Ok(())
}

/// Brings the records of a store together in as few files as it takes, and gives the room in the ledger back.
///
/// # Errors
/// When there is no store, or it cannot be written.
pub fn compact(store: &Path) -> Result<Compacted> {
    let size = || -> Result<u64> { Ok(files(store)?.iter().map(|(_, bytes)| bytes).sum()) };
    if matches!(database::inspect(store)?, Standing::Missing | Standing::Empty) {
        return Err(database::nothing(store));
    }
    let before = size()?;
    Scan::compact_store(store)?;
    Ok(Compacted {
        before,
        after: size()?,
    })
}
