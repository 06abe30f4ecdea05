//! Finding by name or code: everything that has one, in either script and
//! whatever the kind of digits, yeh, kaf or space between words.
//!
//! Names are folded once ([`Names`]); a [`Search`] walks over them a slice at a
//! time, so that a frame never waits for it.

use crate::analysis::index::ProjectIndex;
use crate::base::{Cancelled, Progress};
use crate::locale::foreign::beginning;
use crate::locale::normalise::{search_key, words_key};
use crate::model::schema::ADMIN_LEVELS;
use crate::model::{Layer, RowId, RowRef, Snapshot, Table};
use memchr::memmem::Finder;
use std::collections::HashMap;

/// Bytes of a name that are searched; nobody types more.
const LONGEST_SEARCHED: usize = 1_000;
/// Parts a name from the next; no key holds it.
const BETWEEN: char = '\u{1}';
/// Parts own names from what a thing belongs to.
const BELONGS: char = '\u{2}';

struct Entry<T> {
    target: T,
    /// Order among hits of the same rank; the least comes first.
    weight: u8,
    /// Ends of this entry in `keys` and in `words`.
    key_end: usize,
    words_end: usize,
}

/// Things with their folded names.
pub struct Names<T> {
    /// Search keys: names without spaces, parted by [`BETWEEN`]; after
    /// [`BELONGS`] what the thing belongs to.
    keys: String,
    /// The same own names with spaces, for the beginnings of words.
    words: String,
    entries: Vec<Entry<T>>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Names { keys: String::new(), words: String::new(), entries: Vec::new() }
    }
}

impl<T: Copy> Names<T> {
    /// Adds a thing with its own `names` and the folded key of what it belongs to.
    pub fn add<'a>(
        &mut self,
        target: T,
        weight: u8,
        names: impl IntoIterator<Item = &'a str>,
        belongs: &str,
    ) {
        let (key_start, words_start) = (self.keys.len(), self.words.len());
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            let name = beginning(name, LONGEST_SEARCHED);
            if self.keys.len() > key_start {
                self.keys.push(BETWEEN);
                self.words.push(BETWEEN);
            }
            self.keys.push_str(&search_key(name));
            self.words.push_str(&words_key(name));
        }
        if self.keys.len() == key_start {
            self.words.truncate(words_start);
            return;
        }
        self.keys.push(BELONGS);
        self.keys.push_str(belongs);
        self.entries.push(Entry { target, weight, key_end: self.keys.len(), words_end: self.words.len() });
    }

    /// How many things have a name.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing has a name.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The folded names of an entry, without and with spaces, and what it belongs to.
    fn folded(&self, at: usize) -> Option<(&str, &str, &str)> {
        let entry = self.entries.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.entries.get(before));
        let (key_start, words_start) = before.map_or((0, 0), |before| (before.key_end, before.words_end));
        let key = self.keys.get(key_start..entry.key_end)?;
        let words = self.words.get(words_start..entry.words_end)?;
        let (own, belongs) = key.split_once(BELONGS)?;
        Some((own, words, belongs))
    }
}

/// How well a name fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is what was typed.
    Whole,
    /// It begins with what was typed.
    Prefix,
    /// Each typed word begins one of its words.
    WordStart,
    /// It holds what was typed somewhere.
    Inside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    rank: Rank,
    weight: u8,
    length: usize,
    at: usize,
}

/// Names looked at in one step: under four milliseconds even in a build without
/// optimisation where every one of them is a hit.
pub const NAMES_A_STEP: usize = 5_000;
/// Hits that are kept, the best ones.
pub const MOST_HITS: usize = 500;

/// A search under way.
pub struct Search {
    query: String,
    key: String,
    words: Vec<String>,
    next: usize,
    hits: Vec<Hit>,
}

impl Search {
    /// A search for `query`; an empty one finds nothing.
    pub fn new(query: &str) -> Search {
        let words = words_key(query).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Search { query: query.to_owned(), key: search_key(query), words, next: 0, hits: Vec::new() }
    }

