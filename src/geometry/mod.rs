//! Shapes on the ellipsoid: measure, distance, validity, reference systems, index.
//!
//! Coordinates are WGS 84 degrees, `x` = longitude, `y` = latitude, unless a
//! name says otherwise. An edge between two vertices is the geodesic between
//! them, for area, length, distance and for "inside or touching" alike.
//! Overlap, clipping and editing work in a [`plane::LocalPlane`].
//! `docs/design/geometry.md` draws how the parts work together.

pub mod apart;
pub mod crs;
pub mod distance;
pub mod geodesic;
pub mod index;
pub mod inside;
pub mod measure;
pub mod nearest;
pub mod overlap;
pub mod pieces;
pub mod plane;
pub mod proj_data;
pub mod raw;
pub mod repair;
pub mod shape;
mod short_edges;
mod topology;
pub mod utm;
pub mod validity;
pub mod width;

pub use crs::{CrsError, CrsGuess, CrsId, Transformer};
pub use distance::{Reach, distance};
pub use index::{BoxIndex, geodesic_bounds};
pub use measure::{Measures, measure};
pub use nearest::{Hit, NearestIndex};
pub use overlap::OverlapWith;
pub use plane::{LocalPlane, centroid, difference, intersection, overlap_area_m2};
pub use raw::{Position, RawGeometry, RawRings};
pub use repair::{Repair, RepairCode, repair, repair_raw};
pub use shape::{BoundingBox, GeometryKind, Shape};
pub use validity::{GeometryProblem, ProblemCode, check, check_raw, is_valid};
pub use width::minimum_width_m;
