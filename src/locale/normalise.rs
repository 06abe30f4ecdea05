//! One key for search and joins, one for Persian alphabetical order. The
//! original text is never changed; keys are only compared.

use icu_normalizer::DecomposingNormalizer;

use crate::locale::{bidi, digits};

/// The key under which a text is searched and joined.
///
/// Equal for texts that differ only in: kind of digits, yeh (ی ي ى ئ), kaf
/// (ک ك), heh (ه ة ۀ ھ ہ), hamza over alef and vav (ا أ إ آ, و ؤ), diacritics,
/// tatweel, presentation forms, letter case, and spaces of any kind (full, zero
/// width, none), which Persian writers use freely. Punctuation stays: `A-12`
/// and `A12` are different plots.
pub fn search_key(text: &str) -> String {
    if text.is_ascii() {
        // Nothing to decompose or to fold but capitals.
        let seen = text.bytes().filter(u8::is_ascii_graphic);
        return seen.map(|byte| byte.to_ascii_lowercase() as char).collect();
    }
    folded(text).filter(|c| !c.is_whitespace()).collect()
}

/// Like [`search_key`], with single spaces between words (a zero-width
/// non-joiner counts as a space); for matching the beginnings of words.
pub fn words_key(text: &str) -> String {
    let folded: String = folded(text).collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    DecomposingNormalizer::new_nfkd()
        .normalize_iter(text.chars())
        .filter_map(folded_char)
        .flat_map(char::to_lowercase)
}

fn folded_char(character: char) -> Option<char> {
    if let Some(value) = digits::digit_value(character) {
        return Some((b'0' + value) as char);
    }
    Some(match character {
        'ي' | 'ى' | 'ې' | 'ۍ' => 'ی',
        'ك' | 'ڪ' | 'ڬ' => 'ک',
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => 'ه',
        'ٱ' => 'ا',
        '\u{200C}' => ' ',
        '\u{640}' | '\u{200B}' | '\u{200D}' | '\u{FEFF}' | '\u{AD}' => return None,
        c if is_mark(c) || bidi::is_control(c) || (c.is_control() && !c.is_whitespace()) => return None,
        c => c,
    })
}

/// Diacritics that the decomposition has split off.
fn is_mark(character: char) -> bool {
    unicode_bidi::bidi_class(character) == unicode_bidi::BidiClass::NSM
}

/// Persian alphabet; alef with madda comes first, as in dictionaries.
const ALPHABET: &str = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";

/// A key whose natural order is the Persian alphabetical order: numbers by
/// value (plot 2 before plot 10), then Persian letters with پ چ ژ گ in their
/// places, then other letters; spaces before everything. Spellings that
/// [`search_key`] holds equal stay together; the text itself breaks ties.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    weights: Vec<Weight>,
    original: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Space,
    Other(char),
    // Length before digits orders numbers of any size by value.
    Number(usize, String),
    Persian(usize),
    Letter(char),
}

/// The [`SortKey`] of `text`.
pub fn sort_key(text: &str) -> SortKey {
    // Alef with madda keeps its place: it is a letter of its own in the alphabet.
    let marked = text.replace("ا\u{653}", "آ");
    let mut weights = Vec::new();
    let mut number = String::new();
    for part in marked.split_inclusive('آ') {
        let (before, madda) = part.strip_suffix('آ').map_or((part, false), |before| (before, true));
        for character in words_key_keeping_ends(before).chars() {
            if character.is_ascii_digit() {
                number.push(character);
                continue;
            }
            push_number(&mut weights, &mut number);
            weights.push(weight(character));
        }
        if madda {
            push_number(&mut weights, &mut number);
            weights.push(weight('آ'));
        }
    }
    push_number(&mut weights, &mut number);
    while weights.first() == Some(&Weight::Space) {
        weights.remove(0);
    }
    SortKey { weights, original: text.to_owned() }
}

