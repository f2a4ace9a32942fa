//! A store in the browser: the pages of the report, live, with search, tracing of pasted texts, and an API for programs.
//!
//! ```text
//! 127.0.0.1 ─ connections ─ security ─ routes ─┬─ pages, search, trace ──▶ HTML
//!                                              ├─ api ──▶ JSON
//!                                              └─ assets
//!                              generation: readers of one snapshot of the store, replaced when a scan commits
//! ```
//!
//! One thread keeps the connections; everything that reads the store runs in blocking threads, each with a reader
//! of its own. Nothing is written, nothing is remembered of a visitor, and only this machine is answered: the socket is bound to
//! the loopback address, and requests under another name than that are refused, so that no page of the web can
//! read the store through the visitor's browser.

mod answer;
mod api;
mod app;
mod connections;
mod days;
mod generation;
mod pages;
mod query;
mod routes;
mod search;
mod security;
mod server;

pub use server::{DEFAULT_PORT, Options, Server};
