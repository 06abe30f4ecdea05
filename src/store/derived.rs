//! What the store works out of a row by itself.

use crate::geometry::measure;
use crate::locale::normalise;

/// The normalised words by which a row is searched and joined: one key a
/// text, by single spaces.
pub fn search_key<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut words = String::new();
    for text in texts {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&normalise::search_key(text));
    }
    words
}

/// Geodesic area in m²; `None` for what has no area.
pub fn area_m2(geometry: &geo::Geometry<f64>) -> Option<f64> {
    let has_area = matches!(geometry, geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_));
    has_area.then(|| measure::area_m2(geometry))
}
