//! Texts that nobody should have to read, and some that somebody made on purpose:
//! nothing of them may stop the program, turn a number round or make one name look
//! like another.

use egui::{Context, RawInput};
use shahrak::base::{Arg, Problem};
use shahrak::locale::foreign::{LONGEST, LONGEST_NAME, brief, harmless, shown};
use shahrak::locale::jalali::Day;
use shahrak::locale::normalise::{search_key, sort_key, words_key};
use shahrak::locale::{Catalogue, Direction, Language, bidi, digits, numbers, tokens};
use shahrak::render::text::{self, FieldLayout, TextStyle};

/// Runs `check` inside a pass with the fonts of the product.
fn in_pass(mut check: impl FnMut(&Context)) {
    let ctx = Context::default();
    text::install_fonts(&ctx);
    // Fonts take effect in the pass after they are set.
    for pass in 0..2 {
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            if pass == 1 {
                check(ui.ctx());
            }
        });
        // Nothing is painted here.
        output.textures_delta.clear();
    }
}

fn seen(ctx: &Context, text: &str, direction: Direction) -> String {
    text::layout(ctx, text, &TextStyle::new(14.0, direction)).glyphs_left_to_right()
}

/// The area that must be read rightly in each of these.
const AREA: &str = "۱۲٫۵";

/// What each is, and the text, with [`AREA`] in it.
fn hostile() -> Vec<(&'static str, String)> {
    let of = |what, text: String| (what, text);
    vec![
        of(
            "bytes that are no UTF-8",
            String::from_utf8_lossy(b"\xff\xfe \xdb\xb1\xdb\xb2\xd9\xab\xdb\xb5 \xd8").into(),
        ),
        of(
            "Windows-1256 read as UTF-8",
            String::from_utf8_lossy(b"\xe5\xdf\xca\xc7\xd1").into_owned() + " ۱۲٫۵",
        ),
        of("the mark of a lost surrogate", "\u{FFFD}\u{FFFD} ۱۲٫۵ هکتار \u{FFFD}".into()),
        of("an override", "\u{202E}۱۲٫۵ هکتار".into()),
        of("an override to the left", "هکتار \u{202D}۱۲٫۵".into()),
        of("overrides without end", "\u{202E}".repeat(200) + "۱۲٫۵ هکتار"),
        of("isolates without end", "\u{2067}\u{2067}\u{2067}۱۲٫۵ هکتار".into()),
        of("isolates deeper than the algorithm goes", "\u{2068}".repeat(300) + "۱۲٫۵ هکتار"),
        of("ends of isolates that never began", "\u{2069}\u{2069}۱۲٫۵ هکتار\u{2069}".into()),
        of("ends of embeddings that never began", "\u{202C}\u{202C} مساحت ۱۲٫۵".into()),
        of("NUL and other controls", "مساحت\0 ۱۲٫۵\u{7} هکتار\u{1B}[31m".into()),
        of("line breaks of all kinds", "مساحت\r\n\u{2028}۱۲٫۵\u{2029}\u{85}هکتار\t".into()),
        of("marks without a letter", "\u{64B}\u{651}\u{301}\u{20DD} ۱۲٫۵".into()),
        of("zalgo", "ه\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}".repeat(200) + " ۱۲٫۵"),
        of("a letter with thousands of marks", format!("ا{} ۱۲٫۵", "\u{651}".repeat(5_000))),
        of("emoji", "👨‍👩‍👧‍👦 ۱۲٫۵ 🇮🇷🏭👍🏽 هکتار".into()),
        of("joiners", "\u{200D}\u{200C}\u{200D} ۱۲٫۵ \u{200C}\u{200C}هکتار".into()),
        of("what takes no room", "\u{FEFF}\u{200B}\u{2060}\u{AD} ۱۲٫۵ \u{E0041}هکتار".into()),
        of("private and unassigned characters", "\u{E000}\u{10FFFF}\u{378} ۱۲٫۵ هکتار".into()),
        of("other scripts", "שלום ۱۲٫۵ हेक्टेयर 公顷 hectáre".into()),
        of("presentation forms and ligatures", "ﷲ ﷺ ﻻ ﺳﻤﻨﺎﻥ ۱۲٫۵ ﻫﮑﺘﺎﺭ".into()),
        of("brackets without end", "((((«[{ ۱۲٫۵ هکتار".into()),
        of("brackets deeper than the algorithm goes", "(".repeat(300) + " ۱۲٫۵ هکتار"),
        of("100 kB", "مساحت ۱۲٫۵ هکتار، ".repeat(3_400)),
        of("100 kB without a space", "۱۲٫۵".to_owned() + &"ش".repeat(50_000)),
    ]
}

#[test]
fn a_number_is_never_turned_round_whatever_stands_beside_it() {
    in_pass(|ctx| {
        for (what, text) in hostile() {
            for direction in [Direction::Rtl, Direction::Ltr] {
                let shown = seen(ctx, &text, direction);
                assert!(shown.contains(AREA), "{what}: {:?}", shown.chars().take(80).collect::<String>());
                let name = harmless(&text, LONGEST_NAME);
                if name.contains(AREA) {
                    assert!(seen(ctx, &name, direction).contains(AREA), "{what}, shortened");
                }
            }
        }
    });
}

