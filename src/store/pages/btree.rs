//! B-trees from sorted input: full leaves from left to right, and the levels above
//! them at the end.

use super::super::error::StoreError;
use super::file::PageFile;
use super::record::{Cell, Record, write_varint};

/// Kinds of pages, as their first byte says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    IndexInterior = 2,
    TableInterior = 5,
    IndexLeaf = 10,
    TableLeaf = 13,
}

impl Kind {
    fn head_bytes(self) -> usize {
        if matches!(self, Kind::IndexInterior | Kind::TableInterior) { 12 } else { 8 }
    }
}

/// A page being filled: pointers grow from the front, cells from the back.
struct Page {
    kind: Kind,
    bytes: Vec<u8>,
    cells: u16,
    content: usize,
}

impl Page {
    fn new(kind: Kind, size: usize) -> Page {
        Page { kind, bytes: vec![0; size], cells: 0, content: size }
    }

    fn clear(&mut self) {
        self.bytes.fill(0);
        self.cells = 0;
        self.content = self.bytes.len();
    }

    fn pointers_end(&self) -> usize {
        self.kind.head_bytes() + 2 * usize::from(self.cells)
    }

    fn has_room(&self, bytes: usize) -> bool {
        self.pointers_end() + 2 + bytes <= self.content
    }

