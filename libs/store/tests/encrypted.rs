//! TLS to PostgreSQL, on a server of its own with a certificate from an authority of its own.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use handup_store::migration::with_messaging;
use handup_store::{DatabaseSettings, Error, Store};
use sea_orm::{ConnectionTrait as _, Statement};

/// A PostgreSQL server with TLS; gone when dropped.
struct Server {
    process: Child,
    url: String,
    authority: String,
}

impl Server {
    fn start() -> Self {
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/postgres-for-tests.sh");
        let tell = "echo $HANDUP_TEST_POSTGRES_URL; echo $HANDUP_TEST_POSTGRES_CA; cat >/dev/null";
        let mut process = Command::new(script)
            .args(["--tls", "sh", "-c", tell])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines.next().unwrap().unwrap();
        let authority = lines.next().unwrap().unwrap();
        Self {
            process,
            url,
            authority,
        }
    }

    /// Its address by `host`, with these parameters.
    fn settings(&self, host: &str, parameters: &str) -> DatabaseSettings {
        DatabaseSettings {
            url: format!("{}?{parameters}", self.url.replace("127.0.0.1", host)),
            ..DatabaseSettings::default()
        }
    }

    /// The parameters of k8s/components/postgres-cluster, with this server's authority.
    fn verified(&self) -> String {
        format!("sslmode=verify-full&sslrootcert={}", self.authority)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input ends the script, which removes the server.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

async fn open(settings: &DatabaseSettings) -> Result<Store, Error> {
    let store = Store::open("encrypted", settings, || with_messaging(Vec::new())).await?;
    store.migrate().await?;
    Ok(store)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_served_only_if_a_known_authority_vouches_for_its_name() {
    let server = Server::start();

    let stranger = open(&server.settings("localhost", "sslmode=verify-full")).await;
    let text = stranger.err().unwrap().to_string();
    assert!(text.contains("UnknownIssuer"), "{text}");

    let other_name = open(&server.settings("127.0.0.1", &server.verified())).await;
    let text = other_name.err().unwrap().to_string();
    assert!(text.contains("not valid for name"), "{text}");

    let store = open(&server.settings("localhost", &server.verified()))
        .await
        .unwrap();
    store.check().await.unwrap();
    let connection = Statement::from_string(
        store.read().get_database_backend(),
        "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    let row = store.read().query_one_raw(connection).await.unwrap();
    assert!(row.unwrap().try_get::<bool>("", "ssl").unwrap());
    store.close().await;
}
