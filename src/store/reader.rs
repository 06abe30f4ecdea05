//! Reading a project: rows, features, what the project holds.

use super::blob::{Extent, kind_name};
use super::blob_read::{self, BlobError};
use super::cells::StoredCells;
use super::columns::{GEOM, Layout, VALUES};
use super::error::StoreError;
use super::event::{self, Event, HistoryFilter};
use super::feature_cells::{cell_of, from_sql};
use super::file::{Access, connect};
use super::schema::project_value;
use super::transaction::revision;
use crate::geometry::shape::Shape;
pub use crate::model::StoredRow;
use crate::model::{CHUNK_ROWS, Cell, Chunk, ChunkBuilder, Feature, FeatureSource, Layer, RowId, Table};
use geo::Geometry;
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Rows of one span: enough that a thread is not asked too often, few enough that all
/// threads end at nearly the same time. Whole chunks, so that none is read by two.
const SPAN_ROWS: i64 = 16 * CHUNK_ROWS;

/// What a layer holds.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LayerInfo {
    /// The layer's name.
    pub name: &'static str,
    /// Geometry types of its tables, OGC names by commas.
    pub geometry: String,
    /// How many features it has.
    pub features: u64,
    /// West, south, east, north in degrees; none where there is no geometry.
    pub bbox: Option<[f64; 4]>,
}

/// What a project holds.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ProjectInfo {
    /// Schema version of the file.
    pub schema_version: u32,
    /// How many transactions it has seen.
    pub revision: u64,
    /// UUID of this copy of the project.
    pub origin: String,
    /// When it last changed (UTC, ISO); none for a new one.
    pub last_change: Option<String>,
    /// Its layers, in drawing order.
    pub layers: Vec<LayerInfo>,
}

/// A feature on its way to a file, with what its own file was like.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportRow {
    /// Row and UUID.
    pub row: RowId,
    /// UUID of the row.
    pub uuid: Uuid,
    /// The feature; its geometry in the type it came in as.
    pub feature: Feature,
    /// The import that last brought it; look the mapping up by
    /// [`Reader::import_mapping`].
    pub source_batch: Option<String>,
}

/// Rows of a span of a table.
pub struct SpanRows {
    /// The rows, in order of their numbers.
    pub chunks: Vec<Chunk>,
    /// Why rows are there without their geometry.
    pub unreadable: Vec<StoreError>,
}

/// Reads a project. [`super::Store`] is one too.
pub struct Reader {
    pub(super) connection: Connection,
    path: PathBuf,
}

fn uuid_of(cell: ValueRef<'_>) -> Uuid {
    match cell {
        ValueRef::Text(text) => Uuid::try_parse_ascii(text).unwrap_or_default(),
        _ => Uuid::nil(),
    }
}

impl Reader {
    pub(super) fn new(connection: Connection, path: &Path) -> Reader {
        Reader { connection, path: path.to_owned() }
    }

    /// The project's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Holds on to the state of this moment.
    pub(super) fn pin(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("BEGIN")?;
        // A transaction sees the file from its first reading on.
        revision(&self.connection).map(|_| ())
    }

    /// Closes the connection, leaving one that reads nothing.
    pub(super) fn close(&mut self) -> Result<(), StoreError> {
        let connection = std::mem::replace(&mut self.connection, Connection::open_in_memory()?);
        connection.close().map_err(|(_, error)| error.into())
    }

