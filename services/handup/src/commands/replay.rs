use std::time::Duration;

use anyhow::Context as _;
use handup_bus::{Bus, relay};
use handup_runtime::SharedClock;

use crate::commands::say;
use crate::settings::Settings;
use crate::system::Part;

/// How long NATS may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// Empty these projections first, so that they are built anew from the events.
    #[arg(long, value_enum, value_name = "SERVICE")]
    rebuild: Vec<Projection>,
    /// Only the events of these services, each published as the user of NATS that it is itself; all
    /// without, as an operator.
    #[arg(value_enum)]
    services: Vec<Part>,
}

/// A projection that can be built anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Projection {
    Analytics,
}

impl Replay {
    pub(super) async fn run(self, settings: Settings, clock: SharedClock) -> anyhow::Result<()> {
        for projection in &self.rebuild {
            match projection {
                Projection::Analytics => {
                    let store = Part::Analytics.open_store(&settings).await?;
                    handup_analytics::rebuild(&store).await?;
                    store.close().await;
                    say("analytics: emptied");
                }
            }
        }
        if self.services.is_empty() {
            return publish(&settings, "replay", &Part::WITH_STORE, clock).await;
        }
        for part in self.services {
            anyhow::ensure!(part.has_store(), "{} has no events", part.name());
            publish(&settings, part.name(), &[part], clock.clone()).await?;
        }
        Ok(())
    }
}

/// Publishes all events of `parts`, on a connection of this name.
async fn publish(
    settings: &Settings,
    name: &str,
    parts: &[Part],
    clock: SharedClock,
) -> anyhow::Result<()> {
    let bus = Bus::connect(&settings.nats, name, clock).await?;
    bus.connected(PATIENCE).await.context("NATS")?;
    bus.declare_streams().await?;
    for part in parts {
        let store = part.open_store(settings).await?;
        let count = relay::replay(&bus, &store).await?;
        say(&format!("{}: {count} events published again", part.name()));
        store.close().await;
    }
    bus.close().await;
    Ok(())
}
