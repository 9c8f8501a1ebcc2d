//! An own database for a test.

use handup_store::DatabaseSettings;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// Address of a PostgreSQL server on which databases may be made;
/// `deploy/postgres-for-tests.sh COMMAND` sets it.
const SERVER: &str = "HANDUP_TEST_POSTGRES_URL";

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Files in a temporary folder.
    Sqlite,
    /// A database of its own on the test server.
    Postgres,
}

/// A fresh place for the databases of all services.
pub struct TestDatabase {
    settings: DatabaseSettings,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// Makes one.
    ///
    /// # Panics
    /// If it can't; names what is missing.
    pub async fn create(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder for SQLite");
                let settings = DatabaseSettings {
                    url: format!("sqlite:{}", folder.path().display()),
                    ..DatabaseSettings::default()
                };
                Self {
                    settings,
                    _folder: Some(folder),
                }
            }
            Backend::Postgres => {
                let server = server_url();
                let name = format!("t_{}", Uuid::simple(handup_runtime::ids::new_id()));
                let connection = connect(&server).await;
                connection
                    .execute_unprepared(&format!("CREATE DATABASE {name}"))
                    .await
                    .expect("a database can be made");
                connection.close().await.expect("the connection closes");
                let (address, _) = server.rsplit_once('/').expect("a database in the address");
                let settings = DatabaseSettings {
                    url: format!("{address}/{name}"),
                    read_connections: 3,
                    write_lanes: 2,
                    ..DatabaseSettings::default()
                };
                Self {
                    settings,
                    _folder: None,
                }
            }
        }
    }

    /// How to open it.
    #[must_use]
    pub fn settings(&self) -> DatabaseSettings {
        self.settings.clone()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment where the server is"
)]
fn server_url() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: run the tests with `make test`, or through deploy/postgres-for-tests.sh")
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "makes the database; no service's data is touched"
)]
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options)
        .await
        .expect("the PostgreSQL server of the tests answers")
}
