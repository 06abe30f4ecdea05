//! Names on the map: which of them are shown, and where, so that none covers
//! another or the sign of a point. The choice is greedy by importance; it hardly changes while the map
//! moves, because names just outside the view take part and names already shown
//! come first among equals.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use egui::{Color32, Painter, Pos2, Rect, Vec2, pos2, vec2};
use geo::Coord;

use super::camera::{Camera, to_mercator};
use super::text::{self, RowAlign, TextStyle, Weight};
use crate::locale::Direction;

/// Most names shown at once; with the halo each takes nine shapes.
const MAX_SHOWN: usize = 150;
/// Most names tried in one frame; the less important ones are left out.
const MAX_TRIED: usize = 800;
/// Names this far outside the view (points) keep their room, so that a name
/// coming in does not push another one away.
pub const MARGIN_PT: f32 = 160.0;
/// Room kept free around a name, points.
const GAP_PT: f32 = 2.0;
/// A name equal to a more important one no farther away than this (points, from
/// middle to middle) is left out: a city beside its county.
const SAME_NAME_PT: f32 = 140.0;
/// So much farther off a name is tried when signs lie round its own, points.
const FAR_PT: f32 = 7.0;
/// Names of this importance are shown from far too, where signs leave no room at all:
/// there they cover as few as can be. A map without any name tells nobody where it is.
const ALWAYS_SHOWN: f32 = 5.5;
/// Side of a cell of the grid of taken places, points.
const CELL_PT: f32 = 64.0;
/// Width of the halo, points.
const HALO_PT: f32 = 1.2;

/// Where a name stands to its anchor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LabelSpot {
    /// Its middle is on the anchor (small areas).
    Over,
    /// Its middle is on the anchor, or near it where a sign lies there (areas).
    About {
        /// How far east and north of the anchor it may stand, degrees; a row and half
        /// its length it may always move.
        reach_deg: [f64; 2],
    },
    /// Beside the anchor, this many points away from it (points with a sign).
    Beside {
        /// Distance from the anchor to the text, points.
        gap_pt: f32,
    },
}

/// A name that may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelCandidate {
    /// The same from frame to frame, and no other's.
    pub key: u64,
    /// Where it belongs, lon/lat degrees.
    pub anchor: Coord<f64>,
    /// The name, in logical order.
    pub text: Arc<str>,
    /// The higher one wins the place.
    pub importance: f32,
    /// Farthest view that shows it: metres on the ground a point.
    pub max_ground_metres_per_point: f64,
    /// Font size, points.
    pub size_pt: f32,
    /// Weight of the strokes.
    pub weight: Weight,
    /// Colour of the text.
    pub color: Color32,
    /// Where it stands to its anchor.
    pub spot: LabelSpot,
}

/// The sign of a point feature: no name may cover it but its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapSign {
    /// The key of its name.
    pub key: u64,
    /// Where it is, lon/lat degrees.
    pub at: Coord<f64>,
    /// Its width, points.
    pub size_pt: f32,
}

/// What names keep off.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kept<'a> {
    /// Places on the screen where no name may stand (legend, scale bar).
    pub obstacles: &'a [Rect],
    /// The signs in sight, and those some way beyond, so that names do not give way
    /// when these come in.
    pub signs: &'a [MapSign],
}

/// A name that found its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedLabel {
    /// Its position among the candidates.
    pub candidate: usize,
    /// Where the text stands, points of the screen.
    pub rect: Rect,
}

/// Where a name stands to its anchor: steps to the right and down, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Side {
    right: i8,
    down: i8,
    /// Farther off, past signs that lie close to its own.
    is_far: bool,
}

impl Side {
    const OVER: Side = Side::new(0, 0);

    const fn new(right: i8, down: i8) -> Side {
        Side { right, down, is_far: false }
    }
}

/// Chooses the names to show, frame by frame; one for each map.
#[derive(Debug, Default)]
pub struct LabelPlacer {
    shown: HashMap<u64, Side>,
    /// Metres of Mercator a point when they were placed.
    scale: f64,
}

