//! Pages of help in the language that was asked for: what clap draws, in sentences of
//! the catalogue.

use super::face::Face;
use crate::base::Arg;
use crate::locale::Language;
use clap::Command;

/// The command with its own texts and those that clap puts in. A text that the catalogue
/// does not have stays as it stands in the code.
pub(super) fn in_language(mut command: Command, face: &Face) -> Command {
    // Only a built command has the arguments and the subcommand of help.
    command.build();
    told(command, "help", face)
}

/// `id` names the command in the catalogue: `help-zone-check`.
fn told(command: Command, id: &str, face: &Face) -> Command {
    let catalogue = face.catalogue();
    let text = |id: &str| catalogue.has(id).then(|| face.line(id, &[]));
    // Clap keeps headings for good; there are three in the life of the program.
    let heading = |id: &str| -> &'static str { face.line(id, &[]).leak() };
    let (of_arguments, of_options) = (heading("help-arguments"), heading("help-options"));
    let mut command = command
        .subcommand_help_heading(heading("help-commands"))
        .mut_args(|argument| {
            let own = argument.get_id().as_str().replace('_', "-");
            let heading = if argument.is_positional() { of_arguments } else { of_options };
            let told = text(&id_of_argument(id, &own)).or_else(|| text(&format!("help-any-{own}")));
            let Some(told) = told else { return argument.help_heading(heading) };
            let told = [Some(told), values(&argument, face), default(&argument, face)];
            let told = told.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let argument = argument.help_heading(heading).hide_default_value(true);
            argument.hide_possible_values(true).help(told)
        })
        .mut_subcommands(|command| {
            let own = match command.get_name() {
                "help" => "help-any-help-command".to_owned(),
                name => format!("{id}-{name}"),
            };
            told(command, &own, face)
        });
    if let Some(about) = text(id) {
        command = command.about(about);
    }
    if let Some(examples) = command.get_after_help().map(ToString::to_string) {
        // A line of its own: what is typed reads from the left in either language.
        let typed = examples.lines().map(|line| line.trim_start_matches("Example:").trim());
        let lines = typed.map(|line| format!("\n  {line}")).collect::<String>();
        command = command.after_help(format!("{}{lines}", face.line("help-example", &[])));
    }
    if face.language() == Language::En {
        return command;
    }
    let usage = face.line("help-usage", &[]);
    command
        .help_template(format!("{{about-with-newline}}\n{usage}\n  {{usage}}\n\n{{all-args}}{{after-help}}"))
}

/// What stands without a command is for the window.
fn id_of_argument(command: &str, own: &str) -> String {
    format!("{}-{own}", if command == "help" { "help-window" } else { command })
}

/// The words that an argument can be, if they are few.
fn values(argument: &clap::Arg, face: &Face) -> Option<String> {
    let takes_one = argument.get_action().takes_values();
    let known = argument.get_possible_values().into_iter().filter(|_| takes_one);
    let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
    (!known.is_empty()).then(|| face.line("help-values", &[("values", Arg::from(known))]))
}

/// What an argument is where it is not given.
fn default(argument: &clap::Arg, face: &Face) -> Option<String> {
    let value = argument.get_default_values().first().filter(|_| argument.get_action().takes_values())?;
    Some(face.line("help-default", &[("value", Arg::from(value.to_string_lossy().into_owned()))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Each page with the words that were typed to see it.
    fn pages(face: &Face) -> Vec<(String, String)> {
        fn of(command: &mut Command, path: String, pages: &mut Vec<(String, String)>) {
            pages.push((path.clone(), command.render_help().to_string()));
            for inner in command.get_subcommands_mut().filter(|inner| inner.get_name() != "help") {
                let path = format!("{path} {}", inner.get_name());
                of(inner, path, pages);
            }
        }
        let mut pages = Vec::new();
        of(&mut in_language(super::super::Arguments::command(), face), "shahrak".to_owned(), &mut pages);
        pages
    }

    #[test]
    fn every_command_and_argument_has_its_text_in_the_catalogue() {
        fn check(command: &Command, id: &str, face: &Face, missing: &mut Vec<String>) {
            let has = |id: &str| face.catalogue().has(id);
            if !has(id) {
                missing.push(id.to_owned());
            }
            for argument in command.get_arguments() {
                let own = argument.get_id().as_str().replace('_', "-");
                let id = id_of_argument(id, &own);
                if !has(&id) && !has(&format!("help-any-{own}")) {
                    missing.push(id);
                }
            }
            for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
                check(inner, &format!("{id}-{}", inner.get_name()), face, missing);
            }
        }
        let mut missing = Vec::new();
        let mut command = super::super::Arguments::command();
        command.build();
        check(&command, "help", &Face::new(false, Some("fa")), &mut missing);
        assert_eq!(missing, [] as [String; 0]);
    }

    /// And the catalogue has no text of a command or argument that is no more.
    #[test]
    fn every_text_of_help_belongs_to_a_command_or_argument() {
        fn ids(command: &Command, id: &str, known: &mut Vec<String>) {
            known.push(id.to_owned());
            for argument in command.get_arguments() {
                let own = argument.get_id().as_str().replace('_', "-");
                known.extend([id_of_argument(id, &own), format!("help-any-{own}")]);
            }
            for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
                ids(inner, &format!("{id}-{}", inner.get_name()), known);
            }
        }
        let fixed = ["usage", "commands", "arguments", "options", "example", "values", "default"];
        let mut known: Vec<String> = fixed.iter().map(|own| format!("help-{own}")).collect();
        known.extend(["help-any-help-command", "help-any-subcommand"].map(str::to_owned));
        let mut command = super::super::Arguments::command();
        command.build();
        ids(&command, "help", &mut known);
        for (file, source) in crate::locale::messages::sources(Language::En) {
            let told = source.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
            for id in told.filter(|id| *id == "help" || id.starts_with("help-")) {
                assert!(known.iter().any(|one| one == id), "{file}: {id}");
            }
        }
    }

    #[test]
    fn a_persian_page_has_no_english_sentence_and_no_invisible_mark() {
        let face = Face::new(false, Some("fa"));
        for (path, page) in pages(&face) {
            assert!(!page.chars().any(crate::locale::bidi::is_control), "{path}: {page}");
            for english in
                ["Usage", "Options:", "Arguments", "Commands", "Print", "default", "possible", "Example"]
            {
                assert!(!page.contains(english), "{path}: {english} in {page}");
            }
            assert!(page.contains("\n  shahrak"), "what is typed has its own line: {page}");
        }
    }

    #[test]
    fn an_english_page_says_what_the_code_says() {
        let face = Face::new(false, Some("en"));
        let told = pages(&face);
        let mut command = super::super::Arguments::command();
        command.build();
        let about = |name: &str| {
            let found = command.find_subcommand(name).and_then(Command::get_about);
            found.map(ToString::to_string).unwrap_or_default()
        };
        for (path, page) in &told {
            let name = path.split(' ').nth(1).unwrap_or("shahrak");
            let first: String = about(name).split(' ').take(3).collect::<Vec<_>>().join(" ");
            assert!(page.starts_with(&first), "{path}: {page}");
        }
        assert!(told.len() > 13);
    }
}
