//! `suyuan completions SHELL`: the script goes to standard output.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Outcome, output};

const EXAMPLES: &str = "\
Examples:
  suyuan completions bash > ~/.local/share/bash-completion/completions/suyuan
  suyuan completions fish > ~/.config/fish/completions/suyuan.fish";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Shell to write the script for
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "suyuan",
        &mut script,
    );
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
