//! What rows say of each other: references, codes, words.

use super::error::StoreError;
use super::verify::Findings;
use crate::base::Problem;
use crate::model::Table;
use crate::model::codes::code_properties;
use rusqlite::Connection;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// Columns that name the code of another row, and where that code has to be.
const LINKS: &[(Table, &str, &[Table])] = &[
    (Table::Plots, "estate_code", &[Table::Estates, Table::Zones]),
    (Table::Landuse, "estate_code", &[Table::Estates, Table::Zones]),
    (Table::Admin, "parent_code", &[Table::Admin]),
    (Table::Estates, "dehestan_code", &[Table::Admin]),
    (Table::Zones, "dehestan_code", &[Table::Admin]),
    (Table::Places, "admin_code", &[Table::Admin]),
    (Table::Marks, "admin_code", &[Table::Admin]),
];

/// References to codes that nothing has; one finding a code.
///
/// A thing is known by its code and by every other official code its file gave
/// (a province by its OSM relation and by its ISO code, say): any of them will do.
pub fn links(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let mut other_codes = OtherCodes::new();
    for (table, column, targets) in LINKS {
        if targets.iter().all(|target| findings.has_table(target.name())) {
            findings.each_table(*table, |findings| {
                links_of(connection, findings, (*table, column, targets), &mut other_codes)
            })?;
        }
    }
    Ok(())
}

/// For each table asked so far, the official codes beside its rows' own.
type OtherCodes = HashMap<Table, HashSet<String>>;

fn links_of(
    connection: &Connection,
    findings: &mut Findings,
    (table, column, targets): (Table, &str, &[Table]),
    other_codes: &mut OtherCodes,
) -> Result<(), StoreError> {
    let name = table.name();
    let missing: String = targets
        .iter()
        .map(|target| {
            format!(" AND NOT EXISTS(SELECT 1 FROM \"{}\" x WHERE x.code = t.code_named)", target.name())
        })
        .collect();
    let mut statement = connection.prepare(&format!(
        "SELECT code_named, rows_named FROM (SELECT \"{column}\" AS code_named, COUNT(*) AS rows_named \
         FROM \"{name}\" WHERE \"{column}\" IS NOT NULL GROUP BY 1) t WHERE 1{missing} ORDER BY 1"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (code, count): (String, i64) = (row.get(0)?, row.get(1)?);
        let mut is_known = false;
        for target in targets {
            if !other_codes.contains_key(target) {
                other_codes.insert(*target, codes_in_properties(connection, *target)?);
            }
            is_known |= other_codes.get(target).is_some_and(|codes| codes.contains(&code));
        }
        if is_known {
            continue;
        }
        let what = Problem::new("store-finding-link")
            .with("table", name)
            .with("column", column)
            .with("code", code.as_str())
            .with("count", count as f64);
        findings.add("link_missing", format!("{name}.{column}:{code}"), what);
    }
    Ok(())
}

/// The official codes that rows carry among the properties of their source.
fn codes_in_properties(connection: &Connection, table: Table) -> Result<HashSet<String>, StoreError> {
    let mut codes = HashSet::new();
    let name = table.name();
    let mut statement = connection
        .prepare(&format!("SELECT source_properties FROM \"{name}\" WHERE source_properties IS NOT NULL"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        let Ok(properties) = serde_json::from_str::<HashMap<String, &RawValue>>(&text) else { continue };
        let known = code_properties().iter().filter_map(|property| properties.get(property));
        codes.extend(known.filter_map(|raw| match serde_json::from_str(raw.get()) {
            Ok(serde_json::Value::String(code)) => Some(code),
            Ok(serde_json::Value::Number(_)) => Some(raw.get().to_owned()),
            _ => None,
        }));
    }
    Ok(codes)
}

/// Codes that two rows of a scope share, words outside a column's list, rows without UUID.
pub fn codes_and_words(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    for table in Table::ALL {
        findings.each_table(table, |findings| {
            repeated_codes(connection, findings, table)?;
            unknown_words(connection, findings, table)?;
            missing_uuids(connection, findings, table)
        })?;
    }
    Ok(())
}

fn missing_uuids(connection: &Connection, findings: &mut Findings, table: Table) -> Result<(), StoreError> {
    let name = table.name();
    let sql = format!("SELECT COUNT(*) FROM \"{name}\" WHERE uuid IS NULL OR length(uuid) <> 36");
    let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    if count > 0 {
        let what = Problem::new("store-finding-uuid").with("table", name).with("count", count as f64);
        findings.add("data_uuid", name, what);
    }
    Ok(())
}

fn repeated_codes(connection: &Connection, findings: &mut Findings, table: Table) -> Result<(), StoreError> {
    let name = table.name();
    let scope = table.code_scope().unwrap_or("code");
    let mut statement = connection.prepare(&format!(
        "SELECT code, \"{scope}\", COUNT(*) FROM \"{name}\" WHERE code IS NOT NULL \
         GROUP BY code, \"{scope}\" HAVING COUNT(*) > 1 ORDER BY 2, 1"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (code, scope, count): (String, Option<String>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let place = match (table.code_scope(), scope) {
            (Some(_), Some(scope)) => format!("{scope}/{code}"),
            _ => format!("{name}:{code}"),
        };
        let what = Problem::new("store-finding-code-repeated")
            .with("table", name)
            .with("code", code)
            .with("count", count as f64);
        if !findings.add("data_code_repeated", place, what) {
            break;
        }
    }
    Ok(())
}

fn unknown_words(connection: &Connection, findings: &mut Findings, table: Table) -> Result<(), StoreError> {
    let name = table.name();
    for column in table.columns().iter().filter(|column| !column.allowed.is_empty()) {
        let words = column.allowed.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(",");
        let column = column.name;
        let mut statement = connection.prepare(&format!(
            "SELECT \"{column}\", COUNT(*) FROM \"{name}\" WHERE \"{column}\" NOT IN ({words}) GROUP BY 1 ORDER BY 1"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (word, count): (String, i64) = (row.get(0)?, row.get(1)?);
            let what = Problem::new("store-finding-word")
                .with("table", name)
                .with("column", column)
                .with("word", word.as_str())
                .with("count", count as f64);
            findings.add("data_unknown_word", format!("{name}.{column}"), what);
        }
    }
    Ok(())
}
