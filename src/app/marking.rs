//! What people mark on a region, with a reason; kept apart from legal labels
//! and from computed scores (domain reference §7.1).

use crate::base::id::new_uuid;
use crate::base::{Problem, ToProblem};
use crate::geometry::shape::Shape;
pub use crate::model::civil_day::today_iso;
use crate::model::schema::MARK_KINDS;
use crate::model::{ChangeSet, Edit, Feature, Layer, RowRef, Snapshot, Table, Value};

/// Why a mark could not be set or cleared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// The kind is none of the known ones.
    #[error("unknown kind of mark: {0}")]
    UnknownKind(String),
    /// A mark needs a reason.
    #[error("a mark needs a reason")]
    NoReason,
    /// There is nothing to clear.
    #[error("{0} has no such mark")]
    NothingToClear(String),
}

impl ToProblem for MarkError {
    fn to_problem(&self) -> Problem {
        match self {
            MarkError::UnknownKind(kind) => Problem::new("mark-unknown-kind")
                .with("kind", kind.as_str())
                .with("kinds", MARK_KINDS.join(", ")),
            MarkError::NoReason => Problem::new("mark-no-reason"),
            MarkError::NothingToClear(area) => {
                Problem::new("mark-nothing-to-clear").with("area", area.as_str())
            }
        }
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
