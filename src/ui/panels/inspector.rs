//! The inspector: everything about what is selected.

use crate::analysis::occupancy::{PlotCounts, plots_by_status};
use crate::analysis::zone_check::tell;
use crate::app::aside::Aside;
use crate::app::marking;
use crate::app::scene::names;
use crate::app::session::{OpenProject, SourceProperty};
use crate::app::zoning;
use crate::base::Arg;
use crate::locale::bidi;
use crate::locale::foreign::{LONGEST_NAME, LONGEST_VALUE, beginning, brief, harmless};
use crate::locale::jalali::{Day, year_in};
use crate::locale::messages::Catalogue;
use crate::locale::month::Calendar;
use crate::locale::numbers::Decimals;
use crate::model::column::Column;
use crate::model::schema::PROVENANCE;
use crate::model::{ColumnType, Layer, RowId, RowRef, Value};
use crate::render::overlay::{AreaSwatch, Swatch};
use crate::ui::kit::{self, Icon, TextField, direction, look};
use crate::ui::map::desk::{Answer, Standing};
use crate::ui::map::{FactsDesk, Stage, Subject, card};
use crate::ui::state::{Action, CameraWish, Tool};
use crate::ui::window::MainWindow;
use egui::{Response, Sense, Ui, vec2};
use std::borrow::Cow;

/// What the inspector has worked out about the selection.
#[derive(Default)]
pub struct Inspector {
    /// What the file said of the feature and the schema does not know.
    pub source_properties: Option<(RowId, Vec<SourceProperty>)>,
    desk: FactsDesk,
    counts: Option<(RowId, PlotCounts)>,
    name: Option<(RowId, String)>,
}

impl Inspector {
    /// An inspector whose verdicts and distances are worked out by `aside`.
    pub fn beside(aside: Aside<Answer>) -> Inspector {
        Inspector { desk: FactsDesk::beside(aside), ..Inspector::default() }
    }

    /// Something else was selected: everything is worked out anew.
    pub fn forget(&mut self) {
        self.desk.clear();
        self.follow();
    }

    /// The project changed: everything is worked out anew; verdict and distances
    /// stay, as what they were before, until they are.
    pub fn follow(&mut self) {
        (self.source_properties, self.counts, self.name) = (None, None, None);
    }
}

/// Shows the inspector.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    ui.add_space(6.0);
    let Some(project) = window.session.project().cloned() else { return };
    let Some(row) = window.state.selection.and_then(|id| project.snapshot.row(id)) else {
        empty(ui, window, project.read_only.is_some(), catalogue);
        return;
    };
    egui::ScrollArea::vertical().id_salt(("inspector", row.id())).show(ui, |ui| {
        direction::column(ui, |ui| {
            title(ui, window, &row, catalogue);
            match row.table().layer() {
                Layer::Zones => zone(ui, window, &project, &row, catalogue),
                Layer::Estates => estate(ui, window, &project, &row, catalogue),
                Layer::Admin => region(ui, window, &project, &row, catalogue),
                _ => {}
            }
            attributes(ui, window, &row, catalogue);
        });
    });
}

fn title(ui: &mut Ui, window: &mut MainWindow, row: &RowRef<'_>, catalogue: &Catalogue) {
    let name = names::name_in(row, catalogue.language()).unwrap_or_else(|| row.uuid().to_string());
    kit::heading(ui, &bidi::part(&name));
    let kind = row.text("level").or(row.text("kind")).map(|word| value_word(word, catalogue));
    let layer = catalogue.get(&format!("layer-{}", row.table().layer().name()));
    kit::weak(ui, &kind.unwrap_or(layer));
    direction::row(ui, |ui| {
        if kit::icon_button(ui, Icon::FitView, &catalogue.get("ui-zoom-to"), false).clicked() {
            window.state.ask(Action::Show(CameraWish::Rows(vec![row.id()])));
        }
        if kit::icon_button(ui, Icon::Close, &catalogue.get("ui-select-nothing"), false).clicked() {
            window.state.ask(Action::Select(None));
        }
    });
    ui.separator();
}

