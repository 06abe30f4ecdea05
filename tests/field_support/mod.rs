//! A field by itself, driven by keys and pointer as a window would drive it.

#![allow(dead_code)]

use egui::{
    Context, Event, FullOutput, ImeEvent, Key, Modifiers, OutputCommand, PointerButton, Pos2, RawInput, Rect,
    Shape, Vec2, accesskit, pos2, vec2,
};
use shahrak::locale::Language;
use shahrak::render::text;
use shahrak::ui::kit::theme::{TextRank, apply};
use shahrak::ui::kit::{Look, NumberField, TextField, field};
use std::time::Duration;

/// What stands in the window.
#[derive(Clone, Copy)]
pub enum Kind {
    Line,
    Lines(usize),
    ReadOnly,
    Number,
}

/// A window with one field, known as "field", and nothing else.
pub struct Field {
    pub ctx: Context,
    pub text: String,
    pub number: f64,
    pub language: Language,
    pub kind: Kind,
    pub width: f32,
    pub is_shown: bool,
    pub rect: Rect,
    pub label: Rect,
    /// Whether the last frame's response was marked as changed.
    pub has_changed: bool,
    pub has_lost_focus: bool,
    time: f64,
    output: FullOutput,
    /// Lays out what the field shows, beside it.
    beside: Context,
}

const SIZE: Vec2 = vec2(600.0, 400.0);

impl Field {
    pub fn new(language: Language, kind: Kind, text: &str) -> Field {
        let ctx = Context::default();
        ctx.enable_accesskit();
        text::install_fonts(&ctx);
        let mut field = Field {
            ctx,
            text: text.to_owned(),
            number: 12.5,
            language,
            kind,
            width: 400.0,
            is_shown: true,
            rect: Rect::NOTHING,
            label: Rect::NOTHING,
            has_changed: false,
            has_lost_focus: false,
            time: 0.0,
            output: FullOutput::default(),
            beside: Context::default(),
        };
        text::install_fonts(&field.beside);
        field.beside.run_ui(RawInput::default(), |_| ()).textures_delta.clear();
        field.is_shown = false;
        // Fonts take effect in the pass after they are set.
        field.frame(Vec::new());
        field.is_shown = true;
        field.frame(Vec::new());
        field.frame(Vec::new());
        field
    }

    /// One that has the keyboard.
    pub fn focused(language: Language, kind: Kind, text: &str) -> Field {
        let mut field = Field::new(language, kind, text);
        field.focus();
        field
    }

    pub fn focus(&mut self) {
        self.press(Key::Tab);
        self.frame(Vec::new());
        assert!(field::is_typing(&self.ctx), "no keyboard");
    }

    pub fn frame(&mut self, events: Vec<Event>) {
        self.time += 0.02;
        let (language, kind, width, is_shown) = (self.language, self.kind, self.width, self.is_shown);
        let input = RawInput {
            events,
            time: Some(self.time),
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            focused: true,
            ..RawInput::default()
        };
        let (text, number) = (&mut self.text, &mut self.number);
        let mut shown = None;
        let mut label = Rect::NOTHING;
        let ctx = self.ctx.clone();
        let mut output = ctx.run_ui(input, |ui| {
            apply(ui.ctx(), Look { language, ..Look::default() });
            if !is_shown {
                return;
            }
            shown = Some(match kind {
                Kind::Line => TextField::new("field").hint("hint").width(width).show(ui, text),
                Kind::Lines(rows) => TextField::new("field").multi_line(rows).width(width).show(ui, text),
                Kind::ReadOnly => TextField::new("field").read_only().width(width).show(ui, text),
                Kind::Number => {
                    let from = ui.cursor().min;
                    let response =
                        NumberField::new("field").step(0.5).range(0.0..=5_000.0).show_labelled(ui, number);
                    label = Rect::from_min_size(from, vec2(20.0, 10.0));
                    response
                }
            });
        });
        // Nothing is painted here.
        output.textures_delta.clear();
        self.output = output;
        self.label = label;
        if let Some(response) = shown {
            (self.rect, self.has_changed) = (response.rect, response.changed());
            self.has_lost_focus = response.lost_focus();
        }
    }

