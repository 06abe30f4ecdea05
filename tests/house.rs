//! Holds the sources to the rules of the house (`docs/architecture.md`): what
//! may import what, the one door for visible text, and where Persian may stand.

use std::fs;
use std::path::{Path, PathBuf};

/// The storeys; a module imports only from storeys below its own.
const STOREYS: &[&[&str]] = &[
    &["base"],
    &["geometry", "locale"],
    &["model"],
    &["analysis", "exchange", "store", "sample", "render"],
    &["app"],
    &["ui", "cli"],
];

/// Ways to show a text that go past the one door (`src/render/text`).
const OTHER_DOORS: &[&str] = &[
    "RichText",
    "WidgetText",
    "egui::Button",
    "Button::new(",
    "Button::selectable(",
    "egui::Label",
    "Label::new(",
    "Checkbox::new(",
    "RadioButton::new(",
    "Hyperlink::",
    "ProgressBar::new(",
    "ComboBox::",
    "CollapsingHeader::",
    "Window::new(",
    "ui.label(",
    "ui.button(",
    "ui.small_button(",
    "ui.heading(",
    "ui.strong(",
    "ui.weak(",
    "ui.small(",
    "ui.code(",
    "ui.monospace(",
    "ui.checkbox(",
    "ui.radio(",
    "ui.radio_value(",
    "ui.selectable_label(",
    "ui.selectable_value(",
    "ui.toggle_value(",
    "ui.link(",
    "ui.hyperlink",
    "ui.colored_label(",
    "ui.collapsing(",
    "ui.menu_button(",
    ".on_hover_text",
    ".on_disabled_hover_text",
    "show_tooltip_text",
    "painter.text(",
    "painter().text(",
    ".debug_text(",
    "layout_no_wrap(",
    "layout_job(",
    "layout_delayed_color(",
    "Shape::text(",
    "LayoutJob",
    "TextShape",
    "egui_extras::TableBuilder::text",
];

/// Fields of egui's own, which put no mixed text in order and read no Persian
/// number: nowhere, also not behind the door. Nor what asks for one, as there is none.
const NO_FIELDS: &[&str] = &[
    "TextEdit",
    "DragValue",
    "Slider",
    "text_edit_singleline",
    "text_edit_multiline",
    "code_editor(",
    "text_edit_focused",
];

/// Where the door itself is, and the widgets built on it.
const DOORS: &[&str] = &["src/render/text/", "src/ui/kit/"];

/// Letters are data there: the tables of spellings and of the alphabet.
const LETTER_TABLES: &[&str] = &["src/locale/normalise.rs"];

