//! `suyuan trace TEXT|FILE|ID`: who holds a text and where it came from; a page with the chain beside each passage.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use suyuan::ledger::Store;
use suyuan::{report, trace};

use super::input::Input;
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan trace 渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返
  suyuan trace page.html --store news.suyuan
  suyuan trace thepaper_16257391 --json
  pbpaste | suyuan trace
  suyuan trace page.html --store lean.suyuan --input crawl.jsonl.gz     (a store without texts)

A text is found from 24 Han characters or 72 letters on wherever it stands, from 12 Han characters
or 36 letters on inside quotes. What it shares with an article need not be all of it. From 3 on it
is found as a whole when the store has its search index: suyuan store index-search.

  ◁  leads inwards: from who prints it to the source that is named
  →  leads onwards: from where it was carried to who carried it";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A text, a file with one page, or the id of an article of the store; `-` or nothing reads a text from standard
    /// input
    #[arg(value_name = "TEXT|FILE|ID")]
    what: Option<String>,
    /// The store to ask
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    #[command(flatten)]
    input: Input,
    /// Passages to show at most, and holders of each
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = limit)]
    limit: usize,
    /// Print it as JSON, with all places, ids and items of evidence
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let progress = progress::watcher(false);
    let store = arguments.input.open(&arguments.store, progress.as_ref())?;
    drop(progress);
    let limit = arguments.limit;
    let what = match arguments.what.as_deref() {
        None | Some("-") => return text(&store, &from_standard_input()?, arguments),
        Some(what) => what,
    };
    let traced = if Path::new(what).is_file() {
        trace::trace_file(&store, Path::new(what), limit)?
    } else if store.article(what)?.is_some() || reads_as_an_id(what) {
        trace::trace_article(&store, what)?
    } else {
        return text(&store, what, arguments);
    };
    output::print(&if arguments.json {
        output::json(&traced)?
    } else {
        report::traced_page(&traced, output::colour())
    })?;
    Ok(Outcome::Done)
}

fn text(store: &Store, text: &str, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let traced = trace::trace_text(store, text, arguments.limit)?;
    output::print(&if arguments.json {
        output::json(&traced)?
    } else {
        report::traced_text(&traced, output::colour())
    })?;
    Ok(Outcome::Done)
}

fn from_standard_input() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// True for what is no running text: one word of mostly ASCII characters, as names of files and ids are.
fn reads_as_an_id(what: &str) -> bool {
    let ascii = what.chars().filter(char::is_ascii).count();
    !what.contains(char::is_whitespace) && 2 * ascii > what.chars().count()
}

fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1 is needed".to_owned()),
        Ok(limit) => Ok(limit),
        Err(_) => Err("a whole number is needed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::reads_as_an_id;

    #[test]
    fn ids_and_texts_are_told_apart() {
        assert!(reads_as_an_id("thepaper_16257391.html#1"));
        assert!(reads_as_an_id("新闻/2022-01-12_0003.txt"));
        assert!(!reads_as_an_id("渡口昨天恢复通航，首日有12艘船"));
        assert!(!reads_as_an_id("The ferry is open again"));
    }
}