impl LabelPlacer {
    /// The names to show, the most important first.
    ///
    /// `measure` gives the size of a candidate's text in points and is asked only for
    /// names that could be shown. The time goes with the number of candidates and
    /// signs: give those near the view.
    pub fn place(
        &mut self,
        camera: &Camera,
        viewport: Rect,
        direction: Direction,
        candidates: &[LabelCandidate],
        kept: Kept<'_>,
        mut measure: impl FnMut(&LabelCandidate) -> Vec2,
    ) -> Vec<PlacedLabel> {
        let (mut taken, mut signs) = (TakenPlaces::default(), TakenPlaces::default());
        kept.obstacles.iter().for_each(|obstacle| taken.take(*obstacle, NOBODY));
        for sign in kept.signs {
            let place =
                Rect::from_center_size(camera.to_screen(sign.at, viewport), Vec2::splat(sign.size_pt));
            signs.take(place, sign.key);
        }
        // While the map only moves a name stays where it is; at another scale it may
        // go back to where it stands best.
        let is_same_scale = self.scale == camera.metres_per_point();
        let mut shown = HashMap::new();
        let mut said: HashMap<&str, Vec<Pos2>> = HashMap::new();
        let mut placed = Vec::new();
        for (at, anchor) in self.in_order(camera, viewport, candidates) {
            let Some(candidate) = candidates.get(at) else { continue };
            if placed.len() >= MAX_SHOWN {
                break;
            }
            let size = measure(candidate);
            let reach = reach(camera, candidate);
            let stands = |side: &Side| place_at(anchor, size, candidate.spot, reach, *side);
            let keeps_off =
                |taken: &TakenPlaces, rect: Rect| taken.is_free(rect.expand(GAP_PT), candidate.key);
            // The name of an area gives way to signs, not to the name of another area.
            if matches!(candidate.spot, LabelSpot::About { .. }) && !keeps_off(&taken, stands(&Side::OVER)) {
                continue;
            }
            let before = self.shown.get(&candidate.key).copied().filter(|_| is_same_scale);
            let places = || {
                let all = before.into_iter().chain(sides(candidate.spot, direction));
                all.map(|side| (side, stands(&side))).filter(|(_, rect)| keeps_off(&taken, *rect))
            };
            let mut found = places().find(|(_, rect)| keeps_off(&signs, *rect));
            if found.is_none() && candidate.importance >= ALWAYS_SHOWN {
                let covered = |rect: &Rect| signs.count_in(rect.expand(GAP_PT), candidate.key);
                found = places().min_by_key(|(side, rect)| (covered(rect), before != Some(*side)));
            }
            let Some((side, rect)) = found else { continue };
            let same = said.entry(&candidate.text).or_default();
            if same.iter().any(|middle| middle.distance(rect.center()) < SAME_NAME_PT) {
                continue;
            }
            same.push(rect.center());
            taken.take(rect, NOBODY);
            shown.insert(candidate.key, side);
            if rect.intersects(viewport) {
                placed.push(PlacedLabel { candidate: at, rect });
            }
        }
        (self.shown, self.scale) = (shown, camera.metres_per_point());
        placed
    }

    /// Position among the candidates and place of the anchor on the screen of
    /// those that come into question, the one with the best claim first.
    fn in_order(&self, camera: &Camera, viewport: Rect, candidates: &[LabelCandidate]) -> Vec<(usize, Pos2)> {
        let scale = camera.ground_metres_per_point();
        let around = viewport.expand(MARGIN_PT);
        let mut found: Vec<(usize, Pos2, &LabelCandidate)> = candidates
            .iter()
            .enumerate()
            .filter(|(_, one)| scale <= one.max_ground_metres_per_point && !one.text.is_empty())
            .map(|(at, one)| (at, camera.to_screen(one.anchor, viewport), one))
            .filter(|(_, anchor, _)| around.contains(*anchor))
            .collect();
        let is_new = |one: &LabelCandidate| !self.shown.contains_key(&one.key);
        found.sort_by(|(_, _, one), (_, _, other)| {
            (other.importance.total_cmp(&one.importance))
                .then(is_new(one).cmp(&is_new(other)))
                .then(one.key.cmp(&other.key))
        });
        found.truncate(MAX_TRIED);
        found.into_iter().map(|(at, anchor, _)| (at, anchor)).collect()
    }

