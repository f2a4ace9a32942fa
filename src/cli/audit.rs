//! `suyuan audit`: the findings of a store, what the rules are, and what auditors decide about findings and links.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use suyuan::audit::{Allowance, describe};
use suyuan::document::{Judgement, Rule, Severity};
use suyuan::error::Error;
use suyuan::ledger::{Decision, FindingFilter, Store};
use suyuan::report::{self, Audit};

use super::input::Input;
use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan audit
  suyuan audit --severity major --limit 0
  suyuan audit --rule number-changed,quote-altered --outlet 新浪新闻
  suyuan audit --format sarif -o audit.sarif --deny major --allow-file known.txt
  suyuan audit --store lean.suyuan --input crawl.jsonl.gz     (a store without texts)
  suyuan audit --explain quote-altered
  suyuan audit --verdict x0123456789abcdef0123 reject --note 'corrected by the source'

A file of --allow-file has one allowance a line; empty lines and lines that begin with # do not count:
  RULE [article=ID | outlet=NAME] -- REASON

Findings are shown with the words around them, which a store without texts (scan --no-keep-text)
has with --input only. Verdicts, rules, and --quiet with --deny need none.

Verdicts stay in the store over scans: a finding and a link are known by their articles and words.
In CSV a cell that begins with = + - @ has an apostrophe in front, so that no spreadsheet runs it.
The exit code is 1 when --deny finds what it denies.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The store to read
    #[arg(long, value_name = "DIR", default_value = super::scan::DEFAULT_STORE)]
    store: PathBuf,
    #[command(flatten)]
    input: Input,
    /// How the findings are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for --format json; also for --verdicts
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// File to write the findings to instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only findings of these rules, with commas between them
    #[arg(long, value_name = "NAMES", value_delimiter = ',', hide_possible_values = true, value_parser = rule_names())]
    rule: Vec<String>,
    /// Only findings of this severity and above
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Level::Info)]
    severity: Level,
    /// Only findings on pages of this publisher
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Only findings about this article
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Findings that are shown to readers; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Show the findings that an auditor rejected, too
    #[arg(long)]
    rejected: bool,
    /// End with exit code 1 when a finding of this severity or above counts
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Level>,
    /// Let findings of a rule pass, on all pages or for one article; may be given several times
    #[arg(long, value_name = "RULE[:ARTICLE_ID]=REASON", value_parser = Allowance::from_option)]
    allow: Vec<Allowance>,
    /// Let findings pass that a file names, see below
    #[arg(long, value_name = "FILE")]
    allow_file: Option<PathBuf>,
    /// Print nothing but what is asked for with --output; for exit codes
    #[arg(short, long)]
    quiet: bool,
    /// Describe a rule, or list all rules, and end
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = ALL_RULES,
          hide_possible_values = true, value_parser = rules_or_all(), help_heading = "Rules and verdicts")]
    explain: Option<String>,
    /// Write down a verdict on a finding or a link, and end: `confirm`, `reject`, or `withdraw` an earlier one
    #[arg(long, num_args = 2, value_names = ["ID", "VERDICT"], conflicts_with_all = ["explain", "verdicts"],
          help_heading = "Rules and verdicts")]
    verdict: Option<Vec<String>>,
    /// Why; needed to confirm and to reject
    #[arg(
        long,
        value_name = "TEXT",
        requires = "verdict",
        help_heading = "Rules and verdicts"
    )]
    note: Option<String>,
    /// Who decides
    #[arg(
        long,
        value_name = "NAME",
        requires = "verdict",
        help_heading = "Rules and verdicts"
    )]
    by: Option<String>,
    /// List all verdicts, also those whose finding or link the store no longer has, and end
    #[arg(long, conflicts_with = "explain", help_heading = "Rules and verdicts")]
    verdicts: bool,
}

const ALL_RULES: &str = "all";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Level {
    Info,
    Minor,
    Major,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Minor => Self::Minor,
            Level::Major => Self::Major,
        }
    }
}

fn rule_names() -> PossibleValuesParser {
    PossibleValuesParser::new(Rule::ALL.iter().map(|rule| rule.name()))
}

fn rules_or_all() -> PossibleValuesParser {
    PossibleValuesParser::new(std::iter::once(ALL_RULES).chain(Rule::ALL.iter().map(|rule| rule.name())))
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if let Some(rule) = &arguments.explain {
        return explain(rule);
    }
    if let Some([subject, word]) = arguments.verdict.as_deref() {
        return judge(arguments, subject, word);
    }
    if arguments.verdicts {
        return verdicts(arguments);
    }
    let filter = FindingFilter {
        rules: arguments
            .rule
            .iter()
            .filter_map(|name| Rule::from_name(name))
            .collect(),
        least: arguments.severity.into(),
        outlet: arguments.outlet.clone(),
        article: arguments.article.clone(),
    };
    let allowances = allowances(arguments)?;
    let progress = progress::watcher(arguments.quiet);
    let store = arguments.input.open(&arguments.store, progress.as_ref())?;
    drop(progress);
    store.check(&filter)?;
    let audit = Audit::sort(store.findings()?, &filter, &allowances);
    show(arguments, &audit, &store)?;
    Ok(arguments
        .deny
        .map_or(Outcome::Done, |level| deny(&audit, level.into())))
}

