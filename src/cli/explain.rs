//! `suyuan explain A B`: why two articles are linked, or why they are not.

use std::path::PathBuf;

use clap::Args;
use suyuan::ledger::Store;
use suyuan::{report, trace};

use super::{Outcome, output};

const EXAMPLES: &str = "\
Examples:
  suyuan explain thepaper_16257391 163_GTIA62QH --store news.suyuan
  suyuan explain a.txt a.txt#1 --json

Ids of articles stand in what `suyuan trace` prints, and in articles.jsonl of an export. Of two
articles that are not linked it says what was missed: both texts are aligned again, as a scan
aligns them.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Id of an article
    #[arg(value_name = "A")]
    a: String,
    /// Id of another
    #[arg(value_name = "B")]
    b: String,
    /// The store to ask
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    /// Print it as JSON, with all places, ids and items of evidence
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store)?;
    let explanation = trace::explain(&store, &arguments.a, &arguments.b)?;
    output::print(&if arguments.json {
        output::json(&explanation)?
    } else {
        report::explained(&explanation, output::colour())
    })?;
    Ok(Outcome::Done)
}
