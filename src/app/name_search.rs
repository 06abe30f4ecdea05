//! Many names in one folded text, searched as a whole: a hundred thousand of them
//! within a few milliseconds, on a thread beside the window.

use crate::locale::foreign::beginning;
use crate::locale::normalise::{search_key, words_key};
use memchr::memmem::Finder;
use rayon::prelude::*;

/// Bytes of a name that are searched; nobody types more.
pub const LONGEST_SEARCHED: usize = 1_000;
/// Words of a question that are looked for.
const MOST_WORDS: usize = 16;
/// Parts a name from the next of the same thing; no key holds it.
const BETWEEN: char = '\u{1}';
/// Ends the names of a thing; no key holds it either.
const END: char = '\u{2}';
/// Things that one core looks at in one go.
const THINGS_A_PART: usize = 16_384;
/// Hits that are kept, the best ones.
pub const MOST_HITS: usize = 500;

struct Entry<T> {
    target: T,
    /// Order among hits of the same rank; the least comes first.
    weight: u8,
    /// What it belongs to.
    group: Option<Group>,
    /// Ends of this entry in `keys` and in `words`.
    key_end: usize,
    words_end: usize,
}

/// What several things belong to: an estate, a district with all above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group(u32);

struct GroupEntry<T> {
    /// Its folded names.
    keys: String,
    /// What it is, from the nearest up.
    members: Vec<T>,
}

/// Things with their folded names.
pub struct Names<T> {
    /// Search keys: names without spaces, parted by [`BETWEEN`], ended by [`END`].
    keys: String,
    /// The same names with spaces, for the beginnings of words.
    words: String,
    entries: Vec<Entry<T>>,
    groups: Vec<GroupEntry<T>>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Names { keys: String::new(), words: String::new(), entries: Vec::new(), groups: Vec::new() }
    }
}

