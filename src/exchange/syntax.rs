//! Where a text stops being JSON.

use super::error::ReadErrorKind;

/// What is wrong with a text as JSON, with the byte where it shows; `None` if nothing is.
pub fn syntax_fault(text: &[u8]) -> Option<(usize, ReadErrorKind)> {
    use serde_json::error::Category;
    if let Err(error) = std::str::from_utf8(text)
        && error.error_len().is_some()
    {
        let at = error.valid_up_to();
        return Some((at, ReadErrorKind::NotUtf8(text.get(at).copied().unwrap_or_default())));
    }
    let error = serde_json::from_slice::<&serde_json::value::RawValue>(text).err()?;
    let offset = offset_of(text, error.line(), error.column());
    Some(match error.classify() {
        Category::Eof => (text.len(), ReadErrorKind::CutOff),
        _ => (offset, ReadErrorKind::Syntax(plain_cause(&error))),
    })
}

/// The parser's sentence without its own line and column, which count from the
/// start of the piece.
fn plain_cause(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}

/// The byte that `line` and `column` (in bytes, both from 1) name.
fn offset_of(text: &[u8], line: usize, column: usize) -> usize {
    let line_start = match line.checked_sub(2) {
        None => 0,
        Some(earlier) => memchr::memchr_iter(b'\n', text).nth(earlier).map_or(text.len(), |at| at + 1),
    };
    (line_start + column.saturating_sub(1)).min(text.len())
}
