//! The administrative division of the sample: provinces by the first-level
//! codes of real places; counties, districts and dehestans as groups of cells
//! around real places and invented villages. Borders are approximate; codes
//! below the province, populations and labels are invented.

use super::cells::{Cells, Outline};
use super::data::{AdminMix, Data, Place};
use super::error::SampleError;
use super::growth::{apportion, group_neighbours, grow, spread_seeds};
use super::random::Random;
use crate::base::Progress;
use geo::{BoundingRect, Contains, Coord, Point};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A village, town or city that a cell stands for.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) at: Coord<f64>,
    /// Position in `Data::places`; `None` for an invented village.
    pub(super) place: Option<usize>,
}

/// One unit of a level: which units below belong to it.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) code: String,
    pub(super) parent: usize,
    /// The site that gives it name and centre.
    pub(super) seat: usize,
    /// Dehestans in it (for a dehestan: itself).
    pub(super) dehestans: Vec<usize>,
}

/// The whole division; levels nest strictly.
pub(super) struct Division {
    pub(super) sites: Vec<Site>,
    pub(super) cells: Cells,
    /// Dehestan of each site.
    pub(super) dehestan_of: Vec<usize>,
    pub(super) dehestans: Vec<Unit>,
    pub(super) bakhshes: Vec<Unit>,
    pub(super) shahrestans: Vec<Unit>,
    /// In the order of `Data::provinces`.
    pub(super) ostans: Vec<Unit>,
}

impl Division {
    /// Divides the country; the same for every preset of one seed.
    pub(super) fn new(data: &Data, seed: u64, progress: &Progress) -> Result<Division, SampleError> {
        let mut random = Random::new(seed, "admin", 0);
        let mix = &data.mix.admin;
        let sites = sites(data, mix, &mut random);
        let at: Vec<Coord<f64>> = sites.iter().map(|site| site.at).collect();
        let cells = Cells::new(&at, &data.outline, mix.roughness, &mut random)?;
        progress.check()?;
        let province_of = provinces(data, &sites, &cells);
        let mut division = Division {
            dehestan_of: vec![0; sites.len()],
            sites,
            cells,
            dehestans: Vec::new(),
            bakhshes: Vec::new(),
            shahrestans: Vec::new(),
            ostans: Vec::new(),
        };
        division.divide(data, &province_of);
        Ok(division)
    }

    fn people(&self, data: &Data, site: usize) -> u64 {
        self.sites
            .get(site)
            .and_then(|site| site.place)
            .and_then(|place| data.places.get(place))
            .map_or(0, |place| place.population)
    }

