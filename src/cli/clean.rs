//! `suyuan clean PATH… -o OUT`: the corpus without what stands in it twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, ValueEnum, value_parser};
use suyuan::clean::{self, Embedded, Level, Order, Policy, Summary, Target, Wishes};
use suyuan::config::{CleanParameters, ReadParameters};
use suyuan::document::Format;
use suyuan::error::Error;
use suyuan::events::{Progress, Step};
use suyuan::ledger::{SourceEntry, Store};
use suyuan::pipeline::{self, Held, REFERENCE, ScanOptions};
use suyuan::{read, report};

use super::scan::{DEFAULT_STORE, Fields, InputFormat, encoding, memory, percent, size, threads};
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan clean crawl.jsonl.gz -o cleaned
  suyuan clean pages/ -o cleaned --dry-run
  suyuan clean crawl/ -o cleaned --levels articles,passages,lines --mask ''
  suyuan clean crawl/ -o cleaned --keep longest --protect 海滨日报 --outlet-cap 50
  suyuan clean train.jsonl -o clean --against benchmark.jsonl --store train.suyuan
  suyuan restore cleaned -o original

The files keep their names, their format and all that is not removed, byte for byte, Parquet row for row; the pages of a
WARC file are written as JSONL: crawl.warc.gz becomes crawl.jsonl.gz. Archives (.tar, .zip) must be unpacked first. Beside
the files stand removals.jsonl (what went, for what, and why), summary.json, and removed/, from which `suyuan restore`
puts everything back.
A record goes only when each of its articles stands in an article that stays. Quotations are never cut.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Files and folders to clean
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder to write; it appears when everything in it is complete
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The store of the corpus; where there is none, the corpus is scanned into it first
    #[arg(long, value_name = "DIR", default_value = DEFAULT_STORE)]
    store: PathBuf,
    /// What to take out, with commas between
    #[arg(
        long,
        value_enum,
        value_name = "LEVELS",
        value_delimiter = ',',
        default_value = "articles"
    )]
    levels: Vec<LevelName>,
    /// What becomes of articles inside of other pages, with `--levels embedded`
    #[arg(long, value_enum, value_name = "WHAT", default_value = "split")]
    embedded: EmbeddedName,
    /// Which of several copies stays
    #[arg(long, value_enum, value_name = "POLICY", default_value = "origin")]
    keep: PolicyName,
    /// File with publishers, a line each, the preferred first: of several copies theirs stays
    #[arg(long, value_name = "FILE", conflicts_with = "keep")]
    outlet_rank: Option<PathBuf>,
    /// Publisher of which nothing is removed; may be given several times
    #[arg(long, value_name = "NAME")]
    protect: Vec<String>,
    /// Percent of its records that one publisher may lose at most; those of which the least stands elsewhere stay
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    outlet_cap: Option<f64>,
    /// Percent of an article that must stand in the one that stays; left out: 70 of a near copy, 80 of any other
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    containment: Option<f64>,
    /// Characters of a body below which only an equal one is removed
    #[arg(long, value_name = "N", default_value_t = CleanParameters::default().least_article)]
    min_article: u32,
    /// Characters of the shortest passage that is cut
    #[arg(long, value_name = "N", default_value_t = CleanParameters::default().least_passage)]
    min_passage: u32,
    /// Put this in the place of each passage that is cut, and leave line ends alone
    #[arg(long, value_name = "TEXT")]
    mask: Option<String>,
    /// Another corpus (a benchmark, a training set): what stands in it is removed too; may be given several times
    #[arg(long, value_name = "PATH")]
    against: Vec<PathBuf>,
    /// Give every record of JSONL, JSON, CSV, Parquet and WARC files a field `suyuan`: its cluster, why it was kept, where it
    /// comes from. Texts, Markdown and HTML pages have no fields
    #[arg(long)]
    provenance: bool,
    /// Write the list of removals as removals.parquet too
    #[arg(long)]
    removals_parquet: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Replace the output of an earlier run
    #[arg(long)]
    force: bool,
    /// Scan the corpus anew, whatever the store holds
    #[arg(long)]
    rescan: bool,
    /// Name of the dataset that the records belong to, for a scan
    #[arg(long, value_name = "NAME", default_value = "default")]
    dataset: String,
    /// Read every file as this format instead of looking at what it holds
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<InputFormat>,
    /// Decode every text from this encoding (gbk, big5, utf-16le …) instead of finding it out; not those of Parquet
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<String>,
    /// CSV of outlets that adds to the built-in table or overrides rows of it, for a scan
    #[arg(long, value_name = "FILE")]
    outlets: Option<PathBuf>,
    /// Threads to work with; all cores when left out
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<usize>,
    /// Memory for a scan, in bytes or with K, M or G; half of the machine's when left out
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    memory: Option<u64>,
    /// Largest record, in bytes or with K, M or G (powers of 1024)
    #[arg(long, value_name = "SIZE", default_value = "32M", value_parser = size)]
    max_record: usize,
    /// How many times its size a packed file may unpack to; the first 256 MB are always read
    #[arg(long, value_name = "TIMES", default_value_t = 200, value_parser = value_parser!(u64).range(1..))]
    max_expansion: u64,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LevelName {
    /// Records that stand in others, whole
    Articles,
    /// Spans that were carried from articles that stay
    Passages,
    /// Lines that are not the article's: navigation, disclaimers, what many pages of one host share
    Lines,
    /// Articles inside of other pages
    Embedded,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Articles => Self::Articles,
            LevelName::Passages => Self::Passages,
            LevelName::Lines => Self::Lines,
            LevelName::Embedded => Self::Embedded,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EmbeddedName {
    /// They become records of their own, and go where they stand in what is kept
    Split,
    /// They go
    Drop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PolicyName {
    /// The root of the lineage, else the earliest, else the longest
    Origin,
    /// The earliest
    Earliest,
    /// The latest
    Latest,
    /// The longest
    Longest,
    /// The one that was read first
    First,
}

pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    if let Some(threads) = arguments.threads {
        // One pool for all that follows; a second call in one process changes nothing.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build_global();
    }
    let wishes = arguments.wishes()?;
    let read = arguments.read();
    let mut inputs = arguments.paths.clone();
    inputs.extend(arguments.against.iter().cloned());
    inputs.push(arguments.store.clone());
    clean::apart(&arguments.output, &inputs)?;
    Target::check(&arguments.output, arguments.force)?;
    let sources = read::sources(&arguments.paths, &read)?;
    clean::check_names(&sources, &read)?;
    let progress = progress::watcher(arguments.quiet);
    let store = arguments.store(&sources, &read, progress.as_ref())?;
    // Of a store without texts: what is cleaned, and what it is held against, is all of its input.
    let all = [sources.as_slice(), &read::sources(&arguments.against, &read)?].concat();
    let texts = pipeline::texts(&store, &all, progress.as_ref())?;
    let store = store.with_texts(texts);

    progress.begin(Step::Decide, None);
    let holdings = store.holdings()?;
    let plan = clean::plan(&store, &holdings, &wishes)?;
    let reference = holdings
        .datasets
        .iter()
        .position(|name| wishes.reference.as_ref() == Some(name));
    let summary = Summary::of(&plan, &holdings, wishes.keep.name(), reference);
    if !arguments.dry_run {
        let target = Target::begin(&arguments.output, arguments.force)?;
        let order = Order {
            sources: &sources,
            read: &read,
            mask: wishes.mask.as_deref(),
            provenance: arguments.provenance,
            removals_parquet: arguments.removals_parquet,
            keep: wishes.keep.name(),
        };
        clean::write(
            &store,
            &holdings,
            &plan,
            &summary,
            &order,
            target.folder(),
            progress.as_ref(),
        )?;
        target.finish()?;
    }
    drop(progress);
    if arguments.json {
        output::print(&output::json(&summary)?)?;
    } else if !arguments.quiet {
        let written = (!arguments.dry_run).then_some(arguments.output.as_path());
        output::print(&report::cleaned(&summary, written, output::colour()))?;
    }
    Ok(Outcome::Done)
}

impl Arguments {
    fn wishes(&self) -> anyhow::Result<Wishes> {
        let keep = match (&self.outlet_rank, self.keep) {
            (Some(file), _) => Policy::Outlets(lines(file)?),
            (None, PolicyName::Origin) => Policy::Origin,
            (None, PolicyName::Earliest) => Policy::Earliest,
            (None, PolicyName::Latest) => Policy::Latest,
            (None, PolicyName::Longest) => Policy::Longest,
            (None, PolicyName::First) => Policy::First,
        };
        let mut parameters = CleanParameters {
            least_article: self.min_article,
            least_passage: self.min_passage,
            ..CleanParameters::default()
        };
        if let Some(percent) = self.containment {
            let share = (percent / 100.0) as f32;
            (
                parameters.near_share,
                parameters.contained_share,
                parameters.reference_share,
            ) = (share, share, share);
        }
        let levels: Vec<Level> = self.levels.iter().map(|&level| level.into()).collect();
        if self.mask.is_some() && !levels.contains(&Level::Passages) {
            return Err(Error::Usage("--mask is for passages: add --levels passages".to_owned()).into());
        }
        Ok(Wishes {
            levels,
            embedded: match self.embedded {
                EmbeddedName::Split => Embedded::Split,
                EmbeddedName::Drop => Embedded::Drop,
            },
            keep,
            protected: self.protect.clone(),
            outlet_cap: self.outlet_cap.map(|percent| percent / 100.0),
            reference: (!self.against.is_empty()).then(|| REFERENCE.to_owned()),
            mask: self.mask.clone(),
            parameters,
        })
    }

    fn read(&self) -> ReadParameters {
        ReadParameters {
            dataset: self.dataset.clone(),
            format: self.format.map(Format::from),
            encoding: self.encoding.clone(),
            fields: self.fields.clone().into(),
            max_record: self.max_record,
            max_expansion: self.max_expansion,
            ..ReadParameters::default()
        }
    }

    /// The store of this corpus: as it stands, or scanned.
    fn store(
        &self,
        sources: &[read::Source],
        read: &ReadParameters,
        progress: &dyn Progress,
    ) -> anyhow::Result<Store> {
        let reference = read::sources(&self.against, read)?;
        if !self.against.is_empty() && self.dataset == REFERENCE {
            let reason =
                format!("--dataset {REFERENCE}: this name is for what --against names: choose another");
            return Err(Error::Usage(reason).into());
        }
        if !self.rescan && self.store.exists() {
            if self.outlets.is_some() {
                let reason = "--outlets is for a scan, and the store holds one already: add --rescan";
                return Err(Error::Usage(reason.to_owned()).into());
            }
            let store = Store::open(&self.store)?;
            let of_reference = ReadParameters {
                dataset: REFERENCE.to_owned(),
                ..read.clone()
            };
            let mut wanted = pipeline::listed(sources, read);
            wanted.extend(pipeline::listed(&reference, &of_reference));
            return match difference(&store, &wanted)? {
                None => Ok(store),
                Some(difference) => Err(Error::Store {
                    path: self.store.clone(),
                    reason: format!(
                        "does not hold this corpus as it stands: {difference}; name another --store, or scan it \
                         again with --rescan, which drops what else this store holds"
                    ),
                }
                .into()),
            };
        }
        let options = ScanOptions {
            paths: self.paths.clone(),
            reference: self.against.clone(),
            store: self.store.clone(),
            read: read.clone(),
            outlets: self.outlets.clone(),
            held: Held::Rebuild,
            keep_texts: true,
            input: Vec::new(),
            threads: self.threads,
            memory: self.memory,
        };
        pipeline::scan(&options, progress)?;
        Ok(Store::open(&self.store)?)
    }
}

/// The first difference between what a store holds and what is wanted; the order of the files does not matter.
fn difference(store: &Store, wanted: &[SourceEntry]) -> anyhow::Result<Option<String>> {
    let listed = store.listed_sources()?;
    let key = |entry: &SourceEntry| (entry.dataset.clone(), entry.name.clone());
    let held: BTreeMap<_, _> = listed.iter().map(|entry| (key(entry), entry)).collect();
    for entry in wanted {
        match held.get(&key(entry)) {
            None => return Ok(Some(format!("{} is not in it", entry.name))),
            Some(other) if other.bytes != entry.bytes => {
                return Ok(Some(format!("{} has changed", entry.name)));
            }
            Some(_) => {}
        }
    }
    let known: BTreeSet<_> = wanted.iter().map(key).collect();
    if let Some(entry) = listed.iter().find(|entry| !known.contains(&key(entry))) {
        return Ok(Some(format!("it also holds {}", entry.name)));
    }
    if listed.len() != wanted.len() {
        return Ok(Some("it holds two files of one name".to_owned()));
    }
    let of_files: u64 = listed.iter().map(|entry| u64::from(entry.records)).sum();
    let others = store.record_count()?.saturating_sub(of_files);
    let others = (others > 0).then(|| {
        format!(
            "it also holds {others} records that these files had once and do not have any more (suyuan scan --prune \
             drops them)"
        )
    });
    Ok(others)
}

/// The lines of a file that hold something.
fn lines(file: &std::path::Path) -> Result<Vec<String>, Error> {
    let text = std::fs::read_to_string(file).map_err(|source| Error::Io {
        path: file.to_owned(),
        action: "read",
        source,
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect())
}
