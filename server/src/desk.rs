//! The desk's memory as the service keeps it: cases go in beside their answers, and what is said
//! of them is acknowledged once it is on the disk.
//!
//! An answer never depends on the memory. It waits for the write of its case for a moment, so
//! that the id it carries can be relied on; a memory that is slow or fails is left behind, told
//! in the log, by `/readyz`, `/metrics` and the status page, and tried again.

use crate::config::Config;
use crate::keys::Caller;
use crate::problem::{Kind, Problem};
use engine::answer::Triage;
use engine::desk::record::{CaseFile, Channel, NewCase, Who};
use engine::desk::{
    CaseId, Circumstances, DeskError, DeskEvent, DeskHealth, DeskWriter, Entry, Receipt, Retention,
    WriterOptions,
};
use jiff::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::oneshot;

/// How long an answer waits for its case to be written, some hundred times what it takes; and
/// how much may wait in front of it, so that a disk that hangs holds up nobody for long.
const MOMENT: Duration = Duration::from_millis(250);
const CROWD: usize = 256;
/// How long a word about a case waits until it is told that it was not kept; on a thread that
/// others wait for, and for chat platforms, which give up after three seconds.
const PATIENCE: Duration = Duration::from_secs(10);
const SHORT_PATIENCE: Duration = Duration::from_secs(2);

/// The memory, or none.
#[derive(Debug)]
pub struct Memory {
    writer: Option<DeskWriter>,
    site: Option<String>,
    /// How often something was said of a case.
    words: AtomicU64,
}

/// Where a case comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The front.
    pub channel: Channel,
    /// Who asks.
    pub who: Who,
    /// The case that this is a further round of.
    pub continues: Option<CaseId>,
    /// The site it is about, if it was said.
    pub site: Option<String>,
}

impl Origin {
    /// A new case of a caller.
    #[must_use]
    pub fn of(caller: &Caller, channel: Channel) -> Self {
        Self {
            channel,
            who: who(caller),
            continues: None,
            site: None,
        }
    }
}

/// Who a caller is to the memory: the name of the key, and its tier. Where nobody has to show a
/// key, nobody says which tier they belong to.
#[must_use]
pub fn who(caller: &Caller) -> Who {
    let name = caller.name.as_deref().filter(|name| !name.is_empty());
    Who {
        name: name.or(caller.key.as_deref()).map(str::to_owned),
        tier: caller.key.is_some().then(|| caller.role.tier()),
    }
}

