//! The program as a user runs it: the binary on the fixtures, its output, its exit codes, its exports.

#![allow(clippy::unwrap_used)]

mod additions;
mod archives;
mod audit;
mod bad_input;
mod claims_gold;
mod clean;
mod clean_bad_input;
mod clean_rules;
mod clean_situations;
mod clean_splitting;
mod cleaning;
mod command_lines;
mod containers;
mod corpus;
mod exports;
mod format_matrix;
mod formats;
mod hostile_input;
mod incremental;
mod json_arrays;
mod kills;
mod large_input;
mod lineage;
mod news_sentences;
mod pages;
mod parquet;
mod parquet_properties;
mod program;
mod report;
mod restore_bad_input;
mod same_result;
mod serve;
mod situations;
mod tables;
mod tianjin;
mod trace;
mod upkeep;
mod warc;
mod warc_properties;
mod without_texts;
