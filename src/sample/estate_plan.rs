//! The plan of an estate on a sheet of metres: boundary, green belt, roads,
//! blocks of two rows back to back, plots. Rows run along x.

use super::random::Random;
use geo::algorithm::buffer::{BufferStyle, LineJoin};
use geo::{Area, BooleanOps, BoundingRect, Buffer, Contains, Coord, MultiPolygon, Point, Polygon, Rect};

/// Right of way of the spine and of local roads, metres (domain reference §4.3).
const SPINE_M: f64 = 24.0;
const LOCAL_M: f64 = 16.0;
/// Smallest plot that is kept where the boundary cuts a row, m².
const LEAST_PLOT_M2: f64 = 500.0;

/// What kind of plan is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// Least and most plots.
    pub(super) plots: [usize; 2],
    /// Least and most gross area, m².
    pub(super) gross_m2: [f64; 2],
    /// Share of rows with large plots, 0 to 1.
    pub(super) large: f64,
    /// Whether land may be kept for later.
    pub(super) reserve: bool,
}

/// One plot of a plan.
#[derive(Debug, Clone)]
pub(super) struct PlanPlot {
    pub(super) shape: Polygon<f64>,
    /// Number of its block, from 0.
    pub(super) block: usize,
    pub(super) land_use: &'static str,
    pub(super) frontage_m: f64,
    pub(super) depth_m: f64,
}

/// A plan; the sheet's origin is about its middle.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) boundary: Polygon<f64>,
    pub(super) plots: Vec<PlanPlot>,
    /// Land uses that together fill the boundary.
    pub(super) uses: Vec<(&'static str, MultiPolygon<f64>)>,
    /// Where the main road enters, and a point outside before it.
    pub(super) gate: [Coord<f64>; 2],
    /// Radius of a circle round the origin that holds the boundary, m.
    pub(super) radius_m: f64,
}

/// Tries plans until one keeps the wish; the last one tried if none does.
pub(super) fn plan(wish: Wish, random: &mut Random) -> Plan {
    let aim = random.between(wish.plots[0] as f64, wish.plots[1] as f64);
    let mut scale = 1.0;
    let mut last = draw(wish, aim, random);
    for _ in 0..60 {
        let area = last.boundary.unsigned_area();
        let count = last.plots.len();
        if (wish.plots[0]..=wish.plots[1]).contains(&count)
            && area >= wish.gross_m2[0]
            && area <= wish.gross_m2[1]
        {
            break;
        }
        scale = (scale * (aim / count.max(1) as f64).sqrt()).clamp(0.5, 2.0);
        last = draw(wish, aim * scale, random);
    }
    last
}

/// Rows and columns before anything is cut off.
struct Grid {
    /// Left end and length of each column of blocks.
    columns: Vec<(f64, f64)>,
    /// Bottom and depth of one row, for each pair of rows.
    pairs: Vec<(f64, f64)>,
    width: f64,
    height: f64,
}

fn grid(wish: Wish, target: f64, random: &mut Random) -> Grid {
    let few = wish.plots[1] <= 80;
    let column_count = if few { 2 } else { random.whole(3, 4) as usize };
    let mut columns = Vec::new();
    let mut x = 0.0;
    for number in 0..column_count {
        let length = (if few { random.between(110.0, 170.0) } else { random.between(130.0, 230.0) }).round();
        columns.push((x, length));
        x += length + if number + 1 == column_count.div_ceil(2) { SPINE_M } else { LOCAL_M };
    }
    let width = columns.last().map_or(0.0, |(left, length)| left + length);
    let mut pairs = Vec::new();
    let (mut y, mut expected) = (0.0, 0.0);
    while expected < target && pairs.len() < 12 {
        let large = random.chance(wish.large);
        let depth = if few {
            random.between(30.0, 54.0)
        } else if large {
            random.between(55.0, 80.0)
        } else {
            random.between(32.0, 50.0)
        }
        .round();
        pairs.push((y, depth));
        expected += 2.0 * width / (depth * 0.62);
        y += 2.0 * depth + LOCAL_M;
    }
    Grid { columns, pairs, width, height: (y - LOCAL_M).max(1.0) }
}

