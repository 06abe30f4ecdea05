//! What lies in the ground before the estates: roads between neighbouring
//! places, cities with their substations, and lines of 230 and 63 kV.

use super::admin_layer::DehestanCell;
use super::data::{Data, NamePair, Place};
use super::feature::{Draft, Provenance, line_geometry, point_geometry};
use super::graph::{neighbourhood, winding};
use super::plane::metres_per_degree;
use super::random::Random;
use super::siting::{Obstacles, Siting};
use geo::Coord;
use geojson::Feature;

/// A line of a network.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) corners: Vec<Coord<f64>>,
    pub(super) name: NamePair,
    /// Class of a road; empty for power lines.
    pub(super) class: &'static str,
    /// Voltage in kV; 0 for roads.
    pub(super) voltage_kv: u32,
}

/// A city of the networks with its substation.
#[derive(Debug, Clone)]
pub(super) struct City {
    pub(super) at: Coord<f64>,
    pub(super) name: NamePair,
    pub(super) people: u64,
    pub(super) substation: Coord<f64>,
}

/// Roads, cities and high-voltage lines.
pub(super) struct Networks {
    pub(super) roads: Vec<Way>,
    pub(super) cities: Vec<City>,
    pub(super) lines: Vec<Way>,
    pub(super) gas_mains: Vec<Way>,
}

impl Networks {
    /// Draws the networks of the wanted dehestans.
    pub(super) fn new(data: &Data, dehestans: &[DehestanCell], seed: u64) -> Networks {
        let nothing = Obstacles::new(std::iter::empty());
        let siting = Siting::new(data, dehestans, &nothing);
        let inside: Vec<&Place> =
            data.places.iter().filter(|place| siting.dehestan_at(place.at).is_some()).collect();
        let on_land = |way: &[Coord<f64>]| siting.is_on_land(way);
        let roads = roads(&inside, on_land, seed);
        let cities = cities(data, &inside, &siting, seed);
        let mut lines = power_lines(data, &cities, 63, seed);
        lines.extend(power_lines(data, &cities, 230, seed));
        lines.retain(|line| on_land(&line.corners));
        let mut gas_mains = gas_mains(data, &cities, seed);
        gas_mains.retain(|main| on_land(&main.corners));
        Networks { roads, cities, lines, gas_mains }
    }

    /// What estates keep off, with the metres to each.
    pub(super) fn obstacles(&self, data: &Data) -> Obstacles {
        let rivers = data.rivers.iter().map(|(_, line)| (line.0.as_slice(), 250.0));
        let roads = self.roads.iter().map(|way| (way.corners.as_slice(), 120.0));
        let lines = self.lines.iter().map(|way| (way.corners.as_slice(), 60.0));
        Obstacles::new(rivers.chain(roads).chain(lines))
    }
}

fn roads(places: &[&Place], on_land: impl Fn(&[Coord<f64>]) -> bool, seed: u64) -> Vec<Way> {
    let points: Vec<Coord<f64>> = places.iter().map(|place| place.at).collect();
    let mut ways = Vec::new();
    for (number, (one, two)) in neighbourhood(&points).into_iter().enumerate() {
        let mut random = Random::new(seed, "road", number as u64);
        let (Some(a), Some(b)) = (places.get(one), places.get(two)) else { continue };
        let corners = winding(a.at, b.at, 2_500.0, 0.18, &mut random);
        let least = a.population.min(b.population);
        let class = match least {
            150_000.. => "motorway",
            15_000.. => "main",
            3_000.. => "secondary",
            _ => "rural",
        };
        if on_land(&corners) {
            ways.push(Way { corners, name: between(a, b), class, voltage_kv: 0 });
        }
    }
    ways
}

fn between(a: &Place, b: &Place) -> NamePair {
    (format!("{} – {}", a.name_fa, b.name_fa), format!("{} – {}", a.name_en, b.name_en))
}

fn cities(data: &Data, places: &[&Place], siting: &Siting, seed: u64) -> Vec<City> {
    places
        .iter()
        .filter(|place| place.population >= data.mix.network.grid_city_people)
        .map(|place| {
            let mut random = Random::new(seed, "city", place.id.unsigned_abs());
            let scale = metres_per_degree(place.at.y);
            let mut substation = place.at;
            for _ in 0..8 {
                let (x, y) = random.direction();
                let distance = random.between(1_500.0, 3_500.0);
                let at =
                    Coord { x: place.at.x + x * distance / scale.x, y: place.at.y + y * distance / scale.y };
                if siting.dehestan_at(at).is_some() {
                    substation = at;
                    break;
                }
            }
            City {
                at: place.at,
                name: (place.name_fa.clone(), place.name_en.clone()),
                people: place.population,
                substation,
            }
        })
        .collect()
}

/// Lines between the substations of one voltage.
fn power_lines(data: &Data, cities: &[City], voltage_kv: u32, seed: u64) -> Vec<Way> {
    let least = if voltage_kv >= 230 { data.mix.network.trunk_city_people } else { 0 };
    let chosen: Vec<&City> = cities.iter().filter(|city| city.people >= least).collect();
    // The two voltages end at opposite sides of the yard.
    let shift = if voltage_kv >= 230 { 0.0008 } else { 0.0 };
    let points: Vec<Coord<f64>> =
        chosen.iter().map(|city| city.substation + Coord { x: shift, y: shift }).collect();
    neighbourhood(&points)
        .into_iter()
        .enumerate()
        .filter_map(|(number, (one, two))| {
            let mut random = Random::new(seed, "power line", u64::from(voltage_kv) << 32 | number as u64);
            let (a, b) = (chosen.get(one)?, chosen.get(two)?);
            let corners = winding(*points.get(one)?, *points.get(two)?, 9_000.0, 0.12, &mut random);
            let name = (format!("{} – {}", a.name.0, b.name.0), format!("{} – {}", a.name.1, b.name.1));
            Some(Way { corners, name, class: "", voltage_kv })
        })
        .collect()
}

