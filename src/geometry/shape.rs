//! A geometry with the heights it came with.

/// A geometry in longitude/latitude degrees, and its heights in the order in
/// which the coordinates are met; heights are kept for export only.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The geometry, x = longitude, y = latitude.
    pub geometry: geo::Geometry<f64>,
    /// Heights in metres, one a coordinate; `None` for flat shapes.
    pub z: Option<Vec<f64>>,
}
