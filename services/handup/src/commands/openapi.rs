use anyhow::Context as _;

use crate::commands::say;

#[derive(Debug, clap::Args)]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let document = handup_gateway::openapi();
        say(&document
            .to_pretty_json()
            .context("the OpenAPI document can't be written")?);
        Ok(())
    }
}
