//! The one file that knows the order of the stages.
//!
//! read -> segment -> claim -> normalise -> boilerplate -> fingerprint -> match -> align -> lineage -> audit -> ledger.
//! Facts of a record depend on the record alone and go into the store as they come; what follows from all records
//! is computed from the matching forms, which stay in memory, and depends on the set of records only: not on their
//! order, not on the number of threads.

mod answers;
mod audit;
mod batches;
mod body;
mod carriers;
mod clauses;
mod digest;
pub(crate) mod edits;
mod ends;
mod feet;
mod forms;
mod held;
mod identity;
mod intake;
pub(crate) mod origins;
mod pairs;
mod parties;
mod places;
mod recall;
mod relations;
mod reuse;
mod seeds;
mod shapes;
mod texts;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::claim::OutletTable;
use crate::config::{
    AlignParameters, BoilerplateParameters, FingerprintParameters, LineageParameters, MatchParameters,
    ReadParameters,
};
use crate::document::Corpus;
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::scratch::{Scratch, half_of_the_memory};
use crate::{ledger, read};
use answers::Answers;
use forms::Forms;
use held::HeldArticles;
pub use intake::Scanned;
use intake::{Intake, Reading};
use recall::Known;
pub use texts::texts;

/// The part of the memory that forms, seeds and meetings may take: the rest is for what is known of each article and
/// for what was found, about 3 KB an article, which stay in memory.
const SCRATCH_PART: u64 = 4;

/// The dataset of records that others are only held against.
pub const REFERENCE: &str = "reference";

/// What a scan is asked for.
#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// Files and folders; `-` is JSONL on standard input.
    pub paths: Vec<PathBuf>,
    /// The store to write.
    pub store: PathBuf,
    /// How to read.
    pub read: ReadParameters,
    /// Files and folders that stand in the store as the dataset [`REFERENCE`], to hold the others against.
    pub reference: Vec<PathBuf>,
    /// A table of outlets that adds to the built-in one. `None` takes the one that the store was made with.
    pub outlets: Option<PathBuf>,
    /// What becomes of what the store holds.
    pub held: Held,
    /// False where the store shall keep no texts: it is smaller, and whoever needs texts needs the input again. A store that
    /// keeps none keeps none, unless all that it holds goes.
    pub keep_texts: bool,
    /// Files and folders that were scanned before into a store that keeps no texts: read again for their texts alone, where
    /// the scan needs them.
    pub input: Vec<PathBuf>,
    /// Threads; `None` takes one for each processor.
    pub threads: Option<usize>,
    /// Bytes that the scan should use at most; `None` takes half of the memory. What does not fit waits on disk.
    pub memory: Option<u64>,
}

/// What becomes of records that a store holds when it is scanned into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Held {
    /// They stay, whether their files were named or not.
    #[default]
    Stay,
    /// Those of the datasets that are scanned go where no file that was named has them.
    Prune,
    /// All go, and everything is read and examined anew. Verdicts stay.
    Rebuild,
}

/// Parameters of the stages that follow from all records.
#[derive(Clone, Copy, Debug, Default)]
struct Parameters {
    boilerplate: BoilerplateParameters,
    fingerprint: FingerprintParameters,
    matching: MatchParameters,
    align: AlignParameters,
    lineage: LineageParameters,
}

/// Scans `options.paths` into `options.store`. What the store knows is not examined again, and the result is the same as
/// of one scan of all that it holds.
///
/// # Errors
/// A path that does not exist, a store that cannot be used or written, a faulty outlet file. A record that cannot be
/// read is a row of the ledger and no error.
pub fn scan(options: &ScanOptions, progress: &dyn Progress) -> Result<Scanned> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|fault| Error::Usage(format!("cannot start the threads: {fault}")))?;
    threads.install(|| scan_here(options, progress))
}

fn scan_here(options: &ScanOptions, progress: &dyn Progress) -> Result<Scanned> {
    // The faults of the table are told before the store is touched.
    let named = options.outlets.as_deref().map(NamedOutlets::read).transpose()?;
    let read_reference = ReadParameters {
        dataset: REFERENCE.to_owned(),
        ..options.read.clone()
    };
    let inputs = [
        (read::sources(&options.paths, &options.read)?, &options.read),
        (
            read::sources(&options.reference, &read_reference)?,
            &read_reference,
        ),
    ];
    let keep = if options.held == Held::Rebuild {
        ledger::Keep::Nothing
    } else {
        ledger::Keep::All
    };
    let memory = options.memory.unwrap_or_else(half_of_the_memory);
    let scanned = inputs.iter().flat_map(|(sources, _)| sources);
    let again = texts::Input::of(&options.store, scanned, &options.input, memory)?;
    let mut scan = ledger::Scan::begin(&options.store, keep)?;
    if !options.keep_texts {
        scan.keep_no_texts();
    }
    scan.note_way(&options.read);
    let prune = options.held == Held::Prune;
    fill(
        (&options.store, &again),
        scan,
        named,
        &inputs,
        prune,
        memory,
        progress,
    )
}

/// Brings a store of an older version up to date: what it holds is examined anew, from the texts that it keeps.
///
/// # Errors
/// When there is no such store, or it cannot be written; then it is as it was.
pub fn migrate(store: &Path, progress: &dyn Progress) -> Result<Scanned> {
    let memory = half_of_the_memory();
    let nothing = texts::Input::of(store, std::iter::empty(), &[], memory)?;
    let scan = ledger::Scan::begin(store, ledger::Keep::OfOlder)?;
    fill((store, &nothing), scan, None, &[], false, memory, progress)
}