    /// Adds a cell made of parts; there must be room.
    fn push(&mut self, parts: &[&[u8]]) {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let pointer = self.pointers_end();
        self.content -= length;
        let mut at = self.content;
        for part in parts {
            self.bytes[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        self.bytes[pointer..pointer + 2].copy_from_slice(&(self.content as u16).to_be_bytes());
        self.cells += 1;
    }

    /// Takes the last cell out again.
    fn pop(&mut self) -> Option<Vec<u8>> {
        self.cells = self.cells.checked_sub(1)?;
        let pointer = self.pointers_end();
        let read = |at: usize| usize::from(u16::from_be_bytes([self.bytes[at], self.bytes[at + 1]]));
        let end = if self.cells == 0 { self.bytes.len() } else { read(pointer - 2) };
        let cell = self.bytes[self.content..end].to_vec();
        self.bytes[self.content..end].fill(0);
        self.bytes[pointer..pointer + 2].fill(0);
        self.content = end;
        Some(cell)
    }

    /// The finished page; `right` is the last child of an interior one.
    fn finished(&mut self, right: u32) -> &[u8] {
        self.bytes[0] = self.kind as u8;
        self.bytes[3..5].copy_from_slice(&self.cells.to_be_bytes());
        // 65,536 is written as 0.
        self.bytes[5..7].copy_from_slice(&(self.content as u16).to_be_bytes());
        if self.kind.head_bytes() == 12 {
            self.bytes[8..12].copy_from_slice(&right.to_be_bytes());
        }
        &self.bytes
    }
}

/// The children of a level with what stands between them.
#[derive(Default)]
struct Level {
    children: Vec<u32>,
    /// The cells between neighbours, one after the other, and where each ends.
    dividers: Vec<u8>,
    ends: Vec<usize>,
}

impl Level {
    fn child(&mut self, number: u32) {
        self.children.push(number);
    }

    fn divide(&mut self, cell: &[u8]) {
        self.dividers.extend_from_slice(cell);
        self.ends.push(self.dividers.len());
    }

    fn divider(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.dividers.get(start..end).unwrap_or_default()
    }

    /// How many children, from `from` on, one page takes; never leaves a single one over.
    fn run(&self, from: usize, page_size: usize) -> usize {
        let left = self.children.len() - from;
        let mut room = page_size - 12;
        let mut taken = 1;
        while taken < left {
            let cell = 2 + 4 + self.divider(from + taken - 1).len();
            if cell > room {
                break;
            }
            room -= cell;
            taken += 1;
        }
        // A page with one child has no cell, which the format does not know.
        if left - taken == 1 { taken - 1 } else { taken }
    }

    /// Writes this level's children into pages; the last one goes to `root`.
    fn write(self, kind: Kind, root: u32, pages: &mut PageFile) -> Result<(), StoreError> {
        let size = pages.page_size();
        let mut page = Page::new(kind, size);
        let mut level = self;
        loop {
            let mut above = Level::default();
            let mut from = 0;
            while from < level.children.len() {
                let taken = level.run(from, size);
                page.clear();
                for at in from..from + taken - 1 {
                    page.push(&[&level.children[at].to_be_bytes(), level.divider(at)]);
                }
                let last = from + taken - 1;
                let bytes = page.finished(level.children[last]);
                if taken == level.children.len() {
                    return pages.replace(root, bytes);
                }
                above.child(pages.append(bytes)?);
                if last + 1 < level.children.len() {
                    above.divide(level.divider(last));
                }
                from += taken;
            }
            level = above;
        }
    }
}

/// SQLite neither writes nor reads a longer row.
const LONGEST_ROW: usize = 1_000_000_000;

/// The length of a row that SQLite will read again; else the error that it would give.
fn fitting(length: usize) -> Result<usize, StoreError> {
    if length <= LONGEST_ROW {
        return Ok(length);
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_TOOBIG);
    Err(rusqlite::Error::SqliteFailure(code, None).into())
}

/// How much of a payload lies in its cell, and how much in pages of its own.
struct Limits {
    most: usize,
    least: usize,
    overflow: usize,
}

impl Limits {
    fn of(kind: Kind, page_size: usize) -> Limits {
        let least = (page_size - 12) * 32 / 255 - 23;
        let most = if kind == Kind::TableLeaf { page_size - 35 } else { (page_size - 12) * 64 / 255 - 23 };
        Limits { most, least, overflow: page_size - 4 }
    }

    fn local(&self, payload: usize) -> usize {
        if payload <= self.most {
            return payload;
        }
        let local = self.least + (payload - self.least) % self.overflow;
        if local <= self.most { local } else { self.least }
    }
}

/// Appends the part of a payload that its cell has no room for; the number of the first page.
fn spill(rest: &[u8], limits: &Limits, pages: &mut PageFile) -> Result<u32, StoreError> {
    let first = pages.next_number();
    let mut page = vec![0_u8; pages.page_size()];
    let mut pieces = rest.chunks(limits.overflow).peekable();
    while let Some(piece) = pieces.next() {
        page.fill(0);
        page[4..4 + piece.len()].copy_from_slice(piece);
        if pieces.peek().is_some() {
            let next = pages.number_after_next();
            page[..4].copy_from_slice(&next.to_be_bytes());
        }
        pages.append(&page)?;
    }
    Ok(first)
}

/// A table filled in the order of its rows' numbers.
pub struct TableTree {
    root: u32,
    leaf: Page,
    limits: Limits,
    level: Level,
    last: Option<i64>,
    start: Vec<u8>,
    record: Record,
}

impl TableTree {
    /// For the empty table whose root is that page.
    pub fn new(root: u32, page_size: usize) -> TableTree {
        TableTree {
            root,
            leaf: Page::new(Kind::TableLeaf, page_size),
            limits: Limits::of(Kind::TableLeaf, page_size),
            level: Level::default(),
            last: None,
            start: Vec::new(),
            record: Record::default(),
        }
    }

    /// Adds a row under a number above all before it.
    ///
    /// # Errors
    /// A failure of writing; numbers that do not ascend.
    pub fn push<'a>(
        &mut self,
        number: i64,
        cells: impl Iterator<Item = Cell<'a>>,
        pages: &mut PageFile,
    ) -> Result<(), StoreError> {
        let mut record = std::mem::take(&mut self.record);
        record.fill(cells);
        let (head, body) = record.parts();
        let pushed = self.push_parts(number, head, body, pages);
        self.record = record;
        pushed
    }

    /// Like [`TableTree::push`], of a row whose [`Record`] was made before.
    ///
    /// # Errors
    /// As [`TableTree::push`].
    pub fn push_record(
        &mut self,
        number: i64,
        record: &[u8],
        pages: &mut PageFile,
    ) -> Result<(), StoreError> {
        self.push_parts(number, record, &[], pages)
    }

    fn push_parts(
        &mut self,
        number: i64,
        head: &[u8],
        body: &[u8],
        pages: &mut PageFile,
    ) -> Result<(), StoreError> {
        if self.last.is_some_and(|last| last >= number) {
            return Err(StoreError::History(format!("{number} does not ascend")));
        }
        let length = fitting(head.len() + body.len())?;
        self.start.clear();
        write_varint(length as u64, &mut self.start);
        write_varint(number as u64, &mut self.start);
        let (long, first);
        let parts = if length <= self.limits.most {
            [&self.start, head, body]
        } else {
            long = [head, body].concat();
            let (here, rest) = long.split_at(self.limits.local(length));
            first = spill(rest, &self.limits, pages)?.to_be_bytes();
            [&self.start, here, &first]
        };
        if !self.leaf.has_room(parts.iter().map(|part| part.len()).sum()) {
            self.level.child(pages.append(self.leaf.finished(0))?);
            self.leaf.clear();
            let mut key = Vec::with_capacity(9);
            write_varint(self.last.unwrap_or_default() as u64, &mut key);
            self.level.divide(&key);
        }
        self.leaf.push(&parts);
        self.last = Some(number);
        Ok(())
    }

    /// Writes what is left and the levels above.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn finish(mut self, pages: &mut PageFile) -> Result<(), StoreError> {
        if self.level.children.is_empty() {
            return pages.replace(self.root, self.leaf.finished(0));
        }
        self.level.child(pages.append(self.leaf.finished(0))?);
        self.level.write(Kind::TableInterior, self.root, pages)
    }
}

