//! What the engine draws: layers of features from any source.

use std::sync::Arc;

use geo::Geometry;

use super::style::StyleTable;
use crate::geometry::BoundingBox;

/// Names a layer towards the engine; tiles are kept under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerId(pub u16);

/// How geometries are drawn. Points are always signs and lines always lines;
/// the kind says what becomes of areas (and, for `Points`, of lines).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LayerKind {
    /// Areas are filled and outlined.
    Areas,
    /// Areas are outlined only.
    Lines,
    /// Areas and lines show as one sign in the middle of their box.
    Points,
}

/// Where the features of a layer come from. Called from background threads.
pub trait FeatureSource: Send + Sync {
    /// The highest index of a feature plus one.
    fn len(&self) -> u32;

    /// Whether there is no feature.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `each` with index and geometry (lon/lat degrees) of every feature
    /// whose box meets `bounds`, each once, in any order.
    fn visit(&self, bounds: &BoundingBox, each: &mut dyn FnMut(u32, &Geometry<f64>));

    /// Changes whenever a geometry is added, changed or removed.
    fn revision(&self) -> u64;

    /// Boxes of everything that differs from `revision`, old and new places;
    /// `None` means that anything may differ.
    fn changed_since(&self, revision: u64) -> Option<Vec<BoundingBox>>;
}

/// One layer of the map; layers are drawn in the order of the slice.
#[derive(Clone)]
pub struct MapLayer {
    /// Its name towards the engine.
    pub id: LayerId,
    /// How areas are drawn.
    pub kind: LayerKind,
    /// The features.
    pub source: Arc<dyn FeatureSource>,
    /// Their look.
    pub styles: Arc<StyleTable>,
    /// Whether it is drawn at all.
    pub is_visible: bool,
    /// From 0 (not seen) to 1.
    pub opacity: f32,
}
