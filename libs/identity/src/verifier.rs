use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use handup_bus::Caller;
use handup_contracts::Problem;
use handup_runtime::SharedClock;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use moka::sync::Cache;
use tokio::sync::Mutex;

use crate::keys::KeySource;
use crate::service_token::ServiceTokens;
use crate::token::{AUDIENCE, Claims, ISSUER, Person};

/// Tokens whose signature need not be checked again.
const VERIFIED_TOKENS: u64 = 20_000;
/// Least time between two questions for keys, so that forged key ids can't cause a flood.
const FETCH_PAUSE_MS: i64 = 2_000;

/// Verifies tokens with the keys that auth publishes.
pub struct Verifier {
    source: Box<dyn KeySource>,
    services: ServiceTokens,
    clock: SharedClock,
    keys: RwLock<HashMap<String, Arc<DecodingKey>>>,
    last_fetch_ms: Mutex<i64>,
    /// A signature once found good stays good; only the end of the token is looked at again.
    verified: Cache<String, Arc<Person>>,
}

impl Verifier {
    /// Knows no keys yet; asks `source` at the first token.
    #[must_use]
    pub fn new(source: impl KeySource, services: ServiceTokens, clock: SharedClock) -> Self {
        Self {
            source: Box::new(source),
            services,
            clock,
            keys: RwLock::default(),
            last_fetch_ms: Mutex::new(i64::MIN / 2),
            verified: Cache::new(VERIFIED_TOKENS),
        }
    }

    /// The person in whose name `caller` calls.
    ///
    /// # Errors
    /// If there is no good token of a person.
    pub async fn person(&self, caller: &Caller) -> Result<Arc<Person>, Problem> {
        self.person_of_token(bearer(caller)?).await
    }

    /// The person who holds `token`.
    ///
    /// # Errors
    /// If it is not a good access token.
    pub async fn person_of_token(&self, token: &str) -> Result<Arc<Person>, Problem> {
        let person = match self.verified.get(token) {
            Some(person) => person,
            None => {
                let person = Arc::new(Person::from(self.check(token).await?));
                self.verified.insert(token.to_owned(), Arc::clone(&person));
                person
            }
        };
        if person.expires_at_ms <= self.clock.now_ms() {
            self.verified.invalidate(token);
            return Err(Problem::unauthenticated().with_internal("access token expired"));
        }
        Ok(person)
    }

    /// The service that calls.
    ///
    /// # Errors
    /// If there is no good token of a service.
    pub fn service(&self, caller: &Caller) -> Result<String, Problem> {
        self.services.verify(bearer(caller)?)
    }

    /// The service that holds `token`, where it comes beside a person's.
    ///
    /// # Errors
    /// If it is no good token of a service.
    pub fn service_of_token(&self, token: &str) -> Result<String, Problem> {
        self.services.verify(token)
    }

    /// A fresh token with which the service `name` proves itself to another.
    ///
    /// # Errors
    /// If it can't be signed.
    pub fn service_token(&self, name: &str) -> Result<String, Problem> {
        self.services.issue(name)
    }

    async fn check(&self, token: &str) -> Result<Claims, Problem> {
        let refused = |why: String| Problem::unauthenticated().with_internal(why);
        let header = jsonwebtoken::decode_header(token).map_err(|err| refused(err.to_string()))?;
        // Pinned: a token may not choose how it is checked (RFC 8725, section 3.1).
        if header.alg != Algorithm::EdDSA {
            return Err(refused(format!("algorithm {:?}", header.alg)));
        }
        let kid = header.kid.ok_or_else(|| refused("no key id".into()))?;
        let key = self.key(&kid).await?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[ISSUER]);
        // Compared by the caller with the clock that was handed in.
        validation.validate_exp = false;
        jsonwebtoken::decode::<Claims>(token, &key, &validation)
            .map(|data| data.claims)
            .map_err(|err| refused(err.to_string()))
    }

    async fn key(&self, kid: &str) -> Result<Arc<DecodingKey>, Problem> {
        if let Some(key) = self.known(kid) {
            return Ok(key);
        }
        let mut last_fetch_ms = self.last_fetch_ms.lock().await;
        // Another caller may have fetched while this one waited.
        if let Some(key) = self.known(kid) {
            return Ok(key);
        }
        let unknown =
            || Problem::unauthenticated().with_internal(format!("key {kid} is not known"));
        let now_ms = self.clock.now_ms();
        if now_ms - *last_fetch_ms < FETCH_PAUSE_MS {
            return Err(unknown());
        }
        let set = self.source.fetch().await?;
        *last_fetch_ms = now_ms;
        let mut keys = HashMap::new();
        for jwk in &set.keys {
            if let Some(kid) = &jwk.common.key_id {
                let key = DecodingKey::from_jwk(jwk)
                    .map_err(|err| Problem::internal(format!("key {kid}: {err}")))?;
                keys.insert(kid.clone(), Arc::new(key));
            }
        }
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        self.known(kid).ok_or_else(unknown)
    }

    fn known(&self, kid: &str) -> Option<Arc<DecodingKey>> {
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(kid)
            .cloned()
    }
}

fn bearer(caller: &Caller) -> Result<&str, Problem> {
    caller
        .authorization
        .as_deref()
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(Problem::unauthenticated)
}
