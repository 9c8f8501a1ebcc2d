use std::time::Duration;

use handup_bus::Bus;
use handup_runtime::SharedClock;

use crate::commands::say;
use crate::settings::Settings;
use crate::system::Part;

/// How long NATS may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub(super) struct Doctor {}

impl Doctor {
    pub(super) async fn run(self, settings: Settings, clock: SharedClock) -> anyhow::Result<()> {
        let mut faults = 0;
        let mut tell = |what: &str, outcome: Result<String, String>| match outcome {
            Ok(detail) => say(&format!("ok    {what}: {detail}")),
            Err(error) => {
                faults += 1;
                say(&format!("FAULT {what}: {error}"));
            }
        };
        let bus = Bus::connect(&settings.nats, "doctor", clock).await?;
        let connected = bus.connected(PATIENCE).await;
        tell(
            "nats",
            connected
                .map(|()| settings.nats.url.clone())
                .map_err(|err| err.to_string()),
        );
        for part in Part::WITH_STORE {
            tell(
                &format!("database of {}", part.name()),
                check(&settings, part).await,
            );
        }
        for (service, methods) in handup_contracts::rpc::TABLE {
            let outcome = bus.discover(service).await;
            tell(
                &format!("service {service}"),
                outcome
                    .map(|replicas| format!("{replicas} running, {} methods", methods.len()))
                    .map_err(|err| err.to_string()),
            );
        }
        bus.close().await;
        anyhow::ensure!(faults == 0, "{faults} things do not work");
        Ok(())
    }
}

async fn check(settings: &Settings, part: Part) -> Result<String, String> {
    let store = part
        .open_store(settings)
        .await
        .map_err(|err| format!("{err:#}"))?;
    let outcome = async {
        store.check().await?;
        handup_store::outbox::backlog(store.read()).await
    };
    let outcome = outcome.await;
    store.close().await;
    outcome
        .map(|backlog| format!("tables are there, {backlog} events to publish"))
        .map_err(|err| err.to_string())
}
