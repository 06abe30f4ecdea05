//! Which property fills which column: one answer for import and export.

use super::convert::{Convert, Converted};
use super::item::Warning;
use super::members::{Member, Raw, is_null, members_of, string};
use super::rules::{Property, rules};
use crate::model::{Layer, Table, Value};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One property that may fill a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name of the property; `a.b` looks inside the object `a`.
    pub property: String,
    /// Name of the column.
    pub column: String,
    /// How its value is read.
    #[serde(default, rename = "as", skip_serializing_if = "is_plain")]
    pub convert: Convert,
}

fn is_plain(convert: &Convert) -> bool {
    *convert == Convert::Plain
}

/// The properties that fill the columns of a layer, best first for each column.
/// Kept with an import (it is plain JSON), because an export needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMap {
    /// The layer whose columns are filled.
    pub layer: Layer,
    /// The properties.
    pub fields: Vec<Field>,
}

impl FieldMap {
    /// The map of the rules for `layer`, with `overrides` (property, column) first.
    ///
    /// # Errors
    /// The column of an override that the layer does not have.
    pub fn new(layer: Layer, overrides: &[(String, String)]) -> Result<FieldMap, String> {
        let mut fields = Vec::new();
        for (property, column) in overrides {
            if !layer.columns().iter().any(|known| known.name == column) {
                return Err(column.clone());
            }
            fields.push(by_the_rules(layer, property, column));
        }
        let computed = layer.tables().first().and_then(|table| table.area_column());
        for column in layer.columns() {
            if Some(column.name) != computed {
                fields.push(plain(column.name, column.name));
            }
            if column.name == "code" {
                fields.extend(rules().codes.iter().map(|property| plain(property, "code")));
            }
            for group in [layer.name(), "any"] {
                let properties = rules().columns.get(group).and_then(|columns| columns.get(column.name));
                for property in properties.into_iter().flatten() {
                    let (property, convert) = property.parts();
                    let convert = Convert::from_name(convert).unwrap_or_default();
                    fields.push(Field {
                        property: property.to_owned(),
                        column: column.name.to_owned(),
                        convert,
                    });
                }
            }
        }
        // A property that a person has mapped fills that column and no other.
        let is_overridden = |field: &Field| overrides.iter().any(|(property, _)| *property == field.property);
        let mut position = 0;
        fields.retain(|field| {
            position += 1;
            position <= overrides.len() || !is_overridden(field)
        });
        Ok(FieldMap { layer, fields })
    }

    /// The map that pairs of property and column stand for, in their order; how a
    /// value is read follows from the rules.
    pub fn from_pairs(layer: Layer, pairs: &[(String, String)]) -> FieldMap {
        let fields = pairs.iter().map(|(property, column)| by_the_rules(layer, property, column)).collect();
        FieldMap { layer, fields }
    }

    /// Only the fields whose properties were met, marked in `met` by their position.
    pub fn only(&self, met: &[bool]) -> FieldMap {
        let kept = self.fields.iter().zip(met).filter(|(_, met)| **met);
        FieldMap { layer: self.layer, fields: kept.map(|(field, _)| field.clone()).collect() }
    }
}

/// The field as the rules of the layer have it, plain where they do not know it.
fn by_the_rules(layer: Layer, property: &str, column: &str) -> Field {
    let known = [layer.name(), "any"].into_iter().find_map(|group| {
        let listed = rules().columns.get(group)?.get(column)?;
        listed.iter().map(Property::parts).find(|(name, _)| *name == property)
    });
    let convert = known.and_then(|(_, convert)| Convert::from_name(convert)).unwrap_or_default();
    Field { convert, ..plain(property, column) }
}

fn plain(property: &str, column: &str) -> Field {
    Field { property: property.to_owned(), column: column.to_owned(), convert: Convert::Plain }
}

/// A field with the position of its column.
#[derive(Debug, Clone)]
struct Target {
    field: usize,
    column: usize,
    convert: Convert,
}

/// The keys are the rules' names, so nobody can fill it with such that collide.
type Targets = HashMap<String, Vec<Target>, FixedState>;

/// A [`FieldMap`] ready for many features.
#[derive(Debug, Clone)]
pub struct Mapper {
    table: Table,
    is_infra: bool,
    direct: Targets,
    nested: HashMap<String, Targets, FixedState>,
    fields: usize,
}

/// The property that a column's value was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier<'m> {
    /// Position among the properties; `None` inside a nested object.
    pub property: Option<usize>,
    /// How the value was read.
    pub convert: &'m Convert,
    /// How good it is: the least is taken.
    rank: (u8, usize),
}

