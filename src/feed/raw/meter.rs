//! A reader that stops where a limit is reached, never trusting what a header promises.

use std::cell::Cell;
use std::io::{self, Read};

use crate::feed::faults::{self, At, Fault};
use crate::feed::limits;

/// Bytes left of a feed.
#[derive(Debug)]
pub(crate) struct Budget(Cell<u64>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(limits::FEED_BYTES))
    }
}

impl Budget {
    /// Takes so many bytes off; `None` where there aren't so many.
    pub(crate) fn spend(&self, bytes: u64) -> Option<()> {
        self.0.get().checked_sub(bytes).map(|left| self.0.set(left))
    }
}

/// Why reading stopped, other than by the system's fault.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error("the file is too large")]
    File,
    #[error("the feed is too large")]
    Feed,
    #[error("the ratio is too large")]
    Ratio,
    #[error("the archive is damaged: {0}")]
    Damaged(io::Error),
}

/// Reads from `inner` up to the limits.
pub(crate) struct Meter<'a, R> {
    inner: R,
    read: u64,
    /// Bytes that it takes packed.
    packed: Option<u64>,
    budget: &'a Budget,
}

impl<'a, R: Read> Meter<'a, R> {
    /// Meters `inner`; `packed` is its size in an archive.
    pub(crate) fn new(inner: R, packed: Option<u64>, budget: &'a Budget) -> Self {
        Self { inner, read: 0, packed, budget }
    }
}

impl<R: Read> Read for Meter<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer).map_err(|error| match self.packed {
            Some(_) if error.kind() != io::ErrorKind::Interrupted => io::Error::other(Stopped::Damaged(error)),
            _ => error,
        })?;
        self.read += got as u64;
        if self.read > limits::FILE_BYTES {
            return Err(io::Error::other(Stopped::File));
        }
        let bomb = |packed: u64| self.read > limits::ZIP_RATIO_FROM && self.read / packed.max(1) > limits::ZIP_RATIO;
        if self.packed.is_some_and(bomb) {
            return Err(io::Error::other(Stopped::Ratio));
        }
        self.budget.spend(got as u64).map(|()| got).ok_or_else(|| io::Error::other(Stopped::Feed))
    }
}

/// The fault that an error while reading stands for.
pub(crate) fn fault(at: At<'_>, error: &io::Error) -> Fault {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(Stopped::File) => faults::file_too_large(at, limits::FILE_BYTES),
        Some(Stopped::Feed) => faults::feed_too_large(at, limits::FEED_BYTES),
        Some(Stopped::Ratio) => faults::zip_bomb(at, limits::ZIP_RATIO),
        Some(Stopped::Damaged(error)) => faults::broken_zip(at, &error.to_string()),
        None => faults::unreadable(at, &error.to_string()),
    }
}
