//! Moving, inserting and removing the vertices of a draft, without a window.
//! One drag gives one new boundary.

use std::sync::Arc;

use geo::{Coord, Geometry, LineString, MultiPolygon, Polygon};

use super::draw::{DrawError, check_boundary};
use crate::model::RowId;

/// A vertex of a boundary: part, ring (0 = outer), position in the ring. The
/// closing vertex is never named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VertexRef {
    /// Part of the boundary.
    pub part: usize,
    /// Ring of the part.
    pub ring: usize,
    /// Position in the ring.
    pub at: usize,
}

/// What can be grabbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handle {
    /// A vertex.
    Vertex(VertexRef),
    /// The middle of the edge that starts at a vertex; grabbing it inserts one.
    Middle(VertexRef),
}

/// The boundary of one draft while it is edited. Positions are lon/lat degrees.
#[derive(Debug, Clone)]
pub struct VertexEdit {
    row: RowId,
    base: Arc<Geometry<f64>>,
    /// Parts of open rings: no closing vertex.
    parts: Vec<Vec<Vec<Coord<f64>>>>,
    chosen: Option<VertexRef>,
    is_dragging: bool,
    has_moved: bool,
}

impl VertexEdit {
    /// Starts on a row with that boundary; `None` for what is no polygon.
    pub fn new(row: RowId, boundary: &Arc<Geometry<f64>>) -> Option<Self> {
        Some(VertexEdit {
            row,
            base: Arc::clone(boundary),
            parts: open_parts(boundary)?,
            chosen: None,
            is_dragging: false,
            has_moved: false,
        })
    }

    /// The row that is edited.
    pub fn row(&self) -> RowId {
        self.row
    }

    /// Whether a vertex is in the hand.
    pub fn is_dragging(&self) -> bool {
        self.is_dragging
    }

    /// The vertex that was touched last; Delete removes it.
    pub fn chosen(&self) -> Option<VertexRef> {
        self.chosen
    }

    /// Takes over the boundary that the project has now, when it is another one.
    pub fn follow(&mut self, boundary: &Arc<Geometry<f64>>) {
        if Arc::ptr_eq(&self.base, boundary) || self.is_dragging {
            return;
        }
        if let Some(parts) = open_parts(boundary) {
            self.parts = parts;
            self.base = Arc::clone(boundary);
            self.chosen = self.chosen.filter(|vertex| self.position(*vertex).is_some());
        }
    }

    /// Everything that can be grabbed: vertices first, then middles.
    pub fn handles(&self) -> Vec<(Handle, Coord<f64>)> {
        let mut handles = Vec::new();
        let mut middles = Vec::new();
        for (part, rings) in self.parts.iter().enumerate() {
            for (ring, vertices) in rings.iter().enumerate() {
                let next = vertices.iter().cycle().skip(1);
                for (at, (from, to)) in vertices.iter().zip(next).enumerate() {
                    let vertex = VertexRef { part, ring, at };
                    handles.push((Handle::Vertex(vertex), *from));
                    middles.push((Handle::Middle(vertex), (*from + *to) / 2.0));
                }
            }
        }
        handles.extend(middles);
        handles
    }

    /// The position of a vertex.
    pub fn position(&self, vertex: VertexRef) -> Option<Coord<f64>> {
        self.parts.get(vertex.part)?.get(vertex.ring)?.get(vertex.at).copied()
    }

    /// The neighbours of a vertex in its ring: the one before, the one after.
    pub fn neighbours(&self, vertex: VertexRef) -> Option<[Coord<f64>; 2]> {
        let ring = self.parts.get(vertex.part)?.get(vertex.ring)?;
        let count = ring.len();
        let before = ring.get((vertex.at + count.checked_sub(1)?) % count)?;
        Some([*before, *ring.get((vertex.at + 1) % count)?])
    }

    /// Takes a handle into the hand; a middle becomes a vertex.
    pub fn grab(&mut self, handle: Handle) {
        let vertex = match handle {
            Handle::Vertex(vertex) => vertex,
            Handle::Middle(edge) => {
                let Some(ring) = self.ring_mut(edge) else { return };
                let (Some(from), Some(to)) = (ring.get(edge.at), ring.get((edge.at + 1) % ring.len())) else {
                    return;
                };
                let middle = (*from + *to) / 2.0;
                ring.insert(edge.at + 1, middle);
                self.has_moved = true;
                VertexRef { at: edge.at + 1, ..edge }
            }
        };
        self.chosen = Some(vertex);
        self.is_dragging = true;
    }