    /// Places the names in the painter's clip rectangle and paints them with a
    /// halo; the shapes stay under 1,400. Must be called inside a pass of egui.
    pub fn paint(
        &mut self,
        painter: &Painter,
        camera: &Camera,
        direction: Direction,
        candidates: &[LabelCandidate],
        kept: Kept<'_>,
        halo: Color32,
    ) -> Vec<PlacedLabel> {
        let (ctx, viewport) = (painter.ctx(), painter.clip_rect());
        let layout = |one: &LabelCandidate| text::layout(ctx, &one.text, &style(one, direction));
        let placed = self.place(camera, viewport, direction, candidates, kept, |one| layout(one).size());
        // A name that is cut at the edge could be read as another one: "-500/6" for "A-500/6".
        for label in placed.iter().filter(|label| viewport.contains_rect(label.rect)) {
            if let Some(one) = candidates.get(label.candidate) {
                let shapes = layout(one).shapes_with_halo(label.rect.min, one.color, halo, HALO_PT);
                painter.extend(shapes);
            }
        }
        placed
    }
}

fn style(candidate: &LabelCandidate, direction: Direction) -> TextStyle {
    TextStyle::new(candidate.size_pt, direction).weight(candidate.weight).aligned(RowAlign::Centre)
}

/// Steps from the middle of an area to the farthest place where its name may stand.
const STEPS: i8 = 4;

/// The places for the name of an area, the nearest to its middle first.
static NEAR: LazyLock<Vec<Side>> = LazyLock::new(|| {
    let steps = -STEPS..=STEPS;
    let mut all: Vec<Side> =
        steps.clone().flat_map(|down| steps.clone().map(move |right| Side::new(right, down))).collect();
    let way = |step: i8| i32::from(step) * i32::from(step);
    all.sort_by_key(|side| (way(side.right) + way(side.down), side.right.abs(), side.down, side.right));
    all
});

/// The sides to try, in order: first where reading goes on from the anchor.
fn sides(spot: LabelSpot, direction: Direction) -> impl Iterator<Item = Side> {
    const AROUND: [Side; 8] = [
        Side::new(1, 0),
        Side::new(-1, 0),
        Side::new(0, -1),
        Side::new(0, 1),
        Side::new(1, -1),
        Side::new(1, 1),
        Side::new(-1, -1),
        Side::new(-1, 1),
    ];
    let (sides, rounds): (&[Side], &[bool]) = match spot {
        LabelSpot::Over => (&[Side::OVER], &[false]),
        LabelSpot::About { .. } => (&NEAR, &[false]),
        LabelSpot::Beside { .. } => (&AROUND, &[false, true]),
    };
    let ahead = if direction.is_rtl() { -1 } else { 1 };
    rounds.iter().flat_map(move |is_far| {
        sides.iter().map(move |side| Side { right: side.right * ahead, is_far: *is_far, ..*side })
    })
}

/// How far from its anchor the name of an area may stand, points.
fn reach(camera: &Camera, candidate: &LabelCandidate) -> Vec2 {
    let LabelSpot::About { reach_deg: [east, north] } = candidate.spot else { return Vec2::ZERO };
    let (from, to) = (candidate.anchor, candidate.anchor + Coord { x: east, y: north });
    let [from, to] = [from, to].map(to_mercator);
    let way = camera.offset(to.x - from.x, to.y - from.y).abs();
    if way.is_finite() { way } else { Vec2::ZERO }
}

/// `reach` is how far from its anchor the name of an area may stand, points.
fn place_at(anchor: Pos2, size: Vec2, spot: LabelSpot, reach: Vec2, side: Side) -> Rect {
    let steps = vec2(f32::from(side.right), f32::from(side.down));
    let middle = match spot {
        LabelSpot::Over => Vec2::ZERO,
        LabelSpot::About { .. } => steps / f32::from(STEPS) * reach.max(vec2(size.x / 2.0, 2.0 * size.y)),
        LabelSpot::Beside { gap_pt } => {
            let gap_pt = if side.is_far { gap_pt + FAR_PT } else { gap_pt };
            steps * (Vec2::splat(gap_pt) + size / 2.0)
        }
    };
    Rect::from_center_size(anchor + middle, size)
}

/// Whose place it is that nobody may cover.
const NOBODY: u64 = u64::MAX;

/// Places on the screen that are taken, in cells, each with the key of its owner.
#[derive(Default)]
struct TakenPlaces {
    cells: HashMap<(i32, i32), Vec<(Rect, u64)>>,
}

impl TakenPlaces {
    fn take(&mut self, rect: Rect, owner: u64) {
        for cell in cells(rect) {
            self.cells.entry(cell).or_default().push((rect, owner));
        }
    }

    /// Whether nobody but `own` has taken any of it.
    fn is_free(&self, rect: Rect, own: u64) -> bool {
        self.others_in(rect, own).next().is_none()
    }

