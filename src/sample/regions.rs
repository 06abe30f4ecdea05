//! Regions drawn out of the planar map of cells: the border of a region is
//! what remains of its cells' borders when those between two of its own cells
//! are left out.

use super::cells::{Cells, Node, OUTSIDE, coord};
use geo::{Contains, LineString, MultiPolygon, Point, Polygon};
use std::collections::HashMap;

/// The regions 0 to `count - 1`, where `region_of[cell]` is the region of each cell.
pub(super) fn dissolve(cells: &Cells, region_of: &[usize], count: usize) -> Vec<MultiPolygon<f64>> {
    let mut borders: Vec<Vec<(Node, Node)>> = vec![Vec::new(); count];
    let region = |cell: usize| if cell == OUTSIDE { OUTSIDE } else { region_of[cell] };
    for segment in &cells.segments {
        let (left, right) = (region(segment.left), region(segment.right));
        if left == right {
            continue;
        }
        if let Some(list) = borders.get_mut(left) {
            list.push((segment.from, segment.to));
        }
        if let Some(list) = borders.get_mut(right) {
            list.push((segment.to, segment.from));
        }
    }
    borders.iter().map(|border| polygons(&rings(border))).collect()
}

/// Chains directed stretches (region on the left) into closed rings.
fn rings(border: &[(Node, Node)]) -> Vec<Vec<Node>> {
    let mut leaving: HashMap<Node, Vec<usize>> = HashMap::with_capacity(border.len());
    for (number, (from, _)) in border.iter().enumerate() {
        leaving.entry(*from).or_default().push(number);
    }
    let mut used = vec![false; border.len()];
    let mut found = Vec::new();
    for start in 0..border.len() {
        if used[start] {
            continue;
        }
        let mut ring = Vec::new();
        let mut at = start;
        while !used[at] {
            used[at] = true;
            let (from, to) = border[at];
            ring.push(from);
            let next = leaving.get(&to).into_iter().flatten().copied().filter(|&number| !used[number]);
            match next.min_by(|&a, &b| {
                clockwise(from, to, border[a].1).total_cmp(&clockwise(from, to, border[b].1))
            }) {
                Some(number) => at = number,
                None => break,
            }
        }
        if ring.len() > 2 {
            ring.push(ring[0]);
            found.push(ring);
        }
    }
    found
}

/// How far one has to turn clockwise from the way back (`to` → `from`) to the
/// way on (`to` → `on`), on a scale of 0 to 4. Taking the first keeps a ring
/// simple where a region touches itself in one point.
fn clockwise(from: Node, to: Node, on: Node) -> f64 {
    let angle = |target: Node| {
        let (x, y) = ((target[0] - to[0]) as f64, (target[1] - to[1]) as f64);
        // Pseudo-angle, counter-clockwise, 0 to 4: exact enough to order by.
        let p = y / (x.abs() + y.abs());
        if x < 0.0 {
            2.0 - p
        } else if p < 0.0 {
            4.0 + p
        } else {
            p
        }
    };
    let turned = angle(from) - angle(on);
    if turned <= 0.0 { turned + 4.0 } else { turned }
}

fn polygons(rings: &[Vec<Node>]) -> MultiPolygon<f64> {
    let mut outer: Vec<(i128, Polygon<f64>)> = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        let area: i128 = ring
            .windows(2)
            .map(|pair| {
                i128::from(pair[0][0]) * i128::from(pair[1][1])
                    - i128::from(pair[1][0]) * i128::from(pair[0][1])
            })
            .sum();
        let line = LineString::new(ring.iter().map(|&corner| coord(corner)).collect());
        if area > 0 {
            outer.push((area, Polygon::new(line, Vec::new())));
        } else if area < 0 {
            holes.push(line);
        }
    }
    // Largest part first; a hole goes into the smallest part around it.
    outer.sort_by_key(|(area, _)| std::cmp::Reverse(*area));
    for hole in holes {
        let inside = |polygon: &Polygon<f64>| hole.0.iter().any(|&corner| polygon.contains(&Point(corner)));
        let alone = outer.len() == 1;
        if let Some((_, polygon)) = outer.iter_mut().rev().find(|(_, polygon)| alone || inside(polygon)) {
            polygon.interiors_push(hole);
        }
    }
    MultiPolygon::new(outer.into_iter().map(|(_, polygon)| polygon).collect())
}
