//! The coordinate system of a source.

use super::error::{CrsCandidate, ReadError, ReadErrorKind};
use super::item::Reason;
use super::members::{members, string};
use super::placing::Whereabouts;
use crate::base::{Problem, ToProblem};
use crate::geometry::crs::{guess, is_far_outside_iran};
use crate::geometry::{CrsGuess, CrsId, RawGeometry, Transformer};
use geo::Coord;
use std::cell::RefCell;

thread_local! {
    /// PROJ's transformations belong to the thread that made them; making one takes
    /// longer than a batch, so that the last is kept.
    static TRANSFORMER: RefCell<Option<(CrsId, Transformer)>> = const { RefCell::new(None) };
}

/// The system of that name.
///
/// # Errors
/// What is wrong with the name: nothing where it is no name at all, else why PROJ
/// knows no way from it to WGS 84.
fn parse(name: &str) -> Result<CrsId, String> {
    let crs = CrsId::parse(name).map_err(|_| String::new())?;
    Transformer::to_wgs84(crs).map_err(|error| error.to_string())?;
    Ok(crs)
}

/// The system that a file names.
///
/// # Errors
/// [`ReadErrorKind::UnknownCrs`].
pub fn named(name: &str) -> Result<CrsId, ReadError> {
    parse(name).map_err(|cause| ReadError::new(ReadErrorKind::UnknownCrs { name: name.to_owned(), cause }))
}

/// The system that a person asked for.
///
/// # Errors
/// [`ReadErrorKind::UnknownCrsGiven`].
pub fn given(name: &str) -> Result<CrsId, ReadError> {
    let unknown = |cause| ReadError::new(ReadErrorKind::UnknownCrsGiven { name: name.to_owned(), cause });
    parse(name).map_err(unknown)
}

/// The systems that are met with in Iran, for a sentence.
pub fn offered() -> Vec<String> {
    let named = crate::geometry::crs::offered().map(|(crs, name)| format!("{crs} ({name})"));
    ["EPSG:4326 (WGS 84)".to_owned()].into_iter().chain(named).collect()
}

/// Transforms a geometry of `crs` to WGS 84.
///
/// # Errors
/// The reason for the rejection: a position without a place in WGS 84, or degrees where
/// the system counts in lengths.
pub fn to_wgs84(crs: CrsId, raw: &mut RawGeometry) -> Result<(), Reason> {
    if crs.is_wgs84() {
        return Ok(());
    }
    TRANSFORMER.with_borrow_mut(|slot| {
        if slot.as_ref().is_none_or(|(known, _)| *known != crs) {
            let made = Transformer::to_wgs84(crs).map_err(|error| refused(&error))?;
            *slot = Some((crs, made));
        }
        let Some((_, transformer)) = slot else { return Ok(()) };
        if transformer.is_projected()
            && let Some(at) = where_degrees_are(raw)
        {
            return Err(degrees(crs, at, transformer));
        }
        transformer.transform_raw(raw).map_err(|error| refused(&error))
    })
}

fn refused(error: &crate::geometry::CrsError) -> Reason {
    Reason { word: "not_transformable", problem: error.to_problem() }
}

/// The first position of a geometry that lies as a whole within the numbers that degrees
/// have. In lengths that is a spot of some hundred metres at the zero point of the system.
fn where_degrees_are(raw: &mut RawGeometry) -> Option<Coord<f64>> {
    let (mut first, mut are_degrees) = (None, true);
    raw.for_each_mut(&mut |position| {
        first.get_or_insert(position.at);
        are_degrees &= is_in_degrees(position.at);
    });
    first.filter(|_| are_degrees)
}

/// Whether longitude and latitude can have these numbers.
fn is_in_degrees(at: Coord<f64>) -> bool {
    at.x.abs() <= 180.0 && at.y.abs() <= 90.0
}

