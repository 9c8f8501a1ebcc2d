//! Argon2id, off the async threads.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, PasswordHasher as _, PasswordVerifier as _, Version};
use handup_contracts::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::Hashing;
use crate::random;

/// Longest wait for a free thread, for callers that set no deadline.
const PATIENCE: Duration = Duration::from_secs(3);

/// Hashes passwords and compares them with hashes.
#[derive(Clone)]
pub(crate) struct Passwords {
    hashing: Hashing,
    /// A hash takes 19 MiB and a core: unbounded logins would be a way to exhaust both.
    room: Arc<Semaphore>,
}

impl Passwords {
    pub(crate) fn new(hashing: Hashing) -> Self {
        let at_once = match hashing.at_once {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            set => set,
        };
        Self {
            hashing,
            room: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// The hash of `password` with a fresh salt, in PHC format.
    ///
    /// # Errors
    /// If no thread becomes free in time.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Problem> {
        let argon2 = self.argon2()?;
        let salt = random::bytes::<16>()?;
        let room = self.enter().await?;
        run(room, move || {
            argon2
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash: PasswordHash| hash.to_string())
                .map_err(|err| Problem::internal(format!("argon2: {err}")))
        })
        .await
    }

    /// Whether `password` is the one that `hash` was made from. Without a hash the answer is no,
    /// and takes just as long: the time must not tell whether an account exists.
    ///
    /// # Errors
    /// If the hash can't be read, or no thread becomes free in time.
    pub(crate) async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, Problem> {
        let hash = match hash {
            Some(hash) => PasswordHash::new(&hash)
                .map_err(|err| Problem::internal(format!("a stored hash is unreadable: {err}")))?,
            None => self.hash_of_nothing()?,
        };
        let argon2 = self.argon2()?;
        let room = self.enter().await?;
        run(room, move || {
            match argon2.verify_password(password.as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(err) => Err(Problem::internal(format!("argon2: {err}"))),
            }
        })
        .await
    }

    fn argon2(&self) -> Result<Argon2<'static>, Problem> {
        let params = self
            .hashing
            .params()
            .map_err(|err| Problem::internal(format!("argon2: {err}")))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// A hash that no password gives, with the cost of a real one.
    fn hash_of_nothing(&self) -> Result<PasswordHash, Problem> {
        let failed = |err: String| Problem::internal(format!("argon2: {err}"));
        let argon2 = self.argon2()?;
        Ok(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(argon2.params())
                .map_err(|err| failed(err.to_string()))?,
            salt: Some(Salt::new(&random::bytes::<16>()?).map_err(|err| failed(err.to_string()))?),
            hash: Some(
                Output::new(&random::bytes::<32>()?).map_err(|err| failed(err.to_string()))?,
            ),
        })
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        tokio::time::timeout(PATIENCE, Arc::clone(&self.room).acquire_owned())
            .await
            .map_err(|_| Problem::unavailable("no thread for a password hash became free"))?
            .map_err(|err| Problem::internal(err.to_string()))
    }
}

/// Runs `work` on a thread for blocking work; `room` is given back when it ends, even if the
/// caller has gone away before.
async fn run<T: Send + 'static>(
    room: OwnedSemaphorePermit,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(move || {
        let outcome = work();
        drop(room);
        outcome
    })
    .await
    .map_err(|err| Problem::internal(format!("a password hash was not finished: {err}")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Passwords {
        Passwords::new(Hashing {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
            at_once: 2,
        })
    }

    #[tokio::test]
    async fn only_the_password_that_was_hashed_is_right() {
        let passwords = cheap();
        let hash = passwords.hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let verify = |text: &str| passwords.verify(text.to_owned(), Some(hash.clone()));
        assert!(verify("correct horse").await.unwrap());
        assert!(!verify("correct horsE").await.unwrap());
    }

    #[tokio::test]
    async fn without_a_hash_every_password_is_wrong() {
        assert!(!cheap().verify("anything".into(), None).await.unwrap());
    }

    #[test]
    fn what_is_compared_for_an_unknown_account_costs_as_much_as_a_real_hash() {
        let nothing = cheap().hash_of_nothing().unwrap().to_string();
        assert!(
            nothing.starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
            "{nothing}"
        );
    }
}
