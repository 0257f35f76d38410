//! From sources to prepared documents: one thread reads, the others parse, analyse and pack, and
//! the results come back in the order of the sources. Only a few documents are in flight.

use super::changes::Known;
use super::documents::{Documents, FrameMaker, record};
use super::playbooks;
use super::text::{AnalyzedArticle, analyze};
use crate::error::EngineError;
use corpus::error::SourceError;
use corpus::source::{RawDocument, Source, SourceItem, SourceOptions, each_document};
use corpus::{Document, ReadOptions};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock};

/// Documents that may wait between two stages.
const IN_FLIGHT: usize = 48;

/// The first bytes of a document's BLAKE3 hash; enough to tell changes, half the space.
pub(crate) type Hash = [u8; 16];

/// A document ready to be written.
pub(super) struct Prepared {
    pub(super) document: Document,
    /// Which of the sources it comes from.
    pub(super) source: usize,
    pub(super) hash: Hash,
    pub(super) analyzed: Vec<AnalyzedArticle>,
    pub(super) packed: Packed,
}

/// A document's record, packed once there is a dictionary.
pub(super) enum Packed {
    Frame(Vec<u8>),
    Record(Vec<u8>),
}

/// One step of the pipeline, in order; progress is (consumed, total) of a source.
pub(super) enum Step {
    Ready(Box<Prepared>),
    Playbook(playbooks::Found),
    Skipped { name: String, reason: String },
    Progress(u64, Option<u64>),
}

/// What workers share.
pub(super) struct Shared<'s> {
    pub(super) read: ReadOptions,
    pub(super) source: SourceOptions,
    /// Dictionary of the frames; set once it is known.
    pub(super) dictionary: OnceLock<Vec<u8>>,
    /// The generation before with its documents by name.
    pub(super) previous: Option<(&'s Documents, Known)>,
}

struct Work {
    number: u64,
    source: usize,
    item: SourceItem,
}

/// Runs the pipeline over `sources` and calls `visit` for every step, in order, on this thread.
///
/// # Errors
/// What `visit` fails with, or the error of a source that could not be opened at all.
pub(super) fn run(
    sources: &[Source],
    shared: &Shared<'_>,
    visit: &mut dyn FnMut(Step) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let (work_in, work_out) = sync_channel::<Work>(IN_FLIGHT);
    let (done_in, done_out) = sync_channel::<(u64, Vec<Step>)>(IN_FLIGHT);
    let work_out = Mutex::new(work_out);
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read_sources(sources, &shared.source, &work_in));
        for _ in 0..workers {
            let done_in = done_in.clone();
            let work_out = &work_out;
            scope.spawn(move || work(work_out, &done_in, shared));
        }
        drop(done_in);
        let visited = in_order(&done_out, visit);
        // A failed visit must not leave the others waiting to hand over.
        drop(done_out);
        let read = match reader.join() {
            Ok(read) => read,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        visited.and(read)
    })
}

fn read_sources(
    sources: &[Source],
    options: &SourceOptions,
    work: &SyncSender<Work>,
) -> Result<(), EngineError> {
    let mut number = 0;
    for (place, source) in sources.iter().enumerate() {
        each_document(source, options, &mut |item| {
            let work_item = Work {
                number,
                source: place,
                item,
            };
            let sent = work.send(work_item);
            number += 1;
            sent.is_ok()
        })?;
    }
    Ok(())
}

fn work(work: &Mutex<Receiver<Work>>, done: &SyncSender<(u64, Vec<Step>)>, shared: &Shared<'_>) {
    let mut packer = Packer { maker: None };
    loop {
        let next = match work.lock() {
            Ok(receiver) => receiver.recv(),
            Err(_) => return,
        };
        let Ok(Work {
            number,
            source,
            item,
        }) = next
        else {
            return;
        };
        let (consumed, total) = item.progress;
        let mut step = prepare(item.document, shared, &mut packer);
        if let Step::Ready(prepared) = &mut step {
            prepared.source = source;
        }
        if done
            .send((number, vec![step, Step::Progress(consumed, total)]))
            .is_err()
        {
            return;
        }
    }
}

