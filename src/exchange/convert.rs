//! From the value of a property to the value of a column, and back.

use super::members::{Raw, string};
use super::rules::{normal, rules};
use crate::locale::{jalali::Day, numbers};
use crate::model::infra::INFRA_KINDS;
use crate::model::{Column, ColumnType, Value};
use serde::{Deserialize, Serialize};

/// How the value of a property becomes the value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convert {
    /// As the column's type wants it.
    #[default]
    Plain,
    /// Text, if it has a letter of the Arabic script.
    PersianText,
    /// Text, if it has none.
    LatinText,
    /// Volts to kilovolts.
    VoltsToKv,
    /// A list of volts to the largest, in kilovolts.
    VoltsMaxToKv,
    /// A list of volts to a list of kilovolts.
    VoltsListToKv,
    /// Hectares to square metres.
    HaToM2,
    /// Square kilometres to square metres.
    Km2ToM2,
    /// GeoNames' code of a province to its ISO 3166-2 code; another text stays.
    GeonamesAdmin1,
    /// This word wherever the property has a value.
    Word(String),
}

/// A text with half of a character: a `\u` escape that names a surrogate without its
/// other half, which passes every parser of JSON and is no text.
const HALF_A_CHARACTER: &str = "value_half_a_character";

/// What became of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Converted {
    /// It is this.
    Value(Value),
    /// Nothing is known.
    Null,
    /// It does not fit the column; the stable word of the warning.
    Unfit(&'static str),
}

impl Convert {
    /// The conversion that the rules name; no name means [`Convert::Plain`].
    pub fn from_name(name: Option<&str>) -> Option<Convert> {
        Some(match name {
            None => Convert::Plain,
            Some("persian_text") => Convert::PersianText,
            Some("latin_text") => Convert::LatinText,
            Some("volts_to_kv") => Convert::VoltsToKv,
            Some("volts_max_to_kv") => Convert::VoltsMaxToKv,
            Some("volts_list_to_kv") => Convert::VoltsListToKv,
            Some("ha_to_m2") => Convert::HaToM2,
            Some("km2_to_m2") => Convert::Km2ToM2,
            Some("geonames_admin1") => Convert::GeonamesAdmin1,
            Some(other) => Convert::Word(other.strip_prefix("word:")?.to_owned()),
        })
    }

    /// The value of `column` of the layer that has it, read from `raw`.
    /// `is_infra` says whether the column is one of an asset.
    pub fn apply(&self, raw: Raw<'_>, column: &Column, is_infra: bool) -> Converted {
        let text = raw.get();
        if text == "null" {
            return Converted::Null;
        }
        match self {
            Convert::Plain => plain(text, column, is_infra),
            Convert::PersianText | Convert::LatinText => match string(text) {
                Some(name) if !name.trim().is_empty() => {
                    let wanted = matches!(self, Convert::PersianText) == has_arabic_letter(&name);
                    if wanted { Converted::Value(Value::Text(name.into_owned())) } else { Converted::Null }
                }
                None if text.starts_with('"') => Converted::Unfit(HALF_A_CHARACTER),
                _ => Converted::Null,
            },
            Convert::VoltsToKv => scaled(text, 1e-3),
            Convert::HaToM2 => scaled(text, 1e4),
            Convert::Km2ToM2 => scaled(text, 1e6),
            Convert::VoltsMaxToKv => match volts(text) {
                Some(list) => list
                    .into_iter()
                    .reduce(f64::max)
                    .map_or(Converted::Null, |largest| Converted::Value(Value::Real(largest / 1e3))),
                None => Converted::Unfit("value_not_a_number"),
            },
            Convert::VoltsListToKv => match volts(text) {
                Some(list) if !list.is_empty() => {
                    let kv: Vec<String> = list.into_iter().map(|one| (one / 1e3).to_string()).collect();
                    Converted::Value(Value::Text(kv.join(";")))
                }
                Some(_) => Converted::Null,
                None => Converted::Unfit("value_not_a_number"),
            },
            Convert::GeonamesAdmin1 => match plain(text, column, is_infra) {
                Converted::Value(Value::Text(code)) => {
                    let iso = provinces().and_then(|codes| codes.get(&normal(&code)));
                    Converted::Value(Value::Text(iso.cloned().unwrap_or(code)))
                }
                other => other,
            },
            Convert::Word(word) => {
                if string(text).is_some_and(|text| text.trim().is_empty()) {
                    Converted::Null
                } else {
                    Converted::Value(Value::Text(word.clone()))
                }
            }
        }
    }

