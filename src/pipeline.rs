//! The one file that knows the order of the stages.
//!
//! read -> segment -> claim -> normalise -> boilerplate -> fingerprint -> match -> align -> lineage -> audit -> ledger.
//! Facts of a record depend on the record alone and go into the store as they come; what follows from all records
//! is computed from the matching forms, which stay in memory, and depends on the set of records only: not on their
//! order, not on the number of threads.

mod audit;
mod carriers;
mod edits;
mod ends;
mod forms;
mod identity;
mod intake;
mod origins;
mod pairs;
mod parties;
mod places;
mod relations;
mod reuse;
mod shapes;

use std::path::PathBuf;

use crate::claim::OutletTable;
use crate::config::{
    AlignParameters, BoilerplateParameters, FingerprintParameters, LineageParameters, MatchParameters,
    ReadParameters,
};
use crate::document::{ArticleEntry, Corpus};
use crate::error::{Error, Result};
use crate::events::{Progress, Step};
use crate::scratch::{Scratch, half_of_the_memory};
use crate::{fingerprint, ledger, read};
use forms::Forms;

/// The part of the memory that forms, seeds and meetings may take: the rest is for what is known of each article and
/// for what was found, which grow more slowly and stay in memory.
const SCRATCH_PART: u64 = 2;

/// What a scan is asked for.
#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// Files and folders; `-` is JSONL on standard input.
    pub paths: Vec<PathBuf>,
    /// The store to write.
    pub store: PathBuf,
    /// How to read.
    pub read: ReadParameters,
    /// A table of outlets that adds to the built-in one.
    pub outlets: Option<PathBuf>,
    /// Threads; `None` takes one for each processor.
    pub threads: Option<usize>,
    /// Bytes that the scan should use at most; `None` takes half of the memory. What does not fit waits on disk.
    pub memory: Option<u64>,
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

/// Scans `options.paths` into `options.store`, which holds nothing else afterwards.
///
/// # Errors
/// A path that does not exist, a store that cannot be used or written, a faulty outlet file. A record that cannot be
/// read is a row of the ledger and no error.
pub fn scan(options: &ScanOptions, progress: &dyn Progress) -> Result<()> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|fault| Error::Usage(format!("cannot start the threads: {fault}")))?;
    threads.install(|| scan_here(options, progress))
}

fn scan_here(options: &ScanOptions, progress: &dyn Progress) -> Result<()> {
    let parameters = Parameters::default();
    let outlets = match &options.outlets {
        Some(file) => OutletTable::with_user_file(file)?,
        None => OutletTable::builtin(),
    };
    let sources = read::sources(&options.paths, &options.read)?;
    let mut scan = ledger::Scan::begin(&options.store)?;
    let memory = options.memory.unwrap_or_else(half_of_the_memory);
    let scratch = Scratch::new(&options.store, memory / SCRATCH_PART);
    let mut forms = Forms::new(&scratch);

    progress.begin(Step::Read, None);
    let mut intake = intake::take_in(&sources, &options.read, &outlets, &mut scan, &mut forms, progress)?;
    let records = identity::versions(&intake.records);
    intake.keep_newest(&records);

    progress.begin(Step::Boilerplate, None);
    let boilerplate = intake.cut_boilerplate(&mut forms, &parameters.boilerplate)?;

    progress.begin(Step::Fingerprint, Some(intake.bodies.len() as u64));
    let articles = identity::by_rank(&mut intake.bodies, |body| {
        let form = forms.get(body.form);
        (
            fingerprint::exact_hash(&form),
            fingerprint::simhash(std::str::from_utf8(&form).unwrap_or("")),
        )
    });

    let reuse = reuse::find(&intake.bodies, &articles, &forms, &parameters, &scratch, progress)?;
    progress.begin(Step::Lineage, Some(reuse.families.len() as u64));
    let links = carriers::links(&intake, &reuse, &parameters, progress);
    let placed = places::resolve(&intake, &reuse, links, &forms, &scan)?;
    forms.check()?;

    let findings = audit::findings(&intake, &placed, &records, &scan, progress)?;

    progress.begin(Step::Write, None);
    let corpus = Corpus {
        records,
        articles: articles.into_iter().map(ArticleEntry::from).collect(),
        boilerplate,
        clusters: reuse.clusters,
        families: placed.families,
        passages: placed.passages,
        quote_families: placed.quote_families,
        links: placed.links,
        findings,
    };
    scan.commit(&corpus)
}
