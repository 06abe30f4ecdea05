//! Arguments that cannot be understood, told in our words and in the language
//! that was asked for.

use super::Arguments;
use crate::base::Problem;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;
use std::path::Path;

/// The language that `--lang` names, wherever it stands: it is needed before the
/// arguments are understood.
pub(super) fn language_asked(arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next().map(str::to_owned);
        }
        if let Some(language) = word.strip_prefix("--lang=") {
            return Some(language.to_owned());
        }
    }
    None
}

/// The first word that is no option and no option's value, where a command or a
/// project is expected.
fn first_word(arguments: &[OsString]) -> Option<&str> {
    let mut words = arguments.iter().skip(1).map(|word| word.to_str().unwrap_or_default());
    while let Some(word) = words.next() {
        match word {
            "--lang" => drop(words.next()),
            word if word.starts_with('-') => {}
            word => return Some(word),
        }
    }
    None
}

/// The words that are commands, at most one.
pub(super) fn commands_among(arguments: &[OsString]) -> Vec<String> {
    let known = commands();
    let words = arguments.iter().skip(1).filter_map(|word| word.to_str()).map(str::to_owned);
    words.filter(|word| known.contains(word)).take(1).collect()
}

fn commands() -> Vec<String> {
    Arguments::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Whether a word that stands for a project is more likely a mistyped command: it
/// is no file and does not look like one.
pub(super) fn is_mistyped_command(word: &Path) -> bool {
    let plain = |text: &str| !text.contains(['.', '/', '\\']);
    word.to_str().is_none_or(plain) && std::fs::symlink_metadata(word).is_err()
}

/// There is no such command.
pub(super) fn unknown_command(word: &str) -> Problem {
    Problem::new("cli-unknown-command").with("value", word).with("commands", commands())
}

/// What clap could not understand. `None` for what is no mistake (help, version) or
/// is told better by a page of help.
pub(super) fn problem_of(error: &clap::Error, arguments: &[OsString]) -> Option<Problem> {
    let first = first_word(arguments);
    let mistyped = first
        .filter(|word| !commands().iter().any(|known| known == word) && is_mistyped_command(Path::new(word)));
    let help = match first.filter(|word| commands().iter().any(|known| known == word)) {
        Some("zone") => "shahrak zone check --help".to_owned(),
        Some(command) => format!("shahrak {command} --help"),
        None => "shahrak --help".to_owned(),
    };
    let told = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let one = |kind| told(kind).into_iter().next().unwrap_or_default();
    let problem = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand | ErrorKind::ArgumentConflict
            if let Some(word) = mistyped =>
        {
            unknown_command(word)
        }
        ErrorKind::InvalidSubcommand => unknown_command(&one(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => {
            Problem::new("cli-unknown-option").with("value", one(ContextKind::InvalidArg)).with("help", help)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let option = option_name(&one(ContextKind::InvalidArg));
            let (value, allowed) = (one(ContextKind::InvalidValue), told(ContextKind::ValidValue));
            let id = match (value.is_empty(), allowed.is_empty()) {
                (true, _) => "cli-option-without-value",
                (false, false) => "cli-value-not-allowed",
                (false, true) => "cli-bad-value",
            };
            let problem = Problem::new(id).with("option", option).with("value", value).with("help", help);
            problem.with("allowed", allowed)
        }
        ErrorKind::ArgumentConflict => Problem::new("cli-options-conflict")
            .with("option", option_name(&one(ContextKind::InvalidArg)))
            .with(
                "others",
                told(ContextKind::PriorArg).iter().map(|other| option_name(other)).collect::<Vec<_>>(),
            )
            .with("help", help),
        ErrorKind::MissingRequiredArgument => Problem::new("cli-missing-argument")
            .with("missing", told(ContextKind::InvalidArg))
            .with("help", help),
        ErrorKind::MissingSubcommand => Problem::new("cli-missing-argument")
            .with("missing", told(ContextKind::ValidSubcommand))
            .with("help", help),
        _ => Problem::new("cli-not-understood").with("help", help).because(error),
    };
    Some(problem)
}

/// The option without what its value stands for: `--k` of `--k <K>`.
fn option_name(told: &str) -> String {
    told.split([' ', '=']).next().unwrap_or(told).to_owned()
}