    /// The JSON text under which a changed `value` goes back to its property;
    /// `None` where the property cannot hold it.
    pub fn revert(&self, value: &Value) -> Option<String> {
        let scaled = |factor: f64| value.as_f64().map(|number| json_number(number * factor));
        match self {
            Convert::Plain => Some(json_text(value)),
            Convert::PersianText => {
                value.as_text().filter(|text| has_arabic_letter(text)).map(|_| json_text(value))
            }
            Convert::LatinText => {
                value.as_text().filter(|text| !has_arabic_letter(text)).map(|_| json_text(value))
            }
            Convert::GeonamesAdmin1 => {
                let iso = value.as_text()?;
                let code = provinces()?.iter().find(|(_, known)| *known == iso).map(|(code, _)| code);
                Some(code.map_or_else(|| json_text(value), |code| json_string(code)))
            }
            Convert::VoltsToKv => scaled(1e3),
            Convert::HaToM2 => scaled(1e-4),
            Convert::Km2ToM2 => scaled(1e-6),
            Convert::VoltsMaxToKv | Convert::VoltsListToKv | Convert::Word(_) => None,
        }
    }
}

/// GeoNames' code of each province → its ISO code.
fn provinces() -> Option<&'static std::collections::HashMap<String, String>> {
    rules().words.get("geonames_admin1")
}

/// A value as JSON text; a number in its shortest form that reads back the same.
pub fn json_text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => json_number(*number),
        Value::Text(text) => json_string(text),
    }
}

/// A string as JSON text.
pub fn json_string(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// A number as JSON text; what is no number becomes `null`.
pub fn json_number(number: f64) -> String {
    if !number.is_finite() {
        return "null".to_owned();
    }
    // Whole numbers without ".0", as they are written in GeoJSON.
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    serde_json::Number::from_f64(number).map_or_else(|| "null".to_owned(), |number| number.to_string())
}

fn plain(text: &str, column: &Column, is_infra: bool) -> Converted {
    match column.kind {
        ColumnType::Text => plain_text(text, column, is_infra),
        ColumnType::Integer => match number(text) {
            Ok(None) => Converted::Null,
            Ok(Some(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Converted::Value(Value::Int(number as i64))
            }
            _ => Converted::Unfit("value_not_a_number"),
        },
        ColumnType::Real => scaled(text, 1.0),
        ColumnType::Boolean => yes_or_no(text),
        ColumnType::Date => date(text),
    }
}

fn plain_text(text: &str, column: &Column, is_infra: bool) -> Converted {
    let value = match text.as_bytes().first() {
        Some(b'"') => match string(text) {
            Some(value) if value.trim().is_empty() => return Converted::Null,
            Some(value) => value.into_owned(),
            // The text has passed the parser, which lets half a pair of \u escapes through.
            None => return Converted::Unfit(HALF_A_CHARACTER),
        },
        Some(b'{' | b'[') => return Converted::Unfit("value_not_text"),
        _ => text.to_owned(),
    };
    let is_asset_kind = is_infra && column.name == "kind";
    let words = if is_asset_kind { INFRA_KINDS } else { column.allowed };
    if words.is_empty() || words.contains(&value.as_str()) {
        return Converted::Value(Value::Text(value));
    }
    match word(&value, column.name, words) {
        Some(word) => Converted::Value(Value::Text(word.to_owned())),
        None if is_asset_kind => Converted::Value(Value::Text(value)),
        None => Converted::Unfit("value_not_allowed"),
    }
}

/// The word of `words` that `written` means.
fn word<'a>(written: &str, column: &str, words: &[&'a str]) -> Option<&'a str> {
    let written = normal(written);
    let exact = words.iter().find(|word| normal(word) == written);
    exact.copied().or_else(|| {
        let meant = rules().words.get(column)?.get(&written)?;
        words.iter().find(|word| *word == meant).copied()
    })
}

fn scaled(text: &str, factor: f64) -> Converted {
    match number(text) {
        Ok(None) => Converted::Null,
        Ok(Some(number)) => Converted::Value(Value::Real(number * factor)),
        Err(()) => Converted::Unfit("value_not_a_number"),
    }
}

/// A JSON number, or a text that a person would read as one; `None` for blank text.
fn number(text: &str) -> Result<Option<f64>, ()> {
    let number = match text.as_bytes().first() {
        Some(b'"') => {
            let typed = string(text).ok_or(())?;
            if typed.trim().is_empty() {
                return Ok(None);
            }
            numbers::parse(&typed).map_err(|_| ())?
        }
        Some(b'-' | b'0'..=b'9') => text.parse().map_err(|_| ())?,
        _ => return Err(()),
    };
    if number.is_finite() { Ok(Some(number)) } else { Err(()) }
}

fn volts(text: &str) -> Option<Vec<f64>> {
    let Some(list) = string(text) else {
        return number(text).ok().map(|one| one.into_iter().collect());
    };
    list.split([';', ',', '/'])
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(|one| numbers::parse(one).ok())
        .collect()
}