/// An index filled in the order of its keys.
pub struct IndexTree {
    root: u32,
    leaf: Page,
    /// The leaf before, and the key between it and this one: kept until this one has a key.
    before: Option<(Page, Vec<u8>)>,
    limits: Limits,
    level: Level,
    record: Record,
    cell: Vec<u8>,
}

impl IndexTree {
    /// For the empty index whose root is that page.
    pub fn new(root: u32, page_size: usize) -> IndexTree {
        IndexTree {
            root,
            leaf: Page::new(Kind::IndexLeaf, page_size),
            before: None,
            limits: Limits::of(Kind::IndexLeaf, page_size),
            level: Level::default(),
            record: Record::default(),
            cell: Vec::new(),
        }
    }

    /// Adds a key (its columns, then the row's number), which must not be below any before it.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn push<'a>(
        &mut self,
        cells: impl Iterator<Item = Cell<'a>>,
        pages: &mut PageFile,
    ) -> Result<(), StoreError> {
        self.record.fill(cells);
        let length = fitting(self.record.len())?;
        let (head, body) = self.record.parts();
        self.cell.clear();
        write_varint(length as u64, &mut self.cell);
        let start = self.cell.len();
        self.cell.extend_from_slice(head);
        self.cell.extend_from_slice(body);
        let local = self.limits.local(length);
        if local < length {
            let rest = self.cell.split_off(start + local);
            let first = spill(&rest, &self.limits, pages)?;
            self.cell.extend_from_slice(&first.to_be_bytes());
        }
        // The format wants cells of four bytes or more, so that a page can be mended.
        let short = 4_usize.saturating_sub(self.cell.len());
        self.cell.extend(std::iter::repeat_n(0, short));
        if self.leaf.has_room(self.cell.len()) {
            self.leaf.push(&[&self.cell]);
            return self.settle_before(pages);
        }
        let size = self.leaf.bytes.len();
        let full = std::mem::replace(&mut self.leaf, Page::new(Kind::IndexLeaf, size));
        self.before = Some((full, self.cell.clone()));
        Ok(())
    }

    /// Writes the leaf before, now that the one behind its divider has a key.
    fn settle_before(&mut self, pages: &mut PageFile) -> Result<(), StoreError> {
        if let Some((mut page, divider)) = self.before.take() {
            self.level.child(pages.append(page.finished(0))?);
            self.level.divide(&divider);
        }
        Ok(())
    }

    /// Writes what is left and the levels above.
    ///
    /// # Errors
    /// A failure of writing.
    pub fn finish(mut self, pages: &mut PageFile) -> Result<(), StoreError> {
        if let Some((page, divider)) = &mut self.before
            && let Some(last) = page.pop()
        {
            // The last key came to stand between two leaves: it moves on, the one before it up.
            let moved = std::mem::replace(divider, last);
            self.leaf.push(&[&moved]);
            self.settle_before(pages)?;
        }
        if self.level.children.is_empty() {
            return pages.replace(self.root, self.leaf.finished(0));
        }
        self.level.child(pages.append(self.leaf.finished(0))?);
        self.level.write(Kind::IndexInterior, self.root, pages)
    }
}
