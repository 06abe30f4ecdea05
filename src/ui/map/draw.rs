//! The polygon tool as a state machine, without a window: vertices come in one
//! by one, the next one may be held at a right angle or at a typed length.
//! The measure tool uses the same machine and closes nothing.

use geo::{Coord, LineString, Orient, Polygon, Validation};

use crate::base::{Problem, ToProblem};
use crate::geometry::LocalPlane;
use crate::geometry::geodesic::geodesic_m;
use crate::geometry::measure;
use crate::locale::{digits, numbers};

/// Vertices nearer than this count as the same place: the second click of a
/// double-click must not add one.
const SAME_PLACE_M: f64 = 0.01;
/// What encloses less is a line, not a zone.
const LEAST_AREA_M2: f64 = 1.0;
/// Longest typed number, in characters; longer ones are slips of the hand.
const LONGEST_TYPED: usize = 9;

/// Why a drawing cannot be taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// A polygon needs three vertices.
    #[error("a polygon needs three vertices, there are {0}")]
    TooFewVertices(usize),
    /// Two edges cross or a vertex lies on another edge.
    #[error("edges of the boundary cross")]
    Crossing,
    /// All vertices lie on a line.
    #[error("the boundary encloses nothing")]
    NoArea,
    /// The typed length is no number above zero.
    #[error("the typed length is no number above zero")]
    Length,
}

impl ToProblem for DrawError {
    fn to_problem(&self) -> Problem {
        match self {
            DrawError::TooFewVertices(count) => Problem::new("map-draw-too-few").with("count", *count as u64),
            DrawError::Crossing => Problem::new("map-draw-crossing"),
            DrawError::NoArea => Problem::new("map-draw-no-area"),
            DrawError::Length => Problem::new("map-draw-length"),
        }
    }
}

/// What Enter did.
#[derive(Debug, Clone, PartialEq)]
pub enum Entered {
    /// A vertex was set at the typed length.
    Vertex,
    /// The polygon was closed; the draft is empty again.
    Closed(Polygon<f64>),
}

/// A polygon (or a measured path) while it is drawn. Positions are lon/lat degrees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    vertices: Vec<Coord<f64>>,
    typed: String,
}

impl Draft {
    /// The vertices set so far.
    pub fn vertices(&self) -> &[Coord<f64>] {
        &self.vertices
    }

    /// The length as it was typed so far.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether nothing has been drawn yet.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }

    /// The vertex the rubber line starts at.
    pub fn last(&self) -> Option<Coord<f64>> {
        self.vertices.last().copied()
    }

    /// Sets a vertex; false when it is where the last one is.
    pub fn click(&mut self, at: Coord<f64>) -> bool {
        let is_new = self.last().is_none_or(|last| geodesic_m(last, at) > SAME_PLACE_M);
        if is_new && at.x.is_finite() && at.y.is_finite() {
            self.vertices.push(at);
            self.typed.clear();
        }
        is_new
    }

    /// Takes typed text: digits of any script and decimal marks; anything else
    /// is no part of a length. True when something was taken. Nothing is taken
    /// before the first vertex.
    pub fn type_text(&mut self, text: &str) -> bool {
        if self.vertices.is_empty() {
            return false;
        }
        let fits = |c: char| digits::digit_value(c).is_some() || matches!(c, '.' | '٫' | '/');
        let room = LONGEST_TYPED.saturating_sub(self.typed.chars().count());
        let before = self.typed.len();
        self.typed.extend(text.chars().filter(|c| fits(*c)).take(room));
        self.typed.len() > before
    }

    /// The typed length in metres, once it is a number above zero.
    pub fn typed_length_m(&self) -> Option<f64> {
        numbers::parse(&self.typed).ok().filter(|metres| metres.is_finite() && *metres > 0.0)
    }

    /// Takes back the last typed character, else the last vertex; false when
    /// there was nothing.
    pub fn backspace(&mut self) -> bool {
        self.typed.pop().is_some() || self.vertices.pop().is_some()
    }

    /// Drops a typed length first, then the whole drawing; false when there was nothing.
    pub fn escape(&mut self) -> bool {
        if self.typed.is_empty() {
            let had_any = !self.vertices.is_empty();
            self.vertices.clear();
            return had_any;
        }
        self.typed.clear();
        true
    }

    /// Drops everything.
    pub fn clear(&mut self) {
        *self = Draft::default();
    }

