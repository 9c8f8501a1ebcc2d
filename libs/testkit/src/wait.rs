//! Waiting for a condition.

use std::future::Future;
use std::time::Duration;

/// Longest a test waits for something that must happen; far more than it takes on a slow machine.
pub const LONGEST: Duration = Duration::from_secs(30);
/// How often a condition is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Waits until `condition` holds.
///
/// # Panics
/// If it does not within [`LONGEST`]; names `what`.
pub async fn until<F, R>(what: &str, mut condition: F)
where
    F: FnMut() -> R,
    R: Future<Output = bool>,
{
    until_some(what, || {
        let holds = condition();
        async move { holds.await.then_some(()) }
    })
    .await;
}

/// Waits until `look` finds something, and returns it.
///
/// # Panics
/// If it does not within [`LONGEST`]; names `what`.
pub async fn until_some<F, R, T>(what: &str, mut look: F) -> T
where
    F: FnMut() -> R,
    R: Future<Output = Option<T>>,
{
    let looking = async {
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        loop {
            ticks.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    match tokio::time::timeout(LONGEST, looking).await {
        Ok(found) => found,
        Err(_) => panic!("waited {} s in vain: {what}", LONGEST.as_secs()),
    }
}
