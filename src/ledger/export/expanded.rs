//! The tables that are expanded from packed records: blocks and sentences.
//!
//! SQLite gives the records in the order of the export; they are unpacked and written out in batches, in parallel.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::Output;
use super::line::Lines;
use crate::document::{BlockKind, CharIndex, Facts, Span};
use crate::error::Result;
use crate::ledger::database;
use crate::ledger::frame::Extent;
use crate::ledger::rows::rounded;
use crate::ledger::segment::Place;
use crate::ledger::store::Store;

/// Records that are expanded at once.
const BATCH: usize = 512;

/// The columns of blocks, in their order.
pub(super) const BLOCKS: [&str; 7] = [
    "record_id",
    "article_id",
    "kind",
    "start",
    "end",
    "start_char",
    "end_char",
];
/// The columns of sentences, in their order.
pub(super) const SENTENCES: [&str; 8] = [
    "article_id",
    "start",
    "end",
    "start_char",
    "end_char",
    "chain",
    "voice",
    "confidence",
];

/// A record to expand, with what the packed record does not know.
struct Task {
    segment: u32,
    place: Place,
    record_id: String,
    /// Ordinal and id of the articles to write.
    articles: Vec<(u32, String)>,
    /// Indexes of blocks that are boilerplate, sorted.
    boilerplate: Vec<u32>,
}

/// The blocks: by record id, dataset, place.
pub(super) fn blocks(store: &Store, output: &mut Output) -> Result<()> {
    let failed = database::failed(&store.path);
    let mut records = store
        .connection
        .prepare(
            "SELECT segment, offset, length, record_id, record FROM records WHERE newest ORDER BY record_id, version, dataset",
        )
        .map_err(&failed)?;
    let mut articles = store
        .connection
        .prepare("SELECT ordinal, article_id FROM articles WHERE record = ? ORDER BY ordinal")
        .map_err(&failed)?;
    let mut boilerplate = store
        .connection
        .prepare("SELECT block FROM boilerplate WHERE record = ? ORDER BY block")
        .map_err(&failed)?;
    let mut rows = records.query([]).map_err(&failed)?;
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let row = rows.next().map_err(&failed)?;
        if let Some(row) = row {
            let task = (|| {
                let record: u32 = row.get(4)?;
                Ok(Task {
                    segment: row.get(0)?,
                    place: place(row)?,
                    record_id: row.get(3)?,
                    articles: articles
                        .query_map([record], |row| Ok((row.get(0)?, row.get(1)?)))?
                        .collect::<rusqlite::Result<_>>()?,
                    boilerplate: boilerplate
                        .query_map([record], |row| row.get(0))?
                        .collect::<rusqlite::Result<_>>()?,
                })
            })()
            .map_err(&failed)?;
            batch.push(task);
        }
        let done = row.is_none();
        if done || batch.len() >= BATCH {
            expand(store, &batch, output, Extent::BeforeSentences, write_blocks)?;
            batch.clear();
        }
        if done {
            return Ok(());
        }
    }
}

/// The sentences: by article id, place. Neighbouring articles of one record are expanded together.
pub(super) fn sentences(store: &Store, output: &mut Output) -> Result<()> {
    let failed = database::failed(&store.path);
    let mut articles = store
        .connection
        .prepare(
            "SELECT r.segment, r.offset, r.length, a.ordinal, a.article_id, r.record_id
             FROM articles a JOIN records r USING (record) ORDER BY a.article_id",
        )
        .map_err(&failed)?;
    let mut rows = articles.query([]).map_err(&failed)?;
    let mut batch: Vec<Task> = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next().map_err(&failed)? {
        let task = (|| {
            Ok(Task {
                segment: row.get(0)?,
                place: place(row)?,
                record_id: row.get(5)?,
                articles: vec![(row.get(3)?, row.get(4)?)],
                boilerplate: Vec::new(),
            })
        })()
        .map_err(&failed)?;
        match batch.last_mut() {
            Some(last) if last.segment == task.segment && last.place.offset == task.place.offset => {
                last.articles.extend(task.articles);
                continue;
            }
            _ => {}
        }
        if batch.len() >= BATCH {
            expand(store, &batch, output, Extent::Whole, write_sentences)?;
            batch.clear();
        }
        batch.push(task);
    }
    expand(store, &batch, output, Extent::Whole, write_sentences)
}

fn place(row: &rusqlite::Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place {
        offset: u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
        length: row.get(2)?,
    })
}

fn expand(
    store: &Store,
    batch: &[Task],
    output: &mut Output,
    extent: Extent,
    write: fn(&Facts, &Task, &mut Lines),
) -> Result<()> {
    let (segments, path, form) = (&store.segments, store.path.as_path(), output.form);
    let expanded: Vec<(Vec<u8>, u64)> = batch
        .par_iter()
        .map(|task| {
            let facts = segments.read(path, task.segment, task.place, extent)?;
            let mut lines = Lines::new(form);
            write(&facts, task, &mut lines);
            Ok(lines.take())
        })
        .collect::<Result<_>>()?;
    for (bytes, rows) in expanded {
        output.lines(&bytes, rows)?;
    }
    Ok(())
}

fn write_blocks(facts: &Facts, task: &Task, lines: &mut Lines) {
    let index = CharIndex::new(&facts.record.text);
    for (number, block) in (0u32..).zip(&facts.attributed.segmentation.blocks) {
        let article = block
            .article
            .and_then(|ordinal| task.articles.iter().find(|article| article.0 == ordinal))
            .map(|article| article.1.as_str());
        let learnt = task.boilerplate.binary_search(&number).is_ok();
        let kind = if learnt {
            BlockKind::Boilerplate
        } else {
            block.kind
        };
        lines.begin();
        lines.text("record_id", &task.record_id);
        lines.optional("article_id", article);
        lines.text("kind", kind.name());
        span(lines, &index, block.span);
        lines.end();
    }
}

fn write_sentences(facts: &Facts, task: &Task, lines: &mut Lines) {
    let index = CharIndex::new(&facts.record.text);
    for (ordinal, id) in &task.articles {
        let own = facts
            .attributed
            .sentences
            .iter()
            .filter(|sentence| sentence.article == *ordinal);
        for sentence in own {
            lines.begin();
            lines.text("article_id", id);
            span(lines, &index, sentence.span);
            lines.texts("chain", &sentence.chain);
            lines.text("voice", sentence.voice.name());
            lines.real("confidence", rounded(sentence.confidence));
            lines.end();
        }
    }
}

fn span(lines: &mut Lines, index: &CharIndex<'_>, span: Span) {
    let (start_char, end_char) = index.chars(span);
    lines.integer("start", i64::from(span.start));
    lines.integer("end", i64::from(span.end));
    lines.integer("start_char", i64::from(start_char));
    lines.integer("end_char", i64::from(end_char));
}