    /// What is searched for, as typed.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Looks at the next names; `true` when all were looked at.
    pub fn step<T: Copy>(&mut self, names: &Names<T>) -> bool {
        if self.words.is_empty() {
            self.next = names.len();
            return true;
        }
        let finders: Vec<Finder<'_>> = self.words.iter().map(|word| Finder::new(word.as_bytes())).collect();
        let end = names.len().min(self.next + NAMES_A_STEP);
        for at in self.next..end {
            let Some((own, worded, belongs)) = names.folded(at) else { continue };
            let holds = |finder: &Finder<'_>| finder.find(own.as_bytes()).is_some();
            if !finders.iter().all(|finder| holds(finder) || finder.find(belongs.as_bytes()).is_some()) {
                continue;
            }
            // A thing is not found by what it belongs to alone.
            if !finders.iter().any(holds) {
                continue;
            }
            let weight = names.entries.get(at).map_or(u8::MAX, |entry| entry.weight);
            self.hits.push(Hit { rank: self.rank(own, worded), weight, length: own.len(), at });
        }
        self.next = end;
        if self.hits.len() > MOST_HITS {
            self.hits.select_nth_unstable(MOST_HITS);
            self.hits.truncate(MOST_HITS);
        }
        self.hits.sort_unstable();
        self.next >= names.len()
    }

    fn rank(&self, own: &str, worded: &str) -> Rank {
        if own.split(BETWEEN).any(|name| name == self.key) {
            Rank::Whole
        } else if own.split(BETWEEN).any(|name| name.starts_with(&self.key)) {
            Rank::Prefix
        } else if self.words.iter().all(|word| begins_a_word(worded, word)) {
            Rank::WordStart
        } else {
            Rank::Inside
        }
    }

    /// The hits so far, the best first.
    pub fn hits<'a, T: Copy>(&'a self, names: &'a Names<T>) -> impl Iterator<Item = (Rank, T)> + 'a {
        self.hits.iter().filter_map(|hit| Some((hit.rank, names.entries.get(hit.at)?.target)))
    }

    /// How many hits there are so far.
    pub fn hit_count(&self) -> usize {
        self.hits.len()
    }

    /// A hit by its place among them.
    pub fn hit<T: Copy>(&self, names: &Names<T>, place: usize) -> Option<T> {
        Some(names.entries.get(self.hits.get(place)?.at)?.target)
    }
}

/// Whether one of the words begins with `start`; codes have words at their
/// dashes and dots too.
fn begins_a_word(worded: &str, start: &str) -> bool {
    worded.match_indices(start).any(|(at, _)| {
        worded.get(..at).is_some_and(|before| !before.ends_with(|before: char| before.is_alphanumeric()))
    })
}

/// Tables that are searched, in the order in which hits of the same rank are
/// told: what is large and known first, the many plots last.
const SEARCHED: [Table; 8] = [
    Table::Admin,
    Table::Estates,
    Table::Zones,
    Table::Places,
    Table::InfraPoint,
    Table::InfraLine,
    Table::InfraArea,
    Table::Plots,
];

/// The names and codes of a project; plots are also found together with the
/// name of their estate, units together with the unit above them.
///
/// # Errors
/// A cancel.
pub fn names_of(snapshot: &Snapshot, progress: &Progress) -> Result<Names<RowId>, Cancelled> {
    /// Rows between two looks at the progress.
    const ROWS_PER_LOOK: usize = 4096;
    let above = |layer: Layer| -> HashMap<String, String> {
        let rows = snapshot.layer(layer).filter_map(|row| {
            let names = [row.text("name_fa"), row.text("name_en"), row.code()];
            let keys: Vec<String> = names
                .into_iter()
                .flatten()
                .map(|name| search_key(beginning(name, LONGEST_SEARCHED)))
                .collect();
            Some((row.code()?.to_owned(), keys.join(&BETWEEN.to_string())))
        });
        rows.collect()
    };
    let (units, estates) = (above(Layer::Admin), above(Layer::Estates));
    let mut names = Names::default();
    for (place, table) in SEARCHED.into_iter().enumerate() {
        let (column, of) = match table {
            Table::Admin => ("parent_code", &units),
            _ => ("estate_code", &estates),
        };
        for (count, row) in snapshot.table(table).rows().enumerate() {
            if count % ROWS_PER_LOOK == 0 {
                progress.check()?;
            }
            let belongs = row.text(column).and_then(|code| of.get(code)).map_or("", String::as_str);
            let own = [row.text("name_fa"), row.text("name_en"), row.code()];
            names.add(row.id(), place as u8, own.into_iter().flatten(), belongs);
        }
    }
    Ok(names)
}

/// The unit above a unit that people would name with it: the county of what lies
/// in a county (districts are passed over; most are called "Central"), else the
/// province.
pub fn unit_above<'a>(snapshot: &'a Snapshot, unit: &RowRef<'a>) -> Option<RowRef<'a>> {
    let mut above = snapshot.with_code(Layer::Admin, unit.text("parent_code")?).next()?;
    for _ in ADMIN_LEVELS {
        if matches!(above.text("level"), Some("shahrestan" | "ostan") | None) {
            break;
        }
        match above.text("parent_code").and_then(|code| snapshot.with_code(Layer::Admin, code).next()) {
            Some(next) => above = next,
            None => break,
        }
    }
    Some(above)
}

