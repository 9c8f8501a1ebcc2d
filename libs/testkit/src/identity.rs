//! People for tests of a single service, without the service `auth`.

use std::sync::Arc;

use handup_bus::Caller;
use handup_contracts::Problem;
use handup_identity::{AUDIENCE, Claims, ISSUER, KeySource, ServiceTokens, Verifier};
use handup_runtime::SharedClock;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use uuid::Uuid;

/// An Ed25519 key in PKCS#8, for tests only.
const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIC0tHhF5c0m1eGmZ5nXvQ0zQ1Y3kq7b0fJc1m2v9WqXr
-----END PRIVATE KEY-----
";
const KID: &str = "test";
/// The secret under which services know each other in tests.
pub const SERVICE_SECRET: &str = "a secret that only the tests of Handup use";

/// Issues tokens that [`TestIssuer::verifier`] accepts.
#[derive(Clone)]
pub struct TestIssuer {
    clock: SharedClock,
}

impl TestIssuer {
    /// Tokens that end an hour after `clock`'s now.
    #[must_use]
    pub fn new(clock: SharedClock) -> Self {
        Self { clock }
    }

    /// Accepts the tokens of this issuer.
    ///
    /// # Panics
    /// If the test key is broken.
    #[must_use]
    pub fn verifier(&self) -> Arc<Verifier> {
        let services = self.services();
        Arc::new(Verifier::new(TestKeys, services, Arc::clone(&self.clock)))
    }

    /// Tokens of services.
    ///
    /// # Panics
    /// If the test secret is too short.
    #[must_use]
    pub fn services(&self) -> ServiceTokens {
        ServiceTokens::new(SERVICE_SECRET, Arc::clone(&self.clock)).expect("a long secret")
    }

    /// A call in the name of a person with this account id and name.
    ///
    /// # Panics
    /// If the token can't be signed.
    #[must_use]
    pub fn caller(&self, account_id: Uuid, name: &str) -> Caller {
        let now_s = self.clock.now_ms() / 1000;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account_id,
            sid: account_id,
            username: name.to_lowercase(),
            name: name.to_owned(),
            admin: false,
            iat: now_s,
            exp: now_s + 3600,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KID.to_owned());
        let token =
            jsonwebtoken::encode(&header, &claims, &signing_key()).expect("a token can be signed");
        Caller::bearer(&token)
    }

    /// A call in the name of a service.
    ///
    /// # Panics
    /// If the token can't be signed.
    #[must_use]
    pub fn service_caller(&self, service: &str) -> Caller {
        Caller::bearer(
            &self
                .services()
                .issue(service)
                .expect("a token can be signed"),
        )
    }
}

struct TestKeys;

#[async_trait::async_trait]
impl KeySource for TestKeys {
    async fn fetch(&self) -> Result<JwkSet, Problem> {
        let mut key = Jwk::from_encoding_key(&signing_key(), Algorithm::EdDSA)
            .map_err(|err| Problem::internal(err.to_string()))?;
        key.common.key_id = Some(KID.to_owned());
        Ok(JwkSet { keys: vec![key] })
    }
}

fn signing_key() -> EncodingKey {
    EncodingKey::from_ed_pem(KEY.as_bytes()).expect("the test key is readable")
}
