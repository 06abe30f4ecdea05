//! Pictures of texts and widgets in both languages and themes, drawn by a
//! software adapter; `UPDATE_SNAPSHOTS=1` renews them.

use egui::{Color32, Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use shahrak::base::Problem;
use shahrak::locale::Language;
use shahrak::render::text::{self, TextStyle, Weight};
use shahrak::ui::kit::{self, Icon, Look, Severity, TextField, ThemeKind, Toast, Toasts, direction, table};

struct Page {
    is_on: bool,
    radio: u8,
    chosen: u8,
    name: String,
    number: f64,
    toasts: Toasts,
}

fn page(look: Look) -> Page {
    let mut toasts = Toasts::default();
    let problem =
        Problem::new("locale-date-no-such-day").with("text", "1402/12/30").in_file("plots_1402.geojson");
    toasts.push(Toast::problem(look.catalogue().explain(&problem), problem));
    toasts.push(Toast::new(Severity::Warning, look.catalogue().get("locale-number-empty")));
    Page {
        is_on: true, radio: 1, chosen: 2, name: "قلعه‌نو ۱۲ (A-12/3)".into(), number: 12.5, toasts
    }
}

fn show(ui: &mut egui::Ui, page: &mut Page, look: Look) {
    let words = look.catalogue();
    kit::theme::apply(ui.ctx(), look);
    let painter = ui.painter().clone();
    painter.rect_filled(ui.max_rect().expand(20.0), 0.0, look.palette().panel);
    direction::column(ui, |ui| {
        direction::row_with_ends(
            ui,
            |ui| kit::title(ui, &words.get("locale-month-1")),
            |ui| {
                for icon in
                    [Icon::Close, Icon::Redo, Icon::Undo, Icon::Layers, Icon::Power, Icon::Water, Icon::Eye]
                {
                    kit::icon_button(ui, icon, &words.get("common-details"), icon == Icon::Layers);
                }
            },
        );
        kit::heading(ui, &words.get("common-details"));
        let sentence = "شهرک صنعتی سمنان (فاز ۲): مساحت ۱۲۱٬۵۲۸ متر مربع، تاریخ ۱۴۰۲/۱۲/۲۹، قطعهٔ A-12/3 با EPSG:4326، \
            نرخ واگذاری ۹۱٫۱۱٪ و تغییر -5 «واحد» [۷] در 2024-03-19.";
        kit::label(ui, sentence);
        kit::label(
            ui,
            "Estate شهرک سمنان, plot A-12/3 (12.50 ha, 91.1 %), until 1403/12/30; قطعه ۱۲/۳ is free.",
        );
        kit::weak(ui, &words.area(121_528.556));
        direction::row(ui, |ui| {
            kit::primary_button(ui, &words.get("common-ok"));
            kit::button(ui, &words.get("common-cancel"));
            kit::tool_button(ui, Icon::Undo, &words.get("common-back"));
            kit::toggle(ui, true, &words.get("common-search"));
            kit::link(ui, &words.get("common-more"));
            kit::why_button(ui, &words.get("common-why"));
        });
        direction::row(ui, |ui| {
            kit::checkbox(ui, &mut page.is_on, &words.get("common-yes"));
            kit::radio(ui, &mut page.radio, 1, &words.area(200_000.0));
            kit::radio(ui, &mut page.radio, 2, &words.distance(12_345.0));
        });
        direction::row(ui, |ui| {
            kit::label(ui, &words.get("common-search"));
            TextField::new("name").width(180.0).show(ui, &mut page.name);
            kit::NumberField::new("number").show(ui, &mut page.number);
            let choices: Vec<(u8, String)> =
                (1..=3).map(|n| (n, words.get(&format!("locale-month-{n}")))).collect();
            kit::combo(ui, "month", &mut page.chosen, &choices);
        });
        kit::progress_bar(ui, Some(0.42), &words.percent(0.42));
        kit::disclosure(ui, "more", &words.get("common-technical"), true, |ui| {
            direction::row(ui, |ui| {
                for (kind, text) in [
                    (table::CellKind::Text, "A-12/3".to_owned()),
                    (table::CellKind::Number, words.area(52_000.0)),
                    (table::CellKind::Text, "ناحیهٔ صنعتی روستایی بسیار بزرگ ۱۴۰۲".to_owned()),
                ] {
                    ui.allocate_ui_with_layout(
                        vec2(110.0, 24.0),
                        direction::column_layout(look.direction()),
                        |ui| table::cell(ui, kind, &text),
                    );
                }
            });
        });
        map_labels(ui, look);
    });
    page.toasts.show(ui.ctx());
}

/// Labels with a halo, as on the map.
fn map_labels(ui: &mut egui::Ui, look: Look) {
    let (rect, _) = ui.allocate_exact_size(vec2(300.0, 60.0), egui::Sense::hover());
    for column in 0..30 {
        let left = rect.left() + column as f32 * 10.0;
        let stripe = Rect::from_min_size(pos2(left, rect.top()), vec2(5.0, 60.0));
        ui.painter().rect_filled(stripe, 0.0, Color32::from_rgb(120, 160, 120));
    }
    let style = TextStyle::new(15.0, look.direction()).weight(Weight::Bold);
    let block = text::layout(ui.ctx(), "گرمسار ۳ (A-7)", &style);
    let at: Pos2 = rect.min + Vec2::new(60.0, 15.0);
    ui.painter().extend(block.shapes_with_halo(at, Color32::from_rgb(20, 40, 60), Color32::WHITE, 1.5));
}

fn harness(look: Look) -> Harness<'static, Page> {
    let mut is_ready = false;
    Harness::builder().with_size(Vec2::new(760.0, 720.0)).with_pixels_per_point(1.5).wgpu().build_ui_state(
        move |ui, page: &mut Page| {
            // Fonts take effect in the pass after they are set.
            if !is_ready {
                text::install_fonts(ui.ctx());
                is_ready = true;
                ui.ctx().request_repaint();
                return;
            }
            show(ui, page, look);
        },
        page(look),
    )
}

