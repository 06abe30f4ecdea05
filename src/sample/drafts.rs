//! Example drafts of a planner, placed when everything else lies on the ground:
//! D001 keeps every rule, D002 is only too small (Web Mercator would show
//! 6.8 ha, domain reference [T3] B), D003 only lies over plots of an estate.

use super::admin_layer::DehestanCell;
use super::data::{Data, NamePair};
use super::error::SampleError;
use super::estates::Estate;
use super::feature::{Draft, Provenance, area_geometry, line_geometry};
use super::graph::approach;
use super::ground::{Area, KeepOff, Shapes, shape, word};
use super::networks::{Networks, asset};
use super::plane::{metres_per_degree, rough_distance_m};
use super::random::Random;
use super::supply::nearest_on_road;
use geo::{Coord, Geometry, Intersects, LineString, MultiPolygon};
use geojson::Feature;

/// Places looked at in a dehestan before the next one is tried.
const TRIES: usize = 400;
/// Nearest and farthest from the dehestan's centre, m; the rule warns from 5 km.
const FROM_CENTRE_M: (f64, f64) = (1_200.0, 4_200.0);
/// Distance to estates and other drafts, m.
const APART_M: f64 = 300.0;
/// Least and most share of D003 that lies over plots.
const OVER_PLOTS: (f64, f64) = (0.03, 0.2);

/// What drafts are placed among.
pub(super) struct Scene<'a> {
    pub(super) data: &'a Data,
    pub(super) dehestans: &'a [DehestanCell],
    pub(super) networks: &'a Networks,
    pub(super) estates: &'a [Estate],
    pub(super) places: &'a [Feature],
    pub(super) infra: &'a [Feature],
    pub(super) constraints: &'a [Feature],
}

/// The drafts and the roads that lead to them.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) zones: Vec<Feature>,
    pub(super) roads: Vec<Feature>,
}

/// A draft's place.
struct Site<'a> {
    area: Area,
    cell: &'a DehestanCell,
    /// From the nearest road to the gate; none where a road is there.
    way: Vec<Coord<f64>>,
}

/// Places the drafts. One for which there is no room is left out.
pub(super) fn drafts(scene: &Scene, seed: u64) -> Result<Drafts, SampleError> {
    let rules = KeepOff::shipped()?;
    let kept_off = rules.shapes(scene.places, scene.infra.iter().chain(scene.constraints));
    let mut taken: Vec<(Geometry<f64>, f64)> =
        scene.estates.iter().map(|estate| (estate.ground(&estate.plan.boundary).into(), APART_M)).collect();
    let mut drafts = Drafts::default();
    let mut used: Vec<&str> = Vec::new();
    for (number, (half, code)) in [((200.0, 150.0), "D001"), ((115.0, 99.0), "D002")].into_iter().enumerate()
    {
        let mut random = Random::new(seed, "drafts", number as u64);
        let around = (&kept_off, &Shapes::new(taken.clone()));
        let mut large: Vec<&DehestanCell> = scene
            .dehestans
            .iter()
            .filter(|cell| cell.population >= rules.people && !used.contains(&cell.code.as_str()))
            .collect();
        large.sort_by(|a, b| b.population.cmp(&a.population).then(a.number.cmp(&b.number)));
        let sites = large.into_iter().filter_map(|cell| site(scene, &rules, cell, half, around, &mut random));
        if let Some(site) = { sites }.next() {
            used.push(&site.cell.code);
            taken.push((site.area.on_ground.clone().into(), APART_M));
            drafts.add(scene, code, &site);
        }
    }
    let apart = Shapes::new(taken.split_off(scene.estates.len()));
    if let Some(site) = over_plots(scene, &rules, (&kept_off, &apart), seed) {
        drafts.add(scene, "D003", &site);
    }
    Ok(drafts)
}

/// The place with the shortest way to a road among those that keep the rules.
fn site<'a>(
    scene: &Scene<'a>,
    rules: &KeepOff,
    cell: &'a DehestanCell,
    half: (f64, f64),
    (kept_off, taken): (&Shapes, &Shapes),
    random: &mut Random,
) -> Option<Site<'a>> {
    let mut best: Option<(f64, Site)> = None;
    for _ in 0..TRIES {
        let (x, y) = random.direction();
        let distance = random.between(FROM_CENTRE_M.0, FROM_CENTRE_M.1);
        let scale = metres_per_degree(cell.centre.y);
        let at =
            Coord { x: cell.centre.x + x * distance / scale.x, y: cell.centre.y + y * distance / scale.y };
        let area = Area::new(at, random.direction(), half);
        if !area.is_in(&cell.region) || !kept_off.leave_clear(&area) || !taken.leave_clear(&area) {
            continue;
        }
        let Some(way) = access(scene.networks, &area, half) else { continue };
        let length: f64 = way.windows(2).map(|pair| rough_distance_m(pair[0], pair[1])).sum();
        let line = LineString::new(way.clone());
        let free = scene.estates.iter().all(|estate| !estate.ground(&estate.plan.boundary).intersects(&line));
        if length < rules.road_m && free && best.as_ref().is_none_or(|(least, _)| length < *least) {
            best = Some((length, Site { area, cell, way }));
        }
    }
    best.map(|(_, site)| site)
}

