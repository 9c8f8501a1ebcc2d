//! The one executable of Handup.

use std::process::ExitCode;

use clap::Parser as _;
use handup::commands::Cli;

/// Small objects come and go on many threads; this allocator makes a tenth of the processor time
/// free that the C library's needs for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    handup::memory::refuse_huge_pages();
    handup::commands::run(Cli::parse()).await
}
