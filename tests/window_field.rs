//! Fields in the whole window: keys belong to whoever has the keyboard.

mod window_support;

use egui::{Key, Modifiers};
use shahrak::locale::Language;
use shahrak::ui::window::Start;
use window_support::{Desk, Window};

#[test]
fn undo_in_a_field_is_not_undo_of_the_project() {
    let desk = Desk::with_project();
    let mut window = Window::open(&desk, Start::Project(desk.project()), Language::En);
    window.wait_for("Dehestans");
    window.click("Dehestans");
    window.wait_for("2 dehestans, 0 marked as under-served");
    window.click("Mark Lajran as under-served…");
    window.wait_for("Reason");
    window.type_text("No water main");
    // Enter ends the reason, though it may have several lines.
    window.press_with(Modifiers::SHIFT, Key::Enter);
    window.type_text("and no road");
    window.press(Key::Enter);
    window.wait_until("marked", |window| window.has("2 dehestans, 1 marked as under-served"));

    window.type_into("Name, county or code", "Kohan");
    window.wait_until("filtered", |window| window.has("1 dehestan, 1 marked as"));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("the filter is empty", |window| window.has("2 dehestans, 1 marked as under-served"));
    window.pause();
    assert_eq!(desk.count("marks"), 1);
    // Without a field the keys are the project's.
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("unmarked", |window| window.has("2 dehestans, 0 marked as under-served"));
    assert_eq!(desk.count("marks"), 0);
}
