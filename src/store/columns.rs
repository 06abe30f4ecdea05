//! The columns of a feature table as they lie in the file, and the SQL made
//! from them. Names are ours, never a user's, so they are put into SQL as text.

use crate::model::{Column, ColumnType, Table};
use std::sync::OnceLock;

/// Bookkeeping columns behind those that mean something to people.
pub const BOOKKEEPING: &[&str] = &[
    "search_key",
    "source_properties",
    "source_id",
    "source_members",
    "source_type",
    "source_batch",
    "created_batch",
    "content_hash",
];

/// Position of `geom` in [`Layout::columns`].
pub const GEOM: usize = 0;
/// Position of `uuid` in [`Layout::columns`].
pub const UUID: usize = 1;
/// Position of the first column of the model in [`Layout::columns`].
pub const VALUES: usize = 2;

/// How a feature table lies in the file: every column but `fid`.
pub struct Layout {
    /// `geom`, `uuid`, the model's columns, the bookkeeping columns.
    pub columns: Vec<&'static str>,
    /// For each of [`Layout::columns`]: whether it is declared as anything but text, so
    /// that SQLite turns texts that are numbers into numbers.
    pub are_numbers: Vec<bool>,
    /// Position of the code.
    pub code: Option<usize>,
    /// Position of the column that a code is unique within.
    pub code_scope: Option<usize>,
    /// Positions of what an import sets in every row.
    pub source_batch: usize,
    /// See [`Layout::source_batch`].
    pub created_batch: usize,
    /// See [`Layout::source_batch`].
    pub content_hash: usize,
    /// Inserts a row with its number: `fid`, then [`Layout::columns`].
    pub insert: String,
    /// Selects `fid` and [`Layout::columns`]; a condition follows.
    pub select: String,
    /// Selects `fid`, `uuid`, `geom` and the model's columns; a condition follows.
    pub select_plain: String,
}

impl Layout {
    /// The layout of `table`.
    pub fn of(table: Table) -> &'static Layout {
        static ALL: OnceLock<Vec<Layout>> = OnceLock::new();
        let all = ALL.get_or_init(|| Table::ALL.into_iter().map(Layout::new).collect());
        &all[table.position()]
    }

    fn new(table: Table) -> Layout {
        let mut columns = vec!["geom", "uuid"];
        columns.extend(table.columns().iter().map(|column| column.name));
        columns.extend_from_slice(BOOKKEEPING);
        let is_text = |name: &str| match table.columns().iter().find(|column| column.name == name) {
            Some(column) => column.kind == ColumnType::Text,
            None => name != "geom",
        };
        let are_numbers = columns.iter().map(|name| !is_text(name)).collect();
        let at = |name: &str| columns.iter().position(|column| *column == name);
        let (code, code_scope) = (at("code"), table.code_scope().and_then(at));
        let last = columns.len() - 1;
        let list = quoted(&columns);
        let marks = vec!["?"; columns.len() + 1].join(",");
        let plain: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let name = table.name();
        Layout {
            insert: format!("INSERT INTO \"{name}\"(\"fid\",{list}) VALUES({marks})"),
            select: format!("SELECT \"fid\",{list} FROM \"{name}\" "),
            select_plain: format!("SELECT \"fid\",\"uuid\",\"geom\",{} FROM \"{name}\" ", quoted(&plain)),
            code,
            code_scope,
            source_batch: last - 2,
            created_batch: last - 1,
            content_hash: last,
            columns,
            are_numbers,
        }
    }

    /// Position of a column in [`Layout::columns`].
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| *column == name)
    }
}

/// Column names in double quotes, by commas.
pub fn quoted(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(",")
}

/// The GeoPackage data type of a column.
pub fn sql_type(column: &Column) -> &'static str {
    match column.kind {
        ColumnType::Text => "TEXT",
        ColumnType::Integer => "INTEGER",
        ColumnType::Real => "REAL",
        ColumnType::Boolean => "BOOLEAN",
        ColumnType::Date => "DATE",
    }
}

/// Every column that any feature table has, with its type: the shape of
/// `shelf` and `outside_change`, which keep copies of rows of any table.
pub fn copy_columns() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<(&'static str, &'static str)> = vec![("geom", "BLOB"), ("uuid", "TEXT")];
    for table in Table::ALL {
        for column in table.columns() {
            if !all.iter().any(|(name, _)| *name == column.name) {
                all.push((column.name, sql_type(column)));
            }
        }
    }
    all.extend(BOOKKEEPING.iter().map(|name| (*name, "TEXT")));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_names() {
        for table in Table::ALL {
            let layout = Layout::of(table);
            let named = ["source_batch", "created_batch", "content_hash"].map(|name| layout.position(name));
            assert_eq!(named, [layout.source_batch, layout.created_batch, layout.content_hash].map(Some));
        }
    }

    #[test]
    fn a_column_name_means_one_type_everywhere() {
        let copies = copy_columns();
        for table in Table::ALL {
            for column in table.columns() {
                let kept = copies.iter().find(|(name, _)| *name == column.name).map(|(_, kind)| *kind);
                assert_eq!(kept, Some(sql_type(column)), "{}.{}", table.name(), column.name);
                assert!(!["fid", "geom", "uuid", "row_fid", "table_name", "action"].contains(&column.name));
                assert!(!BOOKKEEPING.contains(&column.name));
            }
        }
    }
}
