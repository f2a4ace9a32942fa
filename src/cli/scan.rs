//! `suyuan scan PATH…`: the main job, then the summary of what the store holds.

use std::path::PathBuf;

use clap::{Args, ValueEnum, value_parser};
use suyuan::config::{FieldNames, ReadParameters};
use suyuan::document::Format;
use suyuan::ledger::{Overview, Store};
use suyuan::pipeline::{self, Held, ScanOptions};
use suyuan::report;

use super::{Outcome, output, progress};

/// Where a store is written and looked for when `--store` does not say.
pub const DEFAULT_STORE: &str = "corpus.suyuan";

/// Families and quotes that the summary shows.
const SHOWN: usize = 8;

const EXAMPLES: &str = "\
Examples:
  suyuan scan pages/
  suyuan scan crawl-2022-01.jsonl.gz crawl-2022-02.jsonl.zst --store news.suyuan
  suyuan scan dump.jsonl --text-field body --published-field ctime --outlet-field media
  zcat crawl.gz | suyuan scan - --store news.suyuan --quiet
  suyuan scan crawl/ --store news.suyuan --memory 4G
  suyuan scan today.jsonl --store news.suyuan          (adds to what the store holds)
  suyuan scan crawl/ --store news.suyuan --prune       (the store follows the folder)
  suyuan scan crawl.jsonl.gz --store lean.suyuan --no-keep-text
  suyuan export jsonl -o export --store lean.suyuan --input crawl.jsonl.gz
  suyuan scan today.jsonl --store lean.suyuan --input crawl.jsonl.gz

A store grows: records that it knows are not examined again, new ones are matched against all of it, and the
result is that of one scan of everything. A scan that was stopped goes on where it was.

With --no-keep-text the store keeps all that was found (quotes, titles and differences among it) and
no text of a record, and stays so until --rebuild makes it anew. What shows texts reads them again
from --input, in the way in which they were scanned. A scan that changes such a store needs the
texts of all records that it holds, older versions among them, from its own PATHs and --input; one
that finds nothing new needs none.

Two articles that share a run of 24 Han characters or 72 letters are always compared, and a
quote of 12 Han characters is found wherever it is quoted again. The aligned text decides.

A folder is read with everything below it. Files may be plain text, HTML, Markdown, JSONL, JSON (an array of objects, an
object with such an array, objects alone), CSV, TSV or WARC, each also as .gz or .zst, or Parquet; and archives of such
files: .tar, .tar.gz, .tar.zst, .zip. A file in an archive is named crawl.tar!/its/path.
Of a WARC file the pages are records: what was answered with 2xx, resources and conversions, of HTML or plain text.
Everything else in it (requests, redirects, errors, images, scripts, PDF) is passed over.
A record that cannot be read never stops the scan: the store keeps its place and the reason.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Files and folders to read; `-` reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The store to write, or to add to
    #[arg(long, value_name = "DIR", default_value = DEFAULT_STORE)]
    store: PathBuf,
    /// Name of the dataset that the records belong to
    #[arg(long, value_name = "NAME", default_value = "default")]
    dataset: String,
    /// Read every file as this format instead of looking at what it holds
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<InputFormat>,
    /// Decode every text from this encoding (gbk, big5, utf-16le …) instead of finding it out; not those of Parquet
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<String>,
    /// CSV of outlets that adds to the built-in table or overrides rows of it; the store keeps it for later scans
    #[arg(long, value_name = "FILE")]
    outlets: Option<PathBuf>,
    /// Threads to work with; all cores when left out
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<usize>,
    /// Memory to work with, in bytes or with K, M or G; half of the machine's when left out. What does not fit waits in
    /// an unnamed file in the store's directory
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    memory: Option<u64>,
    /// Largest record, in bytes or with K, M or G (powers of 1024)
    #[arg(long, value_name = "SIZE", default_value = "32M", value_parser = size)]
    max_record: usize,
    /// How many times its size a packed file may unpack to before it is taken for one that is made to fill a disk; the
    /// first 256 MB are always read
    #[arg(long, value_name = "TIMES", default_value_t = 200, value_parser = value_parser!(u64).range(1..))]
    max_expansion: u64,
    /// Share of records in percent that may be unreadable or too large before the exit code is 3
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent)]
    max_unreadable: f64,
    /// Drop what the store holds of this dataset and the named files do not have any more. Without it a record that is
    /// gone from its file stays, and one that changed becomes an older version
    #[arg(long, conflicts_with = "rebuild")]
    prune: bool,
    /// Keep nothing of the store but the verdicts, and read and examine everything anew
    #[arg(long)]
    rebuild: bool,
    /// Leave the texts out of the store, from this scan on: it takes a fifth to a third less room, and trace, explain, audit,
    /// report, serve, store index-search, export of blocks and sentences, and scans that change it need the input again
    /// (--input)
    #[arg(long)]
    no_keep_text: bool,
    /// For a store without texts: a file or folder that was scanned before, to read its texts again where this scan needs
    /// them; it is not scanned. May be given several times
    #[arg(long, value_name = "PATH")]
    input: Vec<PathBuf>,
    /// Show no progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
    // Last, because its heading holds for all that follow.
    #[command(flatten)]
    fields: Fields,
}

