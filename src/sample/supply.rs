//! What serves the estates and dehestans: 20 kV lines, own substations, wells,
//! water mains, reservoirs, treatment plants, gas, access roads; real rivers.

use super::admin_layer::DehestanCell;
use super::data::{Data, NamePair};
use super::estates::Estate;
use super::feature::{Draft, Provenance, line_geometry, point_geometry};
use super::graph::{approach, winding};
use super::networks::{City, Networks, asset, gas_station, substation};
use super::plane::{metres_per_degree, rough_distance_m};
use super::random::Random;
use geo::{BoundingRect, ClosestPoint, Coord, LineString, Point, Polygon};
use geojson::Feature;

/// All features of `infra` that follow from estates and dehestans, and the real
/// rivers of the region.
pub(super) fn supply_features(
    data: &Data,
    networks: &Networks,
    estates: &[Estate],
    dehestans: &[DehestanCell],
    seed: u64,
) -> Vec<Feature> {
    let mut features = rivers(data, dehestans);
    for estate in estates {
        features.extend(estate_supply(data, networks, estate, seed));
    }
    for (number, city) in networks.cities.iter().enumerate() {
        features.extend(city_supply(data, city, number, seed));
    }
    for cell in dehestans {
        features.extend(dehestan_supply(data, networks, cell, seed));
    }
    features
}

fn offset(at: Coord<f64>, (x, y): (f64, f64), metres: f64) -> Coord<f64> {
    let scale = metres_per_degree(at.y);
    Coord { x: at.x + x * metres / scale.x, y: at.y + y * metres / scale.y }
}

fn nearest_city(networks: &Networks, at: Coord<f64>) -> Option<&City> {
    networks
        .cities
        .iter()
        .min_by(|a, b| rough_distance_m(a.substation, at).total_cmp(&rough_distance_m(b.substation, at)))
}

/// The nearest point of the roads between places.
pub(super) fn nearest_on_road(networks: &Networks, at: Coord<f64>) -> Option<Coord<f64>> {
    let mut best: Option<(f64, Coord<f64>)> = None;
    for way in &networks.roads {
        let near_enough =
            way.corners.iter().any(|corner| (corner.x - at.x).abs() + (corner.y - at.y).abs() < 0.6);
        if !near_enough {
            continue;
        }
        let line = LineString::new(way.corners.clone());
        if let geo::Closest::SinglePoint(near) | geo::Closest::Intersection(near) =
            line.closest_point(&Point(at))
        {
            let distance = rough_distance_m(near.0, at);
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, near.0));
            }
        }
    }
    best.map(|(_, at)| at)
}

fn estate_supply(data: &Data, networks: &Networks, estate: &Estate, seed: u64) -> Vec<Feature> {
    let mut random = Random::new(seed, "estate supply", estate.number);
    let name: NamePair = (estate.name_fa.clone(), estate.name_en.clone());
    let shape = estate.ground(&estate.plan.boundary);
    let [gate, before] = estate.gate();
    let mut features = Vec::new();
    let line = |kind: &str, code: String, way: Vec<Coord<f64>>, more: &dyn Fn(Draft) -> Draft| {
        more(asset(data, kind, code, &name)).finish(Provenance::Invented, line_geometry(way))
    };
    if let Some(road) = nearest_on_road(networks, before) {
        let mut way = approach(road, before, &shape, 60.0);
        way.push(gate);
        features
            .push(line("road", format!("AR-{}", estate.code), way, &|draft| draft.with("class", "access")));
    }
    if let Some(city) = nearest_city(networks, estate.spot.at) {
        let far = rough_distance_m(city.substation, before) > 12_000.0;
        let own = estate.kind != "rural_zone" && (far || random.chance(0.35));
        let yard = offset(before, estate.spot.axis, 90.0);
        if own {
            let units = (2, *random.pick(&[15.0, 30.0, 40.0]).unwrap_or(&15.0));
            features.push(substation(
                data,
                format!("SE-{}", estate.code),
                &name,
                yard,
                (63.0, "63/20"),
                units,
                &mut random,
            ));
            let way = with_bends(approach(city.substation, yard, &shape, 90.0), 7_000.0, &shape, &mut random);
            features.push(line("power_line", format!("P6-{}", estate.code), way, &|draft| {
                draft.with("voltage_kv", 63)
            }));
        } else {
            let end = offset(before, estate.spot.axis, 40.0);
            let way = with_bends(approach(city.substation, end, &shape, 45.0), 4_000.0, &shape, &mut random);
            let known = !random.chance(data.mix.network.unknown_voltage_share);
            features.push(line("power_line", format!("P2-{}", estate.code), way, &|draft| {
                if known { draft.with("voltage_kv", 20) } else { draft }
            }));
        }
    }
    features.extend(estate_water(data, networks, estate, &shape, &name, &mut random));
    features
}

