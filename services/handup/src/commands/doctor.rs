use std::time::Duration;

use handup_bus::Bus;
use handup_contracts::events::CONSUMERS;
use handup_contracts::rpc;
use handup_runtime::SharedClock;

use crate::commands::say;
use crate::settings::Settings;
use crate::system::Part;

/// How long NATS may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub(super) struct Doctor {
    /// Only these services, each as the user of NATS that it is itself, and with its consumers; all
    /// without, as an operator.
    #[arg(value_enum)]
    services: Vec<Part>,
}

/// What has been told so far.
#[derive(Default)]
struct Findings {
    faults: u32,
}

impl Findings {
    fn tell(&mut self, what: &str, outcome: Result<String, String>) {
        match outcome {
            Ok(detail) => say(&format!("ok    {what}: {detail}")),
            Err(error) => {
                self.faults += 1;
                say(&format!("FAULT {what}: {error}"));
            }
        }
    }

    async fn nats(&mut self, settings: &Settings, bus: &Bus) {
        let connected = bus.connected(PATIENCE).await;
        let outcome = connected.map(|()| settings.nats.url.clone());
        self.tell("nats", outcome.map_err(|err| err.to_string()));
    }

    async fn database(&mut self, settings: &Settings, part: Part) {
        let outcome = check(settings, part).await;
        self.tell(&format!("database of {}", part.name()), outcome);
    }

    async fn service(&mut self, bus: &Bus, service: &str, methods: usize) {
        let outcome = bus.discover(service).await;
        let outcome = outcome.map(|replicas| format!("{replicas} running, {methods} methods"));
        self.tell(
            &format!("service {service}"),
            outcome.map_err(|err| err.to_string()),
        );
    }

    /// One service as itself: what it needs, whether it runs, and how far it is behind. The gateway
    /// needs all others.
    async fn one(
        &mut self,
        settings: &Settings,
        part: Part,
        clock: SharedClock,
    ) -> anyhow::Result<()> {
        let bus = Bus::connect(&settings.nats, part.name(), clock).await?;
        self.nats(settings, &bus).await;
        if part.has_store() {
            self.database(settings, part).await;
        }
        for (service, methods) in rpc::TABLE {
            if *service == part.name() || part == Part::Gateway {
                self.service(&bus, service, methods.len()).await;
            }
        }
        for consumer in CONSUMERS {
            if consumer.service == part.name() {
                let outcome = bus.lag(consumer).await;
                let outcome = outcome.map(|lag| {
                    let (pending, open) = (lag.pending, lag.unacknowledged);
                    format!("{pending} events to work on, {open} begun")
                });
                self.tell(
                    &format!("consumer {}", consumer.name),
                    outcome.map_err(|err| err.to_string()),
                );
            }
        }
        bus.close().await;
        Ok(())
    }

    async fn all(&mut self, settings: &Settings, clock: SharedClock) -> anyhow::Result<()> {
        let bus = Bus::connect(&settings.nats, "doctor", clock).await?;
        self.nats(settings, &bus).await;
        for part in Part::WITH_STORE {
            self.database(settings, part).await;
        }
        for (service, methods) in rpc::TABLE {
            self.service(&bus, service, methods.len()).await;
        }
        bus.close().await;
        Ok(())
    }
}

impl Doctor {
    pub(super) async fn run(self, settings: Settings, clock: SharedClock) -> anyhow::Result<()> {
        let mut findings = Findings::default();
        if self.services.is_empty() {
            findings.all(&settings, clock.clone()).await?;
        }
        for part in self.services {
            findings.one(&settings, part, clock.clone()).await?;
        }
        let faults = findings.faults;
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
