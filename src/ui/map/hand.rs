//! What the hand does with each tool: pointer and keys become steps of the
//! state machines, and these become actions.

use egui::{Event, Key, Modifiers, PointerButton, Rect, Response, Ui};
use geo::{Coord, Geometry};

use super::draw::{Draft, DrawError, Entered};
use super::facts::Stage;
use super::overlay::is_split_wide;
use super::pick::{box_around, pick_all};
use super::rectangle::{RectangleTool, TURN_FROM_POINTS};
use super::snap::{self, DIRECTION_POINTS, Nearby, Pointer, Snap, SnapKind, TOLERANCE_POINTS};
use super::vertices::{Handle, VertexEdit};
use crate::model::{RowId, Table};
use crate::render::camera::Camera;
use crate::ui::state::{Action, CameraWish, Tool, ViewState};

/// The map in this frame, for the hand.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The map's widget.
    pub response: &'a Response,
    /// The view.
    pub camera: &'a Camera,
    /// The project.
    pub stage: &'a Stage<'a>,
    /// The position under the pointer, lon/lat degrees.
    pub pointer: Option<Coord<f64>>,
    /// Whether keys belong to the map now.
    pub has_keys: bool,
    /// Whether this drag moves the map.
    pub is_panning: bool,
}

impl Moment<'_> {
    fn map(&self) -> Rect {
        self.response.rect
    }

    /// A click of the first button, not one that a key stands for.
    fn is_clicked(&self) -> bool {
        self.response.clicked_by(PointerButton::Primary)
    }

    fn key(&self, ui: &Ui, key: Key) -> bool {
        self.has_keys && ui.input(|input| input.key_pressed(key) && !input.modifiers.command)
    }
}

/// What is in the hand, tool by tool; each keeps its work while another is used.
#[derive(Default)]
pub struct Hand {
    /// The polygon that is drawn.
    pub draft: Draft,
    /// The path that is measured.
    pub measured: Draft,
    /// Whether the measured path is finished and follows the pointer no more.
    pub is_measured: bool,
    /// The rectangle.
    pub rectangle: RectangleTool,
    /// The boundary under edit.
    pub vertices: Option<VertexEdit>,
    /// The handle under the pointer.
    pub hot: Option<Handle>,
    /// Why the last step was refused, until the next one.
    pub refusal: Option<DrawError>,
    /// What the pointer snaps to.
    pub snap: Option<Snap>,
    /// Where the next vertex would be.
    pub aim: Option<Coord<f64>>,
}

impl Hand {
    /// Whether a drag with the first button belongs to the tool.
    pub fn drags(&self, tool: Tool) -> bool {
        match tool {
            Tool::Rectangle => true,
            Tool::EditVertices => {
                self.hot.is_some() || self.vertices.as_ref().is_some_and(VertexEdit::is_dragging)
            }
            Tool::Select | Tool::DrawPolygon | Tool::Measure => false,
        }
    }

    /// One frame of the tool in the hand.
    pub fn act(&mut self, ui: &Ui, moment: &Moment<'_>, state: &mut ViewState) {
        (self.snap, self.aim) = (None, None);
        if state.tool != Tool::EditVertices {
            (self.vertices, self.hot) = (None, None);
        }
        match state.tool {
            Tool::Select => select(ui, moment, state),
            Tool::DrawPolygon => self.draw(ui, moment, state),
            Tool::Rectangle => self.place_rectangle(ui, moment, state),
            Tool::EditVertices => self.edit(ui, moment, state),
            Tool::Measure => self.measure(ui, moment, state),
        }
    }

    fn draw(&mut self, ui: &Ui, moment: &Moment<'_>, state: &mut ViewState) {
        let draft = std::mem::take(&mut self.draft);
        self.take_aim(ui, moment, state, &draft);
        self.draft = draft;
        if type_into(ui, moment, &mut self.draft) {
            self.refusal = None;
        }
        let closes_by_click = self.snap.is_some_and(|snap| snap.kind == SnapKind::Start);
        let is_double = moment.response.double_clicked_by(PointerButton::Primary);
        if is_double || (moment.is_clicked() && closes_by_click) {
            self.close(state);
        } else if let Some(aim) = self.aim.filter(|_| moment.is_clicked()) {
            self.refusal = None;
            self.draft.click(aim);
        }
        if moment.key(ui, Key::Enter) {
            let aim = self.aim.or(self.draft.last()).unwrap_or_default();
            match self.draft.enter(aim) {
                Ok(Entered::Vertex) => self.refusal = None,
                Ok(Entered::Closed(polygon)) => self.drawn(polygon.into(), state),
                Err(error) => self.refusal = Some(error),
            }
        }
        if moment.key(ui, Key::Backspace) && self.draft.backspace() {
            self.refusal = None;
        }
        if moment.key(ui, Key::Escape) {
            self.refusal = None;
            if !self.draft.escape() {
                state.ask(Action::Take(Tool::Select));
            }
        }
    }

