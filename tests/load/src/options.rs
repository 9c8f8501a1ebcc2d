//! The command line.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Measures the system beside a bare chain of the same parts.
#[derive(Debug, Parser)]
#[command(name = "handup-bench")]
pub struct Cli {
    /// What to measure.
    #[command(flatten)]
    pub options: Options,
    /// What else this program can be.
    #[command(subcommand)]
    pub child: Option<Child>,
}

/// What this program is when it starts itself.
#[derive(Debug, Subcommand)]
pub enum Child {
    /// The measured side.
    #[command(hide = true)]
    Serve,
}

/// What to measure.
#[derive(Debug, Args)]
pub struct Options {
    /// One repetition with windows of two seconds, for a first look.
    #[arg(long)]
    quick: bool,
    /// Only these figures.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIGURES",
        default_values_t = [Figure::Memory, Figure::Create, Figure::Live, Figure::Claims, Figure::Offers])]
    only: Vec<Figure>,
    /// Only on these databases.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Backend::Sqlite, Backend::Postgres])]
    pub backend: Vec<Backend>,
    /// Only these sides.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Side::Floor, Side::System])]
    pub side: Vec<Side>,
    /// Repetitions, of which the medians are taken.
    #[arg(long)]
    repetitions: Option<usize>,
    /// Length of each window, in seconds.
    #[arg(long)]
    window_s: Option<u64>,
    /// Record a profile of the whole machine in each window of creates (needs `perf`).
    #[arg(long)]
    pub profile: bool,
    /// The nats-server program, 2.12 or newer.
    #[arg(
        long,
        env = "HANDUP_NATS_SERVER",
        default_value = "nats-server",
        value_name = "PROGRAM"
    )]
    pub nats_server: PathBuf,
    /// A PostgreSQL server on which databases may be made and dropped.
    #[arg(
        long,
        env = "HANDUP_TEST_POSTGRES_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub postgres_url: Option<String>,
    /// Folder for figures, logs and profiles.
    #[arg(long, default_value = "target/bench", value_name = "FOLDER")]
    pub output: PathBuf,
}

impl Options {
    /// Whether `figure` is wanted.
    #[must_use]
    pub fn wants(&self, figure: Figure) -> bool {
        self.only.contains(&figure)
    }

    /// Repetitions, of which the medians are taken.
    #[must_use]
    pub fn repetitions(&self) -> usize {
        self.repetitions.unwrap_or(if self.quick { 1 } else { 3 })
    }

    /// Length of each window.
    #[must_use]
    pub fn window(&self) -> Duration {
        Duration::from_secs(self.window_s.unwrap_or(if self.quick { 2 } else { 5 }))
    }
}

/// A group of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Figure {
    /// Resident size, idle and per socket.
    Memory,
    /// Creates a second.
    Create,
    /// From the create to the last watcher.
    Live,
    /// Accepts by tutors who compete.
    Claims,
    /// From being free to the next offer.
    Offers,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// The bare chain.
    Floor,
    /// The product.
    System,
}

/// On which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// Files.
    Sqlite,
    /// A server.
    Postgres,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Floor => "floor",
            Side::System => "system",
        })
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgres",
        })
    }
}