    fn divide(&mut self, data: &Data, province_of: &[usize]) {
        let mix = &data.mix.admin;
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); data.provinces.len()];
        for (site, &province) in province_of.iter().enumerate() {
            members[province].push(site);
        }
        let room: Vec<usize> = members.iter().map(Vec::len).collect();
        // Dense and wide provinces both have many dehestans.
        let weights: Vec<f64> = members
            .iter()
            .map(|list| {
                let real = list.iter().filter(|&&site| self.sites[site].place.is_some()).count();
                (list.len() as f64 * (real as f64 + 12.0)).sqrt()
            })
            .collect();
        let shares = apportion(mix.dehestans, &weights, 4, &room);
        for (province, list) in members.iter().enumerate() {
            let first = self.dehestans.len();
            self.add_dehestans(data, list, shares[province]);
            self.add_groups(data, province, first);
        }
    }

    /// Groups the cells of a province into `count` dehestans.
    fn add_dehestans(&mut self, data: &Data, members: &[usize], count: usize) {
        let at = |site: usize| self.sites[site].at;
        let spacing: HashMap<usize, f64> = members
            .iter()
            .map(|&site| {
                let near = &self.cells.neighbours[site];
                let total: f64 =
                    near.iter().map(|&other| super::plane::rough_distance_m(at(site), at(other))).sum();
                (site, total / near.len().max(1) as f64)
            })
            .collect();
        let pull = |site: usize| {
            let real = if self.sites[site].place.is_some() { 1.4 } else { 1.0 };
            real / spacing.get(&site).copied().unwrap_or(1.0).max(1_000.0).sqrt()
        };
        let seeds = spread_seeds(members, count, at, pull, |site| self.people(data, site));
        let owner = grow(members, &seeds, &self.cells.neighbours, at);
        let first = self.dehestans.len();
        for (number, seat) in seeds.iter().enumerate() {
            let dehestans = vec![first + number];
            self.dehestans.push(Unit { code: String::new(), parent: 0, seat: *seat, dehestans });
        }
        for (site, number) in owner {
            self.dehestan_of[site] = first + number;
        }
    }

    /// Groups the dehestans of a province (from `first` on) into counties and
    /// districts, and gives everything its code.
    fn add_groups(&mut self, data: &Data, province: usize, first: usize) {
        let mix = &data.mix.admin;
        let all: Vec<usize> = (first..self.dehestans.len()).collect();
        let near = group_neighbours(&self.cells.neighbours, &self.dehestan_of, self.dehestans.len());
        let ostan_code = data.provinces[province].code.clone();
        let ostan = self.ostans.len();
        let counties = ((all.len() as f64 / mix.dehestans_per_shahrestan).round() as usize).max(1);
        let seat = self.seat(data, &all);
        self.ostans.push(Unit { code: ostan_code.clone(), parent: 0, seat, dehestans: all.clone() });
        for (number, group) in self.groups(data, &all, counties, &near).into_iter().enumerate() {
            let code = format!("{ostan_code}{:02}", number + 1);
            let shahrestan = self.shahrestans.len();
            let seat = self.seat(data, &group);
            self.shahrestans.push(Unit { code: code.clone(), parent: ostan, seat, dehestans: group.clone() });
            let districts = ((group.len() as f64 / mix.dehestans_per_bakhsh).round() as usize).max(1);
            for (number, part) in self.groups(data, &group, districts, &near).into_iter().enumerate() {
                let code = format!("{code}{:02}", number + 1);
                let bakhsh = self.bakhshes.len();
                for (number, &dehestan) in part.iter().enumerate() {
                    self.dehestans[dehestan].code = format!("{code}{:04}", number + 1);
                    self.dehestans[dehestan].parent = bakhsh;
                }
                let seat = self.seat(data, &part);
                self.bakhshes.push(Unit { code, parent: shahrestan, seat, dehestans: part });
            }
        }
    }

    /// Splits dehestans into `count` groups that hang together; the group of the
    /// largest place comes first.
    fn groups(&self, data: &Data, members: &[usize], count: usize, near: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let at = |dehestan: usize| self.sites[self.dehestans[dehestan].seat].at;
        let people = |dehestan: usize| self.people(data, self.dehestans[dehestan].seat);
        let pull = |dehestan: usize| if people(dehestan) >= 5_000 { 1.6 } else { 1.0 };
        let seeds = spread_seeds(members, count, at, pull, people);
        let owner = grow(members, &seeds, near, at);
        let mut groups = vec![Vec::new(); seeds.len()];
        for (dehestan, number) in owner {
            groups[number].push(dehestan);
        }
        groups.retain(|group: &Vec<usize>| !group.is_empty());
        groups
    }

    /// The largest real place among the sites of some dehestans, else the first seat.
    fn seat(&self, data: &Data, dehestans: &[usize]) -> usize {
        let wanted: BTreeSet<usize> = dehestans.iter().copied().collect();
        let sites = (0..self.sites.len()).filter(|&site| wanted.contains(&self.dehestan_of[site]));
        sites
            .max_by_key(|&site| (self.people(data, site), std::cmp::Reverse(site)))
            .or_else(|| dehestans.first().map(|&dehestan| self.dehestans[dehestan].seat))
            .unwrap_or(0)
    }

    /// Region of each cell at a level, from the units' dehestans.
    pub(super) fn regions(&self, units: &[Unit]) -> Vec<usize> {
        let mut of_dehestan = vec![0; self.dehestans.len()];
        for (number, unit) in units.iter().enumerate() {
            for &dehestan in &unit.dehestans {
                of_dehestan[dehestan] = number;
            }
        }
        self.dehestan_of.iter().map(|&dehestan| of_dehestan[dehestan]).collect()
    }
}