    fn named<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.map_err(|error| error.at(&self.path))
    }

    /// What the project holds.
    ///
    /// # Errors
    /// A database failure.
    pub fn info(&self) -> Result<ProjectInfo, StoreError> {
        self.named(self.info_unnamed())
    }

    fn info_unnamed(&self) -> Result<ProjectInfo, StoreError> {
        let connection = &self.connection;
        let schema_version = project_value(connection, "schema_version")?.and_then(|text| text.parse().ok());
        let last_change = connection
            .query_row("SELECT recorded_at FROM event_log ORDER BY fid DESC LIMIT 1", [], |row| row.get(0))
            .optional()?;
        Ok(ProjectInfo {
            schema_version: schema_version.unwrap_or(0),
            revision: revision(connection)?,
            origin: project_value(connection, "origin")?.unwrap_or_default(),
            last_change,
            layers: Layer::ALL.into_iter().map(|layer| self.layer_info(layer)).collect::<Result<_, _>>()?,
        })
    }

    fn layer_info(&self, layer: Layer) -> Result<LayerInfo, StoreError> {
        let mut features = 0;
        let mut extent = Extent::NONE;
        let mut kinds = Vec::new();
        for &table in layer.tables() {
            features += self.count(table)?;
            kinds.push(table.geometry().ogc_name());
            if let Some(one) = super::extent::layer_extent(&self.connection, table)? {
                extent.merge(&one);
            }
        }
        let bbox = (!extent.is_none()).then_some([extent.min_x, extent.min_y, extent.max_x, extent.max_y]);
        Ok(LayerInfo { name: layer.name(), geometry: kinds.join(","), features, bbox })
    }

    /// The project's revision: how many transactions it has seen.
    ///
    /// # Errors
    /// A database failure.
    pub fn revision(&self) -> Result<u64, StoreError> {
        self.named(revision(&self.connection))
    }

    /// How many rows a table has.
    ///
    /// # Errors
    /// A database failure.
    pub fn count(&self, table: Table) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM \"{}\"", table.name());
        let count = || Ok(self.connection.prepare_cached(&sql)?.query_row([], |row| row.get::<_, i64>(0))?);
        self.named(count()).map(i64::unsigned_abs)
    }

    /// Hands every row of a table to `each`, in the order of `fid`, until it breaks.
    ///
    /// # Errors
    /// A database failure, or a geometry that cannot be read.
    pub fn read_table(
        &self,
        table: Table,
        each: &mut dyn FnMut(StoredRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut read = || {
            let sql = format!("{}ORDER BY fid", Layout::of(table).select_plain);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if each(plain_row(table, row, false)?).is_break() {
                    break;
                }
            }
            Ok(())
        };
        self.named(read())
    }

    /// Other connections to the same file that see what this one would see now, for
    /// reading on several threads. Give them back soon.
    ///
    /// # Errors
    /// A file that cannot be opened again, a database failure.
    pub fn beside(&self, count: usize) -> Result<Vec<Reader>, StoreError> {
        /// Each round loses only against a program that wrote in just that moment.
        const ROUNDS: usize = 8;
        let open = || {
            for _ in 0..ROUNDS {
                let before = data_version(&self.connection)?;
                let mut readers = Vec::with_capacity(count);
                for _ in 0..count {
                    let reader = Reader::new(connect(&self.path, Access::Read, false)?, &self.path);
                    reader.pin()?;
                    readers.push(reader);
                }
                if data_version(&self.connection)? == before {
                    return Ok(readers);
                }
            }
            Err(StoreError::Busy(self.path.clone()))
        };
        self.named(open())
    }

    /// Where the spans of a table begin that [`Reader::read_span`] reads: the numbers of
    /// rows of which [`SPAN_ROWS`] follow each other, without those that have none.
    ///
    /// # Errors
    /// A database failure.
    pub fn spans(&self, table: Table) -> Result<Vec<i64>, StoreError> {
        let find = || {
            let sql = format!("SELECT MIN(fid) FROM \"{}\" WHERE fid >= ?1", table.name());
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut spans = Vec::new();
            let mut next = Some(i64::MIN);
            while let Some(from) = next {
                let Some(fid) = statement.query_row([from], |row| row.get::<_, Option<i64>>(0))? else {
                    break;
                };
                let start = fid.div_euclid(SPAN_ROWS) * SPAN_ROWS;
                spans.push(start);
                next = start.checked_add(SPAN_ROWS);
            }
            Ok(spans)
        };
        self.named(find())
    }

    /// The rows of one span of a table, in chunks; a row whose geometry cannot be read is
    /// there without one.
    ///
    /// # Errors
    /// A database failure.
    pub fn read_span(&self, table: Table, start: i64) -> Result<SpanRows, StoreError> {
        let read = || {
            let sql = format!("{}WHERE fid BETWEEN ?1 AND ?2 ORDER BY fid", Layout::of(table).select_plain);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([start, start.saturating_add(SPAN_ROWS - 1)])?;
            let (mut chunks, mut unreadable) = (Vec::new(), Vec::new());
            let mut builder = ChunkBuilder::new(table);
            let mut number = None;
            while let Some(row) = rows.next()? {
                let fid: i64 = row.get(0)?;
                let of = Some(fid.div_euclid(CHUNK_ROWS));
                if of != number && !builder.is_empty() {
                    chunks.push(std::mem::replace(&mut builder, ChunkBuilder::new(table)).finish());
                }
                number = of;
                let geometry = geometry_of(table, fid, row.get_ref(2)?).unwrap_or_else(|error| {
                    unreadable.push(error);
                    None
                });
                let cells = table.columns().iter().enumerate();
                let cells = cells.map(|(at, column)| {
                    // The statement names exactly these columns.
                    row.get_ref(at + 3).map_or(Cell::Null, |cell| cell_of(column, cell))
                });
                builder.push(fid, uuid_of(row.get_ref(1)?), geometry, cells);
            }
            if !builder.is_empty() {
                chunks.push(builder.finish());
            }
            Ok(SpanRows { chunks, unreadable })
        };
        self.named(read())
    }

    /// The rows of those numbers, in their order; those that are gone are left out, and a
    /// row whose geometry cannot be read is there without one.
    ///
    /// # Errors
    /// A database failure.
    pub fn read_rows(&self, table: Table, fids: &[i64]) -> Result<Vec<StoredRow>, StoreError> {
        let read = || {
            let sql = format!("{}WHERE fid = ?1", Layout::of(table).select_plain);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut found = Vec::with_capacity(fids.len());
            for fid in fids {
                let mut rows = statement.query([fid])?;
                if let Some(row) = rows.next()? {
                    found.push(plain_row(table, row, true)?);
                }
            }
            Ok(found)
        };
        self.named(read())
    }

    /// The feature in a row, with what its file said of it.
    ///
    /// # Errors
    /// A database failure, or a geometry that cannot be read.
    pub fn feature(&self, row: RowId) -> Result<Option<Feature>, StoreError> {
        let read = || match StoredCells::load(&self.connection, row.table, row.fid)? {
            Some(cells) => Ok(Some(feature_of(&cells)?)),
            None => Ok(None),
        };
        self.named(read())
    }

    /// The row of that UUID, in whichever table it is.
    ///
    /// # Errors
    /// A database failure.
    pub fn find_uuid(&self, uuid: Uuid) -> Result<Option<RowId>, StoreError> {
        let find = || {
            for table in Table::ALL {
                let sql = format!("SELECT fid FROM \"{}\" WHERE uuid = ?1", table.name());
                let mut statement = self.connection.prepare_cached(&sql)?;
                if let Some(fid) = statement.query_row([uuid.to_string()], |row| row.get(0)).optional()? {
                    return Ok(Some(RowId { table, fid }));
                }
            }
            Ok(None)
        };
        self.named(find())
    }

    /// The rows of a layer with that code; `scope` is the estate of a plot.
    ///
    /// # Errors
    /// A database failure.
    pub fn find_code(&self, layer: Layer, scope: Option<&str>, code: &str) -> Result<Vec<RowId>, StoreError> {
        let find = || {
            let mut found = Vec::new();
            for &table in layer.tables() {
                let condition = match (table.code_scope(), scope) {
                    (Some(column), Some(_)) => format!(" AND \"{column}\" = ?2"),
                    _ => " AND ?2 IS ?2".to_owned(),
                };
                let name = table.name();
                let sql = format!("SELECT fid FROM \"{name}\" WHERE code = ?1{condition} ORDER BY fid");
                let mut statement = self.connection.prepare_cached(&sql)?;
                let fids = statement.query_map((code, scope), |row| row.get(0))?;
                for fid in fids {
                    found.push(RowId { table, fid: fid? });
                }
            }
            Ok(found)
        };
        self.named(find())
    }

    /// Hands every feature of a layer to `each`, table by table in the order
    /// of `fid`, until it breaks.
    ///
    /// # Errors
    /// A database failure, or a geometry that cannot be read.
    pub fn export_rows(
        &self,
        layer: Layer,
        each: &mut dyn FnMut(ExportRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut read = || {
            for &table in layer.tables() {
                let sql = format!("{}ORDER BY fid", Layout::of(table).select);
                let mut statement = self.connection.prepare_cached(&sql)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let cells = super::cells::from_row(table, row)?;
                    let exported = ExportRow {
                        row: RowId { table, fid: cells.fid },
                        uuid: Uuid::try_parse(cells.uuid()).unwrap_or_default(),
                        feature: feature_of(&cells)?,
                        source_batch: cells.text("source_batch").map(str::to_owned),
                    };
                    if each(exported).is_break() {
                        return Ok(());
                    }
                }
            }
            Ok(())
        };
        self.named(read())
    }

    /// How an import named the columns of a layer: `(property, column)`, in
    /// the order given to the import; `None` where there was no such import.
    ///
    /// # Errors
    /// A database failure, or a history that cannot be read.
    pub fn import_mapping(
        &self,
        batch: &str,
        layer: Layer,
    ) -> Result<Option<Vec<(String, String)>>, StoreError> {
        self.named(super::import_event::mapping_of(&self.connection, batch, layer))
    }

    /// The mappings that the reader of an import's files kept with it.
    ///
    /// # Errors
    /// A database failure, or a history that cannot be read.
    pub fn import_field_maps(&self, batch: &str) -> Result<Vec<serde_json::Value>, StoreError> {
        let record = self.named(super::import_event::record_of(&self.connection, batch))?;
        Ok(record.map(|record| record.info.field_maps).unwrap_or_default())
    }

    /// The history, oldest first.
    ///
    /// # Errors
    /// A database failure.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<Event>, StoreError> {
        self.named(event::history(&self.connection, filter))
    }
}

