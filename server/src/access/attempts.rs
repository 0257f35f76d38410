//! Counts wrong keys by address, so that trying them out is slow and visible.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time over which wrong keys are counted.
const WINDOW: Duration = Duration::from_secs(60);
/// Addresses that are remembered; past that, all are forgotten rather than memory spent.
const ADDRESSES: usize = 10_000;

/// Wrong keys by address.
#[derive(Debug)]
pub struct Attempts {
    most: u32,
    seen: Mutex<HashMap<IpAddr, (Instant, u32)>>,
}

impl Attempts {
    /// Lets `most` wrong keys a minute pass as such.
    #[must_use]
    pub fn new(most: u32) -> Self {
        Self {
            most,
            seen: Mutex::default(),
        }
    }

    /// Counts a wrong key; the time to wait if there were too many.
    pub fn fail(&self, address: IpAddr) -> Option<Duration> {
        let now = Instant::now();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= ADDRESSES {
            seen.retain(|_, (start, _)| now.duration_since(*start) < WINDOW);
            if seen.len() >= ADDRESSES {
                seen.clear();
            }
        }
        let (start, count) = seen.entry(neighbourhood(address)).or_insert((now, 0));
        if now.duration_since(*start) >= WINDOW {
            (*start, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        (*count > self.most).then(|| WINDOW.saturating_sub(now.duration_since(*start)))
    }
}

/// The addresses that one caller can choose from freely: one in IPv4, a /64 in IPv6.
#[must_use]
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let prefix = u128::from(six) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(prefix))
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_count_together() {
        let attempts = Attempts::new(1);
        let address = |text: &str| text.parse().unwrap();
        assert_eq!(attempts.fail(address("2001:db8::1")), None);
        assert!(attempts.fail(address("2001:db8::2")).is_some());
        assert_eq!(attempts.fail(address("2001:db8:0:1::2")), None);
        assert_eq!(attempts.fail(address("10.0.0.1")), None);
        assert!(attempts.fail(address("::ffff:10.0.0.1")).is_some());
    }

    #[test]
    fn memory_is_bounded() {
        let attempts = Attempts::new(1);
        for number in 0..3 * ADDRESSES as u32 {
            attempts.fail(IpAddr::from(number.to_be_bytes()));
        }
        assert!(attempts.seen.lock().unwrap().len() <= ADDRESSES);
    }
}
