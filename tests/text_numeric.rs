//! The numeric oracle: lay a text out, read its glyphs from left to right, and
//! find the digits in the order in which a person must read them. egui alone
//! shows `۱۲٫۵ هکتار` as `۵٫۲۱`, which in a land tool is a false area.

use egui::{Context, RawInput, Rect, vec2};
use shahrak::locale::{Catalogue, Direction, Language, bidi};
use shahrak::render::text::{self, Caret, FieldLayout, TextStyle, VisualStep, Weight};
use unicode_segmentation::UnicodeSegmentation;

/// Runs `check` inside a pass with the fonts of the product.
fn in_pass(pixels_per_point: f32, mut check: impl FnMut(&Context)) {
    let ctx = Context::default();
    text::install_fonts(&ctx);
    ctx.set_pixels_per_point(pixels_per_point);
    // Fonts and density take effect in the pass after they are set.
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

fn seen(ctx: &Context, text: &str, direction: Direction, size: f32) -> String {
    text::layout(ctx, text, &TextStyle::new(size, direction)).glyphs_left_to_right()
}

/// Text in logical order, and what must be read from left to right in it;
/// several pieces in the order of reading.
type Cases = &'static [(&'static str, &'static [&'static str])];

const PERSIAN: Cases = &[
    ("۱۲٫۵ هکتار", &["۱۲٫۵"]),
    ("مساحت: ۱۲٫۵۰ هکتار", &["۱۲٫۵۰"]),
    ("مساحت ۱۲۱٬۵۲۸ متر مربع", &["۱۲۱٬۵۲۸"]),
    ("12.5 هکتار", &["12.5"]),
    ("هکتار 12.5", &["12.5"]),
    ("نرخ واگذاری ۹۱٫۱۱٪", &["۹۱٫۱۱٪"]),
    ("۹۱٪ واگذار شده", &["۹۱٪"]),
    ("91.1% واگذار شده", &["91.1%"]),
    ("تاریخ ۱۴۰۲/۱۲/۲۹", &["۱۴۰۲/۱۲/۲۹"]),
    ("تا ۱۴۰۳/۱۲/۳۰ مهلت دارد", &["۱۴۰۳/۱۲/۳۰"]),
    ("تاریخ 2024-03-19 ثبت شد", &["2024-03-19"]),
    ("تاریخ 1402/12/29", &["1402/12/29"]),
    ("از ۱۴۰۲/۰۱/۰۱ تا ۱۴۰۲/۱۲/۲۹", &["۱۴۰۲/۰۱/۰۱", "۱۴۰۲/۱۲/۲۹"]),
    ("قطعه A-12/3", &["A-12/3"]),
    ("قطعهٔ A-12/3 آزاد است", &["A-12/3"]),
    ("قطعه 12-A", &["12-A"]),
    ("قطعه ۳/۱۲-ب", &["۳/۱۲"]),
    ("شهرک SMN-01/B-7", &["SMN-01/B-7"]),
    ("کد 0042", &["0042"]),
    ("۳۵٫۶۸۹۲۱ شمالی، ۵۱٫۳۸۹۰۰ شرقی", &["۳۵٫۶۸۹۲۱", "۵۱٫۳۸۹۰۰"]),
    ("۳۵°۴۱′۲۲″ شمالی", &["۳۵°۴۱′۲۲″"]),
    ("سامانهٔ EPSG:4326", &["EPSG:4326"]),
    ("سامانهٔ EPSG:32639 یا 39N", &["EPSG:32639", "39N"]),
    ("تغییر \u{200E}−۵٪", &["−۵٪"]),
    ("تغییر -5 واحد", &["-5"]),
    ("تغییر −۱۲٫۵ هکتار", &["−۱۲٫۵"]),
    ("دما +۳۵°", &["+۳۵°"]),
    ("بازهٔ ۵–۲۰ هکتار", &["۵–۲۰"]),
    ("بین ۵ تا ۲۰ هکتار", &["۵", "۲۰"]),
    ("۵ < ۱۲ هکتار", &["۵", "۱۲"]),
    ("پست ۶۳/۲۰ کیلوولت", &["۶۳/۲۰"]),
    ("خط ۲۳۰ کیلوولت در ۱٫۲۵ کیلومتری", &["۲۳۰", "۱٫۲۵"]),
    ("۲٬۵۰۰ کیلووات و ۱۲۰ متر مکعب در روز", &["۲٬۵۰۰", "۱۲۰"]),
    ("(۱۲٫۵ هکتار)", &["۱۲٫۵"]),
    ("ناحیه «۱۲» با ۳۴ قطعه", &["۱۲", "۳۴"]),
    ("[۷] یافته", &["۷"]),
    ("مقیاس ۱:۲٬۰۰۰", &["۱:۲٬۰۰۰"]),
    ("ساعت ۱۴:۳۰", &["۱۴:۳۰"]),
    ("تلفن 021-88776655", &["021-88776655"]),
    ("تلفن +98-21-88776655", &["+98-21-88776655"]),
    ("۵۰۰ میلیارد تومان = ۵٬۰۰۰ میلیارد ریال", &["۵۰۰", "۵٬۰۰۰"]),
    ("نسخهٔ 0.1.0", &["0.1.0"]),
    ("پروندهٔ plots_1402.geojson سطر ۱۲", &["plots_1402.geojson", "۱۲"]),
    ("٣٤٥ عربی و ۳۴۵ فارسی و 345 انگلیسی", &["٣٤٥", "۳۴۵", "345"]),
    ("۱۲۳", &["۱۲۳"]),
    ("۱۲/۳۴", &["۱۲/۳۴"]),
    ("۹۹٬۱۴۳ قرارداد؛ ۴۹٬۵۲۹ واحد", &["۹۹٬۱۴۳", "۴۹٬۵۲۹"]),
    ("۱۲km²", &["۱۲km²"]),
    ("گزینهٔ ۱.", &["۱"]),
    // Areas and money.
    ("۰٫۰۰ هکتار", &["۰٫۰۰"]),
    ("۱۶۴٬۸۱۹٬۵۰۰ هکتار مساحت کشور", &["۱۶۴٬۸۱۹٬۵۰۰"]),
    ("از ۵٫۰۰ تا ۲۰٫۰۰ هکتار (ناخالص)", &["۵٫۰۰", "۲۰٫۰۰"]),
    ("قیمت هر متر مربع ۱٬۲۵۵٬۰۰۰ ریال (۱۲۵٬۵۰۰ تومان)", &["۱٬۲۵۵٬۰۰۰", "۱۲۵٬۵۰۰"]),
    ("مانده \u{200E}−۱۲٫۵ میلیارد ریال", &["−۱۲٫۵"]),
    // Percentages.
    ("کاهش ۵ ٪ تا ۱۲٫۵ ٪", &["۵", "۱۲٫۵"]),
    ("۴۹٫۹۵۷٪ = ۴۹٬۵۲۹ ÷ ۹۹٬۱۴۳", &["۴۹٫۹۵۷٪", "۴۹٬۵۲۹", "۹۹٬۱۴۳"]),
    ("%۵۰ تخفیف", &["۵۰"]),
    ("۱۰۰%", &["۱۰۰%"]),
    // Dates and times.
    ("۱۴۰۴-۰۱-۰۲ شنبه", &["۱۴۰۴-۰۱-۰۲"]),
    ("شنبه ۲ فروردین ۱۴۰۴", &["۲", "۱۴۰۴"]),
    ("سال مالی ۱۴۰۳–۱۴۰۴", &["۱۴۰۳–۱۴۰۴"]),
    ("۱۴۰۲/۱۲/۲۹ ساعت ۰۸:۰۵:۳۰", &["۱۴۰۲/۱۲/۲۹", "۰۸:۰۵:۳۰"]),
    ("ثبت 2024-03-19T08:30:00Z شد", &["2024-03-19T08:30:00Z"]),
    // Codes of plots, estates, units, systems.
    ("قطعات A-12/3، A-12/4 و B-7", &["A-12/3", "A-12/4", "B-7"]),
    ("قطعهٔ «12/3-A» (آزاد)", &["12/3-A"]),
    ("کد آبادی 1020001000266", &["1020001000266"]),
    ("کد #0042/ب", &["#0042"]),
    ("شهرک E_012.3 فاز ۲", &["E_012.3", "۲"]),
    ("EPSG:2058 یا EPSG:32640؟", &["EPSG:2058", "EPSG:32640"]),
    ("از EPSG:32639 (UTM 39N) به EPSG:4326", &["EPSG:32639", "39N", "EPSG:4326"]),
    // Coordinates.
    ("۵۱٫۳۸۹۰۰°، ۳۵٫۶۸۹۲۱°", &["۵۱٫۳۸۹۰۰°", "۳۵٫۶۸۹۲۱°"]),
    ("طول 51.38900 و عرض 35.68921", &["51.38900", "35.68921"]),
    ("۵۳۵٬۰۰۰ متر شرقی، ۳٬۹۵۱٬۰۰۰ متر شمالی", &["۵۳۵٬۰۰۰", "۳٬۹۵۱٬۰۰۰"]),
    ("در −۰٫۵°", &["−۰٫۵°"]),
    // Telephone numbers.
    ("تلفن ۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۱۲", &["۰۲۱-۸۸۷۷۶۶۵۵", "۱۲"]),
    ("همراه ۰۹۱۲-۳۴۵-۶۷۸۹", &["۰۹۱۲-۳۴۵-۶۷۸۹"]),
    ("نمابر (021)88776655", &["(021)88776655"]),
    // Signs, ranges, units.
    ("دما بین -5 و +35 درجه", &["-5", "+35"]),
    ("خطا ±۰٫۰۵ متر", &["±۰٫۰۵"]),
    ("شیب ۳-۵٪", &["۳-۵٪"]),
    ("۶۳/۲۰ kV و ۲٬۵۰۰ kW", &["۶۳/۲۰", "۲٬۵۰۰"]),
    ("دبی ۱۲۰ m³/day", &["۱۲۰"]),
    ("۱۲۰ متر مکعب در روز از ۱٬۵۰۰", &["۱۲۰", "۱٬۵۰۰"]),
    ("۳۰×۶۰ متر", &["۳۰×۶۰"]),
    ("مقیاس 1:2000 و 1/2000", &["1:2000", "1/2000"]),
    ("نسبت ۲⁄۳", &["۲⁄۳"]),
    ("«۱۲٫۵»؛ [۳۴]؛ {۵۶}", &["۱۲٫۵", "۳۴", "۵۶"]),
    ("گام ۱ از ۳…", &["۱", "۳"]),
    ("بند ۲-۳-۱ آیین‌نامه", &["۲-۳-۱"]),
];

