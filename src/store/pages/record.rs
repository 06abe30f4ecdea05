//! A row as SQLite writes it: a header of types, then the values.

use rusqlite::types::Value as Sql;

/// One value of a row, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl<'a> From<&'a Sql> for Cell<'a> {
    fn from(value: &'a Sql) -> Cell<'a> {
        match value {
            Sql::Null => Cell::Null,
            Sql::Integer(number) => Cell::Integer(*number),
            // SQLite has no NaN.
            Sql::Real(number) if number.is_nan() => Cell::Null,
            Sql::Real(number) => Cell::Real(*number),
            Sql::Text(text) => Cell::Text(text),
            Sql::Blob(bytes) => Cell::Blob(bytes),
        }
    }
}

impl From<Cell<'_>> for Sql {
    fn from(cell: Cell<'_>) -> Sql {
        match cell {
            Cell::Null => Sql::Null,
            Cell::Integer(number) => Sql::Integer(number),
            Cell::Real(number) => Sql::Real(number),
            Cell::Text(text) => Sql::Text(text.to_owned()),
            Cell::Blob(bytes) => Sql::Blob(bytes.to_vec()),
        }
    }
}

impl Cell<'_> {
    /// The value as a column of numbers takes it: a text that is a number becomes one.
    /// SQLite does so for every column that is not declared as text.
    pub fn as_number(self) -> Self {
        // A number that is whole is written as such.
        if let Cell::Real(number) = self {
            return Cell::of_number(number);
        }
        let Cell::Text(text) = self else { return self };
        let trimmed = text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
        let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        if trimmed.is_empty() || !trimmed.bytes().all(is_number) {
            return self;
        }
        if let Ok(whole) = trimmed.parse() {
            return Cell::Integer(whole);
        }
        trimmed.parse().map_or(self, Cell::of_number)
    }

    fn of_number(number: f64) -> Self {
        let whole = number as i64;
        let is_whole = whole as f64 == number && whole > i64::MIN && whole < i64::MAX;
        if is_whole { Cell::Integer(whole) } else { Cell::Real(number) }
    }

    /// Type and length in one number.
    fn serial(self) -> u64 {
        match self {
            Cell::Null => 0,
            Cell::Integer(0) => 8,
            Cell::Integer(1) => 9,
            Cell::Integer(number) => match whole_bytes(number) {
                6 => 5,
                8 => 6,
                bytes => bytes as u64,
            },
            Cell::Real(_) => 7,
            Cell::Text(text) => 13 + 2 * text.len() as u64,
            Cell::Blob(bytes) => 12 + 2 * bytes.len() as u64,
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Cell::Null | Cell::Integer(0 | 1) => {}
            Cell::Integer(number) => {
                let bytes = number.to_be_bytes();
                out.extend_from_slice(bytes.get(8 - whole_bytes(number)..).unwrap_or_default());
            }
            Cell::Real(number) => out.extend_from_slice(&number.to_be_bytes()),
            Cell::Text(text) => out.extend_from_slice(text.as_bytes()),
            Cell::Blob(bytes) => out.extend_from_slice(bytes),
        }
    }
}

impl<'a> Cell<'a> {
    /// The value of that type at the beginning of `body`, and what follows it.
    fn read(serial: u64, body: &'a [u8]) -> Option<(Cell<'a>, &'a [u8])> {
        let whole = |bytes: usize| {
            let (own, rest) = body.split_at_checked(bytes)?;
            let sign = if own.first()? & 0x80 == 0 { 0 } else { u64::MAX };
            let number = own.iter().fold(sign, |number, byte| number << 8 | u64::from(*byte));
            Some((Cell::Integer(number as i64), rest))
        };
        match serial {
            0 => Some((Cell::Null, body)),
            1..=4 => whole(serial as usize),
            5 => whole(6),
            6 => whole(8),
            7 => {
                let (own, rest) = body.split_first_chunk::<8>()?;
                Some((Cell::Real(f64::from_be_bytes(*own)), rest))
            }
            8 | 9 => Some((Cell::Integer(serial as i64 - 8), body)),
            10 | 11 => None,
            _ => {
                let (own, rest) = body.split_at_checked(usize::try_from((serial - 12) / 2).ok()?)?;
                let cell = if serial.is_multiple_of(2) {
                    Cell::Blob(own)
                } else {
                    Cell::Text(std::str::from_utf8(own).ok()?)
                };
                Some((cell, rest))
            }
        }
    }
}

/// A number of [`write_varint`], and its bytes.
fn read_varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().take(8) {
        number = number << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    Some((number << 8 | u64::from(*bytes.get(8)?), 9))
}

/// How many bytes SQLite gives a whole number: 1, 2, 3, 4, 6 or 8.
fn whole_bytes(number: i64) -> usize {
    let bits = 65 - (if number < 0 { !number } else { number }).leading_zeros();
    match bits.div_ceil(8) {
        bytes @ 0..=4 => bytes.max(1) as usize,
        5 | 6 => 6,
        _ => 8,
    }
}

