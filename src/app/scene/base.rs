//! The ground under every project: land, lakes and borders around Iran, and its
//! outline, as they ship with the product.

use crate::base::{Problem, ToProblem};
use crate::geometry::index::{BoxIndex, geodesic_bounds};
use crate::geometry::shape::BoundingBox;
use crate::render::{FeatureSource, LayerId, LayerKind, MapLayer, StyleClass, StyleTable};
use egui::Color32;
use geo::Geometry;
use std::sync::{Arc, OnceLock};

/// Kinds of the base map's features, from the ground up, with the look of each.
const KINDS: [&str; 5] = ["land", "lake", "border", "land_border", "outline"];

/// The colour of the sea, behind everything.
pub fn sea(is_dark: bool) -> Color32 {
    if is_dark { Color32::from_rgb(22, 30, 38) } else { Color32::from_rgb(205, 224, 236) }
}

struct BaseSource {
    features: Vec<Geometry<f64>>,
    index: BoxIndex<u32>,
}

impl FeatureSource for BaseSource {
    fn len(&self) -> u32 {
        self.features.len() as u32
    }

    fn visit(&self, bounds: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>)) {
        for feature in self.index.query(bounds) {
            if let Some(geometry) = self.features.get(*feature as usize) {
                each(*feature, geometry);
            }
        }
    }

    fn revision(&self) -> u64 {
        1
    }

    fn changed_since(&self, _revision: u64) -> Option<Vec<BoundingBox>> {
        Some(Vec::new())
    }
}

struct Base {
    source: Arc<BaseSource>,
    class_of: Vec<u8>,
}

fn read() -> Result<Base, Problem> {
    let found = crate::sample::base_map().map_err(|error| error.to_problem())?;
    let mut features: Vec<(u8, Geometry<f64>)> = Vec::new();
    for feature in found {
        let kind = feature.property("kind").and_then(|kind| kind.as_str()).unwrap_or_default();
        let Some(class) = KINDS.iter().position(|known| *known == kind) else { continue };
        let Some(geometry) = feature.geometry else { continue };
        let geometry: Geometry<f64> = geometry
            .try_into()
            .map_err(|error: geojson::Error| Problem::new("render-base-map").because(error))?;
        features.push((class as u8, geometry));
    }
    // Drawn in the order of their numbers: land first, the outline last.
    features.sort_by_key(|(class, _)| *class);
    let boxes = features.iter().enumerate();
    let index = BoxIndex::build(
        boxes.filter_map(|(at, (_, geometry))| Some((at as u32, geodesic_bounds(geometry)?))),
    );
    let (class_of, features) = features.into_iter().unzip();
    Ok(Base { source: Arc::new(BaseSource { features, index }), class_of })
}

/// The base map's layers.
///
/// # Errors
/// A shipped file that cannot be read.
pub(super) fn layers(is_dark: bool) -> Result<Vec<MapLayer>, Problem> {
    static BASE: OnceLock<Result<Base, Problem>> = OnceLock::new();
    let base = BASE.get_or_init(read).as_ref().map_err(Problem::clone)?;
    let pick = |light: [u8; 3], dark: [u8; 3]| {
        let [r, g, b] = if is_dark { dark } else { light };
        Color32::from_rgb(r, g, b)
    };
    let (land, line) = (pick([246, 243, 236], [38, 41, 44]), pick([150, 150, 150], [95, 100, 105]));
    let classes = vec![
        StyleClass::area(land, Color32::TRANSPARENT).outlined(0.0, crate::render::Stroke::Solid),
        StyleClass::area(sea(is_dark), pick([160, 185, 200], [40, 55, 70])),
        StyleClass::line(line, 1.0),
        StyleClass::line(line, 1.0),
        StyleClass::line(pick([105, 105, 110], [140, 145, 150]), 1.6),
    ];
    let layer = |id: u16, kind, shown: &[u8]| {
        let mut styles = StyleTable {
            classes: classes.clone(),
            class_of: Arc::new(base.class_of.clone()),
            ..StyleTable::default()
        };
        for (feature, class) in base.class_of.iter().enumerate() {
            styles.set_flag(feature as u32, crate::render::style::flag::HIDDEN, !shown.contains(class));
        }
        MapLayer {
            id: LayerId(id),
            kind,
            source: Arc::clone(&base.source) as Arc<_>,
            styles: Arc::new(styles),
            is_visible: true,
            opacity: 1.0,
        }
    };
    Ok(vec![layer(0, LayerKind::Areas, &[0, 1]), layer(1, LayerKind::Lines, &[2, 3, 4])])
}
