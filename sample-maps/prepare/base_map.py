"""Makes outline.geojson, base_map.geojson and rivers.geojson out of GSHHG.

Usage: base_map.py FOLDER_OF_GSHHG COUNTRIES_10M.json PLACES.geojson OUT

FOLDER_OF_GSHHG holds `binned_*_h.nc` (Debian package gmt-gshhg-high);
COUNTRIES_10M.json (npm package world-atlas) only tells which face of the
linework is Iran, which are other lands and which are water: no coordinate of
it is written. Needs netCDF4, numpy, shapely >= 2.1.
"""

import json
import pathlib
import sys

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, mapping, shape
from shapely.ops import linemerge, polygonize, unary_union

from around import DETAIL as DETAIL_AROUND
from around import around
from gshhg import segments

BOX = (42.0, 23.0, 66.0, 42.0)  # degrees: Iran with its neighbours, in detail
MARGIN = 1.0  # degrees read beyond the box, so that the clip is clean
JOIN = 0.12  # degrees a border end may be away from the coast it belongs to
DETAIL_IRAN, DETAIL_OTHERS = 0.0012, 0.006  # degrees, simplification tolerance
NATIONAL = 1  # level of a border between states; 3 is a border at sea
RIVERS = {  # levels of GSHHG rivers that are kept
    0: "double_lined_river",
    1: "permanent_major_river",
    2: "additional_major_river",
    3: "additional_river",
    4: "minor_river",
    6: "intermittent_major_river",
    7: "intermittent_additional_river",
}


def topojson_polygons(path, layer):
    """Polygons of a TopoJSON layer by country id."""
    topology = json.loads(pathlib.Path(path).read_text())
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(indices):
        points = []
        for index in indices:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(line[1:] if points else line)
        return points

    lands = {}
    for geometry in topology["objects"][layer]["geometries"]:
        groups = geometry.get("arcs", [])
        groups = [groups] if geometry["type"] == "Polygon" else groups
        rings = [[r for r in map(ring, group) if len(r) > 3] for group in groups]
        parts = [Polygon(r[0], r[1:]) for r in rings if r]
        lands[geometry.get("id", geometry["properties"]["name"])] = shapely.make_valid(MultiPolygon(parts))
    return lands


def merged(lines, grid=1e-4):
    """Joins pieces cut at bin edges; their ends agree to within `grid` degrees."""
    snapped = shapely.set_precision(shapely.multilinestrings([LineString(l) for l in lines if len(l) > 1]), grid)
    result = linemerge(unary_union(snapped))
    return [result] if result.geom_type == "LineString" else list(result.geoms)


def reach_the_coast(borders, coast):
    """Lengthens loose ends of borders to the coast, else to the nearest border."""
    ends = {}
    for line in borders:
        for end in (line.coords[0], line.coords[-1]):
            ends[end] = ends.get(end, 0) + 1
    links = []
    for end, uses in ends.items():
        if uses > 1:
            continue
        point = Point(end)
        others = unary_union([l for l in borders if l.coords[0] != end and l.coords[-1] != end])
        for target in (coast, others):
            if 0 < point.distance(target) <= JOIN:
                near = target.interpolate(target.project(point)) if target.geom_type == "LineString" else shapely.ops.nearest_points(point, target)[1]
                dx, dy = near.x - point.x, near.y - point.y
                links.append(LineString([end, (near.x + dx * 0.05, near.y + dy * 0.05)]))
                break
    return links


def write(path, features):
    """Writes a FeatureCollection, one feature a line, five decimals (about 1 m)."""
    lines = []
    for properties, geometry in features:
        geometry = shapely.set_precision(geometry, 1e-5)
        if geometry.geom_type in ("Polygon", "MultiPolygon"):
            geometry = shapely.orient_polygons(geometry)
        text = json.dumps({"type": "Feature", "properties": properties, "geometry": rounded(mapping(geometry))}, ensure_ascii=False, separators=(",", ":"))
        lines.append(text)
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    print(path.name, len(lines), "features", path.stat().st_size, "bytes")


