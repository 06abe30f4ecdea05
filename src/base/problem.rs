//! A failure as data: which sentence of the message catalogue tells it, with
//! what values, and where it happened. Modules have typed errors; each turns
//! into a [`Problem`], and `locale` alone turns a problem into a sentence.

use std::fmt;
use std::path::PathBuf;

/// A value put into a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Text shown as it is (names, codes, paths).
    Text(String),
    /// A number; the language decides its digits and marks.
    Number(f64),
    /// A day and a time of day in Iran (`2024-03-19`, `11:14`); the language decides the
    /// calendar and its digits.
    Moment(String, String),
    /// Several texts; the language decides what stands between them.
    List(Vec<String>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}
impl From<Vec<String>> for Arg {
    fn from(list: Vec<String>) -> Self {
        Arg::List(list)
    }
}
impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Arg::Number(number)
    }
}
impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Arg::Number(number as f64)
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Arg::Number(number as f64)
    }
}

/// Where something happened; every part is optional.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// The file concerned.
    pub file: Option<PathBuf>,
    /// Line in a text file, from 1.
    pub line: Option<u64>,
    /// Column (in characters) in that line, from 1.
    pub column: Option<u64>,
    /// Index of the feature in its file, from 0.
    pub feature: Option<u64>,
    /// Layer or table.
    pub layer: Option<String>,
    /// Code or UUID of the thing concerned.
    pub code: Option<String>,
}

/// One failure, ready to be told in any language.
///
/// `id` names a message of the catalogue (`assets/messages/*.ftl`); its
/// attribute `.advice` says what to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Message id in the catalogue, for example `store-not-a-geopackage`.
    pub id: &'static str,
    /// Values the message names.
    pub args: Vec<(&'static str, Arg)>,
    /// Where it happened; boxed because problems travel in every `Result`.
    pub place: Box<Place>,
    /// The technical part, folded away in the window; English, may be empty.
    pub technical: String,
}

impl Problem {
    /// A problem told by the message `id`.
    pub fn new(id: &'static str) -> Self {
        Problem { id, args: Vec::new(), place: Box::default(), technical: String::new() }
    }

    /// Adds a value that the message names. A text may come from outside: a message
    /// shows it shortened and harmless.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Says in which file it happened.
    pub fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    /// Adds the technical part.
    pub fn because(mut self, technical: impl fmt::Display) -> Self {
        self.technical = technical.to_string();
        self
    }
}

/// Every typed error of the product can be told to a person.
pub trait ToProblem {
    /// This error as a problem.
    fn to_problem(&self) -> Problem;
}
