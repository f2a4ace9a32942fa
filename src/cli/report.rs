//! `suyuan report -o DIR`: the store as pages that open from disk.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use suyuan::clean::{self, Target};
use suyuan::ledger::Store;
use suyuan::report::html::{self, Language, Order};

use super::input::Input;
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan report -o report
  suyuan report -o report --lang zh --store news.suyuan
  suyuan report -o report --top 1000 --force
  suyuan report -o report --store lean.suyuan --input crawl.jsonl.gz     (a store without texts)

Open index.html of the folder in a browser. The pages load nothing from elsewhere; the folder can be copied, archived, sent.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder to write; it appears when everything in it is complete
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The store to read
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    #[command(flatten)]
    input: Input,
    /// Language of the pages; left out, that of the locale (LC_ALL, LC_MESSAGES, LANG)
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    lang: Option<Tongue>,
    /// Families, quotes, outlets and findings that get a page, at most; articles five times as many
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = top)]
    top: u32,
    /// Replace the report of an earlier run
    #[arg(long)]
    force: bool,
    /// Show no progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tongue {
    /// English
    En,
    /// Chinese
    Zh,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    clean::apart(&arguments.output, std::slice::from_ref(&arguments.store))?;
    // Whatever is wrong with the store is said before a folder is made.
    let progress = progress::watcher(arguments.quiet);
    let texts = {
        let store = Store::open(&arguments.store)?;
        let texts = arguments.input.texts(&store, progress.as_ref())?;
        store.with_texts(texts.clone()).must_have_texts()?;
        texts
    };
    let target = Target::begin_of(&arguments.output, arguments.force, is_a_report)?;
    let order = Order {
        store: &arguments.store,
        texts: texts.as_ref(),
        language: language(arguments.lang),
        top: arguments.top,
    };
    let written = html::write_report(&order, target.folder(), progress.as_ref())?;
    target.finish()?;
    drop(progress);
    if arguments.json {
        output::print(&output::json(&written)?)?;
    } else if !arguments.quiet {
        let index = arguments.output.join("index.html");
        output::print(&format!(
            "{}: {} pages, {:.1} MB; {} of {} articles and {} of {} families have one\n",
            index.display(),
            written.pages,
            written.bytes as f64 / 1e6,
            written.articles,
            written.articles_of_store,
            written.families,
            written.families_of_store
        ))?;
    }
    Ok(Outcome::Done)
}

fn language(asked: Option<Tongue>) -> Language {
    match asked {
        Some(Tongue::En) => Language::English,
        Some(Tongue::Zh) => Language::Chinese,
        None => Language::of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok())),
    }
}

/// True for a folder that this command has written.
fn is_a_report(path: &Path) -> bool {
    ["index.html", "guide.html", "assets/report.css", "assets/theme.js"]
        .iter()
        .all(|file| path.join(file).is_file())
}

fn top(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(0) => Err("at least 1 is needed".to_owned()),
        Ok(top) if top <= 1_000_000 => Ok(top),
        _ => Err("a whole number of at most 1000000 is needed".to_owned()),
    }
}
