//! The executable as a process of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

pub(crate) use handup_system_tests::program;
use handup_testkit::wait;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A running `handup up`.
pub(crate) struct Up {
    process: Child,
    /// Where its edge listens.
    pub(crate) address: SocketAddr,
}

fn nats_server() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/fetch-nats.sh");
    let output = std::process::Command::new(script).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().into()
}

impl Up {
    /// Starts it with demo data on the folder `data` and free ports.
    pub(crate) async fn start(data: &Path) -> Self {
        let mut process = Command::new(program())
            .args(["up", "--demo", "--port", "0", "--data"])
            .arg(data)
            .arg("--nats-server")
            .arg(nats_server())
            .env("HANDUP_AUTH__HASHING__MEMORY_KIB", "8")
            .env("HANDUP_AUTH__HASHING__PASSES", "1")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let reading = async {
            loop {
                let line = lines
                    .next_line()
                    .await
                    .unwrap()
                    .expect("a line with the address");
                if let Some(address) = line.strip_prefix("Handup is ready at http://") {
                    break address.parse().unwrap();
                }
            }
        };
        let address = tokio::time::timeout(wait::LONGEST, reading)
            .await
            .expect("handup starts in time");
        Self { process, address }
    }

    /// Kills it with SIGKILL.
    pub(crate) async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    /// Ends it as an operator would.
    pub(crate) async fn stop(mut self) {
        let pid = self.process.id().unwrap().to_string();
        let sent = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap();
        assert!(sent.success());
        let status = tokio::time::timeout(wait::LONGEST, self.process.wait())
            .await
            .expect("handup ends in time")
            .unwrap();
        assert!(status.success(), "{status}");
    }
}
