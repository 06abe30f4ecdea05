#!/usr/bin/env python3
"""How long PostGIS takes to find the nearest of 20,000 points to a plot, on the spheroid.

    python3 benches/peers_postgis.py PLOTS.geojson POINTS.geojson [--sample N] [--url postgresql:///gis]

Needs `psql` and `ogr2ogr`, and an empty database with the extension postgis. Both files
are loaded as geography with GiST indexes; the nearest point of each of the first N plots
is found by the index and measured from the boundary. Middle of three runs.
"""

import argparse
import statistics
import subprocess
import time

QUERY = """
SELECT count(d) FROM (SELECT geog FROM plots ORDER BY ogc_fid LIMIT {sample}) p
CROSS JOIN LATERAL (
  SELECT ST_Distance(p.geog, a.geog) AS d FROM points a ORDER BY p.geog <-> a.geog LIMIT 1
) n
"""


def sql(url, text):
    done = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", url, "-c", text], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr.strip())
    return done.stdout.strip()


def load(url, name, file):
    command = ["ogr2ogr", "-f", "PostgreSQL", f"PG:{url}", file, "-nln", name, "-overwrite",
               "-lco", "GEOM_TYPE=geography", "-lco", "GEOMETRY_NAME=geog", "-nlt", "PROMOTE_TO_MULTI" if name == "plots" else "POINT"]
    subprocess.run(command, check=True)
    sql(url, f"ANALYZE {name}")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("plots")
    ask.add_argument("points")
    ask.add_argument("--sample", type=int, default=20_000)
    ask.add_argument("--url", default="postgresql:///gis")
    given = ask.parse_args()
    load(given.url, "plots", given.plots)
    load(given.url, "points", given.points)
    version = sql(given.url, "SELECT postgis_lib_version()")
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = int(sql(given.url, QUERY.format(sample=given.sample)))
        times.append((time.perf_counter() - start) / found)
    print(f"| PostGIS {version}, geography, µs a plot | {statistics.median(times) * 1e6:.0f} |")


if __name__ == "__main__":
    main()