impl Memory {
    /// Opens the memory that `config` names. A file that cannot be used is told and tried again;
    /// the service answers without it.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn open(config: &Config) -> std::io::Result<Self> {
        let Some(desk) = &config.desk else {
            return Ok(Self {
                writer: None,
                site: None,
                words: AtomicU64::default(),
            });
        };
        let writer = DeskWriter::start(WriterOptions {
            path: desk.file.clone(),
            keep_days: desk.keep_days,
            clock: Timestamp::now,
            tell: Box::new(tell),
        })?;
        Ok(Self {
            writer: Some(writer),
            site: desk.site.clone(),
            words: AtomicU64::default(),
        })
    }

    /// How often something was said of a case since the service began.
    pub(crate) fn words(&self) -> u64 {
        self.words.load(Ordering::Relaxed)
    }

    /// How it does; none if the service keeps none.
    #[must_use]
    pub fn health(&self) -> Option<DeskHealth> {
        self.writer.as_ref().map(DeskWriter::health)
    }

    /// What is wrong with it, in words that tell a stranger nothing of the machine.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let trouble = self.health()?.trouble?;
        Some(format!(
            "The desk's memory is not kept: {}. Answers go on without it.",
            in_words(&trouble)
        ))
    }

    /// What is known of a case besides its text and answer; none if no memory is kept.
    #[must_use]
    pub fn circumstances(&self, origin: Origin, generation: &str) -> Option<Circumstances> {
        self.writer.as_ref()?;
        let site = origin.site.or_else(|| self.site.clone());
        Some(Circumstances {
            continues: origin.continues,
            time: Timestamp::now(),
            channel: origin.channel,
            who: origin.who,
            site,
            generation: generation.to_owned(),
        })
    }

    /// Keeps a case, and puts the id under which it is found again into its answer.
    pub async fn keep(&self, case: Option<NewCase>, answer: &mut Triage) {
        let Some(case) = case else {
            return;
        };
        let is_crowded = self.health().is_none_or(|health| health.waiting > CROWD);
        let Ok(heard) = self.hand_in(Entry::Case(Box::new(case))) else {
            return;
        };
        if is_crowded {
            return;
        }
        // An id that was not heard of is not given out, though the case may yet be written: one
        // that was given out is good, whatever happens next.
        if let Ok(Ok(Ok(Receipt::Case(id)))) = tokio::time::timeout(MOMENT, heard).await {
            answer.case = Some(id.to_string());
        }
    }

    /// As [`Memory::keep`], on a thread that may wait.
    pub fn keep_blocking(&self, case: Option<NewCase>, answer: &mut Triage) {
        let (Some(writer), Some(case)) = (&self.writer, case) else {
            return;
        };
        let (send, heard) = std::sync::mpsc::channel();
        let hears = Box::new(move |receipt| {
            // Nobody may be listening any more.
            let _ = send.send(receipt);
        });
        let entry = Entry::Case(Box::new(case));
        if writer.record(entry, Some(hears)).is_err() {
            return;
        }
        if let Ok(Ok(Receipt::Case(id))) = heard.recv_timeout(MOMENT) {
            answer.case = Some(id.to_string());
        }
    }

    /// Counts something of which no more is kept. What cannot be counted is let go.
    pub fn count(&self, what: &'static str) {
        if let Some(writer) = &self.writer {
            let time = Timestamp::now();
            let _ = writer.record(Entry::Count { time, what }, None);
        }
    }

    /// Keeps what was said of a case. When this returns well, it is on the disk.
    ///
    /// # Errors
    /// [`Kind::UnknownCase`], or [`Kind::Unavailable`] if it was not kept.
    pub async fn say(&self, entry: Entry) -> Result<u64, Problem> {
        let heard = self.hand_in(entry)?;
        match tokio::time::timeout(PATIENCE, heard).await {
            Ok(Ok(Ok(Receipt::Recorded(seq)))) => {
                self.words.fetch_add(1, Ordering::Relaxed);
                Ok(seq)
            }
            Ok(Ok(Ok(_))) => Err(unknown_case()),
            Ok(Ok(Err(error))) => Err(not_kept(&error)),
            _ => Err(self.not_kept_in_time()),
        }
    }

    /// As [`Memory::say`], on a thread that may wait.
    ///
    /// # Errors
    /// As [`Memory::say`].
    pub fn say_blocking(&self, entry: Entry) -> Result<u64, Problem> {
        let writer = self.writer.as_ref().ok_or_else(no_memory)?;
        let (send, heard) = std::sync::mpsc::channel();
        let hears = Box::new(move |receipt| {
            let _ = send.send(receipt);
        });
        writer
            .record(entry, Some(hears))
            .map_err(|error| not_kept(&error))?;
        match heard.recv_timeout(SHORT_PATIENCE) {
            Ok(Ok(Receipt::Recorded(seq))) => Ok(seq),
            Ok(Ok(_)) => Err(unknown_case()),
            Ok(Err(error)) => Err(not_kept(&error)),
            Err(_) => Err(self.not_kept_in_time()),
        }
    }

    /// A case with all that is known of it.
    ///
    /// # Errors
    /// [`Kind::UnknownCase`], or [`Kind::Unavailable`] if the memory cannot be read.
    pub async fn case(&self, id: CaseId) -> Result<CaseFile, Problem> {
        let writer = self.writer.as_ref().ok_or_else(no_memory)?;
        let (send, heard) = oneshot::channel();
        let read = move |desk: &mut engine::desk::Desk| {
            let _ = send.send(desk.case(&id));
        };
        writer.work(read).map_err(|error| not_kept(&error))?;
        match tokio::time::timeout(PATIENCE, heard).await {
            Ok(Ok(Ok(Some(file)))) => Ok(file),
            Ok(Ok(Ok(None))) => Err(unknown_case()),
            Ok(Ok(Err(error))) => Err(not_kept(&error)),
            _ => Err(self.not_kept_in_time()),
        }
    }

    /// A name that stands for a member of a chat platform, the same each time and of no use
    /// elsewhere; the platform's own name while there is no memory to tell members apart in.
    #[must_use]
    pub fn pseudonym(&self, platform: &str, user: &str) -> Option<String> {
        self.writer.as_ref()?.pseudonym(platform, user)
    }

    /// Writes what waits, before the service ends.
    pub fn close(&self) {
        let (send, heard) = std::sync::mpsc::channel();
        let wait = move |_: &mut engine::desk::Desk| {
            let _ = send.send(());
        };
        if self
            .writer
            .as_ref()
            .is_some_and(|writer| writer.work(wait).is_ok())
        {
            // Where the file cannot be opened, nobody answers, and nothing is left to write.
            let _ = heard.recv_timeout(PATIENCE);
        }
    }

    fn not_kept_in_time(&self) -> Problem {
        let trouble = self.health().and_then(|health| health.trouble);
        not_kept(&trouble.unwrap_or(DeskError::Behind))
    }

    fn hand_in(
        &self,
        entry: Entry,
    ) -> Result<oneshot::Receiver<Result<Receipt, DeskError>>, Problem> {
        let writer = self.writer.as_ref().ok_or_else(no_memory)?;
        let (send, heard) = oneshot::channel();
        let hears = Box::new(move |receipt| {
            // Nobody may be listening any more.
            let _ = send.send(receipt);
        });
        writer
            .record(entry, Some(hears))
            .map_err(|error| not_kept(&error))?;
        Ok(heard)
    }
}

