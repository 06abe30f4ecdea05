//! What the history says of an import: files, counts, and how each layer's
//! properties were named.

use super::error::StoreError;
use crate::model::Layer;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportFile {
    /// Its name, without folder.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal; empty where it could not be taken.
    pub sha256: String,
}

/// How the properties of a layer's files became columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerMapping {
    /// The layer.
    pub layer: Layer,
    /// Property and column, in the order of the file.
    pub columns: Vec<(String, String)>,
}

/// What an import is of; it may be filled while the import runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportInfo {
    /// The files.
    pub files: Vec<ImportFile>,
    /// A mapping for each layer that occurs.
    pub mappings: Vec<LayerMapping>,
    /// The mappings as the reader of the files keeps them; an export needs them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field_maps: Vec<serde_json::Value>,
    /// How the files call the properties of each layer, told from their first features.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<LayerNames>,
}

/// What the properties of a layer are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerNames {
    /// The layer.
    pub layer: Layer,
    /// The names.
    pub names: BTreeSet<String>,
}

impl ImportInfo {
    /// The mapping of a layer; empty where there is none.
    pub fn mapping(&self, layer: Layer) -> &[(String, String)] {
        self.mappings.iter().find(|mapping| mapping.layer == layer).map_or(&[], |mapping| &mapping.columns)
    }

    /// The names of a layer's properties; `None` where nothing is known of them.
    pub fn names(&self, layer: Layer) -> Option<&BTreeSet<String>> {
        self.names.iter().find(|known| known.layer == layer).map(|known| &known.names)
    }

    /// Adds names of a layer's properties.
    pub fn call(&mut self, layer: Layer, names: impl IntoIterator<Item = String>) {
        match self.names.iter_mut().find(|known| known.layer == layer) {
            Some(known) => known.names.extend(names),
            None => self.names.push(LayerNames { layer, names: names.into_iter().collect() }),
        }
    }

    /// Adds how another import read the properties of a layer that its rows keep.
    pub fn inherit(&mut self, other: &ImportInfo) {
        for map in &other.field_maps {
            if !self.field_maps.contains(map) {
                self.field_maps.push(map.clone());
            }
        }
    }

    /// Adds a property's column to a layer's mapping, once.
    pub fn map(&mut self, layer: Layer, property: &str, column: &str) {
        let pair = (property.to_owned(), column.to_owned());
        match self.mappings.iter_mut().find(|mapping| mapping.layer == layer) {
            Some(mapping) if mapping.columns.contains(&pair) => {}
            Some(mapping) => mapping.columns.push(pair),
            None => self.mappings.push(LayerMapping { layer, columns: vec![pair] }),
        }
    }
}

/// What an import did to a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerCounts {
    /// The layer.
    pub layer: Layer,
    /// Features that were not there.
    pub added: u64,
    /// Features that were there and differ.
    pub changed: u64,
    /// Features that were there just so.
    pub unchanged: u64,
    /// Features that are there but not in the file.
    pub missing: u64,
}

/// The batch event's `new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Files and mappings.
    #[serde(flatten)]
    pub info: ImportInfo,
    /// Counts by layer.
    pub counts: Vec<LayerCounts>,
}

/// Reads the record of an import.
pub fn record_of(connection: &Connection, batch: &str) -> Result<Option<ImportRecord>, StoreError> {
    let text: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT new FROM event_log WHERE batch = ?1 AND entity_uuid IS NULL AND action LIKE 'import%'",
        )?
        .query_row([batch], |row| row.get(0))
        .optional()?;
    match text.flatten() {
        Some(text) => match serde_json::from_str(&text) {
            Ok(record) => Ok(Some(record)),
            Err(error) => Err(StoreError::History(error.to_string())),
        },
        None => Ok(None),
    }
}

/// The mapping of a layer in an import.
pub fn mapping_of(
    connection: &Connection,
    batch: &str,
    layer: Layer,
) -> Result<Option<Vec<(String, String)>>, StoreError> {
    Ok(record_of(connection, batch)?.map(|record| record.info.mapping(layer).to_vec()))
}
