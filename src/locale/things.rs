//! How things are called: stored words, and a thing by kind, name and code.

use super::foreign::{LONGEST, LONGEST_NAME, LONGEST_VALUE, brief, harmless, shown};
use super::messages::Catalogue;
use crate::base::Arg;
use std::borrow::Cow;

impl Catalogue {
    /// A word stored in files, in the language; an unknown one as it stands.
    pub fn word(&self, word: &str) -> String {
        let word = harmless(word, LONGEST_NAME);
        let id = format!("word-{}", word.replace('_', "-"));
        if self.has(&id) { self.get(&id) } else { word.into_owned() }
    }

    /// Whose data something is, as its file says it: in the language where the
    /// source is a known one, else as it stands.
    pub fn source(&self, source: &str) -> String {
        /// A longer text is not a source that ships with the product.
        const LONGEST_KNOWN: usize = 120;
        if source.len() <= LONGEST_KNOWN && source.is_ascii() {
            let words = source.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            let id = format!("source-{}", words.collect::<Vec<_>>().join("-").to_lowercase());
            if self.has(&id) {
                return self.get(&id);
            }
        }
        harmless(source, LONGEST_VALUE).into_owned()
    }

    /// A name without the words of its kind (a stored word) that it begins or ends
    /// with, for where the kind stands beside it: "Kavir" of the well "Kavir well".
    /// A name that is nothing else stays whole.
    pub fn name_beside_kind<'name>(&self, name: &'name str, kind: &str) -> &'name str {
        let kind = self.word(kind).to_lowercase();
        let kind: Vec<&str> = kind.split_whitespace().collect();
        let is = |word: &str, of_kind: &&&str| word.to_lowercase() == **of_kind;
        let words = || name.split_whitespace();
        let before = words().zip(&kind).take_while(|(word, of_kind)| is(word, of_kind)).count();
        let behind =
            words().rev().zip(kind.iter().rev()).take_while(|(word, of_kind)| is(word, of_kind)).count();
        let mut rest = name.trim();
        if before > 0 {
            for _ in 0..before {
                rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
            }
        } else {
            for _ in 0..behind {
                rest = rest.rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest.trim_end());
            }
        }
        if rest.chars().any(char::is_alphanumeric) { rest } else { name }
    }

    /// A thing by its kind (a stored word), its name and its code, as far as they
    /// are known: "industrial estate Garmsar (08020)". The kind is left out where
    /// the name says it, the code where it is the name.
    pub fn thing(&self, kind: Option<&str>, name: Option<&str>, code: Option<&str>) -> String {
        let name = name.map(|name| match brief(name, LONGEST_NAME) {
            Cow::Borrowed(name) => shown(name, LONGEST),
            Cow::Owned(name) => Cow::Owned(shown(&name, LONGEST).into_owned()),
        });
        let stored_kind = kind;
        let [code, kind] = [code, kind].map(|text| text.map(|text| shown(text, LONGEST)));
        let (name, code, kind) = (name.as_deref(), code.as_deref(), kind.as_deref());
        let code = code.filter(|code| name != Some(*code));
        let kind = kind.map(|kind| self.word(kind));
        let kind = kind.filter(|kind| !name.is_some_and(|name| says(name, kind)));
        let name = match (name, stored_kind, &kind) {
            (Some(name), Some(stored), Some(_)) => Some(self.name_beside_kind(name, stored)),
            _ => name,
        };
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
        let fa =
            bidi::plain(&Catalogue::of(Language::Fa).thing(Some("power_line"), Some("خط بم – جیرفت"), None));
        assert_eq!(fa, "خط برق بم – جیرفت");
    }

    #[test]
    fn a_name_beside_its_kind_does_not_say_the_kind_again() {
        let (fa, en) = (Catalogue::of(Language::Fa), Catalogue::of(Language::En));
        assert_eq!(fa.name_beside_kind("خط بم – جیرفت", "power_line"), "بم – جیرفت");
        assert_eq!(fa.name_beside_kind("خط برق بم", "power_line"), "بم");
        assert_eq!(fa.name_beside_kind("خط انتقال آب بم", "water_main"), "بم");
        assert_eq!(fa.name_beside_kind("خطیر", "power_line"), "خطیر");
        assert_eq!(fa.name_beside_kind("خط برق", "power_line"), "خط برق");
        assert_eq!(en.name_beside_kind("Bam – Jiroft line", "power_line"), "Bam – Jiroft");
        assert_eq!(en.name_beside_kind("Lajran Well", "well"), "Lajran");
        assert_eq!(en.name_beside_kind("Line 5", "power_line"), "Line 5");
    }

    #[test]
    fn a_known_source_is_told_in_the_language() {
        let stored = "cells around GeoNames places (CC BY 4.0) inside the GSHHG outline";
        let fa = Catalogue::of(Language::Fa).source(stored);
        assert!(fa.starts_with("محدوده‌های پیرامون") && fa.contains("CC BY 4.0"), "{fa}");
        assert_eq!(Catalogue::of(Language::En).source(stored), stored);
        assert_eq!(Catalogue::of(Language::Fa).source("نقشه استانداری"), "نقشه استانداری");
    }
}