/// From the nearest road to the middle of the side nearest to it.
fn access(networks: &Networks, area: &Area, half: (f64, f64)) -> Option<Vec<Coord<f64>>> {
    let road = nearest_on_road(networks, area.at)?;
    let sides = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)];
    let gates = sides.map(|(x, y)| {
        let out = |far: f64| area.plane.to_ground(Coord { x: x * (half.0 + far), y: y * (half.1 + far) });
        [out(0.0), out(30.0)]
    });
    let gap = |gate: &[Coord<f64>; 2]| rough_distance_m(gate[1], road);
    let [gate, before] = gates.into_iter().min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let mut way = approach(road, before, &area.on_ground, 40.0);
    way.push(gate);
    Some(way)
}

/// A place at the edge of an estate, partly over its plots, right otherwise.
fn over_plots<'a>(
    scene: &Scene<'a>,
    rules: &KeepOff,
    (kept_off, apart): (&Shapes, &Shapes),
    seed: u64,
) -> Option<Site<'a>> {
    let half = (160.0, 125.0);
    let roads = scene.infra.iter().filter(|asset| word(asset, "kind") == "road");
    let roads = Shapes::new(roads.filter_map(|road| Some((shape(road)?, rules.road_m))).collect());
    for estate in scene.estates {
        let Some(cell) = scene.dehestans.get(estate.spot.dehestan) else { continue };
        let near = rough_distance_m(cell.centre, estate.spot.at) < FROM_CENTRE_M.1;
        if cell.population < rules.people || !near {
            continue;
        }
        let plots: Vec<_> = estate.plan.plots.iter().map(|plot| estate.ground(&plot.shape)).collect();
        let others = scene.estates.iter().filter(|other| other.number != estate.number);
        let others = others.map(|other| (other.ground(&other.plan.boundary).into(), APART_M));
        let others = Shapes::new(others.collect());
        let mut random = Random::new(seed, "draft over plots", estate.number);
        for _ in 0..TRIES {
            let (x, y) = random.direction();
            let reach = estate.plan.radius_m + random.between(-150.0, 150.0);
            let at = estate.plane.to_ground(Coord { x: x * reach, y: y * reach });
            let area = Area::new(at, estate.spot.axis, half);
            let over = area.share_under(&plots);
            if over > OVER_PLOTS.0
                && over < OVER_PLOTS.1
                && area.is_in(&cell.region)
                && rough_distance_m(cell.centre, at) < FROM_CENTRE_M.1
                && [kept_off, apart, &others].iter().all(|shapes| shapes.leave_clear(&area))
                && roads.reach(&area)
            {
                return Some(Site { area, cell, way: Vec::new() });
            }
        }
    }
    None
}

impl Drafts {
    fn add(&mut self, scene: &Scene, code: &str, site: &Site) {
        let name = name(scene, site.cell);
        if !site.way.is_empty() {
            self.roads.push(
                asset(scene.data, "road", format!("AR-{code}"), &name)
                    .with("class", "local")
                    .finish(Provenance::Invented, line_geometry(site.way.clone())),
            );
        }
        self.zones.push(
            Draft::new(code)
                .with("name_fa", name.0)
                .with("name_en", name.1)
                .with("kind", "rural_zone")
                .with("status", "proposed")
                .with("dehestan_code", site.cell.code.as_str())
                .finish(
                    Provenance::Invented,
                    area_geometry(&MultiPolygon::new(vec![site.area.on_ground.clone()])),
                ),
        );
    }
}

/// Named after its dehestan, and numbered after the zones that are there.
fn name(scene: &Scene, cell: &DehestanCell) -> NamePair {
    let names = &scene.data.names.estate;
    let kind = "rural_zone";
    let there =
        scene.estates.iter().filter(|estate| estate.kind == kind && estate.town == cell.centre).count();
    let (fa, en) = names.ordinals.get(there).cloned().unwrap_or_default();
    let (kind_fa, kind_en) = names.kinds.get(kind).cloned().unwrap_or_default();
    let join = |parts: [&str; 3]| parts.join(" ").trim().to_owned();
    (join([&kind_fa, &cell.name.0, &fa]), join([&cell.name.1, &kind_en, &en]))
}
