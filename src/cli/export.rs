//! `suyuan export jsonl -o DIR`: the tables of a store as files.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use suyuan::ledger::{Store, TABLES};
use suyuan::report;

use super::{Outcome, output};

const EXAMPLES: &str = "\
Examples:
  suyuan export jsonl -o export
  suyuan export jsonl -o export --tables clusters,links --store news.suyuan";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Format of the files: jsonl has one JSON object a line
    #[arg(value_enum)]
    format: Format,
    /// Folder to write into; created when it is not there
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The store to read
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    /// Tables to write, with commas between them; when left out, all, but of a store of over 100,000 articles not
    /// `blocks` and `sentences`
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = table_names())]
    tables: Option<Vec<String>>,
    /// Say nothing when all is well
    #[arg(short, long)]
    quiet: bool,
    /// Print what was written as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Jsonl,
}

fn table_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(TABLES)
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store)?;
    let exported = match arguments.format {
        Format::Jsonl => store.export_jsonl(&arguments.output, arguments.tables.as_deref())?,
    };
    if arguments.json {
        output::print(&output::json(&exported)?)?;
    } else if !arguments.quiet {
        output::print(&report::exported(&exported))?;
    }
    Ok(Outcome::Done)
}
