//! The health port: live while the process moves, ready while all it needs really answers, and the
//! figures of the process.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::lifecycle::Shutdown;
use crate::metrics;

/// Longest time one question may take before it counts as a no.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks one thing whether it works; an error says what is wrong.
pub type Check = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// What must answer before a process takes work.
#[derive(Clone, Default)]
pub struct Readiness {
    checks: BTreeMap<String, Check>,
    leaving: Arc<AtomicBool>,
}

/// The answer of the health port.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Whether everything answered.
    pub ready: bool,
    /// Each thing asked: "ok", or what is wrong.
    pub checks: BTreeMap<String, String>,
}

impl Readiness {
    /// Adds a question. `name` is what the report calls it.
    pub fn add(&mut self, name: impl Into<String>, check: Check) {
        self.checks.insert(name.into(), check);
    }

    /// From now on the answer is no: the process is about to end.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::SeqCst);
    }

    /// Asks everything at once.
    pub async fn report(&self) -> Report {
        let asked = self.checks.iter().map(|(name, check)| async move {
            let answer = match tokio::time::timeout(PATIENCE, check()).await {
                Ok(Ok(())) => "ok".to_owned(),
                Ok(Err(error)) => error,
                Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
            };
            (name.clone(), answer)
        });
        let mut checks: BTreeMap<_, _> =
            futures::future::join_all(asked).await.into_iter().collect();
        let leaving = self.leaving.load(Ordering::SeqCst);
        if leaving {
            checks.insert("process".to_owned(), "shutting down".to_owned());
        }
        Report {
            ready: checks.values().all(|answer| answer == "ok"),
            checks,
        }
    }

    /// `GET /live`, `GET /ready` and `GET /metrics`.
    pub fn router(self) -> Router {
        Router::new()
            .route("/live", get(|| async { "ok" }))
            .route("/ready", get(ready))
            .route("/metrics", get(figures))
            .with_state(self)
    }

    /// Serves [`Readiness::router`] until shutdown.
    ///
    /// # Errors
    /// If the listener fails.
    pub async fn serve(
        self,
        listener: tokio::net::TcpListener,
        shutdown: Shutdown,
    ) -> std::io::Result<()> {
        axum::serve(listener, self.router())
            .with_graceful_shutdown(async move { shutdown.requested().await })
            .await
    }
}

async fn ready(State(readiness): State<Readiness>) -> (StatusCode, Json<Report>) {
    let report = readiness.report().await;
    let status = if report.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}

async fn figures() -> Response {
    match metrics::text() {
        Ok(text) => ([(header::CONTENT_TYPE, metrics::TEXT)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the figures could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
