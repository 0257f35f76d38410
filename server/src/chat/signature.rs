//! Proof that a request comes from the platform: keyed hashes and tokens, compared in constant
//! time, and a memory of what was seen, so that a captured request is good for nothing.

use super::settings::Secrets;
use ring::hmac;
use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// Seconds by which a request's time may differ from ours, either way.
pub const WINDOW: u64 = 5 * 60;

/// Signatures remembered. A desk of hundreds asks a few times a second at most; when the memory is
/// full of signatures that are still within the window, new requests are refused rather than old
/// ones forgotten.
const REMEMBERED: usize = 50_000;

/// True if `tag` is the HMAC-SHA256 of the parts, put together, under one of the keys.
pub(super) fn is_signed<K: AsRef<[u8]>>(
    keys: impl Iterator<Item = K>,
    parts: &[&[u8]],
    tag: &[u8],
) -> bool {
    let message = parts.concat();
    // Every key is tried, so that time does not tell which one was right.
    keys.fold(false, |found, key| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_ref());
        hmac::verify(&key, &message, tag).is_ok() | found
    })
}

/// True if `token` is one of the secrets.
pub(super) fn is_token(secrets: &Secrets, token: &str) -> bool {
    // Hashes are of one length, so that time does not tell the length either.
    let hash = |text: &str| *blake3::hash(text.as_bytes()).as_bytes();
    let sent = hash(token);
    let found = secrets
        .iter()
        .fold(subtle::Choice::from(0), |found, known| {
            found | hash(known).ct_eq(&sent)
        });
    found.into()
}

/// True if a request's time is near enough to `now`; both in seconds since 1970.
pub(super) fn is_fresh(sent: u64, now: u64) -> bool {
    sent.abs_diff(now) <= WINDOW
}

/// Remembers requests for as long as their time would let them in again.
#[derive(Debug, Default)]
pub struct Seen(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    tags: HashSet<[u8; 32]>,
    /// Until when each has to be remembered, earliest arrival first.
    order: VecDeque<(u64, [u8; 32])>,
}

impl Seen {
    /// Takes note of a request. False if it was seen before, or if nothing more can be remembered.
    pub(super) fn first_time(&self, tag: &[u8], now: u64) -> bool {
        let tag = *blake3::hash(tag).as_bytes();
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(&(until, old)) = memory.order.front() {
            if until >= now {
                break;
            }
            memory.order.pop_front();
            memory.tags.remove(&old);
        }
        if memory.order.len() >= REMEMBERED || !memory.tags.insert(tag) {
            return false;
        }
        // A request from the fast clock's future stays fresh for the window on both sides.
        memory.order.push_back((now + 2 * WINDOW, tag));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_compared_whole() {
        let secrets = Secrets::parse("alpha\nbeta").unwrap();
        for (token, right) in [
            ("alpha", true),
            ("beta", true),
            ("alph", false),
            ("alphabeta", false),
            ("", false),
        ] {
            assert_eq!(is_token(&secrets, token), right, "{token}");
        }
    }

    #[test]
    fn the_window_is_five_minutes_either_way() {
        for (sent, fresh) in [(700, true), (699, false), (1300, true), (1301, false)] {
            assert_eq!(is_fresh(sent, 1000), fresh, "{sent}");
        }
        assert!(!is_fresh(u64::MAX, 0));
    }

    #[test]
    fn a_request_is_taken_once_while_it_is_fresh() {
        let seen = Seen::default();
        assert!(seen.first_time(b"a", 1000));
        assert!(!seen.first_time(b"a", 1000));
        assert!(seen.first_time(b"b", 1001));
        assert!(!seen.first_time(b"a", 1000 + 2 * WINDOW));
        assert!(seen.first_time(b"a", 1001 + 2 * WINDOW));
    }

    #[test]
    fn the_memory_is_bounded_and_never_forgets_early() {
        let seen = Seen::default();
        for count in 0..REMEMBERED {
            assert!(seen.first_time(&count.to_le_bytes(), 5), "{count}");
        }
        assert!(!seen.first_time(b"one too many", 5));
        assert!(seen.first_time(b"later", 6 + 2 * WINDOW));
    }
}
