//! The command palette: every action, layer, region, estate, zone and plot, by
//! name or code, in either script.

use crate::app::aside::Aside;
use crate::app::finding::told_above;
use crate::app::jobs::Waker;
use crate::app::name_search::{Found, Hit, Names};
use crate::app::scene::names;
use crate::app::session::OpenProject;
use crate::base::Arg;
use crate::locale::bidi;
use crate::locale::messages::Catalogue;
use crate::locale::{Catalogue as Words, Language};
use crate::model::RowId;
use crate::model::{Layer, RowRef};
use crate::ui::kit::{self, TextField, direction, look};
use crate::ui::state::{Action, CameraWish, Tool};
use crate::ui::window::MainWindow;
use egui::{Context, Id, Key, Modifiers, ScrollArea, Ui};
use std::sync::Arc;

/// Rows that are seen at once.
const ROWS_SEEN: usize = 9;

/// Something that can be done by its name.
struct Command {
    /// Message that names it.
    title: &'static str,
    layer: Option<Layer>,
    action: Action,
}

impl Command {
    fn text(&self, catalogue: &Catalogue) -> String {
        match self.layer {
            None => catalogue.get(self.title),
            Some(layer) => {
                let name = catalogue.get(&format!("layer-{}", layer.name()));
                catalogue.text(self.title, &[("layer", Arg::Text(name))])
            }
        }
    }
}

fn commands(has_project: bool) -> Vec<Command> {
    let plain = |title, action| Command { title, layer: None, action };
    let mut all = vec![
        plain("ui-open-project", Action::AskOpen),
        plain("ui-new-project", Action::AskCreate),
        plain("ui-open-sample", Action::OpenSample),
        plain("ui-other-language", Action::SwitchLanguage),
        plain("ui-switch-theme", Action::SwitchTheme),
        plain("ui-settings", Action::Settings),
    ];
    if has_project {
        all.extend([
            plain("ui-import", Action::AskImport),
            plain("ui-show-all", Action::Show(CameraWish::All)),
            plain("ui-undo-last", Action::Undo),
            plain("ui-redo-last", Action::Redo),
            plain("map-tool-select", Action::Take(Tool::Select)),
            plain("map-tool-polygon", Action::Take(Tool::DrawPolygon)),
            plain("map-tool-rectangle", Action::Take(Tool::Rectangle)),
            plain("map-tool-vertices", Action::Take(Tool::EditVertices)),
            plain("map-tool-measure", Action::Take(Tool::Measure)),
            plain("ui-select-nothing", Action::Select(None)),
            plain("ui-home", Action::GoToStart),
        ]);
        all.extend(Layer::ALL.into_iter().map(|layer| Command {
            title: "ui-toggle-layer",
            layer: Some(layer),
            action: Action::ToggleLayer(layer),
        }));
    }
    all
}

/// The palette while it is open.
pub struct Palette {
    query: String,
    chosen: usize,
    commands: Vec<Command>,
    command_names: Names<usize>,
    command_found: Found,
    /// Searches beside the window, the newest question only.
    aside: Aside<Answer>,
    /// What was asked last.
    asked: Option<(String, Option<Arc<Names<RowId>>>)>,
    /// The last answer, and the names it is about.
    answer: Option<Answer>,
    /// Enter was pressed before the answer to what was typed came.
    is_entered: bool,
}

/// What was found, and in which names.
type Answer = (Arc<Names<RowId>>, Found);

fn is_same(one: Option<&Arc<Names<RowId>>>, other: Option<&Arc<Names<RowId>>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (one, other) => one.is_some() == other.is_some(),
    }
}

