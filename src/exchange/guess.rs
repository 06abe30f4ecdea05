//! Which layer a file belongs to, by the rules in `assets/exchange/layers.toml`.

use super::members::{Member, members, string};
use super::rules::{Dimension, LayerRule, normal, rules};
use crate::geometry::shape::GeometryKind;
use crate::model::Layer;
use std::collections::BTreeMap;

/// What the guess needs to know of one feature.
#[derive(Debug, Clone)]
pub struct Sampled<'a> {
    /// The properties.
    pub properties: Vec<Member<'a>>,
    /// The kind of its geometry; `None` without one.
    pub kind: Option<GeometryKind>,
}

/// The layer of a file and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The layer.
    pub layer: Layer,
    /// Stable word for the reason: that of the rule, `given`, or `nothing_fits`.
    pub why: String,
    /// Columns to fill where they stay empty, with their words.
    pub set: BTreeMap<String, String>,
}

/// The dimension of a kind; collections have none.
pub fn dimension(kind: Option<GeometryKind>) -> Dimension {
    match kind {
        Some(GeometryKind::Point | GeometryKind::MultiPoint) => Dimension::Point,
        Some(GeometryKind::LineString | GeometryKind::MultiLineString) => Dimension::Line,
        Some(GeometryKind::Polygon | GeometryKind::MultiPolygon) => Dimension::Area,
        Some(GeometryKind::GeometryCollection) | None => Dimension::None,
    }
}

/// Guesses the layer of a file from some of its features and its name; where the
/// layer is `given`, only what is to be filled is guessed.
pub fn guess(sample: &[Sampled<'_>], file_name: &str, given: Option<Layer>) -> Guess {
    // Features without properties say nothing, unless there are no others.
    let telling: Vec<&Sampled> = sample.iter().filter(|one| !one.properties.is_empty()).collect();
    let telling = if telling.is_empty() { sample.iter().collect() } else { telling };
    let file_name = file_name.to_lowercase();
    let found = rules().layers.iter().find(|rule| {
        given.is_none_or(|layer| layer.name() == rule.layer) && holds(rule, &telling, &file_name)
    });
    let layer = found.and_then(|rule| Layer::from_name(&rule.layer));
    Guess {
        layer: given.or(layer).unwrap_or(Layer::Other),
        why: match (given, found) {
            (Some(_), _) => "given".to_owned(),
            (None, Some(rule)) => rule.why.clone(),
            (None, None) => "nothing_fits".to_owned(),
        },
        set: found.map(|rule| rule.set.clone()).unwrap_or_default(),
    }
}

fn holds(rule: &LayerRule, sample: &[&Sampled<'_>], file_name: &str) -> bool {
    if sample.is_empty() {
        return false;
    }
    if !rule.file.is_empty() && !rule.file.iter().any(|part| file_name.contains(part)) {
        return false;
    }
    let fitting = sample.iter().filter(|one| fits(rule, one)).count();
    fitting > 0 && fitting as f64 >= rule.share * sample.len() as f64
}

fn fits(rule: &LayerRule, one: &Sampled<'_>) -> bool {
    (rule.geometry.is_empty() || rule.geometry.contains(&dimension(one.kind)))
        && (rule.any.is_empty() || rule.any.iter().any(|name| has(one, name)))
        && rule.all.iter().all(|name| has(one, name))
        && rule.value.as_ref().is_none_or(|value| {
            text_of(one, &value.property).is_some_and(|text| value.words.contains(&normal(&text)))
        })
}

fn has(one: &Sampled<'_>, name: &str) -> bool {
    one.properties.iter().any(|(known, _)| known == name) || text_of(one, name).is_some()
}

/// The value of a property as text; `a.b` looks inside the object `a`.
fn text_of(one: &Sampled<'_>, name: &str) -> Option<String> {
    let value = |found: &[Member<'_>], name: &str| {
        let (_, raw) = found.iter().find(|(known, _)| known == name)?;
        match raw.get() {
            "null" => None,
            text if text.starts_with('"') => string(text).map(std::borrow::Cow::into_owned),
            text => Some(text.to_owned()),
        }
    };
    if let Some(text) = value(&one.properties, name) {
        return Some(text);
    }
    let (outer, inner) = name.split_once('.')?;
    let (_, raw) = one.properties.iter().find(|(known, _)| known == outer)?;
    value(&members(raw.get()).ok()?, inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer_of(kind: GeometryKind, json: &str, file: &str) -> (Layer, Option<String>) {
        let sample = [Sampled { properties: members(json).unwrap(), kind: Some(kind) }];
        let found = guess(&sample, file, None);
        let set = found.set.get("kind").or(found.set.get("level")).cloned();
        (found.layer, set)
    }

    #[test]
    fn properties_and_geometry_name_the_layer() {
        use GeometryKind::{LineString, MultiPolygon, Point, Polygon};
        let some = |word: &str| Some(word.to_owned());
        let cases = [
            (Polygon, r#"{"plot_id":"1","estate_id":"2","status":"vacant"}"#, Layer::Plots, None),
            (Polygon, r#"{"estate_code":"1","code":"2","land_use":"green"}"#, Layer::Plots, None),
            (Polygon, r#"{"estate_code":"1","use":"green"}"#, Layer::Landuse, None),
            (Polygon, r#"{"code":"1","kind":"estate"}"#, Layer::Estates, None),
            (MultiPolygon, r#"{"name_fa":"الف","province_iso":"IR-00"}"#, Layer::Admin, some("shahrestan")),
            (MultiPolygon, r#"{"name_fa":"الف","iso_3166_2":"IR-00"}"#, Layer::Admin, some("ostan")),
            (Polygon, r#"{"shapeType":"ADM4","shapeName":"Hoome"}"#, Layer::Admin, some("dehestan")),
            (Point, r#"{"plant_id":"1","fuel":"Gas"}"#, Layer::Infra, some("power_plant")),
            (Point, r#"{"plant_id":"1","fuel":"Hydro"}"#, Layer::Infra, some("dam")),
            (Point, r#"{"type":"substation","voltage_raw":null}"#, Layer::Infra, some("substation")),
            (LineString, r#"{"voltage_raw":"400000"}"#, Layer::Infra, some("power_line")),
            (LineString, r#"{"wdb_level":2,"class":"x"}"#, Layer::Infra, some("river")),
            (Point, r#"{"geonameid":7,"population":9,"name":"x"}"#, Layer::Places, None),
            (Polygon, r#"{"featurecla":"Playa"}"#, Layer::Constraints, some("salt_flat")),
            (Polygon, r#"{"featurecla":"Urban area"}"#, Layer::Constraints, some("settlement")),
            (Point, r#"{"iata":"AWZ"}"#, Layer::Constraints, some("airport")),
            (Polygon, r#"{"whatever":1}"#, Layer::Other, None),
        ];
        for (kind, json, layer, set) in cases {
            assert_eq!(layer_of(kind, json, "data.geojson"), (layer, set), "{json}");
        }
    }

    #[test]
    fn the_file_name_helps_where_properties_do_not() {
        let kind = GeometryKind::Polygon;
        assert_eq!(layer_of(kind, "{}", "Zones-1404.geojson").0, Layer::Zones);
        assert_eq!(layer_of(kind, "{}", "قطعات سمنان.geojson").0, Layer::Plots);
    }
}
