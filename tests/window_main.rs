//! The whole window over a real project: what a hand does is seen in the
//! panels, is in the file, and is there after a restart.

mod window_support;

use egui::{Key, Modifiers};
use shahrak::locale::{Catalogue, Language};
use shahrak::ui::kit::label::accessible;
use shahrak::ui::window::Start;
use window_support::{Desk, Window};

/// A window over the project of the tests, near Lajran.
fn at_lajran() -> (Desk, Window) {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Show everything");
    window.go_to("لجران");
    (desk, window)
}

/// Draws a square with the polygon tool and closes it.
fn draw_square(window: &mut Window) {
    window.press(Key::P);
    window.hold_snapping_off();
    for corner in [(-0.20, -0.15), (0.20, -0.15), (0.20, 0.15), (-0.20, 0.15)] {
        window.click_map(corner);
        window.pause();
    }
    window.press(Key::Enter);
}

#[test]
fn a_zone_is_drawn_undone_redone_and_there_after_a_restart() {
    let (desk, mut window) = at_lajran();
    draw_square(&mut window);
    window.wait_until("the zone is in the file", |window| window.has("Undo: zone drawn"));
    assert_eq!(desk.count("zones"), 1);
    // It is selected, so that its verdict is told.
    window.wait_for("Delete zone");
    window.wait_for("Not allowed by the rules");
    let area_m2 = desk.zone_area_m2();
    window.wait_for(&accessible(&Catalogue::of(Language::En).area(area_m2)));

    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("undone", |_| desk.count("zones") == 0);
    window.wait_until("told", |window| window.has("Redo: zone drawn"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_until("redone", |_| desk.count("zones") == 1);
    window.wait_until("told", |window| window.has("Undo: zone drawn"));
    drop(window);

    let mut again = Window::open(&desk, Start::Project(desk.project()), Language::En);
    again.wait_until("opened", |window| window.has("Undo: zone drawn"));
    assert_eq!(desk.zone_area_m2(), area_m2);
}

#[test]
fn a_dehestan_is_marked_with_a_reason_and_unmarked_from_the_list() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Dehestans");
    window.click("Dehestans");
    window.wait_for("2 dehestans, 0 marked as under-served");
    window.click("Mark Lajran as under-served…");
    window.wait_for("Reason");
    window.click("Mark");
    window.wait_until("a reason is asked for", |window| window.has("A mark needs a reason."));
    assert_eq!(desk.count("marks"), 0);
    // The field has the keyboard again.
    window.type_text("No water main");
    window.click("Mark");
    window.wait_until("marked", |window| window.has("2 dehestans, 1 marked as under-served"));
    assert_eq!(desk.count("marks"), 1);
    window.click_part("Lajran · ");
    window.wait_until("the inspector tells why", |window| window.has("No water main"));
    window.click("Clear the mark on Lajran");
    window.wait_until("unmarked", |window| window.has("2 dehestans, 0 marked as under-served"));
    assert_eq!(desk.count("marks"), 0);
}

#[test]
fn the_list_of_dehestans_is_ranked_filtered_and_selects() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::Fa);
    window.wait_for("دهستان‌ها");
    window.click("دهستان‌ها");
    window.wait_until("listed", |window| window.has("۱۴٬۲۰۰ نفر"));
    assert!(window.top_of_part("۱۴٬۲۰۰ نفر") < window.top_of_part("۹۰۰ نفر"), "the most people first");
    window.type_into("نام، شهرستان یا کد", "كهن اباد");
    window.wait_until("filtered", |window| !window.has("۱۴٬۲۰۰ نفر"));
    window.click_part("۹۰۰ نفر");
    window.wait_until("in the inspector", |window| window.has("1402000002"));
}

#[test]
fn the_language_is_switched_while_running() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    let start = window.left_of("Layers");
    window.drop_file(&desk.project().with_file_name("missing.gpkg"));
    window.wait_until("told", |window| window.has("missing.gpkg is not there"));
    window.click("فارسی");
    window.wait_for("لایه‌ها");
    assert!(!window.has("Layers"));
    assert!(window.has("پیدا نشد") && !window.has("is not there"), "what is told follows");
    assert!(window.left_of("لایه‌ها") > start + 400.0, "the side panel changes sides");
    window.click("English");
    window.wait_for("Layers");
}

#[test]
fn a_dropped_geojson_is_looked_at_and_imported() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    window.drop_file(&desk.import_file());
    window.wait_until("looked through", |window| window.has("2 to import, 1 left out, 1 mended"));
    assert!(window.has("What was found, on a small map"));
    assert!(window.has("Lies in Semnan, Garmsar, Lajran"), "the place is named");
    assert_eq!(desk.count("estates"), 1, "nothing is imported before the button");
    window.click("Import");
    window.wait_until("told", |window| window.has("Imported: 2 added"));
    assert_eq!(desk.count("estates"), 3);
}