/// Names of fields of JSON and of columns; what is not given is guessed.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Fields of JSON, columns of CSV and Parquet (guessed when left out)")]
pub(super) struct Fields {
    /// Field of the record's id
    #[arg(long, value_name = "FIELD")]
    id_field: Option<String>,
    /// Field of the text
    #[arg(long, value_name = "FIELD")]
    text_field: Option<String>,
    /// Field of the title
    #[arg(long, value_name = "FIELD")]
    title_field: Option<String>,
    /// Field of the page's address
    #[arg(long, value_name = "FIELD")]
    url_field: Option<String>,
    /// Field of the publisher
    #[arg(long, value_name = "FIELD")]
    outlet_field: Option<String>,
    /// Field of the source that the page declares
    #[arg(long, value_name = "FIELD")]
    source_field: Option<String>,
    /// Field of the time of publication
    #[arg(long, value_name = "FIELD")]
    published_field: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum InputFormat {
    Text,
    Html,
    Markdown,
    Jsonl,
    Json,
    #[value(alias = "tsv")]
    Csv,
    Parquet,
    Warc,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Html => Self::Html,
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Jsonl => Self::Jsonl,
            InputFormat::Json => Self::Json,
            InputFormat::Csv => Self::Csv,
            InputFormat::Parquet => Self::Parquet,
            InputFormat::Warc => Self::Warc,
        }
    }
}

/// Scans, then shows what the store holds.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments {
        store,
        quiet,
        json,
        max_unreadable,
        ..
    } = &arguments;
    let (store, quiet, json, max_unreadable) = (store.clone(), *quiet, *json, *max_unreadable);
    let progress = progress::watcher(quiet);
    let scanned = pipeline::scan(&arguments.into(), progress.as_ref())?;
    drop(progress);

    let overview = Store::open(&store)?.overview(SHOWN)?;
    if json {
        output::print(&output::json(&overview)?)?;
    } else if !quiet {
        if scanned.known > 0 || scanned.pruned > 0 || scanned.read < scanned.records {
            output::print(&report::scanned(&scanned))?;
        }
        output::print(&report::summary(&overview, &store, output::colour()))?;
    }
    Ok(judge(&overview, max_unreadable))
}

impl From<Fields> for FieldNames {
    fn from(fields: Fields) -> Self {
        Self {
            id: fields.id_field,
            text: fields.text_field,
            title: fields.title_field,
            url: fields.url_field,
            outlet: fields.outlet_field,
            source: fields.source_field,
            published_at: fields.published_field,
        }
    }
}

