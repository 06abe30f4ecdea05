//! Export: a layer as GeoJSON, as it came in and as it is now.

use super::error::AppError;
use crate::base::Progress;
use crate::base::id::new_uuid;
use crate::exchange::{FieldMap, GeoJsonWriter};
use crate::model::Layer;
use crate::store::{Reader, belongs_to_database};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Writes a layer to a file (`-` is standard output); gives the number of
/// features. A file appears whole or not at all.
///
/// # Errors
/// A project that cannot be read, a file that cannot be written, a cancel.
pub fn export(reader: &Reader, layer: Layer, out: &Path, progress: &Progress) -> Result<u64, AppError> {
    if out.as_os_str() == "-" {
        return write(reader, layer, std::io::stdout().lock(), out, progress);
    }
    whole(out, |file| write(reader, layer, BufWriter::new(file), out, progress))
}

/// Writes a file that appears whole or not at all; what lay there stays until then.
///
/// # Errors
/// A file that cannot be written.
pub fn write_whole(out: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let failed = |cause: std::io::Error| AppError::Write { file: out.to_owned(), cause };
    whole(out, |mut file| file.write_all(bytes).map_err(failed))
}

fn whole<T>(out: &Path, write: impl FnOnce(std::fs::File) -> Result<T, AppError>) -> Result<T, AppError> {
    let failed = |cause: std::io::Error| AppError::Write { file: out.to_owned(), cause };
    // A link stays one: what it leads to is written.
    let target = std::fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    if std::fs::metadata(&target).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // A device or a pipe takes what is written; a file put in its place would end it.
        return write(std::fs::OpenOptions::new().write(true).open(&target).map_err(failed)?);
    }
    // A slip of names must not end the work of months.
    if belongs_to_database(&target) {
        return Err(AppError::OverDatabase(out.to_owned()));
    }
    // A name that nobody has: what lies beside the file is not ours to write over.
    let part = target.with_file_name(format!(".shahrak-{}.part", new_uuid()));
    let file = std::fs::File::create_new(&part).map_err(failed)?;
    let done =
        write(file).and_then(|written| std::fs::rename(&part, &target).map_err(failed).map(|()| written));
    if done.is_err()
        && let Err(cause) = std::fs::remove_file(&part)
    {
        tracing::warn!(file = %part.display(), %cause, "an unfinished file was left behind");
    }
    done
}

fn write(
    reader: &Reader,
    layer: Layer,
    out: impl Write,
    file: &Path,
    progress: &Progress,
) -> Result<u64, AppError> {
    let failed = |cause: std::io::Error| AppError::Write { file: file.to_owned(), cause };
    let mut writer = GeoJsonWriter::new(out).map_err(failed)?;
    let mut maps: HashMap<String, Option<Arc<FieldMap>>> = HashMap::new();
    let mut trouble: Option<AppError> = None;
    reader.export_rows(layer, &mut |row| {
        let mut one = || {
            progress.check()?;
            let map = match &row.source_batch {
                Some(batch) if !maps.contains_key(batch) => {
                    let map = field_map(reader, batch, layer)?.map(Arc::new);
                    maps.entry(batch.clone()).or_insert(map).clone()
                }
                Some(batch) => maps.get(batch).cloned().flatten(),
                None => None,
            };
            writer.write(&row.feature, map.as_ref()).map_err(failed)
        };
        match one() {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                trouble = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    match trouble {
        Some(error) => Err(error),
        None => writer.finish().map_err(failed),
    }
}

/// The mapping that an import of this layer went by. Where it read several files,
/// what any of them mapped.
fn field_map(reader: &Reader, batch: &str, layer: Layer) -> Result<Option<FieldMap>, AppError> {
    let mut merged: Option<FieldMap> = None;
    for stored in reader.import_field_maps(batch)? {
        let Ok(map) = serde_json::from_value::<FieldMap>(stored) else { continue };
        if map.layer != layer {
            continue;
        }
        match &mut merged {
            None => merged = Some(map),
            Some(known) => {
                let new = map.fields.into_iter().filter(|field| !known.fields.contains(field));
                let new: Vec<_> = new.collect();
                known.fields.extend(new);
            }
        }
    }
    Ok(merged)
}
