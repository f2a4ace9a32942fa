//! Store -> search index: written beside the ledger under another name, and renamed when it is whole.

use std::fs::File;
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;
use rusqlite::Connection;
use serde::Serialize;

use super::form::Form;
use super::index::{LAYOUT, failed, path_in};
use super::postings::{pack, threes};
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::ledger::Store;

/// Pairs of a three and an article that wait in memory, 8 bytes each, before they become a part of the index. More parts make a
/// search slower, fewer need more memory.
const PART: usize = 16 << 20;

const TABLES: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA page_size = 8192;
    CREATE TABLE postings (
        part   INTEGER NOT NULL, -- articles of one part have larger ranks than those of the part before
        three  INTEGER NOT NULL, -- hash of three characters
        places BLOB    NOT NULL, -- of the articles that have them in the order of ranks: how much each grew, seven bits a byte
        PRIMARY KEY (part, three)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE articles (
        ranks BLOB NOT NULL      -- in the ledger, in their order: 4 bytes each, little endian
    ) STRICT;
    CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    BEGIN;";

/// A search index that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Built {
    /// The file.
    pub path: PathBuf,
    /// Articles in it.
    pub articles: u64,
    /// Its size.
    pub bytes: u64,
}

/// Makes the search index of a store, in place of the one that may be there.
///
/// # Errors
/// [`Error::Store`] when another process writes to the store; otherwise when the store cannot be read or the index not
/// be written. Then the index that was there is as it was.
pub fn build(store: &Store, progress: &dyn Progress) -> Result<Built> {
    store.must_have_texts()?;
    let _lock = store.lock()?;
    let path = path_in(store.path());
    let unfinished = path.with_extension("sqlite.unfinished");
    // Whoever was stopped here before holds no lock any more.
    let _ = std::fs::remove_file(&unfinished);
    let articles = write(store, &unfinished, progress).inspect_err(|_| {
        let _ = std::fs::remove_file(&unfinished);
    })?;
    let io = |action| {
        let path = path.clone();
        move |source| Error::Io { path, action, source }
    };
    let bytes = File::open(&unfinished)
        .and_then(|file| file.sync_all().and_then(|()| file.metadata()))
        .map_err(io("write"))?
        .len();
    std::fs::rename(&unfinished, &path).map_err(io("replace"))?;
    Ok(Built {
        path,
        articles,
        bytes,
    })
}

fn write(store: &Store, path: &Path, progress: &dyn Progress) -> Result<u64> {
    let failed = failed(path);
    let connection = Connection::open(path).map_err(&failed)?;
    connection.execute_batch(TABLES).map_err(&failed)?;
    progress.begin(Step::Index, Some(store.article_count()?));
    let (mut ranks, mut parts) = (Vec::new(), 0);
    // A three above, the place of the article below.
    let mut waiting: Vec<u64> = Vec::new();
    store.each_article(
        |facts, ordinal| threes(&Form::of(facts, ordinal).indexed()),
        |rank, threes| {
            let place = ranks.len() as u64;
            waiting.extend(threes.iter().map(|&three| (u64::from(three) << 32) | place));
            if waiting.len() >= PART {
                append(&connection, parts, &mut waiting).map_err(&failed)?;
                parts += 1;
            }
            ranks.push(rank);
            progress.advance(Step::Index, 1);
            Ok(())
        },
    )?;
    append(&connection, parts, &mut waiting).map_err(&failed)?;
    let packed: Vec<u8> = ranks.iter().flat_map(|rank| rank.to_le_bytes()).collect();
    connection
        .execute("INSERT INTO articles (ranks) VALUES (?)", [packed])
        .map_err(&failed)?;
    connection
        .execute(
            "INSERT INTO about (key, value) VALUES ('layout', ?), ('content', ?), ('parts', ?), ('written_by', ?)",
            (
                LAYOUT,
                store.content()?,
                (parts + 1).to_string(),
                concat!("suyuan ", env!("CARGO_PKG_VERSION")),
            ),
        )
        .map_err(&failed)?;
    connection.execute_batch("COMMIT").map_err(&failed)?;
    Ok(ranks.len() as u64)
}

/// Writes one part, at the end of the table.
fn append(connection: &Connection, part: u32, waiting: &mut Vec<u64>) -> rusqlite::Result<()> {
    waiting.par_sort_unstable();
    let mut insert = connection.prepare("INSERT INTO postings (part, three, places) VALUES (?, ?, ?)")?;
    let mut packed = Vec::new();
    for group in waiting.chunk_by(|left, right| left >> 32 == right >> 32) {
        let Some(first) = group.first() else {
            continue;
        };
        packed.clear();
        pack(group.iter().map(|&pair| pair as u32), &mut packed);
        insert.execute((part, (first >> 32) as u32, &packed))?;
    }
    waiting.clear();
    Ok(())
}
