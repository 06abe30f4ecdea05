//! From a key to all results among 100,000 generated villages, and how long their
//! names take to be folded.
//!
//! `cargo bench --bench search`

#[path = "../tests/village_support/mod.rs"]
mod village_support;

use shahrak::app::finding::names_of;
use shahrak::app::name_search::Names;
use shahrak::base::Progress;
use shahrak::model::{RowId, Snapshot};
use std::sync::LazyLock;

const VILLAGES: usize = 100_000;

static COUNTRY: LazyLock<Snapshot> = LazyLock::new(|| village_support::country(VILLAGES));
static NAMES: LazyLock<Names<RowId>> = LazyLock::new(folded);

fn folded() -> Names<RowId> {
    names_of(&COUNTRY, &Progress::new()).expect("not cancelled")
}

fn main() {
    LazyLock::force(&NAMES);
    divan::main();
}

#[divan::bench(args = village_support::QUESTIONS)]
fn search(question: &str) -> usize {
    NAMES.search(question).hits().len()
}

#[divan::bench(sample_count = 5)]
fn fold() -> usize {
    folded().len()
}
