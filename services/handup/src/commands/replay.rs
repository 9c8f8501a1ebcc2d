use anyhow::Context as _;
use handup_bus::{Bus, relay};
use handup_runtime::SharedClock;

use crate::commands::say;
use crate::settings::Settings;
use crate::system::Part;

#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// Empty these projections first, so that they are built anew from the events.
    #[arg(long, value_enum, value_name = "SERVICE")]
    rebuild: Vec<Projection>,
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
        let bus = Bus::connect(&settings.nats, "replay", clock).await?;
        bus.connected(std::time::Duration::from_secs(10))
            .await
            .context("NATS")?;
        bus.declare_streams().await?;
        for part in Part::WITH_STORE {
            let store = part.open_store(&settings).await?;
            let count = relay::replay(&bus, &store).await?;
            say(&format!("{}: {count} events published again", part.name()));
            store.close().await;
        }
        bus.close().await;
        Ok(())
    }
}
