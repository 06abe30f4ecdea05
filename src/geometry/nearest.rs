//! The nearest of many geometries, exact and without scanning.
//!
//! Boundaries lie as short chords in a three-dimensional rstar tree (earth-centred
//! metres, so a degree is the same everywhere). Chords bound the geodesic distance
//! from below and above; whatever the bounds cannot rule out is measured exactly.

use std::collections::HashMap;

use geo::{Coord, Geometry};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::distance::{Reach, between_pieces, bounds_m};
use super::geodesic::{Ecef, sagitta_m, shortest_for_chord_m};
use super::inside::Area;
use super::pieces::{PIECE_M, Piece, Prepared, chord_to_chord_m, point_to_chord_squared};

/// One geometry found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its id in the index.
    pub id: u32,
    /// Geodesic distance in metres from the query's boundary; 0 inside or touching.
    pub distance_m: f64,
    /// Position reached on the found geometry, lon/lat.
    pub at: Coord<f64>,
    /// Position on the query it is reached from, lon/lat.
    pub from: Coord<f64>,
}

struct Leaf {
    piece: Piece,
    id: u32,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<Ecef>;

    fn envelope(&self) -> AABB<Ecef> {
        AABB::from_corners(self.piece.a, self.piece.b)
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, point: &Ecef) -> f64 {
        point_to_chord_squared(*point, &self.piece)
    }
}

/// An index of geometries by id (several geometries may share an id).
pub struct NearestIndex {
    pieces: RTree<Leaf>,
    anchors: RTree<GeomWithData<[f64; 2], u32>>,
    /// Boxes of the areas, with their place in `areas`.
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    areas: Vec<(u32, Area)>,
}

impl NearestIndex {
    /// Builds the index; geometries without coordinates are left out.
    pub fn build<'a>(geometries: impl IntoIterator<Item = (u32, &'a Geometry<f64>)>) -> Self {
        let (mut leaves, mut anchors, mut areas) = (Vec::new(), Vec::new(), Vec::new());
        for (id, geometry) in geometries {
            let prepared = Prepared::new(geometry);
            leaves.extend(prepared.pieces.into_iter().map(|piece| Leaf { piece, id }));
            anchors.extend(prepared.anchors.into_iter().map(|at| GeomWithData::new([at.x, at.y], id)));
            areas.extend(prepared.areas.into_iter().map(|area| (id, area)));
        }
        let boxes = areas.iter().enumerate().map(|(place, (_, area))| {
            let bounds = &area.bounds;
            let corners = Rectangle::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
            GeomWithData::new(corners, place)
        });
        NearestIndex {
            boxes: RTree::bulk_load(boxes.collect()),
            pieces: RTree::bulk_load(leaves),
            anchors: RTree::bulk_load(anchors),
            areas,
        }
    }

    /// Whether nothing is in the index.
    pub fn is_empty(&self) -> bool {
        self.pieces.size() == 0
    }

    /// The `count` nearest ids to the boundary of `query`, nearest first (equal
    /// distances by id), none farther than `limit_m` metres.
    pub fn nearest(&self, query: &Geometry<f64>, count: usize, limit_m: Option<f64>) -> Vec<Hit> {
        self.nearest_where(&Prepared::new(query), count, limit_m, |_| true)
    }

    /// As [`NearestIndex::nearest`], among the ids that `accept` takes; the query
    /// is prepared once and may be put to many indexes.
    pub fn nearest_where(
        &self,
        query: &Prepared,
        count: usize,
        limit_m: Option<f64>,
        accept: impl Fn(u32) -> bool,
    ) -> Vec<Hit> {
        if count == 0 {
            return Vec::new();
        }
        let mut search = Search::new(query, count, limit_m.unwrap_or(f64::INFINITY));
        self.find_inside(query, &accept, &mut search);
        for chunk in &query.chunks {
            let Some(pieces) = query.pieces.get(chunk.start..chunk.end) else { continue };
            // Neither a leaf nor a query piece leaves its chord by more than this.
            let slack_m = chunk.radius_m + 2.0 * sagitta_m(PIECE_M);
            for (leaf, squared) in self.pieces.nearest_neighbor_iter_with_distance_2(&chunk.centre) {
                if shortest_for_chord_m((squared.sqrt() - slack_m).max(0.0)) > search.limit_m() {
                    break;
                }
                if accept(leaf.id) {
                    search.consider(pieces, leaf);
                }
            }
        }
        search.finish()
    }

    /// Parts that lie one inside the other without touching boundaries.
    fn find_inside(&self, query: &Prepared, accept: &impl Fn(u32) -> bool, search: &mut Search<'_>) {
        for at in &query.anchors {
            for found in self.boxes.locate_all_at_point(&[at.x, at.y]) {
                if let Some((id, area)) = self.areas.get(found.data)
                    && accept(*id)
                    && area.contains(*at)
                {
                    search.touches(*id, *at);
                }
            }
        }
        for area in &query.areas {
            let bounds = &area.bounds;
            let envelope = AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
            let mut within: Vec<_> = self.anchors.locate_in_envelope(&envelope).collect();
            // Lowest ids first: once enough are inside, the rest cannot come before them.
            within.sort_by_key(|anchor| anchor.data);
            for anchor in within {
                if search.is_full_of_zeros_below(anchor.data) {
                    break;
                }
                let [x, y] = *anchor.geom();
                if accept(anchor.data) && area.contains(Coord { x, y }) {
                    search.touches(anchor.data, Coord { x, y });
                }
            }
        }
    }
}

