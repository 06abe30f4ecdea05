//! A local transverse Mercator centred on the work, for overlap, clipping and editing.

use geo::{Area as _, BooleanOps as _, Coord, Geometry, LineString, MapCoords as _, MultiPolygon, Polygon};

use super::geodesic::{EQUATORIAL_RADIUS_M, Edge, FLATTENING, longest_for_chord_m, to_ecef};
use super::index::geodesic_bounds;
use super::pieces;
use super::shape::BoundingBox;

/// Edges longer than this many metres are divided along the geodesic before they
/// are laid into the plane, so that they stay where the geodesic is.
const STRAIGHT_M: f64 = 5_000.0;

/// Transverse Mercator on WGS 84 with scale 1 on the meridian of its centre;
/// metres east (`x`) and north (`y`) of the centre.
///
/// Krüger's series to the sixth order of the third flattening, coefficients from
/// C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers
/// (2011, <https://doi.org/10.1007/s00190-011-0445-3>), equations 35 and 36.
/// Lengths are too long by x²/2R²: 1 mm a kilometre at 9 km from the centre.
#[derive(Debug, Clone, Copy)]
pub struct LocalPlane {
    centre: Coord<f64>,
    origin_north_m: f64,
}

const THIRD: f64 = FLATTENING / (2.0 - FLATTENING);
/// Radius of the sphere whose meridian is as long as that of WGS 84, metres.
const RECTIFYING_M: f64 = EQUATORIAL_RADIUS_M / (1.0 + THIRD)
    * (1.0
        + THIRD * THIRD / 4.0
        + THIRD * THIRD * THIRD * THIRD / 64.0
        + THIRD * THIRD * THIRD * THIRD * THIRD * THIRD / 256.0);

const fn series(coefficients: [[f64; 6]; 6]) -> [f64; 6] {
    let mut sums = [0.0; 6];
    let mut row = 0;
    while row < 6 {
        let mut power = THIRD;
        let mut column = 0;
        while column < 6 {
            sums[row] += coefficients[row][column] * power;
            power *= THIRD;
            column += 1;
        }
        row += 1;
    }
    sums
}

const FORWARD: [f64; 6] = series([
    [1. / 2., -2. / 3., 5. / 16., 41. / 180., -127. / 288., 7891. / 37800.],
    [0., 13. / 48., -3. / 5., 557. / 1440., 281. / 630., -1983433. / 1935360.],
    [0., 0., 61. / 240., -103. / 140., 15061. / 26880., 167603. / 181440.],
    [0., 0., 0., 49561. / 161280., -179. / 168., 6601661. / 7257600.],
    [0., 0., 0., 0., 34729. / 80640., -3418889. / 1995840.],
    [0., 0., 0., 0., 0., 212378941. / 319334400.],
]);
const INVERSE: [f64; 6] = series([
    [1. / 2., -2. / 3., 37. / 96., -1. / 360., -81. / 512., 96199. / 604800.],
    [0., 1. / 48., 1. / 15., -437. / 1440., 46. / 105., -1118711. / 3870720.],
    [0., 0., 17. / 480., -37. / 840., -209. / 4480., 5569. / 90720.],
    [0., 0., 0., 4397. / 161280., -11. / 504., -830251. / 7257600.],
    [0., 0., 0., 0., 4583. / 161280., -108847. / 3991680.],
    [0., 0., 0., 0., 0., 20648693. / 638668800.],
]);

impl LocalPlane {
    /// The plane round `centre` (lon/lat degrees).
    pub fn new(centre: Coord<f64>) -> Self {
        let plane = LocalPlane { centre, origin_north_m: 0.0 };
        LocalPlane { centre, origin_north_m: plane.forward(centre).y }
    }

    /// The plane round the middle of a geometry's box; `None` when it has no coordinates.
    pub fn for_geometry(geometry: &Geometry<f64>) -> Option<Self> {
        geodesic_bounds(geometry).map(|bounds| LocalPlane::new(bounds.centre()))
    }

    /// The centre, lon/lat degrees.
    pub fn centre(&self) -> Coord<f64> {
        self.centre
    }

    /// Degrees to metres in the plane.
    pub fn forward(&self, at: Coord<f64>) -> Coord<f64> {
        let (sin_lon, cos_lon) = (at.x - self.centre.x).to_radians().sin_cos();
        let conformal = conformal_tangent(at.y.to_radians().tan());
        let north = conformal.atan2(cos_lon);
        let east = (sin_lon / (conformal * conformal + cos_lon * cos_lon).sqrt()).asinh();
        let (north, east) = add_series(north, east, &FORWARD, 1.0);
        Coord { x: RECTIFYING_M * east, y: RECTIFYING_M * north - self.origin_north_m }
    }