def rounded(geometry):
    def walk(value):
        return [round(value[0], 5), round(value[1], 5)] if isinstance(value[0], (int, float)) else [walk(v) for v in value]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def main(folder, countries, places, out):
    folder, out = pathlib.Path(folder), pathlib.Path(out)
    w, s, e, n = BOX
    wide = (w - MARGIN, s - MARGIN, e + MARGIN, n + MARGIN)
    frame = box(*wide)
    shore = segments(folder / "binned_GSHHS_h.nc", *wide)
    lake_box = box(46.5, 36.4, 54.6, 47.5)  # the Caspian is a lake in GSHHG

    def sea(level, line):
        inside = lake_box.contains(Point(line[len(line) // 2]))
        urmia = 45 < line[0][0] < 46.2
        return level == 1 or (inside and not urmia)

    coast = merged([l for level, l in shore if sea(level, l)])
    lakes = list(polygonize(merged([l for level, l in shore if level == 2 and not sea(level, l)], 1e-3)))
    borders = merged([l for level, l in segments(folder / "binned_border_h.nc", *wide) if level == NATIONAL])
    links = reach_the_coast(borders, unary_union(coast))
    print("links", [[round(c, 2) for c in l.coords[0]] for l in links])
    faces = list(polygonize(unary_union(coast + borders + links + [frame.exterior])))
    lands = topojson_polygons(countries, "countries")
    iran_rough = lands["364"]
    land_rough = unary_union([g.intersection(frame) for g in lands.values()])
    ours = [shape(f["geometry"]) for f in json.loads(pathlib.Path(places).read_text())["features"]]
    tree = shapely.STRtree(ours)
    iran, others = [], []
    for face in faces:
        if face.area < 5e-5 and len(tree.query(face, "contains")) == 0:
            continue
        share_iran = face.intersection(iran_rough).area / face.area
        share_land = face.intersection(land_rough).area / face.area
        small = face.area < 0.05
        if share_iran > 0.5 or (small and len(tree.query(face, "contains")) > 0):
            iran.append(face)
        elif share_land > 0.5 or (small and share_land > 0.2):
            others.append(face)
        elif small and face.distance(iran_rough) < 0.03:
            iran.append(face)
    others = [Polygon(p.exterior) if p.area < 0.05 else p for p in others]
    all_faces = iran + others
    simple = shapely.coverage_simplify(all_faces, DETAIL_IRAN)
    iran = unary_union([shapely.make_valid(p) for p in simple[: len(iran)]])
    parts = sorted(iran.geoms if iran.geom_type == "MultiPolygon" else [iran], key=lambda p: -p.area)
    # Pinholes along the border are meshing dust of the two sources, not water.
    iran = MultiPolygon([Polygon(p.exterior) for p in parts if p.area > 5e-5])
    outside = unary_union([shapely.make_valid(p) for p in simple[len(simple) - len(others) :]]).buffer(0.01)
    shared = iran.boundary.intersection(outside)
    land_border = linemerge([g for g in shared.geoms if g.geom_type == "LineString" and len(g.coords) > 1])
    land_border = unary_union([l for l in land_border.geoms if l.length > 0.1])
    write(out / "outline.geojson", [({"kind": "outline", "code": "IR", "name_fa": "ایران", "name_en": "Iran", "provenance": "published", "source": "GSHHG 2.3.7"}, iran), ({"kind": "land_border"}, land_border)])
    rest = unary_union([shapely.make_valid(p).simplify(DETAIL_OTHERS) for p in simple[-len(others) :]])
    window = box(*BOX)
    land = shapely.union(rest.buffer(0), iran).intersection(window)
    land = MultiPolygon([p for p in land.geoms if p.area > 2e-4 or iran.intersects(p)])
    far_land, far_lakes, far_borders = around(folder, merged, sea, NATIONAL, lands, window)
    base = [({"kind": "land"}, unary_union([land, far_land]))]
    # Lakes cut by the window come whole from the surroundings.
    base += [({"kind": "lake"}, p.simplify(DETAIL_IRAN)) for p in lakes if p.is_valid and p.area > 0.004 and window.contains(p)]
    base += [({"kind": "lake"}, p.simplify(DETAIL_IRAN if p.intersects(window) else DETAIL_AROUND)) for p in far_lakes]
    far = unary_union(borders + links).intersection(window).difference(iran.buffer(0.02))
    far = unary_union([l for l in (far.geoms if hasattr(far, "geoms") else [far]) if l.length > 0.05])
    base += [({"kind": "border"}, linemerge(far).simplify(DETAIL_OTHERS)), ({"kind": "border"}, far_borders)]
    write(out / "base_map.geojson", base)
    reach = iran.buffer(0.15)
    rivers = []
    for level in RIVERS:
        pieces = [l for lv, l in segments(folder / "binned_river_h.nc", *BOX) if lv == level]
        for line in merged(pieces) if pieces else []:
            cut = line.intersection(reach)
            for part in cut.geoms if hasattr(cut, "geoms") else [cut]:
                if part.geom_type == "LineString" and part.length > 0.03:
                    rivers.append((level, part.simplify(0.0008)))
    rivers.sort(key=lambda r: (r[0], r[1].coords[0]))
    write(out / "rivers.geojson", [({"kind": "river", "class": RIVERS[level], "provenance": "published", "source": "GSHHG 2.3.7 / WDB II"}, line) for level, line in rivers])


if __name__ == "__main__":
    main(*sys.argv[1:])
