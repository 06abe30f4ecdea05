//! The message catalogue: the only place where a message id becomes a sentence.
//!
//! Sentences live in `assets/messages/<language>/<module>.ftl` (Fluent syntax)
//! and are embedded at compile time. `tests/text_messages.rs` holds both
//! languages to the same ids and variables.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::base::{Arg, Place, Problem};
use crate::locale::jalali::Day;
use crate::locale::numbers::{self, Decimals};
use crate::locale::{bidi, digits, foreign};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Persian, the first language of the product.
    #[default]
    Fa,
    /// English.
    En,
}

impl Language {
    /// Every language, the first one first.
    pub const ALL: [Language; 2] = [Language::Fa, Language::En];

    /// Two-letter code, as in `--lang`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Fa => "fa",
            Language::En => "en",
        }
    }

    /// The language of a code or locale name such as `fa`, `fa_IR.UTF-8`, `en-GB`.
    pub fn from_code(code: &str) -> Option<Self> {
        let first = code.split(['_', '-', '.', '@']).next()?;
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(first))
    }

    /// Name of the language in itself, for the language switch: a message id.
    pub fn name_message(self) -> &'static str {
        match self {
            Language::Fa => "locale-language-fa",
            Language::En => "locale-language-en",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        // Both codes are well formed; the default means "any language".
        self.code().parse().unwrap_or_default()
    }
}

macro_rules! embedded_messages {
    ($language:literal, $($module:literal),+) => {
        &[$((
            concat!($language, "/", $module, ".ftl"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/messages/", $language, "/", $module, ".ftl")),
        )),+]
    };
}

macro_rules! both_languages {
    ($($module:literal),+ $(,)?) => {
        const PERSIAN: &[(&str, &str)] = embedded_messages!("fa", $($module),+);
        const ENGLISH: &[(&str, &str)] = embedded_messages!("en", $($module),+);
    };
}

both_languages!(
    "common", "locale", "geometry", "model", "analysis", "store", "exchange", "sample", "render", "app",
    "ui", "map", "cli",
);

/// The embedded files of a language: name and Fluent source.
pub fn sources(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::Fa => PERSIAN,
        Language::En => ENGLISH,
    }
}

/// A problem told in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What happened.
    pub what: String,
    /// Where; empty when the place is unknown.
    pub place: String,
    /// What to do next; empty when there is nothing to add.
    pub advice: String,
    /// The technical part, English, may be empty.
    pub technical: String,
}

/// Arguments that are paths, or commands with one in them.
const PATHS: [&str; 3] = ["file", "folder", "command"];
/// Members of a list that are told.
const MOST_LISTED: usize = 24;

/// How a file argument says standard input.
const STANDARD_INPUT: &str = "-";

/// The sentences of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    faults: Vec<String>,
}

