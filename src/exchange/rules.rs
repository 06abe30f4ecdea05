//! The rules in `assets/exchange`: codes, columns, words and layers.

use crate::model::infra::{CONSTRAINT_KINDS, INFRA_KINDS};
use crate::model::plot_status::PlotStatus;
use crate::model::schema::{ADMIN_LEVELS, ESTATE_KINDS, LAND_USES};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Everything the assets say, read once.
#[derive(Debug, Default)]
pub struct Rules {
    /// Properties that give the code, best first; `code` is not among them.
    pub codes: Vec<String>,
    /// Layer name (or `any`) → column → properties, best first.
    pub columns: HashMap<String, BTreeMap<String, Vec<Property>>>,
    /// Column (or `yes`, `no`) → other spelling, normalised → word.
    pub words: HashMap<String, HashMap<String, String>>,
    /// How a layer is guessed, best first.
    pub layers: Vec<LayerRule>,
}

/// A property that may fill a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Property {
    /// Its name; the value is read as the column wants it.
    Plain(String),
    /// Its name and how the value is read.
    Converted {
        /// Its name.
        property: String,
        /// Name of the conversion.
        #[serde(rename = "as")]
        convert: String,
    },
}

impl Property {
    /// Its name and the name of its conversion.
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self {
            Property::Plain(property) => (property, None),
            Property::Converted { property, convert } => (property, Some(convert)),
        }
    }
}

/// Kinds of geometry as the rules tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Point and MultiPoint.
    Point,
    /// LineString and MultiLineString.
    Line,
    /// Polygon and MultiPolygon.
    Area,
    /// No geometry, or a mixture.
    None,
}

/// One rule for guessing the layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerRule {
    /// Name of the layer.
    pub layer: String,
    /// Stable word for the reason.
    pub why: String,
    /// Share of the sample that has to fit, 0–1.
    #[serde(default = "half")]
    pub share: f64,
    /// Kinds of geometry that fit; empty = all.
    #[serde(default)]
    pub geometry: Vec<Dimension>,
    /// One of these properties is there.
    #[serde(default)]
    pub any: Vec<String>,
    /// All of these properties are there.
    #[serde(default)]
    pub all: Vec<String>,
    /// A property has one of these words.
    pub value: Option<ValueRule>,
    /// The file's name contains one of these, in lower case.
    #[serde(default)]
    pub file: Vec<String>,
    /// Columns filled where they stay empty.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

/// A property with one of some words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueRule {
    /// The property, `a.b` looks inside an object.
    pub property: String,
    /// The words, or names of the model's lists.
    pub words: Vec<String>,
}

fn half() -> f64 {
    0.5
}

#[derive(Deserialize)]
struct LayerFile {
    rule: Vec<LayerRule>,
}

/// The rules as shipped. The assets are part of the program and tested, so that
/// a mistake in them shows in our tests and never at a user's desk.
pub fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| parse().unwrap_or_default())
}

fn parse() -> Result<Rules, toml::de::Error> {
    let columns = toml::from_str(include_str!("../../assets/exchange/columns.toml"))?;
    let words: HashMap<String, HashMap<String, Vec<String>>> =
        toml::from_str(include_str!("../../assets/exchange/words.toml"))?;
    let mut layers: LayerFile = toml::from_str(include_str!("../../assets/exchange/layers.toml"))?;
    for rule in &mut layers.rule {
        if let Some(value) = &mut rule.value {
            value.words = value.words.iter().flat_map(|word| expanded(word)).collect();
        }
    }
    Ok(Rules {
        codes: crate::model::codes::code_properties().to_vec(),
        columns,
        words: words.into_iter().map(|(column, words)| (column, by_spelling(words))).collect(),
        layers: layers.rule,
    })
}

fn by_spelling(words: HashMap<String, Vec<String>>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for (word, spellings) in words {
        for spelling in spellings {
            found.insert(normal(&spelling), word.clone());
        }
    }
    found
}

fn expanded(word: &str) -> Vec<String> {
    let list: &[&str] = match word {
        "infra_kinds" => INFRA_KINDS,
        "constraint_kinds" => CONSTRAINT_KINDS,
        "estate_kinds" => ESTATE_KINDS,
        "land_uses" => LAND_USES,
        "admin_levels" => ADMIN_LEVELS,
        "plot_statuses" => PlotStatus::NAMES,
        one => return vec![normal(one)],
    };
    list.iter().map(|one| normal(one)).collect()
}

/// A word as the rules compare it: letters, digits and case normalised, blanks,
/// hyphens and underscores left out.
pub fn normal(word: &str) -> String {
    crate::locale::normalise::search_key(word)
        .chars()
        .filter(|character| !matches!(character, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layer;

    #[test]
    fn assets_parse_and_name_layers_and_columns_that_exist() {
        let rules = parse().unwrap();
        assert!(rules.codes.len() > 9);
        for rule in &rules.layers {
            let layer = Layer::from_name(&rule.layer).unwrap();
            for (column, word) in &rule.set {
                let column = layer.columns().iter().find(|known| known.name == column).unwrap();
                let fits = column.allowed.is_empty() || column.allowed.contains(&word.as_str());
                assert!(fits, "{} {}", rule.layer, word);
            }
        }
        for (layer, columns) in &rules.columns {
            for (column, properties) in columns {
                let known = match Layer::from_name(layer) {
                    Some(layer) => layer.columns().iter().any(|known| known.name == column),
                    None => layer == "any",
                };
                assert!(known, "{layer}.{column}");
                for property in properties {
                    let (_, convert) = property.parts();
                    assert!(crate::exchange::convert::Convert::from_name(convert).is_some(), "{convert:?}");
                }
            }
        }
        let provinces = rules.words.get("geonames_admin1").expect("GeoNames' provinces");
        assert_eq!(provinces.len(), 31);
        assert!(provinces.values().all(|iso| iso.starts_with("IR-")));
        for (column, words) in rules.words.iter().filter(|(column, _)| *column != "geonames_admin1") {
            let allowed: Vec<&str> = Layer::ALL
                .into_iter()
                .flat_map(Layer::columns)
                .filter(|known| known.name == column)
                .flat_map(|known| known.allowed.iter().copied())
                .chain(INFRA_KINDS.iter().copied())
                .collect();
            for word in words.values() {
                assert!(word == "words" || allowed.contains(&word.as_str()), "{column}.{word}");
            }
        }
    }
}
