//! The SQLite file: opening it, knowing it for ours, and saying in one line what is wrong with it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use super::batches::{ListedFile, digests_path};
use super::scan::SourceEntry;
use super::store::RECORDS;
use crate::config::ReadParameters;
use crate::error::{Error, Result};

/// "suyu" in the header of the file, so that no other SQLite database is taken for a store.
const APPLICATION_ID: i32 = 0x7375_7975;
/// Number of the schema and of the segments' layout. A change that an older program would misread counts up,
const STORE_VERSION: i32 = 5;
/// and so do texts that are left out. A store that keeps its texts does without this number, so that older programs read it.
const WITHOUT_TEXTS: i32 = 6;
/// The oldest version that can be migrated: its records have the same frames, without digests beside them. Later ones have other tables.
const OLDEST_VERSION: i32 = 3;

const SCHEMA: &str = include_str!("schema.sql");
const INDEXES: &str = include_str!("indexes.sql");
const VERDICTS: &str = include_str!("verdicts.sql");
/// Every table and view that a scan makes anew, what refers to others first.
const OBJECTS: [(&str, &str); 20] = [
    ("VIEW", "pages"),
    ("VIEW", "copies"),
    ("VIEW", "credits"),
    ("VIEW", "lineage"),
    ("VIEW", "shared_quotes"),
    ("VIEW", "problems"),
    ("TABLE", "groups"),
    ("TABLE", "findings"),
    ("TABLE", "links"),
    ("TABLE", "passages"),
    ("TABLE", "quotes"),
    ("TABLE", "families"),
    ("TABLE", "clusters"),
    ("TABLE", "claims"),
    ("TABLE", "boilerplate"),
    ("TABLE", "articles"),
    ("TABLE", "records"),
    ("TABLE", "sources"),
    ("TABLE", "segments"),
    ("TABLE", "meta"),
];

/// The ledger's path in a store.
pub(super) fn ledger_path(store: &Path) -> PathBuf {
    store.join("ledger.sqlite")
}

/// The folder of segments in a store.
pub(super) fn segments_path(store: &Path) -> PathBuf {
    store.join("segments")
}

/// An error of the store at `path`.
pub(super) fn fault(path: &Path, reason: impl Into<String>) -> Error {
    Error::Store {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

/// What SQLite says, as our error.
pub(super) fn failed(store: &Path) -> impl Fn(rusqlite::Error) -> Error + '_ {
    move |source| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => fault(
            store,
            "ledger.sqlite is damaged or no SQLite database: scan again into a new directory",
        ),
        _ => Error::Database {
            path: store.to_owned(),
            source,
        },
    }
}

/// What stands at a store's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    Missing,
    /// An empty directory, or one in which a first scan began and did not end.
    Empty,
    /// A store of this version.
    Store,
    /// A store of an older version that can be migrated.
    Older,
}

/// What to say where no store stands.
pub(super) fn nothing(store: &Path) -> Error {
    fault(
        store,
        "no store here: make one with `suyuan scan PATH --store DIR`",
    )
}

/// What to say of a store of an older version.
pub(super) fn older(store: &Path) -> Error {
    fault(
        store,
        "is a store of an older version of suyuan: bring it up to date with `suyuan store migrate --store DIR`",
    )
}

/// Looks at what stands at `store` without changing it. Anything that a scan must not touch is an error.
pub(super) fn inspect(store: &Path) -> Result<Standing> {
    let unreadable = |source| Error::Io {
        path: store.to_owned(),
        action: "read",
        source,
    };
    match std::fs::metadata(store) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            return Err(fault(
                store,
                "is a file, and a store is a directory: name a directory with --store",
            ));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Standing::Missing),
        Err(error) => return Err(unreadable(error)),
    }
    if ledger_path(store).exists() {
        let connection = open_to_read(store)?;
        return standing_of(&connection, store);
    }
    for entry in std::fs::read_dir(store).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        if name != "lock" && name != "segments" {
            return Err(fault(
                store,
                format!(
                    "holds other files ({}) and no store: name an empty or a new directory with --store",
                    name.to_string_lossy()
                ),
            ));
        }
    }
    Ok(Standing::Empty)
}

