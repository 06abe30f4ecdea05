//! The ST_ functions that the standard RTree triggers of GeoPackage call.

use super::blob_read::extent;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;

type Side = fn(&super::blob::Extent) -> f64;

const SIDES: [(&str, Side); 4] = [
    ("ST_MinX", |extent| extent.min_x),
    ("ST_MaxX", |extent| extent.max_x),
    ("ST_MinY", |extent| extent.min_y),
    ("ST_MaxY", |extent| extent.max_y),
];

fn blob_extent(context: &Context<'_>) -> rusqlite::Result<Option<super::blob::Extent>> {
    match context.get_raw(0) {
        ValueRef::Blob(blob) => {
            extent(blob).map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))
        }
        _ => Ok(None),
    }
}

/// Registers ST_MinX, ST_MaxX, ST_MinY, ST_MaxY and ST_IsEmpty.
pub fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, side) in SIDES {
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(blob_extent(context)?.map(|extent| side(&extent)))
        })?;
    }
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| match context.get_raw(0) {
        ValueRef::Null => Ok(None),
        _ => Ok(Some(blob_extent(context)?.is_none())),
    })
}