    /// Metres in the plane to degrees.
    pub fn inverse(&self, at: Coord<f64>) -> Coord<f64> {
        let north = (at.y + self.origin_north_m) / RECTIFYING_M;
        let (north, east) = add_series(north, at.x / RECTIFYING_M, &INVERSE, -1.0);
        let (sin_north, cos_north) = north.sin_cos();
        let sinh = east.sinh();
        let conformal = sin_north / (sinh * sinh + cos_north * cos_north).sqrt();
        let lon = sinh.atan2(cos_north).to_degrees() + self.centre.x;
        Coord { x: lon, y: geographic_tangent(conformal).atan().to_degrees() }
    }

    /// A geometry laid into the plane vertex by vertex (metres).
    pub fn forward_geometry(&self, geometry: &Geometry<f64>) -> Geometry<f64> {
        geometry.map_coords(|at| self.forward(at))
    }

    /// A geometry of the plane (metres) back in degrees.
    pub fn inverse_geometry(&self, geometry: &Geometry<f64>) -> Geometry<f64> {
        geometry.map_coords(|at| self.inverse(at))
    }

    /// The areas of a geometry in the plane (metres), long edges divided along the geodesic.
    pub fn areas(&self, geometry: &Geometry<f64>) -> MultiPolygon<f64> {
        let mut found = Vec::new();
        self.collect_areas(geometry, &mut found);
        MultiPolygon::new(found)
    }

    fn collect_areas(&self, geometry: &Geometry<f64>, into: &mut Vec<Polygon<f64>>) {
        let ring = |ring: &LineString<f64>| self.path(&ring.0);
        let mut add = |polygon: &Polygon<f64>| {
            into.push(Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect()));
        };
        match geometry {
            Geometry::Polygon(polygon) => add(polygon),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(add),
            Geometry::Rect(rect) => add(&rect.to_polygon()),
            Geometry::Triangle(triangle) => add(&triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => {
                parts.iter().for_each(|part| self.collect_areas(part, into));
            }
            Geometry::Point(_)
            | Geometry::MultiPoint(_)
            | Geometry::Line(_)
            | Geometry::LineString(_)
            | Geometry::MultiLineString(_) => {}
        }
    }

    fn path(&self, path: &[Coord<f64>]) -> LineString<f64> {
        let mut laid = Vec::with_capacity(path.len());
        laid.extend(path.first().map(|at| self.forward(*at)));
        for (from, to) in path.iter().zip(path.iter().skip(1)) {
            let chord_m = pieces::distance(to_ecef(*from), to_ecef(*to));
            let count = (longest_for_chord_m(chord_m) / STRAIGHT_M).ceil();
            if count > 1.0 {
                let edge = Edge::new(*from, *to);
                let share_m = edge.length_m() / count;
                laid.extend((1..count as u64).map(|step| self.forward(edge.at(share_m * step as f64).0)));
            }
            laid.push(self.forward(*to));
        }
        LineString::new(laid)
    }
}

/// tan of the conformal latitude from tan of the geographic one (Karney 2011, equation 7).
fn conformal_tangent(tangent: f64) -> f64 {
    let e = (FLATTENING * (2.0 - FLATTENING)).sqrt();
    let secant = tangent.hypot(1.0);
    let sigma = (e * (e * tangent / secant).atanh()).sinh();
    tangent * sigma.hypot(1.0) - sigma * secant
}

/// The inverse of [`conformal_tangent`] by Newton's method (Karney 2011, equations 19–21).
fn geographic_tangent(conformal: f64) -> f64 {
    let shrink = (1.0 - FLATTENING) * (1.0 - FLATTENING);
    let mut tangent = conformal / shrink;
    for _ in 0..5 {
        let found = conformal_tangent(tangent);
        let step = (conformal - found) / found.hypot(1.0) * (1.0 + shrink * tangent * tangent)
            / (shrink * tangent.hypot(1.0));
        tangent += step;
        if step.abs() <= 1e-15 * tangent.abs().max(1.0) {
            break;
        }
    }
    tangent
}

/// Adds ±Σ cⱼ sin 2jξ cosh 2jη and ±Σ cⱼ cos 2jξ sinh 2jη by Clenshaw's recurrence.
fn add_series(north: f64, east: f64, coefficients: &[f64; 6], sign: f64) -> (f64, f64) {
    let ((sin, cos), (sinh, cosh)) = ((2.0 * north).sin_cos(), ((2.0 * east).sinh(), (2.0 * east).cosh()));
    // Complex 2·cos(2ζ), with ζ = north + i·east.
    let (re, im) = (2.0 * cos * cosh, -2.0 * sin * sinh);
    let (mut b1, mut b2) = ((0.0, 0.0), (0.0, 0.0));
    for coefficient in coefficients.iter().rev() {
        let next = (re * b1.0 - im * b1.1 - b2.0 + coefficient, re * b1.1 + im * b1.0 - b2.1);
        (b1, b2) = (next, b1);
    }
    let (s_re, s_im) = (sin * cosh, cos * sinh);
    (north + sign * (b1.0 * s_re - b1.1 * s_im), east + sign * (b1.0 * s_im + b1.1 * s_re))
}

