//! Logs to standard error; traces and figures by OTLP where an endpoint is configured.

use std::io::IsTerminal as _;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::PeriodicReader;
use opentelemetry_sdk::trace::SdkTracerProvider;
use serde::{Deserialize, Serialize};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::log_fields::ForPeople;
use crate::{ids, metrics};

/// How a process tells what it does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TelemetrySettings {
    /// Filter of log lines, as tracing-subscriber reads it.
    pub log: String,
    /// `text` or `json`.
    pub format: LogFormat,
    /// OTLP endpoint (gRPC) with its scheme, such as `http://localhost:4317`; empty: no export.
    pub otlp_endpoint: String,
}

/// Form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Default for TelemetrySettings {
    fn default() -> Self {
        Self {
            log: "info,async_nats=warn,sqlx=warn,sea_orm_migration=warn".to_owned(),
            format: LogFormat::Text,
            otlp_endpoint: String::new(),
        }
    }
}

/// Keeps the exporter; its end sends what is still waiting.
#[derive(Debug)]
pub struct Telemetry {
    provider: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Installs logging and, if configured, export of traces and figures, for the whole process.
    ///
    /// # Errors
    /// If the filter or the endpoint can't be understood.
    pub fn start(settings: &TelemetrySettings, process: &str) -> anyhow::Result<Self> {
        let filter = EnvFilter::try_new(&settings.log)?;
        let log = tracing_subscriber::fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal());
        let log = match settings.format {
            LogFormat::Text => log.fmt_fields(ForPeople).boxed(),
            LogFormat::Json => log.json().flatten_event(true).boxed(),
        };
        let resource = Resource::builder()
            .with_service_name(process.to_owned())
            // Two replicas' figures are two series.
            .with_attribute(KeyValue::new(
                "service.instance.id",
                ids::new_id().to_string(),
            ))
            .build();
        metrics::start(resource.clone(), figures_reader(settings)?)?;
        let provider = tracer_provider(settings, resource)?;
        let traces = provider.as_ref().map(|provider| {
            tracing_opentelemetry::layer()
                .with_tracer(provider.tracer("handup"))
                .with_filter(EnvFilter::new(
                    "info,sqlx=off,async_nats=off,h2=off,hyper=off,tonic=off",
                ))
        });
        tracing_subscriber::registry()
            .with(log.with_filter(filter))
            .with(traces)
            .try_init()?;
        Ok(Self { provider })
    }

    /// Sends what is waiting. Last of all: everything before it may still have spans to end.
    pub fn finish(self) {
        if let Some(provider) = self.provider {
            if let Err(error) = provider.shutdown() {
                tracing::warn!(%error, "the last traces could not be exported");
            }
            metrics::finish();
        }
    }
}

/// Whether there is somewhere to export to.
fn exports(settings: &TelemetrySettings) -> anyhow::Result<bool> {
    let endpoint = &settings.otlp_endpoint;
    anyhow::ensure!(
        endpoint.is_empty() || endpoint.contains("://"),
        "telemetry.otlp_endpoint needs a scheme, such as http://"
    );
    Ok(!endpoint.is_empty())
}

fn tracer_provider(
    settings: &TelemetrySettings,
    resource: Resource,
) -> anyhow::Result<Option<SdkTracerProvider>> {
    if !exports(settings)? {
        return Ok(None);
    }
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(&settings.otlp_endpoint)
        .build()?;
    Ok(Some(
        SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .build(),
    ))
}

fn figures_reader(
    settings: &TelemetrySettings,
) -> anyhow::Result<Option<PeriodicReader<opentelemetry_otlp::MetricExporter>>> {
    if !exports(settings)? {
        return Ok(None);
    }
    let exporter = opentelemetry_otlp::MetricExporter::builder()
        .with_tonic()
        .with_endpoint(&settings.otlp_endpoint)
        .build()?;
    Ok(Some(PeriodicReader::builder(exporter).build()))
}
