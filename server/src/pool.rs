//! Where answers are worked out: a bounded number of threads, and a bounded queue before them.
//!
//! An answer takes milliseconds of pure computing. On the threads that move bytes it would hold
//! up every other connection, and more at once than there are processors only makes all of them
//! late; so they wait in line, and where the line is too long the caller is told to come back.

use crate::problem::{Kind, Problem};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// The threads and their queue.
#[derive(Debug, Clone)]
pub struct Pool {
    slots: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
}

/// Counts itself as waiting until dropped, however the wait ends.
struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pool {
    /// A pool that works on `workers` answers at a time and lets `queue` more wait.
    #[must_use]
    pub fn new(workers: usize, queue: usize) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(workers.max(1))),
            waiting: Arc::default(),
            queue,
        }
    }

    /// How many requests wait for a thread.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Works something out on one of the threads.
    ///
    /// # Errors
    /// [`Kind::Unavailable`] if too many wait already, [`Kind::Internal`] if `work` panics, and
    /// whatever `work` says.
    pub async fn run<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Problem> + Send + 'static,
    {
        let slot = match Arc::clone(&self.slots).try_acquire_owned() {
            Ok(slot) => slot,
            Err(_) => self.wait().await?,
        };
        let done = tokio::task::spawn_blocking(move || {
            // The slot goes with the work: a caller who gives up frees nothing that still runs.
            let _slot = slot;
            work()
        });
        done.await
            .unwrap_or_else(|panicked| Err(Problem::internal(panicked)))
    }

    async fn wait(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Problem> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.queue {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::new(Kind::Unavailable)
                .detail("Too many requests wait for an answer.")
                .retry_after(Duration::from_secs(1)));
        }
        let _waiting = Waiting(Arc::clone(&self.waiting));
        Arc::clone(&self.slots)
            .acquire_owned()
            .await
            .map_err(Problem::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_a_problem_and_frees_its_slot() {
        let pool = Pool::new(1, 0);
        let failed: Result<(), _> = pool.run(|| panic!("boom")).await;
        assert_eq!(failed.unwrap_err().status, 500);
        assert_eq!(pool.run(|| Ok(7)).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn a_full_queue_turns_callers_away_at_once() {
        let pool = Pool::new(1, 1);
        let (release, held) = std::sync::mpsc::channel::<()>();
        let busy = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move || Ok(held.recv().is_ok())).await }
        });
        while pool.slots.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let patient = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(|| Ok(())).await }
        });
        while pool.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        let turned_away = pool.run(|| Ok(())).await.unwrap_err();
        assert_eq!(turned_away.status, 503);
        assert!(turned_away.retry_after.is_some());
        release.send(()).unwrap();
        assert!(busy.await.unwrap().unwrap());
        patient.await.unwrap().unwrap();
        assert_eq!(pool.waiting(), 0);
    }
}
