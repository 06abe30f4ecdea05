//! The layers `admin` and `places`.

use super::admin::{Division, Unit};
use super::data::{Data, NamePair, Place};
use super::feature::{Draft, Provenance, area_geometry, area_m2, point_geometry};
use super::people::Condition;
use super::plane::rough_distance_m;
use super::random::Random;
use super::regions::dissolve;
use geo::{Coord, MultiPolygon};
use geojson::Feature;
use std::collections::{BTreeMap, BTreeSet};

const AROUND_PLACES: &str = "cells around GeoNames places (CC BY 4.0) inside the GSHHG outline";
const GEONAMES: &str = "GeoNames (CC BY 4.0)";

/// One dehestan as the other parts of the sample need it.
#[derive(Debug, Clone)]
pub(super) struct DehestanCell {
    pub(super) number: usize,
    pub(super) code: String,
    pub(super) name: NamePair,
    /// Position of its province in `Data::provinces`.
    pub(super) province: usize,
    pub(super) centre: Coord<f64>,
    pub(super) population: u64,
    pub(super) region: MultiPolygon<f64>,
}

/// Both layers, and the dehestans that the wanted provinces have.
pub(super) struct AdminLayers {
    pub(super) admin: Vec<Feature>,
    pub(super) places: Vec<Feature>,
    pub(super) dehestans: Vec<DehestanCell>,
}

/// What all units of one level share.
struct Level<'a> {
    name: &'static str,
    units: &'a [Unit],
    names: Vec<NamePair>,
    parent: Vec<String>,
}

/// Builds both layers for the provinces for which `wanted` holds.
pub(super) fn admin_layers(
    data: &Data,
    division: &Division,
    conditions: &[Condition],
    wanted: &[bool],
    seed: u64,
) -> AdminLayers {
    let names = dehestan_names(data, division, seed);
    let city_people = city_people(data, division);
    let chosen =
        |unit: &Unit| unit.dehestans.first().is_some_and(|&dehestan| wanted[province_of(division, dehestan)]);
    let mut layers = AdminLayers { admin: Vec::new(), places: Vec::new(), dehestans: Vec::new() };
    for level in levels(data, division, &names) {
        let regions = dissolve(&division.cells, &division.regions(level.units), level.units.len());
        for (number, (unit, region)) in level.units.iter().zip(regions).enumerate() {
            if !chosen(unit) {
                continue;
            }
            layers.admin.push(unit_feature(
                data,
                division,
                conditions,
                &city_people,
                &level,
                number,
                &region,
            ));
            if level.name == "dehestan" {
                layers.dehestans.push(DehestanCell {
                    number,
                    code: unit.code.clone(),
                    name: level.names[number].clone(),
                    province: province_of(division, number),
                    centre: division.sites[unit.seat].at,
                    population: conditions[number].population,
                    region,
                });
            }
        }
    }
    layers.places = place_features(data, division, &names, conditions, wanted);
    layers
}

/// Province (position in `Data::provinces`) of a dehestan.
pub(super) fn province_of(division: &Division, dehestan: usize) -> usize {
    let bakhsh = &division.bakhshes[division.dehestans[dehestan].parent];
    division.shahrestans[bakhsh.parent].parent
}

fn levels<'a>(data: &Data, division: &'a Division, names: &[NamePair]) -> Vec<Level<'a>> {
    let place_name = |unit: &Unit| {
        division.sites[unit.seat]
            .place
            .and_then(|place| data.places.get(place))
            .map(|place| (place.name_fa.clone(), place.name_en.clone()))
            .or_else(|| unit.dehestans.first().map(|&dehestan| names[dehestan].clone()))
            .unwrap_or_default()
    };
    let central = (data.names.bakhsh.central_fa.clone(), data.names.bakhsh.central_en.clone());
    let bakhsh_name = |unit: &Unit| {
        let county = &division.shahrestans[unit.parent];
        if county.seat == unit.seat { central.clone() } else { place_name(unit) }
    };
    let parents = |units: &[Unit], above: &[Unit]| -> Vec<String> {
        units
            .iter()
            .map(|unit| above.get(unit.parent).map(|parent| parent.code.clone()).unwrap_or_default())
            .collect()
    };
    vec![
        Level {
            name: "ostan",
            units: &division.ostans,
            names: data
                .provinces
                .iter()
                .map(|province| (province.name_fa.clone(), province.name_en.clone()))
                .collect(),
            parent: vec![String::new(); division.ostans.len()],
        },
        Level {
            name: "shahrestan",
            units: &division.shahrestans,
            names: division.shahrestans.iter().map(place_name).collect(),
            parent: parents(&division.shahrestans, &division.ostans),
        },
        Level {
            name: "bakhsh",
            units: &division.bakhshes,
            names: division.bakhshes.iter().map(bakhsh_name).collect(),
            parent: parents(&division.bakhshes, &division.shahrestans),
        },
        Level {
            name: "dehestan",
            units: &division.dehestans,
            names: names.to_vec(),
            parent: parents(&division.dehestans, &division.bakhshes),
        },
    ]
}