fn prepare(
    document: Result<RawDocument, SourceError>,
    shared: &Shared<'_>,
    packer: &mut Packer,
) -> Step {
    let raw = match document {
        Ok(raw) => raw,
        Err(error) => {
            let (name, told) = (error.name(), error.to_string());
            // The name stands beside the reason; once is enough.
            let bare = told
                .strip_prefix(&name)
                .and_then(|told| told.strip_prefix(": "));
            let reason = bare.unwrap_or(&told).to_owned();
            return Step::Skipped { name, reason };
        }
    };
    let name = raw.name.clone();
    let hash = hash_of(&raw.bytes);
    match playbooks::read(&name, &raw.bytes, hash) {
        Some(Ok(found)) => return Step::Playbook(found),
        Some(Err(reason)) => return Step::Skipped { name, reason },
        None => {}
    }
    match prepare_document(raw, hash, (shared, packer)) {
        Ok(prepared) => Step::Ready(Box::new(prepared)),
        Err(reason) => Step::Skipped { name, reason },
    }
}

/// The start of the BLAKE3 hash of bytes.
pub(super) fn hash_of(bytes: &[u8]) -> Hash {
    let mut hash = Hash::default();
    hash.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    hash
}

fn prepare_document(
    raw: RawDocument,
    hash: Hash,
    (shared, packer): (&Shared<'_>, &mut Packer),
) -> Result<Prepared, String> {
    if let Some((document, frame)) = taken_over(&raw, hash, shared) {
        let analyzed = analyze_all(&document);
        return Ok(Prepared {
            document,
            source: 0,
            hash,
            analyzed,
            packed: Packed::Frame(frame),
        });
    }
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let document =
        corpus::read(&raw.name, raw.bytes, &shared.read).map_err(|error| text(&error))?;
    let analyzed = analyze_all(&document);
    let packed = packer.pack(&document, shared.dictionary.get())?;
    Ok(Prepared {
        document,
        source: 0,
        hash,
        analyzed,
        packed,
    })
}

/// The document as the generation before holds it, with its frame; none if it is not there or
/// cannot be read back, which only costs reading it anew.
fn taken_over(raw: &RawDocument, hash: Hash, shared: &Shared<'_>) -> Option<(Document, Vec<u8>)> {
    let (documents, names) = shared.previous.as_ref()?;
    let same = names.get(&raw.name)?.iter();
    let &(_, number) = same.into_iter().find(|(known, _)| *known == hash)?;
    let document = documents.read(number).ok()?;
    let frame = documents.frame(number).ok()?;
    (document.bytes == raw.bytes).then_some((document, frame))
}

fn analyze_all(document: &Document) -> Vec<AnalyzedArticle> {
    document
        .articles
        .iter()
        .map(|article| analyze(document, article))
        .collect()
}

/// Packs records once there is a dictionary.
struct Packer {
    maker: Option<FrameMaker>,
}

impl Packer {
    fn pack(
        &mut self,
        document: &Document,
        dictionary: Option<&Vec<u8>>,
    ) -> Result<Packed, String> {
        let record = record(document).map_err(|error| error.to_string())?;
        let Some(dictionary) = dictionary else {
            return Ok(Packed::Record(record));
        };
        if self.maker.is_none() {
            self.maker = Some(FrameMaker::new(dictionary).map_err(|error| error.to_string())?);
        }
        match &mut self.maker {
            Some(maker) => maker
                .frame(&record)
                .map(Packed::Frame)
                .map_err(|error| error.to_string()),
            None => Ok(Packed::Record(record)),
        }
    }
}

/// Puts results back in order.
fn in_order(
    done: &Receiver<(u64, Vec<Step>)>,
    visit: &mut dyn FnMut(Step) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, steps) in done {
        waiting.insert(number, steps);
        while let Some(steps) = waiting.remove(&next) {
            steps.into_iter().try_for_each(&mut *visit)?;
            next += 1;
        }
    }
    Ok(())
}