impl<T: Copy> Names<T> {
    /// Adds what things may belong to: its folded names, and what it is from the
    /// nearest up.
    pub fn group<'a>(
        &mut self,
        keys: impl IntoIterator<Item = &'a str>,
        members: impl IntoIterator<Item = T>,
    ) -> Group {
        let keys: Vec<&str> = keys.into_iter().collect();
        let entry =
            GroupEntry { keys: keys.join(&BETWEEN.to_string()), members: members.into_iter().collect() };
        self.groups.push(entry);
        Group(u32::try_from(self.groups.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds a thing with its own `names` and what it belongs to; a thing without a name
    /// is not kept.
    pub fn add<'a>(
        &mut self,
        target: T,
        weight: u8,
        names: impl IntoIterator<Item = &'a str>,
        group: Option<Group>,
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
        self.keys.push(END);
        let (key_end, words_end) = (self.keys.len(), self.words.len());
        self.entries.push(Entry { target, weight, group, key_end, words_end });
    }

    /// How many things have a name.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing has a name.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A hit of a search of these names.
    pub fn target(&self, hit: &Hit) -> Option<T> {
        Some(self.entries.get(hit.at)?.target)
    }

    /// What a hit belongs to, from the nearest up.
    pub fn above(&self, hit: &Hit) -> &[T] {
        let group = self.entries.get(hit.at).and_then(|entry| entry.group);
        let group = group.and_then(|Group(at)| self.groups.get(at as usize));
        group.map_or(&[], |group| group.members.as_slice())
    }

    /// Where the entry begins in `keys` and in `words`.
    fn start(&self, at: usize) -> (usize, usize) {
        let before = at.checked_sub(1).and_then(|before| self.entries.get(before));
        before.map_or((0, 0), |before| (before.key_end, before.words_end))
    }

    /// The folded names of an entry, without and with spaces.
    fn folded(&self, at: usize) -> Option<(&str, &str)> {
        let entry = self.entries.get(at)?;
        let (key_start, words_start) = self.start(at);
        let key = self.keys.get(key_start..entry.key_end - END.len_utf8())?;
        Some((key, self.words.get(words_start..entry.words_end)?))
    }
}

impl<T: Copy + Sync> Names<T> {
    /// Everything that `query` fits, the best first, at most [`MOST_HITS`]; nothing for
    /// an empty one.
    ///
    /// All typed words have to be there, in any order: at least one of them in a name or
    /// code of the thing itself, the others there or in what it belongs to.
    pub fn search(&self, query: &str) -> Found {
        let mut hits = match Question::new(query, self) {
            None => Vec::new(),
            Some(question) => {
                let parts = self.entries.len().div_ceil(THINGS_A_PART);
                let found = (0..parts).into_par_iter().flat_map_iter(|part| {
                    let start = part * THINGS_A_PART;
                    question.hits(self, start, self.entries.len().min(start + THINGS_A_PART))
                });
                found.collect()
            }
        };
        hits.sort_unstable();
        hits.truncate(MOST_HITS);
        Found { query: query.to_owned(), hits }
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

/// A thing that a question fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// How well it fits.
    pub rank: Rank,
    weight: u8,
    length: usize,
    at: usize,
}

/// What a search has found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    query: String,
    hits: Vec<Hit>,
}

impl Found {
    /// What was searched for, as typed.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The hits, the best first.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }
}

/// A folded question, and which of its words each group has.
struct Question<'a> {
    key: String,
    words: Vec<(Finder<'a>, String)>,
    of_groups: Vec<u16>,
}

impl Question<'_> {
    fn new<T: Copy>(query: &str, names: &Names<T>) -> Option<Self> {
        let folded = words_key(query);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS);
        let words: Vec<(Finder<'_>, String)> =
            words.map(|word| (Finder::new(word.as_bytes()).into_owned(), word.to_owned())).collect();
        if words.is_empty() {
            return None;
        }
        let has = |group: &GroupEntry<T>| {
            let bits = words.iter().enumerate();
            bits.fold(0, |has, (at, (finder, _))| {
                has | u16::from(finder.find(group.keys.as_bytes()).is_some()) << at
            })
        };
        // One word that only a group has finds nothing.
        let of_groups = if words.len() > 1 { names.groups.iter().map(has).collect() } else { Vec::new() };
        Some(Question { key: search_key(query), words, of_groups })
    }

    /// The best hits among the entries from `start` up to `end`.
    fn hits<T: Copy>(&self, names: &Names<T>, start: usize, end: usize) -> Vec<Hit> {
        let wanted = u16::MAX >> (MOST_WORDS - self.words.len());
        let own = self.own_words(names, start, end);
        let mut hits: Vec<Hit> = Vec::new();
        // Once enough are kept, only better ones are of interest.
        let mut worst: Option<Hit> = None;
        for (at, own) in (start..end).zip(own).filter(|(_, own)| *own != 0) {
            let Some(entry) = names.entries.get(at) else { continue };
            let of_group = entry.group.and_then(|Group(at)| self.of_groups.get(at as usize)).unwrap_or(&0);
            if own | of_group != wanted {
                continue;
            }
            let Some((key, worded)) = names.folded(at) else { continue };
            let Some(rank) = self.rank(key, worded, worst.map(|worst| worst.rank)) else { continue };
            let hit = Hit { rank, weight: entry.weight, length: key.len(), at };
            if worst.is_some_and(|worst| worst < hit) {
                continue;
            }
            hits.push(hit);
            if hits.len() >= 2 * MOST_HITS {
                hits.select_nth_unstable(MOST_HITS);
                hits.truncate(MOST_HITS);
                worst = hits.iter().max().copied();
            }
        }
        hits
    }

    /// For each entry a bit for each word that one of its own names holds. The names are
    /// scanned as one text, a word at a time, since most hold none.
    fn own_words<T: Copy>(&self, names: &Names<T>, start: usize, end: usize) -> Vec<u16> {
        let mut has = vec![0; end - start];
        let (first, _) = names.start(start);
        let (last, _) = names.start(end);
        let text = names.keys.as_bytes().get(first..last).unwrap_or_default();
        let entries = names.entries.get(start..end).unwrap_or_default();
        for (bit, (finder, _)) in self.words.iter().enumerate() {
            let (mut from, mut at) = (0, 0);
            while let Some(hit) = text.get(from..).and_then(|rest| finder.find(rest)) {
                let place = first + from + hit;
                while entries.get(at).is_some_and(|entry| entry.key_end <= place) {
                    at += 1;
                }
                let (Some(entry), Some(has)) = (entries.get(at), has.get_mut(at)) else { break };
                *has |= 1 << bit;
                from = entry.key_end - first;
            }
        }
        has
    }

    /// How well names fit; `None` where they fit worse than `worst`.
    fn rank(&self, own: &str, worded: &str, worst: Option<Rank>) -> Option<Rank> {
        let mut is_prefix = false;
        for name in own.split(BETWEEN) {
            if let Some(rest) = name.strip_prefix(&*self.key) {
                if rest.is_empty() {
                    return Some(Rank::Whole);
                }
                is_prefix = true;
            }
        }
        if is_prefix {
            return Some(Rank::Prefix);
        }
        // The beginnings of words cost most to find.
        if worst.is_some_and(|worst| worst <= Rank::Prefix) {
            return None;
        }
        Some(if self.words.iter().all(|(finder, _)| begins_a_word(worded, finder)) {
            Rank::WordStart
        } else {
            Rank::Inside
        })
    }
}

