//! The map view: one widget that takes pointer and keys, has the ground drawn
//! by `render`, and paints tools, card and furniture above it.

use std::time::Duration;

use egui::{CursorIcon, EventFilter, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo};
use geo::{Coord, CoordsIter as _, Geometry};

use super::desk::{Answer, FactsDesk, Known, SOON_S, Standing};
use super::facts::{AreaLimits, CardFacts, Size, Stage, Subject};
use super::hand::{Hand, Moment};
use super::overlay::Overlay;
use super::place::Place;
use super::{card, furniture, menu, navigate, pick, strip};
use crate::app::aside::Aside;
use crate::app::scene::names;
use crate::base::Arg;
use crate::geometry::index::geodesic_bounds;
use crate::geometry::measure::measure;
use crate::model::RowId;
use crate::render::camera::Camera;
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, look};
use crate::ui::state::{Action, Tool, ViewState};

/// A selection smaller than this on the screen gets a pin, points.
const PIN_BELOW: f32 = 26.0;

/// What the ground is drawn for.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Its place on the screen.
    pub rect: Rect,
    /// The view.
    pub camera: &'a Camera,
    /// The row that is under edit: drawn by the overlay, not by the ground.
    pub hidden: Option<RowId>,
    /// Places where tools and furniture stand, and so no name.
    pub covered: &'a [Rect],
}

/// What there is to tell about the drawing in this frame.
struct Told {
    /// Area and perimeter: of this very shape, or of the one that `known` is of
    /// where that was a moment ago.
    size: Size,
    /// The limits of its area.
    limits: Option<AreaLimits>,
    /// The rest.
    known: Known,
}

/// The map view and all it remembers between frames.
pub struct MapView {
    camera: Camera,
    hand: Hand,
    desk: FactsDesk,
    menu_row: Option<RowId>,
    /// Where the map stood in the frame before.
    stood: Option<Rect>,
    /// Where tools and furniture stood in the frame before.
    covered: Vec<Rect>,
    shapes: usize,
}

impl Default for MapView {
    fn default() -> Self {
        MapView {
            camera: navigate::first_camera(),
            hand: Hand::default(),
            desk: FactsDesk::default(),
            menu_row: None,
            stood: None,
            covered: Vec::new(),
            shapes: 0,
        }
    }
}

impl MapView {
    /// A map whose verdicts and distances are worked out by `aside`; without one
    /// they are worked out within the frame.
    pub fn with_aside(aside: Aside<Answer>) -> Self {
        MapView { desk: FactsDesk::beside(aside), ..MapView::default() }
    }

    /// The view on the map.
    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    /// Forgets everything in the hand: another project follows.
    pub fn forget(&mut self) {
        self.hand = Hand::default();
        self.desk.clear();
        self.menu_row = None;
    }

    /// Puts a boundary under edit back as the project has it: the change was refused.
    pub fn drop_edit(&mut self) {
        self.hand.vertices = None;
    }

    /// How many shapes the last frame painted above the ground.
    pub fn shape_count(&self) -> usize {
        self.shapes
    }

    /// Shows the map in all the room of `ui`. `ground` draws what lies under the
    /// tools. Sets cursor, hovered row and scale of `state` and asks for actions.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        stage: &Stage<'_>,
        state: &mut ViewState,
        ground: &mut dyn FnMut(&mut Ui, &Ground<'_>),
    ) -> Response {
        let map = ui.available_rect_before_wrap();
        let response = self.widget(ui, map);
        let (places, is_steady) = ((map, strip::left_free(ui, map)), self.stood == Some(map));
        if navigate::follow_wish(&mut self.camera, stage, state, places, is_steady) {
            ui.ctx().request_repaint();
        }
        self.stood = Some(map);
        let is_panning = self.navigate(ui, &response, state);
        let pointer = response.hover_pos().or(response.interact_pointer_pos());
        let pointer = pointer.map(|at| self.camera.to_lon_lat(at, map));
        state.cursor = pointer.map(|at| [at.x, at.y]);
        state.metres_per_point = self.camera.ground_metres_per_point();
        state.hovered = None;
        let has_keys = has_keys(ui, &response, state);
        let camera = self.camera;
        let moment = Moment { response: &response, camera: &camera, stage, pointer, has_keys, is_panning };
        self.take_tool_by_key(ui, has_keys, stage, state);
        self.hand.rectangle.offer(stage.presets.drawing.rectangle_sides_m.value);
        self.hand.act(ui, &moment, state);

        let hidden = self.hand.vertices.as_ref().map(|edit| edit.row());
        ground(ui, &Ground { rect: map, camera: &camera, hidden, covered: &self.covered });
        let told = self.told(ui, stage, state);
        self.paint(ui, map, stage, state, told.as_ref().map(|told| &told.known));
        self.covered.clear();
        self.covered.extend(furniture::show(ui, map, &camera, stage.attribution));
        self.covered.push(strip::show(ui, map, state, stage.is_read_only));
        if state.tool == Tool::Rectangle {
            self.covered.push(strip::show_rectangle_bar(ui, map, &mut self.hand.rectangle));
        }
        self.cards(ui, map, stage, state, told);
        self.context_menu(&response, pointer, stage, state);
        set_cursor(ui, &response, state.tool, self.hand.hot.is_some());
        response
    }