/// The columns of one feature as its properties give them.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived<'m> {
    /// One value a column.
    pub values: Vec<Value>,
    /// One carrier a column, where a property stands for it.
    pub carriers: Vec<Option<Carrier<'m>>>,
    /// What did not fit.
    pub warnings: Vec<Warning>,
}

impl Derived<'_> {
    /// A bit for each column that a property stands for without giving it a value.
    pub fn emptied(&self) -> u64 {
        let columns = self.values.iter().zip(&self.carriers).zip(0..u64::BITS);
        let empty = columns.filter(|((value, carrier), _)| value.is_null() && carrier.is_some());
        empty.fold(0, |bits, (_, position)| bits | 1 << position)
    }
}

impl Mapper {
    /// Makes `map` ready.
    pub fn new(map: &FieldMap) -> Mapper {
        let table = map.layer.tables().first().copied().unwrap_or(Table::Other);
        let mut mapper = Mapper {
            table,
            is_infra: map.layer == Layer::Infra,
            direct: HashMap::default(),
            nested: HashMap::default(),
            fields: map.fields.len(),
        };
        for (position, field) in map.fields.iter().enumerate() {
            let Some(column) = table.column_position(&field.column) else { continue };
            let target = Target { field: position, column, convert: field.convert.clone() };
            mapper.direct.entry(field.property.clone()).or_default().push(target.clone());
            if let Some((outer, inner)) = field.property.split_once('.') {
                let inside = mapper.nested.entry(outer.to_owned()).or_default();
                inside.entry(inner.to_owned()).or_default().push(target);
            }
        }
        mapper
    }

    /// A mark for each field of the map, to note the properties that were met.
    pub fn unmet(&self) -> Vec<bool> {
        vec![false; self.fields]
    }

    /// The columns that `properties` and the Feature's `id` give; `met` marks the
    /// fields whose properties were there.
    pub fn derive(&self, properties: &[Member<'_>], id: Option<Raw<'_>>, met: &mut [bool]) -> Derived<'_> {
        let columns = self.table.columns().len();
        let mut best =
            Best { values: vec![Value::Null; columns], carriers: vec![None; columns], unfit: Vec::new() };
        for (position, (name, raw)) in properties.iter().enumerate() {
            if let Some(targets) = self.direct.get(name.as_ref()) {
                self.offer(&mut best, targets, Some(position), name, *raw, met);
            }
            if !self.nested.is_empty()
                && let Some(inside) = self.nested.get(name.as_ref())
                && let Some(inner) = members_of(*raw)
            {
                for (inner_name, raw) in &inner {
                    if let Some(targets) = inside.get(inner_name.as_ref()) {
                        self.offer(&mut best, targets, None, inner_name, *raw, met);
                    }
                }
            }
        }
        let Best { values, carriers, mut unfit } = best;
        unfit.sort_by_key(|(column, _)| *column);
        let mut warnings: Vec<Warning> = unfit.into_iter().map(|(_, warning)| warning).collect();
        // One property may stand for the name in either language.
        warnings.dedup();
        let mut derived = Derived { values, carriers, warnings };
        if let Some(code) = derived.values.first_mut()
            && code.is_null()
            && let Some(text) = id.and_then(id_text)
        {
            *code = Value::Text(text);
        }
        derived
    }

    fn offer<'m>(
        &'m self,
        best: &mut Best<'m>,
        targets: &'m [Target],
        property: Option<usize>,
        name: &str,
        raw: Raw<'_>,
        met: &mut [bool],
    ) {
        for target in targets {
            if let Some(mark) = met.get_mut(target.field) {
                *mark = true;
            }
            let Some(column) = self.table.columns().get(target.column) else { continue };
            let (state, value, unfit) = match target.convert.apply(raw, column, self.is_infra) {
                Converted::Value(value) => (0, value, None),
                Converted::Unfit(what) => (1, Value::Null, Some(what)),
                // An empty property stands for its column; one of the wrong script does not.
                Converted::Null if is_null(raw) || target.convert == Convert::Plain => (2, Value::Null, None),
                Converted::Null => continue,
            };
            let carrier = Carrier { property, convert: &target.convert, rank: (state, target.field) };
            if best.take(target.column, carrier, value)
                && let Some(what) = unfit
            {
                best.unfit.push((target.column, Warning::new(what, name, shown(raw))));
            }
        }
    }
}

/// The best property of each column so far, and what did not fit.
struct Best<'m> {
    values: Vec<Value>,
    carriers: Vec<Option<Carrier<'m>>>,
    unfit: Vec<(usize, Warning)>,
}

