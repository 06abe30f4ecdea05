//! Which look each feature has: plots by status, administrative units by level,
//! assets by kind and voltage, marks apart from everything.

use super::super::arriving::Arriving;
use super::classes::TableClasses;
use crate::base::Problem;
use crate::model::style::{self, OutlineLine, PlotStyle};
use crate::model::{Layer, RowRef, Table};
use crate::render::overlay::{AreaSwatch, Sign, Swatch};
use crate::render::style::Emphasis;
use crate::render::{LayerId, LayerKind, MapLayer, Pattern, Stroke, StyleClass, StyleTable, Symbol};
use egui::Color32;
use std::sync::Arc;

/// Kinds of assets with a look of their own, in the order of their classes.
const ASSETS: [&str; 12] = [
    "substation",
    "power_line",
    "power_plant",
    "well",
    "water_main",
    "reservoir",
    "river",
    "treatment_plant",
    "gas_main",
    "road",
    "rail",
    "dam",
];

fn rgb([r, g, b]: [u8; 3]) -> Color32 {
    Color32::from_rgb(r, g, b)
}

fn rgba([r, g, b, a]: [u8; 4]) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, a)
}

fn clear([r, g, b]: [u8; 3], alpha: u8) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, alpha)
}

/// The look of every feature of a table, in the layer's colour.
///
/// # Errors
/// A shipped style table that cannot be read.
pub(super) fn style_table(
    table: Table,
    rows: &TableClasses,
    color: [u8; 3],
    is_dark: bool,
) -> Result<StyleTable, Problem> {
    let classes = match table.layer() {
        Layer::Plots => plot_classes(is_dark)?,
        Layer::Admin => admin_classes(color),
        Layer::Infra => infra_classes(is_dark),
        Layer::Marks => mark_classes(color),
        Layer::Zones => vec![StyleClass::area(clear(color, 70), rgb(color)).outlined(2.5, Stroke::Solid)],
        Layer::Estates => vec![StyleClass::area(clear(color, 18), rgb(color)).outlined(2.0, Stroke::Solid)],
        Layer::Landuse => landuse_classes(),
        Layer::Constraints => {
            let area = StyleClass::area(clear(color, 26), rgb(color)).outlined(1.0, Stroke::Dashed);
            vec![area.patterned(Pattern::Hatch, clear(color, 150))]
        }
        Layer::Places => place_classes(color),
        Layer::Other => vec![StyleClass::area(clear(color, 40), rgb(color))],
    };
    let (selected, hovered) = (selected(is_dark), hovered(table.layer(), is_dark));
    let class_of = Arc::clone(&rows.class_of);
    Ok(StyleTable { classes, class_of, selected, hovered, ..StyleTable::default() })
}

/// The layer of what an import brings: plain, for nothing of it is in the project yet.
pub(super) fn arriving(source: &Arc<Arriving>, is_dark: bool) -> MapLayer {
    let ink = if is_dark { [150, 190, 255] } else { [40, 90, 200] };
    let area = StyleClass::area(clear(ink, 60), clear(ink, 200)).outlined(1.0, Stroke::Solid);
    MapLayer {
        id: LayerId(u16::MAX),
        kind: LayerKind::Areas,
        source: Arc::clone(source) as Arc<_>,
        styles: Arc::new(StyleTable::single(area)),
        is_visible: true,
        opacity: 1.0,
    }
}

/// What tells the class of a row of a table.
pub(super) fn class_of(table: Table) -> impl Fn(&RowRef<'_>) -> u8 {
    let class: fn(&RowRef<'_>) -> usize = match table.layer() {
        Layer::Plots => plot_class,
        Layer::Admin => admin_class,
        Layer::Infra => infra_class,
        Layer::Landuse => landuse_class,
        Layer::Places => place_class,
        Layer::Marks | Layer::Zones | Layer::Estates | Layer::Constraints | Layer::Other => |_| 0,
    };
    move |row| u8::try_from(class(row)).unwrap_or(0)
}

/// What is under the pointer stands out from its ground; a region, which may fill
/// the view, by its border alone.
fn hovered(layer: Layer, is_dark: bool) -> Emphasis {
    let ink = if is_dark { Color32::from_rgb(225, 228, 232) } else { Color32::from_rgb(20, 20, 20) };
    let alpha = match (layer, is_dark) {
        (Layer::Admin | Layer::Marks, _) => 0,
        (_, true) => 28,
        (_, false) => 50,
    };
    let tint = Color32::from_rgba_unmultiplied(255, 255, 255, alpha);
    Emphasis { tint, outline: ink, outline_width: 2.0, halo: Color32::TRANSPARENT, halo_width: 0.0 }
}

