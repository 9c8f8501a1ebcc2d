//! Measures the system beside the *floor*: a bare chain of the same parts ([`floor`]).
//!
//! `make bench` runs all of it; it takes about half an hour, and nothing else should run meanwhile.
//! For a first look:
//!
//! ```text
//! export HANDUP_NATS_SERVER=$(deploy/fetch-nats.sh)
//! deploy/postgres-for-tests.sh cargo run --release -p handup-bench -- --quick
//! cargo run --release -p handup-bench -- --quick --backend sqlite --only create,live
//! ```
//!
//! Floor and system each run in a process of their own with a nats-server of their own, on a fresh
//! database, with the product's default settings, and are loaded from this process over loopback.
//! Both are up at once and take turns, window by window: one works while the other rests, and a slow
//! moment of the machine meets both. The ratio is the median of those of such pairs. `cores …` in the table tells who kept how many processors busy; `cores rest`
//! is PostgreSQL and whatever else ran on the machine.
//!
//! # Where the time goes
//! `--profile` records the whole machine with `perf` (Debian: `linux-perf`; as root, or with
//! `kernel.perf_event_paranoid` at -1) during each window of creates, into `target/bench/*.perf`,
//! and prints the process ids. Then, for instance:
//!
//! ```text
//! perf report -i target/bench/sqlite-system-create-128-at-once-8-labs.perf \
//!     --no-children --pid SERVER --sort comm,symbol --percent-limit 0.3 -g none --stdio
//! ```
//!
//! Optimised code has no frame pointers, so who calls what takes the slower way, beside a run:
//!
//! ```text
//! perf record -F 299 --call-graph dwarf,16384 -p SERVER -- sleep 4
//! perf report --children --no-inline --sort symbol --percent-limit 2 -g none --stdio
//! ```

mod figures;
mod floor;
mod http;
mod options;
mod processes;
mod profile;
mod report;
mod serve;
mod socket;
mod target;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

use crate::options::{Child, Cli, Options};
use crate::report::Report;
use crate::target::Target;

/// As in the product, and so for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.child {
        Some(Child::Serve) => serve::run().await,
        None => run(&cli.options).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.output)?;
    allow_many_files()?;
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    // A child ends when the handle on it is dropped.
    tokio::select! {
        outcome = measure_all(options) => outcome?.publish(options),
        _ = interrupt.recv() => anyhow::bail!("interrupted"),
        _ = terminate.recv() => anyhow::bail!("ended from outside"),
    }
}

async fn measure_all(options: &Options) -> anyhow::Result<Report> {
    let mut report = Report::default();
    for backend in &options.backend {
        for repetition in 1..=options.repetitions() {
            let begun = Instant::now();
            let mut targets = Vec::new();
            for side in &options.side {
                let size = figures::size(options, *side);
                targets.push(Target::start(options, *side, *backend, size).await?);
            }
            let outcome = measure(&mut targets, options, &mut report).await;
            for target in targets {
                target.stop().await?;
            }
            outcome?;
            say(&format!(
                "{backend}, repetition {repetition} of {}: {} s",
                options.repetitions(),
                begun.elapsed().as_secs()
            ));
        }
    }
    Ok(report)
}

/// Takes each step on all `targets`, one right after the other.
async fn measure(
    targets: &mut [Target],
    options: &Options,
    report: &mut Report,
) -> anyhow::Result<()> {
    for step in figures::steps(options) {
        for turn in 0..targets.len() {
            // What the window before has left to do is not work in this one.
            for target in targets.iter() {
                target.settled().await?;
            }
            let target = &mut targets[turn];
            let samples = figures::measure(step, target, options).await?;
            report.add(target.side, target.backend, samples);
        }
    }
    Ok(())
}

/// Thousands of sockets need thousands of file descriptors, here and in the children.
fn allow_many_files() -> anyhow::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: limit.maximum,
            maximum: limit.maximum,
        },
    )?;
    Ok(())
}

/// One line of the result.
#[expect(clippy::print_stdout, reason = "the result of this program is a text")]
fn print(line: &str) {
    println!("{line}");
}

/// One line on what is going on.
#[expect(
    clippy::print_stderr,
    reason = "this program speaks to whoever measures"
)]
fn say(line: &str) {
    eprintln!("{line}");
}