    /// Moves the vertex in the hand.
    pub fn drag_to(&mut self, at: Coord<f64>) {
        let Some(vertex) = self.chosen.filter(|_| self.is_dragging) else { return };
        if let Some(slot) = self.ring_mut(vertex).and_then(|ring| ring.get_mut(vertex.at)) {
            self.has_moved |= *slot != at;
            if let Some(slot) = self.ring_mut(vertex).and_then(|ring| ring.get_mut(vertex.at)) {
                *slot = at;
            }
        }
    }

    /// Lets the vertex go: the new boundary, or nothing when nothing moved.
    ///
    /// # Errors
    /// [`DrawError`] when edges would cross; the boundary is as before then.
    pub fn let_go(&mut self) -> Result<Option<Geometry<f64>>, DrawError> {
        self.is_dragging = false;
        if !std::mem::take(&mut self.has_moved) {
            return Ok(None);
        }
        self.checked().map(Some)
    }

    /// Removes the vertex that was touched last: the new boundary, or nothing
    /// when none is chosen.
    ///
    /// # Errors
    /// [`DrawError`] when fewer than three would be left or edges would cross;
    /// the boundary is as before then.
    pub fn remove_chosen(&mut self) -> Result<Option<Geometry<f64>>, DrawError> {
        let Some(vertex) = self.chosen.take() else { return Ok(None) };
        let Some(ring) = self.ring_mut(vertex) else { return Ok(None) };
        if ring.len() <= 3 {
            let left = ring.len().saturating_sub(1);
            self.chosen = Some(vertex);
            return Err(DrawError::TooFewVertices(left));
        }
        if vertex.at < ring.len() {
            ring.remove(vertex.at);
        }
        self.checked().map(Some)
    }

    /// Puts everything back as the project has it; false when nothing was in the hand.
    pub fn escape(&mut self) -> bool {
        let was_busy = self.is_dragging || self.chosen.is_some();
        self.reset();
        was_busy
    }

    fn reset(&mut self) {
        if let Some(parts) = open_parts(&self.base) {
            self.parts = parts;
        }
        (self.chosen, self.is_dragging, self.has_moved) = (None, false, false);
    }

    fn checked(&mut self) -> Result<Geometry<f64>, DrawError> {
        let boundary = self.boundary();
        match boundary.iter().try_for_each(check_boundary) {
            Ok(()) => Ok(self.geometry()),
            Err(error) => {
                self.reset();
                Err(error)
            }
        }
    }

    /// The boundary as it is drawn now.
    pub fn boundary(&self) -> MultiPolygon<f64> {
        let polygons = self.parts.iter().map(|rings| {
            let mut rings = rings.iter().map(|ring| LineString::new(ring.clone()));
            let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
            Polygon::new(outer, rings.collect())
        });
        MultiPolygon::new(polygons.collect())
    }

    /// The boundary as it is drawn now, a single part as a polygon.
    pub fn geometry(&self) -> Geometry<f64> {
        let mut boundary = self.boundary();
        match (boundary.0.len(), boundary.0.pop()) {
            (1, Some(only)) => only.into(),
            (_, Some(last)) => {
                boundary.0.push(last);
                boundary.into()
            }
            (_, None) => boundary.into(),
        }
    }

    fn ring_mut(&mut self, vertex: VertexRef) -> Option<&mut Vec<Coord<f64>>> {
        self.parts.get_mut(vertex.part)?.get_mut(vertex.ring)
    }
}

fn open_parts(boundary: &Geometry<f64>) -> Option<Vec<Vec<Vec<Coord<f64>>>>> {
    let rings = |polygon: &Polygon<f64>| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(open_ring).collect::<Vec<_>>()
    };
    match boundary {
        Geometry::Polygon(polygon) => Some(vec![rings(polygon)]),
        Geometry::MultiPolygon(polygons) => Some(polygons.iter().map(rings).collect()),
        _ => None,
    }
}

