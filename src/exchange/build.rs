//! One piece of text to one feature.

use super::batch::FrameKind;
use super::coordinates::{ReadGeometry, geometry};
use super::crs::to_wgs84;
use super::error::ReadErrorKind;
use super::item::{Accepted, Item, Reason, Rejected, Warning};
use super::mapping::id_text;
use super::members::{Member, NoObject, Raw, is_null, members, members_of, string, without_nan};
use super::placing::{as_declared, place, table_for};
use super::plan::{Plan, Route};
use super::syntax::syntax_fault;
use super::written::written_kind;
use crate::geometry::measure::area_m2;
use crate::geometry::{GeometryKind, Shape};
use crate::model::{Feature, FeatureSource, Layer, Table, Value};

/// What became of a piece.
#[derive(Debug)]
pub enum Built {
    /// A feature, kept or rejected.
    Item(Item),
    /// The text is broken there: the source cannot be read on.
    Broken {
        /// Byte in the piece.
        offset: usize,
        /// What is wrong.
        kind: ReadErrorKind,
    },
}

/// Marks of the properties that were met, for the summary's mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// For the layer of the source.
    pub main: Vec<bool>,
    /// For layer `other`.
    pub other: Vec<bool>,
}

impl Met {
    /// Nothing met yet.
    pub fn new(plan: &Plan) -> Met {
        Met { main: plan.main.mapper.unmet(), other: plan.other.mapper.unmet() }
    }

    /// Adds what another part of the source has met.
    pub fn merge(&mut self, other: &Met) {
        let merge = |into: &mut Vec<bool>, from: &[bool]| {
            into.iter_mut().zip(from).for_each(|(into, from)| *into |= from);
        };
        merge(&mut self.main, &other.main);
        merge(&mut self.other, &other.other);
    }
}

/// The members of a Feature, or of a geometry that stands for one.
#[derive(Debug, Default)]
pub struct Parts<'a> {
    /// The geometry's text; `None` where there is none.
    pub geometry: Option<Raw<'a>>,
    /// The properties with their text.
    pub properties: Option<Raw<'a>>,
    /// The id as it was written.
    pub id: Option<Raw<'a>>,
    /// The box as it was written.
    pub bbox: Option<Raw<'a>>,
    /// Everything else.
    pub foreign: Vec<Member<'a>>,
}

