//! Features as they are drawn: read and brought to WGS 84, nothing mended. For
//! measuring and for checking a zone before anybody repairs it.

use super::batch::{Batch, Frame};
use super::build::{NoFeature, Parts};
use super::coordinates::geometry;
use super::crs::to_wgs84;
use super::error::{ReadError, ReadErrorKind};
use super::members::{members, without_nan};
use super::prepare::{Prepared, prepare};
use super::reader::ReadOptions;
use super::source::Source;
use super::syntax::syntax_fault;
use crate::base::Progress;
use crate::geometry::RawGeometry;
use crate::model::{Layer, Value};
use std::path::Path;

/// One feature as drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Position in the source, from 0.
    pub index: u64,
    /// The Feature's `id` as JSON text.
    pub id: Option<String>,
    /// Values of the columns of the asked layer, in their order.
    pub values: Vec<Value>,
    /// Its geometry; `Ok(None)` where it has none, `Err` with a stable word
    /// where there is something that is no geometry.
    pub geometry: Result<Option<RawGeometry>, &'static str>,
}

/// Reads every feature of the file at `path` (`-` is standard input) as drawn;
/// its properties as those of `layer`.
///
/// # Errors
/// A source that is not readable as GeoJSON, an unknown reference system.
pub fn read_drawn(
    path: &Path,
    layer: Layer,
    crs: Option<&str>,
    progress: &Progress,
) -> Result<Vec<Drawn>, ReadError> {
    let options = ReadOptions { layer: Some(layer), crs: crs.map(str::to_owned), ..ReadOptions::default() };
    let mut prepared = prepare(Source::open(path, progress)?, &options, progress)?;
    let mut all = Vec::new();
    // Nothing can be salvaged here, so no sound features are promised.
    let in_file = |mut error: ReadError| {
        error.file = Some(path.to_owned());
        error
    };
    loop {
        let batch = prepared.batches.pop_front().or_else(|| prepared.splitter.next_batch());
        let Some(batch) = batch else { break };
        for (frame, index) in batch.frames.iter().zip(batch.first_index..) {
            let drawn = drawn(&batch, frame, index, &prepared).map_err(&in_file)?;
            all.push(drawn);
        }
        if let Some(fault) = batch.fault {
            return Err(in_file(fault));
        }
    }
    Ok(all)
}

fn drawn(batch: &Batch, frame: &Frame, index: u64, prepared: &Prepared) -> Result<Drawn, ReadError> {
    let bytes = batch.text(frame);
    let broken = || {
        let (offset, kind) = syntax_fault(bytes).unwrap_or((0, ReadErrorKind::Syntax(String::new())));
        ReadError::new(kind).at(batch.place_of(frame.range.start + offset))
    };
    let text = std::str::from_utf8(bytes).map_err(|_| broken())?;
    let mended = without_nan(text);
    let text = mended.as_deref().unwrap_or(text);
    let no_feature = |word| Drawn { index, id: None, values: Vec::new(), geometry: Err(word) };
    let parts = match Parts::of(text, frame.kind) {
        Ok(parts) => parts,
        Err(NoFeature::Broken) => return Err(broken()),
        Err(NoFeature::Source(word)) if index == 0 => {
            return Err(ReadError::new(ReadErrorKind::NotGeoJson(word)));
        }
        Err(NoFeature::Source(word) | NoFeature::Piece(word)) => return Ok(no_feature(word)),
    };
    let properties = parts.properties.and_then(|raw| members(raw.get()).ok()).unwrap_or_default();
    let mapper = &prepared.plan.main.mapper;
    let values = mapper.derive(&properties, parts.id, &mut mapper.unmet()).values;
    let geometry = match parts.geometry.map(geometry).transpose() {
        Err(word) => Err(word),
        Ok(read) => match read.and_then(|read| read.raw) {
            None => Ok(None),
            Some(mut raw) => match to_wgs84(prepared.plan.reference, &mut raw) {
                Ok(()) => Ok(Some(raw)),
                Err(reason) => Err(reason.word),
            },
        },
    };
    Ok(Drawn { index, id: parts.id.map(|raw| raw.get().to_owned()), values, geometry })
}
