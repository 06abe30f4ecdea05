//! Import: files read by `exchange`, stored by `store`, told in one report. One
//! import is one transaction, however many files and layers it has.

use super::arriving::Arriving;
use super::error::AppError;
use crate::analysis::index::ProjectIndex;
use crate::base::{Problem, Progress, ToProblem};
use crate::exchange::{self, Item, ReadOptions, Stopped};
use crate::model::{Applied, Layer, Snapshot, Table};
use crate::store::{
    Actor, Import, ImportFile, ImportInfo, Kinship, LayerCounts, Matched, Put, Ready, ReadyRows, RowMaker,
    Store, StoreError,
};
use geo::Geometry;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// How files are to be imported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportOptions {
    /// Layer, reference system, mapping, salvage.
    pub read: ReadOptions,
    /// Any finding is a failure.
    pub strict: bool,
    /// Count, and change nothing.
    pub dry_run: bool,
    /// Where features are shown as they come.
    pub arriving: Watched,
}

/// Who watches an import, if anybody; it does not make two imports different.
#[derive(Clone, Default)]
pub struct Watched(pub Option<Arc<Arriving>>);

impl PartialEq for Watched {
    fn eq(&self, _other: &Watched) -> bool {
        true
    }
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Watched({})", self.0.is_some())
    }
}

/// What an import did to one layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerReport {
    /// Added, changed, unchanged, missing.
    pub counts: LayerCounts,
    /// Features left out.
    pub rejected: u64,
    /// Features kept with a mended geometry.
    pub repaired: u64,
}

/// Something about one feature: why it was left out, what was mended, what to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureNote {
    /// The file it is in.
    pub file: String,
    /// Its layer.
    pub layer: Layer,
    /// Its position in the file, from 0.
    pub index: u64,
    /// Its JSON id, as written.
    pub id: Option<String>,
    /// Its code, as far as one could be read.
    pub code: Option<String>,
    /// Stable word for what it is about.
    pub what: String,
    /// The same as a sentence.
    pub message: Problem,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportReport {
    /// Layers that occurred, in drawing order.
    pub layers: Vec<LayerReport>,
    /// Features left out.
    pub rejected: Vec<FeatureNote>,
    /// Repairs.
    pub repaired: Vec<FeatureNote>,
    /// Warnings.
    pub warnings: Vec<FeatureNote>,
    /// Files that broke off, where their sound part was taken.
    pub cut: Vec<Problem>,
    /// Wall time in seconds.
    pub seconds: f64,
}

