//! `suyuan sources FAMILY|ARTICLE`: how many carriers there are, and how many independent sources.

use std::path::PathBuf;

use clap::Args;
use suyuan::ledger::Store;
use suyuan::report;

use super::{Outcome, output};

const EXAMPLES: &str = "\
Examples:
  suyuan sources f0123456789abcdef0123
  suyuan sources news/0417.txt --store news.suyuan --json

A source is a carrier, or a named source that is not held, that nobody is known to have handed it to; one outlet \
counts once. Where a link has no direction, neither side counts as a source of its own, and a carrier that no link joins \
to others may depend on any of them: then the number is a range.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Id of a family, or of an article: then the article with its near copies is meant
    #[arg(value_name = "FAMILY|ARTICLE")]
    id: String,
    /// The store to read
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let sources = Store::open(&arguments.store)?.sources(&arguments.id)?;
    if arguments.json {
        output::print(&output::json(&sources)?)?;
    } else {
        output::print(&report::sources(&sources))?;
    }
    Ok(Outcome::Done)
}