const ENGLISH: Cases = &[
    ("Area 12.50 ha", &["12.50"]),
    ("121,528 m²", &["121,528"]),
    ("91.11% assigned", &["91.11%"]),
    ("Until 1403/12/30", &["1403/12/30"]),
    ("On 2024-03-19", &["2024-03-19"]),
    ("Plot A-12/3 is free", &["A-12/3"]),
    ("51.38900°, 35.68921°", &["51.38900°", "35.68921°"]),
    ("EPSG:4326", &["EPSG:4326"]),
    ("Change -5.25 %", &["-5.25"]),
    ("5–20 ha", &["5–20"]),
    ("Estate شهرک سمنان, 120 plots", &["120"]),
    ("Name: شهرک سمنان ۲", &["۲"]),
    ("قطعه ۱۲/۳ free", &["۱۲/۳"]),
    ("قطعه 2024-03-19", &["2024-03-19"]),
    ("مساحت ۱۲٫۵ هکتار", &["۱۲٫۵"]),
    ("(۱۲٫۵)", &["۱۲٫۵"]),
    ("نرخ ۹۱٫۱۱٪ of all", &["۹۱٫۱۱٪"]),
    ("tel +98-21-88776655", &["+98-21-88776655"]),
    ("63/20 kV, 2,500 kW", &["63/20", "2,500"]),
    ("99,143 contracts", &["99,143"]),
    ("line 7, column 12", &["7", "12"]),
    ("0.00 ha", &["0.00"]),
    ("5–20 ha (gross), not 4.99", &["5–20", "4.99"]),
    ("500 billion tomans = 5,000 billion rials", &["500", "5,000"]),
    ("قیمت ۱٬۲۵۵٬۰۰۰ ریال (125,500 tomans)", &["۱٬۲۵۵٬۰۰۰", "125,500"]),
    ("down -12.5%, up +3.1 %", &["-12.5%", "+3.1"]),
    ("Fiscal year ۱۴۰۳–۱۴۰۴", &["۱۴۰۳–۱۴۰۴"]),
    ("شنبه ۲ فروردین ۱۴۰۴ (2025-03-22)", &["۱۴۰۴", "2025-03-22"]),
    ("Recorded 2024-03-19T08:30:00Z by شرکت ۱۲", &["2024-03-19T08:30:00Z", "۱۲"]),
    ("Plots A-12/3, A-12/4 of شهرک سمنان ۲", &["A-12/3", "A-12/4", "۲"]),
    ("قطعه A-12/3", &["A-12/3"]),
    ("code 0042 (آبادی 1020001000266)", &["0042", "1020001000266"]),
    ("EPSG:32639 to EPSG:2058", &["EPSG:32639", "EPSG:2058"]),
    ("35°41′22″ N", &["35°41′22″"]),
    ("-0.5°, +51.4°", &["-0.5°", "+51.4°"]),
    ("mobile 0912-345-6789", &["0912-345-6789"]),
    ("تلفن 021-88776655", &["021-88776655"]),
    ("between -5 and +35", &["-5", "+35"]),
    ("error ±0.05 m", &["±0.05"]),
    ("120 m³/day of 1,500", &["120", "1,500"]),
    ("\u{2068}خط ۲۳۰ کیلوولت\u{2069}, 1.25 km", &["۲۳۰", "1.25"]),
    ("scale 1:2,000 or 1/2000", &["1:2,000", "1/2000"]),
    ("30×60 m", &["30×60"]),
    ("بند ۲-۳-۱", &["۲-۳-۱"]),
    ("٣٤٥ and ۳۴۵ and 345", &["٣٤٥", "۳۴۵", "345"]),
];

