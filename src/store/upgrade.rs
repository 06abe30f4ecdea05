//! Brings an older file to the present schema, step by step, in one
//! transaction, after a copy is kept beside it.

use super::error::StoreError;
use super::feature_schema;
use super::lock::with_suffix;
use super::schema::{ATTRIBUTE_TABLES, SCHEMA_VERSION, set_project_value};
use super::transaction::{Occasion, Transaction};
use super::{actor::Actor, core_schema};
use crate::model::Table;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

type Step = fn(&Connection) -> Result<(), StoreError>;

/// The step at position `n` brings a file from schema `n` to `n + 1`.
const STEPS: [Step; SCHEMA_VERSION as usize] = [from_0];

/// Schema 0 (files of development versions) had neither the shelf nor a
/// record of other programs' changes.
fn from_0(connection: &Connection) -> Result<(), StoreError> {
    feature_schema::create_copies(connection)?;
    for table in Table::ALL {
        feature_schema::create_outside_triggers(connection, table)?;
    }
    for (table, about) in ATTRIBUTE_TABLES {
        core_schema::register_attributes(connection, table, about)?;
    }
    Ok(())
}

/// A name for the copy that is not taken yet.
fn copy_path(path: &Path, version: u32) -> PathBuf {
    let stem = path.with_extension("");
    let named = |suffix: String| with_suffix(&stem, &suffix);
    let first = named(format!(".schema-{version}.gpkg"));
    if !first.exists() {
        return first;
    }
    (2..u32::MAX)
        .map(|number| named(format!(".schema-{version}-{number}.gpkg")))
        .find(|path| !path.exists())
        .unwrap_or(first)
}

/// Upgrades the file from `version`; the copy is beside it afterwards.
pub fn run(connection: &Connection, path: &Path, version: u32) -> Result<(), StoreError> {
    let copy = copy_path(path, version);
    let target = copy.to_str().ok_or_else(|| StoreError::ReadOnly(copy.clone()))?;
    connection.execute("VACUUM INTO ?1", [target])?;
    let mut transaction = Transaction::begin(connection, &Actor::this_user(), Occasion::of("upgrade"))?;
    for step in STEPS.iter().skip(version as usize) {
        step(connection)?;
    }
    set_project_value(connection, "schema_version", &SCHEMA_VERSION.to_string())?;
    transaction.log(None, None, Some(format!("{{\"from\":{version},\"to\":{SCHEMA_VERSION}}}")))?;
    transaction.commit()?;
    Ok(())
}
