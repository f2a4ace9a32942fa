//! `suyuan store …`: what looks after a store and asks it nothing.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use suyuan::ledger::{self, Store};
use suyuan::{pipeline, report, search};

use super::input::Input;
use super::{Outcome, output, progress};

const INDEX_SEARCH_EXAMPLES: &str = "\
Examples:
  suyuan store index-search --store news.suyuan
  suyuan store index-search --store lean.suyuan --input crawl.jsonl.gz     (a store without texts)

The index is one file in the store, search.sqlite, of about twice the size of the texts. `serve` and `trace` use
it. A scan that changes the store leaves it behind: then make it again.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the sizes of a store, table by table and file by file, and what a scan would cost
    Info(Which),
    /// Read every file and hold it against its checksum; exit code 2 when anything is damaged
    Verify(Which),
    /// Bring the records of many files together, drop what nobody needs, give room back
    Compact(Which),
    /// Bring a store of an older version up to date
    Migrate(Which),
    /// Make the search index: any run of 3 and more characters, in titles and texts
    #[command(after_help = INDEX_SEARCH_EXAMPLES)]
    IndexSearch(Indexed),
}

#[derive(Debug, Args)]
pub struct Indexed {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    input: Input,
}

#[derive(Debug, Args)]
pub struct Which {
    /// The store
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    /// Show no progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Print the result as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Info(which) => info(which),
        Command::Verify(which) => verify(which),
        Command::Compact(which) => compact(which),
        Command::Migrate(which) => migrate(which),
        Command::IndexSearch(indexed) => index_search(indexed),
    }
}

fn info(which: &Which) -> anyhow::Result<Outcome> {
    let info = Store::open(&which.store)?.info()?;
    show(which, &info, |info| report::info(info, &which.store))?;
    Ok(Outcome::Done)
}

fn verify(which: &Which) -> anyhow::Result<Outcome> {
    let verified = ledger::verify(&which.store)?;
    show(which, &verified, |verified| {
        report::verified(verified, &which.store)
    })?;
    if let Some(first) = verified.faults.first() {
        let others = match verified.faults.len() - 1 {
            0 => String::new(),
            others => format!(" (and {others} more)"),
        };
        anyhow::bail!(
            "{}: {first}{others}: restore the store from a copy, or scan its input again with --rebuild",
            which.store.display()
        );
    }
    Ok(Outcome::Done)
}

fn compact(which: &Which) -> anyhow::Result<Outcome> {
    let compacted = ledger::compact(&which.store)?;
    show(which, &compacted, |compacted| {
        format!(
            "{}: {:.1} MB, {:.1} MB before\n",
            which.store.display(),
            compacted.after as f64 / 1e6,
            compacted.before as f64 / 1e6
        )
    })?;
    Ok(Outcome::Done)
}

fn migrate(which: &Which) -> anyhow::Result<Outcome> {
    let progress = progress::watcher(which.quiet);
    let migrated = pipeline::migrate(&which.store, progress.as_ref())?;
    drop(progress);
    show(which, &migrated, |migrated| {
        format!(
            "{}: up to date, {} records\n",
            which.store.display(),
            migrated.records
        )
    })?;
    Ok(Outcome::Done)
}

fn index_search(indexed: &Indexed) -> anyhow::Result<Outcome> {
    let Indexed { which, input } = indexed;
    let progress = progress::watcher(which.quiet);
    let store = input.open(&which.store, progress.as_ref())?;
    let built = search::build(&store, progress.as_ref())?;
    drop(progress);
    show(which, &built, |built| {
        let each = built.bytes / built.articles.max(1);
        format!(
            "{}: {} articles, {:.1} MB, {each} bytes an article\n",
            built.path.display(),
            built.articles,
            built.bytes as f64 / 1e6
        )
    })?;
    Ok(Outcome::Done)
}

/// Prints a result as it was asked for.
fn show<T: serde::Serialize>(which: &Which, value: &T, text: impl Fn(&T) -> String) -> anyhow::Result<()> {
    if which.json {
        output::print(&output::json(value)?)
    } else if which.quiet {
        Ok(())
    } else {
        output::print(&text(value))
    }
}
