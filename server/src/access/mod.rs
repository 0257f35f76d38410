//! Settles who asks before anything is answered.
//!
//! Open on loopback, where being at the machine is proof enough; everywhere else a key, sent as
//! `Authorization: Bearer fl_…`, or as the password of HTTP Basic; browsers that signed in on the
//! page send it as a [`cookie`], which counts for requests that [`origin`] finds to be their own.

mod attempts;
pub mod cookie;
pub mod origin;

pub use attempts::{Attempts, neighbourhood};

use crate::config::Config;
use crate::keys::{Caller, KeyError, KeyFile, Secret};
use crate::problem::{Kind, Problem};
use arc_swap::ArcSwap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use jiff::Timestamp;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::SystemTime;

/// Who may ask.
#[derive(Debug)]
pub struct Access {
    /// None where the service is open.
    keys: Option<Keys>,
    attempts: Attempts,
}

#[derive(Debug)]
struct Keys {
    path: PathBuf,
    file: ArcSwap<KeyFile>,
    written: Mutex<Option<SystemTime>>,
}

impl Access {
    /// Reads the file of keys, where keys are needed.
    ///
    /// # Errors
    /// As [`KeyFile::read`].
    pub fn open(config: &Config) -> Result<Self, KeyError> {
        let path = config.keys.clone();
        let path = path.or_else(|| config.needs_keys().then(PathBuf::new));
        let keys = path.map(|path| -> Result<Keys, KeyError> {
            Ok(Keys {
                file: ArcSwap::from_pointee(KeyFile::read(&path)?),
                written: Mutex::new(written(&path)),
                path,
            })
        });
        Ok(Self {
            keys: keys.transpose()?,
            attempts: Attempts::new(config.rate.failed_keys_per_minute),
        })
    }

    /// True if anyone who reaches the service may ask.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.keys.is_none()
    }

    /// How many keys hold now.
    #[must_use]
    pub fn count(&self) -> usize {
        let now = Timestamp::now();
        let keys = self.keys.as_ref().map(|keys| keys.file.load_full());
        keys.map_or(0, |file| {
            file.keys.iter().filter(|key| key.holds(now)).count()
        })
    }

    /// Reads the file of keys again if it was written since. A file that cannot be read leaves
    /// the keys as they were: half a write must not lock everybody out.
    ///
    /// # Errors
    /// As [`KeyFile::read`].
    pub fn refresh(&self) -> Result<bool, KeyError> {
        let Some(keys) = &self.keys else {
            return Ok(false);
        };
        let now = written(&keys.path);
        let mut before = keys
            .written
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if *before == now {
            return Ok(false);
        }
        *before = now;
        let file = KeyFile::read(&keys.path)?;
        keys.file.store(std::sync::Arc::new(file));
        Ok(true)
    }

    /// Who sent these headers from this address.
    ///
    /// A key that holds is let in whatever happened before: it cannot have been guessed, and a
    /// neighbour behind the same address must not be locked out by someone else's mistakes.
    ///
    /// # Errors
    /// [`Kind::Unauthorized`], or [`Kind::TooManyRequests`] after too many wrong keys.
    pub fn settle(&self, headers: &HeaderMap, address: IpAddr) -> Result<Caller, Problem> {
        if self.is_open() {
            return Ok(Caller::local());
        }
        match headers.get(header::AUTHORIZATION) {
            Some(value) => self.find(value.to_str().ok().and_then(sent_key), address),
            None => match cookie::key_in(headers) {
                Some(key) => self.settle_key(key, address),
                None => Err(Problem::new(Kind::Unauthorized)
                    .detail("This service answers callers with a key only.")
                    .hint("send it as a header: Authorization: Bearer fl_…")),
            },
        }
    }

    /// Whose key this is, sent from this address.
    ///
    /// # Errors
    /// As [`Access::settle`].
    pub fn settle_key(&self, key: &str, address: IpAddr) -> Result<Caller, Problem> {
        self.find(Secret::parse(key), address)
    }

    fn find(&self, secret: Option<Secret>, address: IpAddr) -> Result<Caller, Problem> {
        let Some(keys) = &self.keys else {
            return Ok(Caller::local());
        };
        let file = keys.file.load();
        let found = secret.and_then(|secret| {
            let record = file.find(&secret, Timestamp::now())?;
            Some(Caller {
                role: record.role,
                key: Some(record.id.clone()),
                name: Some(record.name.clone()).filter(|name| !name.is_empty()),
            })
        });
        found.ok_or_else(|| match self.attempts.fail(address) {
            None => Problem::new(Kind::Unauthorized)
                .detail("The key is not known here, has expired or was revoked."),
            Some(wait) => Problem::new(Kind::TooManyRequests)
                .detail("Too many wrong keys came from this address.")
                .retry_after(wait),
        })
    }
}