const SIZES: [f32; 3] = [11.0, 14.0, 22.0];
const DENSITIES: [f32; 2] = [1.0, 1.75];

/// The pieces one after another, read from the side where the line starts.
fn read_in_order(shown: &str, pieces: &[&str], direction: Direction) -> bool {
    let mut rest = shown;
    pieces.iter().all(|piece| {
        let at = if direction.is_rtl() { rest.rfind(piece) } else { rest.find(piece) };
        let Some(at) = at else { return false };
        rest = if direction.is_rtl() { &rest[..at] } else { &rest[at + piece.len()..] };
        true
    })
}

#[test]
fn digits_are_read_in_their_order_in_both_languages() {
    let mut faults = Vec::new();
    // The hundred and more that were asked for, the greater part of them Persian.
    assert!(PERSIAN.len() >= 80 && ENGLISH.len() >= 40);
    for density in DENSITIES {
        in_pass(density, |ctx| {
            assert_eq!(ctx.pixels_per_point(), density);
            for (cases, direction) in [(PERSIAN, Direction::Rtl), (ENGLISH, Direction::Ltr)] {
                for (text, pieces) in cases {
                    for size in SIZES {
                        let shown = seen(ctx, text, direction, size);
                        if !read_in_order(&shown, pieces, direction) {
                            faults.push(format!("{text:?} is shown as {shown:?} at {size} and {density}"));
                        }
                    }
                }
            }
        });
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn glyphs_stand_where_the_unicode_algorithm_says() {
    in_pass(1.0, |ctx| {
        for (cases, direction) in [(PERSIAN, Direction::Rtl), (ENGLISH, Direction::Ltr)] {
            for (text, _) in cases {
                let isolated = shahrak::locale::tokens::with_isolated_numbers(text, direction);
                let expected = bidi::seen_left_to_right(&isolated, direction);
                assert_eq!(
                    sorted_marks(&seen(ctx, text, direction, 14.0)),
                    sorted_marks(&expected),
                    "{text}"
                );
            }
        }
    });
}

/// A mark over a letter has no order of its own beside it, and a joiner is not seen.
fn sorted_marks(shown: &str) -> String {
    shown.chars().filter(|c| !matches!(c, '\u{654}' | '\u{200C}')).collect()
}

#[test]
fn measures_of_the_catalogue_are_shown_in_order() {
    in_pass(1.0, |ctx| {
        let catalogue = Catalogue::of(Language::Fa);
        for (text, digits) in [
            (catalogue.area(121_528.556), "۱۲٫۱۵"),
            (catalogue.distance(198_356.979), "۱۹۸٫۴"),
            (catalogue.percent(-0.052), "−۵٫۲٪"),
            (catalogue.position(51.389, 35.68921), "۵۱٫۳۸۹۰۰°, ۳۵٫۶۸۹۲۱°"),
        ] {
            let shown = seen(ctx, &text, Direction::Rtl, 14.0);
            assert!(shown.contains(digits), "{text:?} is shown as {shown:?}");
        }
    });
}

#[test]
fn brackets_face_their_content() {
    in_pass(1.0, |ctx| {
        assert_eq!(seen(ctx, "سمنان (مرکز)", Direction::Rtl, 14.0), "(زکرم) نانمس");
        assert_eq!(seen(ctx, "(۱۲)", Direction::Rtl, 14.0), "(۱۲)");
        assert_eq!(seen(ctx, "Semnan (centre)", Direction::Ltr, 14.0), "Semnan (centre)");
        assert_eq!(seen(ctx, "A [سمنان]", Direction::Ltr, 14.0), "A [نانمس]");
    });
}

#[test]
fn rows_are_broken_in_the_order_of_reading() {
    in_pass(1.0, |ctx| {
        let text = "نخست ۱۱ دوم ۲۲ سوم ۳۳ چهارم ۴۴ پنجم ۵۵";
        let block = text::layout(ctx, text, &TextStyle::new(14.0, Direction::Rtl).wrapped(90.0));
        assert!(block.row_count() >= 3);
        assert!(block.size().x <= 91.0, "{} {:?}", block.size().x, block.glyphs_left_to_right());
        let shown = block.glyphs_left_to_right();
        let rows: Vec<Option<usize>> = ["۱۱", "۲۲", "۳۳", "۴۴", "۵۵"]
            .iter()
            .map(|digits| shown.lines().position(|row| row.contains(digits)))
            .collect();
        assert!(rows.iter().all(Option::is_some) && rows.is_sorted(), "{shown}");
        assert!(rows.first() < rows.last());

        let whole = text::layout(ctx, "یک\nدو\n\nسه", &TextStyle::new(14.0, Direction::Rtl));
        assert_eq!(whole.row_count(), 4);
        let long_word =
            text::layout(ctx, &"ش".repeat(60), &TextStyle::new(14.0, Direction::Rtl).wrapped(90.0));
        assert!(long_word.row_count() > 2 && long_word.size().x <= 91.0);
    });
}

#[test]
fn a_cut_keeps_the_start_and_never_halves_a_number() {
    in_pass(1.0, |ctx| {
        let text = "شهرک صنعتی بزرگ سمنان ۱۲۳۴۵۶۷";
        let whole = text::layout(ctx, text, &TextStyle::new(14.0, Direction::Rtl)).size().x;
        for step in 2..20 {
            let width = whole * step as f32 / 20.0;
            let block = text::layout(ctx, text, &TextStyle::new(14.0, Direction::Rtl).elided(width));
            let shown = block.glyphs_left_to_right();
            assert!(block.is_elided());
            assert!(block.size().x <= width, "{} > {width}", block.size().x);
            // The ellipsis stands at the left, where a Persian line ends.
            assert!(shown.starts_with('…'), "{shown}");
            let digits: String = shown.chars().filter(|c| c.is_numeric()).collect();
            assert!(digits.is_empty() || digits == "۱۲۳۴۵۶۷", "{shown}");
        }
        let style = TextStyle::new(14.0, Direction::Ltr).elided(80.0);
        let english = text::layout(ctx, "A very long name of an estate", &style).glyphs_left_to_right();
        assert!(english.starts_with("A very") && english.ends_with('…'), "{english}");
        let room = text::layout(ctx, text, &TextStyle::new(14.0, Direction::Rtl).elided(whole + 1.0));
        assert!(!room.is_elided());
    });
}

#[test]
fn hostile_texts_do_no_harm() {
    let zalgo = "ه\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}".repeat(200);
    let long = "شهرک ۱۲ ".repeat(20_000);
    let texts = [
        "\u{202E}۱۲٫۵ هکتار",
        "\u{2067}\u{2067}\u{2067}۱۲",
        "\u{2069}\u{2069}۱۲",
        "a\0b",
        "\u{FEFF}\u{200B}\u{200D}",
        "👨‍👩‍👧‍👦 ۱۲ 🇮🇷",
        "\r\n\t\u{2028}",
        "",
        "\n",
        "\u{E000}\u{10FFFF}",
        zalgo.as_str(),
        long.as_str(),
    ];
    in_pass(1.0, |ctx| {
        for text in texts {
            for direction in [Direction::Rtl, Direction::Ltr] {
                let style = TextStyle::new(14.0, direction);
                for style in [style, style.elided(50.0), style.elided(0.0), style.wrapped(60.0)] {
                    text::layout(ctx, text, &style);
                }
                for style in [style, style.wrapped(60.0)] {
                    let mut field = FieldLayout::default();
                    field.follow(ctx, text, &style);
                    field.lay_out_between(ctx, 0.0, 100.0);
                    field.selection(ctx, 0..text.len(), Rect::EVERYTHING);
                    for step in [VisualStep::Left, VisualStep::Right] {
                        field.step(ctx, Caret::before(0), step);
                        field.step(ctx, Caret::after(text.len()), step);
                    }
                }
            }
        }
        assert_eq!(seen(ctx, "\u{202E}۱۲٫۵ هکتار", Direction::Rtl, 14.0), "راتکه ۱۲٫۵");
    });
}

/// Where a caret after so many characters of `text` is seen, from the start side of its row.
fn caret_x(ctx: &Context, field: &mut FieldLayout, text: &str, characters: usize, follows: bool) -> f32 {
    let at = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    field.caret_rect(ctx, Caret { at, follows }).left()
}

fn field(ctx: &Context, text: &str, direction: Direction) -> FieldLayout {
    let mut field = FieldLayout::default();
    field.follow(ctx, text, &TextStyle::new(14.0, direction));
    field
}

#[test]
fn a_caret_stands_at_the_side_where_the_next_letter_comes() {
    in_pass(1.0, |ctx| {
        let text = "سلام";
        let mut persian = field(ctx, text, Direction::Rtl);
        let xs: Vec<f32> = (0..=4).map(|n| caret_x(ctx, &mut persian, text, n, true)).collect();
        assert!(xs.is_sorted_by(|a, b| a >= b) && xs[0] > xs[2] && xs[2] > xs[4], "{xs:?}");
        assert!(xs[0].abs() < 1.0 && (xs[4] + persian.size().x).abs() < 1.0, "{xs:?}");
        let mut english = field(ctx, "abc", Direction::Ltr);
        let xs: Vec<f32> = (0..=3).map(|n| caret_x(ctx, &mut english, "abc", n, true)).collect();
        assert!(xs.is_sorted_by(|a, b| a < b), "{xs:?}");
        // Digits go on to the right while their word lies at their right.
        let text = "قطعه ۱۲۳";
        let mut mixed = field(ctx, text, Direction::Rtl);
        let xs: Vec<f32> = (0..=8).map(|n| caret_x(ctx, &mut mixed, text, n, true)).collect();
        assert!(xs[6] < xs[7] && xs[7] < xs[8] && xs[8] < xs[0], "{xs:?}");
        // Before the first digit, seen as its start or as the end of the space.
        assert!(caret_x(ctx, &mut mixed, text, 5, false) < xs[5]);
        // The end of the word and the first digit lie apart on the screen.
        let bytes = |n: usize| text.char_indices().nth(n).unwrap().0;
        assert_eq!(mixed.selection(ctx, 0..text.len(), Rect::EVERYTHING).len(), 1);
        assert_eq!(mixed.selection(ctx, bytes(3)..bytes(6), Rect::EVERYTHING).len(), 2);
        assert_eq!(field(ctx, "", Direction::Rtl).caret_rect(ctx, Caret::before(0)).left(), 0.0);
    });
}

#[test]
fn every_edge_that_is_clicked_gives_its_caret() {
    let texts =
        ["سلام", "قطعه A-12/3 آزاد", "Estate شهرک ۱۲ (فاز ۲)", "لا اله", "Moʿīābād می\u{200C}شود", "«۱۲٫۵»"];
    in_pass(1.0, |ctx| {
        for (text, direction) in
            texts.iter().flat_map(|text| [(text, Direction::Rtl), (text, Direction::Ltr)])
        {
            let mut field = field(ctx, text, direction);
            let mut caret = Caret::before(0);
            // From the outer left to the right, edge by edge.
            for _ in 0..text.len() {
                caret = field.step(ctx, caret, VisualStep::Left);
            }
            let mut last = f32::NEG_INFINITY;
            for _ in text.graphemes(true) {
                let seen = field.caret_rect(ctx, caret);
                assert!(seen.left() > last, "{text}: {caret:?} at {} after {last}", seen.left());
                last = seen.left();
                let inside = seen.center() + vec2(0.3, 0.0);
                let hit = field.hit(ctx, inside);
                assert_eq!(field.caret_rect(ctx, hit.caret).left(), seen.left(), "{text}: {caret:?} {hit:?}");
                caret = field.step(ctx, caret, VisualStep::Right);
            }
            assert!(field.caret_rect(ctx, caret).left() > last, "{text}");
            assert_eq!(field.step(ctx, caret, VisualStep::Right), caret);
        }
    });
}

#[test]
fn all_weights_have_persian_letters_and_digits() {
    let alphabet = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأؤئۀ۰۱۲۳۴۵۶۷۸۹٬٫٪،؛؟«»ABCabc0123456789m²³°′″−–—…";
    in_pass(1.0, |ctx| {
        for weight in [Weight::Regular, Weight::Medium, Weight::Bold] {
            let font = egui::FontId::new(14.0, weight.family());
            let missing: String =
                ctx.fonts_mut(|fonts| alphabet.chars().filter(|c| !fonts.has_glyph(&font, *c)).collect());
            assert_eq!(missing, "", "{weight:?}");
        }
    });
}

/// Ayn and hamza of transcribed names, for which no font here has a sign of its own.
#[test]
fn half_rings_of_transcribed_names_are_seen() {
    in_pass(1.0, |ctx| {
        assert_eq!(seen(ctx, "Moʿīābād Qarʾān", Direction::Ltr, 14.0), "Mo‘īābād Qar’ān");
        let in_persian = seen(ctx, "دهستان Moʿīābād", Direction::Rtl, 14.0);
        assert!(in_persian.contains("Mo‘īābād"), "{in_persian}");
    });
}

#[test]
fn parts_that_hold_isolates_stand_in_their_order() {
    let province = "\u{2068}استان\u{2069} \u{2068}سمنان\u{2069}";
    let line = format!("{} · {} · {}", bidi::part("گرمسار"), bidi::part("شهرستان"), bidi::part(province));
    in_pass(1.0, |ctx| {
        for text in [line.as_str(), province] {
            let expected: String = bidi::plain(text).chars().rev().filter(|c| !c.is_whitespace()).collect();
            let found: String =
                seen(ctx, text, Direction::Rtl, 14.0).chars().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(found, expected, "{text}");
        }
        // A Latin part of a Persian line keeps its figure behind it.
        let latin = format!("{} · {}", bidi::part("Well 12"), bidi::part("چاه"));
        assert_eq!(seen(ctx, &latin, Direction::Rtl, 14.0), "هاچ · Well 12");
    });
}

/// A name from a file has its own direction, whatever the language of the window.
#[test]
fn a_name_by_itself_has_its_own_direction() {
    in_pass(1.0, |ctx| {
        for name in [
            "+98 21 8800",
            "98 21",
            "35.5°N, 53.1°E",
            "35.57, 53.39",
            "5–20 ha",
            "(A) 12/3",
            "C++",
            "No. 5.",
            "۱۲ ۱۳",
        ] {
            for direction in [Direction::Rtl, Direction::Ltr] {
                let found = seen(ctx, &bidi::part(name), direction, 14.0);
                assert_eq!(found, name, "{direction:?}");
            }
        }
        for (name, found) in [("تلفن 021-8800", "021-8800 نفلت"), ("۵–۲۰ هکتار", "راتکه ۵–۲۰")]
        {
            for direction in [Direction::Rtl, Direction::Ltr] {
                assert_eq!(seen(ctx, &bidi::part(name), direction, 14.0), found, "{direction:?}");
            }
        }
    });
}
