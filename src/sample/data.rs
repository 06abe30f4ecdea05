//! The files of sample-maps and assets/sample, built into the program: the
//! sample project has to work on a machine that has only the binary.

use super::error::SampleError;
use geo::{Coord, LineString, MultiLineString, MultiPolygon};
use geojson::{FeatureCollection, GeoJson};
use serde::Deserialize;
use std::collections::BTreeMap;

const PLACES: &str = include_str!("../../sample-maps/places.geojson");
const OUTLINE: &str = include_str!("../../sample-maps/outline.geojson");
const RIVERS: &str = include_str!("../../sample-maps/rivers.geojson");
const BASE_MAP: &str = include_str!("../../sample-maps/base_map.geojson");
const PROVINCES: &str = include_str!("../../assets/sample/provinces.toml");
const MIX: &str = include_str!("../../assets/sample/mix.toml");
const NAMES: &str = include_str!("../../assets/sample/names.toml");

/// A Persian name and its English one.
pub(super) type NamePair = (String, String);

/// A real populated place (GeoNames).
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) id: i64,
    pub(super) name_fa: String,
    pub(super) name_en: String,
    /// People; 0 = unknown.
    pub(super) population: u64,
    /// GeoNames' first-level code.
    pub(super) admin1: String,
    pub(super) at: Coord<f64>,
}

/// One province of `provinces.toml`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) iso: String,
    pub(super) admin1: String,
    pub(super) name_fa: String,
    pub(super) name_en: String,
}

#[derive(Deserialize)]
struct ProvinceFile {
    province: Vec<Province>,
}

/// `mix.toml`: how many of what.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Mix {
    pub(super) admin: AdminMix,
    pub(super) semnan_kerman: PresetMix,
    pub(super) nation: PresetMix,
    pub(super) plots: PlotMix,
    pub(super) network: NetworkMix,
}

/// Shape of the administrative division.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct AdminMix {
    pub(super) dehestans: usize,
    pub(super) dehestans_over_10000: usize,
    pub(super) census_year: i64,
    pub(super) people_per_household: f64,
    pub(super) dehestans_per_shahrestan: f64,
    pub(super) dehestans_per_bakhsh: f64,
    pub(super) fill_spacing_deg: f64,
    pub(super) fill_clearance_deg: f64,
    pub(super) roughness: f64,
    pub(super) people_over: Vec<f64>,
    pub(super) people_under: Vec<f64>,
    pub(super) deprived_share: f64,
    pub(super) less_favoured_share: f64,
    pub(super) border_distance_km: f64,
    pub(super) jobs_per_1000: Vec<f64>,
}

/// What one preset holds.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PresetMix {
    /// Codes of its provinces; empty = all.
    pub(super) provinces: Vec<String>,
    pub(super) estates: usize,
    pub(super) zones: usize,
    pub(super) rural_zones: usize,
    pub(super) technology_estates: usize,
    pub(super) special_economic_zones: usize,
    /// Share of each state among the estates.
    pub(super) state: BTreeMap<String, f64>,
    /// Whether example drafts are added.
    pub(super) drafts: bool,
}

/// Plots of an estate.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PlotMix {
    pub(super) per_estate: [usize; 2],
    pub(super) per_rural_zone: [usize; 2],
    /// Share of each status in an operating estate.
    pub(super) status: BTreeMap<String, f64>,
    /// The same in estates that are in another state.
    pub(super) status_in: BTreeMap<String, BTreeMap<String, f64>>,
    pub(super) activity: BTreeMap<String, f64>,
}

/// Thresholds of the invented networks.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct NetworkMix {
    pub(super) grid_city_people: u64,
    pub(super) trunk_city_people: u64,
    pub(super) gas_city_people: u64,
    pub(super) treatment_city_people: u64,
    pub(super) unknown_voltage_share: f64,
}