fn zone(
    ui: &mut Ui,
    window: &mut MainWindow,
    project: &OpenProject,
    row: &RowRef<'_>,
    catalogue: &Catalogue,
) {
    if let Some(geometry) = row.geometry() {
        let subject = Subject {
            geometry: geometry.as_ref().clone(),
            kind: row.text("kind").map(str::to_owned),
            uuid: Some(row.uuid()),
        };
        facts(ui, window, project, subject);
    }
    if project.read_only.is_some() {
        return;
    }
    ui.separator();
    name_field(ui, window, row, catalogue);
    direction::row(ui, |ui| {
        if kit::button(ui, &catalogue.get("ui-edit-vertices")).clicked() {
            window.state.ask(Action::Take(Tool::EditVertices));
        }
        if kit::button(ui, &catalogue.get("map-menu-delete")).clicked() {
            window.state.ask(Action::Change(zoning::remove(row)));
            window.state.ask(Action::Select(None));
        }
    });
    ui.separator();
}

/// The name, to be written anew. One too long to be laid out whole is shown as far as
/// it goes above an empty field: a shortened one must never be taken for the name.
fn name_field(ui: &mut Ui, window: &mut MainWindow, row: &RowRef<'_>, catalogue: &Catalogue) {
    let shown = brief(row.text("name_fa").unwrap_or_default().trim(), LONGEST_VALUE);
    kit::weak(ui, &catalogue.get("column-name-fa"));
    let stored = match shown {
        Cow::Borrowed(whole) => whole,
        Cow::Owned(beginning) => {
            kit::Label::new(&beginning).wrapped().show(ui);
            ""
        }
    };
    let mut name = match &window.inspector.name {
        Some((of, name)) if *of == row.id() => name.clone(),
        _ => stored.to_owned(),
    };
    let response = TextField::new(&catalogue.get("column-name-fa")).show(ui, &mut name);
    if response.lost_focus() && name.trim() != stored {
        window.state.ask(Action::Change(zoning::rename(row, &name)));
    }
    window.inspector.name = Some((row.id(), name));
}

/// Nothing is selected: what would be here, and how it gets here.
fn empty(ui: &mut Ui, window: &mut MainWindow, is_read_only: bool, catalogue: &Catalogue) {
    kit::heading(ui, &catalogue.get("ui-inspector"));
    kit::Label::new(&catalogue.get("ui-inspector-empty")).weak().wrapped().show(ui);
    ui.add_space(4.0);
    if kit::tool_button(ui, Icon::Search, &catalogue.get("ui-inspector-find")).clicked() {
        window.state.ask(Action::Palette);
    }
    if !is_read_only && kit::tool_button(ui, Icon::Polygon, &catalogue.get("ui-draw-zone")).clicked() {
        window.state.ask(Action::Take(Tool::DrawPolygon));
    }
}

/// Area, standing, distances and verdict of a zone, as on the live card, and of
/// each finding where it comes from.
fn facts(ui: &mut Ui, window: &mut MainWindow, project: &OpenProject, subject: Subject) {
    let look = look(ui.ctx());
    let catalogue = look.catalogue();
    let presets = window.session.presets();
    let stage = Stage {
        snapshot: &project.snapshot,
        index: &project.index,
        presets,
        attribution: "",
        is_read_only: project.read_only.is_some(),
        unsaved: &[],
    };
    let known = window.inspector.desk.facts(subject, &stage, ui.input(|input| input.time));
    if let Some(trouble) = &known.trouble {
        card::show_problem(ui, trouble);
    }
    let Some(facts) = known.facts.filter(|_| known.standing != Standing::Old) else {
        if known.trouble.is_none() {
            kit::Label::new(&catalogue.get("map-card-working")).weak().wrapped().show(ui);
        }
        return;
    };
    card::show_size(ui, facts.size, facts.limits);
    card::show_nearest(ui, &facts, &project.snapshot);
    let Some(verdict) = &facts.verdict else { return };
    ui.add_space(4.0);
    card::show_verdict_words(ui, verdict.is_ok());
    for told in tell::once_each(&verdict.findings) {
        let response = card::sentence(ui, told.worst.level, &told.sentence(catalogue), false);
        let why = tell::why(told.worst, catalogue);
        if !why.is_empty() {
            kit::tooltip(response, &why);
        }
    }
}