/// Real places inside the outline, then invented villages where there are none.
fn sites(data: &Data, mix: &AdminMix, random: &mut Random) -> Vec<Site> {
    let outline = Outline::new(&data.outline);
    let inside = |at: Coord<f64>| outline.contains_point(at);
    let mut grid: HashMap<(i64, i64), Vec<Coord<f64>>> = HashMap::new();
    let cell = |at: Coord<f64>| ((at.x * 10.0).floor() as i64, (at.y * 10.0).floor() as i64);
    let near = |grid: &HashMap<(i64, i64), Vec<Coord<f64>>>, at: Coord<f64>, reach: f64| {
        let (x, y) = cell(at);
        (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))).any(|key| {
            grid.get(&key).into_iter().flatten().any(|other| {
                let apart = *other - at;
                apart.x * apart.x + apart.y * apart.y < reach * reach
            })
        })
    };
    let mut sites = Vec::new();
    let mut order: Vec<usize> = (0..data.places.len()).collect();
    order.sort_by_key(|&place| (std::cmp::Reverse(data.places[place].population), data.places[place].id));
    for place in order {
        let at = data.places[place].at;
        // Places closer than a kilometre share a cell.
        if inside(at) && !near(&grid, at, 0.012) {
            grid.entry(cell(at)).or_default().push(at);
            sites.push(Site { at, place: Some(place) });
        }
    }
    let Some(reach) = data.outline.bounding_rect() else { return sites };
    let step = mix.fill_spacing_deg;
    let mut y = reach.min().y;
    while y < reach.max().y {
        let mut x = reach.min().x;
        while x < reach.max().x {
            let at = Coord {
                x: round6(x + random.between(0.05, 0.95) * step),
                y: round6(y + random.between(0.05, 0.95) * step),
            };
            if inside(at) && !near(&grid, at, mix.fill_clearance_deg) {
                grid.entry(cell(at)).or_default().push(at);
                sites.push(Site { at, place: None });
            }
            x += step;
        }
        y += step;
    }
    sites
}

fn round6(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Province (position in `Data::provinces`) of each site.
fn provinces(data: &Data, sites: &[Site], cells: &Cells) -> Vec<usize> {
    let position: BTreeMap<&str, usize> =
        data.provinces.iter().enumerate().map(|(at, province)| (province.admin1.as_str(), at)).collect();
    let code = |place: &Place| position.get(place.admin1.as_str()).copied();
    let mut seeds = Vec::new();
    let mut seed_province = Vec::new();
    for (number, site) in sites.iter().enumerate() {
        if let Some(province) = site.place.and_then(|place| data.places.get(place)).and_then(code) {
            seeds.push(number);
            seed_province.push(province);
        }
    }
    let all: Vec<usize> = (0..sites.len()).collect();
    let owner = grow(&all, &seeds, &cells.neighbours, |site| sites[site].at);
    let mut province_of: Vec<usize> = all.iter().map(|site| seed_province[owner[site]]).collect();
    // A place listed under a far province would make an exclave: each province
    // keeps its largest connected part, the rest goes to its neighbours.
    for _ in 0..4 {
        join_exclaves(&mut province_of, cells, data.provinces.len());
    }
    province_of
}

fn join_exclaves(province_of: &mut [usize], cells: &Cells, count: usize) {
    let mut part_of = vec![usize::MAX; province_of.len()];
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for start in 0..province_of.len() {
        if part_of[start] != usize::MAX {
            continue;
        }
        let mut stack = vec![start];
        let number = parts.len();
        let mut size = 0;
        part_of[start] = number;
        while let Some(site) = stack.pop() {
            size += 1;
            for &next in &cells.neighbours[site] {
                if part_of[next] == usize::MAX && province_of[next] == province_of[start] {
                    part_of[next] = number;
                    stack.push(next);
                }
            }
        }
        parts.push((province_of[start], size));
    }
    let mut largest = vec![(0, usize::MAX); count];
    for (number, &(province, size)) in parts.iter().enumerate() {
        if size > largest[province].0 {
            largest[province] = (size, number);
        }
    }
    let before = province_of.to_vec();
    for site in 0..province_of.len() {
        // Islands have no neighbours over land and stay as they are.
        if largest[before[site]].1 != part_of[site] && !cells.neighbours[site].is_empty() {
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for &near in &cells.neighbours[site] {
                if part_of[near] != part_of[site] {
                    *votes.entry(before[near]).or_default() += 1;
                }
            }
            if let Some((&province, _)) =
                votes.iter().max_by_key(|(province, votes)| (**votes, std::cmp::Reverse(**province)))
            {
                province_of[site] = province;
            }
        }
    }
}

/// Whether a point lies in a region.
pub(super) fn within(region: &geo::MultiPolygon<f64>, at: Coord<f64>) -> bool {
    region.contains(&Point(at))
}
