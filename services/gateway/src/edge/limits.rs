//! How often one client address may do what is costly or worth guessing.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota};
use handup_contracts::{Code, Problem};
use handup_runtime::Shutdown;

use crate::config::{Limits as Settings, Rate};
use crate::edge::client::{ClientAddress, subscriber};

/// How often addresses that have not come again are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(60);

type Limiter = Option<DefaultKeyedRateLimiter<IpAddr>>;

/// The limits of this process.
pub(crate) struct Limits {
    register: Limiter,
    log_in: Limiter,
    refresh: Limiter,
    join: Limiter,
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Register,
    LogIn,
    Refresh,
    Join,
}

impl Limits {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            register: limiter(settings.register),
            log_in: limiter(settings.log_in),
            refresh: limiter(settings.refresh),
            join: limiter(settings.join),
        }
    }

    /// Counts one try of `action`.
    pub(crate) fn check(&self, action: Action, client: ClientAddress) -> Result<(), Problem> {
        let limiter = match action {
            Action::Register => &self.register,
            Action::LogIn => &self.log_in,
            Action::Refresh => &self.refresh,
            Action::Join => &self.join,
        };
        let Some(limiter) = limiter else {
            return Ok(());
        };
        limiter.check_key(&subscriber(client.0)).map_err(|refused| {
            let wait = refused.wait_time_from(limiter.clock().now());
            Problem::new(
                Code::RateLimited,
                "There were too many tries from your network. Please wait a moment.",
            )
            .with_retry_after_ms(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
        })
    }

    /// Forgets addresses from time to time, until shutdown.
    pub(crate) async fn forget_old(&self, shutdown: &Shutdown) {
        while tokio::time::timeout(FORGET_EVERY, shutdown.requested())
            .await
            .is_err()
        {
            let limiters = [&self.register, &self.log_in, &self.refresh, &self.join];
            for limiter in limiters.into_iter().flatten() {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

fn limiter(rate: Rate) -> Limiter {
    let per_minute = NonZeroU32::new(rate.per_minute)?;
    let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_minute(per_minute).allow_burst(burst);
    Some(DefaultKeyedRateLimiter::keyed(quota))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_try_after_the_burst_is_refused_for_this_address_only() {
        let limits = Limits::new(&Settings {
            log_in: Rate {
                per_minute: 1,
                burst: 2,
            },
            ..Settings::default()
        });
        let one = ClientAddress(IpAddr::from([192, 0, 2, 1]));
        let other = ClientAddress(IpAddr::from([192, 0, 2, 2]));
        assert!(limits.check(Action::LogIn, one).is_ok());
        assert!(limits.check(Action::LogIn, one).is_ok());
        let refused = limits.check(Action::LogIn, one).unwrap_err();
        assert_eq!(refused.code, Code::RateLimited);
        assert!(refused.retry_after_ms.is_some_and(|ms| ms <= 60_000));
        assert!(limits.check(Action::LogIn, other).is_ok());
    }
}