/// What is selected keeps its fill, which tells the status, and stands out by an
/// outline with a halo in a colour of the ground.
fn selected(is_dark: bool) -> Emphasis {
    let (outline, halo) = match is_dark {
        false => (Color32::from_rgb(0, 70, 200), Color32::WHITE),
        true => (Color32::from_rgb(130, 200, 255), Color32::from_gray(12)),
    };
    Emphasis { tint: Color32::TRANSPARENT, outline, outline_width: 3.0, halo, halo_width: 2.0 }
}

/// Status classes in the order of the life cycle; the last is "not known".
fn plot_classes(is_dark: bool) -> Result<Vec<StyleClass>, Problem> {
    let styles = style::plot_styles().map_err(|error| Problem::new("render-style-table").because(error))?;
    let unknown =
        StyleClass::area(Color32::from_rgba_unmultiplied(200, 200, 200, 60), Color32::from_gray(150));
    Ok(styles.iter().map(|style| plot_look(&style.on(is_dark))).chain([unknown]).collect())
}

fn plot_look(style: &PlotStyle) -> StyleClass {
    let stroke = match style.outline_line {
        OutlineLine::Solid => Stroke::Solid,
        OutlineLine::Dash => Stroke::Dashed,
    };
    let pattern = match style.pattern {
        style::Pattern::None => Pattern::Solid,
        // The table means level lines; the engine calls rising lines a hatch.
        style::Pattern::Hatch => Pattern::Level,
        style::Pattern::Diagonal => Pattern::Diagonal,
        style::Pattern::CrossHatch => Pattern::CrossHatch,
        style::Pattern::Dots => Pattern::Dots,
    };
    StyleClass::area(rgba(style.fill), rgba(style.outline))
        .patterned(pattern, rgba(style.pattern_colour))
        .outlined(style.outline_width_px, stroke)
}

fn plot_class(row: &RowRef<'_>) -> usize {
    use crate::model::PlotStatus;
    let status = row.text("status").and_then(PlotStatus::from_name);
    status
        .and_then(|status| PlotStatus::ALL.iter().position(|known| *known == status))
        .unwrap_or(PlotStatus::ALL.len())
}

fn admin_classes(color: [u8; 3]) -> Vec<StyleClass> {
    let line = |width: f32, alpha: u8, stroke| {
        StyleClass::area(Color32::TRANSPARENT, clear(color, alpha)).outlined(width, stroke)
    };
    vec![
        line(2.2, 230, Stroke::Solid),
        line(1.4, 190, Stroke::Solid),
        line(1.0, 150, Stroke::Dashed),
        line(0.8, 130, Stroke::Dotted),
        line(0.6, 110, Stroke::Dotted),
    ]
}

fn admin_class(row: &RowRef<'_>) -> usize {
    use crate::model::schema::ADMIN_LEVELS;
    let level = row.text("level");
    ADMIN_LEVELS.iter().position(|known| Some(*known) == level).unwrap_or(ADMIN_LEVELS.len() - 1)
}

fn infra_classes(is_dark: bool) -> Vec<StyleClass> {
    let rim = if is_dark { Color32::from_gray(230) } else { Color32::from_gray(40) };
    let point = |symbol, color: [u8; 3], size| StyleClass::point(symbol, rgb(color), rim, size);
    let line = |color: [u8; 3], width, stroke| {
        let class = StyleClass::line(rgb(color), width).outlined(width, stroke);
        StyleClass { fill: clear(color, 60), symbol_size: 7.0, ..class }
    };
    vec![
        point(Symbol::Square, [230, 160, 0], 9.0),
        line([200, 60, 30], 1.4, Stroke::Solid),
        point(Symbol::Diamond, [230, 110, 0], 10.0),
        point(Symbol::Circle, [60, 140, 220], 7.0),
        line([60, 120, 210], 1.6, Stroke::Dashed),
        point(Symbol::Square, [60, 140, 220], 9.0),
        line([110, 170, 220], 1.4, Stroke::Solid),
        point(Symbol::Triangle, [60, 160, 150], 9.0),
        line([140, 120, 20], 1.4, Stroke::Dashed),
        line([150, 130, 110], 1.8, Stroke::Solid),
        line([80, 80, 80], 1.6, Stroke::Dashed),
        point(Symbol::Triangle, [40, 90, 170], 11.0),
        point(Symbol::Circle, [140, 140, 140], 6.0),
        line([200, 60, 30], 0.9, Stroke::Solid),
        line([170, 20, 60], 2.2, Stroke::Solid),
    ]
}

