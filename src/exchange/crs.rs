//! The coordinate system of a source.

use super::coordinates::Written;
use super::error::{CrsCandidate, ReadError, ReadErrorKind};
use super::members::{members, string};
use super::placing::Whereabouts;

/// The system of a source's coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reference {
    /// WGS 84 longitude and latitude, as RFC 7946 has it.
    #[default]
    Wgs84,
}

impl Reference {
    /// Its code, as `--crs` takes it.
    pub fn code(&self) -> String {
        match self {
            Reference::Wgs84 => "EPSG:4326".to_owned(),
        }
    }

    /// The geometry in WGS 84.
    ///
    /// # Errors
    /// Reason and detail of the rejection.
    pub fn to_wgs84(&self, written: Written) -> Result<Written, (&'static str, String)> {
        match self {
            Reference::Wgs84 => Ok(written),
        }
    }

    /// The system of that name.
    ///
    /// # Errors
    /// [`ReadErrorKind::UnknownCrs`].
    pub fn parse(name: &str) -> Result<Reference, ReadError> {
        const SAME: [&str; 6] = [
            "EPSG:4326",
            "CRS84",
            "OGC:CRS84",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "urn:ogc:def:crs:EPSG::4326",
        ];
        if SAME.iter().any(|known| known.eq_ignore_ascii_case(name.trim())) {
            return Ok(Reference::Wgs84);
        }
        Err(ReadError::new(ReadErrorKind::UnknownCrs(name.to_owned())))
    }
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
        ReadError::new(ReadErrorKind::UnknownCrs(shown))
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
        Ok(Some(name)) => Reference::parse(&name) == Ok(Reference::default()),
        Ok(None) => true,
        Err(_) => false,
    }
}

/// The systems that metres of a file may be in, likeliest first.
pub fn candidates(_whereabouts: &Whereabouts) -> Vec<CrsCandidate> {
    Vec::new()
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
