//! Floating windows and modal dialogs with our own title bar, as egui's own
//! title is not made by the one door for text.

use egui::{Context, Frame, Id, InnerResponse, Modal, Ui};

use super::direction;
use super::icon::Icon;
use super::theme::look;
use super::{heading, icon_button};

/// A floating window; closed by its cross or Escape, which sets `is_open` to
/// false. Returns what `contents` gave while it is open.
pub fn window<R>(
    ctx: &Context,
    id: Id,
    title: &str,
    is_open: &mut bool,
    contents: impl FnOnce(&mut Ui) -> R,
) -> Option<InnerResponse<Option<R>>> {
    if !*is_open {
        return None;
    }
    let mut close = false;
    let shown = egui::Window::new("").id(id).title_bar(false).collapsible(false).show(ctx, |ui| {
        close = title_bar(ui, title);
        direction::column(ui, contents).inner
    });
    if let Some(inner) = &shown {
        ctx.accesskit_node_builder(inner.response.id, |node| node.set_label(super::label::accessible(title)));
    }
    if close {
        *is_open = false;
    }
    shown
}

/// What became of a modal dialog in this frame.
pub struct DialogOutcome<R> {
    /// What `contents` gave.
    pub inner: R,
    /// The cross, Escape or a press beside the dialog.
    pub should_close: bool,
}

/// A dialog that takes the whole attention; for questions that cannot wait.
pub fn modal<R>(ctx: &Context, id: Id, title: &str, contents: impl FnOnce(&mut Ui) -> R) -> DialogOutcome<R> {
    let mut close = false;
    let style = ctx.global_style();
    let frame = Frame::popup(&style).inner_margin(style.spacing.window_margin);
    let shown = Modal::new(id).frame(frame).show(ctx, |ui| {
        ui.set_max_width(480.0 * look(ui.ctx()).text_scale);
        close = title_bar(ui, title);
        direction::column(ui, contents).inner
    });
    let should_close = close || shown.should_close();
    DialogOutcome { inner: shown.inner, should_close }
}

/// Title at the start, cross at the end; whether the cross was pressed.
fn title_bar(ui: &mut Ui, title: &str) -> bool {
    let close_name = look(ui.ctx()).catalogue().get("common-close");
    let row = direction::row_with_ends(
        ui,
        |ui| heading(ui, title),
        |ui| icon_button(ui, Icon::Close, &close_name, false).clicked(),
    );
    ui.add_space(4.0);
    row.inner.1
}
