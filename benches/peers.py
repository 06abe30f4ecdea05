#!/usr/bin/env python3
"""Import and nearest neighbours of Shahrak beside those of other programs.

    python3 benches/peers.py [COUNT] [--runs N] [--shahrak PROGRAM] [--source FILE]

Writes COUNT plots (100,000 where nothing is said) with the seeded generator, or takes
those of FILE (which `make_plots` wrote: COUNT says how many); has
each program that is installed make an indexed GeoPackage of them, and finds the
nearest of 20,000 points for every plot. Each run is a program of its own, the
programs take turns, and the middle of the runs counts; memory is the most that the
program had at any time. What is not installed is left out: `ogr2ogr` (Debian's
gdal-bin), pyogrio with pyarrow, geopandas, QGIS (Debian's python3-qgis; how long it
draws, see peers_qgis.py). PostGIS is asked where `--postgis` names an empty database
(peers_postgis.py).
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
# Debian's QGIS is for Debian's Python.
SYSTEM_PYTHON = "/usr/bin/python3"

PYOGRIO_IMPORT = """
import sys, pyogrio
meta, table = pyogrio.read_arrow(sys.argv[1])
pyogrio.write_arrow(table, sys.argv[2], driver="GPKG", layer="plots", crs=meta["crs"],
    geometry_type=meta["geometry_type"], geometry_name=meta["geometry_name"] or "wkb_geometry")
"""

# One UTM zone for the whole country, as is usual: quick, and wrong by the distortion
# of the projection; the time is that of the join alone.
GEOPANDAS_NEAREST = """
import sys, time, geopandas
plots = geopandas.read_file(sys.argv[1], use_arrow=True).to_crs(32640)
points = geopandas.read_file(sys.argv[2], use_arrow=True).to_crs(32640)
start = time.perf_counter()
plots.sjoin_nearest(points, distance_col="distance_m")
print(time.perf_counter() - start)
"""


def version_of(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 else None


def run(command):
    """Wall seconds, MiB at most, and what the command printed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            raise SystemExit(f"ended with {status}: {' '.join(map(str, command[:3]))} …")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read()


def remove(path):
    for ending in ("", "-wal", "-shm", "-journal"):
        pathlib.Path(f"{path}{ending}").unlink(missing_ok=True)


def importers(shahrak, source, folder):
    """Name, the command that makes a GeoPackage, and that file."""
    found = []
    target = folder / "shahrak.gpkg"
    command = [shahrak, "import", source, "--layer", "plots", "--into", target]
    found.append((version_of([shahrak, "--version"]), command, target))
    ogr2ogr = version_of(["ogr2ogr", "--version"])
    if ogr2ogr:
        target = folder / "ogr2ogr.gpkg"
        command = ["ogr2ogr", "-f", "GPKG", target, source, "-nln", "plots"]
        found.append((f"ogr2ogr, {ogr2ogr.split(',')[0]}", command, target))
    look = "import pyogrio, pyarrow; print(pyogrio.__version__, 'GDAL', '.'.join(map(str, pyogrio.__gdal_version__)))"
    pyogrio = version_of([sys.executable, "-c", look])
    if pyogrio:
        target = folder / "pyogrio.gpkg"
        found.append((f"pyogrio {pyogrio}", [sys.executable, "-c", PYOGRIO_IMPORT, source, target], target))
    return found


def compare(programs, runs):
    """Middle seconds and MiB of each, the programs taking turns."""
    taken = {name: ([], []) for name, *_ in programs}
    for _ in range(runs):
        for name, command, target in programs:
            remove(target)
            seconds, mebibytes, _ = run(command)
            taken[name][0].append(seconds)
            taken[name][1].append(mebibytes)
    return {name: (statistics.median(times), max(memory)) for name, (times, memory) in taken.items()}


def write_points(path, count=20_000):
    chance = random.Random(7)

    def feature(number):
        place = [round(chance.uniform(45.0, 62.0), 7), round(chance.uniform(26.0, 39.0), 7)]
        properties = {"code": f"S-{number}", "kind": "substation", "voltage_kv": 63}
        return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": place}}

    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature(n) for n in range(count)]}))


def nearest(shahrak, folder, source, points, runs, count):
    """Lines of the table about the nearest point of every plot."""
    project = folder / "nearest.gpkg"
    remove(project)
    run([shahrak, "import", source, "--layer", "plots", "--into", project])
    run([shahrak, "import", points, "--layer", "infra", "--into", project])
    command = [shahrak, "proximity", project, "--of", "plots", "--to", "substation", "--json"]
    own = statistics.median(run(command)[0] for _ in range(runs))
    lines = [f"| Shahrak, exact geodesic; the whole program with opening and {count:,} rows of JSON | {own / count * 1e6:.1f} |"]
    peer = version_of([sys.executable, "-c", "import geopandas; print(geopandas.__version__)"])
    if peer:
        command = [sys.executable, "-c", GEOPANDAS_NEAREST, project.with_name("pyogrio.gpkg"), points]
        if command[3].exists():
            join = statistics.median(float(run(command)[2]) for _ in range(runs))
            lines.append(f"| GeoPandas {peer}, planar in UTM zone 40N; the join alone | {join / count * 1e6:.1f} |")
    return lines


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("count", nargs="?", type=int, default=100_000)
    ask.add_argument("--runs", type=int, default=5)
    ask.add_argument("--shahrak", default=str(HERE.parent / "target/release/shahrak"))
    ask.add_argument("--source", type=pathlib.Path)
    ask.add_argument("--postgis", metavar="URL")
    given = ask.parse_args()
    shahrak = shutil.which(given.shahrak) or raise_missing(given.shahrak)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        source, points = given.source or folder / "plots.geojson", folder / "points.geojson"
        if given.source is None:
            maker = ["cargo", "run", "--quiet", "--release", "--example", "make_plots", "--"]
            subprocess.run([*maker, str(given.count), source], check=True, cwd=HERE.parent)
        write_points(points)
        megabytes = source.stat().st_size / 1e6
        programs = importers(shahrak, source, folder)
        results = compare(programs, given.runs)
        own = results[programs[0][0]][0]
        print(f"{given.count:,} plots, {megabytes:.0f} MB of GeoJSON, middle of {given.runs} runs, {os.cpu_count()} cores\n")
        print("| import into an indexed GeoPackage | s | MiB | times Shahrak's |\n|---|---|---|---|")
        for name, (seconds, mebibytes) in results.items():
            print(f"| {name} | {seconds:.2f} | {mebibytes:.0f} | {seconds / own:.1f} |")
        print("\n| nearest of 20,000 points for every plot | µs a plot |\n|---|---|")
        print("\n".join(nearest(shahrak, folder, source, points, given.runs, given.count)))
        print(flush=True)
        if version_of([SYSTEM_PYTHON, "-c", "import qgis; print('QGIS')"]):
            drawn = folder / ("pyogrio.gpkg" if (folder / "pyogrio.gpkg").exists() else "nearest.gpkg")
            subprocess.run([SYSTEM_PYTHON, HERE / "peers_qgis.py", drawn], stderr=subprocess.DEVNULL)
        if given.postgis:
            subprocess.run([sys.executable, HERE / "peers_postgis.py", source, points, "--url", given.postgis])


def raise_missing(program):
    raise SystemExit(f"{program} is not there: cargo build --release")


if __name__ == "__main__":
    main()
