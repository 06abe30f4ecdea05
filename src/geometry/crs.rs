//! Reference systems: names, transformation to WGS 84 by PROJ, and guessing.

use std::fmt;
use std::sync::LazyLock;

use geo::Coord;
use proj::Proj;
use serde::Deserialize;

use super::geodesic::geodesic_m;
use super::proj_data::{self, UnpackError};
use super::raw::{Position, RawGeometry};
use super::shape::BoundingBox;
use crate::base::{Problem, ToProblem};

/// A reference system that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CrsId {
    /// WGS 84, longitude first (what RFC 7946 means).
    Crs84,
    /// A code of the EPSG register.
    Epsg(u32),
}

impl CrsId {
    /// Reads `EPSG:32639`, `urn:ogc:def:crs:EPSG::32639`, `http://www.opengis.net/def/crs/EPSG/0/32639`,
    /// `OGC:CRS84` and `urn:ogc:def:crs:OGC:1.3:CRS84`, in any case.
    ///
    /// # Errors
    /// [`CrsError::NotAName`] for anything else.
    pub fn parse(name: &str) -> Result<Self, CrsError> {
        let not_a_name = || CrsError::NotAName { name: name.trim().to_owned() };
        let parts: Vec<String> = name
            .trim()
            .split([':', '/'])
            .filter(|part| !part.is_empty())
            .map(str::to_ascii_uppercase)
            .collect();
        let code = parts.last().ok_or_else(not_a_name)?;
        if code == "CRS84" {
            return Ok(CrsId::Crs84);
        }
        let is_epsg = parts.iter().rev().skip(1).take(2).any(|part| part == "EPSG");
        match code.parse::<u32>() {
            Ok(code) if is_epsg => Ok(CrsId::Epsg(code)),
            _ => Err(not_a_name()),
        }
    }

    /// Whether coordinates in it are WGS 84 degrees already. EPSG:4326 is taken longitude
    /// first, as every GeoJSON file that names it means it.
    pub fn is_wgs84(self) -> bool {
        matches!(self, CrsId::Crs84 | CrsId::Epsg(4326 | 4979))
    }
}

impl fmt::Display for CrsId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CrsId::Crs84 => f.write_str("OGC:CRS84"),
            CrsId::Epsg(code) => write!(f, "EPSG:{code}"),
        }
    }
}

/// What can go wrong with a reference system.
#[derive(Debug, thiserror::Error)]
pub enum CrsError {
    /// The text names no reference system.
    #[error("{name:?} is no name of a reference system")]
    NotAName {
        /// The text.
        name: String,
    },
    /// PROJ knows no such system, or no way from it to WGS 84.
    #[error("{crs} cannot be transformed to WGS 84: {reason}")]
    Unknown {
        /// The system asked for.
        crs: CrsId,
        /// What PROJ says.
        reason: String,
    },
    /// A position has no counterpart in WGS 84.
    #[error("({}, {}) in {crs} has no place in WGS 84", at.x, at.y)]
    NoPlace {
        /// The system.
        crs: CrsId,
        /// The position in that system.
        at: Coord<f64>,
    },
    /// PROJ's database could not be put where PROJ can read it.
    #[error(transparent)]
    Database(#[from] UnpackError),
}

impl ToProblem for CrsError {
    fn to_problem(&self) -> Problem {
        match self {
            CrsError::NotAName { name } => {
                Problem::new("geometry-crs-not-a-name").with("name", name.as_str())
            }
            CrsError::Unknown { crs, reason } => {
                Problem::new("geometry-crs-unknown").with("crs", crs.to_string()).because(reason)
            }
            CrsError::NoPlace { crs, at } => Problem::new("geometry-crs-no-place")
                .with("crs", crs.to_string())
                .with("x", at.x.to_string())
                .with("y", at.y.to_string()),
            CrsError::Database(error) => error.to_problem(),
        }
    }
}

/// Transforms coordinates of one system to WGS 84 lon/lat degrees; easting or longitude
/// first on both sides. Belongs to the thread that made it.
pub struct Transformer {
    crs: CrsId,
    /// None: nothing to do.
    proj: Option<Proj>,
    is_projected: bool,
}

/// A unit of a system that counts in angles moves by about a degree (or a grad), one of
/// lengths by a thousandth at most: this lies far from both.
const LARGEST_STEP_OF_LENGTH_DEG: f64 = 0.05;

impl Transformer {
    /// The way from `crs` to WGS 84, the best one PROJ knows for Iran.
    ///
    /// # Errors
    /// [`CrsError::Unknown`] when there is none, [`CrsError::Database`] when PROJ's data cannot be unpacked.
    pub fn to_wgs84(crs: CrsId) -> Result<Self, CrsError> {
        if crs.is_wgs84() {
            return Ok(Transformer { crs, proj: None, is_projected: false });
        }
        proj_data::provide()?;
        let proj = Proj::new_known_crs(&crs.to_string(), "OGC:CRS84", None)
            .map_err(|error| CrsError::Unknown { crs, reason: error.to_string() })?;
        let mut made = Transformer { crs, proj: Some(proj), is_projected: false };
        // PROJ's bindings do not say of what kind a system is; one step of one unit does.
        let from = made.transform(Coord { x: 50.0, y: 30.0 });
        let to = made.transform(Coord { x: 50.0, y: 31.0 });
        made.is_projected = matches!((from, to), (Ok(from), Ok(to))
            if (to.x - from.x).hypot(to.y - from.y) < LARGEST_STEP_OF_LENGTH_DEG);
        Ok(made)
    }

