//! Which way a language is written.

use crate::locale::Language;

/// The side from which a text, a row of widgets or a table starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Starts at the left (English).
    Ltr,
    /// Starts at the right (Persian).
    #[default]
    Rtl,
}

impl Direction {
    /// The direction in which `language` is written.
    pub fn of(language: Language) -> Self {
        match language {
            Language::Fa => Direction::Rtl,
            Language::En => Direction::Ltr,
        }
    }

    /// Whether rows start at the right.
    pub fn is_rtl(self) -> bool {
        self == Direction::Rtl
    }

    /// The other direction.
    pub fn opposite(self) -> Self {
        match self {
            Direction::Ltr => Direction::Rtl,
            Direction::Rtl => Direction::Ltr,
        }
    }
}

impl From<Language> for Direction {
    fn from(language: Language) -> Self {
        Direction::of(language)
    }
}
