//! The one thread that writes, so that nobody who answers a case waits for a disk.
//!
//! Entries go through a bounded queue; whatever has gathered while a transaction was written is
//! the next transaction. If the file fails, entries are lost and counted, and everybody who asks
//! is told so; each later batch tries again, and a file that could not be opened is opened again
//! after a while. [`DeskWriter`] never panics and never blocks whoever records.

use super::erase::Retention;
use super::error::{DeskError, Trouble};
use super::store::Desk;
use super::write::{Entry, Receipt};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Entries that may wait: some seconds of a busy service, a few megabytes.
const QUEUE: usize = 2048;
/// Entries of one transaction.
const BATCH: usize = 256;
/// How often a batch is tried again while another program holds the file.
const TRIES: usize = 6;
/// Time between two looks at what is too old, and between two tries to open a file.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const REOPEN: Duration = Duration::from_secs(5);

/// Hears what became of an entry, on the writer's thread.
pub type Heard = Box<dyn FnOnce(Result<Receipt, DeskError>) + Send>;
/// Hears what happens to the desk, on the writer's thread.
pub type Tell = Box<dyn Fn(&DeskEvent) + Send>;
type Work = Box<dyn FnOnce(&mut Desk) + Send>;

/// How a writer works.
pub struct WriterOptions {
    /// The file.
    pub path: PathBuf,
    /// Days that a case is kept; none keeps it until it is erased.
    pub keep_days: Option<u32>,
    /// What time it is.
    pub clock: fn() -> Timestamp,
    /// Hears what happens.
    pub tell: Tell,
}

/// Something that whoever runs the service should know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DeskEvent {
    /// The memory began to fail.
    Failed(DeskError),
    /// It works again, after so many entries were lost in all.
    Recovered {
        /// Entries lost since the start.
        lost: u64,
    },
    /// A look was taken at what is too old.
    Retention(Retention),
}

/// How the memory does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskHealth {
    /// What is wrong, if anything.
    pub trouble: Option<DeskError>,
    /// Entries written since the start.
    pub recorded: u64,
    /// Entries lost since the start.
    pub lost: u64,
    /// Entries that wait.
    pub waiting: usize,
}

#[derive(Debug, Default)]
struct State {
    trouble: Mutex<Option<DeskError>>,
    recorded: AtomicU64,
    lost: AtomicU64,
    waiting: AtomicUsize,
    pseudonym_key: OnceLock<[u8; 32]>,
}

enum Job {
    Write(Box<Entry>, Option<Heard>),
    Work(Work),
    Stop,
}

/// A desk that is written from a thread of its own. Dropping it writes what waits.
#[derive(Debug)]
pub struct DeskWriter {
    jobs: SyncSender<Job>,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

impl DeskWriter {
    /// Starts the thread. A file that cannot be opened is no error here: the memory is in
    /// trouble then, as [`DeskWriter::health`] tells once this returns, and tries again.
    ///
    /// # Errors
    /// What the system says if it has no thread to give.
    pub fn start(options: WriterOptions) -> std::io::Result<Self> {
        let (jobs, received) = sync_channel(QUEUE);
        let state = Arc::new(State::default());
        let mut loop_ = Loop {
            desk: None,
            opened: None,
            looked: None,
            state: Arc::clone(&state),
            options,
        };
        loop_.open();
        let thread = std::thread::Builder::new()
            .name("firstline-desk".to_owned())
            .spawn(move || loop_.run(&received))?;
        Ok(Self {
            jobs,
            state,
            thread: Some(thread),
        })
    }

    /// Hands an entry in; `heard` is told what became of it. Never waits.
    ///
    /// # Errors
    /// [`DeskError::Behind`] if too much waits already: the entry is lost and counted.
    pub fn record(&self, entry: Entry, heard: Option<Heard>) -> Result<(), DeskError> {
        self.state.waiting.fetch_add(1, Ordering::Relaxed);
        self.jobs
            .try_send(Job::Write(Box::new(entry), heard))
            .map_err(|refused| {
                self.state.waiting.fetch_sub(1, Ordering::Relaxed);
                self.state.lost.fetch_add(1, Ordering::Relaxed);
                match refused {
                    TrySendError::Full(_) => DeskError::Behind,
                    TrySendError::Disconnected(_) => DeskError::Closed,
                }
            })
    }

    /// Has something read, after everything that was recorded before. Never waits; where the
    /// file cannot be opened, `work` is dropped.
    ///
    /// # Errors
    /// [`DeskError::Behind`].
    pub fn work(&self, work: impl FnOnce(&mut Desk) + Send + 'static) -> Result<(), DeskError> {
        self.jobs
            .try_send(Job::Work(Box::new(work)))
            .map_err(|_| DeskError::Behind)
    }

    /// A name that stands for a member of a platform: the same each time, and of no use outside
    /// of this file. None while the file was never opened.
    #[must_use]
    pub fn pseudonym(&self, platform: &str, user: &str) -> Option<String> {
        let key = self.state.pseudonym_key.get()?;
        let hash = blake3::keyed_hash(key, format!("{platform}\0{user}").as_bytes());
        let short = hash.to_hex();
        Some(format!(
            "{platform}:{}",
            short.get(..10).unwrap_or_default()
        ))
    }

