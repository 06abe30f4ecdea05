//! The layers `estates`, `plots` and `landuse`. All of it is invented; only the
//! towns and dehestans it lies near are not.

use super::admin_layer::DehestanCell;
use super::data::{Data, PresetMix};
use super::error::SampleError;
use super::estate_plan::{Plan, Wish, plan};
use super::feature::{Draft, Provenance, area_geometry, area_m2, polygon_area_m2, rounded};
use super::growth::apportion;
use super::plane::Plane;
use super::plots::plot_features;
use super::random::Random;
use super::siting::{Obstacles, Siting, Spot};
use crate::base::Progress;
use geo::{Area, Coord, MapCoords, MultiPolygon, Polygon, Validation};
use geojson::Feature;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Kinds of estates in the order they are placed: the large ones first.
const KINDS: [&str; 5] = ["estate", "technology_estate", "special_economic_zone", "zone", "rural_zone"];

/// An estate with its place and plan, as networks need it.
pub(super) struct Estate {
    pub(super) code: String,
    pub(super) name_fa: String,
    pub(super) name_en: String,
    pub(super) kind: &'static str,
    /// Its state, a word of the schema.
    pub(super) state: String,
    pub(super) spot: Spot,
    pub(super) plane: Plane,
    pub(super) plan: Plan,
    /// The town or dehestan centre it belongs to.
    pub(super) town: Coord<f64>,
    /// Number of the estate in the sample, for its random streams.
    pub(super) number: u64,
}

impl Estate {
    /// A polygon of the plan on the ground, rounded to millimetres.
    pub(super) fn ground(&self, shape: &Polygon<f64>) -> Polygon<f64> {
        rounded(&shape.map_coords(|at| self.plane.to_ground(at)))
    }

    /// Gate and the point before it, on the ground.
    pub(super) fn gate(&self) -> [Coord<f64>; 2] {
        self.plan.gate.map(|at| self.plane.to_ground(at))
    }
}

/// The layers about estates.
pub(super) struct EstateLayers {
    pub(super) estates: Vec<Feature>,
    pub(super) plots: Vec<Feature>,
    pub(super) landuse: Vec<Feature>,
    /// The estates themselves, for the networks.
    pub(super) list: Vec<Estate>,
}

/// Builds the layers; `wanted` says which provinces take part.
pub(super) fn estate_layers(
    data: &Data,
    mix: &PresetMix,
    dehestans: &[DehestanCell],
    wanted: &[bool],
    obstacles: &Obstacles,
    seed: u64,
    progress: &Progress,
) -> Result<EstateLayers, SampleError> {
    let list = place_estates(data, mix, dehestans, wanted, obstacles, seed, progress)?;
    let parts: Vec<(Feature, Vec<Feature>, Vec<Feature>)> = list
        .par_iter()
        .map(|estate| {
            progress.advance(1);
            (
                estate_feature(data, estate, dehestans, seed),
                plot_features(data, estate, seed),
                landuse_features(estate),
            )
        })
        .collect();
    progress.check()?;
    let mut layers =
        EstateLayers { estates: Vec::new(), plots: Vec::new(), landuse: Vec::new(), list: Vec::new() };
    for (estate, plots, landuse) in parts {
        layers.estates.push(estate);
        layers.plots.extend(plots);
        layers.landuse.extend(landuse);
    }
    layers.list = list;
    Ok(layers)
}

fn wish(data: &Data, kind: &str) -> Wish {
    let full = data.mix.plots.per_estate;
    match kind {
        "rural_zone" => Wish {
            plots: data.mix.plots.per_rural_zone,
            gross_m2: [52_000.0, 195_000.0],
            large: 0.0,
            reserve: false,
        },
        // A zone is smaller than 100 ha (domain reference §1).
        "zone" => Wish { plots: full, gross_m2: [150_000.0, 950_000.0], large: 0.1, reserve: false },
        "technology_estate" => {
            Wish { plots: full, gross_m2: [150_000.0, 900_000.0], large: 0.0, reserve: false }
        }
        "special_economic_zone" => {
            Wish { plots: full, gross_m2: [400_000.0, 3_000_000.0], large: 0.7, reserve: true }
        }
        _ => Wish { plots: full, gross_m2: [200_000.0, 3_000_000.0], large: 0.4, reserve: true },
    }
}

