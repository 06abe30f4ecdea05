//! The card beside the cursor, and the same lines for the inspector.

use egui::{Area, Color32, Frame, Id, Margin, Order, Response, Stroke, Ui, Vec2};

use super::desk::{Known, Standing};
use super::draw::DrawError;
use super::facts::{AreaLimits, AreaStanding, CardFacts, NearestFact, Size};
use super::place::{Place, corner_for};
use crate::analysis::zone_check::{Level, Unit, tell};
use crate::app::scene::names;
use crate::base::{Arg, Problem, ToProblem};
use crate::locale::Catalogue;
use crate::model::{Snapshot, Table};
use crate::render::text::{self, TextStyle, Weight};
use crate::ui::kit::theme::TextRank;
use crate::ui::kit::{self, Icon, Palette, direction, icon, look};

/// Most findings told in full.
const MOST_FINDINGS: usize = 5;
/// Width of the card, points at text scale 1.
const WIDTH: f32 = 290.0;

/// Shows `contents` in a card at its best place; at most `width` points wide,
/// without it as wide as the live card. It takes no input.
pub fn beside(ui: &Ui, id: &str, place: Place<'_>, width: Option<f32>, contents: impl FnOnce(&mut Ui)) {
    let palette = look(ui.ctx()).palette();
    let id = Id::unique(id);
    // Its size is that of the last frame; on the first it may stand out by a little.
    let before = ui.ctx().data(|data| data.get_temp::<(Vec2, usize)>(id));
    let (size, place_before) = before.unzip();
    let size = size.unwrap_or(Vec2::new(WIDTH, 120.0));
    let (corner, place_now) = corner_for(&place, size, place_before);
    let area = Area::new(id.with("area")).order(Order::Tooltip).interactable(false).fixed_pos(corner);
    let shown = area.show(ui.ctx(), |ui| {
        Frame::NONE
            .fill(palette.raised)
            .stroke(Stroke::new(1.0, palette.line))
            .corner_radius(8)
            .inner_margin(Margin::same(10))
            .show(ui, |ui| {
                let widest = WIDTH * look(ui.ctx()).text_scale;
                ui.set_max_width(width.map_or(widest, |width| width.min(widest)));
                // Nothing here is pressed, so rows need no room for a finger.
                ui.spacing_mut().interact_size.y = 18.0 * look(ui.ctx()).text_scale;
                ui.spacing_mut().item_spacing.y = 3.0;
                direction::column(ui, contents);
            });
    });
    let now = shown.response.rect.size();
    if before != Some((now, place_now)) {
        ui.ctx().data_mut(|data| data.insert_temp(id, (now, place_now)));
    }
    if now != size {
        ui.ctx().request_repaint();
    }
}

/// Name and kind of what is under the pointer, no wider than they are.
pub fn beside_with_name(ui: &Ui, place: Place<'_>, name: &str, what: &str) {
    let look = look(ui.ctx());
    let width = |words: &str, rank: TextRank| {
        let style = TextStyle::new(look.size(rank), look.direction()).weight(Weight::Bold);
        text::layout(ui.ctx(), words, &style).size().x.ceil()
    };
    let width = width(name, TextRank::Body).max(width(what, TextRank::Small));
    beside(ui, "map-name-card", place, Some(width), |ui| {
        kit::strong(ui, name);
        kit::Label::new(what).rank(TextRank::Small).weak().show(ui);
    });
}

/// Area with its standing to the limits, and perimeter: known in every frame.
pub fn show_size(ui: &mut Ui, size: Size, limits: Option<AreaLimits>) {
    let measures = size.measures;
    let (look, catalogue) = (look(ui.ctx()), look(ui.ctx()).catalogue());
    let limits_m2 = limits.map_or_else(Vec::new, |limits| vec![limits.least_m2, limits.most_m2]);
    let area = tell::beside_limits(measures.area_m2, &limits_m2, Unit::SquareMetres, catalogue);
    let standing = limits.map(|limits| (limits, limits.standing(measures.area_m2)));
    let color =
        standing.map_or(look.palette().text, |(_, standing)| standing_color(standing, &look.palette()));
    if !size.has_area {
        let (words, color) = (catalogue.get("map-card-no-area"), look.palette().error);
        kit::Label::new(&words).rank(TextRank::Title).weight(Weight::Bold).color(color).show(ui);
        pair(ui, &catalogue.get("map-card-perimeter"), &catalogue.distance(measures.perimeter_m));
        return;
    }
    direction::row(ui, |ui| {
        kit::Label::new(&area).rank(TextRank::Title).weight(Weight::Bold).color(color).extended().show(ui);
        if let Some((limits, standing)) = standing {
            let words = standing_words(standing, limits, catalogue);
            kit::Label::new(&words).rank(TextRank::Small).color(color).show(ui);
        }
    });
    pair(ui, &catalogue.get("map-card-perimeter"), &catalogue.distance(measures.perimeter_m));
}