/// `names.toml`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Names {
    pub(super) village: VillageNames,
    pub(super) bakhsh: BakhshNames,
    pub(super) estate: EstateNames,
    pub(super) holder: HolderNames,
    pub(super) service: ServiceNames,
    pub(super) asset: BTreeMap<String, NamePair>,
    pub(super) constraint: BTreeMap<String, NamePair>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct VillageNames {
    pub(super) first: Vec<NamePair>,
    pub(super) second: Vec<NamePair>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct BakhshNames {
    pub(super) central_fa: String,
    pub(super) central_en: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct EstateNames {
    pub(super) ordinals: Vec<NamePair>,
    #[serde(flatten)]
    pub(super) kinds: BTreeMap<String, NamePair>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct HolderNames {
    pub(super) kinds: Vec<String>,
    pub(super) words: Vec<String>,
    pub(super) trades: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ServiceNames {
    pub(super) company_fa: String,
}

/// Everything that is built in, read once for each sample.
pub(super) struct Data {
    pub(super) places: Vec<Place>,
    pub(super) outline: MultiPolygon<f64>,
    pub(super) land_border: MultiLineString<f64>,
    pub(super) rivers: Vec<(String, LineString<f64>)>,
    pub(super) lakes: Vec<MultiPolygon<f64>>,
    pub(super) provinces: Vec<Province>,
    pub(super) mix: Mix,
    pub(super) names: Names,
}

impl Data {
    /// Reads everything.
    pub(super) fn read() -> Result<Data, SampleError> {
        let provinces: ProvinceFile = toml_file("assets/sample/provinces.toml", PROVINCES)?;
        let (outline, land_border) = read_outline()?;
        Ok(Data {
            places: read_places()?,
            outline,
            land_border,
            rivers: read_rivers()?,
            lakes: read_lakes()?,
            provinces: provinces.province,
            mix: toml_file("assets/sample/mix.toml", MIX)?,
            names: toml_file("assets/sample/names.toml", NAMES)?,
        })
    }
}

/// The light map under the sample: land, lakes and borders around Iran, and
/// Iran's outline, as they are in sample-maps (property `kind`: `land`,
/// `lake`, `border`, `outline`, `land_border`).
pub fn base_map() -> Result<Vec<geojson::Feature>, SampleError> {
    let mut features = collection("base_map.geojson", BASE_MAP)?.features;
    features.extend(collection("outline.geojson", OUTLINE)?.features);
    Ok(features)
}

fn toml_file<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, SampleError> {
    toml::from_str(text).map_err(|error| SampleError::Data { file, reason: error.to_string() })
}

fn collection(file: &'static str, text: &str) -> Result<FeatureCollection, SampleError> {
    match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(found)) => Ok(found),
        Ok(_) => Err(SampleError::Data { file, reason: "no FeatureCollection".into() }),
        Err(error) => Err(SampleError::Data { file, reason: error.to_string() }),
    }
}

fn geometry(file: &'static str, feature: &geojson::Feature) -> Result<geo::Geometry<f64>, SampleError> {
    feature
        .geometry
        .as_ref()
        .and_then(|found| geo::Geometry::try_from(found).ok())
        .ok_or_else(|| SampleError::Data { file, reason: "a feature has no geometry".into() })
}

fn text(feature: &geojson::Feature, name: &str) -> String {
    feature.property(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

fn read_places() -> Result<Vec<Place>, SampleError> {
    const FILE: &str = "places.geojson";
    collection(FILE, PLACES)?
        .features
        .iter()
        .map(|feature| match geometry(FILE, feature)? {
            geo::Geometry::Point(point) => Ok(Place {
                id: feature.property("geonameid").and_then(|value| value.as_i64()).unwrap_or_default(),
                name_fa: text(feature, "name_fa"),
                name_en: text(feature, "name_en"),
                population: feature
                    .property("population")
                    .and_then(|value| value.as_u64())
                    .unwrap_or_default(),
                admin1: text(feature, "admin1"),
                at: point.0,
            }),
            _ => Err(SampleError::Data { file: FILE, reason: "a place is no point".into() }),
        })
        .collect()
}

fn polygons(geometry: geo::Geometry<f64>) -> Option<MultiPolygon<f64>> {
    match geometry {
        geo::Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon])),
        geo::Geometry::MultiPolygon(many) => Some(many),
        _ => None,
    }
}

fn lines(geometry: geo::Geometry<f64>) -> Option<MultiLineString<f64>> {
    match geometry {
        geo::Geometry::LineString(line) => Some(MultiLineString::new(vec![line])),
        geo::Geometry::MultiLineString(many) => Some(many),
        _ => None,
    }
}

fn read_outline() -> Result<(MultiPolygon<f64>, MultiLineString<f64>), SampleError> {
    const FILE: &str = "outline.geojson";
    let missing = || SampleError::Data { file: FILE, reason: "no outline or no land border".into() };
    let features = collection(FILE, OUTLINE)?.features;
    let of = |kind: &str| features.iter().find(|feature| text(feature, "kind") == kind).ok_or_else(missing);
    let outline = polygons(geometry(FILE, of("outline")?)?).ok_or_else(missing)?;
    let border = lines(geometry(FILE, of("land_border")?)?).ok_or_else(missing)?;
    Ok((outline, border))
}

fn read_rivers() -> Result<Vec<(String, LineString<f64>)>, SampleError> {
    const FILE: &str = "rivers.geojson";
    let mut rivers = Vec::new();
    for feature in &collection(FILE, RIVERS)?.features {
        for line in lines(geometry(FILE, feature)?).into_iter().flatten() {
            rivers.push((text(feature, "class"), line));
        }
    }
    Ok(rivers)
}

fn read_lakes() -> Result<Vec<MultiPolygon<f64>>, SampleError> {
    const FILE: &str = "base_map.geojson";
    let mut lakes = Vec::new();
    for feature in
        collection(FILE, BASE_MAP)?.features.iter().filter(|feature| text(feature, "kind") == "lake")
    {
        lakes.extend(polygons(geometry(FILE, feature)?));
    }
    Ok(lakes)
}
