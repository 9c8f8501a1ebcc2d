//! `make soak`: an hour of a whole faculty in ten minutes.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use handup_soak::{Plan, run};
use handup_testkit::database::Backend;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing_subscriber::filter::LevelFilter;

/// As in the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A request that waits while a tutor has nothing to do waits no longer than this, in milliseconds.
const IDLE_MS: u64 = 1_000;

/// Plays an hour of a whole faculty, and checks everything afterwards.
#[derive(Debug, Parser)]
struct Options {
    /// Labs, each with the load of an evening before a deadline.
    #[arg(long, default_value_t = 40)]
    labs: usize,
    /// How long the hour takes, in seconds.
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// The same one plays the same hour.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the services keep their data.
    #[arg(long, value_enum, default_value = "postgres")]
    backend: Database,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the result of this program is a text")]
async fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    // What the services have to say when something goes wrong.
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .with_writer(std::io::stderr)
        .init();
    // Thousands of pages need thousands of sockets, at both ends.
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = maximum;
    setrlimit(Resource::Nofile, Rlimit { current, maximum })?;
    let backend = match options.backend {
        Database::Sqlite => Backend::Sqlite,
        Database::Postgres => Backend::Postgres,
    };
    let hour = Duration::from_secs(options.seconds);
    let mut report = run(Plan::faculty(options.labs, hour, options.seed), backend).await;
    for idle in report.idle.iter().filter(|idle| idle.ms > IDLE_MS) {
        let (ms, from_ms) = (idle.ms, idle.from_ms);
        report.faults.push(format!(
            "a tutor had nothing to do for {ms} ms, {from_ms} ms after the beginning, while somebody waited"
        ));
    }
    println!("{report}");
    Ok(if report.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
