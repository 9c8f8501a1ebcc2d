//! Typed configuration, read once: defaults < file < environment.

use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Prefix of environment variables. `HANDUP_NATS__URL` sets `url` in the table `nats`.
pub const ENVIRONMENT_PREFIX: &str = "HANDUP_";

/// Reads `T`: its defaults, then `file` if given, then the environment.
///
/// # Errors
/// Names the key and the place where a value has the wrong type or a key is unknown.
pub fn load<T>(file: Option<&Path>) -> anyhow::Result<T>
where
    T: Serialize + DeserializeOwned + Default,
{
    let mut figment = Figment::from(Serialized::defaults(T::default()));
    if let Some(file) = file {
        anyhow::ensure!(file.is_file(), "{}: there is no such file", file.display());
        figment = figment.merge(Toml::file(file));
    }
    // Only names with a table are settings; others, such as HANDUP_NATS_SERVER, belong to scripts.
    let environment = Env::prefixed(ENVIRONMENT_PREFIX)
        .filter(|key| key.as_str().contains("__"))
        .split("__");
    Ok(figment.merge(environment).extract()?)
}
