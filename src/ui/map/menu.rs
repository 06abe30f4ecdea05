//! What can be done with the thing under a right click.

use egui::Ui;

use crate::app::scene::names;
use crate::app::zoning;
use crate::model::{RowId, RowRef, Snapshot, Table};
use crate::ui::kit::{self, direction, look};
use crate::ui::state::{Action, CameraWish, Tool, ViewState};

/// Shows the lines of the menu for a row, or for empty ground.
pub fn show(ui: &mut Ui, snapshot: &Snapshot, row: Option<RowId>, state: &mut ViewState, is_read_only: bool) {
    ui.set_min_width(180.0);
    direction::column(ui, |ui| match row.and_then(|id| snapshot.row(id)) {
        Some(row) => lines_for(ui, &row, state, is_read_only),
        None => {
            if line(ui, "map-show-all") {
                state.ask(Action::Show(CameraWish::All));
            }
        }
    });
}

fn lines_for(ui: &mut Ui, row: &RowRef<'_>, state: &mut ViewState, is_read_only: bool) {
    let id = row.id();
    kit::weak(ui, &names::name_or_kind(row, look(ui.ctx()).catalogue()));
    if line(ui, "map-menu-zoom") {
        state.ask(Action::Show(CameraWish::Rows(vec![id])));
    }
    if id.table == Table::Admin && !is_read_only && line(ui, "map-menu-mark") {
        state.ask(Action::AskMark(id));
    }
    if id.table == Table::Zones && !is_read_only {
        if line(ui, "map-menu-edit") {
            state.ask(Action::Select(Some(id)));
            state.ask(Action::Take(Tool::EditVertices));
        }
        if line(ui, "map-menu-delete") {
            state.ask(Action::Change(zoning::remove(row)));
        }
    }
    if let Some(code) = row.code()
        && line(ui, "map-menu-copy")
    {
        ui.ctx().copy_text(code.to_owned());
    }
}

fn line(ui: &mut Ui, message: &str) -> bool {
    let text = look(ui.ctx()).catalogue().get(message);
    let is_pressed = kit::selectable(ui, false, &text).clicked();
    if is_pressed {
        ui.close();
    }
    is_pressed
}