#[test]
fn of_a_file_that_breaks_off_the_sound_part_is_taken_when_asked_for() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    let whole = std::fs::read_to_string(desk.import_file()).expect("read");
    let cut = desk.write("cut.geojson", &whole[..whole.len() - 30]);
    window.drop_file(&cut);
    window.wait_for("Take the sound part if the file breaks off");
    window.click("Import");
    assert!(window.has("Take the sound part"), "nothing to take without the wish");
    window.click("Take the sound part if the file breaks off");
    window.click("Import");
    window.wait_until("told", |window| window.has("Imported: 2 added"));
    assert_eq!(desk.count("estates"), 3);
}

/// A name as a broken export writes it: it costs no more than another one, swells
/// nothing, and is in the file as it came.
#[test]
fn a_name_of_ten_megabytes_is_shown_shortened_and_kept_whole() {
    let desk = Desk::with_project();
    let name = format!("شهرک دراز {}", "نام\u{301} بی‌پایان ".repeat(450_000));
    assert!(name.len() > 10_000_000, "{}", name.len());
    desk.import_estate(&name);
    for language in [Language::Fa, Language::En] {
        let mut window = Window::open(&desk, Start::Project(desk.project()), language);
        window.wait_for(if language == Language::Fa { "نمایش همه" } else { "Show everything" });
        window.press_with(Modifiers::COMMAND, Key::K);
        window.type_text("شهرک دراز");
        window.wait_until("found", |window| window.has("شهرک دراز نام"));
        window.press(Key::Enter);
        window.settle();
        window.wait_until("in the inspector", |window| window.has("E-LONG"));
        window.hover_map((0.0, 0.0));
        assert!(window.longest_label() < 2_000, "{}", window.longest_label());
        let width = window.widest();
        assert!(width <= 1280.0, "something is {width} points wide");
    }
    assert_eq!(desk.name_of_estate("E-LONG"), name, "the data are as they came");
}

#[test]
fn a_path_that_leads_nowhere_can_be_mended() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Screen, Language::En);
    window.wait_for("Open the sample project");
    window.ask_path();
    window.wait_for("Path");
    window.type_into("Path", &desk.project().with_extension("gpk").display().to_string());
    window.press(Key::Enter);
    window.wait_until("told", |window| window.has("is not there"));
    window.wait_for("Path");
    window.type_into("Path", "g");
    window.press(Key::Enter);
    window.wait_for("Layers");
}

#[test]
fn the_palette_finds_a_plot_typed_in_persian_digits() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    window.press_with(Modifiers::COMMAND, Key::K);
    window.wait_for("Find");
    window.type_text("۰۱۷");
    window.wait_until("found", |window| window.has("A-017 · "));
    window.press(Key::Enter);
    window.wait_until("in the inspector", |window| window.has("Select nothing") && window.has("A-017"));
    assert!(!window.has("Switch between light and dark"));

    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("zzz");
    window.wait_until("nothing is told too", |window| window.has("Nothing has that name or code"));
    window.press(Key::Escape);
    window.wait_until("closed", |window| !window.has("Nothing has that name or code"));

    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("dark");
    window.press(Key::Enter);
    window.wait_for("Light theme");
}

#[test]
fn a_path_is_asked_for_by_our_own_field_where_there_is_no_dialog() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Screen, Language::En);
    window.wait_for("Open a project…");
    window.ask_path();
    window.wait_for("Path");
    let folder = desk.project().parent().expect("folder").display().to_string();
    window.type_into("Path", &format!("{folder}/pro"));
    window.wait_for(&desk.project().display().to_string());
    window.click(&desk.project().display().to_string());
    window.wait_for("Layers");
}

#[test]
fn the_start_screen_lists_what_was_open_with_its_last_change() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    window.click("Start screen");
    window.wait_until("listed", |window| window.has("project.gpkg · changed "));
    drop(window);
    std::fs::remove_file(desk.project()).expect("removed");
    let mut again = Window::open(&desk, Start::Screen, Language::En);
    again.wait_until("told", |window| window.has("project.gpkg · not found"));
    again.click_part("project.gpkg");
    again.wait_until("refused with a sentence", |window| window.has("Close"));
    assert!(again.has("Open the sample project"), "the start screen stays");
}