fn degrees(crs: CrsId, at: Coord<f64>, transformer: &Transformer) -> Reason {
    let problem = Problem::new("exchange-rejected-degrees-in-lengths")
        .with("crs", crs.to_string())
        .with("x", at.x)
        .with("y", at.y);
    let lands = transformer.transform(at).unwrap_or(Coord { x: f64::NAN, y: f64::NAN });
    let problem = problem.with("lon", lands.x).with("lat", lands.y);
    Reason { word: "degrees_in_lengths", problem }
}

/// The name in a `crs` member; `None` for `null`, which says nothing.
///
/// # Errors
/// [`ReadErrorKind::UnknownCrs`] for links and other forms without a name.
pub fn name_in_member(raw: &str) -> Result<Option<String>, ReadError> {
    if raw == "null" {
        return Ok(None);
    }
    let unknown = || {
        let shown: String = raw.chars().take(120).collect();
        ReadError::new(ReadErrorKind::UnknownCrs { name: shown, cause: String::new() })
    };
    let found = members(raw).map_err(|_| unknown())?;
    let text = |list: &[super::members::Member<'_>], wanted: &str| {
        let (_, value) = list.iter().find(|(name, _)| name == wanted)?;
        Some(string(value.get()).map_or_else(|| value.get().to_owned(), std::borrow::Cow::into_owned))
    };
    let kind = text(&found, "type").ok_or_else(unknown)?;
    let (_, inner) = found.iter().find(|(name, _)| name == "properties").ok_or_else(unknown)?;
    let inner = members(inner.get()).map_err(|_| unknown())?;
    match kind.to_ascii_lowercase().as_str() {
        "name" => text(&inner, "name").map(Some).ok_or_else(unknown),
        // The form of the draft before GeoJSON 2008.
        "epsg" => text(&inner, "code").map(|code| Some(format!("EPSG:{code}"))).ok_or_else(unknown),
        _ => Err(unknown()),
    }
}

/// Whether a `crs` member names WGS 84, as if it were not there.
pub fn is_wgs84_member(raw: &str) -> bool {
    match name_in_member(raw) {
        Ok(Some(name)) => CrsId::parse(&name).is_ok_and(CrsId::is_wgs84),
        Ok(None) => true,
        Err(_) => false,
    }
}

/// Whether at least half of a sample lies far outside Iran, read in the system `crs`.
/// Positions that have no place, or are refused there, do not count.
pub fn lies_far(whereabouts: &Whereabouts, crs: CrsId) -> bool {
    let Ok(transformer) = Transformer::to_wgs84(crs) else { return false };
    let places = whereabouts.sample.iter().filter(|at| is_in_degrees(**at) != transformer.is_projected());
    let places: Vec<Coord<f64>> = places.filter_map(|at| transformer.transform(*at).ok()).collect();
    let far = places.iter().filter(|at| is_far_outside_iran(**at)).count();
    far > 0 && far * 2 >= places.len()
}

/// The systems that metres of a file may be in, likeliest first.
pub fn candidates(whereabouts: &Whereabouts) -> Vec<CrsCandidate> {
    let Ok(CrsGuess::Projected { candidates }) = guess(&whereabouts.sample) else { return Vec::new() };
    let offered = |one: crate::geometry::crs::Candidate| CrsCandidate {
        code: one.crs.to_string(),
        name: one.name,
        lon: one.lands_at.x,
        lat: one.lands_at.y,
    };
    candidates.into_iter().map(offered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_and_older_forms_are_read_and_links_refused() {
        let name = |raw: &str| name_in_member(raw).ok().flatten();
        let urn = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32632"}}"#;
        assert_eq!(name(urn).as_deref(), Some("urn:ogc:def:crs:EPSG::32632"));
        assert_eq!(name(r#"{"type":"EPSG","properties":{"code":2193}}"#).as_deref(), Some("EPSG:2193"));
        assert_eq!(name_in_member("null"), Ok(None));
        let link = r#"{"type":"link","properties":{"href":"http://example.org/crs","type":"proj4"}}"#;
        assert!(name_in_member(link).is_err());
    }
}
