//! What people mark on a region, with a reason; kept apart from legal labels
//! and from computed scores (domain reference §7.1).

use super::error::AppError;
use crate::base::id::new_uuid;
use crate::base::{Problem, ToProblem};
use crate::geometry::shape::Shape;
pub use crate::model::civil_day::today_iso;
use crate::model::reference::{self, ReferenceError};
use crate::model::schema::MARK_KINDS;
use crate::model::{ChangeSet, Edit, Feature, Layer, RowId, RowRef, Snapshot, Table, Value};

/// Why a mark could not be set or cleared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// The kind is none of the known ones.
    #[error("unknown kind of mark: {0}")]
    UnknownKind(String),
    /// A mark needs a reason.
    #[error("a mark needs a reason")]
    NoReason,
    /// What is named is no region.
    #[error("{name} is in the layer {layer}")]
    NotARegion {
        /// The name asked for.
        name: String,
        /// Where something has it.
        layer: &'static str,
    },
    /// There is nothing to clear.
    #[error("{0} has no such mark")]
    NothingToClear(String),
}

impl ToProblem for MarkError {
    fn to_problem(&self) -> Problem {
        match self {
            MarkError::UnknownKind(kind) => Problem::new("mark-unknown-kind")
                .with("kind", kind.as_str())
                .with("kinds", MARK_KINDS.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>()),
            MarkError::NoReason => Problem::new("mark-no-reason"),
            MarkError::NotARegion { name, layer } => {
                Problem::new("mark-not-a-region").with("name", name.as_str()).with("layer", *layer)
            }
            MarkError::NothingToClear(area) => {
                Problem::new("mark-nothing-to-clear").with("area", area.as_str())
            }
        }
    }
}

/// The one region of that name.
///
/// # Errors
/// [`ReferenceError`] where there is none, or more than one; [`MarkError::NotARegion`]
/// where something else has the name.
pub fn region_named(snapshot: &Snapshot, name: &str) -> Result<RowId, AppError> {
    let not_found = match reference::resolve(snapshot, name, &[Layer::Admin]) {
        Err(error @ ReferenceError::NotFound(_)) => error,
        found => return Ok(found?),
    };
    let has_it = |layer: &Layer| {
        !matches!(reference::resolve(snapshot, name, &[*layer]), Err(ReferenceError::NotFound(_)))
    };
    match Layer::ALL.into_iter().find(has_it) {
        Some(layer) => Err(MarkError::NotARegion { name: name.to_owned(), layer: layer.name() }.into()),
        None => Err(not_found.into()),
    }
}

/// The marks of a region, oldest first.
pub fn marks_of<'a>(snapshot: &'a Snapshot, area_code: &'a str) -> impl Iterator<Item = RowRef<'a>> {
    snapshot.layer(Layer::Marks).filter(move |row| row.text("admin_code") == Some(area_code))
}

/// Marks a region; a mark of that kind that is already there gets the new reason.
///
/// # Errors
/// [`MarkError`] for an unknown kind or an empty reason.
pub fn mark(
    snapshot: &Snapshot,
    area: &RowRef<'_>,
    kind: &str,
    reason: &str,
    author: &str,
    today_iso: &str,
) -> Result<ChangeSet, MarkError> {
    if !MARK_KINDS.contains(&kind) {
        return Err(MarkError::UnknownKind(kind.to_owned()));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(MarkError::NoReason);
    }
    let area_code = area.code().map_or_else(|| area.uuid().to_string(), str::to_owned);
    let known = marks_of(snapshot, &area_code).find(|row| row.text("kind") == Some(kind));
    let edit = match known {
        Some(row) => Edit::Update {
            table: Table::Marks,
            uuid: row.uuid(),
            set: vec![
                ("reason", Value::from(reason)),
                ("author", Value::from(author)),
                ("marked_on", Value::from(today_iso)),
            ],
            shape: None,
        },
        None => {
            let mut feature = Feature::new(Table::Marks);
            feature.set("admin_code", area_code);
            feature.set("kind", kind);
            feature.set("reason", reason);
            feature.set("author", author);
            feature.set("marked_on", today_iso);
            feature.shape =
                area.geometry().map(|geometry| Shape { geometry: geometry.as_ref().clone(), z: None });
            Edit::Insert { uuid: new_uuid(), feature: Box::new(feature) }
        }
    };
    let mut change = ChangeSet::new("mark", vec![edit]);
    change.reason = Some(reason.to_owned());
    Ok(change)
}

/// Clears the marks of a region: those of `kind`, or all.
///
/// # Errors
/// [`MarkError::NothingToClear`] where the region has no such mark.
pub fn clear(snapshot: &Snapshot, area: &RowRef<'_>, kind: Option<&str>) -> Result<ChangeSet, MarkError> {
    let area_code = area.code().map_or_else(|| area.uuid().to_string(), str::to_owned);
    let edits: Vec<Edit> = marks_of(snapshot, &area_code)
        .filter(|row| kind.is_none() || row.text("kind") == kind)
        .map(|row| Edit::Delete { table: Table::Marks, uuid: row.uuid() })
        .collect();
    if edits.is_empty() {
        return Err(MarkError::NothingToClear(area_code));
    }
    Ok(ChangeSet::new("clear_mark", edits))
}
