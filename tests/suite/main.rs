//! The program as a user runs it: the binary on the fixtures, its output, its exit codes, its exports.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod command_lines;
mod formats;
mod large_input;
mod lineage;
mod program;
mod same_result;
mod tianjin;