/// Why a sound JSON text is no feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFeature {
    /// The text is no JSON.
    Broken,
    /// It is no GeoJSON at all (the word says why): said of a whole source.
    Source(&'static str),
    /// The piece cannot be a feature (the word says why).
    Piece(&'static str),
}

impl<'a> Parts<'a> {
    /// Takes a piece apart.
    ///
    /// # Errors
    /// [`NoFeature`].
    pub fn of(text: &'a str, kind: FrameKind) -> Result<Parts<'a>, NoFeature> {
        let found = members(text).map_err(|error| match error {
            NoObject::OtherValue => NoFeature::Piece("not_a_feature"),
            NoObject::NotJson => NoFeature::Broken,
        })?;
        let refuse = |word| {
            if kind == FrameKind::Root { NoFeature::Source(word) } else { NoFeature::Piece("not_a_feature") }
        };
        let types: Vec<_> = found.iter().filter(|(name, _)| name == "type").collect();
        let name = match types.as_slice() {
            [] => return Err(refuse("no_type")),
            [(_, raw)] => string(raw.get()).ok_or(refuse("unknown_type"))?,
            _ if kind == FrameKind::Root => return Err(NoFeature::Source("duplicate_member")),
            _ => return Err(NoFeature::Piece("duplicate_member")),
        };
        if name == "Feature" {
            return Parts::of_feature(found);
        }
        if kind == FrameKind::Root && name.parse::<GeometryKind>().is_ok() {
            return Ok(Parts { geometry: Some(Raw::sound(text)), ..Parts::default() });
        }
        if name == "FeatureCollection" && kind == FrameKind::Root {
            let has_features = found.iter().any(|(name, _)| name == "features");
            return Err(NoFeature::Source(if has_features { "features_not_array" } else { "no_features" }));
        }
        Err(refuse("unknown_type"))
    }

    fn of_feature(found: Vec<Member<'a>>) -> Result<Parts<'a>, NoFeature> {
        let mut parts = Parts::default();
        let mut seen = [false; 4];
        for (name, raw) in found {
            let position = match name.as_ref() {
                "type" => continue,
                "geometry" => 0,
                "properties" => 1,
                "id" => 2,
                "bbox" => 3,
                _ => {
                    parts.foreign.push((name, raw));
                    continue;
                }
            };
            if let Some(flag) = seen.get_mut(position)
                && std::mem::replace(flag, true)
            {
                return Err(NoFeature::Piece("duplicate_member"));
            }
            let value = (!is_null(raw)).then_some(raw);
            match position {
                0 => parts.geometry = value,
                1 => parts.properties = value,
                2 => parts.id = value,
                _ => parts.bbox = value,
            }
        }
        Ok(parts)
    }
}

/// Builds the feature that `bytes` hold.
pub fn build(bytes: &[u8], kind: FrameKind, index: u64, plan: &Plan, met: &mut Met) -> Built {
    let Ok(text) = std::str::from_utf8(bytes) else { return broken(bytes) };
    match Parts::of(text, kind) {
        Ok(parts) => Built::Item(Builder { plan, index, has_nan: false }.item(&parts, met)),
        Err(NoFeature::Broken) => match without_nan(text) {
            Some(mended) => match Parts::of(&mended, kind) {
                Ok(parts) => Built::Item(Builder { plan, index, has_nan: true }.item(&parts, met)),
                Err(why) => no_feature(bytes, why, index, plan),
            },
            None => broken(bytes),
        },
        Err(why) => no_feature(bytes, why, index, plan),
    }
}

fn no_feature(bytes: &[u8], why: NoFeature, index: u64, plan: &Plan) -> Built {
    match why {
        NoFeature::Broken => broken(bytes),
        // The first text of a source says what the source is; a later one is one
        // bad record among others.
        NoFeature::Source(word) if index == 0 => {
            Built::Broken { offset: 0, kind: ReadErrorKind::NotGeoJson(word) }
        }
        NoFeature::Source(word) => rejected(plan, index, "not_a_feature", word),
        NoFeature::Piece(word) => rejected(plan, index, word, ""),
    }
}

fn rejected(plan: &Plan, index: u64, reason: &'static str, detail: &str) -> Built {
    let layer = plan.guess.layer;
    let Reason { word, problem } = Reason::new(reason, detail);
    let rejected = Rejected { layer, index, id: None, code: None, reason: word, problem };
    Built::Item(Item::Rejected(Box::new(rejected)))
}

fn broken(bytes: &[u8]) -> Built {
    match syntax_fault(bytes) {
        Some((offset, kind)) => Built::Broken { offset, kind },
        None => Built::Broken { offset: 0, kind: ReadErrorKind::Syntax(String::new()) },
    }
}

struct Builder<'a> {
    plan: &'a Plan,
    index: u64,
    has_nan: bool,
}

impl Builder<'_> {
    fn item(&self, parts: &Parts<'_>, met: &mut Met) -> Item {
        let properties = match parts.properties.map(members_of) {
            None => Vec::new(),
            Some(Some(found)) => found,
            Some(None) => {
                let code = parts.id.and_then(id_text);
                return self.reject(parts, code, Reason::new("properties_not_object", ""));
            }
        };
        match self.feature(parts, &properties, met) {
            Ok(accepted) => Item::Feature(Box::new(accepted)),
            Err(reason) => {
                let derived = self.plan.main.mapper.derive(&properties, parts.id, &mut met.main);
                let code = derived.values.first().and_then(Value::as_text).map(str::to_owned);
                self.reject(parts, code, reason)
            }
        }
    }

    /// The layer's own table, else layer `other` where the layer was guessed.
    fn route(&self, kind: Option<GeometryKind>) -> Result<(&Route, Table), Reason> {
        let plan = self.plan;
        if let Some(table) = table_for(plan.main.layer, kind) {
            return Ok((&plan.main, table));
        }
        if plan.main.layer == Layer::Infra && kind.is_none() {
            return Err(Reason::new("asset_without_geometry", ""));
        }
        if plan.is_guessed { Ok((&plan.other, Table::Other)) } else { Err(not_taken(kind)) }
    }

    fn feature(
        &self,
        parts: &Parts<'_>,
        properties: &[Member<'_>],
        met: &mut Met,
    ) -> Result<Accepted, Reason> {
        let read = parts.geometry.map(geometry).transpose().map_err(|word| Reason::new(word, ""))?;
        let kind = read.as_ref().map(|read| read.kind);
        let has_place = read.as_ref().is_some_and(|read| read.raw.is_some());
        let is_asset = self.plan.main.layer == Layer::Infra;
        let (route, table) = self.route(kind.filter(|_| has_place || !is_asset))?;
        let mut warnings = self.warnings(parts, properties);
        let mut feature =
            Feature { table, shape: None, values: Vec::new(), source: FeatureSource::default() };
        let mut repairs = Vec::new();
        let mut unknown = None;
        if let Some(ReadGeometry { kind, raw, had_m, members, bad_bbox, had_inner_members }) = read {
            unknown = members;
            if had_m {
                warnings.push(Warning::new("m_dropped", "geometry", ""));
            }
            if let Some(text) = bad_bbox {
                warnings.push(Warning::new("bad_bbox", "bbox", shortened(&text)));
            }
            if had_inner_members {
                warnings.push(Warning::new("member_dropped", "geometry", ""));
            }
            match raw {
                None => warnings.push(Warning::new("empty_geometry", "geometry", kind.name())),
                Some(mut raw) => {
                    to_wgs84(self.plan.reference, &mut raw)?;
                    let placed = place(raw, self.plan.swap)?;
                    repairs = placed.repairs;
                    let shape = placed.shape;
                    let geometry = as_declared(shape.geometry, table).ok_or_else(|| not_taken(Some(kind)))?;
                    feature.shape = Some(Shape { geometry, z: shape.z });
                }
            }
        }
        let marks = if route.layer == self.plan.main.layer { &mut met.main } else { &mut met.other };
        let derived = route.mapper.derive(properties, parts.id, marks);
        let emptied = derived.emptied();
        feature.values = derived.values;
        warnings.extend(derived.warnings);
        let mut guessed = Vec::new();
        for (position, value) in &route.set {
            if let Some(slot) = feature.values.get_mut(*position)
                && slot.is_null()
            {
                *slot = value.clone();
                guessed.extend(table.columns().get(*position).map(|column| (column.name, value)));
            }
        }
        if let (Some(column), Some(shape)) = (table.area_column(), &feature.shape) {
            feature.set(column, area_m2(&shape.geometry));
        }
        if let Some((_, lands)) = self.plan.far.iter().find(|(index, _)| *index == self.index) {
            warnings.push(Warning::far_outside(*lands, &self.plan.reference.to_string()));
        }
        // What was split into parts goes out in parts, and is the same when it comes back.
        let goes_out_as = match &feature.shape {
            Some(shape) => kind.map(|kind| written_kind(&shape.geometry, kind)),
            None => kind,
        };
        feature.source = source(parts, goes_out_as, unknown.as_deref(), &guessed);
        feature.source.emptied = emptied;
        Ok(Accepted { index: self.index, feature, repairs, warnings })
    }

    fn warnings(&self, parts: &Parts<'_>, properties: &[Member<'_>]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.has_nan {
            warnings.push(Warning::new("nan_as_null", "", ""));
        }
        if let Some(raw) = parts.id
            && id_text(raw).is_none()
        {
            let is_half_a_character = raw.get().starts_with('"') && string(raw.get()).is_none();
            let what = if is_half_a_character { "value_half_a_character" } else { "bad_id" };
            warnings.push(Warning::new(what, "id", shortened(raw.get())));
        }
        if let Some(raw) = parts.bbox
            && super::writer::parse_bbox(raw.get()).is_none()
        {
            warnings.push(Warning::new("bad_bbox", "bbox", shortened(raw.get())));
        }
        for (position, (name, raw)) in properties.iter().enumerate() {
            let earlier = properties.get(..position).unwrap_or_default();
            if earlier.iter().any(|(known, _)| known == name) {
                warnings.push(Warning::new("duplicate_key", name.as_ref(), shortened(raw.get())));
            }
        }
        warnings
    }

    fn reject(&self, parts: &Parts<'_>, code: Option<String>, reason: Reason) -> Item {
        let (layer, index) = (self.plan.guess.layer, self.index);
        let id = parts.id.map(|raw| raw.get().to_owned());
        let Reason { word, problem } = reason;
        Item::Rejected(Box::new(Rejected { layer, index, id, code, reason: word, problem }))
    }
}

fn not_taken(kind: Option<GeometryKind>) -> Reason {
    Reason::new("geometry_kind_not_taken", kind.map_or("null", GeometryKind::name))
}

/// A value as a message shows it.
fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// What has to be known to write the feature out as it came. Members that GeoJSON
/// does not know are kept under their names; under `geometry` and `properties`, which
/// cannot be among them, lie the unknown members of the geometry and the columns
/// that were filled by guess and are nobody's property.
fn source(
    parts: &Parts<'_>,
    kind: Option<GeometryKind>,
    unknown: Option<&str>,
    guessed: &[(&str, &Value)],
) -> FeatureSource {
    let mut members: Vec<(&str, String)> =
        parts.foreign.iter().map(|(name, raw)| (name.as_ref(), raw.get().to_owned())).collect();
    if let Some(raw) = parts.bbox.filter(|raw| super::writer::parse_bbox(raw.get()).is_some()) {
        members.push(("bbox", raw.get().to_owned()));
    }
    if let Some(text) = unknown {
        members.push(("geometry", text.to_owned()));
    }
    if !guessed.is_empty() {
        let columns: Vec<_> =
            guessed.iter().map(|(column, value)| (*column, super::convert::json_text(value))).collect();
        members.push(("properties", object(&columns)));
    }
    FeatureSource {
        properties: parts.properties.map(|raw| raw.get().to_owned()),
        id: parts.id.map(|raw| raw.get().to_owned()),
        members: (!members.is_empty()).then(|| object(&members)),
        geometry_type: kind.map(|kind| kind.name().to_owned()),
        emptied: 0,
    }
}

/// An object of these members, as JSON text.
fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, text)| format!("{}:{text}", super::convert::json_string(name))).collect();
    format!("{{{}}}", members.join(","))
}
