//! A rectangle of a given size, placed by a click and turned by a drag.

use geo::{Coord, LineString, Polygon};

use crate::geometry::LocalPlane;
use crate::geometry::geodesic::inverse;

/// Sides that can be asked for, metres.
pub const SIDE_M: std::ops::RangeInclusive<f64> = 1.0..=20_000.0;
/// Step of the turn while Shift is held, degrees.
const TURN_STEP_DEG: f64 = 15.0;
/// A drag shorter than this many screen points leaves the turn as it is.
pub const TURN_FROM_POINTS: f32 = 8.0;

/// The rectangle tool; without a size until one is offered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RectangleTool {
    /// Side that runs west to east while not turned, metres.
    pub width_m: f64,
    /// The other side, metres.
    pub height_m: f64,
    /// Turn clockwise, degrees, above −90 and up to 90.
    pub turn_deg: f64,
    placed: Option<Coord<f64>>,
}

impl RectangleTool {
    /// Takes these sides in metres, unless it has some already.
    pub fn offer(&mut self, [width_m, height_m]: [f64; 2]) {
        if self.width_m == 0.0 || self.height_m == 0.0 {
            (self.width_m, self.height_m) = (width_m, height_m);
        }
    }

    /// Where it was put down, while the button is held.
    pub fn placed(&self) -> Option<Coord<f64>> {
        self.placed
    }

    /// The rectangle as it would be with the pointer at `pointer`.
    pub fn ghost(&self, pointer: Coord<f64>) -> Polygon<f64> {
        rectangle(self.placed.unwrap_or(pointer), [self.width_m, self.height_m], self.turn_deg)
    }

    /// Puts its centre down.
    pub fn place(&mut self, at: Coord<f64>) {
        self.placed = Some(at);
    }

    /// Turns it so that its width points to `pointer`; `by_steps` in steps of 15°.
    pub fn turn_to(&mut self, pointer: Coord<f64>, by_steps: bool) {
        let Some(centre) = self.placed.filter(|centre| *centre != pointer) else { return };
        let turn = inverse(centre, pointer).start_azimuth_deg - 90.0;
        let turn = if by_steps { (turn / TURN_STEP_DEG).round() * TURN_STEP_DEG } else { turn };
        self.turn_deg = folded(turn);
    }

    /// Lets it go: the finished rectangle.
    pub fn finish(&mut self) -> Option<Polygon<f64>> {
        let centre = self.placed.take()?;
        Some(rectangle(centre, [self.width_m, self.height_m], self.turn_deg))
    }

    /// Takes it up again; false when it was not down.
    pub fn escape(&mut self) -> bool {
        self.placed.take().is_some()
    }
}

/// A turn that shows the same rectangle, above −90° and up to 90°.
fn folded(turn_deg: f64) -> f64 {
    let folded = turn_deg.rem_euclid(180.0);
    if folded > 90.0 { folded - 180.0 } else { folded }
}

/// A rectangle round `centre` (lon/lat degrees), its width and height in metres
/// of the plane round it, turned clockwise by degrees; counter-clockwise.
pub fn rectangle(centre: Coord<f64>, [width_m, height_m]: [f64; 2], turn_deg: f64) -> Polygon<f64> {
    let plane = LocalPlane::new(centre);
    let (sin, cos) = turn_deg.to_radians().sin_cos();
    let corner = |x: f64, y: f64| {
        let (x, y) = (x * width_m / 2.0, y * height_m / 2.0);
        plane.inverse(Coord { x: x * cos + y * sin, y: y * cos - x * sin })
    };
    let ring = vec![corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
    Polygon::new(LineString::new(ring), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::geodesic::geodesic_m;
    use crate::geometry::measure::area_m2;
    use geo::Winding;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn its_area_and_sides_are_exact(
            lon in 44.0..63.5_f64, lat in 25.0..39.8_f64,
            width in 10.0..3000.0_f64, height in 10.0..3000.0_f64, turn in -90.0..90.0_f64,
        ) {
            let polygon = rectangle(Coord { x: lon, y: lat }, [width, height], turn);
            prop_assert!(polygon.exterior().is_ccw());
            let corners = &polygon.exterior().0;
            prop_assert!((geodesic_m(corners[0], corners[1]) / width - 1.0).abs() < 1e-6);
            prop_assert!((geodesic_m(corners[1], corners[2]) / height - 1.0).abs() < 1e-6);
            prop_assert!((area_m2(&polygon.into()) / (width * height) - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn a_drag_turns_it_and_a_click_does_not() {
        let centre = Coord { x: 57.0, y: 30.0 };
        let mut tool = RectangleTool::default();
        tool.offer([400.0, 300.0]);
        tool.offer([1.0, 1.0]);
        assert_eq!(tool.finish(), None);
        tool.place(centre);
        tool.turn_to(LocalPlane::new(centre).inverse(Coord { x: 100.0, y: -100.0 }), false);
        assert!((tool.turn_deg - 45.0).abs() < 1e-6, "{}", tool.turn_deg);
        tool.turn_to(LocalPlane::new(centre).inverse(Coord { x: -100.0, y: 30.0 }), true);
        assert!((tool.turn_deg - 15.0).abs() < 1e-9, "{}", tool.turn_deg);
        assert!((area_m2(&tool.finish().unwrap().into()) - 120_000.0).abs() < 12.0);
        assert_eq!(tool.placed(), None);
        tool.place(centre);
        assert!(tool.escape() && !tool.escape());
    }
}