fn explain(rule: &str) -> anyhow::Result<Outcome> {
    let text = match Rule::from_name(rule) {
        Some(rule) => report::explanation(describe(rule), output::colour()),
        None => report::rules(output::colour()),
    };
    output::print(&text)?;
    Ok(Outcome::Done)
}

fn judge(arguments: &Arguments, subject: &str, word: &str) -> anyhow::Result<Outcome> {
    let judgement = match word {
        "confirm" => Some(Judgement::Confirmed),
        "reject" => Some(Judgement::Rejected),
        "withdraw" => None,
        _ => {
            return Err(Error::Usage(format!(
                "no verdict `{word}`: write confirm, reject or withdraw behind the id"
            ))
            .into());
        }
    };
    let note = arguments.note.as_deref().unwrap_or_default().trim();
    if note.is_empty() && judgement.is_some() {
        return Err(Error::Usage("a verdict needs a reason: add --note TEXT".to_owned()).into());
    }
    let decision = Decision {
        subject: subject.to_owned(),
        judgement,
        note: note.to_owned(),
        by: arguments.by.clone(),
        at: now(),
    };
    let verdict = decision.write(&arguments.store)?;
    if !arguments.quiet {
        let done = judgement.map_or("withdrawn", Judgement::name);
        output::print(&format!("{done} {subject}: {}\n", verdict.about))?;
    }
    Ok(Outcome::Done)
}

/// The time by the clock of the machine, RFC 3339, in whole seconds.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

fn verdicts(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let verdicts = Store::open(&arguments.store)?.verdicts()?;
    if arguments.json || arguments.format == Format::Json {
        output::print(&output::json(&verdicts)?)?;
    } else {
        output::print(&report::verdicts(&verdicts, output::colour()))?;
    }
    Ok(Outcome::Done)
}

/// Those of the options, then those of the file.
fn allowances(arguments: &Arguments) -> anyhow::Result<Vec<Allowance>> {
    let mut allowances = arguments.allow.clone();
    if let Some(path) = &arguments.allow_file {
        let bytes = std::fs::read(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => Error::MissingPath { path: path.clone() },
            _ => Error::Io {
                path: path.clone(),
                action: "read",
                source,
            },
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let readable = error
                .as_bytes()
                .get(..error.utf8_error().valid_up_to())
                .unwrap_or_default();
            Error::UserFile {
                path: path.clone(),
                line: 1 + readable.iter().filter(|&&byte| byte == b'\n').count() as u64,
                reason: "is not UTF-8: save the file as UTF-8".to_owned(),
            }
        })?;
        allowances.extend(Allowance::from_file(&text, path)?);
    }
    Ok(allowances)
}

fn show(arguments: &Arguments, audit: &Audit, store: &Store) -> anyhow::Result<()> {
    let file = arguments.output.as_deref();
    if arguments.quiet && file.is_none() {
        return Ok(());
    }
    let format = if arguments.json {
        Format::Json
    } else {
        arguments.format
    };
    let limit = if arguments.limit == 0 {
        usize::MAX
    } else {
        arguments.limit
    };
    let rejected = arguments.rejected;
    let bytes = match format {
        Format::Human => {
            let colour = file.is_none() && output::colour();
            report::human(audit, store, limit, rejected, colour)?.into_bytes()
        }
        Format::Json => output::json(&report::Rows::of(audit, store, rejected)?)?.into_bytes(),
        Format::Sarif => output::json(&report::sarif(audit, store)?)?.into_bytes(),
        Format::Csv => report::table(audit, store, rejected)?,
    };
    match file {
        Some(path) => {
            write(path, &bytes)?;
            if !arguments.quiet {
                let counts = audit.counts();
                let name = path.display();
                output::print(&format!(
                    "{name}: {} findings, {} allowed, {} rejected\n",
                    counts.findings, counts.allowed, counts.rejected
                ))?;
            }
        }
        None => output::print_bytes(&bytes)?,
    }
    // The other formats say it themselves.
    if format == Format::Csv && !arguments.quiet {
        for unused in &audit.unused {
            // When standard error is closed there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "suyuan: {unused}");
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(|source| Error::Io {
        path: path.to_owned(),
        action: "write",
        source,
    })
}

/// Whether findings of this severity or above are left.
fn deny(audit: &Audit, level: Severity) -> Outcome {
    let denied = audit
        .open()
        .filter(|entry| entry.finding.severity >= level)
        .count();
    if denied == 0 {
        return Outcome::Done;
    }
    let findings = if denied == 1 { "finding" } else { "findings" };
    let above = if level == Severity::Major { "" } else { " or above" };
    Outcome::Denied(format!(
        "{denied} {findings} of severity {}{above} (--deny {})",
        level.name(),
        level.name()
    ))
}