impl Palette {
    /// A palette with nothing typed; `waker` is called when there is something to show.
    pub fn new(has_project: bool, waker: Waker) -> Palette {
        let commands = commands(has_project);
        let mut command_names = Names::default();
        let (fa, en) = (Words::of(Language::Fa), Words::of(Language::En));
        for (at, command) in commands.iter().enumerate() {
            let names = [command.text(fa), command.text(en)];
            command_names.add(at, 0, names.iter().map(String::as_str), None);
        }
        Palette {
            query: String::new(),
            chosen: 0,
            commands,
            command_names,
            command_found: Found::default(),
            aside: Aside::start(waker),
            asked: None,
            answer: None,
            is_entered: false,
        }
    }

    /// Asks what was typed where that is new, and takes in what was found.
    fn follow(&mut self, names: Option<Arc<Names<RowId>>>) {
        if self.command_found.query() != self.query {
            self.command_found = self.command_names.search(&self.query);
        }
        let is_asked =
            |(query, of): &(String, Option<_>)| *query == self.query && is_same(of.as_ref(), names.as_ref());
        if !self.asked.as_ref().is_some_and(is_asked) {
            self.asked = Some((self.query.clone(), names.clone()));
            if let Some(names) = names {
                let query = self.query.clone();
                self.aside.ask(move || {
                    let found = names.search(&query);
                    (names, found)
                });
            }
        }
        match self.aside.take() {
            Some(Ok(answer)) => self.answer = Some(answer),
            Some(Err(problem)) => tracing::error!(?problem, "a search failed"),
            None => {}
        }
    }

    /// Whether the list shows all that fits what is typed.
    fn is_whole(&self) -> bool {
        let Some((query, names)) = &self.asked else { return false };
        let is_answered = |(of, found): &Answer| found.query() == query && is_same(Some(of), names.as_ref());
        *query == self.query && (names.is_none() || self.answer.as_ref().is_some_and(is_answered))
    }

    /// Commands that are offered: all of them while nothing is typed.
    fn command_count(&self) -> usize {
        if self.query.trim().is_empty() { self.commands.len() } else { self.command_found.hits().len() }
    }

    fn command(&self, place: usize) -> Option<&Command> {
        let at = if self.query.trim().is_empty() {
            place
        } else {
            self.command_names.target(self.command_found.hits().get(place)?)?
        };
        self.commands.get(at)
    }

    fn found(&self) -> &[Hit] {
        self.answer.as_ref().map_or(&[], |(_, found)| found.hits())
    }

    /// Rows of the project come after the commands; each with what it belongs to.
    fn row(&self, place: usize) -> Option<(RowId, &[RowId])> {
        let (names, found) = self.answer.as_ref()?;
        let hit = found.hits().get(place)?;
        Some((names.target(hit)?, names.above(hit)))
    }

    fn count(&self) -> usize {
        self.command_count() + self.found().len()
    }
}

/// What a place in the list stands for.
enum Offered<'a> {
    Command(&'a Command),
    Row(RowId, &'a [RowId]),
}

fn offered(palette: &Palette, place: usize) -> Option<Offered<'_>> {
    let commands = palette.command_count();
    if place < commands {
        return palette.command(place).map(Offered::Command);
    }
    palette.row(place - commands).map(|(row, above)| Offered::Row(row, above))
}