    /// How the memory does.
    #[must_use]
    pub fn health(&self) -> DeskHealth {
        let trouble = self.state.trouble.lock();
        DeskHealth {
            trouble: trouble.unwrap_or_else(PoisonError::into_inner).clone(),
            recorded: self.state.recorded.load(Ordering::Relaxed),
            lost: self.state.lost.load(Ordering::Relaxed),
            waiting: self.state.waiting.load(Ordering::Relaxed),
        }
    }
}

impl Drop for DeskWriter {
    fn drop(&mut self) {
        let _ = self.jobs.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread holds.
struct Loop {
    desk: Option<Desk>,
    /// When the file was last tried.
    opened: Option<Instant>,
    /// When what is too old was last looked for.
    looked: Option<Instant>,
    state: Arc<State>,
    options: WriterOptions,
}

impl Loop {
    fn run(&mut self, jobs: &Receiver<Job>) {
        loop {
            // A file that could not be opened is tried again though nobody writes.
            let _ = self.opened();
            self.keep_house();
            let pause = if self.desk.is_some() { DAY } else { REOPEN };
            let first = match jobs.recv_timeout(pause) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if !self.take(first, jobs) {
                return;
            }
        }
    }

    /// Does a job, and with it what has gathered behind it. False if that was the last.
    fn take(&mut self, first: Job, jobs: &Receiver<Job>) -> bool {
        let (mut entries, mut heard) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Write(entry, hears) => {
                    entries.push(*entry);
                    heard.push(hears);
                }
                Job::Work(work) => {
                    self.write(&mut entries, &mut heard);
                    if let Some(desk) = self.opened() {
                        work(desk);
                    }
                    return true;
                }
                Job::Stop => {
                    self.write(&mut entries, &mut heard);
                    return false;
                }
            }
            if entries.len() >= BATCH {
                break;
            }
            next = jobs.try_recv().ok();
        }
        self.write(&mut entries, &mut heard);
        true
    }

    /// Writes a batch and tells what became of it.
    fn write(&mut self, entries: &mut Vec<Entry>, heard: &mut Vec<Option<Heard>>) {
        if entries.is_empty() {
            return;
        }
        let count = entries.len();
        let written = self.attempt(entries);
        self.state.waiting.fetch_sub(count, Ordering::Relaxed);
        match written {
            Ok(receipts) => {
                self.state
                    .recorded
                    .fetch_add(count as u64, Ordering::Relaxed);
                self.recovered();
                for (hears, receipt) in heard.drain(..).zip(receipts) {
                    hears
                        .into_iter()
                        .for_each(|hears| hears(Ok(receipt.clone())));
                }
            }
            Err(error) => {
                self.state.lost.fetch_add(count as u64, Ordering::Relaxed);
                self.failed(&error);
                for hears in heard.drain(..).flatten() {
                    hears(Err(error.clone()));
                }
            }
        }
        entries.clear();
    }

    fn attempt(&mut self, entries: &[Entry]) -> Result<Vec<Receipt>, DeskError> {
        let trouble = self.trouble();
        if !self.options.path.exists() {
            // What was opened has no name any more: nobody would ever read what is written there.
            (self.desk, self.opened) = (None, None);
        }
        let Some(desk) = self.opened() else {
            return Err(trouble.unwrap_or(DeskError::Closed));
        };
        let mut tries = 0;
        loop {
            tries += 1;
            match desk.record(entries) {
                // Someone else holds the file, for an erasure or a copy: they will be done soon.
                Err(error) if error.trouble() == Some(Trouble::Busy) && tries < TRIES => {}
                written => return written,
            }
        }
    }

    /// The desk, opened if it can be and was not tried just now.
    fn opened(&mut self) -> Option<&mut Desk> {
        let is_due = self.opened.is_none_or(|tried| tried.elapsed() >= REOPEN);
        if self.desk.is_none() && is_due {
            self.open();
        }
        self.desk.as_mut()
    }

    fn open(&mut self) {
        self.opened = Some(Instant::now());
        match Desk::open(&self.options.path) {
            Ok(desk) => {
                if let Ok(Some(key)) = desk.setting("pseudonym-key") {
                    let key = *blake3::hash(key.as_bytes()).as_bytes();
                    self.state.pseudonym_key.get_or_init(|| key);
                }
                self.desk = Some(desk);
                self.recovered();
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Once a day: forgets what is too old. Elapsed time decides when, the clock only what.
    fn keep_house(&mut self) {
        let Some(days) = self.options.keep_days else {
            return;
        };
        if self.looked.is_some_and(|looked| looked.elapsed() < DAY) {
            return;
        }
        let now = (self.options.clock)();
        let Some(desk) = self.opened() else {
            return;
        };
        match desk.retain(days, now, false) {
            Ok(retention) => (self.options.tell)(&DeskEvent::Retention(retention)),
            Err(error) => self.failed(&error),
        }
        self.looked = Some(Instant::now());
    }

    fn trouble(&self) -> Option<DeskError> {
        let trouble = self.state.trouble.lock();
        trouble.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps what is wrong; tells it when it began, not each time it is met.
    fn failed(&self, error: &DeskError) {
        let trouble = self.state.trouble.lock();
        let before = trouble
            .unwrap_or_else(PoisonError::into_inner)
            .replace(error.clone());
        if before.as_ref() != Some(error) {
            (self.options.tell)(&DeskEvent::Failed(error.clone()));
        }
    }

    fn recovered(&self) {
        let trouble = self.state.trouble.lock();
        let before = trouble.unwrap_or_else(PoisonError::into_inner).take();
        if before.is_some() {
            let lost = self.state.lost.load(Ordering::Relaxed);
            (self.options.tell)(&DeskEvent::Recovered { lost });
        }
    }
}