/// How strongly the figures of an old shape are shown.
const OLD_OPACITY: f32 = 0.4;

/// What is known beside the measures; of an old shape it is paler, and said to be
/// worked out anew.
pub fn show_known(ui: &mut Ui, known: &Known, snapshot: &Snapshot) {
    let is_old = known.standing == Standing::Old;
    if is_old {
        let words = look(ui.ctx()).catalogue().get("map-card-working");
        kit::Label::new(&words).rank(TextRank::Small).weak().wrapped().show(ui);
    }
    if let Some(facts) = &known.facts {
        ui.scope(|ui| {
            if is_old {
                ui.multiply_opacity(OLD_OPACITY);
            }
            show_facts(ui, facts, snapshot);
        });
    }
}

/// What the facts add to the measures: nearest, plots, verdict.
pub fn show_facts(ui: &mut Ui, facts: &CardFacts, snapshot: &Snapshot) {
    show_nearest(ui, facts, snapshot);
    ui.add_space(3.0);
    show_verdict(ui, facts, look(ui.ctx()).catalogue());
}

/// The nearest power and water, the nearest neighbours, and the plots overlapped.
pub fn show_nearest(ui: &mut Ui, facts: &CardFacts, snapshot: &Snapshot) {
    let catalogue = look(ui.ctx()).catalogue();
    for fact in &facts.nearest {
        let (name, value) = nearest_words(fact, snapshot, catalogue);
        pair(ui, &name, &value);
    }
    for neighbour in facts.verdict.iter().flat_map(|verdict| &verdict.neighbours) {
        let Some(row) = snapshot.row(neighbour.row) else { continue };
        let id = match row.table() {
            Table::Plots => "map-card-near-plots",
            _ => "map-card-near-zones",
        };
        let (distance, name) =
            (distance_words(neighbour.distance_m, catalogue), names::name_or_kind(&row, catalogue));
        let args = [("distance", distance.into()), ("name", name.into())];
        pair(ui, &catalogue.get(id), &catalogue.text("map-card-distance", &args));
    }
    if !facts.plots.is_empty() {
        let count = catalogue.count(facts.plots.len() as u64);
        pair(ui, &catalogue.get("map-card-plots"), &count);
    }
}

/// The colour of an area by its limits; the words beside it say the same.
pub fn standing_color(standing: AreaStanding, palette: &Palette) -> Color32 {
    match standing {
        AreaStanding::Inside => palette.good,
        AreaStanding::NearLimit => palette.warning,
        AreaStanding::Outside => palette.error,
    }
}

fn standing_words(standing: AreaStanding, limits: AreaLimits, catalogue: &Catalogue) -> String {
    let id = match standing {
        AreaStanding::Inside => "map-card-area-inside",
        AreaStanding::NearLimit => "map-card-area-near",
        AreaStanding::Outside => "map-card-area-outside",
    };
    let [least, most] = [limits.least_m2, limits.most_m2].map(|limit_m2| Arg::Number(limit_m2 / 10_000.0));
    catalogue.text(id, &[("least", least), ("most", most)])
}

/// Name and value of a nearest fact: what it is (with the voltage of a line, also
/// when it is not known), how far, and its name.
pub fn nearest_words(fact: &NearestFact, snapshot: &Snapshot, catalogue: &Catalogue) -> (String, String) {
    let asked = names::word(fact.asked, catalogue);
    let Some(reached) = &fact.reached else {
        return (asked, catalogue.get("map-card-none-loaded"));
    };
    let voltage = match (reached.asset_kind.as_str(), reached.voltage_kv) {
        (_, Some(voltage_kv)) => Some(catalogue.voltage(voltage_kv)),
        ("power_line", None) => Some(catalogue.get("map-card-voltage-unknown")),
        _ => None,
    };
    let kind = names::word(&reached.asset_kind, catalogue);
    let title = match voltage {
        Some(voltage) => {
            catalogue.text("map-card-kind-voltage", &[("kind", kind.into()), ("voltage", voltage.into())])
        }
        // Of a family the kind is told too: water from a well is not water from a main.
        None if kind != asked => {
            catalogue.text("map-card-kind-of", &[("family", asked.into()), ("kind", kind.into())])
        }
        None => kind,
    };
    let distance = distance_words(reached.distance_m, catalogue);
    let row = snapshot.row(reached.asset);
    let named = row.and_then(|row| row.text("name_fa").or(row.text("name_en")).or(row.code()).map(|_| row));
    match named {
        Some(row) => {
            let name = names::name_in(&row, catalogue.language()).unwrap_or_default();
            let name = catalogue.name_beside_kind(&name, &reached.asset_kind).to_owned();
            (
                title,
                catalogue.text("map-card-distance", &[("distance", distance.into()), ("name", name.into())]),
            )
        }
        None => (title, distance),
    }
}