#[test]
fn every_way_to_lay_out_takes_every_text() {
    let mut texts: Vec<String> = hostile().into_iter().map(|(_, text)| text).collect();
    texts.extend(["", "\n", "\u{2069}", "\0", "\r\n\t\u{2028}"].map(str::to_owned));
    in_pass(|ctx| {
        for text in &texts {
            for direction in [Direction::Rtl, Direction::Ltr] {
                let style = TextStyle::new(14.0, direction);
                // As the window shortens what comes from files; the map and dialogs too.
                let name = harmless(text, LONGEST_NAME);
                for style in
                    [style, style.elided(50.0), style.elided(0.0), style.wrapped(60.0), style.wrapped(0.0)]
                {
                    let block = text::layout(ctx, &name, &style);
                    assert!(block.size().x.is_finite() && block.size().y > 0.0, "{text:?}");
                }
                text::layout(ctx, text, &style);
                let mut field = FieldLayout::default();
                field.follow(ctx, &name, &style);
                field.lay_out_between(ctx, 0.0, 100.0);
            }
        }
    });
}

#[test]
fn functions_of_the_locale_take_every_text() {
    for (what, text) in hostile() {
        let stays_exact = |changed: &str| {
            let digits_of = |text: &str| text.chars().filter_map(digits::digit_value).collect::<Vec<_>>();
            assert_eq!(digits_of(changed), digits_of(&text), "{what}");
        };
        for direction in [Direction::Rtl, Direction::Ltr] {
            stays_exact(&tokens::with_isolated_numbers(&text, direction));
            bidi::seen_left_to_right(&text, direction);
        }
        for changed in [
            bidi::neutralised(&text).into_owned(),
            bidi::isolated(&text),
            bidi::isolated_ltr(&text),
            bidi::plain(&text),
            bidi::path(&text),
            digits::to_persian(&text),
        ] {
            stays_exact(&changed);
        }
        stays_exact(&search_key(&text));
        stays_exact(&words_key(&text));
        assert_eq!(sort_key(&text), sort_key(&text), "{what}");
        assert!(shown(&text, LONGEST).chars().count() <= 10 * LONGEST, "{what}");
        assert!(brief(&text, LONGEST_NAME).len() <= LONGEST_NAME * 24 + '…'.len_utf8(), "{what}");
        // None of them is a number or a date, and each is told as what it is not.
        for language in Language::ALL {
            let catalogue = Catalogue::of(language);
            assert!(numbers::parse(&text).is_err() && Day::parse(&text).is_err(), "{what}");
            let told = catalogue.explain(&Problem::new("locale-date-form").with("text", text.clone()));
            assert!(!told.what.contains('⟦') && !told.advice.is_empty(), "{what}: {}", told.what);
            let sentence = catalogue.text("common-place-code", &[("value", Arg::from(&*text))]);
            assert!(sentence.chars().filter(|c| *c == '\u{2068}').count() <= 1, "{what}: {sentence:?}");
            catalogue.thing(Some(&text), Some(&text), Some(&text));
            catalogue.word(&text);
            catalogue.source(&text);
        }
    }
}

/// JSON can say half a character (`\ud800`); a reader that takes it for text would make
/// a string that is none.
#[test]
fn half_a_character_never_becomes_text() {
    for escaped in [r#""\ud800""#, r#""\udc00 ۱۲""#, r#""a\ud83d""#] {
        assert!(serde_json::from_str::<String>(escaped).is_err(), "{escaped}");
    }
    assert_eq!(serde_json::from_str::<String>(r#""\ud83c\udfed""#).ok().as_deref(), Some("🏭"));
}

/// Characters by which a name could be made to look like another one.
const TURNS: [char; 13] = [
    '\u{61C}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\0',
];

/// Wherever such a character stands in a name, the name is seen as it is without it.
#[test]
fn no_name_is_seen_as_another_by_characters_that_turn_it() {
    in_pass(|ctx| {
        for name in ["A-12/3", "قطعه ۱۲ از ۳۴", "شهرک abc (۱۲)", "12-A قلعه‌نو", "fdp.exe"]
        {
            for direction in [Direction::Rtl, Direction::Ltr] {
                let honest = seen(ctx, name, direction);
                for turn in TURNS {
                    for at in (0..=name.len()).filter(|at| name.is_char_boundary(*at)) {
                        let (before, after) = name.split_at(at);
                        let disguised = format!("{before}{turn}{after}\u{202C}");
                        let shown = seen(ctx, &harmless(&disguised, LONGEST_NAME), direction);
                        assert_eq!(shown, honest, "{disguised:?} in a line of its own");
                    }
                }
            }
        }
    });
}

/// In a sentence, a name cannot take words of the sentence into its own order, nor break
/// out of its place.
#[test]
fn no_name_changes_the_sentence_around_it() {
    in_pass(|ctx| {
        for (language, direction) in [(Language::Fa, Direction::Rtl), (Language::En, Direction::Ltr)] {
            let catalogue = Catalogue::of(language);
            let sentence = |name: &str| {
                let args = [("name", Arg::from(name)), ("code", Arg::from("A-12/3"))];
                seen(ctx, &catalogue.text("common-name-code", &args), direction)
            };
            for turn in TURNS.into_iter().filter(|turn| !matches!(turn, '\u{61C}' | '\u{200E}' | '\u{200F}'))
            {
                for name in ["گرمسار ۱۲", "Garmsar 12"] {
                    let disguised = format!("{turn}{name}{turn}");
                    assert_eq!(sentence(&disguised), sentence(name), "{disguised:?}");
                }
            }
        }
    });
}
