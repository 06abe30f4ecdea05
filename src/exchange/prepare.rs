//! Opens a source, samples its first features and decides on the [`Plan`].

use super::batch::{Batch, FrameKind};
use super::build::{Built, Met, Parts, build};
use super::coordinates::geometry;
use super::crs::{candidates, given, lies_far, name_in_member, named};
use super::error::{ReadError, ReadErrorKind};
use super::guess::{Sampled, guess};
use super::item::{Item, Landing};
use super::members::{members, without_nan};
use super::placing::{Swap, Whereabouts};
use super::plan::{Plan, Route};
use super::reader::ReadOptions;
use super::source::{Counted, Source, begin};
use super::splitter::Splitter;
use crate::base::Progress;
use crate::geometry::CrsId;
use crate::geometry::crs::{is_far_outside_iran, outside_iran_m};
use crate::model::Layer;
use geo::CoordsIter;
use std::collections::VecDeque;
use std::path::PathBuf;

/// Features looked at before the first is read.
const SAMPLE_FEATURES: usize = 1000;
const SAMPLE_BYTES: usize = 16 * 1024 * 1024;

/// A source that is open, with its plan and what was read for it.
pub struct Prepared {
    /// The rest of the source.
    pub splitter: Splitter<Counted>,
    /// Pieces read for the sample, still to be built.
    pub batches: VecDeque<Batch>,
    /// The decisions.
    pub plan: Plan,
    /// The file, if it is one.
    pub path: Option<PathBuf>,
    /// Members of the collections that were read to their end already.
    pub headers: Vec<String>,
    /// The `crs` member the plan went by, as JSON text.
    pub crs_member: Option<String>,
}

/// Reads enough of `source` to decide how to read it.
///
/// # Errors
/// What keeps it from being read at all.
pub fn prepare(source: Source, options: &ReadOptions, progress: &Progress) -> Result<Prepared, ReadError> {
    let path = source.path.clone();
    let name = options.source_name.clone().unwrap_or_else(|| source.name.clone());
    let late_crs = source.late_crs.clone();
    let in_file = |mut error: ReadError| {
        error.file = path.clone();
        error
    };
    let mut splitter = Splitter::new(begin(source, progress).map_err(in_file)?);
    let mut batches = VecDeque::new();
    let (mut features, mut bytes) = (0, 0);
    while features < SAMPLE_FEATURES && bytes < SAMPLE_BYTES {
        let Some(batch) = splitter.next_batch() else { break };
        features += batch.frames.len();
        bytes += batch.bytes.len();
        let ends = batch.fault.is_some();
        batches.push_back(batch);
        if ends {
            break;
        }
    }
    let headers = splitter.take_headers();
    check_headers(&headers).map_err(in_file)?;
    let crs_member =
        headers.iter().cloned().chain(splitter.open_header()).find_map(|header| crs_of(&header)).or(late_crs);
    let reference = match (&options.crs, &crs_member) {
        (Some(code), _) => Some(given(code)?),
        (None, Some(raw)) => {
            let name = name_in_member(raw).map_err(in_file)?;
            name.map(|name| named(&name)).transpose().map_err(in_file)?
        }
        (None, None) => None,
    };
    let is_named = reference.is_some();
    let reference = reference.unwrap_or(CrsId::Crs84);
    let plan = plan(&batches, &name, options, reference, is_named).map_err(in_file)?;
    Ok(Prepared { splitter, batches, plan, path, headers, crs_member })
}

