//! What the map draws of a project: snapshot and views become layers of the
//! engine. The window and `render` draw the same scene.

mod base;
mod classes;
pub mod legend;
mod looks;
pub mod names;
mod painter;
mod signs;
mod slots;
mod source;

pub use base::sea;
pub use classes::SceneClasses;
pub use painter::{MapFrame, MapPainter};

use super::arriving::Arriving;
use crate::analysis::index::ProjectIndex;
use crate::base::Problem;
use crate::model::{Applied, Layer, RowId, Snapshot, Table};
use crate::render::{LayerId, LayerKind, MapLayer, StyleTable, style::flag};
use classes::TableClasses;
use slots::Slots;
use source::TableSource;
use std::sync::Arc;

/// How one layer is to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerLook {
    /// The layer.
    pub layer: Layer,
    /// Drawn at all.
    pub is_visible: bool,
    /// Main colour (sRGB); plots go by their status instead.
    pub color: [u8; 3],
    /// 0 = see-through, 1 = full.
    pub opacity: f32,
}

/// What is emphasised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Focus {
    /// What is selected.
    pub selected: Option<RowId>,
    /// What is under the pointer.
    pub hovered: Option<RowId>,
    /// What is under edit, drawn by other means.
    pub hidden: Option<RowId>,
}

struct TableScene {
    source: Arc<TableSource>,
    /// Which class each row has.
    classes: TableClasses,
    /// Looks without emphasis, of the colour they were made for.
    plain: Arc<StyleTable>,
    color: [u8; 3],
    /// Looks as last drawn, with the emphasis they carry.
    drawn: Arc<StyleTable>,
    focus: Focus,
}

/// The drawn project; follows it from revision to revision.
pub struct Scene {
    base: Vec<MapLayer>,
    /// What an import brings, while it runs.
    arriving: Option<MapLayer>,
    tables: Vec<TableScene>,
    is_dark: bool,
}

/// Numbers of the engine's layers: the base map first, then a table each.
const FIRST_TABLE: u16 = 16;

impl Scene {
    /// A scene of a project; snapshot, index and classes are of one revision.
    ///
    /// # Errors
    /// A shipped base map or style table that cannot be read.
    pub fn new(
        snapshot: &Arc<Snapshot>,
        index: &Arc<ProjectIndex>,
        classes: &SceneClasses,
        is_dark: bool,
    ) -> Result<Scene, Problem> {
        let tables = Table::ALL
            .into_iter()
            .filter_map(|table| Some((table, classes.table(table)?.clone())))
            .map(|(table, classes)| {
                let source = Arc::new(TableSource::new(table, snapshot, index, &classes.slots));
                let color = [0; 3];
                let plain = Arc::new(looks::style_table(table, &classes, color, is_dark)?);
                let drawn = Arc::clone(&plain);
                Ok(TableScene { source, classes, drawn, plain, color, focus: Focus::default() })
            })
            .collect::<Result<_, Problem>>()?;
        Ok(Scene { base: base::layers(is_dark)?, arriving: None, tables, is_dark })
    }

    /// Follows the project to its next revision.
    ///
    /// # Errors
    /// A shipped style table that cannot be read.
    pub fn follow(
        &mut self,
        snapshot: &Arc<Snapshot>,
        index: &Arc<ProjectIndex>,
        classes: &SceneClasses,
        applied: &Applied,
    ) -> Result<(), Problem> {
        for (table, scene) in Table::ALL.into_iter().zip(&mut self.tables) {
            let is_whole = applied.whole_tables.contains(&table);
            let rows: Vec<i64> =
                applied.rows.iter().filter(|id| id.table == table).map(|id| id.fid).collect();
            let Some(classes) = classes.table(table) else { continue };
            if !is_whole && rows.is_empty() {
                continue;
            }
            let rows = (!is_whole).then_some(&rows);
            scene.source = Arc::new(scene.source.next(snapshot, index, &classes.slots, rows));
            scene.classes = classes.clone();
            scene.plain = Arc::new(looks::style_table(table, classes, scene.color, self.is_dark)?);
            scene.drawn = emphasised(&scene.plain, table, &classes.slots, scene.focus);
        }
        Ok(())
    }

    /// The layers to draw, from the ground up.
    ///
    /// # Errors
    /// A shipped style table that cannot be read.
    pub fn layers(&mut self, looks: &[LayerLook], focus: Focus) -> Result<Vec<MapLayer>, Problem> {
        let mut layers = self.base.clone();
        for look in looks {
            for table in look.layer.tables() {
                let Some(scene) = self.tables.get_mut(table.position()) else { continue };
                let is_recoloured = scene.color != look.color;
                if is_recoloured {
                    let plain = looks::style_table(*table, &scene.classes, look.color, self.is_dark)?;
                    scene.plain = Arc::new(plain);
                    scene.color = look.color;
                }
                if is_recoloured || scene.focus != focus {
                    scene.drawn = emphasised(&scene.plain, *table, &scene.classes.slots, focus);
                }
                scene.focus = focus;
                layers.push(MapLayer {
                    id: LayerId(FIRST_TABLE + table.position() as u16),
                    kind: LayerKind::Areas,
                    source: Arc::clone(&scene.source) as Arc<_>,
                    styles: Arc::clone(&scene.drawn),
                    is_visible: look.is_visible,
                    opacity: look.opacity,
                });
            }
        }
        layers.extend(self.arriving.clone());
        Ok(layers)
    }

