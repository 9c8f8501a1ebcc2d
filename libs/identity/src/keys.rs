use handup_bus::{Bus, Caller};
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetKeysRequest, methods};
use jsonwebtoken::jwk::JwkSet;

/// Where the keys that verify access tokens come from.
#[async_trait::async_trait]
pub trait KeySource: Send + Sync + 'static {
    /// All keys that are good now or soon.
    async fn fetch(&self) -> Result<JwkSet, Problem>;
}

/// The keys that the service `auth` publishes.
pub struct BusKeys(pub Bus);

#[async_trait::async_trait]
impl KeySource for BusKeys {
    async fn fetch(&self) -> Result<JwkSet, Problem> {
        let reply = self
            .0
            .call(methods::GetKeys, &Caller::default(), &GetKeysRequest {})
            .await?;
        serde_json::from_str(&reply.jwks_json)
            .map_err(|err| Problem::internal(format!("unreadable key set: {err}")))
    }
}