fn draw(wish: Wish, target: f64, random: &mut Random) -> Plan {
    let grid = grid(wish, target, random);
    let belt = random.between(8.0, 14.0).round();
    let reserve =
        if wish.reserve && random.chance(0.3) { grid.width * random.between(0.2, 0.7) } else { 0.0 };
    let margin = belt + LOCAL_M;
    let low = Coord { x: -margin, y: -margin };
    let high = Coord { x: grid.width + reserve + margin, y: grid.height + margin };
    let boundary = outline(low, high, random);
    let inner = inset(&boundary, belt);
    let buildable = inset(&boundary, margin);
    let mut plan =
        Plan { boundary, plots: Vec::new(), uses: Vec::new(), gate: [Coord::zero(); 2], radius_m: 0.0 };
    let mut blocks = Vec::new();
    let special = special_rows(&grid, random);
    let mut block = 0;
    for (pair, &(bottom, depth)) in grid.pairs.iter().enumerate() {
        for (column, &(left, length)) in grid.columns.iter().enumerate() {
            for half in 0..2 {
                let row = Rect::new(
                    (left, bottom + f64::from(half) * depth),
                    (left + length, bottom + f64::from(half + 1) * depth),
                );
                let land_use = special.get(&(pair, column, half)).copied().unwrap_or("industrial");
                // What a cut leaves of a row and is no use becomes road.
                blocks.extend(add_row(&mut plan, row, &buildable, block, land_use, random));
            }
            block += 1;
        }
    }
    if reserve > 0.0 {
        let strip = Rect::new((grid.width + LOCAL_M, low.y), (high.x, high.y));
        if let Some(shape) = clip(strip, &buildable) {
            plan.uses.push(("reserve", MultiPolygon::new(vec![shape.clone()])));
            blocks.push(shape);
        }
    }
    add_roads(&mut plan, &grid, &inner, blocks);
    name_special_plots(&mut plan, random);
    centre(&mut plan);
    plan
}

/// The boundary: rectangle, L, rectangle with a cut corner, or irregular quad.
fn outline(low: Coord<f64>, high: Coord<f64>, random: &mut Random) -> Polygon<f64> {
    let (w, h) = (high.x - low.x, high.y - low.y);
    let mut corners = match random.whole(0, 9) {
        0..=3 => vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)],
        4..=5 => {
            let (x, y) = (random.between(0.55, 0.75), random.between(0.55, 0.75));
            vec![(0.0, 0.0), (1.0, 0.0), (1.0, y), (x, y), (x, 1.0), (0.0, 1.0)]
        }
        6..=7 => {
            let (x, y) = (random.between(0.6, 0.8), random.between(0.6, 0.8));
            vec![(0.0, 0.0), (1.0, 0.0), (1.0, y), (x, 1.0), (0.0, 1.0)]
        }
        _ => {
            let mut lean = || random.between(0.0, 0.14);
            vec![(0.0, 0.0), (1.0, lean()), (1.0 - lean(), 1.0), (lean(), 1.0 - lean())]
        }
    };
    if random.chance(0.5) {
        for corner in &mut corners {
            corner.0 = 1.0 - corner.0;
        }
        corners.reverse();
    }
    let ring = corners.iter().map(|(x, y)| Coord { x: low.x + x * w, y: low.y + y * h }).collect();
    Polygon::new(ring, Vec::new())
}

fn inset(shape: &Polygon<f64>, distance_m: f64) -> MultiPolygon<f64> {
    shape.buffer_with_style(BufferStyle::new(-distance_m).line_join(LineJoin::Miter(0.2)))
}

/// The part of a rectangle inside an area: its largest piece, if it is worth
/// anything.
fn clip(area: Rect<f64>, within: &MultiPolygon<f64>) -> Option<Polygon<f64>> {
    let shape = area.to_polygon();
    if lies_inside(area, within) {
        return Some(shape);
    }
    within
        .intersection(&MultiPolygon::new(vec![shape]))
        .into_iter()
        .filter(|piece| piece.unsigned_area() >= 400.0)
        .max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
}