struct Source {
    /// From the package's folder, with `/`.
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join("src"), &mut found);
    found.sort();
    assert!(found.len() > 10, "the sources were not found under {}", root.display());
    found
        .into_iter()
        .map(|file| Source {
            path: file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"),
            text: fs::read_to_string(&file).unwrap(),
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Numbered lines without comments and without unit tests, which stand last.
fn lines(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let is_test = |line: &&str| !line.trim_start().starts_with("#[cfg(test)]");
    let code = source.text.lines().take_while(is_test);
    code.enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn storey(module: &str) -> Option<usize> {
    STOREYS.iter().position(|modules| modules.contains(&module))
}

/// The top module a file belongs to; `None` for `lib.rs` and `main.rs`.
fn module_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let module = inside.split('/').next()?.trim_end_matches(".rs");
    (module != "lib" && module != "main").then_some(module)
}

/// The modules that a file names after `crate::`, also in `use crate::{a, b::c}`.
fn imported(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let code: Vec<(usize, &str)> = lines(source).collect();
    for (index, (number, line)) in code.iter().enumerate() {
        for (at, _) in line.match_indices("crate::") {
            let is_ours =
                at == 0 || !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
            let rest = &line[at + "crate::".len()..];
            if !is_ours {
                continue;
            }
            if rest.starts_with('{') {
                let block: String = code[index..].iter().map(|(_, line)| *line).collect::<Vec<_>>().join(" ");
                let from = block.find("crate::{").map_or(0, |at| at + "crate::{".len());
                found.extend(names_in_braces(&block[from..]).into_iter().map(|name| (*number, name)));
            } else {
                found.push((*number, first_name(rest)));
            }
        }
    }
    found
}

fn names_in_braces(inside: &str) -> Vec<String> {
    let (mut depth, mut names, mut part) = (0_usize, Vec::new(), String::new());
    for character in inside.chars() {
        match character {
            '}' if depth == 0 => break,
            ',' if depth == 0 => names.push(first_name(&std::mem::take(&mut part))),
            _ => {
                depth = match character {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                part.push(character);
            }
        }
    }
    names.push(first_name(&part));
    names.retain(|name| !name.is_empty());
    names
}

fn first_name(path: &str) -> String {
    path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// What is wrong with `source`'s imports, one line each.
fn forbidden_imports(source: &Source) -> Vec<String> {
    let Some(module) = module_of(&source.path) else { return Vec::new() };
    let Some(own) = storey(module) else {
        return vec![format!("{}: module {module} stands on no storey", source.path)];
    };
    imported(source)
        .into_iter()
        .filter(|(_, name)| name != module)
        .filter_map(|(line, name)| {
            let other = storey(&name)?;
            (other >= own).then(|| {
                format!("{}:{line}: {module} (storey {own}) uses {name} (storey {other})", source.path)
            })
        })
        .collect()
}

/// Other doors for visible text in `source`, one line each.
fn other_doors(source: &Source) -> Vec<String> {
    if DOORS.iter().any(|door| source.path.starts_with(door)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in lines(source) {
        for way in OTHER_DOORS {
            let is_kit = line.contains("kit::");
            let starts_own_name = |at: usize| line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let hit = line.match_indices(way).any(|(at, _)| way.starts_with('.') || !starts_own_name(at));
            if hit && !(is_kit && *way == "Label::new(") {
                found.push(format!("{}:{number}: {way}", source.path));
            }
        }
    }
    found
}

/// Fields of egui's own in `source`, one line each.
fn foreign_fields(source: &Source) -> Vec<String> {
    let named = |(number, line): (usize, &str)| {
        let found = NO_FIELDS.iter().find(|name| line.contains(**name))?;
        Some(format!("{}:{number}: {found}", source.path))
    };
    lines(source).filter_map(named).collect()
}

/// Lines of code with letters of the Persian alphabet.
fn persian_letters(source: &Source) -> Vec<String> {
    if LETTER_TABLES.contains(&source.path.as_str()) {
        return Vec::new();
    }
    lines(source)
        .filter(|(_, line)| {
            let code = line.split(" //").next().unwrap_or(line);
            code.chars().any(|c| c.is_alphabetic() && shahrak::locale::tokens::is_rtl_letter(c))
        })
        .map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim()))
        .collect()
}

fn assert_none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

#[test]
fn modules_import_only_from_lower_storeys() {
    assert_none(sources().iter().flat_map(forbidden_imports).collect(), "an import goes up or sideways");
}

#[test]
fn visible_text_has_one_door() {
    assert_none(
        sources().iter().flat_map(other_doors).collect(),
        "visible text must go through src/render/text or src/ui/kit",
    );
}

#[test]
fn fields_are_our_own() {
    assert_none(
        sources().iter().flat_map(foreign_fields).collect(),
        "texts and numbers are typed into ui::kit::{TextField, NumberField}",
    );
}

#[test]
fn persian_stands_in_catalogues_and_data_only() {
    assert_none(sources().iter().flat_map(persian_letters).collect(), "Persian letters in the code");
}

#[test]
fn the_rules_find_what_they_forbid() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let up = source("src/store/write.rs", "use crate::{\n    base::Problem,\n    app::{Jobs, x},\n};\n");
    assert_eq!(forbidden_imports(&up).len(), 1);
    let sideways = source("src/analysis/a.rs", "fn f() { crate::render::text::x(); }");
    assert_eq!(forbidden_imports(&sideways).len(), 1);
    let down = source("src/ui/map.rs", "use crate::{app::Jobs, render::text, locale};\nuse egui::x;");
    assert_eq!(forbidden_imports(&down), Vec::<String>::new());
    let tests = source("src/base/a.rs", "#[cfg(test)]\nmod tests { use crate::store::X; }");
    assert_eq!(forbidden_imports(&tests), Vec::<String>::new());

    assert_eq!(other_doors(&source("src/ui/a.rs", "ui.label(\"x\");")).len(), 1);
    assert_eq!(other_doors(&source("src/ui/a.rs", "kit::label(ui, text); kit::Label::new(t)")).len(), 0);
    assert_eq!(other_doors(&source("src/ui/kit/a.rs", "ui.label(\"x\");")).len(), 0);
    assert_eq!(other_doors(&source("src/ui/a.rs", "// ui.label( is forbidden")).len(), 0);

    let field =
        source("src/ui/kit/a.rs", "egui::TextEdit::singleline(&mut text);\nui.add(Slider::new(x, r));");
    assert_eq!(foreign_fields(&field).len(), 2);
    assert_eq!(foreign_fields(&source("src/ui/a.rs", "// like egui's TextEdit\nTextField::new(n)")).len(), 0);

    assert_eq!(persian_letters(&source("src/ui/a.rs", "let x = \"شهرک\";")).len(), 1);
    assert_eq!(persian_letters(&source("src/ui/a.rs", "/// شهرک\nlet x = '٫';")).len(), 0);
}