/// Area in m² shared by the areas of two geometries, measured in the plane round
/// the middle of what their boxes share. 0 for geometries without area.
pub fn overlap_area_m2(a: &Geometry<f64>, b: &Geometry<f64>) -> f64 {
    let Some((plane, window)) = shared_plane(a, b) else { return 0.0 };
    let [a, b] = [a, b].map(|geometry| clip_to(&plane.areas(geometry), &window));
    if a.0.is_empty() || b.0.is_empty() { 0.0 } else { a.intersection(&b).unsigned_area() }
}

/// The areas of `a` outside those of `b`, in degrees; worked out in the plane round `a`.
pub fn difference(a: &Geometry<f64>, b: &Geometry<f64>) -> MultiPolygon<f64> {
    combine(a, b, |a, b| a.difference(b))
}

/// The areas that `a` and `b` share, in degrees; worked out in the plane round `a`.
pub fn intersection(a: &Geometry<f64>, b: &Geometry<f64>) -> MultiPolygon<f64> {
    combine(a, b, |a, b| a.intersection(b))
}

fn combine(
    a: &Geometry<f64>,
    b: &Geometry<f64>,
    operation: impl Fn(&MultiPolygon<f64>, &MultiPolygon<f64>) -> MultiPolygon<f64>,
) -> MultiPolygon<f64> {
    let Some(bounds) = geodesic_bounds(a) else { return MultiPolygon::new(vec![]) };
    let plane = LocalPlane::new(bounds.centre());
    let a = plane.areas(a);
    let Some(window) = BoundingBox::of_coords(geo::CoordsIter::coords_iter(&a)) else { return a };
    let b = clip_to(&plane.areas(b), &window.widened(1.0));
    operation(&a, &b).map_coords(|at| plane.inverse(at))
}

/// The plane round the common part of two boxes, and that part in it with a margin of 1 m.
fn shared_plane(a: &Geometry<f64>, b: &Geometry<f64>) -> Option<(LocalPlane, BoundingBox)> {
    let common = geodesic_bounds(a)?.intersection(&geodesic_bounds(b)?)?;
    let plane = LocalPlane::new(common.centre());
    // The parallels of the box curve in the plane; the middles of its sides bound them.
    let BoundingBox { west, south, east, north } = common;
    let middle = common.centre().x;
    let marks =
        [(west, south), (east, south), (east, north), (west, north), (middle, south), (middle, north)];
    let window = BoundingBox::of_coords(marks.map(|(x, y)| plane.forward(Coord { x, y })))?;
    Some((plane, window.widened(1.0)))
}

/// What matters of the polygons near `window`. The boolean operations of `geo` work
/// on a grid of 2³⁰ steps over everything they are given, so a county would make
/// the plots in it coarse. Rings are cut by Sutherland and Hodgman's method, whose
/// extra edges lie on the window's border and enclose nothing.
fn clip_to(polygons: &MultiPolygon<f64>, window: &BoundingBox) -> MultiPolygon<f64> {
    let clipped = polygons.iter().filter_map(|polygon| {
        let outer = clip_ring(polygon.exterior(), window)?;
        let holes = polygon.interiors().iter().filter_map(|hole| clip_ring(hole, window));
        Some(Polygon::new(outer, holes.collect()))
    });
    MultiPolygon::new(clipped.collect())
}

fn clip_ring(ring: &LineString<f64>, window: &BoundingBox) -> Option<LineString<f64>> {
    let inside = BoundingBox::of_coords(ring.0.iter().copied())?;
    if !inside.meets(window) {
        return None;
    }
    let mut coords = ring.0.clone();
    let sides: [fn(&BoundingBox, Coord<f64>) -> f64; 4] =
        [|w, c| c.x - w.west, |w, c| w.east - c.x, |w, c| c.y - w.south, |w, c| w.north - c.y];
    for side in sides {
        let mut kept = Vec::with_capacity(coords.len() + 4);
        for (from, to) in coords.iter().zip(coords.iter().cycle().skip(1)) {
            let (before, after) = (side(window, *from), side(window, *to));
            if before >= 0.0 {
                kept.push(*from);
            }
            if (before >= 0.0) != (after >= 0.0) {
                kept.push(*from + (*to - *from) * (before / (before - after)));
            }
        }
        coords = kept;
    }
    (coords.len() >= 3).then(|| LineString::new(coords))
}

/// Centroid (lon/lat degrees) of a geometry, as of the plane round it; of the parts of
/// the highest dimension. `None` when empty.
pub fn centroid(geometry: &Geometry<f64>) -> Option<Coord<f64>> {
    let plane = LocalPlane::for_geometry(geometry)?;
    let centroid = geo::Centroid::centroid(&plane.forward_geometry(geometry))?;
    Some(plane.inverse(centroid.0))
}
