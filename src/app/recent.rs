//! What the start screen tells of projects opened before: when each was last changed, and
//! a small picture of its map. Pictures lie beside the settings; losing them costs nothing.

use super::error::AppError;
use super::export::write_whole;
use super::paths;
use super::picture;
use crate::analysis::index::ProjectIndex;
use crate::model::Snapshot;
use egui::ColorImage;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// Width and height of a small picture, in pixels: sharp where a point is two of them.
pub const PICTURE_SIZE_PX: [u32; 2] = [168, 112];

/// A project opened before, as one finds it now.
#[derive(Clone)]
pub struct Glance {
    /// Where it is.
    pub path: PathBuf,
    /// When it was last changed (UTC, ISO); `None` where it is not to be found.
    pub changed_at: Option<String>,
    /// Its map when it was last looked at.
    pub picture: Option<Arc<ColorImage>>,
}

/// Looks at the projects, and clears away the pictures of others. Reads files: for a job.
pub fn look(projects: &[PathBuf], folder: Option<&Path>) -> Vec<Glance> {
    if let Some(folder) = folder {
        clear(projects, folder);
    }
    let glance = |path: &PathBuf| Glance {
        path: path.clone(),
        changed_at: paths::changed_at(path),
        picture: folder.and_then(|folder| read(&picture_file(folder, path))).map(Arc::new),
    };
    projects.iter().map(glance).collect()
}

/// Draws the map of a project and keeps the picture in `folder`.
///
/// # Errors
/// No graphics adapter; a folder that cannot be written.
pub fn keep_picture(
    path: &Path,
    snapshot: &Arc<Snapshot>,
    index: &Arc<ProjectIndex>,
    folder: &Path,
) -> Result<(), AppError> {
    let drawn = picture::small(snapshot, index, PICTURE_SIZE_PX)?;
    let failed = |cause| AppError::Write { file: folder.to_owned(), cause };
    std::fs::create_dir_all(folder).map_err(failed)?;
    write_whole(&picture_file(folder, path), &picture::png(&drawn).map_err(failed)?)
}

/// Where the picture of a project lies: its path says nothing to who sees the folder.
fn picture_file(folder: &Path, path: &Path) -> PathBuf {
    let name = Uuid::new_v5(&Uuid::NAMESPACE_URL, path.as_os_str().as_encoded_bytes());
    folder.join(format!("{name}.png"))
}

fn read(file: &Path) -> Option<ColorImage> {
    let picture = image::open(file).ok()?.to_rgba8();
    // Another size is not a picture of ours.
    (picture.dimensions() == PICTURE_SIZE_PX.into()).then(|| {
        let size = PICTURE_SIZE_PX.map(|side| side as usize);
        ColorImage::from_rgba_unmultiplied(size, picture.as_raw())
    })
}

fn clear(projects: &[PathBuf], folder: &Path) {
    let kept: Vec<PathBuf> = projects.iter().map(|path| picture_file(folder, path)).collect();
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let file = entry.path();
        if file.extension().is_some_and(|ending| ending == "png") && !kept.contains(&file) {
            // One that stays is looked at again the next time.
            let _ = std::fs::remove_file(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_found_again_by_its_project_and_cleared_with_it() {
        let folder = tempfile::tempdir().expect("folder");
        let projects = [folder.path().join("a.gpkg"), folder.path().join("b.gpkg")];
        std::fs::write(&projects[0], "a").expect("written");
        let pictures = folder.path().join("recent");
        std::fs::create_dir(&pictures).expect("made");
        let [width, height] = PICTURE_SIZE_PX;
        let red = image::RgbaImage::from_pixel(width, height, image::Rgba([200, 0, 0, 255]));
        red.save(picture_file(&pictures, &projects[0])).expect("saved");
        std::fs::write(picture_file(&pictures, &projects[1]), "rubbish").expect("written");
        let seen = look(&projects, Some(&pictures));
        let picture = seen[0].picture.as_ref().expect("a picture");
        assert_eq!(picture.pixels[0], egui::Color32::from_rgb(200, 0, 0));
        assert!(seen[0].changed_at.is_some());
        assert!(seen[1].picture.is_none() && seen[1].changed_at.is_none());
        assert!(look(&projects[1..], Some(&pictures))[0].picture.is_none());
        assert!(look(&projects, Some(&pictures))[0].picture.is_none(), "cleared away");
    }
}