fn open_ring(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    let mut vertices = ring.0.clone();
    if vertices.len() > 1 && vertices.first() == vertices.last() {
        vertices.pop();
    }
    vertices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;
    use geo::polygon;

    const ROW: RowId = RowId { table: Table::Zones, fid: 1 };

    fn square() -> Arc<Geometry<f64>> {
        Arc::new(
            MultiPolygon::new(vec![polygon![
                (x: 52.0, y: 35.0), (x: 52.01, y: 35.0), (x: 52.01, y: 35.01), (x: 52.0, y: 35.01),
            ]])
            .into(),
        )
    }

    fn edit() -> VertexEdit {
        VertexEdit::new(ROW, &square()).unwrap()
    }

    fn vertex(at: usize) -> VertexRef {
        VertexRef { part: 0, ring: 0, at }
    }

    fn outer(geometry: &Geometry<f64>) -> Vec<Coord<f64>> {
        let Geometry::Polygon(polygon) = geometry else { panic!("{geometry:?}") };
        polygon.exterior().0.clone()
    }

    #[test]
    fn one_drag_gives_one_boundary() {
        let mut edit = edit();
        edit.grab(Handle::Vertex(vertex(0)));
        edit.drag_to(Coord { x: 51.99, y: 35.0 });
        edit.drag_to(Coord { x: 51.99, y: 34.99 });
        let ring = outer(&edit.let_go().unwrap().unwrap());
        assert_eq!((ring.len(), ring[0], ring[4]), (5, Coord { x: 51.99, y: 34.99 }, ring[0]));
        assert_eq!(edit.let_go(), Ok(None));
    }

    #[test]
    fn a_click_on_a_vertex_changes_nothing() {
        let mut edit = edit();
        edit.grab(Handle::Vertex(vertex(2)));
        assert_eq!(edit.let_go(), Ok(None));
        assert_eq!(edit.chosen(), Some(vertex(2)));
    }

    #[test]
    fn a_middle_becomes_a_vertex() {
        let mut edit = edit();
        assert_eq!(edit.handles().len(), 8);
        edit.grab(Handle::Middle(vertex(3)));
        assert_eq!(edit.chosen(), Some(vertex(4)));
        let ring = outer(&edit.let_go().unwrap().unwrap());
        let off = ring[4] - Coord { x: 52.0, y: 35.005 };
        assert!(off.x.hypot(off.y) < 1e-12, "{off:?}");
        assert_eq!(ring.len(), 6);
    }

    #[test]
    fn vertices_go_down_to_three() {
        let mut edit = edit();
        edit.grab(Handle::Vertex(vertex(1)));
        edit.let_go().unwrap();
        assert_eq!(outer(&edit.remove_chosen().unwrap().unwrap()).len(), 4);
        assert_eq!(edit.remove_chosen(), Ok(None));
        edit.grab(Handle::Vertex(vertex(1)));
        edit.let_go().unwrap();
        assert_eq!(edit.remove_chosen(), Err(DrawError::TooFewVertices(2)));
    }

    #[test]
    fn a_crossing_is_refused_and_put_back() {
        let mut edit = edit();
        edit.grab(Handle::Vertex(vertex(0)));
        edit.drag_to(Coord { x: 52.02, y: 35.005 });
        assert_eq!(edit.let_go(), Err(DrawError::Crossing));
        assert_eq!(edit.position(vertex(0)), Some(Coord { x: 52.0, y: 35.0 }));
    }

    #[test]
    fn a_change_from_elsewhere_is_followed_unless_in_the_hand() {
        let mut edit = edit();
        let moved =
            Arc::new(Geometry::from(polygon![(x: 52.0, y: 35.0), (x: 52.02, y: 35.0), (x: 52.02, y: 35.02)]));
        edit.grab(Handle::Vertex(vertex(3)));
        edit.follow(&moved);
        assert_eq!(edit.handles().len(), 8);
        edit.let_go().unwrap();
        edit.follow(&moved);
        assert_eq!((edit.handles().len(), edit.chosen()), (6, None));
    }

    #[test]
    fn holes_have_handles_too() {
        let with_hole = Polygon::new(
            LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]),
            vec![LineString::from(vec![(0.2, 0.2), (0.2, 0.4), (0.4, 0.4)])],
        );
        let edit = VertexEdit::new(ROW, &Arc::new(with_hole.into())).unwrap();
        assert_eq!(edit.handles().len(), 14);
        assert!(VertexEdit::new(ROW, &Arc::new(geo::point!(x: 1.0, y: 1.0).into())).is_none());
    }
}
