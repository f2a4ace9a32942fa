//! `suyuan explain A B`: why two articles are linked, or why they are not.

use std::path::PathBuf;

use clap::Args;
use suyuan::{report, trace};

use super::input::Input;
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan explain thepaper_16257391 163_GTIA62QH --store news.suyuan
  suyuan explain a.txt a.txt#1 --json
  suyuan explain a.txt b.txt --store lean.suyuan --input pages/     (a store without texts)

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
    #[command(flatten)]
    input: Input,
    /// Print it as JSON, with all places, ids and items of evidence
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let progress = progress::watcher(false);
    let store = arguments.input.open(&arguments.store, progress.as_ref())?;
    drop(progress);
    let explanation = trace::explain(&store, &arguments.a, &arguments.b)?;
    output::print(&if arguments.json {
        output::json(&explanation)?
    } else {
        report::explained(&explanation, output::colour())
    })?;
    Ok(Outcome::Done)
}
