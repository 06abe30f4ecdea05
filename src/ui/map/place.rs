//! Where the card stands: beside the cursor, off the drawing's edges, off the
//! tools and the scale bar.

use egui::{Pos2, Rect, Vec2};

/// Distance of the card from the cursor, points.
const OFF: Vec2 = Vec2::new(22.0, 18.0);

/// Where a card may stand.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The pointer, beside which it stands.
    pub cursor: Pos2,
    /// The map, which it does not leave.
    pub map: Rect,
    /// The outline of what is drawn, which it should not cover.
    pub drawing: &'a [Pos2],
    /// Scale bar, tools and attribution, which it should not cover either.
    pub kept: &'a [Rect],
}

/// A place is left for another only where that covers so much less.
const CLEARLY_LESS: usize = 12;

/// Where the card's upper left corner goes, and which of the places that is: beside
/// the cursor, beside the drawing, in a corner of the map or in the middle of the
/// drawing; the first that covers least of the drawing and of what is kept free.
/// The place it had `before` stays while it is hardly worse.
pub fn corner_for(place: &Place<'_>, size: Vec2, before: Option<usize>) -> (Pos2, usize) {
    let Place { cursor, map, drawing, kept } = *place;
    let room = Rect::from_min_max(map.min, (map.max - size).max(map.min));
    let (left, right) = (cursor.x - OFF.x - size.x, cursor.x + OFF.x);
    let (above, below) = (cursor.y - OFF.y - size.y, cursor.y + OFF.y);
    let beside = [(right, below), (left, below), (right, above), (left, above)];
    let spread = Rect::from_points(drawing);
    let spread = if spread.is_finite() { spread } else { Rect::from_min_max(cursor, cursor) };
    let (level, upright) = (cursor.y - size.y / 2.0, cursor.x - size.x / 2.0);
    let sides = [
        (spread.right() + OFF.x, level),
        (spread.left() - OFF.x - size.x, level),
        (upright, spread.bottom() + OFF.y),
        (upright, spread.top() - OFF.y - size.y),
    ];
    let corners = [room.right_top(), room.left_top(), room.right_bottom(), room.left_bottom()];
    let places = beside.into_iter().chain(sides).map(|(x, y)| Pos2::new(x, y)).chain(corners);
    let places = places.chain([spread.center() - size / 2.0]);
    let covered = |corner: Pos2| {
        let card = Rect::from_min_size(corner, size);
        let over_cursor = if card.expand(4.0).contains(cursor) { 1_000_000 } else { 0 };
        let over_kept = kept.iter().filter(|kept| card.intersect(**kept).is_positive()).count();
        over_cursor + over_kept * 10_000 + drawn_under(card, drawing)
    };
    let judged = places.enumerate().map(|(at, place)| {
        let place = place.clamp(room.min, room.max);
        let stays = if before == Some(at) { 0 } else { CLEARLY_LESS };
        (covered(place) + stays, place, at)
    });
    judged.min_by_key(|(covered, ..)| *covered).map_or((cursor, 0), |(_, place, at)| (place, at))
}

