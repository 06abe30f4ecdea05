//! Messages in the corner: what happened, where, what to do; the technical
//! part folds out. Nothing is blocked by them.

use std::time::{Duration, Instant};

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Stroke, Ui, vec2};

use super::direction;
use super::icon::{Icon, paint_icon_inline};
use super::theme::{Palette, look};
use super::{disclosure, icon_button, label, strong, weak};
use crate::base::Problem;
use crate::locale::{Catalogue, Explained, Language};

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Done, or good to know.
    Info,
    /// Done, with findings.
    Warning,
    /// Failed.
    Error,
}

/// One message.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// How grave it is.
    pub severity: Severity,
    /// What is told, in the language of the window.
    pub message: Explained,
    /// What it tells of, to be told again in another language.
    problem: Option<Problem>,
}

impl Toast {
    /// A message of one sentence.
    pub fn new(severity: Severity, text: impl Into<String>) -> Self {
        let message = Explained {
            what: text.into(),
            place: String::new(),
            advice: String::new(),
            technical: String::new(),
        };
        Toast { severity, message, problem: None }
    }

    /// A problem, told.
    pub fn problem(message: Explained, problem: Problem) -> Self {
        Toast { severity: Severity::Error, message, problem: Some(problem) }
    }
}

/// Time a message stays that is not an error; errors stay until closed.
const SHOWN_FOR: Duration = Duration::from_secs(8);
/// More messages than this hide the map; the oldest go.
const MOST_SHOWN: usize = 3;

/// The messages now shown.
#[derive(Default)]
pub struct Toasts {
    shown: Vec<(u64, Toast, Instant)>,
    next: u64,
    /// The language of the last frame.
    told_in: Option<Language>,
}

impl Toasts {
    /// Shows `toast` in the next frame, instead of one that says the same.
    pub fn push(&mut self, toast: Toast) {
        self.shown.retain(|(_, known, _)| known.message != toast.message);
        self.shown.push((self.next, toast, Instant::now()));
        self.next += 1;
        if self.shown.len() > MOST_SHOWN {
            self.shown.remove(0);
        }
    }

    /// Tells the problems again where the window's language has changed.
    fn retell(&mut self, catalogue: &Catalogue) {
        if self.told_in.replace(catalogue.language()) == Some(catalogue.language()) {
            return;
        }
        for (_, toast, _) in &mut self.shown {
            if let Some(problem) = &toast.problem {
                toast.message = catalogue.explain(problem);
            }
        }
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Draws the messages in the lower corner at the end side.
    pub fn show(&mut self, ctx: &Context) {
        self.shown
            .retain(|(_, toast, since)| toast.severity == Severity::Error || since.elapsed() < SHOWN_FOR);
        if self.shown.is_empty() {
            return;
        }
        self.retell(look(ctx).catalogue());
        let is_rtl = look(ctx).direction().is_rtl();
        let (corner, offset) = if is_rtl {
            (Align2::LEFT_BOTTOM, vec2(16.0, -48.0))
        } else {
            (Align2::RIGHT_BOTTOM, vec2(-16.0, -48.0))
        };
        let mut closed = None;
        Area::new(Id::unique("toasts")).order(Order::Foreground).anchor(corner, offset).show(ctx, |ui| {
            ui.set_width(340.0);
            for (key, toast, _) in &self.shown {
                if show_one(ui, *key, toast) {
                    closed = Some(*key);
                }
            }
        });
        self.shown.retain(|(key, _, _)| Some(*key) != closed);
        if self.shown.iter().any(|(_, toast, _)| toast.severity != Severity::Error) {
            // Wakes once to take the message away; nothing moves until then.
            ctx.request_repaint_after(SHOWN_FOR);
        }
    }
}

/// Draws one message; whether its cross was pressed.
fn show_one(ui: &mut Ui, key: u64, toast: &Toast) -> bool {
    let look = look(ui.ctx());
    let palette = look.palette();
    let (icon, color) = sign(toast.severity, &palette);
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(8.0)
        .inner_margin(Margin::same(10))
        .shadow(ui.visuals().popup_shadow);
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let close_name = look.catalogue().get("common-close");
        let row = direction::row_with_ends(
            ui,
            |ui| paint_icon_inline(ui, icon, color),
            |ui| {
                let close = icon_button(ui, Icon::Close, &close_name, false).clicked();
                let direction = direction::of(ui);
                ui.with_layout(direction::column_layout(direction), |ui| strong(ui, &toast.message.what));
                close
            },
        );
        direction::column(ui, |ui| {
            for part in [&toast.message.place, &toast.message.advice] {
                if !part.is_empty() {
                    label(ui, part);
                }
            }
            if !toast.message.technical.is_empty() {
                let title = look.catalogue().get("common-technical");
                disclosure(ui, ("technical", key), &title, false, |ui| weak(ui, &toast.message.technical));
            }
        });
        row.inner.1
    });
    shown.inner
}

fn sign(severity: Severity, palette: &Palette) -> (Icon, egui::Color32) {
    match severity {
        Severity::Info => (Icon::Info, palette.accent),
        Severity::Warning => (Icon::Warning, palette.warning),
        Severity::Error => (Icon::Warning, palette.error),
    }
}
