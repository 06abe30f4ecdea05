//! JSON texts that say the same: other blanks, another order of members, another
//! spelling of a number or a letter.

use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Nesting beyond this is compared as text.
const DEPTH: usize = 64;
/// Digits up to which a number means exactly one `f64`; longer ones (codes, mostly)
/// are compared digit by digit.
const EXACT_DIGITS: usize = 15;

/// Whether two JSON texts hold equal values.
pub fn same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// The text without blanks, members in the order of their names (of two with one name
/// the last), numbers and letters in one spelling. What is no JSON stays as it is.
pub fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => put(raw, 0, &mut out),
        Err(_) => out.push_str(text),
    }
    out
}

fn put(raw: &RawValue, depth: usize, out: &mut String) {
    let text = raw.get();
    let done = match text.as_bytes().first() {
        Some(b'{') if depth < DEPTH => put_object(text, depth, out),
        Some(b'[') if depth < DEPTH => put_array(text, depth, out),
        Some(b'"') => put_string(text, out),
        Some(b'-' | b'0'..=b'9') => put_number(text, out),
        _ => None,
    };
    if done.is_none() {
        out.push_str(text);
    }
}

fn put_object(text: &str, depth: usize, out: &mut String) -> Option<()> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    out.push('{');
    for (at, (name, value)) in members.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&serde_json::to_string(name).ok()?);
        out.push(':');
        put(value, depth + 1, out);
    }
    out.push('}');
    Some(())
}

fn put_array(text: &str, depth: usize, out: &mut String) -> Option<()> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    out.push('[');
    for (at, value) in elements.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        put(value, depth + 1, out);
    }
    out.push(']');
    Some(())
}

fn put_string(text: &str, out: &mut String) -> Option<()> {
    let string: String = serde_json::from_str(text).ok()?;
    out.push_str(&serde_json::to_string(&string).ok()?);
    Some(())
}

fn put_number(text: &str, out: &mut String) -> Option<()> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number: f64 = text.parse().ok()?;
    if digits > EXACT_DIGITS || !number.is_finite() {
        return None;
    }
    // Adding zero makes −0 and 0 the same.
    write!(out, "{}", number + 0.0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_count_and_not_their_spelling() {
        assert!(same(r#"{"a":1,"b":[1.0,"\u06f1"]}"#, "{ \"b\" : [ 1, \"۱\" ],\n \"a\": 1e0 }"));
        assert!(same(r#"{"a":1,"a":2}"#, r#"{"a":2}"#));
        assert!(!same(r#"{"a":1}"#, r#"{"a":"1"}"#));
        assert!(!same(r#"{"a":1}"#, r#"{"a":1,"b":null}"#));
        assert!(!same("[1,2]", "[2,1]"));
        assert!(!same("12345678901234567890", "12345678901234567891"));
        assert!(!same("not json", "other"));
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = |blank: &str| format!("{}{blank}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(same(&deep(""), &deep("")));
        assert!(!same(&deep(""), &deep("1")));
    }
}
