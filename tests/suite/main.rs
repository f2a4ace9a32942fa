//! The program as a user runs it: the binary on the fixtures, its output, its exit codes, its exports.

#![allow(clippy::unwrap_used)]

mod audit;
mod bad_input;
mod command_lines;
mod exports;
mod formats;
mod large_input;
mod lineage;
mod program;
mod same_result;
mod situations;
mod tianjin;
mod trace;
