//! Cursors: where the next page of a search begins.
//!
//! A cursor holds what was shown, as four bytes of hash for each article, and which query it
//! belongs to. The next page is the best of what was not shown. So it stays right when the index
//! is built anew between two pages: an article that moved up is not shown twice, one that moved
//! down is not lost, and every instance behind a balancer can read it. It is no secret and proves
//! nothing; whoever forges one sees other pages of their own search.

use crate::problem::{Kind, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::time::Duration;

/// Results that can be paged through.
pub const DEEPEST: usize = 500;
/// Time for which a cursor can be used.
pub const LIFE: Duration = Duration::from_secs(24 * 60 * 60);

const VERSION: u8 = 1;
const HASH: usize = 4;
const QUERY: usize = 8;
const TIME: usize = 4;
const HEAD: usize = 1 + HASH + QUERY + TIME;

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor {
    seen: Vec<[u8; HASH]>,
}

impl Cursor {
    /// Reads the cursor of a query. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// [`Kind::InvalidCursor`] or [`Kind::ExpiredCursor`].
    pub fn read(text: &str, query: &str, now: u64) -> Result<Self, Problem> {
        let invalid = |why: &str| {
            Problem::new(Kind::InvalidCursor)
                .detail(why)
                .field("cursor")
        };
        let broken = || invalid("It is not a cursor that this service gave.");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| broken())?;
        let (head, seen) = bytes.split_at_checked(HEAD).ok_or_else(broken)?;
        let (version, head) = head.split_at(1);
        let (sum, head) = head.split_at(HASH);
        let (asked, time) = head.split_at(QUERY);
        let sound = hash::<HASH>(bytes.get(1 + HASH..).unwrap_or_default()) == sum;
        if version != [VERSION] || !sound || seen.len() % HASH != 0 {
            return Err(broken());
        }
        if asked != hash::<QUERY>(query.as_bytes()) {
            return Err(invalid(
                "It belongs to another query; leave the query as it was.",
            ));
        }
        let made = u64::from(u32::from_le_bytes(time.try_into().unwrap_or_default())) * 60;
        if now.saturating_sub(made) > LIFE.as_secs() {
            return Err(Problem::new(Kind::ExpiredCursor)
                .detail("A cursor can be used for a day.")
                .field("cursor")
                .hint("ask for the first page again, without cursor"));
        }
        let (seen, _) = seen.as_chunks::<HASH>();
        Ok(Self {
            seen: seen.to_vec(),
        })
    }

    /// How many results were shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.seen.len()
    }

    /// True if the article was shown.
    #[must_use]
    pub fn has_shown(&self, id: &str) -> bool {
        self.seen.contains(&hash(id.as_bytes()))
    }

    /// Remembers that an article was shown.
    pub fn show(&mut self, id: &str) {
        self.seen.push(hash(id.as_bytes()));
    }

    /// The cursor as text, for a query. `now` is in seconds since 1970.
    #[must_use]
    pub fn write(&self, query: &str, now: u64) -> String {
        let minutes = u32::try_from(now / 60).unwrap_or(u32::MAX);
        let mut body = hash::<QUERY>(query.as_bytes()).to_vec();
        body.extend(minutes.to_le_bytes());
        body.extend(self.seen.iter().flatten());
        let mut bytes = vec![VERSION];
        bytes.extend(hash::<HASH>(&body));
        bytes.extend(body);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// The first bytes of a hash.
fn hash<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut short = [0; N];
    blake3::Hasher::new()
        .update(bytes)
        .finalize_xof()
        .fill(&mut short);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: u64 = 1_700_000_000;

    #[test]
    fn a_cursor_knows_what_was_shown() {
        let mut cursor = Cursor::default();
        cursor.show("Q1");
        cursor.show("Q2");
        let text = cursor.write("printer", NOW);
        let read = Cursor::read(&text, "printer", NOW + 3600).unwrap();
        assert_eq!(read, cursor);
        assert!(read.has_shown("Q2") && !read.has_shown("Q3"));
        assert_eq!(read.shown(), 2);
    }

    #[test]
    fn cursors_of_other_queries_old_ones_and_forged_ones_are_told_apart() {
        let text = Cursor::default().write("printer", NOW);
        let status = |text: &str, query: &str, now| {
            let refused = Cursor::read(text, query, now).unwrap_err();
            (refused.status, refused.r#type)
        };
        let invalid = (400, Kind::InvalidCursor.urn());
        assert_eq!(status(&text, "scanner", NOW), invalid);
        assert_eq!(status("", "printer", NOW), invalid);
        assert_eq!(status("%%%", "printer", NOW), invalid);
        assert_eq!(status(&format!("{text}AAAA"), "printer", NOW), invalid);
        let late = NOW + LIFE.as_secs() + 61;
        assert_eq!(
            status(&text, "printer", late),
            (410, Kind::ExpiredCursor.urn())
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_a_cursor_panic(text in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Cursor::read(&text, "q", NOW);
            let _ = Cursor::read(&URL_SAFE_NO_PAD.encode(bytes), "q", NOW);
        }
    }
}