#[test]
fn keys_are_for_the_sheet_that_was_asked_for_not_for_the_map() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Show everything");
    window.go_to("Lajran");
    assert!(window.has("Select nothing"));
    // In one breath: the sheet is not there yet when the next key comes.
    for asks in [Key::I, Key::O, Key::K] {
        window.press_at_once(&[(Modifiers::COMMAND, asks), (Modifiers::NONE, Key::P)]);
        window.press(Key::M);
        window.wait_until("shown", |window| {
            window.has("Cancel") || window.has("Switch between light and dark")
        });
        window.press(Key::Escape);
        window.wait_until("closed", |window| {
            !window.has("Cancel") && !window.has("Switch between light and dark")
        });
        assert!(!window.has("Click to set vertices") && !window.has("Click to measure"), "{asks:?}");
        assert!(window.has("Select nothing"), "{asks:?}: Escape closes the sheet and no more");
    }
    window.press(Key::Escape);
    assert!(!window.has("Select nothing"), "now it is the map's");
}

#[test]
fn what_is_typed_right_after_the_palette_was_asked_for_is_found() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Show everything");
    window.press_at_once(&[(Modifiers::COMMAND, Key::K)]);
    window.type_text("A-017");
    window.wait_until("found", |window| window.has("A-017 · "));
}

#[test]
fn a_file_dropped_without_a_project_leads_to_a_new_one() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Screen, Language::En);
    window.wait_for("Open the sample project");
    window.drop_file(&desk.import_file());
    window
        .wait_until("asked", |window| window.has("estates_new.geojson will be imported into a new project"));
    window.click("OK");
    window.wait_until("looked through", |window| window.has("2 to import, 1 left out, 1 mended"));
    window.click("Import");
    window.wait_until("told", |window| window.has("Imported: 2 added"));
    let made = desk.import_file().with_extension("gpkg");
    assert!(made.is_file(), "beside the file, as proposed");
}

#[test]
fn a_dropped_file_is_forgotten_when_no_place_is_given() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Screen, Language::En);
    window.wait_for("Open the sample project");
    window.drop_file(&desk.import_file());
    window.wait_for("Path");
    window.click("Cancel");
    window.click("Open the sample project");
    window.wait_for("Show everything");
    window.settle();
    assert!(!window.has("to import"), "the sheet of a file nobody waits for");
}

#[test]
fn an_empty_project_says_what_to_do_and_does_it() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Screen, Language::En);
    window.wait_for("New project…");
    window.press_with(Modifiers::COMMAND, Key::N);
    window.wait_for("Path");
    let place = desk.project().with_file_name("empty.gpkg");
    window.type_into("Path", &place.display().to_string());
    window.press(Key::Enter);
    window.wait_until("open", |window| window.has("The layers of the project are listed here"));
    assert!(window.has("Nothing is visible on the map") && window.has("Nothing is selected"));
    window.click_part("Find something");
    assert!(window.has("Switch between light and dark"));
    window.press(Key::Escape);
    window.click("Draw a zone");
    window.hover_map((0.0, 0.0));
    assert!(window.has("Click to set vertices"));
}

#[test]
fn hidden_layers_are_shown_again_from_the_empty_legend() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    for layer in ["Plots", "Estates and zones", "Administrative units", "Infrastructure"] {
        window.click(&format!("Hide {layer}"));
    }
    window.click("Show all layers");
    assert!(window.has("Hide Plots") && !window.has("Nothing is visible"));
}

#[test]
fn the_adapter_is_named_in_the_settings_and_nowhere_else() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    assert!(!window.has("llvmpipe") && !window.has("The map is drawn by"));
    window.click("Settings");
    assert!(window.has("The map is drawn by"));
    window.click("High contrast");
    window.click("OK");
    assert!(!window.has("High contrast"));
    window.wait_until("saved", |_| desk.settings().contains("\"high_contrast\": true"));
}

#[test]
fn a_zone_that_cannot_be_written_is_kept_until_it_can() {
    let (desk, mut window) = at_lajran();
    let aside = desk.project().with_file_name("aside.gpkg");
    std::fs::rename(desk.project(), &aside).expect("moved");
    draw_square(&mut window);
    window.wait_for("One change is not in the file: zone drawn");
    assert!(window.has("is no longer in its place"));
    window.drop_file(&aside);
    window.wait_until("it holds on", |window| window.has("is not in the file yet"));
    window.click("Try again");
    window.wait_for("One change is not in the file: zone drawn");
    std::fs::rename(&aside, desk.project()).expect("put back");
    window.click("Try again");
    window.wait_for("Undo: zone drawn");
    assert!(!window.has("is not in the file:"), "the strip has gone");
    assert_eq!(desk.count("zones"), 1);
    window.wait_for("Delete zone");
}

