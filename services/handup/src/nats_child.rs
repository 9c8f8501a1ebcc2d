//! An own nats-server for one machine: a child process with its files in the data folder.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::{Child, Command};

/// How long the server may take to listen, and an old one to end.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often its state is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A running nats-server.
pub struct NatsChild {
    process: Child,
    url: String,
}

impl NatsChild {
    /// Starts `program` with its files in `folder`, on a free loopback port that only who knows
    /// `password` may use. One that a killed process has left running on this folder ends first.
    ///
    /// # Errors
    /// If it does not come up.
    pub async fn start(
        program: &Path,
        folder: &Path,
        user: &str,
        password: &str,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        end_orphan(folder).await?;
        let config = folder.join("nats-server.conf");
        write_private(&config, &configuration(folder, user, password))?;
        for old in ports_files(folder)? {
            std::fs::remove_file(old)?;
        }
        let log = std::fs::File::create(folder.join("nats-server.log"))?;
        let mut process = Command::new(program)
            .arg("--config")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} can't be started", program.display()))?;
        let listening = async {
            let mut ticks = tokio::time::interval(LOOK_EVERY);
            loop {
                ticks.tick().await;
                if let Some(status) = process.try_wait()? {
                    anyhow::bail!("nats-server ended with {status}");
                }
                if let Some(url) = ports_files(folder)?.iter().find_map(|file| url_in(file)) {
                    return Ok(url);
                }
            }
        };
        let url = tokio::time::timeout(PATIENCE, listening)
            .await
            .context("nats-server does not listen")?
            .with_context(|| format!("see {}", folder.join("nats-server.log").display()))?;
        Ok(Self { process, url })
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Process id, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.process.id()
    }

    /// Returns when the server ends by itself.
    ///
    /// # Errors
    /// Always: says how it ended.
    pub async fn failed(&mut self) -> anyhow::Result<()> {
        let status = self.process.wait().await?;
        anyhow::bail!("nats-server ended with {status}")
    }

    /// Ends the server in order.
    ///
    /// # Errors
    /// If it does not end.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        if let Some(pid) = self.process.id().and_then(pid_of) {
            kill_process(pid, Signal::TERM)?;
        }
        tokio::time::timeout(PATIENCE, self.process.wait())
            .await
            .context("nats-server does not end")??;
        Ok(())
    }
}

fn configuration(folder: &Path, user: &str, password: &str) -> String {
    let folder = folder.display();
    format!(
        "listen: \"127.0.0.1:-1\"\n\
         server_name: handup\n\
         ports_file_dir: \"{folder}\"\n\
         pid_file: \"{folder}/nats-server.pid\"\n\
         jetstream {{ store_dir: \"{folder}\" }}\n\
         authorization {{ user: \"{user}\", password: \"{password}\" }}\n"
    )
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?
        .write_all(text.as_bytes())
}

fn ports_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    Ok(std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ports"))
        .collect())
}

fn url_in(file: &Path) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(ports.get("nats")?.get(0)?.as_str()?.to_owned())
}

fn pid_of(number: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(number).ok()?)
}

/// Ends the nats-server that still runs on `folder` because its parent was killed. Two servers on
/// the same files would damage them.
async fn end_orphan(folder: &Path) -> anyhow::Result<()> {
    let Ok(text) = std::fs::read_to_string(folder.join("nats-server.pid")) else {
        return Ok(());
    };
    let Some(pid) = text.trim().parse().ok().and_then(Pid::from_raw) else {
        return Ok(());
    };
    // The number may belong to another process by now.
    let config = folder.join("nats-server.conf");
    let ours = || {
        std::fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero()))
            .is_ok_and(|line| String::from_utf8_lossy(&line).contains(&*config.to_string_lossy()))
    };
    if !ours() {
        return Ok(());
    }
    tracing::info!(
        pid = pid.as_raw_nonzero().get(),
        "ending the nats-server of a killed process"
    );
    kill_process(pid, Signal::TERM)?;
    let gone = async {
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        while test_kill_process(pid).is_ok() && ours() {
            ticks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone)
        .await
        .context("the nats-server of a killed process does not end")
}