/// Appends a number in SQLite's variable length.
pub fn write_varint(number: u64, out: &mut Vec<u8>) {
    if number < 0x80 {
        out.push(number as u8);
        return;
    }
    if number >> 56 != 0 {
        // Nine bytes: the last one has all its eight bits.
        let mut bytes = [0_u8; 9];
        bytes[8] = number as u8;
        let mut rest = number >> 8;
        for byte in bytes[..8].iter_mut().rev() {
            *byte = rest as u8 & 0x7F | 0x80;
            rest >>= 7;
        }
        out.extend_from_slice(&bytes);
        return;
    }
    let groups = (64 - number.leading_zeros()).div_ceil(7);
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        out.push((number >> (7 * group)) as u8 & 0x7F | more);
    }
}

/// A row in the form of the file, whose room is used again for the next one.
#[derive(Debug, Default)]
pub struct Record {
    /// Length of the header, then the types.
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Record {
    /// Takes the values of a row.
    pub fn fill<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        self.head.clear();
        self.body.clear();
        // The length of the header stands first and counts itself: one byte but for
        // tables of very many columns or huge values.
        self.head.push(0);
        for cell in cells {
            write_varint(cell.serial(), &mut self.head);
            cell.write(&mut self.body);
        }
        let length = self.head.len();
        if length < 0x80 {
            if let Some(first) = self.head.first_mut() {
                *first = length as u8;
            }
        } else {
            let mut bytes = Vec::with_capacity(2);
            write_varint(length as u64 + 1, &mut bytes);
            self.head.splice(..1, bytes);
        }
    }

    /// The values of a row that was written by [`Record::fill`]; `None` where it was not.
    pub fn read(bytes: &[u8]) -> Option<Vec<Cell<'_>>> {
        let (head_bytes, mut at) = read_varint(bytes)?;
        let head = bytes.get(..usize::try_from(head_bytes).ok()?)?;
        let mut body = bytes.get(head.len()..)?;
        let mut cells = Vec::new();
        while at < head.len() {
            let (serial, bytes) = read_varint(head.get(at..)?)?;
            at += bytes;
            let (cell, rest) = Cell::read(serial, body)?;
            body = rest;
            cells.push(cell);
        }
        Some(cells)
    }

    /// Bytes of the whole.
    pub fn len(&self) -> usize {
        self.head.len() + self.body.len()
    }

    /// Header and values.
    pub fn parts(&self) -> (&[u8], &[u8]) {
        (&self.head, &self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_take_the_bytes_that_sqlite_gives_them() {
        let cases = [(2, 1), (-1, 1), (127, 1), (128, 2), (-128, 1), (-129, 2), (32767, 2), (32768, 3)];
        for (number, bytes) in cases {
            assert_eq!(whole_bytes(number), bytes, "{number}");
        }
        assert_eq!((whole_bytes(1 << 31), whole_bytes((1 << 31) - 1)), (6, 4));
        assert_eq!((whole_bytes(1 << 47), whole_bytes((1 << 47) - 1)), (8, 6));
        assert_eq!((whole_bytes(i64::MIN), whole_bytes(i64::MAX)), (8, 8));
    }

    #[test]
    fn varints_are_those_of_the_format() {
        let cases: [(u64, &[u8]); 5] = [
            (0, &[0]),
            (127, &[0x7F]),
            (128, &[0x81, 0]),
            (16_384, &[0x81, 0x80, 0]),
            (u64::MAX, &[0xFF; 9]),
        ];
        for (number, expected) in cases {
            let mut out = Vec::new();
            write_varint(number, &mut out);
            assert_eq!(out, expected, "{number}");
            assert_eq!(read_varint(&out), Some((number, out.len())));
        }
    }

    proptest! {
        #[test]
        fn a_record_is_read_as_it_was_written(
            cells in prop::collection::vec(
                prop_oneof![
                    Just(Sql::Null),
                    any::<i64>().prop_map(Sql::Integer),
                    (-300_i64..300).prop_map(Sql::Integer),
                    any::<f64>().prop_filter("a number", |n| !n.is_nan()).prop_map(Sql::Real),
                    ".{0,80}".prop_map(Sql::Text),
                    prop::collection::vec(any::<u8>(), 0..200).prop_map(Sql::Blob),
                ],
                0..140,
            )
        ) {
            let mut record = Record::default();
            record.fill(cells.iter().map(Cell::from));
            let (head, body) = record.parts();
            let whole = [head, body].concat();
            let read: Vec<Sql> = Record::read(&whole).expect("is read").into_iter().map(Sql::from).collect();
            prop_assert_eq!(read, cells);
            for end in 0..head.len() {
                prop_assert!(Record::read(&whole[..end]).is_none());
            }
        }
    }

    #[test]
    fn texts_become_numbers_where_sqlite_makes_them_so() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t(v DATE)").unwrap();
        let texts = [
            "1402",
            "01402",
            " 7 ",
            "1402/02/31",
            "1402-02-31",
            "1e3",
            "1.5",
            ".5",
            "5.",
            "+3",
            "-0",
            "-0.0",
            "",
            " ",
            "1e400",
            "9223372036854775807",
            "9223372036854775808",
            "1_000",
            "12abc",
            "0x10",
            "1e",
            "e1",
            "--1",
            "1.0",
            "4503599627370496.0",
            "2251799813685248.0",
            "2251799813685247.0",
            "inf",
            "nan",
            "۱۴۰۲",
        ];
        for text in texts {
            let stored: Sql = connection
                .query_row("INSERT INTO t VALUES(?1) RETURNING v", [text], |row| row.get(0))
                .unwrap();
            let ours = Cell::Text(text).as_number();
            assert_eq!(ours, Cell::from(&stored), "{text:?}");
        }
    }
}
