//! Reads a source: split on this thread, built on all cores, handed over in the
//! order of the source. What is in memory is a few batches, however long it is.

use super::batch::Batch;
use super::build::{Built, Met, build};
use super::error::{ReadError, ReadErrorKind, Stopped};
use super::item::Item;
use super::mapping::FieldMap;
use super::plan::Plan;
use super::prepare::{Prepared, check_headers, crs_of, prepare};
use super::source::Source;
use crate::base::Progress;
use crate::model::Layer;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// How a source is to be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadOptions {
    /// The layer; `None` = guess it.
    pub layer: Option<Layer>,
    /// The coordinate system (`EPSG:32639`); it stands above what the file says.
    pub crs: Option<String>,
    /// Properties and the columns they fill, above the rules.
    pub field_map: Vec<(String, String)>,
    /// Take the sound features of a source that breaks off.
    pub salvage: bool,
    /// Name to guess from where it is not that of the file.
    pub source_name: Option<String>,
}

/// What was read of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerCount {
    /// The layer.
    pub layer: Layer,
    /// Features handed over.
    pub accepted: u64,
    /// Features left out.
    pub rejected: u64,
    /// Features among the accepted that were mended.
    pub repaired: u64,
}

/// What a source held.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadSummary {
    /// The file, if it was one.
    pub path: Option<PathBuf>,
    /// The layer of the source.
    pub layer: Layer,
    /// Why that layer: the word of the rule, `given` or `nothing_fits`.
    pub layer_why: String,
    /// Counts by layer; that of the source is always there and first.
    pub layers: Vec<LayerCount>,
    /// Which property filled which column, for the layers that got features.
    pub mapping: Vec<FieldMap>,
    /// The coordinate system it was read in.
    pub crs: String,
    /// SHA-256 of the source, hex.
    pub sha256: String,
    /// Where the source broke off, if it did and its sound part was to be taken.
    pub cut: Option<ReadError>,
}

/// What is made of a run of items on the threads that read, before it is handed over.
/// Each item is taken as soon as it is there, while its memory is still at hand.
pub trait Gather: Send + Sync {
    /// What a run becomes.
    type Run: Send;

    /// A run without items.
    fn begin(&self) -> Self::Run;

    /// Adds the next item.
    fn add(&self, run: &mut Self::Run, item: Item);
}

/// The items themselves.
struct Items;

impl Gather for Items {
    type Run = Vec<Item>;

    fn begin(&self) -> Vec<Item> {
        Vec::new()
    }

    fn add(&self, run: &mut Vec<Item>, item: Item) {
        run.push(item);
    }
}

/// Reads the file at `path` (`-` is standard input) and hands every feature to
/// `sink`, in the order of the file.
///
/// # Errors
/// [`Stopped::Source`] where the source is not readable as GeoJSON (the sink has
/// had its sound features by then: whoever stores them must be able to forget
/// them), [`Stopped::Sink`] as the sink says, [`Stopped::Cancelled`].
pub fn read<E>(
    path: &Path,
    options: &ReadOptions,
    progress: &Progress,
    sink: impl FnMut(Item) -> Result<(), E>,
) -> Result<ReadSummary, Stopped<E>> {
    read_source(Source::open(path, progress)?, options, progress, sink)
}

/// Like [`read()`], from any open source.
///
/// # Errors
/// As [`read()`].
pub fn read_source<E>(
    source: Source,
    options: &ReadOptions,
    progress: &Progress,
    mut sink: impl FnMut(Item) -> Result<(), E>,
) -> Result<ReadSummary, Stopped<E>> {
    let each = |items: Vec<Item>| items.into_iter().try_for_each(&mut sink);
    read_and_gather(source, options, progress, Arc::new(Items), each)
}

/// Like [`read_source`], but the sink gets what `gather` has made of each run of items:
/// work that can be done on all cores stays off the thread of the sink.
///
/// # Errors
/// As [`read()`].
pub fn read_and_gather<G: Gather + 'static, E>(
    source: Source,
    options: &ReadOptions,
    progress: &Progress,
    gather: Arc<G>,
    sink: impl FnMut(G::Run) -> Result<(), E>,
) -> Result<ReadSummary, Stopped<E>> {
    let prepared = prepare(source, options, progress)?;
    Run::new(prepared, options, progress, gather, sink).read_all()
}

