//! The command line, one file per subcommand; a command holds no logic of its
//! own. `shahrak` alone, or with a project, opens the window.

mod ending;
mod export;
mod face;
mod help;
mod history;
mod import;
mod info;
mod mark;
mod measure;
mod proximity;
mod render;
mod sample;
mod step;
mod table;
mod terminal;
mod usage;
mod verify;
mod window;
mod zone;

use crate::base::Problem;
use crate::locale::Language;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use face::Face;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
pub use window::WindowRequest;

/// Desktop GIS for industrial estates and rural zones. Without a subcommand it
/// opens the window.
#[derive(Debug, Parser)]
#[command(name = "shahrak", version)]
struct Arguments {
    /// Project to open in the window; without one, the start screen.
    project: Option<PathBuf>,
    /// Open the sample project in the window.
    #[arg(long, conflicts_with = "project")]
    sample: bool,
    #[command(flatten)]
    manner: Manner,
    #[command(subcommand)]
    command: Option<Command>,
}

/// How answers are given.
#[derive(Debug, Clone, clap::Args)]
struct Manner {
    /// Print one JSON document on standard output and nothing else.
    #[arg(long, global = true)]
    json: bool,
    /// Language of tables and messages: fa or en [default: by the locale].
    #[arg(long, global = true, value_name = "LANG", value_parser = ["fa", "en"])]
    lang: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Import(import::Import),
    Export(export::Export),
    Info(info::Info),
    Verify(verify::Verify),
    Measure(measure::Measure),
    /// Check drawn zones against the rules.
    #[command(subcommand)]
    Zone(zone::Zone),
    Proximity(proximity::Proximity),
    Render(render::Render),
    Mark(mark::Mark),
    Sample(sample::Sample),
    History(history::History),
    Undo(step::Undo),
    Redo(step::Redo),
}

/// How a command ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// Nothing to complain of.
    Clean,
    /// Done, with findings, which were listed.
    Findings,
}

/// What the arguments asked for.
pub enum Asked {
    /// A command, which ended so.
    Command(ExitCode),
    /// The window.
    Window(WindowRequest),
}

/// Reads the arguments and runs the command, if they name one.
pub fn run_arguments() -> Asked {
    let words: Vec<_> = std::env::args_os().collect();
    let early = Face::new(false, usage::language_asked(&words).as_deref());
    let arguments = match parse(&words, &early) {
        Ok(arguments) => arguments,
        Err(error) => {
            return Asked::Command(match usage::problem_of(&error, &words) {
                Some(problem) => early.end(Err(face::Failure::Usage(problem))),
                None => show_page(&error, &early),
            });
        }
    };
    start_log();
    let face = Face::new(arguments.manner.json, arguments.manner.lang.as_deref());
    if let Some(command) = &arguments.command {
        return Asked::Command(face.end(run(command, &face)));
    }
    match window::check(arguments.project.as_deref()) {
        Ok(()) => Asked::Window(WindowRequest {
            project: arguments.project,
            sample: arguments.sample,
            language: face.asked_language(),
        }),
        Err(failure) => Asked::Command(face.end(Err(failure))),
    }
}

fn parse(words: &[OsString], face: &Face) -> Result<Arguments, clap::Error> {
    let matches = help::in_language(Arguments::command(), face).try_get_matches_from(words)?;
    one_wish(Arguments::from_arg_matches(&matches)?, words)
}

/// Prints a page of help, or the version.
fn show_page(page: &clap::Error, face: &Face) -> ExitCode {
    match page.print() {
        Err(cause) if !page.use_stderr() && cause.kind() != std::io::ErrorKind::BrokenPipe => {
            face.end(Err(face::Failure::Failed(Problem::new("cli-answer-not-written").because(cause))))
        }
        _ => ExitCode::from(u8::try_from(page.exit_code()).unwrap_or(2)),
    }
}

/// What is for the window stands without a command.
fn one_wish(arguments: Arguments, words: &[OsString]) -> Result<Arguments, clap::Error> {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let of_window = match &arguments.project {
        _ if arguments.command.is_none() => None,
        Some(project) => Some(project.display().to_string()),
        None => arguments.sample.then(|| "--sample".to_owned()),
    };
    let Some(of_window) = of_window else { return Ok(arguments) };
    let mut error = clap::Error::new(ErrorKind::ArgumentConflict);
    error.insert(ContextKind::InvalidArg, ContextValue::String(of_window));
    error.insert(ContextKind::PriorArg, ContextValue::Strings(usage::commands_among(words)));
    Err(error)
}

/// Tells on standard error why the window could not be had.
pub fn complain(problem: Problem, language: Option<Language>) -> ExitCode {
    Face::new(false, language.map(Language::code)).end(Err(face::Failure::Failed(problem)))
}

fn run(command: &Command, face: &Face) -> Result<Done, face::Failure> {
    match command {
        Command::Import(command) => command.run(face),
        Command::Info(command) => command.run(face),
        Command::Export(command) => command.run(face),
        Command::Verify(command) => command.run(face),
        Command::Render(command) => command.run(face),
        Command::Measure(command) => command.run(face),
        Command::Zone(zone::Zone::Check(command)) => command.run(face),
        Command::Proximity(command) => command.run(face),
        Command::Mark(command) => command.run(face),
        Command::Sample(command) => command.run(face),
        Command::History(command) => command.run(face),
        Command::Undo(command) => command.run(face),
        Command::Redo(command) => command.run(face),
    }
}

/// Messages for developers go to standard error, by `SHAHRAK_LOG` (`error`, `warn`,
/// `info`, `debug`, `trace`; errors where it is not set).
fn start_log() {
    use tracing_subscriber::filter::LevelFilter;
    let asked = std::env::var("SHAHRAK_LOG").ok().and_then(|level| level.parse().ok());
    let level = asked.unwrap_or(LevelFilter::ERROR);
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    // Where standard error cannot be written, there is nowhere to complain of it.
    let log = log.log_internal_errors(false);
    if log.try_init().is_err() {
        // Another part of the process has a log already; that one serves.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_sound_and_every_command_has_an_example() {
        let command = Arguments::command();
        command.clone().debug_assert();
        fn check(command: &clap::Command) {
            if command.has_subcommands() {
                command.get_subcommands().for_each(check);
            } else {
                let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("shahrak "), "{} has no example", command.get_name());
            }
        }
        command.get_subcommands().for_each(check);
    }
}
