//! `suyuan store …`: what looks after a store and asks it nothing.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use suyuan::ledger::Store;
use suyuan::search;

use super::{Outcome, output, progress};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the search index: any run of 3 and more characters, in titles and texts
    IndexSearch(IndexSearch),
}

const INDEX_SEARCH_EXAMPLES: &str = "\
Examples:
  suyuan store index-search --store news.suyuan

The index is one file in the store, search.sqlite, of about twice the size of the texts. `serve` and `trace` use
it. A scan that changes the store leaves it behind: then make it again.";

#[derive(Debug, Args)]
#[command(after_help = INDEX_SEARCH_EXAMPLES)]
pub struct IndexSearch {
    /// The store to index
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    /// Show no progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::IndexSearch(arguments) => index_search(arguments),
    }
}

fn index_search(arguments: &IndexSearch) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store)?;
    let progress = progress::watcher(arguments.quiet);
    let built = search::build(&store, progress.as_ref())?;
    drop(progress);
    if arguments.json {
        output::print(&output::json(&built)?)?;
    } else if !arguments.quiet {
        let each = built.bytes / built.articles.max(1);
        let (path, articles) = (built.path.display(), built.articles);
        output::print(&format!(
            "{path}: {articles} articles, {:.1} MB, {each} bytes an article\n",
            built.bytes as f64 / 1e6
        ))?;
    }
    Ok(Outcome::Done)
}