impl ImportReport {
    /// The words of all notes with their counts, the most frequent first.
    pub fn kinds(&self) -> Vec<String> {
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for note in self.rejected.iter().chain(&self.repaired).chain(&self.warnings) {
            *counts.entry(&note.what).or_default() += 1;
        }
        if !self.cut.is_empty() {
            counts.insert("cut_off", self.cut.len());
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts.iter().map(|(what, count)| format!("{what} ×{count}")).collect()
    }

    /// Something was left out or mended.
    pub fn has_findings(&self) -> bool {
        !self.rejected.is_empty() || !self.repaired.is_empty() || !self.cut.is_empty()
    }
}

/// Imports files into a project; makes the project where there is none.
///
/// # Errors
/// A file that cannot be read, a finding in a strict import, a failure of the
/// project file: nothing is created or changed.
pub fn import_into(
    project: &Path,
    files: &[PathBuf],
    options: &ImportOptions,
    progress: &Progress,
) -> Result<ImportReport, AppError> {
    let started = Instant::now();
    let is_new = std::fs::symlink_metadata(project).is_err();
    let mut report = if is_new && options.dry_run {
        dry_run_of_new(project, files, options, progress)?
    } else if is_new {
        Store::build(project, |store| import(store, files, options, progress))?.0
    } else if options.dry_run {
        import(&mut Store::open_copy(project)?, files, options, progress)?.0
    } else {
        let mut store = Store::open(project, crate::store::Access::Write)?;
        let report = import(&mut store, files, options, progress)?.0;
        store.close()?;
        report
    };
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// A project that is built and thrown away, since only its counts are wanted.
fn dry_run_of_new(
    project: &Path,
    files: &[PathBuf],
    options: &ImportOptions,
    progress: &Progress,
) -> Result<ImportReport, AppError> {
    let mut kept = None;
    let built: Result<(), AppError> = Store::build(project, |store| {
        kept = Some(import(store, files, options, progress)?.0);
        Err(AppError::Cancelled)
    });
    match (built, kept) {
        (_, Some(report)) => Ok(report),
        (Err(error), None) => Err(error),
        (Ok(()), None) => Ok(ImportReport::default()),
    }
}

/// Imports files into an open project. Without a change, `None` for what was applied.
///
/// # Errors
/// As [`import_into`]; the project is as it was.
pub fn import(
    store: &mut Store,
    files: &[PathBuf],
    options: &ImportOptions,
    progress: &Progress,
) -> Result<(ImportReport, Option<Applied>), AppError> {
    let started = Instant::now();
    let mut report = ImportReport::default();
    let mut tally = Tally::default();
    let mut import = store.begin_import(ImportInfo::default(), &Actor::this_user(), progress)?;
    for file in files {
        read_file(file, &mut import, options, progress, &mut report, &mut tally)?;
    }
    let findings = report.rejected.len() + report.repaired.len() + report.warnings.len() + report.cut.len();
    if options.strict && findings > 0 {
        return Err(AppError::Strict { findings, kinds: report.kinds() });
    }
    let (counts, applied) = if options.dry_run {
        (import.preview()?, None)
    } else {
        let done = import.finish()?;
        (done.counts, Some(done.applied))
    };
    report.layers = tally.with(&counts);
    report.seconds = started.elapsed().as_secs_f64();
    Ok((report, applied))
}

/// Imports sources that are already in memory, such as the sample's layers.
///
/// # Errors
/// As [`import`].
pub fn import_memory(
    store: &mut Store,
    sources: Vec<(Layer, String, Vec<u8>)>,
    progress: &Progress,
) -> Result<Applied, AppError> {
    let mut report = ImportReport::default();
    let mut tally = Tally::default();
    let mut import = store.begin_import(ImportInfo::default(), &Actor::this_user(), progress)?;
    for (layer, name, bytes) in sources {
        let source = exchange::Source::stream(std::io::Cursor::new(bytes), &name);
        let options = ReadOptions { layer: Some(layer), ..ReadOptions::default() };
        let summary = {
            let gather = Arc::new(Gather { rows: import.row_maker(), arriving: Watched::default() });
            let mut sink = |run| put(run, &Watched::default(), &name, &mut import, &mut report, &mut tally);
            exchange::read_and_gather(source, &options, progress, gather, &mut sink)?
        };
        note_summary(&summary, &name, &mut import);
    }
    Ok(import.finish()?.applied)
}

fn read_file(
    file: &Path,
    import: &mut Import<'_>,
    options: &ImportOptions,
    progress: &Progress,
    report: &mut ImportReport,
    tally: &mut Tally,
) -> Result<(), AppError> {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let source = exchange::Source::open(file, progress)?;
    import.announce(std::fs::metadata(file).map_or(0, |about| about.len()));
    let gather = Arc::new(Gather { rows: import.row_maker(), arriving: options.arriving.clone() });
    let sink = |run| put(run, &options.arriving, &name, import, report, tally);
    let read: Result<_, Stopped<AppError>> =
        exchange::read_and_gather(source, &options.read, progress, gather, sink);
    let summary = read?;
    note_summary(&summary, &name, import);
    tally.see(summary.layer);
    report.cut.extend(summary.cut.iter().map(ToProblem::to_problem));
    Ok(())
}

fn note_summary(summary: &exchange::ReadSummary, name: &str, import: &mut Import<'_>) {
    import.info.files.push(ImportFile { name: name.to_owned(), sha256: summary.sha256.clone() });
    for map in &summary.mapping {
        match serde_json::to_value(map) {
            Ok(kept) if !import.info.field_maps.contains(&kept) => import.info.field_maps.push(kept),
            Ok(_) => {}
            Err(cause) => tracing::error!(%cause, "a mapping was not kept; an export goes by the rules"),
        }
        for field in &map.fields {
            import.info.map(map.layer, &field.property, &field.column);
        }
    }
}

/// A run of items as the threads that read hand it over.
struct BroughtRun {
    items: Vec<Brought>,
    /// What features look like, where somebody watches.
    shapes: Vec<Geometry<f64>>,
    /// The rows that items speak of, in their order.
    rows: Option<ReadyRows>,
}

/// An item as the threads that read hand it over: a feature is ready to be stored.
enum Brought {
    /// The next row of the run, of which nothing is to be told.
    Row {
        index: u64,
    },
    Feature(Box<BroughtFeature>),
    Rejected(Box<exchange::Rejected>),
}

struct BroughtFeature {
    layer: Layer,
    index: u64,
    id: Option<String>,
    code: Option<String>,
    repairs: Vec<exchange::Repaired>,
    warnings: Vec<exchange::Warning>,
    ready: Result<BroughtRow, StoreError>,
}

enum BroughtRow {
    /// The next row of the run.
    Next,
    Cells(Ready),
}

/// Makes items ready on the threads that read.
struct Gather {
    /// Where features become rows at once.
    rows: Option<Arc<RowMaker>>,
    arriving: Watched,
}

impl exchange::Gather for Gather {
    type Run = BroughtRun;

    fn begin(&self) -> BroughtRun {
        let rows = self.rows.as_ref().map(RowMaker::rows);
        BroughtRun { items: Vec::new(), shapes: Vec::new(), rows }
    }

    fn add(&self, run: &mut BroughtRun, item: Item) {
        if self.arriving.0.is_some()
            && let Item::Feature(accepted) = &item
        {
            run.shapes.extend(accepted.feature.shape.as_ref().map(|shape| shape.geometry.clone()));
        }
        run.items.push(make(item, run.rows.as_mut()));
    }
}

fn make(item: Item, rows: Option<&mut ReadyRows>) -> Brought {
    let accepted = match item {
        Item::Rejected(rejected) => return Brought::Rejected(rejected),
        Item::Feature(accepted) => accepted,
    };
    let exchange::Accepted { index, feature, repairs, warnings } = *accepted;
    // Without a code it is known by its content: not a matter of pages alone.
    let rows = rows.filter(|_| feature.code().is_some());
    let is_silent = repairs.is_empty() && warnings.is_empty();
    let layer = feature.table.layer();
    // A row that nothing is told of keeps its names to itself.
    let is_named = !is_silent || rows.is_none();
    let id = feature.source.id.clone().filter(|_| is_named);
    let code = feature.code().filter(|_| is_named).map(str::to_owned);
    let ready = match rows {
        Some(rows) => rows.add(feature).map(|()| BroughtRow::Next),
        None => Ready::of(feature).map(BroughtRow::Cells),
    };
    match ready {
        Ok(BroughtRow::Next) if is_silent => Brought::Row { index },
        ready => {
            Brought::Feature(Box::new(BroughtFeature { layer, index, id, code, repairs, warnings, ready }))
        }
    }
}

fn put(
    run: BroughtRun,
    arriving: &Watched,
    file: &str,
    import: &mut Import<'_>,
    report: &mut ImportReport,
    tally: &mut Tally,
) -> Result<(), AppError> {
    let BroughtRun { items, shapes, mut rows } = run;
    if let Some(arriving) = &arriving.0 {
        arriving.bring(shapes);
    }
    let mut taker = Taker { file, import, report, tally };
    items.into_iter().try_for_each(|brought| taker.take(brought, rows.as_mut()))
}

/// What items are put into.
struct Taker<'t, 'i> {
    file: &'t str,
    import: &'t mut Import<'i>,
    report: &'t mut ImportReport,
    tally: &'t mut Tally,
}

impl Taker<'_, '_> {
    fn take(&mut self, brought: Brought, rows: Option<&mut ReadyRows>) -> Result<(), AppError> {
        match brought {
            Brought::Row { index } => self.row(index, rows),
            Brought::Feature(brought) => self.feature(*brought, rows),
            Brought::Rejected(rejected) => {
                self.tally.rejected(rejected.layer);
                self.report.rejected.push(FeatureNote {
                    file: self.file.to_owned(),
                    layer: rejected.layer,
                    index: rejected.index,
                    id: rejected.id.clone(),
                    code: rejected.code.clone(),
                    what: rejected.reason.to_owned(),
                    message: rejected.to_problem(),
                });
                Ok(())
            }
        }
    }

    /// The next row, of which nothing is to be told unless its code came before.
    fn row(&mut self, index: u64, rows: Option<&mut ReadyRows>) -> Result<(), AppError> {
        let Some(rows) = rows else { return Ok(()) };
        let Some(layer) = rows.table().map(Table::layer) else { return Ok(()) };
        let Some(put) = self.import.put_row(rows)? else { return Ok(()) };
        self.tally.taken(layer, false);
        if let Some((what, message)) = told_of(&put) {
            let (id, code) = rows.names_of_last();
            let told = FeatureNote {
                file: self.file.to_owned(),
                layer,
                index,
                id,
                code,
                what: what.to_owned(),
                message: told_problem(message, index, put.known_from),
            };
            self.report.warnings.push(told);
        }
        Ok(())
    }

    fn feature(&mut self, brought: BroughtFeature, rows: Option<&mut ReadyRows>) -> Result<(), AppError> {
        let BroughtFeature { layer, index, id, code, repairs, warnings, ready } = brought;
        let note = |what: &str, message: Problem| FeatureNote {
            file: self.file.to_owned(),
            layer,
            index,
            id: id.clone(),
            code: code.clone(),
            what: what.to_owned(),
            message,
        };
        let put = match (ready, rows) {
            (Ok(BroughtRow::Cells(ready)), _) => self.import.put_ready(ready).map(Some),
            (Ok(BroughtRow::Next), Some(rows)) => self.import.put_row(rows),
            (Ok(BroughtRow::Next), None) => Ok(None),
            (Err(error), _) => Err(error),
        };
        let report = &mut *self.report;
        match put {
            Ok(None) => Ok(()),
            Ok(Some(put)) => {
                self.tally.taken(layer, !repairs.is_empty());
                report.repaired.extend(repairs.iter().map(|repair| note(repair.what, repair.problem(index))));
                report
                    .warnings
                    .extend(warnings.iter().map(|warning| note(warning.what, warning.problem(index))));
                if let Some((what, message)) = told_of(&put) {
                    report.warnings.push(note(what, told_problem(message, index, put.known_from)));
                }
                Ok(())
            }
            Err(
                error @ (StoreError::GeometryKind { .. }
                | StoreError::NoSuchColumn { .. }
                | StoreError::Heights),
            ) => {
                self.tally.rejected(layer);
                report.rejected.push(note("not_stored", error.to_problem()));
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn told_problem(message: &'static str, index: u64, known_from: Option<String>) -> Problem {
    Problem::new(message).with("index", index).with("file", known_from.unwrap_or_default())
}

/// What is to be told of how a feature was known: word and message.
fn told_of(put: &Put) -> Option<(&'static str, &'static str)> {
    match (put.kinship, put.matched) {
        _ if put.code_repeated => Some(("code_repeated", "import-code-repeated")),
        (Kinship::OtherList, Matched::Changed) => Some(("other_list", "import-other-list")),
        (Kinship::OtherThing, Matched::Added) => Some(("code_of_other_thing", "import-code-of-other-thing")),
        _ => None,
    }
}

/// What reading says of each layer; the store counts the rest.
#[derive(Default)]
struct Tally {
    layers: Vec<(Layer, u64, u64)>,
}

impl Tally {
    fn see(&mut self, layer: Layer) -> Option<&mut (Layer, u64, u64)> {
        if !self.layers.iter().any(|known| known.0 == layer) {
            self.layers.push((layer, 0, 0));
        }
        self.layers.iter_mut().find(|known| known.0 == layer)
    }

    fn rejected(&mut self, layer: Layer) {
        if let Some(counts) = self.see(layer) {
            counts.1 += 1;
        }
    }

    fn taken(&mut self, layer: Layer, is_repaired: bool) {
        if let Some(counts) = self.see(layer) {
            counts.2 += u64::from(is_repaired);
        }
    }

    fn with(&self, stored: &[LayerCounts]) -> Vec<LayerReport> {
        let none = |layer| LayerCounts { layer, added: 0, changed: 0, unchanged: 0, missing: 0 };
        Layer::ALL
            .into_iter()
            .filter_map(|layer| {
                let read = self.layers.iter().find(|known| known.0 == layer);
                let counts = stored.iter().find(|counts| counts.layer == layer);
                (read.is_some() || counts.is_some()).then(|| LayerReport {
                    counts: counts.copied().unwrap_or(none(layer)),
                    rejected: read.map_or(0, |known| known.1),
                    repaired: read.map_or(0, |known| known.2),
                })
            })
            .collect()
    }
}

/// What the import sheet shows of a file before it is imported.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    /// What the file looks like.
    pub findings: exchange::Findings,
    /// Rejections, repairs and warnings as sentences, the gravest first.
    pub notes: Vec<Problem>,
    /// Where it lies in the project: the units that hold its middle, from the
    /// province down. Empty where the project has none there.
    pub place: Vec<crate::model::RowId>,
}

/// A system that the metres of a file may be in.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its code and name, and where the file's middle would land.
    pub crs: exchange::CrsCandidate,
    /// The units of the project that hold that place, from the province down.
    pub place: Vec<crate::model::RowId>,
}

/// The systems to choose from where a file does not say in which its metres are, the
/// likeliest first; none for any other error. `around` is as for [`inspect`].
pub fn candidates(error: &AppError, around: Option<(&Snapshot, &ProjectIndex)>) -> Vec<Candidate> {
    let AppError::Read(exchange::ReadError { kind: exchange::ReadErrorKind::Projected(found), .. }) = error
    else {
        return Vec::new();
    };
    let place = |crs: &exchange::CrsCandidate| match around {
        Some((snapshot, index)) => {
            super::finding::units_at(snapshot, index, geo::Coord { x: crs.lon, y: crs.lat })
        }
        None => Vec::new(),
    };
    let mut candidates: Vec<Candidate> =
        found.iter().map(|crs| Candidate { crs: crs.clone(), place: place(crs) }).collect();
    // Those by which it lies in the project first.
    candidates.sort_by_key(|candidate| candidate.place.is_empty());
    candidates
}

/// Looks at the beginning of a file as an import would, and keeps nothing.
/// `around` is the project it may be imported into.
///
/// # Errors
/// A file that cannot be read.
pub fn inspect(
    file: &Path,
    options: &ImportOptions,
    around: Option<(&Snapshot, &ProjectIndex)>,
) -> Result<Inspection, AppError> {
    let findings = exchange::inspect(file, &options.read)?;
    let mut notes: Vec<Problem> = findings.fault.iter().map(ToProblem::to_problem).collect();
    notes.extend(findings.first_rejected.iter().map(ToProblem::to_problem));
    notes.extend(findings.first_repairs.iter().map(|(index, repair)| repair.problem(*index)));
    notes.extend(findings.first_warnings.iter().map(|(index, warning)| warning.problem(*index)));
    let boxes = findings.outlines.iter().filter_map(crate::geometry::geodesic_bounds);
    let middle = boxes.reduce(|one, other| one.union(&other)).map(|bounds| bounds.centre());
    let place = match (around, middle) {
        (Some((snapshot, index)), Some(middle)) => super::finding::units_at(snapshot, index, middle),
        _ => Vec::new(),
    };
    Ok(Inspection { findings, notes, place })
}