/// Whether the database is a store of this version, or one whose first commit was cut off.
pub(super) fn standing_of(connection: &Connection, store: &Path) -> Result<Standing> {
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i32>(0))
            .map_err(failed(store))
    };
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    if application == APPLICATION_ID && (version == STORE_VERSION || version == WITHOUT_TEXTS) {
        return Ok(Standing::Store);
    }
    if application == APPLICATION_ID && (OLDEST_VERSION..STORE_VERSION).contains(&version) {
        return Ok(Standing::Older);
    }
    if application == APPLICATION_ID {
        return Err(fault(
            store,
            format!(
                "is a store of version {version}, and this program uses version {STORE_VERSION}: scan again into \
                 another directory, or use the program that wrote it"
            ),
        ));
    }
    let objects: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed(store))?;
    if application == 0 && version == 0 && objects == 0 {
        return Ok(Standing::Empty);
    }
    Err(fault(
        store,
        "its ledger.sqlite was not written by suyuan: name an empty or a new directory with --store",
    ))
}

/// Opens the ledger for reading. On a medium that cannot be written, where SQLite cannot make the files that
/// readers share, it is opened as one that does not change.
pub(super) fn open_to_read(store: &Path) -> Result<Connection> {
    let path = ledger_path(store);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(failed(store))?;
    let probe = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    });
    match probe.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        Err(Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) => {
            let uri = format!("file:{}?immutable=1", percent_encoded(&path));
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).map_err(failed(store))
        }
        _ => probe.map(|_| connection).map_err(failed(store)),
    }
    .and_then(|connection| {
        // Otherwise every statement is planned anew for each value that is bound: a tenth of the time of a cleaning.
        let stable = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
        stable.map(|_| connection).map_err(failed(store))
    })
}

fn percent_encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Opens the ledger for writing and creates the file if it is missing. A commit is on the disk when it returns.
pub(super) fn open_to_write(store: &Path) -> Result<Connection> {
    let connection = Connection::open(ledger_path(store)).map_err(failed(store))?;
    connection
        .execute_batch(
            // Rows refer to each other by numbers that one function hands out, so that checking each reference while
            // millions come in finds nothing; the references are declared for readers, and tests check them.
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
             PRAGMA cache_size = -65536; PRAGMA busy_timeout = 10000;",
        )
        .map_err(failed(store))?;
    Ok(connection)
}

/// Drops what stands there and makes the tables anew, without indexes. Part of the writer's transaction.
pub(super) fn make_tables(connection: &Connection) -> rusqlite::Result<()> {
    for (kind, name) in OBJECTS {
        connection.execute_batch(&format!("DROP {kind} IF EXISTS {name}"))?;
    }
    connection.execute_batch(SCHEMA)?;
    make_verdicts(connection)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)
}

/// Says what kind of store it is. Part of the writer's transaction.
pub(super) fn set_version(connection: &Connection, texts_stay: bool) -> rusqlite::Result<()> {
    let version = if texts_stay { STORE_VERSION } else { WITHOUT_TEXTS };
    connection.pragma_update(None, "user_version", version)
}

/// Makes the table of verdicts where there is none.
pub(super) fn make_verdicts(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(VERDICTS)
}

/// Lets a connection for reading see a table of verdicts, an empty one where the store has none yet.
pub(super) fn show_verdicts(connection: &Connection) -> rusqlite::Result<()> {
    let kept: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'verdicts'",
        [],
        |row| row.get(0),
    )?;
    if kept == 0 {
        connection.execute_batch(&VERDICTS.replace("CREATE TABLE", "CREATE TEMP TABLE"))?;
    }
    Ok(())
}

/// Builds the indexes.
pub(super) fn make_indexes(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(INDEXES)
}

/// The files that count, but for the digests beside those of records.
pub(super) fn listed(connection: &Connection) -> rusqlite::Result<Vec<ListedFile>> {
    connection
        .prepare("SELECT segment, kind, name, bytes, records, checksum FROM segments ORDER BY segment")?
        .query_map([], |row| {
            Ok(ListedFile {
                segment: row.get(0)?,
                kind: row.get(1)?,
                name: row.get(2)?,
                bytes: row.get::<_, i64>(3)?.cast_unsigned(),
                records: row.get::<_, i64>(4)?.cast_unsigned(),
                checksum: row.get(5)?,
            })
        })?
        .collect()
}

