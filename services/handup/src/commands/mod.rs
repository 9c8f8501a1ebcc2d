//! The command line: one file for each command.

mod demo;
mod doctor;
mod health;
mod migrate;
mod openapi;
mod replay;
mod serve;
mod up;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use handup_runtime::{SharedClock, SystemClock, config};

use crate::settings::Settings;

/// Exit code for wrong settings, as `sysexits.h` has it.
const EX_CONFIG: u8 = 78;

/// Someone puts a hand up, and the right helper is found.
#[derive(Debug, Parser)]
#[command(name = "handup", version)]
pub struct Cli {
    /// Settings file (TOML). Environment variables `HANDUP_<TABLE>__<KEY>` replace single values.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything on this machine: SQLite files and an own nats-server in one data folder.
    Up(up::Up),
    /// Run some services against a configured NATS and database.
    Serve(serve::Serve),
    /// Bring the tables of all services up to date.
    Migrate(migrate::Migrate),
    /// Make accounts and give them roles.
    User(user::User),
    /// Fill the databases with a demo university.
    Demo(demo::Demo),
    /// Print the OpenAPI document.
    Openapi(openapi::Openapi),
    /// Ask everything that is needed whether it works.
    Doctor(doctor::Doctor),
    /// Ask the health port of this machine's process whether it is ready: for containers.
    Health(health::Health),
    /// Publish all events again, and rebuild projections from them.
    Replay(replay::Replay),
}

/// Reads the settings and runs the command.
pub async fn run(cli: Cli) -> ExitCode {
    let settings: Settings = match config::load(cli.config.as_deref()) {
        Ok(settings) => settings,
        Err(error) => {
            report(&error.context("the settings can't be used"));
            return ExitCode::from(EX_CONFIG);
        }
    };
    let clock: SharedClock = Arc::new(SystemClock);
    let outcome = match cli.command {
        Command::Up(up) => up.run(settings, clock).await,
        Command::Serve(serve) => serve.run(settings, clock).await,
        Command::Migrate(migrate) => migrate.run(settings).await,
        Command::User(user) => user.run(settings, clock).await,
        Command::Demo(demo) => demo.run(settings, clock).await,
        Command::Openapi(openapi) => openapi.run(),
        Command::Doctor(doctor) => doctor.run(settings, clock).await,
        Command::Health(health) => health.run(settings).await,
        Command::Replay(replay) => replay.run(settings, clock).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the command line speaks to the operator"
)]
fn report(error: &anyhow::Error) {
    eprintln!("handup: {error:#}");
}

/// One line to the operator.
fn say(line: &str) {
    use std::io::Write as _;
    // Nobody may be reading any more; that must not end a running system.
    if let Err(error) = writeln!(std::io::stdout(), "{line}") {
        tracing::debug!(%error, "standard output is closed");
    }
}