/// How many of each kind each province gets, by its towns.
fn shares(data: &Data, mix: &PresetMix, dehestans: &[DehestanCell], wanted: &[bool]) -> Vec<[usize; 5]> {
    let mut weight = vec![0.0; data.provinces.len()];
    let position: BTreeMap<&str, usize> =
        data.provinces.iter().enumerate().map(|(at, province)| (province.admin1.as_str(), at)).collect();
    for place in data.places.iter().filter(|place| place.population >= 5_000) {
        if let Some(&province) = position.get(place.admin1.as_str()).filter(|&&province| wanted[province]) {
            weight[province] += (place.population as f64).sqrt();
        }
    }
    let mut rural = vec![0.0; data.provinces.len()];
    for cell in dehestans {
        rural[cell.province] += if cell.population >= 10_000 { 1.0 } else { 0.1 };
    }
    let open: Vec<usize> = wanted.iter().map(|&wanted| if wanted { usize::MAX } else { 0 }).collect();
    let counts =
        [mix.estates, mix.technology_estates, mix.special_economic_zones, mix.zones, mix.rural_zones];
    let mut shares = vec![[0; 5]; data.provinces.len()];
    for (kind, count) in counts.into_iter().enumerate() {
        let weights = if kind == 4 { &rural } else { &weight };
        let least = usize::from(kind == 0);
        for (province, share) in apportion(count, weights, least, &open).into_iter().enumerate() {
            shares[province][kind] = share;
        }
    }
    shares
}

fn place_estates(
    data: &Data,
    mix: &PresetMix,
    dehestans: &[DehestanCell],
    wanted: &[bool],
    obstacles: &Obstacles,
    seed: u64,
    progress: &Progress,
) -> Result<Vec<Estate>, SampleError> {
    let mut jobs = Vec::new();
    for (province, counts) in shares(data, mix, dehestans, wanted).iter().enumerate() {
        for (kind, &count) in KINDS.iter().zip(counts) {
            jobs.extend(std::iter::repeat_n((province, *kind), count));
        }
    }
    progress.set_total(2 * jobs.len() as u64);
    let plans: Vec<Plan> = jobs
        .par_iter()
        .enumerate()
        .map(|(number, (_, kind))| {
            progress.advance(1);
            plan(wish(data, kind), &mut Random::new(seed, "estate plan", number as u64))
        })
        .collect();
    progress.check()?;
    let mut siting = Siting::new(data, dehestans, obstacles);
    let mut list: Vec<Estate> = Vec::new();
    let mut serial: BTreeMap<usize, usize> = BTreeMap::new();
    let mut named: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (number, ((province, kind), plan)) in jobs.into_iter().zip(plans).enumerate() {
        let mut random = Random::new(seed, "estate site", number as u64);
        let near = if kind == "rural_zone" { (700.0, 4_300.0) } else { (4_000.0, 15_000.0) };
        let towns = towns(data, &siting, dehestans, province, kind, &list);
        let mut found = None;
        for _ in 0..12 {
            let Some(town) = random.weighted(&towns) else { break };
            if let Some(spot) = siting.find(town.at, province, plan.radius_m, near, &mut random) {
                found = Some((town.clone(), spot));
                break;
            }
        }
        let Some((town, spot)) = found else {
            return Err(SampleError::Cells(format!("no room for estate {number} in province {province}")));
        };
        let serial = serial.entry(province).or_default();
        *serial += 1;
        let ordinal = named.entry((town.name.0.clone(), kind)).or_default();
        let (fa, en) = data.names.estate.ordinals.get(*ordinal).cloned().unwrap_or_default();
        *ordinal += 1;
        let (kind_fa, kind_en) = data.names.estate.kinds.get(kind).cloned().unwrap_or_default();
        list.push(Estate {
            code: format!("{}{:03}", data.provinces[province].code, serial),
            name_fa: format!("{kind_fa} {} {fa}", town.name.0).trim().to_owned(),
            name_en: format!("{} {kind_en} {en}", town.name.1).trim().to_owned(),
            kind,
            state: state(mix, seed, number as u64),
            plane: Plane::new(spot.at, spot.axis),
            spot,
            plan,
            town: town.at,
            number: number as u64,
        });
    }
    Ok(list)
}

/// The state of an estate, by the shares of its preset.
fn state(mix: &PresetMix, seed: u64, number: u64) -> String {
    let states: Vec<(&String, f64)> = mix.state.iter().map(|(name, share)| (name, *share)).collect();
    let mut random = Random::new(seed, "estate state", number);
    random.weighted(&states).map_or_else(|| "operating".to_owned(), |name| (*name).clone())
}

/// What an estate is named after.
#[derive(Clone)]
struct Town {
    at: Coord<f64>,
    name: super::data::NamePair,
}

/// Towns for the next estate of a province, by weight: large ones more often,
/// each less often the more estates it has.
fn towns(
    data: &Data,
    siting: &Siting,
    dehestans: &[DehestanCell],
    province: usize,
    kind: &str,
    placed: &[Estate],
) -> Vec<(Town, f64)> {
    let burden = |at: Coord<f64>| 1.0 + placed.iter().filter(|estate| estate.town == at).count() as f64 * 2.0;
    if kind == "rural_zone" {
        return dehestans
            .iter()
            .filter(|cell| cell.province == province)
            .map(|cell| {
                let weight = if cell.population >= 10_000 { 1.0 } else { 0.004 };
                let load = burden(cell.centre);
                (Town { at: cell.centre, name: cell.name.clone() }, weight / (load * load * load))
            })
            .collect();
    }
    let code = &data.provinces[province].admin1;
    data.places
        .iter()
        .filter(|place| &place.admin1 == code && place.population >= 5_000)
        .filter(|place| {
            siting
                .dehestan_at(place.at)
                .and_then(|number| dehestans.get(number))
                .is_some_and(|cell| cell.province == province)
        })
        .map(|place| {
            let name = (place.name_fa.clone(), place.name_en.clone());
            (Town { at: place.at, name }, (place.population as f64).sqrt() / burden(place.at))
        })
        .collect()
}