fn unreadable(table: Table, fid: i64, cause: BlobError) -> StoreError {
    StoreError::UnreadableGeometry { table: table.name(), fid, cause }
}

/// The geometry in a cell, without heights.
fn geometry_of(table: Table, fid: i64, cell: ValueRef<'_>) -> Result<Option<Geometry<f64>>, StoreError> {
    match cell {
        ValueRef::Blob(blob) => blob_read::decode_flat(blob).map_err(|error| unreadable(table, fid, error)),
        _ => Ok(None),
    }
}

/// A number that differs once another connection has changed the file.
fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

fn plain_row(table: Table, row: &Row<'_>, is_lenient: bool) -> Result<StoredRow, StoreError> {
    let fid = row.get(0)?;
    let geometry = match geometry_of(table, fid, row.get_ref(2)?) {
        Err(_) if is_lenient => None,
        read => read?,
    };
    let columns = table.columns();
    let mut values = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        values.push(from_sql(column, row.get_ref(at + 3)?));
    }
    Ok(StoredRow { fid, uuid: uuid_of(row.get_ref(1)?), geometry, values })
}

/// The feature that a row keeps.
pub(super) fn feature_of(row: &StoredCells) -> Result<Feature, StoreError> {
    let text = |column| row.text(column).map(str::to_owned);
    let source = FeatureSource {
        properties: text("source_properties"),
        id: text("source_id"),
        members: text("source_members"),
        geometry_type: text("source_type"),
        emptied: 0,
    };
    let shape = match row.cells.get(GEOM) {
        Some(Sql::Blob(blob)) => {
            blob_read::decode(blob).map_err(|error| unreadable(row.table, row.fid, error))?
        }
        _ => None,
    };
    let shape = shape.map(|shape| as_it_came(shape, source.geometry_type.as_deref()));
    let cells = row.cells.iter().skip(VALUES);
    let values =
        row.table.columns().iter().zip(cells).map(|(column, cell)| from_sql(column, cell.into())).collect();
    Ok(Feature { table: row.table, shape, values, source })
}

/// A multi-geometry of one part becomes the single one that it came in as.
fn as_it_came(shape: Shape, kind: Option<&str>) -> Shape {
    if kind.is_none_or(|kind| kind == kind_name(&shape.geometry)) {
        return shape;
    }
    let Shape { geometry, z } = shape;
    let geometry = match (kind, geometry) {
        (Some("Polygon"), Geometry::MultiPolygon(mut parts)) if parts.0.len() == 1 => {
            Geometry::Polygon(parts.0.remove(0))
        }
        (Some("LineString"), Geometry::MultiLineString(mut parts)) if parts.0.len() == 1 => {
            Geometry::LineString(parts.0.remove(0))
        }
        (_, geometry) => geometry,
    };
    Shape { geometry, z }
}
