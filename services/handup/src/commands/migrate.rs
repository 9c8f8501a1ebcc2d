use handup_runtime::telemetry::Telemetry;

use crate::settings::Settings;
use crate::system::Part;

#[derive(Debug, clap::Args)]
pub(super) struct Migrate {
    /// Only these services; all without.
    #[arg(value_enum)]
    services: Vec<Part>,
}

impl Migrate {
    pub(super) async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let parts = if self.services.is_empty() {
            Part::WITH_STORE.to_vec()
        } else {
            self.services
        };
        // What is done, and what is left alone, stands in the log.
        let telemetry = Telemetry::start(&settings.telemetry, "handup-migrate")?;
        let outcome = migrate(&settings, &parts).await;
        telemetry.finish();
        outcome
    }
}

/// Brings the tables of `parts` up to date.
pub(super) async fn migrate(settings: &Settings, parts: &[Part]) -> anyhow::Result<()> {
    for part in Part::WITH_STORE {
        if parts.contains(&part) {
            let store = part.open_store(settings).await?;
            store.migrate().await?;
            store.close().await;
        }
    }
    Ok(())
}
