//! Holds both languages to the same messages and variables, and the code to
//! the messages there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use shahrak::locale::messages::sources;
use shahrak::locale::{Catalogue, Language};

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
