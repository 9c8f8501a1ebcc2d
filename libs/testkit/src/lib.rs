//! Real servers and level-triggered waits for tests.
//!
//! Nothing here retries or sleeps in place of a condition. What a test starts it stops: servers by
//! the process they were started as, folders and databases when their guards are dropped.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "in a test, a broken premise must end the test and say why"
)]

pub mod clock;
pub mod database;
pub mod events;
pub mod identity;
pub mod nats;
pub mod proxy;
pub mod service;
pub mod wait;

/// Makes two tests of one `async fn(Backend)`: `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name($crate::database::Backend::Sqlite).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name($crate::database::Backend::Postgres).await;
            }
        }
    )+};
}