fn estate_water(
    data: &Data,
    networks: &Networks,
    estate: &Estate,
    shape: &Polygon<f64>,
    name: &NamePair,
    random: &mut Random,
) -> Vec<Feature> {
    let mut features = Vec::new();
    let [_, before] = estate.gate();
    let well =
        offset(estate.spot.at, random.direction(), estate.plan.radius_m + random.between(300.0, 2_500.0));
    let capacity = (random.between(400.0, 2_600.0)).round();
    features.push(
        asset(data, "well", format!("WL-{}", estate.code), name)
            .with("capacity", capacity)
            .with("capacity_unit", "m3/d")
            .with("peak_load", (capacity * random.between(0.3, 1.0)).round())
            .finish(Provenance::Invented, point_geometry(well)),
    );
    let end = offset(before, estate.spot.axis, -40.0);
    let source = match nearest_city(networks, estate.spot.at) {
        Some(city) if random.chance(0.6) && rough_distance_m(city.at, before) < 30_000.0 => city.at,
        _ => well,
    };
    let size = *random.pick(&[150, 200, 300, 400]).unwrap_or(&200);
    features.push(
        asset(data, "water_main", format!("WM-{}", estate.code), name)
            .with("diameter_mm", size)
            .with("capacity", (f64::from(size) * f64::from(size) / 1e6 * 0.785 * 86_400.0).round())
            .with("capacity_unit", "m3/d")
            .finish(Provenance::Invented, line_geometry(approach(source, end, shape, 75.0))),
    );
    if estate.kind != "rural_zone" && random.chance(0.4) {
        let at = estate.gate()[0];
        let inside =
            Coord { x: at.x + (estate.spot.at.x - at.x) * 0.08, y: at.y + (estate.spot.at.y - at.y) * 0.08 };
        features.push(treatment_plant(
            data,
            format!("TE-{}", estate.code),
            name,
            inside,
            random.between(150.0, 1_500.0),
            random,
        ));
    }
    features
}

/// Adds bends where they do not lead through the estate.
fn with_bends(
    way: Vec<Coord<f64>>,
    step_m: f64,
    around: &Polygon<f64>,
    random: &mut Random,
) -> Vec<Coord<f64>> {
    let Some((&first, rest)) = way.split_first() else { return way };
    let Some((&next, tail)) = rest.split_first() else { return way };
    let mut bent = winding(first, next, step_m, 0.1, random);
    let reach = around.bounding_rect();
    let clear = |at: &Coord<f64>| {
        reach.is_none_or(|reach| {
            at.x < reach.min().x - 0.02
                || at.x > reach.max().x + 0.02
                || at.y < reach.min().y - 0.02
                || at.y > reach.max().y + 0.02
        })
    };
    let last = bent.len().saturating_sub(1);
    let mut position = 0;
    bent.retain(|at| {
        position += 1;
        position == 1 || position == last + 1 || clear(at)
    });
    bent.extend_from_slice(tail);
    bent
}

fn treatment_plant(
    data: &Data,
    code: String,
    name: &NamePair,
    at: Coord<f64>,
    capacity: f64,
    random: &mut Random,
) -> Feature {
    asset(data, "treatment_plant", code, name)
        .with("capacity", capacity.round())
        .with("capacity_unit", "m3/d")
        .with("peak_load", (capacity * random.between(0.4, 1.0)).round())
        .finish(Provenance::Invented, point_geometry(at))
}