fn words_key_keeping_ends(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for character in folded(text) {
        if !character.is_whitespace() {
            key.push(character);
        } else if !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key
}

fn push_number(weights: &mut Vec<Weight>, number: &mut String) {
    if number.is_empty() {
        return;
    }
    let digits = number.trim_start_matches('0');
    weights.push(Weight::Number(digits.len(), digits.to_owned()));
    number.clear();
}

fn weight(character: char) -> Weight {
    if character == ' ' {
        return Weight::Space;
    }
    match ALPHABET.chars().position(|letter| letter == character) {
        Some(place) => Weight::Persian(place),
        None if character.is_alphabetic() => Weight::Letter(character),
        None => Weight::Other(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (left, right) in [
            ("شهرك صنعتي سمنان", "شهرک صنعتی سمنان"),
            ("قلعه‌نو", "قلعه نو"),
            ("قلعه‌نو", "قلعهنو"),
            ("آب‌انبار", "اب انبار"),
            ("أحمدآباد", "احمداباد"),
            ("إسلام‌شهر", "اسلام شهر"),
            ("ناحية", "ناحیه"),
            ("خانۀ ما", "خانه ما"),
            ("مُحَمَّد", "محمد"),
            ("شــهــر", "شهر"),
            ("قطعه ۱۲", "قطعه ١٢"),
            ("قطعه 12", "قطعه ۱۲"),
            ("SEMNAN", "semnan"),
            ("ﺳﻤﻨﺎﻥ", "سمنان"),
            ("مسئول", "مسیول"),
            ("مؤمن", "مومن"),
        ] {
            assert_eq!(search_key(left), search_key(right), "{left} / {right}");
        }
        assert_ne!(search_key("A-12"), search_key("A12"));
        assert_ne!(search_key("پارس"), search_key("بارس"));
        assert_eq!(words_key("  قلعه‌نو   خراسان "), "قلعه نو خراسان");
    }

    /// Each way in which writers and keyboards differ, one by one.
    #[test]
    fn every_spelling_of_a_letter_is_one_letter() {
        let same = |letter: char, spellings: &str| {
            let key = search_key(&letter.to_string());
            for spelling in spellings.chars() {
                assert_eq!(search_key(&spelling.to_string()), key, "U+{:04X} for {letter}", spelling as u32);
                assert_eq!(search_key(&format!("ب{spelling}ن")), search_key(&format!("ب{letter}ن")));
            }
        };
        same('ی', "يىئېۍﯼﯽﻱﻲﻳﻴﻯﻰﯾﯿ");
        same('ک', "كڪڬﻙﻚﻛﻜﮎﮏﮐﮑ");
        same('ه', "ةۀھہەۃﻩﻪﻫﻬﺓﺔ");
        same('ا', "أإآٱﺍﺎﺁﺂﺃﺇ");
        same('و', "ؤﻭﻮﺅ");
        for (digit, kinds) in
            ('0'..='9').zip(["۰٠０", "۱١１", "۲٢２", "۳٣３", "۴٤４", "۵٥５", "۶٦６", "۷٧７", "۸٨８", "۹٩９"])
        {
            same(digit, kinds);
        }
        // Full, half, hard, thin and ideographic space; none.
        for space in [" ", "\u{200C}", "\u{A0}", "\u{2009}", "\u{202F}", "\u{3000}", "\t", "  ", ""] {
            assert_eq!(search_key(&format!("قلعه{space}نو")), "قلعهنو", "{space:?}");
            if !space.is_empty() {
                assert_eq!(words_key(&format!("قلعه{space}نو")), "قلعه نو", "{space:?}");
            }
        }
        let unseen = "\u{640}\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}\u{652}\u{653}\u{654}\u{655}\u{670}\
            \u{200B}\u{200D}\u{200E}\u{200F}\u{202A}\u{202E}\u{2066}\u{2069}\u{FEFF}\u{AD}";
        for mark in unseen.chars() {
            assert_eq!(search_key(&format!("سم{mark}نان")), "سمنان", "U+{:04X}", mark as u32);
        }
        // Letters of their own stay apart, and so do codes.
        for (one, other) in
            [("پارس", "بارس"), ("چم", "جم"), ("ژاله", "زاله"), ("گرد", "کرد"), ("A-12", "A12"), ("1/2", "12")]
        {
            assert_ne!(search_key(one), search_key(other));
        }
    }

    /// The alphabet as schools teach it.
    #[test]
    fn letters_come_in_the_order_of_the_alphabet() {
        let taught = "آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی";
        let mut letters: Vec<&str> = taught.split(' ').collect();
        let expected = letters.clone();
        letters.reverse();
        letters.sort_by_key(|letter| sort_key(letter));
        assert_eq!(letters, expected);
        // Inside words too, and other spellings beside their own letter.
        let mut words =
            ["ماه", "مار", "ماژ", "ماز", "ماس", "ماك", "ماگ", "ماک", "مال", "ماي", "مایه", "ما پ"];
        words.sort_by_key(|word| sort_key(word));
        assert_eq!(
            words,
            ["ما پ", "مار", "ماز", "ماژ", "ماس", "ماك", "ماک", "ماگ", "مال", "ماه", "ماي", "مایه"]
        );
    }

    #[test]
    fn alphabetical_order_has_the_persian_letters_in_place() {
        let mut names = vec![
            "یزد",
            "گرگان",
            "لار",
            "کرمان",
            "چابهار",
            "جهرم",
            "حاجی",
            "پاوه",
            "بم",
            "تهران",
            "ژاله",
            "زابل",
            "سمنان",
            "آمل",
            "اراک",
        ];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            [
                "آمل",
                "اراک",
                "بم",
                "پاوه",
                "تهران",
                "جهرم",
                "چابهار",
                "حاجی",
                "زابل",
                "ژاله",
                "سمنان",
                "کرمان",
                "گرگان",
                "لار",
                "یزد"
            ]
        );
    }

    #[test]
    fn numbers_go_by_value_in_any_script() {
        let mut codes = vec!["قطعه ۱۰", "قطعه 2", "قطعه ١", "قطعه 002 ب"];
        codes.sort_by_key(|code| sort_key(code));
        assert_eq!(codes, ["قطعه ١", "قطعه 2", "قطعه 002 ب", "قطعه ۱۰"]);
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,30}") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
            sort_key(&text);
        }
    }
}