/// The place of a point in words: the smallest unit that holds it and those
/// above it, as rows from the province down. Empty outside all units.
pub fn units_at(snapshot: &Snapshot, index: &ProjectIndex, at: geo::Coord<f64>) -> Vec<RowId> {
    use crate::geometry::inside::Area;
    let table = snapshot.table(Table::Admin);
    let level = |row: &RowRef<'_>| {
        row.text("level").and_then(|level| ADMIN_LEVELS.iter().position(|one| *one == level))
    };
    let mut found: Vec<(usize, RowId)> = index
        .boxes(Table::Admin)
        .at(at)
        .filter_map(|fid| table.row(*fid))
        .filter(|row| {
            let Some(geometry) = row.geometry() else { return false };
            let polygons: Vec<&geo::Polygon<f64>> = match geometry.as_ref() {
                geo::Geometry::Polygon(polygon) => vec![polygon],
                geo::Geometry::MultiPolygon(polygons) => polygons.iter().collect(),
                _ => Vec::new(),
            };
            let rings = polygons.into_iter().flat_map(crate::geometry::index::rings);
            Area::new(rings.map(|ring| ring.0.as_slice())).is_some_and(|area| area.contains(at))
        })
        .filter_map(|row| Some((level(&row)?, row.id())))
        .collect();
    found.sort_unstable_by_key(|(level, _)| *level);
    found.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&[&str]]) -> Names<usize> {
        let mut names = Names::default();
        for (at, own) in list.iter().enumerate() {
            names.add(at, 0, own.iter().copied(), "");
        }
        names
    }

    fn found(names: &Names<usize>, query: &str) -> Vec<usize> {
        let mut search = Search::new(query);
        while !search.step(names) {}
        search.hits(names).map(|(_, target)| target).collect()
    }

    #[test]
    fn every_spelling_finds_the_name() {
        let names = names(&[&["شهرک صنعتی کرمان", "Kerman estate", "E-012"], &["قلعه‌نو"], &["گرمسار"]]);
        for query in ["كرمان", "شهرك", "kerman", "KERMAN est", "E-۰۱۲", "e-٠١٢", "صنعتي کرمان"]
        {
            assert_eq!(found(&names, query), [0], "{query}");
        }
        for query in ["قلعه نو", "قلعه‌نو", "قلعهنو", "نو"] {
            assert_eq!(found(&names, query), [1], "{query}");
        }
        assert_eq!(found(&names, "  "), Vec::<usize>::new());
        assert_eq!(found(&names, "یزد"), Vec::<usize>::new());
    }

    #[test]
    fn the_best_fit_comes_first() {
        let names = names(&[&["آب سمنان"], &["بسمنان"], &["سمنان نو"], &["سمنان"]]);
        assert_eq!(found(&names, "سمنان"), [3, 2, 0, 1]);
    }

    #[test]
    fn a_plot_is_found_with_its_estate_but_not_by_it_alone() {
        let mut names = Names::default();
        names.add(1, 0, ["12"], &search_key("شهرک سمنان"));
        names.add(2, 0, ["12"], &search_key("شهرک کرمان"));
        assert_eq!(found(&names, "۱۲ کرمان"), [2]);
        assert_eq!(found(&names, "کرمان"), Vec::<usize>::new());
        assert_eq!(found(&names, "۱۲"), [1, 2]);
    }

    #[test]
    fn many_names_are_searched_a_slice_at_a_time_and_the_best_are_kept() {
        let mut names = Names::default();
        let count = NAMES_A_STEP * 2 + 1;
        for n in 0..count {
            names.add(n, 0, [format!("plot {n}").as_str()], "");
        }
        names.add(count, 0, ["plot"], "");
        let mut search = Search::new("plot");
        assert!(!search.step(&names));
        assert!(!search.step(&names));
        assert!(search.step(&names));
        assert_eq!(search.hit_count(), MOST_HITS);
        assert_eq!(search.hit(&names, 0), Some(count), "the whole name comes first, wherever it stands");
    }

    #[test]
    fn what_has_no_name_is_not_listed() {
        let mut names = Names::default();
        names.add(1, 0, ["", ""], "x");
        names.add(2, 0, ["a"], "x");
        assert_eq!(names.len(), 1);
        assert_eq!(found(&names, "a"), [2]);
    }
}
