//! The command line: what can be typed, one file for each sub-command.
//!
//! Arguments come in as typed structs; what a command has to say goes to standard output, and what went wrong
//! comes back as an error for `main` to put on standard error in one line.

mod audit;
mod clean;
mod completions;
mod explain;
mod export;
mod input;
mod output;
mod progress;
mod report;
mod restore;
mod scan;
mod serve;
mod sources;
mod store;
mod trace;

use clap::{Parser, Subcommand};

pub use output::is_broken_pipe;

const EXAMPLES: &str = "\
Examples:
  suyuan scan pages/
  suyuan scan crawl.jsonl.gz --store news.suyuan
  suyuan clean crawl.jsonl.gz -o cleaned --store news.suyuan
  suyuan audit --store news.suyuan
  suyuan report -o report --store news.suyuan
  suyuan export jsonl -o export --store news.suyuan
  suyuan trace 渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返
  suyuan explain thepaper_16257391 163_GTIA62QH

Exit codes: 0 done; 1 done, and the audit found what is denied (--deny); 2 failed; 3 done, but too
many records could not be read (--max-unreadable).";

/// Finds which articles of a scraped news corpus are the same report, which passages and quotes stand in several
/// of them, and where each was carried from.
#[derive(Debug, Parser)]
#[command(name = "suyuan", version, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a corpus, find copies, passages, quotes and where they came from, and write the store
    Scan(Box<scan::Arguments>),
    /// Write the corpus without what stands in it twice, and say of each removal what it duplicates and why
    Clean(Box<clean::Arguments>),
    /// Put back what a cleaning took out
    Restore(restore::Arguments),
    /// Show what is wrong with the credits of a corpus, and keep what auditors decide
    Audit(Box<audit::Arguments>),
    /// Write what a store knows as files: tables (jsonl, csv), provenance (prov), graphs (graphml, dot)
    Export(export::Arguments),
    /// Count the carriers of a family or an article, and the independent sources behind them
    Sources(sources::Arguments),
    /// Tell where a text, a page or an article came from: who holds it, on what evidence, with what differences
    Trace(trace::Arguments),
    /// Tell why two articles are linked, or why they are not
    Explain(explain::Arguments),
    /// Write a report of the store as pages that open from disk: lineages drawn, texts side by side, findings
    Report(report::Arguments),
    /// Show a store in the browser of this machine, with search and tracing, and an API for programs
    Serve(serve::Arguments),
    /// Look after a store: sizes, checksums, fewer files, the search index
    #[command(subcommand)]
    Store(store::Command),
    /// Print a script that completes commands and options in a shell
    Completions(completions::Arguments),
}

/// How a command ended that did not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Done,
    /// The work is done, but more of the input than the user allows could not be read; says so in one line.
    TooManyUnreadable(String),
    /// The work is done, and the audit found what the user denies; says so in one line.
    Denied(String),
}

/// Runs the command that was typed.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Scan(arguments) => scan::run(*arguments),
        Command::Clean(arguments) => clean::run(*arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Sources(arguments) => sources::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Store(command) => store::run(&command),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