fn city_supply(data: &Data, city: &City, number: usize, seed: u64) -> Vec<Feature> {
    let mut random = Random::new(seed, "city supply", number as u64);
    let mix = &data.mix.network;
    let mut features = Vec::new();
    let spot = |random: &mut Random, near: f64, far: f64| {
        let direction = random.direction();
        offset(city.at, direction, random.between(near, far))
    };
    let reservoir = spot(&mut random, 1_500.0, 4_000.0);
    features.push(
        asset(data, "reservoir", format!("RS-{:04}", number + 1), &city.name)
            .with("capacity", (city.people as f64 * random.between(0.15, 0.3)).round())
            .with("capacity_unit", "m3")
            .finish(Provenance::Invented, point_geometry(reservoir)),
    );
    if city.people >= mix.treatment_city_people {
        let at = spot(&mut random, 4_000.0, 8_000.0);
        features.push(treatment_plant(
            data,
            format!("TC-{:04}", number + 1),
            &city.name,
            at,
            city.people as f64 * 0.13,
            &mut random,
        ));
    }
    if city.people >= mix.gas_city_people {
        features.push(
            asset(data, "gas_station", format!("GS-{:04}", number + 1), &city.name)
                .with("capacity", (city.people as f64 / 4.0).round())
                .with("capacity_unit", "m3/h")
                .finish(Provenance::Invented, point_geometry(gas_station(city))),
        );
    }
    features
}

/// A well or spring in the dehestan, and 20 kV to its centre.
fn dehestan_supply(data: &Data, networks: &Networks, cell: &DehestanCell, seed: u64) -> Vec<Feature> {
    let mut random = Random::new(seed, "dehestan supply", cell.number as u64);
    let mut features = Vec::new();
    let direction = random.direction();
    let at = offset(cell.centre, direction, random.between(500.0, 4_000.0));
    if super::admin::within(&cell.region, at) {
        let (kind, code) = if random.chance(0.25) { ("spring", "SP") } else { ("well", "WD") };
        let capacity = random.between(60.0, 1_500.0).round();
        features.push(
            asset(data, kind, format!("{code}-{}", cell.code), &cell.name)
                .with("capacity", capacity)
                .with("capacity_unit", "m3/d")
                .with("peak_load", (capacity * random.between(0.2, 1.0)).round())
                .finish(Provenance::Invented, point_geometry(at)),
        );
    }
    if let Some(city) = nearest_city(networks, cell.centre)
        && rough_distance_m(city.substation, cell.centre) < 60_000.0
        && rough_distance_m(city.substation, cell.centre) > 2_000.0
    {
        let known = !random.chance(data.mix.network.unknown_voltage_share);
        let way = winding(city.substation, cell.centre, 4_000.0, 0.1, &mut random);
        let draft = asset(data, "power_line", format!("PD-{}", cell.code), &cell.name);
        let draft = if known { draft.with("voltage_kv", 20) } else { draft };
        features.push(draft.finish(Provenance::Invented, line_geometry(way)));
    }
    features
}

/// The real rivers whose boxes touch the region.
fn rivers(data: &Data, dehestans: &[DehestanCell]) -> Vec<Feature> {
    let boxes: Vec<geo::Rect<f64>> =
        dehestans.iter().filter_map(|cell| cell.region.bounding_rect()).collect();
    let near = |line: &LineString<f64>| {
        line.0.iter().any(|at| {
            boxes.iter().any(|reach| {
                at.x >= reach.min().x
                    && at.x <= reach.max().x
                    && at.y >= reach.min().y
                    && at.y <= reach.max().y
            })
        })
    };
    data.rivers
        .iter()
        .enumerate()
        .filter(|(_, (_, line))| near(line))
        .map(|(number, (class, line))| {
            Draft::new(format!("RV-{:03}", number + 1))
                .with("kind", "river")
                .with("class", class.as_str())
                .finish(
                    Provenance::Published("GSHHG 2.3.7 / CIA WDB II (LGPL)"),
                    line_geometry(line.0.clone()),
                )
        })
        .collect()
}
