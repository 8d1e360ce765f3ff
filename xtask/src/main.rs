//! Chores of the repository: `cargo xtask tidy`, `cargo xtask codegen`, `cargo xtask train`.

mod codegen;
mod tidy;
mod train;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of the repository.
#[derive(Parser)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Tests the architecture: who may use whom, and where SQL, environment, clock and CDP may appear.
    Tidy,
    /// Writes what is generated from the Rust types: the front end's types and docs/EVENTS.md.
    Codegen {
        /// Changes nothing; fails when something is stale.
        #[arg(long)]
        check: bool,
    },
    /// Trains the title encoder on the ESCO occupations in ../shared/data, in minutes; the same seed gives the same file.
    Train {
        /// Settings of the trainer, such as `--seed 2 --out FILE`; none for the file that is shipped.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        settings: Vec<String>,
    },
}

fn main() -> ExitCode {
    let root = root();
    let result = match Xtask::parse().command {
        Command::Tidy => tidy::run(&root),
        Command::Codegen { check } => codegen::run(&root, check),
        Command::Train { settings } => train::run(&root, &settings),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn root() -> PathBuf {
    // Asked when it runs: checkouts that share a target folder share what was compiled too.
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&xtask).parent().expect("xtask lies in the repository").to_owned()
}
