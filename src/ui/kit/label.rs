//! Text that is read, not pressed.

use egui::{Color32, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::direction;
use super::theme::{TextRank, look};
use crate::locale::bidi;
use crate::locale::foreign::beginning;
use crate::render::text::{self, RowAlign, TextBlock, TextStyle, Weight};

/// A label with choices; the functions of this module make the usual ones.
#[must_use = "a label is shown by `show`"]
pub struct Label<'text> {
    text: &'text str,
    rank: TextRank,
    weight: Weight,
    color: Option<Color32>,
    is_weak: bool,
    fit: LabelFit,
    align: RowAlign,
    role: Role,
    sense: Sense,
}

#[derive(Clone, Copy, PartialEq)]
enum LabelFit {
    /// Wrapped in a column, as wide as needed in a row.
    ByLayout,
    Wrapped,
    Elided(Option<f32>),
    Extended,
}

impl<'text> Label<'text> {
    /// A label of running text; wrapped in a column, on one row in a row.
    pub fn new(text: &'text str) -> Self {
        Label {
            text,
            rank: TextRank::Body,
            weight: Weight::Regular,
            color: None,
            is_weak: false,
            fit: LabelFit::ByLayout,
            align: RowAlign::Start,
            role: Role::Label,
            sense: Sense::hover(),
        }
    }

    /// In this size.
    pub fn rank(mut self, rank: TextRank) -> Self {
        self.rank = rank;
        self
    }

    /// With this weight.
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// In this colour.
    pub fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }

    /// In the colour of less important text.
    pub fn weak(mut self) -> Self {
        self.is_weak = true;
        self
    }

    /// Broken into rows of the available width.
    pub fn wrapped(mut self) -> Self {
        self.fit = LabelFit::Wrapped;
        self
    }

    /// On one row, cut at its end to the available width; the whole text is in
    /// the tooltip.
    pub fn elided(mut self) -> Self {
        self.fit = LabelFit::Elided(None);
        self
    }

    /// On one row, cut at its end to `width` points.
    pub fn elided_to(mut self, width: f32) -> Self {
        self.fit = LabelFit::Elided(Some(width));
        self
    }

    /// On one row, as wide as it needs.
    pub fn extended(mut self) -> Self {
        self.fit = LabelFit::Extended;
        self
    }

    /// With its rows placed so.
    pub fn aligned(mut self, align: RowAlign) -> Self {
        self.align = align;
        self
    }

    /// Reacting to this.
    pub fn sense(mut self, sense: Sense) -> Self {
        self.sense = sense;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let look = look(ui.ctx());
        let palette = look.palette();
        let style =
            TextStyle::new(look.size(self.rank), look.direction()).weight(self.weight).aligned(self.align);
        let style = match self.fit {
            LabelFit::Wrapped => style.wrapped(ui.available_width()),
            LabelFit::ByLayout if !ui.layout().is_horizontal() => style.wrapped(ui.available_width()),
            LabelFit::Elided(width) => style.elided(width.unwrap_or_else(|| ui.available_width())),
            LabelFit::ByLayout | LabelFit::Extended => style,
        };
        let block = text::layout(ui.ctx(), self.text, &style);
        let color = self.color.unwrap_or(if self.is_weak { palette.weak_text } else { palette.text });
        let (rect, response) = ui.allocate_exact_size(block.size(), self.sense);
        let (name, role) = (accessible(self.text), self.role);
        response.widget_info(|| WidgetInfo::labeled(role, true, &name));
        if ui.is_rect_visible(rect) {
            block.paint_colored(ui.painter(), rect.min, dimmed(ui, color));
        }
        if block.is_elided() { tooltip(response, self.text) } else { response }
    }
}

/// Running text.
pub fn label(ui: &mut Ui, text: &str) -> Response {
    Label::new(text).show(ui)
}

/// Less important text.
pub fn weak(ui: &mut Ui, text: &str) -> Response {
    Label::new(text).weak().show(ui)
}

/// Running text that stands out: values, names.
pub fn strong(ui: &mut Ui, text: &str) -> Response {
    Label::new(text).weight(Weight::Medium).show(ui)
}

/// The heading of a panel or group.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    Label { role: Role::Heading, ..Label::new(text).rank(TextRank::Heading).weight(Weight::Bold) }.show(ui)
}

/// The title of a screen or dialog.
pub fn title(ui: &mut Ui, text: &str) -> Response {
    Label { role: Role::Heading, ..Label::new(text).rank(TextRank::Title).weight(Weight::Bold) }.show(ui)
}

/// Shows `words` while the pointer rests on the widget of `response`.
pub fn tooltip(response: Response, words: &str) -> Response {
    const WIDTH: f32 = 320.0;
    response.on_hover_ui(|ui| {
        // As wide as a short text, not wider: from right to left a column fills its room.
        let look = look(ui.ctx());
        let style = TextStyle::new(look.size(TextRank::Body), look.direction());
        ui.set_max_width(text::layout(ui.ctx(), words, &style).size().x.ceil().min(WIDTH));
        direction::column(ui, |ui| Label::new(words).wrapped().show(ui));
    })
}

/// The name that screen readers and tests know a text by: without invisible
/// direction marks, with plain spaces.
pub fn accessible(text: &str) -> String {
    /// Nobody listens to more.
    const LONGEST_HEARD_BYTES: usize = 4_000;
    bidi::plain(beginning(text, LONGEST_HEARD_BYTES))
}

/// `color` as it is shown in this `ui`, paler where widgets are disabled.
pub(super) fn dimmed(ui: &Ui, color: Color32) -> Color32 {
    if ui.is_enabled() { color } else { color.gamma_multiply(ui.visuals().disabled_alpha()) }
}

/// A one-row text for a control, with room for `padding` on each side.
pub(super) fn control_text(ui: &Ui, text: &str, weight: Weight, padding: Vec2) -> (TextBlock, Vec2) {
    let look = look(ui.ctx());
    let style = TextStyle::new(look.size(TextRank::Body), look.direction()).weight(weight);
    // A wide text in a narrow panel is cut, not painted over its neighbour.
    let room = (ui.available_width() - 2.0 * padding.x).max(24.0);
    let block = text::layout(ui.ctx(), text, &style.elided(room));
    let mut size = block.size() + 2.0 * padding;
    size.y = size.y.max(ui.spacing().interact_size.y);
    (block, size)
}
