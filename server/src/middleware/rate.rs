//! How often one caller may ask, and the headers that say so (`RateLimit` and
//! `RateLimit-Policy` of the IETF draft on rate limit header fields).

use crate::access::neighbourhood;
use crate::keys::Caller;
use crate::problem::{Kind, Problem};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use http::{HeaderMap, HeaderValue};
use std::net::IpAddr;
use std::num::NonZero;

/// Callers after whose number those that have not asked of late are forgotten.
const CALLERS: usize = 10_000;

type Limiter =
    RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Counts the requests of callers.
#[derive(Debug)]
pub struct Rate {
    limiter: Option<Limiter>,
    clock: DefaultClock,
    per_second: u32,
    burst: u32,
}

/// What is left to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Requests at once.
    pub burst: u32,
    /// Requests left right now.
    pub left: u32,
    /// Seconds in which a whole burst is regained.
    pub window: u32,
}

impl Rate {
    /// Lets each caller ask `burst` times at once and `per_second` times a second; no number
    /// means no limit.
    #[must_use]
    pub fn new(per_second: Option<u32>, burst: u32) -> Self {
        let rate = per_second.and_then(NonZero::new);
        let burst = NonZero::new(burst).unwrap_or(NonZero::<u32>::MIN);
        let limiter = rate.map(|rate| {
            let quota = Quota::per_second(rate).allow_burst(burst);
            RateLimiter::dashmap(quota).with_middleware()
        });
        Self {
            limiter,
            clock: DefaultClock::default(),
            per_second: rate.map_or(1, NonZero::get),
            burst: burst.get(),
        }
    }

    /// Counts a request; what is left, where there is a limit.
    ///
    /// # Errors
    /// [`Kind::TooManyRequests`] with the time to wait.
    pub fn count(&self, caller: &Caller, address: IpAddr) -> Result<Option<Standing>, Problem> {
        let Some(limiter) = &self.limiter else {
            return Ok(None);
        };
        if limiter.len() > CALLERS {
            limiter.retain_recent();
        }
        let name = caller
            .key
            .clone()
            .unwrap_or_else(|| neighbourhood(address).to_string());
        match limiter.check_key(&name) {
            Ok(state) => Ok(Some(self.standing(state.remaining_burst_capacity()))),
            Err(early) => {
                let wait = early.wait_time_from(self.clock.now());
                Err(Problem::new(Kind::TooManyRequests)
                    .detail(format!(
                        "{} requests a second, {} at once.",
                        self.per_second, self.burst
                    ))
                    .retry_after(wait))
            }
        }
    }

    /// What a caller has with `left` requests to go.
    #[must_use]
    pub fn standing(&self, left: u32) -> Standing {
        Standing {
            burst: self.burst,
            left,
            window: self.burst.div_ceil(self.per_second),
        }
    }

    /// True if anything is limited.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.limiter.is_some()
    }
}

impl Standing {
    /// Writes the header fields.
    pub fn write(self, headers: &mut HeaderMap) {
        let Self {
            burst,
            left,
            window,
        } = self;
        let policy = format!("\"caller\";q={burst};w={window}");
        let limit = format!("\"caller\";r={left};t={window}");
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", limit)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_counted_apart_and_told_when_to_come_back() {
        let rate = Rate::new(Some(1), 2);
        let one = Caller::local();
        let address = IpAddr::from([10, 0, 0, 1]);
        let left = rate.count(&one, address).unwrap().unwrap();
        assert_eq!((left.left, left.window), (1, 2));
        rate.count(&one, address).unwrap();
        let refused = rate.count(&one, address).unwrap_err();
        assert_eq!(refused.status, 429);
        assert!(refused.retry_after.unwrap().as_millis() <= 1000);
        rate.count(&one, IpAddr::from([10, 0, 0, 2])).unwrap();
        let keyed = Caller {
            key: Some("a".into()),
            ..one
        };
        rate.count(&keyed, address).unwrap();
    }

    #[test]
    fn no_rate_is_no_limit() {
        let rate = Rate::new(None, 1);
        for _ in 0..1000 {
            let counted = rate.count(&Caller::local(), IpAddr::from([10, 0, 0, 1]));
            assert_eq!(counted.unwrap(), None);
        }
    }
}
