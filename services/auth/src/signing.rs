//! The keys that sign access tokens: made, rotated, published and used.

use std::sync::{Arc, PoisonError, RwLock};

use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes};
use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_identity::{Claims, KeySource};
use handup_runtime::{SharedClock, ids};
use handup_store::Store;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header};

use crate::config::Config;
use crate::domain::key_rotation::{self, Schedule};
use crate::random;
use crate::store::signing_keys::{self, PrivateKey};

/// Longest time for which keys read from the database are used without looking again.
const LONGEST_CACHED_MS: i64 = 60_000;

/// The signing keys in a store.
pub struct SigningKeys {
    store: Store,
    clock: SharedClock,
    schedule: Schedule,
    cached: RwLock<Option<Arc<Keys>>>,
}

struct Keys {
    read_at_ms: i64,
    rows: Vec<signing_keys::Model>,
}

impl Keys {
    fn starts(&self) -> Vec<i64> {
        self.rows.iter().map(|row| row.signs_from_ms).collect()
    }
}

impl SigningKeys {
    /// The keys in `store`; none are made yet.
    #[must_use]
    pub fn new(config: &Config, store: Store, clock: SharedClock) -> Self {
        Self {
            store,
            clock,
            schedule: config.schedule(),
            cached: RwLock::new(None),
        }
    }

    /// Makes the next key if it is time for it. Any number of replicas may do so at once: one key
    /// is made. True if it was made here.
    ///
    /// # Errors
    /// If the database is not available.
    pub async fn rotate_if_due(&self) -> Result<bool, Problem> {
        let keys = self.read().await?;
        let now_ms = self.clock.now_ms();
        let Some(signs_from_ms) = key_rotation::due(&keys.starts(), now_ms, &self.schedule) else {
            return Ok(false);
        };
        let row = signing_keys::Model {
            serial: keys.rows.last().map_or(1, |row| row.serial + 1),
            id: ids::new_id(),
            private_key: new_private_key()?,
            signs_from_ms,
        };
        let kid = row.id;
        let made = self
            .store
            .write_tx("signing-keys", move |tx| {
                let row = row.clone();
                async move { signing_keys::insert(tx, row).await }.boxed()
            })
            .await?;
        self.forget_cached();
        if made {
            tracing::info!(%kid, signs_from_ms, "a new signing key is published");
        }
        Ok(made)
    }

    /// Removes the keys whose tokens have all expired.
    ///
    /// # Errors
    /// If the database is not available.
    pub async fn remove_forgotten(&self) -> Result<(), Problem> {
        let keys = self.read().await?;
        let starts = keys.starts();
        let now_ms = self.clock.now_ms();
        let forgotten: Arc<[i64]> = keys
            .rows
            .iter()
            .filter(|row| {
                key_rotation::forgotten_at(&starts, row.signs_from_ms, &self.schedule)
                    .is_some_and(|end| end <= now_ms)
            })
            .map(|row| row.serial)
            .collect();
        if forgotten.is_empty() {
            return Ok(());
        }
        self.store
            .write_tx("signing-keys", move |tx| {
                let forgotten = Arc::clone(&forgotten);
                async move { signing_keys::remove(tx, &forgotten).await }.boxed()
            })
            .await?;
        self.forget_cached();
        Ok(())
    }

    /// The keys to verify with: announced, signing and retired ones.
    ///
    /// # Errors
    /// If the database is not available.
    pub async fn published(&self) -> Result<JwkSet, Problem> {
        let mut keys = self.read().await?;
        if keys.rows.is_empty() {
            // Somebody asks before the first upkeep: an empty set would make them refuse tokens.
            self.rotate_if_due().await?;
            keys = self.read().await?;
        }
        let keys = keys.rows.iter().map(public_key).collect::<Result<_, _>>()?;
        Ok(JwkSet { keys })
    }

    /// An access token with these claims.
    pub(crate) async fn sign(&self, claims: &Claims) -> Result<String, Problem> {
        let keys = self.current().await?;
        let row = key_rotation::signing(&keys.starts(), self.clock.now_ms())
            .and_then(|index| keys.rows.get(index))
            .ok_or_else(|| Problem::internal("there is no signing key"))?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(row.id.to_string());
        jsonwebtoken::encode(&header, claims, &encoding_key(row))
            .map_err(|err| Problem::internal(format!("access token: {err}")))
    }

    /// The keys to sign with: read not long ago, and not empty.
    async fn current(&self) -> Result<Arc<Keys>, Problem> {
        let cached = self
            .cached
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        // A new key is announced for longer than this, so that it is always known in time.
        let longest = LONGEST_CACHED_MS.min(self.schedule.announce_ms / 3);
        let now_ms = self.clock.now_ms();
        if let Some(keys) = cached.filter(|keys| now_ms - keys.read_at_ms < longest) {
            return Ok(keys);
        }
        let mut keys = self.read().await?;
        if keys.rows.is_empty() {
            self.rotate_if_due().await?;
            keys = self.read().await?;
        }
        let keys = Arc::new(keys);
        *self.cached.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&keys));
        Ok(keys)
    }

    async fn read(&self) -> Result<Keys, Problem> {
        Ok(Keys {
            read_at_ms: self.clock.now_ms(),
            rows: signing_keys::all(self.store.read()).await?,
        })
    }

    fn forget_cached(&self) {
        *self.cached.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[async_trait::async_trait]
impl KeySource for SigningKeys {
    async fn fetch(&self) -> Result<JwkSet, Problem> {
        self.published().await
    }
}

fn new_private_key() -> Result<PrivateKey, Problem> {
    let pair = KeypairBytes {
        secret_key: random::bytes()?,
        public_key: None,
    };
    let document = pair
        .to_pkcs8_der()
        .map_err(|err| Problem::internal(format!("new signing key: {err}")))?;
    Ok(PrivateKey(document.as_bytes().to_vec()))
}

fn encoding_key(row: &signing_keys::Model) -> EncodingKey {
    EncodingKey::from_ed_der(&row.private_key.0)
}

fn public_key(row: &signing_keys::Model) -> Result<Jwk, Problem> {
    let mut key = Jwk::from_encoding_key(&encoding_key(row), Algorithm::EdDSA)
        .map_err(|err| Problem::internal(format!("signing key {}: {err}", row.id)))?;
    key.common.key_id = Some(row.id.to_string());
    key.common.public_key_use = Some(PublicKeyUse::Signature);
    Ok(key)
}
