//! Writes GeoJSON: what an import brought goes out as it came in, what was changed
//! since goes out under the same name. Same input, same bytes.

use super::convert::{json_number, json_string, json_text};
use super::mapping::{Carrier, Derived, FieldMap, Mapper};
use super::members::{Member, Raw, members, string};
use super::written::geometry_text;
use crate::model::{Feature, Table, Value};
use serde_json::value::RawValue;
use std::io::{self, Write};
use std::sync::Arc;

/// Writes features one by one; what is held in memory is one feature.
///
/// ```
/// use shahrak::exchange::GeoJsonWriter;
/// use shahrak::model::{Feature, Table};
/// let mut plot = Feature::new(Table::Plots);
/// plot.set("code", "0012");
/// let mut out = Vec::new();
/// let mut writer = GeoJsonWriter::new(&mut out)?;
/// writer.write(&plot, None)?;
/// writer.finish()?;
/// assert!(String::from_utf8_lossy(&out).contains(r#""properties":{"code":"0012"}"#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct GeoJsonWriter<W> {
    out: W,
    written: u64,
    line: String,
    mapper: Option<(Arc<FieldMap>, Mapper)>,
}

impl<W: Write> GeoJsonWriter<W> {
    /// Begins a FeatureCollection.
    ///
    /// # Errors
    /// As `out` says.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(GeoJsonWriter { out, written: 0, line: String::new(), mapper: None })
    }

    /// Writes one feature. `map` is the mapping of the import that brought it; without
    /// one, the rules for its layer are taken, as an import would.
    ///
    /// # Errors
    /// As `out` says.
    pub fn write(&mut self, feature: &Feature, map: Option<&Arc<FieldMap>>) -> io::Result<()> {
        let same = |(known, _): &(Arc<FieldMap>, Mapper)| match map {
            Some(map) => Arc::ptr_eq(known, map) || known == map,
            None => known.layer == feature.table.layer() && known.fields == default_map(feature.table).fields,
        };
        if !self.mapper.as_ref().is_some_and(same) {
            let map = map.cloned().unwrap_or_else(|| Arc::new(default_map(feature.table)));
            let mapper = Mapper::new(&map);
            self.mapper = Some((map, mapper));
        }
        self.line.clear();
        if let Some((_, mapper)) = &self.mapper {
            feature_text(feature, mapper, &mut self.line);
        }
        let before: &[u8] = if self.written == 0 { b"\n" } else { b",\n" };
        self.out.write_all(before)?;
        self.out.write_all(self.line.as_bytes())?;
        self.written += 1;
        Ok(())
    }

    /// Closes the collection; the number of features written.
    ///
    /// # Errors
    /// As the output says.
    pub fn finish(mut self) -> io::Result<u64> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok(self.written)
    }
}

fn default_map(table: Table) -> FieldMap {
    let layer = table.layer();
    FieldMap::new(layer, &[]).unwrap_or(FieldMap { layer, fields: Vec::new() })
}

fn feature_text(feature: &Feature, mapper: &Mapper, out: &mut String) {
    let source = &feature.source;
    out.push_str("{\"type\":\"Feature\"");
    if let Some(id) = &source.id {
        out.push_str(",\"id\":");
        out.push_str(id);
    }
    let kept = source.members.as_deref().and_then(|text| members(text).ok()).unwrap_or_default();
    let inner = |wanted: &str| {
        let (_, raw) = kept.iter().find(|(name, _)| name == wanted)?;
        members(raw.get()).ok()
    };
    out.push_str(",\"properties\":");
    properties_text(feature, mapper, &inner("properties").unwrap_or_default(), out);
    out.push_str(",\"geometry\":");
    geometry_text(feature.shape.as_ref(), source.geometry_type.as_deref(), out);
    if let Some(unknown) = inner("geometry")
        && out.ends_with('}')
    {
        out.pop();
        push_members(out, &unknown, feature);
        out.push('}');
    }
    let is_foreign = |name: &str| name != "geometry" && name != "properties";
    let foreign: Vec<Member<'_>> = kept.iter().filter(|(name, _)| is_foreign(name)).cloned().collect();
    push_members(out, &foreign, feature);
    out.push('}');
}

fn push_members(out: &mut String, members: &[Member<'_>], feature: &Feature) {
    for (name, raw) in members {
        if name != "bbox" || box_still_fits(raw.get(), feature) {
            push_member(out, name, raw.get());
        }
    }
}

fn push_member(out: &mut String, name: &str, text: &str) {
    out.push(',');
    out.push_str(&json_string(name));
    out.push(':');
    out.push_str(text);
}

/// A column whose value differs from what its properties say.
struct Change<'a> {
    column: &'static str,
    value: &'a Value,
    carrier: Option<Carrier<'a>>,
}

