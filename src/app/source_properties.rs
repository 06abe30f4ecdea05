//! What a file said of a feature and the schema does not know.

use crate::exchange::{Raw, json_members, json_string};
use crate::locale::foreign::{LONGEST_NAME, LONGEST_VALUE, brief};
use crate::model::Feature;
use std::borrow::Cow;

/// Names and values, in the order of the file; each as short as it can be shown.
pub type SourceProperties = Vec<(String, String)>;

/// Reads them from the JSON that is kept beside a feature: text as it is, everything
/// else as it was written. They may be many megabytes long, so a job reads them.
pub fn source_properties(feature: &Feature) -> SourceProperties {
    let known = json_members(feature.source.properties.as_deref().unwrap_or_default());
    let shown = |(name, value): (Cow<'_, str>, Raw<'_>)| {
        let text = json_string(value.get()).unwrap_or(Cow::Borrowed(value.get()));
        (brief(&name, LONGEST_NAME).into_owned(), brief(&text, LONGEST_VALUE).into_owned())
    };
    known.unwrap_or_default().into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    fn read(properties: Option<String>) -> SourceProperties {
        let mut feature = Feature::new(Table::Plots);
        feature.source.properties = properties;
        source_properties(&feature)
    }

    #[test]
    fn text_is_shown_as_it_is_and_the_rest_as_it_was_written() {
        let read = read(Some(r#"{"b":"on\u0065","a":[1,2.50],"c":"\ud800"}"#.to_owned()));
        let expected = [("b", "one"), ("a", "[1,2.50]"), ("c", r#""\ud800""#)];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn what_is_long_is_cut_and_what_is_no_object_is_nothing() {
        let long = format!(r#"{{"{}":["{}"]}}"#, "n".repeat(5_000), "v".repeat(5_000));
        let read_long = read(Some(long));
        let lengths = read_long.iter().map(|(name, value)| (name.chars().count(), value.chars().count()));
        assert_eq!(lengths.collect::<Vec<_>>(), [(LONGEST_NAME, LONGEST_VALUE)]);
        assert_eq!(read(None), []);
        assert_eq!(read(Some("[1]".to_owned())), []);
    }
}