/// The key in an `Authorization` header.
fn sent_key(value: &str) -> Option<Secret> {
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Secret::parse(rest);
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = STANDARD.decode(rest.trim()).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    Secret::parse(pair.split_once(':')?.1)
}

fn written(path: &std::path::Path) -> Option<SystemTime> {
    std::fs::metadata(path)
        .and_then(|data| data.modified())
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Role;
    use http::HeaderValue;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn sent(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_str(value).unwrap());
        headers
    }

    fn access() -> (Access, String, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let mut file = KeyFile::default();
        let secret = file.create(Role::Tier1, "bot", None).unwrap();
        file.write(&path).unwrap();
        let config = Config {
            keys: Some(path),
            ..Config::default()
        };
        (Access::open(&config).unwrap(), secret.reveal(), folder)
    }

    #[test]
    fn a_key_is_taken_as_bearer_or_as_the_password_of_basic() {
        let (access, key, _folder) = access();
        for value in [
            format!("Bearer {key}"),
            format!("bearer  {key}"),
            format!("Basic {}", STANDARD.encode(format!("desk:{key}"))),
        ] {
            let caller = access.settle(&sent(&value), HERE).unwrap();
            assert_eq!(caller.role, Role::Tier1, "{value}");
        }
        for value in [
            key.clone(),
            format!("Token {key}"),
            "Basic !".into(),
            "Bearer".into(),
        ] {
            assert!(access.settle(&sent(&value), HERE).is_err(), "{value}");
        }
        assert_eq!(
            access.settle(&HeaderMap::new(), HERE).unwrap_err().status,
            401
        );
    }

    #[test]
    fn wrong_keys_are_counted_and_right_ones_are_not_held_up() {
        let (access, key, _folder) = access();
        let wrong = sent("Bearer fl_no");
        for _ in 0..10 {
            assert_eq!(access.settle(&wrong, HERE).unwrap_err().status, 401);
        }
        let refused = access.settle(&wrong, HERE).unwrap_err();
        assert_eq!(refused.status, 429);
        assert!(refused.retry_after.is_some());
        let elsewhere = IpAddr::from([10, 0, 0, 1]);
        assert_eq!(access.settle(&wrong, elsewhere).unwrap_err().status, 401);
        assert!(access.settle(&sent(&format!("Bearer {key}")), HERE).is_ok());
    }

    #[test]
    fn a_revoked_key_stops_working_without_a_restart() {
        let (access, key, folder) = access();
        let path = folder.path().join("keys.json");
        let mut file = KeyFile::read(&path).unwrap();
        let id = file.keys[0].id.clone();
        file.revoke(&id).unwrap();
        file.write(&path).unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        let handle = std::fs::File::options().write(true).open(&path).unwrap();
        handle.set_modified(later).unwrap();
        assert!(access.refresh().unwrap());
        assert!(!access.refresh().unwrap());
        let refused = access.settle(&sent(&format!("Bearer {key}")), HERE);
        assert_eq!(refused.unwrap_err().status, 401);
        assert_eq!(access.count(), 0);
    }
}
