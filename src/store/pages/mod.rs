//! Tables and indexes of a new file written page by page instead of row by row: the
//! rows come in the order of their numbers, so that every page is filled once, from
//! left to right, and nothing is ever searched or split.
//!
//! Only a file that nobody else can see yet is written so ([`Store::build`]): SQLite
//! makes the empty tables, rests while the pages are appended behind its own, and then
//! finds the new roots. Layout: <https://sqlite.org/fileformat2.html>, sections 1.3 to
//! 2.1; `PRAGMA integrity_check` proves it in the tests and in `verify`.
//!
//! [`Store::build`]: super::file::Store::build

mod btree;
mod file;
mod record;
#[cfg(test)]
mod tests;

pub use btree::{IndexTree, TableTree};
pub use file::PageFile;
pub use record::{Cell, Record};
