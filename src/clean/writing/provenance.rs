//! What a record of the cleaned corpus is told about itself. In: a plan and the store. Out: the value of one more field.

use std::collections::HashMap;

use serde::Serialize;

use crate::clean::plan::Plan;
use crate::error::Result;
use crate::ledger::Store;

/// The field's name.
pub const FIELD: &str = "suyuan";

/// What a record is told.
#[derive(Serialize)]
struct Value {
    article_id: Option<String>,
    cluster: Option<String>,
    kept_because: String,
    removed_for_it: u32,
    publisher: Option<String>,
    published_at: Option<String>,
    declared_source: Option<String>,
    sources: Vec<String>,
}

/// What all records are told.
pub struct Provenance<'a> {
    store: &'a Store,
    keep: &'static str,
    /// How many records went for each.
    copies: HashMap<u32, u32>,
}

impl<'a> Provenance<'a> {
    /// Counts what went for what.
    pub fn new(store: &'a Store, plan: &Plan, keep: &'static str) -> Self {
        let mut copies = HashMap::new();
        let mut last = None;
        for removal in plan.removals.iter().filter(|removal| removal.place.is_none()) {
            if let Some(keeper) = removal.keeper
                && last != Some((removal.record, keeper.record))
            {
                *copies.entry(keeper.record).or_insert(0) += 1;
                last = Some((removal.record, keeper.record));
            }
        }
        Self { store, keep, copies }
    }

    /// The field's value for an article that was split out of its page, as JSON.
    pub fn of_split(&self, article: u32) -> Result<String> {
        let named = self.store.named_article(article)?;
        Ok(shown(&Value {
            kept_because: format!("split out of {}", named.record_id),
            removed_for_it: 0,
            sources: Vec::new(),
            article_id: named.article_id,
            cluster: named.cluster_id,
            publisher: named.outlet,
            published_at: named.published_at,
            declared_source: named.declared_source,
        }))
    }

    /// The field's value, as JSON.
    pub fn of(&self, record: u32) -> Result<String> {
        let named = self.store.named_record(record)?;
        let copies = self.copies.get(&record).copied().unwrap_or(0);
        let value = Value {
            kept_because: if copies > 0 {
                format!("{} of {}", self.keep, copies + 1)
            } else {
                "no other holds it".to_owned()
            },
            removed_for_it: copies,
            sources: self.store.sources_of_record(record)?,
            article_id: named.article_id,
            cluster: named.cluster_id,
            publisher: named.outlet,
            published_at: named.published_at,
            declared_source: named.declared_source,
        };
        Ok(shown(&value))
    }
}

fn shown(value: &Value) -> String {
    // A value of strings and numbers is always JSON.
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