fn unit_feature(
    data: &Data,
    division: &Division,
    conditions: &[Condition],
    city_people: &[u64],
    level: &Level,
    number: usize,
    region: &MultiPolygon<f64>,
) -> Feature {
    let unit = &level.units[number];
    let mix = &data.mix.admin;
    let rural: u64 = unit.dehestans.iter().map(|&dehestan| conditions[dehestan].population).sum();
    // As in the census, a city belongs to its county but to no dehestan.
    let urban: u64 = unit.dehestans.iter().map(|&dehestan| city_people[dehestan]).sum();
    let population = if level.name == "dehestan" { rural } else { rural + urban };
    let jobs: u64 = unit.dehestans.iter().map(|&dehestan| conditions[dehestan].industrial_jobs).sum();
    let centre = division.sites[unit.seat].at;
    let (name_fa, name_en) = &level.names[number];
    let mut draft = Draft::new(unit.code.clone())
        .with("level", level.name)
        .with("name_fa", name_fa.as_str())
        .with("name_en", name_en.as_str())
        .with("parent_code", level.parent[number].as_str())
        .with("centre_lon", centre.x)
        .with("centre_lat", centre.y)
        .with("population", population)
        .with("households", (population as f64 / mix.people_per_household).round() as u64)
        .with("census_year", mix.census_year)
        .with("industrial_jobs", jobs)
        .with("area_m2", (area_m2(region) * 1e3).round() / 1e3);
    if level.name == "dehestan" {
        let condition = &conditions[number];
        draft = draft
            .with("deprived", condition.deprived)
            .with("deprived_source", "invented")
            .with("border", condition.border);
    }
    draft = match data.provinces.get(number).filter(|_| level.name == "ostan") {
        Some(province) => draft.with("iso_3166_2", province.iso.as_str()).with("code_status", "official"),
        None => draft.with("code_status", "invented"),
    };
    draft.with("figures", "invented").finish(Provenance::Approximate(AROUND_PLACES), area_geometry(region))
}

/// People of cities (5,000 and more) by dehestan cell.
fn city_people(data: &Data, division: &Division) -> Vec<u64> {
    let mut people = vec![0; division.dehestans.len()];
    for (site, &dehestan) in division.sites.iter().zip(&division.dehestan_of) {
        if let Some(place) = site.place.and_then(|place| data.places.get(place))
            && place.population >= 5_000
        {
            people[dehestan] += place.population;
        }
    }
    people
}

/// Names of all dehestans: the real place at the centre, else an invented one;
/// no name twice in a bakhsh.
fn dehestan_names(data: &Data, division: &Division, seed: u64) -> Vec<NamePair> {
    let mut random = Random::new(seed, "dehestan names", 0);
    let mut taken: BTreeSet<(usize, String)> = BTreeSet::new();
    division
        .dehestans
        .iter()
        .map(|unit| {
            let real = division.sites[unit.seat].place.and_then(|place| data.places.get(place));
            let mut name = match real {
                Some(place) => (place.name_fa.clone(), place.name_en.clone()),
                None => village_name(data, &mut random),
            };
            for _ in 0..20 {
                if taken.insert((unit.parent, name.0.clone())) {
                    break;
                }
                name = village_name(data, &mut random);
            }
            name
        })
        .collect()
}

fn village_name(data: &Data, random: &mut Random) -> NamePair {
    let names = &data.names.village;
    let first = random.pick(&names.first).cloned().unwrap_or_default();
    let second = random.pick(&names.second).cloned().unwrap_or_default();
    let join = |a: &str, b: &str| format!("{a} {b}").trim().to_owned();
    (join(&first.0, &second.0), join(&first.1, &second.1))
}

/// Every real place with its dehestan: its own cell's, or the nearest site's
/// where it shares a cell or lies just off the outline.
fn placed<'a>(data: &'a Data, division: &Division) -> Vec<(&'a Place, usize)> {
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    for (site, &dehestan) in division.sites.iter().zip(&division.dehestan_of) {
        if let Some(place) = site.place {
            home.insert(place, dehestan);
        }
    }
    let nearest = |place: &Place| {
        let sites = division.sites.iter().zip(&division.dehestan_of);
        let gap = |at: Coord<f64>| rough_distance_m(at, place.at);
        sites.min_by(|(a, _), (b, _)| gap(a.at).total_cmp(&gap(b.at))).map(|(_, &dehestan)| dehestan)
    };
    data.places
        .iter()
        .enumerate()
        .filter_map(|(number, place)| Some((place, home.get(&number).copied().or_else(|| nearest(place))?)))
        .collect()
}

fn place_features(
    data: &Data,
    division: &Division,
    names: &[NamePair],
    conditions: &[Condition],
    wanted: &[bool],
) -> Vec<Feature> {
    let mut features = Vec::new();
    for (place, dehestan) in placed(data, division) {
        if !wanted[province_of(division, dehestan)] {
            continue;
        }
        let kind = match place.population {
            0..2_000 => "village",
            2_000..10_000 => "town",
            _ => "city",
        };
        let mut draft = Draft::new(format!("GN{}", place.id))
            .with("name_fa", place.name_fa.as_str())
            .with("name_en", place.name_en.as_str())
            .with("kind", kind)
            .with("admin_code", division.dehestans[dehestan].code.as_str());
        if place.population > 0 {
            draft = draft.with("population", place.population);
        }
        features.push(draft.finish(Provenance::Published(GEONAMES), point_geometry(place.at)));
    }
    for (number, unit) in division.dehestans.iter().enumerate() {
        let site = &division.sites[unit.seat];
        if site.place.is_none() && wanted[province_of(division, number)] {
            let people = (conditions[number].population / 6).max(80);
            features.push(
                Draft::new(format!("V{}", unit.code))
                    .with("name_fa", names[number].0.as_str())
                    .with("name_en", names[number].1.as_str())
                    .with("kind", "village")
                    .with("admin_code", unit.code.as_str())
                    .with("population", people)
                    .with("households", (people as f64 / data.mix.admin.people_per_household) as u64)
                    .finish(Provenance::Invented, point_geometry(site.at)),
            );
        }
    }
    features
}
