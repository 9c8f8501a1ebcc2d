//! An own nats-server for a test.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use handup_bus::NatsSettings;
use tempfile::TempDir;

use crate::wait;

/// Names the nats-server program; the test targets of the Makefile set it.
const PROGRAM: &str = "HANDUP_NATS_SERVER";

/// Configuration of a server that is given users.
const CONFIG: &str = "server.conf";

/// A running nats-server with JetStream on a free loopback port; killed when dropped.
pub struct NatsServer {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl NatsServer {
    /// Starts a server with an empty JetStream.
    ///
    /// # Panics
    /// If it does not come up.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for nats-server");
        Self::on(folder).await
    }

    /// Starts a server with an empty JetStream and the users of `file`, which is in nats-server's own
    /// words. It includes the passwords of each of `users` and of its second user.
    ///
    /// # Panics
    /// If it does not come up.
    pub async fn with_users(file: &Path, users: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for nats-server");
        std::fs::copy(file, folder.path().join("users.conf")).expect("the users' file to copy");
        let passwords: Vec<String> = users
            .iter()
            .map(|user| {
                let (name, password) = (user.to_uppercase(), Self::password(user));
                format!("PASSWORD_{name}: {password}\nPASSWORD_{name}_2: {password}second\n")
            })
            .collect();
        std::fs::write(folder.path().join("passwords.conf"), passwords.concat())
            .expect("room for a file");
        std::fs::write(folder.path().join(CONFIG), "include users.conf\n")
            .expect("room for a file");
        Self::on(folder).await
    }

    /// Starts a server with an empty JetStream that talks TLS only, with a certificate for the name
    /// `localhost` from [`NatsServer::authority`].
    ///
    /// # Panics
    /// If it does not come up.
    pub async fn with_certificate() -> Self {
        let folder = tempfile::tempdir().expect("a folder for nats-server");
        let script = checkout().join("deploy/certificate-for-tests.sh");
        let made = Command::new(script).arg(folder.path()).status();
        assert!(
            made.expect("the script runs").success(),
            "there is no certificate"
        );
        let tls = "tls { cert_file: \"./server.crt\", key_file: \"./server.key\" }\n";
        std::fs::write(folder.path().join(CONFIG), tls).expect("room for a file");
        Self::on(folder).await
    }

    /// The file with the authority of [`NatsServer::with_certificate`].
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.crt")
    }

    async fn on(folder: TempDir) -> Self {
        let (process, port) = launch(folder.path(), None).await;
        Self {
            folder,
            process,
            port,
        }
    }

    /// The password of one of the users of [`NatsServer::with_users`].
    #[must_use]
    pub fn password(user: &str) -> String {
        format!("s{user}0123")
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Its port on loopback.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Settings with this server and `prefix`.
    #[must_use]
    pub fn settings(&self, prefix: &str) -> NatsSettings {
        NatsSettings {
            url: self.url(),
            prefix: prefix.to_owned(),
            ..NatsSettings::default()
        }
    }

    /// Kills the server (SIGKILL); its files stay.
    ///
    /// # Panics
    /// If the process can't be killed.
    pub fn kill(&mut self) {
        self.process.kill().expect("nats-server can be killed");
        self.process.wait().expect("nats-server ends");
    }

    /// Removes everything JetStream has on disk. Only while the server is killed.
    ///
    /// # Panics
    /// If the files can't be removed.
    pub fn wipe(&mut self) {
        std::fs::remove_dir_all(self.folder.path().join("jetstream")).expect("files to remove");
    }

    /// Starts the killed server again on the same port and files.
    ///
    /// # Panics
    /// If it does not come up.
    pub async fn restart(&mut self) {
        let (process, port) = launch(self.folder.path(), Some(self.port)).await;
        self.process = process;
        self.port = port;
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        // Fails only where the server has ended before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program to run: named by the environment, or found on the PATH or in the checkout's tools.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment where the servers are"
)]
fn program() -> PathBuf {
    if let Some(path) = std::env::var_os(PROGRAM) {
        return path.into();
    }
    let script = checkout().join("deploy/fetch-nats.sh");
    let output = Command::new(&script)
        .stderr(Stdio::inherit())
        .output()
        .expect("deploy/fetch-nats.sh runs");
    assert!(output.status.success(), "deploy/fetch-nats.sh failed");
    String::from_utf8(output.stdout)
        .expect("a path in UTF-8")
        .trim()
        .into()
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

async fn launch(folder: &Path, port: Option<u16>) -> (Child, u16) {
    let port_argument = port.map_or("-1".to_owned(), |port| port.to_string());
    for entry in std::fs::read_dir(folder)
        .expect("the folder of nats-server")
        .flatten()
    {
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "ports")
        {
            std::fs::remove_file(entry.path()).expect("an old ports file to remove");
        }
    }
    let mut command = Command::new(program());
    let config = folder.join(CONFIG);
    if config.exists() {
        command.arg("--config").arg(config);
    }
    let process = command
        .args([
            "--addr",
            "127.0.0.1",
            "--port",
            &port_argument,
            "--jetstream",
        ])
        // Where its configuration names files.
        .current_dir(folder)
        .arg("--store_dir")
        .arg(folder)
        .arg("--ports_file_dir")
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("nats-server starts");
    let ports_file = folder.join(format!("{}_{}.ports", "nats-server", process.id()));
    let port = wait::until_some("nats-server listens", || {
        let found = port_in(&ports_file);
        async move { found }
    })
    .await;
    (process, port)
}

/// The client port in the file that nats-server writes once it listens.
fn port_in(file: &Path) -> Option<u16> {
    let text = std::fs::read_to_string(file).ok()?;
    let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
    let url = ports.get("nats")?.get(0)?.as_str()?;
    url.rsplit(':').next()?.parse().ok()
}