    fn widget(&self, ui: &mut Ui, map: Rect) -> Response {
        let response = ui.allocate_rect(map, Sense::click_and_drag());
        let name = kit::label::accessible(&look(ui.ctx()).catalogue().get("map-name"));
        response.widget_info(|| WidgetInfo::labeled(Role::Application, true, &name));
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.has_focus() {
            let keys =
                EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
        }
        response
    }

    fn navigate(&mut self, ui: &Ui, response: &Response, state: &ViewState) -> bool {
        let hand_drags = self.hand.drags(state.tool);
        navigate::by_pointer(ui, response, &mut self.camera, hand_drags);
        if response.has_focus() && !state.is_covered {
            navigate::by_key(ui, &mut self.camera, response.rect);
        }
        response.dragged_by(egui::PointerButton::Middle) || ui.input(|input| input.key_down(egui::Key::Space))
    }

    fn take_tool_by_key(&self, ui: &Ui, has_keys: bool, stage: &Stage<'_>, state: &mut ViewState) {
        if !has_keys {
            return;
        }
        let pressed = ui.input(|input| {
            let is_plain = input.modifiers.is_none();
            strip::keys().find(|key| is_plain && input.key_pressed(*key))
        });
        let Some(tool) = pressed.and_then(strip::tool_of) else { return };
        if !stage.is_read_only || matches!(tool, Tool::Select | Tool::Measure) {
            state.ask(Action::Take(tool));
        }
    }

    /// What the tool in the hand would make.
    fn subject(&self, stage: &Stage<'_>, state: &ViewState) -> Option<Subject> {
        match state.tool {
            Tool::DrawPolygon => self.hand.draft.polygon_with(self.hand.aim).map(Subject::drawn),
            Tool::Rectangle => self.hand.aim.map(|aim| Subject::drawn(self.hand.rectangle.ghost(aim))),
            Tool::EditVertices => {
                let edit = self.hand.vertices.as_ref().filter(|edit| edit.is_dragging())?;
                let row = stage.snapshot.row(edit.row())?;
                Some(Subject {
                    geometry: edit.geometry(),
                    kind: row.text("kind").map(str::to_owned),
                    uuid: Some(row.uuid()),
                })
            }
            Tool::Select | Tool::Measure => None,
        }
    }

    fn told(&mut self, ui: &Ui, stage: &Stage<'_>, state: &ViewState) -> Option<Told> {
        let Some(subject) = self.subject(stage, state) else {
            self.desk.clear();
            return None;
        };
        let size = Size::of(&subject.geometry);
        let limits = AreaLimits::of(subject.kind.as_deref(), stage.presets);
        let known = self.desk.facts(subject, stage, ui.input(|input| input.time));
        let size = match (&known.facts, known.standing) {
            // What stands together on the card is of one shape.
            (Some(facts), Standing::Recent) => {
                ui.ctx().request_repaint_after(Duration::from_secs_f64(SOON_S));
                facts.size
            }
            _ => size,
        };
        Some(Told { size, limits, known })
    }