/// Kinds of assets that are lines; the others stand as signs.
const LINES: [&str; 6] = ["power_line", "water_main", "river", "gas_main", "road", "rail"];

/// Each kind of asset as it is drawn.
pub(super) fn asset_swatches(is_dark: bool) -> Vec<(&'static str, Swatch)> {
    let swatch = |kind: &str, class: &StyleClass| {
        if LINES.contains(&kind) {
            let is_whole = class.stroke == Stroke::Solid;
            let line = if is_whole { OutlineLine::Solid } else { OutlineLine::Dash };
            return Swatch::Line { colour: class.outline, width_pt: class.outline_width.max(1.5), line };
        }
        let sign = match class.symbol {
            Symbol::Square => Sign::Square,
            Symbol::Triangle => Sign::Triangle,
            Symbol::Diamond => Sign::Diamond,
            Symbol::Circle | Symbol::Cross => Sign::Circle,
        };
        Swatch::Point { sign, fill: class.fill, rim: class.outline }
    };
    let classes = infra_classes(is_dark);
    ASSETS.into_iter().zip(&classes).map(|(kind, class)| (kind, swatch(kind, class))).collect()
}

/// Three uses of land, as they are drawn.
pub(super) fn landuse_samples() -> Vec<Swatch> {
    let area = |class: StyleClass| {
        Swatch::Area(AreaSwatch {
            fill: class.fill,
            pattern: style::Pattern::None,
            pattern_colour: class.ink,
            outline: class.outline,
            outline_width_pt: 1.0,
            outline_line: OutlineLine::Solid,
        })
    };
    landuse_classes().into_iter().skip(3).take(3).map(area).collect()
}

/// Lines of 20 kV are thinner and those of 230 kV and more broader than the rest.
fn infra_class(row: &RowRef<'_>) -> usize {
    /// Looks after those of [`ASSETS`] and "other".
    const THIN_LINE: usize = ASSETS.len() + 1;
    const BROAD_LINE: usize = ASSETS.len() + 2;
    let kind = row.text("kind");
    let class = ASSETS.iter().position(|known| Some(*known) == kind).unwrap_or(ASSETS.len());
    match (kind, row.number("voltage_kv")) {
        (Some("power_line"), Some(kv)) if kv <= 33.0 => THIN_LINE,
        (Some("power_line"), Some(kv)) if kv >= 230.0 => BROAD_LINE,
        _ => class,
    }
}

fn mark_classes(color: [u8; 3]) -> Vec<StyleClass> {
    let area = StyleClass::area(Color32::TRANSPARENT, rgb(color)).outlined(3.0, Stroke::Dashed);
    vec![StyleClass { symbol: Symbol::Diamond, symbol_size: 11.0, ..area }]
}

fn landuse_classes() -> Vec<StyleClass> {
    let area =
        |color: [u8; 3]| StyleClass::area(clear(color, 150), clear(color, 220)).outlined(0.6, Stroke::Solid);
    vec![
        area([170, 180, 200]),
        area([170, 170, 190]),
        area([180, 165, 150]),
        area([220, 170, 120]),
        area([190, 170, 210]),
        area([150, 190, 130]),
        area([205, 205, 205]),
        area([190, 190, 200]),
        area([225, 220, 190]),
    ]
}

fn landuse_class(row: &RowRef<'_>) -> usize {
    use crate::model::schema::LAND_USES;
    LAND_USES.iter().position(|known| row.text("use") == Some(*known)).unwrap_or(0)
}

fn place_classes(color: [u8; 3]) -> Vec<StyleClass> {
    let point = |size| StyleClass::point(Symbol::Circle, rgb(color), Color32::WHITE, size);
    vec![point(3.5), point(5.0), point(7.0), point(9.0)]
}

fn place_class(row: &RowRef<'_>) -> usize {
    match row.number("population") {
        Some(people) if people >= 500_000.0 => 3,
        Some(people) if people >= 100_000.0 => 2,
        Some(people) if people >= 10_000.0 => 1,
        _ => 0,
    }
}
