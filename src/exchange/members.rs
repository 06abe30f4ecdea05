//! The members of a JSON object with their text as it was written.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// One member: its name and the text of its value.
pub type Member<'a> = (Cow<'a, str>, &'a RawValue);

/// Why a text is no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoObject {
    /// It is JSON of another kind.
    OtherValue,
    /// It is no JSON.
    NotJson,
}

/// The members of the object `text` in their order, duplicates included.
///
/// # Errors
/// [`NoObject`] where `text` is no JSON object. Depth does not matter: nested
/// values are skipped without recursion.
pub fn members(text: &str) -> Result<Vec<Member<'_>>, NoObject> {
    let mut source = serde_json::Deserializer::from_str(text);
    let found = (&mut source).deserialize_map(MembersVisitor);
    match found.and_then(|found| source.end().map(|()| found)) {
        Ok(found) => Ok(found),
        Err(error) if error.is_data() => Err(NoObject::OtherValue),
        Err(_) => Err(NoObject::NotJson),
    }
}

/// The elements of the array `text`.
///
/// # Errors
/// [`NoObject`] where `text` is no JSON array.
pub fn elements(text: &str) -> Result<Vec<&RawValue>, NoObject> {
    serde_json::from_str::<Vec<&RawValue>>(text)
        .map_err(|error| if error.is_data() { NoObject::OtherValue } else { NoObject::NotJson })
}

/// The string that the JSON text `raw` holds; `None` if it is no string.
pub fn string(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.starts_with('"') {
        return None;
    }
    let mut source = serde_json::Deserializer::from_str(raw);
    Name.deserialize(&mut source).ok()
}

/// Whether the text is the literal `null`.
pub fn is_null(raw: &RawValue) -> bool {
    raw.get() == "null"
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = Vec::with_capacity(8);
        while let Some(name) = map.next_key_seed(Name)? {
            found.push((name, map.next_value()?));
        }
        Ok(found)
    }
}

/// A string, borrowed where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// `text` with the bare words that some programs write for missing numbers
/// (`NaN`, `Infinity`, `-Infinity`) replaced by `null`; `None` if it has none
/// or is no JSON even then.
pub fn without_nan(text: &str) -> Option<String> {
    const WORDS: [&str; 4] = ["-Infinity", "Infinity", "NaN", "nan"];
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    let mut found_any = false;
    while let Some(at) = rest.find(['"', 'N', 'n', 'I', '-']) {
        let (before, from) = rest.split_at(at);
        mended.push_str(before);
        if from.starts_with('"') {
            let end = string_end(from)?;
            mended.push_str(from.get(..end)?);
            rest = from.get(end..)?;
        } else if let Some(word) = WORDS.iter().find(|word| from.starts_with(**word)) {
            mended.push_str("null");
            found_any = true;
            rest = from.get(word.len()..)?;
        } else {
            let end = from.chars().next().map_or(1, char::len_utf8);
            mended.push_str(from.get(..end)?);
            rest = from.get(end..)?;
        }
    }
    mended.push_str(rest);
    (found_any && serde_json::from_str::<&RawValue>(&mended).is_ok()).then_some(mended)
}

/// Bytes of the string literal that `text` begins with, both quotes included.
fn string_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_order_text_and_duplicates() {
        let found = members(r#"{"b": 1.10, "a": {"x":[1]}, "b": "\u06f1"}"#).unwrap();
        let names: Vec<_> = found.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(names, ["b", "a", "b"]);
        assert_eq!(found[0].1.get(), "1.10");
        assert_eq!(string(found[2].1.get()).as_deref(), Some("۱"));
    }

    #[test]
    fn other_values_are_told_from_broken_text() {
        assert_eq!(members("[1]").err(), Some(NoObject::OtherValue));
        assert_eq!(members("{\"a\" 1}").err(), Some(NoObject::NotJson));
        assert_eq!(members("{} {}").err(), Some(NoObject::NotJson));
    }

    #[test]
    fn bare_nan_becomes_null_but_not_inside_strings() {
        let mended = without_nan(r#"{"a":NaN,"b":"NaN -Infinity \" NaN","c":-1,"d":-Infinity,"e":null}"#);
        let expected = r#"{"a":null,"b":"NaN -Infinity \" NaN","c":-1,"d":null,"e":null}"#;
        assert_eq!(mended.as_deref(), Some(expected));
        assert_eq!(without_nan(r#"{"a":1}"#), None);
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(members(&deep).map(|found| found.len()).ok(), Some(1));
    }
}