fn properties_text(feature: &Feature, mapper: &Mapper, guessed: &[Member<'_>], out: &mut String) {
    let id = feature.source.id.clone().and_then(|id| RawValue::from_string(id).ok());
    let written = feature.source.properties.as_deref();
    let properties = written.and_then(|text| members(text).ok()).unwrap_or_default();
    let derived = mapper.derive(&properties, id.as_deref().map(Raw::from), &mut mapper.unmet());
    let changes = changes(feature, &derived, guessed);
    if changes.is_empty() {
        out.push_str(written.unwrap_or("null"));
        return;
    }
    let (replaced, added) = sort_changes(&changes, &properties);
    out.push('{');
    let mut first = true;
    let mut push = |name: &str, text: &str| {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        out.push_str(&json_string(name));
        out.push(':');
        out.push_str(text);
    };
    for (position, (name, raw)) in properties.iter().enumerate() {
        match replaced.iter().find(|(at, _)| *at == position) {
            Some((_, text)) => push(name, text),
            None => push(name, raw.get()),
        }
    }
    for (name, text) in &added {
        push(name, text);
    }
    out.push('}');
}

fn changes<'a>(feature: &'a Feature, derived: &'a Derived<'_>, guessed: &[Member<'_>]) -> Vec<Change<'a>> {
    let is_guess = |column: &str, value: &Value| {
        guessed.iter().any(|(name, raw)| name == column && raw.get() == json_text(value))
    };
    let computed = feature.table.area_column();
    let columns = feature.table.columns().iter().zip(&feature.values);
    let known = derived.values.iter().zip(&derived.carriers);
    columns
        .zip(known)
        .filter(|((column, value), (was, _))| {
            // The computed area follows from the geometry and is nobody's property.
            Some(column.name) != computed
                && !same_value(value, was)
                && !(was.is_null() && is_guess(column.name, value))
        })
        .map(|((column, value), (_, carrier))| Change { column: column.name, value, carrier: *carrier })
        .collect()
}

/// Numbers are compared as numbers: 5 and 5.0 are the same population.
fn same_value(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

type Replaced = Vec<(usize, String)>;
type Added = Vec<(String, String)>;

/// Which properties get another text, and which are new at the end. A property
/// that cannot hold the value, or holds another column's already, stays as it is,
/// and the value goes out under the column's own name.
fn sort_changes(changes: &[Change<'_>], properties: &[Member<'_>]) -> (Replaced, Added) {
    let mut replaced: Replaced = Vec::new();
    let mut added: Added = Vec::new();
    for change in changes {
        let own = properties.iter().rposition(|(name, _)| name == change.column);
        let carried = change.carrier.and_then(|carrier| {
            let at = carrier.property?;
            let text = match string_like(properties, at, change.value) {
                true => json_string(&plain_number(change.value)),
                false => carrier.convert.revert(change.value)?,
            };
            replaced.iter().all(|(taken, _)| *taken != at).then_some((at, text))
        });
        match carried.or_else(|| own.map(|at| (at, json_text(change.value)))) {
            Some(found) => replaced.push(found),
            None if change.value.is_null() => {}
            None => added.push((change.column.to_owned(), json_text(change.value))),
        }
    }
    (replaced, added)
}

/// A number that came in as text goes out as text.
fn string_like(properties: &[Member<'_>], at: usize, value: &Value) -> bool {
    let was_text = properties.get(at).is_some_and(|(_, raw)| string(raw.get()).is_some());
    was_text && value.as_f64().is_some()
}

fn plain_number(value: &Value) -> String {
    value.as_f64().map(json_number).unwrap_or_default()
}

/// A box goes out again as long as it is the box of the geometry (of which it may
/// have been rounded).
fn box_still_fits(raw: &str, feature: &Feature) -> bool {
    const ROUNDING_DEG: f64 = 1e-5;
    let Some(numbers) = parse_bbox(raw) else { return false };
    let Some(bounds) = feature.shape.as_ref().and_then(|shape| shape.vertex_box()) else { return false };
    let half = numbers.len() / 2;
    let sides = [(0, bounds.west), (1, bounds.south), (half, bounds.east), (half + 1, bounds.north)];
    sides
        .iter()
        .all(|(at, side)| numbers.get(*at).is_some_and(|number| (number - side).abs() <= ROUNDING_DEG))
}

/// The numbers of a `bbox` member (four or six, south not above north); `None` if it is no box.
pub fn parse_bbox(raw: &str) -> Option<Vec<f64>> {
    let numbers: Vec<f64> = serde_json::from_str(raw).ok()?;
    let (south, north) = match numbers.as_slice() {
        [_, south, _, north] | [_, south, _, _, north, _] => (*south, *north),
        _ => return None,
    };
    // East may be less than west: a box across the date line (RFC 7946 §5.2).
    (south <= north).then_some(numbers)
}
