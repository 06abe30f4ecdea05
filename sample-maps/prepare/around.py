"""The far surroundings of the base map: coarse land, lakes and borders, so that
a picture of Iran does not end in an edge."""

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import linemerge, polygonize, unary_union

from gshhg import segments

OUTER = (10.0, 0.0, 100.0, 60.0)  # degrees
DETAIL = 0.03  # degrees, simplification tolerance
LEAST_LAND, LEAST_LAKE = 0.02, 0.15  # square degrees


def around(folder, merged, is_sea, national, lands, window):
    """Land, lakes and lines of borders in OUTER outside `window`.

    folder: of GSHHG. merged: joins pieces of lines. is_sea: tells whether a
    segment is shore of a sea. national: level of borders between states.
    lands: rough land, only to tell it from water. window: the detailed part,
    a box. Lakes are whole where they reach into the window. All in degrees.
    """
    frame = box(*OUTER)
    shore = segments(folder / "binned_GSHHS_h.nc", *OUTER)
    coast = merged([l for level, l in shore if is_sea(level, l)])
    rough = unary_union([g.intersection(frame) for g in lands.values() if g.intersects(frame)])
    shapely.prepare(rough)
    faces = [f.intersection(frame) for f in polygonize(unary_union(coast + [frame.exterior])) if f.area > LEAST_LAND]
    land = [f for f in faces if f.intersection(rough).area > f.area / 2]
    land = unary_union([shapely.make_valid(f.simplify(DETAIL)) for f in land]).difference(window)
    land = MultiPolygon([p for p in land.geoms if p.geom_type == "Polygon" and (p.area > LEAST_LAND or p.distance(window) < 1e-9)])
    # The long sides of the frame follow their parallels, not great circles.
    land = shapely.segmentize(land, 1.0)
    lakes = polygonize(merged([l for level, l in shore if level == 2 and not is_sea(level, l)], 1e-3))
    lakes = [p for p in lakes if p.is_valid and (p.area > LEAST_LAKE or p.intersects(window.exterior)) and not window.contains(p)]
    borders = unary_union(merged([l for level, l in segments(folder / "binned_border_h.nc", *OUTER) if level == national]))
    borders = borders.intersection(frame).difference(window)
    borders = linemerge([l for l in borders.geoms if l.geom_type == "LineString" and l.length > 0.1])
    return land, lakes, borders.simplify(DETAIL)
