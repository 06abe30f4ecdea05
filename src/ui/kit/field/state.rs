//! What a field keeps from frame to frame.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use egui::{Context, Id, Pos2, Rect, Vec2, pos2, vec2};

use super::editor::Editor;
use crate::locale::Direction;
use crate::render::text::{Caret, FieldLayout, TextStyle};

/// A field's own, shared by the frames.
pub(super) type Kept = Arc<Mutex<FieldState>>;

#[derive(Default)]
pub(super) struct FieldState {
    pub editor: Editor,
    pub layout: FieldLayout,
    pub preedit: Option<Preedit>,
    /// How far the text is pushed along itself so that the caret is in sight, in points.
    pub scroll: f32,
    /// Where a caret going up and down wants to be.
    pub column: Option<f32>,
    /// Shift and Space are down: the space that comes is a half space.
    pub half_space: bool,
    /// When something was done last, in seconds: the caret does not blink then.
    pub last_deed: f64,
    pub had_keyboard: bool,
}

/// What an input method has not yet decided.
#[derive(Debug, Clone, Default)]
pub(super) struct Preedit {
    pub text: String,
    /// The part it is about, in characters.
    pub active: Option<Range<usize>>,
}

/// Where a field stands and what it is; the same for all parts of a frame.
pub(super) struct Frame<'a> {
    pub ctx: &'a Context,
    pub id: Id,
    pub style: TextStyle,
    /// Where the text is seen.
    pub inner: Rect,
    pub has_lines: bool,
    pub enter_ends: bool,
    pub is_read_only: bool,
    pub now: f64,
}

/// The state of the field `id`.
pub(super) fn kept(ctx: &Context, id: Id) -> Kept {
    ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Kept>(id)))
}

/// Whether somebody types into a field: keys belong to it then.
pub fn is_typing(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    focused.is_some_and(|id| ctx.data(|data| data.get_temp::<Kept>(id)).is_some())
}

impl FieldState {
    /// Lays out `text` with what an input method has not yet decided.
    pub fn lay_out(&mut self, frame: &Frame<'_>, text: &str) {
        match &self.preedit {
            Some(preedit) => {
                let at = self.editor.caret().at;
                let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
                let shown = [before, &preedit.text, after].concat();
                self.layout.follow(frame.ctx, &shown, &frame.style);
            }
            None => self.layout.follow(frame.ctx, text, &frame.style),
        }
    }

    /// The caret as it is seen, also inside of what an input method composes.
    pub fn seen_caret(&self) -> Caret {
        let caret = self.editor.caret();
        let Some(preedit) = &self.preedit else { return caret };
        let chars = preedit.active.as_ref().map_or(usize::MAX, |active| active.end);
        let inner = preedit.text.char_indices().nth(chars).map_or(preedit.text.len(), |(at, _)| at);
        Caret::after(caret.at + inner)
    }

    /// The corner where reading starts, on the screen.
    pub fn origin(&self, frame: &Frame<'_>) -> Pos2 {
        let is_rtl = frame.style.direction.is_rtl();
        let start = super::super::direction::start_x(frame.inner, frame.style.direction);
        if frame.has_lines {
            return pos2(start, frame.inner.top() - self.scroll);
        }
        let top = frame.inner.center().y - self.layout.row_height() / 2.0;
        pos2(if is_rtl { start + self.scroll } else { start - self.scroll }, top)
    }

    /// What is in sight, in the places of the layout.
    pub fn sight(&self, frame: &Frame<'_>) -> Rect {
        frame.inner.translate(-self.origin(frame).to_vec2())
    }

    /// Room along the text, in points.
    pub fn room(&self, frame: &Frame<'_>) -> f32 {
        if frame.has_lines { frame.inner.height() } else { frame.inner.width() }
    }

    /// Lays out what is in sight, after scrolling to the caret if `to_caret`.
    pub fn bring_in_sight(&mut self, frame: &Frame<'_>, to_caret: bool) {
        // A guess on the way becomes a fact and moves the rest; twice is enough.
        for _ in 0..2 {
            if to_caret {
                self.scroll_to_caret(frame);
            }
            let longest = (self.layout_length(frame) - self.room(frame)).max(0.0);
            self.scroll = self.scroll.clamp(0.0, longest);
            let end = self.scroll + self.room(frame);
            self.scroll += self.layout.lay_out_between(frame.ctx, self.scroll, end);
        }
        let longest = (self.layout_length(frame) - self.room(frame)).max(0.0);
        self.scroll = self.scroll.clamp(0.0, longest);
    }

    fn scroll_to_caret(&mut self, frame: &Frame<'_>) {
        let caret = self.layout.caret_rect(frame.ctx, self.seen_caret());
        let (start, end) = match (frame.has_lines, frame.style.direction) {
            (true, _) => (caret.top(), caret.bottom()),
            (false, Direction::Ltr) => (caret.left(), caret.left() + CARET_WIDTH),
            (false, Direction::Rtl) => (-caret.left(), CARET_WIDTH - caret.left()),
        };
        self.scroll = self.scroll.min(start).max(end - self.room(frame));
    }

    /// Length of the text along itself, with room for a caret at its end.
    pub fn layout_length(&self, frame: &Frame<'_>) -> f32 {
        let Vec2 { x, y } = self.layout.size();
        if frame.has_lines { y } else { x + CARET_WIDTH }
    }

    /// Where the caret is on the screen, inside the field.
    pub fn caret_on_screen(&mut self, frame: &Frame<'_>) -> Rect {
        let caret = self.layout.caret_rect(frame.ctx, self.seen_caret());
        let caret = caret.translate(self.origin(frame).to_vec2());
        // Spaces at the end of a wrapped row stand over.
        let x = caret.left().clamp(frame.inner.left(), frame.inner.right());
        Rect::from_min_size(pos2(x, caret.top()), vec2(0.0, caret.height()))
    }
}

/// Width of the caret, in points.
pub(super) const CARET_WIDTH: f32 = 1.5;