impl From<Arguments> for ScanOptions {
    fn from(arguments: Arguments) -> Self {
        Self {
            paths: arguments.paths,
            store: arguments.store,
            read: ReadParameters {
                dataset: arguments.dataset,
                format: arguments.format.map(Format::from),
                encoding: arguments.encoding,
                fields: arguments.fields.into(),
                max_record: arguments.max_record,
                max_expansion: arguments.max_expansion,
                ..ReadParameters::default()
            },
            reference: Vec::new(),
            outlets: arguments.outlets,
            held: match (arguments.rebuild, arguments.prune) {
                (true, _) => Held::Rebuild,
                (_, true) => Held::Prune,
                _ => Held::Stay,
            },
            keep_texts: !arguments.no_keep_text,
            input: arguments.input,
            threads: arguments.threads,
            memory: arguments.memory,
        }
    }
}

/// Whether the scan may count as done.
fn judge(overview: &Overview, max_unreadable: f64) -> Outcome {
    let failed = overview.records.unreadable + overview.records.oversize;
    let total = overview.records.total;
    let percent = if total == 0 {
        0.0
    } else {
        failed as f64 * 100.0 / total as f64
    };
    if percent <= max_unreadable {
        return Outcome::Done;
    }
    Outcome::TooManyUnreadable(format!(
        "{failed} of {total} records could not be read ({percent:.1} %, --max-unreadable is {max_unreadable} %); all others are in the store"
    ))
}

pub(super) fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1 thread is needed".to_owned()),
        Ok(threads) => Ok(threads),
        Err(_) => Err("a whole number is needed".to_owned()),
    }
}

pub(super) fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').trim().parse() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("a number from 0 to 100 is needed".to_owned()),
    }
}

/// The name of an encoding, as the WHATWG standard knows it.
pub(super) fn encoding(text: &str) -> Result<String, String> {
    encoding_rs::Encoding::for_label(text.trim().as_bytes())
        .map(|encoding| encoding.name().to_owned())
        .ok_or_else(|| {
            "no encoding has this name; gbk, gb18030, big5, utf-8 and utf-16le are some".to_owned()
        })
}

/// Bytes from `33554432`, `512K`, `32M`, `32MB` or `1G`.
pub(super) fn size(text: &str) -> Result<usize, String> {
    // Spans are 32 bits wide.
    bytes(text)
        .filter(|bytes| (1..=u64::from(u32::MAX)).contains(bytes))
        .and_then(|bytes| usize::try_from(bytes).ok())
        .ok_or_else(|| "a size from 1 byte to 4G is needed, such as 500K or 32M".to_owned())
}

/// Bytes of memory, written like a [`size`].
pub(super) fn memory(text: &str) -> Result<u64, String> {
    bytes(text)
        .filter(|&bytes| bytes > 0)
        .ok_or_else(|| "a size is needed, such as 256M or 4G".to_owned())
}

fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_uppercase();
    let number = text.trim_end_matches('B').trim_end_matches('I');
    let (digits, shift) = match number.as_bytes().last() {
        Some(b'K') => (number.trim_end_matches('K'), 10),
        Some(b'M') => (number.trim_end_matches('M'), 20),
        Some(b'G') => (number.trim_end_matches('G'), 30),
        _ => (number, 0),
    };
    digits.trim().parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::{memory, percent, size, threads};

    #[test]
    fn sizes_are_read_with_and_without_unit() {
        assert_eq!(size("1000"), Ok(1000));
        assert_eq!(size("512k"), Ok(512 << 10));
        assert_eq!(size("32MB"), Ok(32 << 20));
        assert_eq!(size("1 GiB"), Ok(1 << 30));
        for wrong in ["", "0", "4G", "12X", "-1", "M", "99999999999999999999"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
        assert_eq!(memory("4G"), Ok(4 << 30));
        assert!(memory("0").is_err() && memory("half").is_err());
    }

    #[test]
    fn shares_and_threads_have_bounds() {
        assert_eq!(percent("2.5%"), Ok(2.5));
        assert!(percent("101").is_err() && percent("NaN").is_err());
        assert_eq!(threads("2"), Ok(2));
        assert!(threads("0").is_err() && threads("many").is_err());
    }
}
