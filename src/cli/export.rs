//! `suyuan export FORMAT -o PATH`: what a store knows as files: the tables, or the lineage as a graph or as PROV.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use suyuan::error::Error;
use suyuan::ledger::{GraphFormat, Selection, TABLES};
use suyuan::report;

use super::input::Input;
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan export jsonl -o export
  suyuan export jsonl -o export --tables clusters,links --store news.suyuan
  suyuan export csv -o tables
  suyuan export prov -o prov.json
  suyuan export graphml -o lineage.graphml
  suyuan export dot -o family.dot --family f0123456789abcdef0123 && dot -Tsvg -O family.dot
  suyuan export jsonl -o export --store lean.suyuan --input crawl.jsonl.gz

A whole corpus makes a graph to compute with and no picture: for a picture choose a family or an article.
Of a store without texts (scan --no-keep-text) only the tables blocks and sentences need --input.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// What to write
    #[arg(value_enum)]
    format: Format,
    /// Folder (jsonl, csv), file (graphml, dot), or either (prov: `prov.json` in a folder) to write; folders are made,
    /// files of the same name are replaced when all is written
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
    /// The store to read
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    #[command(flatten)]
    input: Input,
    /// jsonl, csv: tables to write, with commas between them; when left out, all, but of a store of over 100,000
    /// articles not `blocks` and `sentences`
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = table_names())]
    tables: Option<Vec<String>>,
    /// prov, graphml, dot: only this family, its carriers and the links between them
    #[arg(long, value_name = "ID")]
    family: Option<String>,
    /// prov, graphml, dot: only this article, the families that it carries, and who else carries them
    #[arg(long, value_name = "ID", conflicts_with = "family")]
    article: Option<String>,
    /// Say nothing when all is well
    #[arg(short, long)]
    quiet: bool,
    /// Print what was written as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The tables, a file each, one JSON object a line
    Jsonl,
    /// The tables for spreadsheets, a file each: UTF-8 with a byte order mark, lists as JSON in one cell; an
    /// apostrophe stands before texts that begin with = + - @ (also full-width), a tab, a carriage return or an
    /// apostrophe, so that no cell is taken for a formula
    Csv,
    /// W3C PROV-JSON: what pages claim and what texts show, in two bundles
    Prov,
    /// The links as a graph, for networkx, Gephi, yEd: articles and named sources that are not held as nodes; where
    /// the attribute `direction` is `unresolved`, an edge's direction means nothing
    Graphml,
    /// The same graph for Graphviz; edges of unresolved direction are dashed and have no arrow
    Dot,
}

fn table_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(TABLES)
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    arguments.check()?;
    let progress = progress::watcher(arguments.quiet);
    let store = arguments.input.open(&arguments.store, progress.as_ref())?;
    drop(progress);
    let (path, tables): (&Path, _) = (&arguments.output, arguments.tables.as_deref());
    let selection = arguments.selection();
    match arguments.format {
        Format::Jsonl => {
            let exported = store.export_jsonl(path, tables)?;
            arguments.say(&exported, || report::exported(&exported))?;
        }
        Format::Csv => {
            let exported = store.export_csv(path, tables)?;
            arguments.say(&exported, || report::exported(&exported))?;
        }
        Format::Prov => {
            let exported = store.export_prov(path, &selection)?;
            arguments.say(&exported, || report::exported_prov(&exported))?;
        }
        Format::Graphml | Format::Dot => {
            let format = match arguments.format {
                Format::Dot => GraphFormat::Dot,
                _ => GraphFormat::GraphMl,
            };
            let exported = store.export_graph(path, format, &selection)?;
            arguments.say(&exported, || report::exported_graph(&exported))?;
        }
    }
    Ok(Outcome::Done)
}

impl Arguments {
    /// An option that the format does not know is a mistake and not ignored.
    fn check(&self) -> Result<(), Error> {
        let tables = matches!(self.format, Format::Jsonl | Format::Csv);
        if tables && (self.family.is_some() || self.article.is_some()) {
            return Err(Error::Usage(
                "--family and --article choose what prov, graphml and dot show: jsonl and csv are chosen by --tables"
                    .to_owned(),
            ));
        }
        if !tables && self.tables.is_some() {
            return Err(Error::Usage(
                "--tables chooses tables of jsonl and csv: prov, graphml and dot take --family or --article"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    fn selection(&self) -> Selection {
        match (&self.family, &self.article) {
            (Some(family), _) => Selection::Family(family.clone()),
            (None, Some(article)) => Selection::Article(article.clone()),
            (None, None) => Selection::Everything,
        }
    }

    /// Tells what was written as the user wants it.
    fn say(&self, exported: &impl serde::Serialize, text: impl FnOnce() -> String) -> anyhow::Result<()> {
        if self.json {
            output::print(&output::json(exported)?)
        } else if self.quiet {
            Ok(())
        } else {
            output::print(&text())
        }
    }
}
