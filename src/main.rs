//! The command line: parse, run, exit code.

mod cli;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use cli::Outcome;

/// A scan makes many small, short-lived pieces in many threads; the system's allocator took 9 % of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Denied(message)) => complain(&message, 1),
        Ok(Outcome::TooManyUnreadable(message)) => complain(&message, 3),
        // Whoever reads our output may stop when they have seen enough.
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string(), 2),
    }
}

/// One line on standard error, whatever the message holds.
fn complain(message: &str, code: u8) -> ExitCode {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    // When standard error is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "suyuan: {message}");
    ExitCode::from(code)
}
