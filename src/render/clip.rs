//! Cutting rings and segments to a tile and its margin (frame of the tile).

use geo::Coord;

use super::tile::MARGIN;

const LOW: f64 = -MARGIN;
const HIGH: f64 = 1.0 + MARGIN;

/// Whether all positions lie inside.
pub fn is_inside(points: &[Coord<f64>]) -> bool {
    points.iter().all(|at| (LOW..=HIGH).contains(&at.x) && (LOW..=HIGH).contains(&at.y))
}

/// A ring (not closed) cut to the box after Sutherland and Hodgman (1974). Parts
/// that the box separates stay joined along its border, which no fill shows.
pub fn ring(points: &mut Vec<Coord<f64>>, scratch: &mut Vec<Coord<f64>>) {
    let sides: [fn(&Coord<f64>) -> f64; 4] =
        [|at| at.x - LOW, |at| HIGH - at.x, |at| at.y - LOW, |at| HIGH - at.y];
    for inside_by in sides {
        scratch.clear();
        let Some(mut from) = points.last().copied() else { return };
        for &to in points.iter() {
            let (before, after) = (inside_by(&from), inside_by(&to));
            if (before < 0.0) != (after < 0.0) {
                let part = before / (before - after);
                scratch
                    .push(Coord { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part });
            }
            if after >= 0.0 {
                scratch.push(to);
            }
            from = to;
        }
        std::mem::swap(points, scratch);
    }
}

/// The part of a segment inside the box as shares of its length, after Liang
/// and Barsky (1984); `None` when it does not meet the box.
pub fn segment(from: Coord<f64>, to: Coord<f64>) -> Option<(f64, f64)> {
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (start, run) in [(from.x, to.x - from.x), (from.y, to.y - from.y)] {
        if run == 0.0 {
            if !(LOW..=HIGH).contains(&start) {
                return None;
            }
            continue;
        }
        let (enter, leave) = ((LOW - start) / run, (HIGH - start) / run);
        first = first.max(enter.min(leave));
        last = last.min(enter.max(leave));
    }
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn area(ring: &[Coord<f64>]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
    }

    #[test]
    fn a_ring_round_the_tile_becomes_the_tile() {
        let mut points = vec![at(-9.0, -9.0), at(9.0, -9.0), at(9.0, 9.0), at(-9.0, 9.0)];
        ring(&mut points, &mut Vec::new());
        assert!((area(&points) - (HIGH - LOW).powi(2)).abs() < 1e-12);
        assert!(is_inside(&points));
    }

    #[test]
    fn a_triangle_over_a_corner_keeps_its_part() {
        let mut points = vec![at(LOW - 0.1, LOW), at(LOW + 0.1, LOW), at(LOW, LOW + 0.1)];
        ring(&mut points, &mut Vec::new());
        assert!((area(&points) - 0.005).abs() < 1e-12, "{}", area(&points));
    }

    #[test]
    fn segments_are_cut_or_dropped() {
        assert_eq!(segment(at(0.2, 0.2), at(0.4, 0.3)), Some((0.0, 1.0)));
        assert_eq!(segment(at(2.0, 2.0), at(3.0, 3.0)), None);
        assert_eq!(segment(at(2.0, 0.5), at(2.0, 0.5)), None);
        let (first, last) = segment(at(-1.0, 0.5), at(1.0, 0.5)).expect("it crosses the border");
        assert!((first - (1.0 - MARGIN) / 2.0).abs() < 1e-12 && last == 1.0);
    }
}