/// Reads the id of a case as typed.
///
/// # Errors
/// [`Kind::UnknownCase`] for what cannot be one.
pub fn read_id(typed: &str) -> Result<CaseId, Problem> {
    typed
        .parse()
        .map_err(|_| unknown_case().hint("a case is called like 7FKQ-2M9X; check each letter"))
}

fn unknown_case() -> Problem {
    Problem::new(Kind::UnknownCase).detail("No such case is remembered; it may have been erased.")
}

fn no_memory() -> Problem {
    Problem::new(Kind::UnknownCase).detail("This service keeps no memory of cases.")
}

fn not_kept(error: &DeskError) -> Problem {
    let mut problem = Problem::new(Kind::Unavailable).detail(format!(
        "The desk's memory is in trouble: {}. Nothing was kept.",
        in_words(error)
    ));
    problem.inside = Some(error.to_string());
    problem
}

/// An error without the place of the file.
fn in_words(error: &DeskError) -> String {
    match error {
        DeskError::Failed { trouble, .. } => trouble.to_string(),
        DeskError::Missing { .. } => "there is no file".to_owned(),
        DeskError::Newer { .. } => "the file was written by a newer program".to_owned(),
        error => error.to_string(),
    }
}

/// Tells the log what happens to the memory.
fn tell(event: &DeskEvent) {
    match event {
        DeskEvent::Failed(error) => {
            tracing::warn!(%error, "the desk's memory fails; answers go on without it");
        }
        DeskEvent::Recovered { lost } => {
            tracing::warn!(lost, "the desk's memory works again");
        }
        DeskEvent::Retention(Retention::Done(erased)) if erased.is_nothing() => {}
        DeskEvent::Retention(Retention::Done(erased)) => {
            let (cases, notes) = (erased.cases, erased.notes);
            tracing::info!(cases, notes, "the desk forgot what is too old");
        }
        DeskEvent::Retention(Retention::Doubted { before }) => {
            tracing::warn!(
                %before,
                "the clock leapt since the desk last looked for what is too old; nothing is \
                 forgotten before the clock has stood by it for a day"
            );
        }
        _ => {}
    }
}