    /// Where the next vertex would be with the pointer at `pointer`: at the typed
    /// length when there is one, and with `right_angles` in line with the last
    /// edge or square to it (for the first edge: along the meridian or across).
    /// Worked out in the metric plane round the last vertex.
    pub fn aim(&self, pointer: Coord<f64>, right_angles: bool) -> Coord<f64> {
        let Some(last) = self.last() else { return pointer };
        let length_m = self.typed_length_m();
        if !right_angles && length_m.is_none() {
            return pointer;
        }
        let plane = LocalPlane::new(last);
        let towards = plane.forward(pointer);
        let heading = self.heading(&plane);
        let (direction, reach_m) = if right_angles {
            let square = Coord { x: -heading.y, y: heading.x };
            let ways = match self.vertices.len() {
                // Going back over the last edge would draw nothing.
                2.. => vec![heading, square, -square],
                _ => vec![heading, -heading, square, -square],
            };
            let best = ways.into_iter().max_by(|a, b| dot(*a, towards).total_cmp(&dot(*b, towards)));
            let best = best.unwrap_or(heading);
            (best, dot(best, towards).max(0.0))
        } else {
            let distance_m = towards.x.hypot(towards.y);
            if distance_m > 0.0 { (towards / distance_m, distance_m) } else { (heading, 0.0) }
        };
        plane.inverse(direction * length_m.unwrap_or(reach_m))
    }

    /// Unit direction of the last edge at its end; north when there is none.
    fn heading(&self, plane: &LocalPlane) -> Coord<f64> {
        let north = Coord { x: 0.0, y: 1.0 };
        let Some(before) = self.vertices.len().checked_sub(2).and_then(|at| self.vertices.get(at)) else {
            return north;
        };
        let back = plane.forward(*before);
        let length_m = back.x.hypot(back.y);
        if length_m > 0.0 { -back / length_m } else { north }
    }

    /// Enter: sets a vertex at the typed length towards `aim`, or closes.
    ///
    /// # Errors
    /// [`DrawError`]; the drawing stays as it was.
    pub fn enter(&mut self, aim: Coord<f64>) -> Result<Entered, DrawError> {
        if self.typed.is_empty() {
            return self.close().map(Entered::Closed);
        }
        if self.typed_length_m().is_none() {
            return Err(DrawError::Length);
        }
        self.click(aim);
        self.typed.clear();
        Ok(Entered::Vertex)
    }

    /// The polygon as it would be with `aim` as one more vertex; `None` below three.
    pub fn polygon_with(&self, aim: Option<Coord<f64>>) -> Option<Polygon<f64>> {
        let mut ring = self.vertices.clone();
        ring.extend(aim.filter(|aim| self.last() != Some(*aim)));
        (ring.len() >= 3).then(|| oriented(ring))
    }

    /// The path as it would be with `aim` as one more vertex.
    pub fn path_with(&self, aim: Option<Coord<f64>>) -> LineString<f64> {
        let aim = aim.filter(|aim| self.last() != Some(*aim));
        LineString::new(self.vertices.iter().copied().chain(aim).collect())
    }

    /// Closes the polygon, its outer ring counter-clockwise; the draft is empty then.
    ///
    /// # Errors
    /// [`DrawError`]; the drawing stays as it was.
    pub fn close(&mut self) -> Result<Polygon<f64>, DrawError> {
        if self.vertices.len() < 3 {
            return Err(DrawError::TooFewVertices(self.vertices.len()));
        }
        let polygon = oriented(self.vertices.clone());
        check_boundary(&polygon)?;
        self.clear();
        Ok(polygon)
    }
}

/// Whether a boundary can be kept.
///
/// # Errors
/// [`DrawError::NoArea`] or [`DrawError::Crossing`].
pub fn check_boundary(polygon: &Polygon<f64>) -> Result<(), DrawError> {
    let (area_m2, _) = measure::ring(polygon.exterior());
    // A bow-tie may enclose nothing in sum, so crossing is asked first.
    if !polygon.is_valid() && has_crossing(polygon) {
        return Err(DrawError::Crossing);
    }
    if area_m2.abs() < LEAST_AREA_M2 {
        return Err(DrawError::NoArea);
    }
    if polygon.is_valid() { Ok(()) } else { Err(DrawError::Crossing) }
}

/// Whether any two edges of the outer ring cross inside both of them.
fn has_crossing(polygon: &Polygon<f64>) -> bool {
    use geo::line_intersection::{LineIntersection, line_intersection};
    let edges: Vec<_> = polygon.exterior().lines().collect();
    edges.iter().enumerate().any(|(at, edge)| {
        edges.iter().skip(at + 1).any(|other| {
            matches!(
                line_intersection(*edge, *other),
                Some(LineIntersection::SinglePoint { is_proper: true, .. })
            )
        })
    })
}

fn oriented(ring: Vec<Coord<f64>>) -> Polygon<f64> {
    Polygon::new(LineString::new(ring), Vec::new()).orient(geo::orient::Direction::Default)
}

fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::geodesic::inverse;
    use geo::Winding;
    use proptest::prelude::*;

    const GARMSAR: Coord<f64> = Coord { x: 52.34, y: 35.22 };

    fn east(metres: f64, north: f64) -> Coord<f64> {
        LocalPlane::new(GARMSAR).inverse(Coord { x: metres, y: north })
    }

    fn draft(points: &[(f64, f64)]) -> Draft {
        let mut draft = Draft::default();
        points.iter().for_each(|(x, y)| assert!(draft.click(east(*x, *y))));
        draft
    }

    #[test]
    fn three_clicks_and_enter_make_a_counter_clockwise_polygon() {
        let mut clockwise = draft(&[(0.0, 0.0), (0.0, 300.0), (400.0, 300.0)]);
        let Ok(Entered::Closed(polygon)) = clockwise.enter(GARMSAR) else { panic!("not closed") };
        assert!(polygon.exterior().is_ccw() && polygon.exterior().is_closed());
        assert!((measure::area_m2(&polygon.into()) - 60_000.0).abs() < 0.1);
        assert!(clockwise.is_empty());
    }

    #[test]
    fn the_second_click_of_a_double_click_sets_no_vertex() {
        let mut twice = draft(&[(0.0, 0.0)]);
        assert!(!twice.click(GARMSAR));
        assert_eq!(twice.vertices().len(), 1);
    }

    #[test]
    fn too_few_vertices_are_refused_and_kept() {
        let mut two = draft(&[(0.0, 0.0), (100.0, 0.0)]);
        assert_eq!(two.close(), Err(DrawError::TooFewVertices(2)));
        assert_eq!(two.vertices().len(), 2);
    }

    #[test]
    fn a_bow_tie_and_a_line_are_refused() {
        let mut tie = draft(&[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)]);
        assert_eq!(tie.close(), Err(DrawError::Crossing));
        let mut line = draft(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)]);
        assert_eq!(line.close(), Err(DrawError::NoArea));
    }

    #[test]
    fn backspace_takes_digits_then_vertices_and_escape_the_length_first() {
        let mut two = draft(&[(0.0, 0.0), (100.0, 0.0)]);
        assert!(two.type_text("۱۲"));
        assert!(two.backspace());
        assert_eq!(two.typed(), "۱");
        assert!(two.escape());
        assert_eq!((two.typed(), two.vertices().len()), ("", 2));
        assert!(two.backspace());
        assert_eq!(two.vertices().len(), 1);
        assert!(two.escape());
        assert!(two.is_empty() && !two.escape() && !two.backspace());
    }

    #[test]
    fn a_typed_length_in_any_script_sets_the_next_vertex() {
        for typed in ["250.5", "۲۵۰٫۵", "٢٥٠/٥"] {
            let mut one = draft(&[(0.0, 0.0)]);
            assert!(one.type_text(typed), "{typed}");
            assert!(!one.type_text("abc"));
            let aim = one.aim(east(7.0, 7.0), false);
            assert!((geodesic_m(GARMSAR, aim) - 250.5).abs() < 1e-4);
            assert!((inverse(GARMSAR, aim).start_azimuth_deg - 45.0).abs() < 1e-3);
            assert_eq!(one.enter(aim), Ok(Entered::Vertex));
            assert_eq!((one.vertices().len(), one.typed()), (2, ""));
        }
    }

    #[test]
    fn a_length_that_is_no_number_is_refused() {
        let mut one = draft(&[(0.0, 0.0)]);
        assert!(!Draft::default().type_text("5"), "no vertex yet");
        one.type_text("1.2.");
        assert_eq!(one.enter(GARMSAR), Err(DrawError::Length));
        one.escape();
        one.type_text("0");
        assert_eq!(one.enter(GARMSAR), Err(DrawError::Length));
    }

    #[test]
    fn the_first_edge_is_held_to_the_meridian_or_across() {
        let one = draft(&[(0.0, 0.0)]);
        let aim = one.aim(east(12.0, -300.0), true);
        assert!((inverse(GARMSAR, aim).start_azimuth_deg.abs() - 180.0).abs() < 1e-6);
    }

    proptest! {
        /// Azimuths by GeographicLib are the independent witness.
        #[test]
        fn right_angles_are_right(
            edge in (-500.0..500.0_f64, -500.0..500.0_f64), to in (-500.0..500.0_f64, -500.0..500.0_f64)
        ) {
            prop_assume!(edge.0.hypot(edge.1) > 1.0);
            let two = draft(&[(0.0, 0.0), edge]);
            let last = two.last().unwrap();
            let aim = two.aim(east(to.0, to.1), true);
            prop_assume!(geodesic_m(last, aim) > 0.1);
            let turn = inverse(last, aim).start_azimuth_deg - inverse(GARMSAR, last).end_azimuth_deg;
            let off = (turn + 720.0).rem_euclid(90.0);
            prop_assert!(off.min(90.0 - off) < 1e-4, "{turn}");
            prop_assert!((turn.abs() - 180.0).abs() > 1.0, "goes back");
        }
    }
}