/// Gas mains between the cities that have gas.
fn gas_mains(data: &Data, cities: &[City], seed: u64) -> Vec<Way> {
    let chosen: Vec<&City> =
        cities.iter().filter(|city| city.people >= data.mix.network.gas_city_people).collect();
    let points: Vec<Coord<f64>> = chosen.iter().map(|city| gas_station(city)).collect();
    neighbourhood(&points)
        .into_iter()
        .enumerate()
        .filter_map(|(number, (one, two))| {
            let mut random = Random::new(seed, "gas main", number as u64);
            let (a, b) = (chosen.get(one)?, chosen.get(two)?);
            let corners = winding(*points.get(one)?, *points.get(two)?, 8_000.0, 0.12, &mut random);
            let name = (format!("{} – {}", a.name.0, b.name.0), format!("{} – {}", a.name.1, b.name.1));
            Some(Way { corners, name, class: "", voltage_kv: 0 })
        })
        .collect()
}

/// Where a city's gas station stands: opposite the substation.
pub(super) fn gas_station(city: &City) -> Coord<f64> {
    Coord { x: 2.0 * city.at.x - city.substation.x, y: 2.0 * city.at.y - city.substation.y }
}

/// Name of an asset: kind and what it belongs to.
pub(super) fn asset_name(data: &Data, kind: &str, of: &NamePair) -> NamePair {
    let (fa, en) = data.names.asset.get(kind).cloned().unwrap_or_default();
    (format!("{fa} {}", of.0).trim().to_owned(), format!("{} {en}", of.1).trim().to_owned())
}

/// An asset of the layer `infra`, named.
pub(super) fn asset(data: &Data, kind: &str, code: String, of: &NamePair) -> Draft {
    let (name_fa, name_en) = asset_name(data, kind, of);
    Draft::new(code).with("kind", kind).with("name_fa", name_fa).with("name_en", name_en)
}

/// Roads, high-voltage lines, gas mains and substations as features.
pub(super) fn network_features(data: &Data, networks: &Networks, seed: u64) -> Vec<Feature> {
    let mut features = Vec::new();
    for (number, way) in networks.roads.iter().enumerate() {
        features.push(
            asset(data, "road", format!("RD-{:05}", number + 1), &way.name)
                .with("class", way.class)
                .finish(Provenance::Invented, line_geometry(way.corners.clone())),
        );
    }
    let mut random = Random::new(seed, "unknown voltages", 0);
    for (number, way) in networks.lines.iter().enumerate() {
        let known = !random.chance(data.mix.network.unknown_voltage_share);
        let draft = asset(data, "power_line", format!("PL-{:05}", number + 1), &way.name);
        let draft = if known { draft.with("voltage_kv", way.voltage_kv) } else { draft };
        features.push(draft.finish(Provenance::Invented, line_geometry(way.corners.clone())));
    }
    for (number, way) in networks.gas_mains.iter().enumerate() {
        features.push(
            asset(data, "gas_main", format!("GM-{:04}", number + 1), &way.name)
                .with("diameter_mm", *random.pick(&[400, 500, 750, 1_050]).unwrap_or(&500))
                .finish(Provenance::Invented, line_geometry(way.corners.clone())),
        );
    }
    features.extend(substations(data, networks, seed));
    features
}

fn substations(data: &Data, networks: &Networks, seed: u64) -> Vec<Feature> {
    let mut features = Vec::new();
    for (number, city) in networks.cities.iter().enumerate() {
        let mut random = Random::new(seed, "substation", number as u64);
        let units = random.whole(1, 3).max(if city.people > 80_000 { 2 } else { 1 });
        let size = *random.pick(&[15.0, 30.0, 40.0]).unwrap_or(&30.0);
        features.push(substation(
            data,
            format!("SS-{:04}", number + 1),
            &city.name,
            city.substation,
            (63.0, "63/20"),
            (units, size),
            &mut random,
        ));
        if city.people >= data.mix.network.trunk_city_people {
            let size = *random.pick(&[125.0, 160.0]).unwrap_or(&125.0);
            let at = city.substation + Coord { x: 0.0008, y: 0.0008 };
            features.push(substation(
                data,
                format!("ST-{:04}", number + 1),
                &city.name,
                at,
                (230.0, "230/63"),
                (2, size),
                &mut random,
            ));
        }
    }
    features
}

/// A substation: `capacity` is units × MVA of one; the peak is now and then
/// over what one unit fewer can carry, but never over what all can.
pub(super) fn substation(
    data: &Data,
    code: String,
    of: &NamePair,
    at: Coord<f64>,
    (voltage_kv, voltages): (f64, &str),
    (units, unit_mva): (u64, f64),
    random: &mut Random,
) -> Feature {
    let capacity = units as f64 * unit_mva;
    let firm = if units > 1 { capacity - unit_mva } else { unit_mva };
    // A single unit is its own limit; of several, one may be missing.
    let most = if units > 1 { 1.05 } else { 0.9 };
    let peak = (firm * random.between(0.45, most) * 10.0).round() / 10.0;
    asset(data, "substation", code, of)
        .with("voltage_kv", voltage_kv)
        .with("voltages_kv", voltages)
        .with("unit_count", units)
        .with("capacity", capacity)
        .with("capacity_unit", "MVA")
        .with("peak_load", peak)
        .with("committed", if random.chance(0.3) { (firm * 0.05 * 10.0).round() / 10.0 } else { 0.0 })
        .with("year", random.whole(1985, 2022))
        .finish(Provenance::Invented, point_geometry(at))
}