impl Catalogue {
    /// Reads the embedded sentences of `language`. A faulty sentence does not
    /// stop the program: it is listed in [`Catalogue::faults`], its id is shown
    /// instead, and a test fails.
    pub fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Isolates are put by `value`, only where they are needed.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Fa => |value, _| shown_number(value, Language::Fa),
            Language::En => |value, _| shown_number(value, Language::En),
        }));
        let mut faults = Vec::new();
        if let Err(error) = bundle.add_builtins() {
            faults.push(format!("{error:?}"));
        }
        for (file, source) in sources(language) {
            let resource =
                FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, errors)| {
                    faults.extend(errors.iter().map(|error| format!("{file}: {error}")));
                    resource
                });
            if let Err(errors) = bundle.add_resource(resource) {
                faults.extend(errors.iter().map(|error| format!("{file}: {error}")));
            }
        }
        Catalogue { language, bundle, faults }
    }

    /// The catalogue of `language`, read once for the whole program.
    pub fn of(language: Language) -> &'static Catalogue {
        static PERSIAN: OnceLock<Catalogue> = OnceLock::new();
        static ENGLISH: OnceLock<Catalogue> = OnceLock::new();
        match language {
            Language::Fa => PERSIAN.get_or_init(|| Catalogue::new(Language::Fa)),
            Language::En => ENGLISH.get_or_init(|| Catalogue::new(Language::En)),
        }
    }

    /// The language of this catalogue.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Faults found while reading the files: syntax, ids given twice.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Whether there is a message `id`.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The message `id` with `args`. Numbers are shown as the language writes
    /// them, texts are isolated so that they cannot disturb the sentence.
    /// A missing message is shown as its id in ⟦⟧.
    pub fn text(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set((*name).to_owned(), self.value(arg));
        }
        self.pattern(id, None, &values).unwrap_or_else(|| format!("⟦{id}⟧"))
    }

    /// The message `id` that needs no values.
    pub fn get(&self, id: &str) -> String {
        self.text(id, &[])
    }

    /// What happened, where, and what to do next.
    pub fn explain(&self, problem: &Problem) -> Explained {
        let mut values = FluentArgs::with_capacity(problem.args.len());
        for (name, arg) in &problem.args {
            let value = match arg {
                Arg::Text(text) if *name == "file" && text == STANDARD_INPUT => {
                    FluentValue::from(self.get("common-standard-input"))
                }
                Arg::Text(text) => {
                    let longest = if PATHS.contains(name) { foreign::LONGEST_PATH } else { foreign::LONGEST };
                    self.value(&Arg::Text(foreign::shown(text, longest).into_owned()))
                }
                arg => self.value(arg),
            };
            values.set((*name).to_owned(), value);
        }
        let what = self.pattern(problem.id, None, &values).unwrap_or_else(|| format!("⟦{}⟧", problem.id));
        Explained {
            place: self.place_beside(problem, &what),
            what,
            advice: self.pattern(problem.id, Some("advice"), &values).unwrap_or_default(),
            technical: problem.technical.clone(),
        }
    }

    /// A layer as it is called in the language; the name of a table of no layer as it is.
    fn layer_name(&self, layer: &str) -> String {
        let id = format!("layer-{}", layer.replace('_', "-"));
        if self.has(&id) { self.get(&id) } else { layer.to_owned() }
    }

    /// Where it happened, less what the sentence itself names.
    fn place_beside(&self, problem: &Problem, what: &str) -> String {
        let mut place = (*problem.place).clone();
        if problem.args.iter().any(|(name, _)| *name == "file") {
            place.file = None;
        }
        let line = place.line.map(|line| self.place(&Place { line: Some(line), ..Place::default() }));
        if line.is_some_and(|line| what.contains(&line)) {
            (place.line, place.column) = (None, None);
        }
        self.place(&place)
    }

    /// A place as a phrase: file, line, column, feature, layer, code.
    pub fn place(&self, place: &Place) -> String {
        let text = |id, value: String| {
            let value = foreign::shown(&value, foreign::LONGEST_PATH).into_owned();
            Some(self.text(id, &[("value", Arg::Text(value))]))
        };
        let number = |id, value: u64| Some(self.text(id, &[("value", Arg::from(value))]));
        let parts = [
            place.file.as_ref().and_then(|file| match file.as_os_str() == STANDARD_INPUT {
                true => Some(self.get("common-standard-input")),
                false => text("common-place-file", file.display().to_string()),
            }),
            place.line.and_then(|line| number("common-place-line", line)),
            place.column.and_then(|column| number("common-place-column", column)),
            place.layer.as_ref().and_then(|layer| text("common-place-layer", self.layer_name(layer))),
            place.feature.and_then(|feature| number("common-place-feature", feature)),
            place.code.clone().and_then(|code| text("common-place-code", code)),
        ];
        let known: Vec<String> = parts.into_iter().flatten().collect();
        known.join(&self.get("common-list-separator"))
    }

    /// A message whose one value is already a finished piece of text.
    pub(crate) fn text_of_plain(&self, id: &str, name: &str, value: String) -> String {
        self.text_of_plains(id, &[(name, value)])
    }

    /// A message whose values are finished pieces of text, which need no isolates.
    pub(crate) fn text_of_plains(&self, id: &str, args: &[(&str, String)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set((*name).to_owned(), FluentValue::from(value.as_str()));
        }
        self.pattern(id, None, &values).unwrap_or_else(|| format!("⟦{id}⟧"))
    }

    fn pattern(&self, id: &str, attribute: Option<&str>, values: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        // A value that the caller forgot is shown as its name; the test of the
        // variables finds it.
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(values), &mut errors).into_owned())
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Number(number) => FluentValue::Number(FluentNumber::new(*number, Default::default())),
            Arg::Text(text) => FluentValue::from(self.apart(text)),
            Arg::Moment(day, time) => {
                let language = self.language();
                let day = Day::parse(day).map_or_else(|_| day.clone(), |day| day.format(language));
                FluentValue::from(self.apart(&format!("{day} {}", digits::in_language(time, language))))
            }
            Arg::List(list) => {
                let told = list.iter().take(MOST_LISTED);
                let mut told: Vec<String> =
                    told.map(|text| self.apart(&foreign::shown(text, foreign::LONGEST))).collect();
                if list.len() > MOST_LISTED {
                    told.push("…".to_owned());
                }
                FluentValue::from(told.join(&self.get("common-list-separator")))
            }
        }
    }

    /// A text that cannot disturb the sentence it stands in.
    fn apart(&self, text: &str) -> String {
        match self.language {
            Language::En if text.is_ascii() => bidi::neutralised(text).into_owned(),
            _ => bidi::isolated(text),
        }
    }
}

