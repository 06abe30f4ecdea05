//! What a file said of a feature and the schema does not know.

use crate::exchange::{Raw, json_members, json_string};
use crate::locale::foreign::{LONGEST_NAME, LONGEST_VALUE, harmless};
use crate::model::Feature;
use std::borrow::Cow;

/// One of them; name and value no longer than they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceProperty {
    /// Its name.
    pub name: String,
    /// A text as it is, everything else as it was written.
    pub value: String,
    /// Whether it is a text; everything else is JSON.
    pub is_text: bool,
}

/// Reads them, in the order of the file, from the JSON that is kept beside a feature.
/// They may be many megabytes long, so a job reads them.
pub fn source_properties(feature: &Feature) -> Vec<SourceProperty> {
    let known = json_members(feature.source.properties.as_deref().unwrap_or_default());
    let shown = |(name, value): (Cow<'_, str>, Raw<'_>)| {
        let text = json_string(value.get());
        let is_text = text.is_some();
        let value = text.unwrap_or(Cow::Borrowed(value.get()));
        SourceProperty {
            name: harmless(&name, LONGEST_NAME).into_owned(),
            value: harmless(&value, LONGEST_VALUE).into_owned(),
            is_text,
        }
    };
    known.unwrap_or_default().into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    fn read(properties: Option<String>) -> Vec<SourceProperty> {
        let mut feature = Feature::new(Table::Plots);
        feature.source.properties = properties;
        source_properties(&feature)
    }

    #[test]
    fn text_is_shown_as_it_is_and_the_rest_as_it_was_written() {
        let read = read(Some(r#"{"b":"on\u0065","a":[1,2.50],"c":"\ud800"}"#.to_owned()));
        let seen: Vec<_> =
            read.iter().map(|one| (one.name.as_str(), one.value.as_str(), one.is_text)).collect();
        assert_eq!(seen, [("b", "one", true), ("a", "[1,2.50]", false), ("c", r#""\ud800""#, false)]);
    }

    #[test]
    fn what_is_long_is_cut_and_what_is_no_object_is_nothing() {
        let long = format!(r#"{{"{}":["{}"]}}"#, "n".repeat(5_000), "v".repeat(5_000));
        let read_long = read(Some(long));
        let lengths = read_long.iter().map(|one| (one.name.chars().count(), one.value.chars().count()));
        assert_eq!(lengths.collect::<Vec<_>>(), [(LONGEST_NAME, LONGEST_VALUE)]);
        assert_eq!(read(None), []);
        assert_eq!(read(Some("[1]".to_owned())), []);
    }
}
