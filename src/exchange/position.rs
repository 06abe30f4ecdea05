//! Where in a text we are, counted as bytes go by.

/// A place in a text file: line and column as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPlace {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

impl TextPlace {
    /// The first character of a file.
    pub const START: TextPlace = TextPlace { line: 1, column: 1 };

    /// The place after `bytes`, which begin at this place.
    pub fn after(self, bytes: &[u8]) -> TextPlace {
        match memchr::memrchr(b'\n', bytes) {
            Some(last) => {
                let lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
                let rest = bytes.get(last + 1..).unwrap_or_default();
                TextPlace { line: self.line + lines, column: 1 + characters(rest) }
            }
            None => TextPlace { line: self.line, column: self.column + characters(bytes) },
        }
    }
}

/// Characters in UTF-8 bytes: continuation bytes do not count.
fn characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_are_counted_not_bytes() {
        let place = TextPlace::START.after("{\n\"نام\": ".as_bytes());
        assert_eq!(place, TextPlace { line: 2, column: 8 });
        assert_eq!(place.after(b"ab"), TextPlace { line: 2, column: 10 });
    }
}
