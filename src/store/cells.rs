//! Rows as they lie in the file, and their JSON in the history, from which a
//! row comes back bit for bit.

use super::columns::{Layout, UUID};
use super::error::StoreError;
use crate::model::Table;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Some cells of a row, each with its position in [`Layout::columns`].
pub type Changes = Vec<(usize, Sql)>;

/// One row of a feature table: its number and a cell for each of
/// [`Layout::columns`].
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCells {
    /// The table.
    pub table: Table,
    /// Row number in this file.
    pub fid: i64,
    /// The cells.
    pub cells: Vec<Sql>,
}

impl StoredCells {
    /// The cell of a column; NULL where there is none.
    pub fn cell(&self, column: &str) -> &Sql {
        Layout::of(self.table).position(column).and_then(|at| self.cells.get(at)).unwrap_or(&Sql::Null)
    }

    /// The text in a column, if it is text.
    pub fn text(&self, column: &str) -> Option<&str> {
        match self.cell(column) {
            Sql::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text at a position of [`Layout::columns`], if it is text.
    pub fn text_at(&self, at: Option<usize>) -> Option<&str> {
        match self.cells.get(at?)? {
            Sql::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The row's UUID; empty while another program's row has none yet.
    pub fn uuid(&self) -> &str {
        self.text_at(Some(UUID)).unwrap_or_default()
    }

    fn from_row(table: Table, row: &Row<'_>) -> rusqlite::Result<StoredCells> {
        let count = Layout::of(table).columns.len();
        let cells = (1..=count).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        Ok(StoredCells { table, fid: row.get(0)?, cells })
    }

    /// The row of that number.
    pub fn load(connection: &Connection, table: Table, fid: i64) -> rusqlite::Result<Option<StoredCells>> {
        let sql = format!("{}WHERE fid = ?1", Layout::of(table).select);
        connection.prepare_cached(&sql)?.query_row([fid], |row| StoredCells::from_row(table, row)).optional()
    }

    /// The row of that UUID.
    pub fn load_uuid(
        connection: &Connection,
        table: Table,
        uuid: &str,
    ) -> rusqlite::Result<Option<StoredCells>> {
        let sql = format!("{}WHERE uuid = ?1", Layout::of(table).select);
        connection.prepare_cached(&sql)?.query_row([uuid], |row| StoredCells::from_row(table, row)).optional()
    }

    /// Writes the row under its own number.
    pub fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(&Layout::of(self.table).insert)?;
        statement.raw_bind_parameter(1, self.fid)?;
        // What is not bound is NULL.
        for (at, cell) in self.cells.iter().enumerate().filter(|(_, cell)| **cell != Sql::Null) {
            statement.raw_bind_parameter(at + 2, cell)?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    /// Every cell that is not NULL, with the row's number, as JSON.
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\"fid\":{}", self.fid);
        for (name, cell) in Layout::of(self.table).columns.iter().zip(&self.cells) {
            if *cell != Sql::Null {
                out.push(',');
                write_member(&mut out, name, cell);
            }
        }
        out.push('}');
        out
    }

    /// A row from its JSON.
    pub fn from_json(table: Table, text: &str) -> Result<StoredCells, StoreError> {
        let layout = Layout::of(table);
        let mut row = StoredCells { table, fid: 0, cells: vec![Sql::Null; layout.columns.len()] };
        for (name, cell) in members(text)? {
            match (layout.position(&name), &cell) {
                (Some(at), _) => row.cells[at] = cell,
                (None, Sql::Integer(fid)) if name == "fid" => row.fid = *fid,
                _ => return Err(StoreError::History(format!("{}.{name}", table.name()))),
            }
        }
        Ok(row)
    }
}

/// Sets some cells of a row; `changes` are positions in [`Layout::columns`].
pub fn update(
    connection: &Connection,
    table: Table,
    fid: i64,
    changes: &[(usize, Sql)],
) -> rusqlite::Result<()> {
    let columns = &Layout::of(table).columns;
    let named: Vec<(&str, &Sql)> =
        changes.iter().filter_map(|(at, cell)| Some((*columns.get(*at)?, cell))).collect();
    if named.is_empty() {
        return Ok(());
    }
    let set = named.iter().map(|(name, _)| format!("\"{name}\"=?")).collect::<Vec<_>>().join(",");
    let sql = format!("UPDATE \"{}\" SET {set} WHERE fid=?", table.name());
    let number = Sql::Integer(fid);
    let cells = named.iter().map(|(_, cell)| *cell).chain([&number]);
    connection.prepare_cached(&sql)?.execute(params_from_iter(cells))?;
    Ok(())
}

/// Removes a row.
pub fn delete(connection: &Connection, table: Table, fid: i64) -> rusqlite::Result<()> {
    connection.prepare_cached(&format!("DELETE FROM \"{}\" WHERE fid=?1", table.name()))?.execute([fid])?;
    Ok(())
}

/// Some cells as JSON, NULL included; positions are those of [`Layout::columns`].
pub fn changes_json<'a>(table: Table, cells: impl Iterator<Item = (usize, &'a Sql)>) -> String {
    let columns = &Layout::of(table).columns;
    let mut out = String::from("{");
    for (at, cell) in cells {
        if let Some(name) = columns.get(at) {
            if out.len() > 1 {
                out.push(',');
            }
            write_member(&mut out, name, cell);
        }
    }
    out.push('}');
    out
}

/// Cells from the JSON of [`changes_json`], by position.
pub fn changes_from_json(table: Table, text: &str) -> Result<Changes, StoreError> {
    let layout = Layout::of(table);
    members(text)?
        .into_iter()
        .filter(|(name, _)| name != "fid")
        .map(|(name, cell)| match layout.position(&name) {
            Some(at) => Ok((at, cell)),
            None => Err(StoreError::History(format!("{}.{name}", table.name()))),
        })
        .collect()
}

/// Whether two cells hold the same bits. An integer in a REAL column comes
/// back as a real, so both count as the same number.
pub fn same(one: &Sql, other: &Sql) -> bool {
    match (one, other) {
        (Sql::Real(a), Sql::Real(b)) => a.to_bits() == b.to_bits() || a == b,
        (Sql::Real(real), Sql::Integer(whole)) | (Sql::Integer(whole), Sql::Real(real)) => {
            *real == *whole as f64
        }
        _ => one == other,
    }
}

fn write_member(out: &mut String, name: &str, cell: &Sql) {
    let _ = write!(out, "\"{name}\":");
    match cell {
        Sql::Null => out.push_str("null"),
        Sql::Integer(number) => {
            let _ = write!(out, "{number}");
        }
        // Shortest text that reads back as the same double, always with a point or exponent.
        Sql::Real(number) if number.is_finite() => {
            let _ = write!(out, "{number:?}");
        }
        Sql::Real(_) => out.push_str("null"),
        Sql::Text(text) => out.push_str(&serde_json::Value::from(text.as_str()).to_string()),
        Sql::Blob(blob) if name == "geom" => {
            out.push('"');
            push_hex(out, blob);
            out.push('"');
        }
        Sql::Blob(blob) => {
            out.push_str("{\"blob\":\"");
            push_hex(out, blob);
            out.push_str("\"}");
        }
    }
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.reserve(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::new();
    push_hex(&mut out, bytes);
    out
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

fn members(text: &str) -> Result<Vec<(String, Sql)>, StoreError> {
    let broken = |detail: String| StoreError::History(detail);
    let raw: BTreeMap<String, &RawValue> =
        serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
    raw.into_iter()
        .map(|(name, value)| {
            let cell = member(&name, value.get()).ok_or_else(|| broken(format!("{name}: {value}")))?;
            Ok((name, cell))
        })
        .collect()
}

/// Numbers are read from their own text, which gives back the very bits.
fn member(name: &str, token: &str) -> Option<Sql> {
    match token.as_bytes().first()? {
        b'n' => Some(Sql::Null),
        b'"' => {
            let text: String = serde_json::from_str(token).ok()?;
            if name == "geom" { unhex(&text).map(Sql::Blob) } else { Some(Sql::Text(text)) }
        }
        b'{' => {
            let object: BTreeMap<String, String> = serde_json::from_str(token).ok()?;
            unhex(object.get("blob")?).map(Sql::Blob)
        }
        _ if token.contains(['.', 'e', 'E']) => token.parse().ok().map(Sql::Real),
        _ => token.parse().ok().map(Sql::Integer),
    }
}

/// The row that a statement of [`Layout::select`] stands on.
pub fn from_row(table: Table, row: &Row<'_>) -> rusqlite::Result<StoredCells> {
    StoredCells::from_row(table, row)
}