/// Names of all files that count.
pub(super) fn listed_names(listed: &[ListedFile]) -> Vec<String> {
    let mut names = Vec::new();
    for file in listed {
        if file.kind == RECORDS {
            names.push(digests_path(Path::new(&file.name)).to_string_lossy().into_owned());
        }
        names.push(file.name.clone());
    }
    names
}

/// The files that were scanned, in the order of reading.
pub(super) fn listed_sources(connection: &Connection) -> rusqlite::Result<Vec<SourceEntry>> {
    connection
        .prepare("SELECT dataset, name, bytes, first, records FROM sources ORDER BY source")?
        .query_map([], |row| {
            Ok(SourceEntry {
                dataset: row.get(0)?,
                name: row.get(1)?,
                bytes: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
                first: row.get(3)?,
                records: row.get(4)?,
            })
        })?
        .collect()
}

/// The files that a store of the oldest version was made of. It numbered records in the order of reading and did not say
/// which file they were of; their places do.
pub(super) fn listed_sources_of_old(connection: &Connection) -> rusqlite::Result<Vec<SourceEntry>> {
    let mut sources: Vec<SourceEntry> = connection
        .prepare("SELECT dataset, name, bytes FROM sources ORDER BY source")?
        .query_map([], |row| {
            Ok(SourceEntry {
                dataset: row.get(0)?,
                name: row.get(1)?,
                bytes: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
                first: 0,
                records: 0,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare("SELECT dataset, uri FROM records ORDER BY record")?;
    let mut rows = statement.query([])?;
    let (mut at, mut record) = (0, 0);
    while let Some(row) = rows.next()? {
        let (dataset, uri) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        let is_of = |source: &SourceEntry| {
            let rest = uri.strip_prefix(source.name.as_str());
            source.dataset == dataset && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        };
        // The next file begins where this one's places end.
        while sources.get(at).is_some_and(|source| !is_of(source)) {
            at += 1;
            if let Some(source) = sources.get_mut(at) {
                source.first = record;
            }
        }
        if let Some(source) = sources.get_mut(at) {
            source.records += 1;
        }
        record += 1;
    }
    Ok(sources)
}

/// The numbers of the families that the ledger holds, by their ids.
pub(super) fn family_numbers(connection: &Connection) -> rusqlite::Result<HashMap<String, u32>> {
    let mut statement = connection.prepare("SELECT family_id, family FROM families")?;
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The ranks of the articles that the ledger holds, by their numbers.
pub(super) fn ranks(connection: &Connection) -> rusqlite::Result<Vec<Option<u32>>> {
    let mut statement = connection.prepare("SELECT article, rank FROM articles ORDER BY article")?;
    let mut rows = statement.query([])?;
    let mut ranks = Vec::new();
    while let Some(row) = rows.next()? {
        ranks.resize(row.get::<_, u32>(0)? as usize, None);
        ranks.push(Some(row.get(1)?));
    }
    Ok(ranks)
}

/// Key of what the store says of its texts, where it keeps none.
pub(super) const TEXTS: &str = "texts";
/// What it says.
pub(super) const LEFT_OUT: &str = "left out";
/// Key of the ways in which its input was read.
pub(super) const READING: &str = "reading";

/// True for a store that keeps no texts.
pub(super) fn leaves_texts_out(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(about(connection, TEXTS)?.as_deref() == Some(LEFT_OUT))
}

/// The ways in which the input of a store was read; none where an older program wrote it.
pub(super) fn ways(connection: &Connection) -> rusqlite::Result<Vec<ReadParameters>> {
    let ways = about(connection, READING)?;
    Ok(ways
        .and_then(|ways| serde_json::from_str(&ways).ok())
        .unwrap_or_default())
}

/// A number that is never negative.
pub(super) fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

/// What the store says about itself under `key`.
pub(super) fn about(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection
        .query_row("SELECT value FROM meta WHERE key = ?", [key], |row| row.get(0))
        .optional()
}