/// How much of a drawing lies under a card, in spots: those of its outline, which
/// is what the hand works on, count much more than those inside.
fn drawn_under(card: Rect, ring: &[Pos2]) -> usize {
    /// Distance of spots, points.
    const STEP: f32 = 24.0;
    /// A spot of the outline for so many inside.
    const OUTLINE_WEIGHT: usize = 10;
    /// A drawing of more vertices is taken by these alone.
    const MANY: usize = 200;
    if !Rect::from_points(ring).intersects(card) {
        return 0;
    }
    let under = |spot: &Pos2| card.contains(*spot);
    if ring.len() > MANY {
        return OUTLINE_WEIGHT * ring.iter().filter(|spot| under(spot)).count();
    }
    let edges = || ring.iter().zip(ring.iter().cycle().skip(1));
    let along = edges().flat_map(|(from, to)| {
        let count = ((*to - *from).length() / STEP).clamp(1.0, 400.0) as usize;
        (0..count).map(move |at| *from + (*to - *from) * (at as f32 / count as f32))
    });
    // A spot is inside when a ray to the right crosses the outline an odd number of times.
    let is_inside = |spot: Pos2| {
        let crossed = edges().filter(|(from, to)| {
            let at = (spot.y - from.y) / (to.y - from.y);
            (from.y > spot.y) != (to.y > spot.y) && spot.x < from.x + at * (to.x - from.x)
        });
        crossed.count() % 2 == 1
    };
    let (columns, rows) = ((card.width() / STEP) as usize, (card.height() / STEP) as usize);
    let inside = (0..=columns)
        .flat_map(|column| (0..=rows).map(move |row| (column, row)))
        .filter(|(column, row)| is_inside(card.min + Vec2::new(*column as f32 * STEP, *row as f32 * STEP)));
    OUTLINE_WEIGHT * along.filter(under).count() + inside.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: Rect = Rect { min: Pos2::ZERO, max: Pos2 { x: 900.0, y: 600.0 } };
    const SCALE: Rect = Rect { min: Pos2 { x: 710.0, y: 540.0 }, max: Pos2 { x: 890.0, y: 590.0 } };

    fn corners(rect: Rect) -> [Pos2; 4] {
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()]
    }

    fn card(cursor: (f32, f32), size: Vec2, drawing: &[Pos2]) -> Rect {
        let place = Place { cursor: cursor.into(), map: MAP, drawing, kept: &[SCALE] };
        Rect::from_min_size(corner_for(&place, size, None).0, size)
    }

    #[test]
    fn the_card_spares_the_drawing_and_stays_in_the_map() {
        let size = Vec2::new(300.0, 200.0);
        assert_eq!(card((100.0, 100.0), size, &[]).min, Pos2::new(122.0, 118.0));
        let drawing = corners(Rect::from_min_max(Pos2::new(400.0, 250.0), Pos2::new(600.0, 400.0)));
        assert_eq!(card((400.0, 250.0), size, &drawing).min, Pos2::new(78.0, 268.0));
        let last = card((890.0, 590.0), size, &drawing);
        assert!(MAP.contains_rect(last) && !last.contains(Pos2::new(890.0, 590.0)));
    }

    #[test]
    fn the_card_goes_round_a_wide_drawing_and_off_the_scale_bar() {
        let wide = Rect::from_min_max(Pos2::new(270.0, 20.0), Pos2::new(630.0, 580.0));
        for cursor in [(630.0, 580.0), (450.0, 580.0), (630.0, 300.0)] {
            let card = card(cursor, Vec2::new(240.0, 200.0), &corners(wide));
            assert!(MAP.contains_rect(card) && !card.intersect(SCALE).is_positive(), "{cursor:?}: {card:?}");
            assert!(!card.intersect(wide).is_positive(), "{cursor:?}: {card:?}");
        }
        // A triangle leaves half of its box free.
        let triangle = [(20.0, 580.0), (880.0, 580.0), (880.0, 20.0)].map(Pos2::from);
        let card = card((880.0, 20.0), Vec2::new(290.0, 280.0), &triangle);
        assert_eq!(drawn_under(card, &triangle), 0, "{card:?}");
    }

    #[test]
    fn the_card_keeps_its_place_while_that_is_hardly_worse_and_goes_into_a_wide_drawing() {
        let size = Vec2::new(200.0, 100.0);
        let place = Place { cursor: Pos2::new(450.0, 300.0), map: MAP, drawing: &[], kept: &[] };
        assert_eq!(corner_for(&place, size, None).1, 0);
        assert_eq!(corner_for(&place, size, Some(3)).1, 3, "as good as the first");
        let all = corners(MAP.shrink(30.0));
        let place = Place { cursor: all[2], drawing: &all, ..place };
        let card = Rect::from_min_size(corner_for(&place, size, None).0, size);
        assert!(MAP.shrink(30.0).contains_rect(card), "no edge is covered: {card:?}");
    }
}
