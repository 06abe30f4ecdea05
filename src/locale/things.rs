//! How things are called: stored words, and a thing by kind, name and code.

use super::foreign::{LONGEST, shown};
use super::messages::Catalogue;
use crate::base::Arg;

impl Catalogue {
    /// A word stored in files, in the language; an unknown one as it stands.
    pub fn word(&self, word: &str) -> String {
        let id = format!("word-{}", word.replace('_', "-"));
        if self.has(&id) { self.get(&id) } else { word.to_owned() }
    }

    /// A thing by its kind (a stored word), its name and its code, as far as they
    /// are known: "industrial estate Garmsar (08020)". The kind is left out where
    /// the name says it, the code where it is the name.
    pub fn thing(&self, kind: Option<&str>, name: Option<&str>, code: Option<&str>) -> String {
        let [name, code, kind] = [name, code, kind].map(|text| text.map(|text| shown(text, LONGEST)));
        let (name, code, kind) = (name.as_deref(), code.as_deref(), kind.as_deref());
        let code = code.filter(|code| name != Some(*code));
        let kind = kind.map(|kind| self.word(kind));
        let kind = kind.filter(|kind| !name.is_some_and(|name| says(name, kind)));
        let text = |value: &str| Arg::from(value);
        match (kind.as_deref(), name, code) {
            (None, Some(name), None) => name.to_owned(),
            (None, None, code) => code.unwrap_or_default().to_owned(),
            (Some(kind), None, None) => kind.to_owned(),
            (Some(kind), Some(one), None) | (Some(kind), None, Some(one)) => {
                self.text("common-kind-name", &[("kind", text(kind)), ("name", text(one))])
            }
            (None, Some(name), Some(code)) => {
                self.text("common-name-code", &[("name", text(name)), ("code", text(code))])
            }
            (Some(kind), Some(name), Some(code)) => self.text(
                "common-kind-name-code",
                &[("kind", text(kind)), ("name", text(name)), ("code", text(code))],
            ),
        }
    }
}

/// Whether every word of the kind is in the name, in whatever order: "rural zone" in
/// "Bam rural industrial zone".
fn says(name: &str, kind: &str) -> bool {
    let name = name.to_lowercase();
    kind.to_lowercase().split_whitespace().all(|word| name.split_whitespace().any(|one| one == word))
}

#[cfg(test)]
mod tests {
    use crate::locale::{Catalogue, Language, bidi};

    #[test]
    fn a_thing_is_called_by_what_is_known_of_it() {
        let en = |kind, name, code| bidi::plain(&Catalogue::of(Language::En).thing(kind, name, code));
        assert_eq!(en(Some("well"), Some("Kavir"), Some("W-1")), "well Kavir (W-1)");
        assert_eq!(en(Some("well"), Some("Kavir Well"), Some("W-1")), "Kavir Well (W-1)");
        let zone = en(Some("rural_zone"), Some("Bam rural industrial zone"), None);
        assert_eq!(zone, "Bam rural industrial zone");
        assert_eq!(en(Some("well"), None, Some("W-1")), "well W-1");
        assert_eq!(en(Some("borehole"), None, Some("W-1")), "borehole W-1");
        assert_eq!(en(None, Some("W-1"), Some("W-1")), "W-1");
        let fa = bidi::plain(&Catalogue::of(Language::Fa).thing(Some("well"), None, Some("W-1")));
        assert_eq!(fa, "چاه W-1");
    }
}
