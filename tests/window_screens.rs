//! One picture of each main screen over the same small project, drawn by a
//! software adapter; `UPDATE_SNAPSHOTS=1` renews them.

mod window_support;

use egui::{Key, Modifiers, Vec2};
use shahrak::locale::Language;
use shahrak::ui::window::Start;
use window_support::{Desk, Window};

const SIZE: Vec2 = Vec2::new(1024.0, 640.0);

fn project(language: Language) -> (Desk, Window) {
    let desk = Desk::with_project();
    let mut window = Window::open_in(&desk, Start::Project(desk.project()), language, SIZE);
    window.wait_for(if language == Language::Fa { "لایه‌ها" } else { "Layers" });
    (desk, window)
}

#[test]
fn start_screen() {
    let desk = Desk::with_project();
    let mut window = Window::open_in(&desk, Start::Screen, Language::Fa, SIZE);
    window.wait_for("باز کردن پروژه نمونه");
    window.picture("screen_start_fa");
}

#[test]
fn project_in_persian() {
    let (_desk, mut window) = project(Language::Fa);
    window.picture("screen_project_fa");
}

#[test]
fn project_in_english_in_the_dark() {
    let (_desk, mut window) = project(Language::En);
    window.click("Dark theme");
    window.click("Dehestans");
    window.picture("screen_project_en_dark");
}

#[test]
fn import_sheet() {
    let (desk, mut window) = project(Language::En);
    window.drop_file(&desk.import_file());
    window.wait_for("Import");
    window.picture("screen_import_en");
}

#[test]
fn palette() {
    let (_desk, mut window) = project(Language::Fa);
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("گرمسار");
    window.wait_until("found", |window| window.has("شهرک گرمسار · "));
    window.picture("screen_palette_fa");
}

#[test]
fn mark_dialog() {
    let (_desk, mut window) = project(Language::Fa);
    window.click("دهستان‌ها");
    window.wait_until("listed", |window| window.has("۱۴٬۲۰۰ نفر"));
    window.click("نشان کردن لجران به عنوان کم‌برخوردار…");
    window.wait_for("دلیل");
    window.picture("screen_mark_fa");
}

#[test]
fn settings() {
    let (_desk, mut window) = project(Language::Fa);
    window.click("تنظیمات");
    window.wait_for("تباین زیاد");
    window.click("تأیید");
    assert!(!window.has("تباین زیاد"));
}

#[test]
fn an_empty_project() {
    let desk = Desk::with_project();
    let mut window = Window::open_in(&desk, Start::Screen, Language::Fa, SIZE);
    window.wait_for("باز کردن پروژه نمونه");
    window.press_with(Modifiers::COMMAND, Key::N);
    window.wait_for("مسیر");
    window.type_into("مسیر", &desk.project().with_file_name("empty.gpkg").display().to_string());
    window.press(Key::Enter);
    window.wait_for("ترسیم ناحیه");
    window.picture("screen_empty_fa");
}
