//! Where answers are worked out: a bounded number of threads, and a bounded queue before them.
//!
//! An answer takes milliseconds of pure computing. On the threads that move bytes it would hold
//! up every other connection, and more at once than there are processors only makes all of them
//! late; so they wait in line, and where the line is too long the caller is told to come back.
//! The threads stay the same: the engine keeps what it works with for each, and on ever changing
//! ones it would lie about several times and be cold.

use crate::problem::{Kind, Problem};
use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// Something to work out, and to tell to whoever waits.
type Job = Box<dyn FnOnce() + Send>;

/// The threads and their queue.
#[derive(Debug, Clone)]
pub struct Pool {
    slots: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    /// To the threads; they end with the last handle on the pool.
    jobs: Sender<Job>,
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
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn new(workers: usize, queue: usize) -> io::Result<Self> {
        let workers = workers.max(1);
        let (jobs, taken) = std::sync::mpsc::channel();
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..workers {
            let taken = Arc::clone(&taken);
            let thread = std::thread::Builder::new().name("firstline-answer".to_owned());
            thread.spawn(move || work_on(&taken))?;
        }
        Ok(Self {
            slots: Arc::new(Semaphore::new(workers)),
            waiting: Arc::default(),
            queue,
            jobs,
        })
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
        let (tell, told) = oneshot::channel();
        let job = move || {
            // What the work took is dropped with it, so nothing that a panic broke is used again.
            let done = catch_unwind(AssertUnwindSafe(work));
            // The slot goes with the work: a caller who gives up frees nothing that still runs.
            drop(slot);
            let _ = tell.send(done);
        };
        self.jobs.send(Box::new(job)).map_err(Problem::internal)?;
        match told.await.map_err(Problem::internal)? {
            Ok(done) => done,
            Err(panic) => Err(Problem::internal(words_of(panic.as_ref()))),
        }
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

/// Works on one job after the other until no more can come.
fn work_on(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

/// What a panic said, for the log.
pub(crate) fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_a_problem_and_frees_its_slot() {
        let pool = Pool::new(1, 0).unwrap();
        let failed: Result<(), _> = pool.run(|| panic!("boom")).await;
        assert_eq!(failed.unwrap_err().status, 500);
        assert_eq!(pool.run(|| Ok(7)).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn a_full_queue_turns_callers_away_at_once() {
        let pool = Pool::new(1, 1).unwrap();
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
