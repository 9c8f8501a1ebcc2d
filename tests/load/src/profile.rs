//! A profile of the whole machine during one window, by `perf` of Linux.

use std::process::Stdio;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use crate::options::Options;
use crate::target::Target;

/// Samples a second; not a divisor of what timers use.
const FREQUENCY: &str = "499";

/// A recording, if one was asked for.
pub struct Profile(Option<Child>);

impl Profile {
    /// Begins to record for `case`.
    ///
    /// # Errors
    /// If `perf` can't be started.
    pub fn begin(options: &Options, target: &Target, case: &str) -> anyhow::Result<Self> {
        if !options.profile {
            return Ok(Self(None));
        }
        let case = case.replace(", ", "-").replace(' ', "-");
        let file = options
            .output
            .join(format!("{}-{}-{case}.perf", target.backend, target.side));
        crate::say(&format!(
            "profile {}: server {}, nats-server {}, load {}",
            file.display(),
            target.processes.server,
            target.processes.nats,
            std::process::id()
        ));
        let recording = Command::new("perf")
            .args(["record", "-a", "-g", "-F", FREQUENCY, "-o"])
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("perf can't be started: on Debian it is in linux-perf")?;
        Ok(Self(Some(recording)))
    }

    /// Ends the recording, which writes the file.
    ///
    /// # Errors
    /// If `perf` does not end.
    pub async fn end(self) -> anyhow::Result<()> {
        let Some(mut recording) = self.0 else {
            return Ok(());
        };
        let pid = recording
            .id()
            .and_then(|pid| Pid::from_raw(pid.cast_signed()));
        if let Some(pid) = pid {
            kill_process(pid, Signal::INT)?;
        }
        recording.wait().await?;
        Ok(())
    }
}
