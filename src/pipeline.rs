//! The one file that knows the order of the stages.
//!
//! read -> segment -> claim -> normalise -> boilerplate -> fingerprint -> match -> align -> lineage -> audit -> ledger.
//! Facts of a record depend on the record alone and go into the store as they come; what follows from all records
//! is computed from the matching forms, which stay in memory, and depends on the set of records only: not on their
//! order, not on the number of threads.

mod audit;
mod carriers;
pub(crate) mod edits;
mod ends;
mod forms;
mod identity;
mod intake;
pub(crate) mod origins;
mod pairs;
mod parties;
mod places;
mod relations;
mod reuse;
mod seeds;
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
    let mut scan = ledger::Scan::begin(&options.store)?;
    let listing = inputs
        .iter()
        .flat_map(|(sources, parameters)| listed(sources, parameters));
    scan.list_sources(listing.collect());
    let memory = options.memory.unwrap_or_else(half_of_the_memory);
    let scratch = Scratch::new(&options.store, memory / SCRATCH_PART);
    let mut forms = Forms::new(&scratch);

    progress.begin(Step::Read, None);
    let mut intake = intake::Intake::default();
    for (sources, parameters) in &inputs {
        intake.take_in(sources, parameters, &outlets, &mut scan, &mut forms, progress)?;
    }
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

    let seeds = seeds::SeedParts::new(&intake.bodies, &parameters.fingerprint, &scratch);
    let reuse = reuse::find(
        &intake.bodies,
        &articles,
        &forms,
        &parameters,
        &seeds,
        &scratch,
        progress,
    )?;
    progress.begin(Step::Lineage, Some(reuse.families.len() as u64));
    let links = carriers::links(&intake, &reuse, &parameters, progress);
    let placed = places::resolve(&intake, &reuse, links, &forms, &scan)?;
    forms.check()?;

    let findings = audit::findings(&intake, &placed, &records, &scan, progress)?;

    progress.begin(Step::Write, None);
    seeds.write(&mut scan)?;
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

/// The files of a scan as the store lists them.
pub fn listed(sources: &[read::Source], parameters: &ReadParameters) -> Vec<ledger::SourceEntry> {
    let entry = |source: &read::Source| ledger::SourceEntry {
        dataset: parameters.dataset.clone(),
        name: source.name().to_owned(),
        bytes: source.stored_bytes(),
    };
    sources.iter().map(entry).collect()
}