/// How many features of each layer a part of the source has.
#[derive(Clone)]
struct Counts(Vec<LayerCount>);

impl Counts {
    fn of(&mut self, layer: Layer) -> Option<&mut LayerCount> {
        let position = self.0.iter().position(|count| count.layer == layer).unwrap_or_else(|| {
            self.0.push(LayerCount { layer, accepted: 0, rejected: 0, repaired: 0 });
            self.0.len() - 1
        });
        self.0.get_mut(position)
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Feature(accepted) => {
                let Some(count) = self.of(accepted.feature.table.layer()) else { return };
                count.accepted += 1;
                count.repaired += u64::from(!accepted.repairs.is_empty());
            }
            Item::Rejected(rejected) => {
                let Some(count) = self.of(rejected.layer) else { return };
                count.rejected += 1;
            }
        }
    }

    fn merge(&mut self, others: &Counts) {
        for other in &others.0 {
            let Some(count) = self.of(other.layer) else { continue };
            count.accepted += other.accepted;
            count.rejected += other.rejected;
            count.repaired += other.repaired;
        }
    }
}

/// One batch, built.
struct BuiltBatch<T> {
    /// Its text, for the room.
    bytes: Vec<u8>,
    made: T,
    pieces: usize,
    counts: Counts,
    met: Met,
    fault: Option<ReadError>,
}

/// Batches that are under way beyond one for each thread.
const SPARE_BATCHES: usize = 3;

struct Run<'a, G: Gather, E, F: FnMut(G::Run) -> Result<(), E>> {
    prepared: Prepared,
    plan: Arc<Plan>,
    options: &'a ReadOptions,
    progress: &'a Progress,
    gather: Arc<G>,
    sink: F,
    met: Met,
    counts: Counts,
    headers: Vec<String>,
    pieces: u64,
}

impl<'a, G: Gather + 'static, E, F: FnMut(G::Run) -> Result<(), E>> Run<'a, G, E, F> {
    fn new(
        mut prepared: Prepared,
        options: &'a ReadOptions,
        progress: &'a Progress,
        gather: Arc<G>,
        sink: F,
    ) -> Self {
        let headers = std::mem::take(&mut prepared.headers);
        let plan = Arc::new(prepared.plan.clone());
        let met = Met::new(&plan);
        let mut counts = Counts(Vec::new());
        // That of the source is always there and first.
        let _ = counts.of(plan.guess.layer);
        Run { prepared, plan, options, progress, gather, sink, met, counts, headers, pieces: 0 }
    }

    fn read_all(mut self) -> Result<ReadSummary, Stopped<E>> {
        // Some more than there are threads: while this one hands a batch over, none must wait.
        let ahead = rayon::current_num_threads() + SPARE_BATCHES;
        let mut queue: VecDeque<Receiver<BuiltBatch<G::Run>>> = VecDeque::with_capacity(ahead);
        let fault = loop {
            self.progress.check().map_err(|_| Stopped::Cancelled)?;
            while queue.len() < ahead
                && let Some(batch) = self.next_batch()
            {
                queue.push_back(start(batch, Arc::clone(&self.plan), Arc::clone(&self.gather)));
            }
            let Some(next) = queue.pop_front() else { break None };
            let Some(built) = wait(&next) else { return Err(Stopped::Cancelled) };
            if let Some(fault) = self.take(built)? {
                break Some(fault);
            }
        };
        let fault = fault.or_else(|| self.check_the_rest().err());
        let cut = match fault {
            None => None,
            Some(mut error) => {
                error.sound_features = self.counts.0.iter().map(|count| count.accepted).sum();
                error.file.clone_from(&self.prepared.path);
                if !(self.options.salvage && can_salvage(&error)) {
                    return Err(Stopped::Source(error));
                }
                error.is_salvaged = true;
                Some(error)
            }
        };
        Ok(self.summary(cut))
    }

    fn next_batch(&mut self) -> Option<Batch> {
        let batch = self.prepared.batches.pop_front().or_else(|| self.prepared.splitter.next_batch());
        self.headers.extend(self.prepared.splitter.take_headers());
        batch
    }

    fn take(&mut self, built: BuiltBatch<G::Run>) -> Result<Option<ReadError>, Stopped<E>> {
        self.prepared.splitter.take_back(built.bytes);
        self.met.merge(&built.met);
        self.pieces += built.pieces as u64;
        self.counts.merge(&built.counts);
        (self.sink)(built.made).map_err(Stopped::Sink)?;
        Ok(built.fault)
    }

    /// What can only be judged at the end: the members behind the features.
    fn check_the_rest(&self) -> Result<(), ReadError> {
        if self.pieces == 0 && self.headers.is_empty() {
            return Err(ReadError::new(ReadErrorKind::Empty));
        }
        check_headers(&self.headers)?;
        if self.options.crs.is_none() {
            for raw in self.headers.iter().filter_map(|header| crs_of(header)) {
                let known = self.prepared.crs_member.as_ref() == Some(&raw);
                if !known && self.pieces > 0 && !super::crs::is_wgs84_member(&raw) {
                    return Err(ReadError::new(ReadErrorKind::LateCrs(raw)));
                }
            }
        }
        Ok(())
    }

    fn summary(self, cut: Option<ReadError>) -> ReadSummary {
        let plan = &self.plan;
        let mut mapping = vec![plan.main.map.only(&self.met.main)];
        if plan.main.layer != Layer::Other && self.counts.0.iter().any(|count| count.layer == Layer::Other) {
            mapping.push(plan.other.map.only(&self.met.other));
        }
        ReadSummary {
            path: self.prepared.path,
            layer: plan.guess.layer,
            layer_why: plan.guess.why.clone(),
            layers: self.counts.0,
            mapping,
            crs: plan.reference.to_string(),
            sha256: self.prepared.splitter.into_input().hash(),
            cut,
        }
    }
}