    fn paint(&mut self, ui: &Ui, map: Rect, stage: &Stage<'_>, state: &ViewState, known: Option<&Known>) {
        let (look, hand) = (look(ui.ctx()), &self.hand);
        let overlay = Overlay::new(ui.painter(), &self.camera, map, look);
        let mut overlay = overlay.keeping(&self.covered);
        // Lines and plots of an old shape would point from where nothing is any more.
        let known = known.filter(|known| known.standing != Standing::Old);
        let facts = known.and_then(|known| known.facts.as_deref());
        if let Some(facts) = facts {
            reaches(&mut overlay, facts, stage, look);
        }
        for plot in facts.iter().flat_map(|facts| &facts.plots) {
            if let Some(geometry) = stage.snapshot.row(*plot).and_then(|row| row.geometry()) {
                overlay.outline(geometry, look.palette().error, 2.0);
            }
        }
        for shape in stage.unsaved {
            overlay.outline(shape, look.palette().error, 2.5);
        }
        match state.tool {
            Tool::Select => {}
            Tool::DrawPolygon => overlay.drawing(hand.draft.vertices(), hand.aim, true),
            Tool::Measure => overlay.drawing(hand.measured.vertices(), hand.aim, false),
            Tool::Rectangle => {
                if let Some(aim) = hand.aim {
                    overlay.polygon(&hand.rectangle.ghost(aim), false);
                }
            }
            Tool::EditVertices => {
                if let Some(edit) = &hand.vertices {
                    let mut parts = edit.boundary().into_iter();
                    let is_wrong = parts.any(|part| super::draw::check_boundary(&part).is_err());
                    overlay.handles(edit, hand.hot, is_wrong);
                }
            }
        }
        if let Some(snap) = &hand.snap {
            let last = if state.tool == Tool::Measure { hand.measured.last() } else { hand.draft.last() };
            overlay.snap(snap, last);
        }
        if let Some(at) = pin_place(stage, state, &self.camera, map) {
            overlay.pin(at);
        }
        self.shapes = overlay.count();
    }

    fn cards(&self, ui: &Ui, map: Rect, stage: &Stage<'_>, state: &ViewState, told: Option<Told>) {
        let Some(at) = state.cursor.map(|[x, y]| self.camera.to_screen(Coord { x, y }, map)) else { return };
        let catalogue = look(ui.ctx()).catalogue();
        let hand = &self.hand;
        let drawing = self.drawing_on_screen(state.tool, map);
        let place = Place { cursor: at, map, drawing: &drawing, kept: &self.covered };
        let hint = match state.tool {
            Tool::DrawPolygon if hand.draft.is_empty() => Some("map-hint-polygon"),
            Tool::EditVertices if hand.vertices.is_none() => Some("map-hint-vertices"),
            Tool::Measure if hand.measured.is_empty() => Some("map-hint-measure"),
            _ => None,
        };
        let typed = match state.tool {
            Tool::DrawPolygon => hand.draft.typed(),
            Tool::Measure => hand.measured.typed(),
            _ => "",
        };
        let hovered = state.hovered.and_then(|id| stage.snapshot.row(id));
        let path = (state.tool == Tool::Measure && !hand.measured.is_empty())
            .then(|| (hand.measured.path_with(hand.aim), hand.measured.polygon_with(hand.aim)));
        let refusal = hand.refusal;
        let is_idle = hint.is_none() && path.is_none() && told.is_none();
        if is_idle && typed.is_empty() && refusal.is_none() {
            if let Some(row) = hovered {
                let (name, what) = (names::name_or_kind(&row, catalogue), names::what(&row, catalogue));
                card::beside_with_name(ui, place, &name, &what);
            }
            return;
        }
        card::beside(ui, "map-card", place, None, |ui| {
            if let Some(hint) = hint {
                kit::Label::new(&catalogue.get(hint)).rank(TextRank::Small).weak().wrapped().show(ui);
            }
            if !typed.is_empty() {
                card::show_typed(ui, typed);
            }
            if let Some(refusal) = refusal {
                card::show_refusal(ui, refusal);
            }
            if let Some(Told { size, limits, known }) = &told {
                card::show_size(ui, *size, *limits);
                card::show_known(ui, known, stage.snapshot);
                if let Some(trouble) = &known.trouble {
                    card::show_problem(ui, trouble);
                }
            }
            if let Some((path, ring)) = path {
                let length_m = measure(&Geometry::LineString(path)).length_m;
                card::pair(ui, &catalogue.get("map-card-length"), &catalogue.distance(length_m));
                if let Some(ring) = ring {
                    let size = Size::of(&ring.into());
                    let area = size.has_area.then(|| catalogue.area(size.measures.area_m2));
                    let area = area.unwrap_or_else(|| catalogue.get("map-card-no-area"));
                    card::pair(ui, &catalogue.get("map-card-area"), &area);
                }
            }
            if let Some(row) = hovered {
                kit::strong(ui, &names::name_or_kind(&row, catalogue));
                kit::Label::new(&names::what(&row, catalogue)).rank(TextRank::Small).weak().show(ui);
            }
        });
    }