    pub fn event(&mut self, event: Event) {
        self.frame(vec![event]);
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.frame(vec![event(true), event(false)]);
    }

    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.event(Event::Text(letter.to_string()));
        }
    }

    pub fn type_at_once(&mut self, text: &str) {
        self.event(Event::Text(text.to_owned()));
    }

    pub fn paste(&mut self, text: &str) {
        self.event(Event::Paste(text.to_owned()));
    }

    pub fn compose(&mut self, text: &str) {
        self.event(Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None }));
    }

    pub fn decide(&mut self, text: &str) {
        self.event(Event::Ime(ImeEvent::Commit(text.to_owned())));
    }

    fn button(&mut self, pos: Pos2, pressed: bool, modifiers: Modifiers) {
        let button = PointerButton::Primary;
        self.frame(vec![Event::PointerMoved(pos), Event::PointerButton { pos, button, pressed, modifiers }]);
    }

    pub fn click(&mut self, pos: Pos2) {
        self.click_with(Modifiers::NONE, pos);
    }

    pub fn click_with(&mut self, modifiers: Modifiers, pos: Pos2) {
        self.event(Event::PointerMoved(pos));
        self.event(Event::ModifiersChanged(modifiers));
        self.button(pos, true, modifiers);
        self.button(pos, false, modifiers);
        self.event(Event::ModifiersChanged(Modifiers::NONE));
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.event(Event::PointerMoved(from));
        self.button(from, true, Modifiers::NONE);
        for step in 1..=4 {
            self.event(Event::PointerMoved(from + (to - from) * step as f32 / 4.0));
        }
        self.button(to, false, Modifiers::NONE);
    }

    /// Time passes without anything.
    pub fn pause(&mut self, seconds: f64) {
        self.time += seconds;
        self.frame(Vec::new());
    }

    /// What was put on the clipboard in the last frame.
    pub fn copied(&self) -> Option<&str> {
        self.output.platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.as_str()),
            _ => None,
        })
    }

    pub fn selected(&mut self) -> String {
        self.event(Event::Copy);
        self.copied().unwrap_or_default().to_owned()
    }

    /// Where the caret is, as the input method is told.
    pub fn caret(&mut self) -> Rect {
        self.frame(Vec::new());
        self.output.platform_output.ime.expect("a caret").cursor_rect
    }

    pub fn cursor_icon(&self) -> egui::CursorIcon {
        self.output.platform_output.cursor_icon
    }

    pub fn has_input_method(&self) -> bool {
        self.output.platform_output.ime.is_some()
    }

    /// How long until the next frame is asked for.
    pub fn wants_frame_after(&self) -> Duration {
        self.output.viewport_output.values().map(|view| view.repaint_delay).min().expect("a window")
    }

    fn accent(&self) -> egui::Color32 {
        Look { language: self.language, ..Look::default() }.palette().accent
    }

    /// The selection as it is painted.
    pub fn painted_selection(&mut self) -> Vec<Rect> {
        self.frame(Vec::new());
        let wanted = self.accent().gamma_multiply(0.3);
        self.filled_with(wanted)
    }

    /// The caret, if it is lit.
    pub fn painted_caret(&self) -> Option<Rect> {
        self.filled_with(self.accent()).first().copied()
    }

    fn filled_with(&self, wanted: egui::Color32) -> Vec<Rect> {
        let filled = self.output.shapes.iter().filter_map(|clipped| match &clipped.shape {
            Shape::Rect(shape) if shape.fill == wanted => Some(shape.rect),
            _ => None,
        });
        filled.collect()
    }

    /// Places of all texts that are painted.
    pub fn painted_texts(&self) -> Vec<(Rect, String)> {
        let painted = self.output.shapes.iter().filter_map(|clipped| match &clipped.shape {
            Shape::Text(shape) => {
                let rect = shape.visual_bounding_rect().intersect(clipped.clip_rect);
                Some((rect, shape.galley.job.text.clone()))
            }
            _ => None,
        });
        painted.collect()
    }

    /// Horizontal lines that are painted.
    pub fn painted_lines(&self) -> usize {
        self.output.shapes.iter().filter(|clipped| matches!(clipped.shape, Shape::LineSegment { .. })).count()
    }

    /// What a screen reader is told of the field.
    pub fn told(&self) -> accesskit::Node {
        let update = self.output.platform_output.accesskit_update.as_ref().expect("accessibility");
        let is_field = |node: &accesskit::Node| {
            node.label() == Some("field")
                && matches!(node.role(), accesskit::Role::TextInput | accesskit::Role::MultilineTextInput)
        };
        update.nodes.iter().find(|(_, node)| is_field(node)).expect("the field").1.clone()
    }

    pub fn ask(&mut self, action: accesskit::Action, value: &str) {
        let target = {
            let update = self.output.platform_output.accesskit_update.as_ref().expect("accessibility");
            update.nodes.iter().find(|(_, node)| node.label() == Some("field")).expect("the field").0
        };
        self.event(Event::AccessKitActionRequest(accesskit::ActionRequest {
            action,
            target_tree: accesskit::TreeId::ROOT,
            target_node: target,
            data: Some(accesskit::ActionData::Value(value.into())),
        }));
    }

    /// Where the text stands.
    pub fn inner(&self) -> Rect {
        self.rect.shrink2(vec2(8.0, 4.0))
    }

    /// The middle of the place where the character at byte `at` of a text of one row is seen.
    pub fn place_of(&mut self, at: usize) -> Pos2 {
        let rtl = self.language == Language::Fa;
        let style = text::TextStyle::new(Look::default().size(TextRank::Body), self.language.into());
        let text = self.text.clone();
        let mut seen = None;
        let inner = self.inner();
        let mut output = self.beside.run_ui(RawInput::default(), |ui| {
            let mut layout = text::FieldLayout::default();
            layout.follow(ui.ctx(), &text, &style);
            let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
            let stretch = layout.selection(ui.ctx(), at..end, Rect::EVERYTHING);
            seen = stretch.first().map(|stretch| stretch.center().x);
        });
        output.textures_delta.clear();
        let start = if rtl { inner.right() } else { inner.left() };
        pos2(start + seen.expect("seen"), inner.center().y)
    }
}
