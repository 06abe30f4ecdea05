//! Writes GeoJSON.

/// The numbers of a `bbox` member (four or six); `None` if it is no box.
pub fn parse_bbox(raw: &str) -> Option<Vec<f64>> {
    let numbers: Vec<f64> = serde_json::from_str(raw).ok()?;
    matches!(numbers.len(), 4 | 6).then_some(numbers)
}
