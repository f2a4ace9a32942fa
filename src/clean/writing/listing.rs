//! The list of removals: a line of JSON for each article or span that went, with what stays for it; as Parquet too, where
//! that is wanted.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::listing_table::ListingTable;
use super::sidecar::{io, line};
use crate::clean::plan::Plan;
use crate::clean::removal::Removal;
use crate::error::Result;
use crate::ledger::Store;

/// Name of the list in the output.
pub const REMOVALS: &str = "removals.jsonl";
/// Its name as Parquet.
pub const REMOVALS_PARQUET: &str = "removals.parquet";
/// Rows that are held at once.
const BATCH: usize = 4096;

/// A line of the list.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) level: &'static str,
    pub(super) rule: &'static str,
    pub(super) record_id: String,
    pub(super) article_id: Option<String>,
    pub(super) uri: String,
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) published_at: Option<String>,
    /// Bytes and characters of the record's text; null when the whole record went.
    pub(super) start: Option<u32>,
    pub(super) end: Option<u32>,
    pub(super) start_char: Option<u32>,
    pub(super) end_char: Option<u32>,
    pub(super) keeper_record_id: Option<String>,
    pub(super) keeper_article_id: Option<String>,
    pub(super) keeper_uri: Option<String>,
    pub(super) keeper_outlet: Option<String>,
    pub(super) keeper_start: Option<u32>,
    pub(super) keeper_end: Option<u32>,
    pub(super) keeper_start_char: Option<u32>,
    pub(super) keeper_end_char: Option<u32>,
    /// How alike the shared text is, 0 to 1.
    pub(super) identity: Option<f64>,
    /// Share of what went that stands in the keeper.
    pub(super) containment: Option<f64>,
    /// Share of the keeper that stands in what went.
    pub(super) keeper_containment: Option<f64>,
    pub(super) cluster_id: Option<String>,
    pub(super) family_id: Option<String>,
}

/// Writes the list; with `parquet` also as [`REMOVALS_PARQUET`].
///
/// # Errors
/// When the store cannot be read or the list not be written.
pub fn write(store: &Store, plan: &Plan, out: &Path, parquet: bool) -> Result<()> {
    let path = out.join(REMOVALS);
    let mut file = File::create(&path)
        .map(BufWriter::new)
        .map_err(|source| io(&path, "create", source))?;
    let mut table = if parquet {
        Some(ListingTable::create(&out.join(REMOVALS_PARQUET))?)
    } else {
        None
    };
    for removals in plan.removals.chunks(BATCH) {
        let rows: Vec<Row> = removals
            .iter()
            .map(|removal| row(store, removal))
            .collect::<Result<_>>()?;
        for row in &rows {
            line(&mut file, row).map_err(|source| io(&path, "write", source))?;
        }
        if let Some(table) = &mut table {
            table.write(&rows)?;
        }
    }
    if let Some(table) = table {
        table.finish()?;
    }
    file.flush().map_err(|source| io(&path, "write", source))
}

fn row(store: &Store, removal: &Removal) -> Result<Row> {
    let named = match removal.article {
        Some(article) => store.named_article(article)?,
        None => store.named_record(removal.record)?,
    };
    let keeper = match removal.keeper {
        Some(keeper) => Some(match keeper.article {
            Some(article) => store.named_article(article)?,
            None => store.named_record(keeper.record)?,
        }),
        None => None,
    };
    let contained = removal.keeper.map(|keeper| keeper.contained);
    let shown = |share: f32| (f64::from(share) * 1e4).round() / 1e4;
    let there = removal.keeper.and_then(|keeper| keeper.place);
    let family_id = match removal.passage {
        Some(passage) => Some(store.family_of_passage(passage)?),
        None => None,
    };
    Ok(Row {
        level: removal.rule.level().name(),
        rule: removal.rule.name(),
        start: removal.place.map(|(span, _)| span.start),
        end: removal.place.map(|(span, _)| span.end),
        start_char: removal.place.map(|(_, chars)| chars.start),
        end_char: removal.place.map(|(_, chars)| chars.end),
        keeper_start: there.map(|(span, _)| span.start),
        keeper_end: there.map(|(span, _)| span.end),
        keeper_start_char: there.map(|(_, chars)| chars.start),
        keeper_end_char: there.map(|(_, chars)| chars.end),
        // Of equal bodies nothing was aligned; a cluster of near copies says the shares alone.
        identity: contained
            .map(|contained| shown(contained.identity))
            .filter(|&identity| identity > 0.0),
        containment: contained.map(|contained| shown(contained.share)),
        keeper_containment: contained.map(|contained| shown(contained.of_other)),
        cluster_id: named.cluster_id.filter(|_| removal.place.is_none()),
        family_id,
        record_id: named.record_id,
        article_id: named.article_id,
        uri: named.uri,
        title: named.title,
        outlet: named.outlet,
        published_at: named.published_at,
        keeper_outlet: keeper.as_ref().and_then(|keeper| keeper.outlet.clone()),
        keeper_article_id: keeper.as_ref().and_then(|keeper| keeper.article_id.clone()),
        keeper_uri: keeper.as_ref().map(|keeper| keeper.uri.clone()),
        keeper_record_id: keeper.map(|keeper| keeper.record_id),
    })
}