    /// Whether the system counts in lengths (metres, feet), not in angles.
    pub fn is_projected(&self) -> bool {
        self.is_projected
    }

    /// WGS 84 lon/lat degrees of a position.
    ///
    /// # Errors
    /// [`CrsError::NoPlace`] when the position is beyond the projection.
    pub fn transform(&self, at: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        let Some(proj) = &self.proj else { return Ok(at) };
        let no_place = || CrsError::NoPlace { crs: self.crs, at };
        let (x, y) = proj.convert((at.x, at.y)).map_err(|_| no_place())?;
        if x.is_finite() && y.is_finite() { Ok(Coord { x, y }) } else { Err(no_place()) }
    }

    /// Transforms every position of a geometry; heights stay as they are.
    ///
    /// # Errors
    /// [`CrsError::NoPlace`] for the first position that fails; the geometry is then half done.
    pub fn transform_raw(&self, raw: &mut RawGeometry) -> Result<(), CrsError> {
        let mut failed = None;
        raw.for_each_mut(&mut |position: &mut Position| {
            if failed.is_none() {
                match self.transform(position.at) {
                    Ok(at) => position.at = at,
                    Err(error) => failed = Some(error),
                }
            }
        });
        failed.map_or(Ok(()), Err)
    }
}

/// What the coordinates of a file without a reference system look like.
#[derive(Debug, Clone, PartialEq)]
pub enum CrsGuess {
    /// Degrees in Iran.
    Wgs84,
    /// Degrees in Iran once latitude and longitude are swapped.
    SwappedLatLon,
    /// Degrees outside Iran.
    OutsideIran,
    /// Metres; systems in which they land in Iran, the likeliest first. May be empty.
    Projected {
        /// The systems.
        candidates: Vec<Candidate>,
    },
    /// No coordinates to judge by.
    Nothing,
}

/// A reference system that would fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The system.
    pub crs: CrsId,
    /// Its name in EPSG.
    pub name: String,
    /// Where the middle of the sample would land, lon/lat.
    pub lands_at: Coord<f64>,
    /// Share of the sample (0–1) that would land in the system's own area of use in Iran.
    pub fits: f64,
}

/// Guesses from some coordinates of a file in which units and order they are.
/// The sample should be spread over the file; some hundred positions are plenty.
///
/// # Errors
/// [`CrsError::Database`] when PROJ's data cannot be unpacked.
pub fn guess(sample: &[Coord<f64>]) -> Result<CrsGuess, CrsError> {
    let sample: Vec<_> = sample.iter().copied().filter(|at| at.x.is_finite() && at.y.is_finite()).collect();
    let Some(bounds) = BoundingBox::of_coords(sample.iter().copied()) else {
        return Ok(CrsGuess::Nothing);
    };
    let iran = iran_box();
    let share = |fits: &dyn Fn(Coord<f64>) -> bool| {
        sample.iter().filter(|at| fits(**at)).count() as f64 / sample.len() as f64
    };
    // Real files hold strays (an asset over the border), so most must fit, not all.
    if share(&|at| iran.contains(at)) >= 0.5 {
        return Ok(CrsGuess::Wgs84);
    }
    if share(&|at| iran.contains(Coord { x: at.y, y: at.x })) >= 0.5 {
        return Ok(CrsGuess::SwappedLatLon);
    }
    if share(&|at| at.x.abs() <= 180.0 && at.y.abs() <= 180.0) >= 0.5 {
        return Ok(CrsGuess::OutsideIran);
    }
    let mut candidates = Vec::new();
    for entry in &table().candidate {
        let Ok(crs) = CrsId::parse(&entry.crs) else { continue };
        let [west, south, east, north] = entry.area;
        let own = BoundingBox { west, south, east, north };
        let transformer = match Transformer::to_wgs84(crs) {
            Ok(transformer) => transformer,
            Err(CrsError::Database(error)) => return Err(error.into()),
            Err(_) => continue,
        };
        let lands = |at: Coord<f64>| transformer.transform(at).ok();
        let fits = share(&|at| lands(at).is_some_and(|at| iran.contains(at) && own.contains(at)));
        let in_iran = share(&|at| lands(at).is_some_and(|at| iran.contains(at)));
        if let (true, Some(lands_at)) = (in_iran >= 0.5, lands(bounds.centre())) {
            candidates.push(Candidate { crs, name: entry.name.clone(), lands_at, fits });
        }
    }
    // Stable: among equals the order of the table stays.
    candidates.sort_by(|one, other| other.fits.total_cmp(&one.fits));
    Ok(CrsGuess::Projected { candidates })
}