fn estate(
    ui: &mut Ui,
    window: &mut MainWindow,
    project: &OpenProject,
    row: &RowRef<'_>,
    catalogue: &Catalogue,
) {
    let id = row.id();
    let Some(code) = row.code() else { return };
    if window.inspector.counts.as_ref().is_none_or(|(of, _)| *of != id) {
        window.inspector.counts = Some((id, plots_by_status(&project.snapshot, code)));
    }
    let Some((_, counts)) = &window.inspector.counts else { return };
    let total = counts.total();
    let args = [("count", Arg::from(total.count)), ("area", Arg::Text(catalogue.area(total.area_m2)))];
    kit::strong(ui, &catalogue.text("ui-plots-in-all", &args));
    if total.count == 0 {
        return;
    }
    let is_dark = look(ui.ctx()).theme == kit::ThemeKind::Dark;
    let styles = window.session.plot_styles();
    for (status, tally) in &counts.by_status {
        let style = styles.iter().find(|style| style.status == *status);
        let word = value_word(status.name(), catalogue);
        let share = tally.count as f64 / total.count as f64;
        let args = [
            ("status", Arg::Text(word)),
            ("count", Arg::from(tally.count)),
            ("area", Arg::Text(catalogue.area(tally.area_m2))),
        ];
        direction::row(ui, |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 15.0), Sense::hover());
            if let Some(style) = style {
                Swatch::Area(AreaSwatch::from(&style.on(is_dark))).paint(ui.painter(), rect);
            }
            kit::label(ui, &catalogue.text("ui-status-count", &args));
        });
        bar(ui, share as f32);
    }
    if counts.unknown.count > 0 {
        let args = [("count", Arg::from(counts.unknown.count))];
        kit::weak(ui, &catalogue.text("ui-status-unknown", &args));
    }
    let saleable = counts.saleable;
    let args = [("count", Arg::from(saleable.count)), ("area", Arg::Text(catalogue.area(saleable.area_m2)))];
    kit::weak(ui, &catalogue.text("ui-saleable", &args));
    ui.separator();
}

/// A bar from the start side, as long as the share.
fn bar(ui: &mut Ui, share: f32) {
    let palette = look(ui.ctx()).palette();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 5.0), Sense::hover());
    ui.painter().rect_filled(rect, 2.0, palette.sunken);
    let (filled, _) = direction::split_start(rect, rect.width() * share, direction::of(ui));
    ui.painter().rect_filled(filled, 2.0, palette.accent);
}

fn region(
    ui: &mut Ui,
    window: &mut MainWindow,
    project: &OpenProject,
    row: &RowRef<'_>,
    catalogue: &Catalogue,
) {
    let area_code = row.code().map_or_else(|| row.uuid().to_string(), str::to_owned);
    let marks: Vec<RowRef<'_>> = marking::marks_of(&project.snapshot, &area_code).collect();
    for mark in &marks {
        let date = mark.text("marked_on").and_then(|date| Day::parse(date).ok());
        let args = [
            ("kind", Arg::Text(value_word(mark.text("kind").unwrap_or_default(), catalogue))),
            ("reason", Arg::from(&*harmless(mark.text("reason").unwrap_or_default(), LONGEST_VALUE))),
            ("author", Arg::from(&*harmless(mark.text("author").unwrap_or_default(), LONGEST_NAME))),
            ("date", Arg::Text(date.map(|day| day.format(catalogue.language())).unwrap_or_default())),
        ];
        direction::row(ui, |ui| {
            let color = look(ui.ctx()).palette().warning;
            kit::icon::paint_icon_inline(ui, Icon::Pin, color);
            kit::Label::new(&catalogue.text("ui-mark", &args)).wrapped().show(ui);
        });
    }
    if project.read_only.is_some() {
        return;
    }
    // One below the other: side by side they are wider than the panel in English.
    if kit::tool_button(ui, Icon::Pin, &catalogue.get("ui-mark-under-served")).clicked() {
        window.state.ask(Action::AskMark(row.id()));
    }
    if !marks.is_empty() && kit::button(ui, &catalogue.get("ui-clear-mark")).clicked() {
        window.state.ask(Action::ClearMarks(row.id()));
    }
    ui.separator();
}