struct Candidate<'a> {
    lower_m: f64,
    query: &'a Piece,
    leaf: &'a Leaf,
}

struct Search<'a> {
    count: usize,
    given_limit_m: f64,
    /// Upper bounds of the nearest ids so far, sorted, at most `count`.
    nearest: Vec<(f64, u32)>,
    candidates: Vec<Candidate<'a>>,
    exact: HashMap<u32, Reach>,
}

impl<'a> Search<'a> {
    fn new(_query: &'a Prepared, count: usize, given_limit_m: f64) -> Self {
        Search { count, given_limit_m, nearest: Vec::new(), candidates: Vec::new(), exact: HashMap::new() }
    }

    /// Nothing farther than this can be among the results.
    fn limit_m(&self) -> f64 {
        match self.nearest.last() {
            Some((upper_m, _)) if self.nearest.len() >= self.count => upper_m.min(self.given_limit_m),
            _ => self.given_limit_m,
        }
    }

    fn is_full_of_zeros_below(&self, id: u32) -> bool {
        self.nearest.len() >= self.count
            && self.nearest.last().is_some_and(|(upper_m, last)| *upper_m == 0.0 && *last < id)
    }

    fn touches(&mut self, id: u32, at: Coord<f64>) {
        self.exact.entry(id).or_insert_with(|| Reach::touching(at));
        self.note_upper(id, 0.0);
    }

    fn note_upper(&mut self, id: u32, upper_m: f64) {
        if self.nearest.len() >= self.count && self.nearest.last().is_some_and(|last| (upper_m, id) >= *last)
        {
            return;
        }
        match self.nearest.iter().position(|(_, known)| *known == id) {
            Some(place) => {
                let Some(known) = self.nearest.get_mut(place) else { return };
                if upper_m >= known.0 {
                    return;
                }
                known.0 = upper_m;
            }
            None => self.nearest.push((upper_m, id)),
        }
        self.nearest.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        self.nearest.truncate(self.count);
    }

    fn consider(&mut self, pieces: &'a [Piece], leaf: &'a Leaf) {
        for query in pieces {
            let chord_m = chord_to_chord_m(query, &leaf.piece);
            let (lower_m, upper_m) = bounds_m(query, &leaf.piece, chord_m);
            if lower_m <= self.limit_m() {
                self.note_upper(leaf.id, upper_m);
                self.candidates.push(Candidate { lower_m, query, leaf });
            }
        }
    }

    fn finish(mut self) -> Vec<Hit> {
        let limit_m = self.limit_m();
        self.candidates.retain(|candidate| candidate.lower_m <= limit_m);
        self.candidates.sort_by(|one, other| one.lower_m.total_cmp(&other.lower_m));
        for candidate in std::mem::take(&mut self.candidates) {
            // Each exact distance may leave less to look at.
            if candidate.lower_m > self.limit_m() {
                break;
            }
            let known = self.exact.get(&candidate.leaf.id);
            if known.is_some_and(|known| known.distance_m <= candidate.lower_m) {
                continue;
            }
            let found = between_pieces(candidate.query, &candidate.leaf.piece);
            if known.is_none_or(|known| found.distance_m < known.distance_m) {
                self.exact.insert(candidate.leaf.id, found);
                self.note_upper(candidate.leaf.id, found.distance_m);
            }
        }
        let mut hits: Vec<Hit> = self
            .exact
            .into_iter()
            .filter(|(_, reach)| reach.distance_m <= self.given_limit_m)
            .map(|(id, reach)| Hit { id, distance_m: reach.distance_m, at: reach.at, from: reach.from })
            .collect();
        hits.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m).then(one.id.cmp(&other.id)));
        hits.truncate(self.count);
        hits
    }
}
