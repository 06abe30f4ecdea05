//! The members of a JSON object with their text as it was written.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The text of a JSON value that has passed the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// A text that has passed the parser.
    pub fn sound(text: &'a str) -> Raw<'a> {
        Raw(text)
    }

    /// The text as it was written.
    pub fn get(self) -> &'a str {
        self.0
    }
}

impl<'a> From<&'a RawValue> for Raw<'a> {
    fn from(raw: &'a RawValue) -> Raw<'a> {
        Raw(raw.get())
    }
}

/// One member: its name and the text of its value.
pub type Member<'a> = (Cow<'a, str>, Raw<'a>);

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

/// Like [`members`], of a value that has passed the parser already: strings and brackets
/// say where its members end, and nothing is parsed again. `None` where it is no object.
pub fn members_of(value: Raw<'_>) -> Option<Vec<Member<'_>>> {
    let (text, bytes) = (value.0, value.0.as_bytes());
    let mut at = behind_blanks(bytes, 0);
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let mut found = Vec::with_capacity(8);
    at += 1;
    loop {
        at = behind_blanks(bytes, at);
        match bytes.get(at)? {
            b'}' => return Some(found),
            b',' => at += 1,
            b'"' => {
                let name_end = behind_string(bytes, at)?;
                let name = text.get(at..name_end)?;
                let colon = behind_blanks(bytes, name_end);
                let start = behind_blanks(bytes, colon + 1);
                let end = behind_value(bytes, start)?;
                found.push((string(name)?, Raw(text.get(start..end)?)));
                at = end;
            }
            _ => return None,
        }
    }
}

fn behind_blanks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Behind the string that begins at `at`.
fn behind_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    at += 1;
    loop {
        let found = memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at + found) == Some(&b'"') {
            return Some(at + found + 1);
        }
        at += found + 2;
    }
}

/// Behind the value that begins at `at`.
fn behind_value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => behind_string(bytes, at),
        b'{' => behind_nested(bytes, at, b'{', b'}'),
        b'[' => behind_nested(bytes, at, b'[', b']'),
        _ => {
            let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
            let length = bytes.get(at..)?.iter().position(is_end);
            Some(length.map_or(bytes.len(), |length| at + length))
        }
    }
}

fn behind_nested(bytes: &[u8], mut at: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        let found = memchr::memchr3(open, close, b'"', bytes.get(at..)?)?;
        at += found;
        match bytes.get(at)? {
            b'"' => {
                at = behind_string(bytes, at)?;
                continue;
            }
            byte if *byte == open => depth += 1,
            _ => depth = depth.checked_sub(1)?,
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The elements of the array `text`.
///
/// # Errors
/// [`NoObject`] where `text` is no JSON array.
pub fn elements(text: &str) -> Result<Vec<Raw<'_>>, NoObject> {
    let found: Result<Vec<&RawValue>, _> = serde_json::from_str(text);
    found
        .map(|found| found.into_iter().map(Raw::from).collect())
        .map_err(|error| if error.is_data() { NoObject::OtherValue } else { NoObject::NotJson })
}

/// The string that the JSON text `raw` holds; `None` if it is no string.
pub fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.strip_prefix('"')?;
    if let Some(plain) = inside.strip_suffix('"')
        && memchr::memchr2(b'"', b'\\', plain.as_bytes()).is_none()
    {
        return Some(Cow::Borrowed(plain));
    }
    let mut source = serde_json::Deserializer::from_str(raw);
    Name.deserialize(&mut source).ok()
}

/// Whether the text is the literal `null`.
pub fn is_null(raw: Raw<'_>) -> bool {
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
            found.push((name, Raw::from(map.next_value::<&RawValue>()?)));
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
