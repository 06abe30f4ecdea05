//! The command palette: every action, layer, region, estate, zone and plot, by
//! name or code, in either script.

use crate::app::finding::{self, Names, Search};
use crate::app::scene::names;
use crate::app::session::OpenProject;
use crate::base::Arg;
use crate::locale::messages::Catalogue;
use crate::locale::{Catalogue as Words, Language};
use crate::model::{Layer, RowId, RowRef};
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
    command_search: Search,
    search: Search,
    /// The names that were searched; others have come when the project changed.
    names: Option<Arc<Names<RowId>>>,
    is_whole: bool,
}

impl Palette {
    /// A palette with nothing typed.
    pub fn new(has_project: bool) -> Palette {
        let commands = commands(has_project);
        let mut command_names = Names::default();
        let (fa, en) = (Words::of(Language::Fa), Words::of(Language::En));
        for (at, command) in commands.iter().enumerate() {
            let names = [command.text(fa), command.text(en)];
            command_names.add(at, 0, names.iter().map(String::as_str), "");
        }
        Palette {
            query: String::new(),
            chosen: 0,
            commands,
            command_names,
            command_search: Search::new(""),
            search: Search::new(""),
            names: None,
            is_whole: true,
        }
    }

    /// Searches on: a slice of the names a frame.
    fn step(&mut self, names: Option<Arc<Names<RowId>>>) {
        let is_other = match (&self.names, &names) {
            (Some(one), Some(other)) => !Arc::ptr_eq(one, other),
            (one, other) => one.is_some() != other.is_some(),
        };
        if self.search.query() != self.query || is_other {
            self.search = Search::new(&self.query);
            self.command_search = Search::new(&self.query);
            self.command_search.step(&self.command_names);
            self.names = names;
            self.is_whole = false;
        }
        if !self.is_whole {
            self.is_whole = self.names.as_ref().is_none_or(|names| self.search.step(names));
        }
    }

    /// Commands that are offered: all of them while nothing is typed.
    fn command_count(&self) -> usize {
        if self.query.trim().is_empty() { self.commands.len() } else { self.command_search.hit_count() }
    }

    fn command(&self, place: usize) -> Option<&Command> {
        let at = if self.query.trim().is_empty() {
            place
        } else {
            self.command_search.hit(&self.command_names, place)?
        };
        self.commands.get(at)
    }

    /// Rows of the project come after the commands, unless a name fits better.
    fn row(&self, place: usize) -> Option<RowId> {
        self.search.hit(self.names.as_ref()?, place)
    }

    fn count(&self) -> usize {
        self.command_count() + self.search.hit_count()
    }
}

/// What a place in the list stands for.
enum Offered<'a> {
    Command(&'a Command),
    Row(RowId),
}

fn offered(palette: &Palette, place: usize) -> Option<Offered<'_>> {
    let commands = palette.command_count();
    if place < commands {
        return palette.command(place).map(Offered::Command);
    }
    palette.row(place - commands).map(Offered::Row)
}

/// Shows the palette while it is open.
pub fn show(ctx: &Context, window: &mut MainWindow) {
    let catalogue = look(ctx).catalogue();
    let Some(mut palette) = window.palette.take() else { return };
    let names = window.session.names();
    palette.step(names);
    if !palette.is_whole {
        ctx.request_repaint();
    }
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
            palette.chosen = 0;
        }
        ui.add_space(4.0);
        // The dialog keeps its height, so that it does not jump while somebody types.
        let row = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        ui.set_min_height(ROWS_SEEN as f32 * row);
        if count == 0 {
            let id = if palette.is_whole { "ui-palette-nothing" } else { "ui-palette-searching" };
            kit::Label::new(&catalogue.get(id)).weak().wrapped().show(ui);
            return;
        }
        pressed = list(ui, &palette, project, steps != 0 || field.changed(), catalogue);
    });
    let place = pressed.or(go.then_some(palette.chosen));
    let action = place.and_then(|place| offered(&palette, place)).map(|offered| match offered {
        Offered::Command(command) => vec![command.action.clone()],
        Offered::Row(row) => vec![Action::Select(Some(row)), Action::Show(CameraWish::Rows(vec![row]))],
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
        Offered::Row(row) => {
            let project = project?;
            let row = project.snapshot.row(row)?;
            let mut parts = vec![names::name_or_kind(&row, catalogue), names::what(&row, catalogue)];
            parts.extend(above(&row, project, catalogue));
            Some(parts.join(" · "))
        }
    }
}

/// The estate of a plot, the county or province above a unit.
fn above(row: &RowRef<'_>, project: &OpenProject, catalogue: &Catalogue) -> Option<String> {
    let found = match row.table().layer() {
        Layer::Plots => project.snapshot.with_code(Layer::Estates, row.text("estate_code")?).next()?,
        Layer::Admin => finding::unit_above(&project.snapshot, row)?,
        _ => return None,
    };
    Some(names::name_or_kind(&found, catalogue))
}
