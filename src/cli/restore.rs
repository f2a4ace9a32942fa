//! `suyuan restore OUT -o DIR`: puts the input of a cleaning back together.

use std::path::PathBuf;

use clap::Args;
use suyuan::clean;

use super::{Outcome, output, progress};

const EXAMPLES: &str = "\
Examples:
  suyuan restore cleaned -o original

Only the folder that `suyuan clean` wrote is needed, no store. Files come back byte for byte; those that were packed
(.gz, .zst) are packed anew and are the same when they are unpacked.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder that `suyuan clean` wrote
    #[arg(value_name = "OUT")]
    cleaned: PathBuf,
    /// The folder to write; it must not exist yet
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Say nothing when all is well
    #[arg(short, long)]
    quiet: bool,
    /// Print what was put back as JSON
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let progress = progress::watcher(arguments.quiet);
    let restored = clean::restore(&arguments.cleaned, &arguments.output, progress.as_ref())?;
    drop(progress);
    if arguments.json {
        output::print(&output::json(&restored)?)?;
    } else if !arguments.quiet {
        output::print(&format!(
            "{}: {} files, {} bytes; {} places put back\n",
            arguments.output.display(),
            restored.files,
            restored.bytes,
            restored.places
        ))?;
    }
    Ok(Outcome::Done)
}
