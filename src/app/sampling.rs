//! The sample project: the generator's layers through the same import as any file.

use super::error::AppError;
use super::import::import_memory;
use crate::base::{Problem, Progress};
use crate::sample::{self, Preset, SampleLayer};
use crate::store::Store;
use geojson::{FeatureCollection, GeoJson};
use std::path::{Path, PathBuf};

/// The seed of the sample project.
pub const SEED: u64 = sample::DEFAULT_SEED;

/// Builds a sample project; an existing file is never replaced.
///
/// # Errors
/// A file that is there, a folder that cannot be written, a cancel.
pub fn build(path: &Path, preset: Preset, seed: u64, progress: &Progress) -> Result<(), AppError> {
    Store::build(path, |store| {
        let layers = sample::build(preset, seed, progress)?;
        let sources = layers
            .into_iter()
            .map(|SampleLayer { layer, features }| {
                let collection = FeatureCollection { bbox: None, features, foreign_members: None };
                let text = GeoJson::from(collection).to_string();
                (layer, format!("{}.geojson", layer.name()), text.into_bytes())
            })
            .collect();
        import_memory(store, sources, progress)?;
        // One careless undo would else empty the project.
        Ok(store.settle()?)
    })
}

/// Where the sample project of this user lies. `SHAHRAK_DATA` names another folder.
///
/// # Errors
/// A machine without a home folder, or a folder that cannot be made.
pub fn sample_file() -> Result<PathBuf, AppError> {
    let folder = std::env::var_os("SHAHRAK_DATA")
        .map(PathBuf::from)
        .or_else(|| Some(directories::ProjectDirs::from("", "", "shahrak")?.data_dir().to_owned()))
        .ok_or_else(|| AppError::Problem(Problem::new("sample-no-home")))?;
    std::fs::create_dir_all(&folder).map_err(|cause| AppError::Write { file: folder.clone(), cause })?;
    Ok(folder.join(format!("{}.gpkg", Preset::SemnanKerman.name())))
}