    fn close(&mut self, state: &mut ViewState) {
        match self.draft.close() {
            Ok(polygon) => self.drawn(polygon.into(), state),
            Err(error) => self.refusal = Some(error),
        }
    }

    fn drawn(&mut self, boundary: Geometry<f64>, state: &mut ViewState) {
        self.refusal = None;
        state.ask(Action::ZoneDrawn(boundary));
        state.ask(Action::Take(Tool::Select));
    }

    /// Where the next vertex of `draft` would be: snapped unless Alt is held, at a
    /// right angle while Shift is held, at the typed length.
    fn take_aim(&mut self, ui: &Ui, moment: &Moment<'_>, state: &ViewState, draft: &Draft) {
        let Some(pointer) = moment.pointer else { return };
        let Modifiers { shift, alt, .. } = ui.input(|input| input.modifiers);
        if !alt && !shift {
            let vertices = draft.vertices();
            let own_edges = vertices.iter().zip(vertices.iter().skip(1)).map(|(a, b)| [*a, *b]).collect();
            let near = Pointer {
                at: pointer,
                last: draft.last(),
                first: vertices.first().copied().filter(|_| vertices.len() > 2),
                metres_per_point: moment.camera.metres_per_point(),
            };
            self.snap = find(moment, state, &near, None, own_edges);
        }
        let at = self.snap.map_or(pointer, |snap| snap.at);
        self.aim = Some(draft.aim(at, shift));
    }

    fn measure(&mut self, ui: &Ui, moment: &Moment<'_>, state: &mut ViewState) {
        if !self.is_measured {
            let measured = std::mem::take(&mut self.measured);
            self.take_aim(ui, moment, state, &measured);
            self.measured = measured;
            type_into(ui, moment, &mut self.measured);
        }
        let is_done = moment.response.double_clicked_by(PointerButton::Primary);
        if is_done {
            self.is_measured = self.measured.vertices().len() > 1;
        } else if moment.is_clicked() {
            if std::mem::take(&mut self.is_measured) {
                self.measured.clear();
            }
            if let Some(at) = self.aim.or(moment.pointer) {
                self.measured.click(at);
            }
        }
        if moment.key(ui, Key::Enter) {
            match self.aim.filter(|_| self.measured.typed_length_m().is_some()) {
                Some(aim) => {
                    self.measured.click(aim);
                }
                None => self.is_measured = self.measured.vertices().len() > 1,
            }
        }
        if moment.key(ui, Key::Backspace) {
            self.is_measured = false;
            self.measured.backspace();
        }
        if moment.key(ui, Key::Escape) {
            self.is_measured = false;
            if !self.measured.escape() {
                state.ask(Action::Take(Tool::Select));
            }
        }
    }

    fn place_rectangle(&mut self, ui: &Ui, moment: &Moment<'_>, state: &mut ViewState) {
        if moment.key(ui, Key::Escape) && !self.rectangle.escape() {
            state.ask(Action::Take(Tool::Select));
        }
        let Some(pointer) = moment.pointer else { return };
        self.aim = Some(pointer);
        let (pressed, released, shift) = ui.input(|input| {
            (input.pointer.primary_pressed(), input.pointer.primary_released(), input.modifiers.shift)
        });
        let is_held = moment.response.is_pointer_button_down_on() && !moment.is_panning;
        // A quick tap is pressed and let go within one frame.
        if pressed && (is_held || (released && moment.is_clicked())) {
            self.rectangle.place(pointer);
        }
        let Some(centre) = self.rectangle.placed() else { return };
        let off =
            moment.camera.to_screen(pointer, moment.map()) - moment.camera.to_screen(centre, moment.map());
        if off.length() > TURN_FROM_POINTS {
            self.rectangle.turn_to(pointer, shift);
        }
        if released && let Some(polygon) = self.rectangle.finish() {
            self.drawn(polygon.into(), state);
        }
    }

    fn edit(&mut self, ui: &Ui, moment: &Moment<'_>, state: &mut ViewState) {
        self.follow_selection(moment, state);
        let is_dragging = self.vertices.as_ref().is_some_and(VertexEdit::is_dragging);
        if !is_dragging {
            self.hot = self.handle_under(moment);
        }
        let (pressed, released) =
            ui.input(|input| (input.pointer.primary_pressed(), input.pointer.primary_released()));
        let is_held = moment.response.is_pointer_button_down_on() && !moment.is_panning;
        let mut outcome = Ok(None);
        if let (Some(edit), Some(hot), true) = (&mut self.vertices, self.hot, pressed && is_held) {
            edit.grab(hot);
            self.refusal = None;
        } else if is_dragging {
            outcome = self.drag_vertex(ui, moment, state, released);
        } else if moment.is_clicked() && self.hot.is_none() {
            let zone = under(moment, state).into_iter().find(|id| id.table == Table::Zones);
            state.ask(Action::Select(zone));
        }
        if let Some(edit) = &mut self.vertices
            && (moment.key(ui, Key::Delete) || moment.key(ui, Key::Backspace))
            && !edit.is_dragging()
        {
            self.refusal = None;
            outcome = edit.remove_chosen();
        }
        match (outcome, &self.vertices) {
            (Ok(Some(boundary)), Some(edit)) => state.ask(Action::ZoneReshaped(edit.row(), boundary)),
            (Err(error), _) => self.refusal = Some(error),
            _ => {}
        }
        if moment.key(ui, Key::Escape) {
            self.refusal = None;
            if !self.vertices.as_mut().is_some_and(VertexEdit::escape) {
                state.ask(Action::Take(Tool::Select));
            }
        }
    }