fn attributes(ui: &mut Ui, window: &mut MainWindow, row: &RowRef<'_>, catalogue: &Catalogue) {
    for (at, column) in row.table().columns().iter().enumerate() {
        let shown = match row.text(column.name) {
            Some(text) => shown_text(column, text, catalogue),
            None => match row.value_at(at) {
                Value::Null => continue,
                value => shown_value(column.unit, &value, catalogue),
            },
        };
        let name = catalogue.get(&format!("column-{}", column.name.replace('_', "-")));
        let value = attribute(ui, &name, &shown);
        if let Some(day) = row.text(column.name).filter(|_| column.kind == ColumnType::Date)
            && let Ok(day) = Day::parse(beginning(day, LONGEST_NAME))
        {
            // On request the other calendar, and the day of the week.
            let other = Calendar::of(catalogue.language()).other();
            kit::tooltip(value, &catalogue.long_day(day, other));
        }
    }
    attribute(ui, &catalogue.get("column-uuid"), &row.uuid().to_string());
    let read = window.inspector.source_properties.as_ref();
    let Some((_, properties)) = read.filter(|(of, read)| *of == row.id() && !read.is_empty()) else { return };
    ui.add_space(6.0);
    kit::disclosure(ui, "source-properties", &catalogue.get("ui-source-properties"), false, |ui| {
        for property in properties {
            source_property(ui, property, catalogue);
        }
    });
}

/// A name and a value from a file; those that ship with the product in the language,
/// others each in its own direction. JSON reads from left to right.
fn source_property(ui: &mut Ui, property: &SourceProperty, catalogue: &Catalogue) {
    let SourceProperty { name, value, is_text } = property;
    let id = format!("property-{}", name.replace('_', "-"));
    let name = if catalogue.has(&id) { catalogue.get(&id) } else { bidi::isolated(name) };
    let value = match is_text {
        true if PROVENANCE.contains(&value.as_str()) => value_word(value, catalogue),
        true => bidi::isolated(value),
        false => bidi::isolated_ltr(value),
    };
    attribute(ui, &name, &value);
}

fn attribute(ui: &mut Ui, name: &str, value: &str) -> Response {
    direction::wrapped_row(ui, |ui| {
        kit::weak(ui, name);
        kit::Label::new(value).wrapped().show(ui)
    })
    .inner
}

/// A stored text as people read it: words, dates and known sources in the language.
fn shown_text(column: &Column, text: &str, catalogue: &Catalogue) -> String {
    let is_source = column.name == "source" || column.name.ends_with("_source");
    match column.kind {
        ColumnType::Date => Day::parse(&harmless(text, LONGEST_NAME)).map_or_else(
            |_| harmless(text, LONGEST_VALUE).into_owned(),
            |day| day.format(catalogue.language()),
        ),
        _ if !column.allowed.is_empty() || PROVENANCE.contains(&text) => value_word(text, catalogue),
        _ if is_source => catalogue.source(text),
        _ => bidi::part(&harmless(text, LONGEST_VALUE)),
    }
}

/// A stored value that is no text as people read it.
fn shown_value(unit: &str, value: &Value, catalogue: &Catalogue) -> String {
    match (value, unit) {
        (Value::Bool(flag), _) => value_word(if *flag { "true" } else { "false" }, catalogue),
        (Value::Int(year), "year") => {
            let year = year_in(*year, catalogue.language());
            crate::locale::digits::in_language(&year.to_string(), catalogue.language())
        }
        (Value::Null, _) => String::new(),
        (Value::Int(amount), "rial") => {
            let [rials, tomans] = [catalogue.whole_rials(*amount), catalogue.tomans(*amount)];
            catalogue.text("ui-rials", &[("rials", Arg::Text(rials)), ("tomans", Arg::Text(tomans))])
        }
        (number, unit) => {
            let number = number.as_f64().unwrap_or_default();
            match unit {
                "m2" => catalogue.area(number),
                "m" => catalogue.distance(number),
                "kW" => catalogue.power(number),
                "kV" => catalogue.voltage(number),
                "m3/d" => catalogue.flow(number),
                "degree" => catalogue.number(number, Decimals::up_to(6)),
                _ => catalogue.number(number, Decimals::up_to(3)),
            }
        }
    }
}

/// A stored word in the language; an unknown one as it is.
fn value_word(word: &str, catalogue: &Catalogue) -> String {
    catalogue.word(word)
}
