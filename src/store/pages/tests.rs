//! What SQLite itself says of the pages.

use super::super::error::StoreError;
use super::{Cell, IndexTree, PageFile, TableTree};
use crate::base::Progress;
use proptest::prelude::*;
use rusqlite::Connection;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

struct Row {
    number: i64,
    key: String,
    body: Vec<u8>,
}

/// A file with an empty table and an empty index, of small pages, so that trees grow high.
fn begin(path: &Path, page_size: u32) -> Connection {
    let connection = Connection::open(path).expect("opens");
    connection
        .execute_batch(&format!(
            "PRAGMA page_size={page_size}; PRAGMA journal_mode=MEMORY;
             CREATE TABLE t(n INTEGER PRIMARY KEY, key TEXT, body BLOB);
             CREATE INDEX t_key ON t(key); CREATE TABLE other(a);"
        ))
        .expect("made");
    connection
}

fn root(connection: &Connection, name: &str) -> u32 {
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    connection.query_row(sql, [name], |row| row.get(0)).expect("root")
}

fn fill(connection: &Connection, pages: &mut PageFile, rows: &[Row]) {
    let size = pages.page_size();
    let mut table = TableTree::new(root(connection, "t"), size);
    for row in rows {
        let cells = [Cell::Null, Cell::Text(&row.key), Cell::Blob(&row.body)];
        table.push(row.number, cells.into_iter(), pages).expect("pushed");
    }
    table.finish(pages).expect("finished");
    let mut keys: Vec<(&str, i64)> = rows.iter().map(|row| (row.key.as_str(), row.number)).collect();
    keys.sort_unstable();
    let mut index = IndexTree::new(root(connection, "t_key"), size);
    for (key, number) in keys {
        index.push([Cell::Text(key), Cell::Integer(number)].into_iter(), pages).expect("pushed");
    }
    index.finish(pages).expect("finished");
}

fn check(connection: &Connection) {
    let verdict: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("checked");
    assert_eq!(verdict, "ok");
}

fn same(connection: &Connection, rows: &[Row]) {
    let mut statement = connection.prepare("SELECT n, key, body FROM t ORDER BY n").expect("prepared");
    let read =
        statement.query_map([], |row| Ok(Row { number: row.get(0)?, key: row.get(1)?, body: row.get(2)? }));
    let read: Vec<Row> = read.expect("read").map(|row| row.expect("row")).collect();
    assert_eq!(read.len(), rows.len());
    for (one, other) in read.iter().zip(rows) {
        assert!(
            (one.number, &one.key, &one.body) == (other.number, &other.key, &other.body),
            "{}",
            one.number
        );
    }
    let found = |row: &Row| -> i64 {
        let sql = "SELECT count(*) FROM t INDEXED BY t_key WHERE key = ?1 AND n = ?2";
        connection.query_row(sql, (&row.key, row.number), |row| row.get(0)).expect("asked")
    };
    assert!(rows.iter().step_by(7).all(|row| found(row) == 1), "the index finds every row");
}

/// Writes the rows, has SQLite look at them, change them and look again.
fn try_rows(page_size: u32, rows: &[Row]) {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("t.db");
    let connection = begin(&path, page_size);
    let mut pages = PageFile::begin(&connection, &path, &path, &Progress::new()).expect("begun");
    fill(&connection, &mut pages, rows);
    pages.finish().expect("finished");
    check(&connection);
    same(&connection, rows);
    connection
        .execute_batch(
            "BEGIN; INSERT INTO other SELECT randomblob(300) FROM t LIMIT 50;
             DELETE FROM t WHERE n % 3 = 0; UPDATE t SET key = key || 'x' WHERE n % 5 = 0;
             INSERT INTO t(key, body) VALUES('new', zeroblob(9000)); COMMIT;",
        )
        .expect("changed");
    check(&connection);
    let fresh = Connection::open(&path).expect("opens again");
    check(&fresh);
}

fn row(number: i64, key: usize, body: usize) -> Row {
    let letters = "abcdefghijklmnopqrstuvwxyzäßÿ";
    let key = letters.chars().cycle().skip(number as usize % 29).take(key).collect();
    Row { number, key, body: vec![(number % 251) as u8; body] }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn rows_of_any_size_make_a_sound_file(
        page_size in prop::sample::select(vec![512_u32, 1024, 4096, 65_536]),
        rows in prop::collection::vec((1_i64..5, 0_usize..400, prop_oneof![0_usize..90, 0_usize..9000]), 0..300),
    ) {
        let mut number = 0;
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(step, key, body)| {
                number += step;
                row(number, key, body)
            })
            .collect();
        try_rows(page_size, &rows);
    }
}

#[test]
fn every_number_of_small_rows_ends_well() {
    // Ends of leaves and of levels, where a key or a child could be left alone.
    for count in (0..140).chain([1_000, 1_001, 1_002, 20_000]) {
        let rows: Vec<Row> = (1..=count).map(|number| row(number, 20, 60)).collect();
        try_rows(512, &rows);
    }
}

#[test]
fn numbers_ascend() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("t.db");
    let connection = begin(&path, 4096);
    let mut pages = PageFile::begin(&connection, &path, &path, &Progress::new()).expect("begun");
    let mut table = TableTree::new(root(&connection, "t"), 4096);
    assert!(table.push(3, [Cell::Null].into_iter(), &mut pages).is_ok());
    assert!(table.push(3, [Cell::Null].into_iter(), &mut pages).is_err());
}

#[test]
fn the_page_that_sqlite_locks_is_left_out() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("t.db");
    // With pages of 64 KiB the locked byte lies in page 16,385.
    let connection = begin(&path, 65_536);
    let mut pages = PageFile::begin(&connection, &path, &path, &Progress::new()).expect("begun");
    pages.skip_to(16_380);
    let rows: Vec<Row> = (1..=40).map(|number| row(number, 10, 150_000)).collect();
    fill(&connection, &mut pages, &rows);
    assert!(pages.next_number() > 16_400);
    pages.finish().expect("finished");
    same(&connection, &rows);
    let mut bytes = vec![1; 65_536];
    let mut file = std::fs::File::open(&path).expect("opens");
    file.seek(SeekFrom::Start(16_384 * 65_536)).expect("there");
    file.read_exact(&mut bytes).expect("read");
    assert!(bytes.iter().all(|byte| *byte == 0), "nothing lies there");
}

#[test]
fn a_cancel_ends_the_writing_within_a_run_of_pages() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("t.db");
    let connection = begin(&path, 4096);
    let progress = Progress::new();
    let mut pages = PageFile::begin(&connection, &path, &path, &progress).expect("begun");
    let page = vec![0; pages.page_size()];
    pages.append(&page).expect("appended");
    progress.cancel();
    // A run is a megabyte.
    let ended = (0..256).find_map(|_| pages.append(&page).err());
    assert!(matches!(ended, Some(StoreError::Cancelled)), "{ended:?}");
    assert!(matches!(pages.finish(), Err(StoreError::Cancelled)));
    check(&connection);
}