    fn drag_vertex(
        &mut self,
        ui: &Ui,
        moment: &Moment<'_>,
        state: &ViewState,
        released: bool,
    ) -> Result<Option<Geometry<f64>>, DrawError> {
        let Some(edit) = &mut self.vertices else { return Ok(None) };
        let row = edit.row();
        if let Some(pointer) = moment.pointer.filter(|_| moment.response.dragged_by(PointerButton::Primary)) {
            let last = edit.chosen().and_then(|vertex| edit.neighbours(vertex)).map(|[before, _]| before);
            let near = Pointer {
                at: pointer,
                last,
                first: None,
                metres_per_point: moment.camera.metres_per_point(),
            };
            if !ui.input(|input| input.modifiers.alt) {
                self.snap = find(moment, state, &near, Some(row), Vec::new());
            }
            edit.drag_to(self.snap.map_or(pointer, |snap| snap.at));
        }
        if released { edit.let_go() } else { Ok(None) }
    }

    /// The boundary of the selected draft, as the project has it now.
    fn follow_selection(&mut self, moment: &Moment<'_>, state: &ViewState) {
        let row = state.selection.filter(|id| id.table == Table::Zones);
        let found = row.and_then(|id| Some((id, moment.stage.snapshot.row(id)?.geometry()?)));
        let found = found.filter(|_| !moment.stage.is_read_only);
        match (found, &mut self.vertices) {
            (Some((id, boundary)), Some(edit)) if edit.row() == id => edit.follow(boundary),
            (Some((id, boundary)), slot) => *slot = VertexEdit::new(id, boundary),
            (None, slot) => *slot = None,
        }
    }

    fn handle_under(&self, moment: &Moment<'_>) -> Option<Handle> {
        let edit = self.vertices.as_ref()?;
        let pointer = moment.camera.to_screen(moment.pointer?, moment.map());
        let off = |at: Coord<f64>| (moment.camera.to_screen(at, moment.map()) - pointer).length();
        let near = edit.handles().into_iter().map(|(handle, at)| (handle, off(at)));
        let near = near.filter(|(handle, off)| {
            let is_there = match handle {
                Handle::Vertex(_) => true,
                Handle::Middle(edge) => is_split_wide(edit, *edge, moment.camera, moment.map()),
            };
            is_there && f64::from(*off) <= TOLERANCE_POINTS
        });
        // A vertex before a middle, then the nearer one.
        let rank = |handle: &Handle| matches!(handle, Handle::Middle(_));
        near.min_by(|a, b| rank(&a.0).cmp(&rank(&b.0)).then(a.1.total_cmp(&b.1))).map(|(handle, _)| handle)
    }
}

fn find(
    moment: &Moment<'_>,
    state: &ViewState,
    pointer: &Pointer,
    without: Option<RowId>,
    own_edges: Vec<[Coord<f64>; 2]>,
) -> Option<Snap> {
    let bounds = box_around(pointer.at, DIRECTION_POINTS * pointer.metres_per_point);
    let stage = moment.stage;
    let nearby = snap::nearby(stage.snapshot, stage.index, &state.layers, &bounds, without);
    snap::snap(pointer, &Nearby { own_edges, ..nearby })
}

/// Typed text goes into the length; true when some was taken.
fn type_into(ui: &Ui, moment: &Moment<'_>, draft: &mut Draft) -> bool {
    if !moment.has_keys {
        return false;
    }
    let typed: String = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    });
    !typed.is_empty() && draft.type_text(&typed)
}

fn under(moment: &Moment<'_>, state: &ViewState) -> Vec<RowId> {
    let Some(pointer) = moment.pointer else { return Vec::new() };
    let scale = moment.camera.metres_per_point();
    pick_all(moment.stage.snapshot, moment.stage.index, &state.layers, pointer, scale)
}

fn select(ui: &Ui, moment: &Moment<'_>, state: &mut ViewState) {
    let met = under(moment, state).into_iter().next();
    state.hovered = met;
    if let Some(met) = met.filter(|_| moment.response.double_clicked_by(PointerButton::Primary)) {
        state.ask(Action::Show(CameraWish::Rows(vec![met])));
    } else if moment.is_clicked() {
        state.ask(Action::Select(met));
    }
    if moment.key(ui, Key::Escape) && state.selection.is_some() {
        state.ask(Action::Select(None));
    }
}
