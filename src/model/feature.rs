//! One feature as it travels between a file and the store.

use super::layer::Table;
use super::value::Value;
use crate::geometry::shape::Shape;

/// What a feature looked like in the file it came from, kept so that an export
/// gives it back as it came in: order, nesting and number text included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FeatureSource {
    /// The text of the `properties` object, byte for byte; `None` = `null` or absent.
    pub properties: Option<String>,
    /// The JSON text of the Feature's `id` (`7`, `"07"`).
    pub id: Option<String>,
    /// JSON object text of foreign members beside geometry, properties and id.
    pub members: Option<String>,
    /// The GeoJSON type the geometry came in as (`Polygon` in a MULTIPOLYGON table).
    pub geometry_type: Option<String>,
    /// A bit for each column, by its position, that the file names and gives no value
    /// for: an import empties these in what is there. Not stored.
    pub emptied: u64,
}

/// One feature: the row of a table with its geometry.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// The table it belongs to.
    pub table: Table,
    /// Its geometry in WGS 84 longitude/latitude; `None` where there is none.
    pub shape: Option<Shape>,
    /// One value a column of [`Table::columns`], in that order.
    pub values: Vec<Value>,
    /// What it looked like in its file.
    pub source: FeatureSource,
}

impl Feature {
    /// A feature of `table` with nothing known yet.
    pub fn new(table: Table) -> Feature {
        Feature {
            table,
            shape: None,
            values: vec![Value::Null; table.columns().len()],
            source: FeatureSource::default(),
        }
    }

    /// The value of the column of that name; [`Value::Null`] where the table has none.
    pub fn value(&self, column: &str) -> &Value {
        const NULL: &Value = &Value::Null;
        self.table.column_position(column).and_then(|at| self.values.get(at)).unwrap_or(NULL)
    }

    /// Sets the value of a column; `false` if the table has no such column.
    pub fn set(&mut self, column: &str, value: impl Into<Value>) -> bool {
        match self.table.column_position(column).and_then(|at| self.values.get_mut(at)) {
            Some(slot) => {
                *slot = value.into();
                true
            }
            None => false,
        }
    }

    /// The official code, if it has one.
    pub fn code(&self) -> Option<&str> {
        self.value("code").as_text()
    }
}