/// Whether a rectangle lies inside: its corners do, and no corner of the area
/// lies in it. Enough for our outlines, which have no slits.
fn lies_inside(area: Rect<f64>, within: &MultiPolygon<f64>) -> bool {
    let shape = area.to_polygon();
    shape.exterior().0.iter().all(|&corner| within.contains(&Point(corner)))
        && !within.iter().any(|part| part.exterior().0.iter().any(|&corner| area.contains(&Point(corner))))
}

/// Which rows are not for industry: services, utilities, a park, workshops.
fn special_rows(
    grid: &Grid,
    random: &mut Random,
) -> std::collections::BTreeMap<(usize, usize, i32), &'static str> {
    let mut rows = std::collections::BTreeMap::new();
    let middle = grid.columns.len() / 2;
    let top = grid.pairs.len().saturating_sub(1);
    rows.insert((0, middle.saturating_sub(1), 0), "services");
    rows.insert((top, random.index(grid.columns.len()), 1), "utilities");
    if grid.pairs.len() > 1 {
        rows.insert((grid.pairs.len() / 2, middle, random.whole(0, 1) as i32), "green");
    }
    rows
}

/// Cuts a row into plots; what the boundary cuts off too small becomes green.
/// Returns the land of the row.
fn add_row(
    plan: &mut Plan,
    row: Rect<f64>,
    buildable: &MultiPolygon<f64>,
    block: usize,
    land_use: &'static str,
    random: &mut Random,
) -> Option<Polygon<f64>> {
    let row_shape = clip(row, buildable)?;
    let depth = row.height();
    let whole = MultiPolygon::new(vec![row_shape.clone()]);
    let (mut kept, mut frames) = (Vec::new(), Vec::new());
    let mut lost = false;
    for (left, right) in cuts(row, land_use, random) {
        let area = Rect::new((left, row.min().y), (right, row.max().y));
        let piece = clip(area, &whole);
        let share = piece.as_ref().map_or(0.0, |shape| shape.unsigned_area() / area.unsigned_area());
        match piece {
            Some(shape) if shape.unsigned_area() >= LEAST_PLOT_M2 && share > 0.55 => {
                kept.push(PlanPlot { shape, block, land_use, frontage_m: right - left, depth_m: depth });
                // Overhanging, so that no hairline stays along a slanting edge.
                frames.push(Rect::new((left, row.min().y - 1.0), (right, row.max().y + 1.0)).to_polygon());
            }
            _ => lost = true,
        }
    }
    if lost {
        let frames = MultiPolygon::new(frames);
        plan.uses.push(("green", whole.difference(&frames)));
        plan.uses.push((land_use, whole.intersection(&frames)));
    } else {
        plan.uses.push((land_use, whole));
    }
    plan.plots.extend(kept);
    Some(row_shape)
}

/// Where a row is cut: left and right end of each plot.
fn cuts(row: Rect<f64>, land_use: &str, random: &mut Random) -> Vec<(f64, f64)> {
    let (length, depth) = (row.width(), row.height());
    let count = match land_use {
        "services" => 4.0,
        "utilities" => 3.0,
        "green" => 1.0,
        _ => (length / (depth * random.between(0.46, 0.78)).max(18.0)).round().max(1.0),
    };
    let mut ends = vec![row.min().x];
    for number in 1..count as usize {
        let shift = if land_use == "industrial" { random.between(-0.14, 0.14) } else { 0.0 };
        ends.push((row.min().x + length * (number as f64 + shift) / count * 1.0).round());
    }
    ends.push(row.max().x);
    let mut plots: Vec<(f64, f64)> = ends.windows(2).map(|pair| (pair[0], pair[1])).collect();
    // Now and then one buyer takes two or three plots.
    if land_use == "industrial" && plots.len() > 4 && random.chance(0.22) {
        let at = random.index(plots.len() - 2);
        let last = at + random.whole(1, 2) as usize;
        if (plots[last].1 - plots[at].0) * depth <= 10_500.0 {
            plots[at].1 = plots[last].1;
            plots.drain(at + 1..=last);
        }
    }
    plots
}