    /// The outline on the screen of what is drawn.
    fn drawing_on_screen(&self, tool: Tool, map: Rect) -> Vec<Pos2> {
        let (hand, aim) = (&self.hand, self.hand.aim);
        let vertices: Vec<Coord<f64>> = match tool {
            Tool::DrawPolygon => hand.draft.vertices().iter().copied().chain(aim).collect(),
            Tool::Measure => hand.measured.vertices().iter().copied().chain(aim).collect(),
            Tool::Rectangle => {
                aim.map(|aim| hand.rectangle.ghost(aim).exterior().0.clone()).unwrap_or_default()
            }
            Tool::EditVertices => hand
                .vertices
                .iter()
                .flat_map(|edit| edit.boundary().coords_iter().collect::<Vec<_>>())
                .collect(),
            Tool::Select => Vec::new(),
        };
        vertices.into_iter().map(|at| self.camera.to_screen(at, map)).collect()
    }

    fn context_menu(
        &mut self,
        response: &Response,
        pointer: Option<Coord<f64>>,
        stage: &Stage<'_>,
        state: &mut ViewState,
    ) {
        if response.secondary_clicked() {
            let scale = self.camera.metres_per_point();
            self.menu_row =
                pointer.and_then(|at| pick::pick(stage.snapshot, stage.index, &state.layers, at, scale));
        }
        let row = self.menu_row;
        response.context_menu(|ui| menu::show(ui, stage.snapshot, row, state, stage.is_read_only));
    }
}

/// Whether keys belong to the map: no sheet was asked for, and nothing else has
/// the keyboard.
fn has_keys(ui: &Ui, response: &Response, state: &ViewState) -> bool {
    !state.is_covered
        && ui.memory(|memory| memory.focused()).is_none_or(|focused| focused == response.id)
        && !response.context_menu_opened()
}

fn reaches(overlay: &mut Overlay<'_>, facts: &CardFacts, stage: &Stage<'_>, look: kit::Look) {
    for fact in &facts.nearest {
        let Some(reached) = fact.reached.as_ref().filter(|reached| reached.distance_m > 0.0) else {
            continue;
        };
        let catalogue = look.catalogue();
        let [from, to] = [reached.from, reached.at].map(|[x, y]| Coord { x, y });
        let (title, _) = card::nearest_words(fact, stage.snapshot, catalogue);
        let distance = catalogue.distance(reached.distance_m);
        let words =
            catalogue.text("map-reach", &[("what", Arg::Text(title)), ("distance", Arg::Text(distance))]);
        // Water in the accent of water, power in that of warnings; the words say which.
        let color = if fact.asked == "water" { look.palette().accent } else { look.palette().warning };
        overlay.reach(from, to, &words, color);
    }
}

/// Where a selection too small to be seen gets its pin.
fn pin_place(stage: &Stage<'_>, state: &ViewState, camera: &Camera, map: Rect) -> Option<Coord<f64>> {
    let bounds = geodesic_bounds(stage.snapshot.row(state.selection?)?.geometry()?)?;
    let [low, high] = [(bounds.west, bounds.south), (bounds.east, bounds.north)]
        .map(|(x, y)| camera.to_screen(Coord { x, y }, map));
    let size = Rect::from_two_pos(low, high).size();
    (size.x.max(size.y) < PIN_BELOW).then(|| bounds.centre())
}

fn set_cursor(ui: &Ui, response: &Response, tool: Tool, is_on_handle: bool) {
    if !response.hovered() || response.dragged() {
        return;
    }
    let icon = match tool {
        Tool::Select => CursorIcon::Default,
        Tool::EditVertices if is_on_handle => CursorIcon::Move,
        Tool::EditVertices => CursorIcon::Default,
        Tool::DrawPolygon | Tool::Rectangle | Tool::Measure => CursorIcon::Crosshair,
    };
    ui.ctx().set_cursor_icon(icon);
}
