//! Any number of plots, written as they are made: the load of benches and
//! tests. Memory does not grow with the number.

use super::data::Data;
use super::error::SampleError;
use super::plane::Plane;
use super::plots::{holder, jalali_date};
use super::random::Random;
use crate::base::Progress;
use crate::model::PlotStatus;
use geo::Coord;
use serde_json::json;
use std::io::Write;

/// Plots of one estate of the load.
pub const PLOTS_PER_ESTATE: u64 = 1_000;

/// Plots of a row, and rows of an estate.
const ROW: u64 = 40;
/// Estates of a line of estates, and the gap between them in degrees.
const LINE: u64 = 40;
const GAP_DEG: f64 = 0.035;

/// Writes `count` plots as a GeoJSON FeatureCollection, one feature a line:
/// turned rectangles of 500 to 5,000 m² with seven positions and seven
/// decimals, 1,000 to an estate, none over another. Properties: `plot_id`,
/// `estate_id`, `status`, `area_m2`, `holder` (Persian), `contract_date`
/// (Jalali), `jobs`. The same count and seed give the same bytes.
pub fn generate_plots(
    count: u64,
    seed: u64,
    out: &mut impl Write,
    progress: &Progress,
) -> Result<(), SampleError> {
    let data = Data::read()?;
    progress.set_total(count);
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
    let mut written = 0;
    let mut estate = 0;
    while written < count {
        progress.check()?;
        let plots = PLOTS_PER_ESTATE.min(count - written);
        write_estate(&data, seed, estate, plots, written == 0, out)?;
        written += plots;
        estate += 1;
        progress.advance(plots);
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

/// Writes the plots of one estate: rows back to back on its own sheet.
fn write_estate(
    data: &Data,
    seed: u64,
    estate: u64,
    plots: u64,
    first: bool,
    out: &mut impl Write,
) -> Result<(), SampleError> {
    let mut random = Random::new(seed, "bulk", estate);
    // Lines of estates from west to east, over the south of Iran.
    let origin = Coord {
        x: 52.0 + (estate % LINE) as f64 * GAP_DEG * 3.0,
        y: 28.0 + (estate / LINE) as f64 * GAP_DEG,
    };
    let plane = Plane::new(origin, random.direction());
    for plot in 0..plots {
        let (row, place) = (plot / ROW, plot % ROW);
        let (width, depth) = (random.between(20.0, 38.0), random.between(42.0, 60.0));
        let left = Coord { x: place as f64 * 40.0 - 800.0, y: row as f64 * 70.0 - 875.0 };
        let ring = ring(plane, left, width, depth);
        let status = PlotStatus::ALL
            .get(random.index(PlotStatus::ALL.len() - 1))
            .map_or("vacant", |status| status.name());
        let year = random.whole(1390, 1402);
        let contract_date = jalali_date(year, &mut random);
        let feature = json!({
            "type": "Feature",
            "properties": {
                "plot_id": format!("B{estate:04}-{:04}", plot + 1),
                "estate_id": format!("B{estate:04}"),
                "status": status,
                "area_m2": (width * depth * 10.0).round() / 10.0,
                "holder": holder(data, &mut random),
                "contract_date": contract_date,
                "jobs": random.whole(0, 90),
            },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        });
        if !(first && plot == 0) {
            out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut *out, &feature).map_err(std::io::Error::from)?;
    }
    Ok(())
}

/// Seven positions: four corners, the middles of two sides, the first again.
fn ring(plane: Plane, at: Coord<f64>, width: f64, depth: f64) -> Vec<[f64; 2]> {
    let corners = [
        (0.0, 0.0),
        (width / 2.0, 0.0),
        (width, 0.0),
        (width, depth),
        (width / 2.0, depth),
        (0.0, depth),
        (0.0, 0.0),
    ];
    let round7 = |degrees: f64| (degrees * 1e7).round() / 1e7;
    corners
        .iter()
        .map(|(x, y)| {
            let ground = plane.to_ground(Coord { x: at.x + x, y: at.y + y });
            [round7(ground.x), round7(ground.y)]
        })
        .collect()
}