/// The systems that are met with in Iran, with their names, likeliest first.
pub fn offered() -> impl Iterator<Item = (&'static str, &'static str)> {
    table().candidate.iter().map(|entry| (entry.crs.as_str(), entry.name.as_str()))
}

/// The box in which everything in Iran lies (`assets/crs.toml`), degrees.
pub fn iran_box() -> BoundingBox {
    table().iran
}

/// How far a place lies outside the box of Iran, in metres; 0 inside. Good to the
/// kilometre: the nearest place of the box is taken along the parallel and the meridian.
pub fn outside_iran_m(at: Coord<f64>) -> f64 {
    let iran = iran_box();
    let nearest = Coord { x: at.x.clamp(iran.west, iran.east), y: at.y.clamp(iran.south, iran.north) };
    if nearest == at { 0.0 } else { geodesic_m(at, nearest) }
}

/// Whether a place lies so far outside Iran (`assets/crs.toml`) that a person should know.
pub fn is_far_outside_iran(at: Coord<f64>) -> bool {
    outside_iran_m(at) > table().far.beyond_km * 1000.0
}

#[derive(Deserialize)]
struct Far {
    beyond_km: f64,
}

#[derive(Deserialize)]
struct Table {
    iran: BoundingBox,
    far: Far,
    candidate: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    crs: String,
    name: String,
    #[serde(rename = "box")]
    area: [f64; 4],
}

/// The embedded table. A table that does not parse cannot leave the house (tests read it).
fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        toml::from_str(include_str!("../../assets/crs.toml")).unwrap_or_else(|_| Table {
            iran: BoundingBox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 },
            far: Far { beyond_km: f64::INFINITY },
            candidate: Vec::new(),
        })
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_every_common_spelling() {
        for name in [
            "EPSG:32639",
            " epsg:32639 ",
            "urn:ogc:def:crs:EPSG::32639",
            "urn:ogc:def:crs:EPSG:9.8:32639",
            "http://www.opengis.net/def/crs/EPSG/0/32639",
        ] {
            assert!(matches!(CrsId::parse(name), Ok(CrsId::Epsg(32639))), "{name}");
        }
        for name in ["urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84", "CRS84"] {
            assert!(matches!(CrsId::parse(name), Ok(CrsId::Crs84)), "{name}");
        }
        for name in ["", "EPSG", "EPSG:", "32639", "EPSG:abc", "ESRI:102100", "EPSG:-1"] {
            assert!(matches!(CrsId::parse(name), Err(CrsError::NotAName { .. })), "{name}");
        }
    }

    #[test]
    fn systems_of_lengths_are_told_from_those_of_angles() {
        let is_projected = |code| Transformer::to_wgs84(CrsId::Epsg(code)).expect("known").is_projected();
        for code in [32638, 32639, 32641, 2058, 2057, 3200, 3857, 2229] {
            assert!(is_projected(code), "{code}");
        }
        for code in [4326, 4230, 4269, 4807] {
            assert!(!is_projected(code), "{code}");
        }
    }

    #[test]
    fn neighbours_are_near_and_the_equator_is_far() {
        let far = |x, y| is_far_outside_iran(Coord { x, y });
        assert!(!far(51.4, 35.7) && !far(43.1, 36.3) && !far(65.7, 31.6) && !far(58.4, 23.6));
        assert!(far(46.5, 0.0) && far(4.9, 52.4) && far(-71.1, 42.3) && far(70.0, 35.0));
        assert_eq!(outside_iran_m(Coord { x: 51.4, y: 35.7 }), 0.0);
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(iran_box(), BoundingBox { west: 44.0, south: 25.0, east: 64.0, north: 40.0 });
        assert!(table().candidate.len() >= 10);
        for entry in &table().candidate {
            assert!(
                CrsId::parse(&entry.crs).is_ok_and(|crs| Transformer::to_wgs84(crs).is_ok()),
                "{}",
                entry.crs
            );
        }
    }
}