impl<'m> Best<'m> {
    /// Takes a value for a column, unless there is a better one.
    fn take(&mut self, column: usize, carrier: Carrier<'m>, value: Value) -> bool {
        let (Some(slot), Some(known)) = (self.values.get_mut(column), self.carriers.get_mut(column)) else {
            return false;
        };
        // A repeated name: the last one counts, as most programs read it.
        if known.is_some_and(|known| carrier.rank > known.rank) {
            return false;
        }
        *slot = value;
        *known = Some(carrier);
        self.unfit.retain(|(at, _)| *at != column);
        true
    }
}

/// The Feature's id as a code; `None` if it is neither text nor number.
pub fn id_text(raw: Raw<'_>) -> Option<String> {
    match raw.get().as_bytes().first() {
        Some(b'"') => string(raw.get()).filter(|id| !id.trim().is_empty()).map(std::borrow::Cow::into_owned),
        Some(b'-' | b'0'..=b'9') => Some(raw.get().to_owned()),
        _ => None,
    }
}

/// The value as a person finds it in the file, shortened.
fn shown(raw: Raw<'_>) -> String {
    let text = string(raw.get()).unwrap_or(std::borrow::Cow::Borrowed(raw.get()));
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values and warnings.
    fn derive(
        layer: Layer,
        overrides: &[(String, String)],
        json: &str,
        id: Option<&str>,
    ) -> Derived<'static> {
        let map = FieldMap::new(layer, overrides).unwrap();
        let mapper: &'static Mapper = Box::leak(Box::new(Mapper::new(&map)));
        let id = id.map(Raw::sound);
        mapper.derive(&members_of(Raw::sound(json)).unwrap(), id, &mut mapper.unmet())
    }

    fn value(layer: Layer, derived: &Derived, column: &str) -> Value {
        derived.values[layer.tables()[0].column_position(column).unwrap()].clone()
    }

    #[test]
    fn codes_follow_the_list_then_the_id() {
        let code = |json, id| value(Layer::Plots, &derive(Layer::Plots, &[], json, id), "code");
        assert_eq!(code(r#"{"ml":"12","plot_id":"0012","code":null}"#, Some("9")), Value::from("0012"));
        assert_eq!(code(r#"{"ml":null}"#, Some("9")), Value::from("9"));
        assert_eq!(code(r#"{"ml":null}"#, Some("\"09\"")), Value::from("09"));
        assert_eq!(code(r#"{"ml":null}"#, Some("{}")), Value::Null);
        assert_eq!(code(r#"{"plot_id":12345678901234567890}"#, None), Value::from("12345678901234567890"));
    }

    #[test]
    fn a_mapped_property_fills_its_column_and_no_other() {
        let map = [("status".to_owned(), "land_use".to_owned())];
        let derived = derive(Layer::Plots, &map, r#"{"status":"green"}"#, None);
        assert_eq!(value(Layer::Plots, &derived, "land_use"), Value::from("green"));
        assert_eq!(value(Layer::Plots, &derived, "status"), Value::Null);
        assert!(FieldMap::new(Layer::Plots, &[("a".into(), "nothing".into())]).is_err());
    }

    #[test]
    fn names_go_by_their_script() {
        let derived = derive(Layer::Infra, &[], r#"{"name":"نیروگاه برق اردکان","name_en":null}"#, None);
        assert_eq!(value(Layer::Infra, &derived, "name_fa"), Value::from("نیروگاه برق اردکان"));
        assert_eq!(value(Layer::Infra, &derived, "name_en"), Value::Null);
        let raw = r#"{"tags":{"name":"شهرستان قم","name:en":"Qom County","population":"38510"}}"#;
        let derived = super::tests::derive(Layer::Admin, &[], raw, None);
        assert_eq!(value(Layer::Admin, &derived, "name_en"), Value::from("Qom County"));
        assert_eq!(value(Layer::Admin, &derived, "population"), Value::Int(38510));
    }

    #[test]
    fn what_does_not_fit_is_told_and_left_empty() {
        let derived = derive(Layer::Plots, &[], r#"{"status":"sold","land_use":"green"}"#, None);
        assert_eq!(value(Layer::Plots, &derived, "status"), Value::Null);
        assert_eq!(derived.warnings, [Warning::new("value_not_allowed", "status", "sold")]);
    }

    #[test]
    fn a_given_area_is_the_registered_one() {
        let derived = derive(Layer::Plots, &[], r#"{"area_m2":1500.5}"#, None);
        assert_eq!(value(Layer::Plots, &derived, "registered_area_m2"), Value::Real(1500.5));
        assert_eq!(value(Layer::Plots, &derived, "area_m2"), Value::Null);
    }
}
