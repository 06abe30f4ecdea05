//! What a column of a table is: its type, unit and allowed words.

use serde::Serialize;

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Free text or a code.
    Text,
    /// A whole number.
    Integer,
    /// A number in the column's unit.
    Real,
    /// Yes or no.
    Boolean,
    /// A date, ISO `YYYY-MM-DD`.
    Date,
}

/// One column of a table; the schema is data, so that import, store, command
/// line and window agree on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Name in the file, in GeoJSON and in JSON answers.
    pub name: &'static str,
    /// Type of its values.
    pub kind: ColumnType,
    /// Unit in words GeoPackage readers show (`m2`, `kW`, `kV`); empty if none.
    pub unit: &'static str,
    /// Allowed words; empty means anything goes.
    pub allowed: &'static [&'static str],
}

impl Column {
    /// A free text column.
    pub const fn text(name: &'static str) -> Column {
        Column { name, kind: ColumnType::Text, unit: "", allowed: &[] }
    }
    /// A text column with a closed list of words.
    pub const fn word(name: &'static str, allowed: &'static [&'static str]) -> Column {
        Column { name, kind: ColumnType::Text, unit: "", allowed }
    }
    /// A whole-number column.
    pub const fn integer(name: &'static str, unit: &'static str) -> Column {
        Column { name, kind: ColumnType::Integer, unit, allowed: &[] }
    }
    /// A number column with its unit.
    pub const fn real(name: &'static str, unit: &'static str) -> Column {
        Column { name, kind: ColumnType::Real, unit, allowed: &[] }
    }
    /// A yes-or-no column.
    pub const fn boolean(name: &'static str) -> Column {
        Column { name, kind: ColumnType::Boolean, unit: "", allowed: &[] }
    }
    /// A date column.
    pub const fn date(name: &'static str) -> Column {
        Column { name, kind: ColumnType::Date, unit: "", allowed: &[] }
    }
}
