//! Tests of the page in a real browser: Debian's `chromium`, driven through `chromium-driver`.
//!
//! Where there is no browser they say so and pass; with `FIRSTLINE_BROWSER_TESTS=required` they
//! fail instead. Screenshots of what was looked at lie in `target/screenshots`. axe-core is read
//! from `target/axe/axe.min.js`, or from the file that `FIRSTLINE_AXE` names.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a test that cannot go on fails; one that is skipped says so"
)]

mod accessibility;
mod article;
mod desk;
mod driver;
mod guide;
mod plain;
mod search;
mod triage;