fn picture(language: Language, theme: ThemeKind, name: &str) {
    let mut harness = harness(Look { language, theme, ..Look::default() });
    harness.run_steps(4);
    harness.snapshot(name);
}

#[test]
fn picture_in_persian() {
    picture(Language::Fa, ThemeKind::Light, "kit_fa_light");
}

#[test]
fn picture_in_english() {
    picture(Language::En, ThemeKind::Light, "kit_en_light");
}

#[test]
fn picture_in_the_dark() {
    picture(Language::Fa, ThemeKind::Dark, "kit_fa_dark");
}

#[test]
fn widgets_are_found_by_their_logical_text_and_react() {
    let look = Look { language: Language::Fa, ..Look::default() };
    let mut harness = harness(look);
    harness.run_steps(4);
    assert!(harness.state().is_on);
    harness.get_by_label("بله").click();
    harness.run_steps(2);
    assert!(!harness.state().is_on);
    harness.get_by_label("۱۲٫۳۵ کیلومتر").click();
    harness.run_steps(2);
    assert_eq!(harness.state().radio, 2);
    harness.get_by_label("month").click();
    harness.run_steps(3);
    harness.get_by_label("خرداد").click();
    harness.run_steps(2);
    assert_eq!(harness.state().chosen, 3);
}

#[test]
fn a_typed_persian_number_is_taken_on_enter() {
    let mut harness = harness(Look::default());
    harness.run_steps(4);
    harness.get_by_label("number").focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(1);
    harness.get_by_label("number").type_text("۲/۷۵");
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    assert_eq!(harness.state().number, 2.75);
}

#[test]
fn typing_goes_on_in_logical_order() {
    let mut harness = harness(Look::default());
    harness.state_mut().name = "قلعه".into();
    harness.run_steps(4);
    harness.get_by_label("name").focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::End);
    harness.run_steps(1);
    harness.get_by_label("name").type_text(" ۱۲");
    harness.run_steps(2);
    assert_eq!(harness.state().name, "قلعه ۱۲");
    // The left arrow goes on in a Persian field, the right arrow back.
    harness.key_press(egui::Key::Home);
    harness.run_steps(1);
    harness.key_press(egui::Key::ArrowLeft);
    harness.run_steps(1);
    harness.get_by_label("name").type_text("X");
    harness.run_steps(2);
    assert_eq!(harness.state().name, "قXلعه ۱۲");
}

