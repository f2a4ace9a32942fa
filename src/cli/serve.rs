//! `suyuan serve`: the store in the browser of this machine.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use suyuan::ledger::Store;
use suyuan::report::html::Language;
use suyuan::serve::{DEFAULT_PORT, Options, Server};

use super::input::Input;
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan serve --store news.suyuan
  suyuan serve --port 0
  suyuan serve --store lean.suyuan --input crawl.jsonl.gz     (a store without texts)

The pages of `suyuan report`, live, with a search, tracing of pasted texts, and an API for programs
(/api/openapi.json). Only this machine is answered, and nothing is written. Make the search index
with `suyuan store index-search`; without it only titles are searched. Ctrl-C ends it.
Of a store without texts it shows those that it read from --input when it began: begin again after
a scan.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The store to show
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    #[command(flatten)]
    input: Input,
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PORT)]
    port: u16,
    /// Language of the pages for browsers that ask for neither; the locale's when left out
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    lang: Option<PageLanguage>,
    /// Do not print the address
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PageLanguage {
    En,
    Zh,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let language = match arguments.lang {
        Some(PageLanguage::En) => Language::English,
        Some(PageLanguage::Zh) => Language::Chinese,
        None => Language::of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok())),
    };
    let progress = progress::watcher(arguments.quiet);
    let texts = {
        let store = Store::open(&arguments.store)?;
        arguments.input.texts(&store, progress.as_ref())?
    };
    drop(progress);
    let server = Server::bind(&Options {
        store: arguments.store.clone(),
        texts,
        port: arguments.port,
        language,
    })?;
    server.run(|address| -> anyhow::Result<()> {
        if !arguments.quiet {
            output::print(&format!("http://{address}/  (Ctrl-C ends it)\n"))?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}