/// Belt and roads fill what blocks leave; the spine runs out through a gate.
fn add_roads(plan: &mut Plan, grid: &Grid, inner: &MultiPolygon<f64>, blocks: Vec<Polygon<f64>>) {
    let middle =
        grid.columns.get(grid.columns.len().div_ceil(2).saturating_sub(1)).copied().unwrap_or_default();
    let x = middle.0 + middle.1 + SPINE_M / 2.0;
    let low = plan.boundary.bounding_rect().map_or(0.0, |reach| reach.min().y);
    let whole = MultiPolygon::new(vec![plan.boundary.clone()]);
    let way = Rect::new((x - SPINE_M / 2.0, low - 1.0), (x + SPINE_M / 2.0, grid.height * 0.3)).to_polygon();
    let way = MultiPolygon::new(vec![way]);
    let paved = inner.union(&way).intersection(&whole).difference(&MultiPolygon::new(blocks));
    let belt = whole.difference(inner).difference(&way);
    plan.uses.push(("road", paved));
    plan.uses.push(("green", belt));
    plan.gate = [Coord { x, y: low }, Coord { x, y: low - 60.0 }];
}

/// Turns a few industrial plots into workshop complexes and warehouses.
fn name_special_plots(plan: &mut Plan, random: &mut Random) {
    let mut largest: Vec<usize> =
        (0..plan.plots.len()).filter(|&at| plan.plots[at].land_use == "industrial").collect();
    largest.sort_by(|&a, &b| {
        plan.plots[b].shape.unsigned_area().total_cmp(&plan.plots[a].shape.unsigned_area()).then(a.cmp(&b))
    });
    let complexes = if largest.len() > 60 { 2 } else { 1 };
    for (rank, at) in largest.into_iter().enumerate() {
        if rank < complexes {
            plan.plots[at].land_use = "workshop_complex";
        } else if random.chance(0.05) {
            plan.plots[at].land_use = "warehouse";
        }
    }
}

/// Moves the sheet so that its origin is the middle of the boundary.
fn centre(plan: &mut Plan) {
    use geo::Translate;
    let Some(reach) = plan.boundary.bounding_rect() else { return };
    let middle = reach.center();
    let (x, y) = (-middle.x, -middle.y);
    plan.boundary.translate_mut(x, y);
    for plot in &mut plan.plots {
        plot.shape.translate_mut(x, y);
    }
    for (_, shape) in &mut plan.uses {
        shape.translate_mut(x, y);
    }
    for point in &mut plan.gate {
        *point = *point - middle;
    }
    plan.radius_m = (reach.width() * reach.width() + reach.height() * reach.height()).sqrt() / 2.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISH: Wish = Wish { plots: [120, 200], gross_m2: [2e5, 3e6], large: 0.35, reserve: true };

    #[test]
    fn land_uses_fill_the_boundary() {
        for number in 0..40 {
            let plan = plan(WISH, &mut Random::new(5, "plan", number));
            let gross = plan.boundary.unsigned_area();
            let uses: f64 = plan.uses.iter().map(|(_, shape)| shape.unsigned_area()).sum();
            assert!((uses / gross - 1.0).abs() < 1e-3, "plan {number}: {uses} of {gross}");
            assert!((120..=200).contains(&plan.plots.len()), "plan {number}: {}", plan.plots.len());
        }
    }

    #[test]
    fn a_rural_zone_keeps_to_5_and_20_hectares() {
        let wish = Wish { plots: [18, 60], gross_m2: [52_000.0, 195_000.0], large: 0.0, reserve: false };
        for number in 0..40 {
            let area = plan(wish, &mut Random::new(5, "rural", number)).boundary.unsigned_area();
            assert!((52_000.0..=195_000.0).contains(&area), "{area}");
        }
    }
}