    /// Shows what an import brings above all else, or no longer.
    pub fn show_arriving(&mut self, arriving: Option<&Arc<Arriving>>) {
        self.arriving = arriving.map(|source| looks::arriving(source, self.is_dark));
    }
}

impl Scene {
    /// How large the sign of a point is drawn, in points.
    fn sign_size(&self, table: Table, fid: i64) -> f32 {
        let Some(scene) = self.tables.get(table.position()) else { return 0.0 };
        let place = scene.classes.slots.get(fid).map_or(0, |place| place as usize);
        let class = scene.plain.class_of.get(place).copied().unwrap_or(0);
        scene.plain.classes.get(usize::from(class)).map_or(0.0, |class| class.symbol_size)
    }
}

/// The looks with the focus laid over them; the very same looks where the focus
/// is elsewhere, so that nothing is uploaded.
fn emphasised(plain: &Arc<StyleTable>, table: Table, slots: &Slots, focus: Focus) -> Arc<StyleTable> {
    let marks =
        [(focus.selected, flag::SELECTED), (focus.hovered, flag::HOVERED), (focus.hidden, flag::HIDDEN)];
    let here: Vec<(u32, u8)> = marks
        .into_iter()
        .filter_map(|(row, bits)| Some((row.filter(|row| row.table == table)?, bits)))
        .filter_map(|(row, bits)| Some((slots.get(row.fid)?, bits)))
        .collect();
    if here.is_empty() {
        return Arc::clone(plain);
    }
    let mut table = plain.as_ref().clone();
    here.into_iter().for_each(|(feature, bits)| table.set_flag(feature, bits, true));
    Arc::new(table)
}

/// The looks a project is first shown with, from the ground up.
pub fn default_looks() -> Vec<LayerLook> {
    let color = |layer: Layer| match layer {
        Layer::Admin => [120, 120, 130],
        Layer::Landuse => [150, 175, 130],
        Layer::Constraints => [190, 80, 70],
        Layer::Estates => [70, 95, 140],
        Layer::Plots => [90, 130, 180],
        Layer::Zones => [20, 130, 90],
        Layer::Infra => [160, 100, 20],
        Layer::Places => [60, 60, 60],
        Layer::Marks => [140, 40, 130],
        Layer::Other => [110, 110, 110],
    };
    Layer::ALL
        .into_iter()
        .map(|layer| LayerLook { layer, is_visible: true, color: color(layer), opacity: 1.0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Progress;
    use crate::geometry::shape::BoundingBox;
    use crate::model::{PlotStatus, StoredRow, TableBuilder, Value};
    use geo::polygon;

    /// A file of two plots, the second of which has the number `far`.
    fn two_plots(far: i64) -> (Arc<Snapshot>, Arc<ProjectIndex>) {
        let mut builder = TableBuilder::new(Table::Plots);
        for (fid, west, status) in [(1, 52.0, PlotStatus::Vacant), (far, 52.1, PlotStatus::Operating)] {
            let geometry = polygon![(x: west, y: 35.0), (x: west + 0.01, y: 35.0), (x: west, y: 35.01)];
            let value = |column: &crate::model::Column| match column.name {
                "status" => Value::Text(status.name().to_owned()),
                _ => Value::Null,
            };
            let values = Table::Plots.columns().iter().map(value).collect();
            let uuid = uuid::Uuid::from_u128(fid as u128);
            builder.push(StoredRow { fid, uuid, geometry: Some(geometry.into()), values });
        }
        let snapshot = Snapshot::new(1, vec![builder.finish()]);
        let index = ProjectIndex::build(&snapshot, &Progress::new()).expect("not cancelled");
        (Arc::new(snapshot), Arc::new(index))
    }

    #[test]
    fn the_tables_of_the_engine_do_not_grow_with_the_number_of_a_row() {
        for far in [2, 1 << 28, 1 << 40, i64::MAX] {
            let (snapshot, index) = two_plots(far);
            let mut scene =
                Scene::new(&snapshot, &index, &SceneClasses::of(&snapshot), false).expect("styles");
            let focus = Focus { selected: Some(RowId { table: Table::Plots, fid: far }), ..Focus::default() };
            let layers = scene.layers(&default_looks(), focus).expect("styles");
            let id = LayerId(FIRST_TABLE + Table::Plots.position() as u16);
            let plots = layers.iter().find(|layer| layer.id == id).expect("plots are drawn");
            assert!(plots.source.len() < 10_000, "{far}: {}", plots.source.len());
            assert!(plots.styles.class_of.len() < 10_000 && plots.styles.flags.len() < 10_000, "{far}");

            let mut seen: Vec<u32> = Vec::new();
            let world = BoundingBox { west: 50.0, south: 30.0, east: 55.0, north: 40.0 };
            plots.source.visit(&world, &mut |feature, _| seen.push(feature));
            seen.sort_unstable();
            assert_eq!(seen.len(), 2, "{far}");
            let class = |feature: u32| usize::from(plots.styles.class_of[feature as usize]);
            let status = |feature: u32| PlotStatus::ALL[class(feature)];
            assert_eq!(
                seen.iter().map(|one| status(*one)).collect::<Vec<_>>(),
                [PlotStatus::Vacant, PlotStatus::Operating]
            );
            let is_selected = |feature: u32| {
                plots.styles.flags.get(feature as usize).is_some_and(|bits| bits & flag::SELECTED != 0)
            };
            assert_eq!(seen.iter().map(|one| is_selected(*one)).collect::<Vec<_>>(), [false, true], "{far}");
            assert_eq!(plots.styles.selected.tint, egui::Color32::TRANSPARENT, "the fill tells the status");
        }
    }
}
