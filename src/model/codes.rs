//! The properties by which things are known in the files of others.

use serde::Deserialize;
use std::sync::OnceLock;

#[derive(Deserialize)]
struct CodeFile {
    properties: Vec<String>,
}

/// Properties that give an official code (`assets/exchange/codes.toml`), best first;
/// `code` is not among them. The asset is part of the program and tested.
pub fn code_properties() -> &'static [String] {
    static PROPERTIES: OnceLock<Vec<String>> = OnceLock::new();
    PROPERTIES.get_or_init(|| {
        let file = toml::from_str::<CodeFile>(include_str!("../../assets/exchange/codes.toml"));
        file.map(|file| file.properties).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_there() {
        assert!(super::code_properties().iter().any(|name| name == "iso_3166_2"));
    }
}
