//! What lies round a draft, with the metres the rules keep from each.

use super::error::SampleError;
use super::plane::{Plane, metres_per_degree};
use crate::model::preset::{Presets, Setbacks};
use geo::Area as _;
use geo::{BooleanOps, BoundingRect, Contains, Coord, Distance, Euclidean, Geometry, Intersects, MapCoords};
use geo::{MultiPolygon, Polygon};
use geojson::{Feature, JsonValue};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Share and metres on top of a set-back: the flat sheet and straight lines
/// between degrees differ from geodesics by a metre or so in a kilometre.
const MARGIN: (f64, f64) = (1.05, 10.0);

/// What no rule keeps a draft off, but no planner draws across, metres.
const NOT_ACROSS: [(&str, f64); 2] = [("road", 50.0), ("water_main", 20.0)];

/// Shapes (degrees), each with a distance in metres.
pub(super) struct Shapes {
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    shapes: Vec<(Geometry<f64>, f64)>,
    farthest_m: f64,
}

impl Shapes {
    pub(super) fn new(shapes: Vec<(Geometry<f64>, f64)>) -> Shapes {
        let boxes = shapes.iter().enumerate().filter_map(|(number, (shape, _))| {
            let reach = shape.bounding_rect()?;
            let (low, high) = (reach.min(), reach.max());
            Some(GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), number))
        });
        let index = RTree::bulk_load(boxes.collect());
        let farthest_m = shapes.iter().map(|(_, metres)| *metres).fold(0.0, f64::max);
        Shapes { index, shapes, farthest_m }
    }

    /// Shapes that may come within their distance of an area, on its sheet.
    fn near(&self, area: &Area) -> impl Iterator<Item = (Geometry<f64>, f64)> {
        let scale = metres_per_degree(area.at.y);
        let reach_m = area.radius_m + self.farthest_m;
        let (x, y) = (reach_m / scale.x, reach_m / scale.y);
        let reach = AABB::from_corners([area.at.x - x, area.at.y - y], [area.at.x + x, area.at.y + y]);
        self.index
            .locate_in_envelope_intersecting(&reach)
            .filter_map(|found| self.shapes.get(found.data))
            .map(|(shape, metres)| (shape.map_coords(|at| area.plane.to_sheet(at)), *metres))
    }

    /// Whether the area keeps its distance from every shape.
    pub(super) fn leave_clear(&self, area: &Area) -> bool {
        self.near(area).all(|(shape, metres)| Euclidean.distance(&shape, &area.on_sheet) > metres)
    }

    /// Whether some shape is within its distance of the area.
    pub(super) fn reach(&self, area: &Area) -> bool {
        self.near(area).any(|(shape, metres)| Euclidean.distance(&shape, &area.on_sheet) < metres)
    }
}

/// A rectangle on a sheet and on the ground.
pub(super) struct Area {
    pub(super) plane: Plane,
    pub(super) at: Coord<f64>,
    on_sheet: Geometry<f64>,
    pub(super) on_ground: Polygon<f64>,
    radius_m: f64,
}

impl Area {
    /// Round a point (degrees), half its sides in metres, along an axis.
    pub(super) fn new(at: Coord<f64>, axis: (f64, f64), half: (f64, f64)) -> Area {
        let plane = Plane::new(at, axis);
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let ring = corners.map(|(x, y)| Coord { x: x * half.0, y: y * half.1 });
        let on_sheet = Polygon::new(ring.to_vec().into(), Vec::new());
        let on_ground = super::feature::rounded(&on_sheet.map_coords(|at| plane.to_ground(at)));
        Area { plane, at, on_sheet: on_sheet.into(), on_ground, radius_m: half.0 + half.1 }
    }

    /// Share of it that shapes (degrees, apart from one another) cover, 0 to 1.
    pub(super) fn share_under(&self, shapes: &[Polygon<f64>]) -> f64 {
        let shared = |shape: &Polygon<f64>| shape.intersection(&self.on_ground).unsigned_area();
        let near = shapes.iter().filter(|shape| shape.intersects(&self.on_ground));
        near.map(shared).sum::<f64>() / self.on_ground.unsigned_area()
    }

    /// Whether all of it lies in a region.
    pub(super) fn is_in(&self, region: &MultiPolygon<f64>) -> bool {
        region.contains(&self.on_ground)
    }
}

/// The shipped set-backs, asked about features of the sample.
pub(super) struct KeepOff {
    setbacks: Setbacks,
    /// Farthest that a public road may be, m.
    pub(super) road_m: f64,
    /// Least people of a dehestan.
    pub(super) people: u64,
}

impl KeepOff {
    /// The default presets, the ones a draft is checked with.
    pub(super) fn shipped() -> Result<KeepOff, SampleError> {
        let damaged = |reason: String| SampleError::Data { file: "assets/presets", reason };
        let presets = Presets::shipped().map_err(|error| damaged(error.to_string()))?;
        let rules = presets.zone_rules(None).ok_or_else(|| damaged("no zone rules".into()))?;
        let (road_m, people) = (rules.access_max_m.value / MARGIN.0 - MARGIN.1, rules.population_min.value);
        let setbacks = presets.setbacks.into_iter().next().ok_or_else(|| damaged("no set-backs".into()))?;
        Ok(KeepOff { setbacks, road_m, people: people as u64 + 1 })
    }

    /// Places, constraints and assets that a draft keeps off.
    pub(super) fn shapes<'f>(
        &self,
        places: &'f [Feature],
        others: impl Iterator<Item = &'f Feature>,
    ) -> Shapes {
        let settled = places.iter().map(|place| (place, self.setbacks.setback_m.get("settlement").copied()));
        let kept = settled.chain(others.map(|other| (other, self.metres(other))));
        Shapes::new(
            kept.filter_map(|(feature, metres)| Some((shape(feature)?, metres? * MARGIN.0 + MARGIN.1)))
                .collect(),
        )
    }

    /// Metres to keep from a constraint or an asset; `None` where there is nothing to keep. Lines
    /// of unknown voltage count as the widest.
    fn metres(&self, feature: &Feature) -> Option<f64> {
        let (kind, class) = (word(feature, "kind"), word(feature, "class"));
        if kind == "power_line" {
            return self.setbacks.power_line_strip.iter().map(|strip| strip.second_degree_m).reduce(f64::max);
        }
        let mut assets = self.setbacks.asset.iter().filter(|asset| asset.kind == kind);
        let as_asset = assets.find(|asset| asset.class.as_deref().is_none_or(|wanted| wanted == class));
        let ruled = self.setbacks.setback_m.get(as_asset.map_or(kind, |asset| asset.constraint.as_str()));
        let across = NOT_ACROSS.iter().find(|(other, _)| *other == kind).map(|(_, metres)| metres);
        ruled.or(across).copied()
    }
}

/// A property as text, or nothing.
pub(super) fn word<'f>(feature: &'f Feature, name: &str) -> &'f str {
    feature.property(name).and_then(JsonValue::as_str).unwrap_or_default()
}

/// The geometry of a feature, in degrees.
pub(super) fn shape(feature: &Feature) -> Option<Geometry<f64>> {
    Geometry::try_from(feature.geometry.as_ref()?).ok()
}
