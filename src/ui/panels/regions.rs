//! The dehestans, the most people first: filter, select, zoom, mark.

use crate::app::regions::Region;
use crate::app::scene::names;
use crate::app::session::OpenProject;
use crate::base::Arg;
use crate::locale::messages::Catalogue;
use crate::locale::normalise::search_key;
use crate::locale::numbers::Decimals;
use crate::render::text::{self, RowAlign, TextStyle};
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, Icon, TextField, direction, look};
use crate::ui::state::{Action, CameraWish};
use crate::ui::window::MainWindow;
use egui::{Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};
use std::sync::Arc;

/// Room of one line of the list, in points.
const ROW_HEIGHT: f32 = 44.0;

/// The list as it is filtered now.
#[derive(Default)]
pub struct RegionList {
    filter: String,
    /// The list and the filter that `shown` was made for.
    made_for: Option<(Arc<Vec<Region>>, String)>,
    shown: Vec<usize>,
}

impl RegionList {
    fn follow(&mut self, regions: &Arc<Vec<Region>>) {
        let key = search_key(&self.filter);
        let is_made = self.made_for.as_ref().is_some_and(|(of, by)| Arc::ptr_eq(of, regions) && *by == key);
        if !is_made {
            let fits = regions.iter().enumerate().filter(|(_, region)| region.fits(&key));
            self.shown = fits.map(|(at, _)| at).collect();
            self.made_for = Some((Arc::clone(regions), key));
        }
    }
}

/// Shows the list.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    let Some(regions) = window.session.regions().cloned() else {
        kit::weak(ui, &catalogue.get("ui-regions-reading"));
        return;
    };
    let Some(project) = window.session.project().cloned() else { return };
    if regions.is_empty() {
        kit::Label::new(&catalogue.get("ui-regions-empty")).weak().wrapped().show(ui);
        if project.read_only.is_none() && kit::button(ui, &catalogue.get("ui-import")).clicked() {
            window.state.ask(Action::AskImport);
        }
        return;
    }
    let hint = catalogue.get("ui-regions-filter");
    TextField::new(&hint).hint(&hint).show(ui, &mut window.regions.filter);
    window.regions.follow(&regions);
    let marked = regions.iter().filter(|region| region.is_marked).count();
    let args = [("count", Arg::from(window.regions.shown.len())), ("marked", Arg::from(marked))];
    kit::Label::new(&catalogue.text("ui-regions-count", &args)).rank(TextRank::Small).weak().show(ui);
    if window.regions.shown.is_empty() {
        kit::Label::new(&catalogue.get("ui-regions-none-fit")).weak().wrapped().show(ui);
        return;
    }
    let mut asked = Vec::new();
    let (list, selection) = (&window.regions, window.state.selection);
    ui.spacing_mut().item_spacing.y = 2.0;
    let area = ScrollArea::vertical().id_salt("regions").auto_shrink([false, false]);
    area.show_rows(ui, ROW_HEIGHT, list.shown.len(), |ui, places| {
        for place in places {
            let region = list.shown.get(place).and_then(|at| regions.get(*at));
            let Some(region) = region else { continue };
            line(ui, region, &project, selection == Some(region.row), catalogue, &mut asked);
        }
    });
    asked.into_iter().for_each(|action| window.state.ask(action));
}

/// One dehestan: name, county and people; its mark as a button at the end.
fn line(
    ui: &mut Ui,
    region: &Region,
    project: &OpenProject,
    is_selected: bool,
    catalogue: &Catalogue,
    asked: &mut Vec<Action>,
) {
    let Some(row) = project.snapshot.row(region.row) else { return };
    let name = names::name_or_kind(&row, catalogue);
    let above = region.above.and_then(|above| project.snapshot.row(above));
    let people = match region.population {
        Some(people) => {
            let people = catalogue.number(people, Decimals::exactly(0));
            catalogue.text("ui-regions-people", &[("people", Arg::Text(people))])
        }
        None => catalogue.get("ui-regions-people-unknown"),
    };
    let mut details: Vec<String> =
        above.map(|row| names::name_or_kind(&row, catalogue)).into_iter().collect();
    details.push(people);
    let details = details.join(" · ");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    let told = format!("{} · {}", kit::label::accessible(&name), kit::label::accessible(&details));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &told));
    paint(ui, rect, &response, (&name, &details), is_selected);
    if response.clicked() {
        asked.push(Action::Select(Some(region.row)));
        asked.push(Action::Show(CameraWish::Rows(vec![region.row])));
    }
    mark_button(ui, rect, region, project, &name, catalogue, asked);
}

fn paint(ui: &Ui, rect: Rect, response: &egui::Response, (name, details): (&str, &str), is_selected: bool) {
    let look = look(ui.ctx());
    let (palette, side) = (look.palette(), look.direction());
    let fill = if is_selected {
        Some(palette.selected)
    } else {
        (response.hovered() || response.has_focus()).then_some(palette.control[0])
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, 5.0, fill);
    }
    let inner = rect.shrink2(vec2(6.0, 2.0));
    let width = inner.width() - MARK_WIDTH;
    let (words, _) = direction::split_start(inner, width, side);
    let (upper, lower) = words.split_top_bottom_at_fraction(0.52);
    let style = |rank| TextStyle::new(look.size(rank), side).elided(width);
    text::layout(ui.ctx(), name, &style(TextRank::Body)).paint_in(
        ui.painter(),
        upper,
        RowAlign::Start,
        side,
        palette.text,
    );
    text::layout(ui.ctx(), details, &style(TextRank::Small)).paint_in(
        ui.painter(),
        lower,
        RowAlign::Start,
        side,
        palette.weak_text,
    );
}

/// Room of the mark at the end of a line, in points.
const MARK_WIDTH: f32 = 34.0;

fn mark_button(
    ui: &mut Ui,
    rect: Rect,
    region: &Region,
    project: &OpenProject,
    name: &str,
    catalogue: &Catalogue,
    asked: &mut Vec<Action>,
) {
    if project.read_only.is_some() {
        return;
    }
    let (_, place) = direction::split_start(rect, rect.width() - MARK_WIDTH, direction::of(ui));
    let args = [("area", Arg::from(name))];
    let (id, action) = if region.is_marked {
        ("ui-regions-unmark", Action::ClearMarks(region.row))
    } else {
        ("ui-regions-mark", Action::AskMark(region.row))
    };
    let name = catalogue.text(id, &args);
    let place = Rect::from_center_size(place.center(), vec2(28.0, 28.0));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt((region.row, "mark")));
    if kit::icon_button(&mut child, Icon::Pin, &name, region.is_marked).clicked() {
        asked.push(action);
    }
}
