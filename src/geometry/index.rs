//! Boxes: of geodesic edges, and an index over many of them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use geo::{Coord, CoordsIter as _, Geometry, LineString, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope as _, RTree};

use super::geodesic::{FLATTENING, inverse};
use super::shape::BoundingBox;

/// The box in degrees that holds a geometry with its edges taken as geodesics;
/// `None` when there is no coordinate.
///
/// A geodesic bulges poleward out of the box of its ends (72 m on a power line of
/// 130 km). The extreme latitude of each edge that could matter is computed exactly.
/// Edges over half the globe (across 180°) are taken by their ends.
pub fn geodesic_bounds(geometry: &Geometry<f64>) -> Option<BoundingBox> {
    let mut found = BoundingBox::of_coords(geometry.coords_iter())?;
    for_each_edge(geometry, &mut |from, to| {
        let bulge_deg = latitude_bulge_deg(from, to);
        if from.y.max(to.y) + bulge_deg > found.north || from.y.min(to.y) - bulge_deg < found.south {
            found = found.union(&edge_bounds(from, to));
        }
    });
    Some(found)
}

/// Calls `visit` for every edge of lines and rings.
pub fn for_each_edge(geometry: &Geometry<f64>, visit: &mut impl FnMut(Coord<f64>, Coord<f64>)) {
    let mut path = |line: &LineString<f64>| line.lines().for_each(|edge| visit(edge.start, edge.end));
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => {}
        Geometry::Line(line) => visit(line.start, line.end),
        Geometry::LineString(line) => path(line),
        Geometry::MultiLineString(lines) => lines.iter().for_each(path),
        Geometry::Polygon(polygon) => rings(polygon).for_each(path),
        Geometry::MultiPolygon(polygons) => polygons.iter().flat_map(rings).for_each(path),
        Geometry::Rect(rect) => rings(&rect.to_polygon()).for_each(path),
        Geometry::Triangle(triangle) => rings(&triangle.to_polygon()).for_each(path),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| for_each_edge(part, visit)),
    }
}

/// All rings of a polygon, the outer one first.
pub fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// The box in degrees of one geodesic edge.
pub fn edge_bounds(from: Coord<f64>, to: Coord<f64>) -> BoundingBox {
    let plain = BoundingBox::of_point(from).including(to);
    if from.x == to.x || (to.x - from.x).abs() >= 180.0 {
        return plain;
    }
    let ends = inverse(from, to);
    let (start, end) = (ends.start_azimuth_deg.to_radians(), ends.end_azimuth_deg.to_radians());
    // Clairaut: sin(azimuth)·cos(reduced latitude) is constant; at the extreme the azimuth is ±90°.
    let reduced = ((1.0 - FLATTENING) * from.y.to_radians().tan()).atan();
    let extreme_reduced = (start.sin().abs() * reduced.cos()).acos();
    let extreme_deg = (extreme_reduced.tan() / (1.0 - FLATTENING)).atan().to_degrees();
    let mut bounds = plain;
    if start.cos() > 0.0 && end.cos() < 0.0 {
        bounds.north = bounds.north.max(extreme_deg);
    }
    if start.cos() < 0.0 && end.cos() > 0.0 {
        bounds.south = bounds.south.min(-extreme_deg);
    }
    bounds
}

/// A generous bound in degrees on how far the latitude of a geodesic can differ,
/// at any longitude between its ends, from the straight line between them in
/// degrees. From φ'' = −sinφ·cosφ − 2·tanφ·φ'² of a great circle, with a factor
/// of two and more in hand for the ellipsoid and for the change of slope.
pub fn latitude_bulge_deg(from: Coord<f64>, to: Coord<f64>) -> f64 {
    let (across, up) = ((to.x - from.x).to_radians(), (to.y - from.y).to_radians());
    let steepest = from.y.abs().max(to.y.abs()).to_radians();
    if steepest > 1.4 || across.abs() > 0.5 {
        return 180.0;
    }
    (0.15 * across * across + steepest.tan() * up * up).to_degrees()
}

type Entry<Id> = GeomWithData<Rectangle<[f64; 2]>, Id>;

/// An index of boxes by id. Copies are cheap and share the large part; a change
/// costs in proportion to the changes since the last [`BoxIndex::compacted`], not
/// to the size.
#[derive(Debug, Clone)]
pub struct BoxIndex<Id: Clone> {
    /// Trees over disjoint parts of the boxes: several cores build them side by side.
    base: Arc<Vec<RTree<Entry<Id>>>>,
    /// What differs from `base`: the present box of an id, or none when removed.
    changed: Arc<HashMap<Id, Option<BoundingBox>>>,
    added: Arc<RTree<Entry<Id>>>,
    len: usize,
}

