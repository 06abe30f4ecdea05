//! Holds both languages to the same messages and variables, and the code to
//! the messages there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use shahrak::locale::messages::sources;
use shahrak::locale::{Catalogue, Language};
use shahrak::model::{Layer, Table};

/// Ids of a language (`message` and `message.attribute`) with their variables.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (file, source) in sources(language) {
        let mut message = String::new();
        let mut id = String::new();
        for line in source.lines() {
            let starts = line.split_once(" =").map(|(name, _)| name);
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if let Some(name) = starts.filter(|name| !name.is_empty() && name.chars().all(is_of_id)) {
                message = name.to_owned();
                id = message.clone();
                assert!(found.insert(id.clone(), BTreeSet::new()).is_none(), "{file}: {id} is there twice");
            } else if let Some(attribute) = starts.and_then(|name| name.trim_start().strip_prefix('.')) {
                id = format!("{message}.{attribute}");
                found.insert(id.clone(), BTreeSet::new());
            }
            let variables =
                found.get_mut(&id).unwrap_or_else(|| panic!("{file}: {line} belongs to no message"));
            for part in line.split('$').skip(1) {
                variables.insert(part.chars().take_while(|c| is_of_id(*c)).collect());
            }
        }
    }
    found
}

fn is_of_id(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

#[test]
fn both_languages_have_the_same_messages_and_variables() {
    let (persian, english) = (messages(Language::Fa), messages(Language::En));
    let names = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
    let (in_persian, in_english) = (names(&persian), names(&english));
    let missing: Vec<_> = in_persian.symmetric_difference(&in_english).collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    for (id, variables) in &english {
        assert_eq!(persian.get(id), Some(variables), "variables of {id}");
    }
    assert!(in_english.len() > 40);
}

#[test]
fn every_file_is_sound_fluent() {
    for language in Language::ALL {
        assert_eq!(Catalogue::of(language).faults(), &[] as &[String], "{language:?}");
    }
}

/// Ids in `Problem::new("…")`, which must be told with advice.
#[test]
fn every_problem_of_the_code_is_told_with_advice() {
    let english = messages(Language::En);
    let mut faults = Vec::new();
    for (path, code) in code_files() {
        for part in code.split("Problem::new(").skip(1) {
            let Some(id) = part.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            for wanted in [id.to_owned(), format!("{id}.advice")] {
                if !english.contains_key(&wanted) {
                    faults.push(format!("{path}: {wanted}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "missing in the catalogue:\n{}", faults.join("\n"));
}

/// Ids that look like those of messages and are none: names of places in the window, and
/// the beginning of the ids of help.
const NO_MESSAGES: [&str; 4] = ["source-properties", "map-card", "map-name-card", "help-window"];

/// The text literals of the code that ships.
fn literals() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, code) in code_files() {
        for line in code.lines() {
            let mut rest = line;
            while let Some((_, inside)) = rest.split_once('"') {
                let Some(end) = closing_quote(inside) else { break };
                found.entry(inside[..end].to_owned()).or_insert_with(|| path.clone());
                rest = &inside[end + 1..];
            }
        }
    }
    assert!(found.len() > 500, "the literals were not found");
    found
}

fn closing_quote(inside: &str) -> Option<usize> {
    let mut is_escaped = false;
    inside.char_indices().find_map(|(at, character)| {
        let ends = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends.then_some(at)
    })
}

/// The words of a text as an id has them: "GeoNames places (CC)" is "geonames-places-cc".
fn dashed(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// A literal that is the id of a message in all but that there is none is a slip: the
/// window would show ⟦its-name⟧.
#[test]
fn every_id_in_the_code_is_a_message() {
    let known = messages(Language::En);
    let modules: BTreeSet<&str> = known.keys().filter_map(|id| id.split('-').next()).collect();
    let is_id = |text: &str| {
        let mut parts = text.split('-');
        let of_module = parts.next().is_some_and(|first| modules.contains(first));
        let mut rest = parts.peekable();
        let is_word = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        of_module && rest.peek().is_some() && rest.all(is_word)
    };
    let missing: Vec<String> = literals()
        .into_iter()
        .filter(|(text, _)| is_id(text) && !known.contains_key(text) && !NO_MESSAGES.contains(&text.as_str()))
        .map(|(text, path)| format!("{path}: {text}"))
        .collect();
    assert!(missing.is_empty(), "in no catalogue:\n{}", missing.join("\n"));
}

/// A message that nobody shows is a sentence to be translated for nothing. Used are ids
/// that stand in the code, and ids made of a beginning that stands there (`word-{}`) and
/// of words that the code or its tables have. Those of help belong to the commands and
/// are held to them beside these; the gallery shows widgets with words of its own.
#[test]
fn every_message_is_used() {
    let literals = literals();
    let gallery = include_str!("text_gallery.rs");
    let beginnings: BTreeSet<&str> =
        literals.keys().filter_map(|text| text.split_once('{')).map(|(before, _)| before).collect();
    let beginnings: Vec<&str> = beginnings
        .into_iter()
        .filter(|before| before.ends_with('-') && before.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .collect();
    let mut words: BTreeSet<String> = literals.keys().map(|text| dashed(text)).collect();
    words.extend((1..=12).map(|month| month.to_string()));
    words.extend(["name".to_owned()]);
    for table in ["exchange/words.toml", "sample/mix.toml", "presets/zone_rules.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(table);
        let text = fs::read_to_string(path).unwrap();
        words.extend(text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(dashed));
    }
    let is_made = |id: &str| {
        let rest = beginnings.iter().filter_map(|before| id.strip_prefix(before));
        rest.into_iter().any(|rest| {
            let splits = rest.match_indices('-').map(|(at, _)| (&rest[..at], &rest[at + 1..]));
            words.contains(rest)
                || splits.into_iter().any(|(one, other)| words.contains(one) && words.contains(other))
        })
    };
    let unused: Vec<String> = messages(Language::En)
        .into_keys()
        .filter(|id| !id.contains('.') && !id.starts_with("help"))
        .filter(|id| !literals.contains_key(id) && !is_made(id) && !gallery.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "shown by nothing:\n{}", unused.join("\n"));
}

/// Ids that are made while running have a message for every value they can take.
#[test]
fn everything_that_is_stored_has_a_name() {
    let known = messages(Language::En);
    let mut missing = BTreeSet::new();
    let mut want = |id: String| {
        if !known.contains_key(&id) {
            missing.insert(id);
        }
    };
    Layer::ALL.into_iter().for_each(|layer| want(format!("layer-{}", layer.name())));
    for table in Table::ALL {
        for column in table.columns() {
            want(format!("column-{}", column.name.replace('_', "-")));
            column.allowed.iter().for_each(|word| want(format!("word-{}", word.replace('_', "-"))));
        }
    }
    for month in 1..=12 {
        want(format!("locale-month-{month}"));
        want(format!("locale-gregorian-month-{month}"));
    }
    assert!(missing.is_empty(), "without a name: {missing:?}");
}

/// Persian as it is written in Iran: letters of the Persian alphabet and its digits, no
/// letters that look like them, and no space where words are joined without one.
#[test]
fn persian_messages_are_written_with_persian_letters() {
    let mut faults = Vec::new();
    for (file, source) in sources(Language::Fa) {
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let foreign = line.chars().find(|c| matches!(c, 'ي' | 'ك' | 'ى' | 'ة' | '٠'..='٩' | '\u{640}'));
            let apart = [" ها ", " های ", " می ", " نمی ", " ، ", " ؛ ", " .", " ؟"].iter().find(|part| {
                // "به می" and the like do not occur; a point may begin the name of a file.
                line.split_once(" = ").is_some_and(|(_, words)| {
                    words.contains(*part) && (!part.ends_with('.') || words.ends_with(" ."))
                })
            });
            if foreign.is_some() || apart.is_some() {
                faults.push(format!("{file}: {line}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn code_files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let code =
                    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>();
                found.push((path.display().to_string(), code.join("\n")));
            }
        }
    }
    found
}
