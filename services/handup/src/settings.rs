//! All settings of a process.

use handup_bus::NatsSettings;
use handup_runtime::telemetry::TelemetrySettings;
use handup_store::DatabaseSettings;
use serde::{Deserialize, Serialize};

/// Settings of a process: a table for each concern. Every one has a default; a file and the
/// environment (`HANDUP_<TABLE>__<KEY>`) replace single values.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Logs and traces.
    pub telemetry: TelemetrySettings,
    /// The broker.
    pub nats: NatsSettings,
    /// The databases.
    pub database: DatabaseSettings,
    /// Where the process listens.
    pub listen: ListenSettings,
    /// What services share among themselves.
    pub platform: PlatformSettings,
    /// The service auth.
    pub auth: handup_auth::Config,
    /// The service request.
    pub request: handup_request::Config,
    /// The service assignment.
    pub assignment: handup_assignment::Config,
    /// The service notification.
    pub notification: handup_notification::Config,
    /// The service analytics.
    pub analytics: handup_analytics::Config,
    /// The gateway.
    pub gateway: handup_gateway::Config,
}

/// Addresses to listen on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ListenSettings {
    /// The edge: web client, REST, WebSocket.
    pub http: String,
    /// The health port.
    pub health: String,
}

impl Default for ListenSettings {
    fn default() -> Self {
        Self {
            http: "127.0.0.1:8080".to_owned(),
            health: "127.0.0.1:9090".to_owned(),
        }
    }
}

/// What services share among themselves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlatformSettings {
    /// Secret of at least 32 bytes under which services know each other. Has no default.
    pub service_secret: String,
    /// A second secret that is accepted, while services change from one to another; empty: none.
    pub other_service_secret: String,
    /// How long to stay up after readiness is off, in milliseconds, so that nobody is sent here
    /// any more when the listener closes.
    pub drain_ms: u64,
}