fn estate_feature(data: &Data, estate: &Estate, dehestans: &[DehestanCell], seed: u64) -> Feature {
    let mut random = Random::new(seed, "estate", estate.number);
    let boundary = MultiPolygon::new(vec![estate.ground(&estate.plan.boundary)]);
    let gross = area_m2(&boundary);
    let is_new = estate.state == "under_construction";
    let year = if is_new { random.whole(1397, 1402) } else { random.whole(1365, 1396) };
    let served = |share: f64| if is_new { share * 0.5 } else { share };
    let small = estate.kind == "rural_zone";
    let specialised = random.chance(0.1);
    let families: Vec<(String, f64)> =
        data.mix.plots.activity.iter().map(|(name, share)| (name.clone(), *share)).collect();
    let family = random.weighted(&families).cloned().unwrap_or_default();
    // Papers and ground differ a little; now and then a lot.
    let error = if random.chance(0.04) { random.between(-0.06, 0.06) } else { random.between(-0.004, 0.004) };
    let company = format!("{} {}", data.names.service.company_fa, estate.name_fa);
    let approved = format!("{}-{:02}-{:02}", year + 621, random.whole(1, 12), random.whole(1, 28));
    let opened = format!("{}-{:02}-{:02}", year + 624, random.whole(1, 12), random.whole(1, 28));
    Draft::new(estate.code.clone())
        .with("name_fa", estate.name_fa.as_str())
        .with("name_en", estate.name_en.as_str())
        .with("kind", estate.kind)
        .with("specialised", specialised)
        .with("industry_family", if specialised { family.as_str() } else { "" })
        .with("ownership", if random.chance(0.07) { "non_governmental" } else { "governmental" })
        .with("status", estate.state.as_str())
        .with("approval_date", approved)
        .with("operation_date", if is_new { String::new() } else { opened })
        .with(
            "dehestan_code",
            dehestans.get(estate.spot.dehestan).map(|cell| cell.code.clone()).unwrap_or_default(),
        )
        .with("gross_area_m2", (gross * 100.0).round() / 100.0)
        .with("declared_area_m2", (gross * (1.0 + error)).round())
        .with("service_company", if random.chance(0.5) { company } else { String::new() })
        .with("has_power", random.chance(served(0.97)))
        .with("has_water", random.chance(served(0.93)))
        .with("has_gas", random.chance(served(if small { 0.4 } else { 0.75 })))
        .with("has_wastewater_plant", random.chance(served(if small { 0.1 } else { 0.4 })))
        .with("has_telecom", random.chance(served(0.9)))
        .with("water_quota_m3d", (gross / 1e4 * random.between(4.0, 18.0)).round())
        .with("power_quota_kw", (gross / 1e4 * random.between(60.0, 220.0)).round())
        .with("code_status", "invented")
        .finish(Provenance::Invented, area_geometry(&boundary))
}

fn landuse_features(estate: &Estate) -> Vec<Feature> {
    let mut features = Vec::new();
    for (land_use, shape) in &estate.plan.uses {
        for part in ground_parts(estate, shape) {
            let ground = MultiPolygon::new(vec![part]);
            let area = area_m2(&ground);
            features.push(
                Draft::new(format!("{}-L{:03}", estate.code, features.len() + 1))
                    .with("estate_code", estate.code.as_str())
                    .with("use", *land_use)
                    .with("area_m2", (area * 100.0).round() / 100.0)
                    .finish(Provenance::Invented, area_geometry(&ground)),
            );
        }
    }
    features
}

/// The parts of a land use on the ground. Boolean operations leave threads
/// where two shapes nearly agree: those are dropped, and where rounding to
/// millimetres made one cross itself it is taken apart.
fn ground_parts(estate: &Estate, shape: &MultiPolygon<f64>) -> Vec<Polygon<f64>> {
    let mut parts = Vec::new();
    for part in shape.iter().filter(|part| part.unsigned_area() >= 2.0) {
        let ground = estate.ground(part);
        if ground.is_valid() {
            parts.push(ground);
        } else {
            let pieces = geo::unary_union([&ground]).into_iter().map(|piece| rounded(&piece));
            parts.extend(pieces.filter(|piece| piece.is_valid() && polygon_area_m2(piece) >= 2.0));
        }
    }
    parts
}