#[test]
fn two_zones_drawn_while_nothing_could_be_written_both_come_into_the_file() {
    let (desk, mut window) = at_lajran();
    let aside = desk.project().with_file_name("aside.gpkg");
    std::fs::rename(desk.project(), &aside).expect("moved");
    draw_square(&mut window);
    window.wait_for("One change is not in the file: zone drawn");
    draw_square(&mut window);
    window.wait_until("both are kept", |window| window.has("2 changes are not in the file"));
    std::fs::rename(&aside, desk.project()).expect("put back");
    window.click("Try again");
    window.wait_until("written", |_| desk.count("zones") == 2);
    assert_eq!(
        desk.ask::<String>("SELECT group_concat(code) FROM (SELECT code FROM zones ORDER BY code)"),
        "Z-1,Z-2"
    );
}

#[test]
fn a_project_whose_file_was_replaced_is_kept_elsewhere_with_what_was_drawn() {
    let (desk, mut window) = at_lajran();
    let other = Desk::with_project();
    std::fs::rename(other.project(), desk.project()).expect("replaced");
    window.focus();
    window.wait_until("seen on coming back", |window| window.has("has taken the place of"));
    draw_square(&mut window);
    window.wait_for("One change is not in the file: zone drawn");
    window.click("Keep the project elsewhere…");
    window.wait_for("Path");
    window.press(Key::Enter);
    window.wait_for("Undo: zone drawn");
    assert!(!window.has("has taken the place of") && !window.has("is not in the file:"));
    assert_eq!(desk.count("zones"), 0, "the other file is as it was");
    let kept = desk.project().with_file_name("project-2.gpkg");
    assert_eq!(desk.count_in(&kept, "zones"), 1);
    assert_eq!(desk.count_in(&kept, "plots"), 20);
}

#[test]
fn what_cannot_be_written_is_thrown_away_when_asked_for() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::Fa);
    window.wait_for("نمایش همه");
    window.go_to("لجران");
    let aside = desk.project().with_file_name("aside.gpkg");
    std::fs::rename(desk.project(), &aside).expect("moved");
    draw_square(&mut window);
    window.wait_until("kept", |window| window.has("۱ تغییر در پرونده نیست"));
    std::fs::rename(&aside, desk.project()).expect("put back");
    window.click("دور ریختن آنچه در پرونده نیست");
    window.wait_until("thrown away", |window| !window.has("در پرونده نیست"));
    assert_eq!(desk.count("zones"), 0);
}

#[test]
fn metres_without_a_system_are_asked_for_by_where_they_would_lie() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Layers");
    let ring = "[[622000,3892000],[622500,3892000],[622500,3892500],[622000,3892500],[622000,3892000]]";
    let file = desk.write(
        "metres.geojson",
        &format!(
            r#"{{"type":"Feature","properties":{{"code":"E-9","kind":"estate","name_fa":"شهرک نو"}},
            "geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        ),
    );
    window.drop_file(&file);
    window.wait_until("asked", |window| window.has("does not say in which reference system"));
    window.click_part("(EPSG:32639): Semnan, Garmsar, Lajran");
    window.wait_until("looked through", |window| window.has("1 to import"));
    window.press(Key::Enter);
    window.wait_until("told", |window| window.has("Imported: 1 added"));
    assert_eq!(desk.count("estates"), 2);
}

#[test]
fn a_geometry_that_cannot_be_read_keeps_nobody_from_the_rest() {
    let desk = Desk::with_project();
    desk.spoil_geometry("plots", 3);
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Show everything");
    window.wait_until("told", |window| window.has("One geometry cannot be read (row 3)"));
    window.go_to("لجران");
    draw_square(&mut window);
    window.wait_for("Undo: zone drawn");
    assert_eq!((desk.count("zones"), desk.count("plots")), (1, 20));
}

#[test]
fn a_row_with_a_number_far_out_is_drawn_like_any_other() {
    let desk = Desk::with_project();
    desk.renumber("plots", 3, 1 << 40);
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Show everything");
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("A-003");
    window.wait_until("found", |window| window.has("A-003 · "));
    window.press(Key::Enter);
    window.wait_until("in the inspector", |window| window.has("A-003"));
    window.go_to("لجران");
    draw_square(&mut window);
    window.wait_for("Undo: zone drawn");
    assert_eq!(desk.count("plots"), 20);
}

/// Thousands of villages share their names, and most districts are called "Central".
#[test]
fn what_is_found_is_told_with_what_lies_above_it() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::Fa);
    window.wait_for("لایه‌ها");
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("کهن اباد");
    window.wait_until("found", |window| window.has("کهن‌آباد · دهستان · شهرستان گرمسار"));
    window.press_with(Modifiers::COMMAND, Key::A);
    window.type_text("A-017 گرمسار");
    window.wait_until("the plot", |window| window.has("A-017 · ") && window.has(" · شهرک گرمسار"));
}
