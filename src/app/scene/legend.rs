//! The legend: what is visible, and nothing else.

use super::{LayerLook, looks, names};
use crate::base::Problem;
use crate::locale::messages::Catalogue;
use crate::model::style::{self, OutlineLine, Pattern};
use crate::model::{Layer, Snapshot};
use crate::render::overlay::{AreaSwatch, LegendEntry, LegendSection, Sign, Swatch};
use egui::Color32;
use std::collections::BTreeSet;

/// Whether plots can be told apart by their status at a scale, and so have a legend.
/// A matter of the eye, no norm: from 30 ground metres a point on, a plot of half a
/// hectare is under three points wide and its pattern cannot be seen.
pub fn shows_plots(ground_metres_per_point: f64) -> bool {
    ground_metres_per_point < 30.0
}

/// Sections of the legend, in the order people look for them.
///
/// # Errors
/// A shipped style table that cannot be read.
pub fn sections(
    snapshot: &Snapshot,
    looks: &[LayerLook],
    shows_plots: bool,
    is_dark: bool,
    catalogue: &Catalogue,
) -> Result<Vec<LegendSection>, Problem> {
    let mut sections = Vec::new();
    let visible = |layer: Layer| looks.iter().find(|look| look.layer == layer && look.is_visible);
    if shows_plots && visible(Layer::Plots).is_some() {
        let styles =
            style::plot_styles().map_err(|error| Problem::new("render-style-table").because(error))?;
        let mut present: BTreeSet<&str> = BTreeSet::new();
        for status in snapshot.layer(Layer::Plots).filter_map(|row| row.text("status")) {
            // Of a million plots the first thousand usually show them all.
            if present.insert(status) && present.len() == styles.len() {
                break;
            }
        }
        let entries = styles
            .iter()
            .filter(|style| present.contains(style.status.name()))
            .map(|style| LegendEntry {
                swatch: Swatch::Area(AreaSwatch::from(&style.on(is_dark))),
                text: catalogue.get(&format!("word-{}", style.status.name().replace('_', "-"))),
            })
            .collect();
        sections.push(LegendSection { title: catalogue.get("layer-plots"), entries });
    }
    let entries = looks
        .iter()
        .rev()
        .filter(|look| look.is_visible && look.layer != Layer::Plots)
        .filter(|look| snapshot.layer(look.layer).next().is_some())
        .flat_map(|look| match look.layer {
            Layer::Infra => assets(snapshot, is_dark, catalogue),
            layer => {
                vec![LegendEntry {
                    swatch: swatch(look),
                    text: catalogue.get(&format!("layer-{}", layer.name())),
                }]
            }
        })
        .collect();
    sections.push(LegendSection { title: String::new(), entries });
    Ok(sections)
}

/// The kinds of assets that there are, each as it is drawn.
fn assets(snapshot: &Snapshot, is_dark: bool, catalogue: &Catalogue) -> Vec<LegendEntry> {
    let present: BTreeSet<&str> = snapshot.layer(Layer::Infra).filter_map(|row| row.text("kind")).collect();
    let looks = looks::asset_swatches(is_dark).into_iter();
    looks
        .filter(|(kind, _)| present.contains(kind))
        .map(|(kind, swatch)| LegendEntry { swatch, text: names::word(kind, catalogue) })
        .collect()
}

/// Statuses that a sample of the plots shows, of those a style is shipped for.
const SAMPLE_STATUSES: [&str; 3] = ["vacant", "assigned", "operating"];

/// Assets that a sample of the infrastructure shows.
const SAMPLE_ASSETS: [&str; 3] = ["substation", "power_line", "well"];

/// A few looks of a layer whose features go by status, kind or use; `None` for a
/// layer of one colour.
pub fn samples(layer: Layer, is_dark: bool) -> Option<Vec<Swatch>> {
    match layer {
        Layer::Plots => {
            let styles = style::plot_styles().ok()?;
            let shown = styles.iter().filter(|style| SAMPLE_STATUSES.contains(&style.status.name()));
            Some(shown.map(|style| Swatch::Area(AreaSwatch::from(&style.on(is_dark)))).collect())
        }
        Layer::Infra => {
            let shown = looks::asset_swatches(is_dark).into_iter();
            Some(shown.filter(|(kind, _)| SAMPLE_ASSETS.contains(kind)).map(|(_, swatch)| swatch).collect())
        }
        Layer::Landuse => Some(looks::landuse_samples()),
        _ => None,
    }
}

fn swatch(look: &LayerLook) -> Swatch {
    let [r, g, b] = look.color;
    let (full, clear) = (Color32::from_rgb(r, g, b), |alpha| Color32::from_rgba_unmultiplied(r, g, b, alpha));
    match look.layer {
        Layer::Places => Swatch::Point { sign: Sign::Circle, fill: full, rim: Color32::WHITE },
        layer => {
            let dashed = matches!(layer, Layer::Marks | Layer::Constraints);
            let is_hatched = layer == Layer::Constraints;
            Swatch::Area(AreaSwatch {
                fill: if layer == Layer::Admin { Color32::TRANSPARENT } else { clear(60) },
                pattern: if is_hatched { Pattern::Hatch } else { Pattern::None },
                pattern_colour: clear(150),
                outline: full,
                outline_width_pt: 1.5,
                outline_line: if dashed { OutlineLine::Dash } else { OutlineLine::Solid },
            })
        }
    }
}
