//! Counts what goes into a decoder and what comes out, and stops a bomb in between.

use super::SourceOptions;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Unpacked bytes below which the ratio does not matter: a small archive of blank pages is none
/// of our business, and streaming this much costs a fraction of a second.
const RATIO_FLOOR: u64 = 64 << 20;

/// Shared between the two ends of a decoder.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter {
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
    exploded: Rc<Cell<Option<u64>>>,
}

impl Meter {
    /// Packed bytes consumed so far.
    pub(super) fn packed(&self) -> u64 {
        self.packed.get()
    }

    /// The limit in bytes that was passed, if one was.
    pub(super) fn exploded(&self) -> Option<u64> {
        self.exploded.get()
    }

    /// Counts packed bytes that were consumed by other means than [`Counted`].
    pub(super) fn add_packed(&self, bytes: u64) {
        self.packed.set(self.packed.get().saturating_add(bytes));
    }

    /// Counts unpacked bytes; false once a limit is passed. `packed` is what they came from.
    fn add_unpacked(&self, bytes: u64, packed: u64, options: &SourceOptions) -> bool {
        let unpacked = self.unpacked.get().saturating_add(bytes);
        self.unpacked.set(unpacked);
        let by_ratio = packed.saturating_mul(options.max_ratio).max(RATIO_FLOOR);
        let limit = options.max_unpacked_bytes.min(by_ratio);
        if unpacked > limit {
            self.exploded.set(Some(limit));
        }
        unpacked <= limit
    }
}

/// Counts the bytes read through it as packed.
pub(super) struct Counted<R> {
    inner: R,
    meter: Meter,
}

impl<R> Counted<R> {
    pub(super) fn new(inner: R, meter: Meter) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.meter.add_packed(count as u64);
        Ok(count)
    }
}

/// Counts the bytes read through it as unpacked and fails once there are too many.
pub(super) struct Guarded<'a, R> {
    inner: R,
    meter: Meter,
    options: &'a SourceOptions,
    /// The packed size to measure against; none means what has been consumed so far.
    of: Option<u64>,
}

impl<'a, R> Guarded<'a, R> {
    pub(super) fn new(inner: R, meter: Meter, options: &'a SourceOptions, of: Option<u64>) -> Self {
        Self {
            inner,
            meter,
            options,
            of,
        }
    }
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let packed = self.of.unwrap_or_else(|| self.meter.packed());
        if self.meter.add_unpacked(count as u64, packed, self.options) {
            Ok(count)
        } else {
            Err(io::Error::other("the archive unpacks to too much"))
        }
    }
}