/// Only a text that breaks off or breaks down has a sound part; the rest is
/// something else altogether.
fn can_salvage(error: &ReadError) -> bool {
    use ReadErrorKind::{CutOff, Encoding, Io, NotUtf8, Syntax, TooLarge};
    error.sound_features > 0
        && matches!(error.kind, CutOff | Syntax(_) | Encoding(_) | NotUtf8(_) | TooLarge(_) | Io(_))
}

fn start<G: Gather + 'static>(batch: Batch, plan: Arc<Plan>, gather: Arc<G>) -> Receiver<BuiltBatch<G::Run>>
where
    G::Run: 'static,
{
    let (sender, receiver) = sync_channel(1);
    rayon::spawn(move || {
        // Nobody waits for it any more after an error or a cancel.
        let _ = sender.send(build_batch(batch, &plan, gather.as_ref()));
    });
    receiver
}

/// Waits for a batch; `None` if it got lost. On a thread of the pool, other work
/// is done meanwhile: were it only to wait, a pool of one would stand still.
fn wait<T>(receiver: &Receiver<BuiltBatch<T>>) -> Option<BuiltBatch<T>> {
    if rayon::current_thread_index().is_none() {
        return receiver.recv().ok();
    }
    loop {
        match receiver.try_recv() {
            Ok(built) => return Some(built),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    std::thread::yield_now();
                }
            }
        }
    }
}

fn build_batch<G: Gather>(batch: Batch, plan: &Plan, gather: &G) -> BuiltBatch<G::Run> {
    let mut met = Met::new(plan);
    let mut counts = Counts(Vec::new());
    let (mut made, mut pieces) = (gather.begin(), 0);
    let mut broken = None;
    for (frame, index) in batch.frames.iter().zip(batch.first_index..) {
        match build(batch.text(frame), frame.kind, index, plan, &mut met) {
            Built::Item(item) => {
                counts.add(&item);
                gather.add(&mut made, item);
                pieces += 1;
            }
            Built::Broken { offset, kind } => {
                let place = batch.place_of(frame.range.start + offset);
                broken = Some(ReadError::new(kind).at(place));
                break;
            }
        }
    }
    let fault = broken.or(batch.fault);
    BuiltBatch { bytes: batch.bytes, pieces, made, counts, met, fault }
}
