//! suyuan (溯源, "trace to the source"): provenance of passages in scraped news corpora.

pub mod document;

pub mod config;
pub mod error;
pub mod events;
pub mod nearest;
pub mod scratch;
pub mod word_list;

pub mod align;
pub mod audit;
pub mod boilerplate;
pub mod claim;
pub mod clean;
pub mod fingerprint;
pub mod ledger;
pub mod lineage;
pub mod matching;
pub mod normalise;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod search;
pub mod segment;
pub mod serve;
pub mod trace;