fn distance_words(distance_m: f64, catalogue: &Catalogue) -> String {
    match distance_m {
        0.0 => catalogue.get("map-card-touching"),
        distance_m => catalogue.distance(distance_m),
    }
}

fn show_verdict(ui: &mut Ui, facts: &CardFacts, catalogue: &Catalogue) {
    let Some(verdict) = &facts.verdict else { return };
    if !verdict.has_complaint() {
        sentence(ui, Level::Info, &catalogue.get("map-card-no-complaint"), true);
    } else if !verdict.is_ok() {
        show_verdict_words(ui, false);
    }
    let told = tell::once_each(verdict.findings.iter().filter(|finding| finding.level != Level::Info));
    for told in told.iter().take(MOST_FINDINGS) {
        sentence(ui, told.worst.level, &told.sentence(catalogue), false);
    }
    // Those for information are told in the inspector.
    if let Some(more) = told.len().checked_sub(MOST_FINDINGS).filter(|more| *more > 0) {
        kit::weak(ui, &catalogue.text("map-card-more", &[("count", (more as u64).into())]));
    }
}

/// Whether the rules allow it, in words.
pub fn show_verdict_words(ui: &mut Ui, is_ok: bool) {
    let (catalogue, palette) = (look(ui.ctx()).catalogue(), look(ui.ctx()).palette());
    let (id, color) =
        if is_ok { ("ui-verdict-ok", palette.good) } else { ("ui-verdict-not-ok", palette.error) };
    kit::Label::new(&catalogue.get(id)).weight(Weight::Bold).color(color).show(ui);
}

/// A finding with the mark of its level, wrapped.
pub fn sentence(ui: &mut Ui, level: Level, text: &str, is_good: bool) -> Response {
    let palette = look(ui.ctx()).palette();
    let (mark, color) = match level {
        _ if is_good => (Icon::Check, palette.good),
        Level::Error => (Icon::Clear, palette.error),
        Level::Warning => (Icon::Warning, palette.warning),
        Level::Unknown | Level::Info => (Icon::Info, palette.weak_text),
    };
    let width = ui.available_width();
    ui.allocate_ui_with_layout(
        egui::vec2(width, 0.0),
        direction::row_layout(direction::of(ui)).with_cross_align(egui::Align::Min),
        |ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            icon::paint_icon_inline(ui, mark, color);
            kit::Label::new(text).rank(TextRank::Small).wrapped().show(ui)
        },
    )
    .inner
}

/// A name and its value on one row.
pub fn pair(ui: &mut Ui, name: &str, value: &str) {
    direction::row_with_ends(
        ui,
        |ui| kit::Label::new(name).rank(TextRank::Small).weak().extended().show(ui),
        |ui| kit::Label::new(value).rank(TextRank::Small).weight(Weight::Medium).elided().show(ui),
    );
}

/// Why a drawing was not taken, and what to do.
pub fn show_refusal(ui: &mut Ui, refusal: DrawError) {
    show_problem(ui, &refusal.to_problem());
}

/// What went wrong, and what to do.
pub fn show_problem(ui: &mut Ui, problem: &Problem) {
    let told = look(ui.ctx()).catalogue().explain(problem);
    sentence(ui, Level::Error, &format!("{} {}", told.what, told.advice), false);
}

/// The length that is being typed, as a chip.
pub fn show_typed(ui: &mut Ui, typed: &str) {
    let look = look(ui.ctx());
    let digits = crate::locale::digits::in_language(typed, look.language);
    let text = look.catalogue().text("map-card-typed", &[("typed", digits.into())]);
    Frame::NONE
        .fill(look.palette().selected)
        .corner_radius(4)
        .inner_margin(Margin::symmetric(6, 1))
        .show(ui, |ui| kit::Label::new(&text).weight(Weight::Medium).extended().show(ui));
}