    /// How many places of others than `own` it covers; one that lies in two cells
    /// counts twice.
    fn count_in(&self, rect: Rect, own: u64) -> usize {
        self.others_in(rect, own).count()
    }

    fn others_in(&self, rect: Rect, own: u64) -> impl Iterator<Item = &Rect> {
        let overlaps = move |taken: &Rect| {
            taken.min.x < rect.max.x
                && rect.min.x < taken.max.x
                && taken.min.y < rect.max.y
                && rect.min.y < taken.max.y
        };
        let others = cells(rect).filter_map(|cell| self.cells.get(&cell)).flatten();
        others.filter(move |(taken, owner)| *owner != own && overlaps(taken)).map(|(taken, _)| taken)
    }
}

/// The cells a place touches; a place far larger than a screen is cut.
fn cells(rect: Rect) -> impl Iterator<Item = (i32, i32)> {
    let held = rect.intersect(Rect::from_min_max(pos2(-1e5, -1e5), pos2(1e5, 1e5)));
    let cell = |at: f32| (at / CELL_PT).floor() as i32;
    let (columns, rows) = (cell(held.min.x)..=cell(held.max.x), cell(held.min.y)..=cell(held.max.y));
    rows.flat_map(move |row| columns.clone().map(move |column| (column, row)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VIEWPORT: Rect = Rect { min: Pos2 { x: 0.0, y: 0.0 }, max: Pos2 { x: 800.0, y: 600.0 } };

    fn camera() -> Camera {
        Camera::new(Coord { x: 53.0, y: 35.0 }, 100.0)
    }

    fn at_screen(key: u64, at: Pos2, importance: f32) -> LabelCandidate {
        LabelCandidate {
            key,
            anchor: camera().to_lon_lat(at, VIEWPORT),
            text: format!("name {key}").into(),
            importance,
            max_ground_metres_per_point: f64::INFINITY,
            size_pt: 13.0,
            weight: Weight::Regular,
            color: Color32::BLACK,
            spot: LabelSpot::Over,
        }
    }

    fn place(placer: &mut LabelPlacer, camera: &Camera, all: &[LabelCandidate]) -> Vec<u64> {
        let placed =
            placer.place(camera, VIEWPORT, Direction::Ltr, all, Kept::default(), |_| vec2(80.0, 16.0));
        placed.iter().map(|label| all[label.candidate].key).collect()
    }

    #[test]
    fn the_more_important_name_wins_the_place() {
        let all = [at_screen(1, pos2(400.0, 300.0), 1.0), at_screen(2, pos2(430.0, 305.0), 5.0)];
        assert_eq!(place(&mut LabelPlacer::default(), &camera(), &all), [2]);
    }

    #[test]
    fn of_equal_names_close_by_the_more_important_one_is_shown() {
        let named = |key, at, importance| LabelCandidate {
            text: "کرمان".into(),
            ..at_screen(key, at, importance)
        };
        let all = [
            named(1, pos2(400.0, 300.0), 5.0),
            named(2, pos2(400.0, 340.0), 8.0),
            named(3, pos2(400.0, 40.0), 5.0),
        ];
        assert_eq!(place(&mut LabelPlacer::default(), &camera(), &all), [2, 3]);
    }

    #[test]
    fn a_name_already_shown_stays_before_an_equal_one() {
        let mut placer = LabelPlacer::default();
        let second = at_screen(2, pos2(430.0, 305.0), 1.0);
        assert_eq!(place(&mut placer, &camera(), std::slice::from_ref(&second)), [2]);
        let all = [at_screen(1, pos2(400.0, 300.0), 1.0), second];
        assert_eq!(place(&mut placer, &camera(), &all), [2]);
        assert_eq!(place(&mut LabelPlacer::default(), &camera(), &all), [1]);
    }

    #[test]
    fn names_wait_for_their_scale_and_keep_off_obstacles() {
        let mut far = at_screen(1, pos2(400.0, 300.0), 1.0);
        far.max_ground_metres_per_point = 10.0;
        assert!(place(&mut LabelPlacer::default(), &camera(), std::slice::from_ref(&far)).is_empty());
        far.max_ground_metres_per_point = 100.0;
        assert_eq!(place(&mut LabelPlacer::default(), &camera(), std::slice::from_ref(&far)), [1]);
        let legend = [Rect::from_min_size(pos2(300.0, 200.0), vec2(200.0, 200.0))];
        let placed = LabelPlacer::default().place(
            &camera(),
            VIEWPORT,
            Direction::Ltr,
            std::slice::from_ref(&far),
            Kept { obstacles: &legend, signs: &[] },
            |_| vec2(80.0, 16.0),
        );
        assert!(placed.is_empty());
    }

    #[test]
    fn a_name_beside_a_sign_goes_where_reading_goes_on_and_gives_way() {
        let mut one = at_screen(1, pos2(400.0, 300.0), 1.0);
        one.spot = LabelSpot::Beside { gap_pt: 6.0 };
        let all = [one];
        let x = |direction, obstacles: &[Rect]| {
            let mut placer = LabelPlacer::default();
            let placed =
                placer.place(&camera(), VIEWPORT, direction, &all, Kept { obstacles, signs: &[] }, |_| {
                    vec2(80.0, 16.0)
                });
            placed.first().map(|label| label.rect.center().x)
        };
        let near = |found: Option<f32>, wanted: f32| (found.unwrap_or(f32::NAN) - wanted).abs() < 0.01;
        assert!(near(x(Direction::Ltr, &[]), 446.0));
        assert!(near(x(Direction::Rtl, &[]), 354.0));
        let right = [Rect::from_min_size(pos2(410.0, 280.0), vec2(50.0, 40.0))];
        assert!(near(x(Direction::Ltr, &right), 354.0));
    }

    #[test]
    fn no_name_covers_a_sign_but_beside_its_own() {
        let sign = |key, at: Pos2, size_pt| MapSign { key, at: camera().to_lon_lat(at, VIEWPORT), size_pt };
        let seen = |all: &[LabelCandidate], signs: &[MapSign]| -> Vec<Rect> {
            let kept = Kept { obstacles: &[], signs };
            let measure = |_: &LabelCandidate| vec2(80.0, 16.0);
            let placed =
                LabelPlacer::default().place(&camera(), VIEWPORT, Direction::Ltr, all, kept, measure);
            for label in &placed {
                for sign in signs.iter().filter(|sign| sign.key != all[label.candidate].key) {
                    let at = camera().to_screen(sign.at, VIEWPORT);
                    let place = Rect::from_center_size(at, Vec2::splat(sign.size_pt));
                    assert!(!label.rect.intersects(place), "{label:?} covers {sign:?}");
                }
            }
            placed.iter().map(|label| label.rect).collect()
        };
        let (well, town) = (sign(8, pos2(402.0, 300.0), 9.0), sign(1, pos2(400.0, 300.0), 9.0));
        // The name of an area moves off the sign, that of a plot is left out.
        let about = LabelCandidate {
            spot: LabelSpot::About { reach_deg: [0.0; 2] },
            ..at_screen(1, pos2(400.0, 300.0), 1.0)
        };
        let moved = seen(std::slice::from_ref(&about), &[well]);
        assert_eq!(moved.len(), 1);
        assert!((moved[0].center() - pos2(400.0, 300.0)).length() < 20.0, "{moved:?}");
        assert!(seen(&[at_screen(1, pos2(400.0, 300.0), 1.0)], &[well]).is_empty());
        // A town stands on its own sign, and beside it a well.
        let beside = LabelCandidate {
            spot: LabelSpot::Beside { gap_pt: 5.0 },
            ..at_screen(1, pos2(400.0, 300.0), 1.0)
        };
        assert_eq!(
            seen(std::slice::from_ref(&beside), &[town]),
            [Rect::from_min_size(pos2(405.0, 292.0), vec2(80.0, 16.0))]
        );
        let left = seen(&[beside], &[town, sign(8, pos2(410.0, 300.0), 9.0)]);
        assert!(left.len() == 1 && left[0].max.x < 400.0, "{left:?}");
    }

    #[test]
    fn where_signs_leave_no_room_only_the_most_important_names_are_shown() {
        let signs: Vec<MapSign> = (0..100_u64)
            .map(|at| pos2((at % 10) as f32 * 30.0 + 250.0, (at / 10) as f32 * 12.0 + 240.0))
            .map(|at| MapSign { key: 9, at: camera().to_lon_lat(at, VIEWPORT), size_pt: 8.0 })
            .collect();
        let shown = |importance| {
            let spot = LabelSpot::About { reach_deg: [0.0; 2] };
            let all = [LabelCandidate { spot, ..at_screen(1, pos2(400.0, 300.0), importance) }];
            let kept = Kept { obstacles: &[], signs: &signs };
            let measure = |_: &LabelCandidate| vec2(80.0, 16.0);
            LabelPlacer::default().place(&camera(), VIEWPORT, Direction::Ltr, &all, kept, measure).len()
        };
        assert_eq!((shown(5.0), shown(8.0)), (0, 1));
    }

    #[test]
    fn a_name_that_gave_way_to_a_sign_stays_while_the_map_moves() {
        let all = [LabelCandidate {
            spot: LabelSpot::About { reach_deg: [0.0; 2] },
            ..at_screen(1, pos2(400.0, 300.0), 1.0)
        }];
        let signs = [MapSign { key: 8, at: all[0].anchor, size_pt: 9.0 }];
        let (mut placer, mut moving) = (LabelPlacer::default(), camera());
        let mut steps = Vec::new();
        for _ in 0..40 {
            let kept = Kept { obstacles: &[], signs: &signs };
            let placed = placer.place(&moving, VIEWPORT, Direction::Ltr, &all, kept, |_| vec2(80.0, 16.0));
            let at = moving.to_screen(all[0].anchor, VIEWPORT);
            steps.extend(placed.iter().map(|label| label.rect.center() - at));
            moving.pan(vec2(6.0, -4.0));
        }
        assert_eq!(steps.len(), 40);
        assert!(steps.iter().all(|step| (*step - steps[0]).length() < 0.1), "{steps:?}");
    }

    #[test]
    fn names_in_view_stay_while_the_map_moves() {
        let all: Vec<_> = (0..400_u64)
            .map(|key| {
                let at = pos2((key * 37 % 1000) as f32 - 100.0, (key * 91 % 800) as f32 - 100.0);
                at_screen(key, at, (key * 7 % 10) as f32)
            })
            .collect();
        let (mut placer, mut moving) = (LabelPlacer::default(), camera());
        let inner = VIEWPORT.shrink(150.0);
        let mut before: Option<Vec<u64>> = None;
        for _ in 0..10 {
            let placed =
                placer.place(&moving, VIEWPORT, Direction::Ltr, &all, Kept::default(), |_| vec2(80.0, 16.0));
            let seen = placed.iter().filter(|label| inner.contains(label.rect.center()));
            let seen: Vec<u64> = seen.map(|label| all[label.candidate].key).collect();
            if let Some(before) = before {
                let still_inside = |key: &u64| {
                    inner.shrink(8.0).contains(moving.to_screen(all[*key as usize].anchor, VIEWPORT))
                };
                let lost: Vec<_> =
                    before.iter().filter(|key| still_inside(key) && !seen.contains(key)).collect();
                assert!(lost.is_empty(), "{lost:?} vanished");
            }
            assert!(!seen.is_empty());
            before = Some(seen);
            moving.pan(vec2(5.0, 3.0));
        }
    }

    #[test]
    fn the_number_of_names_is_held() {
        let all: Vec<_> = (0..3000)
            .map(|key| at_screen(key, pos2((key % 60) as f32 * 13.0, (key / 60) as f32 * 12.0), 1.0))
            .collect();
        let mut placer = LabelPlacer::default();
        let placed =
            placer.place(&camera(), VIEWPORT, Direction::Ltr, &all, Kept::default(), |_| vec2(4.0, 4.0));
        assert_eq!(placed.len(), MAX_SHOWN);
    }

    proptest! {
        #[test]
        fn no_name_covers_another(
            spots in prop::collection::vec((0.0_f32..800.0, 0.0_f32..600.0, 0.0_f32..9.0, 10.0_f32..150.0), 0..120),
        ) {
            let all: Vec<_> = spots
                .iter()
                .enumerate()
                .map(|(key, (x, y, importance, _))| at_screen(key as u64, pos2(*x, *y), *importance))
                .collect();
            let width = |one: &LabelCandidate| vec2(spots[one.key as usize].3, 14.0);
            let placed =
                LabelPlacer::default().place(&camera(), VIEWPORT, Direction::Rtl, &all, Kept::default(), width);
            for (at, one) in placed.iter().enumerate() {
                for other in &placed[at + 1..] {
                    prop_assert!(!one.rect.shrink(0.01).intersects(other.rect.shrink(0.01)));
                }
            }
        }
    }
}
