//! What the store works out of a row by itself.

/// The normalised words by which a row is searched and joined.
pub fn search_key(words: &str) -> String {
    words.to_lowercase()
}

/// Geodesic area of a polygon, in m²; `None` for what has no area.
pub fn area_m2(geometry: &geo::Geometry<f64>) -> Option<f64> {
    use geo::GeodesicArea;
    // Signed and made positive, so that a clockwise ring is not the rest of the earth.
    match geometry {
        geo::Geometry::Polygon(polygon) => Some(polygon.geodesic_area_signed().abs()),
        geo::Geometry::MultiPolygon(polygons) => {
            Some(polygons.iter().map(|polygon| polygon.geodesic_area_signed().abs()).sum())
        }
        _ => None,
    }
}