/// Fields with a selection across borders of direction, one with wrapped rows.
struct Fields {
    line: String,
    lines: String,
    wrong: String,
    empty: String,
    number: f64,
}

fn show_fields(ui: &mut egui::Ui, fields: &mut Fields, look: Look) {
    kit::theme::apply(ui.ctx(), look);
    ui.painter().rect_filled(ui.max_rect().expand(20.0), 0.0, look.palette().panel);
    direction::column(ui, |ui| {
        TextField::new("line").width(300.0).show(ui, &mut fields.line);
        TextField::new("wrong").left_to_right().wrong(true).width(300.0).show(ui, &mut fields.wrong);
        let hint = look.catalogue().get("ui-regions-filter");
        TextField::new("empty").hint(&hint).width(300.0).show(ui, &mut fields.empty);
        direction::row(ui, |ui| {
            let name = look.catalogue().get("map-rectangle-width");
            kit::NumberField::new(&name).show_labelled(ui, &mut fields.number);
        });
        TextField::new("lines").multi_line(4).width(300.0).show(ui, &mut fields.lines);
        TextField::new("read only").read_only().width(300.0).show(ui, &mut fields.line.clone());
    });
}

fn fields_harness(language: Language) -> Harness<'static, Fields> {
    let look = Look { language, ..Look::default() };
    let fields = Fields {
        line: "قطعهٔ A-12/3 با ۱۲٫۵ هکتار (plot 7) آزاد".into(),
        lines: "شهرک صنعتی سمنان، قطعهٔ A-12/3 تا 2024-03-19 به نام Semnan Steel Co. است و ۱۲٫۵ هکتار دارد.\n\
            می\u{200C}شود آن را دید؛ سطر بعد از آن می\u{200C}آید و از جا بلندتر است."
            .into(),
        wrong: "/home/x/طرح‌ها/a.gpkg".into(),
        empty: String::new(),
        number: 12_345.5,
    };
    let mut is_ready = false;
    Harness::builder()
        .with_size(Vec2::new(330.0, 330.0))
        .with_pixels_per_point(2.0)
        .with_step_dt(0.02)
        .wgpu()
        .build_ui_state(
            move |ui, fields: &mut Fields| {
                if !is_ready {
                    text::install_fonts(ui.ctx());
                    is_ready = true;
                    ui.ctx().request_repaint();
                    return;
                }
                show_fields(ui, fields, look);
            },
            fields,
        )
}

/// Selects in the field `name` from one share of its size to another and draws it.
fn picture_of_selection(language: Language, name: &str, from: Vec2, to: Vec2, picture: &str) {
    let mut harness = fields_harness(language);
    harness.run_steps(4);
    let rect = harness.get_by_label(name).rect();
    let at = |share: Vec2| rect.lerp_inside(share);
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    for event in [
        egui::Event::PointerMoved(at(from)),
        button(at(from), true),
        egui::Event::PointerMoved(at((from + to) / 2.0)),
        egui::Event::PointerMoved(at(to)),
        button(at(to), false),
    ] {
        harness.event(event);
        harness.run_steps(1);
    }
    harness.remove_cursor();
    harness.run_steps(2);
    harness.snapshot(picture);
}

#[test]
fn picture_of_a_field_in_persian() {
    picture_of_selection(Language::Fa, "line", vec2(0.80, 0.5), vec2(0.5, 0.5), "field_fa_line");
}

#[test]
fn picture_of_wrapped_rows_in_persian() {
    picture_of_selection(Language::Fa, "lines", vec2(0.5, 0.1), vec2(0.5, 0.6), "field_fa_lines");
}

#[test]
fn picture_of_a_field_in_english() {
    picture_of_selection(Language::En, "line", vec2(0.6, 0.5), vec2(0.3, 0.5), "field_en_line");
}