/// Fluent asks this for every value; numbers get the digits of the language.
fn shown_number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let min = number.options.minimum_fraction_digits.unwrap_or(0);
    let max = number.options.maximum_fraction_digits.unwrap_or(min.max(3));
    Some(numbers::format(number.value, Decimals { min, max }, number.options.use_grouping, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_have_no_fault() {
        for language in Language::ALL {
            assert_eq!(Catalogue::of(language).faults(), &[] as &[String]);
        }
    }

    #[test]
    fn a_missing_message_shows_its_id() {
        assert_eq!(Catalogue::of(Language::En).get("no-such-message"), "⟦no-such-message⟧");
    }

    #[test]
    fn numbers_follow_the_language() {
        let args = [("value", Arg::from(1234.5))];
        assert_eq!(Catalogue::of(Language::En).text("common-place-line", &args), "line 1,234.5");
        assert_eq!(Catalogue::of(Language::Fa).text("common-place-line", &args), "سطر ۱٬۲۳۴٫۵");
    }

    #[test]
    fn foreign_texts_are_isolated_and_cannot_break_out() {
        let args = [("value", Arg::from("a\u{2069}\u{202E}b"))];
        let shown = Catalogue::of(Language::Fa).text("common-place-code", &args);
        assert!(shown.contains("\u{2068}ab\u{2069}"), "{shown:?}");
    }

    #[test]
    fn a_problem_is_told_with_its_place_and_advice() {
        let mut problem =
            Problem::new("locale-date-no-such-day").with("text", "1402/12/30").in_file("plots.geojson");
        problem.place.line = Some(7);
        let told = Catalogue::of(Language::En).explain(&problem);
        assert_eq!(told.what, "There is no day 1402/12/30 in the calendar.");
        assert_eq!(told.place, "plots.geojson, line 7");
        assert!(!told.advice.is_empty());
        let told = Catalogue::of(Language::Fa).explain(&problem);
        assert!(told.place.contains("سطر ۷"), "{}", told.place);
    }

    #[test]
    fn languages_are_found_by_locale_names() {
        assert_eq!(Language::from_code("fa_IR.UTF-8"), Some(Language::Fa));
        assert_eq!(Language::from_code("EN-gb"), Some(Language::En));
        assert_eq!(Language::from_code("de"), None);
    }
}
