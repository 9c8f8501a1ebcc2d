use handup_contracts::Problem;
use handup_runtime::SharedClock;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// How long a service's token is good, in seconds.
const LIFETIME_S: i64 = 60;
/// The `aud` claim: never taken for a person's token.
const AUDIENCE: &str = "handup-internal";
/// Shortest secret, in bytes: as long as the digest (RFC 7518, section 3.2).
const SHORTEST_SECRET: usize = 32;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    aud: String,
    exp: i64,
}

/// Tokens with which services prove to each other that they are part of the platform. All share
/// one secret; it is not known to any client.
#[derive(Clone)]
pub struct ServiceTokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    /// Of a second secret that is good as well.
    other: Option<DecodingKey>,
    clock: SharedClock,
}

impl ServiceTokens {
    /// Tokens under `secret`.
    ///
    /// # Errors
    /// If the secret is shorter than 32 bytes.
    pub fn new(secret: &str, clock: SharedClock) -> Result<Self, Problem> {
        Ok(Self {
            signing: EncodingKey::from_secret(secret.as_bytes()),
            verifying: verifying_key(secret)?,
            other: None,
            clock,
        })
    }

    /// Takes tokens under `secret` as well, while the services go over to it, or come from it.
    ///
    /// # Errors
    /// If the secret is shorter than 32 bytes.
    pub fn accepting(self, secret: &str) -> Result<Self, Problem> {
        Ok(Self {
            other: Some(verifying_key(secret)?),
            ..self
        })
    }

    /// A fresh token for the service `name`.
    ///
    /// # Errors
    /// If it can't be signed.
    pub fn issue(&self, name: &str) -> Result<String, Problem> {
        let claims = Claims {
            sub: name.to_owned(),
            aud: AUDIENCE.to_owned(),
            exp: self.clock.now_ms() / 1000 + LIFETIME_S,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
            .map_err(|err| Problem::internal(format!("service token: {err}")))
    }

    /// Name of the service that `token` was issued for.
    ///
    /// # Errors
    /// If it is not a good token of a service.
    pub fn verify(&self, token: &str) -> Result<String, Problem> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        // Compared below with the clock that was handed in.
        validation.validate_exp = false;
        let decode = |key: &DecodingKey| jsonwebtoken::decode::<Claims>(token, key, &validation);
        let decoded = match (decode(&self.verifying), &self.other) {
            (Err(_), Some(other)) => decode(other),
            (decoded, _) => decoded,
        };
        let claims = decoded
            .map_err(|err| Problem::unauthenticated().with_internal(err.to_string()))?
            .claims;
        if claims.exp <= self.clock.now_ms() / 1000 {
            return Err(Problem::unauthenticated().with_internal("service token expired"));
        }
        Ok(claims.sub)
    }
}

fn verifying_key(secret: &str) -> Result<DecodingKey, Problem> {
    if secret.len() < SHORTEST_SECRET {
        return Err(Problem::invalid(
            "service_secret",
            format!("The service secret needs at least {SHORTEST_SECRET} bytes."),
        ));
    }
    Ok(DecodingKey::from_secret(secret.as_bytes()))
}