fn plan(
    batches: &VecDeque<Batch>,
    name: &str,
    options: &ReadOptions,
    reference: CrsId,
    crs_is_named: bool,
) -> Result<Plan, ReadError> {
    let mended: Vec<String> = sample_texts(batches);
    let mut sample = Vec::new();
    let mut whereabouts = Whereabouts::default();
    for (text, kind) in mended.iter().zip(sample_kinds(batches)) {
        let Ok(parts) = Parts::of(text, kind) else { continue };
        let properties = parts.properties.and_then(|raw| members(raw.get()).ok()).unwrap_or_default();
        let read = parts.geometry.and_then(|text| geometry(text).ok());
        read.iter().filter_map(|read| read.raw.as_ref()).for_each(|raw| whereabouts.note(raw));
        sample.push(Sampled { properties, kind: read.map(|read| read.kind) });
    }
    if !crs_is_named && whereabouts.is_projected() {
        return Err(ReadError::new(ReadErrorKind::Projected(candidates(&whereabouts))));
    }
    let guess = guess(&sample, name, options.layer);
    let unknown = |layer: Layer| {
        move |column| ReadError::new(ReadErrorKind::UnknownColumn { layer: layer.name(), column })
    };
    let main = Route::new(guess.layer, &options.field_map, &guess).map_err(unknown(guess.layer))?;
    let known_there = |(_, column): &&(String, String)| {
        Layer::Other.columns().iter().any(|known| known.name == column.as_str())
    };
    let overrides: Vec<_> = options.field_map.iter().filter(known_there).cloned().collect();
    let other = Route::new(Layer::Other, &overrides, &guess).map_err(unknown(Layer::Other))?;
    let swap = if reference.is_wgs84() { whereabouts.swap() } else { Swap::Never };
    let is_guessed = options.layer.is_none();
    let is_far = swap == Swap::Never && lies_far(&whereabouts, reference);
    let mut plan = Plan { guess, is_guessed, reference, swap, far: Vec::new(), main, other };
    if is_far {
        plan.far = first_far(batches, &plan);
    }
    Ok(plan)
}

/// The first feature of each layer that lies far outside Iran, among those of the sample
/// that are kept.
fn first_far(batches: &VecDeque<Batch>, plan: &Plan) -> Vec<(u64, Landing)> {
    let mut first: Vec<(Layer, u64, Landing)> = Vec::new();
    let mut met = Met::new(plan);
    let frames = batches.iter().flat_map(|batch| {
        batch.frames.iter().zip(batch.first_index..).map(move |(frame, index)| (batch, frame, index))
    });
    for (batch, frame, index) in frames.take(SAMPLE_FEATURES) {
        let built = build(batch.text(frame), frame.kind, index, plan, &mut met);
        let Built::Item(Item::Feature(accepted)) = built else { continue };
        let layer = accepted.feature.table.layer();
        let shape = accepted.feature.shape.as_ref();
        let at = shape.and_then(|shape| shape.geometry.coords_iter().next());
        if let Some(at) = at.filter(|at| is_far_outside_iran(*at))
            && !first.iter().any(|(known, ..)| *known == layer)
        {
            first.push((layer, index, Landing { lon: at.x, lat: at.y, outside_m: outside_iran_m(at) }));
        }
    }
    first.into_iter().map(|(_, index, lands)| (index, lands)).collect()
}

fn sample_kinds(batches: &VecDeque<Batch>) -> impl Iterator<Item = FrameKind> {
    batches.iter().flat_map(|batch| batch.frames.iter().map(|frame| frame.kind)).take(SAMPLE_FEATURES)
}

/// The sampled pieces as text, with bare NaN words mended.
fn sample_texts(batches: &VecDeque<Batch>) -> Vec<String> {
    let frames = batches.iter().flat_map(|batch| batch.frames.iter().map(move |frame| batch.text(frame)));
    frames
        .take(SAMPLE_FEATURES)
        .map(|bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            if members(&text).is_ok() { text } else { without_nan(&text).unwrap_or(text) }
        })
        .collect()
}

/// The `crs` member of a collection's header, as JSON text; `null` counts as none.
pub fn crs_of(header: &str) -> Option<String> {
    let found = members(header).ok()?;
    let (_, raw) = found.iter().find(|(name, _)| name == "crs")?;
    (raw.get() != "null").then(|| raw.get().to_owned())
}

/// Whether the members round the features make a FeatureCollection.
///
/// # Errors
/// [`ReadErrorKind::NotGeoJson`] or [`ReadErrorKind::Syntax`].
pub fn check_headers(headers: &[String]) -> Result<(), ReadError> {
    for header in headers {
        let found = match members(header) {
            Ok(found) => found,
            Err(_) => {
                return Err(ReadError::new(ReadErrorKind::Syntax("members of the collection".to_owned())));
            }
        };
        let count = |wanted: &str| found.iter().filter(|(name, _)| name == wanted).count();
        if count("type") > 1 || count("features") > 1 {
            return Err(ReadError::new(ReadErrorKind::NotGeoJson("duplicate_member")));
        }
        match found.iter().find(|(name, _)| name == "type").map(|(_, raw)| raw.get()) {
            Some("\"FeatureCollection\"") => {}
            Some(_) => return Err(ReadError::new(ReadErrorKind::NotGeoJson("unknown_type"))),
            None => return Err(ReadError::new(ReadErrorKind::NotGeoJson("no_type"))),
        }
    }
    Ok(())
}