/// Shows the palette while it is open.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(mut palette) = window.palette.take() else { return };
    let names = window.session.names();
    palette.follow(names);
    let steps = take_keys(ctx);
    let count = palette.count();
    palette.chosen = palette.chosen.saturating_add_signed(steps).min(count.saturating_sub(1));
    let (mut go, mut pressed) = (false, None);
    let project = window.session.project();
    let id = Id::unique("palette-field");
    if ctx.memory(|memory| memory.focused()).is_none_or(|focused| focused != id) {
        // Before it is shown, so that no key is lost.
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
    let shown = kit::dialog::modal(ctx, Id::unique("palette"), &catalogue.get("ui-palette"), |ui| {
        let hint = catalogue.get("ui-palette-hint");
        let name = catalogue.get("ui-palette");
        let field = TextField::new(&name).hint(&hint).id(id).show(ui, &mut palette.query);
        go = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if field.changed() {
            (palette.chosen, palette.is_entered) = (0, false);
        }
        ui.add_space(4.0);
        // The dialog keeps its height, so that it does not jump while somebody types.
        let row = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        ui.set_min_height(ROWS_SEEN as f32 * row);
        if count == 0 {
            let id = if palette.is_whole() { "ui-palette-nothing" } else { "ui-palette-searching" };
            kit::Label::new(&catalogue.get(id)).weak().wrapped().show(ui);
            return;
        }
        pressed = list(ui, &palette, project, steps != 0 || field.changed(), catalogue);
    });
    palette.is_entered |= go;
    // Enter means what was typed, not what the letters before it have found.
    let is_gone_to =
        palette.is_entered && palette.query == palette.command_found.query() && palette.is_whole();
    let place = pressed.or(is_gone_to.then_some(palette.chosen));
    palette.is_entered &= !is_gone_to;
    let action = place.and_then(|place| offered(&palette, place)).map(|offered| match offered {
        Offered::Command(command) => vec![command.action.clone()],
        Offered::Row(row, _) => vec![Action::Select(Some(row)), Action::Show(CameraWish::Rows(vec![row]))],
    });
    match action {
        Some(actions) => actions.into_iter().for_each(|action| window.state.ask(action)),
        None if shown.should_close => {}
        None => window.palette = Some(palette),
    }
}

/// Arrow keys, taken before the field sees them: steps down the list.
fn take_keys(ctx: &Context) -> isize {
    ctx.input_mut(|input| {
        let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
        pressed(Key::ArrowDown) - pressed(Key::ArrowUp)
            + (ROWS_SEEN as isize) * (pressed(Key::PageDown) - pressed(Key::PageUp))
    })
}

/// The list, of which only what is seen is made; the place that was pressed.
fn list(
    ui: &mut Ui,
    palette: &Palette,
    project: Option<&OpenProject>,
    follow: bool,
    catalogue: &Catalogue,
) -> Option<usize> {
    let height = ui.spacing().interact_size.y;
    let step = height + ui.spacing().item_spacing.y;
    let count = palette.count();
    let seen = ROWS_SEEN.min(count) as f32 * step;
    let mut area = ScrollArea::vertical().id_salt("palette").max_height(seen).auto_shrink([false, true]);
    if follow {
        // The chosen row in the middle of the list.
        let top = palette.chosen as f32 * step - (seen - step) / 2.0;
        area = area.vertical_scroll_offset(top.clamp(0.0, (count as f32 * step - seen).max(0.0)));
    }
    let mut pressed = None;
    area.show_rows(ui, height, count, |ui, places| {
        direction::column(ui, |ui| {
            for place in places {
                let Some(text) = text(palette, place, project, catalogue) else { continue };
                if kit::selectable(ui, place == palette.chosen, &text).clicked() {
                    pressed = Some(place);
                }
            }
        });
    });
    pressed
}

fn text(
    palette: &Palette,
    place: usize,
    project: Option<&OpenProject>,
    catalogue: &Catalogue,
) -> Option<String> {
    match offered(palette, place)? {
        Offered::Command(command) => Some(command.text(catalogue)),
        Offered::Row(row, above) => {
            let project = project?;
            let row = project.snapshot.row(row)?;
            let above: Vec<RowRef<'_>> = above.iter().filter_map(|id| project.snapshot.row(*id)).collect();
            let is_village = row.table().layer() == Layer::Places || row.text("level") == Some("abadi");
            let mut parts = vec![names::name_or_kind(&row, catalogue), names::what(&row, catalogue)];
            parts.extend(told_above(&above, is_village).iter().map(|unit| {
                let name = names::name_in(unit, catalogue.language());
                catalogue.thing(unit.text("level"), name.as_deref(), None)
            }));
            // Each in its own direction: a figure after a name of the other script would
            // else stand on the wrong side of it.
            let parts = parts.iter().map(|part| bidi::part(part));
            Some(parts.collect::<Vec<_>>().join(" · "))
        }
    }
}
