//! The seal: a checksum of the ledger's file, so that a byte that was flipped on the disk is seen.
//!
//! SQLite checks how its pages hang together and not what stands in them. The file `ledger.seal` holds the size and the
//! xxh3-64 of `ledger.sqlite` and the number of the commit that it was made after. Where the ledger is of another commit
//! (the process was killed between the commit and the seal), it counts as not sealed, and the next scan or verdict seals it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use xxhash_rust::xxh3::Xxh3;

use super::database;
use crate::error::{Error, Result};

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;
const COMMIT: &str = "commit";

/// What the seal tells of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sealed {
    /// The file is as it was after its last commit.
    Whole,
    /// It is not.
    Broken,
    /// Nobody has sealed it after its last commit.
    Open,
}

/// What to say of a ledger that is not as it was sealed.
pub(super) fn broken(store: &Path) -> Error {
    database::fault(
        store,
        "ledger.sqlite is not as it was written: it is damaged, or another program wrote to it; restore it from a copy, \
         scan its input again with --rebuild, or remove ledger.seal if you trust it",
    )
}

fn path(store: &Path) -> PathBuf {
    store.join("ledger.seal")
}

/// Counts a commit. Part of the writer's transaction.
pub(super) fn count(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, '1')
         ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        [COMMIT],
    )?;
    Ok(())
}

/// The number of the last commit, to be carried over when the tables are made anew.
pub(super) fn number(connection: &Connection) -> rusqlite::Result<i64> {
    let number = database::about(connection, COMMIT)?;
    Ok(number.and_then(|number| number.parse().ok()).unwrap_or(0))
}

/// Folds the log into the file, and seals it unless a reader keeps the log from being folded in.
pub(super) fn close(store: &Path, connection: &Connection) -> Result<()> {
    let failed = database::failed(store);
    // Readers of the old content may hold the log: nobody waits for them, the next to close the ledger folds it in.
    let _ = connection.busy_timeout(std::time::Duration::ZERO);
    let folded = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    if folded != Ok(0) {
        return Ok(());
    }
    let number = number(connection).map_err(&failed)?;
    let (bytes, checksum) = sum(store)?;
    let io = |action, source| Error::Io {
        path: path(store),
        action,
        source,
    };
    let pending = store.join("ledger.seal.pending");
    let line = format!("{number} {bytes} {checksum:016x}\n");
    let written = File::create(&pending)
        .and_then(|mut file| {
            file.write_all(line.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&pending, path(store)));
    written.map_err(|source| {
        let _ = std::fs::remove_file(&pending);
        io("write", source)
    })
}

/// Holds the seal against the ledger.
pub(super) fn check(store: &Path, connection: &Connection) -> Result<Sealed> {
    let Ok(line) = std::fs::read_to_string(path(store)) else {
        return Ok(Sealed::Open);
    };
    let mut fields = line.split_whitespace();
    let (number_then, bytes, checksum) = (fields.next(), fields.next(), fields.next());
    let now = number(connection).map_err(database::failed(store))?;
    if number_then.and_then(|number| number.parse().ok()) != Some(now) {
        return Ok(Sealed::Open);
    }
    let (found_bytes, found) = sum(store)?;
    let whole = bytes.and_then(|bytes| bytes.parse().ok()) == Some(found_bytes)
        && checksum == Some(format!("{found:016x}").as_str());
    Ok(if whole { Sealed::Whole } else { Sealed::Broken })
}

/// Size and xxh3-64 of the ledger's file.
fn sum(store: &Path) -> Result<(u64, u64)> {
    let path = database::ledger_path(store);
    file_sum(&path).map_err(|source| Error::Io {
        path,
        action: "read",
        source,
    })
}

/// Size and xxh3-64 of a file.
pub(super) fn file_sum(path: &Path) -> std::io::Result<(u64, u64)> {
    let mut file = File::open(path)?;
    let (mut chunk, mut bytes, mut checksum) = (vec![0; CHUNK], 0, Box::new(Xxh3::new()));
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok((bytes, checksum.digest())),
            Ok(length) => {
                checksum.update(chunk.get(..length).unwrap_or_default());
                bytes += length as u64;
            }
            Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
}