fn yes_or_no(text: &str) -> Converted {
    let written = match text {
        "true" => return Converted::Value(Value::Bool(true)),
        "false" => return Converted::Value(Value::Bool(false)),
        _ => string(text).map_or_else(|| text.to_owned(), std::borrow::Cow::into_owned),
    };
    if written.trim().is_empty() {
        return Converted::Null;
    }
    let written = normal(&written);
    let is = |list: &str| rules().words.get(list).is_some_and(|words| words.contains_key(&written));
    if is("yes") {
        Converted::Value(Value::Bool(true))
    } else if is("no") {
        Converted::Value(Value::Bool(false))
    } else {
        Converted::Unfit("value_not_yes_or_no")
    }
}

/// ISO or Jalali; a time behind the day is left out.
fn date(text: &str) -> Converted {
    let Some(written) = string(text) else { return Converted::Unfit("value_not_a_date") };
    if written.trim().is_empty() {
        return Converted::Null;
    }
    let day = written.trim().split(['T', ' ']).next().unwrap_or_default();
    match Day::parse(day) {
        Ok(day) => Converted::Value(Value::Text(day.to_string())),
        Err(_) => Converted::Unfit("value_not_a_date"),
    }
}

fn has_arabic_letter(text: &str) -> bool {
    text.chars().any(|character| {
        matches!(character, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(convert: &Convert, json: &str, column: &Column) -> Converted {
        let raw = Raw::sound(json);
        convert.apply(raw, column, false)
    }

    #[test]
    fn values_fit_the_type_of_their_column() {
        let population = Column::integer("population", "person");
        let area = Column::real("area_m2", "m2");
        let since = Column::date("status_since");
        let code = Column::text("code");
        let flag = Column::boolean("border");
        let cases: &[(&str, &Column, Converted)] = &[
            ("920938.0", &population, Converted::Value(Value::Int(920_938))),
            ("\"۱۲٬۳۴۵\"", &population, Converted::Value(Value::Int(12_345))),
            ("\"many\"", &population, Converted::Unfit("value_not_a_number")),
            ("1.5", &population, Converted::Unfit("value_not_a_number")),
            ("\"2/5\"", &area, Converted::Value(Value::Real(2.5))),
            ("\"\"", &area, Converted::Null),
            ("\"1402/02/31\"", &since, Converted::Value(Value::from("2023-05-21"))),
            ("\"2024-03-19T10:00:00Z\"", &since, Converted::Value(Value::from("2024-03-19"))),
            ("\"1402/12/30\"", &since, Converted::Unfit("value_not_a_date")),
            ("\"007\"", &code, Converted::Value(Value::from("007"))),
            ("12345678901234567890", &code, Converted::Value(Value::from("12345678901234567890"))),
            ("{\"a\":1}", &code, Converted::Unfit("value_not_text")),
            ("\"\\ud800\"", &code, Converted::Unfit("value_half_a_character")),
            ("\"\\ud83d\\ude00\"", &code, Converted::Value(Value::from("😀"))),
            ("\"بله\"", &flag, Converted::Value(Value::Bool(true))),
            ("0", &flag, Converted::Value(Value::Bool(false))),
        ];
        for (json, column, expected) in cases {
            assert_eq!(&converted(&Convert::Plain, json, column), expected, "{json}");
        }
    }

    #[test]
    fn words_are_recognised_in_both_languages() {
        let status = Column::word("status", crate::model::PlotStatus::NAMES);
        let read = |json: &str| converted(&Convert::Plain, json, &status);
        assert_eq!(read("\"Under construction\""), Converted::Value(Value::from("under_construction")));
        assert_eq!(read("\"واگذار‌شده\""), Converted::Value(Value::from("assigned")));
        assert_eq!(read("\"sold\""), Converted::Unfit("value_not_allowed"));
    }

    #[test]
    fn voltages_and_areas_change_their_unit() {
        let kv = Column::real("voltage_kv", "kV");
        let list = Column::text("voltages_kv");
        let read = |convert, json: &str, column| converted(convert, json, column);
        assert_eq!(read(&Convert::VoltsToKv, "400000", &kv), Converted::Value(Value::Real(400.0)));
        assert_eq!(
            read(&Convert::VoltsMaxToKv, "\"63000;230000;230000\"", &kv),
            Converted::Value(Value::Real(230.0))
        );
        assert_eq!(
            read(&Convert::VoltsListToKv, "\"63000;230000\"", &list),
            Converted::Value(Value::from("63;230"))
        );
        assert_eq!(Convert::VoltsToKv.revert(&Value::Real(63.0)).as_deref(), Some("63000"));
        assert_eq!(Convert::VoltsListToKv.revert(&Value::from("63;20")), None);
    }

    #[test]
    fn numbers_go_out_in_their_shortest_form() {
        assert_eq!(json_number(51.4), "51.4");
        assert_eq!(json_number(51.0), "51");
        assert_eq!(json_number(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(json_number(1e300), "1e+300");
    }
}