/// Whether one of the words begins with what `start` looks for; codes have words at
/// their dashes and dots too.
fn begins_a_word(worded: &str, start: &Finder<'_>) -> bool {
    start.find_iter(worded.as_bytes()).any(|at| {
        worded.get(..at).is_some_and(|before| !before.ends_with(|before: char| before.is_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(list: &[&[&str]]) -> Names<usize> {
        let mut names = Names::default();
        for (at, own) in list.iter().enumerate() {
            names.add(at, 0, own.iter().copied(), None);
        }
        names
    }

    fn found(names: &Names<usize>, query: &str) -> Vec<usize> {
        names.search(query).hits().iter().filter_map(|hit| names.target(hit)).collect()
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
        for (target, estate) in [(1, "شهرک سمنان"), (2, "شهرک کرمان")] {
            let group = names.group([search_key(estate).as_str()], [10 * target]);
            names.add(target, 0, ["12"], Some(group));
        }
        assert_eq!(found(&names, "۱۲ کرمان"), [2]);
        assert_eq!(found(&names, "کرمان"), Vec::<usize>::new());
        assert_eq!(found(&names, "۱۲"), [1, 2]);
    }

    #[test]
    fn a_thing_is_told_with_what_it_belongs_to() {
        let mut names = Names::default();
        let group = names.group(["district", "county"], [7, 8]);
        names.add(1, 0, ["a"], Some(group));
        names.add(2, 0, ["a"], None);
        let found = names.search("a");
        let above: Vec<&[usize]> = found.hits().iter().map(|hit| names.above(hit)).collect();
        assert_eq!(above, [&[7, 8][..], &[]]);
    }

    #[test]
    fn of_many_names_the_best_are_kept_wherever_they_stand() {
        let mut names = Names::default();
        let count = THINGS_A_PART * 2 + 1;
        for n in 0..count {
            names.add(n, 0, [format!("plot {n}").as_str()], None);
        }
        names.add(count, 0, ["plot"], None);
        let found = names.search("plot");
        assert_eq!(found.hits().len(), MOST_HITS);
        let first: Vec<usize> = found.hits().iter().take(3).filter_map(|hit| names.target(hit)).collect();
        assert_eq!(first, [count, 0, 1]);
        let last = names.search(&format!("plot {}", count - 1));
        assert_eq!(last.hits().len(), 1);
    }

    /// A word never fits over the border between two names.
    #[test]
    fn names_do_not_run_into_each_other() {
        let names = names(&[&["ab", "cd"], &["ef"]]);
        for query in ["bc", "de", "b e", "ab\u{1}cd", "ab\u{2}"] {
            let hits = found(&names, query);
            assert!(hits.is_empty() || query.contains(['\u{1}', '\u{2}']), "{query:?} finds {hits:?}");
        }
    }

    proptest! {
        /// The scan of all names at once finds what looking at each name finds.
        #[test]
        fn finds_what_looking_at_each_name_finds(
            list in prop::collection::vec(prop::collection::vec("[ابپ ۱2-]{0,6}", 0..3), 0..40),
            query in "[ابپ 1۲-]{0,4}",
        ) {
            let mut names = Names::default();
            for (at, own) in list.iter().enumerate() {
                names.add(at, 0, own.iter().map(String::as_str), None);
            }
            let mut hits = found(&names, &query);
            hits.sort_unstable();
            let folded = words_key(&query);
            let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
            let holds = |own: &Vec<String>| {
                let keys: Vec<String> = own.iter().map(|name| search_key(name)).collect();
                words.iter().all(|word| keys.iter().any(|key| key.contains(word)))
            };
            let expected: Vec<usize> =
                (0..list.len()).filter(|at| !words.is_empty() && holds(&list[*at])).collect();
            prop_assert_eq!(hits, expected);
        }
    }

    #[test]
    fn what_has_no_name_is_not_listed() {
        let mut names = Names::default();
        names.add(1, 0, ["", ""], None);
        names.add(2, 0, ["a"], None);
        assert_eq!(names.len(), 1);
        assert_eq!(found(&names, "a"), [2]);
    }
}
