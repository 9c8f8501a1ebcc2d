//! Refresh tokens: random, opaque, and stored only as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handup_contracts::Problem;
use sha2::{Digest as _, Sha256};

use crate::random;

/// A new refresh token.
#[derive(Clone)]
pub(crate) struct RefreshToken {
    /// For the client alone.
    pub(crate) text: String,
    /// For the database.
    pub(crate) hash: String,
}

impl RefreshToken {
    /// 256 random bits.
    ///
    /// # Errors
    /// If the operating system has no randomness.
    pub(crate) fn new() -> Result<Self, Problem> {
        let text = URL_SAFE_NO_PAD.encode(random::bytes::<32>()?);
        let hash = hash(&text);
        Ok(Self { text, hash })
    }
}

/// SHA-256, base64url. Enough for what is random and long; passwords need more.
pub(crate) fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_by_its_hash_and_not_in_it() {
        let token = RefreshToken::new().unwrap();
        assert_eq!(token.text.len(), 43);
        assert_eq!(hash(&token.text), token.hash);
        assert_ne!(token.text, token.hash);
    }
}