/// A user's table of outlets.
struct NamedOutlets {
    rows: String,
    table: OutletTable,
}

impl NamedOutlets {
    fn read(file: &Path) -> Result<Self> {
        Self::of(OutletTable::read_user_file(file)?, file)
    }

    fn of(rows: String, file: &Path) -> Result<Self> {
        let table = OutletTable::with_user_rows(&rows, file)?;
        Ok(Self { rows, table })
    }
}

/// Takes the inputs into a store beside what it keeps, and commits; texts that the store does not keep come from `again`. `named`
/// is the user's table of outlets; `None` takes the one that the store was made with.
fn fill(
    (store, again): (&Path, &texts::Input<'_>),
    mut scan: ledger::Scan,
    named: Option<NamedOutlets>,
    inputs: &[(Vec<read::Source>, &ReadParameters)],
    prune: bool,
    memory: u64,
    progress: &dyn Progress,
) -> Result<Scanned> {
    let named = match (named, scan.outlets()) {
        (None, Some(rows)) => Some(NamedOutlets::of(rows.to_owned(), store)?),
        (named, _) => named,
    };
    let (rows, outlets) = match named {
        Some(NamedOutlets { rows, table }) => (Some(rows), table),
        None => (None, OutletTable::builtin()),
    };
    let rules = digest::rules(rows.as_deref());
    scan.set_rules(rows, rules)?;
    let scratch = Scratch::new(store, memory / SCRATCH_PART);
    let mut forms = Forms::new(&scratch, scan.standing());

    progress.begin(Step::Read, None);
    if scan.needs_texts_to_examine()? {
        let (stored, _) = scan.stored()?;
        again.provide(&scan, stored.iter(), progress)?;
    }
    let mut reading = Reading::new(Known::recall(&mut scan, &outlets, &mut forms, progress)?);
    for (sources, parameters) in inputs {
        reading.take_in(sources, parameters, &outlets, &mut scan, &mut forms, progress)?;
    }
    let (scanned, intake) = reading.number(prune, &mut scan, &mut forms)?;
    match intake {
        Some(intake) => {
            again.provide(&scan, scan.records().iter(), progress)?;
            relate(intake, scan, rules, forms, &scratch, progress)?;
        }
        None => scan.commit_unchanged()?,
    }
    Ok(scanned)
}

/// Runs the stages that follow from all records, and commits.
fn relate(
    mut intake: Intake,
    mut scan: ledger::Scan,
    rules: u64,
    mut forms: Forms<'_>,
    scratch: &Scratch,
    progress: &dyn Progress,
) -> Result<()> {
    let parameters = Parameters::default();
    let begun = Instant::now();
    let answers = Answers::recall(&scan, rules, &parameters, scratch);
    let fingerprint = answers.fingerprint();
    let held = HeldArticles::recall(&scan, fingerprint);
    progress.begin(Step::Boilerplate, None);
    let boilerplate = intake.cut_boilerplate(&mut forms, &parameters.boilerplate)?;

    let articles = identity::by_rank(&mut intake.bodies);
    let seeds = seeds::SeedParts::new(&intake.bodies, &parameters.fingerprint, scratch);
    let mut reuse = reuse::find(
        &intake.bodies,
        &articles,
        &forms,
        &parameters,
        &seeds,
        &reuse::Means {
            answers: &answers,
            held: &held,
            scratch,
            progress,
        },
    )?;
    drop(held);
    progress.begin(Step::Lineage, Some(reuse.families.len() as u64));
    let links = carriers::links(&intake, &reuse, &parameters, progress);
    // Nobody asks for alignments any more, and they are much.
    reuse.pairs = pairs::Pairs::default();
    let placed = places::resolve(
        &intake,
        &reuse,
        links,
        &forms,
        &scan,
        &answers,
        &parameters.lineage,
    )?;
    forms.check()?;
    let clusters = std::mem::take(&mut reuse.clusters);
    let kept_pairs = std::mem::take(&mut reuse.kept_pairs);
    let of_marks = held::of_marks(&reuse.marks, fingerprint);
    drop(reuse);

    let findings = audit::findings(&intake, &placed, &scan, &answers, progress)?;

    progress.begin(Step::Write, None);
    let articles = identity::entries(&articles, &intake.records);
    scan.number_articles(&articles)?;
    seeds.write(&mut scan, of_marks)?;
    pairs::write(kept_pairs, fingerprint, &mut scan, scratch)?;
    answers.write(&mut scan)?;
    drop(intake.bodies);
    let corpus = Corpus {
        records: intake.versions,
        articles,
        boilerplate,
        clusters,
        families: placed.families,
        passages: placed.passages,
        quote_families: placed.quote_families,
        links: placed.links,
        findings,
    };
    scan.note_duration(begun.elapsed());
    scan.commit(&corpus)
}

/// The files of a scan as the store lists them.
pub fn listed(sources: &[read::Source], parameters: &ReadParameters) -> Vec<ledger::SourceEntry> {
    let entry = |source: &read::Source| ledger::SourceEntry {
        dataset: parameters.dataset.clone(),
        name: source.name().to_owned(),
        bytes: source.stored_bytes(),
        first: 0,
        records: 0,
    };
    sources.iter().map(entry).collect()
}
