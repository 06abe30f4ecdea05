//! The planner's drafts as changes to the project: draw, reshape, remove.

use crate::base::id::new_uuid;
use crate::geometry::measure::area_m2;
use crate::geometry::shape::Shape;
use crate::model::{ChangeSet, Edit, Feature, Layer, RowRef, Snapshot, Table, Value};
use geo::{Geometry, MultiPolygon};
use uuid::Uuid;

/// The word of the history for a drawn draft.
const DRAW: &str = "draw_zone";

/// The next free code for a draft: `Z-1`, `Z-2`, …
pub fn next_code(snapshot: &Snapshot) -> String {
    let used =
        snapshot.layer(Layer::Zones).filter_map(|row| row.code()?.strip_prefix("Z-")?.parse::<u64>().ok());
    format!("Z-{}", used.max().unwrap_or(0) + 1)
}

/// Gives drawn drafts whose code was taken since the next free one: two were drawn before
/// the first was written.
pub fn keep_codes_apart(change: &mut ChangeSet, snapshot: &Snapshot) {
    if change.action != DRAW {
        return;
    }
    for edit in &mut change.edits {
        if let Edit::Insert { feature, .. } = edit
            && feature.table == Table::Zones
            && let Some(code) = feature.code()
            && snapshot.layer(Layer::Zones).any(|row| row.code() == Some(code))
        {
            feature.set("code", next_code(snapshot));
        }
    }
}

/// A new draft of a rural zone with that boundary; gives its UUID too.
pub fn draw(snapshot: &Snapshot, boundary: Geometry<f64>, dehestan: Option<&str>) -> (Uuid, ChangeSet) {
    let uuid = new_uuid();
    let mut feature = Feature::new(Table::Zones);
    feature.set("code", next_code(snapshot));
    feature.set("kind", "rural_zone");
    feature.set("status", "proposed");
    feature.set("gross_area_m2", area_m2(&boundary));
    if let Some(dehestan) = dehestan {
        feature.set("dehestan_code", dehestan);
    }
    feature.shape = Some(Shape { geometry: as_multi(boundary), z: None });
    (uuid, ChangeSet::new(DRAW, vec![Edit::Insert { uuid, feature: Box::new(feature) }]))
}

/// Another boundary for a draft.
pub fn reshape(zone: &RowRef<'_>, boundary: Geometry<f64>, dehestan: Option<&str>) -> ChangeSet {
    let set = vec![
        ("gross_area_m2", Value::Real(area_m2(&boundary))),
        ("dehestan_code", dehestan.map_or(Value::Null, Value::from)),
    ];
    let shape = Some(Some(Shape { geometry: as_multi(boundary), z: None }));
    ChangeSet::new("reshape_zone", vec![Edit::Update { table: Table::Zones, uuid: zone.uuid(), set, shape }])
}

/// Another name for a draft.
pub fn rename(zone: &RowRef<'_>, name_fa: &str) -> ChangeSet {
    let name = if name_fa.trim().is_empty() { Value::Null } else { Value::from(name_fa.trim()) };
    let set = vec![("name_fa", name)];
    ChangeSet::new(
        "rename_zone",
        vec![Edit::Update { table: Table::Zones, uuid: zone.uuid(), set, shape: None }],
    )
}

/// Removes a draft; undo brings it back.
pub fn remove(zone: &RowRef<'_>) -> ChangeSet {
    ChangeSet::new("remove_zone", vec![Edit::Delete { table: Table::Zones, uuid: zone.uuid() }])
}

fn as_multi(boundary: Geometry<f64>) -> Geometry<f64> {
    match boundary {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]).into(),
        other => other,
    }
}