impl<Id: Clone + Eq + Hash> Default for BoxIndex<Id> {
    fn default() -> Self {
        BoxIndex::build([])
    }
}

impl<Id: Clone + Eq + Hash> BoxIndex<Id> {
    /// Builds the index in one go; ids must be unique.
    pub fn build(boxes: impl IntoIterator<Item = (Id, BoundingBox)>) -> Self {
        BoxIndex::of_parts(vec![BoxPart::build(boxes)])
    }

    /// Puts together what was built part by part; ids must be unique among all parts.
    pub fn of_parts(parts: Vec<BoxPart<Id>>) -> Self {
        let base: Vec<_> = parts.into_iter().map(|part| part.tree).filter(|tree| tree.size() > 0).collect();
        let len = base.iter().map(RTree::size).sum();
        BoxIndex { base: Arc::new(base), changed: Arc::default(), added: Arc::default(), len }
    }

    /// Number of boxes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no box.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number of changes that lie over the base; see [`BoxIndex::compacted`].
    pub fn overlay_len(&self) -> usize {
        self.changed.len()
    }

    /// This index with changes: `(id, old box, new box)`; no old box for an added id,
    /// no new box for a removed one. The old box must be the one the index holds.
    pub fn with_changes(
        &self,
        changes: impl IntoIterator<Item = (Id, Option<BoundingBox>, Option<BoundingBox>)>,
    ) -> Self {
        let mut next = self.clone();
        let changed = Arc::make_mut(&mut next.changed);
        let added = Arc::make_mut(&mut next.added);
        for (id, old, new) in changes {
            if let Some(Some(overlaid)) = changed.get(&id) {
                added.remove(&entry(id.clone(), *overlaid));
            }
            if let Some(bounds) = new {
                added.insert(entry(id.clone(), bounds));
            }
            next.len = next.len + usize::from(new.is_some()) - usize::from(old.is_some()).min(next.len);
            changed.insert(id, new);
        }
        next
    }

    /// The same boxes in one fresh tree; worth it in the background when
    /// [`BoxIndex::overlay_len`] has grown to some per cent of [`BoxIndex::len`].
    pub fn compacted(&self) -> Self {
        let kept = self.base.iter().flat_map(RTree::iter);
        let kept = kept.filter(|entry| !self.changed.contains_key(&entry.data));
        let entries: Vec<_> = kept.chain(self.added.iter()).cloned().collect();
        BoxIndex::of_parts(vec![BoxPart { tree: RTree::bulk_load(entries) }])
    }

    /// A box that holds all boxes; after removals it may be larger than needed.
    /// `None` when there is no box.
    pub fn bounds(&self) -> Option<BoundingBox> {
        let of = |tree: &RTree<Entry<Id>>| {
            let envelope = (tree.size() > 0).then(|| tree.root().envelope())?;
            let ([west, south], [east, north]) = (envelope.lower(), envelope.upper());
            Some(BoundingBox { west, south, east, north })
        };
        self.base.iter().chain([self.added.as_ref()]).filter_map(of).reduce(|one, other| one.union(&other))
    }

    /// The ids whose box meets `bounds`, in no particular order.
    pub fn query<'a>(&'a self, bounds: &BoundingBox) -> impl Iterator<Item = &'a Id> + use<'a, Id> {
        let envelope = AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
        let base = self.base.iter().filter(move |part| part.root().envelope().intersects(&envelope));
        let base = base.flat_map(move |part| part.locate_in_envelope_intersecting(&envelope));
        let base = base.filter(|entry| self.changed.is_empty() || !self.changed.contains_key(&entry.data));
        base.chain(self.added.locate_in_envelope_intersecting(&envelope)).map(|entry| &entry.data)
    }

    /// The ids whose box holds the position, in no particular order.
    pub fn at<'a>(&'a self, at: Coord<f64>) -> impl Iterator<Item = &'a Id> + use<'a, Id> {
        self.query(&BoundingBox::of_point(at))
    }
}

/// Some of the boxes of an index, on their own.
#[derive(Debug, Clone)]
pub struct BoxPart<Id: Clone> {
    tree: RTree<Entry<Id>>,
}

impl<Id: Clone> BoxPart<Id> {
    /// Builds the part in one go.
    pub fn build(boxes: impl IntoIterator<Item = (Id, BoundingBox)>) -> Self {
        let entries: Vec<_> = boxes.into_iter().map(|(id, bounds)| entry(id, bounds)).collect();
        BoxPart { tree: RTree::bulk_load(entries) }
    }
}

fn entry<Id>(id: Id, bounds: BoundingBox) -> Entry<Id> {
    let corners = Rectangle::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
    GeomWithData::new(corners, id)
}
