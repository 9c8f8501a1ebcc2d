//! Typed configuration, read once: defaults < file < environment.

use std::path::Path;

use figment::providers::{Env, Format as _, Serialized, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Error, Figment, Metadata, Profile, Provider};
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
    // Only names with a table are settings; others, such as HANDUP_NATS_SERVER, belong to scripts.
    let environment = Env::prefixed(ENVIRONMENT_PREFIX)
        .filter(|key| key.as_str().contains("__"))
        .split("__");
    let variables = environment
        .iter()
        .map(|(key, text)| (key.into_string(), text));
    read(file, variables, &environment.metadata())
}

/// Reads `T`, with `variables` as the environment: keys as `nats.url`, and texts.
fn read<T>(
    file: Option<&Path>,
    variables: impl Iterator<Item = (String, String)>,
    metadata: &Metadata,
) -> anyhow::Result<T>
where
    T: Serialize + DeserializeOwned + Default,
{
    let defaults = Figment::from(Serialized::defaults(T::default()));
    let mut figment = defaults.clone();
    if let Some(file) = file {
        anyhow::ensure!(file.is_file(), "{}: there is no such file", file.display());
        figment = figment.merge(Toml::file(file));
    }
    for (key, text) in variables {
        // Where a text is wanted it is taken as it is: a password of digits alone is no number.
        let value = match defaults.find_value(&key) {
            Ok(Value::String(..)) => Value::from(text),
            _ => text.parse().unwrap_or_else(|never| match never {}),
        };
        figment = figment.merge(Variable {
            key,
            value,
            metadata: metadata.clone(),
        });
    }
    Ok(figment.extract()?)
}

/// One variable of the environment.
struct Variable {
    key: String,
    value: Value,
    metadata: Metadata,
}

impl Provider for Variable {
    fn metadata(&self) -> Metadata {
        self.metadata.clone()
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let nested = figment::util::nest(&self.key, self.value.clone());
        let table = nested
            .into_dict()
            .ok_or_else(|| Error::from(format!("{} is no setting", self.key)))?;
        Ok(Profile::Default.collect(table))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Settings {
        nats: Nats,
    }

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Nats {
        password: String,
        replicas: usize,
        tls: bool,
        hosts: Vec<String>,
    }

    fn with(variables: &[(&str, &str)]) -> anyhow::Result<Settings> {
        let variables = variables
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        read(None, variables, &Metadata::named("environment"))
    }

    #[test]
    fn a_text_is_taken_as_it_is_whatever_it_looks_like() {
        for password in [
            "0123456789",
            "1e5",
            "true",
            "[a]",
            "{a=1}",
            "\"quoted\"",
            " a ",
        ] {
            let read = with(&[("nats.password", password)]).unwrap();
            assert_eq!(read.nats.password, password);
        }
    }

    #[test]
    fn numbers_switches_and_lists_are_read_as_such() {
        let read = with(&[
            ("nats.replicas", "3"),
            ("nats.tls", "true"),
            ("nats.hosts", "[a, b]"),
        ]);
        let nats = read.unwrap().nats;
        assert_eq!((nats.replicas, nats.tls), (3, true));
        assert_eq!(nats.hosts, ["a", "b"]);
    }

    #[test]
    fn a_misspelt_name_and_a_wrong_type_are_refused_with_their_place() {
        let refusal = |key, text| format!("{:#}", with(&[(key, text)]).unwrap_err());
        let misspelt = refusal("nats.pasword", "secret");
        assert!(misspelt.contains("pasword"), "{misspelt}");
        let wrong = refusal("nats.replicas", "many");
        assert!(
            wrong.contains("replicas") && wrong.contains("environment"),
            "{wrong}"
        );
    }
}
