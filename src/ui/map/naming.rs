//! How a thing on the map is called: its name in the language, and what it is.

use crate::locale::{Catalogue, Language};
use crate::model::RowRef;

/// Name or code of a row; what it is where it has neither.
pub fn name(row: &RowRef<'_>, catalogue: &Catalogue) -> String {
    let columns = match catalogue.language() {
        Language::Fa => ["name_fa", "name_en"],
        Language::En => ["name_en", "name_fa"],
    };
    let named = columns.iter().find_map(|column| row.text(column).filter(|name| !name.is_empty()));
    named.or(row.code()).map_or_else(|| what(row, catalogue), str::to_owned)
}

/// What a row is: its kind or level, a plot its status, else its layer.
pub fn what(row: &RowRef<'_>, catalogue: &Catalogue) -> String {
    let layer = catalogue.get(&format!("layer-{}", row.table().layer().name()));
    let words: Vec<String> = ["level", "kind", "voltage_kv", "status"]
        .iter()
        .filter_map(|column| match *column {
            "voltage_kv" => row.number(column).map(|voltage_kv| catalogue.voltage(voltage_kv)),
            _ => row.text(column).map(|word| self::word(word, catalogue)),
        })
        .collect();
    if words.is_empty() { layer } else { words.join(" · ") }
}

/// A word stored in files, in the language; an unknown one as it stands.
pub fn word(word: &str, catalogue: &Catalogue) -> String {
    let id = format!("word-{}", word.replace('_', "-"));
    if catalogue.has(&id) { catalogue.get(&id) } else { word.to_owned() }
}
